/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person in a room, as the member list shows them. Main thread. */

#include "config.h"

#include "mx-member-private.h"

struct _MxMember {
  GObject parent_instance;
  char *user_id; /* (owned)            */
  char *name;    /* (owned)            */
  char *avatar;  /* (owned) (nullable) */
  MxMembership membership;
  gint64 power;
};

G_DEFINE_FINAL_TYPE (MxMember, mx_member, G_TYPE_OBJECT)

typedef enum {
  PROP_USER_ID = 1,
  PROP_NAME,
  PROP_AVATAR,
  PROP_MEMBERSHIP,
  PROP_POWER,
} MxMemberProperty;

static GParamSpec *props[PROP_POWER + 1];

static void
mx_member_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  MxMember *self = MX_MEMBER (object);

  switch ((MxMemberProperty) prop_id) {
  case PROP_USER_ID:
    g_value_set_string (value, self->user_id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_AVATAR:
    g_value_set_string (value, self->avatar);
    break;
  case PROP_MEMBERSHIP:
    g_value_set_int (value, (int) self->membership);
    break;
  case PROP_POWER:
    g_value_set_int64 (value, self->power);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_member_finalize (GObject *object)
{
  MxMember *self = MX_MEMBER (object);

  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->avatar, g_free);
  G_OBJECT_CLASS (mx_member_parent_class)->finalize (object);
}

static void
mx_member_class_init (MxMemberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_member_get_property;
  object_class->finalize = mx_member_finalize;

  /**
   * MxMember:user-id:
   *
   * Who it is.
   */
  props[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  /**
   * MxMember:name:
   *
   * The name, with the user id beside it where it could be taken for somebody else's.
   */
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * MxMember:avatar:
   *
   * mxc address of the picture, or %NULL.
   */
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, flags);
  /**
   * MxMember:membership:
   *
   * An #MxMembership.
   */
  props[PROP_MEMBERSHIP] = g_param_spec_int ("membership", NULL, NULL, 0, MX_MEMBERSHIP_BAN, 0, flags);
  /**
   * MxMember:power:
   *
   * The power level.
   */
  props[PROP_POWER] = g_param_spec_int64 ("power", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_member_init (MxMember *self)
{
}

/*< private >
 * _mx_member_new:
 *
 * Returns: (transfer full): a person as @record tells
 */
MxMember *
_mx_member_new (const MxMemberRecord *record)
{
  MxMember *self = g_object_new (MX_TYPE_MEMBER, NULL);

  self->user_id = g_strdup (record->user_id);
  _mx_member_update (self, record);
  return self;
}

/*< private >
 * _mx_member_update:
 *
 * Returns: whether the place in a sorted list may be another one
 */
gboolean
_mx_member_update (MxMember             *self,
                   const MxMemberRecord *record)
{
  gboolean moved = self->power != record->power;

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_str (&self->name, record->name)) {
    moved = TRUE;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  }
  if (g_set_str (&self->avatar, record->avatar))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVATAR]);
  if (self->membership != record->membership) {
    self->membership = record->membership;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEMBERSHIP]);
  }
  if (self->power != record->power) {
    self->power = record->power;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POWER]);
  }
  g_object_thaw_notify (G_OBJECT (self));
  return moved;
}

/**
 * mx_member_get_user_id:
 * @self: a person
 *
 * Returns: (transfer none): the user id
 */
const char *
mx_member_get_user_id (MxMember *self)
{
  g_return_val_if_fail (MX_IS_MEMBER (self), NULL);

  return self->user_id;
}

/**
 * mx_member_get_name:
 * @self: a person
 *
 * Returns: (transfer none): the name as it is shown
 */
const char *
mx_member_get_name (MxMember *self)
{
  g_return_val_if_fail (MX_IS_MEMBER (self), NULL);

  return self->name;
}

/**
 * mx_member_get_avatar:
 * @self: a person
 *
 * Returns: (transfer none) (nullable): mxc address of the picture
 */
const char *
mx_member_get_avatar (MxMember *self)
{
  g_return_val_if_fail (MX_IS_MEMBER (self), NULL);

  return self->avatar;
}

/**
 * mx_member_get_membership:
 * @self: a person
 *
 * Returns: what they are in the room
 */
MxMembership
mx_member_get_membership (MxMember *self)
{
  g_return_val_if_fail (MX_IS_MEMBER (self), MX_MEMBERSHIP_LEAVE);

  return self->membership;
}

/**
 * mx_member_get_power:
 * @self: a person
 *
 * Returns: the power level
 */
gint64
mx_member_get_power (MxMember *self)
{
  g_return_val_if_fail (MX_IS_MEMBER (self), 0);

  return self->power;
}
