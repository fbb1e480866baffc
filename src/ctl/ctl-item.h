/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

gboolean    ctl_item_is_event       (MxTimelineItem *item);
JsonObject *ctl_item_to_json        (MxTimelineItem *item) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *ctl_item_content        (MxTimelineItem *item) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *ctl_room_to_json        (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *ctl_member_to_json      (MxMember *member) G_GNUC_WARN_UNUSED_RESULT;
const char *ctl_membership_get_word (MxMembership membership);
const char *ctl_sync_state_get_word (MxSyncState state);
void        ctl_json_set_text       (JsonObject *object,
                                     const char *name,
                                     const char *text);
/* The same, but leaves out what is not there. */
void        ctl_json_add_text       (JsonObject *object,
                                     const char *name,
                                     const char *text);
JsonArray  *ctl_json_strv           (const char *const *strings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
