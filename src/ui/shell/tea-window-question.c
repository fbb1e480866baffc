/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, before something is gone for good: leaving a room, forgetting one, signing out.
 *
 * What the question is about is kept until the person answers: by then another room or another
 * account may be shown. Whoever closes the question has said no. Main thread. */

#include "config.h"

#include "tea-window-private.h"

typedef struct
{
  TeaWindow *window;      /* (owned) */
  GObject *subject;       /* (owned) */
  const char *response;   /* (unowned): static */
  TeaWindowAnswer answer; /* what is done after a yes */
} Asking;

static void
asking_free (Asking *self)
{
  g_clear_object (&self->window);
  g_clear_object (&self->subject);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
choose_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, asking->response))
    asking->answer (asking->window, asking->subject);
}

/*< private >
 * _tea_window_ask:
 * @question: what is asked
 * @subject: the object that it is about
 *
 * Asks, and does it after a yes.
 */
void
_tea_window_ask (TeaWindow               *self,
                 const TeaWindowQuestion *question,
                 gpointer                 subject)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (question->heading, question->body));
  Asking *asking = g_new0 (Asking, 1);

  adw_alert_dialog_add_responses (dialog, "cancel", question->no, question->response, question->yes, NULL);
  adw_alert_dialog_set_response_appearance (dialog, question->response, ADW_RESPONSE_DESTRUCTIVE);
  asking->window = g_object_ref (self);
  asking->subject = g_object_ref (subject);
  asking->response = question->response;
  asking->answer = question->answer;
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), NULL, choose_cb, asking);
}
