/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The byte scanner and json-glib behind it: what one accepts, the other reads. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-json.h"
#include "mx-scan.h"

#include <string.h>

static gboolean
check_slice (const char *key,
             const char *value,
             gsize       value_len,
             gpointer    user_data)
{
  gboolean whole_is_good = *(gboolean *) user_data;

  g_assert_true (key == NULL || g_utf8_validate (key, -1, NULL));
  if (whole_is_good)
    g_assert_true (mx_scan_check (value, value_len, G_MAXSIZE, NULL));
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const char *text = (const char *) data;
  gboolean good = mx_scan_check (text, size, G_MAXSIZE, NULL);
  gboolean utf8 = g_utf8_validate_len (text, size, NULL);
  gboolean members = mx_scan_members (text, size, check_slice, &good, NULL);
  gboolean elements = mx_scan_elements (text, size, check_slice, &good, NULL);
  g_autoptr (JsonNode) node = mx_json_parse (text, size, G_MAXSIZE, NULL);
  g_autofree char *printed = NULL;

  g_assert_cmpint (node != NULL, ==, good && utf8);
  if (node == NULL)
    return 0;
  g_assert_cmpint (JSON_NODE_HOLDS_OBJECT (node), ==, members);
  g_assert_cmpint (JSON_NODE_HOLDS_ARRAY (node), ==, elements);
  printed = mx_json_print (node);
  g_assert_true (mx_scan_check (printed, strlen (printed), G_MAXSIZE, NULL));
  return 0;
}
