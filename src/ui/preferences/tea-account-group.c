/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAccountGroup: the account in the preferences, and what its owner can do with it.
 *
 * Where the server has a page that looks after accounts, password and deletion are that
 * page's; elsewhere they are done here, and the server's questions get pages of their
 * own (tea-stage-run). A guest is offered to keep the account instead. Passwords live in
 * entries only. Lives inside an AdwPreferencesDialog. Main thread. */

#include "config.h"

#include "tea-account-group.h"

#include "mx-session.h"
#include "mx-text.h"
#include "mx-uia.h"
#include "tea-account-launch.h"
#include "tea-avatar.h"
#include "tea-devices-page.h"
#include "tea-error.h"
#include "tea-stage-run.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

struct _TeaAccountGroup {
  AdwPreferencesGroup parent_instance;

  MxSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;
  MxProfileParts can_set; /* of the profile */
  gboolean has_page;      /* the server looks after its accounts in the browser */
  gboolean is_shown;      /* the switch is where the server's profile has it */
  char *zone;             /* (owned) (nullable): that the server tells */
  char *shown_name;       /* (owned) (nullable): put into its row by us */
  char *shown_pronouns;   /* (owned) (nullable): the same */

  AdwActionRow *account_row;
  AdwActionRow *server_row;
  GtkWidget *guest_row;
  AdwEntryRow *name_row;
  GtkWidget *picture_row;
  TeaAvatar *avatar;
  AdwEntryRow *pronouns_row;
  AdwSwitchRow *time_zone_row;
  GtkWidget *devices_row;
  GtkWidget *page_row;
  GtkWidget *password_row;
  GtkWidget *delete_row;
};

G_DEFINE_FINAL_TYPE (TeaAccountGroup, tea_account_group, ADW_TYPE_PREFERENCES_GROUP)

static AdwPreferencesDialog *
get_dialog (TeaAccountGroup *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);

  return dialog != NULL ? ADW_PREFERENCES_DIALOG (dialog) : NULL;
}

static void
add_toast (TeaAccountGroup *self,
           const char      *text)
{
  AdwPreferencesDialog *dialog = get_dialog (self);
  AdwToast *toast;

  if (dialog == NULL)
    return;

  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (dialog, toast);
}

static void
toast_error (TeaAccountGroup *self,
             const GError    *error)
{
  g_autofree char *sentence = NULL;

  if (tea_error_is_quiet (error))
    return;

  sentence = tea_error_sentence (error, mx_session_get_server_name (self->session));
  add_toast (self, sentence);
}

static void
show_rows (TeaAccountGroup *self)
{
  gboolean guest = mx_session_is_guest (self->session);

  gtk_widget_set_visible (self->guest_row, guest);
  gtk_widget_set_visible (self->picture_row, !guest);
  gtk_widget_set_visible (GTK_WIDGET (self->pronouns_row), !guest && (self->can_set & MX_PROFILE_PRONOUNS) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->time_zone_row), !guest && (self->can_set & MX_PROFILE_TIME_ZONE) != 0);
  gtk_widget_set_visible (self->devices_row, !guest);
  gtk_widget_set_visible (self->page_row, !guest && self->has_page);
  gtk_widget_set_visible (self->password_row, !guest && !self->has_page);
  gtk_widget_set_visible (self->delete_row, !guest && !self->has_page);
}

/* What somebody types is theirs: an answer that comes late writes over nothing but what was there before. */
static void
show_text (AdwEntryRow  *row,
           const char   *text,
           char        **shown)
{
  GtkEditable *editable = GTK_EDITABLE (row);

  if (*shown != NULL && !g_str_equal (gtk_editable_get_text (editable), *shown))
    return;

  g_set_str (shown, text != NULL ? text : "");
  gtk_editable_set_text (editable, *shown);
}

static void
update (TeaAccountGroup *self)
{
  const char *user_id = mx_session_get_user_id (self->session);
  const char *server = mx_session_get_server_name (self->session);

  adw_action_row_set_subtitle (self->account_row, user_id != NULL ? user_id : "");
  adw_action_row_set_subtitle (self->server_row, server != NULL ? server : "");
  show_text (self->name_row, mx_session_get_name (self->session), &self->shown_name);
  show_rows (self);
}

static const char *
get_local_zone (GTimeZone *zone)
{
  const char *name = g_time_zone_get_identifier (zone);

  return name != NULL && *name != '/' ? name : "UTC";
}

/* Whose zone the server tells stays shown; else it is the one that would be told. */
static void
show_time_zone (TeaAccountGroup *self,
                const char      *told)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *clean = mx_text_clean_line (told != NULL ? told : get_local_zone (zone));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->time_zone_row), clean);
  self->is_shown = FALSE;
  adw_switch_row_set_active (self->time_zone_row, told != NULL);
  self->is_shown = TRUE;
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxProfile) profile = mx_session_find_profile_finish (MX_SESSION (source), result, &error);

  if (profile == NULL || self == NULL)
    return;

  self->can_set = profile->can_set;
  if (profile->displayname != NULL)
    show_text (self->name_row, profile->displayname, &self->shown_name);
  tea_avatar_set_text (self->avatar, profile->displayname);
  tea_avatar_set_mxc (self->avatar, profile->avatar_url);
  show_text (self->pronouns_row, profile->pronouns, &self->shown_pronouns);
  g_set_str (&self->zone, profile->time_zone);
  show_time_zone (self, self->zone);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), (profile->can_set & MX_PROFILE_NAME) != 0);
  gtk_widget_set_sensitive (self->picture_row, (profile->can_set & MX_PROFILE_AVATAR) != 0);
  show_rows (self);
}

static void
avatar_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *mxc = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (mxc == NULL) {
    toast_error (self, error);
    return;
  }
  if (self->session != NULL)
    tea_avatar_set_mxc (self->avatar, mxc);
  add_toast (self, _ ("Others see your new picture now"));
}

static void
bytes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes != NULL && self->session != NULL)
    mx_session_set_avatar_async (self->session, bytes, self->cancellable, avatar_cb, g_object_ref (self));
  else if (!tea_error_is_quiet (error))
    add_toast (self, _ ("The picture could not be read."));
}

static void
file_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file != NULL && self->session != NULL)
    g_file_load_bytes_async (file, self->cancellable, bytes_cb, g_object_ref (self));
}

static void
on_picture (TeaAccountGroup *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_filter_add_mime_type (filter, "image/*");
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_set_title (dialog, _ ("Choose a Picture"));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable, file_cb,
                        g_object_ref (self));
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (url == NULL || self == NULL)
    return;

  self->has_page = TRUE;
  show_rows (self);
}

static void
name_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mx_session_boolean_finish (MX_SESSION (source), result, &error))
    add_toast (self, _ ("Others see your new name now"));
  else
    toast_error (self, error);
}

static void
on_name_apply (TeaAccountGroup *self)
{
  mx_session_set_profile_async (self->session, "displayname", gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                                self->cancellable, name_cb, g_object_ref (self));
}

static void
pronouns_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error))
    toast_error (self, error);
}

static void
on_pronouns_apply (TeaAccountGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->pronouns_row));

  mx_session_set_profile_async (self->session, mx_profile_get_field (MX_PROFILE_PRONOUNS),
                                *text != '\0' ? text : NULL, self->cancellable, pronouns_cb, g_object_ref (self));
}

/* The switch says what others see. */
static void
zone_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GError) error = NULL;
  gboolean done = mx_session_boolean_finish (MX_SESSION (source), result, &error);

  if (self->session == NULL)
    return;
  if (done) {
    g_set_str (&self->zone, adw_switch_row_get_active (self->time_zone_row) ? get_local_zone (local) : NULL);
    return;
  }
  toast_error (self, error);
  show_time_zone (self, self->zone);
}

static void
on_time_zone (TeaAccountGroup *self)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  gboolean tells = adw_switch_row_get_active (self->time_zone_row);
  const char *zone = tells ? get_local_zone (local) : NULL;

  if (!self->is_shown)
    return;

  show_time_zone (self, zone);
  mx_session_set_profile_async (self->session, mx_profile_get_field (MX_PROFILE_TIME_ZONE), zone, self->cancellable,
                                zone_cb, g_object_ref (self));
}

static void
on_devices (TeaAccountGroup *self)
{
  AdwPreferencesDialog *dialog = get_dialog (self);
  TeaDevicesPage *page;

  if (dialog == NULL)
    return;

  page = tea_devices_page_new (self->session, self->has_page);
  adw_preferences_dialog_push_subpage (dialog, ADW_NAVIGATION_PAGE (page));
}

static void
on_page (TeaAccountGroup *self)
{
  tea_account_launch (GTK_WIDGET (self), self->session, NULL, NULL);
}

static void
run (TeaAccountGroup     *self,
     MxUia               *uia,
     GAsyncReadyCallback  callback)
{
  tea_stage_run_async (GTK_WIDGET (self), uia, mx_session_get_server_name (self->session), self->cancellable, callback,
                       NULL);
}

/* Back to the preferences, where a question of the server's stood above them. */
static void
pop (TeaAccountGroup *self)
{
  AdwPreferencesDialog *dialog = get_dialog (self);

  if (dialog != NULL)
    adw_preferences_dialog_pop_subpage (dialog);
}

static void
password_done_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  TeaAccountGroup *self = TEA_ACCOUNT_GROUP (source);
  g_autoptr (GError) error = NULL;

  if (!tea_stage_run_finish (result, &error)) {
    toast_error (self, error);
    return;
  }
  pop (self);
  add_toast (self, _ ("The new password counts from now on"));
}

static void
password_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  GtkWidget *entry = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (source));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autoptr (MxUia) uia = NULL;

  if (!g_str_equal (response, "change") || *password == '\0' || self->session == NULL)
    return;

  uia = mx_uia_new_password (self->session, password);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  run (self, uia, password_done_cb);
}

static void
on_password (TeaAccountGroup *self)
{
  const char *body = _ ("The server asks for the old one next. Other devices are signed out.");
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Change Password"), body);
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, "placeholder-text", _ ("New password"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("New password"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "change", _ ("C_hange"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "change", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "change");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), self->cancellable, password_cb,
                           g_object_ref (self));
}

static void
logout_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error))
    g_debug ("After the deletion of the account: %s", error->message);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  TeaAccountGroup *self = TEA_ACCOUNT_GROUP (source);
  g_autoptr (GError) error = NULL;

  if (tea_stage_run_finish (result, &error))
    mx_session_logout_async (self->session, NULL, logout_cb, NULL);
  else
    toast_error (self, error);
}

static void
delete_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaAccountGroup) self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  GtkWidget *erase = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (source));
  g_autoptr (MxUia) uia = NULL;

  if (!g_str_equal (response, "delete") || self->session == NULL)
    return;

  uia = mx_uia_new_deactivate (self->session, gtk_check_button_get_active (GTK_CHECK_BUTTON (erase)));
  run (self, uia, deleted_cb);
}

static void
on_delete (TeaAccountGroup *self)
{
  const char *user_id = mx_session_get_user_id (self->session);
  g_autofree char *isolated = mx_text_isolate (user_id != NULL ? user_id : "");
  /* Translators: %s is the name of an account. */
  g_autofree char *body = g_strdup_printf (_ ("Nobody can sign in as %s any more, and nobody can ever have this "
                                              "name again. You leave all rooms. What you wrote stays where "
                                              "others have it."),
                                             isolated);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Delete Your Account for Good?"), body);
  GtkWidget *erase = gtk_check_button_new_with_mnemonic (_ ("_Hide what I wrote from people who come later"));
  GtkWidget *label = gtk_widget_get_last_child (erase);

  if (GTK_IS_LABEL (label))
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), erase);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Keep Account"), NULL);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "delete", _ ("_Delete Account"));
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), self->cancellable, delete_cb,
                           g_object_ref (self));
}

/**
 * tea_account_group_set_session:
 * @self: the group
 * @session: whose account it is
 */
void
tea_account_group_set_session (TeaAccountGroup *self,
                               MxSession       *session)
{
  g_return_if_fail (TEA_IS_ACCOUNT_GROUP (self));

  if (!g_set_object (&self->session, session) || session == NULL)
    return;

  g_signal_connect_object (session, "notify::is-guest", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  tea_avatar_set_session (self->avatar, session);
  update (self);
  if (!mx_session_is_open (session))
    return;

  mx_session_find_profile_async (session, NULL, self->cancellable, profile_cb, tea_weak_new (self));
  mx_session_find_page_async (session, NULL, NULL, self->cancellable, page_cb, tea_weak_new (self));
}

static void
tea_account_group_dispose (GObject *object)
{
  TeaAccountGroup *self = TEA_ACCOUNT_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ACCOUNT_GROUP);

  G_OBJECT_CLASS (tea_account_group_parent_class)->dispose (object);
}

static void
tea_account_group_finalize (GObject *object)
{
  TeaAccountGroup *self = TEA_ACCOUNT_GROUP (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->shown_name, g_free);
  g_clear_pointer (&self->shown_pronouns, g_free);
  g_clear_pointer (&self->zone, g_free);

  G_OBJECT_CLASS (tea_account_group_parent_class)->finalize (object);
}

static void
tea_account_group_class_init (TeaAccountGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_account_group_dispose;
  object_class->finalize = tea_account_group_finalize;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-account-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, account_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, server_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, guest_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, picture_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, pronouns_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, time_zone_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, devices_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, page_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountGroup, delete_row);
  gtk_widget_class_bind_template_callback (widget_class, on_delete);
  gtk_widget_class_bind_template_callback (widget_class, on_devices);
  gtk_widget_class_bind_template_callback (widget_class, on_name_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_page);
  gtk_widget_class_bind_template_callback (widget_class, on_password);
  gtk_widget_class_bind_template_callback (widget_class, on_picture);
  gtk_widget_class_bind_template_callback (widget_class, on_pronouns_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_time_zone);
}

static void
tea_account_group_init (TeaAccountGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
