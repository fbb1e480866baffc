/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-session-sign-in.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_SESSION (mx_session_get_type ())
G_DECLARE_FINAL_TYPE (MxSession, mx_session, MX, SESSION, GObject)

/**
 * MxSession:
 *
 * One account on this computer, as the main thread sees it. Owns the engine.
 *
 * Properties: "user-id", "device-id", "homeserver", "server-name", "is-guest",
 * "is-open" (a profile was opened and somebody is signed in), "sync-state" (MxSyncState as int),
 * "error" (GError boxed, nullable: why offline or refused), "rooms" (MxRoomList),
 * "invites" (uint), "ignored" (strv of user ids whose messages are hidden).
 * Signals: "notification" (room-id, event-id, room-name, sender-name, text, highlight, sound).
 */

MxSession *mx_session_new          (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
void       mx_session_set_key_mode (MxSession  *self,
                                    MxKeyMode   mode,
                                    const char *passphrase);

/* TRUE: somebody is signed in; FALSE without an error: nobody is. */
void     mx_session_open_async   (MxSession           *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean mx_session_open_finish  (MxSession     *self,
                                  GAsyncResult  *result,
                                  GError       **error);
void     mx_session_close_async  (MxSession           *self,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean mx_session_close_finish (MxSession     *self,
                                  GAsyncResult  *result,
                                  GError       **error);

/* Every way in: mx-session-sign-in.h. */
void mx_session_logout_async (MxSession           *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);

void      mx_session_join_async        (MxSession           *self,
                                        const char          *target,
                                        const char *const   *via,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
void      mx_session_create_room_async (MxSession           *self,
                                        const char          *options_json,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
/* Room id of join and create_room. */
char     *mx_session_string_finish     (MxSession     *self,
                                        GAsyncResult  *result,
                                        GError       **error);
/* Of logout, set_ignored, report, and of MxRoom's leave and invite. */
gboolean  mx_session_boolean_finish    (MxSession     *self,
                                        GAsyncResult  *result,
                                        GError       **error);

void       mx_session_set_ignored_async (MxSession           *self,
                                         const char          *user_id,
                                         gboolean             ignored,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean   mx_session_is_ignored        (MxSession  *self,
                                         const char *user_id);
char     **mx_session_dup_ignored       (MxSession *self) G_GNUC_WARN_UNUSED_RESULT;
void       mx_session_report_async      (MxSession           *self,
                                         const char          *room_id,
                                         const char          *event_id,
                                         const char          *user_id,
                                         const char          *reason,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);

void    mx_session_load_media_async  (MxSession           *self,
                                      const char          *mxc,
                                      guint                width,
                                      guint                height,
                                      gsize                max_bytes,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GBytes *mx_session_load_media_finish (MxSession     *self,
                                      GAsyncResult  *result,
                                      GError       **error);
void    mx_session_try_now           (MxSession *self);

const char   *mx_session_get_user_id     (MxSession *self);
const char   *mx_session_get_device_id   (MxSession *self);
const char   *mx_session_get_homeserver  (MxSession *self);
const char   *mx_session_get_server_name (MxSession *self);
gboolean      mx_session_is_guest        (MxSession *self);
gboolean      mx_session_is_open         (MxSession *self);
MxSyncState   mx_session_get_sync_state  (MxSession *self);
const GError *mx_session_get_error       (MxSession *self);
MxRoomList   *mx_session_get_rooms       (MxSession *self);
MxRoom       *mx_session_get_room        (MxSession  *self,
                                          const char *room_id_or_alias);
/* Name of a person anywhere (disambiguated where @room is given). */
char         *mx_session_dup_user_name   (MxSession  *self,
                                          MxRoom     *room,
                                          const char *user_id);

G_END_DECLS
