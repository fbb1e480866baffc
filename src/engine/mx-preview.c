/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at the room behind a link, without joining and, where nobody is signed in, without
 * an account. Engine thread.
 *
 *   link ─► (signed out: find the link's server) ─► alias? ask which room it is ─► no? near matches
 *        ─► what the store knows ─► summary, else the directory's row
 *        ─► (banned: mx-preview-ban.c) ─► (anyone may read: mx-preview-inside.c) ─► preview
 *
 * Each arrow is one request; each answer is written into the preview and takes the next
 * step. Whatever fails ends in a state of the preview, with the reason beside it. */

#include "config.h"

#include "mx-preview.h"

#include "mx-preview-private.h"

#include "mx-api-sync.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-presets.h"
#include "mx-refusals.h"
#include "mx-request.h"
#include "mx-service.h"
#include "mx-store-room.h"
#include "mx-summary.h"
#include "mx-text.h"

#include <string.h>

static void ask_summary (MxLook *look);

static void
look_free (MxLook *look)
{
  g_clear_object (&look->task);
  g_clear_pointer (&look->preview, mx_room_preview_unref);
  g_free (look->base_url);
  g_free (look->moved_to);
  g_strfreev (look->allowed);
  g_free (look->bot);
  g_free (look);
}

void
_mx_look_finish (MxLook         *look,
                 MxPreviewState  state)
{
  look->preview->state = state;
  if (state != MX_PREVIEW_NEEDS_ACCOUNT && state != MX_PREVIEW_GUEST)
    look->preview->with_account = state;
  mx_port_return_pointer (look->core->port, g_steal_pointer (&look->task),
                          g_steal_pointer (&look->preview), (GDestroyNotify) mx_room_preview_unref);
  look_free (look);
}

void
_mx_look_fail (MxLook         *look,
               MxPreviewState  state,
               const GError   *error)
{
  g_clear_error (&look->preview->error);
  look->preview->error = g_error_copy (error);
  _mx_look_finish (look, state);
}

/* The server did not answer, or answered that it cannot now. */
static gboolean
is_silence (const GError *error)
{
  return mx_error_is_transient (error) || error->domain != MX_ERROR ||
         error->code == MX_ERROR_NO_SERVER || error->code == MX_ERROR_NOT_MATRIX ||
         error->code == MX_ERROR_CERTIFICATE;
}

/* One's own server answers, and the one that it had to ask does not. */
static void
fail_silent (MxLook       *look,
             const GError *error)
{
  g_autoptr (GError) told = g_error_copy (error);
  const MxAccountInfo *account = look->core->account;

  if (account && g_strcmp0 (look->preview->server, account->server_name) != 0)
    mx_error_blame (told, look->preview->server);
  _mx_look_fail (look, MX_PREVIEW_UNREACHABLE, told);
}

static void
on_answer (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  MxLook *look = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _mx_look_fail (look, MX_PREVIEW_UNREACHABLE, error);
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
  MxLook *look = user_data;

  on_answer (look->core, response, error, look);
}

void
_mx_look_ask (MxLook       *look,
              MxRequest    *request,
              const GError *error,
              MxLookFunc    next)
{
  g_autoptr (MxRequest) owned = request;
  GCancellable *cancellable = g_task_get_cancellable (look->task);

  if (!owned) {
    _mx_look_fail (look, MX_PREVIEW_NOT_FOUND, error);
    return;
  }
  look->next = next;
  if (look->base_url)
    mx_http_send_to_async (look->core->http, look->base_url, owned, cancellable, send_to_cb, look);
  else
    mx_core_send (look->core, owned, cancellable, on_answer, look);
}

/* From the summary to a state. */

static gboolean
is_member_of_any (MxLook *look)
{
  for (guint i = 0; look->core->store && look->allowed && look->allowed[i]; i++) {
    g_autoptr (MxStoreRoom) room = mx_store_load_room (look->core->store, look->allowed[i], NULL);

    if (room && room->membership == MX_MEMBERSHIP_JOIN)
      return TRUE;
  }
  return FALSE;
}

/* Whoever has an account. Where a restricted room does not say whom it lets in, trying shows it. */
static MxPreviewState
state_of_rule (MxLook *look)
{
  const char *rule = look->preview->join_rule;
  gboolean is_known = look->allowed && look->allowed[0];

  if (g_str_equal (rule, "public") || (strstr (rule, "restricted") && is_member_of_any (look)))
    return MX_PREVIEW_JOIN;
  if (g_str_has_prefix (rule, "knock"))
    return MX_PREVIEW_KNOCK;
  return g_str_equal (rule, "restricted") && !is_known ? MX_PREVIEW_JOIN : MX_PREVIEW_NEEDS_INVITE;
}

static MxPreviewState
state_for_me (MxLook *look)
{
  gboolean open = g_str_equal (look->preview->join_rule, "public");

  if (!look->core->account)
    return open && look->preview->guest_can_join && look->guests ? MX_PREVIEW_GUEST : MX_PREVIEW_NEEDS_ACCOUNT;
  /* A guest may not ask to be let in. */
  if (look->core->account->is_guest &&
      (!look->preview->guest_can_join || look->preview->with_account == MX_PREVIEW_KNOCK))
    return MX_PREVIEW_NEEDS_ACCOUNT;
  return look->preview->with_account;
}

static MxPreviewState
state_of_membership (const char *membership)
{
  static const struct
  {
    const char *membership;
    MxPreviewState state;
  } states[] = {
    { "join", MX_PREVIEW_JOINED },
    { "invite", MX_PREVIEW_INVITED },
    { "knock", MX_PREVIEW_KNOCKED },
    { "ban", MX_PREVIEW_BANNED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (membership, states[i].membership) == 0)
      return states[i].state;
  return MX_PREVIEW_UNKNOWN;
}

void
_mx_look_fill (MxRoomPreview *preview,
               MxPublicRoom  *room)
{
  g_set_str (&preview->room_id, room->room_id);
  if (room->canonical_alias)
    g_set_str (&preview->alias, room->canonical_alias);
  g_free (preview->name);
  preview->name = room->name ? mx_text_clean_name (room->name) : NULL;
  g_set_str (&preview->topic, room->topic);
  g_set_str (&preview->avatar, room->avatar_url);
  preview->members = CLAMP (room->num_joined_members, 0, G_MAXUINT);
  preview->is_encrypted = room->encryption != NULL;
  preview->is_world_readable = room->world_readable;
  preview->guest_can_join = room->guest_can_join;
  g_set_str (&preview->join_rule, room->join_rule ? room->join_rule : "public");
  g_set_str (&preview->type, room->room_type);
  g_set_str (&preview->language, mx_text_guess_language (room->topic ? room->topic : room->name));
}

void
_mx_look_judge (MxLook       *look,
                MxPublicRoom *room)
{
  MxRoomPreview *preview = look->preview;
  MxPreviewState state = state_of_membership (room->membership);

  look->allowed = g_strdupv (room->allowed_rooms);
  preview->with_account = state != MX_PREVIEW_UNKNOWN ? state : state_of_rule (look);
  preview->state = state != MX_PREVIEW_UNKNOWN ? state : state_for_me (look);
  if (state == MX_PREVIEW_BANNED)
    _mx_look_banned (look);
  else if (preview->is_world_readable && look->core->account && state == MX_PREVIEW_UNKNOWN)
    _mx_look_inside (look);
  else
    _mx_look_finish (look, preview->state);
}

/* Nothing can be learned of the room but that it exists. */
static void
finish_unknown (MxLook       *look,
                const GError *error)
{
  MxPreviewState state = look->core->account ? MX_PREVIEW_UNKNOWN : MX_PREVIEW_NEEDS_ACCOUNT;

  if (look->is_banned) {
    _mx_look_banned (look);
    return;
  }
  look->preview->state = state;
  look->preview->with_account = MX_PREVIEW_UNKNOWN;
  if (g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED))
    _mx_look_directory (look, error);
  /* What is not told to us is no fault. */
  else if (g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND) ||
           g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN))
    _mx_look_finish (look, state);
  else
    _mx_look_fail (look, state, error);
}

static void
on_summary (MxLook       *look,
            MxResponse   *response,
            const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (MxPublicRoom) room = NULL;

  if (g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED) && look->path < MX_SUMMARY_OLD) {
    look->path++;
    ask_summary (look);
    return;
  }
  if (error && is_silence (error)) {
    fail_silent (look, error);
    return;
  }
  room = response ? mx_api_room_summary_parse (response, &parse_error) : NULL;
  if (!room) {
    finish_unknown (look, error ? error : parse_error);
    return;
  }
  _mx_look_fill (look->preview, room);
  _mx_look_judge (look, room);
}

static void
ask_summary (MxLook *look)
{
  const char *const *via = (const char *const *) look->preview->via;
  g_autoptr (GError) error = NULL;

  _mx_look_ask (look, mx_api_room_summary (look->preview->room_id, via, look->path, &error), error, on_summary);
}

/* What the store knows of the room already. */

static void
fill_from_store (MxLook      *look,
                 MxStoreRoom *room)
{
  MxRoomPreview *preview = look->preview;
  g_auto (MxService) service = { NULL };

  g_set_str (&preview->name, room->name);
  g_set_str (&preview->topic, room->topic);
  g_set_str (&preview->avatar, room->avatar);
  if (room->alias)
    g_set_str (&preview->alias, room->alias);
  g_set_str (&preview->join_rule, room->join_rule);
  g_set_str (&preview->type, room->type);
  g_set_str (&preview->language, mx_text_guess_language (room->topic ? room->topic : room->name));
  preview->members = room->joined_count;
  preview->is_encrypted = room->is_encrypted;
  preview->is_world_readable = g_strcmp0 (room->history_visibility, "world_readable") == 0;
  g_set_str (&preview->inviter, room->inviter_name ? room->inviter_name : room->inviter);
  g_set_str (&preview->inviter_id, room->inviter);
  if (room->membership == MX_MEMBERSHIP_INVITE)
    preview->invited_ts = MIN (room->sort_ts, g_get_real_time () / 1000);
  mx_service_read (&service, look->core->store, room);
  g_set_str (&preview->service, service.protocol);
  g_set_str (&preview->service_network, service.network);
}

/* What is certain here needs no server. A ban may have been lifted: that is asked. */
static gboolean
finish_from_store (MxLook *look)
{
  static const MxPreviewState states[] = {
    [MX_MEMBERSHIP_LEAVE] = MX_PREVIEW_UNKNOWN,
    [MX_MEMBERSHIP_JOIN] = MX_PREVIEW_JOINED,
    [MX_MEMBERSHIP_INVITE] = MX_PREVIEW_INVITED,
    [MX_MEMBERSHIP_KNOCK] = MX_PREVIEW_KNOCKED,
    [MX_MEMBERSHIP_BAN] = MX_PREVIEW_BANNED,
  };
  g_autoptr (MxStoreRoom) room = NULL;

  if (!look->core->store)
    return FALSE;
  mx_refusals_read (look->core->store, look->preview);
  room = mx_store_load_room (look->core->store, look->preview->room_id, NULL);
  if (!room || room->membership == MX_MEMBERSHIP_LEAVE)
    return FALSE;
  fill_from_store (look, room);
  look->is_banned = room->membership == MX_MEMBERSHIP_BAN;
  if (look->is_banned)
    return FALSE;
  _mx_look_finish (look, states[room->membership]);
  return TRUE;
}

static void
on_alias (MxLook       *look,
          MxResponse   *response,
          const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (MxAliasTarget) target = NULL;

  if (error && is_silence (error)) {
    fail_silent (look, error);
    return;
  }
  target = response ? mx_api_resolve_alias_parse (response, &parse_error) : NULL;
  if (!target) {
    _mx_look_suggest (look, error ? error : parse_error);
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
begin (MxLook *look)
{
  g_autoptr (GError) error = NULL;
  MxLink *link = look->preview->link;

  if (mx_id_is_alias (link->id)) {
    _mx_look_ask (look, mx_api_resolve_alias (link->id, &error), error, on_alias);
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
  MxLook *look = user_data;

  if (!server) {
    _mx_look_fail (look, MX_PREVIEW_UNREACHABLE, error);
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

static MxLook *
look_new (MxCore *core,
          GTask  *task,
          MxLink *link)
{
  MxLook *look = g_new0 (MxLook, 1);
  MxRoomPreview *preview = mx_room_preview_new ();

  preview->link = link;
  preview->via = g_strdupv (link->via);
  preview->server = dup_asked_server (core, link);
  preview->alias = mx_id_is_alias (link->id) ? g_strdup (link->id) : NULL;
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
  g_autoptr (MxLink) link = mx_presets_parse (core->presets, wish->text, &error);
  MxLook *look;

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
    /* The link does not say who knows the room; the server of an account looks for it. */
    _mx_look_finish (look, MX_PREVIEW_NEEDS_ACCOUNT);
  } else {
    mx_discovery_find_async (core->http, look->preview->server, g_task_get_cancellable (task), find_server_cb, look);
  }
}
