/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAccountRow: one account in the account menu.
 *
 * Picture, name, account name; below them what is wrong, where something is (signed out by its
 * server, paused, its messages cannot be opened); how much waits there, and a mark at the one
 * whose rooms are shown. To assistive technology it is a choice of a menu, and says all of
 * that. Follows its session; owns no state of it. Main thread. */

#include "config.h"

#include "tea-account-row.h"

#include "mx-enums.h"
#include "mx-error.h"
#include "mx-session.h"
#include "tea-avatar.h"
#include "tea-sidebar-text.h"

#include <glib/gi18n.h>

struct _TeaAccountRow {
  GtkButton parent_instance;

  MxSession *session; /* (owned) (nullable) */
  gboolean is_current;

  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *account;
  GtkLabel *state;
  GtkLabel *badge;
  GtkWidget *mark;
};

G_DEFINE_FINAL_TYPE (TeaAccountRow, tea_account_row, GTK_TYPE_BUTTON)

/* (nullable): all is well, or it is nothing that a person would have to do something about */
static const char *
get_state (MxSession *session)
{
  const GError *error = mx_session_get_error (session);

  if (!mx_session_is_open (session))
    return _ ("Its messages could not be opened");
  if (mx_session_get_sync_state (session) != MX_SYNC_REFUSED)
    return NULL;
  if (g_error_matches (error, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED) ||
      g_error_matches (error, MX_ERROR, MX_ERROR_ACCOUNT_SUSPENDED))
    return _ ("Paused by its server");
  return _ ("Signed out: sign in again");
}

static void
show_badge (TeaAccountRow *self)
{
  guint meant = mx_session_get_meant_count (self->session);
  gboolean is_unread = mx_session_is_unread (self->session);
  g_autofree char *number = meant > 0 ? tea_sidebar_number (meant) : g_strdup ("");

  gtk_label_set_label (self->badge, number);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), !self->is_current && (meant > 0 || is_unread));
  if (meant > 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self->badge), "dot");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "dot");
}

static void
show_spoken (TeaAccountRow *self,
             const char    *name,
             const char    *state)
{
  g_autofree char *spoken =
    tea_sidebar_account (name, mx_session_get_user_id (self->session), state,
                         self->is_current ? 0 : mx_session_get_meant_count (self->session),
                         !self->is_current && mx_session_is_unread (self->session));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_CHECKED,
                               self->is_current ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

static void
update (TeaAccountRow *self)
{
  const char *user_id = mx_session_get_user_id (self->session);
  const char *state = get_state (self->session);
  /* Where no name is known, the whole account name stands below already; a guest's is a number. */
  const char *known = mx_session_get_name (self->session);
  gboolean is_number = mx_session_is_guest (self->session) && (known == NULL || *known == '\0');
  g_autofree char *name = is_number ? g_strdup (_ ("Guest")) : mx_session_dup_shown_name (self->session);

  if (name == NULL)
    g_set_str (&name, _ ("Account"));
  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mx_session_get_avatar (self->session));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->account, user_id != NULL ? user_id : "");
  gtk_widget_set_visible (GTK_WIDGET (self->account), user_id != NULL);
  gtk_label_set_label (self->state, state != NULL ? state : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  gtk_widget_set_visible (self->mark, self->is_current);
  show_badge (self);
  show_spoken (self, name, state);
}

/* A press ends the menu; which account it is says the action. */
static void
on_clicked (TeaAccountRow *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
tea_account_row_dispose (GObject *object)
{
  TeaAccountRow *self = TEA_ACCOUNT_ROW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ACCOUNT_ROW);

  G_OBJECT_CLASS (tea_account_row_parent_class)->dispose (object);
}

static void
tea_account_row_class_init (TeaAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_account_row_dispose;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, name);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, account);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, state);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, badge);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountRow, mark);
}

static void
tea_account_row_init (TeaAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "clicked", G_CALLBACK (on_clicked), NULL);
}

/**
 * tea_account_row_new:
 * @session: an account
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
tea_account_row_new (MxSession *session)
{
  TeaAccountRow *self = g_object_new (TEA_TYPE_ACCOUNT_ROW, NULL);

  self->session = g_object_ref (session);
  tea_avatar_set_session (self->avatar, session);
  g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * tea_account_row_get_session:
 * @self: a row
 *
 * Returns: (transfer none): the account
 */
MxSession *
tea_account_row_get_session (TeaAccountRow *self)
{
  g_return_val_if_fail (TEA_IS_ACCOUNT_ROW (self), NULL);

  return self->session;
}

/**
 * tea_account_row_set_current:
 * @self: a row
 * @current: whether it is the account whose rooms are shown
 */
void
tea_account_row_set_current (TeaAccountRow *self,
                             gboolean       current)
{
  g_return_if_fail (TEA_IS_ACCOUNT_ROW (self));

  self->is_current = current;
  update (self);
}
