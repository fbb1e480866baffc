/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "tea-sidebar-fixture.h"
#include "tea-sidebar-row.h"

#include "mx-room.h"
#include "mx-session-private.h"
#include "mx-test.h"

#include <adwaita.h>

const TeaTestRoom tea_test_rooms[TEA_TEST_N_ROOMS] = {
  { "!invite:x", "Editors of the Month", "Dana", NULL, 10, 0, 0, MX_SECTION_INVITES, FALSE, FALSE },
  { "!fav:x", "Administrators", "Cleo", "Done, thank you both!", 90, 0, 0, MX_SECTION_FAVOURITES, FALSE, FALSE },
  { "!ann:x", "Ann", "Ann", "Tea at four?", 30, 2, 0, MX_SECTION_PEOPLE, FALSE, FALSE },
  { "!ben:x", "Ben Okafor", "Ben Okafor", "The upload works again", 60 * 30, 0, 0, MX_SECTION_PEOPLE, FALSE, FALSE },
  { "!help:x", "Wiki Help Desk", "Ann", "How do I move a page to another name?", 5, 3, 1, MX_SECTION_ROOMS, FALSE,
    FALSE },
  { "!ar:x", "غرفة المساعدة", "سارة", "مرحبا بكم في الغرفة", 55, 4, 0, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!photo:x", "Wiki Loves Monuments — photographers and helpers", "Émile", "12 pictures", 60 * 60, 0, 0,
    MX_SECTION_ROOMS, FALSE, FALSE },
  { "!lunch:x", "Lunch", "Ben", "See you tomorrow", 60 * 24 * 40, 0, 0, MX_SECTION_ROOMS, FALSE, TRUE },
  { "!busy:x", "Village Pump", "Zoë", "@noor what do you think?", 60 * 8, 140, 120, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!feed:x", "Recent Changes", "CVNBot", "+1,204 Main Page", 1, 90, 0, MX_SECTION_LOW_PRIORITY, TRUE, FALSE },
};

#define DEADLINE_S 20

static GPtrArray *temp_dirs;

static void
remove_temp_dirs (void)
{
  for (guint i = 0; i < temp_dirs->len; i++)
    mx_test_remove_tree (g_ptr_array_index (temp_dirs, i));
  g_clear_pointer (&temp_dirs, g_ptr_array_unref);
}

void
tea_test_init (int    *argc,
               char ***argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (argc, argv, NULL);
  temp_dirs = g_ptr_array_new_with_free_func (g_free);
  atexit (remove_temp_dirs);
  adw_init ();
}

const char *
tea_test_temp_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("tea-sidebar-XXXXXX", &error);

  g_assert_no_error (error);
  g_ptr_array_add (temp_dirs, dir);

  return dir;
}

MxSession *
tea_test_session_new (void)
{
  return mx_session_new (tea_test_temp_dir ());
}

void
tea_test_session_sign_in (MxSession *session)
{
  MxAccountInfo account = { (char *) "@noor:example.org", (char *) "DEVICE", (char *) "https://example.org",
                            (char *) "example.org", FALSE };

  _mx_session_set_account (session, &account);
}

/* Made by a delta, which knows how a summary is allocated. */
MxRoomSummary *
tea_test_summary (const TeaTestRoom *room)
{
  MxRoomSummary *self = g_new0 (MxRoomSummary, 1);
  gboolean is_service = room->section == MX_SECTION_SERVICES;
  /* Whoever is in a control chat has read something there. */
  gboolean is_invite = room->section == MX_SECTION_INVITES || (is_service && room->text == NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->room_id = g_strdup (room->id);
  self->membership = is_invite ? MX_MEMBERSHIP_INVITE : MX_MEMBERSHIP_JOIN;
  self->name = g_strdup (room->name);
  self->join_rule = g_strdup ("public");
  self->last_sender = g_strdup (is_invite ? NULL : room->sender);
  self->last_text = g_strdup (room->text);
  self->last_ts = g_get_real_time () / 1000 - room->minutes_ago * 60 * 1000;
  self->unread_count = room->unread;
  self->highlight_count = room->mentions;
  self->is_favourite = room->section == MX_SECTION_FAVOURITES;
  self->is_low_priority = room->section == MX_SECTION_LOW_PRIORITY;
  self->is_muted = room->muted;
  self->is_marked_unread = room->marked;
  self->tag_order = 2;
  if (is_service)
    self->service = g_strdup ("irc");
  if (room->section == MX_SECTION_PEOPLE)
    self->direct_user = g_strdup ("@ann:example.org");
  if (is_invite) {
    self->inviter = g_strdup ("@inviter:example.org");
    self->inviter_name = g_strdup (room->sender);
  }

  return self;
}

static gboolean
is_applied (gpointer session)
{
  return !_mx_session_is_applying (session);
}

void
tea_test_apply (MxSession         *session,
                const TeaTestRoom *rooms,
                gsize              n_rooms)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();

  for (gsize i = 0; i < n_rooms; i++)
    mx_delta_add_room (delta, rooms[i].id)->summary = tea_test_summary (&rooms[i]);
  _mx_session_apply (session, delta);
  mx_test_assert_wait (is_applied, session, 10000);
}

void
tea_test_space (MxSession  *session,
                const char *room_id,
                const char *name,
                const char *children)
{
  TeaTestRoom room = { .id = room_id, .name = name, .section = MX_SECTION_ROOMS };
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomSummary *summary = tea_test_summary (&room);

  summary->type = g_strdup ("m.space");
  summary->children = g_strsplit (children, " ", -1);
  mx_delta_add_room (delta, room_id)->summary = summary;
  _mx_session_apply (session, delta);
  mx_test_assert_wait (is_applied, session, 10000);
}

void
tea_test_remove (MxSession  *session,
                 const char *room_id)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();

  mx_delta_add_room (delta, room_id)->removed = TRUE;
  _mx_session_apply (session, delta);
  mx_test_assert_wait (is_applied, session, 10000);
}

void
tea_test_ignore (MxSession         *session,
                 const char *const *users)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();

  delta->ignored = g_strdupv ((char **) users);
  _mx_session_apply (session, delta);
  mx_test_assert_wait (is_applied, session, 10000);
}

void
tea_test_state (MxSession   *session,
                MxSyncState  state)
{
  _mx_session_set_state (session, state, NULL);
}

static void
load_style (void)
{
  static GtkCssProvider *css = NULL;

  if (css != NULL)
    return;

  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, "/org/teahouse/Teahouse/ui/tea-sidebar.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

typedef struct
{
  GMainLoop *loop;
  guint left;
} Wait;

static gboolean
on_deadline (gpointer user_data)
{
  g_error ("no frame was drawn");
  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock,
                Wait          *wait)
{
  if (wait->left > 0 && --wait->left > 0)
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
  else
    g_main_loop_quit (wait->loop);
}

void
tea_test_frames (GtkWidget *widget,
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

GtkWindow *
tea_test_show (GtkWidget *child,
               int        width,
               int        height)
{
  GtkWidget *window = adw_window_new ();

  load_style ();
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  tea_test_frames (window, 3);

  return GTK_WINDOW (window);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* Nothing of it may stay. */
void
tea_test_close (GtkWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_destroy (window);
  mx_test_assert_wait (is_gone, &weak, 5000);
}

/* Kept only where somebody wants to look at it. */
void
tea_test_picture (GtkWidget  *widget,
                  const char *name)
{
  const char *dir = g_getenv ("TEA_TEST_PICTURES");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (dir == NULL)
    return;

  tea_test_frames (widget, 2);
  paintable = gtk_widget_paintable_new (widget);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  path = g_strconcat (dir, "/", name, ".png", NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type,
      guint     *n)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*n)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type, n);

    if (found != NULL)
      return found;
  }

  return NULL;
}

GtkWidget *
tea_test_find (GtkWidget *widget,
               GType      type,
               guint      n)
{
  return find (widget, type, &n);
}

guint
tea_test_count (GtkWidget *widget,
                GType      type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += tea_test_count (child, type);

  return n;
}

static void
append_texts (GtkWidget *widget,
              GString   *out)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (out, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, out);
}

char *
tea_test_texts (GtkWidget *widget)
{
  GString *out = g_string_new (NULL);

  append_texts (widget, out);

  return g_string_free (out, FALSE);
}

GtkWidget *
tea_test_row (GtkWidget  *widget,
              const char *room_id)
{
  GtkWidget *row = NULL;

  for (guint n = 0; (row = tea_test_find (widget, TEA_TYPE_SIDEBAR_ROW, n)) != NULL; n++) {
    MxRoom *room = tea_sidebar_row_get_room (TEA_SIDEBAR_ROW (row));

    if (room != NULL && g_str_equal (mx_room_get_id (room), room_id))
      return row;
  }
  g_error ("no row shows %s", room_id);
}
