/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a link to a room, a person or a message leads, whatever its form:
 *
 *   matrix:r/help:example.org?via=…            Appendices, "Matrix URI scheme"
 *   https://matrix.to/#/%23help:example.org    Appendices, "matrix.to navigation"
 *   https://any.host/path#/room/#help:example.org   the links of web clients
 *   #help:example.org, !id, @ann:example.org   bare, percent-encoded or not
 *
 * Links come from strangers and from the command line. Only ids of the strict grammar get
 * through; what is wrong is an error, never a guess. No link makes the program act:
 * `action` is kept so that it can be shown. Any thread. */

#include "config.h"

#include "mx-link.h"

#include "mx-error.h"
#include "mx-id.h"

#include <string.h>

#define MAX_BYTES 4096
#define MAX_VIA   10
#define URI_SAFE  ":@!$&'()*+,;="

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "link: %s", why);
  return FALSE;
}

static char *
unescape (const char *text,
          gsize       len)
{
  g_autofree char *plain = g_uri_unescape_segment (text, text + len, NULL);

  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    return NULL;
  return g_steal_pointer (&plain);
}

static void
set_id (MxLink *self,
        char   *id)
{
  g_free (self->id);
  self->id = id;
}

/* After id and event are set: is this a link at all? */
static gboolean
check_ids (MxLink  *self,
           GError **error)
{
  if (self->event != NULL && !mx_id_is_event (self->event))
    return refuse (error, "malformed message id");
  if (mx_id_is_user (self->id)) {
    self->kind = MX_LINK_USER;
    return self->event == NULL || refuse (error, "a person has no messages");
  }
  self->kind = self->event ? MX_LINK_EVENT : MX_LINK_ROOM;
  return mx_id_is_room (self->id) || mx_id_is_alias (self->id) || refuse (error, "malformed id");
}

static gboolean
has_action_form (const char *action)
{
  gsize len = strspn (action, "abcdefghijklmnopqrstuvwxyz-");

  return len > 0 && len <= 32 && action[len] == '\0';
}

static void
read_query_item (MxLink       *self,
                 GStrvBuilder *via,
                 guint        *n_via,
                 const char   *item)
{
  const char *equals = strchr (item, '=');
  g_autofree char *value = NULL;

  if (equals == NULL)
    return;
  value = unescape (equals + 1, strlen (equals + 1));
  if (value == NULL)
    return;
  if (g_str_has_prefix (item, "via=") && *n_via < MAX_VIA && mx_id_is_server_name (value)) {
    g_strv_builder_add (via, value);
    (*n_via)++;
  } else if (g_str_has_prefix (item, "action=") && self->action == NULL && has_action_form (value))
    self->action = g_steal_pointer (&value);
}

/* What cannot be used is left out: no part of the query decides where a link leads. */
static void
read_query (MxLink     *self,
            const char *query)
{
  g_autoptr (GStrvBuilder) via = g_strv_builder_new ();
  g_auto (GStrv) items = g_strsplit (query ? query : "", "&", 64);
  guint n_via = 0;

  for (guint i = 0; items[i] != NULL; i++)
    read_query_item (self, via, &n_via, items[i]);
  g_strfreev (self->via);
  self->via = g_strv_builder_end (via);
}

/* "<id>[/<event>][?query]", encoded or not, as in a fragment. */
static gboolean
read_path (MxLink      *self,
           const char  *text,
           GError     **error)
{
  const char *query = strchr (text, '?');
  gsize len = query ? (gsize) (query - text) : strlen (text);
  const char *slash = memchr (text, '/', len);
  gsize id_len = slash ? (gsize) (slash - text) : len;

  set_id (self, unescape (text, id_len));
  if (self->id == NULL)
    return refuse (error, "malformed percent-encoding");
  if (slash != NULL && len > id_len + 1) {
    self->event = unescape (slash + 1, len - id_len - 1);
    if (self->event == NULL)
      return refuse (error, "malformed percent-encoding");
  }
  read_query (self, query ? query + 1 : NULL);
  return check_ids (self, error);
}

static char
sigil_of (const char *type)
{
  static const struct
  {
    const char *type;
    char sigil;
  } sigils[] = {
    { "r", '#' },
    { "room", '#' },
    { "u", '@' },
    { "user", '@' },
    { "roomid", '!' },
    { "e", '$' },
    { "event", '$' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sigils); i++)
    if (strcmp (type, sigils[i].type) == 0)
      return sigils[i].sigil;
  return '\0';
}

static char *
dup_with_sigil (char        sigil,
                const char *segment)
{
  g_autofree char *plain = unescape (segment, strlen (segment));

  return plain != NULL && plain[0] != '\0' ? g_strdup_printf ("%c%s", sigil, plain) : NULL;
}

/* @parts: type, id [, type, id]; an id of a message may hold slashes. */
static gboolean
read_uri_parts (MxLink  *self,
                char   **parts,
                GError **error)
{
  char sigil = parts[0] ? sigil_of (parts[0]) : '\0';

  if (sigil == '\0' || sigil == '$' || parts[1] == NULL)
    return refuse (error, "matrix: leads to no room and no person");
  set_id (self, dup_with_sigil (sigil, parts[1]));
  if (self->id == NULL)
    return refuse (error, "malformed id");
  if (parts[2] != NULL) {
    if (sigil_of (parts[2]) != '$' || parts[3] == NULL)
      return refuse (error, "something unknown follows the id");
    self->event = dup_with_sigil ('$', parts[3]);
    if (self->event == NULL)
      return refuse (error, "malformed message id");
  }
  return check_ids (self, error);
}

static gboolean
read_uri (MxLink      *self,
          const char  *text,
          GError     **error)
{
  g_autofree char *path = g_strndup (text, strcspn (text, "#"));
  g_auto (GStrv) parts = NULL;
  const char *from = path;
  char *query = strchr (path, '?');

  if (query != NULL)
    *query++ = '\0';
  if (g_str_has_prefix (path, "//")) {
    from = strchr (path + 2, '/');
    if (from == NULL)
      return refuse (error, "matrix: leads nowhere");
    from++;
  }
  parts = g_strsplit (from, "/", 4);
  read_query (self, query);
  return read_uri_parts (self, parts, error);
}

/* @text is what follows "https://". */
static gboolean
read_web (MxLink      *self,
          const char  *text,
          GError     **error)
{
  gsize host_len = strcspn (text, "/?#");
  g_autofree char *host = g_ascii_strdown (text, (gssize) host_len);
  const char *fragment = strchr (text, '#');

  if (!mx_id_is_server_name (host))
    return refuse (error, "malformed host");
  if (fragment == NULL || !g_str_has_prefix (fragment, "#/"))
    return refuse (error, "a web page, not a room or a person");
  fragment += 2;
  if (strcmp (host, "matrix.to") == 0) {
    if (strncmp (text + host_len, "/#/", 3) != 0 && strncmp (text + host_len, "#/", 2) != 0)
      return refuse (error, "malformed matrix.to link");
    return read_path (self, fragment, error);
  }
  if (g_str_has_prefix (fragment, "room/"))
    return read_path (self, fragment + strlen ("room/"), error) &&
           (self->kind != MX_LINK_USER || refuse (error, "a person is no room"));
  if (g_str_has_prefix (fragment, "user/"))
    return read_path (self, fragment + strlen ("user/"), error) &&
           (self->kind == MX_LINK_USER || refuse (error, "a room is no person"));
  return refuse (error, "a web page, not a room or a person");
}

static const char *
after_prefix (const char *text,
              const char *prefix)
{
  gsize len = strlen (prefix);

  return g_ascii_strncasecmp (text, prefix, len) == 0 ? text + len : NULL;
}

static gboolean
is_bare (const char *text)
{
  static const char *const starts[] = { "#", "!", "@", "%23", "%21", "%40" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
read_any (MxLink      *self,
          const char  *text,
          GError     **error)
{
  const char *rest;

  if ((rest = after_prefix (text, "matrix:")) != NULL)
    return read_uri (self, rest, error);
  if ((rest = after_prefix (text, "https://")) != NULL || (rest = after_prefix (text, "http://")) != NULL)
    return read_web (self, rest, error);
  if (is_bare (text))
    return read_path (self, text, error);
  return refuse (error, "neither a link nor an id");
}

static gboolean
is_clean (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == '\\' || c == '<' || c == '>' || c == '"')
      return FALSE;
  }
  return TRUE;
}

/**
 * mx_link_parse:
 * @text: (nullable): what a person typed, pasted or clicked
 * @error: a place for %MX_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): where it leads
 */
MxLink *
mx_link_parse (const char  *text,
               GError     **error)
{
  g_autoptr (MxLink) self = NULL;
  g_autofree char *trimmed = NULL;

  if (text == NULL || strnlen (text, MAX_BYTES + 1) > MAX_BYTES || !g_utf8_validate (text, -1, NULL)) {
    refuse (error, "no text, or too long");
    return NULL;
  }
  trimmed = g_strstrip (g_strdup (text));
  if (!is_clean (trimmed)) {
    refuse (error, "characters that no link has");
    return NULL;
  }
  self = g_new0 (MxLink, 1);
  self->via = g_new0 (char *, 1);
  if (!read_any (self, trimmed, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mx_link_copy:
 * @self: (nullable): a link
 *
 * Returns: (transfer full) (nullable): a copy
 */
MxLink *
mx_link_copy (const MxLink *self)
{
  MxLink *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (MxLink, 1);
  copy->kind = self->kind;
  copy->id = g_strdup (self->id);
  copy->event = g_strdup (self->event);
  copy->via = g_strdupv (self->via);
  copy->action = g_strdup (self->action);
  return copy;
}

/**
 * mx_link_free:
 * @self: (transfer full) (nullable): a link
 */
void
mx_link_free (MxLink *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->event);
  g_strfreev (self->via);
  g_free (self->action);
  g_free (self);
}

/**
 * mx_link_is_same:
 * @a: a link
 * @b: another
 *
 * Actions do not count: none of them is obeyed.
 *
 * Returns: whether both lead to the same place by the same servers
 */
gboolean
mx_link_is_same (const MxLink *a,
                 const MxLink *b)
{
  return a->kind == b->kind && g_str_equal (a->id, b->id) && g_strcmp0 (a->event, b->event) == 0 &&
         g_strv_equal ((const char *const *) a->via, (const char *const *) b->via);
}

static void
append_escaped (GString    *out,
                const char *text,
                const char *safe)
{
  g_string_append_uri_escaped (out, text, safe, FALSE);
}

static void
append_via (GString      *out,
            const MxLink *self)
{
  for (guint i = 0; self->via != NULL && self->via[i] != NULL; i++) {
    g_string_append (out, i == 0 ? "?via=" : "&via=");
    append_escaped (out, self->via[i], ":");
  }
}

/**
 * mx_link_to_uri:
 * @self: a link
 *
 * Returns: (transfer full): its `matrix:` URI, without an action
 */
char *
mx_link_to_uri (const MxLink *self)
{
  GString *out = g_string_new ("matrix:");

  g_string_append (out, self->id[0] == '#' ? "r/" : self->id[0] == '!' ? "roomid/"
                                                                       : "u/");
  append_escaped (out, self->id + 1, URI_SAFE);
  if (self->event != NULL) {
    g_string_append (out, "/e/");
    append_escaped (out, self->event + 1, URI_SAFE);
  }
  append_via (out, self);
  return g_string_free_and_steal (out);
}

/**
 * mx_link_to_web:
 * @self: a link
 *
 * Returns: (transfer full): its matrix.to form, which opens anywhere
 */
char *
mx_link_to_web (const MxLink *self)
{
  GString *out = g_string_new ("https://matrix.to/#/");

  append_escaped (out, self->id, NULL);
  if (self->event != NULL) {
    g_string_append_c (out, '/');
    append_escaped (out, self->event, NULL);
  }
  append_via (out, self);
  return g_string_free_and_steal (out);
}
