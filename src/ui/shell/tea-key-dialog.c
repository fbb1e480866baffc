/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaKeyDialog: where the key of the store is kept when there is no keyring.
 *
 * The ladder of security.md 3.7: the Secret Service is used without asking; where
 * there is none the person chooses a passphrase, or a session that forgets. There
 * is no third way: a key beside the database would be none. The choice is
 * remembered, the passphrase is not. Main thread. */

#include "config.h"

#include "tea-key-dialog.h"

#include "mx-session.h"
#include "tea-settings.h"

#define MIN_PASSPHRASE_CHARS 8

struct _TeaKeyDialog {
  AdwAlertDialog parent_instance;

  GtkEditable *first;
  GtkEditable *second;
};

G_DEFINE_FINAL_TYPE (TeaKeyDialog, tea_key_dialog, ADW_TYPE_ALERT_DIALOG)

typedef struct
{
  MxSession *session;  /* (owned) */
  GSettings *settings; /* (owned) (nullable) */
} ChooseData;

static void
choose_data_free (gpointer pointer)
{
  ChooseData *data = pointer;

  g_clear_object (&data->session);
  g_clear_object (&data->settings);
  g_free (data);
}

static void
on_changed (TeaKeyDialog *self)
{
  const char *text = gtk_editable_get_text (self->first);
  gboolean fits = g_utf8_strlen (text, -1) >= MIN_PASSPHRASE_CHARS &&
                  g_str_equal (text, gtk_editable_get_text (self->second));

  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (self), "passphrase", fits);
}

static void
choose_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  TeaKeyDialog *self = TEA_KEY_DIALOG (source);
  ChooseData *data = g_task_get_task_data (task);
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (self), result);
  MxKeyMode mode;

  if (g_str_equal (response, "passphrase"))
    mode = MX_KEY_PASSPHRASE;
  else if (g_str_equal (response, "memory"))
    mode = MX_KEY_MEMORY;
  else {
    g_task_return_boolean (task, FALSE);
    return;
  }

  mx_session_set_key_mode (data->session, mode, mode == MX_KEY_PASSPHRASE ? gtk_editable_get_text (self->first) : NULL);
  tea_settings_set_key_mode (data->settings, mode);
  g_task_return_boolean (task, TRUE);
}

/**
 * tea_key_dialog_choose_async:
 * @parent: a widget of the window
 * @session: the session that needs a key
 * @settings: (nullable): where the choice is remembered
 * @callback: called when the person has answered
 * @user_data: for @callback
 */
void
tea_key_dialog_choose_async (GtkWidget           *parent,
                             MxSession           *session,
                             GSettings           *settings,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  AdwAlertDialog *dialog = g_object_new (TEA_TYPE_KEY_DIALOG, NULL);
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  ChooseData *data = g_new0 (ChooseData, 1);

  data->session = g_object_ref (session);
  data->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_task_set_source_tag (task, tea_key_dialog_choose_async);
  g_task_set_task_data (task, data, choose_data_free);
  adw_alert_dialog_choose (dialog, parent, NULL, choose_cb, task);
}

/**
 * tea_key_dialog_choose_finish:
 * @parent: the widget that was given
 * @result: the result
 *
 * Returns: whether the session has a place for its key now
 */
gboolean
tea_key_dialog_choose_finish (GtkWidget    *parent,
                              GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
tea_key_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_KEY_DIALOG);

  G_OBJECT_CLASS (tea_key_dialog_parent_class)->dispose (object);
}

static void
tea_key_dialog_class_init (TeaKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_key_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaKeyDialog, first);
  gtk_widget_class_bind_template_child (widget_class, TeaKeyDialog, second);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
tea_key_dialog_init (TeaKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
