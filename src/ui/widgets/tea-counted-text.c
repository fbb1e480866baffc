/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaCountedText: a few sentences to somebody: a heading, a field of some lines and how much
 * of its 500 characters is used. More is not let in; nothing that is written is ever cut.
 * Main thread. */

#include "config.h"

#include "tea-counted-text.h"

#include <glib/gi18n.h>

#define MAX_CHARS 500

struct _TeaCountedText {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkWidget *text;
  GtkTextBuffer *buffer;
  GtkLabel *counter;
};

G_DEFINE_FINAL_TYPE (TeaCountedText, tea_counted_text, ADW_TYPE_BIN)

typedef enum {
  PROP_HEADING = 1,
} TeaCountedTextProperty;

static GParamSpec *props[PROP_HEADING + 1];

/* Only what fits is let in; taking it out afterwards would pull the text away under who is inserting it. */
static void
on_insert_text (TeaCountedText *self,
                GtkTextIter    *location,
                const char     *text,
                int             length,
                GtkTextBuffer  *buffer)
{
  int left = MAX_CHARS - gtk_text_buffer_get_char_count (buffer);

  if (g_utf8_strlen (text, length) <= left)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  if (left > 0)
    gtk_text_buffer_insert (buffer, location, text, (int) (g_utf8_offset_to_pointer (text, left) - text));
}

static void
on_changed (TeaCountedText *self)
{
  g_autofree char *text = NULL;

  /* Translators: how many letters are written, and how many there may be. */
  text = g_strdup_printf (_ ("%d/%d"), gtk_text_buffer_get_char_count (self->buffer), MAX_CHARS);
  gtk_label_set_label (self->counter, text);
}

static void
set_heading (TeaCountedText *self,
             const char     *heading)
{
  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->heading), -1);
}

static void
tea_counted_text_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch ((TeaCountedTextProperty) prop_id) {
  case PROP_HEADING:
    set_heading (TEA_COUNTED_TEXT (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* Who is led here can write. */
static gboolean
tea_counted_text_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TEA_COUNTED_TEXT (widget)->text);
}

static void
tea_counted_text_dispose (GObject *object)
{
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_COUNTED_TEXT);

  G_OBJECT_CLASS (tea_counted_text_parent_class)->dispose (object);
}

static void
tea_counted_text_class_init (TeaCountedTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = tea_counted_text_set_property;
  G_OBJECT_CLASS (klass)->dispose = tea_counted_text_dispose;
  widget_class->grab_focus = tea_counted_text_grab_focus;

  /**
   * TeaCountedText:heading:
   *
   * What is asked for, with a mnemonic.
   */
  props[PROP_HEADING] =
    g_param_spec_string ("heading", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-counted-text.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaCountedText, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaCountedText, text);
  gtk_widget_class_bind_template_child (widget_class, TeaCountedText, buffer);
  gtk_widget_class_bind_template_child (widget_class, TeaCountedText, counter);
  gtk_widget_class_bind_template_callback (widget_class, on_insert_text);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
tea_counted_text_init (TeaCountedText *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}

/**
 * tea_counted_text_dup_text:
 * @self: the field
 *
 * Returns: (transfer full) (nullable): what is written; %NULL for nothing but space
 */
char *
tea_counted_text_dup_text (TeaCountedText *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (TEA_IS_COUNTED_TEXT (self), NULL);

  g_object_get (self->buffer, "text", &text, NULL);
  g_strstrip (text);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * tea_counted_text_set_text:
 * @self: the field
 * @text: what it holds; as much as fits
 *
 * Begins anew.
 */
void
tea_counted_text_set_text (TeaCountedText *self,
                           const char     *text)
{
  g_return_if_fail (TEA_IS_COUNTED_TEXT (self));

  gtk_text_buffer_set_text (self->buffer, text, -1);
}
