/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_FOUND_ROOM (mx_found_room_get_type ())
G_DECLARE_FINAL_TYPE (MxFoundRoom, mx_found_room, MX, FOUND_ROOM, GObject)

/**
 * MxFoundRoom:
 *
 * A room of a directory, of a space, or one that may have been meant. Properties: "room-id" (nullable for a
 * suggestion that only a community names), "alias" (nullable), "name" (never %NULL: name, alias or id), "topic"
 * (nullable), "avatar" (mxc, nullable), "member-count" (uint), "join-rule" ("public", "knock" …; nullable),
 * "language" (nullable), "is-space", "is-suggested", "is-world-readable", "guest-can-join", "link" (what MxJoinFlow
 * takes). Those that notify: "is-selected" (writable), "is-member", "is-joining", "error" (GError, nullable: why
 * joining failed).
 */
const char   *mx_found_room_get_id            (MxFoundRoom *self);
const char   *mx_found_room_get_alias         (MxFoundRoom *self);
const char   *mx_found_room_get_name          (MxFoundRoom *self);
const char   *mx_found_room_get_topic         (MxFoundRoom *self);
guint         mx_found_room_get_members       (MxFoundRoom *self);
const char   *mx_found_room_get_join_rule     (MxFoundRoom *self);
gboolean      mx_found_room_is_space          (MxFoundRoom *self);
gboolean      mx_found_room_is_suggested      (MxFoundRoom *self);
gboolean      mx_found_room_is_world_readable (MxFoundRoom *self);
gboolean      mx_found_room_guest_can_join    (MxFoundRoom *self);
gboolean      mx_found_room_is_member         (MxFoundRoom *self);
gboolean      mx_found_room_is_selected       (MxFoundRoom *self);
void          mx_found_room_set_selected      (MxFoundRoom *self,
                                               gboolean     selected);
const GError *mx_found_room_get_error         (MxFoundRoom *self);
char         *mx_found_room_dup_link          (MxFoundRoom *self);

G_END_DECLS
