/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomPage: an open room: header, banner, a note on who sees what, messages, composer, and
 * its details beside them or, in a narrow window, over them. Where the person may not write, a
 * sentence stands in the composer's place. The parts know the room themselves; this
 * page only says which one it is. Main thread. */

#include "config.h"

#include "tea-room-page.h"

#include "mx-knock-list.h"
#include "mx-link.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-timeline-item.h"
#include "tea-composer.h"
#include "tea-report-dialog.h"
#include "tea-room-details.h"
#include "tea-room-note.h"
#include "tea-settings.h"
#include "tea-status-banner.h"
#include "tea-timeline-pane.h"

struct _TeaRoomPage {
  AdwBin parent_instance;

  MxRoom *room;        /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  GSignalGroup *signals;
  gboolean narrow;
  gboolean adapts; /* the window's width shows or hides the details, not the person */

  AdwOverlaySplitView *split;
  AdwWindowTitle *title;
  TeaStatusBanner *banner;
  AdwToastOverlay *toasts;
  TeaRoomNote *note;
  TeaTimelinePane *pane;
  TeaComposer *composer;
  GtkLabel *closed_label;
  GtkWidget *forget_button;
  TeaRoomDetails *details;
};

G_DEFINE_FINAL_TYPE (TeaRoomPage, tea_room_page, ADW_TYPE_BIN)

typedef enum {
  PROP_NARROW = 1,
} TeaRoomPageProperty;

static GParamSpec *props[PROP_NARROW + 1];

enum {
  MEMBERSHIP_CHANGED,
  NOTE_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_title (TeaRoomPage *self)
{
  g_auto (GStrv) typing = NULL;
  g_autofree char *subtitle = NULL;

  g_object_get (self->room, "typing", &typing, NULL);
  subtitle = tea_room_page_subtitle (mx_room_get_topic (self->room),
                                     (const char *const *) typing);
  adw_window_title_set_title (self->title, mx_room_get_name (self->room));
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
show_composer (TeaRoomPage *self)
{
  gboolean open = mx_room_can_send (self->room);
  MxMembership membership = mx_room_get_membership (self->room);
  g_autofree char *replacement = NULL;
  g_autofree char *line = NULL;

  g_object_get (self->room, "replacement", &replacement, NULL);
  line = tea_room_page_closed_line (membership,
                                    mx_room_get_inviter_name (self->room),
                                    mx_room_get_leave_reason (self->room), replacement != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), open && replacement == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->closed_label), !open || replacement != NULL);
  gtk_label_set_label (self->closed_label, line);
  /* With a name and no target yet, GTK warns. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->forget_button), "s", mx_room_get_id (self->room));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->forget_button), "win.forget-room");
  gtk_widget_set_visible (self->forget_button, membership == MX_MEMBERSHIP_LEAVE || membership == MX_MEMBERSHIP_BAN);
}

/* Only where people ask is anybody looked for who does. */
static void
show_knocks (TeaRoomPage *self)
{
  g_autofree char *rule = NULL;
  g_autoptr (MxKnockList) knocks = NULL;

  if (self->room != NULL)
    g_object_get (self->room, "join-rule", &rule, NULL);
  if (rule != NULL && g_str_has_prefix (rule, "knock") &&
      mx_room_get_membership (self->room) == MX_MEMBERSHIP_JOIN)
    knocks = mx_knock_list_new (self->room);
  tea_status_banner_set_knocks (self->banner, knocks);
  tea_room_details_set_knocks (self->details, knocks);
}

static void
show_details (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  adw_overlay_split_view_set_show_sidebar (TEA_ROOM_PAGE (widget)->split, TRUE);
}

/* From the details, which in a narrow window lie over it. */
static void
show_note (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  TeaRoomPage *self = TEA_ROOM_PAGE (widget);

  if (self->room == NULL)
    return;
  if (adw_overlay_split_view_get_collapsed (self->split))
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  tea_room_note_open (self->note);
}

static void
on_note_closed (TeaRoomPage *self)
{
  g_signal_emit (self, signals[NOTE_CLOSED], 0);
}

/* Escape goes back to writing; who is there, or in the note, is done with the note. */
static void
go_back (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  TeaRoomPage *self = TEA_ROOM_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus != NULL && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->composer)) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->note))))
    tea_room_note_close (self->note);
  gtk_widget_activate_action (widget, "win.focus-composer", NULL);
}

static void
on_membership (TeaRoomPage *self)
{
  show_composer (self);
  if (mx_room_get_membership (self->room) != MX_MEMBERSHIP_JOIN)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->closed_label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  g_signal_emit (self, signals[MEMBERSHIP_CHANGED], 0);
}

static void
on_report (TeaRoomPage    *self,
           MxTimelineItem *item)
{
  AdwDialog *dialog;

  if (self->room == NULL || mx_timeline_item_get_event_id (item) == NULL)
    return;

  dialog = tea_report_dialog_new (mx_room_get_session (self->room), self->room,
                                  mx_timeline_item_get_event_id (item),
                                  mx_timeline_item_get_sender (item),
                                  mx_timeline_item_get_text (item));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* A link comes in the same way as a file, and the window's own place for it lies below this one. */
static gboolean
open_dropped (TeaRoomPage *self,
              GFile       *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (MxLink) link = mx_session_parse_link (mx_room_get_session (self->room), uri, NULL);

  return link != NULL && gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", uri);
}

static gboolean
on_files_dropped (GtkDropTarget *target,
                  const GValue  *value,
                  double         x,
                  double         y,
                  TeaRoomPage   *self)
{
  GSList *files = g_value_get_boxed (value);

  if (self->room == NULL || files == NULL)
    return FALSE;
  if (tea_room_page_can_write (self) && tea_composer_attach_list (self->composer, files))
    return TRUE;
  return open_dropped (self, files->data);
}

static void
on_details_closed (TeaRoomPage *self)
{
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}

/* In a wide window the details stay open over a restart; over the room they do not, but who closes
 * them there does not want them elsewhere either. */
static void
on_show_sidebar (TeaRoomPage *self)
{
  gboolean shown = adw_overlay_split_view_get_show_sidebar (self->split);

  tea_room_details_set_room (self->details, shown ? self->room : NULL);
  if (!self->adapts && !(shown && adw_overlay_split_view_get_collapsed (self->split)))
    tea_settings_set_boolean (self->settings, "show-details", shown);
}

static void
set_narrow (TeaRoomPage *self,
            gboolean     narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  self->adapts = TRUE;
  /* Here and not by a binding, which comes later: the split view shows then what it hid. */
  adw_overlay_split_view_set_collapsed (self->split, narrow);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  adw_overlay_split_view_set_show_sidebar (
    self->split, !narrow && tea_settings_get_boolean (self->settings, "show-details", FALSE));
  self->adapts = FALSE;
}

/**
 * tea_room_page_set_room:
 * @self: the page
 * @room: (nullable): the room to show
 */
void
tea_room_page_set_room (TeaRoomPage *self,
                        MxRoom      *room)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  if (!g_set_object (&self->room, room))
    return;

  g_signal_group_set_target (self->signals, room);
  tea_status_banner_set_session (self->banner, room != NULL ? mx_room_get_session (room) : NULL);
  tea_status_banner_set_room (self->banner, room);
  tea_room_note_set_room (self->note, room);
  tea_timeline_pane_set_room (self->pane, room);
  tea_composer_set_room (self->composer, room);
  tea_room_details_set_room (self->details,
                             adw_overlay_split_view_get_show_sidebar (self->split) ? room : NULL);
  show_knocks (self);
  if (room == NULL)
    return;

  show_title (self);
  show_composer (self);
}

/**
 * tea_room_page_set_settings:
 * @self: the page
 * @settings: (nullable): what is remembered
 */
void
tea_room_page_set_settings (TeaRoomPage *self,
                            GSettings   *settings)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  if (g_set_object (&self->settings, settings) && !self->narrow)
    adw_overlay_split_view_set_show_sidebar (
      self->split, tea_settings_get_boolean (settings, "show-details", FALSE));
}

/**
 * tea_room_page_show_note:
 * @self: the page, of a room
 *
 * Shows who sees what in the room, to somebody who did not ask and may write at once.
 */
void
tea_room_page_show_note (TeaRoomPage *self)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  tea_room_note_appear (self->note);
}

/**
 * tea_room_page_show_event:
 * @self: the page
 * @event_id: a message of the room
 */
void
tea_room_page_show_event (TeaRoomPage *self,
                          const char  *event_id)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  if (self->room != NULL)
    tea_timeline_pane_show_event (self->pane, event_id);
}

/**
 * tea_room_page_add_toast:
 * @self: the page
 * @toast: (transfer full): what is to be said
 *
 * Shows it over the messages, above where one writes.
 */
void
tea_room_page_add_toast (TeaRoomPage *self,
                         AdwToast    *toast)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * tea_room_page_can_write:
 * @self: the page
 *
 * Returns: whether there is a place to write
 */
gboolean
tea_room_page_can_write (TeaRoomPage *self)
{
  g_return_val_if_fail (TEA_IS_ROOM_PAGE (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->composer));
}

/**
 * tea_room_page_focus:
 * @self: the page
 *
 * Moves the focus to where one writes.
 */
void
tea_room_page_focus (TeaRoomPage *self)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  if (tea_room_page_can_write (self))
    tea_composer_focus (self->composer);
  else
    tea_room_page_focus_timeline (self);
}

/**
 * tea_room_page_focus_timeline:
 * @self: the page
 *
 * Moves the focus to the messages.
 */
void
tea_room_page_focus_timeline (TeaRoomPage *self)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  gtk_widget_child_focus (GTK_WIDGET (tea_timeline_pane_get_view (self->pane)),
                          GTK_DIR_TAB_FORWARD);
}

/**
 * tea_room_page_has_focus_in_timeline:
 * @self: the page
 * @focus: the widget with the focus
 *
 * Returns: whether it is one of the messages
 */
gboolean
tea_room_page_has_focus_in_timeline (TeaRoomPage *self,
                                     GtkWidget   *focus)
{
  g_return_val_if_fail (TEA_IS_ROOM_PAGE (self), FALSE);

  return gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pane));
}

/**
 * tea_room_page_toggle_details:
 * @self: the page
 *
 * Opens or closes the details.
 */
void
tea_room_page_toggle_details (TeaRoomPage *self)
{
  g_return_if_fail (TEA_IS_ROOM_PAGE (self));

  adw_overlay_split_view_set_show_sidebar (self->split,
                                           !adw_overlay_split_view_get_show_sidebar (self->split));
}

static void
tea_room_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch ((TeaRoomPageProperty) prop_id) {
  case PROP_NARROW:
    set_narrow (TEA_ROOM_PAGE (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_room_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch ((TeaRoomPageProperty) prop_id) {
  case PROP_NARROW:
    g_value_set_boolean (value, TEA_ROOM_PAGE (object)->narrow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_room_page_dispose (GObject *object)
{
  TeaRoomPage *self = TEA_ROOM_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->room);
  g_clear_object (&self->settings);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ROOM_PAGE);

  G_OBJECT_CLASS (tea_room_page_parent_class)->dispose (object);
}

static void
tea_room_page_class_init (TeaRoomPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_room_page_set_property;
  object_class->get_property = tea_room_page_get_property;
  object_class->dispose = tea_room_page_dispose;

  /**
   * TeaRoomPage:narrow:
   *
   * Whether the details slide over the room.
   */
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * TeaRoomPage::membership-changed:
   * @self: the page
   *
   * The person joined, left or was removed.
   */
  signals[MEMBERSHIP_CHANGED] =
    g_signal_new ("membership-changed", TEA_TYPE_ROOM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);

  /**
   * TeaRoomPage::note-closed:
   * @self: the page
   *
   * The person has read who sees what.
   */
  signals[NOTE_CLOSED] =
    g_signal_new ("note-closed", TEA_TYPE_ROOM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_COMPOSER);
  g_type_ensure (TEA_TYPE_ROOM_DETAILS);
  g_type_ensure (TEA_TYPE_ROOM_NOTE);
  g_type_ensure (TEA_TYPE_STATUS_BANNER);
  g_type_ensure (TEA_TYPE_TIMELINE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-room-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, split);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, title);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, banner);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, note);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, pane);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, composer);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, closed_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, forget_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPage, details);
  gtk_widget_class_install_action (widget_class, "room-page.show-details", NULL, show_details);
  gtk_widget_class_install_action (widget_class, "room-page.show-note", NULL, show_note);
  gtk_widget_class_install_action (widget_class, "room-page.back", NULL, go_back);
  gtk_widget_class_bind_template_callback (widget_class, on_details_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_note_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
}

static void
tea_room_page_init (TeaRoomPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_files_dropped), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_swapped (self->split, "notify::show-sidebar", G_CALLBACK (on_show_sidebar),
                            self);

  self->signals = g_signal_group_new (MX_TYPE_ROOM);
  g_signal_group_connect_swapped (self->signals, "notify::name", G_CALLBACK (show_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::topic", G_CALLBACK (show_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::typing", G_CALLBACK (show_title), self);
  g_signal_group_connect_swapped (self->signals, "notify::can-send", G_CALLBACK (show_composer),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::replacement",
                                  G_CALLBACK (show_composer), self);
  g_signal_group_connect_swapped (self->signals, "notify::join-rule", G_CALLBACK (show_knocks), self);
  g_signal_group_connect_swapped (self->signals, "notify::membership",
                                  G_CALLBACK (on_membership), self);
}
