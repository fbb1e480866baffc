/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow: the window, and which of its pages is shown.
 *
 *   loading ──► welcome (nobody signed in; a room's preview when a link waits)
 *      │   └──► problem (the store cannot be opened)
 *      └──────► main: list of rooms | room, preview of a room, or nothing yet
 *
 * A link is remembered from the moment it is opened until its room is open or the
 * person goes elsewhere: signing in and a restart do not lose it. The window holds
 * no state of the model; it only says which room and which flow its pages show.
 * Which account it shows is in tea-window-session.c, a sign-in that waits meanwhile in
 * tea-window-kept.c, what keys and menus do in tea-window-actions.c, the pages that are
 * made when they are first shown in tea-window-pages.c. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-room.h"
#include "mx-session.h"
#include "tea-settings.h"
#include "tea-status-banner.h"

#include <glib/gi18n.h>

#define SAVE_DELAY_S 2

/* As wide as this and no wider, in sp, without the rail: no place for the details; none for the list of rooms. As in
 * tea-window.ui: beside the details the messages are never narrower than in the smallest window, 360. */
#define NARROW_SP 960
#define SINGLE_SP 600
#define RAIL_SP   52

G_DEFINE_FINAL_TYPE (TeaWindow, tea_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum {
  PROP_SESSION = 1,
  PROP_ROOM,
  PROP_NARROW,
} TeaWindowProperty;

static GParamSpec *props[PROP_NARROW + 1];

static gboolean
on_save_time (gpointer user_data)
{
  TeaWindow *self = user_data;

  self->save_id = 0;
  tea_settings_save (self->settings);

  return G_SOURCE_REMOVE;
}

/* Writes the settings once, a little after the last change. */
void
_tea_window_save_later (TeaWindow *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add_seconds (SAVE_DELAY_S, on_save_time, self);
}

static void
show_title (TeaWindow *self)
{
  const char *name = self->room != NULL ? mx_room_get_name (self->room) : NULL;

  gtk_window_set_title (GTK_WINDOW (self), name != NULL ? name : "Teahouse");
  adw_navigation_page_set_title (self->content_page, name != NULL ? name : _ ("Room"));
}

void
_tea_window_set_room (TeaWindow *self,
                      MxRoom    *room)
{
  gtk_stack_set_visible_child_name (self->content, room != NULL ? "room" : "empty");
  adw_navigation_split_view_set_show_content (self->split, room != NULL);
  if (self->room == room)
    return;

  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, show_title, self);
  g_set_object (&self->room, room);
  if (room != NULL) {
    g_signal_connect_object (room, "notify::name", G_CALLBACK (show_title), self,
                             G_CONNECT_SWAPPED);
    tea_settings_set_string (self->settings, "last-room", mx_room_get_id (room));
    _tea_window_save_later (self);
  }
  if (room != NULL || adw_bin_get_child (self->room_page) != NULL)
    tea_room_page_set_room (_tea_window_get_room_page (self), room);
  if (room != NULL && _tea_window_has_note (self, room))
    tea_room_page_show_note (_tea_window_get_room_page (self));
  tea_sidebar_set_room (self->sidebar, room);
  show_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/* Leaving a room, here or on another device, closes it. Who was removed by somebody is told,
 * and can read on until another room is chosen. */
void
_tea_window_on_membership (TeaWindow *self)
{
  MxMembership membership;

  if (self->room == NULL)
    return;

  membership = mx_room_get_membership (self->room);
  if (membership != MX_MEMBERSHIP_JOIN && membership != MX_MEMBERSHIP_INVITE &&
      mx_room_get_inviter (self->room) == NULL)
    _tea_window_set_room (self, NULL);
}

static gboolean
is_space (MxRoom *room)
{
  gboolean space = FALSE;

  g_object_get (room, "is-space", &space, NULL);
  return space;
}

/**
 * tea_window_show_room:
 * @self: the window
 * @room_id: a room of the session
 *
 * Opens the room, or the question whether to join it.
 */
void
tea_window_show_room (TeaWindow  *self,
                      const char *room_id)
{
  MxRoom *room;

  g_return_if_fail (TEA_IS_WINDOW (self));

  if (!self->started)
    g_set_str (&self->restore, room_id);
  if (!self->started || !mx_session_is_open (self->session))
    return;

  room = mx_session_get_room (self->session, room_id);
  if (room == NULL) {
    /* Joined a moment ago: it comes with the next answer of the server. */
    g_set_str (&self->restore, room_id);
    _tea_window_set_room (self, NULL);
    _tea_window_show_main (self);
    return;
  }

  if (mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN && is_space (room)) {
    /* Nobody writes in a group of rooms: its home is what there is to see. */
    _tea_window_set_flow (self, NULL);
    _tea_window_show_main (self);
    _tea_window_set_room (self, self->room);
    g_action_group_activate_action (G_ACTION_GROUP (self), "show-space", g_variant_new_string (room_id));
    return;
  }
  if (mx_room_get_membership (room) != MX_MEMBERSHIP_JOIN) {
    _tea_window_follow (self, room_id);
    tea_sidebar_set_room (self->sidebar, room);
    return;
  }

  _tea_window_set_flow (self, NULL);
  _tea_window_show_main (self);
  _tea_window_set_room (self, room);
  tea_room_page_focus (_tea_window_get_room_page (self));
}

/**
 * tea_window_get_room:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the room that is open
 */
MxRoom *
tea_window_get_room (TeaWindow *self)
{
  g_return_val_if_fail (TEA_IS_WINDOW (self), NULL);

  return self->room;
}

/*< private >
 * _tea_window_show_toast:
 * @toast: (transfer full): what is said
 *
 * Over a room it must not lie on what somebody writes.
 */
void
_tea_window_show_toast (TeaWindow *self,
                        AdwToast  *toast)
{
  if (adw_bin_get_child (self->room_page) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->room_page)))
    tea_room_page_add_toast (_tea_window_get_room_page (self), toast);
  else
    adw_toast_overlay_add_toast (self->toast_overlay, toast);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), adw_toast_get_title (toast),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * tea_window_add_toast:
 * @self: the window
 * @text: a sentence
 *
 * Shows it for a moment, and says it to those who listen.
 */
void
tea_window_add_toast (TeaWindow  *self,
                      const char *text)
{
  AdwToast *toast;

  g_return_if_fail (TEA_IS_WINDOW (self));

  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  _tea_window_show_toast (self, toast);
}

static void
load_size (TeaWindow *self)
{
  if (self->settings == NULL)
    return;

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
tea_window_close_request (GtkWindow *window)
{
  TeaWindow *self = TEA_WINDOW (window);
  int width = 0, height = 0;

  if (self->settings != NULL) {
    gtk_window_get_default_size (window, &width, &height);
    g_settings_set_int (self->settings, "window-width", CLAMP (width, 360, 32767));
    g_settings_set_int (self->settings, "window-height", CLAMP (height, 294, 32767));
    g_settings_set_boolean (self->settings, "window-maximized",
                            gtk_window_is_maximized (window));
    tea_settings_save (self->settings);
  }

  return GTK_WINDOW_CLASS (tea_window_parent_class)->close_request (window);
}

static void
set_narrow (TeaWindow *self,
            gboolean   narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
set_breakpoint (AdwBreakpoint *breakpoint,
                double         sp)
{
  g_autoptr (AdwBreakpointCondition) condition =
    adw_breakpoint_condition_new_length (ADW_BREAKPOINT_CONDITION_MAX_WIDTH, sp, ADW_LENGTH_UNIT_SP);

  adw_breakpoint_set_condition (breakpoint, condition);
}

/* The rail takes its width from the messages. */
static void
on_has_rail (TeaWindow *self)
{
  gboolean has_rail = FALSE;
  double rail;

  g_object_get (self->sidebar, "has-rail", &has_rail, NULL);
  rail = has_rail ? RAIL_SP : 0;
  set_breakpoint (self->narrow_breakpoint, NARROW_SP + rail);
  set_breakpoint (self->single_breakpoint, SINGLE_SP + rail);
}

static void
tea_window_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch ((TeaWindowProperty) prop_id) {
  case PROP_NARROW:
    set_narrow (TEA_WINDOW (object), g_value_get_boolean (value));
    break;
  case PROP_SESSION:
  case PROP_ROOM:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_window_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  TeaWindow *self = TEA_WINDOW (object);

  switch ((TeaWindowProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_window_dispose (GObject *object)
{
  TeaWindow *self = TEA_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->appear_id, g_source_remove);
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_ptr_array_set_size (self->kept, 0);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_WINDOW);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->rooms_signals);
  g_clear_object (&self->flow);
  g_clear_object (&self->room);
  g_clear_object (&self->session);
  g_clear_object (&self->came_from);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tea_window_parent_class)->dispose (object);
}

static void
tea_window_finalize (GObject *object)
{
  TeaWindow *self = TEA_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->feedback, g_free);
  g_clear_pointer (&self->restore, g_free);

  G_OBJECT_CLASS (tea_window_parent_class)->finalize (object);
}

static void
tea_window_class_init (TeaWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_window_set_property;
  object_class->get_property = tea_window_get_property;
  object_class->dispose = tea_window_dispose;
  object_class->finalize = tea_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = tea_window_close_request;

  /**
   * TeaWindow:session:
   *
   * The account whose rooms are shown.
   */
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TeaWindow:room:
   *
   * The room that is open.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * TeaWindow:narrow:
   *
   * Whether a room has no place beside it for its details.
   */
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_SIDEBAR);
  g_type_ensure (TEA_TYPE_STATUS_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, narrow_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, single_breakpoint);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, split);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, content);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, room_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, preview_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, TeaWindow, carrying);
  gtk_widget_class_bind_template_callback (widget_class, on_has_rail);
}

static void
tea_window_init (TeaWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_stack_set_visible_child_name (self->stack, "loading");
  _tea_window_watch_session (self);
  _tea_window_add_actions (self);
  _tea_window_add_finding (self);
  _tea_window_add_carrying (self);
  _tea_window_add_keeping (self);
  _tea_window_take_drops (self);
}

/**
 * tea_window_new:
 * @application: the application
 * @session: the account, not yet opened
 * @settings: (nullable): what is remembered
 *
 * Returns: (transfer none): the window; GTK owns it
 */
TeaWindow *
tea_window_new (GtkApplication *application,
                MxSession      *session,
                GSettings      *settings)
{
  TeaWindow *self = g_object_new (TEA_TYPE_WINDOW, "application", application, NULL);

  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  load_size (self);
  _tea_window_take_session (self, session);
  tea_sidebar_set_settings (self->sidebar, self->settings);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);

  return self;
}
