/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text of strangers, made harmless for the eye: names that cannot reach out of their
 * place, texts that cannot freeze a layout. Escaping for a markup parser is not done here
 * and not needed: remote text never reaches one. Any thread. */

#include "config.h"

#include "mx-text.h"

#include <string.h>

#define NAME_CHARS     100
#define LINE_CHARS     500
#define MARKS_PER_BASE 6
#define SIGNS_PER_BASE 8 /* joiners, selectors, tags of a flag */
#define MAX_ISOLATES   32

#define FSI "\u2068"
#define PDI "\u2069"

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_joiner (gunichar c)
{
  return c == 0x200c || c == 0x200d;
}

static gboolean
is_tag (gunichar c)
{
  return c >= 0xe0020 && c <= 0xe007f;
}

/* Takes no room, or only room, on the screen. */
static gboolean
is_invisible (gunichar c)
{
  static const gunichar others[] = { 0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5,
                                     0x180e, 0x200b, 0x2800, 0x3164, 0xfeff, 0xffa0 };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (c == others[i])
      return TRUE;
  return (c >= 0x2060 && c <= 0x2065) || (c >= 0x206a && c <= 0x206f) || (c >= 0x180b && c <= 0x180d) ||
         (c >= 0xfff0 && c <= 0xfffb) ||
         (c >= 0xe0000 && c <= 0xe0fff && !is_tag (c) && !(c >= 0xe0100 && c <= 0xe01ef)) ||
         (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
}

static gboolean
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029;
}

typedef struct
{
  GString *out;
  gunichar last; /* last character written; 0 at the beginning */
  guint marks;   /* on the last base                           */
  guint chars;
  gboolean space;  /* one is due before the next character       */
  gunichar joiner; /* the same; 0 for none                       */
} Cleaner;

static gboolean
is_wanted (Cleaner  *cleaner,
           gunichar  c)
{
  if (is_bidi_control (c) || is_invisible (c))
    return FALSE;
  if (is_tag (c))
    return cleaner->last == 0x1f3f4 || is_tag (cleaner->last);
  if (is_mark (c))
    return cleaner->last != 0 && !cleaner->space && cleaner->marks < MARKS_PER_BASE;
  return TRUE;
}

/* Joiners hold emoji and letters of some scripts together; elsewhere they only hide. */
static void
put (Cleaner  *cleaner,
     gunichar  c)
{
  if (cleaner->space && cleaner->last != 0) {
    g_string_append_c (cleaner->out, ' ');
    cleaner->chars++;
  } else if (cleaner->joiner != 0 && cleaner->last >= 0x300 && c >= 0x300) {
    g_string_append_unichar (cleaner->out, cleaner->joiner);
    cleaner->chars++;
  }
  cleaner->space = FALSE;
  cleaner->joiner = 0;
  cleaner->marks = is_mark (c) ? cleaner->marks + 1 : 0;
  g_string_append_unichar (cleaner->out, c);
  cleaner->last = c;
  cleaner->chars++;
}

static char *
clean (const char *text,
       guint       max_chars)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  Cleaner cleaner = { .out = g_string_new (NULL) };

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_blank (c))
      cleaner.space = TRUE;
    else if (is_joiner (c))
      cleaner.joiner = c;
    else if (is_wanted (&cleaner, c)) {
      if (cleaner.chars >= max_chars && !is_mark (c)) {
        g_string_append (cleaner.out, "…");
        break;
      }
      put (&cleaner, c);
    }
  }
  return g_string_free_and_steal (cleaner.out);
}

/**
 * mx_text_clean_name:
 * @name: (nullable): the name of a person or a room
 *
 * Takes out what could reach beyond the name or make it look like another: direction
 * controls, invisible characters, line breaks, heaps of combining marks, endless length.
 *
 * Returns: (transfer full): the name on one line; empty when nothing can be seen of it
 */
char *
mx_text_clean_name (const char *name)
{
  return clean (name, NAME_CHARS);
}

/**
 * mx_text_clean_line:
 * @text: (nullable): a text of any length
 *
 * Returns: (transfer full): the beginning of it on one line, cleaned like a name
 */
char *
mx_text_clean_line (const char *text)
{
  return clean (text, LINE_CHARS);
}

/**
 * mx_text_isolate:
 * @text: (nullable): a name, a title or an address
 *
 * Encloses @text in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, so that it does not
 * turn the sentence around it. Controls inside that could end the isolate go away.
 *
 * Returns: (transfer full): the enclosed text
 */
char *
mx_text_isolate (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  GString *out = g_string_new (FSI);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_bidi_control (g_utf8_get_char (p)))
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  g_string_append (out, PDI);
  return g_string_free_and_steal (out);
}

typedef struct
{
  GString *out;
  guint lines;
  guint chars;
  guint marks;
  guint isolates;
  guint open;
} Limiter;

/* A character that belongs to the one before it: no place to cut. */
static gboolean
continues (gunichar c)
{
  return is_mark (c) || is_joiner (c) || is_tag (c) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f3fb && c <= 0x1f3ff);
}

/* Thousands of nested embeddings cost layout seconds; isolates are what honest text uses. */
static gboolean
passes_limiter (Limiter  *limiter,
                gunichar  c)
{
  if (c >= 0x202a && c <= 0x202e)
    return FALSE;
  if (c >= 0x2066 && c <= 0x2068) {
    limiter->open += limiter->isolates < MAX_ISOLATES ? 1 : 0;
    return limiter->isolates++ < MAX_ISOLATES;
  }
  if (c == 0x2069)
    return limiter->open > 0 && limiter->open-- > 0;
  if (continues (c))
    return ++limiter->marks <= (is_mark (c) ? MARKS_PER_BASE : SIGNS_PER_BASE);
  limiter->marks = 0;
  return c == '\n' || c == '\t' || !g_unichar_iscntrl (c);
}

/**
 * mx_text_limit:
 * @text: (nullable): a text of several lines
 * @max_lines: how many lines are kept, at least 1
 * @max_chars: how many characters are kept
 * @cut: (out) (optional): whether something is missing
 *
 * Keeps the beginning of a text such that no layout takes long. Overriding direction
 * controls and combining marks beyond reason go away without counting as missing.
 *
 * Returns: (transfer full): valid UTF-8 without control characters but line feed and tab
 */
char *
mx_text_limit (const char *text,
               guint       max_lines,
               guint       max_chars,
               gboolean   *cut)
{
  gsize len = text ? strlen (text) : 0;
  gsize bytes = MIN (len, ((gsize) max_chars + 1) * 64);
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", (gssize) bytes);
  Limiter limiter = { .out = g_string_new (NULL), .lines = 1 };
  gboolean stopped = FALSE;

  for (const char *p = valid; *p != '\0' && !stopped; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    stopped = (c == '\n' && limiter.lines >= max_lines) || (limiter.chars >= max_chars && !continues (c));
    if (stopped || !passes_limiter (&limiter, c))
      continue;
    limiter.lines += c == '\n' ? 1 : 0;
    limiter.chars++;
    g_string_append_unichar (limiter.out, c);
  }
  if (cut != NULL)
    *cut = stopped || bytes < len;
  return g_string_free_and_steal (limiter.out);
}

static gboolean
is_rtl_letter (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff) ||
         (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1eeff);
}

/**
 * mx_text_is_rtl:
 * @text: (nullable): a text
 *
 * Returns: whether its first strong character is written from right to left
 */
gboolean
mx_text_is_rtl (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == 0x200f || c == 0x061c)
      return TRUE;
    if (c == 0x200e)
      return FALSE;
    if (g_unichar_isalpha (c))
      return is_rtl_letter (c);
  }
  return FALSE;
}
