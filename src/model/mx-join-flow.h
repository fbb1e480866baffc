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
 *      │           ▲  │ signed in: straight to JOINING
 *      └──► PREVIEW with state NOT_FOUND, UNREACHABLE …; every failure comes back here with "error"
 *
 * SIGNING_IN covers guest, password and, later, browser, registration and knocking. */
typedef enum {
  MX_JOIN_LOOKING,
  MX_JOIN_PREVIEW,
  MX_JOIN_SIGNING_IN,
  MX_JOIN_JOINING,
  MX_JOIN_DONE,
} MxJoinState;

/**
 * MxJoinFlow:
 *
 * Properties (all notify): "state" (MxJoinState as int), "preview" (MxPreviewState as int), "link", "server"
 * (asked), "name", "alias", "topic",
 * "avatar" (mxc, nullable), "member-count" (uint), "is-world-readable", "is-encrypted", "inviter-name",
 * "reason" (ban), "room-id" (nullable; set when DONE),
 * "history" (GListModel of MxTimelineItem, nullable), "suggestions" (GListModel of GtkString-like GObject: use
 * GListStore of MxJoinFlow is not needed; a strv of aliases), "error" (GError, nullable).
 */
MxJoinFlow     *mx_join_flow_new         (MxSession  *session,
                                          const char *link) G_GNUC_WARN_UNUSED_RESULT;
void mx_join_flow_start (MxJoinFlow *self);      /* looks the room up; again: tries again */
void mx_join_flow_join (MxJoinFlow *self);       /* signed in: joins, or opens where joined */
void mx_join_flow_join_guest (MxJoinFlow *self); /* signs in as a guest of the room's server, then joins */
void mx_join_flow_sign_in (MxJoinFlow *self);    /* the page signs in by the session, then calls join */
void mx_join_flow_cancel (MxJoinFlow *self);     /* back to PREVIEW */
MxJoinState     mx_join_flow_get_state   (MxJoinFlow *self);
MxPreviewState  mx_join_flow_get_preview (MxJoinFlow *self);
const char     *mx_join_flow_get_room_id (MxJoinFlow *self);
const char     *mx_join_flow_get_link    (MxJoinFlow *self);
const GError   *mx_join_flow_get_error   (MxJoinFlow *self);

G_END_DECLS
