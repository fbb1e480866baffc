/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaMemberRow: one person in the list of a room's people. The name is already told
 * apart from others like it; the id is its tooltip. Main thread. */

#include "config.h"

#include "tea-member-row.h"

#include "mx-member.h"
#include "tea-avatar.h"
#include "tea-room-words.h"

#include <glib/gi18n.h>

struct _TeaMemberRow {
  AdwBin parent_instance;

  MxMember *member; /* (owned) (nullable) */
  GSignalGroup *signals;

  GtkCheckButton *check;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *role;
};

G_DEFINE_FINAL_TYPE (TeaMemberRow, tea_member_row, ADW_TYPE_BIN)

enum {
  PICKED,
  N_SIGNALS
};

static guint row_signals[N_SIGNALS];

static void
on_toggled (TeaMemberRow *self)
{
  if (self->member != NULL && gtk_widget_get_visible (GTK_WIDGET (self->check)))
    g_signal_emit (self, row_signals[PICKED], 0, mx_member_get_user_id (self->member),
                   gtk_check_button_get_active (self->check));
}

static void
update (TeaMemberRow *self)
{
  const char *role = tea_room_words_role (mx_member_get_power (self->member),
                                          mx_member_get_membership (self->member));

  tea_avatar_set_text (self->avatar, mx_member_get_name (self->member));
  tea_avatar_set_mxc (self->avatar, mx_member_get_avatar (self->member));
  gtk_label_set_label (self->name, mx_member_get_name (self->member));
  gtk_label_set_label (self->role, role != NULL ? role : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), mx_member_get_user_id (self->member));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  mx_member_get_name (self->member), -1);
}

/**
 * tea_member_row_set_session:
 * @self: the row
 * @session: (nullable): what loads the picture
 */
void
tea_member_row_set_session (TeaMemberRow *self,
                            MxSession    *session)
{
  g_return_if_fail (TEA_IS_MEMBER_ROW (self));

  tea_avatar_set_session (self->avatar, session);
}

/**
 * tea_member_row_set_member:
 * @self: the row
 * @member: (nullable): the person
 */
void
tea_member_row_set_member (TeaMemberRow *self,
                           MxMember     *member)
{
  g_return_if_fail (TEA_IS_MEMBER_ROW (self));

  if (!g_set_object (&self->member, member))
    return;

  g_signal_group_set_target (self->signals, member);
  if (member != NULL)
    update (self);
}

/**
 * tea_member_row_get_member:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): the person
 */
MxMember *
tea_member_row_get_member (TeaMemberRow *self)
{
  g_return_val_if_fail (TEA_IS_MEMBER_ROW (self), NULL);

  return self->member;
}

/**
 * tea_member_row_set_picking:
 * @self: the row
 * @picking: whether people are chosen
 * @picked: whether this one is
 */
void
tea_member_row_set_picking (TeaMemberRow *self,
                            gboolean      picking,
                            gboolean      picked)
{
  g_return_if_fail (TEA_IS_MEMBER_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
  gtk_check_button_set_active (self->check, picked);
  gtk_widget_set_visible (GTK_WIDGET (self->check), picking);
}

/**
 * tea_member_row_dup_spoken:
 * @self: the row
 *
 * Returns: (transfer full): what a screen reader says
 */
char *
tea_member_row_dup_spoken (TeaMemberRow *self)
{
  const char *role;

  g_return_val_if_fail (TEA_IS_MEMBER_ROW (self), NULL);

  if (self->member == NULL)
    return g_strdup ("");
  role = tea_room_words_role (mx_member_get_power (self->member),
                              mx_member_get_membership (self->member));
  if (role == NULL)
    return g_strdup (mx_member_get_name (self->member));

  /* Translators: spoken: the first %s is somebody's name, the second "Moderator". */
  return g_strdup_printf (_ ("%s, %s"), mx_member_get_name (self->member), role);
}

static void
tea_member_row_dispose (GObject *object)
{
  TeaMemberRow *self = TEA_MEMBER_ROW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->member);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_MEMBER_ROW);

  G_OBJECT_CLASS (tea_member_row_parent_class)->dispose (object);
}

static void
tea_member_row_class_init (TeaMemberRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_member_row_dispose;

  /**
   * TeaMemberRow::picked:
   * @self: the row
   * @user_id: who it is
   * @picked: whether
   *
   * The person was chosen, or not any more.
   */
  row_signals[PICKED] = g_signal_new ("picked", TEA_TYPE_MEMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-member-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaMemberRow, check);
  gtk_widget_class_bind_template_child (widget_class, TeaMemberRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaMemberRow, name);
  gtk_widget_class_bind_template_child (widget_class, TeaMemberRow, role);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
tea_member_row_init (TeaMemberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MX_TYPE_MEMBER);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
}

/**
 * tea_member_row_new:
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
tea_member_row_new (void)
{
  return g_object_new (TEA_TYPE_MEMBER_ROW, NULL);
}
