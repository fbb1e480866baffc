/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaPersonRow: somebody, with the whole account name: a name alone can be borrowed
 * (security.md H04). Whoever shows it adds what can be done. Main thread. */

#include "config.h"

#include "tea-person-row.h"

#include "mx-session.h"
#include "mx-text.h"
#include "tea-avatar.h"

struct _TeaPersonRow {
  AdwActionRow parent_instance;

  char *user_id; /* (owned) */

  TeaAvatar *avatar;
};

G_DEFINE_FINAL_TYPE (TeaPersonRow, tea_person_row, ADW_TYPE_ACTION_ROW)

static void
tea_person_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_PERSON_ROW);

  G_OBJECT_CLASS (tea_person_row_parent_class)->dispose (object);
}

static void
tea_person_row_finalize (GObject *object)
{
  g_free (TEA_PERSON_ROW (object)->user_id);

  G_OBJECT_CLASS (tea_person_row_parent_class)->finalize (object);
}

static void
tea_person_row_class_init (TeaPersonRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_person_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_person_row_finalize;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-person-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPersonRow, avatar);
}

static void
tea_person_row_init (TeaPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_person_row_new:
 * @session: what loads the picture
 * @user_id: who it is
 * @name: (nullable): what they are called
 * @avatar: (nullable): their picture
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
tea_person_row_new (MxSession  *session,
                    const char *user_id,
                    const char *name,
                    const char *avatar)
{
  TeaPersonRow *self = g_object_new (TEA_TYPE_PERSON_ROW, NULL);
  gboolean named = name != NULL && *name != '\0' && !g_str_equal (name, user_id);

  self->user_id = g_strdup (user_id);
  tea_avatar_set_session (self->avatar, session);
  tea_avatar_set_text (self->avatar, named ? name : user_id + 1);
  tea_avatar_set_mxc (self->avatar, avatar);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), named ? name : user_id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), named ? user_id : "");

  return GTK_WIDGET (self);
}

/**
 * tea_person_row_set_note:
 * @self: the row
 * @note: (nullable): what they wrote, below the account name
 */
void
tea_person_row_set_note (TeaPersonRow *self,
                         const char   *note)
{
  g_autofree char *limited = NULL;
  g_autofree char *lines = NULL;

  g_return_if_fail (TEA_IS_PERSON_ROW (self));

  limited = note != NULL ? mx_text_limit (note, 6, 500, NULL) : NULL;
  if (limited == NULL || *limited == '\0')
    return;

  lines = g_strdup_printf ("%s\n%s", self->user_id, limited);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), lines);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}

/**
 * tea_person_row_get_user_id:
 * @self: the row
 *
 * Returns: who it is
 */
const char *
tea_person_row_get_user_id (TeaPersonRow *self)
{
  g_return_val_if_fail (TEA_IS_PERSON_ROW (self), NULL);

  return self->user_id;
}
