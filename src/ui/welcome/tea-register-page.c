/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRegisterPage: a new account on one server, with a name and a password.
 *
 * What the server asks for besides (terms, a code, a mail address) gets pages of its
 * own above this one (tea-stage-run). From the first of them on the program may end: the
 * settings remember that the keyring has something to go on with. The password lives in the
 * entry only, which is emptied when the page goes. Main thread. */

#include "config.h"

#include "tea-register-page.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-progress-button.h"
#include "tea-settings.h"
#include "tea-stage-run.h"

#include <glib/gi18n.h>

struct _TeaRegisterPage {
  AdwNavigationPage parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  MxJoinFlow *flow;    /* (owned) (nullable): where the person was going */
  char *server;        /* (owned) (nullable) */
  GCancellable *cancellable;

  GtkLabel *heading;
  GtkEditable *user_row;
  GtkEditable *password_row;
  GtkLabel *error_label;
  TeaProgressButton *first_button;
};

G_DEFINE_FINAL_TYPE (TeaRegisterPage, tea_register_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void create (TeaRegisterPage *self);

static void
show_error (TeaRegisterPage *self,
            const char      *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_changed (TeaRegisterPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->first_button), *gtk_editable_get_text (self->user_row) != '\0' &&
                                                               *gtk_editable_get_text (self->password_row) != '\0');
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaRegisterPage *self = TEA_REGISTER_PAGE (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result))
    create (self);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  TeaRegisterPage *self = TEA_REGISTER_PAGE (source);
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
  sentence = tea_error_sentence (error, self->server);
  show_error (self, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (g_error_matches (error, MX_ERROR, MX_ERROR_WEAK_PASSWORD) ? self->password_row
                                                                                               : self->user_row));
}

/* From the first question on the program may end, and goes on when it is started again. */
static void
on_stage (TeaRegisterPage *self,
          GParamSpec      *pspec,
          MxUia           *uia)
{
  if (mx_uia_get_stage (uia) != NULL)
    tea_settings_set_signing_in (self->settings, TRUE);
}

static void
create (TeaRegisterPage *self)
{
  g_autoptr (MxUia) uia = NULL;

  if (self->server == NULL || tea_progress_button_is_busy (self->first_button))
    return;

  show_error (self, NULL);
  tea_progress_button_set_busy (self->first_button, TRUE);
  uia = mx_uia_new_register (self->session, self->server, gtk_editable_get_text (self->user_row),
                             gtk_editable_get_text (self->password_row));
  if (self->flow != NULL)
    mx_uia_set_link (uia, mx_join_flow_get_link (self->flow));
  g_signal_connect_object (uia, "notify::stage", G_CALLBACK (on_stage), self, G_CONNECT_SWAPPED);
  tea_stage_run_async (GTK_WIDGET (self), uia, self->server, self->cancellable, run_cb, NULL);
}

static void
on_create (TeaRegisterPage *self)
{
  if (*gtk_editable_get_text (self->user_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->user_row));
  else if (*gtk_editable_get_text (self->password_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  else
    create (self);
}

/**
 * tea_register_page_set_session:
 * @self: the page
 * @session: what makes the account
 * @settings: (nullable): what is remembered
 */
void
tea_register_page_set_session (TeaRegisterPage *self,
                               MxSession       *session,
                               GSettings       *settings)
{
  g_return_if_fail (TEA_IS_REGISTER_PAGE (self));

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
}

/**
 * tea_register_page_set_server:
 * @self: the page
 * @server: where the account is made
 */
void
tea_register_page_set_server (TeaRegisterPage *self,
                              const char      *server)
{
  g_autofree char *isolated = mx_text_isolate (server);
  /* Translators: %s is the name of a server. */
  g_autofree char *heading = g_strdup_printf (_ ("New Account at %s"), isolated);

  g_return_if_fail (TEA_IS_REGISTER_PAGE (self));

  g_set_str (&self->server, server);
  gtk_label_set_label (self->heading, heading);
  gtk_editable_set_text (self->user_row, "");
  gtk_editable_set_text (self->password_row, "");
  show_error (self, NULL);
  on_changed (self);
}

/**
 * tea_register_page_set_flow:
 * @self: the page
 * @flow: (nullable): the link that was opened
 */
void
tea_register_page_set_flow (TeaRegisterPage *self,
                            MxJoinFlow      *flow)
{
  g_return_if_fail (TEA_IS_REGISTER_PAGE (self));

  g_set_object (&self->flow, flow);
}

/**
 * tea_register_page_resume:
 * @self: the page, in its view
 * @uia: an account that was being made when the program ended
 *
 * Shows what the server asks for above this page, and goes on.
 */
void
tea_register_page_resume (TeaRegisterPage *self,
                          MxUia           *uia)
{
  g_return_if_fail (TEA_IS_REGISTER_PAGE (self));
  g_return_if_fail (MX_IS_UIA (uia));

  tea_stage_run_resume_async (GTK_WIDGET (self), uia, self->server, run_cb, NULL);
}

/**
 * tea_register_page_give_up:
 * @self: the page
 *
 * The person went back from what the server asks for: no later start goes on with it.
 */
void
tea_register_page_give_up (TeaRegisterPage *self)
{
  g_return_if_fail (TEA_IS_REGISTER_PAGE (self));

  tea_settings_set_signing_in (self->settings, FALSE);
}

static void
tea_register_page_shown (AdwNavigationPage *page)
{
  TeaRegisterPage *self = TEA_REGISTER_PAGE (page);

  gtk_widget_grab_focus (GTK_WIDGET (self->user_row));
  ADW_NAVIGATION_PAGE_CLASS (tea_register_page_parent_class)->shown (page);
}

static void
tea_register_page_dispose (GObject *object)
{
  TeaRegisterPage *self = TEA_REGISTER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->flow);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_REGISTER_PAGE);

  G_OBJECT_CLASS (tea_register_page_parent_class)->dispose (object);
}

static void
tea_register_page_finalize (GObject *object)
{
  TeaRegisterPage *self = TEA_REGISTER_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (tea_register_page_parent_class)->finalize (object);
}

static void
tea_register_page_class_init (TeaRegisterPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_register_page_dispose;
  object_class->finalize = tea_register_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_register_page_shown;

  /**
   * TeaRegisterPage::signed-in:
   * @self: the page
   *
   * The account was made, and somebody is signed in to it.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", TEA_TYPE_REGISTER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-register-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRegisterPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaRegisterPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRegisterPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRegisterPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRegisterPage, first_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
}

static void
tea_register_page_init (TeaRegisterPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
