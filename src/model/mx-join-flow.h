/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_JOIN_FLOW (mx_join_flow_get_type ())
G_DECLARE_FINAL_TYPE (MxJoinFlow, mx_join_flow, MX, JOIN_FLOW, GObject)

/* The steps from a link to the room:
 *
 *   LOOKING ──► PREVIEW ──► SIGNING_IN ──► JOINING ──► DONE
 *      │         ▲ │  ▲ │ signed in: straight to JOINING, where an account is all it takes
 *      │         │ ▼  │
 *      │        ASKING  (to be let in, or taking that back); then it looks again
 *      └──► PREVIEW with state NOT_FOUND, UNREACHABLE …; every failure comes back here with "error"
 *
 * In PREVIEW it follows the room: a request that is answered, an invite, a ban make it look again by itself.
 * SIGNING_IN covers guest, password, browser and registration. */
typedef enum {
  MX_JOIN_LOOKING,
  MX_JOIN_PREVIEW,
  MX_JOIN_SIGNING_IN,
  MX_JOIN_JOINING,
  MX_JOIN_DONE,
  MX_JOIN_ASKING,
} MxJoinState;

/**
 * MxJoinFlow:
 *
 * Properties (all notify; strings nullable): "state" (MxJoinState as int), "preview" (MxPreviewState as int),
 * "with-account" (the same, as it would be for somebody with an account: what NEEDS_ACCOUNT and GUEST lead to),
 * "link", "server" (asked), "name", "alias", "topic", "avatar" (mxc), "member-count" (uint), "language" (a guess:
 * "ar"), "join-rule", "is-space", "is-world-readable", "is-encrypted", "bridge-network" ("Example Net"),
 * "bridge-channel" ("#help"), "service" ("irc": of an invite to the control chat of a bridge of this protocol) and
 * "service-network" (where that leads to), "inviter" (user id), "inviter-name", "invited-ts" (int64 ms; 0: unknown),
 * "actor" (user id) and "actor-name": who banned or refused, "actor-ts" (int64 ms; 0: unknown), "reason" (of that),
 * "is-denied" (the last request to be let in was refused; the state
 * says what can be done now), "replacement" (room id of the newest room, when MOVED), "is-confirmed" (that room
 * says so too), "room-id" (set when known), "history" (GListModel of MxTimelineItem), "suggestions" (strv of
 * aliases), "suggested-rooms" (GListModel of MxFoundRoom: the same with their names), "community" (MxCommunity
 * whose room it is), "error" (GError).
 */
MxJoinFlow     *mx_join_flow_new         (MxSession  *session,
                                          const char *link) G_GNUC_WARN_UNUSED_RESULT;
void mx_join_flow_start (MxJoinFlow *self);      /* looks the room up; again: tries again */
void mx_join_flow_join (MxJoinFlow *self);       /* signed in: joins, or opens where joined */
void mx_join_flow_join_guest (MxJoinFlow *self); /* signs in as a guest of the room's server, then joins */
void mx_join_flow_sign_in (MxJoinFlow *self);    /* the page signs in by the session */
void mx_join_flow_signed_in (MxJoinFlow *self);  /* joins where that was meant and is all it takes, else looks again */
/* Asks to be let in; @reason (nullable): 500 characters at most. Then "preview" is KNOCKED. */
void            mx_join_flow_knock       (MxJoinFlow *self,
                                          const char *reason);
void mx_join_flow_withdraw (MxJoinFlow *self); /* takes the request back */
void mx_join_flow_decline (MxJoinFlow *self);  /* declines an invite */
/* A flow for the newest of the rooms that took this one's place; NULL: it did not move. */
MxJoinFlow     *mx_join_flow_follow      (MxJoinFlow *self) G_GNUC_WARN_UNUSED_RESULT;
void mx_join_flow_cancel (MxJoinFlow *self); /* back to PREVIEW */
MxJoinState     mx_join_flow_get_state   (MxJoinFlow *self);
MxPreviewState  mx_join_flow_get_preview (MxJoinFlow *self);
const char     *mx_join_flow_get_room_id (MxJoinFlow *self);
const char     *mx_join_flow_get_link    (MxJoinFlow *self);
const GError   *mx_join_flow_get_error   (MxJoinFlow *self);

G_END_DECLS
