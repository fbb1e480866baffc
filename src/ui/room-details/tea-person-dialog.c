/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaPersonDialog: who somebody is, and what one can do: write to them, copy the id,
 * hide what they write, report them. The whole account name is always shown, so that
 * a borrowed name does not fool anybody (security.md H04). Of somebody who is not in the
 * room name and picture are asked of the server. Main thread. */

#include "config.h"

#include "tea-person-dialog.h"

#include "mx-member-list.h"
#include "mx-member.h"
#include "mx-profile.h"
#include "mx-room.h"
#include "mx-session-sign-in.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-dialog.h"
#include "tea-links.h"

struct _TeaPersonDialog {
  AdwDialog parent_instance;

  MxSession *session;        /* (owned) */
  char *user_id;             /* (owned) */
  GCancellable *cancellable; /* (owned): of asking for the profile */

  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *asks;
  AdwActionRow *id_row;
  GtkWidget *actions;
  AdwSwitchRow *hide_row;
};

G_DEFINE_FINAL_TYPE (TeaPersonDialog, tea_person_dialog, ADW_TYPE_DIALOG)

static void
on_copy (TeaPersonDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", self->user_id);
}

static void
on_write (TeaPersonDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.write-to", "s", self->user_id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_report (TeaPersonDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.report-person", "s", self->user_id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_hide (TeaPersonDialog *self)
{
  gboolean hide = adw_switch_row_get_active (self->hide_row);

  if (hide != mx_session_is_ignored (self->session, self->user_id))
    gtk_widget_activate_action (GTK_WIDGET (self), hide ? "win.hide-person" : "win.show-person",
                                "s", self->user_id);
}

static void
show_name (TeaPersonDialog *self,
           const char      *name)
{
  tea_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, name);
  adw_dialog_set_title (ADW_DIALOG (self), name);
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TeaPersonDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxProfile) profile = mx_session_find_profile_finish (MX_SESSION (source), result, &error);
  g_autofree char *name = NULL;

  if (profile == NULL) {
    g_debug ("Who somebody is: %s", error->message);
    return;
  }
  name = mx_text_clean_name (profile->displayname != NULL ? profile->displayname : "");
  if (*name != '\0')
    show_name (self, name);
  tea_avatar_set_mxc (self->avatar, profile->avatar_url);
}

static void
fill (TeaPersonDialog *self,
      MxRoom          *room)
{
  g_autofree char *name = mx_session_dup_user_name (self->session, room, self->user_id);
  g_autoptr (MxMemberList) members = room != NULL ? mx_room_get_members (room) : NULL;
  MxMember *member = members != NULL ? mx_member_list_find (members, self->user_id) : NULL;

  tea_avatar_set_session (self->avatar, self->session);
  show_name (self, name);
  if (member != NULL)
    tea_avatar_set_mxc (self->avatar, mx_member_get_avatar (member));
  if (g_str_equal (name, self->user_id))
    mx_session_find_profile_async (self->session, self->user_id, self->cancellable, profile_cb, g_object_ref (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->id_row), FALSE);
  adw_action_row_set_subtitle (self->id_row, self->user_id);
  adw_switch_row_set_active (self->hide_row,
                             mx_session_is_ignored (self->session, self->user_id));
  gtk_widget_set_visible (self->actions, g_strcmp0 (mx_session_get_user_id (self->session),
                                                    self->user_id) != 0);
}

static void
tea_person_dialog_dispose (GObject *object)
{
  TeaPersonDialog *self = TEA_PERSON_DIALOG (object);

  g_clear_object (&self->session);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_PERSON_DIALOG);

  G_OBJECT_CLASS (tea_person_dialog_parent_class)->dispose (object);
}

static void
tea_person_dialog_finalize (GObject *object)
{
  TeaPersonDialog *self = TEA_PERSON_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->user_id, g_free);

  G_OBJECT_CLASS (tea_person_dialog_parent_class)->finalize (object);
}

static void
tea_person_dialog_class_init (TeaPersonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_person_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_person_dialog_finalize;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-person-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, asks);
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, id_row);
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, TeaPersonDialog, hide_row);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
  gtk_widget_class_bind_template_callback (widget_class, on_write);
}

static void
tea_person_dialog_init (TeaPersonDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tea_dialog_cancel_when_closed (ADW_DIALOG (self), self->cancellable);
}

/**
 * tea_person_dialog_present:
 * @parent: a widget of the window
 * @session: the session
 * @room: (nullable): the room in which they were met
 * @user_id: who it is
 * @action: (nullable): what the link to them asks for
 */
void
tea_person_dialog_present (GtkWidget  *parent,
                           MxSession  *session,
                           MxRoom     *room,
                           const char *user_id,
                           const char *action)
{
  TeaPersonDialog *self = g_object_new (TEA_TYPE_PERSON_DIALOG, NULL);
  g_autofree char *line = tea_links_action_line (action);

  self->session = g_object_ref (session);
  self->user_id = g_strdup (user_id);
  fill (self, room);
  gtk_label_set_label (self->asks, line != NULL ? line : "");
  gtk_widget_set_visible (GTK_WIDGET (self->asks), line != NULL);
  g_signal_connect_object (self->hide_row, "notify::active", G_CALLBACK (on_hide), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
