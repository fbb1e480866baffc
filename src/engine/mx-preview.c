/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at the room behind a link, without joining and, where nobody is signed in, without
 * an account. Engine thread.
 *
 *   link ─► (signed out: find the link's server) ─► alias? ask which room it is
 *        ─► summary ─► (world-readable, signed in: moved? last messages, their senders) ─► preview
 *
 * Each arrow is one request; each answer is written into the preview and takes the next
 * step. Whatever fails ends in a state of the preview, with the reason beside it. */

#include "config.h"

#include "mx-preview.h"

#include "mx-api-directory.h"
#include "mx-api-sync.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-http.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-near.h"
#include "mx-request.h"
#include "mx-room-preview.h"
#include "mx-store-room.h"
#include "mx-store-state.h"
#include "mx-text.h"

#define HISTORY_ROWS    20
#define DIRECTORY_ROWS  100
#define MAX_SUGGESTIONS 3
#define MAX_NAMES       8

typedef struct _Look Look;

typedef void (*LookFunc) (Look *look,
                          MxResponse *response,
                          const GError *error);

struct _Look {
  MxCore *core;           /* (unowned)                                       */
  GTask *task;            /* (owned)                                         */
  MxRoomPreview *preview; /* (owned)                                         */
  char *base_url;         /* (owned) (nullable): where nobody is signed in   */
  gboolean guests;        /* the server may take guests                      */
  gboolean searched;      /* the directory was asked for the very word       */
  MxSummaryPath path;
  char *join_rule; /* (owned) (nullable)                              */
  guint n_asked;   /* names under way                                 */
  LookFunc next;   /* takes the answer under way                      */
};

static void ask_summary (Look *look);

static void
look_free (Look *look)
{
  g_clear_object (&look->task);
  g_clear_pointer (&look->preview, mx_room_preview_unref);
  g_free (look->base_url);
  g_free (look->join_rule);
  g_free (look);
}

static void
finish (Look           *look,
        MxPreviewState  state)
{
  look->preview->state = state;
  mx_port_return_pointer (look->core->port, g_steal_pointer (&look->task),
                          g_steal_pointer (&look->preview), (GDestroyNotify) mx_room_preview_unref);
  look_free (look);
}

static void
fail (Look           *look,
      MxPreviewState  state,
      const GError   *error)
{
  g_clear_error (&look->preview->error);
  look->preview->error = g_error_copy (error);
  finish (look, state);
}

/* The server did not answer, or answered that it cannot now. */
static gboolean
is_silence (const GError *error)
{
  return mx_error_is_transient (error) || error->domain != MX_ERROR ||
         error->code == MX_ERROR_NO_SERVER || error->code == MX_ERROR_NOT_MATRIX ||
         error->code == MX_ERROR_CERTIFICATE;
}

static void
on_answer (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  Look *look = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (look, MX_PREVIEW_UNREACHABLE, error);
  else
    look->next (look, response, error);
}

static void
send_to_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = mx_http_send_finish (MX_HTTP (source), result, &error);
  Look *look = user_data;

  on_answer (look->core, response, error, look);
}

/* Takes @request; @request NULL: @error says what is wrong with the link. */
static void
ask (Look         *look,
     MxRequest    *request,
     const GError *error,
     LookFunc      next)
{
  g_autoptr (MxRequest) owned = request;
  GCancellable *cancellable = g_task_get_cancellable (look->task);

  if (!owned) {
    fail (look, MX_PREVIEW_NOT_FOUND, error);
    return;
  }
  look->next = next;
  if (look->base_url)
    mx_http_send_to_async (look->core->http, look->base_url, owned, cancellable, send_to_cb, look);
  else
    mx_core_send (look->core, owned, cancellable, on_answer, look);
}

/* Names of the senders, for the messages shown below the preview. */

static void
set_name (Look       *look,
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
  Look *look;
  char *user_id;
} NameAsked;

static void
on_name (MxCore       *core,
         MxResponse   *response,
         const GError *error,
         gpointer      data)
{
  NameAsked *asked = data;
  Look *look = asked->look;
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;

  set_name (look, asked->user_id, content);
  g_free (asked->user_id);
  g_free (asked);
  if (--look->n_asked == 0)
    finish (look, look->preview->state);
}

static void
ask_names (Look *look)
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
    finish (look, look->preview->state);
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
on_history (Look         *look,
            MxResponse   *response,
            const GError *error)
{
  g_autoptr (MxEventPage) page = response ? mx_api_event_page_parse (response, NULL) : NULL;

  if (!page) {
    finish (look, look->preview->state);
    return;
  }
  look->preview->history = slice_from_page (page, look->preview->room_id);
  ask_names (look);
}

static void
ask_history (Look *look)
{
  g_autoptr (GError) error = NULL;

  ask (look, mx_api_messages (look->preview->room_id, NULL, NULL, TRUE, HISTORY_ROWS, &error), error, on_history);
}

static void
on_tombstone (Look         *look,
              MxResponse   *response,
              const GError *error)
{
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;
  const char *replacement = content ? mx_json_get_string (content, "replacement_room") : NULL;

  if (mx_id_is_room (replacement)) {
    look->preview->replacement = g_strdup (replacement);
    look->preview->state = MX_PREVIEW_MOVED;
  }
  ask_history (look);
}

/* From the summary to a state. */

static MxPreviewState
state_of_membership (const char *membership)
{
  if (g_strcmp0 (membership, "join") == 0)
    return MX_PREVIEW_JOINED;
  if (g_strcmp0 (membership, "invite") == 0)
    return MX_PREVIEW_INVITED;
  if (g_strcmp0 (membership, "ban") == 0)
    return MX_PREVIEW_BANNED;
  return MX_PREVIEW_UNKNOWN;
}

static MxPreviewState
state_of_rule (Look *look)
{
  const char *rule = look->join_rule;
  gboolean open = rule == NULL || g_str_equal (rule, "public");

  if (!look->core->account)
    return open && look->preview->guest_can_join && look->guests ? MX_PREVIEW_GUEST : MX_PREVIEW_NEEDS_ACCOUNT;
  if (look->core->account->is_guest && !look->preview->guest_can_join)
    return MX_PREVIEW_NEEDS_ACCOUNT;
  if (open || g_str_equal (rule, "restricted"))
    return MX_PREVIEW_JOIN;
  if (g_str_has_prefix (rule, "knock"))
    return MX_PREVIEW_KNOCK;
  return MX_PREVIEW_NEEDS_INVITE;
}

static void
fill (MxRoomPreview *preview,
      MxPublicRoom  *room)
{
  g_set_str (&preview->room_id, room->room_id);
  if (room->canonical_alias)
    g_set_str (&preview->alias, room->canonical_alias);
  preview->name = room->name ? mx_text_clean_name (room->name) : NULL;
  preview->topic = g_strdup (room->topic);
  preview->avatar = g_strdup (room->avatar_url);
  preview->members = CLAMP (room->num_joined_members, 0, G_MAXUINT);
  preview->is_encrypted = room->encryption != NULL;
  preview->is_world_readable = room->world_readable;
  preview->guest_can_join = room->guest_can_join;
}

static void
on_summary (Look         *look,
            MxResponse   *response,
            const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (MxPublicRoom) room = NULL;
  MxPreviewState state;

  if (g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED) && look->path < MX_SUMMARY_OLD) {
    look->path++;
    ask_summary (look);
    return;
  }
  if (error && is_silence (error)) {
    fail (look, MX_PREVIEW_UNREACHABLE, error);
    return;
  }
  room = response ? mx_api_room_summary_parse (response, &parse_error) : NULL;
  if (!room) {
    fail (look, look->core->account ? MX_PREVIEW_UNKNOWN : MX_PREVIEW_NEEDS_ACCOUNT, error ? error : parse_error);
    return;
  }
  fill (look->preview, room);
  g_set_str (&look->join_rule, room->join_rule);
  state = state_of_membership (room->membership);
  look->preview->state = state != MX_PREVIEW_UNKNOWN ? state : state_of_rule (look);
  if (look->preview->is_world_readable && look->core->account && state == MX_PREVIEW_UNKNOWN)
    ask (look, mx_api_get_state (look->preview->room_id, "m.room.tombstone", "", &parse_error), parse_error,
         on_tombstone);
  else
    finish (look, look->preview->state);
}

static void
ask_summary (Look *look)
{
  g_autoptr (GError) error = NULL;

  ask (look,
       mx_api_room_summary (look->preview->room_id, (const char *const *) look->preview->via, look->path, &error),
       error, on_summary);
}

/* A dead alias: what the directory of its server has that looks alike. */

static void
ask_directory (Look       *look,
               const char *term,
               LookFunc    next)
{
  g_autoptr (GError) error = NULL;
  const char *server = look->base_url ? NULL : look->preview->server;

  ask (look, mx_api_public_rooms (server, term, NULL, DIRECTORY_ROWS, &error), error, next);
}

static MxRoomPreview *
suggestion_new (MxPublicRoom *room,
                const char   *server)
{
  MxRoomPreview *preview = g_new0 (MxRoomPreview, 1);

  g_atomic_ref_count_init (&preview->ref_count);
  preview->server = g_strdup (server);
  preview->link = mx_link_parse (room->canonical_alias, NULL);
  fill (preview, room);
  return preview;
}

static void
suggest (Look          *look,
         MxPublicRooms *rooms)
{
  const char *wanted = look->preview->link->id;
  g_autoptr (GPtrArray) near = mx_near_aliases (rooms->chunk, wanted, MAX_SUGGESTIONS);

  for (guint i = 0; i < near->len; i++)
    g_ptr_array_add (look->preview->suggestions,
                     suggestion_new (g_ptr_array_index (near, i), look->preview->server));
}

static void
on_directory (Look         *look,
              MxResponse   *response,
              const GError *error)
{
  g_autoptr (MxPublicRooms) rooms = response ? mx_api_public_rooms_parse (response, NULL) : NULL;

  if (rooms)
    suggest (look, rooms);
  if (look->preview->suggestions->len == 0 && look->searched) {
    look->searched = FALSE;
    ask_directory (look, NULL, on_directory);
  } else {
    finish (look, MX_PREVIEW_NOT_FOUND);
  }
}

static void
look_for_others (Look         *look,
                 const GError *error)
{
  g_autofree char *word = mx_id_dup_localpart (look->preview->link->id);

  look->preview->error = g_error_copy (error);
  look->searched = look->core->account != NULL;
  ask_directory (look, look->searched ? word : NULL, on_directory);
}

/* What the store knows of the room already. */

static gboolean
finish_from_store (Look *look)
{
  g_autoptr (MxStoreRoom) room = NULL;
  MxRoomPreview *preview = look->preview;

  if (!look->core->store)
    return FALSE;
  room = mx_store_load_room (look->core->store, preview->room_id, NULL);
  if (!room || (room->membership != MX_MEMBERSHIP_JOIN && room->membership != MX_MEMBERSHIP_INVITE))
    return FALSE;
  preview->name = g_strdup (room->name);
  preview->topic = g_strdup (room->topic);
  preview->avatar = g_strdup (room->avatar);
  g_set_str (&preview->alias, room->alias);
  preview->members = room->joined_count;
  preview->is_encrypted = room->is_encrypted;
  preview->is_world_readable = g_strcmp0 (room->history_visibility, "world_readable") == 0;
  preview->inviter = g_strdup (room->inviter_name ? room->inviter_name : room->inviter);
  finish (look, room->membership == MX_MEMBERSHIP_JOIN ? MX_PREVIEW_JOINED : MX_PREVIEW_INVITED);
  return TRUE;
}

static void
on_alias (Look         *look,
          MxResponse   *response,
          const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (MxAliasTarget) target = NULL;

  if (error && is_silence (error)) {
    fail (look, MX_PREVIEW_UNREACHABLE, error);
    return;
  }
  target = response ? mx_api_resolve_alias_parse (response, &parse_error) : NULL;
  if (!target) {
    look_for_others (look, error ? error : parse_error);
    return;
  }
  g_set_str (&look->preview->room_id, target->room_id);
  if (target->servers[0]) {
    g_strfreev (look->preview->via);
    look->preview->via = g_strdupv (target->servers);
  }
  if (!finish_from_store (look))
    ask_summary (look);
}

static void
begin (Look *look)
{
  g_autoptr (GError) error = NULL;
  MxLink *link = look->preview->link;

  if (mx_id_is_alias (link->id)) {
    g_set_str (&look->preview->alias, link->id);
    ask (look, mx_api_resolve_alias (link->id, &error), error, on_alias);
    return;
  }
  g_set_str (&look->preview->room_id, link->id);
  if (!finish_from_store (look))
    ask_summary (look);
}

static void
find_server_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServer) server = mx_discovery_find_finish (MX_HTTP (source), result, &error);
  Look *look = user_data;

  if (!server) {
    fail (look, MX_PREVIEW_UNREACHABLE, error);
    return;
  }
  look->base_url = g_strdup (server->base_url);
  look->guests = server->guests;
  begin (look);
}

/* Who is asked: one's own server; signed out, the one that the link names. */
static char *
dup_asked_server (MxCore *core,
                  MxLink *link)
{
  const char *server = mx_id_get_server_name (link->id);

  if (server)
    return g_strdup (server);
  if (link->via[0])
    return g_strdup (link->via[0]);
  return core->account ? g_strdup (core->account->server_name) : NULL;
}

static Look *
look_new (MxCore *core,
          GTask  *task,
          MxLink *link)
{
  Look *look = g_new0 (Look, 1);
  MxRoomPreview *preview = g_new0 (MxRoomPreview, 1);

  g_atomic_ref_count_init (&preview->ref_count);
  preview->link = link;
  preview->via = g_strdupv (link->via);
  preview->server = dup_asked_server (core, link);
  preview->suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_room_preview_unref);
  look->core = core;
  look->task = task;
  look->preview = preview;
  return look;
}

/**
 * mx_preview_look:
 * @core: the engine
 * @task: (transfer full): ends with an #MxRoomPreview
 * @wish: the link
 *
 * Fails only when the text is no link to a room.
 */
void
mx_preview_look (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxLink) link = mx_link_parse (wish->text, &error);
  Look *look;

  mx_assert_engine (core);
  if (link && link->kind == MX_LINK_USER)
    g_set_error_literal (&error, MX_ERROR, MX_ERROR_BAD_INPUT, "the link leads to a person, not to a room");
  if (error) {
    mx_port_return_error (core->port, task, g_steal_pointer (&error));
    return;
  }
  look = look_new (core, task, g_steal_pointer (&link));
  if (core->account) {
    begin (look);
  } else if (!look->preview->server) {
    g_set_error_literal (&error, MX_ERROR, MX_ERROR_BAD_INPUT, "the link does not say which server knows the room");
    fail (look, MX_PREVIEW_NEEDS_ACCOUNT, error);
  } else {
    mx_discovery_find_async (core->http, look->preview->server, g_task_get_cancellable (task), find_server_cb, look);
  }
}
