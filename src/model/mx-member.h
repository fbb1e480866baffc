/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_MEMBER (mx_member_get_type ())
G_DECLARE_FINAL_TYPE (MxMember, mx_member, MX, MEMBER, GObject)

/* Properties: "user-id", "name" (disambiguated), "avatar" (mxc, nullable), "membership" (int), "power" (int64). */
const char   *mx_member_get_user_id    (MxMember *self);
const char   *mx_member_get_name       (MxMember *self);
const char   *mx_member_get_avatar     (MxMember *self);
MxMembership  mx_member_get_membership (MxMember *self);
gint64        mx_member_get_power      (MxMember *self);

G_END_DECLS
