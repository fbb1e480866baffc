/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A community as data: its name, its server, those where anybody may make an account, its
 * rooms, where its rules stand, which rooms its IRC channels are. A preset is a file that a
 * distributor or a wiki ships, so it is checked strictly: a member that nobody knows is a slip
 * of the pen, and said so. Immutable once parsed; any thread.
 *
 *   {"id": "general", "name": "Teahouse", "homeserver": "example.org", "rooms": ["#help:example.org"],
 *    "irc": [{"networks": ["irc.example.net"], "alias": "#irc_{channel}:example.org"}]} */

#include "config.h"

#include "mx-preset-private.h"

#include "mx-error.h"
#include "mx-field.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link-rule.h"
#include "mx-text.h"

#include <string.h>

#define MAX_BYTES   (256 * 1024)
#define MAX_ROOMS   100
#define MAX_RULES   50
#define MAX_SERVERS 20
#define MAX_REASON  200

#define ICON_LETTERS     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
#define LANGUAGE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

#define TEXT(path, member) { path, MX_FIELD_STRING, G_STRUCT_OFFSET (MxPreset, member), MX_FIELD_OPTIONAL }

static const MxField fields[] = {
  { "id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxPreset, id), MX_FIELD_REQUIRED },
  { "name", MX_FIELD_STRING, G_STRUCT_OFFSET (MxPreset, name), MX_FIELD_REQUIRED },
  TEXT ("summary", summary),
  TEXT ("icon", icon),
  TEXT ("homeserver", homeserver),
  TEXT ("identity_provider", identity_provider),
  TEXT ("home_space", home_space),
  TEXT ("help_room", help_room),
  TEXT ("feedback", feedback),
  TEXT ("conduct", conduct),
  TEXT ("contact", contact),
  TEXT ("emergency", emergency),
  TEXT ("wiki_link", wiki_link),
  { "rooms", MX_FIELD_STRV, G_STRUCT_OFFSET (MxPreset, rooms), MX_FIELD_OPTIONAL },
  { "default", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxPreset, is_default), MX_FIELD_OPTIONAL },
  { NULL },
};

static const MxField irc_fields[] = {
  { "networks", MX_FIELD_STRV, G_STRUCT_OFFSET (MxPresetIrc, networks), MX_FIELD_OPTIONAL },
  { "webchats", MX_FIELD_STRV, G_STRUCT_OFFSET (MxPresetIrc, webchats), MX_FIELD_OPTIONAL },
  { "alias", MX_FIELD_STRING, G_STRUCT_OFFSET (MxPresetIrc, alias), MX_FIELD_OPTIONAL },
  { NULL },
};

static const MxField server_fields[] = {
  { "name", MX_FIELD_STRING, G_STRUCT_OFFSET (MxPresetServer, name), MX_FIELD_REQUIRED },
  { NULL },
};

typedef struct
{
  char *pattern;
  char *target;
  char *spaces; /* (nullable) */
} RuleText;

static const MxField rule_fields[] = {
  { "pattern", MX_FIELD_STRING, G_STRUCT_OFFSET (RuleText, pattern), MX_FIELD_REQUIRED },
  { "target", MX_FIELD_STRING, G_STRUCT_OFFSET (RuleText, target), MX_FIELD_REQUIRED },
  { "spaces", MX_FIELD_STRING, G_STRUCT_OFFSET (RuleText, spaces), MX_FIELD_OPTIONAL },
  { NULL },
};

static void
irc_free (MxPresetIrc *irc)
{
  mx_fields_clear (irc_fields, irc);
  g_clear_pointer (&irc->channels, g_hash_table_unref);
  g_free (irc);
}

static void
server_free (MxPresetServer *server)
{
  mx_fields_clear (server_fields, server);
  g_clear_pointer (&server->reasons, g_hash_table_unref);
  g_free (server);
}

/* FALSE with the sentence, unless it holds. */
static gboolean G_GNUC_PRINTF (3, 4)
  check (GError **error,
         gboolean holds,
         const char *format,
         ...)
{
  g_autofree char *words = NULL;
  va_list args;

  if (holds)
    return TRUE;
  va_start (args, format);
  words = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, words);
  return FALSE;
}

static gboolean
check_members (JsonObject         *object,
               const MxField      *known,
               const char *const  *more,
               GError            **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL)) {
    const MxField *field = known;

    while (field->path != NULL && !g_str_equal (field->path, name))
      field++;
    if (!check (error, field->path != NULL || g_strv_contains (more, name), "“%s” is no member of a preset", name))
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_hosts (char   **names,
           GError **error)
{
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *small = g_ascii_strdown (names[i], -1);

    gboolean is_host = mx_id_is_server_name (names[i]) && strchr (names[i], ':') == NULL;

    if (!check (error, is_host && g_str_equal (small, names[i]),
                "“%s” is no host in small letters", names[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_channels (MxPresetIrc  *irc,
               JsonObject   *object,
               GError      **error)
{
  JsonObject *channels = mx_json_get_object (object, "channels");
  JsonObjectIter iter;
  const char *channel;
  JsonNode *node;

  irc->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (channels == NULL)
    return check (error, !json_object_has_member (object, "channels"), "“channels” is no object");
  json_object_iter_init_ordered (&iter, channels);
  while (json_object_iter_next_ordered (&iter, &channel, &node)) {
    const char *room = mx_json_node_string (node);

    if (!check (error, channel[0] == '#', "“%s” is no channel: it begins with “#”", channel) ||
        !check (error, mx_id_is_alias (room) || mx_id_is_room (room), "the room of “%s” is no room's address", channel))
      return FALSE;
    g_hash_table_insert (irc->channels, g_ascii_strdown (channel, -1), g_strdup (room));
  }
  return TRUE;
}

static gboolean
read_irc (MxPreset    *self,
          JsonObject  *object,
          GError     **error)
{
  static const char *const more[] = { "channels", NULL };
  MxPresetIrc *irc = g_new0 (MxPresetIrc, 1);
  g_autofree char *example = NULL;

  g_ptr_array_add (self->irc, irc);
  if (!check_members (object, irc_fields, more, error) || !mx_fields_read (irc_fields, object, irc, error) ||
      !read_channels (irc, object, error) || !are_hosts (irc->networks, error) || !are_hosts (irc->webchats, error))
    return FALSE;
  example = _mx_preset_dup_templated (irc, "#channel");
  return check (error, example == NULL || mx_id_is_alias (example), "“%s” makes no room's alias of a channel",
                irc->alias) &&
         check (error, irc->alias == NULL || !g_str_equal (irc->alias, example),
                "“%s” has neither “{channel}” nor “{name}”", irc->alias);
}

static gboolean
read_rule (MxPreset    *self,
           JsonObject  *object,
           GError     **error)
{
  static const char *const more[] = { NULL };
  RuleText text = { NULL };
  MxLinkRule *rule = NULL;

  if (check (error, self->rules->len < MAX_RULES, "“link_rules” has more than %d rules", MAX_RULES) &&
      check_members (object, rule_fields, more, error) && mx_fields_read (rule_fields, object, &text, error))
    rule = mx_link_rule_new (text.pattern, text.target, text.spaces, error);
  mx_fields_clear (rule_fields, &text);
  if (rule != NULL)
    g_ptr_array_add (self->rules, rule);
  return rule != NULL;
}

static gboolean
is_word_of (const char *text,
            const char *letters,
            gsize       max)
{
  gsize len = strspn (text, letters);

  return len > 0 && len <= max && text[len] == '\0';
}

static gboolean
add_reason (MxPresetServer  *server,
            const char      *language,
            JsonNode        *node,
            GError         **error)
{
  const char *text = mx_json_node_string (node);
  gboolean is_line = text != NULL && text[0] != '\0' && strpbrk (text, "\r\n") == NULL;

  if (!check (error, is_line && g_utf8_strlen (text, -1) <= MAX_REASON,
              "a “reason” of “%s” is no line of 1 to %d letters", server->name, MAX_REASON))
    return FALSE;
  g_hash_table_insert (server->reasons, g_strdup (language), g_strdup (text));
  return TRUE;
}

/* One text for all, or an object from a language to its text. */
static gboolean
read_reasons (MxPresetServer  *server,
              JsonObject      *object,
              GError         **error)
{
  JsonObject *texts = mx_json_get_object (object, "reason");
  JsonObjectIter iter;
  const char *language;
  JsonNode *node;

  if (!check (error, json_object_has_member (object, "reason"), "“%s” has no “reason”", server->name))
    return FALSE;
  if (texts == NULL)
    return add_reason (server, "", json_object_get_member (object, "reason"), error);
  json_object_iter_init_ordered (&iter, texts);
  while (json_object_iter_next_ordered (&iter, &language, &node))
    if (!check (error, is_word_of (language, LANGUAGE_LETTERS, 20), "“%s” is no language", language) ||
        !add_reason (server, language, node, error))
      return FALSE;
  return check (error, g_hash_table_contains (server->reasons, "en"), "“reason” of “%s” has no “en”", server->name);
}

static gboolean
read_server (MxPreset    *self,
             JsonObject  *object,
             GError     **error)
{
  static const char *const more[] = { "reason", NULL };
  MxPresetServer *server = g_new0 (MxPresetServer, 1);

  server->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (self->servers, server);
  return check (error, self->servers->len <= MAX_SERVERS, "“servers” has more than %d servers", MAX_SERVERS) &&
         check_members (object, server_fields, more, error) && mx_fields_read (server_fields, object, server, error) &&
         check (error, mx_id_is_server_name (server->name), "“%s” is no server's name", server->name) &&
         read_reasons (server, object, error);
}

/* Reads each object of the array @name. */
static gboolean
read_each (MxPreset    *self,
           JsonObject  *object,
           const char  *name,
           gboolean (*read) (MxPreset *, JsonObject *, GError **),
           GError     **error)
{
  JsonArray *array = mx_json_get_array (object, name);

  if (array == NULL)
    return check (error, !json_object_has_member (object, name), "“%s” is no list", name);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *element = mx_json_node_object (json_array_get_element (array, i));

    if (!check (error, element != NULL, "“%s” holds something that is no object", name) || !read (self, element, error))
      return FALSE;
  }
  return TRUE;
}

/* The host of a page in plain letters, as the network looks it up: nothing that only looks like another one. */
static gboolean
is_plain_page (const char *text)
{
  g_autofree char *host = mx_text_link_host (text);
  const char *authority = text + strlen ("https://");

  return host != NULL && g_ascii_strncasecmp (authority, host, strlen (host)) == 0;
}

static gboolean
is_address (const char        *text,
            const char *const *schemes)
{
  gboolean is_known = FALSE;

  for (guint i = 0; schemes[i] != NULL; i++)
    is_known = is_known || g_str_has_prefix (text, schemes[i]);
  if (!is_known || !g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL))
    return FALSE;
  if (g_str_has_prefix (text, "https://"))
    return is_plain_page (text);
  return g_str_has_prefix (text, "tel:") || mx_text_link_is_safe (text);
}

static gboolean
has_place (const char *template)
{
  return strstr (template, "{web}") != NULL || strstr (template, "{uri}") != NULL || strstr (template, "{id}") != NULL;
}

/* The words may be in the query only: where they go is the file's to say. */
static gboolean
is_form (const char *template)
{
  static const char *const pages[] = { "https://", NULL };
  const char *const pairs[] = { "{text}", "words", NULL };
  const char *place = strstr (template, "{text}");
  const char *query = strchr (template, '?');
  g_autofree char *example = _mx_preset_fill_in (template, pairs);

  return place != NULL && strstr (place + 1, "{text}") == NULL && query != NULL && query < place &&
         is_address (example, pages);
}

static gboolean
check_addresses (MxPreset  *self,
                 GError   **error)
{
  static const char *const pages[] = { "https://", NULL };
  static const char *const contacts[] = { "https://", "mailto:", NULL };
  static const char *const emergencies[] = { "https://", "mailto:", "tel:", NULL };

  return check (error, self->conduct == NULL || is_address (self->conduct, pages), "“conduct” is no https address") &&
         check (error, self->contact == NULL || is_address (self->contact, contacts),
                "“contact” is no https or mailto address") &&
         check (error, self->emergency == NULL || is_address (self->emergency, emergencies),
                "“emergency” is no https, mailto or tel address") &&
         check (error, _mx_preset_is_room (self->feedback) || is_form (self->feedback),
                "“feedback” is no room's address, and no https address with “{text}” in its query") &&
         check (error, self->wiki_link == NULL || has_place (self->wiki_link),
                "“wiki_link” has none of “{web}”, “{uri}” and “{id}”");
}

static gboolean
check_values (MxPreset  *self,
              GError   **error)
{
  if (!check (error, is_word_of (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-", 32),
              "“id” is 1 to 32 of a-z, 0-9 and “-”") ||
      !check (error, self->name[0] != '\0' && strlen (self->name) <= 100, "“name” has 1 to 100 letters") ||
      !check (error, self->icon == NULL || is_word_of (self->icon, ICON_LETTERS, 100),
              "“icon” is no icon's name") ||
      !check (error, self->homeserver == NULL || mx_id_is_server_name (self->homeserver),
              "“homeserver” is no server's name") ||
      !check (error, _mx_preset_is_room (self->home_space), "“home_space” is no room's address") ||
      !check (error, _mx_preset_is_room (self->help_room), "“help_room” is no room's address") ||
      !check (error, g_strv_length (self->rooms) <= MAX_ROOMS, "“rooms” has more than %d rooms", MAX_ROOMS))
    return FALSE;
  for (guint i = 0; self->rooms[i] != NULL; i++)
    if (!check (error, mx_id_is_alias (self->rooms[i]), "“%s” among “rooms” is no room's alias", self->rooms[i]))
      return FALSE;
  return check_addresses (self, error);
}

/**
 * mx_preset_parse:
 * @data: the text of a preset
 * @len: its length in bytes
 * @error: a place for %MX_ERROR_BAD_INPUT, whose message says what is wrong
 *
 * Returns: (transfer full) (nullable): the community
 */
MxPreset *
mx_preset_parse (const char  *data,
                 gsize        len,
                 GError     **error)
{
  static const char *const more[] = { "irc", "link_rules", "servers", NULL };
  g_autoptr (GError) fault = NULL;
  g_autoptr (JsonObject) object = mx_json_parse_object (data, len, MAX_BYTES, &fault);
  g_autoptr (MxPreset) self = g_new0 (MxPreset, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->irc = g_ptr_array_new_with_free_func ((GDestroyNotify) irc_free);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) server_free);
  if (!check (error, object != NULL, "not a JSON object: %s", fault != NULL ? fault->message : "") ||
      !check_members (object, fields, more, error))
    return NULL;
  if (!mx_fields_read (fields, object, self, &fault)) {
    check (error, FALSE, "%s", fault->message);
    return NULL;
  }
  if (!check_values (self, error) || !read_each (self, object, "irc", read_irc, error) ||
      !read_each (self, object, "link_rules", read_rule, error) ||
      !read_each (self, object, "servers", read_server, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mx_preset_ref:
 * @self: a preset
 *
 * Returns: (transfer full): @self
 */
MxPreset *
mx_preset_ref (MxPreset *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_preset_unref:
 * @self: (transfer full): a preset
 */
void
mx_preset_unref (MxPreset *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mx_fields_clear (fields, self);
  g_ptr_array_unref (self->irc);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->servers);
  g_free (self);
}
