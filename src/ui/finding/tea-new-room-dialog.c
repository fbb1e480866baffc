/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaNewRoomDialog: a room of one's own: a private group, a room for everybody, or a group of
 * rooms. What it says about who can read is what will be true (tea-room-words.c): rooms made
 * here are not encrypted. A private group lets nobody read what was written before they
 * came. Main thread. */

#include "config.h"

#include "tea-new-room-dialog.h"

#include "mx-member-list.h"
#include "mx-member.h"
#include "mx-room-options.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-dialog.h"
#include "tea-error.h"
#include "tea-finding-words.h"
#include "tea-menu.h"
#include "tea-people-picker.h"
#include "tea-progress-button.h"
#include "tea-room-words.h"

#include <glib/gi18n.h>

struct _TeaNewRoomDialog {
  AdwDialog parent_instance;

  MxSession *session; /* (owned) */
  GCancellable *cancellable;
  TeaNewRoomKind kind;
  gboolean alias_is_theirs; /* written by the person, not made of the name */
  gboolean making_alias;

  GtkEditable *name_row;
  GtkEditable *topic_row;
  AdwPreferencesGroup *public_group;
  GtkEditable *alias_row;
  AdwComboRow *join_row;
  AdwSwitchRow *published_row;
  AdwSwitchRow *readable_row;
  AdwSwitchRow *guests_row;
  GtkLabel *readers;
  TeaPeoplePicker *picker;
  TeaProgressButton *make_button;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (TeaNewRoomDialog, tea_new_room_dialog, ADW_TYPE_DIALOG)

/* The rows of "who may join". */
enum {
  JOIN_ANYONE,
  JOIN_ASK,
  JOIN_INVITED,
};

static gboolean
is_for_all (TeaNewRoomDialog *self)
{
  return self->kind != TEA_NEW_ROOM_PRIVATE;
}

static void
update (TeaNewRoomDialog *self)
{
  guint join = adw_combo_row_get_selected (self->join_row);
  TeaRoomReaders readers = {
    .is_world_readable = is_for_all (self) && adw_switch_row_get_active (self->readable_row),
    .is_public = is_for_all (self) && join == JOIN_ANYONE,
  };
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  gtk_label_set_label (self->readers, tea_room_words_readers (&readers));
  gtk_widget_set_sensitive (GTK_WIDGET (self->guests_row), join == JOIN_ANYONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->make_button), *name != '\0' || !is_for_all (self));
}

/* Until the person writes another one, the address is made of the name. */
static void
on_name_changed (TeaNewRoomDialog *self)
{
  if (!self->alias_is_theirs) {
    g_autofree char *alias = tea_finding_words_alias (gtk_editable_get_text (self->name_row));

    self->making_alias = TRUE;
    gtk_editable_set_text (self->alias_row, alias);
    self->making_alias = FALSE;
  }
  update (self);
}

static void
on_alias_changed (TeaNewRoomDialog *self)
{
  if (!self->making_alias)
    self->alias_is_theirs = TRUE;
}

static void
set_busy (TeaNewRoomDialog *self,
          gboolean          busy)
{
  tea_progress_button_set_busy (self->make_button, busy);
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaNewRoomDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  if (room_id == NULL) {
    g_autofree char *sentence = tea_error_sentence (error, NULL);

    gtk_label_set_label (self->error_label, sentence);
    gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    return;
  }

  gtk_widget_activate_action (GTK_WIDGET (self),
                              self->kind == TEA_NEW_ROOM_SPACE ? "win.show-space" : "win.open-room", "s",
                              room_id);
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
dup_text (GtkEditable *row)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
on_make (TeaNewRoomDialog *self)
{
  g_autofree char *name = dup_text (self->name_row);
  g_autofree char *topic = dup_text (self->topic_row);
  g_autofree char *alias = is_for_all (self) ? dup_text (self->alias_row) : NULL;
  g_auto (GStrv) people = tea_people_picker_dup_chosen (self->picker);
  guint join = adw_combo_row_get_selected (self->join_row);
  gboolean for_all = is_for_all (self);
  gboolean readable = for_all && adw_switch_row_get_active (self->readable_row);
  MxRoomOptions options = {
    .name = name,
    .topic = topic,
    .alias = alias,
    .invite = people,
    .is_public = for_all && join == JOIN_ANYONE,
    .asks_first = for_all && join == JOIN_ASK,
    .is_published = for_all && adw_switch_row_get_active (self->published_row),
    .allows_guests = for_all && join == JOIN_ANYONE && adw_switch_row_get_active (self->guests_row),
    .is_world_readable = readable,
    .hides_past = !for_all,
    .is_space = self->kind == TEA_NEW_ROOM_SPACE,
  };

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  set_busy (self, TRUE);
  mx_session_make_room_async (self->session, &options, self->cancellable, made_cb, g_object_ref (self));
}

static void
on_name_activated (TeaNewRoomDialog *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->make_button)))
    on_make (self);
}

static void
fill (TeaNewRoomDialog *self)
{
  static const char *const titles[] = {
    [TEA_NEW_ROOM_PRIVATE] = N_ ("New Private Group"),
                                [TEA_NEW_ROOM_PUBLIC] = N_ ("New Room"),
                                                           [TEA_NEW_ROOM_SPACE] = N_ ("New Group of Rooms"),
                                                           };
  static const char *const captions[] = {
    [TEA_NEW_ROOM_PRIVATE] = N_ ("_Make the group"),
                                [TEA_NEW_ROOM_PUBLIC] = N_ ("_Make the room"),
                                                           [TEA_NEW_ROOM_SPACE] = N_ ("_Make the group of rooms"),
                                                           };
  const char *server = mx_session_get_server_name (self->session);
  /* Translators: the address of a room; %s is the name of a server. What stands for the dots is written below. */
  g_autofree char *address = g_strdup_printf (_ ("Address (#…:%s)"), server != NULL ? server : "");

  adw_dialog_set_title (ADW_DIALOG (self), _ (titles[self->kind]));
  g_object_set (self->make_button, "caption", _ (captions[self->kind]), NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->alias_row), address);
  gtk_widget_set_visible (GTK_WIDGET (self->public_group), is_for_all (self));
  gtk_widget_set_visible (GTK_WIDGET (self->topic_row), is_for_all (self));
  gtk_widget_set_visible (GTK_WIDGET (self->readable_row), self->kind == TEA_NEW_ROOM_PUBLIC);
  gtk_widget_set_visible (GTK_WIDGET (self->readers), self->kind != TEA_NEW_ROOM_SPACE);
  gtk_widget_set_visible (GTK_WIDGET (self->picker), self->kind == TEA_NEW_ROOM_PRIVATE);
  update (self);
}

static void
tea_new_room_dialog_dispose (GObject *object)
{
  TeaNewRoomDialog *self = TEA_NEW_ROOM_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_NEW_ROOM_DIALOG);

  G_OBJECT_CLASS (tea_new_room_dialog_parent_class)->dispose (object);
}

static void
tea_new_room_dialog_class_init (TeaNewRoomDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_new_room_dialog_dispose;

  g_type_ensure (TEA_TYPE_PEOPLE_PICKER);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-new-room-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, topic_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, public_group);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, alias_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, join_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, published_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, readable_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, guests_row);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, readers);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, make_button);
  gtk_widget_class_bind_template_child (widget_class, TeaNewRoomDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_alias_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_make);
  gtk_widget_class_bind_template_callback (widget_class, on_name_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_name_changed);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
tea_new_room_dialog_init (TeaNewRoomDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tea_dialog_cancel_when_closed (ADW_DIALOG (self), self->cancellable);
}

/**
 * tea_new_room_dialog_new:
 * @session: whose room it becomes
 * @kind: what is made
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_new_room_dialog_new (MxSession      *session,
                         TeaNewRoomKind  kind)
{
  TeaNewRoomDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  self = g_object_new (TEA_TYPE_NEW_ROOM_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->kind = kind;
  tea_people_picker_set_session (self->picker, session);
  tea_menu_name_choices (self->join_row);
  fill (self);

  return ADW_DIALOG (self);
}

/**
 * tea_new_room_dialog_new_with:
 * @room: a room
 * @people: (array zero-terminated=1): user ids of some of its people
 *
 * A private group out of the people of a room, as they are called there.
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_new_room_dialog_new_with (MxRoom            *room,
                              const char *const *people)
{
  g_autoptr (MxMemberList) members = NULL;
  AdwDialog *dialog;

  g_return_val_if_fail (MX_IS_ROOM (room), NULL);

  members = mx_room_get_members (room);
  dialog = tea_new_room_dialog_new (mx_room_get_session (room), TEA_NEW_ROOM_PRIVATE);
  for (gsize i = 0; people != NULL && people[i] != NULL; i++) {
    MxMember *member = mx_member_list_find (members, people[i]);

    tea_people_picker_add (TEA_NEW_ROOM_DIALOG (dialog)->picker, people[i],
                           member != NULL ? mx_member_get_name (member) : NULL,
                           member != NULL ? mx_member_get_avatar (member) : NULL);
  }

  return dialog;
}
