/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every event becomes that this version does not know or cannot read: nothing is
 * dropped, and it still gets a row. Any thread. */

#include "config.h"

#include "mx-event-private.h"

static const MxField fields[] = {
  { NULL },
};

const MxEventType mx_unknown_type = {
  .name = "",
  .kind = MX_EVENT_MESSAGE,
  .size = 1,
  .fields = fields,
  .summary = _mx_unknown_dup_summary,
};
