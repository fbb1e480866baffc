/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who helps the people of a server: /.well-known/matrix/support. Pure; any thread.
 *
 * All of it is a stranger's text. A mail address counts when it is a plain one, an account when it
 * is of the grammar, a page when it is https and names its host openly; what does not fit is as if
 * it were not there. A mail comes before a page, and that before an account here: who is locked
 * out reads mail. See Client-Server API, "Server discovery". */

#include "config.h"

#include "mx-api-support.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-request.h"
#include "mx-text.h"

#include <string.h>

#define MAX_CONTACTS 64
#define MAX_BYTES    (64 * 1024)
#define MAX_ADDRESS  254
#define MAX_PAGE     1000
#define LOCAL        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_=~"

static const char *const roles[] = {
  [MX_SUPPORT_ADMIN] = "m.role.admin",
  [MX_SUPPORT_MODERATOR] = "m.role.moderator",
  [MX_SUPPORT_SECURITY] = "m.role.security",
};

/**
 * mx_support_free:
 * @self: (nullable): contacts
 *
 * Frees them.
 */
void
mx_support_free (MxSupport *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MX_N_SUPPORT_ROLES; i++) {
    g_free (self->mails[i]);
    g_free (self->users[i]);
  }
  g_free (self->page);
  g_free (self);
}

/**
 * mx_api_support:
 *
 * Asks whom to write to. To be sent to https://NAME.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_support (void)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT | MX_REQUEST_REDIRECTS,
                                       "/.well-known/matrix/support");

  request->timeout_ms = 15000;
  request->max_bytes = MAX_BYTES;
  return request;
}

/* The name of a host as the network looks it up, so that none only looks like another one. */
static char *
dup_plain_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  if (ascii == NULL || strchr (ascii, ':') != NULL || !mx_id_is_server_name (ascii))
    return NULL;
  return g_ascii_strdown (ascii, -1);
}

static char *
dup_mail (const char *address)
{
  const char *at = address != NULL ? strchr (address, '@') : NULL;
  g_autofree char *host = NULL;
  g_autofree char *uri = NULL;

  if (at == NULL || at == address || strnlen (address, MAX_ADDRESS + 1) > MAX_ADDRESS ||
      strspn (address, LOCAL) != (gsize) (at - address))
    return NULL;
  host = dup_plain_host (at + 1);
  if (host == NULL)
    return NULL;
  uri = g_strdup_printf ("mailto:%.*s@%s", (int) (at - address), address, host);
  return mx_text_link_is_safe (uri) ? g_steal_pointer (&uri) : NULL;
}

static char *
dup_user (const char *user_id)
{
  g_autoptr (MxLink) link = NULL;

  if (user_id == NULL || !mx_id_is_user (user_id))
    return NULL;
  link = mx_link_parse (user_id, NULL);
  return link != NULL ? mx_link_to_uri (link) : NULL;
}

static char *
dup_page (const char *url)
{
  g_autofree char *host = NULL;
  g_autoptr (GUri) uri = NULL;

  if (url == NULL || strnlen (url, MAX_PAGE + 1) > MAX_PAGE || !g_str_has_prefix (url, "https://"))
    return NULL;
  host = mx_text_link_host (url);
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_NON_DNS, NULL);
  if (host == NULL || uri == NULL)
    return NULL;
  return g_uri_join (G_URI_FLAGS_ENCODED, "https", NULL, host, g_uri_get_port (uri), g_uri_get_path (uri),
                     g_uri_get_query (uri), g_uri_get_fragment (uri));
}

/* Takes @value, where there is no better one yet. */
static void
keep (char **place,
      char  *value)
{
  if (*place == NULL)
    *place = value;
  else
    g_free (value);
}

static void
read_contact (JsonArray *array,
              guint      index,
              JsonNode  *node,
              gpointer   user_data)
{
  MxSupport *self = user_data;
  JsonObject *object = mx_json_node_object (node);
  const char *role = object != NULL ? mx_json_get_string (object, "role") : NULL;

  if (index >= MAX_CONTACTS)
    return;
  for (guint i = 0; role != NULL && i < MX_N_SUPPORT_ROLES; i++)
    if (g_str_equal (role, roles[i])) {
      keep (&self->mails[i], dup_mail (mx_json_get_string (object, "email_address")));
      keep (&self->users[i], dup_user (mx_json_get_string (object, "matrix_id")));
    }
}

/**
 * mx_api_support_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): what of it can be used; maybe nothing
 */
MxSupport *
mx_api_support_parse (MxResponse  *response,
                      GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  MxSupport *self;
  JsonArray *contacts;

  if (object == NULL)
    return NULL;
  self = g_new0 (MxSupport, 1);
  self->page = dup_page (mx_json_get_string (object, "support_page"));
  contacts = mx_json_get_array (object, "contacts");
  if (contacts != NULL)
    json_array_foreach_element (contacts, read_contact, self);
  return self;
}

/**
 * mx_support_get_address:
 * @self: contacts
 * @is_abuse: whether it is about what somebody does; else it is about one's own account
 *
 * Returns: (transfer none) (nullable): the address to write to, `mailto:`, `https:` or `matrix:`
 */
const char *
mx_support_get_address (const MxSupport *self,
                        gboolean         is_abuse)
{
  const MxSupportRole first = is_abuse ? MX_SUPPORT_MODERATOR : MX_SUPPORT_ADMIN;
  const MxSupportRole second = is_abuse ? MX_SUPPORT_ADMIN : MX_SUPPORT_MODERATOR;
  const char *const order[] = {
    self->mails[first],
    self->mails[second],
    self->page,
    self->users[first],
    self->users[second],
    self->mails[MX_SUPPORT_SECURITY],
    self->users[MX_SUPPORT_SECURITY],
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] != NULL)
      return order[i];
  return NULL;
}
