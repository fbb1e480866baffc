/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a message: the actions timeline.*, each with the event's id, the
 * context menu and the small toolbar that offer them, and the pointer that calls these.
 * Reply, edit and report belong to others: they are signals of the view. Main thread. */

#include "config.h"

#include "tea-menu.h"
#include "tea-row-toolbar.h"
#include "tea-source-dialog.h"
#include "tea-timeline-view-private.h"

#include "mx-event.h"
#include "mx-reaction.h"
#include "mx-room.h"
#include "mx-timeline-item.h"
#include "types/m-room-message.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GWeakRef view;
  char *event_id; /* (owned) */
} Removal;

static MxTimelineItem *
dup_target (GtkWidget *widget,
            GVariant  *parameter)
{
  return tea_timeline_view_find_item (TEA_TIMELINE_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
reply_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);

  if (item != NULL)
    _tea_timeline_view_request (TEA_TIMELINE_VIEW (widget), "reply", item);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);

  if (item != NULL && mx_timeline_item_is_own (item))
    _tea_timeline_view_request (TEA_TIMELINE_VIEW (widget), "edit", item);
}

static void
report_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);

  if (item != NULL)
    _tea_timeline_view_request (TEA_TIMELINE_VIEW (widget), "report", item);
}

static void
source_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);
  g_autofree char *source = item != NULL ? mx_timeline_item_dup_source (item) : NULL;

  if (source != NULL)
    adw_dialog_present (tea_source_dialog_new (source), widget);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);
  TeaLiveRow *live = item != NULL ? _tea_timeline_view_find_live (self, item) : NULL;
  g_autofree char *selection = live != NULL ? tea_timeline_row_dup_selection (live->row) : NULL;

  if (item == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          selection != NULL ? selection : mx_timeline_item_get_text (item));
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), _("Copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  g_autofree char *link =
    self->room != NULL ? mx_room_dup_link (self->room, g_variant_get_string (parameter, NULL)) : NULL;

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link);
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), _("Link copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
removal_free (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_weak_ref_clear (&removal->view);
  g_free (removal->event_id);
  g_free (removal);
}

static void
on_removal_answered (AdwAlertDialog *dialog,
                     const char     *response,
                     gpointer        user_data)
{
  Removal *removal = user_data;
  g_autoptr (TeaTimelineView) view = g_weak_ref_get (&removal->view);
  GtkWidget *entry = adw_alert_dialog_get_extra_child (dialog);
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (view != NULL && view->room != NULL && strcmp (response, "remove") == 0)
    mx_room_redact (view->room, removal->event_id, *reason != '\0' ? reason : NULL);
}

static void
redact_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _("Remove This Message?"), _("Nobody can read it here any more. Other apps may still have a copy."));
  GtkWidget *entry = gtk_entry_new ();
  Removal *removal = g_new0 (Removal, 1);

  g_weak_ref_init (&removal->view, widget);
  removal->event_id = g_variant_dup_string (parameter, NULL);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Reason (may be left empty)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Reason (may be left empty)"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel",
                                  _("_Cancel"), "remove", _("_Remove Message"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_removal_answered), removal, removal_free,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

static void
jump_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  tea_timeline_view_jump_newest (TEA_TIMELINE_VIEW (widget));
}

static void
show_event_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  tea_timeline_view_show_event (TEA_TIMELINE_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static MxReaction *
find_reaction (MxTimelineItem *item,
               const char     *key)
{
  GListModel *reactions = mx_timeline_item_get_reactions (item);
  guint n = reactions != NULL ? g_list_model_get_n_items (reactions) : 0;
  guint i;

  for (i = 0; i < n; i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (reactions, i);

    if (g_strcmp0 (mx_reaction_get_key (reaction), key) == 0)
      return g_steal_pointer (&reaction);
  }
  return NULL;
}

static void
on_emoji_picked (GtkEmojiChooser *chooser,
                 const char      *emoji,
                 TeaTimelineView *self)
{
  g_autoptr (MxTimelineItem) item = self->react_to != NULL ? tea_timeline_view_find_item (self, self->react_to) : NULL;
  g_autoptr (MxReaction) reaction = item != NULL ? find_reaction (item, emoji) : NULL;

  if (reaction != NULL && !mx_reaction_is_mine (reaction))
    mx_reaction_toggle (reaction);
  else if (item != NULL && reaction == NULL && self->room != NULL)
    g_free (mx_room_react (self->room, self->react_to, emoji));
}

/* The button that was pressed has the focus; from a menu it is the row's own. */
static GtkWidget *
find_pressed (TeaTimelineView *self,
              const char      *action)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (GTK_IS_ACTIONABLE (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (focus)), action) == 0)
    return focus;
  return NULL;
}

static void
point_popover (TeaTimelineView *self,
               GtkWidget       *popover,
               GtkWidget       *button,
               TeaLiveRow      *live)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRectangle place = { is_rtl ? MAX (0, width - 60) : 60, 0, 1, 1 };
  graphene_rect_t bounds;

  if (button != NULL && gtk_widget_compute_bounds (button, GTK_WIDGET (self), &bounds))
    place = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                             (int) bounds.size.height };
  else if (live != NULL)
    place.y = (int) CLAMP (live->y + MIN (live->height, 24), 0, height);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
}

static void
react_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);

  if (item == NULL)
    return;
  if (self->chooser == NULL) {
    self->chooser = gtk_emoji_chooser_new ();
    g_signal_connect (self->chooser, "emoji-picked", G_CALLBACK (on_emoji_picked), self);
    gtk_widget_set_parent (self->chooser, widget);
  }
  g_set_str (&self->react_to, g_variant_get_string (parameter, NULL));
  point_popover (self, self->chooser, find_pressed (self, name), _tea_timeline_view_find_live (self, item));
  gtk_popover_popup (GTK_POPOVER (self->chooser));
}

static gboolean
can_edit (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_event (item);
  const MxRoomMessage *message = event != NULL ? mx_event_get_content_as (event, &mx_type_room_message) : NULL;

  return message != NULL && mx_timeline_item_is_own (item) && message->url == NULL;
}

static gboolean
can_send (TeaTimelineView *self)
{
  return self->room == NULL || mx_room_can_send (self->room);
}

static void
add_item (GMenu      *menu,
          const char *label,
          const char *action,
          const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (TeaTimelineView *self,
           MxTimelineItem  *item)
{
  const char *id = mx_timeline_item_get_event_id (item);
  gboolean is_message = mx_timeline_item_get_kind (item) == MX_ITEM_MESSAGE;
  gboolean can_redact = mx_timeline_item_get_kind (item) != MX_ITEM_REDACTED && self->room != NULL &&
                        mx_room_can_redact (self->room, mx_timeline_item_get_sender (item));
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new ();
  g_autoptr (GMenu) second = g_menu_new ();
  g_autoptr (GMenu) third = g_menu_new ();

  if (is_message && can_send (self)) {
    add_item (first, _("_Reply"), "timeline.reply", id);
    add_item (first, _("Re_act…"), "timeline.react", id);
    if (can_edit (item))
      add_item (first, _("_Edit"), "timeline.edit", id);
  }
  if (is_message)
    add_item (second, _("_Copy Text"), "timeline.copy", id);
  add_item (second, _("Copy _Link"), "timeline.copy-link", id);
  add_item (second, _("_View Source"), "timeline.view-source", id);
  if (!mx_timeline_item_is_own (item))
    add_item (third, _("Re_port…"), "timeline.report", id);
  if (can_redact)
    add_item (third, _("Re_move…"), "timeline.redact", id);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (second));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (third));
  return G_MENU_MODEL (menu);
}

/*< private >
 * _tea_timeline_view_popup_menu:
 * @x: where it points
 * @y: where it points
 *
 * Opens the menu of a message; marks and messages without an id have none.
 */
void
_tea_timeline_view_popup_menu (TeaTimelineView *self,
                               TeaLiveRow      *live,
                               double           x,
                               double           y)
{
  g_autoptr (GMenuModel) model = NULL;

  if (mx_timeline_item_get_event_id (live->item) == NULL)
    return;
  model = make_menu (self, live->item);
  tea_menu_popup (&self->menu, GTK_WIDGET (self), model, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  g_autoptr (MxTimelineItem) item = dup_target (widget, parameter);
  TeaLiveRow *live = item != NULL ? _tea_timeline_view_find_live (self, item) : NULL;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (live != NULL)
    _tea_timeline_view_popup_menu (self, live, is_rtl ? 40 : gtk_widget_get_width (widget) - 40,
                                   CLAMP (live->y + 20, 0, gtk_widget_get_height (widget)));
}

/*< private >
 * _tea_timeline_view_install_actions:
 *
 * Adds the actions to the class.
 */
void
_tea_timeline_view_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "timeline.reply", "s", reply_action);
  gtk_widget_class_install_action (klass, "timeline.edit", "s", edit_action);
  gtk_widget_class_install_action (klass, "timeline.react", "s", react_action);
  gtk_widget_class_install_action (klass, "timeline.report", "s", report_action);
  gtk_widget_class_install_action (klass, "timeline.redact", "s", redact_action);
  gtk_widget_class_install_action (klass, "timeline.view-source", "s", source_action);
  gtk_widget_class_install_action (klass, "timeline.copy", "s", copy_action);
  gtk_widget_class_install_action (klass, "timeline.copy-link", "s", copy_link_action);
  gtk_widget_class_install_action (klass, "timeline.menu", "s", menu_action);
  gtk_widget_class_install_action (klass, "timeline.show-event", "s", show_event_action);
  gtk_widget_class_install_action (klass, "timeline.jump-newest", NULL, jump_action);
}

static void
on_secondary_pressed (GtkGestureClick *gesture,
                      int              n_press,
                      double           x,
                      double           y,
                      TeaTimelineView *self)
{
  TeaLiveRow *live = _tea_timeline_view_live_at_y (self, y);

  if (live == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (live->row));
  _tea_timeline_view_popup_menu (self, live, x, y);
}

static void
on_long_pressed (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 TeaTimelineView     *self)
{
  TeaLiveRow *live = _tea_timeline_view_live_at_y (self, y);

  if (live != NULL)
    _tea_timeline_view_popup_menu (self, live, x, y);
}

static void
on_primary_pressed (GtkGestureClick *gesture,
                    int              n_press,
                    double           x,
                    double           y,
                    TeaTimelineView *self)
{
  TeaLiveRow *live = _tea_timeline_view_live_at_y (self, y);

  if (live != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != GTK_WIDGET (live->row))
    gtk_widget_grab_focus (GTK_WIDGET (live->row));
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           TeaTimelineView          *self)
{
  TeaLiveRow *live = _tea_timeline_view_live_at_y (self, y);
  graphene_rect_t bounds;

  /* The bar reaches over the row above. */
  if (self->toolbar != NULL && gtk_widget_get_child_visible (self->toolbar) &&
      gtk_widget_compute_bounds (self->toolbar, GTK_WIDGET (self), &bounds) &&
      graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    return;
  _tea_timeline_view_hover (self, live != NULL ? live->item : NULL);
}

static void
on_leave (GtkEventControllerMotion *controller,
          TeaTimelineView          *self)
{
  _tea_timeline_view_hover (self, NULL);
}

/*< private >
 * _tea_timeline_view_add_pointer:
 *
 * Makes the view listen to pointer and touch.
 */
void
_tea_timeline_view_add_pointer (TeaTimelineView *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *primary = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  /* Before the labels open a menu of their own. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (primary), GTK_PHASE_CAPTURE);
  g_signal_connect (primary, "pressed", G_CALLBACK (on_primary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (primary));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (hold, "pressed", G_CALLBACK (on_long_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (hold));

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/*< private >
 * _tea_timeline_view_hover:
 * @item: (nullable): the message whose toolbar is shown
 *
 * Shows the toolbar over another message, or nowhere.
 */
void
_tea_timeline_view_hover (TeaTimelineView *self,
                          MxTimelineItem  *item)
{
  if (item != NULL &&
      (mx_timeline_item_get_kind (item) != MX_ITEM_MESSAGE || mx_timeline_item_get_event_id (item) == NULL))
    item = NULL;
  if (!g_set_object (&self->hovered, item))
    return;
  if (item != NULL && self->toolbar == NULL) {
    self->toolbar = tea_row_toolbar_new ();
    gtk_widget_set_parent (self->toolbar, GTK_WIDGET (self));
  }
  if (item != NULL)
    tea_row_toolbar_set_event (TEA_ROW_TOOLBAR (self->toolbar), mx_timeline_item_get_event_id (item),
                               can_send (self));
  if (!self->in_allocate)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/*< private >
 * _tea_timeline_view_place_toolbar:
 * @width: of the view
 *
 * Puts the toolbar at the end of its message's first line.
 */
void
_tea_timeline_view_place_toolbar (TeaTimelineView *self,
                                  int              width)
{
  TeaLiveRow *live = self->hovered != NULL ? _tea_timeline_view_find_live (self, self->hovered) : NULL;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int w, h, x, y;

  if (self->toolbar == NULL)
    return;
  gtk_widget_set_child_visible (self->toolbar, live != NULL && !_tea_timeline_view_is_far (live));
  if (live == NULL)
    return;
  gtk_widget_measure (self->toolbar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &w, NULL, NULL);
  gtk_widget_measure (self->toolbar, GTK_ORIENTATION_VERTICAL, w, NULL, &h, NULL, NULL);
  x = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? 12 : width - w - 12;
  y = CLAMP ((int) live->y - h / 2 + 8, 0, MAX (0, height - h));
  gtk_widget_size_allocate (self->toolbar, &(GtkAllocation) { x, y, w, h }, -1);
  /* After its row, above all: both Tab and drawing follow the order of siblings. */
  if (gtk_widget_get_next_sibling (self->toolbar) != NULL)
    gtk_widget_insert_before (self->toolbar, GTK_WIDGET (self), NULL);
}

/*< private >
 * _tea_timeline_view_place_popups:
 *
 * What a popover holds may change while it is open: its parent gives it its place again.
 */
void
_tea_timeline_view_place_popups (TeaTimelineView *self)
{
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->chooser != NULL)
    gtk_popover_present (GTK_POPOVER (self->chooser));
}

/*< private >
 * _tea_timeline_view_drop_popups:
 *
 * Takes menu, chooser and toolbar away: the end.
 */
void
_tea_timeline_view_drop_popups (TeaTimelineView *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->chooser, gtk_widget_unparent);
  g_clear_pointer (&self->toolbar, gtk_widget_unparent);
  g_clear_pointer (&self->react_to, g_free);
  g_clear_object (&self->hovered);
}
