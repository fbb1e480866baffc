/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaKeepPage: a guest keeps the account, by giving it a password.
 *
 * It is the same account with the same rooms; others go on seeing the name of a guest, or the one that
 * is written here. What the server asks for besides gets pages of its own above this one (tea-stage-run).
 * Where the server cannot do it, or the person has an account already, that account takes the guest's
 * rooms (win.carry-over).
 * The password lives in the entry only. Main thread. */

#include "config.h"

#include "tea-keep-page.h"

#include "mx-error.h"
#include "mx-profile.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-progress-button.h"
#include "tea-stage-run.h"

#include <glib/gi18n.h>

struct _TeaKeepPage {
  AdwNavigationPage parent_instance;

  MxSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;

  GtkLabel *line;
  GtkEditable *name_row;
  GtkEditable *password_row;
  GtkLabel *error_label;
  TeaProgressButton *first_button;
};

G_DEFINE_FINAL_TYPE (TeaKeepPage, tea_keep_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_error (TeaKeepPage *self,
            const char  *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_changed (TeaKeepPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->first_button), *gtk_editable_get_text (self->password_row) != '\0');
}

/* The account is kept all the same: the name can be changed in the preferences, too. */
static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  MxSession *session = MX_SESSION (source);
  g_autoptr (GError) error = NULL;

  if (mx_session_boolean_finish (session, result, &error))
    mx_session_ask_own_profile (session);
  else
    g_debug ("the name of a guest stays: %s", error->message);
}

static void
set_name (TeaKeepPage *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  if (*name != '\0' && g_strcmp0 (name, mx_session_get_name (self->session)) != 0)
    mx_session_set_profile_async (self->session, mx_profile_get_field (MX_PROFILE_NAME), name, NULL, named_cb, NULL);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  TeaKeepPage *self = TEA_KEEP_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  tea_progress_button_set_busy (self->first_button, FALSE);
  if (tea_stage_run_finish (result, &error)) {
    gtk_editable_set_text (self->password_row, "");
    set_name (self);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("This account is yours now"));
    if (dialog != NULL)
      adw_dialog_close (ADW_DIALOG (dialog));
    return;
  }
  if (tea_error_is_quiet (error))
    return;

  /* It cannot, or makes no accounts with passwords. */
  if (g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED) ||
      g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN)) {
    show_error (self, _ ("This server cannot turn a guest into an account. Use another account: it joins your rooms, "
                         "and what you were writing comes along."));
    return;
  }
  sentence = tea_error_sentence (error, mx_session_get_server_name (self->session));
  show_error (self, sentence);
}

static void
on_keep (TeaKeepPage *self)
{
  g_autoptr (MxUia) uia = NULL;

  if (*gtk_editable_get_text (self->password_row) == '\0' || tea_progress_button_is_busy (self->first_button))
    return;

  show_error (self, NULL);
  tea_progress_button_set_busy (self->first_button, TRUE);
  uia = mx_uia_new_upgrade (self->session, gtk_editable_get_text (self->password_row));
  tea_stage_run_async (GTK_WIDGET (self), uia, mx_session_get_server_name (self->session), self->cancellable, run_cb,
                       NULL);
}

static void
on_other (TeaKeepPage *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.carry-over", NULL);
  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

static void
tea_keep_page_dispose (GObject *object)
{
  TeaKeepPage *self = TEA_KEEP_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_KEEP_PAGE);

  G_OBJECT_CLASS (tea_keep_page_parent_class)->dispose (object);
}

static void
tea_keep_page_finalize (GObject *object)
{
  TeaKeepPage *self = TEA_KEEP_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tea_keep_page_parent_class)->finalize (object);
}

static void
tea_keep_page_class_init (TeaKeepPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_keep_page_dispose;
  object_class->finalize = tea_keep_page_finalize;

  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-keep-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaKeepPage, line);
  gtk_widget_class_bind_template_child (widget_class, TeaKeepPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, TeaKeepPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaKeepPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaKeepPage, first_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
tea_keep_page_init (TeaKeepPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}

/* As tea_dialog_dispose_template () does for a dialog that has a template: see there. */
static void
on_closed (AdwDialog *dialog)
{
  adw_dialog_set_child (dialog, NULL);
}

/**
 * tea_keep_dialog_new:
 * @session: a guest's session
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_keep_dialog_new (MxSession *session)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_navigation_view_new ();
  TeaKeepPage *self = g_object_new (TEA_TYPE_KEEP_PAGE, NULL);
  const char *user_id = mx_session_get_user_id (session);
  g_autofree char *isolated = mx_text_isolate (user_id != NULL ? user_id : "");
  /* Translators: %s is the name of an account, such as @ann:example.org. */
  g_autofree char *line = g_strdup_printf (_ ("You are %s. With a password this account and its rooms stay yours, on "
                                              "any device."),
                                             isolated);

  self->session = g_object_ref (session);
  gtk_label_set_label (self->line, line);
  gtk_editable_set_text (self->name_row, mx_session_get_name (session) != NULL ? mx_session_get_name (session) : "");
  adw_navigation_view_add (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (self));
  adw_dialog_set_title (dialog, _ ("Keep This Account"));
  adw_dialog_set_content_width (dialog, 440);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, GTK_WIDGET (self->password_row));
  g_signal_connect (dialog, "closed", G_CALLBACK (on_closed), NULL);

  return dialog;
}
