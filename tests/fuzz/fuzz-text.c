/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text of strangers: whatever goes in, valid and harmless text comes out. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-text.h"

#include <string.h>

static void
check_name (const char *name)
{
  g_assert_true (g_utf8_validate (name, -1, NULL));
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_assert_false (c < 0x20 || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200b);
  }
}

static void
check_filename (const char *name)
{
  check_name (name);
  g_assert_true (name[0] != '\0' && name[0] != '.' && name[0] != '-');
  g_assert_null (strpbrk (name, "/\\\n"));
  g_assert_cmpuint (strlen (name), <=, 160);
  g_assert_false (g_str_has_suffix (name, ".desktop"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = mx_fuzz_dup_string (data, size);
  g_autofree char *name = mx_text_clean_name (text);
  g_autofree char *again = mx_text_clean_name (name);
  g_autofree char *line = mx_text_clean_line (text);
  g_autofree char *isolated = mx_text_isolate (text);
  g_autofree char *limited = mx_text_limit (text, 5, 50, NULL);
  g_autofree char *skeleton = mx_text_skeleton (text);
  g_autofree char *filename = mx_text_safe_filename (text);

  check_name (name);
  check_name (line);
  check_filename (filename);
  if (g_utf8_strlen (name, -1) < 100)
    g_assert_cmpstr (name, ==, again);
  g_assert_true (g_utf8_validate (isolated, -1, NULL));
  g_assert_true (g_utf8_validate (limited, -1, NULL));
  g_assert_true (g_utf8_validate (skeleton, -1, NULL));
  mx_text_is_rtl (text);
  mx_text_link_is_safe (text);
  return 0;
}
