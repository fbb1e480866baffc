/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSpaceDialog: the home of a group of rooms (a space): what it is called and for, and its
 * rooms, page by page. Those that are ticked, or all of them, are joined with one button;
 * choosing one shows its preview. Who may change the group puts one's own rooms in by a second
 * page, and takes rooms out; what was taken out can be put back. Main thread. */

#include "config.h"

#include "tea-space-dialog.h"

#include "mx-found-room.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-space.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-dialog.h"
#include "tea-error.h"
#include "tea-finding-words.h"
#include "tea-found-list.h"
#include "tea-progress-button.h"

#include <glib/gi18n.h>

struct _TeaSpaceDialog {
  AdwDialog parent_instance;

  MxSession *session; /* (owned) */
  MxSpace *space;     /* (owned) */

  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
  AdwNavigationPage *add_page;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *topic;
  TeaFoundList *list;
  TeaProgressButton *join_button;
  GtkWidget *add_button;
  GtkToggleButton *change_button;
  GtkListBox *own_list;
  GtkWidget *own_none;
};

G_DEFINE_FINAL_TYPE (TeaSpaceDialog, tea_space_dialog, ADW_TYPE_DIALOG)

/* @toast (transfer full). */
static void
show_toast (TeaSpaceDialog *self,
            AdwToast       *toast)
{
  adw_toast_set_use_markup (toast, FALSE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), adw_toast_get_title (toast),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
tell (TeaSpaceDialog *self,
      const char     *words)
{
  show_toast (self, adw_toast_new (words));
}

static void
tell_error (TeaSpaceDialog *self,
            const GError   *error)
{
  g_autofree char *sentence = NULL;

  if (tea_error_is_quiet (error))
    return;

  sentence = tea_error_sentence (error, NULL);
  tell (self, sentence);
}

static void
show_space (TeaSpaceDialog *self)
{
  g_autofree char *name = NULL;
  g_autofree char *topic = NULL;
  g_autofree char *limited = NULL;
  g_autofree char *mxc = NULL;

  g_object_get (self->space, "name", &name, "topic", &topic, "avatar", &mxc, NULL);
  limited = topic != NULL ? mx_text_limit (topic, 3, 300, NULL) : NULL;
  tea_avatar_set_text (self->avatar, name != NULL ? name : "");
  tea_avatar_set_mxc (self->avatar, mxc);
  gtk_label_set_label (self->name, name != NULL ? name : "");
  gtk_label_set_label (self->topic, limited != NULL ? limited : "");
  gtk_widget_set_visible (GTK_WIDGET (self->topic), limited != NULL && *limited != '\0');
  gtk_widget_set_visible (self->add_button, mx_space_can_change (self->space));
}

static guint
count (TeaSpaceDialog *self,
       gboolean (*is) (MxFoundRoom *room))
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->space)); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (self->space), i);

    n += is (room) ? 1 : 0;
  }
  return n;
}

static gboolean
is_new (MxFoundRoom *room)
{
  return !mx_found_room_is_member (room) && !mx_found_room_is_space (room);
}

static gboolean
is_failed (MxFoundRoom *room)
{
  return mx_found_room_get_error (room) != NULL;
}

static void
show_join (TeaSpaceDialog *self)
{
  guint selected = 0;
  gboolean joining = FALSE;
  g_autofree char *caption = NULL;

  g_object_get (self->space, "n-selected", &selected, "is-joining", &joining, NULL);
  caption = tea_finding_words_join (selected);
  g_object_set (self->join_button, "caption", caption, NULL);
  tea_progress_button_set_busy (self->join_button, joining);
  gtk_widget_set_visible (GTK_WIDGET (self->join_button),
                          !gtk_toggle_button_get_active (self->change_button) &&
                            (joining || count (self, is_new) > 0));
}

static void
on_change (TeaSpaceDialog *self)
{
  show_join (self);
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaSpaceDialog) self = user_data;
  g_autofree char *words = NULL;
  guint joined = 0;

  /* Why one could not be joined is said at its row. */
  mx_found_rooms_join_finish (MX_FOUND_ROOMS (source), result, NULL);
  g_object_get (source, "n-joined", &joined, NULL);
  words = tea_finding_words_joined (joined, count (self, is_failed));
  tell (self, words);
  show_join (self);
  /* What was ticked and pressed cannot be used any more; the keyboard goes on in the list. */
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
on_join (TeaSpaceDialog *self)
{
  guint selected = 0;

  g_object_get (self->space, "n-selected", &selected, NULL);
  mx_found_rooms_join_async (MX_FOUND_ROOMS (self->space), selected == 0, NULL, joined_cb,
                             g_object_ref (self));
}

static void
on_chosen (TeaSpaceDialog *self,
           MxFoundRoom    *room)
{
  g_autofree char *link = mx_found_room_dup_link (room);

  if (mx_found_room_is_space (room) && mx_found_room_get_id (room) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-space", "s", mx_found_room_get_id (room));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", link);
  adw_dialog_close (ADW_DIALOG (self));
}

static MxFoundRoom *
find_room (TeaSpaceDialog *self,
           const char     *room_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->space)); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (self->space), i);

    if (g_strcmp0 (mx_found_room_get_id (room), room_id) == 0)
      return room;
  }
  return NULL;
}

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaSpaceDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_space_change_finish (MX_SPACE (source), result, &error))
    tell_error (self, error);
  else
    tell (self, _ ("The room was put in."));
}

/* Taking out. */

typedef struct
{
  TeaSpaceDialog *self; /* (owned) */
  char *room_id;        /* (owned) */
  char *name;           /* (owned) */
  gboolean is_suggested;
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->self);
  g_free (removal->room_id);
  g_free (removal->name);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Removal) removal = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (!mx_space_change_finish (MX_SPACE (source), result, &error)) {
    tell_error (removal->self, error);
    return;
  }
  name = mx_text_isolate (removal->name);
  /* Translators: %s is the name of a room that is not in a group of rooms any more. */
  words = g_strdup_printf (_ ("%s was taken out."), name);
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _ ("_Put Back"));
  adw_toast_set_action_target (toast, "(sb)", removal->room_id, removal->is_suggested);
  adw_toast_set_action_name (toast, "space.put-back");
  show_toast (removal->self, toast);
}

static void
remove_room (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TeaSpaceDialog *self = TEA_SPACE_DIALOG (widget);
  MxFoundRoom *room = find_room (self, g_variant_get_string (parameter, NULL));
  Removal *removal;

  if (room == NULL)
    return;

  removal = g_new0 (Removal, 1);
  removal->self = g_object_ref (self);
  removal->room_id = g_strdup (mx_found_room_get_id (room));
  removal->name = g_strdup (mx_found_room_get_name (room));
  removal->is_suggested = mx_found_room_is_suggested (room);
  mx_space_remove_async (self->space, removal->room_id, NULL, removed_cb, removal);
}

static void
put_back (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  TeaSpaceDialog *self = TEA_SPACE_DIALOG (widget);
  const char *room_id;
  gboolean suggested;

  g_variant_get (parameter, "(&sb)", &room_id, &suggested);
  mx_space_add_async (self->space, room_id, suggested, NULL, added_cb, g_object_ref (self));
}

static void
on_add_row (AdwActionRow *row,
            MxRoom       *room)
{
  TeaSpaceDialog *self = TEA_SPACE_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (row), TEA_TYPE_SPACE_DIALOG));

  mx_space_add_async (self->space, mx_room_get_id (room), FALSE, NULL, added_cb, g_object_ref (self));
  adw_navigation_view_pop (self->navigation);
}

static void
add_own (TeaSpaceDialog *self,
         MxRoom         *room)
{
  GtkWidget *row = adw_action_row_new ();
  const char *alias = mx_room_get_alias (room);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), mx_room_get_name (room));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  if (alias != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), alias);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_data (row, "activated", G_CALLBACK (on_add_row), g_object_ref (room),
                         (GClosureNotify) g_object_unref, G_CONNECT_DEFAULT);
  gtk_list_box_append (self->own_list, row);
}

static void
open_add (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  TeaSpaceDialog *self = TEA_SPACE_DIALOG (widget);
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (self->session));
  guint shown = 0;

  gtk_list_box_remove_all (self->own_list);
  for (guint i = 0; i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);

    if (mx_room_get_membership (room) != MX_MEMBERSHIP_JOIN || mx_room_is_direct (room) ||
        find_room (self, mx_room_get_id (room)) != NULL)
      continue;
    add_own (self, room);
    shown++;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->own_list), shown > 0);
  gtk_widget_set_visible (self->own_none, shown == 0);
  adw_navigation_view_push (self->navigation, self->add_page);
}

static void
tea_space_dialog_dispose (GObject *object)
{
  TeaSpaceDialog *self = TEA_SPACE_DIALOG (object);

  g_clear_object (&self->space);
  g_clear_object (&self->session);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_SPACE_DIALOG);

  G_OBJECT_CLASS (tea_space_dialog_parent_class)->dispose (object);
}

static void
tea_space_dialog_class_init (TeaSpaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_space_dialog_dispose;

  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_FOUND_LIST);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-space-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, add_page);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, topic);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, list);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, join_button);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, change_button);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, own_list);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceDialog, own_none);
  gtk_widget_class_bind_template_callback (widget_class, on_change);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_install_action (widget_class, "space.add", NULL, open_add);
  gtk_widget_class_install_action (widget_class, "space.put-back", "(sb)", put_back);
  gtk_widget_class_install_action (widget_class, "space.remove", "s", remove_room);
}

static void
tea_space_dialog_init (TeaSpaceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_space_dialog_new:
 * @session: who looks at it
 * @room_id: a space
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_space_dialog_new (MxSession  *session,
                      const char *room_id)
{
  TeaSpaceDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  self = g_object_new (TEA_TYPE_SPACE_DIALOG, NULL);
  self->session = g_object_ref (session);
  self->space = mx_space_new (session, room_id);
  tea_avatar_set_session (self->avatar, session);
  g_signal_connect_object (self->space, "notify", G_CALLBACK (show_space), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->space, "notify", G_CALLBACK (show_join), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->space, "items-changed", G_CALLBACK (show_join), self, G_CONNECT_SWAPPED);
  tea_found_list_set_rooms (self->list, MX_FOUND_ROOMS (self->space), TRUE);
  show_space (self);
  show_join (self);

  return ADW_DIALOG (self);
}
