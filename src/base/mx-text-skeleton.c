/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The skeleton of a name: two names with the same one look alike. After Unicode Technical
 * Standard 39, with a small table instead of its 6,000 lines and coarser on purpose: to
 * show a person's id once too often costs nothing. Any thread. */

#include "config.h"

#include "mx-text.h"

#include <string.h>

typedef struct
{
  gunichar from;
  const char *to;
} LookAlike;

/* Sorted by code point. Latin capitals are not here: they are folded. */
static const LookAlike look_alikes[] = {
  { '!', "l" },
  { '$', "s" },
  { '0', "o" },
  { '1', "l" },
  { '3', "e" },
  { '5', "s" },
  { '@', "a" },
  { '|', "l" },
  { 0x00df, "b" },
  { 0x00e6, "ae" },
  { 0x00f0, "d" },
  { 0x00f8, "o" },
  { 0x0111, "d" },
  { 0x0127, "h" },
  { 0x0131, "l" },
  { 0x0138, "k" },
  { 0x0142, "l" },
  { 0x014b, "n" },
  { 0x0153, "oe" },
  { 0x0167, "t" },
  { 0x0180, "b" },
  { 0x0192, "f" },
  { 0x01c0, "l" },
  { 0x0251, "a" },
  { 0x0261, "g" },
  { 0x0269, "l" },
  { 0x026a, "l" },
  { 0x028f, "y" },
  { 0x02bc, "'" },
  /* Greek */
  { 0x0391, "a" },
  { 0x0392, "b" },
  { 0x0395, "e" },
  { 0x0396, "z" },
  { 0x0397, "h" },
  { 0x0399, "l" },
  { 0x039a, "k" },
  { 0x039c, "m" },
  { 0x039d, "n" },
  { 0x039f, "o" },
  { 0x03a1, "p" },
  { 0x03a4, "t" },
  { 0x03a5, "y" },
  { 0x03a7, "x" },
  { 0x03b1, "a" },
  { 0x03b2, "b" },
  { 0x03b3, "y" },
  { 0x03b5, "e" },
  { 0x03b7, "n" },
  { 0x03b9, "l" },
  { 0x03ba, "k" },
  { 0x03bd, "v" },
  { 0x03bf, "o" },
  { 0x03c1, "p" },
  { 0x03c2, "c" },
  { 0x03c3, "o" },
  { 0x03c4, "t" },
  { 0x03c5, "u" },
  { 0x03c7, "x" },
  { 0x03c9, "w" },
  { 0x03f2, "c" },
  { 0x03f3, "j" },
  /* Cyrillic */
  { 0x0405, "s" },
  { 0x0406, "l" },
  { 0x0408, "j" },
  { 0x0410, "a" },
  { 0x0412, "b" },
  { 0x0415, "e" },
  { 0x0417, "e" },
  { 0x041a, "k" },
  { 0x041c, "m" },
  { 0x041d, "h" },
  { 0x041e, "o" },
  { 0x0420, "p" },
  { 0x0421, "c" },
  { 0x0422, "t" },
  { 0x0423, "y" },
  { 0x0425, "x" },
  { 0x042c, "b" },
  { 0x0430, "a" },
  { 0x0432, "b" },
  { 0x0433, "r" },
  { 0x0435, "e" },
  { 0x0437, "e" },
  { 0x043a, "k" },
  { 0x043c, "m" },
  { 0x043d, "h" },
  { 0x043e, "o" },
  { 0x0440, "p" },
  { 0x0441, "c" },
  { 0x0442, "t" },
  { 0x0443, "y" },
  { 0x0445, "x" },
  { 0x0455, "s" },
  { 0x0456, "l" },
  { 0x0458, "j" },
  { 0x0475, "v" },
  { 0x04ae, "y" },
  { 0x04af, "y" },
  { 0x04bb, "h" },
  { 0x04c0, "l" },
  { 0x04cf, "l" },
  { 0x0501, "d" },
  { 0x051b, "q" },
  { 0x051d, "w" },
  /* Armenian, Hebrew, Arabic, Cherokee and others */
  { 0x0555, "o" },
  { 0x0561, "w" },
  { 0x0563, "q" },
  { 0x0570, "h" },
  { 0x0575, "j" },
  { 0x0578, "n" },
  { 0x057d, "u" },
  { 0x0581, "g" },
  { 0x0585, "o" },
  { 0x05c0, "l" },
  { 0x05d5, "l" },
  { 0x05d8, "v" },
  { 0x05df, "l" },
  { 0x05e1, "o" },
  { 0x0627, "l" },
  { 0x0647, "o" },
  { 0x0660, "." },
  { 0x0661, "l" },
  { 0x0665, "o" },
  { 0x06f1, "l" },
  { 0x0966, "o" },
  { 0x09e6, "o" },
  { 0x0a66, "o" },
  { 0x0ae6, "o" },
  { 0x0b66, "o" },
  { 0x0c66, "o" },
  { 0x0d20, "o" },
  { 0x0d66, "o" },
  { 0x0e50, "o" },
  { 0x101d, "o" },
  { 0x1040, "o" },
  { 0x13a0, "d" },
  { 0x13a1, "r" },
  { 0x13a2, "t" },
  { 0x13a9, "y" },
  { 0x13aa, "a" },
  { 0x13ab, "j" },
  { 0x13ac, "e" },
  { 0x13b3, "w" },
  { 0x13b7, "m" },
  { 0x13bb, "h" },
  { 0x13c0, "g" },
  { 0x13c3, "z" },
  { 0x13d2, "r" },
  { 0x13da, "s" },
  { 0x13de, "l" },
  { 0x13df, "c" },
  { 0x13e2, "p" },
  { 0x13e6, "k" },
  { 0x1d04, "c" },
  { 0x1d0f, "o" },
  { 0x1d1c, "u" },
  { 0x1d20, "v" },
  { 0x1d21, "w" },
  { 0x1d22, "z" },
  { 0x2018, "'" },
  { 0x2019, "'" },
  { 0x2113, "l" },
  { 0x2223, "l" },
  { 0x2c9f, "o" },
  { 0x3007, "o" },
  { 0xa4d0, "b" },
  { 0xa4d1, "p" },
  { 0xa4d3, "d" },
  { 0xa4e3, "n" },
  { 0xa4e8, "x" },
  { 0xa4ee, "a" },
  { 0xa4f2, "l" },
  { 0xa4f3, "o" },
  { 0xa4f5, "u" },
};

static int
compare_look_alike (const void *key,
                    const void *item)
{
  gunichar c = *(const gunichar *) key;
  gunichar other = ((const LookAlike *) item)->from;

  return c < other ? -1 : c > other;
}

static const char *
find_look_alike (gunichar c)
{
  const LookAlike *found =
    bsearch (&c, look_alikes, G_N_ELEMENTS (look_alikes), sizeof (LookAlike), compare_look_alike);

  return found ? found->to : NULL;
}

static gboolean
is_skipped (gunichar c)
{
  return g_unichar_isspace (c) || c == '.' || c == '_' || c == '-' || c == 0x200c || c == 0x200d ||
         (c >= 0x0300 && c <= 0x036f) || (c >= 0xfe00 && c <= 0xfe0f);
}

static void
append_folded (GString  *out,
               gunichar  c)
{
  const char *alike = find_look_alike (c);

  if (alike == NULL) {
    c = g_unichar_tolower (c);
    alike = find_look_alike (c);
  }
  if (alike != NULL)
    g_string_append (out, alike);
  else
    g_string_append_unichar (out, c == 'i' ? 'l' : c);
}

/**
 * mx_text_skeleton:
 * @text: (nullable): a name
 *
 * Returns: (transfer full): a text that is equal for names that look alike; never shown
 */
char *
mx_text_skeleton (const char *text)
{
  g_autofree char *name = mx_text_clean_name (text);
  g_autofree char *decomposed = g_utf8_normalize (name, -1, G_NORMALIZE_ALL);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = decomposed ? decomposed : ""; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_skipped (g_utf8_get_char (p)))
      append_folded (out, g_utf8_get_char (p));
  g_string_replace (out, "rn", "m", 0);
  g_string_replace (out, "vv", "w", 0);
  g_string_replace (out, "cl", "d", 0);
  return g_string_free_and_steal (g_steal_pointer (&out));
}
