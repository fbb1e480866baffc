/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room as the sidebar and its page show it. What the engine tells comes as a summary,
 * compared row by row with the one before: a property notifies exactly when it differs.
 * Timeline and member list are made when asked for and live while somebody holds them.
 * What a person does with a room is in mx-room-actions.c. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-event.h"
#include "mx-member-list-private.h"
#include "mx-power-levels.h"
#include "mx-text.h"
#include "mx-timeline-private.h"

#include "types/m-room-message.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (MxRoom, mx_room, G_TYPE_OBJECT)

typedef enum {
  PROP_SESSION = 1,
  PROP_ROOM_ID,
  PROP_NAME,
  PROP_AVATAR,
  PROP_TOPIC,
  PROP_ALIAS,
  PROP_SECTION,
  PROP_MEMBERSHIP,
  PROP_INVITER,
  PROP_INVITER_NAME,
  PROP_DIRECT_USER,
  PROP_IS_DIRECT,
  PROP_IS_SPACE,
  PROP_IS_ENCRYPTED,
  PROP_IS_PUBLIC,
  PROP_IS_WORLD_READABLE,
  PROP_ALLOWS_GUESTS,
  PROP_IS_FAVOURITE,
  PROP_IS_LOW_PRIORITY,
  PROP_IS_MUTED,
  PROP_IS_UNREAD,
  PROP_UNREAD_COUNT,
  PROP_HIGHLIGHT_COUNT,
  PROP_LAST_TEXT,
  PROP_LAST_SENDER,
  PROP_LAST_TS,
  PROP_MEMBER_COUNT,
  PROP_TYPING,
  PROP_CAN_SEND,
  PROP_CAN_SET_GUESTS,
  PROP_IS_CLOSED,
  PROP_CAN_CLOSE,
  PROP_REPLACEMENT,
  PROP_SUCCESSOR,
  PROP_JOIN_RULE,
  PROP_SERVICE,
  PROP_SERVICE_NETWORK,
  PROP_HISTORY_VISIBILITY,
  PROP_BRIDGE_PROTOCOL,
  PROP_DRAFT,
  N_PROPS,
} MxRoomProperty;

static GParamSpec *props[N_PROPS];

static guint people_changed;

static gboolean
is_word (const char *text,
         const char *word)
{
  return g_strcmp0 (text, word) == 0;
}

/* Text, and where the summary has it as it is shown; 0: it has not. */
static const struct
{
  const char *name;
  gsize offset;
} texts[N_PROPS] = {
  [PROP_ROOM_ID] = { "room-id", 0 },
  [PROP_NAME] = { "name", G_STRUCT_OFFSET (MxRoomSummary, name) },
  [PROP_AVATAR] = { "avatar", G_STRUCT_OFFSET (MxRoomSummary, avatar) },
  [PROP_TOPIC] = { "topic", G_STRUCT_OFFSET (MxRoomSummary, topic) },
  [PROP_ALIAS] = { "alias", G_STRUCT_OFFSET (MxRoomSummary, alias) },
  [PROP_INVITER] = { "inviter", G_STRUCT_OFFSET (MxRoomSummary, inviter) },
  [PROP_INVITER_NAME] = { "inviter-name", G_STRUCT_OFFSET (MxRoomSummary, inviter_name) },
  [PROP_DIRECT_USER] = { "direct-user", G_STRUCT_OFFSET (MxRoomSummary, direct_user) },
  [PROP_LAST_TEXT] = { "last-text", 0 },
  [PROP_LAST_SENDER] = { "last-sender", G_STRUCT_OFFSET (MxRoomSummary, last_sender) },
  [PROP_REPLACEMENT] = { "replacement", G_STRUCT_OFFSET (MxRoomSummary, replacement) },
  [PROP_SUCCESSOR] = { "successor", 0 },
  [PROP_JOIN_RULE] = { "join-rule", G_STRUCT_OFFSET (MxRoomSummary, join_rule) },
  [PROP_SERVICE] = { "service", G_STRUCT_OFFSET (MxRoomSummary, service) },
  [PROP_SERVICE_NETWORK] = { "service-network", G_STRUCT_OFFSET (MxRoomSummary, service_network) },
  [PROP_HISTORY_VISIBILITY] = { "history-visibility", G_STRUCT_OFFSET (MxRoomSummary, history_visibility) },
  [PROP_BRIDGE_PROTOCOL] = { "bridge-protocol", 0 },
  [PROP_DRAFT] = { "draft", 0 },
};

/* Every property that comes from the summary, as a GValue: what is compared is what is shown. */
static void
read_summary (MxRoom         *self,
              MxRoomProperty  prop,
              GValue         *value)
{
  const MxRoomSummary *summary = self->summary;

  if (summary == NULL)
    return;
  if (texts[prop].offset != 0) {
    g_value_set_string (value, G_STRUCT_MEMBER (char *, summary, texts[prop].offset));
    return;
  }
  switch ((int) prop) {
  case PROP_MEMBERSHIP:
    g_value_set_int (value, (int) mx_room_get_membership (self));
    break;
  case PROP_IS_DIRECT:
    g_value_set_boolean (value, summary->direct_user != NULL);
    break;
  case PROP_IS_SPACE:
    g_value_set_boolean (value, is_word (summary->type, "m.space"));
    break;
  case PROP_IS_ENCRYPTED:
    g_value_set_boolean (value, summary->is_encrypted);
    break;
  case PROP_IS_PUBLIC:
    g_value_set_boolean (value, is_word (summary->join_rule, "public"));
    break;
  case PROP_IS_WORLD_READABLE:
    g_value_set_boolean (value, is_word (summary->history_visibility, "world_readable"));
    break;
  case PROP_ALLOWS_GUESTS:
    g_value_set_boolean (value, is_word (summary->guest_access, "can_join"));
    break;
  case PROP_IS_FAVOURITE:
    g_value_set_boolean (value, summary->is_favourite);
    break;
  case PROP_IS_LOW_PRIORITY:
    g_value_set_boolean (value, summary->is_low_priority);
    break;
  case PROP_IS_MUTED:
    g_value_set_boolean (value, summary->is_muted);
    break;
  case PROP_IS_UNREAD:
    g_value_set_boolean (value, summary->unread_count > 0 || summary->highlight_count > 0 || summary->is_marked_unread);
    break;
  case PROP_UNREAD_COUNT:
    g_value_set_uint (value, summary->unread_count);
    break;
  case PROP_HIGHLIGHT_COUNT:
    g_value_set_uint (value, summary->highlight_count);
    break;
  case PROP_LAST_TS:
    g_value_set_int64 (value, summary->last_ts);
    break;
  case PROP_MEMBER_COUNT:
    g_value_set_uint (value, summary->joined_count);
    break;
  case PROP_SUCCESSOR:
    g_value_set_string (value, summary->is_replaced ? summary->replacement : NULL);
    break;
  default:
    break;
  }
}

static void
read_property (MxRoom         *self,
               MxRoomProperty  prop,
               GValue         *value)
{
  switch ((int) prop) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_ROOM_ID:
    g_value_set_string (value, self->room_id);
    break;
  case PROP_SECTION:
    g_value_set_int (value, (int) self->section);
    break;
  case PROP_LAST_TEXT:
    g_value_set_string (value, self->last_text);
    break;
  case PROP_TYPING:
    g_value_set_boxed (value, self->typing_names);
    break;
  case PROP_CAN_SEND:
    g_value_set_boolean (value, self->can_send);
    break;
  case PROP_CAN_SET_GUESTS:
    g_value_set_boolean (value, mx_room_can_set_guests (self));
    break;
  case PROP_IS_CLOSED:
    g_value_set_boolean (value, self->is_closed);
    break;
  case PROP_CAN_CLOSE:
    g_value_set_boolean (value, mx_room_can_close (self));
    break;
  case PROP_BRIDGE_PROTOCOL:
    g_value_set_string (value, self->bridge_protocol);
    break;
  case PROP_DRAFT:
    g_value_set_string (value, self->draft);
    break;
  default:
    read_summary (self, prop, value);
    break;
  }
}

static void
mx_room_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  read_property (MX_ROOM (object), (MxRoomProperty) prop_id, value);
}

static void
mx_room_dispose (GObject *object)
{
  MxRoom *self = MX_ROOM (object);

  g_clear_weak_pointer (&self->session);
  G_OBJECT_CLASS (mx_room_parent_class)->dispose (object);
}

static void
mx_room_finalize (GObject *object)
{
  MxRoom *self = MX_ROOM (object);

  g_clear_pointer (&self->room_id, g_free);
  g_clear_pointer (&self->summary, mx_room_summary_unref);
  g_clear_pointer (&self->power_levels, mx_power_levels_unref);
  g_clear_pointer (&self->members, _mx_member_table_unref);
  g_clear_pointer (&self->typing, g_strfreev);
  g_clear_pointer (&self->typing_names, g_strfreev);
  g_clear_pointer (&self->last_text, g_free);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->bridge_protocol, g_free);
  G_OBJECT_CLASS (mx_room_parent_class)->finalize (object);
}

static void
mx_room_class_init (MxRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  static const struct
  {
    MxRoomProperty prop;
    const char *name;
  } booleans[] = {
    { PROP_IS_DIRECT, "is-direct" },
    { PROP_IS_SPACE, "is-space" },
    { PROP_IS_ENCRYPTED, "is-encrypted" },
    { PROP_IS_PUBLIC, "is-public" },
    { PROP_IS_WORLD_READABLE, "is-world-readable" },
    { PROP_ALLOWS_GUESTS, "allows-guests" },
    { PROP_IS_FAVOURITE, "is-favourite" },
    { PROP_IS_LOW_PRIORITY, "is-low-priority" },
    { PROP_IS_MUTED, "is-muted" },
    { PROP_IS_UNREAD, "is-unread" },
    { PROP_CAN_SEND, "can-send" },
    { PROP_CAN_SET_GUESTS, "can-set-guests" },
    { PROP_IS_CLOSED, "is-closed" },
    { PROP_CAN_CLOSE, "can-close" },
  };

  object_class->get_property = mx_room_get_property;
  object_class->dispose = mx_room_dispose;
  object_class->finalize = mx_room_finalize;

  /* Documented in the header, one line for all. */
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].name != NULL)
      props[i] = g_param_spec_string (texts[i].name, NULL, NULL, NULL, flags);
  for (guint i = 0; i < G_N_ELEMENTS (booleans); i++)
    props[booleans[i].prop] = g_param_spec_boolean (booleans[i].name, NULL, NULL, FALSE, flags);
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, _mx_session_type (), flags);
  props[PROP_SECTION] = g_param_spec_int ("section", NULL, NULL, 0, MX_SECTION_HIDDEN, 0, flags);
  props[PROP_MEMBERSHIP] = g_param_spec_int ("membership", NULL, NULL, 0, MX_MEMBERSHIP_BAN, 0, flags);
  props[PROP_UNREAD_COUNT] = g_param_spec_uint ("unread-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_HIGHLIGHT_COUNT] = g_param_spec_uint ("highlight-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_LAST_TS] = g_param_spec_int64 ("last-ts", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_TYPING] = g_param_spec_boxed ("typing", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /* For lists of the room's people; what it carries is the engine's. */
  people_changed = g_signal_new ("people-changed", MX_TYPE_ROOM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_POINTER);
}

static void
mx_room_init (MxRoom *self)
{
  self->can_send = TRUE;
  self->section = MX_SECTION_HIDDEN;
}

/* Taking over what the engine tells. */

static MxSection
judge_section (const MxRoomSummary *summary)
{
  if (summary->membership == MX_MEMBERSHIP_INVITE)
    return summary->service != NULL ? MX_SECTION_SERVICES : MX_SECTION_INVITES;
  if (summary->membership != MX_MEMBERSHIP_JOIN || summary->is_replaced || is_word (summary->type, "m.space"))
    return MX_SECTION_HIDDEN;
  if (summary->is_favourite)
    return MX_SECTION_FAVOURITES;
  if (summary->is_low_priority)
    return MX_SECTION_LOW_PRIORITY;
  if (summary->service != NULL)
    return MX_SECTION_SERVICES;
  return summary->direct_user != NULL ? MX_SECTION_PEOPLE : MX_SECTION_ROOMS;
}

static char *
compose_last_text (const MxRoomSummary *summary)
{
  g_autofree char *name = NULL;

  if (summary->last_text == NULL || summary->last_sender == NULL)
    return g_strdup (summary->last_text);
  name = mx_text_isolate (summary->last_sender);
  /* Translators: the last message of a room: who wrote it, and what. */
  return g_strdup_printf (_ ("%1$s: %2$s"), name, summary->last_text);
}

static gboolean
judge_can_send (MxRoom *self)
{
  const char *me = self->session != NULL ? _mx_session_me (self->session) : NULL;

  if (self->summary != NULL && self->summary->membership != MX_MEMBERSHIP_JOIN)
    return FALSE;
  if (self->power_levels == NULL || me == NULL)
    return TRUE;
  return mx_power_levels_can_send (self->power_levels, me, mx_type_room_message.name, FALSE);
}

static void
derive (MxRoom *self)
{
  g_free (self->last_text);
  self->last_text = compose_last_text (self->summary);
  self->section = judge_section (self->summary);
  if (self->summary->power_levels != NULL) {
    g_clear_pointer (&self->power_levels, mx_power_levels_unref);
    self->power_levels = mx_power_levels_ref (self->summary->power_levels);
    g_set_str (&self->bridge_protocol, self->summary->bridge_protocol);
    self->is_closed = self->summary->is_closed;
  }
  self->can_send = judge_can_send (self);
}

static gboolean
same_value (const GValue *a,
            const GValue *b)
{
  switch (G_VALUE_TYPE (a)) {
  case G_TYPE_STRING:
    return g_strcmp0 (g_value_get_string (a), g_value_get_string (b)) == 0;
  case G_TYPE_INT:
    return g_value_get_int (a) == g_value_get_int (b);
  case G_TYPE_UINT:
    return g_value_get_uint (a) == g_value_get_uint (b);
  case G_TYPE_INT64:
    return g_value_get_int64 (a) == g_value_get_int64 (b);
  case G_TYPE_BOOLEAN:
    return g_value_get_boolean (a) == g_value_get_boolean (b);
  default:
    return TRUE;
  }
}

static gboolean
same_children (const MxRoomSummary *a,
               const MxRoomSummary *b)
{
  if (a->children == NULL || b->children == NULL)
    return a->children == b->children;
  return g_strv_equal ((const char *const *) a->children, (const char *const *) b->children);
}

/*< private >
 * _mx_room_take_summary:
 *
 * Returns: whether the place in the list may be another one
 */
gboolean
_mx_room_take_summary (MxRoom        *self,
                       MxRoomSummary *summary)
{
  g_autoptr (MxRoomSummary) old = g_steal_pointer (&self->summary);
  GValue before[N_PROPS] = { G_VALUE_INIT };
  gboolean moved = old == NULL || old->membership != summary->membership || old->last_ts != summary->last_ts ||
                   old->sort_ts != summary->sort_ts || old->tag_order != summary->tag_order ||
                   g_strcmp0 (old->alias, summary->alias) != 0 ||
                   (is_word (summary->type, "m.space") &&
                    (g_strcmp0 (old->name, summary->name) != 0 || !same_children (old, summary)));
  MxSection section = self->section;

  self->summary = g_steal_pointer (&old);
  for (guint i = PROP_NAME; i < N_PROPS; i++) {
    g_value_init (&before[i], G_PARAM_SPEC_VALUE_TYPE (props[i]));
    read_property (self, (MxRoomProperty) i, &before[i]);
  }
  g_clear_pointer (&self->summary, mx_room_summary_unref);
  self->summary = mx_room_summary_ref (summary);
  derive (self);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_NAME; i < N_PROPS; i++) {
    g_auto (GValue) now = G_VALUE_INIT;

    g_value_init (&now, G_PARAM_SPEC_VALUE_TYPE (props[i]));
    read_property (self, (MxRoomProperty) i, &now);
    if (!same_value (&before[i], &now))
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
    g_value_unset (&before[i]);
  }
  g_object_thaw_notify (G_OBJECT (self));
  if (self->timeline != NULL)
    _mx_timeline_fully_read (self->timeline, summary->fully_read);
  return moved || section != self->section;
}

/*< private >
 * _mx_room_get_member_table:
 *
 * Made when somebody first asks: of most rooms of a session nobody ever does.
 *
 * Returns: (transfer none): who is in the room, as far as the engine has told
 */
MxMemberTable *
_mx_room_get_member_table (MxRoom *self)
{
  if (self->members == NULL)
    self->members = _mx_member_table_new ();
  return self->members;
}

static void
refresh_typing (MxRoom *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; self->typing != NULL && self->typing[i] != NULL; i++)
    if (self->session == NULL || !_mx_session_hides (self->session, self->typing[i]))
      g_strv_builder_add (builder, _mx_member_table_ask (_mx_room_get_member_table (self), self->typing[i])->name);
  names = g_strv_builder_end (builder);
  if (names[0] == NULL)
    g_clear_pointer (&names, g_strfreev);
  if (names == self->typing_names ||
      (names != NULL && self->typing_names != NULL &&
       g_strv_equal ((const char *const *) names, (const char *const *) self->typing_names)))
    return;
  g_strfreev (self->typing_names);
  self->typing_names = g_steal_pointer (&names);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TYPING]);
}

/*< private >
 * _mx_room_take_members:
 * @infos: (element-type MxMemberInfo): people, as they are now
 */
void
_mx_room_take_members (MxRoom    *self,
                       GPtrArray *infos)
{
  g_autoptr (GHashTable) changed = _mx_member_table_update (_mx_room_get_member_table (self), infos);

  if (changed != NULL && self->timeline != NULL)
    _mx_timeline_members_changed (self->timeline, changed);
  if (self->member_list != NULL)
    _mx_member_list_take (self->member_list, infos, changed);
  g_signal_emit (self, people_changed, 0, infos);
  if (self->typing != NULL)
    refresh_typing (self);
}

/*< private >
 * _mx_room_take_delta:
 *
 * Takes over a piece of a delta: entries from @from to @to, all else but the people with the first.
 */
void
_mx_room_take_delta (MxRoom            *self,
                     const MxRoomDelta *delta,
                     guint              from,
                     guint              to)
{
  if (self->timeline != NULL && (delta->appended != NULL || delta->changed != NULL || delta->discarded != NULL))
    _mx_timeline_take_entries (self->timeline, delta, from, to);
  if (from == 0 && delta->typing != NULL) {
    g_strfreev (self->typing);
    self->typing = g_strdupv (delta->typing);
    refresh_typing (self);
  }
}

/*< private >
 * _mx_room_ignored_changed:
 *
 * Somebody is hidden now, or not any more.
 */
void
_mx_room_ignored_changed (MxRoom *self)
{
  if (self->timeline != NULL)
    _mx_timeline_ignored_changed (self->timeline);
  if (self->typing != NULL)
    refresh_typing (self);
}

/*< private >
 * _mx_room_new:
 * @summary: (nullable): what is known already
 *
 * Returns: (transfer full): a room
 */
MxRoom *
_mx_room_new (MxSession     *session,
              const char    *room_id,
              MxRoomSummary *summary)
{
  MxRoom *self = g_object_new (MX_TYPE_ROOM, NULL);

  g_set_weak_pointer (&self->session, session);
  self->room_id = g_strdup (room_id);
  if (summary == NULL)
    return self;
  /* Nobody listens yet: nothing is compared. */
  self->summary = mx_room_summary_ref (summary);
  derive (self);
  /* Only the first summary's: later this side knows best what was typed. */
  self->draft = g_strdup (summary->draft);
  return self;
}

/*< private >
 * _mx_room_set_draft_text:
 *
 * Returns: whether it is another one than before
 */
gboolean
_mx_room_set_draft_text (MxRoom     *self,
                         const char *draft)
{
  if (draft != NULL && draft[0] == '\0')
    draft = NULL;
  if (!g_set_str (&self->draft, draft))
    return FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DRAFT]);
  return TRUE;
}

void
_mx_room_forget_timeline (MxRoom     *self,
                          MxTimeline *timeline)
{
  if (self->timeline == timeline)
    self->timeline = NULL;
}

void
_mx_room_forget_members (MxRoom       *self,
                         MxMemberList *list)
{
  if (self->member_list == list)
    self->member_list = NULL;
}

/*< private >
 * _mx_room_set_gone:
 *
 * Whoever still holds the room learns that it is none of ours any more.
 */
void
_mx_room_set_gone (MxRoom *self)
{
  gboolean was_left = mx_room_get_membership (self) == MX_MEMBERSHIP_LEAVE;

  self->is_gone = TRUE;
  if (!was_left)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEMBERSHIP]);
}
