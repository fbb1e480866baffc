/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON behind the byte scanner, read by type-checked getters. A tree belongs to one
 * thread at a time (its counts are not atomic): it is moved, never shared. */

#include "config.h"

#include "mx-json.h"

#include "mx-error.h"
#include "mx-scan-private.h"
#include "mx-scan.h"

#include <string.h>

#define MAX_INTEGER G_GINT64_CONSTANT (9007199254740991) /* 2^53 - 1 */

/**
 * mx_json_parse:
 * @data: (array length=len): bytes of a stranger
 * @len: how many
 * @max_len: how many are accepted
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Parses strict JSON. Lone surrogates and escaped NULs become U+FFFD, so that one bad
 * string does not lose its document; no id holds that character.
 *
 * Returns: (transfer full) (nullable): the tree
 */
JsonNode *
mx_json_parse (const char  *data,
               gsize        len,
               gsize        max_len,
               GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GString) repaired = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean odd;

  if (!_mx_scan_inspect (data, len, max_len, &odd, error))
    return NULL;
  if (!g_utf8_validate_len (data, len, NULL)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "JSON: not UTF-8");
    return NULL;
  }
  if (odd)
    repaired = _mx_scan_repair (data, len);
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, repaired ? repaired->str : data,
                                   repaired ? (gssize) repaired->len : (gssize) len, &problem)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "JSON: %s", problem->message);
    return NULL;
  }
  return json_parser_steal_root (parser);
}

/**
 * mx_json_parse_object:
 * @data: (array length=len): bytes of a stranger
 * @len: how many
 * @max_len: how many are accepted
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * As mx_json_parse (), for what must be an object.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *
mx_json_parse_object (const char  *data,
                      gsize        len,
                      gsize        max_len,
                      GError     **error)
{
  g_autoptr (JsonNode) node = mx_json_parse (data, len, max_len, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "JSON: no object");
    return NULL;
  }
  return json_node_dup_object (node);
}

/* The first name of a path, with "\\." made a dot; @rest is what follows or NULL. */
static char *
dup_step (const char  *path,
          const char **rest)
{
  GString *step = g_string_new (NULL);

  for (; *path != '\0' && *path != '.'; path++) {
    if (path[0] == '\\' && path[1] == '.')
      path++;
    g_string_append_c (step, *path);
  }
  *rest = *path == '.' ? path + 1 : NULL;
  return g_string_free_and_steal (step);
}

/**
 * mx_json_get_node:
 * @object: (nullable): an object
 * @path: a dotted path; "\\." is a dot inside a name
 *
 * Returns: (transfer none) (nullable): the node there, a null too
 */
JsonNode *
mx_json_get_node (JsonObject *object,
                  const char *path)
{
  if (strchr (path, '.') == NULL)
    return object ? json_object_get_member (object, path) : NULL;
  while (object != NULL) {
    const char *rest;
    g_autofree char *step = dup_step (path, &rest);
    JsonNode *node = json_object_get_member (object, step);

    if (rest == NULL || node == NULL)
      return node;
    object = mx_json_node_object (node);
    path = rest;
  }
  return NULL;
}

/**
 * mx_json_get_object:
 * @object: (nullable): an object
 * @path: a dotted path
 *
 * Returns: (transfer none) (nullable): the object there
 */
JsonObject *
mx_json_get_object (JsonObject *object,
                    const char *path)
{
  return mx_json_node_object (mx_json_get_node (object, path));
}

/**
 * mx_json_get_array:
 * @object: (nullable): an object
 * @path: a dotted path
 *
 * Returns: (transfer none) (nullable): the array there
 */
JsonArray *
mx_json_get_array (JsonObject *object,
                   const char *path)
{
  JsonNode *node = mx_json_get_node (object, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * mx_json_get_string:
 * @object: (nullable): an object
 * @path: a dotted path
 *
 * Returns: (transfer none) (nullable): the string there
 */
const char *
mx_json_get_string (JsonObject *object,
                    const char *path)
{
  return mx_json_node_string (mx_json_get_node (object, path));
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/**
 * mx_json_get_int:
 * @object: (nullable): an object
 * @path: a dotted path
 * @fallback: what to answer where there is no integer
 *
 * Returns: the integer there, or @fallback
 */
gint64
mx_json_get_int (JsonObject *object,
                 const char *path,
                 gint64      fallback)
{
  JsonNode *node = mx_json_get_node (object, path);

  return holds (node, G_TYPE_INT64) ? json_node_get_int (node) : fallback;
}

/**
 * mx_json_get_boolean:
 * @object: (nullable): an object
 * @path: a dotted path
 * @fallback: what to answer where there is no boolean
 *
 * Returns: the boolean there, or @fallback
 */
gboolean
mx_json_get_boolean (JsonObject *object,
                     const char *path,
                     gboolean    fallback)
{
  JsonNode *node = mx_json_get_node (object, path);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

/**
 * mx_json_dup_strv:
 * @object: (nullable): an object
 * @path: a dotted path
 *
 * Returns: (transfer full) (nullable): the strings of the array there
 */
char **
mx_json_dup_strv (JsonObject *object,
                  const char *path)
{
  JsonArray *array = mx_json_get_array (object, path);
  g_autoptr (GStrvBuilder) builder = NULL;

  if (array == NULL)
    return NULL;
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *text = mx_json_node_string (json_array_get_element (array, i));

    if (text != NULL)
      g_strv_builder_add (builder, text);
  }
  return g_strv_builder_end (builder);
}

/**
 * mx_json_get_first_object:
 * @array: an array
 *
 * Returns: (transfer none) (nullable): its first element; %NULL where there is none, or no object
 */
JsonObject *
mx_json_get_first_object (JsonArray *array)
{
  return json_array_get_length (array) > 0 ? mx_json_node_object (json_array_get_element (array, 0)) : NULL;
}

/**
 * mx_json_node_object:
 * @node: (nullable): a node
 *
 * Returns: (transfer none) (nullable): its object, when it is one
 */
JsonObject *
mx_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * mx_json_node_string:
 * @node: (nullable): a node
 *
 * Returns: (transfer none) (nullable): its string, when it is one
 */
const char *
mx_json_node_string (JsonNode *node)
{
  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
}

/**
 * mx_json_print:
 * @node: a node
 *
 * Returns: (transfer full): its text, without white space
 */
char *
mx_json_print (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

/**
 * mx_json_print_object:
 * @object: an object
 *
 * Returns: (transfer full): its text, without white space
 */
char *
mx_json_print_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static gboolean print_canonical (GString *out, JsonNode *node, guint depth, GError **error);

static void
print_canonical_string (GString    *out,
                        const char *text)
{
  static const char *const short_escapes[] = {
    ['\b'] = "\\b",
    ['\t'] = "\\t",
    ['\n'] = "\\n",
    ['\f'] = "\\f",
    ['\r'] = "\\r",
  };

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    guchar c = (guchar) *p;

    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", c);
    else if (c >= 0x20)
      g_string_append_c (out, *p);
    else if (c < G_N_ELEMENTS (short_escapes) && short_escapes[c] != NULL)
      g_string_append (out, short_escapes[c]);
    else
      g_string_append_printf (out, "\\u%04x", c);
  }
  g_string_append_c (out, '"');
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return strcmp (a, b); /* UTF-8 sorts by code point */
}

static gboolean
print_canonical_object (GString     *out,
                        JsonObject  *object,
                        guint        depth,
                        GError     **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  names = g_list_sort_with_data (names, compare_names, NULL);
  g_string_append_c (out, '{');
  for (GList *l = names; l != NULL; l = l->next) {
    if (l != names)
      g_string_append_c (out, ',');
    print_canonical_string (out, l->data);
    g_string_append_c (out, ':');
    if (!print_canonical (out, json_object_get_member (object, l->data), depth, error))
      return FALSE;
  }
  g_string_append_c (out, '}');
  return TRUE;
}

static gboolean
print_canonical_array (GString    *out,
                       JsonArray  *array,
                       guint       depth,
                       GError    **error)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    if (!print_canonical (out, json_array_get_element (array, i), depth, error))
      return FALSE;
  }
  g_string_append_c (out, ']');
  return TRUE;
}

static gboolean
print_canonical_value (GString   *out,
                       JsonNode  *node,
                       GError   **error)
{
  if (holds (node, G_TYPE_STRING))
    print_canonical_string (out, json_node_get_string (node));
  else if (holds (node, G_TYPE_BOOLEAN))
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (holds (node, G_TYPE_INT64) && json_node_get_int (node) >= -MAX_INTEGER &&
           json_node_get_int (node) <= MAX_INTEGER)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "canonical JSON: a number is no integer within 2^53");
    return FALSE;
  }
  return TRUE;
}

static gboolean
print_canonical (GString   *out,
                 JsonNode  *node,
                 guint      depth,
                 GError   **error)
{
  if (depth > MX_SCAN_MAX_DEPTH) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "canonical JSON: nested too deeply");
    return FALSE;
  }
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    return print_canonical_object (out, json_node_get_object (node), depth + 1, error);
  case JSON_NODE_ARRAY:
    return print_canonical_array (out, json_node_get_array (node), depth + 1, error);
  case JSON_NODE_VALUE:
    return print_canonical_value (out, node, error);
  case JSON_NODE_NULL:
  default:
    g_string_append (out, "null");
    return TRUE;
  }
}

/**
 * mx_json_canonical:
 * @node: a node
 * @error: a place for %MX_ERROR_BAD_INPUT
 *
 * Prints the one form that is signed: names sorted by code point, no white space, UTF-8
 * unescaped, only integers within 2^53. See Appendices, "Canonical JSON".
 *
 * Returns: (transfer full) (nullable): the text; %NULL where a number has no such form
 */
char *
mx_json_canonical (JsonNode  *node,
                   GError   **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!print_canonical (out, node, 0, error))
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&out));
}
