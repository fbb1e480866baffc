/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every event type, reached by the type that the input names, as every kind. */

#include "config.h"

#include "mx-event.h"
#include "mx-field.h"
#include "mx-fuzz.h"
#include "mx-power-levels.h"
#include "types/m-room-create.h"
#include "types/m-room-power-levels.h"

static void
use_levels (MxEvent *event)
{
  g_autoptr (MxPowerLevels) levels = mx_power_levels_new (event, event);

  mx_power_levels_can_ban (levels, "@a:b", "@c:d");
  mx_power_levels_can_send (levels, "@a:b", "m.room.message", FALSE);
}

static void
use_event (MxEvent *event)
{
  g_autofree char *summary = mx_event_dup_summary (event, NULL);
  g_autofree char *content = mx_event_dup_content_json (event);
  g_autoptr (MxEvent) gone = mx_event_redact (event, mx_event_get_source (event));
  g_autoptr (MxEvent) edited = mx_event_apply_edit (event, event);
  const MxEventType *type = mx_event_get_type (event);

  g_assert_nonnull (gone);
  g_assert_true (summary[0] != '\0');
  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_nonnull (content);
  g_assert_true (mx_event_is_redacted (gone));
  if (mx_event_get_content (event) != NULL)
    json_object_unref (mx_fields_write (type->fields, mx_event_get_content (event)));
  if (type == &mx_type_room_create || type == &mx_type_room_power_levels)
    use_levels (event);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  for (int kind = MX_EVENT_MESSAGE; kind <= MX_EVENT_ACCOUNT_DATA; kind++) {
    g_autoptr (MxEvent) event = mx_event_new ((const char *) data, size, (MxEventKind) kind, "!r:e", NULL);

    if (event != NULL)
      use_event (event);
  }
  return 0;
}
