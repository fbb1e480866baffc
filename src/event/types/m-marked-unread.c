/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.marked_unread: a room that somebody wants to come back to. Any thread. */

#include "config.h"

#include "types/m-marked-unread.h"

#include "mx-event-private.h"

static const MxField fields[] = {
  { "unread", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxMarkedUnread, unread), MX_FIELD_REQUIRED },
  { NULL },
};

const MxEventType mx_type_marked_unread = {
  .name = "m.marked_unread",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxMarkedUnread),
  .fields = fields,
};
