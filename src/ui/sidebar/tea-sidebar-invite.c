/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarInvite: the row of a room somebody was invited to, with the answers.
 *
 * Accept and Decline are buttons; declining and hiding the person who invited is in
 * the row's menu, which the sidebar makes on demand ("sidebar.menu"). Owns no state
 * of the model. Main thread. */

#include "config.h"

#include "tea-sidebar-invite.h"

#include "mx-room.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-sidebar-text.h"

#include <glib/gi18n.h>

struct _TeaSidebarInvite {
  GtkWidget parent_instance;

  MxRoom *room; /* (owned) (nullable) */
  gulong notify_id;
  char *spoken; /* (owned) (nullable) */

  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *inviter;
  GtkWidget *accept;
  GtkWidget *decline;
  GtkWidget *more;
};

G_DEFINE_FINAL_TYPE (TeaSidebarInvite, tea_sidebar_invite, GTK_TYPE_WIDGET)

typedef enum {
  PROP_ROOM = 1,
  PROP_SPOKEN,
} TeaSidebarInviteProperty;

static GParamSpec *props[PROP_SPOKEN + 1];

/* The buttons say to which room they belong. */
static void
describe_buttons (TeaSidebarInvite *self,
                  const char       *name)
{
  g_autofree char *isolated = mx_text_isolate (name);
  g_autofree char *accept = NULL;
  g_autofree char *decline = NULL;

  /* Translators: %s is the name of a room. */
  accept = g_strdup_printf (_("Accept the invitation to %s"), isolated);
  /* Translators: %s is the name of a room. */
  decline = g_strdup_printf (_("Decline the invitation to %s"), isolated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->accept), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, accept, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->decline), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, decline, -1);
}

static void
update (TeaSidebarInvite *self)
{
  g_autofree char *name = mx_text_clean_name (mx_room_get_name (self->room));
  const TeaRoomFacts facts = { .name = name,
                               .inviter = mx_room_get_inviter_name (self->room),
                               .service = mx_room_get_service (self->room),
                               .network = mx_room_get_service_network (self->room),
                               .is_invite = TRUE };
  g_autofree char *line = tea_sidebar_invited (&facts);
  g_autofree char *spoken = tea_sidebar_spoken (&facts, 0);

  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mx_room_get_avatar (self->room));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->inviter, line);
  describe_buttons (self, name);
  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

static void
tea_sidebar_invite_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  TeaSidebarInvite *self = TEA_SIDEBAR_INVITE (object);

  switch ((TeaSidebarInviteProperty) prop_id) {
  case PROP_ROOM:
    tea_sidebar_invite_set_room (self, g_value_get_object (value));
    break;
  case PROP_SPOKEN:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_invite_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  TeaSidebarInvite *self = TEA_SIDEBAR_INVITE (object);

  switch ((TeaSidebarInviteProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_SPOKEN:
    g_value_set_string (value, self->spoken);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_invite_dispose (GObject *object)
{
  TeaSidebarInvite *self = TEA_SIDEBAR_INVITE (object);
  GtkWidget *child;

  if (self->room != NULL)
    g_clear_signal_handler (&self->notify_id, self->room);
  g_clear_object (&self->room);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SIDEBAR_INVITE);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (tea_sidebar_invite_parent_class)->dispose (object);
}

static void
tea_sidebar_invite_class_init (TeaSidebarInviteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_sidebar_invite_set_property;
  object_class->get_property = tea_sidebar_invite_get_property;
  object_class->dispose = tea_sidebar_invite_dispose;

  /**
   * TeaSidebarInvite:room: (nullable)
   *
   * What it shows.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSidebarInvite:spoken: (nullable)
   *
   * What a screen reader says of it.
   */
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_css_name (widget_class, "sidebarinvite");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-sidebar-invite.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, name);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, inviter);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, accept);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, decline);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarInvite, more);
}

static void
tea_sidebar_invite_init (TeaSidebarInvite *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_sidebar_invite_new:
 *
 * Returns: (transfer floating): a row of no room
 */
GtkWidget *
tea_sidebar_invite_new (void)
{
  return g_object_new (TEA_TYPE_SIDEBAR_INVITE, NULL);
}

/**
 * tea_sidebar_invite_set_room:
 * @self: a row
 * @room: (nullable): the room of the invitation
 */
void
tea_sidebar_invite_set_room (TeaSidebarInvite *self,
                             MxRoom           *room)
{
  const char *id;

  g_return_if_fail (TEA_IS_SIDEBAR_INVITE (self));

  if (self->room == room)
    return;

  if (self->room != NULL)
    g_clear_signal_handler (&self->notify_id, self->room);
  g_set_object (&self->room, room);
  if (room != NULL) {
    id = mx_room_get_id (room);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", id);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decline), "s", id);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->more), "s", id);
    self->notify_id = g_signal_connect_swapped (room, "notify", G_CALLBACK (update), self);
    tea_avatar_set_session (self->avatar, mx_room_get_session (room));
    update (self);
  } else {
    tea_avatar_set_mxc (self->avatar, NULL);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_sidebar_invite_get_room:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the room of the invitation
 */
MxRoom *
tea_sidebar_invite_get_room (TeaSidebarInvite *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_INVITE (self), NULL);

  return self->room;
}
