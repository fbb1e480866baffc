/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-store.h"

G_BEGIN_DECLS

#define MX_MEDIA_CACHE_DEFAULT_BYTES (256 * 1024 * 1024)

typedef struct _MxMediaCache MxMediaCache;

/* The store's own, in its directory (in memory when the store is). */
MxMediaCache *mx_store_get_media (MxStore *self);

/* @dir NULL: in memory. @max_bytes 0: the default. */
MxMediaCache *mx_media_cache_new  (const char *dir,
                                   MxSecret   *key,
                                   guint64     max_bytes) G_GNUC_WARN_UNUSED_RESULT;
void          mx_media_cache_free (MxMediaCache *self);

/* @variant: "" or NULL for the original, "96x96-crop" … for a thumbnail.
 * A miss is NULL; so is a file that is damaged, which is removed. */
GBytes   *mx_media_cache_lookup   (MxMediaCache *self,
                                   const char   *mxc,
                                   const char   *variant) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mx_media_cache_insert   (MxMediaCache  *self,
                                   const char    *mxc,
                                   const char    *variant,
                                   GBytes        *bytes,
                                   GError       **error);
void      mx_media_cache_remove   (MxMediaCache *self,
                                   const char   *mxc,
                                   const char   *variant);
guint64   mx_media_cache_get_size (MxMediaCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxMediaCache, mx_media_cache_free)

G_END_DECLS
