/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.direct: which rooms are conversations with one person. Any thread. */

#include "config.h"

#include "types/m-direct.h"

#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

static const MxField fields[] = {
  { NULL },
};

static char **
dup_rooms (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *room = mx_json_node_string (json_array_get_element (array, i));

    if (mx_id_is_room (room))
      g_strv_builder_add (builder, room);
  }
  return g_strv_builder_end (builder);
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxDirect *self = target;
  JsonObjectIter iter;
  const char *user_id;
  JsonNode *node;

  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  json_object_iter_init_ordered (&iter, content);
  while (json_object_iter_next_ordered (&iter, &user_id, &node))
    if (mx_id_is_user (user_id) && JSON_NODE_HOLDS_ARRAY (node))
      g_hash_table_replace (self->rooms, g_strdup (user_id), dup_rooms (json_node_get_array (node)));
  return TRUE;
}

static void
clear (gpointer content)
{
  MxDirect *self = content;

  g_clear_pointer (&self->rooms, g_hash_table_unref);
}

const MxEventType mx_type_direct = {
  .name = "m.direct",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxDirect),
  .fields = fields,
  .parse = parse,
  .clear = clear,
};
