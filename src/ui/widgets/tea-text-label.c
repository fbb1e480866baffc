/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A wrapping, selectable label for text of strangers: plain text and PangoAttrList
 * only. Nothing is ever parsed as markup (security.md H01, H02), so the links are our own: their
 * ranges are found again in the label's layout for the pointer, and each has a
 * TeaLinkAnchor over its first line for the keyboard and for screen readers. Parts
 * marked as spoilers are replaced by a cover until they are clicked. Names of people and
 * rooms that are links stand on a pill.
 *
 * Owns its TeaText and the copy that is shown. Main thread. */

#include "config.h"

#include "tea-link-anchor.h"
#include "tea-links.h"
#include "tea-text-label.h"
#include "tea-text-marks.h"

#include "mx-link.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* GtkLabel asks for a layout at its least width first, and without a number here that is
 * one character a line: 3.5 times the time to open a list of messages. */
#define WIDTH_CHARS 18
/* More places for Tab than anyone presses. */
#define MAX_ANCHORS 40

struct _TeaTextLabel {
  GtkWidget parent_instance;

  GtkLabel *label;    /* (owned) */
  TeaText *text;      /* (owned) (nullable) */
  TeaText *hidden;    /* (owned) (nullable): while it has covered parts */
  GPtrArray *anchors; /* (owned) (element-type TeaLinkAnchor): children, beside the label */
  char *pressed;      /* (owned) (nullable): link under the pointer when the button went down */
  gboolean on_spoiler;
};

G_DEFINE_FINAL_TYPE (TeaTextLabel, tea_text_label, GTK_TYPE_WIDGET)

static TeaText *
get_shown (TeaTextLabel *self)
{
  return self->hidden != NULL ? self->hidden : self->text;
}

static TeaTextLink *
find_in (GPtrArray *links,
         guint      byte)
{
  guint i;

  for (i = 0; i < links->len; i++) {
    TeaTextLink *link = g_ptr_array_index (links, i);

    if (byte >= link->start && byte < link->end)
      return link;
  }
  return NULL;
}

/* The link, or covered part, under a point of this widget. */
static TeaTextLink *
link_at_point (TeaTextLabel *self,
               double        x,
               double        y)
{
  TeaText *shown = get_shown (self);
  TeaTextLink *link = NULL;
  int left, top, index, trailing;

  if (shown == NULL || (shown->links->len == 0 && (self->hidden == NULL || shown->spoilers->len == 0)))
    return NULL;
  gtk_label_get_layout_offsets (self->label, &left, &top);
  if (!pango_layout_xy_to_index (gtk_label_get_layout (self->label), (int) ((x - left) * PANGO_SCALE),
                                 (int) ((y - top) * PANGO_SCALE), &index, &trailing))
    return NULL;
  link = find_in (shown->links, (guint) index);
  if (link == NULL && self->hidden != NULL)
    link = find_in (shown->spoilers, (guint) index);
  return link;
}

static void
clear_anchors (TeaTextLabel *self)
{
  guint i;

  for (i = 0; i < self->anchors->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->anchors, i));
  g_ptr_array_set_size (self->anchors, 0);
}

static TeaTextLink *
nth_link (TeaTextLabel *self,
          guint         n)
{
  TeaText *shown = get_shown (self);

  if (n < shown->links->len)
    return g_ptr_array_index (shown->links, n);
  return g_ptr_array_index (shown->spoilers, n - shown->links->len);
}

static void
follow_link (TeaTextLabel *self,
             TeaTextLink  *link)
{
  g_autofree char *text = NULL;

  if (link->uri == NULL) {
    tea_text_label_reveal (self);
    return;
  }
  text = g_strndup (get_shown (self)->text->str + link->start, link->end - link->start);
  tea_links_activate_text (GTK_WIDGET (self), link->uri, text);
}

static void
on_anchor_activated (TeaLinkAnchor *anchor,
                     TeaTextLabel  *self)
{
  guint index;

  if (g_ptr_array_find (self->anchors, anchor, &index))
    follow_link (self, nth_link (self, index));
}

static void
add_anchors (TeaTextLabel *self)
{
  TeaText *shown = get_shown (self);
  guint n = shown->links->len + (self->hidden != NULL ? shown->spoilers->len : 0);
  guint i;

  for (i = 0; i < MIN (n, MAX_ANCHORS); i++) {
    TeaTextLink *link = nth_link (self, i);
    g_autofree char *text = g_strndup (shown->text->str + link->start, link->end - link->start);
    GtkWidget *anchor = tea_link_anchor_new (text, link->uri);

    g_signal_connect (anchor, "activated", G_CALLBACK (on_anchor_activated), self);
    gtk_widget_set_parent (anchor, GTK_WIDGET (self));
    g_ptr_array_add (self->anchors, anchor);
  }
}

static void
show_text (TeaTextLabel *self)
{
  TeaText *shown = get_shown (self);
  g_autoptr (PangoAttrList) attrs = NULL;

  clear_anchors (self);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), shown != NULL && shown->links->len > 0);
  if (shown == NULL) {
    gtk_label_set_text (self->label, "");
    return;
  }
  attrs = tea_text_marks_new_attrs (shown, self->hidden != NULL);
  gtk_label_set_text (self->label, shown->text->str);
  gtk_label_set_attributes (self->label, attrs);
  add_anchors (self);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           TeaTextLabel             *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->label), link_at_point (self, x, y) != NULL ? "pointer" : "text");
}

/* Whether the pointer went down on a link is kept until it comes up on the same. */
static void
on_pressed (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            TeaTextLabel    *self)
{
  TeaTextLink *link = link_at_point (self, x, y);

  g_clear_pointer (&self->pressed, g_free);
  self->on_spoiler = link != NULL && link->uri == NULL;
  if (link != NULL && n_press == 1)
    self->pressed = g_strdup (link->uri);
}

static void
on_released (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             TeaTextLabel    *self)
{
  TeaTextLink *link = link_at_point (self, x, y);
  g_autofree char *pressed = g_steal_pointer (&self->pressed);

  if (link == NULL || gtk_label_get_selection_bounds (self->label, NULL, NULL))
    return;
  if (link->uri == NULL ? self->on_spoiler : g_strcmp0 (pressed, link->uri) == 0)
    follow_link (self, link);
}

static gboolean
tea_text_label_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  TeaTextLabel *self = TEA_TEXT_LABEL (widget);
  TeaTextLink *link = keyboard ? NULL : link_at_point (self, x, y);
  g_autofree char *where = NULL;

  if (link == NULL || link->uri == NULL)
    return FALSE;
  where = tea_links_describe (link->uri);
  gtk_tooltip_set_text (tooltip, where);
  return TRUE;
}

static GtkSizeRequestMode
tea_text_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tea_text_label_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  TeaTextLabel *self = TEA_TEXT_LABEL (widget);

  gtk_widget_measure (GTK_WIDGET (self->label), orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

/* The part of a range that lies on its first line, in the coordinates of the layout. */
static void
first_line_of (PangoLayout    *layout,
               TeaTextLink    *link,
               PangoRectangle *area)
{
  PangoRectangle from, to;
  int line_start, line_end, x;

  pango_layout_index_to_pos (layout, (int) link->start, &from);
  pango_layout_index_to_line_x (layout, (int) link->start, FALSE, &line_start, &x);
  pango_layout_index_to_line_x (layout, (int) link->end, FALSE, &line_end, &x);
  *area = from;
  if (line_start == line_end)
    pango_layout_index_to_pos (layout, (int) link->end, &to);
  else {
    PangoLayoutLine *line = pango_layout_get_line_readonly (layout, line_start);

    pango_layout_index_to_pos (layout, line->start_index + line->length, &to);
    if (to.y != from.y)
      to = from;
  }
  area->width = to.y == from.y && to.x != from.x ? to.x - from.x : from.width;
  if (area->width < 0) {
    area->x += area->width;
    area->width = -area->width;
  }
}

static void
tea_text_label_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  TeaTextLabel *self = TEA_TEXT_LABEL (widget);
  PangoLayout *layout;
  int left, top;
  guint i;

  gtk_widget_allocate (GTK_WIDGET (self->label), width, height, baseline, NULL);
  if (self->anchors->len == 0)
    return;
  layout = gtk_label_get_layout (self->label);
  gtk_label_get_layout_offsets (self->label, &left, &top);
  for (i = 0; i < self->anchors->len; i++) {
    PangoRectangle area;
    GtkAllocation place;

    first_line_of (layout, nth_link (self, i), &area);
    place.x = left + PANGO_PIXELS_FLOOR (area.x);
    place.y = top + PANGO_PIXELS_FLOOR (area.y);
    place.width = MAX (PANGO_PIXELS_CEIL (area.width), 1);
    place.height = MAX (PANGO_PIXELS_CEIL (area.height), 1);
    gtk_widget_size_allocate (g_ptr_array_index (self->anchors, i), &place, -1);
  }
}

static void
tea_text_label_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  TeaTextLabel *self = TEA_TEXT_LABEL (widget);
  TeaText *shown = get_shown (self);

  if (shown != NULL)
    tea_text_marks_snapshot (shown, self->label, snapshot);
  GTK_WIDGET_CLASS (tea_text_label_parent_class)->snapshot (widget, snapshot);
}

static void
tea_text_label_dispose (GObject *object)
{
  TeaTextLabel *self = TEA_TEXT_LABEL (object);

  clear_anchors (self);
  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  g_clear_pointer (&self->text, tea_text_free);
  g_clear_pointer (&self->hidden, tea_text_free);
  g_clear_pointer (&self->pressed, g_free);
  G_OBJECT_CLASS (tea_text_label_parent_class)->dispose (object);
}

static void
tea_text_label_finalize (GObject *object)
{
  g_ptr_array_unref (TEA_TEXT_LABEL (object)->anchors);
  G_OBJECT_CLASS (tea_text_label_parent_class)->finalize (object);
}

static void
tea_text_label_class_init (TeaTextLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_text_label_dispose;
  object_class->finalize = tea_text_label_finalize;
  widget_class->get_request_mode = tea_text_label_get_request_mode;
  widget_class->measure = tea_text_label_measure;
  widget_class->size_allocate = tea_text_label_size_allocate;
  widget_class->query_tooltip = tea_text_label_query_tooltip;
  widget_class->snapshot = tea_text_label_snapshot;

  gtk_widget_class_set_css_name (widget_class, "textlabel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_label (TeaTextLabel *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->label, WIDTH_CHARS);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_label_set_yalign (self->label, 0.0f);
  gtk_label_set_selectable (self->label, TRUE);
  /* The row has the focus; Tab goes to its links. A label that may only not be focused says
   * that it was, and Tab would stay before it for ever. */
  gtk_widget_set_can_focus (GTK_WIDGET (self->label), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}

static void
tea_text_label_init (TeaTextLabel *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->anchors = g_ptr_array_new ();
  add_label (self);

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * tea_text_label_new:
 *
 * Returns: (transfer floating): an empty label
 */
GtkWidget *
tea_text_label_new (void)
{
  return g_object_new (TEA_TYPE_TEXT_LABEL, NULL);
}

/**
 * tea_text_label_set_text:
 * @self: a label
 * @text: (transfer full) (nullable): what it shows
 */
void
tea_text_label_set_text (TeaTextLabel *self,
                         TeaText      *text)
{
  g_return_if_fail (TEA_IS_TEXT_LABEL (self));

  g_clear_pointer (&self->hidden, tea_text_free);
  g_clear_pointer (&self->pressed, g_free);
  g_clear_pointer (&self->text, tea_text_free);
  self->text = text;
  if (text != NULL && text->spoilers->len > 0)
    self->hidden = tea_text_copy_hidden (text);
  show_text (self);
}

/**
 * tea_text_label_get_shown:
 * @self: a label
 *
 * Returns: the text as it stands there, covers included
 */
const char *
tea_text_label_get_shown (TeaTextLabel *self)
{
  g_return_val_if_fail (TEA_IS_TEXT_LABEL (self), NULL);

  return gtk_label_get_text (self->label);
}

/**
 * tea_text_label_dup_selection:
 * @self: a label
 *
 * Returns: (transfer full) (nullable): what is selected in it
 */
char *
tea_text_label_dup_selection (TeaTextLabel *self)
{
  g_autofree char *selected = NULL;
  int start, end;

  g_return_val_if_fail (TEA_IS_TEXT_LABEL (self), NULL);

  if (!gtk_label_get_selection_bounds (self->label, &start, &end))
    return NULL;
  selected = g_utf8_substring (gtk_label_get_text (self->label), start, end);
  return tea_text_join_words (selected, -1);
}

/**
 * tea_text_label_get_link_at:
 * @self: a label
 * @x: a place in it
 * @y: a place in it
 *
 * Returns: (nullable): where the link there leads
 */
const char *
tea_text_label_get_link_at (TeaTextLabel *self,
                            double        x,
                            double        y)
{
  TeaTextLink *link;

  g_return_val_if_fail (TEA_IS_TEXT_LABEL (self), NULL);

  link = link_at_point (self, x, y);
  return link != NULL ? link->uri : NULL;
}

/**
 * tea_text_label_reveal:
 * @self: a label
 *
 * Shows what is covered.
 */
void
tea_text_label_reveal (TeaTextLabel *self)
{
  g_return_if_fail (TEA_IS_TEXT_LABEL (self));

  if (self->hidden == NULL)
    return;
  g_clear_pointer (&self->hidden, tea_text_free);
  show_text (self);
}

/**
 * tea_text_label_get_label:
 * @self: a label
 *
 * Returns: (transfer none): the label inside, for size and style
 */
GtkLabel *
tea_text_label_get_label (TeaTextLabel *self)
{
  g_return_val_if_fail (TEA_IS_TEXT_LABEL (self), NULL);

  return self->label;
}
