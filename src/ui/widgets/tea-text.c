/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A piece of text with its attributes, links and hidden parts. It is what text of
 * strangers becomes on its way to a label: never markup, always plain text beside a
 * PangoAttrList and ranges of bytes. Pure; used on the main thread.
 *
 * Invariants: links and spoilers are in order and do not overlap; their ends lie on
 * character borders of the text; a link's address has passed tea_links_is_allowed (). */

#include "config.h"

#include "tea-links.h"
#include "tea-text.h"

#include "mx-id.h"
#include "mx-link-rule.h"

#include <glib/gi18n.h>
#include <string.h>

/* Above this, a word is given places to break: Pango needs seconds for a word of
 * 64 KiB (security.md H10). */
#define LONG_WORD 200
#define WORD_STEP 16
#define MAX_LINKS 200
/* Zero-width space: a place where a line may be broken. */
#define BREAK "\342\200\213"

static TeaTextLink *
text_link_new (guint       start,
               guint       end,
               const char *uri,
               const char *reason)
{
  TeaTextLink *link = g_new0 (TeaTextLink, 1);

  link->start = start;
  link->end = end;
  link->uri = g_strdup (uri);
  link->reason = g_strdup (reason);
  return link;
}

static void
text_link_free (TeaTextLink *link)
{
  g_free (link->uri);
  g_free (link->reason);
  g_free (link);
}

/**
 * tea_text_new:
 *
 * Returns: (transfer full): an empty text
 */
TeaText *
tea_text_new (void)
{
  TeaText *self = g_new0 (TeaText, 1);

  self->text = g_string_new (NULL);
  self->attrs = pango_attr_list_new ();
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) text_link_free);
  self->spoilers = g_ptr_array_new_with_free_func ((GDestroyNotify) text_link_free);
  return self;
}

/**
 * tea_text_new_plain:
 * @text: plain text
 * @linkify: whether addresses in it become links
 *
 * Returns: (transfer full): the same text
 */
TeaText *
tea_text_new_plain (const char *text,
                    gboolean    linkify)
{
  TeaText *self = tea_text_new ();

  tea_text_append (self, text, -1);
  if (linkify)
    tea_text_linkify (self, 0, NULL);
  return self;
}

/**
 * tea_text_free:
 * @self: a text
 */
void
tea_text_free (TeaText *self)
{
  g_string_free (self->text, TRUE);
  pango_attr_list_unref (self->attrs);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->spoilers);
  g_free (self);
}

/**
 * tea_text_append:
 * @self: a text
 * @text: more of it
 * @len: bytes of @text, or -1
 */
void
tea_text_append (TeaText    *self,
                 const char *text,
                 gssize      len)
{
  g_string_append_len (self->text, text, len);
}

/**
 * tea_text_add_link:
 * @self: a text
 * @start: first byte
 * @end: the byte after the last
 * @uri: where it leads
 *
 * Does nothing for an address that must not be followed, and for a range that
 * begins inside an earlier link.
 */
void
tea_text_add_link (TeaText    *self,
                   guint       start,
                   guint       end,
                   const char *uri)
{
  TeaTextLink *last = self->links->len > 0 ? g_ptr_array_index (self->links, self->links->len - 1) : NULL;

  if (start >= end || end > self->text->len || self->links->len >= MAX_LINKS || !tea_links_is_allowed (uri))
    return;
  if (last != NULL && start < last->end)
    return;
  g_ptr_array_add (self->links, text_link_new (start, end, uri, NULL));
}

/**
 * tea_text_add_spoiler:
 * @self: a text
 * @start: first byte
 * @end: the byte after the last
 * @reason: (nullable): what it says about itself
 */
void
tea_text_add_spoiler (TeaText    *self,
                      guint       start,
                      guint       end,
                      const char *reason)
{
  TeaTextLink *last = self->spoilers->len > 0 ? g_ptr_array_index (self->spoilers, self->spoilers->len - 1) : NULL;

  if (start >= end || end > self->text->len)
    return;
  /* An outer one ends after the inner ones that it holds. */
  while (last != NULL && start <= last->start) {
    g_ptr_array_set_size (self->spoilers, (int) self->spoilers->len - 1);
    last = self->spoilers->len > 0 ? g_ptr_array_index (self->spoilers, self->spoilers->len - 1) : NULL;
  }
  if (last == NULL || start >= last->end)
    g_ptr_array_add (self->spoilers, text_link_new (start, end, NULL, reason));
}

/**
 * tea_text_add_attr:
 * @self: a text
 * @start: first byte
 * @end: the byte after the last
 * @attr: (transfer full): how it looks
 */
void
tea_text_add_attr (TeaText        *self,
                   guint           start,
                   guint           end,
                   PangoAttribute *attr)
{
  attr->start_index = start;
  attr->end_index = end;
  pango_attr_list_insert (self->attrs, attr);
}

static void
copy_links_outside (GPtrArray *from,
                    GPtrArray *to,
                    guint      start,
                    guint      end,
                    guint      insert)
{
  guint i;

  for (i = 0; i < from->len; i++) {
    TeaTextLink *link = g_ptr_array_index (from, i);
    int shift = link->start >= end ? (int) insert - (int) (end - start) : 0;

    if (link->end <= start || link->start >= end)
      g_ptr_array_add (to, text_link_new (link->start + shift, link->end + shift, link->uri, link->reason));
  }
}

static void
hide_part (TeaText *self,
           guint    index)
{
  TeaTextLink *part = g_ptr_array_index (self->spoilers, index);
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) text_link_free);
  const char *cover = part->reason != NULL && *part->reason != '\0' ? part->reason : _("Hidden text");
  /* Translators: a covered part of a message; %s says what it is about. Clicking shows it. */
  g_autofree char *shown = g_strdup_printf (_("[%s – show]"), cover);
  guint len = strlen (shown);
  guint start = part->start;
  guint end = part->end;
  int shift = (int) len - (int) (end - start);
  guint i;

  g_string_erase (self->text, start, end - start);
  g_string_insert (self->text, start, shown);
  pango_attr_list_update (self->attrs, (int) start, (int) (end - start), (int) len);
  copy_links_outside (self->links, links, start, end, len);
  g_ptr_array_unref (self->links);
  self->links = g_steal_pointer (&links);
  part->end = start + len;
  for (i = index + 1; i < self->spoilers->len; i++) {
    TeaTextLink *later = g_ptr_array_index (self->spoilers, i);

    later->start += shift;
    later->end += shift;
  }
}

/**
 * tea_text_copy_hidden:
 * @self: a text with hidden parts
 *
 * Returns: (transfer full): the text with each hidden part replaced by its cover; what is
 *   hidden is not in it, so that no screen reader and no selection gives it away
 */
TeaText *
tea_text_copy_hidden (TeaText *self)
{
  TeaText *copy = tea_text_new ();
  guint i;

  g_string_append_len (copy->text, self->text->str, self->text->len);
  pango_attr_list_unref (copy->attrs);
  copy->attrs = pango_attr_list_copy (self->attrs);
  copy_links_outside (self->links, copy->links, G_MAXUINT, G_MAXUINT, 0);
  copy_links_outside (self->spoilers, copy->spoilers, G_MAXUINT, G_MAXUINT, 0);
  for (i = 0; i < copy->spoilers->len; i++)
    hide_part (copy, i);
  return copy;
}

/* Where the word at @p ends: at white space, or at a character that no address holds. */
static const char *
word_end (const char *p)
{
  while (*p != '\0') {
    gunichar c = g_utf8_get_char (p);

    if (g_str_has_prefix (p, BREAK)) {
      p += strlen (BREAK);
      continue;
    }
    if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT ||
        strchr ("<>\"`", *p) != NULL)
      break;
    p = g_utf8_next_char (p);
  }
  return p;
}

/* Punctuation that ends a sentence, not an address; a bracket stays when it was opened inside. */
static const char *
trim_word (const char *start,
           const char *end)
{
  while (end > start) {
    char last = end[-1];
    const char *p;
    int depth = 0;

    if (last != '\0' && strchr (".,;:!?'*_~|", last) != NULL) {
      end--;
      continue;
    }
    if (last != ')' && last != ']' && last != '}')
      break;
    for (p = start; p < end; p++) {
      if (*p == (last == ')' ? '(' : last == ']' ? '['
                                                 : '{'))
        depth++;
      else if (*p == last)
        depth--;
    }
    if (depth >= 0)
      break;
    end--;
  }
  return end;
}

/**
 * tea_text_join_words:
 * @text: a text that went through tea_text_break_words (), or a part of one
 * @len: its length in bytes, or -1
 *
 * Returns: (transfer full): the text without the places to break
 */
char *
tea_text_join_words (const char *text,
                     gssize      len)
{
  g_autofree char *part = g_strndup (text, len < 0 ? strlen (text) : (gsize) len);
  g_auto (GStrv) pieces = g_strsplit (part, BREAK, -1);

  return g_strjoinv (NULL, pieces);
}

static gboolean
begins_address (const char *p)
{
  static const char *const schemes[] = { "https://", "http://", "mailto:", "matrix:", "irc://", "ircs://" };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strncasecmp (p, schemes[i], strlen (schemes[i])) == 0)
      return p[strlen (schemes[i])] != '\0';
  }
  return FALSE;
}

static gboolean
is_identifier (const char *word)
{
  return (*word == '@' && mx_id_is_user (word)) || (*word == '#' && mx_id_is_alias (word));
}

/* Byte after the link that begins at @p, or %NULL. */
static const char *
link_at (const char  *p,
         char       **uri)
{
  const char *end;
  g_autofree char *word = NULL;

  if (*p != '@' && *p != '#' && !begins_address (p))
    return NULL;
  end = trim_word (p, word_end (p));
  word = tea_text_join_words (p, end - p);
  if (*p == '@' || *p == '#' ? !is_identifier (word) : !tea_links_is_allowed (word))
    return NULL;
  *uri = g_steal_pointer (&word);
  return end;
}

static gboolean
may_begin_after (const char *text,
                 const char *p)
{
  const char *prev;

  if (p == text)
    return TRUE;
  prev = g_utf8_find_prev_char (text, p);
  return prev != NULL && !g_unichar_isalnum (g_utf8_get_char (prev)) && *prev != '/' && *prev != '=' && *prev != '&';
}

static void
add_addresses (TeaText *self,
               guint    start)
{
  const char *text = self->text->str;
  const char *p = text + start;

  while (*p != '\0' && self->links->len < MAX_LINKS) {
    g_autofree char *uri = NULL;
    const char *end = NULL;

    if (strchr ("hHmM@#", *p) != NULL && may_begin_after (text, p))
      end = link_at (p, &uri);
    if (end == NULL) {
      p = g_utf8_next_char (p);
      continue;
    }
    tea_text_add_link (self, (guint) (p - text), (guint) (end - text), uri);
    p = end;
  }
}

/* Between the links that are there. */
static void
insert_link (TeaText           *self,
             const MxRuleMatch *match)
{
  guint i = 0;

  while (i < self->links->len && ((TeaTextLink *) g_ptr_array_index (self->links, i))->end <= match->start)
    i++;
  if (i < self->links->len && ((TeaTextLink *) g_ptr_array_index (self->links, i))->start < match->end)
    return;
  if (self->links->len < MAX_LINKS && tea_links_is_allowed (match->uri))
    g_ptr_array_insert (self->links, (int) i, text_link_new (match->start, match->end, match->uri, NULL));
}

/**
 * tea_text_linkify:
 * @self: a text
 * @start: first byte that is looked at
 * @rules: (nullable) (element-type MxLinkRule): what else is a link where this was written
 *
 * Makes links of the addresses, people and rooms that are written out, and of what the community's
 * rules find between them.
 */
void
tea_text_linkify (TeaText   *self,
                  guint      start,
                  GPtrArray *rules)
{
  g_autoptr (GPtrArray) found = NULL;

  add_addresses (self, start);
  found = mx_link_rules_find (rules, self->text->str, start);
  for (guint i = 0; i < found->len; i++)
    insert_link (self, g_ptr_array_index (found, i));
}

/**
 * tea_text_break_words:
 * @text: any text
 *
 * Returns: (transfer full): the text, with places to break a line inside words that no
 *   layout can take whole
 */
char *
tea_text_break_words (const char *text)
{
  g_autoptr (GString) out = NULL;
  const char *from = text;
  const char *p;
  guint run = 0;
  guint since = 0;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isspace (g_utf8_get_char (p))) {
      run = since = 0;
      continue;
    }
    run++;
    since++;
    /* Never between a letter and its marks. */
    if (run < LONG_WORD || since < WORD_STEP || g_unichar_ismark (g_utf8_get_char (p)))
      continue;
    if (out == NULL)
      out = g_string_sized_new (strlen (text) + 64);
    g_string_append_len (out, from, p - from);
    g_string_append (out, BREAK);
    from = p;
    since = 0;
  }
  if (out == NULL)
    return g_strdup (text);
  g_string_append (out, from);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
