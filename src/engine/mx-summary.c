/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the room list shows of a room. It is kept in the room's row, so that the list of
 * a start is one SELECT; here the row is changed as events say and turned into the
 * immutable summary that crosses to the main thread. Engine thread. */

#include "config.h"

#include "mx-summary.h"

#include "mx-event.h"
#include "mx-id.h"
#include "mx-room-name.h"
#include "mx-service.h"
#include "mx-store-timeline.h"
#include "mx-text.h"
#include "types/m-room-avatar.h"
#include "types/m-room-canonical-alias.h"
#include "types/m-room-create.h"
#include "types/m-room-encrypted.h"
#include "types/m-room-encryption.h"
#include "types/m-room-guest-access.h"
#include "types/m-room-history-visibility.h"
#include "types/m-room-join-rules.h"
#include "types/m-room-member.h"
#include "types/m-room-message.h"
#include "types/m-room-name.h"
#include "types/m-room-tombstone.h"
#include "types/m-room-topic.h"
#include "types/m-space-child.h"
#include "types/m-sticker.h"
#include "types/uk-half-shot-bridge.h"

#define MAX_HEROES    5
#define LOOK_BACK     30
#define MAX_TOPIC     4096
#define MAX_LAST_TEXT 200
/* Of a room that was moved again and again. */
#define MAX_MOVES 30

static void
set (char       **target,
     const char  *value)
{
  if (g_strcmp0 (*target, value) == 0)
    return;
  g_free (*target);
  *target = g_strdup (value);
}

/**
 * mx_summary_dup_predecessor:
 * @store: a store
 * @room_id: a room
 *
 * Returns: (transfer full) (nullable): the room that it says it continues
 */
char *
mx_summary_dup_predecessor (MxStore    *store,
                            const char *room_id)
{
  g_autoptr (MxEvent) event = mx_store_get_state (store, room_id, "m.room.create", "", NULL);
  const MxRoomCreate *create = event ? mx_event_get_content_as (event, &mx_type_room_create) : NULL;

  return create ? g_strdup (create->predecessor_room) : NULL;
}

/* The room that a room has moved to: we are in it, and its beginning names the old one. A tombstone alone says
 * nothing. */
static MxStoreRoom *
load_successor (MxStore           *store,
                const MxStoreRoom *row)
{
  g_autoptr (MxStoreRoom) next = row->replacement ? mx_store_load_room (store, row->replacement, NULL) : NULL;
  g_autofree char *predecessor = next ? mx_summary_dup_predecessor (store, next->room_id) : NULL;

  if (!next || next->membership != MX_MEMBERSHIP_JOIN || g_strcmp0 (predecessor, row->room_id) != 0)
    return NULL;
  return g_steal_pointer (&next);
}

/* Rooms that name each other in a circle have not moved anywhere. */
static gboolean
is_replaced (MxStore           *store,
             const MxStoreRoom *row)
{
  g_autoptr (MxStoreRoom) at = load_successor (store, row);
  guint i;

  if (!at)
    return FALSE;
  for (i = 0; i < MAX_MOVES; i++) {
    g_autoptr (MxStoreRoom) next = load_successor (store, at);

    if (!next)
      return TRUE;
    if (g_str_equal (next->room_id, row->room_id))
      return FALSE;
    g_clear_pointer (&at, mx_store_room_free);
    at = g_steal_pointer (&next);
  }
  return FALSE;
}

/* The rooms that belong to a space: those that it names a server for. See Client-Server API, "Spaces". */
static char **
load_children (MxStore    *store,
               const char *room_id)
{
  g_autoptr (GPtrArray) events = mx_store_list_state (store, room_id, mx_type_space_child.name, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; events && i < events->len; i++) {
    MxEvent *event = g_ptr_array_index (events, i);
    const MxSpaceChild *child = mx_event_get_content_as (event, &mx_type_space_child);

    if (child && child->via[0])
      g_strv_builder_add (builder, mx_event_get_state_key (event));
  }
  return g_strv_builder_end (builder);
}

/* Whoever may set state can claim a bridge: where its bot is known not to be there, nobody reads along. Of a room
 * whose people are not all stored the claim is believed. */
static gboolean
is_believed (MxStore           *store,
             const MxStoreRoom *row,
             const MxBridge    *claim)
{
  g_autoptr (MxStoreMember) member = mx_store_get_member (store, row->room_id, claim->bot, NULL);

  return member ? member->membership == MX_MEMBERSHIP_JOIN : !row->members_complete;
}

static gboolean
is_closed (MxStore           *store,
           const MxStoreRoom *row)
{
  g_autoptr (MxEvent) event = mx_store_get_state (store, row->room_id, mx_type_room_join_rules.name, "", NULL);
  const MxRoomJoinRules *rules = event ? mx_event_get_content_as (event, &mx_type_room_join_rules) : NULL;

  return rules && rules->before;
}

static char *
dup_bridge_protocol (MxStore           *store,
                     const MxStoreRoom *row)
{
  const char *const types[] = { mx_type_bridge.name, mx_type_uk_half_shot_bridge.name };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GPtrArray) events = mx_store_list_state (store, row->room_id, types[i], NULL);

    for (guint j = 0; events && j < events->len; j++) {
      const MxBridge *claim = mx_bridge_get_claim (g_ptr_array_index (events, j));

      if (claim && is_believed (store, row, claim))
        return g_strdup (claim->protocol);
    }
  }
  return NULL;
}

/**
 * mx_summary_from_row:
 * @store: a store
 * @row: a room's row
 * @with_power: whether to read the power levels, who reads along elsewhere, and whether it is closed for now
 *
 * Returns: (transfer full): the summary
 */
MxRoomSummary *
mx_summary_from_row (MxStore           *store,
                     const MxStoreRoom *row,
                     gboolean           with_power)
{
  MxRoomSummary *self = g_new0 (MxRoomSummary, 1);
  g_auto (MxService) service = { NULL };

  g_atomic_ref_count_init (&self->ref_count);
  self->room_id = g_strdup (row->room_id);
  self->membership = row->membership;
  self->name = g_strdup (row->name ? row->name : row->room_id);
  self->avatar = g_strdup (row->avatar);
  self->topic = g_strdup (row->topic);
  self->alias = g_strdup (row->alias);
  self->version = g_strdup (row->version ? row->version : "1");
  self->type = g_strdup (row->type);
  self->join_rule = g_strdup (row->join_rule ? row->join_rule : "invite");
  self->guest_access = g_strdup (row->guest_access ? row->guest_access : "forbidden");
  self->history_visibility = g_strdup (row->history_visibility ? row->history_visibility : "shared");
  self->replacement = g_strdup (row->replacement);
  self->is_replaced = is_replaced (store, row);
  self->direct_user = g_strdup (row->direct_user);
  self->inviter = g_strdup (row->inviter);
  self->inviter_name = g_strdup (row->inviter_name);
  self->reason = row->reason ? mx_text_limit (row->reason, 1, MAX_LAST_TEXT, NULL) : NULL;
  mx_service_read (&service, store, row);
  self->service = g_steal_pointer (&service.protocol);
  self->service_network = g_steal_pointer (&service.network);
  self->is_encrypted = row->is_encrypted;
  self->is_favourite = row->is_favourite;
  self->is_low_priority = row->is_low_priority;
  self->is_muted = row->is_muted;
  self->is_marked_unread = row->marked_unread;
  self->tag_order = row->tag_order;
  self->joined_count = row->joined_count;
  self->invited_count = row->invited_count;
  self->unread_count = row->unread_count;
  self->highlight_count = row->unread_highlights;
  self->last_sender = g_strdup (row->last_sender);
  self->last_text = g_strdup (row->last_text);
  self->last_ts = row->last_ts;
  self->sort_ts = row->sort_ts;
  self->fully_read = g_strdup (row->fully_read);
  self->draft = g_strdup (row->draft);
  /* A space is never open as a room is: what it shows is its rooms, and who may change them. */
  if (row->membership == MX_MEMBERSHIP_JOIN && g_strcmp0 (row->type, "m.space") == 0) {
    self->children = load_children (store, row->room_id);
    with_power = TRUE;
  }
  if (with_power) {
    self->power_levels = mx_member_power_levels (store, row->room_id);
    self->bridge_protocol = dup_bridge_protocol (store, row);
    self->is_closed = is_closed (store, row);
  }
  return self;
}

static gboolean
apply_create (MxStoreRoom *row,
              MxEvent     *event)
{
  const MxRoomCreate *create = mx_event_get_content_as (event, &mx_type_room_create);

  if (create) {
    set (&row->version, create->room_version);
    set (&row->type, create->type);
  }
  return FALSE;
}

static gboolean
apply_topic (MxStoreRoom *row,
             MxEvent     *event)
{
  const MxRoomTopic *topic = mx_event_get_content_as (event, &mx_type_room_topic);
  g_autofree char *text = NULL;

  if (topic && topic->topic && *topic->topic)
    text = mx_text_limit (topic->topic, 50, MAX_TOPIC, NULL);
  set (&row->topic, text);
  return FALSE;
}

static gboolean
apply_avatar (MxStoreRoom *row,
              MxEvent     *event)
{
  const MxRoomAvatar *avatar = mx_event_get_content_as (event, &mx_type_room_avatar);

  set (&row->avatar, avatar ? avatar->url : NULL);
  /* Of a direct chat without a picture the other one's is shown, and goes with the name. */
  return !row->avatar;
}

static gboolean
apply_alias (MxStoreRoom *row,
             MxEvent     *event)
{
  const MxRoomCanonicalAlias *alias = mx_event_get_content_as (event, &mx_type_room_canonical_alias);

  set (&row->alias, alias ? alias->alias : NULL);
  return TRUE;
}

static gboolean
apply_join_rules (MxStoreRoom *row,
                  MxEvent     *event)
{
  const MxRoomJoinRules *rules = mx_event_get_content_as (event, &mx_type_room_join_rules);

  set (&row->join_rule, rules ? rules->join_rule : NULL);
  return FALSE;
}

static gboolean
apply_guest_access (MxStoreRoom *row,
                    MxEvent     *event)
{
  const MxRoomGuestAccess *access = mx_event_get_content_as (event, &mx_type_room_guest_access);

  set (&row->guest_access, access ? access->guest_access : NULL);
  return FALSE;
}

static gboolean
apply_history_visibility (MxStoreRoom *row,
                          MxEvent     *event)
{
  const MxRoomHistoryVisibility *seen = mx_event_get_content_as (event, &mx_type_room_history_visibility);

  set (&row->history_visibility, seen ? seen->history_visibility : NULL);
  return FALSE;
}

static gboolean
apply_tombstone (MxStoreRoom *row,
                 MxEvent     *event)
{
  const MxRoomTombstone *tombstone = mx_event_get_content_as (event, &mx_type_room_tombstone);

  set (&row->replacement, tombstone ? tombstone->replacement_room : NULL);
  return FALSE;
}

/* An encrypted room stays one, whatever the event says: the store never takes it back. */
static gboolean
apply_encryption (MxStoreRoom *row,
                  MxEvent     *event)
{
  row->is_encrypted = TRUE;
  return FALSE;
}

static gboolean
apply_name (MxStoreRoom *row,
            MxEvent     *event)
{
  return TRUE;
}

static const struct
{
  const MxEventType *type;
  gboolean (*apply) (MxStoreRoom *row,
                     MxEvent *event);
} appliers[] = {
  { &mx_type_room_create, apply_create },
  { &mx_type_room_name, apply_name },
  { &mx_type_room_topic, apply_topic },
  { &mx_type_room_avatar, apply_avatar },
  { &mx_type_room_canonical_alias, apply_alias },
  { &mx_type_room_join_rules, apply_join_rules },
  { &mx_type_room_guest_access, apply_guest_access },
  { &mx_type_room_history_visibility, apply_history_visibility },
  { &mx_type_room_tombstone, apply_tombstone },
  { &mx_type_room_encryption, apply_encryption },
};

/**
 * mx_summary_apply_state:
 * @row: a room's row
 * @event: a state event of the room
 * @own_user: who is signed in
 *
 * Changes the row as the event says. Known by name, not by table: a malformed
 * m.room.encryption encrypts the room as well.
 *
 * Returns: whether the room's name may be another one now
 */
gboolean
mx_summary_apply_state (MxStoreRoom *row,
                        MxEvent     *event,
                        const char  *own_user)
{
  const char *name = mx_event_get_type_name (event);
  const char *key = mx_event_get_state_key (event);
  gsize i;

  if (g_str_equal (name, mx_type_room_member.name))
    return TRUE;
  if (!key || *key)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (appliers); i++)
    if (g_str_equal (name, appliers[i].type->name))
      return appliers[i].apply (row, event);
  return FALSE;
}

/* The heroes that the server named, else those that the store knows. */
static GPtrArray *
list_heroes (MxStore           *store,
             const MxStoreRoom *row,
             const char        *own_user)
{
  GPtrArray *heroes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) members = NULL;
  MxStoreMember *member;
  guint i;

  for (i = 0; row->heroes && row->heroes[i] && heroes->len < MAX_HEROES; i++)
    if (mx_id_is_user (row->heroes[i]) && !g_str_equal (row->heroes[i], own_user))
      g_ptr_array_add (heroes, g_strdup (row->heroes[i]));
  if (heroes->len > 0 || row->heroes)
    return heroes;
  members = mx_store_list_heroes (store, row->room_id, own_user, MAX_HEROES, NULL);
  for (i = 0; members && i < members->len; i++) {
    member = g_ptr_array_index (members, i);
    g_ptr_array_add (heroes, g_strdup (member->user_id));
  }
  return heroes;
}

static void
take_person (MxStore     *store,
             MxStoreRoom *row,
             const char  *user_id)
{
  g_autoptr (MxStoreMember) member = mx_store_get_member (store, row->room_id, user_id, NULL);

  if (member && member->avatar)
    set (&row->avatar, member->avatar);
}

/**
 * mx_summary_compute_name:
 * @store: a store
 * @row: a room's row
 * @own_user: who is signed in
 * @error: a place for an error
 *
 * Computes the room's name as the specification says, and the picture of a direct chat.
 *
 * Returns: whether the store could be read
 */
gboolean
mx_summary_compute_name (MxStore      *store,
                         MxStoreRoom  *row,
                         const char   *own_user,
                         GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MxEvent) named = mx_store_get_state (store, row->room_id, mx_type_room_name.name, "", &local);
  g_autoptr (MxEvent) avatar = NULL;
  g_autoptr (GPtrArray) heroes = list_heroes (store, row, own_user);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const MxRoomName *content = named ? mx_event_get_content_as (named, &mx_type_room_name) : NULL;
  guint people = row->joined_count + row->invited_count;
  gboolean is_in = row->membership == MX_MEMBERSHIP_JOIN || row->membership == MX_MEMBERSHIP_INVITE;
  guint i;

  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  for (i = 0; i < heroes->len; i++)
    g_ptr_array_add (names, mx_member_dup_name_of (store, row->room_id, heroes->pdata[i]));
  g_ptr_array_add (names, NULL);
  g_free (row->name);
  row->name = mx_room_name_compute (content ? content->name : NULL, row->alias, (const char *const *) names->pdata,
                                    MAX (people > 0 ? people - 1 : 0, row->joined_count == 0 ? heroes->len : 0),
                                    is_in);
  avatar = mx_store_get_state (store, row->room_id, mx_type_room_avatar.name, "", NULL);
  if (!avatar && row->direct_user)
    take_person (store, row, row->direct_user);
  return TRUE;
}

/**
 * mx_summary_is_message:
 * @event: an event
 *
 * Returns: whether the room list may show it as the last message
 */
gboolean
mx_summary_is_message (MxEvent *event)
{
  const char *name = mx_event_get_type_name (event);

  if (mx_event_get_state_key (event) || mx_event_is_redacted (event) ||
      mx_event_get_relation (event) == MX_RELATION_REPLACE)
    return FALSE;
  return g_str_equal (name, mx_type_room_message.name) || g_str_equal (name, mx_type_sticker.name) ||
         g_str_equal (name, mx_type_room_encrypted.name);
}

static gboolean
is_emote (MxEvent *event)
{
  const MxRoomMessage *message = mx_event_get_content_as (event, &mx_type_room_message);

  return message && message->msgtype == MX_MSGTYPE_EMOTE;
}

/**
 * mx_summary_set_last:
 * @store: a store
 * @row: a room's row
 * @event: a message of the room
 * @error: a place for an error
 *
 * Makes @event the last message of the list's row.
 *
 * Returns: %TRUE
 */
gboolean
mx_summary_set_last (MxStore      *store,
                     MxStoreRoom  *row,
                     MxEvent      *event,
                     GError      **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  const char *sender = mx_event_get_sender (event);
  char *name = mx_member_dup_name_of (store, row->room_id, sender);

  g_hash_table_insert (names, (char *) sender, name);
  /* "* Ann dances" says already who it is. */
  set (&row->last_sender, is_emote (event) ? NULL : name);
  text = mx_event_dup_summary (event, names);
  line = text ? mx_text_clean_line (text) : NULL;
  g_free (row->last_text);
  row->last_text = line ? mx_text_limit (line, 1, MAX_LAST_TEXT, NULL) : NULL;
  row->last_ts = mx_event_get_ts (event);
  row->sort_ts = row->last_ts;
  set (&row->last_event, mx_event_get_id (event));
  set (&row->last_type, mx_event_get_type_name (event));
  return TRUE;
}

/**
 * mx_summary_find_last:
 * @store: a store
 * @row: a room's row
 * @ignored: (element-type utf8 utf8): a set of people who are hidden
 * @error: a place for an error
 *
 * Looks for the last message among the newest events of the store: after a redaction, or when
 * somebody was hidden.
 *
 * Returns: whether the store could be read
 */
gboolean
mx_summary_find_last (MxStore      *store,
                      MxStoreRoom  *row,
                      GHashTable   *ignored,
                      GError      **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  MxStoreEntry *entry;
  guint i;

  entries = mx_store_list_before (store, row->room_id, MX_STORE_NEWEST, LOOK_BACK, NULL, error);
  if (!entries)
    return FALSE;
  for (i = entries->len; i > 0; i--) {
    entry = g_ptr_array_index (entries, i - 1);
    if (entry->event && mx_summary_is_message (entry->event) &&
        !g_hash_table_contains (ignored, mx_event_get_sender (entry->event)))
      return mx_summary_set_last (store, row, entry->event, error);
  }
  set (&row->last_sender, NULL);
  set (&row->last_text, NULL);
  set (&row->last_event, NULL);
  set (&row->last_type, NULL);
  return TRUE;
}
