/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaProgressButton: a button that shows inside itself that its act is under way,
 * so that nothing else on the page moves. Busy, it cannot be pressed again.
 * Main thread. */

#include "config.h"

#include "tea-progress-button.h"

#include <adwaita.h>

struct _TeaProgressButton {
  GtkButton parent_instance;

  GtkLabel *text;
  GtkWidget *spinner;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TeaProgressButton, tea_progress_button, GTK_TYPE_BUTTON)

typedef enum {
  PROP_CAPTION = 1,
  PROP_BUSY,
} TeaProgressButtonProperty;

static GParamSpec *props[PROP_BUSY + 1];

/**
 * tea_progress_button_set_busy:
 * @self: the button
 * @busy: whether its act is under way
 */
void
tea_progress_button_set_busy (TeaProgressButton *self,
                              gboolean           busy)
{
  g_return_if_fail (TEA_IS_PROGRESS_BUTTON (self));

  if (self->busy == busy)
    return;

  self->busy = busy;
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_can_target (GTK_WIDGET (self), !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/**
 * tea_progress_button_is_busy:
 * @self: the button
 *
 * Returns: whether its act is under way
 */
gboolean
tea_progress_button_is_busy (TeaProgressButton *self)
{
  g_return_val_if_fail (TEA_IS_PROGRESS_BUTTON (self), FALSE);

  return self->busy;
}

static void
tea_progress_button_clicked (GtkButton *button)
{
  if (TEA_PROGRESS_BUTTON (button)->busy)
    g_signal_stop_emission_by_name (button, "clicked");
}

static void
tea_progress_button_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  TeaProgressButton *self = TEA_PROGRESS_BUTTON (object);

  switch ((TeaProgressButtonProperty) prop_id) {
  case PROP_CAPTION:
    gtk_label_set_label (self->text, g_value_get_string (value));
    break;
  case PROP_BUSY:
    tea_progress_button_set_busy (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_progress_button_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  TeaProgressButton *self = TEA_PROGRESS_BUTTON (object);

  switch ((TeaProgressButtonProperty) prop_id) {
  case PROP_CAPTION:
    g_value_set_string (value, gtk_label_get_label (self->text));
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_progress_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_PROGRESS_BUTTON);

  G_OBJECT_CLASS (tea_progress_button_parent_class)->dispose (object);
}

static void
tea_progress_button_class_init (TeaProgressButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_progress_button_set_property;
  object_class->get_property = tea_progress_button_get_property;
  object_class->dispose = tea_progress_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = tea_progress_button_clicked;

  /**
   * TeaProgressButton:caption:
   *
   * What the button says, with a mnemonic.
   */
  props[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, "",
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * TeaProgressButton:busy:
   *
   * Whether its act is under way.
   */
  props[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-progress-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaProgressButton, text);
  gtk_widget_class_bind_template_child (widget_class, TeaProgressButton, spinner);
}

static void
tea_progress_button_init (TeaProgressButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
