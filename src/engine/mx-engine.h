/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border between the main thread and the engine thread. Every function here is
 * called on the main thread (the thread whose main context made the engine) and every
 * callback arrives there. */

#pragma once

#include "mx-delta.h"
#include "mx-engine-types.h"
#include "mx-profile.h"
#include "mx-room-preview.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_ENGINE (mx_engine_get_type ())
G_DECLARE_FINAL_TYPE (MxEngine, mx_engine, MX, ENGINE, GObject)

MxEngine *mx_engine_new            (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
void      mx_engine_set_delta_func (MxEngine    *self,
                                    MxDeltaFunc  func,
                                    gpointer     user_data);
void      mx_engine_set_key_mode   (MxEngine   *self,
                                    MxKeyMode   mode,
                                    const char *passphrase);

/* Opens the profile. %NULL without an error: nobody is signed in. The first delta (every
 * room's summary) is published before the callback. Sync starts by itself. */
void           mx_engine_open_async       (MxEngine            *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* The same; what cannot be read is set aside, and loaded again from the server. */
void           mx_engine_load_again_async (MxEngine            *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
MxAccountInfo *mx_engine_open_finish      (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);
/* Ends the thread; waits for requests under way to be cancelled. */
void           mx_engine_close_async      (MxEngine            *self,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean       mx_engine_close_finish     (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void           mx_engine_find_server_async    (MxEngine            *self,
                                               const char          *name_or_user_or_url,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
MxServerOffer *mx_engine_find_server_finish   (MxEngine      *self,
                                               GAsyncResult  *result,
                                               GError       **error);
/* What can be told of libraries and server without telling whose they are. */
void           mx_engine_diagnose_async       (MxEngine            *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
/* Of g_free (). */
MxDiagnostics *mx_engine_diagnose_finish      (MxEngine      *self,
                                               GAsyncResult  *result,
                                               GError       **error);
void           mx_engine_login_password_async (MxEngine            *self,
                                               const char          *server,
                                               const char          *user,
                                               const char          *password,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void           mx_engine_login_guest_async    (MxEngine            *self,
                                               const char          *server,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void           mx_engine_login_token_async    (MxEngine            *self,
                                               const char          *server,
                                               const char          *token,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
/* Of all of them, and of mx_engine_browser_wait_async (). */
MxAccountInfo *mx_engine_login_finish         (MxEngine      *self,
                                               GAsyncResult  *result,
                                               GError       **error);
/* Removes store, secrets and caches, also when the server cannot be told. */
void           mx_engine_logout_async         (MxEngine            *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);

/* Signing in outside the program: begin, open the step's address, wait. One at a time. What was
 * begun survives the end of the program: resume gives the step again, or NULL. @link is kept
 * with it; @title and @page are what the browser shows at the end. */
void            mx_engine_browser_begin_async  (MxEngine            *self,
                                                const char          *server,
                                                MxBrowserWay         way,
                                                const char          *provider,
                                                const char          *link,
                                                const char          *title,
                                                const char          *page,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void            mx_engine_browser_resume_async (MxEngine            *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Of begin and resume. */
MxBrowserStep  *mx_engine_browser_step_finish  (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* Cancelling it ends the sign-in, as mx_engine_browser_cancel () does. */
void            mx_engine_browser_wait_async   (MxEngine            *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void            mx_engine_browser_cancel       (MxEngine *self);
/* Whom to write to at a server (NULL: the account's); @is_abuse: about what somebody does there. Ends by
 * mx_engine_string_finish () with an address; MX_ERROR_NOT_FOUND: it names nobody. */
void            mx_engine_find_support_async   (MxEngine            *self,
                                                const char          *server,
                                                gboolean             is_abuse,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* One attempt at something that user-interactive authentication stands before. @server: for
 * %MX_ATTEMPT_REGISTER and _RESET. @body_json without "auth", @auth_json (nullable): a stage's answer. */
void            mx_engine_attempt_async        (MxEngine            *self,
                                                MxAttempt            attempt,
                                                const char          *server,
                                                const char          *body_json,
                                                const char          *auth_json,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* What the server wants first; NULL without an error: it is done. */
MxUiaChallenge *mx_engine_attempt_finish       (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* Signs in to the account that MX_ATTEMPT_REGISTER or _UPGRADE has just made; ends by
 * mx_engine_login_finish (). */
void            mx_engine_login_made_async     (MxEngine            *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Making an account, or %MX_ATTEMPT_RESET: a mail (its id as a string; @number: which one to this address), and the
 * record with which to go on after the program ended (boolean, NULL takes it away; string, NULL:
 * there is none). */
void            mx_engine_enrol_mail_async     (MxEngine            *self,
                                                MxAttempt            attempt,
                                                const char          *server,
                                                const char          *email,
                                                const char          *client_secret,
                                                guint                number,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void            mx_engine_enrol_keep_async     (MxEngine            *self,
                                                const char          *record,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void            mx_engine_enrol_load_async     (MxEngine            *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* (element-type MxDevice) */
void            mx_engine_list_devices_async   (MxEngine            *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GPtrArray      *mx_engine_list_devices_finish  (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* Both end by mx_engine_boolean_finish (). @value (nullable): NULL takes it away. */
void            mx_engine_rename_device_async  (MxEngine            *self,
                                                const char          *device_id,
                                                const char          *name,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void            mx_engine_set_profile_async    (MxEngine            *self,
                                                const char          *field,
                                                const char          *value,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Its address, as a string. */
void            mx_engine_set_avatar_async     (MxEngine            *self,
                                                MxAttachment        *picture,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* @user_id (nullable): NULL: one's own, with what of it may be changed. */
void            mx_engine_find_profile_async   (MxEngine            *self,
                                                const char          *user_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
MxProfile      *mx_engine_find_profile_finish  (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* Where an account of OAuth 2.0 is looked after; a string. @action and @device_id (nullable). */
void            mx_engine_find_page_async      (MxEngine            *self,
                                                const char          *action,
                                                const char          *device_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);

/* Rooms. */
void           mx_engine_preview_async      (MxEngine            *self,
                                             const char          *link,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
MxRoomPreview *mx_engine_preview_finish     (MxEngine      *self,
                                             GAsyncResult  *result,
                                             GError       **error);
/* @target is a room id, an alias or a link. Finishes with the room id once sync has the room. */
void           mx_engine_join_async         (MxEngine            *self,
                                             const char          *target,
                                             const char *const   *via,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* @options_json: createRoom's body as the specification has it. */
void           mx_engine_create_room_async  (MxEngine            *self,
                                             const char          *options_json,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
void           mx_engine_leave_async        (MxEngine            *self,
                                             const char          *room_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
void           mx_engine_forget_async       (MxEngine            *self,
                                             const char          *room_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
void           mx_engine_invite_async       (MxEngine            *self,
                                             const char          *room_id,
                                             const char          *user_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* Asks to be let into a room; @reason is (nullable), 500 characters at most. Finishes with the room id once sync
 * has the request. Taking it back is leaving. */
void           mx_engine_knock_async        (MxEngine            *self,
                                             const char          *target,
                                             const char *const   *via,
                                             const char          *reason,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* Who asks to be let in; finish with mx_engine_people_finish (). */
void           mx_engine_load_knocks_async  (MxEngine            *self,
                                             const char          *room_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* Removes a person, or refuses a request; @reason is (nullable). */
void           mx_engine_kick_async         (MxEngine            *self,
                                             const char          *room_id,
                                             const char          *user_id,
                                             const char          *reason,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* Joins the room that took this one's place. */
void           mx_engine_follow_async       (MxEngine            *self,
                                             const char          *room_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* The conversation with a person, a new one where there is none. */
void           mx_engine_start_direct_async (MxEngine            *self,
                                             const char          *user_id,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
/* @via NULL: takes the room out of the space. */
void           mx_engine_set_child_async    (MxEngine            *self,
                                             const char          *space_id,
                                             const char          *room_id,
                                             const char *const   *via,
                                             gboolean             suggested,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
void           mx_engine_set_guests_async   (MxEngine            *self,
                                             const char          *room_id,
                                             gboolean             allowed,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
void           mx_engine_set_closed_async   (MxEngine            *self,
                                             const char          *room_id,
                                             gboolean             closed,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);

/* Finding. @server NULL: our own; @term, @type ("m.space") and @from are nullable. */
void        mx_engine_search_rooms_async  (MxEngine            *self,
                                           const char          *server,
                                           const char          *term,
                                           const char          *type,
                                           const char          *from,
                                           guint                limit,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
void        mx_engine_load_children_async (MxEngine            *self,
                                           const char          *space_id,
                                           const char          *from,
                                           guint                limit,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* Of search_rooms and load_children. */
MxRoomPage *mx_engine_room_page_finish    (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);
void        mx_engine_find_people_async   (MxEngine            *self,
                                           const char          *term,
                                           guint                limit,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* (element-type MxMemberInfo): of find_people and load_knocks. */
GPtrArray  *mx_engine_people_finish       (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);
/* The communities that this computer knows. */
void        mx_engine_load_presets_async  (MxEngine            *self,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
MxPresets  *mx_engine_load_presets_finish (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);
/* Finishes with the content as JSON text, asking the server only when the store has none. */
void        mx_engine_get_state_async     (MxEngine            *self,
                                           const char          *room_id,
                                           const char          *type,
                                           const char          *state_key,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* The string of join, create_room, get_state, send. */
char       *mx_engine_string_finish       (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);
/* The gboolean of logout, leave, forget, invite, queue, retry, … */
gboolean    mx_engine_boolean_finish      (MxEngine      *self,
                                           GAsyncResult  *result,
                                           GError       **error);

/* Timeline. An open room's deltas carry entries; open it before asking for more. */
void             mx_engine_open_room_async     (MxEngine            *self,
                                                const char          *room_id,
                                                guint                limit,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
void             mx_engine_close_room          (MxEngine   *self,
                                                const char *room_id);
/* Entries before @pos, from the store, or from the server where the store ends or has a gap. */
void             mx_engine_load_older_async    (MxEngine            *self,
                                                const char          *room_id,
                                                gint64               pos,
                                                guint                limit,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Of open_room and load_older. */
MxTimelineSlice *mx_engine_slice_finish        (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* One event by id (for replies to what is not loaded); from store or server. */
void             mx_engine_load_event_async    (MxEngine            *self,
                                                const char          *room_id,
                                                const char          *event_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
MxEvent         *mx_engine_load_event_finish   (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);
/* All members; the server is asked once per room. (element-type MxMemberInfo) */
void             mx_engine_load_members_async  (MxEngine            *self,
                                                const char          *room_id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GPtrArray       *mx_engine_load_members_finish (MxEngine      *self,
                                                GAsyncResult  *result,
                                                GError       **error);

/* Wishes: durable, through the outbox. The delta brings what becomes of them. */
char *mx_engine_new_txn_id        (MxEngine *self);
void  mx_engine_send              (MxEngine   *self,
                                   const char *room_id,
                                   const char *type,
                                   const char *txn_id,
                                   const char *content_json);
void  mx_engine_redact            (MxEngine   *self,
                                   const char *room_id,
                                   const char *event_id,
                                   const char *reason,
                                   const char *txn_id);
/* Finishes with boolean TRUE once it is durable here: not even a crash loses it then. */
void  mx_engine_wait_kept_async   (MxEngine            *self,
                                   const char          *room_id,
                                   const char          *txn_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* Finishes with the event id once the server has it, or with why it failed. */
void  mx_engine_wait_sent_async   (MxEngine            *self,
                                   const char          *room_id,
                                   const char          *txn_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
void  mx_engine_retry             (MxEngine   *self,
                                   const char *txn_id);
void  mx_engine_discard           (MxEngine   *self,
                                   const char *txn_id);
void  mx_engine_mark_read         (MxEngine   *self,
                                   const char *room_id,
                                   const char *event_id);
/* Finishes with boolean TRUE once it is durable here. */
void  mx_engine_mark_read_async   (MxEngine            *self,
                                   const char          *room_id,
                                   const char          *event_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
void  mx_engine_set_marked_unread (MxEngine   *self,
                                   const char *room_id,
                                   gboolean    unread);
void  mx_engine_set_tag           (MxEngine   *self,
                                   const char *room_id,
                                   const char *tag,
                                   gboolean    present);
void  mx_engine_set_typing        (MxEngine   *self,
                                   const char *room_id,
                                   gboolean    typing);
void  mx_engine_set_draft         (MxEngine   *self,
                                   const char *room_id,
                                   const char *draft);
void  mx_engine_set_ignored_async (MxEngine            *self,
                                   const char          *user_id,
                                   gboolean             ignored,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* @room_id alone: the room; @event_id too: the message; @user_id alone: the person. Queued;
 * finishes with boolean TRUE when delivered, with %MX_ERROR_UNREACHABLE when it waits for the network. */
void  mx_engine_report_async      (MxEngine            *self,
                                   const char          *room_id,
                                   const char          *event_id,
                                   const char          *user_id,
                                   const char          *reason,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);

/* The same where the event may be older than what is known here; for who read it with another account. */
void mx_engine_take_read_marker_async (MxEngine            *self,
                                       const char          *room_id,
                                       const char          *event_id,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

/* Media: bytes from the encrypted cache or the server; one download per address at a time.
 * 0 x 0 is the original. @max_bytes bounds it (0: 64 MiB). */
/* Queues a message with a file; deltas tell what becomes of it. @content_json without "url". */
void    mx_engine_send_file                (MxEngine   *self,
                                            const char *room_id,
                                            const char *txn_id,
                                            const char *content_json,
                                            const char *mimetype,
                                            GBytes     *bytes);
void    mx_engine_find_upload_limit_async  (MxEngine            *self,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* Bytes; 0 when nobody knows, -1 with @error set. */
gint64  mx_engine_find_upload_limit_finish (MxEngine      *self,
                                            GAsyncResult  *result,
                                            GError       **error);
void    mx_engine_load_media_async         (MxEngine            *self,
                                            const char          *mxc,
                                            guint                width,
                                            guint                height,
                                            gsize                max_bytes,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
/* A square icon of an identity provider, from the server that named it; needs no account. Ends as load_media does. */
void    mx_engine_load_icon_async          (MxEngine            *self,
                                            const char          *base_url,
                                            const char          *mxc,
                                            guint                size,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
GBytes *mx_engine_load_media_finish        (MxEngine      *self,
                                            GAsyncResult  *result,
                                            GError       **error);

/* Sync at once instead of waiting for the back-off ("Try now"). */
void mx_engine_try_now (MxEngine *self);

G_END_DECLS
