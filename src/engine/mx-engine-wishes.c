/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, wishes. Main thread: each function writes its wish down and
 * has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-rooms.h"
#include "mx-wishes.h"

/**
 * mx_engine_new_txn_id:
 * @self: an engine
 *
 * See Client-Server API, "Transaction identifiers".
 *
 * Returns: (transfer full): an id that was never used
 */
char *
mx_engine_new_txn_id (MxEngine *self)
{
  g_return_val_if_fail (MX_IS_ENGINE (self), NULL);

  return g_uuid_string_random ();
}

/**
 * mx_engine_send:
 * @self: an engine
 * @room_id: a room
 * @type: the event's type
 * @txn_id: a transaction id of mx_engine_new_txn_id ()
 * @content_json: its content
 *
 * Queues an event; deltas tell what becomes of it.
 */
void
mx_engine_send (MxEngine   *self,
                const char *room_id,
                const char *type,
                const char *txn_id,
                const char *content_json)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && type && txn_id && content_json);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->type = g_strdup (type);
  wish->txn_id = g_strdup (txn_id);
  wish->text = g_strdup (content_json);
  _mx_engine_tell (self, mx_wishes_send, wish);
}

/**
 * mx_engine_redact:
 * @self: an engine
 * @room_id: a room
 * @event_id: what is removed
 * @reason: (nullable): why
 * @txn_id: a transaction id of mx_engine_new_txn_id ()
 *
 * Queues a redaction.
 */
void
mx_engine_redact (MxEngine   *self,
                  const char *room_id,
                  const char *event_id,
                  const char *reason,
                  const char *txn_id)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && event_id && txn_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  wish->text = g_strdup (reason);
  wish->txn_id = g_strdup (txn_id);
  _mx_engine_tell (self, mx_wishes_redact, wish);
}

/**
 * mx_engine_wait_kept_async:
 * @self: an engine
 * @room_id: a room
 * @txn_id: of what was queued there
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Waits until it is durable here; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_wait_kept_async (MxEngine            *self,
                           const char          *room_id,
                           const char          *txn_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && txn_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->txn_id = g_strdup (txn_id);
  _mx_engine_call (self, mx_engine_wait_kept_async, cancellable, callback, user_data, mx_wishes_wait_kept, wish);
}

/**
 * mx_engine_wait_sent_async:
 * @self: an engine
 * @room_id: a room
 * @txn_id: of what was queued there
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Waits until the server has it; ends with the event id by mx_engine_string_finish ().
 */
void
mx_engine_wait_sent_async (MxEngine            *self,
                           const char          *room_id,
                           const char          *txn_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && txn_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->txn_id = g_strdup (txn_id);
  _mx_engine_call (self, mx_engine_wait_sent_async, cancellable, callback, user_data, mx_wishes_wait_sent, wish);
}

/**
 * mx_engine_retry:
 * @self: an engine
 * @txn_id: of what failed
 *
 * Queues it again.
 */
void
mx_engine_retry (MxEngine   *self,
                 const char *txn_id)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (txn_id);

  wish = mx_wish_new ();
  wish->txn_id = g_strdup (txn_id);
  _mx_engine_tell (self, mx_wishes_retry, wish);
}

/**
 * mx_engine_discard:
 * @self: an engine
 * @txn_id: of what failed or waits
 *
 * Forgets it.
 */
void
mx_engine_discard (MxEngine   *self,
                   const char *txn_id)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (txn_id);

  wish = mx_wish_new ();
  wish->txn_id = g_strdup (txn_id);
  _mx_engine_tell (self, mx_wishes_discard, wish);
}

/**
 * mx_engine_mark_read:
 * @self: an engine
 * @room_id: a room
 * @event_id: (nullable): the newest event that was seen; %NULL is the newest there is
 *
 * The person has seen the room up to an event.
 */
void
mx_engine_mark_read (MxEngine   *self,
                     const char *room_id,
                     const char *event_id)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  _mx_engine_tell (self, mx_wishes_mark_read, wish);
}

/**
 * mx_engine_mark_read_async:
 * @self: an engine
 * @room_id: a room
 * @event_id: up to which event it was seen
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The same for who wants to hear that it is durable here; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_mark_read_async (MxEngine            *self,
                           const char          *room_id,
                           const char          *event_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && event_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  _mx_engine_call (self, mx_engine_mark_read_async, cancellable, callback, user_data, mx_wishes_mark_read, wish);
}

/**
 * mx_engine_take_read_marker_async:
 * @self: an engine
 * @room_id: a room
 * @event_id: how far the same person has read it with another account
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The same where the event may be older than what is known of the room here; what was read with
 * this account already stays read. Ends by mx_engine_boolean_finish ().
 */
void
mx_engine_take_read_marker_async (MxEngine            *self,
                                  const char          *room_id,
                                  const char          *event_id,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && event_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  wish->flag = TRUE;
  _mx_engine_call (self, mx_engine_take_read_marker_async, cancellable, callback, user_data, mx_wishes_mark_read, wish);
}

/**
 * mx_engine_set_marked_unread:
 * @self: an engine
 * @room_id: a room
 * @unread: whether it is marked
 *
 * Marks a room as unread, or takes the mark away.
 */
void
mx_engine_set_marked_unread (MxEngine   *self,
                             const char *room_id,
                             gboolean    unread)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->flag = unread;
  _mx_engine_tell (self, mx_wishes_set_marked_unread, wish);
}

/**
 * mx_engine_set_tag:
 * @self: an engine
 * @room_id: a room
 * @tag: "m.favourite" or "m.lowpriority"
 * @present: whether the room has it
 *
 * Tags a room.
 */
void
mx_engine_set_tag (MxEngine   *self,
                   const char *room_id,
                   const char *tag,
                   gboolean    present)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && tag);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->type = g_strdup (tag);
  wish->flag = present;
  _mx_engine_tell (self, mx_wishes_set_tag, wish);
}

/**
 * mx_engine_set_typing:
 * @self: an engine
 * @room_id: a room
 * @typing: whether the person writes
 *
 * Tells the others in the room.
 */
void
mx_engine_set_typing (MxEngine   *self,
                      const char *room_id,
                      gboolean    typing)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->flag = typing;
  _mx_engine_tell (self, mx_rooms_set_typing, wish);
}

/**
 * mx_engine_set_draft:
 * @self: an engine
 * @room_id: a room
 * @draft: (nullable): what is written so far
 *
 * Keeps a draft.
 */
void
mx_engine_set_draft (MxEngine   *self,
                     const char *room_id,
                     const char *draft)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->text = g_strdup (draft);
  _mx_engine_tell (self, mx_rooms_set_draft, wish);
}

/**
 * mx_engine_set_ignored_async:
 * @self: an engine
 * @user_id: a person
 * @ignored: whether what they write is hidden
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Hides or shows what a person writes. Ends by mx_engine_boolean_finish ().
 */
void
mx_engine_set_ignored_async (MxEngine            *self,
                             const char          *user_id,
                             gboolean             ignored,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (user_id);

  wish = mx_wish_new ();
  wish->user_id = g_strdup (user_id);
  wish->flag = ignored;
  _mx_engine_call (self, mx_engine_set_ignored_async, cancellable, callback, user_data, mx_wishes_set_ignored, wish);
}

/**
 * mx_engine_report_async:
 * @self: an engine
 * @room_id: (nullable): the room
 * @event_id: (nullable): the message in it
 * @user_id: (nullable): the person
 * @reason: (nullable): why
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Reports a message, a person or a room to the server's administrators. Ends by mx_engine_boolean_finish (),
 * with %MX_ERROR_UNREACHABLE when it waits for the network.
 */
void
mx_engine_report_async (MxEngine            *self,
                        const char          *room_id,
                        const char          *event_id,
                        const char          *user_id,
                        const char          *reason,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id || user_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  wish->user_id = g_strdup (user_id);
  wish->text = g_strdup (reason);
  _mx_engine_call (self, mx_engine_report_async, cancellable, callback, user_data, mx_wishes_report, wish);
}

/**
 * mx_engine_try_now:
 * @self: an engine
 *
 * Syncs and sends at once instead of waiting for the back-off.
 */
void
mx_engine_try_now (MxEngine *self)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_tell (self, mx_wishes_try_now, wish);
}
