/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A written text with its mentions, as it is sent. HTML is made only where a mention needs
 * a link; everything in it is escaped. Who is mentioned stands in m.mentions, the link only
 * shows it (Client-Server API, user and room mentions). Pure. */

#include "config.h"

#include "tea-message-text.h"

#include "mx-link.h"

#include <string.h>

static void
append_escaped (GString    *html,
                const char *text,
                const char *end)
{
  const char *p;

  for (p = text; p < end;) {
    const char *line = memchr (p, '\n', (gsize) (end - p));
    const char *stop = line != NULL ? line : end;
    g_autofree char *escaped = g_markup_escape_text (p, stop - p);

    g_string_append (html, escaped);
    if (line != NULL)
      g_string_append (html, "<br>");
    p = line != NULL ? line + 1 : end;
  }
}

static void
append_mention (GString    *html,
                const char *start,
                const char *end,
                const char *user_id)
{
  g_autoptr (MxLink) link = mx_link_parse (user_id, NULL);
  g_autofree char *web = link != NULL ? mx_link_to_web (link) : NULL;
  g_autofree char *href = web != NULL ? g_markup_escape_text (web, -1) : NULL;

  if (href != NULL)
    g_string_append_printf (html, "<a href=\"%s\">", href);
  append_escaped (html, start, end);
  if (href != NULL)
    g_string_append (html, "</a>");
}

/**
 * tea_message_text_to_html:
 * @text: what was written
 * @mentions: (element-type TeaMention): who is mentioned where, in order
 *
 * Returns: (transfer full) (nullable): the same as HTML; %NULL where plain text says it all
 */
char *
tea_message_text_to_html (const char *text,
                          GPtrArray  *mentions)
{
  g_autoptr (GString) html = NULL;
  const char *p = text;
  guint i;

  if (mentions->len == 0)
    return NULL;
  html = g_string_new (NULL);
  for (i = 0; i < mentions->len; i++) {
    TeaMention *mention = g_ptr_array_index (mentions, i);
    const char *start = g_utf8_offset_to_pointer (text, mention->start);
    const char *end = g_utf8_offset_to_pointer (text, mention->end);

    append_escaped (html, p, start);
    append_mention (html, start, end, mention->user_id);
    p = end;
  }
  append_escaped (html, p, p + strlen (p));
  return g_string_free (g_steal_pointer (&html), FALSE);
}

/**
 * tea_message_text_to_ids:
 * @mentions: (element-type TeaMention): who is mentioned where
 *
 * Returns: (transfer full): their user ids, each once
 */
char **
tea_message_text_to_ids (GPtrArray *mentions)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint i;

  for (i = 0; i < mentions->len; i++) {
    TeaMention *mention = g_ptr_array_index (mentions, i);

    if (g_hash_table_add (seen, mention->user_id))
      g_strv_builder_add (builder, mention->user_id);
  }
  return g_strv_builder_end (builder);
}

/**
 * tea_mention_free:
 * @self: a mention
 */
void
tea_mention_free (TeaMention *self)
{
  g_free (self->user_id);
  g_free (self);
}
