/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person wants, on its way into the outbox. Engine thread.
 *
 * Each writes down what is to be sent and, where the list of rooms shows it (read, unread,
 * favourite, hidden people), also what it means here at once: nobody waits for the server. */

#include "config.h"

#include "mx-wishes.h"

#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-outbox.h"
#include "mx-rooms.h"
#include "mx-store-room.h"
#include "mx-store-timeline.h"
#include "mx-store.h"
#include "mx-sync.h"

/* Reports, and the list of hidden people: a server may know no messages of somebody who is
 * hidden, so that a report must have arrived before. */
#define QUEUE_PROTECTION "protection!"

static MxStoreOutboxItem *
item_new (MxOutboxKind  kind,
          const char   *room_id,
          const char   *txn_id)
{
  g_autofree char *fresh = txn_id ? NULL : g_uuid_string_random ();
  MxStoreOutboxItem *item = mx_store_outbox_item_new (kind, room_id, txn_id ? txn_id : fresh);

  item->state = MX_SEND_QUEUED;
  item->created = g_get_real_time () / 1000;
  return item;
}

static char *
reason_json (const char *reason)
{
  g_autoptr (JsonObject) content = json_object_new ();

  if (reason && *reason)
    json_object_set_string_member (content, "reason", reason);
  return mx_json_print_object (content);
}

/* Drops what waits in a queue and is of the kind of which the newest says all. */
static void
empty_queue (MxCore       *core,
             const char   *room_id,
             const char   *queue,
             MxOutboxKind  kind)
{
  g_autoptr (GPtrArray) items = mx_store_outbox_list (core->store, room_id, NULL);

  for (guint i = 0; items && i < items->len; i++) {
    MxStoreOutboxItem *item = g_ptr_array_index (items, i);

    if (g_strcmp0 (item->queue, queue) == 0 && item->kind == kind)
      mx_outbox_discard (core, item->txn_id);
  }
}

/* Puts @item (taken) into @queue (taken), alone of its kind. */
static void
add_alone (MxCore            *core,
           MxStoreOutboxItem *item,
           char              *queue,
           GTask             *task)
{
  empty_queue (core, item->room_id, queue, item->kind);
  item->queue = queue;
  mx_outbox_add (core, item, task);
}

/**
 * mx_wishes_send:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with the event id
 * @wish: room, type, content and transaction id
 *
 * Queues an event. See Client-Server API, "Sending events to a room".
 */
void
mx_wishes_send (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  item = item_new (g_strcmp0 (wish->type, "m.reaction") == 0 ? MX_OUTBOX_REACTION : MX_OUTBOX_MESSAGE,
                   wish->room_id, wish->txn_id);
  item->type = g_strdup (wish->type);
  item->content = g_strdup (wish->text);
  mx_outbox_add (core, item, task);
}

/**
 * mx_wishes_redact:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with the redaction's event id
 * @wish: room, event, reason and transaction id
 *
 * Queues a redaction. See Client-Server API, "Redactions".
 */
void
mx_wishes_redact (MxCore *core,
                  GTask  *task,
                  MxWish *wish)
{
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  item = item_new (MX_OUTBOX_REDACTION, wish->room_id, wish->txn_id);
  item->target = g_strdup (wish->event_id);
  item->content = reason_json (wish->text);
  mx_outbox_add (core, item, task);
}

/**
 * mx_wishes_wait_sent:
 * @core: the engine
 * @task: (transfer full): ends with the event id
 * @wish: the transaction id
 */
void
mx_wishes_wait_sent (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_outbox_wait (core, wish->txn_id, task);
}

/**
 * mx_wishes_retry:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: the transaction id
 */
void
mx_wishes_retry (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_outbox_retry (core, wish->txn_id);
}

/**
 * mx_wishes_discard:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: the transaction id
 */
void
mx_wishes_discard (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_outbox_discard (core, wish->txn_id);
}

/* What reading up to @event_id (nullable: the newest) changes. */
typedef struct
{
  char *event_id; /* (owned) (nullable): newer than what was read: mark this */
  gint64 pos;
  gboolean is_all; /* nothing newer is there                                  */
} Reading;

static void
find_reading (MxCore      *core,
              MxStoreRoom *room,
              const char  *event_id,
              Reading     *reading)
{
  g_autoptr (MxStoreEntry) newest = mx_store_find_newest (core->store, room->room_id, NULL);
  gboolean present = FALSE;
  gint64 read = MX_STORE_OLDEST;

  if (!newest)
    return;
  reading->pos = newest->pos;
  if (event_id && (!mx_store_has_event (core->store, room->room_id, event_id, &present, &reading->pos, NULL) ||
                   !present))
    return;
  present = FALSE;
  if (room->fully_read && !mx_store_has_event (core->store, room->room_id, room->fully_read, &present, &read, NULL))
    return;
  reading->is_all = reading->pos >= newest->pos;
  if (!present || reading->pos > read)
    reading->event_id = g_strdup (event_id ? event_id : mx_event_get_id (newest->event));
}

static void
save_and_show (MxCore      *core,
               MxStoreRoom *room)
{
  g_autoptr (GError) error = NULL;

  if (!mx_store_save_room (core->store, room, &error))
    g_debug ("a room cannot be written: %s", error->message);
  mx_rooms_publish (core, room->room_id);
}

static void
queue_marked_unread (MxCore      *core,
                     MxStoreRoom *room,
                     gboolean     unread)
{
  MxStoreOutboxItem *item;

  room->marked_unread = unread;
  if (core->account->is_guest)
    return;
  item = item_new (MX_OUTBOX_ACCOUNT_DATA, room->room_id, NULL);
  item->type = g_strdup ("m.marked_unread");
  item->content = g_strdup (unread ? "{\"unread\":true}" : "{\"unread\":false}");
  add_alone (core, item, g_strconcat ("unread!", room->room_id, NULL), NULL);
}

/**
 * mx_wishes_mark_read:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: room and event; without an event the newest
 *
 * The person has seen a room up to an event. Never moves backwards; the newest mark alone
 * goes to the server, and a guest's none. See Client-Server API, "Fully read markers".
 */
void
mx_wishes_mark_read (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  g_autoptr (MxStoreRoom) room = NULL;
  g_autofree char *event_id = NULL;
  Reading reading = { NULL };
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room)
    return;
  if (room->marked_unread)
    queue_marked_unread (core, room, FALSE);
  find_reading (core, room, wish->event_id, &reading);
  event_id = reading.event_id;
  if (event_id) {
    g_set_str (&room->fully_read, event_id);
    g_set_str (&room->own_receipt, event_id);
    if (!mx_store_count_after (core->store, room->room_id, reading.pos, core->account->user_id,
                               &room->unread_count, NULL))
      room->unread_count = 0;
  }
  if (reading.is_all || room->unread_count == 0)
    room->unread_count = room->unread_highlights = room->notification_count = room->highlight_count = 0;
  save_and_show (core, room);
  if (!event_id || core->account->is_guest)
    return;
  item = item_new (MX_OUTBOX_READ_MARKER, room->room_id, NULL);
  item->target = g_steal_pointer (&event_id);
  add_alone (core, item, g_strconcat ("read!", room->room_id, NULL), NULL);
}

/**
 * mx_wishes_set_marked_unread:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: room and flag
 *
 * See Client-Server API, "Marking rooms as unread".
 */
void
mx_wishes_set_marked_unread (MxCore *core,
                             GTask  *task,
                             MxWish *wish)
{
  g_autoptr (MxStoreRoom) room = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room || room->marked_unread == wish->flag)
    return;
  queue_marked_unread (core, room, wish->flag);
  save_and_show (core, room);
}

/**
 * mx_wishes_set_tag:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: room, tag and whether it has it
 *
 * A favourite is no low-priority room, and the other way round. See Client-Server API, "Room tagging".
 */
void
mx_wishes_set_tag (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  g_autoptr (MxStoreRoom) room = NULL;
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room)
    return;
  if (g_strcmp0 (wish->type, "m.favourite") == 0)
    room->is_favourite = wish->flag;
  else if (g_strcmp0 (wish->type, "m.lowpriority") == 0)
    room->is_low_priority = wish->flag;
  save_and_show (core, room);
  if (core->account->is_guest)
    return;
  item = item_new (MX_OUTBOX_TAG, wish->room_id, NULL);
  item->target = g_strdup (wish->type);
  item->content = wish->flag ? g_strdup ("{}") : NULL;
  add_alone (core, item, g_strconcat ("tag!", wish->room_id, "!", wish->type, NULL), NULL);
}

/* The list of the server with one person put in or taken out; what others wrote beside it stays. */
static char *
dup_ignored_json (MxCore     *core,
                  const char *user_id,
                  gboolean    ignored)
{
  g_autofree char *old = mx_store_get_account_data (core->store, NULL, "m.ignored_user_list", NULL);
  g_autoptr (JsonObject) content = old ? mx_json_parse_object (old, strlen (old), G_MAXSIZE, NULL) : NULL;
  JsonObject *users;

  if (!content)
    content = json_object_new ();
  users = mx_json_get_object (content, "ignored_users");
  if (!users) {
    users = json_object_new ();
    json_object_set_object_member (content, "ignored_users", users);
  }
  if (ignored)
    json_object_set_object_member (users, user_id, json_object_new ());
  else
    json_object_remove_member (users, user_id);
  return mx_json_print_object (content);
}

/**
 * mx_wishes_set_ignored:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with %TRUE
 * @wish: person and flag
 *
 * Hides or shows what a person writes. A guest's list stays on this computer.
 * See Client-Server API, "Ignoring users".
 */
void
mx_wishes_set_ignored (MxCore *core,
                       GTask  *task,
                       MxWish *wish)
{
  g_autofree char *json = NULL;
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (!mx_id_is_user (wish->user_id)) {
    if (task)
      mx_port_return_error (core->port, task,
                            g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "not a person's address"));
    return;
  }
  json = dup_ignored_json (core, wish->user_id, wish->flag);
  mx_store_set_account_data (core->store, NULL, "m.ignored_user_list", json, NULL);
  mx_rooms_publish_ignored (core);
  if (core->account->is_guest) {
    if (task)
      mx_port_return_boolean (core->port, task, TRUE);
    return;
  }
  item = item_new (MX_OUTBOX_ACCOUNT_DATA, NULL, NULL);
  item->type = g_strdup ("m.ignored_user_list");
  item->content = g_steal_pointer (&json);
  add_alone (core, item, g_strdup (QUEUE_PROTECTION), task);
}

/**
 * mx_wishes_report:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with %TRUE once delivered, with %MX_ERROR_UNREACHABLE
 *   when it waits for the network
 * @wish: what is reported, and the reason
 *
 * Tells the server's administrators. See Client-Server API, "Reporting content".
 */
void
mx_wishes_report (MxCore *core,
                  GTask  *task,
                  MxWish *wish)
{
  MxOutboxKind kind = wish->event_id  ? MX_OUTBOX_REPORT_EVENT
                      : wish->user_id ? MX_OUTBOX_REPORT_USER
                                      : MX_OUTBOX_REPORT_ROOM;
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  item = item_new (kind, kind == MX_OUTBOX_REPORT_USER ? NULL : wish->room_id, NULL);
  item->target = g_strdup (kind == MX_OUTBOX_REPORT_USER ? wish->user_id : wish->event_id);
  item->content = reason_json (wish->text);
  item->queue = g_strdup (QUEUE_PROTECTION);
  mx_outbox_add (core, item, task);
}

/**
 * mx_wishes_try_now:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: (nullable): not used
 *
 * The person does not want to wait for the back-off.
 */
void
mx_wishes_try_now (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  mx_assert_engine (core);
  if (!core->sync)
    return;
  mx_sync_hurry (core->sync);
  mx_outbox_hurry (core);
  mx_engine_pump (core);
}
