/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the topic files of the store share. */

#pragma once

#include "mx-media-cache.h"
#include "mx-sqlite.h"
#include "mx-store.h"

G_BEGIN_DECLS

#define MX_STORE_HASH_KEY_BYTES 16

struct _MxStore {
  MxSqlite *db;                             /* (owned)                                   */
  char *dir;                                /* (owned) (nullable): %NULL is in memory    */
  int lock_fd;                              /* (owned): -1 in memory                     */
  MxMediaCache *media;                      /* (owned)                                   */
  GHashTable *rows;                         /* (owned): room id to its row, as gint64    */
  guint8 hash_key[MX_STORE_HASH_KEY_BYTES]; /* of event ids                              */
  MxTransaction transaction;                /* the one the caller opened                 */
};

/* mx-store-files.c */
int       _mx_store_lock         (const char  *dir,
                                  GError     **error);
gboolean  _mx_store_make_dir     (const char  *dir,
                                  GError     **error);
char     *_mx_store_db_path      (const char *dir);
char     *_mx_store_media_path   (const char *dir);
gboolean  _mx_store_check_key    (const char  *dir,
                                  MxSecret    *master,
                                  gboolean    *has_header,
                                  GError     **error);
gboolean  _mx_store_write_header (const char  *dir,
                                  MxSecret    *master,
                                  GError     **error);

/* mx-store-schema.c */
gboolean _mx_store_migrate (MxSqlite  *db,
                            GError   **error);

/* 0 in @row: the room has no row. */
gboolean _mx_store_find_row   (MxStore     *self,
                               const char  *room_id,
                               gint64      *row,
                               GError     **error);
gboolean _mx_store_need_row   (MxStore     *self,
                               const char  *room_id,
                               gint64      *row,
                               GError     **error);
void     _mx_store_forget_row (MxStore    *self,
                               const char *room_id);
gint64   _mx_store_hash       (MxStore    *self,
                               const char *id);

G_END_DECLS
