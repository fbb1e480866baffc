/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar in a window: rows, what is spoken of them, search, folding, menus, invites. */

#include "config.h"

#include "tea-settings.h"
#include "tea-sidebar-fixture.h"
#include "tea-sidebar-heading.h"
#include "tea-sidebar-invite.h"
#include "tea-sidebar-row.h"
#include "tea-sidebar.h"

#include "mx-room.h"
#include "mx-test.h"

typedef struct
{
  MxSession *session;
  TeaSidebar *sidebar;
  GtkWindow *window;
  GSimpleActionGroup *actions;
  GString *log; /* what the window was asked to do */
} Fixture;

static void
on_action (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  Fixture *self = user_data;

  g_string_append_printf (self->log, "%s(%s)\n", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

static void
add_actions (Fixture *self)
{
  static const char *const names[] = { "open-room", "mark-read", "favourite", "low-priority", "copy-link",
                                       "report-room",
                                       "leave-room", "accept-invite", "decline-invite", "decline-and-hide" };

  self->log = g_string_new (NULL);
  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], G_VARIANT_TYPE_STRING);

    g_signal_connect (action, "activate", G_CALLBACK (on_action), self);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  }
}

static void
setup (Fixture       *self,
       gconstpointer  data)
{
  self->session = tea_test_session_new ();
  tea_test_session_sign_in (self->session);
  tea_test_apply (self->session, tea_test_rooms, TEA_TEST_N_ROOMS);
  self->sidebar = g_object_new (TEA_TYPE_SIDEBAR, "session", self->session, NULL);
  add_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->sidebar), "win", G_ACTION_GROUP (self->actions));
  self->window = tea_test_show (GTK_WIDGET (self->sidebar), 280, 780);
}

static void
teardown (Fixture       *self,
          gconstpointer  data)
{
  tea_test_close (self->window);
  g_assert_finalize_object (self->actions);
  g_assert_finalize_object (self->session);
  g_string_free (self->log, TRUE);
}

static void
wait_frames (Fixture *self)
{
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

static GtkWidget *
row_of (Fixture    *self,
        const char *id)
{
  return tea_test_row (GTK_WIDGET (self->sidebar), id);
}

/* Positions are those of the list: headings count. */
static void
activate (Fixture *self,
          guint    position)
{
  g_signal_emit_by_name (get (self, GTK_TYPE_LIST_VIEW, 0), "activate", position);
  wait_frames (self);
}

static char *
list_texts (Fixture *self)
{
  return tea_test_texts (get (self, GTK_TYPE_LIST_VIEW, 0));
}

static void
assert_visible_child (Fixture    *self,
                      const char *name)
{
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (get (self, GTK_TYPE_LIST_VIEW, 0), GTK_TYPE_STACK));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, name);
}

static void
test_rows (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *texts = list_texts (self);
  GtkWidget *list = get (self, GTK_TYPE_LIST_VIEW, 0);
  GtkWidget *item = gtk_widget_get_parent (row_of (self, "!help:x"));
  MxRoom *help = mx_session_get_room (self->session, "!help:x");

  g_assert_nonnull (strstr (texts, "Favourites\nAdministrators\n"));
  g_assert_nonnull (strstr (texts, "Rooms\nWiki Help Desk\n"));
  g_assert_nonnull (strstr (texts, ": How do I move a page to another name?\n1\n"));
  g_assert_nonnull (strstr (texts, "99+\n"));

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (list, GTK_ACCESSIBLE_PROPERTY_LABEL, "Rooms");
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_true (g_str_has_prefix (tea_sidebar_row_get_spoken (TEA_SIDEBAR_ROW (row_of (self, "!help:x"))),
                                   "Wiki Help Desk, 3 unread, 1 mention, last from \u2068Ann\u2069, "));
  gtk_test_accessible_assert_property (item, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       tea_sidebar_row_get_spoken (TEA_SIDEBAR_ROW (row_of (self, "!help:x"))));

  tea_sidebar_set_room (self->sidebar, help);
  wait_frames (self);
  g_assert_cmpint (gtk_widget_get_state_flags (item) & GTK_STATE_FLAG_SELECTED, !=, 0);
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-light");
}

/* A row follows its room: a message, then reading it. */
static void
test_updates (Fixture       *self,
              gconstpointer  data)
{
  TeaTestRoom help = tea_test_rooms[4];
  TeaSidebarRow *row = TEA_SIDEBAR_ROW (row_of (self, "!help:x"));
  g_autofree char *texts = NULL;
  g_autofree char *after = NULL;

  help.text = "Another question";
  help.unread = 4;
  help.mentions = 2;
  tea_test_apply (self->session, &help, 1);
  wait_frames (self);
  row = TEA_SIDEBAR_ROW (row_of (self, "!help:x"));
  texts = tea_test_texts (GTK_WIDGET (row));
  g_assert_true (g_str_has_suffix (texts, ": Another question\n2\n"));
  g_assert_nonnull (strstr (tea_sidebar_row_get_spoken (row), ", 4 unread, 2 mentions, "));
  gtk_test_accessible_assert_property (gtk_widget_get_parent (GTK_WIDGET (row)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       tea_sidebar_row_get_spoken (row));

  help.unread = 0;
  help.mentions = 0;
  tea_test_apply (self->session, &help, 1);
  wait_frames (self);
  row = TEA_SIDEBAR_ROW (row_of (self, "!help:x"));
  after = tea_test_texts (GTK_WIDGET (row));
  g_assert_true (g_str_has_suffix (after, ": Another question\n"));
  g_assert_null (strstr (tea_sidebar_row_get_spoken (row), "unread"));
}

static void
test_open (Fixture       *self,
           gconstpointer  data)
{
  activate (self, 1);
  activate (self, 3);
  g_assert_cmpstr (self->log->str, ==, "open-room(!invite:x)\nopen-room(!fav:x)\n");
}

static void
test_fold (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *heading = get (self, TEA_TYPE_SIDEBAR_HEADING, 2);
  g_autofree char *texts = NULL;

  gtk_test_accessible_assert_property (gtk_widget_get_parent (heading), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "People, 2 rooms");
  gtk_test_accessible_assert_state (gtk_widget_get_parent (heading), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);

  activate (self, 4);
  texts = list_texts (self);
  g_assert_nonnull (strstr (texts, "People\n2\nRooms\n"));
  heading = get (self, TEA_TYPE_SIDEBAR_HEADING, 2);
  gtk_test_accessible_assert_state (gtk_widget_get_parent (heading), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-folded");
  g_assert_cmpstr (self->log->str, ==, "");
}

/* A row that showed a heading says nothing of folding when it shows a room. */
static void
test_fold_reused (Fixture       *self,
                  gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    activate (self, 0);
  for (guint n = 0;; n++) {
    GtkWidget *row = tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SIDEBAR_ROW, n);

    if (row == NULL)
      break;
    g_assert_false (gtk_test_accessible_has_state (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                                   GTK_ACCESSIBLE_STATE_EXPANDED));
  }
}

static void
test_fold_remembered (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr (GSettings) settings = tea_settings_new (tea_test_temp_dir ());
  TeaSidebar *other;
  GtkWindow *window;
  g_autofree char *texts = NULL;

  g_assert_nonnull (settings);
  tea_sidebar_set_settings (self->sidebar, settings);
  activate (self, 4);
  g_assert_true (tea_settings_is_folded (settings, MX_SECTION_PEOPLE));

  other = g_object_new (TEA_TYPE_SIDEBAR, NULL);
  tea_sidebar_set_settings (other, settings);
  tea_sidebar_set_session (other, self->session);
  window = tea_test_show (GTK_WIDGET (other), 280, 780);
  texts = tea_test_texts (tea_test_find (GTK_WIDGET (other), GTK_TYPE_LIST_VIEW, 0));
  g_assert_nonnull (strstr (texts, "People\n2\nRooms\n"));
  tea_test_close (window);
}

static void
test_search (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *entry;
  g_autofree char *found = NULL;
  g_autofree char *all = NULL;

  tea_sidebar_search (self->sidebar);
  wait_frames (self);
  entry = get (self, GTK_TYPE_SEARCH_ENTRY, 0);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), entry));
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "Find a room");

  gtk_editable_set_text (GTK_EDITABLE (entry), "wiki");
  wait_frames (self);
  found = list_texts (self);
  g_assert_true (g_str_has_prefix (found, "Rooms\nWiki Help Desk\n"));
  g_assert_nonnull (strstr (found, "Wiki Loves Monuments"));
  g_assert_null (strstr (found, "Village Pump"));
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-search");

  g_signal_emit_by_name (entry, "activate");
  wait_frames (self);
  g_assert_cmpstr (self->log->str, ==, "open-room(!help:x)\n");
  all = list_texts (self);
  g_assert_nonnull (strstr (all, "Village Pump"));
}

static void
test_search_nothing (Fixture       *self,
                     gconstpointer  data)
{
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (get (self, GTK_TYPE_LIST_VIEW, 0), GTK_TYPE_STACK));

  tea_sidebar_search (self->sidebar);
  wait_frames (self);
  gtk_editable_set_text (GTK_EDITABLE (get (self, GTK_TYPE_SEARCH_ENTRY, 0)), "qqqq");
  wait_frames (self);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "nothing-found");
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-nothing");
}

/* The search begins where somebody types: in the list. */
static void
test_search_capture (Fixture       *self,
                     gconstpointer  data)
{
  GtkSearchBar *bar = GTK_SEARCH_BAR (get (self, GTK_TYPE_SEARCH_BAR, 0));
  GtkWidget *captured = gtk_search_bar_get_key_capture_widget (bar);

  g_assert_true (gtk_widget_is_ancestor (get (self, GTK_TYPE_LIST_VIEW, 0), captured));
}

static void
test_invite (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *invite = get (self, TEA_TYPE_SIDEBAR_INVITE, 0);
  g_autofree char *texts = tea_test_texts (invite);
  GtkWidget *accept = tea_test_find (invite, GTK_TYPE_BUTTON, 0);
  GtkWidget *decline = tea_test_find (invite, GTK_TYPE_BUTTON, 1);
  GtkWidget *more = tea_test_find (invite, GTK_TYPE_BUTTON, 2);

  g_assert_cmpstr (texts, ==, "Editors of the Month\n\u2068Dana\u2069 invited you\nAccept\nDecline\n");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (invite), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Editors of the Month, \u2068Dana\u2069 invited you");
  gtk_test_accessible_assert_property (more, GTK_ACCESSIBLE_PROPERTY_LABEL, "More answers");

  g_signal_emit_by_name (accept, "clicked");
  g_signal_emit_by_name (decline, "clicked");
  g_assert_cmpstr (self->log->str, ==, "accept-invite(!invite:x)\ndecline-invite(!invite:x)\n");

  /* No menu is made before somebody asks for one. */
  g_assert_null (tea_test_find (invite, GTK_TYPE_POPOVER, 0));
  g_signal_emit_by_name (more, "clicked");
  wait_frames (self);
  g_assert_nonnull (gtk_widget_get_last_child (GTK_WIDGET (self->sidebar)));
  g_assert_true (GTK_IS_POPOVER_MENU (gtk_widget_get_last_child (GTK_WIDGET (self->sidebar))));
  g_assert_true (gtk_widget_get_mapped (gtk_widget_get_last_child (GTK_WIDGET (self->sidebar))));
  tea_test_picture (gtk_widget_get_last_child (GTK_WIDGET (self->sidebar)), "sidebar-invite-menu");
}

/* An invite that was accepted becomes an ordinary row. */
static void
test_invite_accepted (Fixture       *self,
                      gconstpointer  data)
{
  TeaTestRoom editors = tea_test_rooms[0];

  editors.section = MX_SECTION_ROOMS;
  tea_test_apply (self->session, &editors, 1);
  wait_frames (self);
  g_assert_null (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SIDEBAR_INVITE, 0));
  row_of (self, "!invite:x");
}

/* The row of an invite to a control chat says what it is, has the answers, and becomes an ordinary row in its place. */
static void
test_service (Fixture       *self,
              gconstpointer  data)
{
  TeaTestRoom bridge = { "!irc:x", "Bridge", "Bridge", NULL, 3, 0, 0, MX_SECTION_SERVICES, FALSE, FALSE };
  g_autofree char *texts = NULL;

  for (gsize i = 0; i < TEA_TEST_N_ROOMS; i++)
    tea_test_remove (self->session, tea_test_rooms[i].id);
  tea_test_apply (self->session, &bridge, 1);
  wait_frames (self);
  texts = list_texts (self);
  g_assert_nonnull (strstr (texts, "Services\nBridge\nControl chat of the IRC bridge\n"));
  g_assert_nonnull (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SIDEBAR_INVITE, 0));

  bridge.text = "You are connected";
  tea_test_apply (self->session, &bridge, 1);
  wait_frames (self);
  g_assert_null (tea_test_find (GTK_WIDGET (self->sidebar), TEA_TYPE_SIDEBAR_INVITE, 0));
  row_of (self, "!irc:x");
}

static void
test_menu (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *last;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->sidebar), "sidebar.menu", "s", "!help:x"));
  wait_frames (self);
  last = gtk_widget_get_last_child (GTK_WIDGET (self->sidebar));
  g_assert_true (GTK_IS_POPOVER_MENU (last));
  g_assert_true (gtk_widget_get_mapped (last));
  tea_test_picture (last, "sidebar-menu");
  gtk_popover_popdown (GTK_POPOVER (last));
  wait_frames (self);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->sidebar), "sidebar.menu", "s", "!ann:x"));
  g_assert_true (gtk_widget_get_last_child (GTK_WIDGET (self->sidebar)) == last);
}

static void
test_focus (Fixture       *self,
            gconstpointer  data)
{
  GtkWidget *item = gtk_widget_get_parent (row_of (self, "!help:x"));

  tea_sidebar_set_room (self->sidebar, mx_session_get_room (self->session, "!help:x"));
  tea_sidebar_focus (self->sidebar);
  wait_frames (self);
  g_assert_true (gtk_window_get_focus (self->window) == item);

  /* Moving the focus opens nothing and selects nothing. */
  gtk_widget_child_focus (get (self, GTK_TYPE_LIST_VIEW, 0), GTK_DIR_DOWN);
  wait_frames (self);
  g_assert_true (gtk_window_get_focus (self->window) != item);
  g_assert_cmpint (gtk_widget_get_state_flags (item) & GTK_STATE_FLAG_SELECTED, !=, 0);
  g_assert_cmpstr (self->log->str, ==, "");
}

static void
test_pages (Fixture       *self,
            gconstpointer  data)
{
  GtkStack *stack = GTK_STACK (gtk_widget_get_ancestor (get (self, GTK_TYPE_LIST_VIEW, 0), GTK_TYPE_STACK));

  assert_visible_child (self, "list");
  for (guint i = 0; i < TEA_TEST_N_ROOMS; i++)
    tea_test_remove (self->session, tea_test_rooms[i].id);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  wait_frames (self);
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-empty");
  tea_test_state (self->session, MX_SYNC_LOADING);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "loading");
  tea_test_apply (self->session, tea_test_rooms, 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
}

/* Names are text: nothing of them is mark-up, in labels, tooltips, menus or for the ear. */
static void
test_hostile (Fixture       *self,
              gconstpointer  data)
{
  static const TeaTestRoom hostile[] = {
    { "!h1:x", "<b>&amp;</b> & <span size='99999'>", "<i>Ann</i>&", "<a href='x'>y</a> & &#0;", 0, 1, 1,
      MX_SECTION_ROOMS, FALSE, FALSE },
    { "!h2:x", "\u202eevil\u2067\n\nroom", "\u202dx", "line\nline\u202e", 0, 1, 0, MX_SECTION_PEOPLE, FALSE, FALSE },
    { "!h3:x", "", "", "", 0, 0, 0, MX_SECTION_FAVOURITES, FALSE, FALSE },
    { "!h4:x", "_x_%s%n</b>", "_%n<u>", NULL, 0, 0, 0, MX_SECTION_INVITES, FALSE, FALSE },
  };
  g_autofree char *texts = NULL;
  GtkWidget *row;

  tea_test_apply (self->session, hostile, G_N_ELEMENTS (hostile));
  wait_frames (self);
  texts = list_texts (self);
  g_assert_nonnull (strstr (texts, "\n<b>&amp;</b> & <span size='99999'>\n"));
  g_assert_nonnull (strstr (texts, "<a href='x'>y</a> & &#0;\n"));
  g_assert_nonnull (strstr (texts, "\n_x_%s%n</b>\n"));
  g_assert_nonnull (strstr (texts, "\u2068_%n<u>\u2069 invited you\n"));
  g_assert_null (strstr (texts, "\u202e"));
  g_assert_null (strstr (texts, "\u2067"));
  row = row_of (self, "!h1:x");
  g_assert_true (g_str_has_prefix (tea_sidebar_row_get_spoken (TEA_SIDEBAR_ROW (row)),
                                   "<b>&amp;</b> & <span size='99999'>, 1 unread, 1 mention, "));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->sidebar), "sidebar.menu", "s", "!h4:x"));
  wait_frames (self);
}

/* Looks at it, where somebody asked for pictures; everywhere it must draw without a warning. */
static void
test_appearance (Fixture       *self,
                 gconstpointer  data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  tea_sidebar_set_room (self->sidebar, mx_session_get_room (self->session, "!help:x"));
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  wait_frames (self);
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);

  gtk_widget_set_direction (GTK_WIDGET (self->sidebar), GTK_TEXT_DIR_RTL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  wait_frames (self);
  tea_test_picture (GTK_WIDGET (self->window), "sidebar-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  tea_test_init (&argc, &argv);

  ADD ("/sidebar/rows", test_rows);
  ADD ("/sidebar/updates", test_updates);
  ADD ("/sidebar/open", test_open);
  ADD ("/sidebar/fold", test_fold);
  ADD ("/sidebar/fold/reused", test_fold_reused);
  ADD ("/sidebar/fold/remembered", test_fold_remembered);
  ADD ("/sidebar/search", test_search);
  ADD ("/sidebar/search/nothing", test_search_nothing);
  ADD ("/sidebar/search/capture", test_search_capture);
  ADD ("/sidebar/invite", test_invite);
  ADD ("/sidebar/invite/accepted", test_invite_accepted);
  ADD ("/sidebar/service", test_service);
  ADD ("/sidebar/menu", test_menu);
  ADD ("/sidebar/focus", test_focus);
  ADD ("/sidebar/pages", test_pages);
  ADD ("/sidebar/appearance", test_appearance);
  ADD ("/security/H01/sidebar", test_hostile);

  return g_test_run ();
}
