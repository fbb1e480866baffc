/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu of a message: by its action and under a finger. */

#include "config.h"

#include "tea-test-list.h"
#include "tea-test-window.h"

#include "mx-timeline-item-private.h"

#include <adwaita.h>

#define WIDTH  700
#define HEIGHT 500

/* The menu puts its separators in when it is open already: it must grow with them. */
static void
test_menu_whole (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (20);
  g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (list), 19);
  GtkWidget *menu;
  int natural;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  gtk_widget_activate_action (GTK_WIDGET (test.view), "timeline.menu", "s", mx_timeline_item_get_event_id (item));
  tea_test_wait_frames (GTK_WIDGET (test.view), 6);
  menu = tea_test_find_type (GTK_WIDGET (test.view), GTK_TYPE_POPOVER_MENU);
  g_assert_true (gtk_widget_get_mapped (menu));
  gtk_widget_measure (menu, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (menu), NULL, &natural, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (menu), >=, natural);
  gtk_popover_popdown (GTK_POPOVER (menu));
  tea_test_window_close (&test);
}

static GtkGesture *
find_hold (TeaTimelineView *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    /* The view keeps it. */
    if (GTK_IS_GESTURE_LONG_PRESS (controller))
      return GTK_GESTURE (controller);
  }
  return NULL;
}

/* A finger that rests on a message opens its menu; a mouse selects text there. */
static void
test_long_press (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (TeaTestList) list = tea_test_list_new (20);
  g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (list), 19);
  GtkGesture *hold;
  GtkWidget *menu;

  tea_test_window_open (&test, G_LIST_MODEL (list), WIDTH, HEIGHT);
  hold = find_hold (test.view);
  g_assert_nonnull (hold);
  g_assert_true (gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (hold)));
  g_signal_emit_by_name (hold, "pressed", 100.0, tea_test_window_get_row_y (&test, item) + 5);
  tea_test_wait_frames (GTK_WIDGET (test.view), 6);
  menu = tea_test_find_type (GTK_WIDGET (test.view), GTK_TYPE_POPOVER_MENU);
  g_assert_nonnull (menu);
  g_assert_true (gtk_widget_get_mapped (menu));
  gtk_popover_popdown (GTK_POPOVER (menu));
  tea_test_window_close (&test);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/timeline/menu/whole", test_menu_whole);
  g_test_add_func ("/timeline/menu/long-press", test_long_press);
  return g_test_run ();
}
