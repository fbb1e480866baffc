/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways into an account, and what its owner looks after. Every one of them ends by mx_session_login_finish ();
 * afterwards the session is open. A server that ended the session (MxSession:error says so) is signed in
 * to again by the same calls; store and outbox of the same person stay. */

#pragma once

#include "mx-browser-step.h"
#include "mx-device.h"
#include "mx-profile.h"
#include "mx-server-offer.h"

G_BEGIN_DECLS

/* What a server offers. */
void           mx_session_find_server_async  (MxSession           *self,
                                              const char          *name,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
MxServerOffer *mx_session_find_server_finish (MxSession     *self,
                                              GAsyncResult  *result,
                                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;

void     mx_session_login_password_async (MxSession           *self,
                                          const char          *server,
                                          const char          *user,
                                          const char          *password,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
void     mx_session_login_guest_async    (MxSession           *self,
                                          const char          *server,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
void     mx_session_login_token_async    (MxSession           *self,
                                          const char          *server,
                                          const char          *token,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean mx_session_login_finish         (MxSession     *self,
                                          GAsyncResult  *result,
                                          GError       **error);

/* In the browser: begin, open the step's address, wait. What was begun survives the end of the
 * program: after a start, resume gives the step again, or NULL. @provider and @link (nullable). */
void           mx_session_browser_begin_async  (MxSession           *self,
                                                const char          *server,
                                                MxBrowserWay         way,
                                                const char          *provider,
                                                const char          *link,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void           mx_session_browser_resume_async (MxSession           *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
MxBrowserStep *mx_session_browser_step_finish  (MxSession     *self,
                                                GAsyncResult  *result,
                                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Ends by mx_session_login_finish (). Cancelling it ends the sign-in. */
void           mx_session_browser_wait_async   (MxSession           *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void           mx_session_browser_cancel       (MxSession *self);

/* The page where the account is looked after, where its server has one
 * (mx_session_string_finish (); MX_ERROR_UNRECOGNIZED: there is none). @action: NULL,
 * "org.matrix.profile", "org.matrix.devices_list", "org.matrix.device_delete" … */
void mx_session_find_page_async (MxSession           *self,
                                 const char          *action,
                                 const char          *device_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);

/* Where the account is signed in: a list of MxDevice. */
void        mx_session_list_devices_async  (MxSession           *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GListModel *mx_session_list_devices_finish (MxSession     *self,
                                            GAsyncResult  *result,
                                            GError       **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both end by mx_session_boolean_finish (). @field: "displayname", "avatar_url", "m.tz" …; @value
 * (nullable): NULL takes it away. */
void        mx_session_rename_device_async (MxSession           *self,
                                            const char          *device_id,
                                            const char          *name,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
void        mx_session_set_profile_async   (MxSession           *self,
                                            const char          *field,
                                            const char          *value,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);

/* @picture: bytes of a picture; mx_session_string_finish () gives its address. */
void       mx_session_set_avatar_async    (MxSession           *self,
                                           GBytes              *picture,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* @user_id (nullable): NULL: one's own, with what of it the server lets one change. */
void       mx_session_find_profile_async  (MxSession           *self,
                                           const char          *user_id,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
MxProfile *mx_session_find_profile_finish (MxSession     *self,
                                           GAsyncResult  *result,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
