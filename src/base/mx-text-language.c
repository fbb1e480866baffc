/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which language a short text is in, cheaply: by its script where the script tells, by its
 * small words where it is Latin. A guess for a line that says "speaks ar", nothing else
 * depends on it. Pure; any thread. */

#include "config.h"

#include "mx-text.h"

#include <string.h>

/* Scripts that are one language's for most who write them. */
static const struct
{
  GUnicodeScript script;
  const char *language;
} scripts[] = {
  { G_UNICODE_SCRIPT_ARABIC, "ar" },
  { G_UNICODE_SCRIPT_HEBREW, "he" },
  { G_UNICODE_SCRIPT_GREEK, "el" },
  { G_UNICODE_SCRIPT_CYRILLIC, "ru" },
  { G_UNICODE_SCRIPT_ARMENIAN, "hy" },
  { G_UNICODE_SCRIPT_GEORGIAN, "ka" },
  { G_UNICODE_SCRIPT_DEVANAGARI, "hi" },
  { G_UNICODE_SCRIPT_BENGALI, "bn" },
  { G_UNICODE_SCRIPT_TAMIL, "ta" },
  { G_UNICODE_SCRIPT_TELUGU, "te" },
  { G_UNICODE_SCRIPT_THAI, "th" },
  { G_UNICODE_SCRIPT_HANGUL, "ko" },
  { G_UNICODE_SCRIPT_HIRAGANA, "ja" },
  { G_UNICODE_SCRIPT_KATAKANA, "ja" },
  { G_UNICODE_SCRIPT_HAN, "zh" },
  { G_UNICODE_SCRIPT_ETHIOPIC, "am" },
};

/* Small words that few other languages have. */
static const struct
{
  const char *language;
  const char *words;
} latin[] = {
  { "en", " the and of for what where with about your you is are to all " },
  { "fr", " le les des et du pour ce qui que avec aux sur dans une est en " },
  { "de", " der das und die für von mit ein eine zu auf ist den im rund ums " },
  { "es", " el los las y para con una por del que es sobre se en " },
  { "pt", " o os as e para com uma por do da que não em sobre " },
  { "it", " il gli e per con una di del della che sono è su " },
  { "nl", " de het een en van voor met over op zijn je " },
  { "sv", " och för att det som på med är en ett om " },
  { "pl", " i w na do nie się z o jest dla " },
  { "mg", " ny sy ho an'ny amin'ny momba ity izay " },
};

static const char *
of_script (const char *text,
           guint      *n_latin)
{
  guint counts[G_N_ELEMENTS (scripts)] = { 0 };
  guint n = 0;
  guint best = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    GUnicodeScript script = g_unichar_get_script (c);

    if (!g_unichar_isalpha (c))
      continue;
    n++;
    if (script == G_UNICODE_SCRIPT_LATIN)
      (*n_latin)++;
    for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
      counts[i] += scripts[i].script == script;
  }
  /* Kana tells Japanese, however much of it is written in Han. */
  if (counts[12] + counts[13] > 0 && counts[12] + counts[13] + counts[14] > n / 2)
    return "ja";
  for (guint i = 1; i < G_N_ELEMENTS (scripts); i++)
    if (counts[i] > counts[best])
      best = i;
  return counts[best] > n / 2 ? scripts[best].language : NULL;
}

static guint
count_words (const char  *words,
             char       **parts)
{
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *padded = g_strconcat (" ", parts[i], " ", NULL);

    n += parts[i][0] != '\0' && strstr (words, padded) != NULL;
  }
  return n;
}

static const char *
of_words (const char *text)
{
  g_autofree char *small = g_utf8_strdown (text, -1);
  g_auto (GStrv) parts = g_strsplit_set (small, " .,;:!?()\"«»\n\t", 200);
  const char *language = NULL;
  guint most = 1;

  for (guint i = 0; i < G_N_ELEMENTS (latin); i++) {
    guint n = count_words (latin[i].words, parts);

    if (n == most)
      language = NULL;
    if (n <= most)
      continue;
    most = n;
    language = latin[i].language;
  }
  return language;
}

/**
 * mx_text_guess_language:
 * @text: (nullable): a name or a topic
 *
 * Returns: (transfer none) (nullable): the language, "ar"; %NULL where it does not tell
 */
const char *
mx_text_guess_language (const char *text)
{
  const char *language;
  guint n_latin = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;
  language = of_script (text, &n_latin);
  return language == NULL && n_latin > 0 ? of_words (text) : language;
}
