/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Canonical JSON is a fixed point: printing what was printed changes nothing. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-json.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autoptr (JsonNode) node = mx_json_parse ((const char *) data, size, G_MAXSIZE, NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (node == NULL || (first = mx_json_canonical (node, NULL)) == NULL)
    return 0;
  g_assert_null (strpbrk (first, "\n\t\r"));
  again = mx_json_parse (first, strlen (first), G_MAXSIZE, NULL);
  g_assert_nonnull (again);
  second = mx_json_canonical (again, NULL);
  g_assert_cmpstr (first, ==, second);
  return 0;
}
