/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with the account to find rooms and people, and which communities this
 * computer knows. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-community-private.h"
#include "mx-link.h"
#include "mx-preset.h"
#include "mx-presets.h"
#include "mx-room-options.h"
#include "mx-room.h"

static void
presets_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (MxSession) self = user_data;
  g_autoptr (GError) error = NULL;
  MxPresets *presets = mx_engine_load_presets_finish (MX_ENGINE (source), result, &error);
  g_autoptr (GPtrArray) communities = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *all;

  if (presets == NULL) {
    g_debug ("the communities did not come: %s", error->message);
    return;
  }
  g_clear_pointer (&self->presets, mx_presets_unref);
  self->presets = presets;
  all = mx_presets_get_all (presets);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (communities, _mx_community_new (g_ptr_array_index (all, i)));
  g_list_store_splice (self->communities, 0, g_list_model_get_n_items (G_LIST_MODEL (self->communities)),
                       communities->pdata, communities->len);
}

/*< private >
 * _mx_session_load_communities:
 *
 * Has them read; they are there before whatever is asked of the engine next.
 */
void
_mx_session_load_communities (MxSession *self)
{
  mx_engine_load_presets_async (self->engine, NULL, presets_cb, g_object_ref (self));
}

/**
 * mx_session_get_communities:
 * @self: a session
 *
 * Returns: (transfer none): the communities that this computer knows, the welcome page's own first
 */
GListModel *
mx_session_get_communities (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->communities);
}

/**
 * mx_session_parse_link:
 * @self: a session
 * @text: what a person typed, pasted or clicked
 * @error: a place for %MX_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): where it leads
 */
MxLink *
mx_session_parse_link (MxSession   *self,
                       const char  *text,
                       GError     **error)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return mx_presets_parse (self->presets, text, error);
}

/**
 * mx_session_dup_link:
 * @self: a session
 * @text: (nullable): what a person typed or pasted: a link, or words with one in them
 *
 * Returns: (transfer full) (nullable): the link; %NULL where there is none, or more than one
 */
char *
mx_session_dup_link (MxSession  *self,
                     const char *text)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return mx_presets_dup_link (self->presets, text);
}

static MxCommunity *
look_up_community (MxSession *self,
                   MxPreset  *preset)
{
  for (guint i = 0; preset != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->communities)); i++) {
    g_autoptr (MxCommunity) community = g_list_model_get_item (G_LIST_MODEL (self->communities), i);

    /* The list keeps it. */
    if (mx_community_get_preset (community) == preset)
      return community;
  }
  return NULL;
}

/* Whose room it is; what is nobody's is looked after by the one whose welcome page this is. */
static MxPreset *
find_preset (MxSession  *self,
             const char *room_id)
{
  g_autoptr (MxLink) id = mx_link_parse (room_id, NULL);
  g_autoptr (MxLink) alias = NULL;
  MxPreset *preset = NULL;
  MxRoom *room;

  room = room_id != NULL ? mx_session_get_room (self, room_id) : NULL;
  alias = mx_link_parse (room != NULL ? mx_room_get_alias (room) : NULL, NULL);
  if (alias != NULL)
    preset = mx_presets_find_for (self->presets, alias);
  if (preset == NULL && id != NULL)
    preset = mx_presets_find_for (self->presets, id);

  return preset != NULL ? preset : mx_presets_find_for (self->presets, NULL);
}

/**
 * mx_session_find_community:
 * @self: a session
 * @link: (nullable): where somebody wants to go
 *
 * Returns: (transfer none) (nullable): the community whose room that is; without a link, whose welcome page this is
 */
MxCommunity *
mx_session_find_community (MxSession    *self,
                           const MxLink *link)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return look_up_community (self, mx_presets_find_for (self->presets, link));
}

/**
 * mx_session_get_room_community:
 * @self: a session
 * @room_id: (nullable): a room
 *
 * Returns: (transfer none) (nullable): the community whose room it is; where it is nobody's, the one whose welcome
 *   page this is
 */
MxCommunity *
mx_session_get_room_community (MxSession  *self,
                               const char *room_id)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return look_up_community (self, find_preset (self, room_id));
}

/**
 * mx_session_get_link_rules:
 * @self: a session
 * @room_id: (nullable): where something was written
 *
 * Returns: (transfer none) (nullable) (element-type MxLinkRule): what is a link there, says the room's community;
 *   where the room has none, the one whose welcome page this is
 */
GPtrArray *
mx_session_get_link_rules (MxSession  *self,
                           const char *room_id)
{
  MxPreset *preset;

  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  preset = find_preset (self, room_id);
  return preset != NULL ? preset->rules : NULL;
}

/**
 * mx_session_make_room_async:
 * @self: a session
 * @options: what the room shall be
 *
 * Makes a room; ends by mx_session_string_finish ().
 */
void
mx_session_make_room_async (MxSession           *self,
                            const MxRoomOptions *options,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autofree char *json = NULL;

  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (options != NULL);

  json = mx_room_options_to_json (options);
  mx_engine_create_room_async (self->engine, json, cancellable, _mx_session_string_cb,
                               _mx_session_task_new (self, mx_session_make_room_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_knock_async:
 * @self: a session
 * @target: a room id, an alias or a link
 * @via: (nullable): servers that know the room
 * @reason: (nullable): what the people inside read
 *
 * Asks to be let in; ends by mx_session_string_finish ().
 */
void
mx_session_knock_async (MxSession           *self,
                        const char          *target,
                        const char *const   *via,
                        const char          *reason,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (target != NULL);

  mx_engine_knock_async (self->engine, target, via, reason, cancellable, _mx_session_string_cb,
                         _mx_session_task_new (self, mx_session_knock_async, cancellable, callback, user_data));
}

/**
 * mx_session_start_direct_async:
 * @self: a session
 * @user_id: a person
 *
 * Finds the conversation with a person, or begins one; ends by mx_session_string_finish ().
 */
void
mx_session_start_direct_async (MxSession           *self,
                               const char          *user_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (user_id != NULL);

  mx_engine_start_direct_async (self->engine, user_id, cancellable, _mx_session_string_cb,
                                _mx_session_task_new (self, mx_session_start_direct_async, cancellable, callback,
                                                      user_data));
}
