/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-section.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_ROOM (mx_room_get_type ())
G_DECLARE_FINAL_TYPE (MxRoom, mx_room, MX, ROOM, GObject)

/**
 * MxRoom:
 *
 * Properties (all notify): "session", "room-id", "name", "avatar" (mxc, nullable), "topic" (nullable),
 * "alias" (nullable), "section" (MxSection as int), "membership" (MxMembership as int), "inviter" (user id, nullable:
 * who invited or, when we are no longer in the room, who removed us), "inviter-name" (nullable),
 * "direct-user" (nullable), "is-direct", "is-space", "is-encrypted", "is-public"
 * (join rule public),
 * "is-world-readable", "allows-guests", "can-set-guests", "is-closed" (nobody new comes in for now;
 * known of rooms that have been opened), "can-close", "is-favourite", "is-low-priority", "is-muted", "is-unread",
 * "unread-count" (uint),
 * "highlight-count" (uint),
 * "last-text" (nullable: "Ann: text"), "last-sender" (nullable: a name), "last-ts" (int64 ms), "member-count"
 * (uint), "typing" (strv of names, nullable), "can-send" (boolean),
 * "replacement" (nullable: where a tombstone says it moved to), "successor" (nullable: the same, once the person is
 * there and that room says so too: then the sidebar hides this one), "join-rule" ("public", "invite", "knock" …),
 * "service" (nullable: "irc": it is the control chat of a bridge of this protocol, see mx-service.c),
 * "service-network" (nullable: where that bridge leads to),
 * "history-visibility" ("world_readable", "shared", "invited", "joined"), "bridge-protocol" (nullable: "irc" where
 * people read along there; known of rooms that have been opened),
 * "draft" (nullable, writable by mx_room_set_draft ()).
 */

MxSession     *mx_room_get_session         (MxRoom *self);
const char    *mx_room_get_id              (MxRoom *self);
const char    *mx_room_get_name            (MxRoom *self);
const char    *mx_room_get_avatar          (MxRoom *self);
const char    *mx_room_get_topic           (MxRoom *self);
const char    *mx_room_get_alias           (MxRoom *self);
const char    *mx_room_get_last_text       (MxRoom *self);
const char    *mx_room_get_last_sender     (MxRoom *self);
const char    *mx_room_get_inviter         (MxRoom *self);
const char    *mx_room_get_leave_reason    (MxRoom *self);
const char    *mx_room_get_inviter_name    (MxRoom *self);
/* (nullable): the protocol of the bridge whose control chat it is; the network that leads to */
const char    *mx_room_get_service         (MxRoom *self);
const char    *mx_room_get_service_network (MxRoom *self);
gint64         mx_room_get_last_ts         (MxRoom *self);
guint          mx_room_get_unread_count    (MxRoom *self);
guint          mx_room_get_highlight_count (MxRoom *self);
guint          mx_room_get_member_count    (MxRoom *self);
MxSection      mx_room_get_section         (MxRoom *self);
MxMembership   mx_room_get_membership      (MxRoom *self);
const char    *mx_room_get_draft           (MxRoom *self);
MxPowerLevels *mx_room_get_power_levels    (MxRoom *self);
gboolean       mx_room_is_unread           (MxRoom *self);
gboolean       mx_room_is_direct           (MxRoom *self);
gboolean       mx_room_is_muted            (MxRoom *self);
gboolean       mx_room_is_favourite        (MxRoom *self);
gboolean       mx_room_is_low_priority     (MxRoom *self);
gboolean       mx_room_is_public           (MxRoom *self);
gboolean       mx_room_is_world_readable   (MxRoom *self);
gboolean       mx_room_hides_past          (MxRoom *self);
gboolean       mx_room_is_encrypted        (MxRoom *self);
const char    *mx_room_get_bridge_protocol (MxRoom *self);
gboolean       mx_room_can_send            (MxRoom *self);
/* Whether I may let people without an account in. */
gboolean       mx_room_can_set_guests      (MxRoom *self);
gboolean       mx_room_is_closed           (MxRoom *self);
gboolean       mx_room_can_close           (MxRoom *self);
gboolean       mx_room_can_redact          (MxRoom     *self,
                                            const char *sender);
/* The same as a "matrix:" address. */
char          *mx_room_dup_link            (MxRoom     *self,
                                            const char *event_id);

/* Made at the first call and kept while somebody holds it. */
MxTimeline   *mx_room_get_timeline (MxRoom *self) G_GNUC_WARN_UNUSED_RESULT;
MxMemberList *mx_room_get_members  (MxRoom *self) G_GNUC_WARN_UNUSED_RESULT;

/* @html is (nullable). @reply_to and @edits are event ids (nullable). @mentions: user ids (nullable).
 * Returns the transaction id. msgtype: "m.text", "m.notice", "m.emote". */
char     *mx_room_send_text         (MxRoom            *self,
                                     const char        *msgtype,
                                     const char        *body,
                                     const char        *html,
                                     const char *const *mentions,
                                     const char        *reply_to,
                                     const char        *edits);
char     *mx_room_send_json         (MxRoom     *self,
                                     const char *type,
                                     const char *content_json);
/* @caption is (nullable). The file goes up first; the row has its progress. */
char     *mx_room_send_file         (MxRoom       *self,
                                     MxAttachment *attachment,
                                     const char   *caption);
char     *mx_room_react             (MxRoom     *self,
                                     const char *event_id,
                                     const char *key);
void      mx_room_redact            (MxRoom     *self,
                                     const char *event_id,
                                     const char *reason);
/* Gives up what the server does not have. */
void      mx_room_discard           (MxRoom     *self,
                                     const char *txn_id);
/* It is durable here. */
void      mx_room_wait_kept_async   (MxRoom              *self,
                                     const char          *txn_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* The server has it. */
void      mx_room_wait_sent_async   (MxRoom              *self,
                                     const char          *txn_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* Event id. */
char     *mx_room_wait_sent_finish  (MxRoom        *self,
                                     GAsyncResult  *result,
                                     GError       **error);
void      mx_room_mark_read         (MxRoom *self);
void      mx_room_mark_read_to      (MxRoom     *self,
                                     const char *event_id);
/* It is durable here. */
void      mx_room_mark_read_async   (MxRoom              *self,
                                     const char          *event_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void      mx_room_set_closed_async  (MxRoom              *self,
                                     gboolean             closed,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void      mx_room_set_guests_async  (MxRoom              *self,
                                     gboolean             allowed,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void      mx_room_set_marked_unread (MxRoom   *self,
                                     gboolean  unread);
void      mx_room_set_tag           (MxRoom     *self,
                                     const char *tag,
                                     gboolean    present);
void      mx_room_set_typing        (MxRoom   *self,
                                     gboolean  typing);
void      mx_room_set_draft         (MxRoom     *self,
                                     const char *draft);
void      mx_room_leave_async       (MxRoom              *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* Of a room that one is not in any more: nothing of it stays, here and at the server. */
void      mx_room_forget_async      (MxRoom              *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void      mx_room_invite_async      (MxRoom              *self,
                                     const char          *user_id,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
void      mx_room_get_state_async   (MxRoom              *self,
                                     const char          *type,
                                     const char          *state_key,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* Joins the room that took this one's place; finishes with its id. */
void      mx_room_follow_async      (MxRoom              *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
char     *mx_room_follow_finish     (MxRoom        *self,
                                     GAsyncResult  *result,
                                     GError       **error);
/* Of leave, forget and invite. */
gboolean  mx_room_boolean_finish    (MxRoom        *self,
                                     GAsyncResult  *result,
                                     GError       **error);
/* Content as JSON text. */
char     *mx_room_get_state_finish  (MxRoom        *self,
                                     GAsyncResult  *result,
                                     GError       **error);

G_END_DECLS
