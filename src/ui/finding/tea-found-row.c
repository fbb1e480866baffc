/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaFoundRow: one room of a directory or of a group of rooms: what it is called and for,
 * and how many are in it. Where several can be joined at once it begins with a box to tick;
 * while a group is being changed it ends with a button that takes the room out ("space.remove").
 * "spoken" is the whole row for the ear. Main thread. */

#include "config.h"

#include "tea-found-row.h"

#include "mx-found-room.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-error.h"
#include "tea-finding-words.h"

#include <glib/gi18n.h>

struct _TeaFoundRow {
  AdwBin parent_instance;

  MxFoundRoom *room; /* (owned) (nullable) */
  GSignalGroup *signals;
  GBinding *binding; /* (unowned) (nullable): the box to tick, to the room */
  char *spoken;      /* (owned) (nullable) */
  gboolean selectable;
  gboolean removable;

  GtkWidget *check;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *line;
  GtkLabel *side;
  GtkWidget *remove_button;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (TeaFoundRow, tea_found_row, ADW_TYPE_BIN)

typedef enum {
  PROP_SPOKEN = 1,
} TeaFoundRowProperty;

static GParamSpec *props[PROP_SPOKEN + 1];

/* (nullable): why joining it failed, which is more than what the room is about. */
static char *
dup_error (TeaFoundRow *self)
{
  const GError *error = mx_found_room_get_error (self->room);

  return error != NULL ? tea_error_sentence (error, NULL) : NULL;
}

static void
show_remove (TeaFoundRow *self)
{
  const char *id = mx_found_room_get_id (self->room);
  g_autofree char *name = mx_text_isolate (mx_found_room_get_name (self->room));
  /* Translators: spoken of a button: %s is the name of a room. */
  g_autofree char *label = g_strdup_printf (_ ("Take %s out of the group"), name);

  gtk_widget_set_visible (self->remove_button, self->removable && id != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove_button), "s", id != NULL ? id : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (TeaFoundRow *self)
{
  g_autofree char *failed = dup_error (self);
  TeaFoundFacts facts = {
    .name = mx_found_room_get_name (self->room),
    .topic = failed != NULL ? failed : mx_found_room_get_topic (self->room),
    .alias = mx_found_room_get_alias (self->room),
    .join_rule = mx_found_room_get_join_rule (self->room),
    .members = mx_found_room_get_members (self->room),
    .is_space = mx_found_room_is_space (self->room),
    .is_member = mx_found_room_is_member (self->room),
    .is_suggested = mx_found_room_is_suggested (self->room),
  };
  g_autofree char *line = tea_finding_words_line (&facts);
  g_autofree char *side = tea_finding_words_side (&facts);
  g_autofree char *spoken = tea_finding_words_spoken (&facts);
  g_autofree char *mxc = NULL;
  gboolean joining = FALSE;

  g_object_get (self->room, "avatar", &mxc, "is-joining", &joining, NULL);
  tea_avatar_set_text (self->avatar, facts.name);
  tea_avatar_set_mxc (self->avatar, mxc);
  gtk_label_set_label (self->name, facts.name);
  gtk_label_set_label (self->line, line);
  gtk_widget_set_visible (GTK_WIDGET (self->line), *line != '\0');
  gtk_label_set_label (self->side, side);
  gtk_widget_set_visible (GTK_WIDGET (self->side), !joining && !self->removable);
  gtk_widget_set_visible (self->spinner, joining);
  gtk_widget_set_visible (self->check, self->selectable && !facts.is_space && !self->removable);
  gtk_widget_set_sensitive (self->check, !facts.is_member);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, facts.name, -1);
  show_remove (self);
  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

/**
 * tea_found_row_set_room:
 * @self: the row
 * @room: (nullable): what it shows
 */
void
tea_found_row_set_room (TeaFoundRow *self,
                        MxFoundRoom *room)
{
  g_return_if_fail (TEA_IS_FOUND_ROW (self));

  if (!g_set_object (&self->room, room))
    return;

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_signal_group_set_target (self->signals, room);
  if (room == NULL)
    return;

  self->binding = g_object_bind_property (room, "is-selected", self->check, "active",
                                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  update (self);
}

/**
 * tea_found_row_set_removable:
 * @self: the row
 * @removable: whether the room can be taken out of where it was found
 */
void
tea_found_row_set_removable (TeaFoundRow *self,
                             gboolean     removable)
{
  g_return_if_fail (TEA_IS_FOUND_ROW (self));

  self->removable = removable;
  if (self->room != NULL)
    update (self);
}

static void
tea_found_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch ((TeaFoundRowProperty) prop_id) {
  case PROP_SPOKEN:
    g_value_set_string (value, TEA_FOUND_ROW (object)->spoken);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_found_row_dispose (GObject *object)
{
  TeaFoundRow *self = TEA_FOUND_ROW (object);

  g_clear_pointer (&self->binding, g_binding_unbind);
  g_clear_object (&self->signals);
  g_clear_object (&self->room);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_FOUND_ROW);

  G_OBJECT_CLASS (tea_found_row_parent_class)->dispose (object);
}

static void
tea_found_row_finalize (GObject *object)
{
  g_free (TEA_FOUND_ROW (object)->spoken);

  G_OBJECT_CLASS (tea_found_row_parent_class)->finalize (object);
}

static void
tea_found_row_class_init (TeaFoundRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = tea_found_row_get_property;
  G_OBJECT_CLASS (klass)->dispose = tea_found_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_found_row_finalize;

  /**
   * TeaFoundRow:spoken:
   *
   * The row in words.
   */
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL,
                                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-found-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, check);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, name);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, line);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, side);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundRow, spinner);
}

static void
tea_found_row_init (TeaFoundRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MX_TYPE_FOUND_ROOM);
  g_signal_group_connect_swapped (self->signals, "notify::is-member", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::is-joining", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (update), self);
}

/**
 * tea_found_row_new:
 * @session: what loads pictures
 * @selectable: whether it has a box to tick
 *
 * Returns: (transfer floating): a row of nothing
 */
GtkWidget *
tea_found_row_new (MxSession *session,
                   gboolean   selectable)
{
  TeaFoundRow *self = g_object_new (TEA_TYPE_FOUND_ROW, NULL);

  self->selectable = selectable;
  tea_avatar_set_session (self->avatar, session);

  return GTK_WIDGET (self);
}
