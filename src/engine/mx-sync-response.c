/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The body of /v3/sync, taken apart without ever holding it as one JSON tree.
 *
 * A first pass checks the bytes (depth, grammar, size) and notes where each room lies;
 * it keeps the body and points into it. Each room is then cut into events, and each
 * event is parsed alone: a broken one is dropped with a note in the log and harms no
 * neighbour. Of a big body the rooms are parsed ahead by a job of the pool while the
 * engine writes those before; the job hands over finished, immutable events and never
 * runs more than AHEAD rooms in front, so 50 MB cost little more than 50 MB.
 *
 * Owned by one thread at a time. */

#include "config.h"

#include "mx-sync-response.h"

#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-pool.h"
#include "mx-scan.h"

#include <string.h>

#define BIG_BYTES  (1024 * 1024)
#define AHEAD      8
#define MAX_HEROES 16

typedef struct
{
  char *room_id;
  MxMembership membership;
  const char *data;
  gsize len;
} Piece;

/* Shared with the job that parses ahead. */
typedef struct
{
  gatomicrefcount ref_count;
  GBytes *body;       /* (owned)                                       */
  GArray *pieces;     /* (element-type Piece)                          */
  GAsyncQueue *rooms; /* (element-type MxSyncRoom): parsed             */
  GAsyncQueue *spent; /* (element-type MxSyncRoom): one for each room that may be parsed ahead */
  int stop;           /* atomic                                        */
} Ahead;

struct _MxSyncResponse {
  GBytes *body;            /* (owned)                          */
  char *next_batch;        /* (owned)                          */
  GPtrArray *account_data; /* (owned) (element-type MxEvent)   */
  MxSyncCrypto crypto;     /* (owned)                          */
  GArray *pieces;          /* (owned) (element-type Piece)     */
  guint next;
  Ahead *ahead;        /* (owned) (nullable): a big body   */
  MxSyncRoom *current; /* (owned) (nullable)               */
};

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->room_id);
}

/* --- events -------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *events;
  MxEventKind kind;
  const char *room_id;
} Events;

static gboolean
take_event (const char *key,
            const char *value,
            gsize       len,
            gpointer    user_data)
{
  Events *events = user_data;
  g_autoptr (GError) error = NULL;
  MxEvent *event = mx_event_new (value, len, events->kind, events->room_id, &error);

  if (event)
    g_ptr_array_add (events->events, event);
  else
    g_debug ("an event is left out: %s", error->message);
  return TRUE;
}

static gboolean
take_events_member (const char *key,
                    const char *value,
                    gsize       len,
                    gpointer    user_data)
{
  if (strcmp (key, "events") == 0)
    mx_scan_elements (value, len, take_event, user_data, NULL);
  return TRUE;
}

/* @value is {"events": […]}. */
static GPtrArray *
parse_events (const char  *value,
              gsize        len,
              MxEventKind  kind,
              const char  *room_id)
{
  GPtrArray *array = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
  Events events = { array, kind, room_id };

  mx_scan_members (value, len, take_events_member, &events, NULL);
  return array;
}

/* --- a room -------------------------------------------------------------------------- */

/**
 * mx_sync_room_free:
 * @self: (transfer full): a room's part
 */
void
mx_sync_room_free (MxSyncRoom *self)
{
  g_free (self->room_id);
  g_strfreev (self->heroes);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_pointer (&self->timeline, g_ptr_array_unref);
  g_free (self->prev_batch);
  g_clear_pointer (&self->ephemeral, g_ptr_array_unref);
  g_clear_pointer (&self->account_data, g_ptr_array_unref);
  g_free (self);
}

static JsonObject *
parse_small (const char *value,
             gsize       len)
{
  return mx_json_parse_object (value, len, BIG_BYTES, NULL);
}

static void
parse_summary (MxSyncRoom *room,
               const char *value,
               gsize       len)
{
  g_autoptr (JsonObject) object = parse_small (value, len);
  guint i;

  if (!object)
    return;
  room->joined_count = CLAMP (mx_json_get_int (object, "m\\.joined_member_count", -1), -1, G_MAXINT32);
  room->invited_count = CLAMP (mx_json_get_int (object, "m\\.invited_member_count", -1), -1, G_MAXINT32);
  if (!mx_json_get_array (object, "m\\.heroes"))
    return;
  /* A summary that is there twice: the last one counts, as everywhere. */
  g_clear_pointer (&room->heroes, g_strfreev);
  room->heroes = mx_json_dup_strv (object, "m\\.heroes");
  for (i = 0; room->heroes && room->heroes[i]; i++)
    if (i >= MAX_HEROES)
      g_clear_pointer (&room->heroes[i], g_free);
}

static void
parse_counts (MxSyncRoom *room,
              const char *value,
              gsize       len)
{
  g_autoptr (JsonObject) object = parse_small (value, len);

  if (!object)
    return;
  room->notification_count = CLAMP (mx_json_get_int (object, "notification_count", -1), -1, G_MAXINT32);
  room->highlight_count = CLAMP (mx_json_get_int (object, "highlight_count", -1), -1, G_MAXINT32);
}

static gboolean
take_timeline_member (const char *key,
                      const char *value,
                      gsize       len,
                      gpointer    user_data)
{
  MxSyncRoom *room = user_data;
  Events events = { room->timeline, MX_EVENT_MESSAGE, room->room_id };
  g_autoptr (JsonNode) node = NULL;

  if (strcmp (key, "events") == 0)
    mx_scan_elements (value, len, take_event, &events, NULL);
  else if (strcmp (key, "limited") == 0)
    room->limited = len == 4 && memcmp (value, "true", 4) == 0;
  else if (strcmp (key, "prev_batch") == 0 && (node = mx_json_parse (value, len, BIG_BYTES, NULL)))
    g_set_str (&room->prev_batch, mx_json_node_string (node));
  return TRUE;
}

static gboolean
take_room_member (const char *key,
                  const char *value,
                  gsize       len,
                  gpointer    user_data)
{
  MxSyncRoom *room = user_data;
  gboolean is_after = strcmp (key, "state_after") == 0;

  if (is_after || (strcmp (key, "state") == 0 && !room->state_is_after) ||
      strcmp (key, "invite_state") == 0 || strcmp (key, "knock_state") == 0) {
    g_clear_pointer (&room->state, g_ptr_array_unref);
    room->state = parse_events (value, len, MX_EVENT_STATE, room->room_id);
    room->state_is_after = is_after;
  } else if (strcmp (key, "timeline") == 0) {
    g_clear_pointer (&room->timeline, g_ptr_array_unref);
    room->timeline = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
    mx_scan_members (value, len, take_timeline_member, room, NULL);
  } else if (strcmp (key, "ephemeral") == 0 && !room->ephemeral) {
    room->ephemeral = parse_events (value, len, MX_EVENT_EPHEMERAL, room->room_id);
  } else if (strcmp (key, "account_data") == 0 && !room->account_data) {
    room->account_data = parse_events (value, len, MX_EVENT_ACCOUNT_DATA, room->room_id);
  } else if (strcmp (key, "summary") == 0) {
    parse_summary (room, value, len);
  } else if (strcmp (key, "unread_notifications") == 0) {
    parse_counts (room, value, len);
  }
  return TRUE;
}

static MxSyncRoom *
parse_piece (const Piece *piece)
{
  MxSyncRoom *room = g_new0 (MxSyncRoom, 1);

  room->room_id = g_strdup (piece->room_id);
  room->membership = piece->membership;
  room->joined_count = room->invited_count = -1;
  room->notification_count = room->highlight_count = -1;
  mx_scan_members (piece->data, piece->len, take_room_member, room, NULL);
  return room;
}

/* --- parsing ahead ------------------------------------------------------------------- */

static void
ahead_unref (Ahead *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->pieces);
  g_bytes_unref (self->body);
  g_async_queue_unref (self->rooms);
  g_async_queue_unref (self->spent);
  g_free (self);
}

/* For each room that comes back another is parsed. What was parsed is freed where it was
 * parsed: memory that one thread takes and another gives back makes both wait for each other. */
static void
ahead_run (gpointer data)
{
  Ahead *self = data;
  guint i;

  for (i = 0; i < self->pieces->len; i++) {
    mx_sync_room_free (g_async_queue_pop (self->spent));
    if (g_atomic_int_get (&self->stop))
      break;
    g_async_queue_push (self->rooms, parse_piece (&g_array_index (self->pieces, Piece, i)));
  }
  ahead_unref (self);
}

static Ahead *
ahead_start (MxSyncResponse *response)
{
  Ahead *self = g_new0 (Ahead, 1);
  guint i;

  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->body = g_bytes_ref (response->body);
  self->pieces = g_array_ref (response->pieces);
  self->rooms = g_async_queue_new_full ((GDestroyNotify) mx_sync_room_free);
  self->spent = g_async_queue_new_full ((GDestroyNotify) mx_sync_room_free);
  for (i = 0; i < AHEAD; i++)
    g_async_queue_push (self->spent, g_new0 (MxSyncRoom, 1));
  mx_pool_push (ahead_run, self);
  return self;
}

static void
ahead_stop (Ahead *self)
{
  g_atomic_int_set (&self->stop, TRUE);
  g_async_queue_push (self->spent, g_new0 (MxSyncRoom, 1));
  ahead_unref (self);
}

static void
let_go_of_room (MxSyncResponse *self)
{
  if (!self->current)
    return;
  if (self->ahead)
    g_async_queue_push (self->ahead->spent, g_steal_pointer (&self->current));
  else
    g_clear_pointer (&self->current, mx_sync_room_free);
}

/* --- the body ------------------------------------------------------------------------ */

typedef struct
{
  MxSyncResponse *response;
  MxMembership membership;
} Section;

static gboolean
take_room (const char *key,
           const char *value,
           gsize       len,
           gpointer    user_data)
{
  Section *section = user_data;
  Piece piece = { NULL, section->membership, value, len };

  if (!mx_id_is_room (key)) {
    g_debug ("a room with a malformed id is left out");
    return TRUE;
  }
  piece.room_id = g_strdup (key);
  g_array_append_val (section->response->pieces, piece);
  return TRUE;
}

static gboolean
take_section (const char *key,
              const char *value,
              gsize       len,
              gpointer    user_data)
{
  Section section = { user_data, MX_MEMBERSHIP_JOIN };

  if (strcmp (key, "invite") == 0)
    section.membership = MX_MEMBERSHIP_INVITE;
  else if (strcmp (key, "knock") == 0)
    section.membership = MX_MEMBERSHIP_KNOCK;
  else if (strcmp (key, "leave") == 0)
    section.membership = MX_MEMBERSHIP_LEAVE;
  else if (strcmp (key, "join") != 0)
    return TRUE;
  mx_scan_members (value, len, take_room, &section, NULL);
  return TRUE;
}

static gboolean
take_to_device_member (const char *key,
                       const char *value,
                       gsize       len,
                       gpointer    user_data)
{
  MxSyncCrypto *crypto = user_data;

  if (strcmp (key, "events") == 0 && !crypto->to_device)
    crypto->to_device = g_strndup (value, len);
  return TRUE;
}

static void
replace (char       **target,
         const char  *value,
         gsize        len)
{
  g_free (*target);
  *target = g_strndup (value, len);
}

static gboolean
take_top (const char *key,
          const char *value,
          gsize       len,
          gpointer    user_data)
{
  MxSyncResponse *self = user_data;
  g_autoptr (JsonNode) node = NULL;

  if (strcmp (key, "next_batch") == 0) {
    if ((node = mx_json_parse (value, len, BIG_BYTES, NULL)) && mx_json_node_string (node)) {
      g_free (self->next_batch);
      self->next_batch = g_strdup (mx_json_node_string (node));
    }
  } else if (strcmp (key, "rooms") == 0) {
    mx_scan_members (value, len, take_section, self, NULL);
  } else if (strcmp (key, "account_data") == 0 && !self->account_data) {
    self->account_data = parse_events (value, len, MX_EVENT_ACCOUNT_DATA, NULL);
  } else if (strcmp (key, "to_device") == 0) {
    mx_scan_members (value, len, take_to_device_member, &self->crypto, NULL);
  } else if (strcmp (key, "device_lists") == 0) {
    replace (&self->crypto.device_lists, value, len);
  } else if (strcmp (key, "device_one_time_keys_count") == 0) {
    replace (&self->crypto.one_time_key_counts, value, len);
  } else if (strcmp (key, "device_unused_fallback_key_types") == 0) {
    replace (&self->crypto.unused_fallback_types, value, len);
  }
  return TRUE;
}

/**
 * mx_sync_response_new:
 * @body: what the server answered
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Checks the body and finds its parts.
 *
 * Returns: (transfer full) (nullable): the response
 */
MxSyncResponse *
mx_sync_response_new (GBytes  *body,
                      GError **error)
{
  g_autoptr (MxSyncResponse) self = g_new0 (MxSyncResponse, 1);
  const char *data;
  gsize len;

  self->body = g_bytes_ref (body);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);
  data = g_bytes_get_data (body, &len);
  if (!mx_scan_check (data, len, MX_API_SYNC_MAX_BYTES, error) ||
      !mx_scan_members (data, len, take_top, self, error))
    return NULL;
  if (!self->next_batch || !*self->next_batch) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the sync names no next batch");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * mx_sync_response_free:
 * @self: (transfer full): a response
 */
void
mx_sync_response_free (MxSyncResponse *self)
{
  let_go_of_room (self);
  g_clear_pointer (&self->ahead, ahead_stop);
  g_clear_pointer (&self->account_data, g_ptr_array_unref);
  g_clear_pointer (&self->pieces, g_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->next_batch);
  g_free (self->crypto.to_device);
  g_free (self->crypto.device_lists);
  g_free (self->crypto.one_time_key_counts);
  g_free (self->crypto.unused_fallback_types);
  g_free (self);
}

/**
 * mx_sync_response_get_next_batch:
 * @self: a response
 *
 * Returns: (transfer none): the token to go on with
 */
const char *
mx_sync_response_get_next_batch (MxSyncResponse *self)
{
  return self->next_batch;
}

/**
 * mx_sync_response_get_account_data:
 * @self: a response
 *
 * Returns: (transfer none) (nullable) (element-type MxEvent): global account data
 */
GPtrArray *
mx_sync_response_get_account_data (MxSyncResponse *self)
{
  return self->account_data;
}

/**
 * mx_sync_response_get_crypto:
 * @self: a response
 *
 * Returns: (transfer none): what concerns encryption
 */
const MxSyncCrypto *
mx_sync_response_get_crypto (MxSyncResponse *self)
{
  return &self->crypto;
}

/**
 * mx_sync_response_get_n_rooms:
 * @self: a response
 *
 * Returns: how many rooms it has
 */
guint
mx_sync_response_get_n_rooms (MxSyncResponse *self)
{
  return self->pieces->len;
}

/**
 * mx_sync_response_next_room:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the next room, until the one after it is asked for;
 *   %NULL after the last
 */
MxSyncRoom *
mx_sync_response_next_room (MxSyncResponse *self)
{
  let_go_of_room (self);
  if (self->next >= self->pieces->len)
    return NULL;
  if (!self->ahead && g_bytes_get_size (self->body) > BIG_BYTES)
    self->ahead = ahead_start (self);
  self->next++;
  if (self->ahead)
    self->current = g_async_queue_pop (self->ahead->rooms);
  else
    self->current = parse_piece (&g_array_index (self->pieces, Piece, self->next - 1));
  return self->current;
}
