/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaDeviceRow: a place where the account is signed in, with what can be done about it.
 * The name is plain text. Main thread. */

#include "config.h"

#include "tea-device-row.h"

#include "mx-text.h"
#include "tea-device-words.h"

#include <glib/gi18n.h>

struct _TeaDeviceRow {
  AdwActionRow parent_instance;

  GtkWidget *rename_button;
  GtkWidget *sign_out_button;
};

G_DEFINE_FINAL_TYPE (TeaDeviceRow, tea_device_row, ADW_TYPE_ACTION_ROW)

static void
tea_device_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_DEVICE_ROW);

  G_OBJECT_CLASS (tea_device_row_parent_class)->dispose (object);
}

static void
tea_device_row_class_init (TeaDeviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_device_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-device-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaDeviceRow, rename_button);
  gtk_widget_class_bind_template_child (widget_class, TeaDeviceRow, sign_out_button);
}

static void
tea_device_row_init (TeaDeviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
name_button (GtkWidget  *button,
             const char *format,
             const char *name)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *spoken = g_strjoinv (name, parts);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/**
 * tea_device_row_new:
 * @device: where the account is signed in
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
tea_device_row_new (MxDevice *device)
{
  TeaDeviceRow *self = g_object_new (TEA_TYPE_DEVICE_ROW, NULL);
  g_autofree char *title = tea_device_title (device);
  g_autofree char *isolated = mx_text_isolate (title);
  g_autofree char *detail = tea_device_detail (device, g_get_real_time () / 1000);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), detail);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->rename_button), "s", mx_device_get_id (device));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->sign_out_button), "s", mx_device_get_id (device));
  gtk_widget_set_visible (self->sign_out_button, !mx_device_is_own (device));
  /* Translators: spoken of a button; %s is the name of a device. */
  name_button (self->rename_button, _ ("Rename %s"), isolated);
  /* Translators: spoken of a button; %s is the name of a device. */
  name_button (self->sign_out_button, _ ("Sign out %s"), isolated);

  return GTK_WIDGET (self);
}
