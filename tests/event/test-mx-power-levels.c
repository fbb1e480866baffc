/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-power-levels.h"

#include "mx-event.h"

#include <string.h>

#define ANN "@ann:e.org"
#define BEN "@ben:e.org"
#define CAT "@cat:e.org"
#define DAN "@dan:e.org"

static MxEvent *
make_state (const char *type,
            const char *content)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"%s\",\"event_id\":\"$a\",\"sender\":\"" ANN
                                           "\",\"state_key\":\"\",\"origin_server_ts\":1,\"content\":%s}",
                                           type, content);
  g_autoptr (GError) error = NULL;
  MxEvent *event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, "!r:e.org", &error);

  g_assert_no_error (error);
  return event;
}

static MxPowerLevels *
make (const char *create,
      const char *levels)
{
  g_autoptr (MxEvent) create_event = create ? make_state ("m.room.create", create) : NULL;
  g_autoptr (MxEvent) levels_event = levels ? make_state ("m.room.power_levels", levels) : NULL;

  return mx_power_levels_new (create_event, levels_event);
}

static const char usual[] = "{\"users\":{\"" ANN "\":100,\"" BEN "\":50,\"" CAT
                            "\":50},\"events\":{\"m.room.name\":50,\"m.reaction\":-1,\"m.room.redaction\":5}}";

static void
test_usual (void)
{
  g_autoptr (MxPowerLevels) levels = make ("{\"room_version\":\"10\"}", usual);
  g_autoptr (MxPowerLevels) second = mx_power_levels_ref (levels);

  g_assert_true (second == levels);
  g_assert_cmpint (mx_power_levels_get_user (levels, ANN), ==, 100);
  g_assert_cmpint (mx_power_levels_get_user (levels, DAN), ==, 0);
  g_assert_true (mx_power_levels_can_send (levels, DAN, "m.room.message", FALSE));
  g_assert_false (mx_power_levels_can_send (levels, DAN, "m.room.topic", TRUE));
  g_assert_true (mx_power_levels_can_send (levels, BEN, "m.room.topic", TRUE));
  g_assert_true (mx_power_levels_can_send (levels, BEN, "m.room.name", TRUE));
  g_assert_true (mx_power_levels_can_send (levels, DAN, "m.reaction", FALSE));
  g_assert_true (mx_power_levels_can_invite (levels, DAN));
  g_assert_false (mx_power_levels_can_notify_room (levels, DAN));
  g_assert_true (mx_power_levels_can_notify_room (levels, BEN));
}

static void
test_over_others (void)
{
  g_autoptr (MxPowerLevels) levels = make ("{}", usual);

  g_assert_true (mx_power_levels_can_kick (levels, ANN, BEN));
  g_assert_true (mx_power_levels_can_kick (levels, BEN, DAN));
  g_assert_false (mx_power_levels_can_kick (levels, BEN, CAT));
  g_assert_false (mx_power_levels_can_kick (levels, BEN, ANN));
  g_assert_false (mx_power_levels_can_ban (levels, BEN, BEN));
  g_assert_false (mx_power_levels_can_ban (levels, DAN, CAT));
  g_assert_true (mx_power_levels_can_ban (levels, BEN, NULL));
  g_assert_true (mx_power_levels_can_redact (levels, BEN, ANN));
  g_assert_false (mx_power_levels_can_redact (levels, DAN, ANN));
  g_assert_false (mx_power_levels_can_redact (levels, DAN, DAN));
  g_assert_true (mx_power_levels_can_redact (levels, CAT, CAT));
}

static void
test_absent (void)
{
  g_autoptr (MxPowerLevels) old = make ("{\"room_version\":\"11\"}", NULL);
  g_autoptr (MxPowerLevels) nothing = make (NULL, NULL);

  g_assert_cmpint (mx_power_levels_get_user (old, ANN), ==, 100);
  g_assert_cmpint (mx_power_levels_get_user (old, BEN), ==, 0);
  g_assert_false (mx_power_levels_can_send (old, BEN, "m.room.name", TRUE));
  g_assert_true (mx_power_levels_can_send (old, BEN, "m.room.message", FALSE));
  g_assert_false (mx_power_levels_can_kick (old, BEN, CAT));
  g_assert_cmpint (mx_power_levels_get_user (nothing, ANN), ==, 0);
  g_assert_true (mx_power_levels_can_invite (nothing, ANN));
}

/* Room version 12: creators stand above every number, and never in "users". */
static void
test_creators (void)
{
  g_autoptr (MxPowerLevels) levels = make ("{\"room_version\":\"12\",\"additional_creators\":[\"" BEN "\"]}",
                                           "{\"users\":{\"" CAT "\":9007199254740991},\"ban\":100}");
  g_autoptr (MxPowerLevels) bare = make ("{\"room_version\":\"12\"}", NULL);
  g_autoptr (MxPowerLevels) old = make ("{\"room_version\":\"11\",\"additional_creators\":[\"" BEN "\"]}", "{}");

  g_assert_cmpint (mx_power_levels_get_user (levels, ANN), ==, MX_POWER_CREATOR);
  g_assert_cmpint (mx_power_levels_get_user (levels, BEN), ==, MX_POWER_CREATOR);
  g_assert_true (mx_power_levels_can_kick (levels, BEN, CAT));
  g_assert_false (mx_power_levels_can_kick (levels, ANN, BEN));
  g_assert_false (mx_power_levels_can_kick (levels, CAT, ANN));
  g_assert_cmpint (mx_power_levels_get_user (bare, ANN), ==, MX_POWER_CREATOR);
  g_assert_cmpint (mx_power_levels_get_user (bare, DAN), ==, 0);
  g_assert_cmpint (mx_power_levels_get_user (old, BEN), ==, 0);
  g_assert_false (mx_power_levels_can_send (bare, DAN, "m.room.tombstone", TRUE));
  g_assert_true (mx_power_levels_can_send (bare, ANN, "m.room.tombstone", TRUE));
}

static void
test_tombstone (void)
{
  g_autoptr (MxPowerLevels) levels =
    make ("{\"room_version\":\"12\"}", "{\"users\":{\"" CAT "\":100,\"" DAN "\":150}}");
  g_autoptr (MxPowerLevels) set =
    make ("{\"room_version\":\"12\"}", "{\"users\":{\"" CAT "\":100},\"events\":{\"m.room.tombstone\":100}}");

  g_assert_false (mx_power_levels_can_send (levels, CAT, "m.room.tombstone", TRUE));
  g_assert_true (mx_power_levels_can_send (levels, DAN, "m.room.tombstone", TRUE));
  g_assert_true (mx_power_levels_can_send (set, CAT, "m.room.tombstone", TRUE));
}

static void
test_extremes (void)
{
  g_autoptr (MxPowerLevels) low =
    make ("{\"room_version\":\"10\"}",
          "{\"users\":{\"" BEN
          "\":-9223372036854775808},\"users_default\":-9223372036854775808,\"ban\":-9223372036854775808}");
  g_autoptr (MxPowerLevels) odd =
    make ("{\"room_version\":\"9\"}", "{\"users\":{\"" BEN "\":\"50\",\"" CAT "\":[]},\"ban\":\"x\",\"kick\":{}}");

  g_assert_cmpint (mx_power_levels_get_user (low, BEN), ==, G_MININT64);
  g_assert_false (mx_power_levels_can_ban (low, BEN, CAT));
  g_assert_false (mx_power_levels_can_send (low, BEN, "m.room.message", FALSE));
  g_assert_cmpint (mx_power_levels_get_user (odd, BEN), ==, 50);
  g_assert_cmpint (mx_power_levels_get_user (odd, CAT), ==, 0);
  g_assert_true (mx_power_levels_can_ban (odd, BEN, CAT));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/power-levels/usual", test_usual);
  g_test_add_func ("/power-levels/over-others", test_over_others);
  g_test_add_func ("/power-levels/absent", test_absent);
  g_test_add_func ("/power-levels/creators", test_creators);
  g_test_add_func ("/power-levels/tombstone", test_tombstone);
  g_test_add_func ("/security/H11/extreme-power-levels", test_extremes);
  return g_test_run ();
}
