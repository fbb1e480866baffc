/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaDevicesPage: where the account is signed in.
 *
 * A list of the server's, asked for anew after each change. Renaming is done here;
 * signing out asks the server's questions (tea-stage-run), or leads to its page in the
 * browser where accounts are looked after there. Main thread. */

#include "config.h"

#include "tea-devices-page.h"

#include "mx-session.h"
#include "mx-uia.h"
#include "tea-account-launch.h"
#include "tea-device-row.h"
#include "tea-device-words.h"
#include "tea-error.h"
#include "tea-stage-run.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

struct _TeaDevicesPage {
  AdwNavigationPage parent_instance;

  MxSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;
  GListModel *devices; /* (owned) (nullable) */
  gboolean has_page;

  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *others_group;
  AdwStatusPage *problem;
};

G_DEFINE_FINAL_TYPE (TeaDevicesPage, tea_devices_page, ADW_TYPE_NAVIGATION_PAGE)

static void load (TeaDevicesPage *self);

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  return tea_device_row_new (MX_DEVICE (item));
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaDevicesPage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) devices = mx_session_list_devices_finish (MX_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;

  if (self == NULL || (devices == NULL && tea_error_is_quiet (error)))
    return;

  if (devices == NULL) {
    sentence = tea_error_sentence (error, mx_session_get_server_name (self->session));
    adw_status_page_set_description (self->problem, sentence);
    gtk_stack_set_visible_child_name (self->stack, "problem");
    return;
  }
  g_set_object (&self->devices, devices);
  gtk_list_box_bind_model (self->list, devices, make_row, self, NULL);
  gtk_widget_set_visible (self->others_group, g_list_model_get_n_items (devices) > 1 && !self->has_page);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

static void
load (TeaDevicesPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  mx_session_list_devices_async (self->session, self->cancellable, list_cb, tea_weak_new (self));
}

static void
toast_error (TeaDevicesPage *self,
             const GError   *error)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);
  g_autofree char *sentence = NULL;
  AdwToast *toast;

  if (tea_error_is_quiet (error) || dialog == NULL)
    return;

  sentence = tea_error_sentence (error, mx_session_get_server_name (self->session));
  toast = adw_toast_new (sentence);
  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (dialog), toast);
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (source);
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  g_autoptr (GError) error = NULL;

  if (!tea_stage_run_finish (result, &error)) {
    toast_error (self, error);
    return;
  }
  if (view != NULL)
    adw_navigation_view_pop_to_page (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (self));
  load (self);
}

static void
sign_out_devices (TeaDevicesPage    *self,
                  const char *const *ids)
{
  g_autoptr (MxUia) uia = mx_uia_new_delete_devices (self->session, ids);

  tea_stage_run_async (GTK_WIDGET (self), uia, mx_session_get_server_name (self->session), self->cancellable,
                       signed_out_cb, NULL);
}

static void
sign_out (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (widget);
  const char *ids[] = { g_variant_get_string (parameter, NULL), NULL };

  if (self->has_page)
    tea_account_launch (widget, self->session, "org.matrix.device_delete", ids[0]);
  else
    sign_out_devices (self, ids);
}

static void
sign_out_others (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (widget);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; self->devices != NULL && i < g_list_model_get_n_items (self->devices); i++) {
    g_autoptr (MxDevice) device = g_list_model_get_item (self->devices, i);

    if (!mx_device_is_own (device))
      g_strv_builder_add (builder, mx_device_get_id (device));
  }
  ids = g_strv_builder_end (builder);
  if (ids[0] != NULL)
    sign_out_devices (self, (const char *const *) ids);
}

static void
renamed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TeaDevicesPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mx_session_boolean_finish (MX_SESSION (source), result, &error))
    load (self);
  else
    toast_error (self, error);
}

typedef struct
{
  TeaDevicesPage *page; /* (owned) */
  char *id;             /* (owned) */
} Renaming;

static void
renaming_free (Renaming *self)
{
  g_clear_object (&self->page);
  g_clear_pointer (&self->id, g_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renaming, renaming_free)

static void
rename_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Renaming) data = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);
  GtkWidget *entry = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (source));

  if (g_str_equal (response, "rename"))
    mx_session_rename_device_async (data->page->session, data->id, gtk_editable_get_text (GTK_EDITABLE (entry)),
                                    data->page->cancellable, renamed_cb, g_object_ref (data->page));
}

static char *
dup_title (TeaDevicesPage *self,
           const char     *id)
{
  for (guint i = 0; self->devices != NULL && i < g_list_model_get_n_items (self->devices); i++) {
    g_autoptr (MxDevice) device = g_list_model_get_item (self->devices, i);

    if (g_str_equal (mx_device_get_id (device), id))
      return tea_device_title (device);
  }
  return g_strdup ("");
}

static void
rename_device (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Rename This Device"), _ ("Its name helps you to know it again."));
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *title = dup_title (self, id);
  Renaming *data = g_new0 (Renaming, 1);

  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name of the device"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "rename", _ ("_Rename"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "rename");
  data->page = g_object_ref (self);
  data->id = g_strdup (id);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, self->cancellable, rename_cb, data);
}

static void
tea_devices_page_dispose (GObject *object)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->devices);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_DEVICES_PAGE);

  G_OBJECT_CLASS (tea_devices_page_parent_class)->dispose (object);
}

static void
tea_devices_page_finalize (GObject *object)
{
  TeaDevicesPage *self = TEA_DEVICES_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tea_devices_page_parent_class)->finalize (object);
}

static void
tea_devices_page_class_init (TeaDevicesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_devices_page_dispose;
  object_class->finalize = tea_devices_page_finalize;

  gtk_widget_class_install_action (widget_class, "devices.rename", "s", rename_device);
  gtk_widget_class_install_action (widget_class, "devices.sign-out", "s", sign_out);
  gtk_widget_class_install_action (widget_class, "devices.sign-out-others", NULL, sign_out_others);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaDevicesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaDevicesPage, list);
  gtk_widget_class_bind_template_child (widget_class, TeaDevicesPage, others_group);
  gtk_widget_class_bind_template_child (widget_class, TeaDevicesPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, load);
}

static void
tea_devices_page_init (TeaDevicesPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_devices_page_new:
 * @session: the account
 * @has_page: whether the account is looked after on a page of the server
 *
 * Returns: (transfer floating): the page, which asks at once
 */
TeaDevicesPage *
tea_devices_page_new (MxSession *session,
                      gboolean   has_page)
{
  TeaDevicesPage *self = g_object_new (TEA_TYPE_DEVICES_PAGE, NULL);

  self->session = g_object_ref (session);
  self->has_page = has_page;
  load (self);

  return self;
}
