/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaPasswordPage: name and password for one server.
 *
 * The password lives in the entry only; it is handed to the session and the entry
 * is emptied when the page goes. A server that asks to wait is asked again by
 * itself when the time has come. Where the session finds no keyring, the person
 * chooses a place for the key and signing in goes on. Who has forgotten the password
 * gets another page above this one. Main thread. */

#include "config.h"

#include "tea-password-page.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-progress-button.h"
#include "tea-reset-page.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

struct _TeaPasswordPage {
  AdwNavigationPage parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  MxJoinFlow *flow;    /* (owned) (nullable): where the person was going */
  char *server;        /* (owned) (nullable) */
  GCancellable *cancellable;
  guint wait_id;
  gint64 wait_until;   /* monotonic, µs */
  GdkDevice *keyboard; /* (owned) (nullable) */

  GtkLabel *heading;
  GtkEditable *user_row;
  GtkEditable *password_row;
  GtkWidget *caps_label;
  GtkLabel *error_label;
  TeaProgressButton *sign_in_button;
};

G_DEFINE_FINAL_TYPE (TeaPasswordPage, tea_password_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void sign_in (TeaPasswordPage *self);

static void
show_error (TeaPasswordPage *self,
            const char      *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
}

static void
show_caps_lock (TeaPasswordPage *self)
{
  gboolean focused = gtk_widget_get_state_flags (GTK_WIDGET (self->password_row)) &
                     GTK_STATE_FLAG_FOCUS_WITHIN;

  gtk_widget_set_visible (self->caps_label,
                          focused && self->keyboard != NULL &&
                            gdk_device_get_caps_lock_state (self->keyboard));
}

static void
on_changed (TeaPasswordPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_in_button),
                            *gtk_editable_get_text (self->user_row) != '\0' &&
                              *gtk_editable_get_text (self->password_row) != '\0');
  show_caps_lock (self);
}

/* Counts down, then tries again by itself. */
static gboolean
on_second (gpointer user_data)
{
  TeaPasswordPage *self = user_data;
  gint64 left_ms = (self->wait_until - g_get_monotonic_time ()) / 1000;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (left_ms <= 0) {
    self->wait_id = 0;
    show_error (self, NULL);
    sign_in (self);
    return G_SOURCE_REMOVE;
  }

  error = mx_error_new_server (MX_ERROR_RATE_LIMITED, 429, NULL, self->server, left_ms, "");
  sentence = tea_error_sentence (error, self->server);
  show_error (self, sentence);
  return G_SOURCE_CONTINUE;
}

static void
wait_and_retry (TeaPasswordPage *self,
                gint64           wait_ms)
{
  self->wait_until = g_get_monotonic_time () + wait_ms * 1000;
  if (on_second (self))
    self->wait_id = g_timeout_add_seconds (1, on_second, self);
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result))
    sign_in (self);
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaPasswordPage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_auto (TeaErrorText) text = { 0 };
  g_autofree char *sentence = NULL;
  gboolean done = mx_session_login_finish (MX_SESSION (source), result, &error);

  /* Another account is shown by now, and this page is gone. */
  if (self == NULL)
    return;

  tea_progress_button_set_busy (self->sign_in_button, FALSE);
  if (done) {
    gtk_editable_set_text (self->password_row, "");
    g_signal_emit (self, signals[SIGNED_IN], 0);
  }
  if (done || tea_error_is_quiet (error))
    return;

  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING)) {
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb,
                                 NULL);
    return;
  }

  tea_error_describe (error, self->server, &text);
  if (text.step == TEA_STEP_WAIT && text.wait_ms > 0) {
    wait_and_retry (self, text.wait_ms);
    return;
  }
  sentence = tea_error_sentence (error, self->server);
  show_error (self, sentence);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  if (text.step == TEA_STEP_RETYPE)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
sign_in (TeaPasswordPage *self)
{
  if (self->server == NULL || tea_progress_button_is_busy (self->sign_in_button))
    return;

  show_error (self, NULL);
  tea_progress_button_set_busy (self->sign_in_button, TRUE);
  mx_session_login_password_async (self->session, self->server,
                                   gtk_editable_get_text (self->user_row),
                                   gtk_editable_get_text (self->password_row), self->cancellable,
                                   login_cb, tea_weak_new (self));
}

static void
on_sign_in (TeaPasswordPage *self)
{
  if (*gtk_editable_get_text (self->user_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->user_row));
  else if (*gtk_editable_get_text (self->password_row) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  else if (self->wait_id == 0)
    sign_in (self);
}

static void
on_reset (TeaPasswordPage *self)
{
  g_signal_emit (self, signals[SIGNED_IN], 0);
}

/* (nullable): the page below can still be pressed while the next one slides in. */
static TeaResetPage *
push_reset_page (TeaPasswordPage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);
  const char *link = self->flow != NULL ? mx_join_flow_get_link (self->flow) : NULL;
  TeaResetPage *page;

  if (self->session == NULL || self->server == NULL || view == NULL ||
      adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (view)) != ADW_NAVIGATION_PAGE (self))
    return NULL;

  page = tea_reset_page_new (self->session, self->settings, self->server, link);
  g_signal_connect_object (page, "signed-in", G_CALLBACK (on_reset), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
on_forgotten (TeaPasswordPage *self)
{
  push_reset_page (self);
}

/**
 * tea_password_page_resume:
 * @self: the page, shown by its view
 * @uia: a forgotten password, as it stood when the program ended
 *
 * Shows what the server asks for above this page, and goes on.
 */
void
tea_password_page_resume (TeaPasswordPage *self,
                          MxUia           *uia)
{
  TeaResetPage *page;

  g_return_if_fail (TEA_IS_PASSWORD_PAGE (self));

  page = push_reset_page (self);
  if (page != NULL)
    tea_reset_page_resume (page, uia);
}

/**
 * tea_password_page_set_flow:
 * @self: the page
 * @flow: (nullable): the link that was opened
 */
void
tea_password_page_set_flow (TeaPasswordPage *self,
                            MxJoinFlow      *flow)
{
  g_return_if_fail (TEA_IS_PASSWORD_PAGE (self));

  g_set_object (&self->flow, flow);
}

/**
 * tea_password_page_set_session:
 * @self: the page
 * @session: what signs in
 * @settings: (nullable): what is remembered
 */
void
tea_password_page_set_session (TeaPasswordPage *self,
                               MxSession       *session,
                               GSettings       *settings)
{
  g_return_if_fail (TEA_IS_PASSWORD_PAGE (self));

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
}

/**
 * tea_password_page_set_account:
 * @self: the page
 * @server: where to sign in
 * @user: (nullable): the name there; without one it is asked for
 */
void
tea_password_page_set_account (TeaPasswordPage *self,
                               const char      *server,
                               const char      *user)
{
  g_autofree char *isolated_server = mx_text_isolate (server);
  g_autofree char *isolated_user = user != NULL ? mx_text_isolate (user) : NULL;
  g_autofree char *heading = NULL;

  g_return_if_fail (TEA_IS_PASSWORD_PAGE (self));

  if (isolated_user != NULL)
    /* Translators: the first %s is the name of an account, the second of a server. */
    heading = g_strdup_printf (_ ("%s at %s"), isolated_user, isolated_server);
  else
    /* Translators: %s is the name of a server. */
    heading = g_strdup_printf (_ ("Sign In to %s"), isolated_server);

  g_set_str (&self->server, server);
  gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), user == NULL);
  gtk_editable_set_text (self->user_row, user != NULL ? user : "");
  gtk_editable_set_text (self->password_row, "");
  show_error (self, NULL);
}

static void
tea_password_page_showing (AdwNavigationPage *page)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (page);
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  if (self->keyboard == NULL && seat != NULL &&
      g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat)) && self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state",
                             G_CALLBACK (show_caps_lock), self, G_CONNECT_SWAPPED);
  ADW_NAVIGATION_PAGE_CLASS (tea_password_page_parent_class)->showing (page);
}

static void
tea_password_page_shown (AdwNavigationPage *page)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (page);
  gboolean named = !gtk_widget_get_visible (GTK_WIDGET (self->user_row));

  gtk_widget_grab_focus (GTK_WIDGET (named ? self->password_row : self->user_row));
  ADW_NAVIGATION_PAGE_CLASS (tea_password_page_parent_class)->shown (page);
}

static void
tea_password_page_hidden (AdwNavigationPage *page)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (page);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  /* Whoever goes away while it is under way does not want it any more, and no second try. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_editable_set_text (self->password_row, "");
  ADW_NAVIGATION_PAGE_CLASS (tea_password_page_parent_class)->hidden (page);
}

static void
tea_password_page_dispose (GObject *object)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->flow);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_PASSWORD_PAGE);

  G_OBJECT_CLASS (tea_password_page_parent_class)->dispose (object);
}

static void
tea_password_page_finalize (GObject *object)
{
  TeaPasswordPage *self = TEA_PASSWORD_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (tea_password_page_parent_class)->finalize (object);
}

static void
tea_password_page_class_init (TeaPasswordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = tea_password_page_dispose;
  object_class->finalize = tea_password_page_finalize;
  page_class->showing = tea_password_page_showing;
  page_class->shown = tea_password_page_shown;
  page_class->hidden = tea_password_page_hidden;

  /**
   * TeaPasswordPage::signed-in:
   * @self: the page
   *
   * Somebody is signed in now.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", TEA_TYPE_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-password-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, user_row);
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, caps_label);
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaPasswordPage, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_forgotten);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
}

static void
tea_password_page_init (TeaPasswordPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
