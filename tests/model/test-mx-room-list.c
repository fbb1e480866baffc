/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-room-group.h"
#include "mx-room-list.h"
#include "mx-session-private.h"
#include "mx-test.h"

static void
tell (MxSession     *session,
      MxRoomSummary *summary)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();

  mx_delta_get_room (delta, summary->room_id)->summary = summary;
  mx_model_apply (session, delta);
}

static MxRoomSummary *
active (const char *room_id,
        gint64      ts)
{
  MxRoomSummary *summary = mx_model_summary (room_id, room_id);

  summary->last_ts = ts;
  return summary;
}

static char *
dump (MxRoomList *rooms)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rooms)); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);

    g_string_append_printf (out, "%s%.2s/%d", i > 0 ? " " : "", mx_room_get_id (room) + 1,
                            mx_room_get_section (room));
  }
  return g_string_free_and_steal (out);
}

#define assert_rooms(session, text)                                  \
  G_STMT_START                                                       \
  {                                                                  \
    g_autofree char *_rooms = dump (mx_session_get_rooms (session)); \
    g_assert_cmpstr (_rooms, ==, text);                              \
  }                                                                  \
  G_STMT_END

static void
test_sections (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  MxRoomSummary *summary;

  tell (session, active ("!r1:x", 10));
  tell (session, active ("!r2:x", 20));
  summary = active ("!pp:x", 1);
  summary->direct_user = g_strdup (ANN);
  tell (session, summary);
  summary = active ("!ii:x", 1);
  summary->membership = MX_MEMBERSHIP_INVITE;
  tell (session, summary);
  summary = active ("!f2:x", 90);
  summary->is_favourite = TRUE;
  summary->tag_order = 0.7;
  tell (session, summary);
  summary = active ("!f1:x", 1);
  summary->is_favourite = TRUE;
  summary->tag_order = 0.2;
  tell (session, summary);
  summary = active ("!ll:x", 99);
  summary->is_low_priority = TRUE;
  tell (session, summary);
  summary = active ("!cc:x", 99);
  summary->service = g_strdup ("irc");
  summary->direct_user = g_strdup (ANN);
  tell (session, summary);
  summary = active ("!ss:x", 99);
  summary->type = g_strdup ("m.space");
  tell (session, summary);
  summary = active ("!gg:x", 99);
  summary->membership = MX_MEMBERSHIP_LEAVE;
  tell (session, summary);

  assert_rooms (session, "ii/0 f1/1 f2/1 pp/2 r2/3 r1/3 ll/4 cc/5");
  mx_shadow_check (shadow);
  g_assert_nonnull (mx_session_get_room (session, "!ss:x"));
}

static void
test_moves (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  MxRoomSummary *summary;

  for (guint i = 0; i < 9; i++) {
    g_autofree char *id = g_strdup_printf ("!r%u:x", i);

    tell (session, active (id, 10 * i));
  }
  assert_rooms (session, "r8/3 r7/3 r6/3 r5/3 r4/3 r3/3 r2/3 r1/3 r0/3");

  /* Nothing new: nothing is told. */
  mx_shadow_reset (shadow);
  tell (session, active ("!r8:x", 80));
  g_assert_cmpuint (shadow->n_signals + shadow->n_notifies, ==, 0);

  /* The first stays first: only its property. */
  tell (session, active ("!r8:x", 81));
  g_assert_cmpuint (shadow->n_signals, ==, 0);
  g_assert_cmpuint (shadow->n_notifies, ==, 1);

  /* One moves: out and in, the others keep their rows. */
  tell (session, active ("!r2:x", 99));
  assert_rooms (session, "r2/3 r8/3 r7/3 r6/3 r5/3 r4/3 r3/3 r1/3 r0/3");
  g_assert_cmpuint (shadow->n_signals, ==, 2);
  g_assert_cmpuint (shadow->n_removed + shadow->n_added, ==, 2);

  /* Another section at the same place is told, for those who group by it. */
  mx_shadow_reset (shadow);
  summary = active ("!r2:x", 99);
  summary->is_favourite = TRUE;
  tell (session, summary);
  assert_rooms (session, "r2/1 r8/3 r7/3 r6/3 r5/3 r4/3 r3/3 r1/3 r0/3");
  g_assert_cmpuint (shadow->n_signals, ==, 1);
  mx_shadow_check (shadow);
}

static void
test_removed (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  g_autoptr (MxDelta) delta = mx_delta_new ();

  tell (session, active ("!r1:x", 10));
  tell (session, active ("!r2:x", 20));
  mx_delta_get_room (delta, "!r2:x")->removed = TRUE;
  mx_model_apply (session, delta);
  assert_rooms (session, "r1/3");
  g_assert_null (mx_session_get_room (session, "!r2:x"));
  mx_shadow_check (shadow);
  /* Signing out empties it. */
  _mx_session_set_account (session, NULL);
  assert_rooms (session, "");
  mx_shadow_check (shadow);
}

static void
test_alias (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  MxRoomSummary *summary = active ("!r1:x", 10);

  summary->alias = g_strdup ("#help:x");
  tell (session, summary);
  g_assert_nonnull (mx_session_get_room (session, "#help:x"));
  /* The alias went to another room. */
  tell (session, active ("!r1:x", 10));
  g_assert_null (mx_session_get_room (session, "#help:x"));
  summary = active ("!r2:x", 10);
  summary->alias = g_strdup ("#help:x");
  tell (session, summary);
  g_assert_cmpstr (mx_room_get_id (mx_session_get_room (session, "#help:x")), ==, "!r2:x");
}

static void
test_invites (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  MxRoomSummary *summary = active ("!i1:x", 10);
  guint invites;

  summary->membership = MX_MEMBERSHIP_INVITE;
  summary->inviter = g_strdup (ANN);
  tell (session, summary);
  g_object_get (session, "invites", &invites, NULL);
  g_assert_cmpuint (invites, ==, 1);
  tell (session, active ("!i1:x", 10));
  g_object_get (session, "invites", &invites, NULL);
  g_assert_cmpuint (invites, ==, 0);
}

static MxRoomSummary *
control_chat (MxMembership membership)
{
  MxRoomSummary *summary = active ("!cc:x", 10);

  summary->membership = membership;
  summary->service = g_strdup ("irc");
  summary->direct_user = g_strdup (ANN);
  summary->inviter = membership == MX_MEMBERSHIP_INVITE ? g_strdup (ANN) : NULL;
  return summary;
}

/* An invitation to the control chat of a bridge waits for nobody; what the bridge writes there does. */
static void
test_services (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  MxRoomSummary *summary;
  guint invites;

  tell (session, control_chat (MX_MEMBERSHIP_INVITE));
  assert_rooms (session, "cc/5");
  g_object_get (session, "invites", &invites, NULL);
  g_assert_cmpuint (invites, ==, 0);
  g_assert_cmpuint (mx_session_get_meant_count (session), ==, 0);
  g_assert_false (mx_session_is_unread (session));

  /* Its row is another one then, though it stands where it was. */
  mx_shadow_reset (shadow);
  tell (session, control_chat (MX_MEMBERSHIP_JOIN));
  assert_rooms (session, "cc/5");
  g_assert_cmpuint (shadow->n_signals, ==, 1);
  g_assert_cmpuint (mx_session_get_meant_count (session), ==, 0);

  summary = control_chat (MX_MEMBERSHIP_JOIN);
  summary->unread_count = 2;
  tell (session, summary);
  g_assert_cmpuint (mx_session_get_meant_count (session), ==, 2);
  g_assert_true (mx_session_is_unread (session));

  /* A bot that is believed no more is somebody as any; and people may put it where they want. */
  summary = control_chat (MX_MEMBERSHIP_INVITE);
  g_clear_pointer (&summary->service, g_free);
  tell (session, summary);
  assert_rooms (session, "cc/0");
  g_object_get (session, "invites", &invites, NULL);
  g_assert_cmpuint (invites, ==, 1);
  summary = control_chat (MX_MEMBERSHIP_JOIN);
  summary->is_favourite = TRUE;
  tell (session, summary);
  assert_rooms (session, "cc/1");
  mx_shadow_check (shadow);
}

static void
test_properties (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  MxRoomSummary *summary = active ("!r1:x", 10);
  MxRoom *room;

  tell (session, summary);
  room = mx_session_get_room (session, "!r1:x");
  g_assert_false (mx_room_is_unread (room));
  mx_shadow_reset (shadow);
  summary = active ("!r1:x", 10);
  summary->unread_count = 3;
  summary->highlight_count = 1;
  summary->last_sender = g_strdup ("Ann");
  summary->last_text = g_strdup ("hello");
  tell (session, summary);
  /* unread-count, highlight-count, is-unread, last-sender, last-text */
  g_assert_cmpuint (shadow->n_notifies, ==, 5);
  g_assert_cmpstr (mx_room_get_last_text (room), ==, "\342\201\250Ann\342\201\251: hello");
  g_assert_true (mx_room_is_unread (room));
  mx_room_set_draft (room, "half a sen");
  g_assert_cmpuint (shadow->n_notifies, ==, 6);
  /* A summary made before that does not take the draft away. */
  summary = active ("!r1:x", 10);
  summary->draft = g_strdup ("half");
  tell (session, summary);
  g_assert_cmpstr (mx_room_get_draft (room), ==, "half a sen");
  mx_shadow_check (shadow);
}

static MxDelta *
large_delta (guint n,
             guint seed)
{
  MxDelta *delta = mx_delta_new ();

  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("!%05u:x", i);

    mx_delta_get_room (delta, id)->summary = active (id, (i * 7919 + seed) % n);
  }
  return delta;
}

static gboolean
is_done (gpointer session)
{
  return !_mx_session_is_applying (session);
}

/* A first delta of 2,000 rooms: in slices, each well below what a frame may take. */
static void
test_2000_rooms (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));
  g_autoptr (MxDelta) first = large_delta (2000, 0);
  g_autoptr (MxDelta) second = large_delta (2000, 1000);

  _mx_session_apply (session, first);
  mx_test_assert_wait (is_done, session, 5000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (mx_session_get_rooms (session))), ==, 2000);
  g_assert_cmpuint (shadow->n_added, >=, 2000);
  g_test_message ("%u signals", shadow->n_signals);
  _mx_session_apply (session, second);
  mx_test_assert_wait (is_done, session, 5000);
  mx_shadow_check (shadow);
}

/* Deltas that come while one waits for idle slices are applied after it. */
static void
test_order (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxDelta) first = large_delta (3000, 0);
  g_autoptr (MxDelta) second = mx_delta_new ();
  MxRoomSummary *summary = active ("!02999:x", 1);

  _mx_session_apply (session, first);
  g_free (summary->name);
  summary->name = g_strdup ("last word");
  mx_delta_get_room (second, "!02999:x")->summary = summary;
  second->has_sync_state = TRUE;
  second->sync_state = MX_SYNC_LIVE;
  _mx_session_apply (session, second);
  mx_test_assert_wait (is_done, session, 5000);
  g_assert_cmpstr (mx_room_get_name (mx_session_get_room (session, "!02999:x")), ==, "last word");
  g_assert_cmpint (mx_session_get_sync_state (session), ==, MX_SYNC_LIVE);
}

/* A session that goes while a delta waits. */
static void
test_finalize (void)
{
  MxSession *session = mx_model_session ();
  g_autoptr (MxDelta) delta = large_delta (3000, 0);

  _mx_session_apply (session, delta);
  g_assert_finalize_object (session);
}

static void
test_random (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  g_autoptr (MxShadow) shadow = mx_shadow_new (G_LIST_MODEL (mx_session_get_rooms (session)));

  for (guint i = 0; i < 300; i++) {
    g_autoptr (MxDelta) delta = mx_delta_new ();
    guint n = (guint) g_test_rand_int_range (1, 30);
    MxRoom *above = NULL;

    for (guint j = 0; j < n; j++) {
      g_autofree char *id = g_strdup_printf ("!%03d:x", g_test_rand_int_range (0, 60));
      MxRoomDelta *room = mx_delta_get_room (delta, id);

      if (room->summary != NULL)
        continue;
      room->summary = active (id, g_test_rand_int_range (0, 40));
      room->summary->is_favourite = g_test_rand_int_range (0, 5) == 0;
      room->summary->is_low_priority = g_test_rand_int_range (0, 5) == 0;
      room->summary->membership = g_test_rand_int_range (0, 8) == 0 ? MX_MEMBERSHIP_LEAVE : MX_MEMBERSHIP_JOIN;
      room->removed = g_test_rand_int_range (0, 20) == 0;
    }
    mx_model_apply (session, delta);
    mx_shadow_check (shadow);
    for (guint j = 0; j < shadow->items->len; j++) {
      MxRoom *room = g_ptr_array_index (shadow->items, j);

      g_assert_cmpint (mx_room_get_section (room), !=, MX_SECTION_HIDDEN);
      if (above != NULL && mx_room_get_section (above) == mx_room_get_section (room))
        g_assert_cmpint (mx_room_get_last_ts (above), >=, mx_room_get_last_ts (room));
      else if (above != NULL)
        g_assert_cmpint (mx_room_get_section (above), <, mx_room_get_section (room));
      above = room;
    }
  }
}

static void
tell_space (MxSession  *session,
            const char *room_id,
            const char *children)
{
  MxRoomSummary *summary = mx_model_summary (room_id, room_id);

  summary->type = g_strdup ("m.space");
  summary->children = g_strsplit (children, " ", -1);
  tell (session, summary);
}

static void
tell_unread (MxSession  *session,
             const char *room_id,
             guint       unread,
             guint       mentions,
             gboolean    muted)
{
  MxRoomSummary *summary = active (room_id, 1);

  summary->unread_count = unread;
  summary->highlight_count = mentions;
  summary->is_muted = muted;
  tell (session, summary);
}

/* "all:2+ !s:x:0": of each group how much is meant for the person, and whether something is new. */
static char *
dump_groups (MxSession *session)
{
  GListModel *groups = mx_room_list_get_groups (mx_session_get_rooms (session));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (MxRoomGroup) group = g_list_model_get_item (groups, i);
    MxRoom *room = mx_room_group_get_room (group);

    g_string_append_printf (out, "%s%s:%u%s", i > 0 ? " " : "", room != NULL ? mx_room_get_id (room) : "all",
                            mx_room_group_get_mention_count (group), mx_room_group_is_unread (group) ? "+" : "");
  }
  return g_string_free_and_steal (out);
}

#define assert_groups(session, text)                  \
  G_STMT_START                                        \
  {                                                   \
    g_autofree char *_groups = dump_groups (session); \
    g_assert_cmpstr (_groups, ==, text);              \
  }                                                   \
  G_STMT_END

static MxRoomGroup *
get_group (MxSession *session,
           guint      n)
{
  g_autoptr (MxRoomGroup) group = g_list_model_get_item (mx_room_list_get_groups (mx_session_get_rooms (session)), n);

  return group;
}

static void
count_signal (MxRoomGroup *group,
              guint       *n)
{
  (*n)++;
}

/* Rooms of a group within a group belong to both; what stands in no other group is one of its own. */
static void
test_groups (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  guint n_changes = 0;
  MxRoomGroup *wiki;

  tell (session, active ("!help:x", 1));
  tell (session, active ("!print:x", 1));
  tell (session, active ("!tea:x", 1));
  assert_groups (session, "");

  tell_space (session, "!a-wiki:x", "!help:x !b-photos:x");
  tell_space (session, "!b-photos:x", "!print:x !unknown:x");
  tell_space (session, "!c-club:x", "!tea:x");
  assert_groups (session, "all:0 !a-wiki:x:0 !c-club:x:0");
  wiki = get_group (session, 1);
  g_assert_true (mx_room_group_contains (wiki, "!print:x"));
  g_assert_true (mx_room_group_contains (wiki, "!unknown:x"));
  g_assert_false (mx_room_group_contains (wiki, "!tea:x"));
  g_assert_true (mx_room_group_contains (get_group (session, 0), "!tea:x"));

  tell_unread (session, "!print:x", 5, 2, FALSE);
  tell_unread (session, "!tea:x", 3, 0, FALSE);
  assert_groups (session, "all:2+ !a-wiki:x:2+ !c-club:x:0+");
  tell_unread (session, "!tea:x", 3, 0, TRUE);
  tell_unread (session, "!print:x", 0, 0, FALSE);
  assert_groups (session, "all:0 !a-wiki:x:0 !c-club:x:0");

  /* Taken out of one, the other stays the object it was. */
  g_signal_connect (wiki, "rooms-changed", G_CALLBACK (count_signal), &n_changes);
  tell_space (session, "!a-wiki:x", "!help:x !b-photos:x");
  g_assert_cmpuint (n_changes, ==, 0);
  tell_space (session, "!a-wiki:x", "!help:x");
  g_assert_cmpuint (n_changes, ==, 1);
  assert_groups (session, "all:0 !a-wiki:x:0 !b-photos:x:0 !c-club:x:0");
  g_assert_true (get_group (session, 1) == wiki);
  g_assert_false (mx_room_group_contains (wiki, "!print:x"));
}

/* Groups that name each other in a circle lose nothing, and end. */
static void
test_groups_circle (void)
{
  g_autoptr (MxSession) session = mx_model_session ();
  MxRoomSummary *summary;

  tell_space (session, "!a:x", "!b:x !r:x");
  tell_space (session, "!b:x", "!a:x !c:x");
  tell_space (session, "!c:x", "!c:x !r:x");
  assert_groups (session, "all:0 !a:x:0 !b:x:0");
  g_assert_true (mx_room_group_contains (get_group (session, 2), "!r:x"));

  /* Who leaves the last one is in no group. */
  for (const char *const *id = (const char *const[]) { "!a:x", "!b:x", "!c:x", NULL }; *id != NULL; id++) {
    summary = mx_model_summary (*id, *id);
    summary->type = g_strdup ("m.space");
    summary->membership = MX_MEMBERSHIP_LEAVE;
    tell (session, summary);
  }
  assert_groups (session, "");
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/room-list/sections", test_sections);
  g_test_add_func ("/room-list/moves", test_moves);
  g_test_add_func ("/room-list/removed", test_removed);
  g_test_add_func ("/room-list/alias", test_alias);
  g_test_add_func ("/room-list/invites", test_invites);
  g_test_add_func ("/room-list/services", test_services);
  g_test_add_func ("/room-list/groups", test_groups);
  g_test_add_func ("/room-list/groups-in-a-circle", test_groups_circle);
  g_test_add_func ("/room/properties", test_properties);
  g_test_add_func ("/session/2000-rooms", test_2000_rooms);
  g_test_add_func ("/session/deltas-in-order", test_order);
  g_test_add_func ("/session/finalize", test_finalize);
  g_test_add_func ("/room-list/random", test_random);
  return g_test_run ();
}
