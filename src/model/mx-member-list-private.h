/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-member-list.h"

G_BEGIN_DECLS

MxMemberList *_mx_member_list_new  (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
/* @infos: (element-type MxMemberInfo): told just now; @changed: (nullable) (element-type utf8):
 * those who are shown otherwise because of it. */
void          _mx_member_list_take (MxMemberList *self,
                                    GPtrArray    *infos,
                                    GHashTable   *changed);

G_END_DECLS
