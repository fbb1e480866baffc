/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.typing: who is writing right now. Any thread. */

#include "config.h"

#include "types/m-typing.h"

#include "mx-event-private.h"

static const MxField fields[] = {
  { "user_ids", MX_FIELD_STRV, G_STRUCT_OFFSET (MxTyping, user_ids), MX_FIELD_REQUIRED },
  { NULL },
};

const MxEventType mx_type_typing = {
  .name = "m.typing",
  .kind = MX_EVENT_EPHEMERAL,
  .size = sizeof (MxTyping),
  .fields = fields,
};
