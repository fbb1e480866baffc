/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.tag: how somebody sorts their rooms. Any thread. */

#include "config.h"

#include "types/m-tag.h"

#include "mx-error.h"
#include "mx-event-private.h"
#include "mx-json.h"

static const MxField fields[] = {
  { NULL },
};

static void
tag_free (gpointer data)
{
  MxTag *tag = data;

  g_free (tag->name);
  g_free (tag);
}

/* A number from 0 to 1; some programs wrote it as a string. */
static double
read_order (JsonObject *tag)
{
  JsonNode *node = mx_json_get_node (tag, "order");
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  double order = -1;

  if (type == G_TYPE_DOUBLE || type == G_TYPE_INT64)
    order = json_node_get_double (node);
  else if (type == G_TYPE_STRING)
    order = g_ascii_strtod (json_node_get_string (node), NULL);
  return order >= 0 && order <= 1 ? order : MX_TAG_NO_ORDER;
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxTagContent *self = target;
  JsonObject *tags = mx_json_get_object (content, "tags");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (tags == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no tags");
    return FALSE;
  }
  self->tags = g_ptr_array_new_with_free_func (tag_free);
  json_object_iter_init_ordered (&iter, tags);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    MxTag *tag = g_new0 (MxTag, 1);

    tag->name = g_strdup (name);
    tag->order = read_order (mx_json_node_object (node));
    g_ptr_array_add (self->tags, tag);
  }
  return TRUE;
}

static void
clear (gpointer content)
{
  MxTagContent *self = content;

  g_clear_pointer (&self->tags, g_ptr_array_unref);
}

const MxEventType mx_type_tag = {
  .name = "m.tag",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxTagContent),
  .fields = fields,
  .parse = parse,
  .clear = clear,
};
