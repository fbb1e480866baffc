/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaFeedbackDialog: tells those who mend the program, or anybody else, what does not work.
 *
 * The first line always says where the words go and who reads them. Technical details are added when the person
 * wants it, and stand there as they are sent, whole (MxDiagnostics holds nothing personal). To a room they go
 * through the session's outbox, so once and also when offline; a room that one is not in is joined first. A task
 * tracker is opened in the browser with the words in the address and the details in the clipboard. What was written
 * and not sent can be had again by whoever opened the dialog.
 *
 *   place -> [join] -> outbox -> told that it arrived, that it waits, or why it was refused
 *
 * Main thread. */

#include "config.h"

#include "tea-feedback-dialog.h"

#include "mx-community.h"
#include "mx-diagnostics.h"
#include "mx-preset.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-counted-text.h"
#include "tea-dialog.h"
#include "tea-error.h"
#include "tea-feedback-places.h"
#include "tea-links.h"
#include "tea-menu.h"
#include "tea-progress-button.h"

#include <glib/gi18n.h>

struct _TeaFeedbackDialog {
  AdwDialog parent_instance;

  MxSession *session;        /* (owned)                                             */
  GPtrArray *places;         /* (owned) (element-type TeaFeedbackPlace)            */
  MxRoom *room;              /* (owned) (nullable): what was sent goes there        */
  char *txn_id;              /* (owned) (nullable): of what was sent                */
  char *details;             /* (owned): as it is shown, and sent                   */
  GCancellable *cancellable; /* (owned): of the look at the server                  */

  TeaProgressButton *send_button;
  GtkLabel *recipient;
  GtkWidget *place_group;
  AdwComboRow *place_row;
  GtkWidget *look_row;
  TeaCountedText *text;
  AdwSwitchRow *details_row;
  GtkWidget *details_box;
  GtkLabel *details_label;
  GtkWidget *copy_button;
  GtkWidget *note;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (TeaFeedbackDialog, tea_feedback_dialog, ADW_TYPE_DIALOG)

static const TeaFeedbackPlace *
get_place (TeaFeedbackDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->place_row);

  return g_ptr_array_index (self->places, MIN (chosen, self->places->len - 1));
}

static void
show_note (TeaFeedbackDialog *self)
{
  gboolean is_room = get_place (self)->kind == TEA_FEEDBACK_ROOM;

  gtk_widget_set_visible (self->note, is_room && mx_session_get_sync_state (self->session) == MX_SYNC_OFFLINE);
}

static void
show_place (TeaFeedbackDialog *self)
{
  const TeaFeedbackPlace *place = get_place (self);
  g_autofree char *sentence = tea_feedback_place_dup_sentence (place);

  gtk_label_set_label (self->recipient, sentence);
  g_object_set (self->send_button, "caption", tea_feedback_place_get_verb (place), NULL);
  gtk_widget_set_visible (self->look_row, place->kind == TEA_FEEDBACK_JOIN);
  gtk_widget_set_visible (self->copy_button, place->kind != TEA_FEEDBACK_NOWHERE);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  show_note (self);
}

static void
on_place (TeaFeedbackDialog *self)
{
  if (self->places == NULL)
    return;
  show_place (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->recipient),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_details (TeaFeedbackDialog *self)
{
  gtk_widget_set_visible (self->details_box, adw_switch_row_get_active (self->details_row));
}

static void
take_facts (TeaFeedbackDialog *self,
            MxDiagnostics     *facts)
{
  tea_feedback_add_screen (facts, GTK_WIDGET (self));
  g_free (self->details);
  self->details = mx_diagnostics_to_text (facts);
  gtk_label_set_label (self->details_label, self->details);
}

static void
diagnosed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TeaFeedbackDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree MxDiagnostics *facts = mx_session_diagnose_finish (MX_SESSION (source), result, &error);

  if (facts == NULL)
    g_debug ("No word of the server: %s", error->message);
  else if (self->session != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
           !tea_progress_button_is_busy (self->send_button))
    take_facts (self, facts);
}

/* The window is known now: what is shown is complete but for the server's answer. */
static void
tea_feedback_dialog_map (GtkWidget *widget)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (widget);
  MxDiagnostics facts;

  GTK_WIDGET_CLASS (tea_feedback_dialog_parent_class)->map (widget);

  if (self->details != NULL)
    return;
  mx_session_diagnose (self->session, &facts);
  take_facts (self, &facts);
  mx_session_diagnose_async (self->session, self->cancellable, diagnosed_cb, g_object_ref (self));
}

/* (nullable): nothing was written, and that is said. */
static char *
dup_message (TeaFeedbackDialog *self)
{
  g_autofree char *words = tea_counted_text_dup_text (self->text);
  gboolean has_details = adw_switch_row_get_active (self->details_row);

  return words != NULL ? tea_feedback_compose (words, has_details ? self->details : NULL) : NULL;
}

static void
set_busy (TeaFeedbackDialog *self,
          gboolean           busy)
{
  tea_progress_button_set_busy (self->send_button, busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "feedback.send", !busy);
  gtk_widget_set_sensitive (self->place_group, !busy);
}

static void
say_wrong (TeaFeedbackDialog *self,
           const char        *sentence)
{
  set_busy (self, FALSE);
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* It is done: the words are not wanted any more. */
static void
end (TeaFeedbackDialog *self,
     const char        *toast)
{
  if (toast != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", toast);
  tea_counted_text_set_text (self->text, "");
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
say_sent (TeaFeedbackDialog *self,
          gboolean           waits)
{
  g_autofree char *name = mx_text_isolate (mx_room_get_name (self->room));
  g_autofree char *toast = NULL;

  g_clear_pointer (&self->txn_id, g_free);
  if (waits)
    toast = g_strdup (_ ("Your words will be sent when you are back online."));
  else
    /* Translators: %s is the name of a room. */
    toast = g_strdup_printf (_ ("Sent to %s."), name);
  end (self, toast);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaFeedbackDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *event_id = mx_room_wait_sent_finish (MX_ROOM (source), result, &error);
  g_autofree char *sentence = NULL;

  /* Told already that it waits, or the dialog was closed: then the room tells. */
  if (self->txn_id == NULL)
    return;
  if (event_id != NULL) {
    say_sent (self, FALSE);
    return;
  }
  mx_room_discard (self->room, self->txn_id);
  g_clear_pointer (&self->txn_id, g_free);
  sentence = tea_error_sentence (error, NULL);
  say_wrong (self, sentence);
}

/* What waits for the network lies in the outbox. */
static void
on_sync_state (TeaFeedbackDialog *self)
{
  show_note (self);
  if (self->txn_id != NULL && mx_session_get_sync_state (self->session) == MX_SYNC_OFFLINE)
    say_sent (self, TRUE);
}

static void
send_to (TeaFeedbackDialog *self,
         MxRoom            *room)
{
  g_autofree char *message = dup_message (self);

  g_set_object (&self->room, room);
  self->txn_id = mx_room_send_text (room, "m.text", message, NULL, NULL, NULL, NULL);
  if (self->txn_id == NULL) {
    say_wrong (self, _ ("Nobody is signed in any more. Copy the text."));
    return;
  }
  mx_room_wait_sent_async (room, self->txn_id, NULL, sent_cb, g_object_ref (self));
  on_sync_state (self);
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaFeedbackDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;
  MxRoom *room = room_id != NULL ? mx_session_get_room (MX_SESSION (source), room_id) : NULL;

  if (!tea_progress_button_is_busy (self->send_button))
    return;
  if (room != NULL) {
    send_to (self, room);
    return;
  }
  sentence = error != NULL ? tea_error_sentence (error, NULL) : g_strdup (_ ("The room is not here yet. Try again."));
  say_wrong (self, sentence);
}

static void
copy (TeaFeedbackDialog *self,
      const char        *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", text);
}

static void
open_page (TeaFeedbackDialog *self,
           MxCommunity       *community)
{
  g_autofree char *words = tea_counted_text_dup_text (self->text);
  g_autofree char *uri = mx_preset_dup_feedback_uri (mx_community_get_preset (community), words);
  gboolean has_details = adw_switch_row_get_active (self->details_row);

  if (has_details)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->details);
  tea_links_activate (GTK_WIDGET (self), uri);
  end (self, has_details ? _ ("The technical details are copied: paste them below your words.") : NULL);
}

static void
send_feedback (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (widget);
  const TeaFeedbackPlace *place = get_place (self);
  g_autofree char *message = dup_message (self);

  if (message == NULL) {
    say_wrong (self, _ ("Write a few words first."));
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
    return;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  switch (place->kind) {
  case TEA_FEEDBACK_ROOM:
    set_busy (self, TRUE);
    send_to (self, place->room);
    break;
  case TEA_FEEDBACK_JOIN:
    set_busy (self, TRUE);
    mx_session_join_async (self->session, place->address, NULL, NULL, joined_cb, g_object_ref (self));
    break;
  case TEA_FEEDBACK_PAGE:
    open_page (self, place->community);
    break;
  case TEA_FEEDBACK_NOWHERE:
  default:
    copy (self, message);
  }
}

static void
copy_feedback (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (widget);
  g_autofree char *message = dup_message (self);

  if (message != NULL)
    copy (self, message);
  else
    say_wrong (self, _ ("Write a few words first."));
}

/* Its preview says what it is; the words wait until somebody opens this again. */
static void
look (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (widget);

  gtk_widget_activate_action (widget, "app.open-link", "s", get_place (self)->address);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
on_closed (TeaFeedbackDialog *self)
{
  /* What is on its way is the room's to tell; it must not be sent again. */
  if (self->txn_id != NULL)
    tea_counted_text_set_text (self->text, "");
  g_clear_pointer (&self->txn_id, g_free);
  set_busy (self, FALSE);
  g_cancellable_cancel (self->cancellable);
}

static void
fill_places (TeaFeedbackDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) places = tea_feedback_places_list (self->session);

  for (guint i = 0; i < places->len; i++)
    gtk_string_list_append (names, ((TeaFeedbackPlace *) g_ptr_array_index (places, i))->name);
  self->places = g_steal_pointer (&places);
  adw_combo_row_set_model (self->place_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->place_row), self->places->len > 1);
  gtk_widget_set_visible (self->place_group, mx_session_is_open (self->session));
  show_place (self);
}

static void
tea_feedback_dialog_dispose (GObject *object)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->room);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_FEEDBACK_DIALOG);

  G_OBJECT_CLASS (tea_feedback_dialog_parent_class)->dispose (object);
}

static void
tea_feedback_dialog_finalize (GObject *object)
{
  TeaFeedbackDialog *self = TEA_FEEDBACK_DIALOG (object);

  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->txn_id, g_free);
  g_clear_pointer (&self->details, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tea_feedback_dialog_parent_class)->finalize (object);
}

static void
tea_feedback_dialog_class_init (TeaFeedbackDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_feedback_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_feedback_dialog_finalize;
  widget_class->map = tea_feedback_dialog_map;

  g_type_ensure (TEA_TYPE_COUNTED_TEXT);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-feedback-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, recipient);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, place_group);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, look_row);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, text);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, details_row);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, details_box);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, details_label);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, note);
  gtk_widget_class_bind_template_child (widget_class, TeaFeedbackDialog, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_bind_template_callback (widget_class, on_details);
  gtk_widget_class_install_action (widget_class, "feedback.send", NULL, send_feedback);
  gtk_widget_class_install_action (widget_class, "feedback.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "feedback.copy", NULL, copy_feedback);
  gtk_widget_class_install_action (widget_class, "feedback.look", NULL, look);
}

static void
tea_feedback_dialog_init (TeaFeedbackDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_feedback_dialog_new:
 * @session: who has something to say; nobody need be signed in
 * @words: (nullable): what was written the last time
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_feedback_dialog_new (MxSession  *session,
                         const char *words)
{
  TeaFeedbackDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  self = g_object_new (TEA_TYPE_FEEDBACK_DIALOG, NULL);
  self->session = g_object_ref (session);
  tea_menu_name_choices (self->place_row);
  tea_counted_text_set_text (self->text, words != NULL ? words : "");
  fill_places (self);
  g_signal_connect_object (session, "notify::sync-state", G_CALLBACK (on_sync_state), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);

  return ADW_DIALOG (self);
}

/**
 * tea_feedback_dialog_dup_words:
 * @self: the dialog
 *
 * Returns: (transfer full) (nullable): what was written and not sent
 */
char *
tea_feedback_dialog_dup_words (TeaFeedbackDialog *self)
{
  g_return_val_if_fail (TEA_IS_FEEDBACK_DIALOG (self), NULL);

  return tea_counted_text_dup_text (self->text);
}
