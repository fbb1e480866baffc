/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* Every getter takes a dotted path ("\\." is a dot inside a name) and answers
 * "absent" (NULL or the fallback) for a missing member or one of another type. */

JsonNode   *mx_json_parse        (const char  *data,
                                  gsize        len,
                                  gsize        max_len,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *mx_json_parse_object (const char  *data,
                                  gsize        len,
                                  gsize        max_len,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

JsonNode    *mx_json_get_node    (JsonObject *object,
                                  const char *path);
JsonObject  *mx_json_get_object  (JsonObject *object,
                                  const char *path);
JsonArray   *mx_json_get_array   (JsonObject *object,
                                  const char *path);
const char  *mx_json_get_string  (JsonObject *object,
                                  const char *path);
gint64       mx_json_get_int     (JsonObject *object,
                                  const char *path,
                                  gint64      fallback);
gboolean     mx_json_get_boolean (JsonObject *object,
                                  const char *path,
                                  gboolean    fallback);
char       **mx_json_dup_strv    (JsonObject *object,
                                  const char *path);

JsonObject *mx_json_get_first_object (JsonArray *array);
JsonObject *mx_json_node_object      (JsonNode *node);
const char *mx_json_node_string      (JsonNode *node);

char *mx_json_print        (JsonNode *node);
char *mx_json_print_object (JsonObject *object);
char *mx_json_canonical    (JsonNode  *node,
                            GError   **error);

G_END_DECLS
