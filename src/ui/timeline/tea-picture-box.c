/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A box for a picture that is not there yet: its size comes from what the message says and
 * stays when the picture arrives, so that nothing jumps. The picture is fitted into it.
 * Never larger than it was reserved, narrower where there is less room. Main thread. */

#include "config.h"

#include "tea-picture-box.h"

#define MIN_SIDE 32

struct _TeaPictureBox {
  GtkWidget parent_instance;

  int width;
  int height;
  GdkPaintable *paintable; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TeaPictureBox, tea_picture_box, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
tea_picture_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tea_picture_box_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  TeaPictureBox *self = TEA_PICTURE_BOX (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN (MIN_SIDE, self->width);
    *natural = self->width;
    return;
  }
  *natural = self->height;
  if (for_size >= 0 && for_size < self->width)
    *natural = MAX (1, (int) ((gint64) self->height * for_size / self->width));
  /* At any width: it could be as flat as it could be narrow. */
  *minimum = for_size >= 0 ? *natural : MIN (MIN_SIDE, self->height);
}

static void
tea_picture_box_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  TeaPictureBox *self = TEA_PICTURE_BOX (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double ratio, w, h;

  if (self->paintable == NULL || width <= 0 || height <= 0)
    return;
  ratio = gdk_paintable_get_intrinsic_aspect_ratio (self->paintable);
  w = width;
  h = ratio > 0 ? width / ratio : height;
  if (h > height) {
    h = height;
    w = height * ratio;
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) ((width - w) / 2), (float) ((height - h) / 2)));
  gdk_paintable_snapshot (self->paintable, snapshot, w, h);
  gtk_snapshot_restore (snapshot);
}

static void
tea_picture_box_dispose (GObject *object)
{
  g_clear_object (&TEA_PICTURE_BOX (object)->paintable);
  G_OBJECT_CLASS (tea_picture_box_parent_class)->dispose (object);
}

static void
tea_picture_box_class_init (TeaPictureBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_picture_box_dispose;
  widget_class->get_request_mode = tea_picture_box_get_request_mode;
  widget_class->measure = tea_picture_box_measure;
  widget_class->snapshot = tea_picture_box_snapshot;

  gtk_widget_class_set_css_name (widget_class, "picturebox");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tea_picture_box_init (TeaPictureBox *self)
{
  self->width = self->height = MIN_SIDE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * tea_picture_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
tea_picture_box_new (void)
{
  return g_object_new (TEA_TYPE_PICTURE_BOX, NULL);
}

/**
 * tea_picture_box_reserve:
 * @self: a box
 * @width: the most it takes
 * @height: at that width
 */
void
tea_picture_box_reserve (TeaPictureBox *self,
                         int            width,
                         int            height)
{
  g_return_if_fail (TEA_IS_PICTURE_BOX (self));
  g_return_if_fail (width > 0 && height > 0);

  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * tea_picture_box_set_paintable:
 * @self: a box
 * @paintable: (nullable): the picture
 */
void
tea_picture_box_set_paintable (TeaPictureBox *self,
                               GdkPaintable  *paintable)
{
  g_return_if_fail (TEA_IS_PICTURE_BOX (self));

  if (g_set_object (&self->paintable, paintable))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
