/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaResetPage: another password for who has forgotten theirs.
 *
 * The new password and whether the other devices are signed out come first; then the
 * server's questions (tea-stage-run): the account's mail address, and the link in the mail.
 * Once it was followed the new password signs in by itself. From the first question on the
 * program may end, as while an account is made. Where the server does not do this, it is
 * said who can help. The password lives in the entry only. Main thread. */

#include "config.h"

#include "tea-reset-page.h"

#include "mx-error.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-contact-group.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-progress-button.h"
#include "tea-settings.h"
#include "tea-stage-run.h"
#include "tea-stage-words.h"

#include <glib/gi18n.h>

struct _TeaResetPage {
  AdwNavigationPage parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  char *server;        /* (owned) */
  char *link;          /* (owned) (nullable): where the person was going */
  GCancellable *cancellable;

  GtkLabel *line;
  GtkEditable *password_row;
  AdwSwitchRow *others_row;
  GtkLabel *error_label;
  TeaContactGroup *contact;
  TeaProgressButton *first_button;
};

G_DEFINE_FINAL_TYPE (TeaResetPage, tea_reset_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void reset (TeaResetPage *self);

static void
show_error (TeaResetPage *self,
            const char   *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  tea_contact_group_show (self->contact, NULL, NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_changed (TeaResetPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->first_button), *gtk_editable_get_text (self->password_row) != '\0');
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaResetPage *self = TEA_RESET_PAGE (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result))
    reset (self);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  TeaResetPage *self = TEA_RESET_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  tea_progress_button_set_busy (self->first_button, FALSE);
  if (tea_stage_run_finish (result, &error)) {
    tea_settings_set_signing_in (self->settings, FALSE);
    gtk_editable_set_text (self->password_row, "");
    g_signal_emit (self, signals[SIGNED_IN], 0);
    return;
  }
  if (tea_error_is_quiet (error))
    return;

  tea_settings_set_signing_in (self->settings, FALSE);
  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING)) {
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb, NULL);
    return;
  }
  sentence = tea_stage_dup_refusal (error, TRUE, self->server);
  show_error (self, sentence);
  if (g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED))
    tea_contact_group_find (self->contact, self->session, NULL, self->server, MX_CONTACT_ACCOUNT);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

/* From the first question on the program may end, and goes on when it is started again. */
static void
on_stage (TeaResetPage *self,
          GParamSpec   *pspec,
          MxUia        *uia)
{
  if (mx_uia_get_stage (uia) != NULL)
    tea_settings_set_signing_in (self->settings, TRUE);
}

static void
reset (TeaResetPage *self)
{
  g_autoptr (MxUia) uia = NULL;

  if (self->session == NULL || tea_progress_button_is_busy (self->first_button))
    return;

  show_error (self, NULL);
  tea_progress_button_set_busy (self->first_button, TRUE);
  uia = mx_uia_new_reset (self->session, self->server, gtk_editable_get_text (self->password_row),
                          adw_switch_row_get_active (self->others_row));
  mx_uia_set_link (uia, self->link);
  g_signal_connect_object (uia, "notify::stage", G_CALLBACK (on_stage), self, G_CONNECT_SWAPPED);
  tea_stage_run_async (GTK_WIDGET (self), uia, self->server, self->cancellable, run_cb, NULL);
}

static void
on_reset (TeaResetPage *self)
{
  if (*gtk_editable_get_text (self->password_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  else
    reset (self);
}

static void
tea_reset_page_shown (AdwNavigationPage *page)
{
  TeaResetPage *self = TEA_RESET_PAGE (page);

  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  ADW_NAVIGATION_PAGE_CLASS (tea_reset_page_parent_class)->shown (page);
}

static void
tea_reset_page_dispose (GObject *object)
{
  TeaResetPage *self = TEA_RESET_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_RESET_PAGE);

  G_OBJECT_CLASS (tea_reset_page_parent_class)->dispose (object);
}

static void
tea_reset_page_finalize (GObject *object)
{
  TeaResetPage *self = TEA_RESET_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (tea_reset_page_parent_class)->finalize (object);
}

static void
tea_reset_page_class_init (TeaResetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_reset_page_dispose;
  object_class->finalize = tea_reset_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_reset_page_shown;

  /**
   * TeaResetPage::signed-in:
   * @self: the page
   *
   * The password is another one, and it has signed in.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", TEA_TYPE_RESET_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_CONTACT_GROUP);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-reset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, line);
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, others_row);
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, contact);
  gtk_widget_class_bind_template_child (widget_class, TeaResetPage, first_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
tea_reset_page_init (TeaResetPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_reset_page_new:
 * @session: what signs in afterwards
 * @settings: (nullable): what is remembered
 * @server: where the account is
 * @link: (nullable): where the person was going
 *
 * Returns: (transfer floating): the page
 */
TeaResetPage *
tea_reset_page_new (MxSession  *session,
                    GSettings  *settings,
                    const char *server,
                    const char *link)
{
  TeaResetPage *self = g_object_new (TEA_TYPE_RESET_PAGE, NULL);
  g_autofree char *isolated = mx_text_isolate (server);
  /* Translators: %s is the name of a server. */
  g_autofree char *line = g_strdup_printf (_ ("Choose another one for your account at %s. It counts when you have "
                                              "opened the link in a mail that is sent to you next."),
                                             isolated);

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
  self->server = g_strdup (server);
  self->link = g_strdup (link);
  gtk_label_set_label (self->line, line);
  on_changed (self);
  return self;
}

/**
 * tea_reset_page_resume:
 * @self: the page, in its view
 * @uia: what had been begun when the program ended
 *
 * Shows what the server asks for above this page, and goes on.
 */
void
tea_reset_page_resume (TeaResetPage *self,
                       MxUia        *uia)
{
  g_return_if_fail (TEA_IS_RESET_PAGE (self));
  g_return_if_fail (MX_IS_UIA (uia));

  tea_stage_run_resume_async (GTK_WIDGET (self), uia, self->server, run_cb, NULL);
}
