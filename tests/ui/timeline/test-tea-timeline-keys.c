/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The view by the keyboard and for a screen reader: which row has the focus and keeps it, that
 * nothing moves for it which is in sight, roles, the order of rows, and the way out. */

#include "config.h"

#include "tea-link-anchor.h"
#include "tea-test-list.h"
#include "tea-test-window.h"
#include "tea-timeline-row.h"

#include "mx-timeline-item-private.h"

#include <adwaita.h>

#define WIDTH  700
#define HEIGHT 500

static guint
focused_position (TeaTestWindow *test,
                  TeaTestList   *list)
{
  GtkWidget *focus = gtk_window_get_focus (test->window);
  guint i;

  g_assert_true (TEA_IS_TIMELINE_ROW (focus));
  for (i = 0; i < tea_test_list_count (list); i++) {
    g_autoptr (MxTimelineItem) item = tea_test_list_item_at (list, i);

    if (tea_timeline_row_get_item (TEA_TIMELINE_ROW (focus)) == item)
      return i;
  }
  return G_MAXUINT;
}

static void
press (TeaTestWindow *test,
       guint          keyval)
{
  GListModel *controllers = gtk_widget_observe_controllers (GTK_WIDGET (test->view));
  guint i;

  for (i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    gboolean handled;

    if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
  }
  g_object_unref (controllers);
  tea_test_window_settle (test);
}

static void
test_keys (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (400);
  guint position;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  g_assert_cmpuint (focused_position (&test, list), ==, 399);
  press (&test, GDK_KEY_Up);
  g_assert_cmpuint (focused_position (&test, list), ==, 398);
  press (&test, GDK_KEY_Down);
  g_assert_cmpuint (focused_position (&test, list), ==, 399);
  press (&test, GDK_KEY_Down);
  g_assert_cmpuint (focused_position (&test, list), ==, 399);
  press (&test, GDK_KEY_Page_Up);
  position = focused_position (&test, list);
  g_assert_cmpuint (position, <, 398);
  press (&test, GDK_KEY_Page_Down);
  g_assert_cmpuint (focused_position (&test, list), >, position);
  press (&test, GDK_KEY_Home);
  g_assert_cmpuint (focused_position (&test, list), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_value (test.adjustment), ==, 0);
  press (&test, GDK_KEY_End);
  g_assert_cmpuint (focused_position (&test, list), ==, 399);
  tea_test_window_close (&test);
}

/* Every row that the keyboard reaches is whole in view. */
static void
test_keys_in_view (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (400);
  int i;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  for (i = 0; i < 60; i++) {
    g_autoptr (MxTimelineItem) item = NULL;

    press (&test, GDK_KEY_Up);
    g_assert_cmpuint (focused_position (&test, list), ==, 398 - i);
    item = tea_test_list_item_at (list, 398 - i);
    g_assert_cmpfloat (tea_test_window_get_row_y (&test, item), >=, -0.6);
  }
  tea_test_window_close (&test);
}

/* The row with the focus is kept while the view is elsewhere. */
static void
test_focus_is_kept (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (1000);

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  tea_timeline_view_show_position (test.view, 100);
  tea_test_window_settle (&test);
  g_assert_cmpuint (focused_position (&test, list), ==, 999);
  tea_test_list_prepend (list, 20);
  tea_test_window_settle (&test);
  g_assert_cmpuint (focused_position (&test, list), ==, 1019);
  press (&test, GDK_KEY_Up);
  g_assert_cmpuint (focused_position (&test, list), ==, 1018);
  tea_test_window_close (&test);
}

/* The focus comes and goes with the window, and GTK gives it anew when its widget went away: nothing moves by that. */
static void
test_focus_moves_nothing (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (1000);
  g_autoptr (MxTimelineItem) last = NULL;
  guint position;
  double value;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  tea_test_list_append (list, 30);
  tea_test_window_settle (&test);
  gtk_window_set_focus (test.window, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  tea_test_list_append (list, 1);
  tea_test_window_settle (&test);
  last = tea_test_list_item_at (list, tea_test_list_count (list) - 1);
  g_assert_cmpfloat_with_epsilon (tea_test_window_get_row_bottom (&test, last), HEIGHT, 0.6);

  tea_timeline_view_show_position (test.view, 100);
  tea_test_window_settle (&test);
  value = gtk_adjustment_get_value (test.adjustment);
  gtk_window_set_focus (test.window, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  tea_test_window_settle (&test);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (test.adjustment), value, 0.6);
  position = focused_position (&test, list);
  g_assert_cmpuint (position, >=, 90);
  g_assert_cmpuint (position, <=, 110);
  tea_test_window_close (&test);
}

static void
test_roles (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (50);
  g_autoptr (MxTimelineItem) item = tea_test_list_item_at (list, 49);
  GtkWidget *row;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (test.view), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (test.view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Messages");
  row = tea_test_window_find_row (&test, item);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));
  tea_test_window_close (&test);
}

/* Screen readers and Tab follow the order of siblings. */
static void
test_sibling_order (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (2000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  int i;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  for (i = 0; i < 20; i++) {
    GtkWidget *child;
    double y = -G_MAXDOUBLE;

    tea_timeline_view_show_position (test.view, (guint) g_rand_int_range (rand, 0, 2000));
    tea_test_window_settle (&test);
    gtk_adjustment_set_value (test.adjustment,
                              gtk_adjustment_get_value (test.adjustment) + g_rand_int_range (rand, -900, 900));
    tea_test_window_settle (&test);
    for (child = gtk_widget_get_first_child (GTK_WIDGET (test.view)); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
      graphene_rect_t bounds;

      if (!TEA_IS_TIMELINE_ROW (child) || !gtk_widget_get_child_visible (child))
        continue;
      g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (test.view), &bounds));
      g_assert_cmpfloat (bounds.origin.y, >=, y);
      y = bounds.origin.y;
    }
  }
  tea_test_window_close (&test);
}

/* Tab goes through the links of a message and on; it never stays. */
static void
test_tab_leaves (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (GListStore) list = g_list_store_new (MX_TYPE_TIMELINE_ITEM);
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:a.org", "https://a.org https://b.org", NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_label ("after");
  GtkWidget *focus[4];
  gsize i;

  g_list_store_append (list, item);
  test.view = TEA_TIMELINE_VIEW (tea_timeline_view_new ());
  tea_timeline_view_set_model (test.view, G_LIST_MODEL (list));
  gtk_widget_set_vexpand (GTK_WIDGET (test.view), TRUE);
  gtk_box_append (GTK_BOX (box), gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (gtk_widget_get_first_child (box)), GTK_WIDGET (test.view));
  gtk_box_append (GTK_BOX (box), button);
  tea_test_window_show (&test, box, WIDTH, HEIGHT);
  gtk_widget_grab_focus (GTK_WIDGET (test.view));
  for (i = 0; i < G_N_ELEMENTS (focus); i++) {
    focus[i] = gtk_window_get_focus (test.window);
    gtk_widget_child_focus (GTK_WIDGET (test.window), GTK_DIR_TAB_FORWARD);
  }
  g_assert_true (TEA_IS_TIMELINE_ROW (focus[0]));
  g_assert_true (TEA_IS_LINK_ANCHOR (focus[1]));
  g_assert_true (TEA_IS_LINK_ANCHOR (focus[2]) && focus[2] != focus[1]);
  g_assert_true (focus[3] == button);
  tea_test_window_close (&test);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/timeline/keys", test_keys);
  g_test_add_func ("/timeline/keys-in-view", test_keys_in_view);
  g_test_add_func ("/timeline/focus-is-kept", test_focus_is_kept);
  g_test_add_func ("/timeline/focus-moves-nothing", test_focus_moves_nothing);
  g_test_add_func ("/timeline/roles", test_roles);
  g_test_add_func ("/timeline/sibling-order", test_sibling_order);
  g_test_add_func ("/timeline/tab-leaves", test_tab_leaves);
  return g_test_run ();
}
