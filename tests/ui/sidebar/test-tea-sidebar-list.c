/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list model of the sidebar: sections, order, folding, filter, selection, and how
 * much of it changes. */

#include "config.h"

#include "tea-sidebar-fixture.h"
#include "tea-sidebar-list.h"
#include "tea-sidebar-menu.h"

#include "mx-room.h"
#include "mx-test.h"

static const TeaTestRoom rooms[] = {
  { "!lunch:x", "Lunch", "Ben", "See you", 500, 0, 0, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!help:x", "Wiki Help Desk", "Ann", "Hello", 5, 3, 1, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!feed:x", "Feed", "Bot", "+12", 1, 9, 0, MX_SECTION_LOW_PRIORITY, TRUE, FALSE },
  { "!ann:x", "Ann", "Ann", "Tea?", 30, 2, 0, MX_SECTION_PEOPLE, FALSE, FALSE },
  { "!fav:x", "Admins", "Cleo", "Done", 90, 0, 0, MX_SECTION_FAVOURITES, FALSE, FALSE },
  { "!invite:x", "Editors", "Dana", NULL, 10, 0, 0, MX_SECTION_INVITES, FALSE, FALSE },
};

typedef struct
{
  MxSession *session;
  TeaSidebarList *list;
  GPtrArray *shadow; /* (element-type GObject) (unowned): what a view would have now */
  guint n_changes;
  guint n_touched;
} Fixture;

static void
on_items_changed (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *self)
{
  self->n_changes++;
  self->n_touched += removed + added;
  if (removed > 0)
    g_ptr_array_remove_range (self->shadow, position, removed);
  for (guint i = 0; i < added; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, position + i);

    g_ptr_array_insert (self->shadow, (int) (position + i), item);
  }
}

static void
setup (Fixture       *self,
       gconstpointer  data)
{
  self->session = tea_test_session_new ();
  self->list = tea_sidebar_list_new ();
  self->shadow = g_ptr_array_new ();
  g_signal_connect (self->list, "items-changed", G_CALLBACK (on_items_changed), self);
  tea_sidebar_list_set_rooms (self->list, G_LIST_MODEL (mx_session_get_rooms (self->session)));
  tea_test_apply (self->session, rooms, G_N_ELEMENTS (rooms));
  self->n_changes = 0;
  self->n_touched = 0;
}

static void
teardown (Fixture       *self,
          gconstpointer  data)
{
  g_assert_finalize_object (self->list);
  g_assert_finalize_object (self->session);
  g_ptr_array_unref (self->shadow);
}

static char *
describe (gpointer item)
{
  if (TEA_IS_SIDEBAR_SECTION (item))
    return g_strdup_printf ("[%s %u]", tea_sidebar_section_get_title (item), tea_sidebar_section_get_count (item));

  return g_strdup (mx_room_get_name (item));
}

/* What it shows, and that whoever listened to its changes sees the same. */
static void
assert_list (Fixture    *self,
             const char *wanted)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (n_items, ==, self->shadow->len);
  for (guint i = 0; i < n_items; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
    g_autofree char *line = describe (item);

    g_assert_true (item == g_ptr_array_index (self->shadow, i));
    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", line);
  }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_sections (Fixture       *self,
               gconstpointer  data)
{
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 11));
}

/* A new message moves one row; no other row is told. */
static void
test_order (Fixture       *self,
            gconstpointer  data)
{
  TeaTestRoom lunch = rooms[0];

  lunch.minutes_ago = 0;
  tea_test_apply (self->session, &lunch, 1);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Lunch | Wiki Help Desk | [Low Priority 1] | Feed");
  g_assert_cmpuint (self->n_touched, ==, 2);
}

/* The last room of a section takes the heading with it. */
static void
test_regroup (Fixture       *self,
              gconstpointer  data)
{
  TeaTestRoom ann = rooms[3];

  ann.section = MX_SECTION_FAVOURITES;
  tea_test_apply (self->session, &ann, 1);
  assert_list (self, "[Invites 1] | Editors | [Favourites 2] | Ann | Admins | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed");
  tea_test_remove (self->session, "!ann:x");
  tea_test_remove (self->session, "!fav:x");
  assert_list (self, "[Invites 1] | Editors | [Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed");
}

/* An invite that was accepted is another kind of row, wherever it stands. */
static void
test_accepted (Fixture       *self,
               gconstpointer  data)
{
  TeaTestRoom editors = rooms[5];

  for (gsize i = 0; i < 5; i++)
    tea_test_remove (self->session, rooms[i].id);
  assert_list (self, "[Invites 1] | Editors");

  self->n_touched = 0;
  editors.section = MX_SECTION_ROOMS;
  tea_test_apply (self->session, &editors, 1);
  assert_list (self, "[Rooms 1] | Editors");
  g_assert_cmpuint (self->n_touched, ==, 4);
}

/* The control chat of a bridge: last of all, with the answers to an invite until it is joined. */
static void
test_service (Fixture       *self,
              gconstpointer  data)
{
  TeaTestRoom bridge = { "!irc:x", "IRC", "Bridge", NULL, 3, 0, 0, MX_SECTION_SERVICES, FALSE, FALSE };

  tea_test_apply (self->session, &bridge, 1);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed | [Services 1] | IRC");

  /* Joined: another row at the same place. */
  self->n_touched = 0;
  bridge.text = "You are connected";
  tea_test_apply (self->session, &bridge, 1);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed | [Services 1] | IRC");
  g_assert_cmpuint (self->n_touched, >=, 2);

  tea_sidebar_list_set_folded (self->list, MX_SECTION_SERVICES, TRUE);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed | [Services 1]");
}

static void
test_fold (Fixture       *self,
           gconstpointer  data)
{
  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, TRUE);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | [Low Priority 1] | Feed");
  g_assert_cmpuint (self->n_touched, ==, 2);
  g_assert_true (tea_sidebar_list_is_folded (self->list, MX_SECTION_ROOMS));

  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, TRUE);
  g_assert_cmpuint (self->n_changes, ==, 1);

  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, FALSE);
  test_sections (self, data);
}

/* What somebody looks for is found in folded sections too. */
static void
test_filter (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (TeaSidebarSection) heading = NULL;

  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, TRUE);
  tea_sidebar_list_set_filter (self->list, "WIKI");
  assert_list (self, "[Rooms 1] | Wiki Help Desk");
  heading = g_list_model_get_item (G_LIST_MODEL (self->list), 0);
  g_assert_false (tea_sidebar_section_is_folded (heading));
  g_assert_true (tea_sidebar_list_is_folded (self->list, MX_SECTION_ROOMS));

  tea_sidebar_list_set_filter (self->list, "nothing like this");
  assert_list (self, "");
  g_assert_true (tea_sidebar_list_is_filtered (self->list));

  tea_sidebar_list_set_filter (self->list, " ");
  g_assert_false (tea_sidebar_list_is_filtered (self->list));
  g_assert_true (tea_sidebar_section_is_folded (heading));
}

static void
test_selection (Fixture       *self,
                gconstpointer  data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->list);
  MxRoom *help = mx_session_get_room (self->session, "!help:x");
  g_autoptr (GtkBitset) selection = NULL;

  tea_sidebar_list_set_room (self->list, help);
  selection = gtk_selection_model_get_selection (model);
  g_assert_cmpuint (gtk_bitset_get_size (selection), ==, 1);
  g_assert_true (gtk_selection_model_is_selected (model, 7));
  g_assert_cmpuint (tea_sidebar_list_find (self->list, help), ==, 7);

  /* Keys and clicks select nothing: only the window says which room is open. */
  g_assert_false (gtk_selection_model_select_item (model, 1, TRUE));
  g_assert_false (gtk_selection_model_unselect_all (model));
  g_assert_true (gtk_selection_model_is_selected (model, 7));

  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, TRUE);
  g_clear_pointer (&selection, gtk_bitset_unref);
  selection = gtk_selection_model_get_selection (model);
  g_assert_true (gtk_bitset_is_empty (selection));
  tea_sidebar_list_set_room (self->list, NULL);
}

static const char *
neighbour (Fixture    *self,
           const char *from,
           int         direction,
           gboolean    unread)
{
  MxRoom *room = from != NULL ? mx_session_get_room (self->session, from) : NULL;
  MxRoom *found = tea_sidebar_list_get_neighbour (self->list, room, direction, unread);

  return found != NULL ? mx_room_get_id (found) : NULL;
}

static void
test_neighbour (Fixture       *self,
                gconstpointer  data)
{
  g_assert_cmpstr (neighbour (self, NULL, 1, FALSE), ==, "!invite:x");
  g_assert_cmpstr (neighbour (self, NULL, -1, FALSE), ==, "!feed:x");
  g_assert_cmpstr (neighbour (self, "!ann:x", 1, FALSE), ==, "!help:x");
  g_assert_cmpstr (neighbour (self, "!ann:x", -1, FALSE), ==, "!fav:x");
  g_assert_null (neighbour (self, "!feed:x", 1, FALSE));
  g_assert_null (neighbour (self, "!invite:x", -1, FALSE));

  tea_sidebar_list_set_folded (self->list, MX_SECTION_ROOMS, TRUE);
  g_assert_cmpstr (neighbour (self, "!ann:x", 1, FALSE), ==, "!feed:x");
  g_assert_cmpstr (neighbour (self, "!ann:x", 1, TRUE), ==, "!help:x");
  g_assert_cmpstr (neighbour (self, "!help:x", 1, TRUE), ==, "!ann:x");
  g_assert_cmpstr (neighbour (self, "!ann:x", -1, TRUE), ==, "!help:x");
}

static void
test_nth (Fixture       *self,
          gconstpointer  data)
{
  static const char *const ids[] = { "!invite:x", "!fav:x", "!ann:x", "!help:x", "!lunch:x", "!feed:x" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpstr (mx_room_get_id (tea_sidebar_list_get_nth (self->list, i)), ==, ids[i]);
  g_assert_null (tea_sidebar_list_get_nth (self->list, G_N_ELEMENTS (ids)));
}

static void
append_menu (GMenuModel *menu,
             GString    *out)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autofree char *label = NULL;
    g_autofree char *action = NULL;
    g_autoptr (GVariant) target = NULL;

    if (section != NULL) {
      append_menu (section, out);
      continue;
    }

    target = g_menu_model_get_item_attribute_value (menu, i, G_MENU_ATTRIBUTE_TARGET, G_VARIANT_TYPE_STRING);
    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    g_string_append_printf (out, "%s = %s(%s)\n", label, action, g_variant_get_string (target, NULL));
  }
}

static char *
menu_of (Fixture    *self,
         const char *id)
{
  g_autoptr (GMenuModel) menu = tea_sidebar_menu_new (mx_session_get_room (self->session, id));
  GString *text = g_string_new (NULL);

  append_menu (menu, text);

  return g_string_free (text, FALSE);
}

static void
test_menu (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *help = menu_of (self, "!help:x");
  g_autofree char *favourite = menu_of (self, "!fav:x");
  g_autofree char *low = menu_of (self, "!feed:x");
  g_autofree char *invite = menu_of (self, "!invite:x");

  g_assert_cmpstr (help, ==,
                   "Mark as _Read = win.mark-read(!help:x)\n"
                   "Add to _Favourites = win.favourite(!help:x)\n"
                   "Low _Priority = win.low-priority(!help:x)\n"
                   "_Copy Link = win.copy-link(!help:x)\n"
                   "R_eport Room… = win.report-room(!help:x)\n"
                   "_Leave… = win.leave-room(!help:x)\n");
  g_assert_nonnull (strstr (favourite, "Mark as _Unread = win.mark-unread(!fav:x)"));
  g_assert_nonnull (strstr (favourite, "Remove from _Favourites = win.favourite(!fav:x)"));
  g_assert_nonnull (strstr (low, "_Normal Priority = win.low-priority(!feed:x)"));
  g_assert_cmpstr (invite, ==,
                   "_Accept = win.accept-invite(!invite:x)\n"
                   "_Decline = win.decline-invite(!invite:x)\n"
                   "Decline and _Hide \u2068Dana\u2069 = win.decline-and-hide(!invite:x)\n"
                   "_Report Room… = win.report-room(!invite:x)\n");
}

/* A stranger's name makes no mnemonic and no mark-up. */
static void
test_menu_hostile (Fixture       *self,
                   gconstpointer  data)
{
  TeaTestRoom room = { "!h:x", "<b>x</b>", "_A<i>n_n</i>&\u202e", NULL, 1, 0, 0, MX_SECTION_INVITES, FALSE, FALSE };
  g_autofree char *menu = NULL;

  tea_test_apply (self->session, &room, 1);
  menu = menu_of (self, "!h:x");
  g_assert_nonnull (strstr (menu, "Decline and _Hide \u2068__A<i>n__n</i>&\u2069 = "));
}

/* 2,000 rooms come in a few changes, and a message in one of them touches two items. */
static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  g_autofree TeaTestRoom *many = g_new0 (TeaTestRoom, 2000);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gint64 start;

  for (guint i = 0; i < 2000; i++) {
    g_ptr_array_add (ids, g_strdup_printf ("!many%u:x", i));
    many[i] = (TeaTestRoom) { g_ptr_array_index (ids, i), "Many", "Ann", "text", 100 + i, 0, 0,
                              i < 1000 ? MX_SECTION_ROOMS : MX_SECTION_LOW_PRIORITY, FALSE, FALSE };
  }
  tea_test_apply (self->session, many, 2000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 2011);
  g_assert_cmpuint (self->shadow->len, ==, 2011);

  self->n_touched = 0;
  many[900].minutes_ago = 0;
  tea_test_apply (self->session, &many[900], 1);
  g_assert_cmpuint (self->n_touched, ==, 2);

  start = g_get_monotonic_time ();
  tea_sidebar_list_set_filter (self->list, "wiki");
  tea_sidebar_list_set_filter (self->list, NULL);
  g_test_message ("filter and back: %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - start);
  g_assert_cmpuint (self->shadow->len, ==, 2011);
}

/* What is not offered yet comes at the end, is found by keys, and is offered when somebody wants
 * to go there. */
static void
test_limit (Fixture       *self,
            gconstpointer  data)
{
  MxRoom *feed = mx_session_get_room (self->session, "!feed:x");

  tea_sidebar_list_set_limit (self->list, 4);
  g_assert_true (tea_sidebar_list_is_held (self->list));
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->list), 4));
  g_assert_true (tea_sidebar_list_get_nth (self->list, 5) == feed);

  self->n_touched = 0;
  tea_sidebar_list_set_limit (self->list, 6);
  g_assert_cmpuint (self->n_touched, ==, 2);
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann");

  /* Selecting asks for no row; looking for its place does. */
  tea_sidebar_list_set_room (self->list, feed);
  g_assert_cmpuint (self->shadow->len, ==, 6);
  g_assert_cmpuint (tea_sidebar_list_find (self->list, feed), ==, 10);
  g_assert_false (tea_sidebar_list_is_held (self->list));
  assert_list (self, "[Invites 1] | Editors | [Favourites 1] | Admins | [People 1] | Ann | "
                     "[Rooms 2] | Wiki Help Desk | Lunch | [Low Priority 1] | Feed");
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->list), 10));
}

/* Changes on both sides of the limit. */
static void
test_limit_changes (Fixture       *self,
                    gconstpointer  data)
{
  TeaTestRoom help = rooms[1];

  tea_sidebar_list_set_limit (self->list, 4);
  help.section = MX_SECTION_FAVOURITES;
  tea_test_apply (self->session, &help, 1);
  assert_list (self, "[Invites 1] | Editors | [Favourites 2] | Wiki Help Desk");
  tea_test_remove (self->session, "!invite:x");
  assert_list (self, "[Favourites 2] | Wiki Help Desk | Admins | [People 1]");
  tea_sidebar_list_set_filter (self->list, "lunch");
  assert_list (self, "[Rooms 1] | Lunch");
  g_assert_false (tea_sidebar_list_is_held (self->list));
  tea_sidebar_list_set_filter (self->list, NULL);
  g_assert_true (tea_sidebar_list_is_held (self->list));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  tea_test_init (&argc, &argv);

  ADD ("/sidebar/list/sections", test_sections);
  ADD ("/sidebar/list/order", test_order);
  ADD ("/sidebar/list/regroup", test_regroup);
  ADD ("/sidebar/list/accepted", test_accepted);
  ADD ("/sidebar/list/service", test_service);
  ADD ("/sidebar/list/fold", test_fold);
  ADD ("/sidebar/list/filter", test_filter);
  ADD ("/sidebar/list/selection", test_selection);
  ADD ("/sidebar/list/neighbour", test_neighbour);
  ADD ("/sidebar/list/nth", test_nth);
  ADD ("/sidebar/list/many", test_many);
  ADD ("/sidebar/list/limit", test_limit);
  ADD ("/sidebar/list/limit/changes", test_limit_changes);
  ADD ("/sidebar/menu/actions", test_menu);
  ADD ("/security/H01/sidebar-menu", test_menu_hostile);

  return g_test_run ();
}
