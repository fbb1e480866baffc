/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every community that this computer knows, and with them every form of a link: what is
 * no link to a room by itself may be one to a channel of IRC whose room a community names,
 * or a link as a community's wiki writes it. The first community that answers counts. Filled by
 * one thread, then immutable. */

#include "config.h"

#include "mx-presets.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-irc-link.h"
#include "mx-link.h"
#include "mx-preset.h"

#include <string.h>

/* As of a link. */
#define MAX_BYTES 4096

struct _MxPresets {
  gatomicrefcount ref_count;
  GPtrArray *all; /* (element-type MxPreset): sorted */
};

/**
 * mx_presets_new:
 *
 * Returns: (transfer full): no community
 */
MxPresets *
mx_presets_new (void)
{
  MxPresets *self = g_new0 (MxPresets, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_preset_unref);
  return self;
}

/**
 * mx_presets_ref:
 * @self: communities
 *
 * Returns: (transfer full): @self
 */
MxPresets *
mx_presets_ref (MxPresets *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_presets_unref:
 * @self: (transfer full): communities
 */
void
mx_presets_unref (MxPresets *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->all);
  g_free (self);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const MxPreset *x = a;
  const MxPreset *y = b;

  if (x->is_default != y->is_default)
    return x->is_default ? -1 : 1;
  return g_utf8_collate (x->name, y->name);
}

/**
 * mx_presets_add:
 * @self: communities
 * @preset: (transfer full): one more; it takes the place of one with the same id
 */
void
mx_presets_add (MxPresets *self,
                MxPreset  *preset)
{
  MxPreset *old = mx_presets_find (self, preset->id);

  if (old != NULL)
    g_ptr_array_remove (self->all, old);
  g_ptr_array_add (self->all, preset);
  g_ptr_array_sort_values (self->all, compare);
}

/**
 * mx_presets_get_all:
 * @self: communities
 *
 * Returns: (transfer none) (element-type MxPreset): them all, the welcome page's own first
 */
GPtrArray *
mx_presets_get_all (MxPresets *self)
{
  return self->all;
}

/**
 * mx_presets_find:
 * @self: communities
 * @id: a community's id
 *
 * Returns: (transfer none) (nullable): the community
 */
MxPreset *
mx_presets_find (MxPresets  *self,
                 const char *id)
{
  for (guint i = 0; i < self->all->len; i++) {
    MxPreset *preset = g_ptr_array_index (self->all, i);

    if (g_str_equal (preset->id, id))
      return preset;
  }
  return NULL;
}

/**
 * mx_presets_find_for:
 * @self: communities
 * @link: (nullable): where somebody wants to go
 *
 * Returns: (transfer none) (nullable): the community whose room that is; without a link the
 *   one whose welcome page this is
 */
MxPreset *
mx_presets_find_for (MxPresets    *self,
                     const MxLink *link)
{
  const char *server = link != NULL ? mx_id_get_server_name (link->id) : NULL;

  for (guint i = 0; i < self->all->len; i++) {
    MxPreset *preset = g_ptr_array_index (self->all, i);

    if (link == NULL ? preset->is_default
                     : g_strv_contains ((const char *const *) preset->rooms, link->id) ||
                         g_strcmp0 (preset->help_room, link->id) == 0 ||
                         g_strcmp0 (preset->home_space, link->id) == 0 ||
                         (server != NULL && g_strcmp0 (preset->homeserver, server) == 0))
      return preset;
  }
  return NULL;
}

static MxLink *
parse_wiki (MxPresets  *self,
            const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  for (guint i = 0; i < self->all->len; i++) {
    g_autofree char *target = mx_preset_dup_wiki_target (g_ptr_array_index (self->all, i), trimmed);
    MxLink *link = target != NULL ? mx_link_parse (target, NULL) : NULL;

    if (link != NULL)
      return link;
  }
  return NULL;
}

/**
 * mx_presets_parse:
 * @self: communities
 * @text: (nullable): what a person typed, pasted or clicked
 * @error: a place for %MX_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): where it leads
 */
MxLink *
mx_presets_parse (MxPresets   *self,
                  const char  *text,
                  GError     **error)
{
  g_autoptr (GError) fault = NULL;
  MxLink *link = mx_link_parse (text, &fault);
  g_autoptr (MxIrcLink) irc = link == NULL ? mx_irc_link_parse (text, NULL) : NULL;

  for (guint i = 0; irc != NULL && link == NULL && i < self->all->len; i++) {
    g_autofree char *alias = mx_preset_dup_irc_alias (g_ptr_array_index (self->all, i), irc);

    if (alias != NULL)
      link = mx_link_parse (alias, NULL);
  }
  if (link == NULL && irc == NULL && text != NULL && strnlen (text, MAX_BYTES + 1) <= MAX_BYTES)
    link = parse_wiki (self, text);
  if (link == NULL && irc != NULL && !irc->is_web)
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "no community says which room %s of %s is", irc->channel,
                 irc->host);
  else if (link == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return link;
}

static MxLink *
parse (MxPresets  *self,
       const char *text)
{
  return self != NULL ? mx_presets_parse (self, text, NULL) : mx_link_parse (text, NULL);
}

/* A word without what stands around it in a sentence. */
static char *
dup_bare (const char *word)
{
  static const char *const around = "<>()[]{}\"'.,;:!?*_“”„«»‘’…";
  const char *start = word, *end = word + strlen (word);

  while (start < end && g_utf8_strchr (around, -1, g_utf8_get_char (start)) != NULL)
    start = g_utf8_next_char (start);
  while (end > start && g_utf8_strchr (around, -1, g_utf8_get_char (g_utf8_prev_char (end))) != NULL)
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

/* Takes what it finds into @found; %FALSE where that would be the second place. */
static gboolean
take_word (MxPresets   *self,
           const char  *word,
           char       **found)
{
  g_autofree char *bare = dup_bare (word);
  g_autoptr (MxLink) whole = parse (self, word);
  g_autoptr (MxLink) inner = whole == NULL ? parse (self, bare) : NULL;
  g_autoptr (MxLink) before = *found != NULL ? parse (self, *found) : NULL;
  const MxLink *link = whole != NULL ? whole : inner;

  if (link == NULL)
    return TRUE;
  if (before != NULL)
    return mx_link_is_same (before, link);
  *found = g_strdup (whole != NULL ? word : bare);
  return TRUE;
}

/**
 * mx_presets_dup_link:
 * @self: (nullable): communities; without them channels of IRC lead nowhere
 * @text: (nullable): what a person typed or pasted: a link, or words with one in them
 *
 * Returns: (transfer full) (nullable): the link; %NULL where there is none, or more than one
 */
char *
mx_presets_dup_link (MxPresets  *self,
                     const char *text)
{
  g_autofree char *found = NULL;
  g_autoptr (MxLink) link = NULL;
  g_auto (GStrv) words = NULL;

  if (text == NULL || strnlen (text, MAX_BYTES + 1) > MAX_BYTES || !g_utf8_validate (text, -1, NULL))
    return NULL;
  link = parse (self, text);
  if (link != NULL)
    return g_strstrip (g_strdup (text));
  words = g_strsplit_set (text, " \t\r\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (!take_word (self, words[i], &found))
      return NULL;
  return g_steal_pointer (&found);
}
