/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "View source": the event as the server sent it, to read and to copy. Main thread. */

#include "config.h"

#include "tea-source-dialog.h"
#include "tea-text.h"

#include "mx-text.h"
#include "tea-dialog.h"

/* An event has 64 KiB at most; edited ones have two. */
#define MAX_LINES 20000
#define MAX_CHARS 300000

struct _TeaSourceDialog {
  AdwDialog parent_instance;

  GtkTextView *text; /* (unowned): from the template */
  char *source;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (TeaSourceDialog, tea_source_dialog, ADW_TYPE_DIALOG)

static void
on_copy_clicked (TeaSourceDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->source);
}

static void
tea_source_dialog_dispose (GObject *object)
{
  tea_dialog_dispose_template (ADW_DIALOG (object), TEA_TYPE_SOURCE_DIALOG);
  g_clear_pointer (&TEA_SOURCE_DIALOG (object)->source, g_free);
  G_OBJECT_CLASS (tea_source_dialog_parent_class)->dispose (object);
}

static void
tea_source_dialog_class_init (TeaSourceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_source_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-source-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSourceDialog, text);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
tea_source_dialog_init (TeaSourceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_source_dialog_new:
 * @source: an event as JSON text
 *
 * Returns: (transfer floating): a dialog that shows it
 */
AdwDialog *
tea_source_dialog_new (const char *source)
{
  TeaSourceDialog *self = g_object_new (TEA_TYPE_SOURCE_DIALOG, NULL);
  g_autofree char *limited = mx_text_limit (source, MAX_LINES, MAX_CHARS, NULL);
  g_autofree char *tame = tea_text_break_words (limited);

  self->source = g_strdup (source);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), tame, -1);
  return ADW_DIALOG (self);
}
