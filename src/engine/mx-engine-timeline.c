/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, timelines and media. Main thread: each function writes its wish down and
 * has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-files.h"
#include "mx-media.h"
#include "mx-rooms.h"
/**
 * mx_engine_open_room_async:
 * @self: an engine
 * @room_id: a room
 * @limit: how many entries at most
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Opens a room: from now on its deltas carry entries. Ends with the newest ones by mx_engine_slice_finish ().
 */
void
mx_engine_open_room_async (MxEngine            *self,
                           const char          *room_id,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->limit = limit;
  _mx_engine_call (self, mx_engine_open_room_async, cancellable, callback, user_data, mx_rooms_open, wish);
}

/**
 * mx_engine_close_room:
 * @self: an engine
 * @room_id: a room
 *
 * Nobody looks at the room any more.
 */
void
mx_engine_close_room (MxEngine   *self,
                      const char *room_id)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  _mx_engine_tell (self, mx_rooms_close, wish);
}

/**
 * mx_engine_load_older_async:
 * @self: an engine
 * @room_id: a room
 * @pos: of the oldest entry that is known, or of a gap
 * @limit: how many entries at most
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Loads what is older than @pos from the store, or from the server where the store ends or has a gap. Ends by
 * mx_engine_slice_finish ().
 */
void
mx_engine_load_older_async (MxEngine            *self,
                            const char          *room_id,
                            gint64               pos,
                            guint                limit,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->pos = pos;
  wish->limit = limit;
  _mx_engine_call (self, mx_engine_load_older_async, cancellable, callback, user_data, mx_rooms_load_older, wish);
}

/**
 * mx_engine_load_event_async:
 * @self: an engine
 * @room_id: a room
 * @event_id: an event
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Loads one event from the store or the server.
 */
void
mx_engine_load_event_async (MxEngine            *self,
                            const char          *room_id,
                            const char          *event_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);
  g_return_if_fail (event_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->event_id = g_strdup (event_id);
  _mx_engine_call (self, mx_engine_load_event_async, cancellable, callback, user_data, mx_rooms_load_event, wish);
}

/**
 * mx_engine_load_event_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_load_event_async ().
 *
 * Returns: (transfer full) (nullable): the event
 */
MxEvent *
mx_engine_load_event_finish (MxEngine      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_load_members_async:
 * @self: an engine
 * @room_id: a room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Loads every member; the server is asked once a room.
 */
void
mx_engine_load_members_async (MxEngine            *self,
                              const char          *room_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  _mx_engine_call (self, mx_engine_load_members_async, cancellable, callback, user_data, mx_rooms_load_members, wish);
}

/**
 * mx_engine_load_members_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_load_members_async ().
 *
 * Returns: (transfer full) (nullable) (element-type MxMemberInfo): everybody who is joined or invited
 */
GPtrArray *
mx_engine_load_members_finish (MxEngine      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_load_media_async:
 * @self: an engine
 * @mxc: an address
 * @width: of a thumbnail in pixels; 0 is the original
 * @height: likewise
 * @max_bytes: how much at most; 0 is 64 MiB
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Loads a file from the encrypted cache or the server.
 */
void
mx_engine_load_media_async (MxEngine            *self,
                            const char          *mxc,
                            guint                width,
                            guint                height,
                            gsize                max_bytes,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (mxc);

  wish = mx_wish_new ();
  wish->text = g_strdup (mxc);
  wish->width = width;
  wish->height = height;
  wish->max_bytes = max_bytes;
  _mx_engine_call (self, mx_engine_load_media_async, cancellable, callback, user_data, mx_media_load, wish);
}

/**
 * mx_engine_load_icon_async:
 * @self: an engine
 * @base_url: a server's address
 * @mxc: address of the icon of one of its identity providers
 * @size: of its sides in pixels
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Loads an icon that is shown before anybody is signed in; ends by mx_engine_load_media_finish ().
 */
void
mx_engine_load_icon_async (MxEngine            *self,
                           const char          *base_url,
                           const char          *mxc,
                           guint                size,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (base_url && mxc);

  wish = mx_wish_new ();
  wish->link = g_strdup (base_url);
  wish->text = g_strdup (mxc);
  wish->width = size;
  _mx_engine_call (self, mx_engine_load_icon_async, cancellable, callback, user_data, mx_media_load_icon, wish);
}

/**
 * mx_engine_load_media_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_load_media_async ().
 *
 * Returns: (transfer full) (nullable): the content
 */
GBytes *
mx_engine_load_media_finish (MxEngine      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_send_file:
 * @self: an engine
 * @room_id: a room
 * @txn_id: a transaction id of mx_engine_new_txn_id ()
 * @content_json: content of an `m.room.message` without the file's address
 * @mimetype: what the file is
 * @bytes: the file
 *
 * Queues a message with a file: it is uploaded first. Deltas tell what becomes of it.
 */
void
mx_engine_send_file (MxEngine   *self,
                     const char *room_id,
                     const char *txn_id,
                     const char *content_json,
                     const char *mimetype,
                     GBytes     *bytes)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && txn_id && content_json && mimetype && bytes);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->txn_id = g_strdup (txn_id);
  wish->text = g_strdup (content_json);
  wish->type = g_strdup (mimetype);
  wish->bytes = g_bytes_ref (bytes);
  _mx_engine_tell (self, mx_files_send, wish);
}

/**
 * mx_engine_find_upload_limit_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks how large a file may be that is sent; fails with %MX_ERROR_GUEST_FORBIDDEN for guests.
 */
void
mx_engine_find_upload_limit_async (MxEngine            *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  _mx_engine_call (self, mx_engine_find_upload_limit_async, cancellable, callback, user_data, mx_files_find_limit,
                   NULL);
}

/**
 * mx_engine_find_upload_limit_finish:
 * @self: an engine
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: bytes, 0 when nobody knows; -1 on error
 */
gint64
mx_engine_find_upload_limit_finish (MxEngine      *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_autofree gint64 *limit = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  limit = g_task_propagate_pointer (G_TASK (result), error);
  return limit ? *limit : -1;
}
