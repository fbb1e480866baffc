/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-member-list.h"
#include "mx-member-table.h"
#include "mx-member.h"
#include "mx-test.h"
#include "mx-timeline-item.h"

static void
tell (MxMemberTable *table,
      MxMemberInfo  *info)
{
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  g_autoptr (GHashTable) changed = NULL;

  g_ptr_array_add (infos, info);
  changed = _mx_member_table_update (table, infos);
}

/* Pairs of names that a person takes for the same. */
static const char *const pairs[][2] = {
  { "Ann", "Ann" },
  { "Ann", "ann" },
  { "Ann", "Аnn" },
  { "paypal", "pаypal" },
  { "Ben", "Веn" },
  { "Alice", "Aliсe" },
  { "Oscar", "0scar" },
  { "Ola", "Оla" },
  { "Carol", "Саrol" },
  { "Peter", "Реter" },
  { "Max", "Мax" },
  { "Hans", "Нans" },
  { "Tom", "Тom" },
  { "Xenia", "Хenia" },
  { "eve", "еve" },
  { "jim", "јim" },
  { "sam", "ѕam" },
  { "ida", "іda" },
  { "yan", "уan" },
  { "Ann", "A\u200bnn" },
  { "Ann", "Ann\u200d" },
  { "Ann", "Ａｎｎ" },
  { "Ann", "𝐀𝐧𝐧" },
  { "José", "Jose\u0301" },
  { "Ann", "Ann " },
  { "office", "oﬃce" },
  { "Ann B", "Ann\u00a0B" },
  { "Ann", "\u202eAnn" },
  { "Zoe", "Ζoe" },
  { "Nina", "Νina" },
};

static void
test_pairs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (MxMemberTable) table = _mx_member_table_new ();

    tell (table, mx_model_person (ANN, pairs[i][0]));
    g_assert_cmpstr (_mx_member_table_ask (table, ANN)->name, ==, pairs[i][0]);
    tell (table, mx_model_person (BEN, pairs[i][1]));
    if (strstr (_mx_member_table_ask (table, ANN)->name, ANN) == NULL ||
        strstr (_mx_member_table_ask (table, BEN)->name, BEN) == NULL)
      g_error ("pair %u “%s” and “%s” are not told apart", i, pairs[i][0], pairs[i][1]);
    /* Who goes takes the doubt along. */
    {
      MxMemberInfo *gone = mx_model_person (BEN, pairs[i][1]);

      gone->membership = MX_MEMBERSHIP_LEAVE;
      tell (table, gone);
      g_assert_cmpstr (_mx_member_table_ask (table, ANN)->name, ==, pairs[i][0]);
    }
  }
}

static void
test_other_people (void)
{
  static const char *const names[] = { "@ann:example.org", "＠ann:example.org", "Admin", "Moderator", "You",
                                       "Teahouse", "Аdmin" };
  g_autoptr (MxMemberTable) table = _mx_member_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    tell (table, mx_model_person (BEN, names[i]));
    if (strstr (_mx_member_table_ask (table, BEN)->name, BEN) == NULL)
      g_error ("“%s” passes for somebody else", names[i]);
  }
  tell (table, mx_model_person (BEN, "Ben"));
  tell (table, mx_model_person (ANN, "Ann"));
  g_assert_cmpstr (_mx_member_table_ask (table, BEN)->name, ==, "Ben");
  g_assert_cmpstr (_mx_member_table_ask (table, "@stranger:x")->name, ==, "@stranger:x");
}

/* A row that is on the screen is told when its sender gets a double. */
static void
test_rows (MxModelFixture *f,
           gconstpointer   data)
{
  MxTimelineItem *row;

  mx_model_append (f, mx_model_entry (1, mx_model_message ("$1", ANN, NOON, "hello")), NULL);
  row = mx_timeline_get_item (f->timeline, "$1");
  g_assert_cmpstr (mx_timeline_item_get_sender_name (row), ==, ANN);
  mx_model_people (f, mx_model_person (ANN, "Ann"), NULL);
  g_assert_cmpstr (mx_timeline_item_get_sender_name (row), ==, "Ann");
  mx_shadow_reset (f->shadow);
  mx_model_people (f, mx_model_person ("@evil:example.org", "Аnn"), NULL);
  g_assert_cmpstr (mx_timeline_item_get_sender_name (row), ==, "Ann (" ANN ")");
  g_assert_cmpuint (f->shadow->n_notifies, ==, 1);
  mx_shadow_check (f->shadow);
}

static char *
dump (MxMemberList *list)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (MxMember) member = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_string_append_printf (out, "%s ", mx_member_get_name (member));
  }
  return g_string_free_and_steal (out);
}

#define assert_people(list, text)           \
  G_STMT_START                              \
  {                                         \
    g_autofree char *_people = dump (list); \
    g_assert_cmpstr (_people, ==, text);    \
  }                                         \
  G_STMT_END

static gboolean
is_loaded (gpointer list)
{
  gboolean is_loading;

  g_object_get (list, "is-loading", &is_loading, NULL);
  return !is_loading;
}

static void
test_list (MxModelFixture *f,
           gconstpointer   data)
{
  MxMemberList *list = mx_room_get_members (f->room);
  MxShadow *shadow = mx_shadow_new (G_LIST_MODEL (list));
  MxMemberInfo *boss = mx_model_person ("@zoe:x", "Zoe");
  MxMemberInfo *gone;

  mx_test_assert_wait (is_loaded, list, 5000);
  boss->power = 100;
  mx_model_people (f, mx_model_person (BEN, "ben"), mx_model_person (ANN, "Ann"), boss, NULL);
  assert_people (list, "Zoe Ann ben ");
  gone = mx_model_person (ANN, "Ann");
  gone->membership = MX_MEMBERSHIP_LEAVE;
  mx_shadow_reset (shadow);
  mx_model_people (f, gone, NULL);
  assert_people (list, "Zoe ben ");
  g_assert_null (mx_member_list_find (list, ANN));
  g_assert_cmpuint (shadow->n_signals, ==, 1);
  mx_model_people (f, mx_model_person (BEN, "ben"), NULL);
  g_assert_cmpuint (shadow->n_signals, ==, 1);
  mx_model_people (f, mx_model_person ("@b2:x", "Ben"), NULL);
  assert_people (list, "Zoe Ben (@b2:x) ben (" BEN ") ");
  mx_shadow_check (shadow);
  mx_shadow_free (shadow);
  g_assert_finalize_object (list);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/security/H04/model/confusable-pairs", test_pairs);
  g_test_add_func ("/security/H04/model/ids-and-own-words", test_other_people);
  g_test_add ("/security/H04/model/rows", MxModelFixture, NULL, mx_model_set_up, test_rows, mx_model_tear_down);
  g_test_add ("/member-list", MxModelFixture, NULL, mx_model_set_up, test_list, mx_model_tear_down);
  return g_test_run ();
}
