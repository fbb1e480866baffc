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

#define IGNORED "m.ignored_user_list"

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

static void
give_up (MxCore *core,
         GTask  *task,
         GError *error)
{
  g_autoptr (GError) owned = error;

  if (task)
    mx_port_return_error (core->port, task, g_steal_pointer (&owned));
  else
    g_debug ("a wish is given up: %s", error->message);
}

/* What a wish means here and what is sent for it are kept together or not at all. FALSE: @task
 * (nullable) has ended. */
static gboolean
begin (MxCore             *core,
       MxStoreTransaction *together,
       GTask              *task)
{
  GError *error = NULL;

  if (mx_store_transaction_begin (together, core->store, &error))
    return TRUE;
  give_up (core, task, error);
  return FALSE;
}

/* Ends @task (nullable). */
static gboolean
commit (MxCore             *core,
        MxStoreTransaction *together,
        GTask              *task)
{
  GError *error = NULL;

  if (!mx_store_transaction_commit (together, &error)) {
    give_up (core, task, error);
    return FALSE;
  }
  if (task)
    mx_port_return_boolean (core->port, task, TRUE);
  return TRUE;
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
 * mx_wishes_wait_kept:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: room and transaction id
 */
void
mx_wishes_wait_kept (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_outbox_wait (core, wish->room_id, wish->txn_id, MX_WAIT_KEPT, task);
}

/**
 * mx_wishes_wait_sent:
 * @core: the engine
 * @task: (transfer full): ends with the event id
 * @wish: room and transaction id
 */
void
mx_wishes_wait_sent (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_outbox_wait (core, wish->room_id, wish->txn_id, MX_WAIT_SENT, task);
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

/* FALSE: nobody knows that event. @may_be_older: where nothing was read yet, it may be older than what is here. */
static gboolean
find_reading (MxCore      *core,
              MxStoreRoom *room,
              const char  *event_id,
              gboolean     may_be_older,
              Reading     *reading)
{
  g_autoptr (MxStoreEntry) newest = mx_store_find_newest (core->store, room->room_id, NULL);
  gboolean present = FALSE;
  gint64 read = MX_STORE_OLDEST;

  if (!newest)
    return event_id == NULL;
  reading->pos = newest->pos;
  if (event_id && !mx_store_has_event (core->store, room->room_id, event_id, &present, &reading->pos, NULL))
    return FALSE;
  if (event_id && !present && may_be_older && !room->fully_read) {
    reading->pos = MX_STORE_OLDEST;
    reading->event_id = g_strdup (event_id);
    return TRUE;
  }
  if (event_id && !present)
    return FALSE;
  present = FALSE;
  if (room->fully_read && !mx_store_has_event (core->store, room->room_id, room->fully_read, &present, &read, NULL))
    return FALSE;
  reading->is_all = reading->pos >= newest->pos;
  if (!present || reading->pos > read)
    reading->event_id = g_strdup (event_id ? event_id : mx_event_get_id (newest->event));
  return TRUE;
}

/* Ends @task (nullable) when it fails. */
static gboolean
save (MxCore      *core,
      MxStoreRoom *room,
      GTask       *task)
{
  GError *error = NULL;

  if (mx_store_save_room (core->store, room, &error))
    return TRUE;
  give_up (core, task, error);
  return FALSE;
}

/* Takes @item, which is not for the server where a guest wishes. Ends @task (nullable) when it fails. */
static gboolean
queue (MxCore            *core,
       MxStoreOutboxItem *item,
       GTask             *task)
{
  if (core->account->is_guest) {
    mx_store_outbox_item_free (item);
    return TRUE;
  }
  if (mx_outbox_replace (core, item, NULL, NULL))
    return TRUE;
  give_up (core, task, g_error_new_literal (MX_ERROR, MX_ERROR_STORE_FULL, "it cannot be kept"));
  return FALSE;
}

static MxStoreOutboxItem *
marked_unread_item (MxStoreRoom *room)
{
  MxStoreOutboxItem *item = item_new (MX_OUTBOX_ACCOUNT_DATA, room->room_id, NULL);

  item->type = g_strdup ("m.marked_unread");
  item->content = g_strdup (room->marked_unread ? "{\"unread\":true}" : "{\"unread\":false}");
  item->queue = g_strconcat ("unread!", room->room_id, NULL);
  return item;
}

static MxStoreOutboxItem *
read_marker_item (MxStoreRoom *room)
{
  MxStoreOutboxItem *item = item_new (MX_OUTBOX_READ_MARKER, room->room_id, NULL);

  item->target = g_strdup (room->fully_read);
  item->queue = g_strconcat ("read!", room->room_id, NULL);
  return item;
}

/* What the room looks like once it was read up to there. */
static void
set_read (MxCore        *core,
          MxStoreRoom   *room,
          const Reading *reading)
{
  room->marked_unread = FALSE;
  if (reading->event_id) {
    g_set_str (&room->fully_read, reading->event_id);
    g_set_str (&room->own_receipt, reading->event_id);
    if (!mx_store_count_after (core->store, room->room_id, reading->pos, core->account->user_id,
                               &room->unread_count, NULL))
      room->unread_count = 0;
  }
  if (reading->is_all || room->unread_count == 0)
    room->unread_count = room->unread_highlights = room->notification_count = room->highlight_count = 0;
}

static gboolean
mark_read (MxCore             *core,
           MxStoreRoom        *room,
           const Reading      *reading,
           MxStoreTransaction *together,
           GTask              *task)
{
  gboolean was_marked = room->marked_unread;

  set_read (core, room, reading);
  return save (core, room, task) && (!was_marked || queue (core, marked_unread_item (room), task)) &&
         (!reading->event_id || queue (core, read_marker_item (room), task)) && commit (core, together, task);
}

/**
 * mx_wishes_mark_read:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with %TRUE once it is durable here
 * @wish: room and event; without an event the newest; a flag where it may be older than what is here
 *
 * The person has seen a room up to an event. Never moves backwards; the newest mark alone
 * goes to the server, and a guest's none. See Client-Server API, "Fully read markers".
 */
void
mx_wishes_mark_read (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  g_auto (MxStoreTransaction) together = { NULL };
  g_autoptr (MxStoreRoom) room = NULL;
  g_autofree char *event_id = NULL;
  Reading reading = { NULL };
  gboolean is_known;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task) || !begin (core, &together, task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  is_known = room && find_reading (core, room, wish->event_id, wish->flag, &reading);
  event_id = reading.event_id;
  if (!room || (task && !is_known))
    give_up (core, task, g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "the room shows no such event"));
  else if (mark_read (core, room, &reading, &together, task))
    mx_rooms_publish (core, room->room_id);
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
  g_auto (MxStoreTransaction) together = { NULL };
  g_autoptr (MxStoreRoom) room = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task) || !begin (core, &together, NULL))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room || room->marked_unread == wish->flag)
    return;
  room->marked_unread = wish->flag;
  if (save (core, room, NULL) && queue (core, marked_unread_item (room), NULL) && commit (core, &together, NULL))
    mx_rooms_publish (core, room->room_id);
}

static MxStoreOutboxItem *
tag_item (const MxWish *wish)
{
  MxStoreOutboxItem *item = item_new (MX_OUTBOX_TAG, wish->room_id, NULL);

  item->target = g_strdup (wish->type);
  item->content = wish->flag ? g_strdup ("{}") : NULL;
  item->queue = g_strconcat ("tag!", wish->room_id, "!", wish->type, NULL);
  return item;
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
  g_auto (MxStoreTransaction) together = { NULL };
  g_autoptr (MxStoreRoom) room = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task) || !begin (core, &together, NULL))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room)
    return;
  if (g_strcmp0 (wish->type, "m.favourite") == 0)
    room->is_favourite = wish->flag;
  else if (g_strcmp0 (wish->type, "m.lowpriority") == 0)
    room->is_low_priority = wish->flag;
  if (save (core, room, NULL) && queue (core, tag_item (wish), NULL) && commit (core, &together, NULL))
    mx_rooms_publish (core, room->room_id);
}

/* The list of the server with one person put in or taken out; what others wrote beside it stays. */
static char *
dup_ignored_json (MxCore     *core,
                  const char *user_id,
                  gboolean    ignored)
{
  g_autofree char *old = mx_store_get_account_data (core->store, NULL, IGNORED, NULL);
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

static MxStoreOutboxItem *
ignored_item (const char *content)
{
  MxStoreOutboxItem *item = item_new (MX_OUTBOX_ACCOUNT_DATA, NULL, NULL);

  item->type = g_strdup (IGNORED);
  item->content = g_strdup (content);
  item->queue = g_strdup (QUEUE_PROTECTION);
  return item;
}

/**
 * mx_wishes_set_ignored:
 * @core: the engine
 * @task: (transfer full) (nullable): ends with %TRUE once delivered, with %MX_ERROR_UNREACHABLE
 *   when it waits for the network
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
  g_auto (MxStoreTransaction) together = { NULL };
  g_autofree char *json = NULL;
  GError *error = NULL;
  gboolean is_kept;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (!mx_id_is_user (wish->user_id)) {
    give_up (core, task, g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "not a person's address"));
    return;
  }
  if (!begin (core, &together, task))
    return;
  json = dup_ignored_json (core, wish->user_id, wish->flag);
  if (!mx_store_set_account_data (core->store, NULL, IGNORED, json, &error)) {
    give_up (core, task, error);
    return;
  }
  if (core->account->is_guest)
    is_kept = commit (core, &together, task);
  else
    is_kept = mx_outbox_replace (core, ignored_item (json), &together, task);
  if (is_kept)
    mx_rooms_publish_ignored (core);
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
