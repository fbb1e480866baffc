/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads and writes structs by a table of fields, so that what a JSON object may hold is
 * data and not code.
 *
 * A missing member and a null are the same. A member of another type than the table says
 * refuses the object, unless the field is lenient: then it counts as missing. An id that
 * does not follow its grammar counts as missing as well. A required field that is missing
 * refuses the object. Arrays and maps that are missing are empty, never %NULL. Any thread. */

#include "config.h"

#include "mx-field.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"

#include <math.h>
#include <string.h>

#define MAX_INTEGER 9007199254740991.0 /* 2^53 - 1 */

typedef enum {
  READ_OK,
  READ_ABSENT,
  READ_WRONG_TYPE,
} ReadResult;

static gboolean
is_type (JsonNode *node,
         GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static ReadResult
read_int (JsonNode *node,
          gboolean  lenient,
          gint64   *value)
{
  if (is_type (node, G_TYPE_INT64))
    *value = json_node_get_int (node);
  else if (lenient && is_type (node, G_TYPE_DOUBLE) && fabs (json_node_get_double (node)) <= MAX_INTEGER)
    *value = (gint64) json_node_get_double (node);
  else if (!lenient || !is_type (node, G_TYPE_STRING) ||
           !g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64, value, NULL))
    return READ_WRONG_TYPE;
  return READ_OK;
}

static gboolean
has_grammar (MxFieldKind  kind,
             const char  *text)
{
  switch (kind) {
  case MX_FIELD_USER_ID:
    return mx_id_is_user (text);
  case MX_FIELD_ROOM_ID:
    return mx_id_is_room (text);
  case MX_FIELD_ALIAS:
    return mx_id_is_alias (text);
  case MX_FIELD_EVENT_ID:
    return mx_id_is_event (text);
  case MX_FIELD_MXC:
    return mx_id_is_mxc (text);
  case MX_FIELD_STRING:
  case MX_FIELD_INT:
  case MX_FIELD_BOOLEAN:
  case MX_FIELD_STRV:
  case MX_FIELD_INT_MAP:
  case MX_FIELD_OBJECT:
  default:
    return TRUE;
  }
}

static ReadResult
read_string (MxFieldKind   kind,
             JsonNode     *node,
             char        **place)
{
  const char *text = mx_json_node_string (node);

  if (text == NULL)
    return READ_WRONG_TYPE;
  if (!has_grammar (kind, text))
    return READ_ABSENT;
  *place = g_strdup (text);
  return READ_OK;
}

static ReadResult
read_strv (JsonNode   *node,
           gboolean    lenient,
           char     ***place)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return READ_WRONG_TYPE;
  builder = g_strv_builder_new ();
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *text = mx_json_node_string (json_array_get_element (array, i));

    if (text != NULL)
      g_strv_builder_add (builder, text);
  }
  *place = g_strv_builder_end (builder);
  return READ_OK;
}

static gpointer
pack_int (gint64 value)
{
  return (gpointer) (gintptr) CLAMP (value, (gint64) G_MINSSIZE, (gint64) G_MAXSSIZE);
}

static ReadResult
read_int_map (JsonNode    *node,
              gboolean     lenient,
              GHashTable **place)
{
  g_autoptr (GHashTable) map = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return READ_WRONG_TYPE;
  map = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &member)) {
    gint64 value;

    if (read_int (member, lenient, &value) == READ_OK)
      g_hash_table_replace (map, g_strdup (name), pack_int (value));
    else if (!lenient)
      return READ_WRONG_TYPE;
  }
  *place = g_steal_pointer (&map);
  return READ_OK;
}

static ReadResult
read_field (const MxField *field,
            JsonNode      *node,
            gpointer       place)
{
  gboolean lenient = (field->flags & MX_FIELD_LENIENT) != 0;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return READ_ABSENT;
  switch (field->kind) {
  case MX_FIELD_INT:
    return read_int (node, lenient, place);
  case MX_FIELD_BOOLEAN:
    if (!is_type (node, G_TYPE_BOOLEAN))
      return READ_WRONG_TYPE;
    *(gboolean *) place = json_node_get_boolean (node);
    return READ_OK;
  case MX_FIELD_STRV:
    return read_strv (node, lenient, place);
  case MX_FIELD_INT_MAP:
    return read_int_map (node, lenient, place);
  case MX_FIELD_OBJECT:
    if (!JSON_NODE_HOLDS_OBJECT (node))
      return READ_WRONG_TYPE;
    *(char **) place = mx_json_print (node);
    return READ_OK;
  case MX_FIELD_STRING:
  case MX_FIELD_USER_ID:
  case MX_FIELD_ROOM_ID:
  case MX_FIELD_ALIAS:
  case MX_FIELD_EVENT_ID:
  case MX_FIELD_MXC:
  default:
    return read_string (field->kind, node, place);
  }
}

static void
set_fallback (const MxField *field,
              gpointer       place)
{
  if (field->kind == MX_FIELD_INT)
    *(gint64 *) place = field->fallback;
  else if (field->kind == MX_FIELD_BOOLEAN)
    *(gboolean *) place = field->fallback != 0;
  else if (field->kind == MX_FIELD_STRV)
    *(char ***) place = g_new0 (char *, 1);
  else if (field->kind == MX_FIELD_INT_MAP)
    *(GHashTable **) place = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * mx_fields_read:
 * @fields: (array zero-terminated=1): the table
 * @object: where the members are
 * @target: the struct, zeroed
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Fills @target. After a failure nothing of it is set.
 *
 * Returns: whether @object is what the table says
 */
gboolean
mx_fields_read (const MxField  *fields,
                JsonObject     *object,
                gpointer        target,
                GError        **error)
{
  for (const MxField *field = fields; field->path != NULL; field++) {
    gpointer place = (char *) target + field->offset;
    ReadResult result = read_field (field, mx_json_get_node (object, field->path), place);

    if (result == READ_OK)
      continue;
    set_fallback (field, place);
    if ((field->flags & MX_FIELD_REQUIRED) == 0 &&
        (result == READ_ABSENT || (field->flags & MX_FIELD_LENIENT) != 0))
      continue;
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "“%s” is %s", field->path,
                 result == READ_ABSENT ? "missing" : "of another type");
    mx_fields_clear (fields, target);
    return FALSE;
  }
  return TRUE;
}

static JsonNode *
new_strv_node (char **strings)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
new_map_node (GHashTable *map)
{
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, map);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_int_member (object, name, (gint64) (gintptr) value);
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
new_text_node (MxFieldKind  kind,
               const char  *text)
{
  if (text == NULL)
    return NULL;
  if (kind == MX_FIELD_OBJECT)
    return mx_json_parse (text, strlen (text), strlen (text), NULL);
  return json_node_init_string (json_node_alloc (), text);
}

/* What a field writes, or NULL where reading would find the same without it. */
static JsonNode *
new_node (const MxField *field,
          gconstpointer  place)
{
  gboolean required = (field->flags & MX_FIELD_REQUIRED) != 0;

  switch (field->kind) {
  case MX_FIELD_INT:
    if (!required && *(const gint64 *) place == field->fallback)
      return NULL;
    return json_node_init_int (json_node_alloc (), *(const gint64 *) place);
  case MX_FIELD_BOOLEAN:
    if (!required && *(const gboolean *) place == (field->fallback != 0))
      return NULL;
    return json_node_init_boolean (json_node_alloc (), *(const gboolean *) place);
  case MX_FIELD_STRV: {
    char **strings = *(char **const *) place;

    return strings != NULL && (required || strings[0] != NULL) ? new_strv_node (strings) : NULL;
  }
  case MX_FIELD_INT_MAP: {
    GHashTable *map = *(GHashTable *const *) place;

    return map != NULL && (required || g_hash_table_size (map) > 0) ? new_map_node (map) : NULL;
  }
  case MX_FIELD_STRING:
  case MX_FIELD_USER_ID:
  case MX_FIELD_ROOM_ID:
  case MX_FIELD_ALIAS:
  case MX_FIELD_EVENT_ID:
  case MX_FIELD_MXC:
  case MX_FIELD_OBJECT:
  default:
    return new_text_node (field->kind, *(const char *const *) place);
  }
}

/* Sets the node at a dotted path and makes the objects on the way. */
static void
set_at_path (JsonObject *object,
             const char *path,
             JsonNode   *node)
{
  g_autoptr (GString) step = g_string_new (NULL);

  for (const char *p = path; *p != '\0'; p++) {
    if (*p != '.') {
      if (p[0] == '\\' && p[1] == '.')
        p++;
      g_string_append_c (step, *p);
      continue;
    }
    if (mx_json_node_object (json_object_get_member (object, step->str)) == NULL)
      json_object_set_object_member (object, step->str, json_object_new ());
    object = json_object_get_object_member (object, step->str);
    g_string_truncate (step, 0);
  }
  json_object_set_member (object, step->str, node);
}

/**
 * mx_fields_write:
 * @fields: (array zero-terminated=1): the table
 * @source: the struct
 *
 * The reverse of mx_fields_read (): reading what was written gives the same struct.
 *
 * Returns: (transfer full): the object
 */
JsonObject *
mx_fields_write (const MxField *fields,
                 gconstpointer  source)
{
  JsonObject *object = json_object_new ();

  for (const MxField *field = fields; field->path != NULL; field++) {
    JsonNode *node = new_node (field, (const char *) source + field->offset);

    if (node != NULL)
      set_at_path (object, field->path, node);
  }
  return object;
}

/**
 * mx_fields_clear:
 * @fields: (array zero-terminated=1): the table
 * @target: the struct
 *
 * Frees what mx_fields_read () put into @target, and clears it.
 */
void
mx_fields_clear (const MxField *fields,
                 gpointer       target)
{
  for (const MxField *field = fields; field->path != NULL; field++) {
    gpointer place = (char *) target + field->offset;

    if (field->kind == MX_FIELD_INT)
      *(gint64 *) place = 0;
    else if (field->kind == MX_FIELD_BOOLEAN)
      *(gboolean *) place = FALSE;
    else if (field->kind == MX_FIELD_STRV)
      g_clear_pointer ((char ***) place, g_strfreev);
    else if (field->kind == MX_FIELD_INT_MAP)
      g_clear_pointer ((GHashTable **) place, g_hash_table_unref);
    else
      g_clear_pointer ((char **) place, g_free);
  }
}
