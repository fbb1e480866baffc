/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-member-table.h"
#include "mx-member.h"

G_BEGIN_DECLS

MxMember *_mx_member_new    (const MxMemberRecord *record) G_GNUC_WARN_UNUSED_RESULT;
/* Returns TRUE when the place in a sorted list may be another one. */
gboolean  _mx_member_update (MxMember             *self,
                             const MxMemberRecord *record);

G_END_DECLS
