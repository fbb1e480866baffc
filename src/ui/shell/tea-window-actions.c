/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-window-actions: what keys and menus do (win.*).
 *
 * Actions on a room carry its id, so that the menu of a row in the list and the
 * details of the open room use the same ones. Every failure ends as a toast with a
 * sentence. What belongs to the account is in tea-window-account.c. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-feedback-dialog.h"
#include "tea-report-dialog.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

static MxRoom *
find_room (TeaWindow *self,
           GVariant  *parameter)
{
  return mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));
}

static void
room_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_room_boolean_finish (MX_ROOM (source), result, &error))
    _tea_window_toast_error (self, error);
}

static void
find_room_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TeaWindow *self = user_data;

  adw_navigation_split_view_set_show_content (self->split, FALSE);
  tea_sidebar_search (self->sidebar);
}

static void
open_room (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  tea_window_show_room (TEA_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

static void
step (TeaWindow *self,
      int        direction,
      gboolean   unread)
{
  MxRoom *room = tea_sidebar_get_neighbour (self->sidebar, self->room, direction, unread);

  if (room != NULL)
    tea_window_show_room (self, mx_room_get_id (room));
}

static void
room_previous (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  step (user_data, -1, FALSE);
}

static void
room_next (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  step (user_data, 1, FALSE);
}

static void
unread_previous (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  step (user_data, -1, TRUE);
}

static void
unread_next (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  step (user_data, 1, TRUE);
}

static void
room_number (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = tea_sidebar_get_nth (self->sidebar, (guint) g_variant_get_int32 (parameter) - 1);

  if (room != NULL)
    tea_window_show_room (self, mx_room_get_id (room));
}

static void
toggle_sidebar (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;
  gboolean shown = adw_navigation_split_view_get_show_content (self->split);

  if (adw_navigation_split_view_get_collapsed (self->split))
    adw_navigation_split_view_set_show_content (self->split, !shown);
  else
    tea_sidebar_focus (self->sidebar);
}

static void
toggle_details (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (self->room != NULL)
    tea_room_page_toggle_details (_tea_window_get_room_page (self));
}

/* The panes in order: list of rooms, messages, composer. */
static void
next_pane (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  TeaWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->room == NULL)
    tea_sidebar_focus (self->sidebar);
  else if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar)))
    tea_room_page_focus_timeline (_tea_window_get_room_page (self));
  else if (focus != NULL && tea_room_page_has_focus_in_timeline (_tea_window_get_room_page (self), focus) &&
           tea_room_page_can_write (_tea_window_get_room_page (self)))
    tea_room_page_focus (_tea_window_get_room_page (self));
  else
    tea_sidebar_focus (self->sidebar);
}

static void
previous_pane (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->room == NULL)
    tea_sidebar_focus (self->sidebar);
  else if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar)))
    tea_room_page_focus (_tea_window_get_room_page (self));
  else if (focus != NULL && tea_room_page_has_focus_in_timeline (_tea_window_get_room_page (self), focus))
    tea_sidebar_focus (self->sidebar);
  else
    tea_room_page_focus_timeline (_tea_window_get_room_page (self));
}

static void
focus_composer (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (self->room != NULL)
    tea_room_page_focus (_tea_window_get_room_page (self));
}

static void
try_now (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  TeaWindow *self = user_data;

  mx_session_try_now (self->session);
}

static void
close_flow (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;

  _tea_window_set_flow (self, NULL);
  if (mx_session_is_open (self->session))
    _tea_window_set_room (self, self->room);
  else
    tea_welcome_show_first (_tea_window_get_welcome (self));
}

static void
mark_read (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  MxRoom *room = find_room (user_data, parameter);

  if (room == NULL)
    return;

  mx_room_set_marked_unread (room, FALSE);
  mx_room_mark_read (room);
}

static void
mark_unread (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  MxRoom *room = find_room (user_data, parameter);

  if (room != NULL)
    mx_room_set_marked_unread (room, TRUE);
}

static void
toggle_tag (TeaWindow  *self,
            GVariant   *parameter,
            const char *property,
            const char *tag,
            const char *other)
{
  MxRoom *room = find_room (self, parameter);
  gboolean present = FALSE;

  if (room == NULL)
    return;

  g_object_get (room, property, &present, NULL);
  mx_room_set_tag (room, tag, !present);
  if (!present)
    mx_room_set_tag (room, other, FALSE);
}

static void
favourite (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  toggle_tag (user_data, parameter, "is-favourite", "m.favourite", "m.lowpriority");
}

static void
low_priority (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  toggle_tag (user_data, parameter, "is-low-priority", "m.lowpriority", "m.favourite");
}

static void
copy_text (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  TeaWindow *self = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          g_variant_get_string (parameter, NULL));
  tea_window_add_toast (self, _ ("Copied"));
}

static void
copy_link (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = find_room (self, parameter);
  g_autofree char *link = room != NULL ? mx_room_dup_link (room, NULL) : NULL;

  if (link == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  tea_window_add_toast (self, _ ("Link copied"));
}

static void
report_room (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;

  adw_dialog_present (tea_report_dialog_new_room (self->session, g_variant_get_string (parameter, NULL)),
                      GTK_WIDGET (self));
}

static void
report_person (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;

  adw_dialog_present (tea_report_dialog_new (self->session, self->room, NULL,
                                             g_variant_get_string (parameter, NULL), NULL),
                      GTK_WIDGET (self));
}

/* What was written and not sent is there the next time. */
static void
on_feedback_closed (TeaWindow         *self,
                    TeaFeedbackDialog *dialog)
{
  g_free (self->feedback);
  self->feedback = tea_feedback_dialog_dup_words (dialog);
}

static void
send_feedback (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;
  AdwDialog *dialog = tea_feedback_dialog_new (self->session, self->feedback);

  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_feedback_closed), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* The room, which may be %NULL, tells the name. */
static void
set_hidden (TeaWindow  *self,
            MxRoom     *room,
            const char *user_id,
            gboolean    hidden)
{
  g_autofree char *name = mx_session_dup_user_name (self->session, room, user_id);
  g_autofree char *isolated = mx_text_isolate (name);
  g_autofree char *text = NULL;

  mx_session_set_ignored_async (self->session, user_id, hidden, NULL, _tea_window_session_done_cb,
                                g_object_ref (self));
  text = hidden
    /* Translators: %s is somebody's name. */
    ? g_strdup_printf (_ ("You no longer see what %s writes"), isolated)
    /* Translators: %s is somebody's name. */
    : g_strdup_printf (_ ("You see what %s writes again"), isolated);
  tea_window_add_toast (self, text);
}

static void
hide_person (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;

  set_hidden (self, self->room, g_variant_get_string (parameter, NULL), TRUE);
}

static void
show_person (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;

  set_hidden (self, self->room, g_variant_get_string (parameter, NULL), FALSE);
}

static void
accept_invite (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;

  tea_window_show_room (self, g_variant_get_string (parameter, NULL));
  if (self->flow != NULL)
    mx_join_flow_join (self->flow);
}

static void
decline_invite (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = find_room (self, parameter);

  if (room == NULL)
    return;

  mx_room_leave_async (room, NULL, room_done_cb, g_object_ref (self));
  close_flow (NULL, NULL, self);
}

static void
decline_and_hide (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = find_room (self, parameter);
  g_autofree char *inviter = NULL;

  if (room == NULL)
    return;

  g_object_get (room, "inviter", &inviter, NULL);
  decline_invite (NULL, parameter, self);
  if (inviter != NULL)
    set_hidden (self, room, inviter, TRUE);
}

static void
leave (TeaWindow *self,
       gpointer   room)
{
  mx_room_leave_async (room, NULL, room_done_cb, g_object_ref (self));
}

static void
leave_room (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = find_room (self, parameter);
  g_autofree char *name = room != NULL ? mx_text_isolate (mx_room_get_name (room)) : NULL;
  g_autofree char *heading = NULL;
  TeaWindowQuestion question = { .no = _ ("_Stay"), .yes = _ ("_Leave"), .response = "leave", .answer = leave };

  if (room == NULL)
    return;

  /* Translators: %s is the name of a room. */
  heading = g_strdup_printf (_ ("Leave %s?"), name);
  question.heading = heading;
  question.body = mx_room_is_public (room) ? _ ("You can come back with its link.")
                                           : _ ("You can only come back when somebody inside invites you again.");
  _tea_window_ask (self, &question, room);
}

static const GActionEntry actions[] = {
  { "accept-invite", accept_invite, "s" },
  { "close-flow", close_flow },
  { "copy-link", copy_link, "s" },
  { "copy-text", copy_text, "s" },
  { "decline-and-hide", decline_and_hide, "s" },
  { "decline-invite", decline_invite, "s" },
  { "favourite", favourite, "s" },
  { "feedback", send_feedback },
  { "find-room", find_room_action },
  { "focus-composer", focus_composer },
  { "hide-person", hide_person, "s" },
  { "leave-room", leave_room, "s" },
  { "low-priority", low_priority, "s" },
  { "mark-read", mark_read, "s" },
  { "mark-unread", mark_unread, "s" },
  { "next-pane", next_pane },
  { "open-room", open_room, "s" },
  { "previous-pane", previous_pane },
  { "report-person", report_person, "s" },
  { "report-room", report_room, "s" },
  { "room-next", room_next },
  { "room-number", room_number, "i" },
  { "room-previous", room_previous },
  { "show-person", show_person, "s" },
  { "toggle-details", toggle_details },
  { "toggle-sidebar", toggle_sidebar },
  { "try-now", try_now },
  { "unread-next", unread_next },
  { "unread-previous", unread_previous },
};

/* Called once, from init. */
void
_tea_window_add_actions (TeaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  _tea_window_add_account_actions (self);
}
