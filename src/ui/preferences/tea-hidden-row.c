/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaHiddenRow: somebody whose messages are hidden, with the way back. The name is
 * plain text. Main thread. */

#include "config.h"

#include "tea-hidden-row.h"

#include "mx-text.h"
#include "tea-avatar.h"

#include <glib/gi18n.h>

struct _TeaHiddenRow {
  AdwActionRow parent_instance;

  TeaAvatar *avatar;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (TeaHiddenRow, tea_hidden_row, ADW_TYPE_ACTION_ROW)

static void
tea_hidden_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_HIDDEN_ROW);

  G_OBJECT_CLASS (tea_hidden_row_parent_class)->dispose (object);
}

static void
tea_hidden_row_class_init (TeaHiddenRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_hidden_row_dispose;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-hidden-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaHiddenRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaHiddenRow, show_button);
}

static void
tea_hidden_row_init (TeaHiddenRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_hidden_row_new:
 * @user_id: who is hidden
 * @name: (nullable): as people know them
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
tea_hidden_row_new (const char *user_id,
                    const char *name)
{
  TeaHiddenRow *self = g_object_new (TEA_TYPE_HIDDEN_ROW, NULL);
  g_autofree char *clean = mx_text_clean_name (name != NULL && *name != '\0' ? name : user_id);
  g_autofree char *isolated = mx_text_isolate (clean);
  g_autofree char *spoken = NULL;

  /* Initials of a bare account name are not its sign. */
  tea_avatar_set_text (self->avatar, *clean == '@' ? clean + 1 : clean);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), clean);
  if (!g_str_equal (clean, user_id))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), user_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show_button), "s", user_id);

  /* Translators: spoken of a button; %s is somebody's name. */
  spoken = g_strdup_printf (_("Show again what %s writes"), isolated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->show_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return GTK_WIDGET (self);
}
