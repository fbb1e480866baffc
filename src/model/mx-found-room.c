/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room that was found: what the server told of it, and what the person does with the row
 * (selects it, joins it). Only the latter changes. Main thread. */

#include "config.h"

#include "mx-found-room-private.h"

#include "mx-link.h"
#include "mx-room.h"
#include "mx-session-private.h"

struct _MxFoundRoom {
  GObject parent_instance;
  GWeakRef session;
  MxRoomPreview *row; /* (owned)            */
  char **via;         /* (owned)            */
  GError *error;      /* (owned) (nullable) */
  gboolean is_suggested;
  gboolean is_selected;
  gboolean is_joining;
  gboolean is_member;
};

G_DEFINE_FINAL_TYPE (MxFoundRoom, mx_found_room, G_TYPE_OBJECT)

typedef enum {
  PROP_ROOM_ID = 1,
  PROP_ALIAS,
  PROP_NAME,
  PROP_TOPIC,
  PROP_AVATAR,
  PROP_MEMBER_COUNT,
  PROP_JOIN_RULE,
  PROP_LANGUAGE,
  PROP_IS_SPACE,
  PROP_IS_SUGGESTED,
  PROP_IS_WORLD_READABLE,
  PROP_GUEST_CAN_JOIN,
  PROP_LINK,
  PROP_IS_SELECTED,
  PROP_IS_MEMBER,
  PROP_IS_JOINING,
  PROP_ERROR,
} MxFoundRoomProperty;

static GParamSpec *props[PROP_ERROR + 1];

static void
get_text (MxFoundRoom         *self,
          MxFoundRoomProperty  prop,
          GValue              *value)
{
  const char *const texts[] = {
    [PROP_ROOM_ID] = self->row->room_id,
    [PROP_ALIAS] = self->row->alias,
    [PROP_NAME] = mx_found_room_get_name (self),
    [PROP_TOPIC] = self->row->topic,
    [PROP_AVATAR] = self->row->avatar,
    [PROP_JOIN_RULE] = self->row->join_rule,
    [PROP_LANGUAGE] = self->row->language,
  };

  g_value_set_string (value, texts[prop]);
}

static void
mx_found_room_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MxFoundRoom *self = MX_FOUND_ROOM (object);

  switch ((int) prop_id) {
  case PROP_MEMBER_COUNT:
    g_value_set_uint (value, self->row->members);
    break;
  case PROP_IS_SPACE:
    g_value_set_boolean (value, mx_found_room_is_space (self));
    break;
  case PROP_IS_SUGGESTED:
    g_value_set_boolean (value, self->is_suggested);
    break;
  case PROP_IS_WORLD_READABLE:
    g_value_set_boolean (value, self->row->is_world_readable);
    break;
  case PROP_GUEST_CAN_JOIN:
    g_value_set_boolean (value, self->row->guest_can_join);
    break;
  case PROP_LINK:
    g_value_take_string (value, mx_found_room_dup_link (self));
    break;
  case PROP_IS_SELECTED:
    g_value_set_boolean (value, self->is_selected);
    break;
  case PROP_IS_MEMBER:
    g_value_set_boolean (value, self->is_member);
    break;
  case PROP_IS_JOINING:
    g_value_set_boolean (value, self->is_joining);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    get_text (self, prop_id, value);
  }
}

static void
mx_found_room_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_IS_SELECTED)
    mx_found_room_set_selected (MX_FOUND_ROOM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
mx_found_room_finalize (GObject *object)
{
  MxFoundRoom *self = MX_FOUND_ROOM (object);

  g_weak_ref_clear (&self->session);
  g_clear_pointer (&self->row, mx_room_preview_unref);
  g_clear_pointer (&self->via, g_strfreev);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (mx_found_room_parent_class)->finalize (object);
}

static void
mx_found_room_class_init (MxFoundRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const struct
  {
    MxFoundRoomProperty prop;
    const char *name;
  } strings[] = {
    { PROP_ROOM_ID, "room-id" },
    { PROP_ALIAS, "alias" },
    { PROP_NAME, "name" },
    { PROP_TOPIC, "topic" },
    { PROP_AVATAR, "avatar" },
    { PROP_JOIN_RULE, "join-rule" },
    { PROP_LANGUAGE, "language" },
    { PROP_LINK, "link" },
  };
  static const struct
  {
    MxFoundRoomProperty prop;
    const char *name;
  } booleans[] = {
    { PROP_IS_SPACE, "is-space" },
    { PROP_IS_SUGGESTED, "is-suggested" },
    { PROP_IS_WORLD_READABLE, "is-world-readable" },
    { PROP_GUEST_CAN_JOIN, "guest-can-join" },
    { PROP_IS_MEMBER, "is-member" },
    { PROP_IS_JOINING, "is-joining" },
  };

  object_class->get_property = mx_found_room_get_property;
  object_class->set_property = mx_found_room_set_property;
  object_class->finalize = mx_found_room_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    props[strings[i].prop] = g_param_spec_string (strings[i].name, NULL, NULL, NULL, flags);
  for (guint i = 0; i < G_N_ELEMENTS (booleans); i++)
    props[booleans[i].prop] = g_param_spec_boolean (booleans[i].name, NULL, NULL, FALSE, flags);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IS_SELECTED] = g_param_spec_boolean ("is-selected", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_found_room_init (MxFoundRoom *self)
{
  g_weak_ref_init (&self->session, NULL);
}

void
_mx_found_room_refresh (MxFoundRoom *self)
{
  g_autoptr (MxSession) session = g_weak_ref_get (&self->session);
  const char *id = self->row->room_id ? self->row->room_id : self->row->alias;
  MxRoom *room = session != NULL && id != NULL ? mx_session_get_room (session, id) : NULL;
  gboolean is_member = room != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN;

  if (self->is_member == is_member)
    return;
  self->is_member = is_member;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_MEMBER]);
}

MxFoundRoom *
_mx_found_room_new (MxSession         *session,
                    MxRoomPreview     *row,
                    const char *const *via,
                    gboolean           suggested)
{
  MxFoundRoom *self = g_object_new (MX_TYPE_FOUND_ROOM, NULL);

  g_weak_ref_set (&self->session, session);
  self->row = mx_room_preview_ref (row);
  self->via = g_strdupv ((char **) (via != NULL ? via : (const char *const *) row->via));
  self->is_suggested = suggested;
  _mx_found_room_refresh (self);
  return self;
}

const char *const *
_mx_found_room_get_via (MxFoundRoom *self)
{
  return (const char *const *) self->via;
}

void
_mx_found_room_set_joining (MxFoundRoom  *self,
                            gboolean      joining,
                            const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->is_joining != joining) {
    self->is_joining = joining;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_JOINING]);
  }
  if (self->error != NULL || error != NULL) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  }
  _mx_found_room_refresh (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mx_found_room_get_name:
 * @self: a room
 *
 * Returns: (transfer none): its name, else its address, else its id
 */
const char *
mx_found_room_get_name (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  if (self->row->name != NULL && self->row->name[0] != '\0')
    return self->row->name;
  return self->row->alias != NULL ? self->row->alias : self->row->room_id;
}

/**
 * mx_found_room_set_selected:
 * @self: a room
 * @selected: whether it is to be joined with others
 */
void
mx_found_room_set_selected (MxFoundRoom *self,
                            gboolean     selected)
{
  g_return_if_fail (MX_IS_FOUND_ROOM (self));

  if (self->is_selected == selected)
    return;
  self->is_selected = selected;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_SELECTED]);
}

/**
 * mx_found_room_get_error:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): why it could not be joined
 */
const GError *
mx_found_room_get_error (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  return self->error;
}

/**
 * mx_found_room_dup_link:
 * @self: a room
 *
 * Returns: (transfer full): its `matrix:` address, which MxJoinFlow takes
 */
char *
mx_found_room_dup_link (MxFoundRoom *self)
{
  MxLink link = { .kind = MX_LINK_ROOM };

  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  link.id = self->row->alias != NULL ? self->row->alias : self->row->room_id;
  link.via = self->via;
  return mx_link_to_uri (&link);
}

/**
 * mx_found_room_get_id:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): its id
 */
const char *
mx_found_room_get_id (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  return self->row->room_id;
}

/**
 * mx_found_room_get_alias:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): its address
 */
const char *
mx_found_room_get_alias (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  return self->row->alias;
}

/**
 * mx_found_room_get_topic:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): what it is for
 */
const char *
mx_found_room_get_topic (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  return self->row->topic;
}

/**
 * mx_found_room_get_members:
 * @self: a room
 *
 * Returns: how many people are in it
 */
guint
mx_found_room_get_members (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), 0);

  return self->row->members;
}

/**
 * mx_found_room_get_join_rule:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): how one gets in
 */
const char *
mx_found_room_get_join_rule (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), NULL);

  return self->row->join_rule;
}

/**
 * mx_found_room_is_space:
 * @self: a room
 *
 * Returns: whether it is a space
 */
gboolean
mx_found_room_is_space (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return g_strcmp0 (self->row->type, "m.space") == 0;
}

/**
 * mx_found_room_is_suggested:
 * @self: a room
 *
 * Returns: whether its space points newcomers to it
 */
gboolean
mx_found_room_is_suggested (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return self->is_suggested;
}

/**
 * mx_found_room_is_world_readable:
 * @self: a room
 *
 * Returns: whether anyone can read it
 */
gboolean
mx_found_room_is_world_readable (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return self->row->is_world_readable;
}

/**
 * mx_found_room_guest_can_join:
 * @self: a room
 *
 * Returns: whether guests may join
 */
gboolean
mx_found_room_guest_can_join (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return self->row->guest_can_join;
}

/**
 * mx_found_room_is_member:
 * @self: a room
 *
 * Returns: whether the person is in it
 */
gboolean
mx_found_room_is_member (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return self->is_member;
}

/**
 * mx_found_room_is_selected:
 * @self: a room
 *
 * Returns: whether it is selected
 */
gboolean
mx_found_room_is_selected (MxFoundRoom *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOM (self), FALSE);

  return self->is_selected;
}
