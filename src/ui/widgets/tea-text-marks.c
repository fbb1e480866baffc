/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How links, names and covered parts of a TeaText look in a label: colour and underline by attributes,
 * a pill drawn behind a person's or room's name. Main thread. */

#include "config.h"

#include "tea-text-marks.h"

#include "mx-link.h"

#include <adwaita.h>
#include <string.h>

static void
link_color (GdkRGBA *color)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (style),
                                       adw_style_manager_get_dark (style), color);
}

static void
add_attr (PangoAttrList  *attrs,
          TeaTextLink    *link,
          PangoAttribute *attr)
{
  attr->start_index = link->start;
  attr->end_index = link->end;
  pango_attr_list_insert (attrs, attr);
}

/* A person or room by name is no address that is written out: it is shown as a pill. */
static gboolean
is_pill (TeaText     *text,
         TeaTextLink *link)
{
  g_autoptr (MxLink) matrix = link->uri != NULL ? mx_link_parse (link->uri, NULL) : NULL;
  g_autofree char *words = NULL;

  if (matrix == NULL || matrix->event != NULL)
    return FALSE;
  words = g_strndup (text->text->str + link->start, link->end - link->start);
  return strstr (words, "://") == NULL && !g_str_has_prefix (words, "matrix:");
}

static void
add_link_attrs (PangoAttrList *attrs,
                TeaText       *text,
                TeaTextLink   *link)
{
  GdkRGBA color;

  link_color (&color);
  add_attr (attrs, link,
            pango_attr_foreground_new ((guint16) (color.red * 65535), (guint16) (color.green * 65535),
                                       (guint16) (color.blue * 65535)));
  if (is_pill (text, link))
    add_attr (attrs, link, pango_attr_weight_new (PANGO_WEIGHT_MEDIUM));
  else
    add_attr (attrs, link, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
}

/**
 * tea_text_marks_new_attrs:
 * @text: a text
 * @covers: whether its spoilers are covered
 *
 * Returns: (transfer full): its attributes with those of its links and covers
 */
PangoAttrList *
tea_text_marks_new_attrs (TeaText  *text,
                          gboolean  covers)
{
  PangoAttrList *attrs = pango_attr_list_copy (text->attrs);

  /* A hyphen that nobody wrote would be read as a part of the word. */
  pango_attr_list_insert (attrs, pango_attr_insert_hyphens_new (FALSE));
  for (guint i = 0; i < text->links->len; i++)
    add_link_attrs (attrs, text, g_ptr_array_index (text->links, i));
  for (guint i = 0; covers && i < text->spoilers->len; i++) {
    add_attr (attrs, g_ptr_array_index (text->spoilers, i), pango_attr_background_new (0x8000, 0x8000, 0x8000));
    add_attr (attrs, g_ptr_array_index (text->spoilers, i), pango_attr_background_alpha_new (0x4000));
  }
  return attrs;
}

/* Behind a person's or room's name, on each of its lines. */
static void
snapshot_pill (GtkLabel    *label,
               GtkSnapshot *snapshot,
               TeaTextLink *link)
{
  PangoLayoutIter *iter = pango_layout_get_iter (gtk_label_get_layout (label));
  GdkRGBA color;
  int left, top;

  link_color (&color);
  color.alpha *= 0.15f;
  gtk_label_get_layout_offsets (label, &left, &top);
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    g_autofree int *ranges = NULL;
    PangoRectangle area;
    int i, n;

    if (line->start_index >= (int) link->end || line->start_index + line->length <= (int) link->start)
      continue;
    pango_layout_iter_get_line_extents (iter, NULL, &area);
    pango_layout_line_get_x_ranges (line, (int) link->start, (int) link->end, &ranges, &n);
    for (i = 0; i < n; i++) {
      float from = (float) ranges[2 * i] / PANGO_SCALE;
      float to = (float) ranges[2 * i + 1] / PANGO_SCALE;
      graphene_rect_t bounds;
      GskRoundedRect pill;

      /* The ranges begin at the edge of the layout. */
      graphene_rect_init (&bounds, left + from - 3, top + (float) area.y / PANGO_SCALE, to - from + 6,
                          (float) area.height / PANGO_SCALE);
      gsk_rounded_rect_init_from_rect (&pill, &bounds, 6);
      gtk_snapshot_push_rounded_clip (snapshot, &pill);
      gtk_snapshot_append_color (snapshot, &color, &pill.bounds);
      gtk_snapshot_pop (snapshot);
    }
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/**
 * tea_text_marks_snapshot:
 * @text: the text that @label shows
 * @label: a label
 * @snapshot: where to draw, before the label
 *
 * Draws the pills.
 */
void
tea_text_marks_snapshot (TeaText     *text,
                         GtkLabel    *label,
                         GtkSnapshot *snapshot)
{
  for (guint i = 0; i < text->links->len; i++) {
    TeaTextLink *link = g_ptr_array_index (text->links, i);

    if (is_pill (text, link))
      snapshot_pill (label, snapshot, link);
  }
}
