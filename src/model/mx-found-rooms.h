/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_FOUND_ROOMS (mx_found_rooms_get_type ())
G_DECLARE_DERIVABLE_TYPE (MxFoundRooms, mx_found_rooms, MX, FOUND_ROOMS, GObject)

/**
 * MxFoundRooms:
 *
 * A #GListModel of #MxFoundRoom that grows page by page: a directory (#MxDirectory) or a space (#MxSpace).
 * Properties (all notify): "session" (construct), "is-loading", "has-more" (TRUE before the first page), "error"
 * (GError, nullable: why the last page did not come), "n-selected" (uint), "is-joining", "n-joined" (uint: of the
 * joining under way or the last one).
 */
struct _MxFoundRoomsClass {
  GObjectClass parent_class;
  /* Asks for the page at @from (nullable: the first); ends by _mx_found_rooms_page_cb (). */
  void (*ask) (MxFoundRooms *self,
               const char *from,
               guint limit,
               GCancellable *cancellable);
  /* A page has come; @page is an MxRoomPage. */
  void (*take) (MxFoundRooms *self,
                gpointer page);
};

/* The next page; the first one when there is none yet. Does nothing while one is under way or when all are there. */
void          mx_found_rooms_load_more   (MxFoundRooms *self);
/* Begins again with the first page. */
void          mx_found_rooms_reload      (MxFoundRooms *self);
/* Joins those that are selected and not joined, one after the other, or with @all every one. A room that fails
 * keeps its "error" and the rest go on. FALSE with the first error where any failed. */
void          mx_found_rooms_join_async  (MxFoundRooms        *self,
                                          gboolean             all,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean      mx_found_rooms_join_finish (MxFoundRooms  *self,
                                          GAsyncResult  *result,
                                          GError       **error);
/* For who keeps pages: how many rooms are asked for at once, and where the next page is (nullable: none, or the
 * first). */
void          mx_found_rooms_set_page    (MxFoundRooms *self,
                                          guint         limit,
                                          const char   *next);
const char   *mx_found_rooms_get_next    (MxFoundRooms *self);
gboolean      mx_found_rooms_is_loading  (MxFoundRooms *self);
gboolean      mx_found_rooms_has_more    (MxFoundRooms *self);
const GError *mx_found_rooms_get_error   (MxFoundRooms *self);
MxSession    *mx_found_rooms_get_session (MxFoundRooms *self);

G_END_DECLS
