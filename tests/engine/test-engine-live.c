/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine against the real homeserver: the honest cases. One server for the run. */

#include "config.h"

#include "mx-engine-fixture.h"

#include "mx-error.h"

static MxHomeserver *server;

static MxFixture *
sign_in (const char *name)
{
  MxFixture *fixture = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  mx_fixture_login (fixture, server->url, name, name, &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (fixture);
  return fixture;
}

typedef struct
{
  MxFixture  *fixture;
  const char *room_id;
  const char *name;
} Named;

static gboolean
is_named (Named *named)
{
  MxRoomSummary *summary = mx_fixture_summary (named->fixture, named->room_id);

  return summary && g_strcmp0 (summary->name, named->name) == 0;
}

static void
wait_name (MxFixture  *fixture,
           const char *room_id,
           const char *name)
{
  Named named = { fixture, room_id, name };

  mx_test_assert_wait (is_named, &named, 10000);
}

static void
test_send_and_receive (void)
{
  MxFixture *ann = sign_in ("ann");
  MxFixture *ben = sign_in ("ben");
  g_autofree char *room_id = mx_fixture_create_room (ann, "{\"preset\":\"public_chat\",\"name\":\"Tea\"}");
  g_autofree char *joined = NULL;
  g_autofree char *txn_id = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  wait_name (ann, room_id, "Tea");
  joined = mx_fixture_join (ben, room_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, room_id);
  mx_fixture_open_room (ann, room_id, 50);
  mx_fixture_open_room (ben, room_id, 50);

  txn_id = mx_fixture_send (ann, room_id, "hello");
  event_id = mx_fixture_wait_sent (ann, txn_id, &error);
  g_assert_no_error (error);
  g_assert_true (*event_id == '$');
  mx_fixture_wait_body (ben, room_id, "hello");
  mx_fixture_wait_body (ann, room_id, "hello");
  g_assert_cmpuint (mx_fixture_count_body (ann, room_id, "hello"), ==, 1);
  g_assert_cmpstr (mx_fixture_summary (ben, room_id)->last_text, !=, NULL);
  mx_fixture_free (ann);
  mx_fixture_free (ben);
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  g_test_add_func ("/engine/live/send-and-receive", test_send_and_receive);
  result = g_test_run ();
  mx_homeserver_free (server);
  return result;
}
