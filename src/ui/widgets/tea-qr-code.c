/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaQrCode: a text as a QR code, for a telephone's camera.
 *
 * Black on white with its border of light squares whatever the colours of the desktop: cameras
 * read nothing else well. Every square is a whole number of pixels wide. Main thread. */

#include "config.h"

#include "tea-qr-code.h"

#include "mx-qr-matrix.h"

#define NATURAL_SIZE 240
/* Light squares on each side that the standard asks for. */
#define QUIET 4

struct _TeaQrCode {
  GtkWidget parent_instance;

  MxQrMatrix *matrix; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TeaQrCode, tea_qr_code, GTK_TYPE_WIDGET)

/* On a side, the quiet ones included. */
static int
count_squares (TeaQrCode *self)
{
  return self->matrix != NULL ? (int) mx_qr_matrix_get_size (self->matrix) + 2 * QUIET : 0;
}

static void
tea_qr_code_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  TeaQrCode *self = TEA_QR_CODE (widget);
  int squares = count_squares (self);

  *minimum = squares * MAX (1, NATURAL_SIZE / MAX (squares, 1));
  *natural = *minimum;
}

static void
tea_qr_code_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  TeaQrCode *self = TEA_QR_CODE (widget);
  guint size = self->matrix != NULL ? mx_qr_matrix_get_size (self->matrix) : 0;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int square = size > 0 ? MIN (width, height) / count_squares (self) : 0;
  int side = square * count_squares (self);
  graphene_point_t corner = GRAPHENE_POINT_INIT ((width - side) / 2, (height - side) / 2);

  if (square == 0)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &corner);
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (0, 0, side, side));
  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      if (mx_qr_matrix_is_dark (self->matrix, x, y))
        gtk_snapshot_append_color (snapshot, &black,
                                   &GRAPHENE_RECT_INIT ((QUIET + (int) x) * square, (QUIET + (int) y) * square,
                                                        square, square));
  gtk_snapshot_restore (snapshot);
}

static void
tea_qr_code_finalize (GObject *object)
{
  g_clear_pointer (&TEA_QR_CODE (object)->matrix, mx_qr_matrix_free);

  G_OBJECT_CLASS (tea_qr_code_parent_class)->finalize (object);
}

static void
tea_qr_code_class_init (TeaQrCodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tea_qr_code_finalize;
  widget_class->measure = tea_qr_code_measure;
  widget_class->snapshot = tea_qr_code_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qrcode");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tea_qr_code_init (TeaQrCode *self)
{
}

/**
 * tea_qr_code_set_text:
 * @self: the code
 * @text: (nullable): what a camera reads
 *
 * Returns: whether the text fits; where it does not, nothing is shown
 */
gboolean
tea_qr_code_set_text (TeaQrCode  *self,
                      const char *text)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (TEA_IS_QR_CODE (self), FALSE);

  g_clear_pointer (&self->matrix, mx_qr_matrix_free);
  if (text != NULL)
    self->matrix = mx_qr_matrix_new (text, &error);
  if (error != NULL)
    g_debug ("No QR code: %s", error->message);
  gtk_widget_set_visible (GTK_WIDGET (self), self->matrix != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return self->matrix != NULL;
}
