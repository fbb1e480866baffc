/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxPreset, the forms in which a community writes things: which room an IRC channel is, a link in
 * its wiki and back again, a page for feedback, the reason for a server. Any thread. */

#include "config.h"

#include "mx-preset-private.h"

#include "mx-id.h"
#include "mx-irc-link.h"
#include "mx-link.h"

#include <string.h>

/* Of the words in an address: servers take 8,000 bytes in all, and so do browsers. */
#define MAX_WORDS 6000

gboolean
_mx_preset_is_room (const char *id)
{
  return id == NULL || mx_id_is_alias (id) || mx_id_is_room (id);
}

/* What is searched for in a template that came out of a file must be found by the grammar of what it makes. */
char *
_mx_preset_fill_in (const char        *template,
                    const char *const *pairs)
{
  g_autoptr (GString) text = g_string_new (template);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    g_string_replace (text, pairs[i], pairs[i + 1], 0);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
_mx_preset_dup_templated (const MxPresetIrc *irc,
                          const char        *channel)
{
  const char *const pairs[] = { "{channel}", channel, "{name}", channel + strspn (channel, "#"), NULL };

  return irc->alias != NULL ? _mx_preset_fill_in (irc->alias, pairs) : NULL;
}

/**
 * mx_preset_server_get_reason:
 * @self: a server of a preset
 * @languages: (array zero-terminated=1): as g_get_language_names() gives them
 *
 * Returns: (transfer none): one line that says why somebody would choose it; in English where none of them is there
 */
const char *
mx_preset_server_get_reason (const MxPresetServer *self,
                             const char *const    *languages)
{
  const char *reason = g_hash_table_lookup (self->reasons, "");

  for (guint i = 0; reason == NULL && languages[i] != NULL; i++)
    reason = g_hash_table_lookup (self->reasons, languages[i]);
  return reason != NULL ? reason : g_hash_table_lookup (self->reasons, "en");
}

static gboolean
knows_host (const MxPresetIrc *irc,
            const MxIrcLink   *link)
{
  return g_strv_contains ((const char *const *) (link->is_web ? irc->webchats : irc->networks), link->host);
}

/**
 * mx_preset_dup_irc_alias:
 * @self: a preset
 * @link: a channel of IRC
 *
 * Returns: (transfer full) (nullable): the address of its room, where this community says so
 */
char *
mx_preset_dup_irc_alias (const MxPreset  *self,
                         const MxIrcLink *link)
{
  for (guint i = 0; i < self->irc->len; i++) {
    const MxPresetIrc *irc = g_ptr_array_index (self->irc, i);
    const char *room = g_hash_table_lookup (irc->channels, link->channel);
    g_autofree char *alias = NULL;

    if (!knows_host (irc, link))
      continue;
    if (room != NULL)
      return g_strdup (room);
    alias = _mx_preset_dup_templated (irc, link->channel);
    if (mx_id_is_alias (alias))
      return g_steal_pointer (&alias);
  }
  return NULL;
}

/**
 * mx_preset_dup_wiki_link:
 * @self: a preset
 * @link: where it leads
 * @name: (nullable): what the room or the person is called
 *
 * Writes a link as this community's wiki wants it: "{web}" becomes the matrix.to address, "{uri}"
 * the `matrix:` one, "{id}" the alias or id, "{name}" the name without what a wiki would read.
 *
 * Returns: (transfer full): the text to paste there; without a form of its own, the matrix.to address
 */
char *
mx_preset_dup_wiki_link (const MxPreset *self,
                         const MxLink   *link,
                         const char     *name)
{
  g_autofree char *web = mx_link_to_web (link);
  g_autofree char *uri = mx_link_to_uri (link);
  const char *called = name != NULL && *name != '\0' ? name : link->id;
  g_autofree char *plain = g_strdelimit (g_strdup (called), "[]{}|<>\n\r\t", ' ');
  g_autofree char *id = g_strdelimit (g_strdup (link->id), "[]{}|<>", ' ');
  /* The name goes last: it is not looked at again. */
  const char *const pairs[] = { "{web}", web, "{uri}", uri, "{id}", id, "{name}", plain, NULL };

  return _mx_preset_fill_in (self->wiki_link != NULL ? self->wiki_link : "{web}", pairs);
}

/**
 * mx_preset_dup_feedback_uri:
 * @self: a preset
 * @text: what somebody wants to say
 *
 * Returns: (transfer full) (nullable): the address of the page where it is handed in, with as much of @text as
 *   an address holds; %NULL where feedback goes to a room
 */
char *
mx_preset_dup_feedback_uri (const MxPreset *self,
                            const char     *text)
{
  g_autoptr (GString) words = g_string_new (NULL);
  const char *pairs[] = { "{text}", NULL, NULL };

  if (self->feedback == NULL || _mx_preset_is_room (self->feedback))
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    g_autofree char *letter = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
    g_autofree char *escaped = g_uri_escape_string (letter, NULL, FALSE);

    if (words->len + strlen (escaped) > MAX_WORDS)
      break;
    g_string_append (words, escaped);
  }
  pairs[1] = words->str;
  return _mx_preset_fill_in (self->feedback, pairs);
}

/* Where the first "{web}", "{uri}" or "{id}" of a template stands, and how long it is. */
static const char *
find_place (const char *template,
            gsize      *len)
{
  static const char *const places[] = { "{web}", "{uri}", "{id}" };
  const char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    const char *at = strstr (template, places[i]);

    if (at == NULL || (first != NULL && at > first))
      continue;
    first = at;
    *len = strlen (places[i]);
  }
  return first;
}

/**
 * mx_preset_dup_wiki_target:
 * @self: a preset
 * @text: what may be a link as this community's wiki writes it
 *
 * The other way around: what stands in the place of "{web}", "{uri}" or "{id}". It may be anything: whoever asks
 * looks whether it is a link. A name is looked for in none but the last place.
 *
 * Returns: (transfer full) (nullable): the link's text
 */
char *
mx_preset_dup_wiki_target (const MxPreset *self,
                           const char     *text)
{
  gsize len = 0;
  const char *place = self->wiki_link != NULL ? find_place (self->wiki_link, &len) : NULL;
  g_autofree char *before = place != NULL ? g_strndup (self->wiki_link, (gsize) (place - self->wiki_link)) : NULL;
  const char *name = place != NULL ? strstr (place, "{name}") : NULL;
  const char *tail = name != NULL ? name + strlen ("{name}") : place != NULL ? place + len
                                                                             : NULL;
  g_autofree char *after = name != NULL ? g_strndup (place + len, (gsize) (name - place - len)) : NULL;
  const char *end;

  if (place == NULL || strstr (before, "{name}") != NULL || !g_str_has_prefix (text, before) ||
      !g_str_has_suffix (text + strlen (before), tail))
    return NULL;

  text += strlen (before);
  end = after != NULL ? strstr (text, after) : text + strlen (text) - strlen (tail);
  return end != NULL ? g_strndup (text, (gsize) (end - text)) : NULL;
}
