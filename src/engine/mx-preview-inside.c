/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second half of a look at a room, where anyone may read it: where it moved, whether
 * people elsewhere read it too, and what was said last. Engine thread.
 *
 *   moved? ─► (does the new room say so too, and did it move itself? again) ─► bridged? (is
 *   the bridge's bot there?) ─► last messages ─► names of who wrote them
 *
 * Each arrow is a request; whatever cannot be had is left out. A room that a tombstone names
 * but that says it follows another one (or none) is not believed (H11). */

#include "config.h"

#include "mx-preview-private.h"

#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-text.h"
#include "types/m-bridge.h"

#define HISTORY_ROWS 20
#define MAX_NAMES    8
#define MAX_MOVES    8
#define BRIDGES      "[\"m.bridge\",\"uk.half-shot.bridge\"]"

/* Names of the senders, for the messages shown below the preview. */

static void
set_name (MxLook     *look,
          const char *user_id,
          JsonObject *content)
{
  const char *raw = content ? mx_json_get_string (content, "displayname") : NULL;

  for (guint i = 0; i < look->preview->history->members->len; i++) {
    MxMemberInfo *member = g_ptr_array_index (look->preview->history->members, i);

    if (!g_str_equal (member->user_id, user_id) || !raw)
      continue;
    g_free (member->name);
    member->name = mx_text_clean_name (raw);
    member->raw_name = g_strdup (raw);
  }
}

typedef struct
{
  MxLook *look;
  char *user_id;
} NameAsked;

static void
on_name (MxCore       *core,
         MxResponse   *response,
         const GError *error,
         gpointer      data)
{
  NameAsked *asked = data;
  MxLook *look = asked->look;
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;

  set_name (look, asked->user_id, content);
  g_free (asked->user_id);
  g_free (asked);
  if (--look->n_asked == 0)
    _mx_look_finish (look, look->preview->state);
}

static void
ask_names (MxLook *look)
{
  GPtrArray *members = look->preview->history->members;
  guint n_names = MIN (members->len, MAX_NAMES);

  look->n_asked = 1;
  for (guint i = 0; i < n_names; i++) {
    MxMemberInfo *member = g_ptr_array_index (members, i);
    g_autoptr (MxRequest) request = NULL;
    NameAsked *asked;

    request = mx_api_get_state (look->preview->room_id, "m.room.member", member->user_id, NULL);
    if (!request)
      continue;
    asked = g_new0 (NameAsked, 1);
    asked->look = look;
    asked->user_id = g_strdup (member->user_id);
    look->n_asked++;
    mx_core_send (look->core, request, g_task_get_cancellable (look->task), on_name, asked);
  }
  if (--look->n_asked == 0)
    _mx_look_finish (look, look->preview->state);
}

static void
add_sender (GPtrArray  *members,
            const char *user_id)
{
  MxMemberInfo *member;

  for (guint i = 0; i < members->len; i++) {
    member = g_ptr_array_index (members, i);
    if (g_str_equal (member->user_id, user_id))
      return;
  }
  member = g_new0 (MxMemberInfo, 1);
  member->user_id = g_strdup (user_id);
  member->name = mx_id_dup_localpart (user_id);
  member->membership = MX_MEMBERSHIP_JOIN;
  g_ptr_array_add (members, member);
}

static MxTimelineSlice *
slice_from_page (MxEventPage *page,
                 const char  *room_id)
{
  MxTimelineSlice *slice = g_new0 (MxTimelineSlice, 1);

  slice->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
  slice->members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  for (guint i = page->chunk->len; i > 0; i--) {
    const char *json = g_ptr_array_index (page->chunk, i - 1);
    g_autoptr (MxEvent) event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, room_id, NULL);
    MxTimelineEntry *entry;

    if (!event)
      continue;
    entry = g_new0 (MxTimelineEntry, 1);
    entry->kind = MX_ENTRY_EVENT;
    entry->pos = page->chunk->len - i;
    add_sender (slice->members, mx_event_get_sender (event));
    entry->event = g_steal_pointer (&event);
    g_ptr_array_add (slice->entries, entry);
  }
  slice->at_start = page->end == NULL;
  return slice;
}

static void
on_history (MxLook       *look,
            MxResponse   *response,
            const GError *error)
{
  g_autoptr (MxEventPage) page = response ? mx_api_event_page_parse (response, NULL) : NULL;

  if (!page) {
    _mx_look_finish (look, look->preview->state);
    return;
  }
  look->preview->history = slice_from_page (page, look->preview->room_id);
  ask_names (look);
}

static void
ask_history (MxLook *look)
{
  g_autoptr (GError) error = NULL;

  _mx_look_ask (look, mx_api_messages (look->preview->room_id, NULL, NULL, TRUE, HISTORY_ROWS, &error), error,
                on_history);
}

/* Bridged? */

static void
on_bot (MxLook       *look,
        MxResponse   *response,
        const GError *error)
{
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;

  /* Anybody with the power to set state could claim a bridge: its bot must be there. */
  if (!content || g_strcmp0 (mx_json_get_string (content, "membership"), "join") != 0) {
    g_clear_pointer (&look->preview->bridge_network, g_free);
    g_clear_pointer (&look->preview->bridge_channel, g_free);
  }
  ask_history (look);
}

static gboolean
take_bridge (MxLook     *look,
             const char *json)
{
  g_autoptr (MxEvent) event = mx_event_new (json, strlen (json), MX_EVENT_STATE, look->preview->room_id, NULL);
  const MxBridge *claim = event ? mx_bridge_get_claim (event) : NULL;

  if (!claim)
    return FALSE;
  look->bot = g_strdup (claim->bot);
  look->preview->bridge_network = mx_bridge_dup_network (claim);
  look->preview->bridge_channel = mx_bridge_dup_channel (claim);
  return TRUE;
}

static void
on_bridge (MxLook       *look,
           MxResponse   *response,
           const GError *error)
{
  g_autoptr (MxEventPage) page = response ? mx_api_event_page_parse (response, NULL) : NULL;
  g_autoptr (GError) fault = NULL;

  for (guint i = 0; page && i < page->chunk->len && !look->bot; i++)
    take_bridge (look, g_ptr_array_index (page->chunk, i));
  if (look->bot)
    _mx_look_ask (look, mx_api_get_state (look->preview->room_id, "m.room.member", look->bot, &fault), fault, on_bot);
  else
    ask_history (look);
}

static void
ask_bridge (MxLook *look)
{
  g_autoptr (GError) error = NULL;

  _mx_look_ask (look, mx_api_messages_of (look->preview->room_id, BRIDGES, 5, &error), error, on_bridge);
}

/* Moved? */

static void ask_tombstone (MxLook *look,
                           const char *room_id);

static void
believe_move (MxLook   *look,
              gboolean  confirmed)
{
  look->preview->state = look->preview->with_account = MX_PREVIEW_MOVED;
  look->preview->is_confirmed = confirmed;
  g_free (look->preview->replacement);
  look->preview->replacement = g_steal_pointer (&look->moved_to);
}

/* What the new room says of its beginning; where that is private, the old room's word stands. */
static void
on_create (MxLook       *look,
           MxResponse   *response,
           const GError *error)
{
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;
  const char *predecessor = content ? mx_json_get_string (content, "predecessor.room_id") : NULL;
  const char *before = look->preview->replacement ? look->preview->replacement : look->preview->room_id;

  if (!content) {
    believe_move (look, FALSE);
    ask_bridge (look);
  } else if (g_strcmp0 (predecessor, before) != 0) {
    g_debug ("a room that is said to follow another one does not say so");
    ask_bridge (look);
  } else {
    believe_move (look, TRUE);
    if (++look->n_moves < MAX_MOVES)
      ask_tombstone (look, look->preview->replacement);
    else
      ask_bridge (look);
  }
}

static void
on_tombstone (MxLook       *look,
              MxResponse   *response,
              const GError *error)
{
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;
  const char *replacement = content ? mx_json_get_string (content, "replacement_room") : NULL;
  g_autoptr (GError) fault = NULL;

  if (!mx_id_is_room (replacement) || g_str_equal (replacement, look->preview->room_id) ||
      g_strcmp0 (replacement, look->preview->replacement) == 0) {
    ask_bridge (look);
    return;
  }
  g_set_str (&look->moved_to, replacement);
  _mx_look_ask (look, mx_api_get_state (replacement, "m.room.create", "", &fault), fault, on_create);
}

static void
ask_tombstone (MxLook     *look,
               const char *room_id)
{
  g_autoptr (GError) error = NULL;

  _mx_look_ask (look, mx_api_get_state (room_id, "m.room.tombstone", "", &error), error, on_tombstone);
}

void
_mx_look_inside (MxLook *look)
{
  ask_tombstone (look, look->preview->room_id);
}
