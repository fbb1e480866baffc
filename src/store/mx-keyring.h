/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an account's master key and tokens lie: in the Secret Service, behind a passphrase,
 * or nowhere. Callbacks arrive in the thread-default main context of the caller. */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_KEYRING (mx_keyring_get_type ())
G_DECLARE_FINAL_TYPE (MxKeyring, mx_keyring, MX, KEYRING, GObject)

typedef struct
{
  char *user_id;           /* (nullable)                               */
  MxSecret *master;        /* MX_SECRET_KEY_BYTES                      */
  MxSecret *access_token;  /* (nullable): the text, without a final NUL */
  MxSecret *refresh_token; /* (nullable)                               */
  MxSecret *pending;       /* (nullable): a sign-in that is under way, its owner's text */
} MxKeyringItem;

MxKeyringItem *mx_keyring_item_new       (const char *user_id,
                                          MxSecret   *master,
                                          const char *access_token,
                                          const char *refresh_token) G_GNUC_WARN_UNUSED_RESULT;
MxKeyringItem *mx_keyring_item_copy      (const MxKeyringItem *self) G_GNUC_WARN_UNUSED_RESULT;
void           mx_keyring_item_free      (MxKeyringItem *self);
/* With a final NUL; the caller wipes it. */
char          *mx_keyring_item_dup_token (const MxKeyringItem *self) G_GNUC_WARN_UNUSED_RESULT;

/* @profile_dir NULL: MX_KEY_MEMORY only. The mode that was remembered there, or MX_KEY_SERVICE. */
MxKeyring *mx_keyring_new      (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
MxKeyMode  mx_keyring_get_mode (MxKeyring *self);
/* @passphrase: for MX_KEY_PASSPHRASE (NULL: not known yet, loading and storing say
 * MX_ERROR_KEYRING_LOCKED). The mode is remembered with the next successful store. */
void       mx_keyring_set_mode (MxKeyring *self,
                                MxKeyMode  mode,
                                MxSecret  *passphrase);

/* NULL without an error: there is no item. MX_ERROR_KEYRING_LOCKED, MX_ERROR_KEYRING_MISSING,
 * MX_ERROR_STORE_KEY (wrong passphrase), MX_ERROR_STORE_DAMAGED. Ends within ten seconds. */
void           mx_keyring_load_async    (MxKeyring           *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
MxKeyringItem *mx_keyring_load_finish   (MxKeyring     *self,
                                         GAsyncResult  *result,
                                         GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void           mx_keyring_store_async   (MxKeyring           *self,
                                         const MxKeyringItem *item,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean       mx_keyring_store_finish  (MxKeyring     *self,
                                         GAsyncResult  *result,
                                         GError       **error);
/* Every item of this profile, and the passphrase's file. */
void           mx_keyring_delete_async  (MxKeyring           *self,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean       mx_keyring_delete_finish (MxKeyring     *self,
                                         GAsyncResult  *result,
                                         GError       **error);
void           mx_keyring_settle_async  (MxKeyring           *self,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean       mx_keyring_settle_finish (MxKeyring    *self,
                                         GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxKeyringItem, mx_keyring_item_free)

G_END_DECLS
