/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-window-finding: the ways to rooms and people one is not with yet (win.*): a link, the
 * directory, a group of rooms, somebody's name, a room of one's own; and the way out of an
 * invite that nobody should get, and of a room that one was removed from. Each opens a dialog;
 * what that finds is opened by "win.open-room" or "app.open-link". Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-conversation-dialog.h"
#include "tea-directory-dialog.h"
#include "tea-error.h"
#include "tea-link-dialog.h"
#include "tea-new-room-dialog.h"
#include "tea-report-dialog.h"
#include "tea-share-dialog.h"
#include "tea-space-dialog.h"

#include <glib/gi18n.h>

static void
present (TeaWindow *self,
         AdwDialog *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
join_link (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  TeaWindow *self = user_data;

  present (self, tea_link_dialog_new (self->session));
}

static void
find_rooms (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (mx_session_is_open (self->session))
    present (self, tea_directory_dialog_new (self->session));
}

static void
new_conversation (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (mx_session_is_open (self->session))
    present (self, tea_conversation_dialog_new (self->session));
}

static void
new_room (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  TeaWindow *self = user_data;
  const char *kind = g_variant_get_string (parameter, NULL);

  if (mx_session_is_open (self->session))
    present (self, tea_new_room_dialog_new (self->session,
                                            g_str_equal (kind, "space")    ? TEA_NEW_ROOM_SPACE
                                            : g_str_equal (kind, "public") ? TEA_NEW_ROOM_PUBLIC
                                                                           : TEA_NEW_ROOM_PRIVATE));
}

static void
new_group_with (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;
  g_autofree const char **people = NULL;
  const char *room_id;

  g_variant_get (parameter, "(&s^a&s)", &room_id, &people);
  if (mx_session_is_open (self->session))
    present (self, tea_new_room_dialog_new_with (mx_session_get_room (self->session, room_id), people));
}

static void
show_space (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (mx_session_is_open (self->session))
    present (self, tea_space_dialog_new (self->session, g_variant_get_string (parameter, NULL)));
}

static void
room_found_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;

  if (room_id != NULL) {
    tea_window_show_room (self, room_id);
    return;
  }
  if (tea_error_is_quiet (error))
    return;

  sentence = tea_error_sentence (error, NULL);
  tea_window_add_toast (self, sentence);
}

static void
write_to (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (mx_session_is_open (self->session))
    mx_session_start_direct_async (self->session, g_variant_get_string (parameter, NULL), NULL,
                                   room_found_cb, g_object_ref (self));
}

static void
followed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_room_follow_finish (MX_ROOM (source), result, &error);
  g_autofree char *replacement = NULL;

  if (room_id != NULL) {
    tea_window_show_room (self, room_id);
    return;
  }
  if (tea_error_is_quiet (error))
    return;

  /* It may want an invite, or somebody's yes: its preview says which. */
  g_object_get (source, "replacement", &replacement, NULL);
  if (replacement != NULL)
    tea_window_open_link (self, replacement);
}

static void
follow_room (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));

  if (room != NULL)
    mx_room_follow_async (room, NULL, followed_cb, g_object_ref (self));
}

static void
reopened_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_room_boolean_finish (MX_ROOM (source), result, &error))
    _tea_window_toast_error (self, error);
}

static void
reopen_room (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));

  if (room != NULL)
    mx_room_set_closed_async (room, FALSE, NULL, reopened_cb, g_object_ref (self));
}

static void
share_room (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));
  g_autofree char *link = room != NULL ? mx_room_dup_link (room, NULL) : NULL;
  AdwDialog *dialog = link != NULL ? tea_share_dialog_new (self->session, link, mx_room_get_name (room)) : NULL;

  if (dialog != NULL)
    present (self, dialog);
}

static void
decline_and_report (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));
  g_autofree char *inviter = room != NULL ? g_strdup (mx_room_get_inviter (room)) : NULL;

  if (inviter == NULL)
    return;

  g_action_group_activate_action (G_ACTION_GROUP (self), "decline-invite", parameter);
  present (self, tea_report_dialog_new (self->session, room, NULL, inviter, NULL));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_room_boolean_finish (MX_ROOM (source), result, &error)) {
    _tea_window_toast_error (self, error);
    return;
  }
  if (self->flow != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), "close-flow", NULL);
  if (self->room == MX_ROOM (source))
    _tea_window_set_room (self, NULL);
}

static void
forget (TeaWindow *self,
        gpointer   room)
{
  mx_room_forget_async (room, NULL, forgotten_cb, g_object_ref (self));
}

static void
forget_room (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxRoom *room = mx_session_get_room (self->session, g_variant_get_string (parameter, NULL));
  g_autofree char *name = room != NULL ? mx_text_isolate (mx_room_get_name (room)) : NULL;
  g_autofree char *heading = NULL;
  TeaWindowQuestion question = { .no = _ ("_Cancel"), .yes = _ ("_Forget"), .response = "forget", .answer = forget };

  if (room == NULL)
    return;

  /* Translators: %s is the name of a room. */
  heading = g_strdup_printf (_ ("Forget %s?"), name);
  question.heading = heading;
  question.body = _ ("Its messages go from this computer, and your account loses the room.");
  _tea_window_ask (self, &question, room);
}

static const GActionEntry actions[] = {
  { "decline-and-report", decline_and_report, "s" },
  { "find-rooms", find_rooms },
  { "follow-room", follow_room, "s" },
  { "forget-room", forget_room, "s" },
  { "join-link", join_link },
  { "new-conversation", new_conversation },
  { "new-group-with", new_group_with, "(sas)" },
  { "new-room", new_room, "s" },
  { "reopen-room", reopen_room, "s" },
  { "share-room", share_room, "s" },
  { "show-space", show_space, "s" },
  { "write-to", write_to, "s" },
};

/* Called once, from init. */
void
_tea_window_add_finding (TeaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
