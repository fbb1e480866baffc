/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The account's encrypted store: one directory, one process, the engine thread. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* Rolls back when it leaves the scope uncommitted:
 *
 *   g_auto (MxStoreTransaction) transaction = { NULL };
 *
 *   if (!mx_store_transaction_begin (&transaction, store, error))
 *     return FALSE;
 *   …
 *   return mx_store_transaction_commit (&transaction, error);
 */
typedef struct
{
  MxStore *store; /* (unowned) (nullable): set while the transaction is open */
} MxStoreTransaction;

/* @dir NULL: a store in memory that forgets everything. @master may then be NULL. */
MxStore  *mx_store_open            (const char  *dir,
                                    MxSecret    *master,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      mx_store_close           (MxStore *self);
/* The file lies below @dir and a key is needed for it: not a first run. */
gboolean  mx_store_exists          (const char *dir);
/* Store, media cache and everything else of @dir that the store made. Not while it is open. */
gboolean  mx_store_delete          (const char  *dir,
                                    GError     **error);
/* Moves the damaged files into a folder of their own inside @dir; returns its path. */
char     *mx_store_keep_damaged    (const char  *dir,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Every page and every table; reads the whole file. MX_ERROR_STORE_DAMAGED says what. */
gboolean  mx_store_integrity_check (MxStore  *self,
                                    GError  **error);

gboolean mx_store_begin          (MxStore  *self,
                                  GError  **error);
gboolean mx_store_commit         (MxStore  *self,
                                  GError  **error);
void     mx_store_rollback       (MxStore *self);
gboolean mx_store_in_transaction (MxStore *self);

gboolean mx_store_transaction_begin  (MxStoreTransaction  *self,
                                      MxStore             *store,
                                      GError             **error);
gboolean mx_store_transaction_commit (MxStoreTransaction  *self,
                                      GError             **error);
void     mx_store_transaction_clear  (MxStoreTransaction *self);

/* Absent: NULL without an error. Setting NULL removes. */
char     *mx_store_get_value (MxStore     *self,
                              const char  *key,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mx_store_set_value (MxStore     *self,
                              const char  *key,
                              const char  *value,
                              GError     **error);

/* Account data: the content as JSON text. @room_id NULL: global. NULL content removes. */
char       *mx_store_get_account_data  (MxStore     *self,
                                        const char  *room_id,
                                        const char  *type,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    mx_store_set_account_data  (MxStore     *self,
                                        const char  *room_id,
                                        const char  *type,
                                        const char  *content_json,
                                        GError     **error);
/* (element-type utf8 utf8): type to content. */
GHashTable *mx_store_list_account_data (MxStore     *self,
                                        const char  *room_id,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStore, mx_store_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MxStoreTransaction, mx_store_transaction_clear)

G_END_DECLS
