/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaPreferences: the account, where its key is, notifications, and hidden people.
 *
 * Changes take effect at once. Showing somebody again can be undone from the toast.
 * The list of hidden people is the session's: it is built anew when that changes, by
 * this dialog or by another device. Closes when the account is signed out. Main thread. */

#include "config.h"

#include "tea-preferences.h"

#include "mx-session.h"
#include "mx-text.h"
#include "tea-account-group.h"
#include "tea-dialog.h"
#include "tea-error.h"
#include "tea-hidden-row.h"
#include "tea-preferences-words.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

struct _TeaPreferences {
  AdwPreferencesDialog parent_instance;

  MxSession *session;    /* (owned) */
  GtkStringList *hidden; /* (owned): user ids */

  TeaAccountGroup *account_group;
  GtkWidget *notifications_group;
  AdwSwitchRow *notifications_row;
  AdwActionRow *key_row;
  GtkListBox *hidden_list;
};

G_DEFINE_FINAL_TYPE (TeaPreferences, tea_preferences, ADW_TYPE_PREFERENCES_DIALOG)

static void
add_toast (TeaPreferences *self,
           const char     *text,
           const char     *undo_user)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (undo_user != NULL) {
    adw_toast_set_button_label (toast, _("_Undo"));
    adw_toast_set_action_name (toast, "preferences.hide-person");
    adw_toast_set_action_target (toast, "s", undo_user);
  }
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), toast);
}

static void
set_ignored_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (TeaPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (mx_session_boolean_finish (MX_SESSION (source), result, &error) || tea_error_is_quiet (error))
    return;

  sentence = tea_error_sentence (error, NULL);
  add_toast (self, sentence, NULL);
}

static void
show_person (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TeaPreferences *self = TEA_PREFERENCES (widget);
  const char *user_id = g_variant_get_string (parameter, NULL);
  g_autofree char *name = mx_session_dup_user_name (self->session, NULL, user_id);
  g_autofree char *isolated = mx_text_isolate (name);
  g_autofree char *text = NULL;

  mx_session_set_ignored_async (self->session, user_id, FALSE, NULL, set_ignored_cb, g_object_ref (self));
  /* Translators: %s is somebody's name. */
  text = g_strdup_printf (_("You see what %s writes again"), isolated);
  add_toast (self, text, user_id);
}

static void
hide_person (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  TeaPreferences *self = TEA_PREFERENCES (widget);

  mx_session_set_ignored_async (self->session, g_variant_get_string (parameter, NULL), TRUE, NULL,
                                set_ignored_cb, g_object_ref (self));
}

static void
copy_account (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  TeaPreferences *self = TEA_PREFERENCES (widget);

  const char *user_id = mx_session_get_user_id (self->session);

  if (user_id == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), user_id);
  add_toast (self, _("Copied"), NULL);
}

static GtkWidget *
make_hidden_row (gpointer item,
                 gpointer user_data)
{
  TeaPreferences *self = user_data;
  const char *user_id = gtk_string_object_get_string (GTK_STRING_OBJECT (item));
  g_autofree char *name = mx_session_dup_user_name (self->session, NULL, user_id);

  return tea_hidden_row_new (user_id, name);
}

static void
update_hidden (TeaPreferences *self)
{
  g_auto (GStrv) users = mx_session_dup_ignored (self->session);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->hidden));

  gtk_string_list_splice (self->hidden, 0, n_items, (const char *const *) users);
}

static void
on_is_open (TeaPreferences *self)
{
  if (!mx_session_is_open (self->session))
    adw_dialog_force_close (ADW_DIALOG (self));
}

/* A page above the preferences that is still open would keep them. */
static void
tea_preferences_closed (AdwDialog *dialog)
{
  while (adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog)))
    continue;
}

static void
tea_preferences_dispose (GObject *object)
{
  TeaPreferences *self = TEA_PREFERENCES (object);

  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_PREFERENCES);
  g_clear_object (&self->hidden);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tea_preferences_parent_class)->dispose (object);
}

static void
tea_preferences_class_init (TeaPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_preferences_dispose;
  ADW_DIALOG_CLASS (klass)->closed = tea_preferences_closed;

  gtk_widget_class_install_action (widget_class, "preferences.copy-account", NULL, copy_account);
  gtk_widget_class_install_action (widget_class, "preferences.show-person", "s", show_person);
  gtk_widget_class_install_action (widget_class, "preferences.hide-person", "s", hide_person);
  g_type_ensure (TEA_TYPE_ACCOUNT_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPreferences, account_group);
  gtk_widget_class_bind_template_child (widget_class, TeaPreferences, notifications_group);
  gtk_widget_class_bind_template_child (widget_class, TeaPreferences, notifications_row);
  gtk_widget_class_bind_template_child (widget_class, TeaPreferences, key_row);
  gtk_widget_class_bind_template_child (widget_class, TeaPreferences, hidden_list);
}

static void
tea_preferences_init (TeaPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->hidden = gtk_string_list_new (NULL);
  gtk_list_box_bind_model (self->hidden_list, G_LIST_MODEL (self->hidden), make_hidden_row, self, NULL);
}

/**
 * tea_preferences_new:
 * @session: the account
 * @settings: (nullable): what is remembered; without it notifications have no switch
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_preferences_new (MxSession *session,
                     GSettings *settings)
{
  TeaPreferences *self;
  MxKeyMode mode = tea_settings_get_key_mode (settings);

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  self = g_object_new (TEA_TYPE_PREFERENCES, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::ignored", G_CALLBACK (update_hidden), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::is-open", G_CALLBACK (on_is_open), self, G_CONNECT_SWAPPED);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row), tea_key_mode_title (mode));
  adw_action_row_set_subtitle (self->key_row, tea_key_mode_detail (mode));
  gtk_widget_set_visible (self->notifications_group, settings != NULL);
  if (settings != NULL)
    g_settings_bind (settings, "notifications", self->notifications_row, "active", G_SETTINGS_BIND_DEFAULT);
  tea_account_group_set_session (self->account_group, session);
  update_hidden (self);

  return ADW_DIALOG (self);
}
