/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaKnockGroup: who asks to be let into a room, what they say, and yes or no. There only
 * while somebody asks and the person may answer. A no can say why: whoever is refused reads
 * it. Main thread. */

#include "config.h"

#include "tea-knock-group.h"

#include "mx-knock-list.h"
#include "mx-person.h"
#include "mx-room.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-person-row.h"

#include <glib/gi18n.h>

struct _TeaKnockGroup {
  AdwBin parent_instance;

  MxKnockList *knocks; /* (owned) (nullable) */
  GSignalGroup *signals;
  GPtrArray *rows; /* (element-type TeaPersonRow) (unowned): they are children */

  AdwPreferencesGroup *group;
};

G_DEFINE_FINAL_TYPE (TeaKnockGroup, tea_knock_group, ADW_TYPE_BIN)

static const char *
row_of (GtkWidget *button)
{
  return tea_person_row_get_user_id (TEA_PERSON_ROW (gtk_widget_get_ancestor (button, TEA_TYPE_PERSON_ROW)));
}

static void show_knocks (TeaKnockGroup *self);

/* Whoever was answered leaves the list by the room; what failed leaves them in it, to be tried again. */
static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaKnockGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (mx_knock_list_answer_finish (MX_KNOCK_LIST (source), result, &error))
    return;

  sentence = tea_error_sentence (error, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
  if (self->knocks != MX_KNOCK_LIST (source))
    return;

  show_knocks (self);
  mx_knock_list_reload (self->knocks);
}

static void
on_accept (TeaKnockGroup *self,
           GtkWidget     *button)
{
  gtk_widget_set_sensitive (button, FALSE);
  mx_knock_list_accept_async (self->knocks, row_of (button), NULL, answered_cb, g_object_ref (self));
}

typedef struct
{
  TeaKnockGroup *group; /* (owned) */
  MxKnockList *knocks;  /* (owned) */
  char *user_id;        /* (owned) */
} Question;

static void
question_free (Question *self)
{
  g_clear_object (&self->group);
  g_clear_object (&self->knocks);
  g_free (self->user_id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
refuse_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (source);
  const char *response = adw_alert_dialog_choose_finish (dialog, result);
  GtkEditable *entry = GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog));
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (g_str_equal (response, "refuse"))
    mx_knock_list_deny_async (question->knocks, question->user_id, *reason != '\0' ? reason : NULL, NULL,
                              answered_cb, g_object_ref (question->group));
}

static void
on_refuse (TeaKnockGroup *self,
           GtkWidget     *button)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *name = mx_text_isolate (row_of (button));
  /* Translators: %s is somebody's account name. */
  g_autofree char *heading = g_strdup_printf (_ ("Not let %s in?"), name);
  AdwDialog *dialog = adw_alert_dialog_new (heading, _ ("They can ask again. They read what you write here."));
  Question *question = g_new0 (Question, 1);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Why not"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 500);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Why not"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "refuse", _ ("_Refuse"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "refuse", ADW_RESPONSE_DESTRUCTIVE);
  question->group = g_object_ref (self);
  question->knocks = g_object_ref (self->knocks);
  question->user_id = g_strdup (row_of (button));
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, refuse_cb, question);
}

static GtkWidget *
create_button (TeaKnockGroup *self,
               const char    *icon,
               const char    *format,
               const char    *name,
               GCallback      callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (name, parts);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
create_row (TeaKnockGroup *self,
            MxSession     *session,
            MxPerson      *person)
{
  const char *name = mx_person_get_name (person);
  g_autofree char *isolated = mx_text_isolate (name);
  GtkWidget *row = tea_person_row_new (session, mx_person_get_user_id (person), name, mx_person_get_avatar (person));

  tea_person_row_set_note (TEA_PERSON_ROW (row), mx_person_get_reason (person));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_button (self, "object-select-symbolic",
                                            /* Translators: %s is somebody's name. */
                                            _ ("Let %s in"), isolated, G_CALLBACK (on_accept)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_button (self, "window-close-symbolic",
                                            /* Translators: %s is somebody's name. */
                                            _ ("Refuse %s…"), isolated, G_CALLBACK (on_refuse)));

  return row;
}

static void
show_knocks (TeaKnockGroup *self)
{
  gboolean shown = self->knocks != NULL && mx_knock_list_can_answer (self->knocks);
  guint n = shown ? g_list_model_get_n_items (G_LIST_MODEL (self->knocks)) : 0;
  g_autoptr (MxRoom) room = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;

  g_object_get (self->knocks, "room", &room, NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxPerson) person = g_list_model_get_item (G_LIST_MODEL (self->knocks), i);
    GtkWidget *row = create_row (self, mx_room_get_session (room), person);

    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

/**
 * tea_knock_group_set_knocks:
 * @self: the group
 * @knocks: (nullable): who asks
 */
void
tea_knock_group_set_knocks (TeaKnockGroup *self,
                            MxKnockList   *knocks)
{
  g_return_if_fail (TEA_IS_KNOCK_GROUP (self));

  if (!g_set_object (&self->knocks, knocks))
    return;

  g_signal_group_set_target (self->signals, knocks);
  show_knocks (self);
}

static void
tea_knock_group_dispose (GObject *object)
{
  TeaKnockGroup *self = TEA_KNOCK_GROUP (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->knocks);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_KNOCK_GROUP);

  G_OBJECT_CLASS (tea_knock_group_parent_class)->dispose (object);
}

static void
tea_knock_group_finalize (GObject *object)
{
  g_clear_pointer (&TEA_KNOCK_GROUP (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (tea_knock_group_parent_class)->finalize (object);
}

static void
tea_knock_group_class_init (TeaKnockGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_knock_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_knock_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-knock-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaKnockGroup, group);
}

static void
tea_knock_group_init (TeaKnockGroup *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MX_TYPE_KNOCK_LIST);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (show_knocks), self);
  g_signal_group_connect_swapped (self->signals, "notify::can-answer", G_CALLBACK (show_knocks), self);
}
