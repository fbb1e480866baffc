/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.receipt: who has read what. The members of its content are event ids, so it is read by
 * hand; what is malformed is left out. See Client-Server API, "Receipts". Any thread. */

#include "config.h"

#include "types/m-receipt.h"

#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

static const MxField fields[] = {
  { NULL },
};

static void
receipt_free (gpointer data)
{
  MxReceipt *receipt = data;

  g_free (receipt->event_id);
  g_free (receipt->user_id);
  g_free (receipt->thread_id);
  g_free (receipt);
}

static void
read_users (MxReceiptContent *self,
            const char       *event_id,
            JsonObject       *users,
            gboolean          is_private)
{
  JsonObjectIter iter;
  const char *user_id;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, users);
  while (json_object_iter_next_ordered (&iter, &user_id, &node)) {
    JsonObject *details = mx_json_node_object (node);
    MxReceipt *receipt;

    if (details == NULL || !mx_id_is_user (user_id))
      continue;
    receipt = g_new0 (MxReceipt, 1);
    receipt->event_id = g_strdup (event_id);
    receipt->user_id = g_strdup (user_id);
    receipt->thread_id = g_strdup (mx_json_get_string (details, "thread_id"));
    receipt->ts = MAX (mx_json_get_int (details, "ts", 0), 0);
    receipt->is_private = is_private;
    g_ptr_array_add (self->receipts, receipt);
  }
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxReceiptContent *self = target;
  JsonObjectIter iter;
  const char *event_id;
  JsonNode *node;

  self->receipts = g_ptr_array_new_with_free_func (receipt_free);
  json_object_iter_init_ordered (&iter, content);
  while (json_object_iter_next_ordered (&iter, &event_id, &node)) {
    JsonObject *kinds = mx_id_is_event (event_id) ? mx_json_node_object (node) : NULL;
    JsonObject *read = mx_json_get_object (kinds, "m\\.read");
    JsonObject *private = mx_json_get_object (kinds, "m\\.read\\.private");

    if (read != NULL)
      read_users (self, event_id, read, FALSE);
    if (private != NULL)
      read_users (self, event_id, private, TRUE);
  }
  return TRUE;
}

static void
clear (gpointer content)
{
  MxReceiptContent *self = content;

  g_clear_pointer (&self->receipts, g_ptr_array_unref);
}

const MxEventType mx_type_receipt = {
  .name = "m.receipt",
  .kind = MX_EVENT_EPHEMERAL,
  .size = sizeof (MxReceiptContent),
  .fields = fields,
  .parse = parse,
  .clear = clear,
};
