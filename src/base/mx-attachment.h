/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxAttachment:
 *
 * A file as it is sent: its bytes without what they tell about their maker, a name without a
 * path, and what it is by its content. Immutable, reference-counted.
 */
struct _MxAttachment {
  gatomicrefcount ref_count;
  GBytes *bytes;       /* (owned)                                      */
  char *name;          /* (owned): safe                                */
  char *mimetype;      /* (owned): "application/octet-stream" at worst */
  const char *msgtype; /* "m.image", "m.audio", "m.video", "m.file"    */
  guint width;         /* in pixels; 0 when unknown                    */
  guint height;
};

MxAttachment *mx_attachment_new      (GBytes     *bytes,
                                      const char *name) G_GNUC_WARN_UNUSED_RESULT;
MxAttachment *mx_attachment_ref      (MxAttachment *self);
void          mx_attachment_unref    (MxAttachment *self);
gsize         mx_attachment_get_size (MxAttachment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxAttachment, mx_attachment_unref)

G_END_DECLS
