/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Repairs valid JSON that json-glib would get wrong. One lone surrogate makes it refuse a
 * whole document, "\u0000" cuts its strings, integers beyond 64 bits wrap around, and it
 * tells 1e3 and 1000.0 not apart. So surrogates and NUL become U+FFFD, a whole number
 * with an exponent is written out, an integer out of range becomes a float (which no id,
 * no count and no signature accepts), and what is no finite number becomes null.
 * Works only on text that the scanner accepted. Any thread. */

#include "config.h"

#include "mx-scan-private.h"

#include <math.h>
#include <string.h>

#define REPLACEMENT "\\ufffd"
#define MAX_INTEGER 9007199254740991.0 /* 2^53 - 1 */

static guint
hex4 (const char *p)
{
  guint value = 0;

  for (int i = 0; i < 4; i++)
    value = value * 16 + (guint) g_ascii_xdigit_value (p[i]);
  return value;
}

static gboolean
is_low_escape (const char *p,
               const char *end)
{
  return end - p >= 6 && p[0] == '\\' && p[1] == 'u' && hex4 (p + 2) >= 0xdc00 && hex4 (p + 2) <= 0xdfff;
}

/* At a backslash; answers what follows the escape. */
static const char *
repair_escape (GString    *out,
               const char *p,
               const char *end)
{
  guint unit = p[1] == 'u' ? hex4 (p + 2) : 'x';
  gssize len = p[1] == 'u' ? 6 : 2;

  if (unit >= 0xd800 && unit <= 0xdbff && is_low_escape (p + 6, end))
    len = 12;
  else if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff)) {
    g_string_append (out, REPLACEMENT);
    return p + 6;
  }
  g_string_append_len (out, p, len);
  return p + len;
}

static const char *
repair_string (GString    *out,
               const char *p,
               const char *end)
{
  g_string_append_c (out, *p++);
  while (*p != '"') {
    gsize run = 0;

    while (p[run] != '"' && p[run] != '\\')
      run++;
    g_string_append_len (out, p, (gssize) run);
    p += run;
    if (*p == '\\')
      p = repair_escape (out, p, end);
  }
  g_string_append_c (out, '"');
  return p + 1;
}

static void
repair_integer (GString    *out,
                const char *text)
{
  gint64 value;

  if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    g_string_append (out, text);
  else if (isfinite (g_ascii_strtod (text, NULL)))
    g_string_append_printf (out, "%s.0", text);
  else
    g_string_append (out, "null");
}

static const char *
repair_number (GString    *out,
               const char *p,
               const char *end)
{
  g_autofree char *text = NULL;
  gsize len = 0;
  double value;

  while (p + len < end && (g_ascii_isdigit (p[len]) || strchr ("+-.eE", p[len]) != NULL) && p[len] != '\0')
    len++;
  text = g_strndup (p, len);
  if (strpbrk (text, ".eE") == NULL) {
    repair_integer (out, text);
    return p + len;
  }
  value = g_ascii_strtod (text, NULL);
  if (!isfinite (value))
    g_string_append (out, "null");
  else if (strchr (text, '.') == NULL && fabs (value) <= MAX_INTEGER && value == floor (value))
    g_string_append_printf (out, "%" G_GINT64_FORMAT, (gint64) value);
  else
    g_string_append (out, text);
  return p + len;
}

GString *
_mx_scan_repair (const char *data,
                 gsize       len)
{
  GString *out = g_string_sized_new (len + 16);
  const char *p = data, *end = data + len;

  while (p < end) {
    if (*p == '"')
      p = repair_string (out, p, end);
    else if (*p == '-' || g_ascii_isdigit (*p))
      p = repair_number (out, p, end);
    else
      g_string_append_c (out, *p++);
  }
  return out;
}
