/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_MEMBER_LIST (mx_member_list_get_type ())
G_DECLARE_FINAL_TYPE (MxMemberList, mx_member_list, MX, MEMBER_LIST, GObject)

/* A GListModel of joined and invited MxMember, by power, then name. "is-loading". */
MxMember *mx_member_list_find (MxMemberList *self,
                               const char   *user_id);

G_END_DECLS
