/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places the parts of a row: the avatar in the gutter, the others below each other beside
 * it, no wider than text can be read, the whole centred. One pass down the slots; boxes
 * around wrapping labels would measure them again and again (toolkit.md 1).
 *
 *   |margin|avatar 36| 12 |head
 *   |      |         |    |reply, content, reactions, status              |margin|
 */

#include "config.h"

#include "tea-row-layout.h"

#define MARGIN   12
#define GAP      12
#define GUTTER   (TEA_ROW_AVATAR + GAP)
#define MAX_TEXT 760
#define SPACING  2

struct _TeaRowLayout {
  GtkLayoutManager parent_instance;

  GtkWidget *slots[TEA_N_SLOTS]; /* (unowned) (nullable): children of the row */
  gboolean has_gutter;
  int space_above;
};

G_DEFINE_FINAL_TYPE (TeaRowLayout, tea_row_layout, GTK_TYPE_LAYOUT_MANAGER)

static gboolean
is_shown (TeaRowLayout *self,
          TeaRowSlot    slot)
{
  return self->slots[slot] != NULL && gtk_widget_should_layout (self->slots[slot]);
}

static int
indent (TeaRowLayout *self)
{
  return MARGIN + (self->has_gutter ? GUTTER : 0);
}

static int
text_width (TeaRowLayout *self,
            int           width)
{
  return MIN (width - indent (self) - MARGIN, MAX_TEXT);
}

/* Of a slot that is given this width; never asked for less than it needs. */
static int
height_of (GtkWidget *widget,
           int        width)
{
  int minimum_width, height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width), NULL, &height, NULL, NULL);
  return height;
}

static void
measure_width (TeaRowLayout *self,
               int          *minimum,
               int          *natural)
{
  int slot;

  for (slot = TEA_SLOT_HEAD; slot < TEA_N_SLOTS; slot++) {
    int min, nat;

    if (!is_shown (self, slot))
      continue;
    gtk_widget_measure (self->slots[slot], GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
    *minimum = MAX (*minimum, min);
    *natural = MAX (*natural, nat);
  }
  *minimum += indent (self) + MARGIN;
  *natural += indent (self) + MARGIN;
}

static int
measure_height (TeaRowLayout *self,
                int           width)
{
  int height = 0;
  int slot;

  for (slot = TEA_SLOT_HEAD; slot < TEA_N_SLOTS; slot++) {
    if (is_shown (self, slot))
      height += height_of (self->slots[slot], text_width (self, width)) + SPACING;
  }
  if (is_shown (self, TEA_SLOT_AVATAR))
    height = MAX (height, TEA_ROW_AVATAR + SPACING);
  return height + self->space_above;
}

static GtkSizeRequestMode
tea_row_layout_get_request_mode (GtkLayoutManager *manager,
                                 GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tea_row_layout_measure (GtkLayoutManager *manager,
                        GtkWidget        *widget,
                        GtkOrientation    orientation,
                        int               for_size,
                        int              *minimum,
                        int              *natural,
                        int              *minimum_baseline,
                        int              *natural_baseline)
{
  TeaRowLayout *self = TEA_ROW_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, minimum, natural);
  else
    *minimum = *natural = measure_height (self, for_size >= 0 ? for_size : MAX_TEXT);
}

static void
place (GtkWidget *row,
       GtkWidget *child,
       int        row_width,
       int        x,
       int        y,
       int        width,
       int        height)
{
  GtkAllocation area = { x, y, width, height };
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  area.width = MAX (width, minimum);
  if (gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL)
    area.x = row_width - x - area.width;
  gtk_widget_size_allocate (child, &area, -1);
}

static void
tea_row_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget        *widget,
                         int               width,
                         int               height,
                         int               baseline)
{
  TeaRowLayout *self = TEA_ROW_LAYOUT (manager);
  int text = text_width (self, width);
  int left = (width - indent (self) - MARGIN - text) / 2 + MARGIN;
  int x = left + (self->has_gutter ? GUTTER : 0);
  int y = self->space_above;
  int slot;

  if (is_shown (self, TEA_SLOT_AVATAR))
    place (widget, self->slots[TEA_SLOT_AVATAR], width, left, y + SPACING, TEA_ROW_AVATAR, TEA_ROW_AVATAR);
  for (slot = TEA_SLOT_HEAD; slot < TEA_N_SLOTS; slot++) {
    int h;

    if (!is_shown (self, slot))
      continue;
    h = height_of (self->slots[slot], text);
    place (widget, self->slots[slot], width, x, y, text, h);
    y += h + SPACING;
  }
}

static void
tea_row_layout_class_init (TeaRowLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = tea_row_layout_get_request_mode;
  layout_class->measure = tea_row_layout_measure;
  layout_class->allocate = tea_row_layout_allocate;
}

static void
tea_row_layout_init (TeaRowLayout *self)
{
}

/**
 * tea_row_layout_set_slot:
 * @self: the layout of a row
 * @slot: which part
 * @widget: (nullable): the child that is this part
 */
void
tea_row_layout_set_slot (TeaRowLayout *self,
                         TeaRowSlot    slot,
                         GtkWidget    *widget)
{
  g_return_if_fail (TEA_IS_ROW_LAYOUT (self));

  self->slots[slot] = widget;
}

/**
 * tea_row_layout_set_kind:
 * @self: the layout of a row
 * @has_gutter: whether room for an avatar is left beside the text
 * @space_above: between this row and the one before
 */
void
tea_row_layout_set_kind (TeaRowLayout *self,
                         gboolean      has_gutter,
                         int           space_above)
{
  g_return_if_fail (TEA_IS_ROW_LAYOUT (self));

  if (self->has_gutter == has_gutter && self->space_above == space_above)
    return;
  self->has_gutter = has_gutter;
  self->space_above = space_above;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
