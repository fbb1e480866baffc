/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One emoji under a message with those who chose it. The timeline owns the facts and
 * calls _mx_reaction_update (); this object tells the view what changed. It knows its
 * message weakly. Main thread. */

#include "config.h"

#include "mx-reaction-private.h"

#include "mx-room-private.h"
#include "mx-room.h"
#include "mx-timeline-item-private.h"

struct _MxReaction {
  GObject parent_instance;
  GWeakRef item;
  char *key;
  guint count;
  gboolean is_mine;
  char *my_event_id; /* (nullable): what taking it back redacts       */
  char *my_txn_id;   /* (nullable): what taking it back discards      */
  char **names;
};

G_DEFINE_FINAL_TYPE (MxReaction, mx_reaction, G_TYPE_OBJECT)

typedef enum {
  PROP_KEY = 1,
  PROP_COUNT,
  PROP_IS_MINE,
  PROP_NAMES,
} MxReactionProperty;

static GParamSpec *props[PROP_NAMES + 1];

static void
mx_reaction_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  MxReaction *self = MX_REACTION (object);

  switch ((MxReactionProperty) prop_id) {
  case PROP_KEY:
    g_value_set_string (value, self->key);
    break;
  case PROP_COUNT:
    g_value_set_uint (value, self->count);
    break;
  case PROP_IS_MINE:
    g_value_set_boolean (value, self->is_mine);
    break;
  case PROP_NAMES:
    g_value_set_boxed (value, self->names);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_reaction_finalize (GObject *object)
{
  MxReaction *self = MX_REACTION (object);

  g_weak_ref_clear (&self->item);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->my_event_id, g_free);
  g_clear_pointer (&self->my_txn_id, g_free);
  g_clear_pointer (&self->names, g_strfreev);
  G_OBJECT_CLASS (mx_reaction_parent_class)->finalize (object);
}

static void
mx_reaction_class_init (MxReactionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_reaction_get_property;
  object_class->finalize = mx_reaction_finalize;

  /**
   * MxReaction:key:
   *
   * The emoji, or any short text.
   */
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  /**
   * MxReaction:count:
   *
   * How many people chose it.
   */
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * MxReaction:is-mine:
   *
   * Whether the person at this computer is one of them.
   */
  props[PROP_IS_MINE] = g_param_spec_boolean ("is-mine", NULL, NULL, FALSE, flags);
  /**
   * MxReaction:names:
   *
   * Who chose it, first come first.
   */
  props[PROP_NAMES] = g_param_spec_boxed ("names", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_reaction_init (MxReaction *self)
{
  g_weak_ref_init (&self->item, NULL);
  self->names = g_new0 (char *, 1);
}

/*< private >
 * _mx_reaction_new:
 * @item: the message
 *
 * Returns: (transfer full): a reaction nobody has chosen yet
 */
MxReaction *
_mx_reaction_new (MxTimelineItem *item,
                  const char     *key)
{
  MxReaction *self = g_object_new (MX_TYPE_REACTION, NULL);

  g_weak_ref_set (&self->item, item);
  self->key = g_strdup (key);
  return self;
}

/*< private >
 * _mx_reaction_update:
 * @my_event_id: (nullable): the event that says I chose it
 * @my_txn_id: (nullable): the same, not yet confirmed
 *
 * Takes over the facts and notifies what changed.
 */
void
_mx_reaction_update (MxReaction        *self,
                     guint              count,
                     const char        *my_event_id,
                     const char        *my_txn_id,
                     const char *const *names)
{
  gboolean is_mine = my_event_id != NULL || my_txn_id != NULL;

  g_set_str (&self->my_event_id, my_event_id);
  g_set_str (&self->my_txn_id, my_txn_id);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->count != count) {
    self->count = count;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
  }
  if (self->is_mine != is_mine) {
    self->is_mine = is_mine;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_MINE]);
  }
  if (!g_strv_equal ((const char *const *) self->names, names)) {
    g_strfreev (self->names);
    self->names = g_strdupv ((char **) names);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAMES]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mx_reaction_get_key:
 * @self: a reaction
 *
 * Returns: (transfer none): the emoji, or any short text
 */
const char *
mx_reaction_get_key (MxReaction *self)
{
  g_return_val_if_fail (MX_IS_REACTION (self), NULL);

  return self->key;
}

/**
 * mx_reaction_get_count:
 * @self: a reaction
 *
 * Returns: how many people chose it
 */
guint
mx_reaction_get_count (MxReaction *self)
{
  g_return_val_if_fail (MX_IS_REACTION (self), 0);

  return self->count;
}

/**
 * mx_reaction_is_mine:
 * @self: a reaction
 *
 * Returns: whether I am one of them
 */
gboolean
mx_reaction_is_mine (MxReaction *self)
{
  g_return_val_if_fail (MX_IS_REACTION (self), FALSE);

  return self->is_mine;
}

/**
 * mx_reaction_get_names:
 * @self: a reaction
 *
 * Returns: (transfer none) (array zero-terminated=1): who chose it
 */
const char *const *
mx_reaction_get_names (MxReaction *self)
{
  g_return_val_if_fail (MX_IS_REACTION (self), NULL);

  return (const char *const *) self->names;
}

/**
 * mx_reaction_toggle:
 * @self: a reaction
 *
 * Chooses it too, or takes one's own choice back.
 */
void
mx_reaction_toggle (MxReaction *self)
{
  g_autoptr (MxTimelineItem) item = NULL;
  MxRoom *room;

  g_return_if_fail (MX_IS_REACTION (self));

  item = g_weak_ref_get (&self->item);
  room = item != NULL ? _mx_timeline_item_get_room (item) : NULL;
  if (room == NULL)
    return;

  if (self->my_event_id != NULL)
    mx_room_redact (room, self->my_event_id, NULL);
  else if (self->my_txn_id != NULL)
    _mx_room_discard (room, self->my_txn_id);
  else if (mx_timeline_item_get_event_id (item) != NULL) {
    g_autofree char *txn_id = mx_room_react (room, mx_timeline_item_get_event_id (item), self->key);

    g_debug ("reaction queued as %s", txn_id);
  }
}
