/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAgainPage: the server ended the session, and the same person signs in once more.
 *
 * Says why and that nothing is lost, and asks the server what it offers to somebody who
 * has an account: a password or the browser, nothing else. Until then the rooms can be
 * read: the page can be left. Main thread. */

#include "config.h"

#include "tea-again-page.h"

#include "mx-error.h"
#include "mx-session.h"
#include "tea-avatar.h"
#include "tea-error.h"
#include "tea-ways-box.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

struct _TeaAgainPage {
  AdwNavigationPage parent_instance;

  MxSession *session;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the look-up */
  MxServerOffer *offer;      /* (owned) (nullable) */

  TeaAvatar *avatar;
  GtkLabel *heading;
  GtkLabel *account;
  GtkLabel *line;
  GtkWidget *spinner;
  TeaWaysBox *ways;
  GtkLabel *error_label;
  GtkWidget *retry_button;
};

G_DEFINE_FINAL_TYPE (TeaAgainPage, tea_again_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_error (TeaAgainPage *self,
            const char   *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  gtk_widget_set_visible (self->retry_button, sentence != NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAgainPage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (source), result, &error);
  g_autoptr (GListModel) ways = NULL;
  g_autofree char *sentence = NULL;

  if (self == NULL || (offer == NULL && tea_error_is_quiet (error)))
    return;

  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (self->spinner, FALSE);
  if (offer == NULL) {
    sentence = tea_error_sentence (error, mx_session_get_server_name (self->session));
    show_error (self, sentence);
    return;
  }

  g_set_object (&self->offer, offer);
  ways = tea_sign_in_ways_list (offer, TEA_WAYS_AGAIN);
  tea_ways_box_set_ways (self->ways, ways);
  gtk_widget_child_focus (GTK_WIDGET (self->ways), GTK_DIR_TAB_FORWARD);
  if (g_list_model_get_n_items (ways) == 0)
    show_error (self, _ ("This server has no way in that Teahouse knows. Ask the people who run it."));
}

static void
on_chosen (TeaAgainPage *self,
           TeaSignInWay *way)
{
  g_signal_emit (self, signals[CHOSEN], 0, way, self->offer);
}

/* Why, in the words that the banner had; an account that is locked says so. */
static void
show_reason (TeaAgainPage *self)
{
  const char *user_id = mx_session_get_user_id (self->session);
  g_autofree char *name = mx_session_dup_shown_name (self->session);
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (mx_session_get_error (self->session), mx_session_get_server_name (self->session), &text);
  gtk_label_set_label (self->heading, mx_session_get_error (self->session) != NULL ? text.title : _ ("Sign In Again"));
  gtk_label_set_label (self->line, mx_session_get_error (self->session) != NULL
                                     ? text.sentence
                                     : _ ("Sign in again; nothing here is lost."));
  gtk_label_set_label (self->account, user_id != NULL ? user_id : "");
  /* The same sign as above the rooms. */
  tea_avatar_set_text (self->avatar, name);
}

/**
 * tea_again_page_set_session:
 * @self: the page
 * @session: (nullable): whose account it is
 */
void
tea_again_page_set_session (TeaAgainPage *self,
                            MxSession    *session)
{
  g_return_if_fail (TEA_IS_AGAIN_PAGE (self));

  g_set_object (&self->session, session);
  tea_ways_box_set_session (self->ways, session);
}

/**
 * tea_again_page_start:
 * @self: the page
 *
 * Asks the account's server what it offers.
 */
void
tea_again_page_start (TeaAgainPage *self)
{
  const char *user_id;

  g_return_if_fail (TEA_IS_AGAIN_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  tea_ways_box_set_ways (self->ways, NULL);
  show_error (self, NULL);
  show_reason (self);

  user_id = mx_session_get_user_id (self->session);
  if (user_id == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->spinner, TRUE);
  mx_session_find_server_async (self->session, user_id, self->cancellable, find_cb, tea_weak_new (self));
}

static void
tea_again_page_dispose (GObject *object)
{
  TeaAgainPage *self = TEA_AGAIN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->offer);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_AGAIN_PAGE);

  G_OBJECT_CLASS (tea_again_page_parent_class)->dispose (object);
}

static void
tea_again_page_class_init (TeaAgainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_again_page_dispose;

  /**
   * TeaAgainPage::chosen:
   * @self: the page
   * @way: a #TeaSignInWay
   * @offer: the #MxServerOffer it is part of
   *
   * The person goes on to sign in that way.
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_AGAIN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  TEA_TYPE_SIGN_IN_WAY, MX_TYPE_SERVER_OFFER);

  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_WAYS_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-again-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, account);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, line);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, ways);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaAgainPage, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, tea_again_page_start);
}

static void
tea_again_page_init (TeaAgainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
