/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room's current state and its members. */

#pragma once

#include "mx-enums.h"
#include "mx-store.h"

G_BEGIN_DECLS

/* Membership sets for lists and counts. */
typedef enum {
  MX_MEMBERS_JOINED = 1 << MX_MEMBERSHIP_JOIN,
  MX_MEMBERS_INVITED = 1 << MX_MEMBERSHIP_INVITE,
  MX_MEMBERS_KNOCKING = 1 << MX_MEMBERSHIP_KNOCK,
  MX_MEMBERS_BANNED = 1 << MX_MEMBERSHIP_BAN,
  MX_MEMBERS_LEFT = 1 << MX_MEMBERSHIP_LEAVE,
  MX_MEMBERS_PRESENT = MX_MEMBERS_JOINED | MX_MEMBERS_INVITED,
  MX_MEMBERS_ALL = 0x1f,
} MxMembersFilter;

typedef struct
{
  char *user_id;
  MxMembership membership;
  char *name;   /* (nullable): as the event says */
  char *avatar; /* (nullable): mxc               */
} MxStoreMember;

void mx_store_member_free (MxStoreMember *self);

/* m.room.member goes to the member table in the same call. The room's row is made when missing. */
gboolean   mx_store_set_state           (MxStore     *self,
                                         const char  *room_id,
                                         MxEvent     *event,
                                         GError     **error);
/* Absent: NULL without an error. */
MxEvent   *mx_store_get_state           (MxStore     *self,
                                         const char  *room_id,
                                         const char  *type,
                                         const char  *state_key,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxEvent): @type NULL is every type but m.room.member. */
GPtrArray *mx_store_list_state          (MxStore     *self,
                                         const char  *room_id,
                                         const char  *type,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxEvent): of every room, for one type and state key. */
GPtrArray *mx_store_list_state_of_rooms (MxStore     *self,
                                         const char  *type,
                                         const char  *state_key,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxEvent): of these two types and with @user_id in its source, of every room that we are in; not
 * where it is known that @user_id is not. */
GPtrArray *mx_store_list_state_naming   (MxStore     *self,
                                         const char  *type,
                                         const char  *other_type,
                                         const char  *user_id,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* State and members. */
gboolean   mx_store_clear_state         (MxStore     *self,
                                         const char  *room_id,
                                         GError     **error);

/* Absent: NULL without an error. */
MxStoreMember *mx_store_get_member          (MxStore     *self,
                                             const char  *room_id,
                                             const char  *user_id,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreMember), by name, then id; @limit 0: all. */
GPtrArray     *mx_store_list_members        (MxStore          *self,
                                             const char       *room_id,
                                             MxMembersFilter   filter,
                                             guint             offset,
                                             guint             limit,
                                             GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       mx_store_count_members       (MxStore          *self,
                                             const char       *room_id,
                                             MxMembersFilter   filter,
                                             guint            *count,
                                             GError          **error);
/* How many joined or invited people bear @name: two or more, and it needs the id beside it. */
gboolean       mx_store_count_members_named (MxStore     *self,
                                             const char  *room_id,
                                             const char  *name,
                                             guint       *count,
                                             GError     **error);
/* (element-type MxStoreMember): who bears @name, joined or invited. */
GPtrArray     *mx_store_list_members_named  (MxStore     *self,
                                             const char  *room_id,
                                             const char  *name,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreMember): up to @limit joined or invited, in order of user id, without
 * @own_user; when there are none, those who left. For rooms whose summary has no heroes. */
GPtrArray     *mx_store_list_heroes         (MxStore     *self,
                                             const char  *room_id,
                                             const char  *own_user,
                                             guint        limit,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStoreMember, mx_store_member_free)

G_END_DECLS
