/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gathers the words of an HTML document into paragraphs and keeps count: when lines,
 * characters or blocks run out, the rest is left off and the caller is told. White space
 * is folded as browsers do. Colours are moved until they can be read. Pure. */

#include "config.h"

#include "tea-html-private.h"
#include "tea-name-color.h"

#include "mx-text.h"

#include <string.h>

#define MAX_BLOCKS 600

/*< private >
 * _tea_html_block_new:
 * @kind: its kind
 * @level: see #TeaBlockKind
 *
 * Returns: (transfer full): an empty block
 */
TeaHtmlBlock *
_tea_html_block_new (TeaBlockKind kind,
                     int          level)
{
  TeaHtmlBlock *block = g_new0 (TeaHtmlBlock, 1);

  block->kind = kind;
  block->level = level;
  return block;
}

/**
 * tea_html_block_free:
 * @self: a block
 *
 * Frees it with its children.
 */
void
tea_html_block_free (TeaHtmlBlock *self)
{
  g_clear_pointer (&self->text, tea_text_free);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->language);
  g_free (self);
}

/*< private >
 * _tea_html_builder_add_block:
 *
 * Closes the open paragraph and adds a container.
 *
 * Returns: (transfer none) (nullable): the new block; %NULL when nothing more fits
 */
TeaHtmlBlock *
_tea_html_builder_add_block (TeaHtmlBuilder *self,
                             TeaBlockKind    kind,
                             int             level)
{
  TeaHtmlBlock *block;

  _tea_html_builder_flush (self, TEA_BLOCK_PARAGRAPH, 0);
  if (self->blocks >= MAX_BLOCKS)
    self->is_full = TRUE;
  if (self->is_full)
    return NULL;
  self->blocks++;
  block = _tea_html_block_new (kind, level);
  g_ptr_array_add (self->out, block);
  return block;
}

static PangoAttribute *
color_attr (const GdkRGBA *color,
            gboolean       is_background)
{
  guint16 r = (guint16) (color->red * 65535), g = (guint16) (color->green * 65535), b = (guint16) (color->blue * 65535);

  return is_background ? pango_attr_background_new (r, g, b) : pango_attr_foreground_new (r, g, b);
}

static void
add_colors (TeaHtmlBuilder     *self,
            guint               start,
            guint               end,
            const TeaHtmlStyle *style)
{
  GdkRGBA behind = self->options->is_dark ? tea_background_dark : tea_background_light;
  GdkRGBA color = self->options->is_dark ? tea_background_light : tea_background_dark;
  gboolean has_background = style->background != NULL && gdk_rgba_parse (&behind, style->background);
  gboolean has_color = style->color != NULL && gdk_rgba_parse (&color, style->color);

  if (has_background)
    tea_text_add_attr (self->inline_text, start, end, color_attr (&behind, TRUE));
  if (!has_background && !has_color)
    return;
  tea_color_readable (&color, &behind);
  tea_text_add_attr (self->inline_text, start, end, color_attr (&color, FALSE));
}

static void
add_style (TeaHtmlBuilder     *self,
           guint               start,
           guint               end,
           const TeaHtmlStyle *style)
{
  const struct
  {
    TeaStyleFlags flag;
    PangoAttribute *attr;
  } attrs[] = {
    { TEA_STYLE_BOLD, pango_attr_weight_new (PANGO_WEIGHT_BOLD) },
    { TEA_STYLE_ITALIC, pango_attr_style_new (PANGO_STYLE_ITALIC) },
    { TEA_STYLE_UNDERLINE, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) },
    { TEA_STYLE_STRIKE, pango_attr_strikethrough_new (TRUE) },
    { TEA_STYLE_CODE, pango_attr_family_new ("monospace") },
    { TEA_STYLE_SUB, pango_attr_font_scale_new (PANGO_FONT_SCALE_SUBSCRIPT) },
    { TEA_STYLE_SUB, pango_attr_baseline_shift_new (PANGO_BASELINE_SHIFT_SUBSCRIPT) },
    { TEA_STYLE_SUP, pango_attr_font_scale_new (PANGO_FONT_SCALE_SUPERSCRIPT) },
    { TEA_STYLE_SUP, pango_attr_baseline_shift_new (PANGO_BASELINE_SHIFT_SUPERSCRIPT) },
    { TEA_STYLE_SMALL, pango_attr_scale_new (PANGO_SCALE_SMALL) },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (attrs); i++) {
    if (style->flags & attrs[i].flag)
      tea_text_add_attr (self->inline_text, start, end, attrs[i].attr);
    else
      pango_attribute_destroy (attrs[i].attr);
  }
  add_colors (self, start, end, style);
}

/* A link or cover may come in several pieces; they, and a space between, are one again. */
static gboolean
extend_last (TeaText    *text,
             GPtrArray  *links,
             guint       start,
             guint       end,
             const char *what)
{
  TeaTextLink *last = links->len > 0 ? g_ptr_array_index (links, links->len - 1) : NULL;

  if (last == NULL || strcmp (last->uri != NULL ? last->uri : last->reason, what) != 0)
    return FALSE;
  if (last->end != start && (last->end + 1 != start || text->text->str[last->end] != ' '))
    return FALSE;
  last->end = end;
  return TRUE;
}

static void
add_piece (TeaHtmlBuilder     *self,
           const char         *piece,
           const TeaHtmlStyle *style)
{
  gboolean cut = FALSE;
  g_autofree char *limited =
    mx_text_limit (piece, self->options->max_lines, self->options->max_chars - self->chars, &cut);
  g_autofree char *tame = tea_text_break_words (limited);
  TeaText *text;
  guint start, end;

  if (self->inline_text == NULL)
    self->inline_text = tea_text_new ();
  text = self->inline_text;
  start = text->text->len;
  tea_text_append (text, tame, -1);
  end = text->text->len;
  self->chars += (guint) g_utf8_strlen (limited, -1);
  self->is_full |= cut;
  if (start == end)
    return;

  if (style->flags != 0 || style->color != NULL || style->background != NULL)
    add_style (self, start, end, style);
  if (style->spoiler != NULL && !extend_last (text, text->spoilers, start, end, style->spoiler))
    tea_text_add_spoiler (text, start, end, style->spoiler);
  if (style->href == NULL) {
    if (!(style->flags & TEA_STYLE_CODE))
      tea_text_linkify (text, start, self->options->rules);
  } else if (!extend_last (text, text->links, start, end, style->href))
    tea_text_add_link (text, start, end, style->href);
}

static gboolean
at_line_start (TeaHtmlBuilder *self)
{
  return self->inline_text == NULL || self->inline_text->text->len == 0 ||
         self->inline_text->text->str[self->inline_text->text->len - 1] == '\n';
}

static gboolean
is_html_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/*< private >
 * _tea_html_builder_add_text:
 *
 * Adds running text; its white space is folded.
 */
void
_tea_html_builder_add_text (TeaHtmlBuilder     *self,
                            const char         *text,
                            const TeaHtmlStyle *style)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  const char *p;

  for (p = text; *p != '\0'; p++) {
    if (is_html_space (*p)) {
      self->is_spaced = TRUE;
      continue;
    }
    if (self->is_spaced && folded->len > 0)
      g_string_append_c (folded, ' ');
    /* What stands before a link or a covered part is none of it. */
    else if (self->is_spaced && !at_line_start (self))
      tea_text_append (self->inline_text, " ", 1);
    self->is_spaced = FALSE;
    g_string_append_c (folded, *p);
  }
  if (folded->len > 0 && !self->is_full)
    add_piece (self, folded->str, style);
}

/*< private >
 * _tea_html_builder_add_break:
 *
 * Begins a new line in the open paragraph.
 */
void
_tea_html_builder_add_break (TeaHtmlBuilder *self)
{
  self->is_spaced = FALSE;
  if (self->is_full)
    return;
  if (++self->lines >= self->options->max_lines)
    self->is_full = TRUE;
  else if (self->inline_text != NULL)
    tea_text_append (self->inline_text, "\n", 1);
}

/*< private >
 * _tea_html_builder_add_code:
 *
 * Adds a block whose white space counts.
 */
void
_tea_html_builder_add_code (TeaHtmlBuilder *self,
                            const char     *text,
                            const char     *language)
{
  TeaHtmlBlock *block = _tea_html_builder_add_block (self, TEA_BLOCK_CODE, 0);
  g_autofree char *limited = NULL;
  g_autofree char *tame = NULL;
  gboolean cut = FALSE;
  const char *p;

  if (block == NULL)
    return;
  limited = mx_text_limit (text, MAX (1, self->options->max_lines - MIN (self->lines, self->options->max_lines)),
                           self->options->max_chars - self->chars, &cut);
  tame = tea_text_break_words (limited);
  g_strchomp (tame);
  block->text = tea_text_new_plain (tame, FALSE);
  block->language = g_strdup (language);
  self->chars += (guint) g_utf8_strlen (limited, -1);
  for (p = tame; *p != '\0'; p++)
    self->lines += *p == '\n' ? 1 : 0;
  self->lines++;
  self->is_full |= cut;
}

static void
trim_end (TeaText *text)
{
  gsize len = text->text->len;

  while (len > 0 && is_html_space (text->text->str[len - 1]))
    len--;
  g_string_truncate (text->text, len);
}

/*< private >
 * _tea_html_builder_flush:
 *
 * Closes the open paragraph, as a block of the given kind.
 */
void
_tea_html_builder_flush (TeaHtmlBuilder *self,
                         TeaBlockKind    kind,
                         int             level)
{
  g_autoptr (TeaText) text = g_steal_pointer (&self->inline_text);
  TeaHtmlBlock *block;

  self->is_spaced = FALSE;
  if (text == NULL)
    return;
  self->lead_len = 0;
  trim_end (text);
  if (text->text->len == 0)
    return;
  if (self->blocks >= MAX_BLOCKS) {
    self->is_full = TRUE;
    return;
  }
  self->blocks++;
  self->lines++;
  if (self->lines >= self->options->max_lines)
    self->is_full = TRUE;
  block = _tea_html_block_new (kind, level);
  block->text = g_steal_pointer (&text);
  g_ptr_array_add (self->out, block);
}
