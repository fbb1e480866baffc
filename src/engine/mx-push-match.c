/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-push-match.h"

#include <string.h>

/* How the conditions of push rules compare. Pure; any thread.
 *
 * Patterns are matched by stepping a set of states through the text: the time is the product
 * of both lengths at worst, whatever a stranger or a keyword says. */

#define MAX_PATTERN 255 /* characters; a longer one never matches */

static gboolean
is_word_char (gunichar c)
{
  return c < 128 && (g_ascii_isalnum ((char) c) || c == '_');
}

static gboolean
is_boundary (const gunichar *text,
             glong           len,
             glong           at)
{
  return at == 0 || at == len || !is_word_char (text[at - 1]) || !is_word_char (text[at]);
}

/* Stars need no character: what stands behind them is reached at once. */
static void
close_stars (gboolean       *states,
             const gunichar *pattern,
             glong           n_pattern)
{
  glong i;

  for (i = 0; i < n_pattern; i++)
    if (states[i] && pattern[i] == '*')
      states[i + 1] = TRUE;
}

static void
step_states (gboolean       *states,
             const gunichar *pattern,
             glong           n_pattern,
             gunichar        c)
{
  glong i;

  for (i = n_pattern; i >= 0; i--) {
    gboolean stays = i < n_pattern && states[i] && pattern[i] == '*';
    gboolean comes = i > 0 && states[i - 1] && pattern[i - 1] != '*' &&
                     (pattern[i - 1] == '?' || pattern[i - 1] == c);

    states[i] = stays || comes;
  }
}

/**
 * mx_push_match_glob:
 * @pattern_text: may hold * and ?
 * @text: what is looked at
 * @words: anywhere between word boundaries, else the whole text
 *
 * Returns: whether @pattern_text matches without regard to case
 */
gboolean
mx_push_match_glob (const char *pattern_text,
                    const char *text,
                    gboolean    words)
{
  g_autofree char *folded_pattern = g_utf8_casefold (pattern_text, -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree gunichar *pattern = NULL;
  g_autofree gunichar *chars = NULL;
  g_autofree gboolean *states = NULL;
  glong n_pattern;
  glong len;
  glong i;

  pattern = g_utf8_to_ucs4_fast (folded_pattern, -1, &n_pattern);
  chars = g_utf8_to_ucs4_fast (folded, -1, &len);
  if (n_pattern > MAX_PATTERN || (words && n_pattern == 0))
    return FALSE;

  states = g_new0 (gboolean, n_pattern + 1);
  for (i = 0; i <= len; i++) {
    if (i == 0 || (words && is_boundary (chars, len, i)))
      states[0] = TRUE;
    close_stars (states, pattern, n_pattern);
    if (states[n_pattern] && (i == len || (words && i > 0 && is_boundary (chars, len, i))))
      return TRUE;
    if (i < len)
      step_states (states, pattern, n_pattern, chars[i]);
  }
  return FALSE;
}

/**
 * mx_push_match_words:
 * @needle_text: a name; its stars and question marks mean themselves
 * @text: what is looked at
 *
 * Returns: whether @text has it between word boundaries, without regard to case
 */
gboolean
mx_push_match_words (const char *needle_text,
                     const char *text)
{
  g_autofree char *needle = g_utf8_casefold (needle_text, -1);
  g_autofree char *folded = g_utf8_casefold (text, -1);
  gsize len = strlen (needle);
  const char *found;

  if (len == 0)
    return FALSE;
  for (found = strstr (folded, needle); found != NULL; found = strstr (found + 1, needle)) {
    gboolean starts = found == folded || !is_word_char ((guchar) found[-1]) || !is_word_char ((guchar) found[0]);
    gboolean ends = found[len] == '\0' || !is_word_char ((guchar) found[len - 1]) ||
                    !is_word_char ((guchar) found[len]);

    if (starts && ends)
      return TRUE;
  }
  return FALSE;
}

/**
 * mx_push_match_count:
 * @is: a number, with ==, <, >, <= or >= before it
 * @count: what is compared with it
 *
 * Returns: whether it holds; %FALSE when @is is malformed
 */
gboolean
mx_push_match_count (const char *is,
                     guint       count)
{
  gsize prefix = strspn (is, "<>=");
  guint64 number;

  if (!g_ascii_string_to_unsigned (is + prefix, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  if (prefix == 0 || (prefix == 2 && g_str_has_prefix (is, "==")))
    return count == number;
  if (prefix == 1 && *is == '<')
    return count < number;
  if (prefix == 1 && *is == '>')
    return count > number;
  if (prefix == 2 && g_str_has_prefix (is, "<="))
    return count <= number;
  return prefix == 2 && g_str_has_prefix (is, ">=") && count >= number;
}
