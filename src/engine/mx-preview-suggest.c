/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking into directories. Two uses: what somebody may have meant by an alias that does not
 * exist (the directory of its server first, then the rooms of the communities), and the row
 * of a room whose server tells no summary. Engine thread. */

#include "config.h"

#include "mx-preview-private.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-link.h"
#include "mx-near.h"
#include "mx-preset.h"
#include "mx-presets.h"
#include "mx-request.h"

#define DIRECTORY_ROWS  100
#define MAX_SUGGESTIONS 3

static void
ask_directory (MxLook     *look,
               const char *term,
               MxLookFunc  next)
{
  g_autoptr (GError) error = NULL;
  const char *server = look->base_url ? NULL : look->preview->server;

  _mx_look_ask (look, mx_api_public_rooms (server, term, NULL, NULL, DIRECTORY_ROWS, &error), error, next);
}

static MxRoomPreview *
suggestion_new (MxPublicRoom *room,
                const char   *server)
{
  MxRoomPreview *preview = mx_room_preview_new ();

  preview->server = g_strdup (server);
  preview->link = mx_link_parse (room->canonical_alias, NULL);
  _mx_look_fill (preview, room);
  return preview;
}

static void
drop_suggestion (MxLook       *look,
                 MxPublicRoom *room)
{
  for (guint i = look->preview->suggestions->len; i > 0; i--) {
    MxRoomPreview *known = g_ptr_array_index (look->preview->suggestions, i - 1);

    if (g_strcmp0 (known->alias, room->canonical_alias) == 0)
      g_ptr_array_remove_index (look->preview->suggestions, i - 1);
  }
}

static gboolean
is_suggested (MxLook       *look,
              MxPublicRoom *room)
{
  for (guint i = 0; i < look->preview->suggestions->len; i++) {
    MxRoomPreview *known = g_ptr_array_index (look->preview->suggestions, i);

    if (g_strcmp0 (known->alias, room->canonical_alias) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What the directory knows goes before what a community only names: it exists. */
static void
suggest (MxLook        *look,
         MxPublicRooms *rooms)
{
  const char *wanted = look->preview->link->id;
  g_autoptr (GPtrArray) near = mx_near_aliases (rooms->chunk, wanted, MAX_SUGGESTIONS);

  for (guint i = 0; i < near->len; i++) {
    MxPublicRoom *room = g_ptr_array_index (near, i);

    drop_suggestion (look, room);
    g_ptr_array_insert (look->preview->suggestions, (int) i, suggestion_new (room, look->preview->server));
  }
  look->n_asked = near->len;
}

static void
on_directory (MxLook       *look,
              MxResponse   *response,
              const GError *error)
{
  g_autoptr (MxPublicRooms) rooms = response ? mx_api_public_rooms_parse (response, NULL) : NULL;

  if (rooms)
    suggest (look, rooms);
  if (look->n_asked == 0 && look->searched) {
    look->searched = FALSE;
    ask_directory (look, NULL, on_directory);
  } else {
    _mx_look_finish (look, MX_PREVIEW_NOT_FOUND);
  }
}

/* Rooms of the communities that look alike; they need no server to be named. */
static void
suggest_presets (MxLook *look)
{
  const char *wanted = look->preview->link->id;
  GPtrArray *all = look->core->presets ? mx_presets_get_all (look->core->presets) : NULL;

  for (guint i = 0; all && i < all->len; i++) {
    const MxPreset *preset = g_ptr_array_index (all, i);

    for (guint j = 0; preset->rooms[j]; j++) {
      MxPublicRoom room = { .canonical_alias = preset->rooms[j] };

      if (mx_near_is_alike (preset->rooms[j], wanted) && !g_str_equal (preset->rooms[j], wanted) &&
          !is_suggested (look, &room))
        g_ptr_array_add (look->preview->suggestions, suggestion_new (&room, mx_id_get_server_name (preset->rooms[j])));
    }
  }
}

void
_mx_look_suggest (MxLook       *look,
                  const GError *error)
{
  g_autofree char *word = mx_id_dup_localpart (look->preview->link->id);

  look->preview->error = g_error_copy (error);
  look->searched = look->core->account != NULL;
  suggest_presets (look);
  ask_directory (look, look->searched ? word : NULL, on_directory);
}

/* A room whose server tells no summary. */

static void
on_row (MxLook       *look,
        MxResponse   *response,
        const GError *error)
{
  g_autoptr (MxPublicRooms) rooms = response ? mx_api_public_rooms_parse (response, NULL) : NULL;

  for (guint i = 0; rooms && i < rooms->chunk->len; i++) {
    MxPublicRoom *room = g_ptr_array_index (rooms->chunk, i);

    if (!g_str_equal (room->room_id, look->preview->room_id))
      continue;
    g_clear_error (&look->preview->error);
    _mx_look_fill (look->preview, room);
    _mx_look_judge (look, room);
    return;
  }
  _mx_look_finish (look, look->preview->state);
}

void
_mx_look_directory (MxLook       *look,
                    const GError *error)
{
  g_autofree char *word = look->preview->alias ? mx_id_dup_localpart (look->preview->alias) : NULL;

  look->preview->error = g_error_copy (error);
  ask_directory (look, look->core->account ? word : NULL, on_row);
}
