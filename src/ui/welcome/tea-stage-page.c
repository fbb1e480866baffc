/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaStagePage: the questions a server asks before it does something, one after the other.
 *
 *   stage ──answer──► run ──► next stage … ──► "done"
 *     ▲                 ├─ refused: the sentence, and the same question again
 *     │                 └─ mailed: the run waits for the link ─┬─ send again: another run
 *     └────────────────────────────────────────────────────────┘ another address
 *
 * A password, a code, terms, a mail address; what this program does not know is done on the server's
 * page in the browser, and the person says when. Answers live in the entry only. An account
 * that was being made when the program ended goes on where it was. Main thread. */

#include "config.h"

#include "tea-stage-page.h"

#include "mx-error.h"
#include "mx-text.h"
#include "tea-browser-words.h"
#include "tea-contact-group.h"
#include "tea-progress-button.h"
#include "tea-stage-words.h"
#include "tea-weak.h"

#include <glib/gi18n.h>
#include <string.h>

/* What follows when a run that waits for a mail's link has stopped. */
typedef enum {
  AFTER_NOTHING,
  AFTER_SEND_AGAIN,
  AFTER_OTHER_ADDRESS,
} After;

struct _TeaStagePage {
  AdwNavigationPage parent_instance;

  MxUia *uia;   /* (owned) (nullable) */
  char *server; /* (owned) (nullable) */
  GCancellable *cancellable;
  TeaStageKind kind;
  gboolean is_opened; /* the page of this stage */
  gboolean is_mailed; /* and the run waits for who follows the link */
  guint n_mails;
  After after;

  GtkLabel *heading;
  GtkLabel *line;
  GtkWidget *entries;
  GtkEditable *password_row;
  GtkEditable *token_row;
  GtkEditable *mail_row;
  GtkLabel *error_label;
  TeaContactGroup *contact;
  TeaProgressButton *first_button;
  GtkButton *open_button;
  GtkWidget *mailed;
  GtkWidget *send_button;
};

G_DEFINE_FINAL_TYPE (TeaStagePage, tea_stage_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_error (TeaStagePage *self,
            const char   *sentence)
{
  gtk_label_set_label (self->error_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), sentence != NULL);
  tea_contact_group_show (self->contact, NULL, NULL);
  if (sentence != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* What the suggested button says; in the browser it is the person who says when it is done. */
static const char *
get_caption (TeaStagePage *self)
{
  switch (self->kind) {
  case TEA_STAGE_TERMS:
    return _ ("_Agree");
  case TEA_STAGE_MAIL:
    return _ ("_Send the mail");
  case TEA_STAGE_BROWSER:
    return self->is_opened ? _ ("I _have done it") : _ ("_Open the page");
  case TEA_STAGE_PASSWORD:
  case TEA_STAGE_TOKEN:
  default:
    return _ ("_Continue");
  }
}

static void
show_buttons (TeaStagePage *self)
{
  gboolean opens = self->kind == TEA_STAGE_TERMS || (self->kind == TEA_STAGE_BROWSER && self->is_opened);
  gboolean filled = (self->kind != TEA_STAGE_PASSWORD || *gtk_editable_get_text (self->password_row) != '\0') &&
                    (self->kind != TEA_STAGE_TOKEN || *gtk_editable_get_text (self->token_row) != '\0') &&
                    (self->kind != TEA_STAGE_MAIL || strchr (gtk_editable_get_text (self->mail_row), '@') != NULL);

  g_object_set (self->first_button, "caption", get_caption (self), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->first_button), !self->is_mailed);
  gtk_widget_set_visible (self->mailed, self->is_mailed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->first_button), filled);
  gtk_button_set_label (self->open_button, self->kind == TEA_STAGE_TERMS ? _ ("_Read the terms") : _ ("_Open again"));
  gtk_widget_set_visible (GTK_WIDGET (self->open_button), opens && tea_browser_may_open (mx_uia_get_url (self->uia)));
}

static void
show_stage (TeaStagePage *self)
{
  g_auto (TeaStageWords) words = { 0 };

  tea_stage_words (mx_uia_get_stage (self->uia), mx_uia_resets (self->uia), self->server, &words);
  self->kind = words.kind;
  self->is_opened = self->is_mailed = FALSE;
  gtk_label_set_label (self->heading, words.title);
  gtk_label_set_label (self->line, words.line);
  gtk_editable_set_text (self->password_row, "");
  gtk_editable_set_text (self->token_row, "");
  gtk_widget_set_visible (self->entries, words.kind == TEA_STAGE_PASSWORD || words.kind == TEA_STAGE_TOKEN ||
                                           words.kind == TEA_STAGE_MAIL);
  gtk_widget_set_visible (GTK_WIDGET (self->mail_row), words.kind == TEA_STAGE_MAIL);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), words.kind == TEA_STAGE_PASSWORD);
  gtk_widget_set_visible (GTK_WIDGET (self->token_row), words.kind == TEA_STAGE_TOKEN);
  show_buttons (self);
}

static char *
dup_mailed (TeaStagePage *self,
            const char   *mail)
{
  g_autofree char *isolated = mx_text_isolate (mail);

  if (self->n_mails > 1) {
    /* Translators: %s is a mail address. */
    return g_strdup_printf (_ ("We sent another mail to %s. Open its link, then come back; it goes on here by itself."),
                              isolated);
  }
  /* Translators: %s is a mail address. */
  return g_strdup_printf (_ ("We sent a mail to %s. Open its link, then come back; it goes on here by itself."),
                            isolated);
}

/* The mail has been sent; the run goes on by itself when its link was followed. */
static void
on_mail (TeaStagePage *self)
{
  const char *mail = mx_uia_get_mail (self->uia);
  g_autofree char *line = NULL;

  if (mail == NULL || self->kind != TEA_STAGE_MAIL)
    return;

  self->n_mails++;
  line = dup_mailed (self, mail);
  self->is_mailed = TRUE;
  gtk_label_set_label (self->heading, _ ("Look in Your Mailbox"));
  gtk_label_set_label (self->line, line);
  gtk_editable_set_text (self->mail_row, mail);
  gtk_widget_set_visible (self->entries, FALSE);
  show_buttons (self);
  gtk_widget_grab_focus (self->send_button);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), line, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* The run that waited has stopped, because the person wants something else. */
static void
go_on (TeaStagePage *self)
{
  After after = self->after;

  self->after = AFTER_NOTHING;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  tea_progress_button_set_busy (self->first_button, FALSE);
  show_stage (self);
  if (after == AFTER_SEND_AGAIN) {
    gtk_widget_set_visible (self->entries, FALSE);
    mx_uia_answer_mail (self->uia, gtk_editable_get_text (self->mail_row));
    tea_stage_page_resume (self);
  } else {
    gtk_widget_grab_focus (GTK_WIDGET (self->mail_row));
  }
}

static void
stop_waiting (TeaStagePage *self,
              After         after)
{
  if (!self->is_mailed || self->after != AFTER_NOTHING)
    return;

  show_error (self, NULL);
  self->after = after;
  g_cancellable_cancel (self->cancellable);
}

static void
on_send_again (TeaStagePage *self)
{
  stop_waiting (self, AFTER_SEND_AGAIN);
}

static void
on_other_address (TeaStagePage *self)
{
  stop_waiting (self, AFTER_OTHER_ADDRESS);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (TeaStagePage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean done = mx_uia_run_finish (MX_UIA (source), result, &error);
  gboolean opened;

  if (self == NULL)
    return;

  opened = self->is_opened;
  if (done) {
    tea_progress_button_set_busy (self->first_button, FALSE);
    g_signal_emit (self, signals[DONE], 0);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    if (self->after != AFTER_NOTHING)
      go_on (self);
    return;
  }

  self->after = AFTER_NOTHING;
  tea_progress_button_set_busy (self->first_button, FALSE);
  if (error != NULL) {
    sentence = tea_stage_dup_refusal (error, mx_uia_resets (self->uia), self->server);
    if (self->is_mailed)
      show_stage (self);
    show_error (self, sentence);
    if (mx_uia_resets (self->uia) && g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED))
      tea_contact_group_find (self->contact, mx_uia_get_session (self->uia), NULL, self->server, MX_CONTACT_ACCOUNT);
    gtk_widget_set_visible (self->entries, self->kind != TEA_STAGE_TERMS && self->kind != TEA_STAGE_BROWSER);
    return;
  }
  show_stage (self);
  if (self->kind == TEA_STAGE_BROWSER && opened) {
    self->is_opened = TRUE;
    show_error (self, _ ("It is not done there yet. Finish on the page, then come back."));
    show_buttons (self);
  }
}

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaStagePage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    show_error (self, _ ("This computer has no browser to open the page with."));
}

static void
open_page (TeaStagePage *self)
{
  const char *url = mx_uia_get_url (self->uia);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (!tea_browser_may_open (url)) {
    show_error (self, _ ("The server gave no page that can be opened. Ask the people who run it."));
    return;
  }
  self->is_opened = TRUE;
  launcher = gtk_uri_launcher_new (url);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable, launch_cb,
                           g_object_ref (self));
  show_buttons (self);
}

static void
on_first (TeaStagePage *self)
{
  if (tea_progress_button_is_busy (self->first_button) || !gtk_widget_get_sensitive (GTK_WIDGET (self->first_button)))
    return;

  show_error (self, NULL);
  if (self->kind == TEA_STAGE_BROWSER && !self->is_opened) {
    open_page (self);
    return;
  }

  switch (self->kind) {
  case TEA_STAGE_PASSWORD:
    mx_uia_answer_password (self->uia, gtk_editable_get_text (self->password_row));
    break;
  case TEA_STAGE_TOKEN:
    mx_uia_answer_token (self->uia, gtk_editable_get_text (self->token_row));
    break;
  case TEA_STAGE_TERMS:
    mx_uia_answer_terms (self->uia);
    break;
  case TEA_STAGE_MAIL:
    mx_uia_answer_mail (self->uia, gtk_editable_get_text (self->mail_row));
    break;
  case TEA_STAGE_BROWSER:
  default:
    mx_uia_answer_browser (self->uia);
    break;
  }
  tea_stage_page_resume (self);
}

static void
tea_stage_page_shown (AdwNavigationPage *page)
{
  TeaStagePage *self = TEA_STAGE_PAGE (page);

  if (self->kind == TEA_STAGE_PASSWORD)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  else if (self->kind == TEA_STAGE_TOKEN)
    gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
  else if (self->kind == TEA_STAGE_MAIL)
    gtk_widget_grab_focus (self->is_mailed ? self->send_button : GTK_WIDGET (self->mail_row));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->first_button));
  ADW_NAVIGATION_PAGE_CLASS (tea_stage_page_parent_class)->shown (page);
}

static void
tea_stage_page_dispose (GObject *object)
{
  TeaStagePage *self = TEA_STAGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->uia);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_STAGE_PAGE);

  G_OBJECT_CLASS (tea_stage_page_parent_class)->dispose (object);
}

static void
tea_stage_page_finalize (GObject *object)
{
  TeaStagePage *self = TEA_STAGE_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (tea_stage_page_parent_class)->finalize (object);
}

static void
tea_stage_page_class_init (TeaStagePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_stage_page_dispose;
  object_class->finalize = tea_stage_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_stage_page_shown;

  /**
   * TeaStagePage::done:
   * @self: the page
   *
   * The server did what it was asked for.
   */
  signals[DONE] = g_signal_new ("done", TEA_TYPE_STAGE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_CONTACT_GROUP);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-stage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, line);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, entries);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, password_row);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, token_row);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, mail_row);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, contact);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, first_button);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, open_button);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, mailed);
  gtk_widget_class_bind_template_child (widget_class, TeaStagePage, send_button);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_other_address);
  gtk_widget_class_bind_template_callback (widget_class, on_send_again);
  gtk_widget_class_bind_template_callback (widget_class, open_page);
  gtk_widget_class_bind_template_callback (widget_class, show_buttons);
}

static void
tea_stage_page_init (TeaStagePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_stage_page_new:
 * @uia: something that was run once, and whose server asks for something now
 * @server: (nullable): the server's name
 *
 * Returns: (transfer floating): the page
 */
TeaStagePage *
tea_stage_page_new (MxUia      *uia,
                    const char *server)
{
  TeaStagePage *self = g_object_new (TEA_TYPE_STAGE_PAGE, NULL);

  self->uia = g_object_ref (uia);
  self->server = g_strdup (server);
  g_signal_connect_object (uia, "notify::mail", G_CALLBACK (on_mail), self, G_CONNECT_SWAPPED);
  show_stage (self);

  return self;
}

/**
 * tea_stage_page_resume:
 * @self: a page
 *
 * Asks the server with what was answered last. Of an account that was being made when the program
 * ended that is a mail whose link nobody has followed yet, or nothing: then the server says again
 * what it asks for.
 */
void
tea_stage_page_resume (TeaStagePage *self)
{
  g_return_if_fail (TEA_IS_STAGE_PAGE (self));

  tea_progress_button_set_busy (self->first_button, TRUE);
  on_mail (self);
  mx_uia_run_async (self->uia, self->cancellable, run_cb, tea_weak_new (self));
}

/**
 * tea_stage_page_abandon:
 * @self: a page
 *
 * The person does not want to go on: nothing of it is kept for another day.
 */
void
tea_stage_page_abandon (TeaStagePage *self)
{
  g_return_if_fail (TEA_IS_STAGE_PAGE (self));

  self->after = AFTER_NOTHING;
  g_cancellable_cancel (self->cancellable);
  mx_uia_abandon (self->uia);
}
