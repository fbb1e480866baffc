/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The byte scanner: what stands between the bytes of a server and json-glib, which has
 * no depth limit and keeps a whole sync in memory eight times over.
 *
 * mx_scan_check () is a strict and complete JSON checker without recursion.
 * mx_scan_members () and mx_scan_elements () cut an object or an array into slices; they
 * check strings and brackets, and leave the rest of the grammar to the parser that reads
 * the slice. Strings are skipped eight bytes at a time. Nothing is copied. Any thread. */

#include "config.h"

#include "mx-scan.h"

#include "mx-error.h"
#include "mx-scan-private.h"

#include <string.h>

#define ONES  G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

typedef struct
{
  const char *start;
  const char *p;
  const char *end;
  const char *problem; /* (nullable): set once, by the first failure */
  gboolean odd;
  guint depth;
  char closers[MX_SCAN_MAX_DEPTH];
} Scan;

static gboolean
fail (Scan       *scan,
      const char *problem)
{
  if (scan->problem == NULL)
    scan->problem = problem;
  return FALSE;
}

static gboolean
report (Scan    *scan,
        GError **error)
{
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "JSON: %s at byte %" G_GSIZE_FORMAT,
               scan->problem ? scan->problem : "malformed", (gsize) (scan->p - scan->start));
  return FALSE;
}

static inline void
skip_space (Scan *scan)
{
  while (scan->p < scan->end &&
         (*scan->p == ' ' || *scan->p == '\n' || *scan->p == '\r' || *scan->p == '\t'))
    scan->p++;
}

/* Whether none of eight bytes ends a run of plain string characters. */
static inline gboolean
is_plain_run (const char *p)
{
  guint64 word, quote, slash;

  memcpy (&word, p, sizeof word);
  quote = word ^ (ONES * '"');
  slash = word ^ (ONES * '\\');
  quote = (quote - ONES) & ~quote;
  slash = (slash - ONES) & ~slash;
  return ((quote | slash | ((word - ONES * 0x20) & ~word)) & HIGHS) == 0;
}

/* Reads four hex digits, or answers -1. */
static int
read_hex4 (const char *p,
           const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (p[i]);

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* At the character after a backslash. */
static gboolean
scan_escape (Scan *scan)
{
  int unit, low;

  if (scan->p >= scan->end)
    return fail (scan, "cut short in a string");
  if (*scan->p != 'u') {
    if (*scan->p == '\0' || strchr ("\"\\/bfnrt", *scan->p) == NULL)
      return fail (scan, "unknown escape");
    scan->p++;
    return TRUE;
  }
  unit = read_hex4 (scan->p + 1, scan->end);
  if (unit < 0)
    return fail (scan, "malformed \\u");
  scan->p += 5;
  if (unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    scan->odd = TRUE;
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;
  low = scan->end - scan->p >= 6 && scan->p[0] == '\\' && scan->p[1] == 'u' ? read_hex4 (scan->p + 2, scan->end) : -1;
  if (low >= 0xdc00 && low <= 0xdfff)
    scan->p += 6;
  else
    scan->odd = TRUE;
  return TRUE;
}

/* At the opening quote; ends after the closing one. */
static gboolean
scan_string (Scan *scan)
{
  scan->p++;
  for (;;) {
    while (scan->end - scan->p >= 8 && is_plain_run (scan->p))
      scan->p += 8;
    if (scan->p >= scan->end)
      return fail (scan, "cut short in a string");
    if (*scan->p == '"')
      break;
    if ((guchar) *scan->p < 0x20)
      return fail (scan, "control character in a string");
    if (*scan->p++ == '\\' && !scan_escape (scan))
      return FALSE;
  }
  scan->p++;
  return TRUE;
}

static gsize
scan_digits (Scan *scan)
{
  const char *from = scan->p;

  while (scan->p < scan->end && g_ascii_isdigit (*scan->p))
    scan->p++;
  return (gsize) (scan->p - from);
}

static gboolean
scan_number (Scan *scan)
{
  gsize n;
  char first;

  if (*scan->p == '-')
    scan->p++;
  first = scan->p < scan->end ? *scan->p : '\0';
  n = scan_digits (scan);
  if (n == 0 || (n > 1 && first == '0'))
    return fail (scan, "malformed number");
  if (n > 18)
    scan->odd = TRUE;
  if (scan->p < scan->end && *scan->p == '.') {
    scan->p++;
    if (scan_digits (scan) == 0)
      return fail (scan, "malformed number");
  }
  if (scan->p < scan->end && (*scan->p == 'e' || *scan->p == 'E')) {
    scan->odd = TRUE;
    scan->p++;
    if (scan->p < scan->end && (*scan->p == '+' || *scan->p == '-'))
      scan->p++;
    if (scan_digits (scan) == 0)
      return fail (scan, "malformed number");
  }
  return TRUE;
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize len = strlen (word);

  if ((gsize) (scan->end - scan->p) < len || memcmp (scan->p, word, len) != 0)
    return fail (scan, "unknown word");
  scan->p += len;
  return TRUE;
}

static gboolean
scan_scalar (Scan *scan)
{
  switch (*scan->p) {
  case '"':
    return scan_string (scan);
  case 't':
    return scan_word (scan, "true");
  case 'f':
    return scan_word (scan, "false");
  case 'n':
    return scan_word (scan, "null");
  default:
    return scan_number (scan);
  }
}

static gboolean
scan_open (Scan *scan)
{
  if (scan->depth == MX_SCAN_MAX_DEPTH)
    return fail (scan, "nested too deeply");
  scan->closers[scan->depth++] = *scan->p++ == '{' ? '}' : ']';
  return TRUE;
}

/* A member's name and its colon. */
static gboolean
scan_name (Scan *scan)
{
  if (scan->p >= scan->end || *scan->p != '"')
    return fail (scan, "a member without a name");
  if (!scan_string (scan))
    return FALSE;
  skip_space (scan);
  if (scan->p >= scan->end || *scan->p != ':')
    return fail (scan, "a member without a value");
  scan->p++;
  skip_space (scan);
  return TRUE;
}

/* After a value: closes what ends here, up to the comma before the next value. */
static gboolean
scan_after_value (Scan *scan)
{
  while (scan->depth > 0) {
    char closer = scan->closers[scan->depth - 1];

    skip_space (scan);
    if (scan->p >= scan->end)
      return fail (scan, "cut short");
    if (*scan->p == ',') {
      scan->p++;
      skip_space (scan);
      return closer == ']' || scan_name (scan);
    }
    if (*scan->p != closer)
      return fail (scan, "a bracket or comma is missing");
    scan->p++;
    scan->depth--;
  }
  return TRUE;
}

/* Opens a container; when it is empty it is closed at once and counts as a value. */
static gboolean
scan_container (Scan     *scan,
                gboolean *is_value)
{
  if (!scan_open (scan))
    return FALSE;
  skip_space (scan);
  *is_value = scan->p < scan->end && *scan->p == scan->closers[scan->depth - 1];
  if (*is_value) {
    scan->p++;
    scan->depth--;
    return TRUE;
  }
  return scan->closers[scan->depth - 1] == ']' || scan_name (scan);
}

static gboolean
scan_document (Scan *scan)
{
  skip_space (scan);
  do {
    gboolean is_value = TRUE;

    if (scan->p >= scan->end)
      return fail (scan, "cut short");
    if (*scan->p == '{' || *scan->p == '[') {
      if (!scan_container (scan, &is_value))
        return FALSE;
    } else if (!scan_scalar (scan))
      return FALSE;
    if (is_value && !scan_after_value (scan))
      return FALSE;
  } while (scan->depth > 0);
  skip_space (scan);
  return scan->p == scan->end || fail (scan, "something follows the value");
}

gboolean
_mx_scan_inspect (const char  *data,
                  gsize        len,
                  gsize        max_len,
                  gboolean    *odd,
                  GError     **error)
{
  Scan scan = { .start = data, .p = data, .end = data + len };

  if (len > max_len) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE,
                 "JSON: %" G_GSIZE_FORMAT " bytes are more than %" G_GSIZE_FORMAT, len, max_len);
    return FALSE;
  }
  if (!scan_document (&scan))
    return report (&scan, error);
  *odd = scan.odd;
  return TRUE;
}

/**
 * mx_scan_check:
 * @data: (array length=len): bytes of a stranger
 * @len: how many
 * @max_len: how many are accepted
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Checks that @data is one JSON value as RFC 8259 has it (no comments, no single quotes,
 * no control characters, nothing after it) that is nested at most %MX_SCAN_MAX_DEPTH deep.
 *
 * Returns: whether it is
 */
gboolean
mx_scan_check (const char  *data,
               gsize        len,
               gsize        max_len,
               GError     **error)
{
  gboolean odd;

  return _mx_scan_inspect (data, len, max_len, &odd, error);
}

static gboolean
skip_container (Scan *scan)
{
  guint from = scan->depth;

  do {
    if (scan->p >= scan->end)
      return fail (scan, "cut short");
    switch (*scan->p) {
    case '"':
      if (!scan_string (scan))
        return FALSE;
      break;
    case '{':
    case '[':
      if (!scan_open (scan))
        return FALSE;
      break;
    case '}':
    case ']':
      if (*scan->p != scan->closers[scan->depth - 1])
        return fail (scan, "brackets do not match");
      scan->depth--;
      scan->p++;
      break;
    default:
      scan->p++;
    }
  } while (scan->depth > from);
  return TRUE;
}

static gboolean
skip_value (Scan *scan)
{
  if (scan->p >= scan->end)
    return fail (scan, "cut short");
  if (*scan->p == '{' || *scan->p == '[')
    return skip_container (scan);
  return scan_scalar (scan);
}

/* The name between two quotes, unescaped; what cannot stand in a C string is U+FFFD. */
static char *
dup_name (const char *from,
          const char *to)
{
  g_autoptr (GString) quoted = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (memchr (from, '\\', (gsize) (to - from)) == NULL)
    return g_utf8_make_valid (from, to - from);
  quoted = _mx_scan_repair (from - 1, (gsize) (to - from + 2));
  node = json_from_string (quoted->str, NULL);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return g_utf8_make_valid (from, to - from);
}

typedef struct
{
  MxScanFunc func;
  gpointer user_data;
  gboolean stopped;
} Visit;

static gboolean
visit_item (Scan  *scan,
            Visit *visit,
            char   closer)
{
  g_autofree char *key = NULL;
  const char *from;

  if (closer == '}') {
    const char *quote = scan->p;

    if (!scan_name (scan))
      return FALSE;
    from = quote + 1;
    for (quote = scan->p - 1; *quote != '"'; quote--)
      ;
    key = dup_name (from, quote);
  }
  from = scan->p;
  if (!skip_value (scan))
    return FALSE;
  visit->stopped = !visit->func (key, from, (gsize) (scan->p - from), visit->user_data);
  return TRUE;
}

static gboolean
visit_items (Scan  *scan,
             Visit *visit,
             char   closer)
{
  skip_space (scan);
  if (scan->p < scan->end && *scan->p == closer) {
    scan->p++;
    return TRUE;
  }
  for (;;) {
    if (!visit_item (scan, visit, closer))
      return FALSE;
    if (visit->stopped)
      return TRUE;
    skip_space (scan);
    if (scan->p >= scan->end)
      return fail (scan, "cut short");
    if (*scan->p == closer)
      break;
    if (*scan->p != ',')
      return fail (scan, "a comma is missing");
    scan->p++;
    skip_space (scan);
  }
  scan->p++;
  return TRUE;
}

static gboolean
visit_container (const char  *data,
                 gsize        len,
                 char         opener,
                 Visit       *visit,
                 GError     **error)
{
  Scan scan = { .start = data, .p = data, .end = data + len };

  skip_space (&scan);
  if (scan.p >= scan.end || *scan.p != opener) {
    fail (&scan, opener == '{' ? "no object" : "no array");
    return report (&scan, error);
  }
  scan_open (&scan);
  if (!visit_items (&scan, visit, scan.closers[0]))
    return report (&scan, error);
  if (visit->stopped)
    return TRUE;
  skip_space (&scan);
  if (scan.p == scan.end)
    return TRUE;
  fail (&scan, "something follows the value");
  return report (&scan, error);
}

/**
 * mx_scan_members:
 * @data: (array length=len): an object
 * @len: its length
 * @func: (scope call): called for each member, in their order
 * @user_data: for @func
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Cuts an object into its members. A failure may come after members were handed out.
 *
 * Returns: whether the end was reached, or @func stopped
 */
gboolean
mx_scan_members (const char  *data,
                 gsize        len,
                 MxScanFunc   func,
                 gpointer     user_data,
                 GError     **error)
{
  Visit visit = { func, user_data, FALSE };

  return visit_container (data, len, '{', &visit, error);
}

/**
 * mx_scan_elements:
 * @data: (array length=len): an array
 * @len: its length
 * @func: (scope call): called for each element, with a %NULL key
 * @user_data: for @func
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Cuts an array into its elements. A failure may come after elements were handed out.
 *
 * Returns: whether the end was reached, or @func stopped
 */
gboolean
mx_scan_elements (const char  *data,
                  gsize        len,
                  MxScanFunc   func,
                  gpointer     user_data,
                  GError     **error)
{
  Visit visit = { func, user_data, FALSE };

  return visit_container (data, len, '[', &visit, error);
}
