/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a link to the room it leads to. Main thread.
 *
 *   LOOKING ──► PREVIEW ──► SIGNING_IN ──► JOINING ──► DONE
 *      ▲           │ ▲  │                    ▲  │
 *      └─ start () ┘ │  └── signed in ───────┘  │
 *                    └── cancel, every failure ─┘
 *
 * The link is kept through all of it: whoever signs in half-way comes back to the same room.
 * SIGNING_IN covers guests and passwords; browser, registration and knocking enter there too. */

#include "config.h"

#include "mx-join-flow.h"

#include "mx-delta.h"
#include "mx-engine.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-link.h"
#include "mx-room-preview.h"
#include "mx-session-private.h"
#include "mx-timeline-item-private.h"

struct _MxJoinFlow {
  GObject parent_instance;

  MxSession *session; /* (owned)                                        */
  char *link;         /* (owned)                                        */
  MxJoinState state;
  MxRoomPreview *preview;    /* (owned) (nullable): once looked up             */
  GListStore *history;       /* (owned) (nullable) (element-type MxTimelineItem) */
  char *room_id;             /* (owned) (nullable): once joined                */
  GError *error;             /* (owned) (nullable)                             */
  GCancellable *cancellable; /* (owned) (nullable): of what is under way       */
};

G_DEFINE_FINAL_TYPE (MxJoinFlow, mx_join_flow, G_TYPE_OBJECT)

typedef enum {
  PROP_SESSION = 1,
  PROP_LINK,
  PROP_STATE,
  PROP_PREVIEW,
  PROP_SERVER,
  PROP_NAME,
  PROP_ALIAS,
  PROP_TOPIC,
  PROP_AVATAR,
  PROP_MEMBER_COUNT,
  PROP_IS_WORLD_READABLE,
  PROP_IS_ENCRYPTED,
  PROP_INVITER_NAME,
  PROP_REASON,
  PROP_REPLACEMENT,
  PROP_ROOM_ID,
  PROP_HISTORY,
  PROP_SUGGESTIONS,
  PROP_ERROR,
} MxJoinFlowProperty;

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

static const char *
find_name (MxTimelineSlice *slice,
           const char      *user_id)
{
  for (guint i = 0; i < slice->members->len; i++) {
    MxMemberInfo *member = g_ptr_array_index (slice->members, i);

    if (g_str_equal (member->user_id, user_id))
      return member->name;
  }
  return user_id;
}

static void
fill_history (MxJoinFlow *self)
{
  MxTimelineSlice *slice = self->preview->history;

  g_clear_object (&self->history);
  if (slice == NULL)
    return;
  self->history = g_list_store_new (MX_TYPE_TIMELINE_ITEM);
  for (guint i = 0; i < slice->entries->len; i++) {
    MxTimelineEntry *entry = g_ptr_array_index (slice->entries, i);
    g_autoptr (MxTimelineItem) item = NULL;

    if (entry->event == NULL || !g_str_equal (mx_event_get_type_name (entry->event), "m.room.message") ||
        mx_event_is_redacted (entry->event) || mx_event_get_relation (entry->event) == MX_RELATION_REPLACE)
      continue;
    item = _mx_timeline_item_new (NULL, MX_ITEM_MESSAGE, entry->event, mx_event_get_ts (entry->event));
    _mx_timeline_item_set_sender_name (item, find_name (slice, mx_event_get_sender (entry->event)));
    g_list_store_append (self->history, item);
  }
}

static void
take_preview (MxJoinFlow    *self,
              MxRoomPreview *preview)
{
  g_clear_pointer (&self->preview, mx_room_preview_unref);
  self->preview = preview;
  fill_history (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_PREVIEW; i < G_N_ELEMENTS (props); i++)
    if (i != PROP_ERROR)
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  set_error (self, preview->error);
  set_state (self, MX_JOIN_PREVIEW);
  g_object_thaw_notify (G_OBJECT (self));
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
  set_state (self, MX_JOIN_PREVIEW);
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
fail (MxJoinFlow   *self,
      const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_error (self, error);
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
 * The person signs in on a page of its own, which then calls mx_join_flow_join ().
 */
void
mx_join_flow_sign_in (MxJoinFlow *self)
{
  g_return_if_fail (MX_IS_JOIN_FLOW (self));

  set_error (self, NULL);
  set_state (self, MX_JOIN_SIGNING_IN);
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
  if (self->state != MX_JOIN_DONE)
    set_state (self, MX_JOIN_PREVIEW);
}

/**
 * mx_join_flow_get_state:
 * @self: a flow
 *
 * Returns: where it is
 */
MxJoinState
mx_join_flow_get_state (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), MX_JOIN_LOOKING);

  return self->state;
}

/**
 * mx_join_flow_get_preview:
 * @self: a flow
 *
 * Returns: what can be done with the room, as far as is known
 */
MxPreviewState
mx_join_flow_get_preview (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), MX_PREVIEW_UNKNOWN);

  return self->preview != NULL ? self->preview->state : MX_PREVIEW_UNKNOWN;
}

/**
 * mx_join_flow_get_room_id:
 * @self: a flow
 *
 * Returns: (nullable): the room, as soon as a server told its id
 */
const char *
mx_join_flow_get_room_id (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  if (self->room_id == NULL && self->preview != NULL)
    return self->preview->room_id;
  return self->room_id;
}

/**
 * mx_join_flow_get_link:
 * @self: a flow
 *
 * Returns: what it began with
 */
const char *
mx_join_flow_get_link (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  return self->link;
}

/**
 * mx_join_flow_get_error:
 * @self: a flow
 *
 * Returns: (nullable): why the last step failed
 */
const GError *
mx_join_flow_get_error (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  return self->error;
}

static char **
dup_suggestions (MxJoinFlow *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; self->preview != NULL && self->preview->suggestions != NULL &&
                    i < self->preview->suggestions->len;
       i++) {
    MxRoomPreview *near = g_ptr_array_index (self->preview->suggestions, i);

    if (near->alias != NULL)
      g_strv_builder_add (builder, near->alias);
  }
  return g_strv_builder_end (builder);
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

/* What the preview says: nothing before there is one. */
static void
get_preview_property (MxJoinFlow         *self,
                      MxJoinFlowProperty  prop_id,
                      GValue             *value)
{
  static const MxRoomPreview nothing;
  const MxRoomPreview *preview = self->preview != NULL ? self->preview : &nothing;
  const char *const texts[] = {
    [PROP_SERVER] = preview->server,
    [PROP_NAME] = preview->name,
    [PROP_ALIAS] = preview->alias,
    [PROP_TOPIC] = preview->topic,
    [PROP_AVATAR] = preview->avatar,
    [PROP_INVITER_NAME] = preview->inviter,
    [PROP_REASON] = preview->reason,
    [PROP_REPLACEMENT] = preview->replacement,
  };

  if (prop_id == PROP_MEMBER_COUNT)
    g_value_set_uint (value, preview->members);
  else if (prop_id == PROP_IS_WORLD_READABLE)
    g_value_set_boolean (value, preview->is_world_readable);
  else if (prop_id == PROP_IS_ENCRYPTED)
    g_value_set_boolean (value, preview->is_encrypted);
  else
    g_value_set_string (value, texts[prop_id]);
}

static void
mx_join_flow_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  switch ((MxJoinFlowProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_LINK:
    g_value_set_string (value, self->link);
    break;
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_PREVIEW:
    g_value_set_int (value, mx_join_flow_get_preview (self));
    break;
  case PROP_ROOM_ID:
    g_value_set_string (value, mx_join_flow_get_room_id (self));
    break;
  case PROP_HISTORY:
    g_value_set_object (value, self->history);
    break;
  case PROP_SUGGESTIONS:
    g_value_take_boxed (value, dup_suggestions (self));
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_SERVER:
  case PROP_NAME:
  case PROP_ALIAS:
  case PROP_TOPIC:
  case PROP_AVATAR:
  case PROP_MEMBER_COUNT:
  case PROP_IS_WORLD_READABLE:
  case PROP_IS_ENCRYPTED:
  case PROP_INVITER_NAME:
  case PROP_REASON:
  case PROP_REPLACEMENT:
    get_preview_property (self, prop_id, value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_join_flow_dispose (GObject *object)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->history);
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

  object_class->set_property = mx_join_flow_set_property;
  object_class->get_property = mx_join_flow_get_property;
  object_class->dispose = mx_join_flow_dispose;
  object_class->finalize = mx_join_flow_finalize;

  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION, MAKE);
  props[PROP_LINK] = g_param_spec_string ("link", NULL, NULL, NULL, MAKE);
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, MX_JOIN_DONE, MX_JOIN_LOOKING, READ);
  props[PROP_PREVIEW] =
    g_param_spec_int ("preview", NULL, NULL, 0, MX_PREVIEW_UNREACHABLE, MX_PREVIEW_UNKNOWN, READ);
  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, READ);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, READ);
  props[PROP_ALIAS] = g_param_spec_string ("alias", NULL, NULL, NULL, READ);
  props[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, READ);
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, READ);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, READ);
  props[PROP_IS_WORLD_READABLE] = g_param_spec_boolean ("is-world-readable", NULL, NULL, FALSE, READ);
  props[PROP_IS_ENCRYPTED] = g_param_spec_boolean ("is-encrypted", NULL, NULL, FALSE, READ);
  props[PROP_INVITER_NAME] = g_param_spec_string ("inviter-name", NULL, NULL, NULL, READ);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, READ);
  props[PROP_REPLACEMENT] = g_param_spec_string ("replacement", NULL, NULL, NULL, READ);
  props[PROP_ROOM_ID] = g_param_spec_string ("room-id", NULL, NULL, NULL, READ);
  props[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, G_TYPE_LIST_MODEL, READ);
  props[PROP_SUGGESTIONS] = g_param_spec_boxed ("suggestions", NULL, NULL, G_TYPE_STRV, READ);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, READ);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_join_flow_init (MxJoinFlow *self)
{
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
