/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a link to the room it leads to. Main thread.
 *
 *   LOOKING ──► PREVIEW ──► SIGNING_IN ──► JOINING ──► DONE
 *      ▲  ▲       │ ▲ │ │        │           ▲  │
 *      │  └ASKING◄┘ │ │ └── signed in ───────┘  │
 *      ├─ start () ─┼─┘          │              │
 *      │            └── cancel, every failure ──┘
 *      └──── signed in, where an account alone lets nobody in
 *
 * The link is kept through all of it: whoever signs in half-way comes back to the same room.
 * Signing in for it is meant as joining it, where that is all it takes; a link that came
 * meanwhile from elsewhere is looked at, never joined.
 * While the preview is shown the room is watched: what others do with us there (let us in,
 * refuse, invite, ban) makes it look again. */

#include "config.h"

#include "mx-join-flow-private.h"

#include "mx-community.h"
#include "mx-delta.h"
#include "mx-engine.h"
#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-link.h"
#include "mx-room-list.h"
#include "mx-room-preview.h"
#include "mx-room.h"
#include "mx-session-private.h"

G_DEFINE_FINAL_TYPE (MxJoinFlow, mx_join_flow, G_TYPE_OBJECT)

static GParamSpec *props[PROP_ERROR + 1];

static void
set_state (MxJoinFlow  *self,
           MxJoinState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_error (MxJoinFlow   *self,
           const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

/* What was under way is not wanted any more; gives what the next step is cancelled by. */
static GCancellable *
renew_cancellable (MxJoinFlow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  return self->cancellable;
}

/* Looking. */

static void
on_standing (MxJoinFlow *self)
{
  if (self->state == MX_JOIN_PREVIEW)
    mx_join_flow_start (self);
}

/* From now on the room tells when others let us in, refuse, invite or ban, and when it turns out whose chat it is. */
static void
watch_room (MxJoinFlow *self)
{
  const char *room_id = self->preview->room_id;
  MxRoom *room = room_id != NULL ? mx_session_get_room (self->session, room_id) : NULL;

  if (room == self->room)
    return;
  if (self->room != NULL)
    g_signal_handlers_disconnect_by_func (self->room, on_standing, self);
  g_set_object (&self->room, room);
  if (room == NULL)
    return;
  g_signal_connect_object (room, "notify::membership", G_CALLBACK (on_standing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (room, "notify::service", G_CALLBACK (on_standing), self, G_CONNECT_SWAPPED);
}

/* A room that we did not know yet (somebody invites us while we look at it). */
static void
on_rooms_changed (MxJoinFlow *self)
{
  if (self->state != MX_JOIN_PREVIEW || self->room != NULL || self->preview == NULL)
    return;
  watch_room (self);
  if (self->room != NULL)
    mx_join_flow_start (self);
}

/* Whoever signs in meanwhile goes on doing so. */
static void
set_looked (MxJoinFlow *self)
{
  if (self->state == MX_JOIN_LOOKING)
    set_state (self, MX_JOIN_PREVIEW);
}

static void
take_preview (MxJoinFlow    *self,
              MxRoomPreview *preview)
{
  g_clear_pointer (&self->preview, mx_room_preview_unref);
  self->preview = preview;
  self->now = preview->state;
  _mx_join_flow_fill (self);
  watch_room (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_PREVIEW; i < G_N_ELEMENTS (props); i++)
    if (i != PROP_ERROR)
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  set_error (self, preview->error);
  set_looked (self);
  g_object_thaw_notify (G_OBJECT (self));
  /* What was not known when the person signed in for this room. */
  if (self->wants_in && self->now != MX_PREVIEW_UNREACHABLE) {
    self->wants_in = FALSE;
    if (self->now == MX_PREVIEW_JOIN || self->now == MX_PREVIEW_JOINED)
      mx_join_flow_join (self);
  }
}

static void
preview_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (MxJoinFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  MxRoomPreview *preview = mx_engine_preview_finish (MX_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (preview != NULL) {
    take_preview (self, preview);
    return;
  }
  set_error (self, error);
  set_looked (self);
}

/**
 * mx_join_flow_start:
 * @self: a flow
 *
 * Looks the room up; called again, it tries again.
 */
void
mx_join_flow_start (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  set_error (self, NULL);
  set_state (self, MX_JOIN_LOOKING);
  mx_engine_preview_async (_mx_session_get_engine (self->session), self->link, renew_cancellable (self),
                           preview_cb, g_object_ref (self));
}

/* Joining. */

static void
set_now (MxJoinFlow     *self,
         MxPreviewState  state)
{
  if (self->preview == NULL || self->now == state)
    return;
  self->now = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREVIEW]);
}

static void
fail (MxJoinFlow   *self,
      const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_error (self, error);
  /* Trying has shown what the preview could not know. */
  if (g_error_matches (error, MX_ERROR, MX_ERROR_NEEDS_INVITE))
    set_now (self, MX_PREVIEW_NEEDS_INVITE);
  else if (g_error_matches (error, MX_ERROR, MX_ERROR_BANNED))
    set_now (self, MX_PREVIEW_BANNED);
  set_state (self, MX_JOIN_PREVIEW);
}

static void
finish (MxJoinFlow *self,
        const char *room_id)
{
  g_set_str (&self->room_id, room_id);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM_ID]);
  set_state (self, MX_JOIN_DONE);
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (MxJoinFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (room_id != NULL)
    finish (self, room_id);
  else
    fail (self, error);
}

/**
 * mx_join_flow_join:
 * @self: a flow
 *
 * Joins the room; opens it at once where the person is a member already.
 */
void
mx_join_flow_join (MxJoinFlow *self)
{
  const char *const *via = NULL;

  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  if (self->state == MX_JOIN_JOINING || self->state == MX_JOIN_DONE)
    return;
  set_error (self, NULL);
  if (mx_join_flow_get_preview (self) == MX_PREVIEW_JOINED) {
    finish (self, self->preview->room_id);
    return;
  }
  set_state (self, MX_JOIN_JOINING);
  if (self->preview != NULL)
    via = (const char *const *) self->preview->via;
  mx_session_join_async (self->session, self->link, via, renew_cancellable (self), joined_cb, g_object_ref (self));
}

static void
guest_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (MxJoinFlow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mx_session_login_finish (MX_SESSION (source), result, &error))
    mx_join_flow_join (self);
  else
    fail (self, error);
}

/**
 * mx_join_flow_join_guest:
 * @self: a flow
 *
 * Signs in as a guest of the room's server, then joins.
 */
void
mx_join_flow_join_guest (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  if (mx_session_is_open (self->session) || self->preview == NULL || self->preview->server == NULL) {
    mx_join_flow_join (self);
    return;
  }
  set_error (self, NULL);
  set_state (self, MX_JOIN_SIGNING_IN);
  mx_session_login_guest_async (self->session, self->preview->server, renew_cancellable (self), guest_cb,
                                g_object_ref (self));
}

/**
 * mx_join_flow_sign_in:
 * @self: a flow
 *
 * The person signs in on a page of its own; then mx_join_flow_signed_in () is called.
 */
void
mx_join_flow_sign_in (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  set_error (self, NULL);
  set_state (self, MX_JOIN_SIGNING_IN);
}

/**
 * mx_join_flow_signed_in:
 * @self: a flow
 *
 * There is an account now. Whoever signed in for this room joins it, where that is all it takes; else it is looked at
 * with the account: one may be in it already, have to ask, or be invited.
 */
void
mx_join_flow_signed_in (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  if (self->state == MX_JOIN_JOINING || self->state == MX_JOIN_DONE)
    return;
  if (self->state == MX_JOIN_SIGNING_IN && self->preview != NULL && self->preview->with_account == MX_PREVIEW_JOIN) {
    mx_join_flow_join (self);
    return;
  }
  self->wants_in = self->state == MX_JOIN_SIGNING_IN;
  mx_join_flow_start (self);
}

/* A guest who keeps the account has one: more can be done with it. */
static void
on_is_guest (MxJoinFlow *self)
{
  if (self->state == MX_JOIN_PREVIEW && mx_session_is_open (self->session))
    mx_join_flow_start (self);
}

/* Asking to be let in. */

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (MxJoinFlow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (room_id != NULL)
    mx_join_flow_start (self);
  else
    fail (self, error);
}

/**
 * mx_join_flow_knock:
 * @self: a flow
 * @reason: (nullable): what the people inside read, 500 characters at most
 *
 * Asks to be let in.
 */
void
mx_join_flow_knock (MxJoinFlow *self,
                    const char *reason)
{
  const char *const *via = NULL;

  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  if (self->state != MX_JOIN_PREVIEW)
    return;
  set_error (self, NULL);
  set_state (self, MX_JOIN_ASKING);
  if (self->preview != NULL)
    via = (const char *const *) self->preview->via;
  mx_session_knock_async (self->session, self->link, via, reason, renew_cancellable (self), asked_cb,
                          g_object_ref (self));
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (MxJoinFlow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mx_room_boolean_finish (MX_ROOM (source), result, &error))
    mx_join_flow_start (self);
  else
    fail (self, error);
}

/**
 * mx_join_flow_withdraw:
 * @self: a flow
 *
 * Takes the request to be let in back.
 */
void
mx_join_flow_withdraw (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  if (self->state != MX_JOIN_PREVIEW || self->room == NULL)
    return;
  set_error (self, NULL);
  set_state (self, MX_JOIN_ASKING);
  mx_room_leave_async (self->room, renew_cancellable (self), left_cb, g_object_ref (self));
}

/**
 * mx_join_flow_decline:
 * @self: a flow
 *
 * Declines the invite.
 */
void
mx_join_flow_decline (MxJoinFlow *self)
{
  mx_join_flow_withdraw (self);
}

/**
 * mx_join_flow_follow:
 * @self: a flow
 *
 * Returns: (transfer full) (nullable): a flow for the newest of the rooms that took this one's place, which has not
 *   begun; %NULL when it did not move
 */
MxJoinFlow *
mx_join_flow_follow (MxJoinFlow *self)
{
  MxLink link = { .kind = MX_LINK_ROOM };
  g_autofree char *uri = NULL;

  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  if (self->preview == NULL || self->preview->replacement == NULL)
    return NULL;
  link.id = self->preview->replacement;
  link.via = self->preview->via;
  uri = mx_link_to_uri (&link);
  return mx_join_flow_new (self->session, uri);
}

/**
 * mx_join_flow_cancel:
 * @self: a flow
 *
 * Back to the preview.
 */
void
mx_join_flow_cancel (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  renew_cancellable (self);
  self->wants_in = FALSE;
  if (self->state == MX_JOIN_DONE)
    return;
  /* There is nothing to go back to yet. */
  if (self->preview == NULL)
    mx_join_flow_start (self);
  else
    set_state (self, MX_JOIN_PREVIEW);
}

static void
mx_join_flow_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  switch (prop_id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_LINK:
    self->link = g_value_dup_string (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_join_flow_constructed (GObject *object)
{
  G_OBJECT_CLASS (mx_join_flow_parent_class)->constructed (object);
  g_signal_connect_object (mx_session_get_rooms (MX_JOIN_FLOW (object)->session), "items-changed",
                           G_CALLBACK (on_rooms_changed), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (MX_JOIN_FLOW (object)->session, "notify::is-guest", G_CALLBACK (on_is_guest), object,
                           G_CONNECT_SWAPPED);
}

static void
mx_join_flow_dispose (GObject *object)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->history);
  g_clear_object (&self->suggested);
  g_clear_object (&self->room);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (mx_join_flow_parent_class)->dispose (object);
}

static void
mx_join_flow_finalize (GObject *object)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  g_clear_pointer (&self->preview, mx_room_preview_unref);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->room_id, g_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (mx_join_flow_parent_class)->finalize (object);
}

#define READ (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)
#define MAKE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS)

static void
mx_join_flow_class_init (MxJoinFlowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = mx_join_flow_constructed;
  object_class->set_property = mx_join_flow_set_property;
  object_class->get_property = _mx_join_flow_get_property;
  object_class->dispose = mx_join_flow_dispose;
  object_class->finalize = mx_join_flow_finalize;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION, MAKE);
  props[PROP_LINK] = g_param_spec_string ("link", NULL, NULL, NULL, MAKE);
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, MX_JOIN_ASKING, MX_JOIN_LOOKING, READ);
  props[PROP_PREVIEW] =
    g_param_spec_int ("preview", NULL, NULL, 0, MX_PREVIEW_KNOCKED, MX_PREVIEW_UNKNOWN, READ);
  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, READ);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, READ);
  props[PROP_ALIAS] = g_param_spec_string ("alias", NULL, NULL, NULL, READ);
  props[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, READ);
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, READ);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, READ);
  props[PROP_IS_WORLD_READABLE] = g_param_spec_boolean ("is-world-readable", NULL, NULL, FALSE, READ);
  props[PROP_IS_ENCRYPTED] = g_param_spec_boolean ("is-encrypted", NULL, NULL, FALSE, READ);
  props[PROP_INVITER] = g_param_spec_string ("inviter", NULL, NULL, NULL, READ);
  props[PROP_INVITED_TS] = g_param_spec_int64 ("invited-ts", NULL, NULL, 0, G_MAXINT64, 0, READ);
  props[PROP_INVITER_NAME] = g_param_spec_string ("inviter-name", NULL, NULL, NULL, READ);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, READ);
  props[PROP_REPLACEMENT] = g_param_spec_string ("replacement", NULL, NULL, NULL, READ);
  props[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, NULL, READ);
  props[PROP_JOIN_RULE] = g_param_spec_string ("join-rule", NULL, NULL, NULL, READ);
  props[PROP_BRIDGE_NETWORK] = g_param_spec_string ("bridge-network", NULL, NULL, NULL, READ);
  props[PROP_BRIDGE_CHANNEL] = g_param_spec_string ("bridge-channel", NULL, NULL, NULL, READ);
  props[PROP_SERVICE] = g_param_spec_string ("service", NULL, NULL, NULL, READ);
  props[PROP_SERVICE_NETWORK] = g_param_spec_string ("service-network", NULL, NULL, NULL, READ);
  props[PROP_ACTOR] = g_param_spec_string ("actor", NULL, NULL, NULL, READ);
  props[PROP_ACTOR_NAME] = g_param_spec_string ("actor-name", NULL, NULL, NULL, READ);
  props[PROP_ACTOR_TS] = g_param_spec_int64 ("actor-ts", NULL, NULL, 0, G_MAXINT64, 0, READ);
  props[PROP_WITH_ACCOUNT] =
    g_param_spec_int ("with-account", NULL, NULL, 0, MX_PREVIEW_KNOCKED, MX_PREVIEW_UNKNOWN, READ);
  props[PROP_IS_SPACE] = g_param_spec_boolean ("is-space", NULL, NULL, FALSE, READ);
  props[PROP_IS_DENIED] = g_param_spec_boolean ("is-denied", NULL, NULL, FALSE, READ);
  props[PROP_IS_CONFIRMED] = g_param_spec_boolean ("is-confirmed", NULL, NULL, FALSE, READ);
  props[PROP_COMMUNITY] = g_param_spec_object ("community", NULL, NULL, MX_TYPE_COMMUNITY, READ);
  props[PROP_SUGGESTED_ROOMS] = g_param_spec_object ("suggested-rooms", NULL, NULL, G_TYPE_LIST_MODEL, READ);
  props[PROP_ROOM_ID] = g_param_spec_string ("room-id", NULL, NULL, NULL, READ);
  props[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, G_TYPE_LIST_MODEL, READ);
  props[PROP_SUGGESTIONS] = g_param_spec_boxed ("suggestions", NULL, NULL, G_TYPE_STRV, READ);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READ);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_join_flow_init (MxJoinFlow *self)
{
  self->suggested = g_list_store_new (MX_TYPE_FOUND_ROOM);
}

/**
 * mx_join_flow_new:
 * @session: who joins, signed in or not
 * @link: what leads to a room
 *
 * Returns: (transfer full): a flow that has not begun
 */
MxJoinFlow *
mx_join_flow_new (MxSession  *session,
                  const char *link)
{
  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  return g_object_new (MX_TYPE_JOIN_FLOW, "session", session, "link", link, NULL);
}
