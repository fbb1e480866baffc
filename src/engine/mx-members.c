/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People of a room as they are shown: names cleaned, and with the id beside them where
 * two who are there bear the same name. See Client-Server API, "Calculating the display
 * name for a user". Engine thread. */

#include "config.h"

#include "mx-summary.h"

#include "mx-event.h"
#include "mx-id.h"
#include "mx-power-levels.h"
#include "mx-text.h"
#include "types/m-room-create.h"
#include "types/m-room-member.h"
#include "types/m-room-power-levels.h"

static gboolean
is_present (MxMembership membership)
{
  return membership == MX_MEMBERSHIP_JOIN || membership == MX_MEMBERSHIP_INVITE;
}

static gboolean
is_shared (MxStore    *store,
           const char *room_id,
           const char *name,
           gboolean    is_there)
{
  guint count = 0;

  if (!mx_store_count_members_named (store, room_id, name, &count, NULL))
    return TRUE;
  /* Somebody who left must not pass for somebody who is there. */
  return count > (is_there ? 1 : 0);
}

/**
 * mx_member_dup_name:
 * @store: a store
 * @room_id: the room
 * @member: a person in it
 *
 * Returns: (transfer full): the name to show
 */
char *
mx_member_dup_name (MxStore             *store,
                    const char          *room_id,
                    const MxStoreMember *member)
{
  g_autofree char *name = member->name ? mx_text_clean_name (member->name) : NULL;

  if (!name || !*name)
    return g_strdup (member->user_id);
  if (mx_id_is_user (name) || is_shared (store, room_id, member->name, is_present (member->membership)))
    return g_strdup_printf ("%s (%s)", name, member->user_id);
  return g_steal_pointer (&name);
}

/**
 * mx_member_dup_name_of:
 * @store: a store
 * @room_id: the room
 * @user_id: a person
 *
 * Returns: (transfer full): the name to show; the id where nothing is known
 */
char *
mx_member_dup_name_of (MxStore    *store,
                       const char *room_id,
                       const char *user_id)
{
  g_autoptr (MxStoreMember) member = mx_store_get_member (store, room_id, user_id, NULL);

  return member ? mx_member_dup_name (store, room_id, member) : g_strdup (user_id);
}

/* What somebody said who asks to be let in. */
static void
read_request (MxStore      *store,
              const char   *room_id,
              MxMemberInfo *info)
{
  g_autoptr (MxEvent) event = mx_store_get_state (store, room_id, mx_type_room_member.name, info->user_id, NULL);
  const MxRoomMember *content = event ? mx_event_get_content_as (event, &mx_type_room_member) : NULL;

  if (!content)
    return;
  info->reason = content->reason ? mx_text_limit (content->reason, 20, 500, NULL) : NULL;
  info->ts = mx_event_get_ts (event);
}

/**
 * mx_member_info_new:
 * @store: a store
 * @room_id: the room
 * @member: a person in it
 * @power_levels: (nullable): the room's
 *
 * Returns: (transfer full): what the model is told of the person
 */
MxMemberInfo *
mx_member_info_new (MxStore             *store,
                    const char          *room_id,
                    const MxStoreMember *member,
                    MxPowerLevels       *power_levels)
{
  MxMemberInfo *info = g_new0 (MxMemberInfo, 1);

  info->user_id = g_strdup (member->user_id);
  info->name = mx_member_dup_name (store, room_id, member);
  info->raw_name = g_strdup (member->name);
  info->avatar = g_strdup (member->avatar);
  info->membership = member->membership;
  if (member->membership == MX_MEMBERSHIP_KNOCK)
    read_request (store, room_id, info);
  info->power = power_levels ? mx_power_levels_get_user (power_levels, member->user_id) : 0;
  return info;
}

/**
 * mx_member_power_levels:
 * @store: a store
 * @room_id: the room
 *
 * Returns: (transfer full): who may do what there
 */
MxPowerLevels *
mx_member_power_levels (MxStore    *store,
                        const char *room_id)
{
  g_autoptr (MxEvent) create = mx_store_get_state (store, room_id, mx_type_room_create.name, "", NULL);
  g_autoptr (MxEvent) levels = mx_store_get_state (store, room_id, mx_type_room_power_levels.name, "", NULL);

  return mx_power_levels_new (create, levels);
}

static void
add_user (GHashTable *users,
          const char *user_id)
{
  if (user_id && mx_id_is_user (user_id))
    g_hash_table_add (users, (char *) user_id);
}

/**
 * mx_member_list_of:
 * @store: a store
 * @room_id: the room
 * @entries: (element-type MxTimelineEntry): entries of its timeline
 *
 * Returns: (transfer full) (element-type MxMemberInfo): their senders, and whom they are about
 */
GPtrArray *
mx_member_list_of (MxStore    *store,
                   const char *room_id,
                   GPtrArray  *entries)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MxPowerLevels) levels = NULL;
  MxTimelineEntry *entry;
  GHashTableIter iter;
  gpointer user_id;
  guint i;

  for (i = 0; entries && i < entries->len; i++) {
    entry = g_ptr_array_index (entries, i);
    if (!entry->event)
      continue;
    add_user (users, mx_event_get_sender (entry->event));
    add_user (users, mx_event_get_state_key (entry->event));
  }
  levels = g_hash_table_size (users) > 0 ? mx_member_power_levels (store, room_id) : NULL;
  g_hash_table_iter_init (&iter, users);
  while (g_hash_table_iter_next (&iter, &user_id, NULL)) {
    g_autoptr (MxStoreMember) member = mx_store_get_member (store, room_id, user_id, NULL);

    if (member)
      g_ptr_array_add (members, mx_member_info_new (store, room_id, member, levels));
  }
  return members;
}
