/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-session.h"

G_BEGIN_DECLS

#define MX_TYPE_ACCOUNTS (mx_accounts_get_type ())
G_DECLARE_FINAL_TYPE (MxAccounts, mx_accounts, MX, ACCOUNTS, GObject)

/* mx_accounts_get_name () of the profile's own account. */
#define MX_ACCOUNTS_FIRST "first"

/**
 * MxAccounts:
 *
 * The accounts of a profile: a #GListModel of #MxSession, each with its own engine, store and
 * keyring item. The first is the profile's own; the others lie in folders below it. Opening
 * them (mx_session_open_async ()) is the caller's, so that one that fails does not harm the rest.
 */

MxAccounts *mx_accounts_new           (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
/* Looks which accounts there are. */
void        mx_accounts_load_async    (MxAccounts          *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean    mx_accounts_load_finish   (MxAccounts    *self,
                                       GAsyncResult  *result,
                                       GError       **error);
/* A place for one more account, in the list at once; somebody is to sign in to it. */
MxSession  *mx_accounts_add           (MxAccounts *self);
/* Signs out where somebody is signed in, removes everything of the account here, and takes it
 * off the list; the first stays, as a place where nobody is signed in. */
void        mx_accounts_remove_async  (MxAccounts          *self,
                                       MxSession           *session,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean    mx_accounts_remove_finish (MxAccounts    *self,
                                       GAsyncResult  *result,
                                       GError       **error);
MxSession  *mx_accounts_get_first     (MxAccounts *self);
/* A name that holds over restarts. */
const char *mx_accounts_get_name      (MxAccounts *self,
                                       MxSession  *session);
MxSession  *mx_accounts_claim         (MxAccounts *self,
                                       const char *name);
MxSession  *mx_accounts_look_up       (MxAccounts *self,
                                       const char *name);
MxSession  *mx_accounts_find          (MxAccounts *self,
                                       const char *user_id);
gboolean    mx_accounts_has_account   (MxAccounts *self,
                                       MxSession  *session);
MxSession  *mx_accounts_get_next      (MxAccounts *self,
                                       MxSession  *session);
void        mx_accounts_open_others   (MxAccounts *self,
                                       MxSession  *session);
void        mx_accounts_close_async   (MxAccounts          *self,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean    mx_accounts_close_finish  (MxAccounts    *self,
                                       GAsyncResult  *result,
                                       GError       **error);

G_END_DECLS
