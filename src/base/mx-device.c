/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One place where an account is signed in, as the server lists it. Immutable: the engine
 * thread makes it, screens bind to it. */

#include "config.h"

#include "mx-device.h"

struct _MxDevice {
  GObject parent_instance;
  char *id;         /* (owned)            */
  char *name;       /* (owned) (nullable) */
  char *last_ip;    /* (owned) (nullable) */
  gint64 last_seen; /* ms; 0: not known   */
  gboolean is_own;
};

G_DEFINE_FINAL_TYPE (MxDevice, mx_device, G_TYPE_OBJECT)

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_LAST_IP,
  PROP_LAST_SEEN,
  PROP_IS_OWN,
} MxDeviceProperty;

static GParamSpec *props[PROP_IS_OWN + 1];

static void
mx_device_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  MxDevice *self = MX_DEVICE (object);

  switch ((MxDeviceProperty) prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_LAST_IP:
    g_value_set_string (value, self->last_ip);
    break;
  case PROP_LAST_SEEN:
    g_value_set_int64 (value, self->last_seen);
    break;
  case PROP_IS_OWN:
    g_value_set_boolean (value, self->is_own);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_device_finalize (GObject *object)
{
  MxDevice *self = MX_DEVICE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->last_ip);
  G_OBJECT_CLASS (mx_device_parent_class)->finalize (object);
}

static void
mx_device_class_init (MxDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_device_get_property;
  object_class->finalize = mx_device_finalize;

  /**
   * MxDevice:id:
   *
   * What the server calls it.
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);

  /**
   * MxDevice:name:
   *
   * What its person calls it, or %NULL.
   */
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);

  /**
   * MxDevice:last-ip:
   *
   * From where it was last heard, or %NULL.
   */
  props[PROP_LAST_IP] = g_param_spec_string ("last-ip", NULL, NULL, NULL, flags);

  /**
   * MxDevice:last-seen:
   *
   * When it was last heard, in milliseconds, or 0.
   */
  props[PROP_LAST_SEEN] = g_param_spec_int64 ("last-seen", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * MxDevice:is-own:
   *
   * Whether it is this one.
   */
  props[PROP_IS_OWN] = g_param_spec_boolean ("is-own", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_device_init (MxDevice *self)
{
}

/**
 * mx_device_new:
 * @id: what the server calls it
 * @name: (nullable): what its person calls it
 * @last_ip: (nullable): from where it was last heard
 * @last_seen: when, in milliseconds, or 0
 * @is_own: whether it is this one
 *
 * Returns: (transfer full): a device
 */
MxDevice *
mx_device_new (const char *id,
               const char *name,
               const char *last_ip,
               gint64      last_seen,
               gboolean    is_own)
{
  MxDevice *self = g_object_new (MX_TYPE_DEVICE, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->last_ip = g_strdup (last_ip);
  self->last_seen = MAX (last_seen, 0);
  self->is_own = is_own;
  return self;
}

/**
 * mx_device_get_id:
 * @self: a device
 *
 * Returns: (transfer none): what the server calls it
 */
const char *
mx_device_get_id (MxDevice *self)
{
  g_return_val_if_fail (MX_IS_DEVICE (self), NULL);

  return self->id;
}

/**
 * mx_device_get_name:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): what its person calls it
 */
const char *
mx_device_get_name (MxDevice *self)
{
  g_return_val_if_fail (MX_IS_DEVICE (self), NULL);

  return self->name;
}

/**
 * mx_device_get_last_ip:
 * @self: a device
 *
 * Returns: (transfer none) (nullable): from where it was last heard
 */
const char *
mx_device_get_last_ip (MxDevice *self)
{
  g_return_val_if_fail (MX_IS_DEVICE (self), NULL);

  return self->last_ip;
}

/**
 * mx_device_get_last_seen:
 * @self: a device
 *
 * Returns: when it was last heard, in milliseconds, or 0
 */
gint64
mx_device_get_last_seen (MxDevice *self)
{
  g_return_val_if_fail (MX_IS_DEVICE (self), 0);

  return self->last_seen;
}

/**
 * mx_device_is_own:
 * @self: a device
 *
 * Returns: whether it is this one
 */
gboolean
mx_device_is_own (MxDevice *self)
{
  g_return_val_if_fail (MX_IS_DEVICE (self), FALSE);

  return self->is_own;
}
