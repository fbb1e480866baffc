/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar with thousands of rooms: few rows exist, the first frame shows those in sight, and
 * the rest comes without moving one of them. */

#include "config.h"

#include "tea-sidebar-fixture.h"
#include "tea-sidebar-row.h"
#include "tea-sidebar.h"

#include "mx-room.h"
#include "mx-test.h"

typedef struct
{
  MxSession *session;
  TeaSidebar *sidebar;
  GtkWindow *window;
} Fixture;

static void
setup (Fixture       *self,
       gconstpointer  data)
{
  self->session = tea_test_session_new ();
  tea_test_session_sign_in (self->session);
  tea_test_apply (self->session, tea_test_rooms, TEA_TEST_N_ROOMS);
  self->sidebar = g_object_new (TEA_TYPE_SIDEBAR, "session", self->session, NULL);
  self->window = tea_test_show (GTK_WIDGET (self->sidebar), 280, 780);
}

static void
teardown (Fixture       *self,
          gconstpointer  data)
{
  tea_test_close (self->window);
  g_assert_finalize_object (self->session);
}

static GtkWidget *
get_list (Fixture *self)
{
  GtkWidget *list = tea_test_find (GTK_WIDGET (self->sidebar), GTK_TYPE_LIST_VIEW, 0);

  g_assert_nonnull (list);
  return list;
}

static void
apply_many (Fixture *self,
            guint    n)
{
  g_autofree TeaTestRoom *many = g_new0 (TeaTestRoom, n);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (ids, g_strdup_printf ("!many%u:x", i));
    many[i] = (TeaTestRoom) { g_ptr_array_index (ids, i), "One of Many", "Ann", "text", 100 + i, 0, 0,
                              MX_SECTION_ROOMS, FALSE, FALSE };
  }
  tea_test_apply (self->session, many, n);
}

/* However many rooms there are, few rows exist, and none has a popover. */
static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  GtkWidget *list = get_list (self);

  apply_many (self, 2000);
  tea_test_frames (GTK_WIDGET (self->window), 3);
  g_assert_cmpuint (tea_test_count (list, TEA_TYPE_SIDEBAR_ROW), >, 10);
  g_assert_cmpuint (tea_test_count (list, TEA_TYPE_SIDEBAR_ROW), <, 300);
  g_assert_cmpuint (tea_test_count (list, GTK_TYPE_POPOVER), ==, 0);

  tea_sidebar_set_room (self->sidebar, mx_session_get_room (self->session, "!many1500:x"));
  tea_test_frames (GTK_WIDGET (self->window), 3);
  tea_test_row (GTK_WIDGET (self->sidebar), "!many1500:x");
  g_assert_cmpuint (tea_test_count (list, TEA_TYPE_SIDEBAR_ROW), <, 300);
}

static guint
n_offered (GtkWidget *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))));
}

/* Keeps the largest number of rows that were offered at once before the first frame's worth was there. */
static void
on_offered (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            guint      *most_at_first)
{
  if (*most_at_first < 20)
    *most_at_first = g_list_model_get_n_items (model);
}

/* Of many rooms the first frame shows those in sight; the rest comes below without moving
 * one of them. */
static void
test_many_first (Fixture       *self,
                 gconstpointer  data)
{
  GtkWidget *list = get_list (self);
  graphene_rect_t before, after;
  guint most_at_first = 0;
  guint offered = 0;
  gulong id;

  id = g_signal_connect (gtk_list_view_get_model (GTK_LIST_VIEW (list)), "items-changed", G_CALLBACK (on_offered),
                         &most_at_first);
  apply_many (self, 2000);
  g_assert_cmpuint (most_at_first, >=, 20);
  g_assert_cmpuint (most_at_first, <, 100);
  tea_test_frames (GTK_WIDGET (self->window), 3);
  g_assert_true (gtk_widget_compute_bounds (tea_test_row (GTK_WIDGET (self->sidebar), "!help:x"), list, &before));

  for (guint frames = 0; n_offered (list) < 2000 && frames < 100; frames++) {
    g_assert_cmpuint (n_offered (list), >=, offered);
    offered = n_offered (list);
    tea_test_frames (GTK_WIDGET (self->window), 1);
    g_assert_true (gtk_widget_compute_bounds (tea_test_row (GTK_WIDGET (self->sidebar), "!help:x"), list, &after));
    g_assert_true (graphene_rect_equal (&before, &after));
  }
  g_assert_cmpuint (n_offered (list), >, 2000);
  g_signal_handler_disconnect (gtk_list_view_get_model (GTK_LIST_VIEW (list)), id);
}

/* Who is at the end of what is offered before the rest has come gets everything at once. */
static void
test_many_scrolled (Fixture       *self,
                    gconstpointer  data)
{
  GtkWidget *list = get_list (self);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  apply_many (self, 2000);
  tea_test_frames (GTK_WIDGET (self->window), 1);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  tea_test_frames (GTK_WIDGET (self->window), 3);
  g_assert_cmpuint (n_offered (list), >, 2000);
}

/* The End key means the end of all rooms, also before they have all come. */
static void
test_many_end (Fixture       *self,
               gconstpointer  data)
{
  GtkWidget *list = get_list (self);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);

  apply_many (self, 2000);
  g_assert_cmpuint (n_offered (list), <, 100);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    gboolean handled = TRUE;

    if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
      continue;
    g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_End, 0, 0, &handled);
    /* The list goes there by itself. */
    g_assert_false (handled);
  }
  g_assert_cmpuint (n_offered (list), >, 2000);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  tea_test_init (&argc, &argv);
  ADD ("/sidebar/many", test_many);
  ADD ("/sidebar/many/first", test_many_first);
  ADD ("/sidebar/many/scrolled", test_many_scrolled);
  ADD ("/sidebar/many/end", test_many_end);

  return g_test_run ();
}
