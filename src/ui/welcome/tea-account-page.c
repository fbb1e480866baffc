/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAccountPage: one entry that finds out which server an account belongs to.
 *
 * While somebody types, the server is looked for (half a second after the last
 * letter); what it is called and offers is said below, or why it is not found. An
 * earlier look-up is cancelled by a later one. Main thread. */

#include "config.h"

#include "tea-account-page.h"

#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-progress-button.h"
#include "tea-server-name.h"

#include <glib/gi18n.h>

#define TYPING_PAUSE_MS 500

struct _TeaAccountPage {
  AdwNavigationPage parent_instance;

  MxSession *session;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the look-up */
  guint typing_id;
  char *server;   /* (owned) (nullable): found, ready to go on */
  char *user;     /* (owned) (nullable) */
  gboolean go_on; /* as soon as the server is found */

  GtkEditable *entry;
  GtkWidget *spinner;
  GtkLabel *hint;
  TeaProgressButton *continue_button;
};

G_DEFINE_FINAL_TYPE (TeaAccountPage, tea_account_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_hint (TeaAccountPage *self,
           const char     *text,
           gboolean        is_error)
{
  gtk_label_set_label (self->hint, text);
  if (is_error) {
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "dim-label");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "dim-label");
  }
}

static void
set_looking (TeaAccountPage *self,
             gboolean        looking)
{
  gtk_widget_set_visible (self->spinner, looking && !self->go_on);
  tea_progress_button_set_busy (self->continue_button, looking && self->go_on);
}

static void
show_found (TeaAccountPage *self,
            const char     *name,
            gboolean        password,
            gboolean        guests)
{
  g_autofree char *isolated = mx_text_isolate (name);
  g_autofree char *text = NULL;

  if (!password)
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s lets people in by its web page only. This version of Teahouse "
                               "cannot do that yet; use another account."),
                              isolated);
  else if (guests)
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s is here. Sign in with a password; guests are welcome too."),
                              isolated);
  else
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s is here. Sign in with a password."), isolated);

  show_hint (self, text, !password);
  gtk_widget_set_sensitive (GTK_WIDGET (self->continue_button), password);
}

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (source), result, &error);

  if (offer == NULL && tea_error_is_quiet (error))
    return;

  g_clear_object (&self->cancellable);
  set_looking (self, FALSE);
  if (offer == NULL) {
    sentence = tea_error_sentence (error, self->server);
    show_hint (self, sentence, TRUE);
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  } else {
    show_found (self, mx_server_offer_get_server_name (offer), mx_server_offer_has (offer, MX_WAY_PASSWORD),
                mx_server_offer_has (offer, MX_WAY_GUEST));
    if (mx_server_offer_has (offer, MX_WAY_PASSWORD) && self->go_on)
      g_signal_emit (self, signals[CHOSEN], 0, self->server, self->user);
  }
  self->go_on = FALSE;
}

static void
look_up (TeaAccountPage *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->server == NULL || self->session == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  set_looking (self, TRUE);
  mx_session_find_server_async (self->session, self->server, self->cancellable, find_cb,
                                g_object_ref (self));
}

static gboolean
on_typing_pause (gpointer user_data)
{
  TeaAccountPage *self = user_data;

  self->typing_id = 0;
  look_up (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (TeaAccountPage *self)
{
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->go_on = FALSE;
  set_looking (self, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->continue_button), FALSE);
  /* Translators: an example of an account and of a server; keep the names. */
  show_hint (self, _ ("For example @ann:example.org or example.org"), FALSE);

  if (tea_server_name_split (gtk_editable_get_text (self->entry), &self->server, &self->user))
    self->typing_id = g_timeout_add (TYPING_PAUSE_MS, on_typing_pause, self);
}

/* The button, or Enter, which may come before the server was found. */
static void
on_continue (TeaAccountPage *self)
{
  if (self->server == NULL)
    return;

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->continue_button)))
    g_signal_emit (self, signals[CHOSEN], 0, self->server, self->user);
  else {
    self->go_on = TRUE;
    look_up (self);
  }
}

/**
 * tea_account_page_set_session:
 * @self: the page
 * @session: (nullable): what looks for servers
 */
void
tea_account_page_set_session (TeaAccountPage *self,
                              MxSession      *session)
{
  g_return_if_fail (TEA_IS_ACCOUNT_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * tea_account_page_set_name:
 * @self: the page
 * @name: (nullable): what stands in the entry at first
 */
void
tea_account_page_set_name (TeaAccountPage *self,
                           const char     *name)
{
  g_return_if_fail (TEA_IS_ACCOUNT_PAGE (self));

  gtk_editable_set_text (self->entry, name != NULL ? name : "");
}

static void
tea_account_page_shown (AdwNavigationPage *page)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (page);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  ADW_NAVIGATION_PAGE_CLASS (tea_account_page_parent_class)->shown (page);
}

static void
tea_account_page_dispose (GObject *object)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (object);

  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ACCOUNT_PAGE);

  G_OBJECT_CLASS (tea_account_page_parent_class)->dispose (object);
}

static void
tea_account_page_finalize (GObject *object)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (object);

  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->user, g_free);

  G_OBJECT_CLASS (tea_account_page_parent_class)->finalize (object);
}

static void
tea_account_page_class_init (TeaAccountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_account_page_dispose;
  object_class->finalize = tea_account_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_account_page_shown;

  /**
   * TeaAccountPage::chosen:
   * @self: the page
   * @server: the server's name
   * @user: (nullable): the name on it
   *
   * The person goes on to sign in there.
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_ACCOUNT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
}

static void
tea_account_page_init (TeaAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}
