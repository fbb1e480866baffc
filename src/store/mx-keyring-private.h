/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by mx-keyring.c (the object), -item.c (the secret's text), -file.c (the passphrase
 * and what is remembered) and -service.c (libsecret). */

#pragma once

#include "mx-keyring.h"

G_BEGIN_DECLS

/* The item as text and back; %NULL with @error when it is no text of ours. */
MxSecret      *_mx_keyring_item_write (const MxKeyringItem *item);
MxKeyringItem *_mx_keyring_item_read  (const guint8  *text,
                                       gsize          len,
                                       GError       **error);

/* What the profile remembers; MX_KEY_SERVICE when nothing. */
MxKeyMode      _mx_keyring_file_get_mode (const char *profile_dir);
gboolean       _mx_keyring_file_set_mode (const char  *profile_dir,
                                          MxKeyMode    mode,
                                          GError     **error);
/* Slow (Argon2id): for a thread of the pool. */
MxKeyringItem *_mx_keyring_file_load     (const char  *profile_dir,
                                          MxSecret    *passphrase,
                                          GError     **error);
gboolean       _mx_keyring_file_store    (const char           *profile_dir,
                                          MxSecret             *passphrase,
                                          const MxKeyringItem  *item,
                                          GError              **error);
gboolean       _mx_keyring_file_delete   (const char  *profile_dir,
                                          GError     **error);

/* Complete @task with an MxKeyringItem or NULL, with a boolean, or with an error. */
void _mx_keyring_service_load   (GTask      *task,
                                 const char *profile_dir);
void _mx_keyring_service_store  (GTask               *task,
                                 const char          *profile_dir,
                                 const MxKeyringItem *item);
void _mx_keyring_service_delete (GTask      *task,
                                 const char *profile_dir);

G_END_DECLS
