/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaConversationDialog: whom to write to. The conversation that is there already is opened, or
 * a new one begins ("win.write-to"). Main thread. */

#include "config.h"

#include "tea-conversation-dialog.h"

#include "mx-session.h"
#include "tea-dialog.h"
#include "tea-people-picker.h"

struct _TeaConversationDialog {
  AdwDialog parent_instance;

  TeaPeoplePicker *picker;
};

G_DEFINE_FINAL_TYPE (TeaConversationDialog, tea_conversation_dialog, ADW_TYPE_DIALOG)

static void
on_chosen (TeaConversationDialog *self,
           const char            *user_id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.write-to", "s", user_id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
tea_conversation_dialog_dispose (GObject *object)
{
  tea_dialog_dispose_template (ADW_DIALOG (object), TEA_TYPE_CONVERSATION_DIALOG);

  G_OBJECT_CLASS (tea_conversation_dialog_parent_class)->dispose (object);
}

static void
tea_conversation_dialog_class_init (TeaConversationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_conversation_dialog_dispose;

  g_type_ensure (TEA_TYPE_PEOPLE_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-conversation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaConversationDialog, picker);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
tea_conversation_dialog_init (TeaConversationDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_conversation_dialog_new:
 * @session: who writes
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_conversation_dialog_new (MxSession *session)
{
  TeaConversationDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  self = g_object_new (TEA_TYPE_CONVERSATION_DIALOG, NULL);
  tea_people_picker_set_session (self->picker, session);

  return ADW_DIALOG (self);
}
