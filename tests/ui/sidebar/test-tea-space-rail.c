/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The groups of rooms beside the list: which rooms a group shows, what is new in it, the keyboard, its home, and the
 * way back to all rooms. */

#include "config.h"

#include "tea-sidebar-fixture.h"
#include "tea-sidebar-heading.h"
#include "tea-sidebar.h"
#include "tea-space-rail-row.h"
#include "tea-space-rail.h"

#include "mx-room.h"
#include "mx-test.h"

static const TeaTestRoom rooms[] = {
  { "!invite:x", "Editors of the Month", "Dana", NULL, 10, 0, 0, MX_SECTION_INVITES, FALSE, FALSE },
  { "!fav:x", "Administrators", "Cleo", "Done, thank you both!", 90, 0, 0, MX_SECTION_FAVOURITES, FALSE, FALSE },
  { "!help:x", "Wiki Help Desk", "Ann", "How do I move a page?", 5, 3, 1, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!print:x", "Prints", "Émile", "12 pictures", 60, 2, 0, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!lunch:x", "Lunch", "Ben", "See you tomorrow", 900, 0, 0, MX_SECTION_ROOMS, FALSE, FALSE },
};

typedef struct
{
  MxSession *session;
  TeaSidebar *sidebar;
  GtkWindow *window;
  GSimpleActionGroup *actions;
  char *opened; /* the group whose home was opened */
} Fixture;

static void
on_show_space (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  Fixture *self = user_data;

  g_set_str (&self->opened, g_variant_get_string (parameter, NULL));
}

static void
setup (Fixture       *self,
       gconstpointer  data)
{
  static const GActionEntry entries[] = { { "show-space", on_show_space, "s" } };

  self->session = tea_test_session_new ();
  tea_test_session_sign_in (self->session);
  tea_test_apply (self->session, rooms, G_N_ELEMENTS (rooms));
  self->sidebar = g_object_new (TEA_TYPE_SIDEBAR, "session", self->session, NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->sidebar), "win", G_ACTION_GROUP (self->actions));
  self->window = tea_test_show (GTK_WIDGET (self->sidebar), 360, 640);
}

static void
teardown (Fixture       *self,
          gconstpointer  data)
{
  tea_test_close (self->window);
  g_assert_finalize_object (self->actions);
  g_assert_finalize_object (self->session);
  g_free (self->opened);
}

static void
join_groups (Fixture *self)
{
  tea_test_space (self->session, "!club:x", "Tea Club", "!empty:x");
  tea_test_space (self->session, "!photos:x", "Photographers", "!print:x");
  tea_test_space (self->session, "!wiki:x", "Wiki Commons", "!help:x !photos:x");
  tea_test_frames (GTK_WIDGET (self->window), 3);
}

static GtkWidget *
get (Fixture *self,
     GType    type,
     guint    n)
{
  GtkWidget *widget = tea_test_find (GTK_WIDGET (self->sidebar), type, n);

  g_assert_nonnull (widget);
  return widget;
}

/* In the order of the rail: all rooms, then the groups by name. */
static void
choose (Fixture *self,
        guint    n)
{
  GtkWidget *row = get (self, TEA_TYPE_SPACE_RAIL_ROW, n);

  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_parent (row)), GTK_LIST_BOX_ROW (row));
  tea_test_frames (GTK_WIDGET (self->window), 3);
}

/* The names in the list, without what stands below them. */
static void
assert_shown (Fixture    *self,
              const char *wanted)
{
  GtkListView *list = GTK_LIST_VIEW (get (self, GTK_TYPE_LIST_VIEW, 0));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, i);

    if (MX_IS_ROOM (item))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", mx_room_get_name (MX_ROOM (item)));
  }
  g_assert_cmpstr (names->str, ==, wanted);
}

static void
test_none (Fixture       *self,
           gconstpointer  data)
{
  g_assert_null (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SPACE_RAIL, 0));
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");

  join_groups (self);
  get (self, TEA_TYPE_SPACE_RAIL, 0);
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");

  /* Who leaves the chosen group sees all rooms again, and no rail after the last one. */
  choose (self, 1);
  for (const char *const *id = (const char *const[]) { "!club:x", "!photos:x", "!wiki:x", NULL }; *id != NULL; id++)
    tea_test_remove (self->session, *id);
  tea_test_frames (GTK_WIDGET (self->window), 3);
  g_assert_null (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SPACE_RAIL, 0));
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");
}

/* Its rooms and those of the groups in it; invites wait wherever one looks. */
static void
test_filter (Fixture       *self,
             gconstpointer  data)
{
  join_groups (self);
  g_assert_null (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SPACE_RAIL_ROW, 3));
  choose (self, 2);
  assert_shown (self, "Editors of the Month, Wiki Help Desk, Prints");
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-space");

  /* A room that is taken in shows itself. */
  tea_test_space (self->session, "!wiki:x", "Wiki Commons", "!help:x !photos:x !lunch:x");
  assert_shown (self, "Editors of the Month, Wiki Help Desk, Prints, Lunch");
  tea_test_space (self->session, "!wiki:x", "Wiki Commons", "!lunch:x");
  assert_shown (self, "Editors of the Month, Lunch");
  choose (self, 0);
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");
}

static void
test_badges (Fixture       *self,
             gconstpointer  data)
{
  TeaTestRoom help = rooms[2];
  GtkWidget *wiki;
  g_autofree char *number = NULL;

  join_groups (self);
  wiki = get (self, TEA_TYPE_SPACE_RAIL_ROW, 2);
  number = tea_test_texts (wiki);
  g_assert_true (g_str_has_suffix (number, "1\n"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (wiki), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (wiki, GTK_ACCESSIBLE_PROPERTY_LABEL, "Wiki Commons, unread, 1 mention");
  gtk_test_accessible_assert_property (get (self, TEA_TYPE_SPACE_RAIL_ROW, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "All Rooms, unread, 1 mention");
  gtk_test_accessible_assert_property (get (self, TEA_TYPE_SPACE_RAIL_ROW, 1), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Tea Club");

  help.unread = help.mentions = 0;
  tea_test_apply (self->session, &help, 1);
  gtk_test_accessible_assert_property (wiki, GTK_ACCESSIBLE_PROPERTY_LABEL, "Wiki Commons, unread");
}

/* Arrows choose, Tab goes on to the rooms. */
static void
test_keyboard (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *list;
  GtkWidget *first;

  join_groups (self);
  first = get (self, TEA_TYPE_SPACE_RAIL_ROW, 0);
  list = gtk_widget_get_parent (first);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Groups of rooms");
  gtk_widget_grab_focus (first);
  g_signal_emit_by_name (list, "move-cursor", GTK_MOVEMENT_DISPLAY_LINES, 2, FALSE, FALSE);
  g_assert_true (gtk_window_get_focus (self->window) == get (self, TEA_TYPE_SPACE_RAIL_ROW, 2));
  assert_shown (self, "Editors of the Month, Wiki Help Desk, Prints");
  gtk_widget_child_focus (GTK_WIDGET (self->window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), get (self, GTK_TYPE_LIST_VIEW, 0)));
}

/* The name of the group is the way to its home; without a room of it, so is the empty list. */
static void
test_home (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *texts = NULL;
  GtkWidget *label;
  GtkWidget *button;

  join_groups (self);
  tea_test_remove (self->session, "!invite:x");
  choose (self, 1);
  texts = tea_test_texts (GTK_WIDGET (self->sidebar));
  g_assert_nonnull (strstr (texts, "No Rooms Yet\nYou are in none of its rooms.\n"));
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-space-empty");

  choose (self, 2);
  for (guint n = 0;; n++) {
    label = get (self, GTK_TYPE_LABEL, n);
    if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), "Wiki Commons") == 0)
      break;
  }
  button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "About \u2068Wiki Commons\u2069");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (self->opened, ==, "!wiki:x");
}

/* The room that is open always has its row. */
static void
test_open (Fixture       *self,
           gconstpointer  data)
{
  join_groups (self);
  choose (self, 2);
  tea_sidebar_set_room (self->sidebar, mx_session_get_room (self->session, "!print:x"));
  assert_shown (self, "Editors of the Month, Wiki Help Desk, Prints");
  tea_sidebar_set_room (self->sidebar, mx_session_get_room (self->session, "!lunch:x"));
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");
}

/* A group that was chosen in an earlier run is chosen when it comes; until then, and when it is gone, all rooms are
 * there. */
static void
test_remembered (Fixture       *self,
                 gconstpointer  data)
{
  tea_sidebar_set_group (self->sidebar, "!wiki:x");
  assert_shown (self, "Editors of the Month, Administrators, Wiki Help Desk, Prints, Lunch");
  join_groups (self);
  assert_shown (self, "Editors of the Month, Wiki Help Desk, Prints");
  choose (self, 1);
  g_assert_cmpstr (tea_sidebar_get_group (self->sidebar), ==, "!club:x");
  choose (self, 0);
  g_assert_null (tea_sidebar_get_group (self->sidebar));
  choose (self, 2);
  tea_test_remove (self->session, "!wiki:x");
  g_assert_null (tea_sidebar_get_group (self->sidebar));
}

/* What somebody looks for is looked for everywhere. */
static void
test_search (Fixture       *self,
             gconstpointer  data)
{
  join_groups (self);
  choose (self, 2);
  tea_sidebar_search (self->sidebar);
  tea_test_frames (GTK_WIDGET (self->window), 3);
  gtk_editable_set_text (GTK_EDITABLE (get (self, GTK_TYPE_SEARCH_ENTRY, 0)), "lunch");
  tea_test_frames (GTK_WIDGET (self->window), 3);
  assert_shown (self, "Lunch");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  tea_test_init (&argc, &argv);
  ADD ("/space-rail/none", test_none);
  ADD ("/space-rail/filter", test_filter);
  ADD ("/space-rail/badges", test_badges);
  ADD ("/space-rail/keyboard", test_keyboard);
  ADD ("/space-rail/home", test_home);
  ADD ("/space-rail/open-room", test_open);
  ADD ("/space-rail/remembered", test_remembered);
  ADD ("/space-rail/search", test_search);

  return g_test_run ();
}
