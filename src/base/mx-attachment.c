/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxAttachment: what is sent of a file. What it is comes from its content: only what opens
 * here as a picture is sent as one; for the rest the system's table of types is asked, which
 * looks at the first bytes and at the name. Pictures lose what tells where and by whom they
 * were taken. A pure value; any thread, better not the main one: the bytes may be many. */

#include "config.h"

#include "mx-attachment.h"

#include "mx-picture.h"
#include "mx-text.h"

#include <gio/gio.h>

#define SNIFFED (64 * 1024)

static char *
guess_type (const char   *name,
            const guint8 *data,
            gsize         len)
{
  g_autofree char *content_type = g_content_type_guess (name, data, MIN (len, SNIFFED), NULL);
  g_autofree char *type = content_type != NULL ? g_content_type_get_mime_type (content_type) : NULL;

  return type != NULL ? g_steal_pointer (&type) : g_strdup ("application/octet-stream");
}

static void
look_at_picture (MxAttachment *self,
                 const guint8 *data,
                 gsize         len)
{
  guint64 width = 0;
  guint64 height = 0;

  self->msgtype = "m.image";
  if (mx_picture_read_size (data, len, &width, &height) && width <= G_MAXINT32 && height <= G_MAXINT32) {
    self->width = (guint) width;
    self->height = (guint) height;
  }
}

/**
 * mx_attachment_new:
 * @bytes: a file
 * @name: (nullable): what it is called; a path is cut off
 *
 * Returns: (transfer full): it as it is sent
 */
MxAttachment *
mx_attachment_new (GBytes     *bytes,
                   const char *name)
{
  MxAttachment *self = g_new0 (MxAttachment, 1);
  g_autofree char *base = name != NULL && *name != '\0' ? g_path_get_basename (name) : NULL;
  MxPictureKind kind;
  const guint8 *data;
  gsize len;

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = mx_picture_strip (bytes);
  self->name = mx_text_safe_filename (base);
  data = g_bytes_get_data (self->bytes, &len);
  kind = mx_picture_sniff (data, len);
  if (kind != MX_PICTURE_NONE) {
    self->mimetype = g_strdup (mx_picture_get_type (kind));
    look_at_picture (self, data, len);
    return self;
  }
  self->mimetype = guess_type (self->name, data, len);
  self->msgtype = g_str_has_prefix (self->mimetype, "audio/")   ? "m.audio"
                  : g_str_has_prefix (self->mimetype, "video/") ? "m.video"
                                                                : "m.file";
  return self;
}

/**
 * mx_attachment_ref:
 * @self: an attachment
 *
 * Returns: (transfer full): the same
 */
MxAttachment *
mx_attachment_ref (MxAttachment *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_attachment_unref:
 * @self: (transfer full): an attachment
 */
void
mx_attachment_unref (MxAttachment *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->bytes);
  g_free (self->name);
  g_free (self->mimetype);
  g_free (self);
}

/**
 * mx_attachment_get_size:
 * @self: an attachment
 *
 * Returns: how many bytes are sent
 */
gsize
mx_attachment_get_size (MxAttachment *self)
{
  return g_bytes_get_size (self->bytes);
}
