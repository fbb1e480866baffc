/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One account on this computer, as the main thread sees it. It owns the engine and the
 * rooms. Deltas come in through mx-session-apply.c; what a person does with the account
 * goes out through mx-session-actions.c. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-community-private.h"
#include "mx-faults.h"
#include "mx-presets.h"
#include "mx-room-list-private.h"
#include "mx-room-private.h"

G_DEFINE_FINAL_TYPE (MxSession, mx_session, G_TYPE_OBJECT)

typedef enum {
  PROP_USER_ID = 1,
  PROP_DEVICE_ID,
  PROP_HOMESERVER,
  PROP_SERVER_NAME,
  PROP_IS_GUEST,
  PROP_IS_OPEN,
  PROP_SYNC_STATE,
  PROP_ERROR,
  PROP_ROOMS,
  PROP_INVITES,
  PROP_IGNORED,
  PROP_COMMUNITIES,
  PROP_NAME,
  PROP_AVATAR,
  PROP_MEANT_COUNT,
  PROP_IS_UNREAD,
} MxSessionProperty;

static GParamSpec *props[PROP_IS_UNREAD + 1];

enum {
  NOTIFICATION,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
mx_session_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  MxSession *self = MX_SESSION (object);

  switch ((MxSessionProperty) prop_id) {
  case PROP_USER_ID:
    g_value_set_string (value, mx_session_get_user_id (self));
    break;
  case PROP_DEVICE_ID:
    g_value_set_string (value, mx_session_get_device_id (self));
    break;
  case PROP_HOMESERVER:
    g_value_set_string (value, mx_session_get_homeserver (self));
    break;
  case PROP_SERVER_NAME:
    g_value_set_string (value, mx_session_get_server_name (self));
    break;
  case PROP_IS_GUEST:
    g_value_set_boolean (value, mx_session_is_guest (self));
    break;
  case PROP_IS_OPEN:
    g_value_set_boolean (value, mx_session_is_open (self));
    break;
  case PROP_SYNC_STATE:
    g_value_set_int (value, (int) self->sync_state);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_ROOMS:
    g_value_set_object (value, self->rooms);
    break;
  case PROP_INVITES:
    g_value_set_uint (value, self->n_invites);
    break;
  case PROP_IGNORED:
    g_value_take_boxed (value, mx_session_dup_ignored (self));
    break;
  case PROP_COMMUNITIES:
    g_value_set_object (value, self->communities);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_AVATAR:
    g_value_set_string (value, self->avatar);
    break;
  case PROP_MEANT_COUNT:
    g_value_set_uint (value, self->n_meant);
    break;
  case PROP_IS_UNREAD:
    g_value_set_boolean (value, self->is_unread);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
engine_delta_cb (MxDelta  *delta,
                 gpointer  user_data)
{
  _mx_session_apply (MX_SESSION (user_data), delta);
}

static void
mx_session_dispose (GObject *object)
{
  MxSession *self = MX_SESSION (object);

  if (self->engine != NULL)
    mx_engine_set_delta_func (self->engine, NULL, NULL);
  _mx_session_drop_deltas (self);
  if (self->rooms != NULL)
    _mx_room_list_clear (self->rooms);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (mx_session_parent_class)->dispose (object);
}

static void
mx_session_finalize (GObject *object)
{
  MxSession *self = MX_SESSION (object);

  g_clear_object (&self->rooms);
  g_clear_object (&self->communities);
  g_clear_pointer (&self->presets, mx_presets_unref);
  g_clear_pointer (&self->account, mx_account_info_free);
  g_clear_pointer (&self->ignored, g_hash_table_unref);
  g_clear_pointer (&self->after, g_ptr_array_unref);
  g_clear_pointer (&self->openers, g_ptr_array_unref);
  g_clear_object (&self->open_cancel);
  g_clear_error (&self->error);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->avatar, g_free);
  g_clear_pointer (&self->passphrase, mx_secret_unref);
  G_OBJECT_CLASS (mx_session_parent_class)->finalize (object);
}

static void
mx_session_class_init (MxSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_session_get_property;
  object_class->dispose = mx_session_dispose;
  object_class->finalize = mx_session_finalize;

  /* Documented in the header, one line for all. */
  props[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  props[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, flags);
  props[PROP_HOMESERVER] = g_param_spec_string ("homeserver", NULL, NULL, NULL, flags);
  props[PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, flags);
  props[PROP_IS_GUEST] = g_param_spec_boolean ("is-guest", NULL, NULL, FALSE, flags);
  props[PROP_IS_OPEN] = g_param_spec_boolean ("is-open", NULL, NULL, FALSE, flags);
  props[PROP_SYNC_STATE] = g_param_spec_int ("sync-state", NULL, NULL, 0, MX_SYNC_REFUSED, 0, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_ROOMS] = g_param_spec_object ("rooms", NULL, NULL, MX_TYPE_ROOM_LIST, flags);
  props[PROP_INVITES] = g_param_spec_uint ("invites", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_COMMUNITIES] = g_param_spec_object ("communities", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, flags);
  props[PROP_MEANT_COUNT] = g_param_spec_uint ("meant-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IS_UNREAD] = g_param_spec_boolean ("is-unread", NULL, NULL, FALSE, flags);
  props[PROP_IGNORED] = g_param_spec_boxed ("ignored", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * MxSession::notification:
   * @room_id: where
   * @event_id: what
   * @room_name: the room's name
   * @sender_name: who wrote it
   * @text: the beginning of it
   * @highlight: whether it is meant for me
   * @sound: whether it should be heard
   *
   * Something came that the person wants to be told.
   */
  signals[NOTIFICATION] = g_signal_new ("notification", MX_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 7, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING,
                                        G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
}

static void
mx_session_init (MxSession *self)
{
  self->rooms = _mx_room_list_new ();
  self->presets = mx_presets_new ();
  self->communities = g_list_store_new (MX_TYPE_COMMUNITY);
  self->ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->after = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->deltas);
}

/**
 * mx_session_new:
 * @profile_dir: where everything of the account is kept
 *
 * Returns: (transfer full): a session that is not open yet
 */
MxSession *
mx_session_new (const char *profile_dir)
{
  MxSession *self;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  self = g_object_new (MX_TYPE_SESSION, NULL);
  self->engine = mx_engine_new (profile_dir);
  mx_engine_set_delta_func (self->engine, engine_delta_cb, self);
  return self;
}

/*< private >
 * _mx_session_type:
 *
 * Returns: the class, for those below who only name it
 */
GType
_mx_session_type (void)
{
  return MX_TYPE_SESSION;
}

/*< private >
 * _mx_session_me:
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
const char *
_mx_session_me (MxSession *self)
{
  return mx_session_get_user_id (self);
}

/*< private >
 * _mx_session_hides:
 *
 * Returns: whether what @user_id writes is hidden
 */
gboolean
_mx_session_hides (MxSession  *self,
                   const char *user_id)
{
  return mx_session_is_ignored (self, user_id);
}

/*< private >
 * _mx_session_get_engine:
 *
 * Returns: (transfer none) (nullable): the engine
 */
MxEngine *
_mx_session_get_engine (MxSession *self)
{
  return self->engine;
}

/*< private >
 * _mx_session_set_account:
 * @account: (nullable): who is signed in; %NULL: nobody any more
 *
 * Notifies what differs. Without an account there are no rooms.
 */
void
_mx_session_set_account (MxSession           *self,
                         const MxAccountInfo *account)
{
  static const MxSessionProperty told[] = { PROP_USER_ID, PROP_DEVICE_ID, PROP_HOMESERVER, PROP_SERVER_NAME,
                                            PROP_IS_GUEST };
  g_autoptr (MxAccountInfo) old = g_steal_pointer (&self->account);

  self->account = account != NULL ? mx_account_info_copy (account) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[told[i]]);
  if ((old == NULL) != (account == NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_OPEN]);
  if (old == NULL && account != NULL)
    _mx_session_set_profile (self, account->name, account->avatar);
  if (account == NULL) {
    _mx_session_drop_deltas (self);
    _mx_room_list_clear (self->rooms);
    _mx_session_set_ignored (self, NULL);
    _mx_session_count (self);
    _mx_session_set_profile (self, NULL, NULL);
    _mx_session_set_state (self, MX_SYNC_STOPPED, NULL);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * _mx_session_set_state:
 * @error: (nullable): why it is offline or refused
 *
 * Notifies what differs.
 */
void
_mx_session_set_state (MxSession    *self,
                       MxSyncState   state,
                       const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (error != NULL || self->error != NULL) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
    mx_faults_note (error);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  }
  if (self->sync_state != state) {
    self->sync_state = state;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SYNC_STATE]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

/*< private >
 * _mx_session_set_ignored:
 * @users: (nullable): user ids of those whose messages are hidden
 */
void
_mx_session_set_ignored (MxSession         *self,
                         const char *const *users)
{
  g_hash_table_remove_all (self->ignored);
  for (guint i = 0; users != NULL && users[i] != NULL; i++)
    g_hash_table_add (self->ignored, g_strdup (users[i]));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IGNORED]);
}

/*< private >
 * _mx_session_set_profile:
 * @name: (nullable): that others see
 * @avatar: (nullable): the picture's address
 *
 * Notifies what differs.
 */
void
_mx_session_set_profile (MxSession  *self,
                         const char *name,
                         const char *avatar)
{
  if (g_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
  if (g_set_str (&self->avatar, avatar))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVATAR]);
}

static void
set_count (MxSession         *self,
           guint             *field,
           guint              value,
           MxSessionProperty  property)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/*< private >
 * _mx_session_set_counts:
 * @n_invites: invites
 * @n_meant: what is meant for the person
 * @is_unread: whether anything was not read
 *
 * Notifies what differs.
 */
void
_mx_session_set_counts (MxSession *self,
                        guint      n_invites,
                        guint      n_meant,
                        gboolean   is_unread)
{
  set_count (self, &self->n_invites, n_invites, PROP_INVITES);
  set_count (self, &self->n_meant, n_meant, PROP_MEANT_COUNT);
  if (self->is_unread == is_unread)
    return;
  self->is_unread = is_unread;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_UNREAD]);
}

/*< private >
 * _mx_session_notify_person:
 *
 * Passes on what the push rules say the person wants to be told.
 */
void
_mx_session_notify_person (MxSession            *self,
                           const MxNotification *notification)
{
  g_signal_emit (self, signals[NOTIFICATION], 0, notification->room_id, notification->event_id, notification->room_name,
                 notification->sender_name, notification->text, notification->highlight, notification->sound);
}

/**
 * mx_session_get_user_id:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
const char *
mx_session_get_user_id (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->account != NULL ? self->account->user_id : NULL;
}

/**
 * mx_session_get_device_id:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): this device's id
 */
const char *
mx_session_get_device_id (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->account != NULL ? self->account->device_id : NULL;
}

/**
 * mx_session_get_homeserver:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the server's base URL
 */
const char *
mx_session_get_homeserver (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->account != NULL ? self->account->homeserver : NULL;
}

/**
 * mx_session_get_server_name:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the server's name
 */
const char *
mx_session_get_server_name (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->account != NULL ? self->account->server_name : NULL;
}

/**
 * mx_session_is_guest:
 * @self: a session
 *
 * Returns: whether the account is a guest's
 */
gboolean
mx_session_is_guest (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), FALSE);

  return self->account != NULL && self->account->is_guest;
}

/**
 * mx_session_is_open:
 * @self: a session
 *
 * Returns: whether somebody is signed in
 */
gboolean
mx_session_is_open (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), FALSE);

  return self->account != NULL;
}

/**
 * mx_session_get_sync_state:
 * @self: a session
 *
 * Returns: how it stands with the server
 */
MxSyncState
mx_session_get_sync_state (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), MX_SYNC_STOPPED);

  return self->sync_state;
}

/**
 * mx_session_get_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why it is offline or refused
 */
const GError *
mx_session_get_error (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->error;
}

/**
 * mx_session_get_rooms:
 * @self: a session
 *
 * Returns: (transfer none): its rooms
 */
MxRoomList *
mx_session_get_rooms (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->rooms;
}

/**
 * mx_session_get_room:
 * @self: a session
 * @room_id_or_alias: which
 *
 * Returns: (transfer none) (nullable): the room
 */
MxRoom *
mx_session_get_room (MxSession  *self,
                     const char *room_id_or_alias)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return mx_room_list_find (self->rooms, room_id_or_alias);
}

/**
 * mx_session_is_ignored:
 * @self: a session
 * @user_id: a person
 *
 * Returns: whether what they write is hidden
 */
gboolean
mx_session_is_ignored (MxSession  *self,
                       const char *user_id)
{
  g_return_val_if_fail (MX_IS_SESSION (self), FALSE);
  g_return_val_if_fail (user_id != NULL, FALSE);

  return g_hash_table_contains (self->ignored, user_id);
}

/**
 * mx_session_dup_ignored:
 * @self: a session
 *
 * Returns: (transfer full) (array zero-terminated=1): those whose messages are hidden, sorted
 */
char **
mx_session_dup_ignored (MxSession *self)
{
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  users = g_hash_table_get_keys_as_ptr_array (self->ignored);
  g_ptr_array_sort_values (users, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < users->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (users, i));
  return g_strv_builder_end (builder);
}
