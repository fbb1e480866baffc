/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A link as a QR code, for a telephone's camera: a square of dark and light squares, with
 * nothing of how it is drawn. The whole of libqrencode that we use is here. The text is
 * taken as bytes, because addresses may hold any letters; it can be read when up to 15 % of
 * it is lost (level M). Immutable; any thread. */

#include "config.h"

#include "mx-qr-matrix.h"

#include "mx-error.h"

#include <qrencode.h>
#include <string.h>

struct _MxQrMatrix {
  guint size;
  guint8 *dark; /* (owned): size × size, row by row */
};

/**
 * mx_qr_matrix_new:
 * @text: what it says
 * @error: a place for %MX_ERROR_BAD_INPUT: it says too much, or nothing
 *
 * Returns: (transfer full) (nullable): the code
 */
MxQrMatrix *
mx_qr_matrix_new (const char  *text,
                  GError     **error)
{
  QRcode *code = NULL;
  MxQrMatrix *self;

  g_return_val_if_fail (text != NULL, NULL);

  if (text[0] != '\0')
    code = QRcode_encodeData ((int) MIN (strlen (text), G_MAXINT), (const unsigned char *) text, 0, QR_ECLEVEL_M);
  if (code == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "nothing that fits into a QR code");
    return NULL;
  }
  self = g_new0 (MxQrMatrix, 1);
  self->size = (guint) code->width;
  self->dark = g_malloc (self->size * self->size);
  /* Only the lowest bit is the colour. */
  for (guint i = 0; i < self->size * self->size; i++)
    self->dark[i] = code->data[i] & 1;
  QRcode_free (code);
  return self;
}

/**
 * mx_qr_matrix_free:
 * @self: (transfer full) (nullable): a code
 */
void
mx_qr_matrix_free (MxQrMatrix *self)
{
  if (self == NULL)
    return;
  g_free (self->dark);
  g_free (self);
}

/**
 * mx_qr_matrix_get_size:
 * @self: a code
 *
 * Returns: how many squares a side has
 */
guint
mx_qr_matrix_get_size (const MxQrMatrix *self)
{
  return self->size;
}

/**
 * mx_qr_matrix_is_dark:
 * @self: a code
 * @x: from the left
 * @y: from above
 *
 * Returns: whether the square is dark; outside of the code none is
 */
gboolean
mx_qr_matrix_is_dark (const MxQrMatrix *self,
                      guint             x,
                      guint             y)
{
  return x < self->size && y < self->size && self->dark[y * self->size + x];
}
