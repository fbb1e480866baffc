/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody who was found, or who asks to be let in. Immutable. Main thread. */

#include "config.h"

#include "mx-person-private.h"

struct _MxPerson {
  GObject parent_instance;
  MxMemberInfo *info; /* (owned) */
};

G_DEFINE_FINAL_TYPE (MxPerson, mx_person, G_TYPE_OBJECT)

typedef enum {
  PROP_USER_ID = 1,
  PROP_NAME,
  PROP_AVATAR,
  PROP_REASON,
  PROP_TS,
} MxPersonProperty;

static GParamSpec *props[PROP_TS + 1];

static void
mx_person_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  const MxMemberInfo *info = MX_PERSON (object)->info;

  switch ((MxPersonProperty) prop_id) {
  case PROP_USER_ID:
    g_value_set_string (value, info->user_id);
    break;
  case PROP_NAME:
    g_value_set_string (value, info->name);
    break;
  case PROP_AVATAR:
    g_value_set_string (value, info->avatar);
    break;
  case PROP_REASON:
    g_value_set_string (value, info->reason);
    break;
  case PROP_TS:
    g_value_set_int64 (value, info->ts);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_person_finalize (GObject *object)
{
  g_clear_pointer (&MX_PERSON (object)->info, mx_member_info_free);
  G_OBJECT_CLASS (mx_person_parent_class)->finalize (object);
}

static void
mx_person_class_init (MxPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_person_get_property;
  object_class->finalize = mx_person_finalize;
  props[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  props[PROP_TS] = g_param_spec_int64 ("ts", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_person_init (MxPerson *self)
{
}

/*< private >
 * _mx_person_new:
 * @info: what the engine tells
 *
 * Returns: (transfer full): the person
 */
MxPerson *
_mx_person_new (const MxMemberInfo *info)
{
  MxPerson *self = g_object_new (MX_TYPE_PERSON, NULL);

  self->info = mx_member_info_copy (info);
  return self;
}

/**
 * mx_person_get_user_id:
 * @self: a person
 *
 * Returns: (transfer none) their id
 */
const char *
mx_person_get_user_id (MxPerson *self)
{
  g_return_val_if_fail (MX_IS_PERSON (self), NULL);

  return self->info->user_id;
}

/**
 * mx_person_get_name:
 * @self: a person
 *
 * Returns: (transfer none) what they call themselves
 */
const char *
mx_person_get_name (MxPerson *self)
{
  g_return_val_if_fail (MX_IS_PERSON (self), NULL);

  return self->info->name;
}

/**
 * mx_person_get_avatar:
 * @self: a person
 *
 * Returns: (transfer none) (nullable): their picture, mxc
 */
const char *
mx_person_get_avatar (MxPerson *self)
{
  g_return_val_if_fail (MX_IS_PERSON (self), NULL);

  return self->info->avatar;
}

/**
 * mx_person_get_reason:
 * @self: a person
 *
 * Returns: (transfer none) (nullable): what they said when they asked
 */
const char *
mx_person_get_reason (MxPerson *self)
{
  g_return_val_if_fail (MX_IS_PERSON (self), NULL);

  return self->info->reason;
}

/**
 * mx_person_get_ts:
 * @self: a person
 *
 * Returns: when they asked, in ms; 0: they did not
 */
gint64
mx_person_get_ts (MxPerson *self)
{
  g_return_val_if_fail (MX_IS_PERSON (self), 0);

  return self->info->ts;
}
