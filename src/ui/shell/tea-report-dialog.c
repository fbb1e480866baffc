/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaReportDialog: tells the people who run the server about a message, a person or
 * a room.
 *
 * The first line always says who will read it. What is sent: the reason that was
 * chosen and what was written, as one text; the server knows the rest by the ids.
 * It goes through the session's outbox, so once and also when offline. Guests
 * cannot report by the specification's endpoints: they are told what to do instead. Who
 * helps in danger comes from the community's preset; whom to write to where the server
 * takes no reports, from it or from the server (TeaContactGroup).
 * A report to a room's own moderators will be a second recipient here. Main thread. */

#include "config.h"

#include "tea-report-dialog.h"

#include "mx-community.h"
#include "mx-error.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-contact-group.h"
#include "tea-counted-text.h"
#include "tea-dialog.h"
#include "tea-error.h"
#include "tea-progress-button.h"
#include "tea-window.h"

#include <glib/gi18n.h>

struct _TeaReportDialog {
  AdwDialog parent_instance;

  MxSession *session;     /* (owned) */
  MxRoom *room;           /* (owned) (nullable) */
  char *room_id;          /* (owned) (nullable): of the room, known or not */
  char *event_id;         /* (owned) (nullable) */
  char *user_id;          /* (owned) (nullable) */
  guint chosen;           /* index into reasons */
  gboolean refused;       /* the server takes no reports */
  MxCommunity *community; /* (owned) (nullable): whose room it is */
  char *emergency;        /* (owned) (nullable): of the community */

  TeaProgressButton *send_button;
  GtkLabel *recipient;
  GtkLabel *quote;
  GtkLabel *quote_author;
  AdwPreferencesGroup *reason_list;
  TeaCountedText *text;
  TeaContactGroup *contact;
  GtkWidget *hide_group;
  AdwSwitchRow *hide_row;
  GtkLabel *note;
  GtkLabel *error_label;
};

G_DEFINE_FINAL_TYPE (TeaReportDialog, tea_report_dialog, ADW_TYPE_DIALOG)

/* The English word goes to the server: those who read reports there share no
 * language with everybody who sends them. */
static const struct
{
  const char *label;
  const char *sent;
} reasons[] = {
  { N_ ("Spam or advertising"), "Spam or advertising" },
    { N_ ("Harassment or hate"), "Harassment or hate" },
      { N_ ("Private information about someone"), "Private information about someone" },
        { N_ ("Someone may be in danger"), "Someone may be in danger" },
          { N_ ("Something else"), "Something else" },
        };

#define REASON_DANGER 3

/* Who helps at once, and who is written to where no report can be sent. */
static void
show_contact (TeaReportDialog *self)
{
  if (self->refused)
    tea_contact_group_find (self->contact, self->session, self->community, NULL, MX_CONTACT_ABUSE);
  else
    tea_contact_group_show (self->contact, _ ("They can help at once"),
                                             self->chosen == REASON_DANGER ? self->emergency : NULL);
}

static void
on_reason_toggled (TeaReportDialog *self,
                   GParamSpec      *pspec,
                   GtkCheckButton  *button)
{
  if (gtk_check_button_get_active (button))
    self->chosen = (guint) atoi (gtk_widget_get_name (GTK_WIDGET (button)));
  show_contact (self);
}

static void
add_reasons (TeaReportDialog *self)
{
  GtkCheckButton *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    GtkWidget *row = adw_action_row_new ();
    GtkWidget *button = gtk_check_button_new ();
    g_autofree char *name = g_strdup_printf ("%u", i);

    gtk_widget_set_name (button, name);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), first);
    first = first != NULL ? first : GTK_CHECK_BUTTON (button);
    g_signal_connect_object (button, "notify::active", G_CALLBACK (on_reason_toggled), self,
                             G_CONNECT_SWAPPED);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), i == 0);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (reasons[i].label), -1);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (reasons[i].label));
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
    adw_preferences_group_add (self->reason_list, row);
  }
}

/* What the server gets: the reason, then what was written. */
static char *
dup_reason (TeaReportDialog *self)
{
  g_autofree char *text = tea_counted_text_dup_text (self->text);

  if (text == NULL)
    return g_strdup (reasons[self->chosen].sent);

  return g_strdup_printf ("%s: %s", reasons[self->chosen].sent, text);
}

static char *
dup_server (TeaReportDialog *self)
{
  const char *server = mx_session_get_server_name (self->session);

  return mx_text_isolate (server != NULL ? server : _ ("your server"));
}

static void
hide_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error))
    g_debug ("Hiding somebody: %s", error->message);
}

static void
say_sent (TeaReportDialog *self)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), TEA_TYPE_WINDOW);
  g_autofree char *server = dup_server (self);
  g_autofree char *text = NULL;

  if (mx_session_get_sync_state (self->session) == MX_SYNC_OFFLINE)
    text = g_strdup (_ ("Your report will be sent when you are back online."));
  else
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("Report sent to the people who run %s."), server);
  if (window != NULL)
    tea_window_add_toast (TEA_WINDOW (window), text);
}

static void
report_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaReportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (mx_session_boolean_finish (MX_SESSION (source), result, &error)) {
    /* Not before: a server does not let people report what they no longer see. */
    if (self->user_id != NULL && adw_switch_row_get_active (self->hide_row))
      mx_session_set_ignored_async (self->session, self->user_id, TRUE, NULL, hide_cb, NULL);
    say_sent (self);
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }

  tea_progress_button_set_busy (self->send_button, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.send", TRUE);
  self->refused = g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED);
  show_contact (self);
  if (self->refused)
    sentence = g_strdup (_ ("This server takes no reports. Write to the people who run it."));
  else if (g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND))
    sentence = g_strdup (_ ("The server does not find what you report. It may be gone already."));
  else
    sentence = tea_error_sentence (error, NULL);
  gtk_label_set_label (self->error_label, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
send_report (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TeaReportDialog *self = TEA_REPORT_DIALOG (widget);
  g_autofree char *reason = dup_reason (self);
  gboolean reports_person = self->user_id != NULL && self->event_id == NULL;

  if (mx_session_is_guest (self->session)) {
    mx_session_set_ignored_async (self->session, self->user_id, TRUE, NULL, hide_cb, NULL);
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  gtk_widget_action_set_enabled (widget, "report.send", FALSE);
  tea_progress_button_set_busy (self->send_button, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  /* A message is reported by its room and id: the person is hidden, not reported. Of a person
   * the room only tells the name. */
  mx_session_report_async (self->session, reports_person ? NULL : self->room_id,
                           self->event_id, self->event_id != NULL ? NULL : self->user_id, reason,
                           NULL, report_cb, g_object_ref (self));
}

static void
cancel (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

/* What a guest cannot do is said, and the rest is put away; hiding somebody is left. */
static void
show_guest (TeaReportDialog *self)
{
  gboolean can_hide = self->user_id != NULL && !mx_session_is_ignored (self->session, self->user_id);

  self->refused = TRUE;
  gtk_label_set_label (self->recipient,
                       can_hide ? _ ("This server takes no reports from guests. Sign in with an account to "
                                     "report, or hide what this person writes.")
                                : _ ("This server takes no reports from guests. Sign in with an account to "
                                     "report."));
  gtk_widget_set_visible (GTK_WIDGET (self->reason_list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->text), FALSE);
  gtk_widget_set_visible (self->hide_group, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), can_hide);
  g_object_set (self->send_button, "caption", _ ("_Hide This Person"), NULL);
}

static void
show_recipient (TeaReportDialog *self)
{
  g_autofree char *server = dup_server (self);
  /* Translators: %s is the name of a server. */
  g_autofree char *text =
    g_strdup_printf (_ ("Your report goes to the people who run %s."), server);

  gtk_label_set_label (self->recipient, text);
  gtk_label_set_label (self->note, _ ("You are offline. Will be sent when you are back online."));
  gtk_widget_set_visible (GTK_WIDGET (self->note),
                          mx_session_get_sync_state (self->session) == MX_SYNC_OFFLINE);
  if (mx_session_is_guest (self->session))
    show_guest (self);
  show_contact (self);
}

static void
find_community (TeaReportDialog *self)
{
  g_set_object (&self->community, mx_session_get_room_community (self->session, self->room_id));
  if (self->community != NULL)
    g_object_get (self->community, "emergency", &self->emergency, NULL);
}

static void
show_subject (TeaReportDialog *self,
              const char      *quote)
{
  g_autofree char *name = self->user_id != NULL
                            ? mx_session_dup_user_name (self->session, self->room, self->user_id)
                            : NULL;
  g_autofree char *isolated = name != NULL ? mx_text_isolate (name) : NULL;
  g_autofree char *hide = NULL;
  g_autofree char *line = NULL;
  g_autofree char *author = NULL;

  adw_dialog_set_title (ADW_DIALOG (self), self->event_id != NULL ? _ ("Report This Message")
                                                                  : self->user_id != NULL
                        ? _ ("Report This Person")
                        : _ ("Report This Room"));
  gtk_widget_set_visible (self->hide_group, self->user_id != NULL);
  if (isolated != NULL) {
    /* Translators: %s is somebody's name. */
    hide = g_strdup_printf (_ ("Also hide what %s writes"), isolated);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hide_row), hide);
    adw_switch_row_set_active (self->hide_row,
                               !mx_session_is_ignored (self->session, self->user_id));
  }

  line = quote != NULL ? mx_text_limit (quote, 3, 300, NULL) : NULL;
  gtk_label_set_label (self->quote, line != NULL ? line : "");
  gtk_widget_set_visible (GTK_WIDGET (self->quote), line != NULL);
  if (self->user_id != NULL && !g_str_equal (name, self->user_id))
    author = g_strdup_printf ("%s · %s", isolated, self->user_id);
  else if (self->user_id != NULL)
    author = g_strdup (self->user_id);
  else if (self->room != NULL)
    author = mx_text_isolate (mx_room_get_name (self->room));
  else
    author = g_strdup (self->room_id);
  gtk_label_set_label (self->quote_author, author != NULL ? author : "");
}

static void
tea_report_dialog_dispose (GObject *object)
{
  TeaReportDialog *self = TEA_REPORT_DIALOG (object);

  g_clear_object (&self->community);
  g_clear_object (&self->session);
  g_clear_object (&self->room);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_REPORT_DIALOG);

  G_OBJECT_CLASS (tea_report_dialog_parent_class)->dispose (object);
}

static void
tea_report_dialog_finalize (GObject *object)
{
  TeaReportDialog *self = TEA_REPORT_DIALOG (object);

  g_clear_pointer (&self->room_id, g_free);
  g_clear_pointer (&self->event_id, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->emergency, g_free);

  G_OBJECT_CLASS (tea_report_dialog_parent_class)->finalize (object);
}

static void
tea_report_dialog_class_init (TeaReportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_report_dialog_dispose;
  object_class->finalize = tea_report_dialog_finalize;

  g_type_ensure (TEA_TYPE_CONTACT_GROUP);
  g_type_ensure (TEA_TYPE_COUNTED_TEXT);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, recipient);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, quote);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, quote_author);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, reason_list);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, text);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, contact);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, hide_group);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, hide_row);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, note);
  gtk_widget_class_bind_template_child (widget_class, TeaReportDialog, error_label);
  gtk_widget_class_install_action (widget_class, "report.send", NULL, send_report);
  gtk_widget_class_install_action (widget_class, "report.cancel", NULL, cancel);
}

static void
tea_report_dialog_init (TeaReportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_reasons (self);
}

static AdwDialog *
create (MxSession  *session,
        MxRoom     *room,
        const char *room_id,
        const char *event_id,
        const char *user_id,
        const char *quote)
{
  TeaReportDialog *self = g_object_new (TEA_TYPE_REPORT_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->room = room != NULL ? g_object_ref (room) : NULL;
  self->room_id = g_strdup (room_id);
  self->event_id = g_strdup (event_id);
  self->user_id = g_strdup (user_id);
  find_community (self);
  show_subject (self, quote);
  show_recipient (self);

  return ADW_DIALOG (self);
}

/**
 * tea_report_dialog_new:
 * @session: who reports
 * @room: (nullable): where it is, where somebody was met, or what is reported
 * @event_id: (nullable): the message
 * @user_id: (nullable): who wrote it, or who is reported
 * @quote: (nullable): the message's text
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_report_dialog_new (MxSession  *session,
                       MxRoom     *room,
                       const char *event_id,
                       const char *user_id,
                       const char *quote)
{
  return create (session, room, room != NULL ? mx_room_get_id (room) : NULL, event_id, user_id, quote);
}

/**
 * tea_report_dialog_new_room:
 * @session: who reports
 * @room_id: a room, which one need not be in
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_report_dialog_new_room (MxSession  *session,
                            const char *room_id)
{
  return create (session, mx_session_get_room (session, room_id), room_id, NULL, NULL, NULL);
}
