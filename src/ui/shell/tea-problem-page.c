/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaProblemPage: what is shown when the messages on this computer cannot be opened.
 *
 * A locked keyring, a passphrase that is needed, a store that is damaged or in use.
 * The page says what it is and offers one step and the way out; nothing is deleted
 * here. Main thread. */

#include "config.h"

#include "tea-problem-page.h"

#include "mx-error.h"
#include "tea-error.h"

#include <glib/gi18n.h>

struct _TeaProblemPage {
  AdwBin parent_instance;

  AdwStatusPage *status;
  AdwPreferencesGroup *passphrase_group;
  GtkEditable *passphrase;
  GtkButton *retry_button;
  GtkWidget *other_button;
  GtkWidget *details;
  GtkLabel *details_label;
  gboolean loads_again; /* the one step is to set aside what cannot be read */
};

G_DEFINE_FINAL_TYPE (TeaProblemPage, tea_problem_page, ADW_TYPE_BIN)

enum {
  RETRY,
  LOAD_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_retry (TeaProblemPage *self)
{
  gboolean asks = gtk_widget_get_visible (GTK_WIDGET (self->passphrase_group));
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (asks && *passphrase == '\0') {
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
    return;
  }

  if (!asks && self->loads_again) {
    g_signal_emit (self, signals[LOAD_AGAIN], 0);
    return;
  }
  g_signal_emit (self, signals[RETRY], 0, asks ? passphrase : NULL);
  gtk_editable_set_text (self->passphrase, "");
}

static void
fill (TeaProblemPage *self,
      const char     *title,
      const char     *sentence,
      const char     *label,
      const char     *details)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
  gtk_button_set_label (self->retry_button, label);
  gtk_widget_set_visible (self->details, details != NULL);
  gtk_label_set_label (self->details_label, details != NULL ? details : "");
}

/**
 * tea_problem_page_show_error:
 * @self: the page
 * @error: why the messages cannot be opened
 */
void
tea_problem_page_show_error (TeaProblemPage *self,
                             const GError   *error)
{
  g_auto (TeaErrorText) text = { 0 };

  g_return_if_fail (TEA_IS_PROBLEM_PAGE (self));

  tea_error_describe (error, NULL, &text);
  self->loads_again = text.step == TEA_STEP_LOAD_AGAIN;
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_group), FALSE);
  fill (self, text.title, text.sentence, text.label != NULL ? text.label : _ ("_Try Again"), text.details);
  adw_status_page_set_icon_name (self->status, text.step == TEA_STEP_UNLOCK ||
                                                   text.step == TEA_STEP_CHOOSE_KEY
                                                 ? "dialog-password-symbolic"
                                                 : "dialog-warning-symbolic");
}

/**
 * tea_problem_page_set_can_leave:
 * @self: the page
 * @can_leave: whether there is another account to go on with
 */
void
tea_problem_page_set_can_leave (TeaProblemPage *self,
                                gboolean        can_leave)
{
  g_return_if_fail (TEA_IS_PROBLEM_PAGE (self));

  gtk_widget_set_visible (self->other_button, can_leave);
}

/**
 * tea_problem_page_ask_passphrase:
 * @self: the page
 * @error: (nullable): why the last one did not open the messages
 */
void
tea_problem_page_ask_passphrase (TeaProblemPage *self,
                                 const GError   *error)
{
  gboolean again = g_error_matches (error, MX_ERROR, MX_ERROR_STORE_KEY);

  g_return_if_fail (TEA_IS_PROBLEM_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_group), TRUE);
  fill (self, _ ("Open Your Messages"),
                again ? _ ("This is not the passphrase that was chosen. Type it again.")
                      : _ ("Your messages on this computer are closed with your passphrase."),
                          _ ("_Open"), NULL);
  adw_status_page_set_icon_name (self->status, "dialog-password-symbolic");
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
tea_problem_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_PROBLEM_PAGE);

  G_OBJECT_CLASS (tea_problem_page_parent_class)->dispose (object);
}

static void
tea_problem_page_class_init (TeaProblemPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_problem_page_dispose;

  /**
   * TeaProblemPage::retry:
   * @self: the page
   * @passphrase: (nullable): what was typed
   *
   * The person wants the messages opened again.
   */
  signals[RETRY] = g_signal_new ("retry", TEA_TYPE_PROBLEM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * TeaProblemPage::load-again:
   * @self: the page
   *
   * The person wants what cannot be read loaded again from the server.
   */
  signals[LOAD_AGAIN] = g_signal_new ("load-again", TEA_TYPE_PROBLEM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-problem-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, status);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, passphrase_group);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, other_button);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, details);
  gtk_widget_class_bind_template_child (widget_class, TeaProblemPage, details_label);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
tea_problem_page_init (TeaProblemPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
