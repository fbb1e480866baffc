/* SPDX-License-Identifier: GPL-3.0-or-later */

/* uk.half-shot.bridge: what bridges write until MSC2346 is in the specification; the same
 * content as m.bridge. Any thread. */

#include "config.h"

#include "types/uk-half-shot-bridge.h"

#include "mx-event-private.h"

const MxEventType mx_type_uk_half_shot_bridge = {
  .name = "uk.half-shot.bridge",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxBridge),
  .fields = mx_bridge_fields,
  .summary = mx_bridge_dup_summary,
};
