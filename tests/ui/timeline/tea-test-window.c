/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "tea-test-window.h"
#include "tea-timeline-row.h"

#include <adwaita.h>

#define DEADLINE_S 20

static void
load_style (void)
{
  static GtkCssProvider *css = NULL;

  if (css != NULL)
    return;
  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, "/org/teahouse/Teahouse/ui/tea-timeline.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("no frame was drawn");
  return G_SOURCE_REMOVE;
}

typedef struct
{
  GMainLoop *loop;
  guint left;
} Wait;

static void
on_after_paint (GdkFrameClock *clock,
                Wait          *wait)
{
  if (wait->left > 0 && --wait->left > 0)
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  else
    g_main_loop_quit (wait->loop);
}

/**
 * tea_test_wait_frames:
 * @n: how many
 *
 * Lets frames be drawn.
 */
void
tea_test_wait_frames (GtkWidget *widget,
                      guint      n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  Wait wait = { g_main_loop_new (NULL, FALSE), n };
  guint deadline = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &wait);

  gtk_widget_queue_draw (widget);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  g_main_loop_run (wait.loop);
  g_signal_handler_disconnect (clock, handler);
  g_source_remove (deadline);
  g_main_loop_unref (wait.loop);
}

/**
 * tea_test_window_show:
 * @child: (transfer floating): what is shown
 *
 * Opens a window and waits until it is drawn.
 */
GtkWidget *
tea_test_window_show (TeaTestWindow *self,
                      GtkWidget     *child,
                      int            width,
                      int            height)
{
  load_style ();
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, width, height);
  gtk_window_set_decorated (self->window, FALSE);
  gtk_window_set_child (self->window, child);
  gtk_window_present (self->window);
  tea_test_wait_frames (GTK_WIDGET (self->window), 3);
  /* Frames may be drawn before the X server has said how large the window is. */
  while (gtk_widget_get_height (child) == 0)
    tea_test_wait_frames (GTK_WIDGET (self->window), 1);
  return child;
}

/**
 * tea_test_window_open:
 * @model: the rows
 *
 * Opens a window with a timeline.
 */
void
tea_test_window_open (TeaTestWindow *self,
                      GListModel    *model,
                      int            width,
                      int            height)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = tea_timeline_view_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  self->view = TEA_TIMELINE_VIEW (view);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  tea_timeline_view_set_model (self->view, model);
  tea_test_window_show (self, scroller, width, height);
}

/**
 * tea_test_window_close:
 *
 * Closes the window; nothing of it must stay.
 */
void
tea_test_window_close (TeaTestWindow *self)
{
  gpointer window = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &window);
  gtk_window_destroy (self->window);
  while (g_main_context_pending (NULL) && window != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (window);
}

/**
 * tea_test_window_find_row:
 *
 * Returns: (nullable): the row that shows an item
 */
GtkWidget *
tea_test_window_find_row (TeaTestWindow  *self,
                          MxTimelineItem *item)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (TEA_IS_TIMELINE_ROW (child) && tea_timeline_row_get_item (TEA_TIMELINE_ROW (child)) == item)
      return child;
  }
  return NULL;
}

/**
 * tea_test_window_get_row_y:
 *
 * Returns: where the row of an item begins, from the top of the view
 */
double
tea_test_window_get_row_y (TeaTestWindow  *self,
                           MxTimelineItem *item)
{
  GtkWidget *row = tea_test_window_find_row (self, item);
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (self->view), &bounds));
  return bounds.origin.y;
}

double
tea_test_window_get_row_bottom (TeaTestWindow  *self,
                                MxTimelineItem *item)
{
  return tea_test_window_get_row_y (self, item) + gtk_widget_get_height (tea_test_window_find_row (self, item));
}

void
tea_test_window_settle (TeaTestWindow *self)
{
  tea_test_wait_frames (GTK_WIDGET (self->view), 2);
}

static void
dump (GtkWidget *widget,
      GString   *out)
{
  GtkWidget *child;

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (out, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    dump (child, out);
}

/**
 * tea_test_dump_texts:
 *
 * Returns: (transfer full): the text of every label that is shown, one a line
 */
char *
tea_test_dump_texts (GtkWidget *widget)
{
  GString *out = g_string_new (NULL);

  dump (widget, out);
  return g_string_free (out, FALSE);
}

/**
 * tea_test_find_type:
 *
 * Returns: (nullable): the first widget of a type
 */
GtkWidget *
tea_test_find_type (GtkWidget *widget,
                    GType      type)
{
  GtkWidget *child;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = tea_test_find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}
