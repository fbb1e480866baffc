/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The people whose names begin with what was written after "@", below the cursor. The
 * keyboard stays with the text; the composer hands keys over. It stands between the text
 * view and a popover, because a popover must be a widget's child and may not be derived
 * from lightly. Main thread. */

#include "config.h"

#include "tea-avatar.h"
#include "tea-completion.h"

#include "mx-member.h"
#include "mx-session.h"
#include "mx-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SHOWN 8
/* A room may have 100,000 people; nobody looks for the last of them by one letter. */
#define MAX_SEARCHED 20000

struct _TeaCompletion {
  GtkWidget parent_instance;

  GtkWidget *popover;  /* (unowned): our child */
  GtkListBox *list;    /* (unowned): in the popover */
  GListModel *members; /* (owned) (nullable) */
  MxSession *session;  /* (owned) (nullable) */
  GPtrArray *found;    /* (owned): of MxMember, as in the list */
};

G_DEFINE_FINAL_TYPE (TeaCompletion, tea_completion, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_PICKED,
  N_SIGNALS
} TeaCompletionSignal;

static guint signals[N_SIGNALS];

/* The whole name, or a word of it, begins with the prefix; both are folded. */
static gboolean
name_matches (const char *folded,
              const char *prefix)
{
  const char *p = folded;
  gsize len = strlen (prefix);

  while (p != NULL) {
    if (strncmp (p, prefix, len) == 0)
      return TRUE;
    p = strchr (p, ' ');
    if (p != NULL)
      p++;
  }
  return FALSE;
}

static gboolean
member_matches (MxMember   *member,
                const char *prefix)
{
  g_autofree char *folded = g_utf8_casefold (mx_member_get_name (member), -1);
  const char *user_id = mx_member_get_user_id (member);

  return name_matches (folded, prefix) || g_ascii_strncasecmp (user_id + 1, prefix, strlen (prefix)) == 0;
}

/**
 * tea_completion_find:
 * @members: (nullable): a list of MxMember
 * @prefix: what was written after "@"
 * @max: how many are wanted
 *
 * Returns: (transfer full) (element-type MxMember): who it may mean
 */
GPtrArray *
tea_completion_find (GListModel *members,
                     const char *prefix,
                     guint       max)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folded = g_utf8_casefold (prefix, -1);
  guint n = members != NULL ? MIN (g_list_model_get_n_items (members), MAX_SEARCHED) : 0;
  guint i;

  for (i = 0; i < n && found->len < max; i++) {
    g_autoptr (MxMember) member = g_list_model_get_item (members, i);

    if (member_matches (member, folded))
      g_ptr_array_add (found, g_steal_pointer (&member));
  }
  return found;
}

static GtkWidget *
new_row (TeaCompletion *self,
         MxMember      *member)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *avatar = tea_avatar_new (24);
  g_autofree char *name = mx_text_clean_name (mx_member_get_name (member));
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *id = gtk_label_new (mx_member_get_user_id (member));

  tea_avatar_set_text (TEA_AVATAR (avatar), name);
  tea_avatar_set_session (TEA_AVATAR (avatar), self->session);
  tea_avatar_set_mxc (TEA_AVATAR (avatar), mx_member_get_avatar (member));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_ellipsize (GTK_LABEL (id), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (id), 24);
  gtk_widget_add_css_class (id, "dim-label");
  gtk_widget_add_css_class (id, "caption");
  gtk_box_append (GTK_BOX (box), avatar);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), id);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
on_row_activated (GtkListBox    *list,
                  GtkListBoxRow *row,
                  TeaCompletion *self)
{
  int index = gtk_list_box_row_get_index (row);
  g_autoptr (MxMember) member =
    index >= 0 && (guint) index < self->found->len ? g_object_ref (g_ptr_array_index (self->found, index)) : NULL;

  tea_completion_close (self);
  if (member != NULL)
    g_signal_emit (self, signals[SIGNAL_PICKED], 0, member);
}

static void
tea_completion_dispose (GObject *object)
{
  TeaCompletion *self = TEA_COMPLETION (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->members);
  g_clear_object (&self->session);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (tea_completion_parent_class)->dispose (object);
}

static void
tea_completion_class_init (TeaCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_completion_dispose;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, MX_TYPE_MEMBER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_completion_init (TeaCompletion *self)
{
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "completion");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("People to mention"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
}

/**
 * tea_completion_new:
 *
 * Returns: (transfer floating): a completion without people
 */
GtkWidget *
tea_completion_new (void)
{
  return g_object_new (TEA_TYPE_COMPLETION, NULL);
}

/**
 * tea_completion_set_members:
 * @self: a completion
 * @members: (nullable): a list of MxMember
 * @session: (nullable): who loads their pictures
 */
void
tea_completion_set_members (TeaCompletion *self,
                            GListModel    *members,
                            MxSession     *session)
{
  g_return_if_fail (TEA_IS_COMPLETION (self));

  tea_completion_close (self);
  g_set_object (&self->members, members);
  g_set_object (&self->session, session);
}

static void
announce (TeaCompletion *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  g_autofree char *name = NULL;

  if (index < 0)
    return;
  name = mx_text_clean_name (mx_member_get_name (g_ptr_array_index (self->found, index)));
  gtk_accessible_announce (GTK_ACCESSIBLE (self->list), name, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * tea_completion_search:
 * @self: a completion
 * @prefix: what was written after "@"
 * @at: where, in the coordinates of the parent
 *
 * Shows who it may mean; hides when that is nobody.
 *
 * Returns: whether somebody was found
 */
gboolean
tea_completion_search (TeaCompletion      *self,
                       const char         *prefix,
                       const GdkRectangle *at)
{
  guint i;

  g_return_val_if_fail (TEA_IS_COMPLETION (self), FALSE);

  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = tea_completion_find (self->members, prefix, MAX_SHOWN);
  gtk_list_box_remove_all (self->list);
  if (self->found->len == 0) {
    tea_completion_close (self);
    return FALSE;
  }
  for (i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->found, i)));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), at);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  announce (self);
  return TRUE;
}

/**
 * tea_completion_close:
 * @self: a completion
 */
void
tea_completion_close (TeaCompletion *self)
{
  g_return_if_fail (TEA_IS_COMPLETION (self));

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/**
 * tea_completion_is_open:
 * @self: a completion
 *
 * Returns: whether names are shown
 */
gboolean
tea_completion_is_open (TeaCompletion *self)
{
  g_return_val_if_fail (TEA_IS_COMPLETION (self), FALSE);

  return gtk_widget_get_visible (self->popover);
}

static void
select_by (TeaCompletion *self,
           int            step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int n = (int) self->found->len;
  int index = row != NULL ? gtk_list_box_row_get_index (row) : 0;

  index = (index + step + n) % n;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
  announce (self);
}

/**
 * tea_completion_handle_key:
 * @self: a completion
 * @keyval: a key that was pressed in the text
 *
 * Returns: whether it was meant for the list of names
 */
gboolean
tea_completion_handle_key (TeaCompletion *self,
                           guint          keyval)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (TEA_IS_COMPLETION (self), FALSE);

  if (!tea_completion_is_open (self) || self->found->len == 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    select_by (self, -1);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    select_by (self, 1);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_ISO_Enter:
  case GDK_KEY_Tab:
    row = gtk_list_box_get_selected_row (self->list);
    if (row != NULL)
      on_row_activated (self->list, row, self);
    return TRUE;
  case GDK_KEY_Escape:
    tea_completion_close (self);
    return TRUE;
  default:
    return FALSE;
  }
}
