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
 * "communities" (a #GListModel of #MxCommunity, the welcome page's own first; filled by the time open has ended),
 * "invites" (uint), "ignored" (strv of user ids whose messages are hidden), "name" and "avatar" (mxc; nullable: what
 * others see of the person, as in the last run until mx_session_ask_own_profile () is answered), "meant-count" (uint:
 * mentions, messages of people, invites) and "is-unread" (anything is) over all rooms.
 * Signals: "notification" (room-id, event-id, room-name, sender-name, text, highlight, sound).
 */

MxSession *mx_session_new          (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
void       mx_session_set_key_mode (MxSession  *self,
                                    MxKeyMode   mode,
                                    const char *passphrase);

/* TRUE: somebody is signed in; FALSE without an error: nobody is. */
void     mx_session_open_async       (MxSession           *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
/* The same; what cannot be read is set aside, and loaded again from the server. */
void     mx_session_load_again_async (MxSession           *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean mx_session_open_finish      (MxSession     *self,
                                      GAsyncResult  *result,
                                      GError       **error);
void     mx_session_close_async      (MxSession           *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean mx_session_close_finish     (MxSession     *self,
                                      GAsyncResult  *result,
                                      GError       **error);

/* Every way in: mx-session-sign-in.h. */
void mx_session_logout_async (MxSession           *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);

void      mx_session_join_async         (MxSession           *self,
                                         const char          *target,
                                         const char *const   *via,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
void      mx_session_create_room_async  (MxSession           *self,
                                         const char          *options_json,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* Makes a room as @options say: public, a private group, a space … Finishes with its id. */
void      mx_session_make_room_async    (MxSession           *self,
                                         const MxRoomOptions *options,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* Asks to be let into a room; @reason (nullable): 500 characters at most. Finishes with its id once the request is
 * there: mx_session_get_room () then has a room whose membership is KNOCK. Taking the request back is
 * mx_room_leave_async (). */
void      mx_session_knock_async        (MxSession           *self,
                                         const char          *target,
                                         const char *const   *via,
                                         const char          *reason,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* The conversation with a person, a new one where there is none. Finishes with its room id. */
void      mx_session_start_direct_async (MxSession           *self,
                                         const char          *user_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* Room id of join, create_room, make_room, knock and start_direct. */
char     *mx_session_string_finish      (MxSession     *self,
                                         GAsyncResult  *result,
                                         GError       **error);
/* Of logout, set_ignored, report, and of MxRoom's leave and invite. */
gboolean  mx_session_boolean_finish     (MxSession     *self,
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

/* A file of this computer as it is sent. Fails with MX_ERROR_TOO_LARGE (sizes are in the error), or with
 * MX_ERROR_GUEST_FORBIDDEN. */
void          mx_session_load_attachment_async  (MxSession           *self,
                                                 GFile               *file,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
/* The same of bytes, such as a picture from the clipboard. */
void          mx_session_make_attachment_async  (MxSession           *self,
                                                 GBytes              *bytes,
                                                 const char          *name,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
MxAttachment *mx_session_load_attachment_finish (MxSession     *self,
                                                 GAsyncResult  *result,
                                                 GError       **error);
void          mx_session_load_media_async       (MxSession           *self,
                                                 const char          *mxc,
                                                 guint                width,
                                                 guint                height,
                                                 gsize                max_bytes,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
/* Of an identity provider of a server; nobody need be signed in. Ends as load_media does. */
void          mx_session_load_icon_async        (MxSession           *self,
                                                 const char          *base_url,
                                                 const char          *mxc,
                                                 guint                size,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
GBytes       *mx_session_load_media_finish      (MxSession     *self,
                                                 GAsyncResult  *result,
                                                 GError       **error);
void          mx_session_try_now                (MxSession *self);

/* Every form of a link, those to IRC included where a community says which room a channel is. */
MxLink        *mx_session_parse_link         (MxSession   *self,
                                              const char  *text,
                                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the one link in what somebody pasted, which may have words around it. */
char          *mx_session_dup_link           (MxSession  *self,
                                              const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable): whose room @link leads to; NULL: the welcome page's own. */
MxCommunity   *mx_session_find_community     (MxSession    *self,
                                              const MxLink *link);
/* (transfer none) (nullable): whose room this is; where it is nobody's, the welcome page's own. */
MxCommunity   *mx_session_get_room_community (MxSession  *self,
                                              const char *room_id);
/* (transfer none) (nullable) (element-type MxLinkRule): what else is a link in a room's messages. */
GPtrArray     *mx_session_get_link_rules     (MxSession  *self,
                                              const char *room_id);
/* What helps those who mend the program: at once what is known here, or with what libraries and server say. */
void           mx_session_diagnose           (MxSession     *self,
                                              MxDiagnostics *facts);
void           mx_session_diagnose_async     (MxSession           *self,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
/* Of g_free (). */
MxDiagnostics *mx_session_diagnose_finish    (MxSession     *self,
                                              GAsyncResult  *result,
                                              GError       **error);
GListModel    *mx_session_get_communities    (MxSession *self);
const char    *mx_session_get_user_id        (MxSession *self);
const char    *mx_session_get_device_id      (MxSession *self);
const char    *mx_session_get_homeserver     (MxSession *self);
const char    *mx_session_get_server_name    (MxSession *self);
gboolean       mx_session_is_guest           (MxSession *self);
guint          mx_session_get_meant_count    (MxSession *self);
gboolean       mx_session_is_unread          (MxSession *self);
const char    *mx_session_get_name           (MxSession *self);
/* The name, else the first part of the account name. */
char          *mx_session_dup_shown_name     (MxSession *self) G_GNUC_WARN_UNUSED_RESULT;
const char    *mx_session_get_avatar         (MxSession *self);
/* Fills "name" and "avatar" when the server answers; without it they stay as they are. */
void           mx_session_ask_own_profile    (MxSession *self);
gboolean       mx_session_is_open            (MxSession *self);
MxSyncState    mx_session_get_sync_state     (MxSession *self);
const GError  *mx_session_get_error          (MxSession *self);
MxRoomList    *mx_session_get_rooms          (MxSession *self);
MxRoom        *mx_session_get_room           (MxSession  *self,
                                              const char *room_id_or_alias);
/* Name of a person anywhere (disambiguated where @room is given). */
char          *mx_session_dup_user_name      (MxSession  *self,
                                              MxRoom     *room,
                                              const char *user_id);

G_END_DECLS
