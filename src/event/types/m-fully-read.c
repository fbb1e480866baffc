/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.fully_read: how far somebody has read, for all their devices. Any thread. */

#include "config.h"

#include "types/m-fully-read.h"

#include "mx-event-private.h"

static const MxField fields[] = {
  { "event_id", MX_FIELD_EVENT_ID, G_STRUCT_OFFSET (MxFullyRead, event_id), MX_FIELD_REQUIRED },
  { NULL },
};

const MxEventType mx_type_fully_read = {
  .name = "m.fully_read",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxFullyRead),
  .fields = fields,
};
