/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-discovery.h"

#include "mx-api-server.h"
#include "mx-error.h"
#include "mx-id.h"
#include "mx-origin.h"
#include "mx-request.h"

#include <string.h>

/* From what a person typed to a homeserver. Lives on the thread of its MxHttp.
 *
 *   typed ──▶ WELL_KNOWN ──base_url──▶ VERSIONS ──▶ FLOWS ──▶ OAUTH ──▶ done
 *                 └── none: the name itself ─▲  └─ next candidate, or the best error
 *
 * See Client-Server API, "Well-known URIs". What .well-known names must answer: there is no
 * falling back then. Without one the name itself is asked. A name on this machine is asked on the
 * port that was typed, by http and then https; every other name by https alone, and may not send us here.
 */

#define MSC2965 "org.matrix.msc2965.authentication"

typedef enum {
  STEP_WELL_KNOWN,
  STEP_VERSIONS,
  STEP_FLOWS,
  STEP_OAUTH,
  STEP_OAUTH_UNSTABLE,
} Step;

typedef struct
{
  MxServer *server;
  Step step;
  GPtrArray *origins;    /* (element-type utf8): to be asked for .well-known  */
  GPtrArray *candidates; /* (element-type utf8): base URLs to be asked        */
  char *asked;           /* (nullable): the one that is being asked           */
  GError *error;         /* (nullable): the most telling one so far           */
} Find;

static void
find_free (Find *find)
{
  g_clear_pointer (&find->server, mx_server_free);
  g_clear_pointer (&find->origins, g_ptr_array_unref);
  g_clear_pointer (&find->candidates, g_ptr_array_unref);
  g_clear_error (&find->error);
  g_free (find->asked);
  g_free (find);
}

static Find *
find_new (void)
{
  Find *find = g_new0 (Find, 1);

  find->server = g_new0 (MxServer, 1);
  find->origins = g_ptr_array_new_with_free_func (g_free);
  find->candidates = g_ptr_array_new_with_free_func (g_free);
  return find;
}

static void
add_url (GPtrArray  *urls,
         const char *scheme,
         const char *authority)
{
  g_ptr_array_add (urls, g_strconcat (scheme, "://", authority, NULL));
}

static char *
dup_host (const char *name)
{
  const char *end;

  if (*name == '[') {
    end = strchr (name, ']');
    return end != NULL ? g_strndup (name + 1, (gsize) (end - name) - 1) : NULL;
  }
  end = strchr (name, ':');
  return end != NULL ? g_strndup (name, (gsize) (end - name)) : g_strdup (name);
}

static gboolean
plan_name (Find        *find,
           const char  *name,
           GError     **error)
{
  g_autofree char *host = NULL;
  g_autofree char *bare = NULL;

  if (!mx_id_is_server_name (name)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not the name of a server");
    return FALSE;
  }

  find->server->server_name = g_strdup (name);
  host = dup_host (name);
  if (mx_origin_is_loopback (host)) {
    add_url (find->origins, "http", name);
    add_url (find->candidates, "http", name);
    add_url (find->candidates, "https", name);
    return TRUE;
  }

  bare = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  add_url (find->origins, "https", bare);
  add_url (find->candidates, "https", name);
  if (strcmp (bare, name) != 0)
    add_url (find->candidates, "https", bare);
  return TRUE;
}

static gboolean
plan_url (Find        *find,
          const char  *url,
          GError     **error)
{
  g_autofree char *base = mx_origin_clean_base (url, error);
  g_autofree char *name = NULL;
  g_autoptr (GUri) uri = NULL;
  gboolean is_plain;

  if (base == NULL)
    return FALSE;
  uri = mx_origin_parse (base, error);
  if (uri == NULL)
    return FALSE;

  name = mx_origin_dup_name (uri);
  is_plain = *g_uri_get_path (uri) == '\0';
  if (is_plain && !mx_origin_is_loopback (g_uri_get_host (uri)))
    return plan_name (find, name, error);

  /* An address that says exactly where: nothing is left to be looked up. */
  find->server->server_name = g_steal_pointer (&name);
  if (is_plain)
    g_ptr_array_add (find->origins, g_strdup (base));
  g_ptr_array_add (find->candidates, g_steal_pointer (&base));
  return TRUE;
}

static gboolean
plan (Find        *find,
      const char  *text,
      GError     **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  g_autofree char *ascii = NULL;

  if (strstr (clean, "://") != NULL)
    return plan_url (find, clean, error);
  if (*clean == '@' && mx_id_is_user (clean))
    return plan_name (find, mx_id_get_server_name (clean), error);

  ascii = g_hostname_is_non_ascii (clean) ? g_hostname_to_ascii (clean) : NULL;
  return plan_name (find, ascii != NULL ? ascii : clean, error);
}

static int
rank (const GError *error)
{
  switch (error->code) {
  case MX_ERROR_CERTIFICATE:
    return 4;
  case MX_ERROR_NOT_MATRIX:
    return 3;
  case MX_ERROR_NO_SERVER:
    return 1;
  default:
    return 2;
  }
}

/* Few codes leave discovery: what answers, but not as it should, is no Matrix server. */
static void
remember (Find   *find,
          GError *error)
{
  if (error->code == MX_ERROR_SERVER)
    error->code = MX_ERROR_UNREACHABLE;
  else if (error->code != MX_ERROR_CERTIFICATE && error->code != MX_ERROR_NO_SERVER &&
           error->code != MX_ERROR_UNREACHABLE && error->code != MX_ERROR_RATE_LIMITED)
    error->code = MX_ERROR_NOT_MATRIX;

  if (find->error != NULL && rank (find->error) >= rank (error)) {
    g_error_free (error);
    return;
  }
  g_clear_error (&find->error);
  find->error = error;
}

static gboolean
ask_next (Find      *find,
          GPtrArray *urls)
{
  if (urls->len == 0)
    return FALSE;
  g_free (find->asked);
  find->asked = g_ptr_array_steal_index (urls, 0);
  return TRUE;
}

static void answer_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data);

static void
go_on (GTask *task)
{
  Find *find = g_task_get_task_data (task);
  g_autoptr (MxRequest) request = NULL;

  if (find->step == STEP_WELL_KNOWN && !ask_next (find, find->origins))
    find->step = STEP_VERSIONS;
  if (find->step == STEP_VERSIONS && !ask_next (find, find->candidates)) {
    g_task_return_error (task, g_steal_pointer (&find->error));
    return;
  }

  switch (find->step) {
  case STEP_WELL_KNOWN:
    request = mx_api_well_known ();
    break;
  case STEP_VERSIONS:
    request = mx_api_versions ();
    break;
  case STEP_FLOWS:
    request = mx_api_login_flows ();
    break;
  case STEP_OAUTH:
    request = mx_api_oauth_metadata (FALSE);
    break;
  case STEP_OAUTH_UNSTABLE:
    request = mx_api_oauth_metadata (TRUE);
    break;
  default:
    g_assert_not_reached ();
  }
  mx_http_send_to_async (g_task_get_source_object (task), find->asked, request,
                         g_task_get_cancellable (task), answer_cb, g_object_ref (task));
}

static void
take_base_url (Find       *find,
               const char *text)
{
  g_autoptr (GUri) from = mx_origin_parse (find->asked, NULL);
  g_autoptr (GUri) to = NULL;
  g_autofree char *url = NULL;
  g_autofree char *base = NULL;

  /* An absolute address, and none that leads from elsewhere into this machine. */
  if (from != NULL && strstr (text, "://") != NULL)
    to = mx_origin_redirect (from, text, NULL);
  if (to != NULL) {
    url = g_uri_to_string (to);
    base = mx_origin_clean_base (url, NULL);
  }

  g_ptr_array_set_size (find->candidates, 0);
  if (base != NULL)
    g_ptr_array_add (find->candidates, g_steal_pointer (&base));
  else
    remember (find, mx_error_new_server (MX_ERROR_NOT_MATRIX, 0, NULL, find->server->server_name, -1,
                                         "its .well-known names no usable address"));
}

static void
drop_candidate (Find       *find,
                const char *url)
{
  guint i;

  for (i = 0; i < find->candidates->len; i++)
    if (strcmp (find->candidates->pdata[i], url) == 0) {
      g_ptr_array_remove_index (find->candidates, i);
      return;
    }
}

static void
take_well_known (Find       *find,
                 MxResponse *response,
                 GError     *failure)
{
  g_autofree char *base_url = NULL;
  GError *error = NULL;
  gboolean no_answer;

  find->step = STEP_VERSIONS;
  if (response != NULL)
    base_url = mx_api_well_known_parse (response, &error);
  if (base_url != NULL) {
    take_base_url (find, base_url);
    return;
  }

  if (failure == NULL)
    failure = error;
  no_answer = mx_error_get_status (failure) == 0 && response == NULL &&
              failure->code != MX_ERROR_BAD_RESPONSE;
  /* Most servers that are asked at their own address have none: that says nothing of what else is there. */
  if (mx_error_get_status (failure) == 404)
    g_error_free (failure);
  else
    remember (find, failure);
  if (no_answer)
    drop_candidate (find, find->asked);
}

static void
take_versions (Find       *find,
               MxResponse *response,
               GError     *failure)
{
  g_autoptr (MxVersions) versions = NULL;
  GError *error = failure;

  if (response != NULL)
    versions = mx_api_versions_parse (response, &error);
  if (versions == NULL) {
    /* What speaks http does not speak https on the same port, unless to say just that (400). */
    if (error->code != MX_ERROR_UNREACHABLE && mx_error_get_status (error) != 400 &&
        g_str_has_prefix (find->asked, "http:"))
      g_ptr_array_set_size (find->candidates, 0);
    remember (find, error);
    return;
  }

  find->server->base_url = g_strdup (find->asked);
  find->server->versions = g_steal_pointer (&versions->versions);
  find->server->features = g_steal_pointer (&versions->features);
  find->step = STEP_FLOWS;
}

/* With the OAuth 2.0 API alone a server knows no flows: that is no failure. */
static void
take_flows (Find       *find,
            MxResponse *response,
            GError     *failure)
{
  g_clear_error (&failure);
  if (response != NULL)
    mx_api_login_flows_parse (response, &find->server->flows, NULL);
  find->step = STEP_OAUTH;
}

/* The older name is asked for where something says that it may be there. */
static gboolean
take_oauth (Find       *find,
            MxResponse *response,
            GError     *failure)
{
  const MxLoginFlows *flows = &find->server->flows;
  g_autoptr (GError) error = NULL;

  g_clear_error (&failure);
  if (response != NULL)
    find->server->oauth = mx_api_oauth_metadata_parse (response, find->server->base_url, &error);
  if (error != NULL)
    g_debug ("the OAuth 2.0 server is not used: %s", error->message);
  if (find->server->oauth == NULL && find->step == STEP_OAUTH &&
      ((!flows->password && !flows->sso) || mx_server_has_feature (find->server, MSC2965))) {
    find->step = STEP_OAUTH_UNSTABLE;
    return FALSE;
  }
  /* The OAuth 2.0 API knows no guests. */
  find->server->guests = find->server->oauth == NULL && (flows->password || flows->sso);
  return TRUE;
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (MxResponse) response = NULL;
  Find *find = g_task_get_task_data (task);
  GError *error = NULL;

  response = mx_http_send_finish (MX_HTTP (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, error);
    return;
  }

  switch (find->step) {
  case STEP_WELL_KNOWN:
    take_well_known (find, response, error);
    break;
  case STEP_VERSIONS:
    take_versions (find, response, error);
    break;
  case STEP_FLOWS:
    take_flows (find, response, error);
    break;
  case STEP_OAUTH:
  case STEP_OAUTH_UNSTABLE:
    if (!take_oauth (find, response, error))
      break;
    g_task_return_pointer (task, g_steal_pointer (&find->server), (GDestroyNotify) mx_server_free);
    return;
  default:
    g_assert_not_reached ();
  }
  go_on (task);
}

/**
 * mx_server_free:
 * @self: (nullable): a server
 *
 * Frees it.
 */
void
mx_server_free (MxServer *self)
{
  if (self == NULL)
    return;
  g_free (self->server_name);
  g_free (self->base_url);
  g_strfreev (self->versions);
  g_strfreev (self->features);
  g_clear_pointer (&self->flows.providers, g_ptr_array_unref);
  g_clear_pointer (&self->oauth, mx_oauth_server_free);
  g_free (self);
}

/**
 * mx_server_has_version:
 * @self: a server
 * @minor: the N of v1.N
 *
 * Whether the server knows that version of the specification, or a newer one.
 */
gboolean
mx_server_has_version (const MxServer *self,
                       guint           minor)
{
  guint64 number;
  gsize i;

  for (i = 0; self->versions != NULL && self->versions[i] != NULL; i++)
    if (g_str_has_prefix (self->versions[i], "v1.") &&
        g_ascii_string_to_unsigned (self->versions[i] + strlen ("v1."), 10, 0, G_MAXUINT, &number, NULL) &&
        number >= minor)
      return TRUE;
  return FALSE;
}

/**
 * mx_server_has_feature:
 * @self: a server
 * @feature: the name of an unstable feature
 *
 * Whether the server has it turned on.
 */
gboolean
mx_server_has_feature (const MxServer *self,
                       const char     *feature)
{
  return self->features != NULL && g_strv_contains ((const char *const *) self->features, feature);
}

/**
 * mx_discovery_dup_origin:
 * @text: a server's name, as a person typed it or from a user id
 * @error: return location for an error
 *
 * Returns: (transfer full): where its .well-known files are, or %NULL with %MX_ERROR_BAD_INPUT
 */
char *
mx_discovery_dup_origin (const char  *text,
                         GError     **error)
{
  Find *find = find_new ();
  char *origin = NULL;

  if (plan (find, text, error)) {
    if (find->origins->len > 0)
      origin = g_strdup (find->origins->pdata[0]);
    else
      g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "an address, and no server's name");
  }
  find_free (find);
  return origin;
}

/**
 * mx_discovery_find_async:
 * @http: the client to ask with
 * @text: a user id, a server's name or an address, as a person typed it
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Finds the homeserver that @text means, and what it can do.
 */
void
mx_discovery_find_async (MxHttp              *http,
                         const char          *text,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Find *find;

  g_return_if_fail (MX_IS_HTTP (http));
  g_return_if_fail (text != NULL);

  find = find_new ();
  task = g_task_new (http, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_discovery_find_async);
  g_task_set_task_data (task, find, (GDestroyNotify) find_free);
  mx_http_track_task (http, task);
  if (plan (find, text, &error))
    go_on (task);
  else
    g_task_return_error (task, error);
}

/**
 * mx_discovery_find_finish:
 * @http: the client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the server
 */
MxServer *
mx_discovery_find_finish (MxHttp        *http,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
