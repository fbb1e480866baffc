/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.push_rules: when to notify. Kept as text. Any thread. */

#include "config.h"

#include "types/m-push-rules.h"

#include "mx-event-private.h"

static const MxField fields[] = {
  { "global", MX_FIELD_OBJECT, G_STRUCT_OFFSET (MxPushRules, global), MX_FIELD_REQUIRED },
  { NULL },
};

const MxEventType mx_type_push_rules = {
  .name = "m.push_rules",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxPushRules),
  .fields = fields,
};
