/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-engine.h"
#include "mx-found-rooms.h"
#include "mx-room-preview.h"

G_BEGIN_DECLS

/* The callback of ask (): @user_data is a reference of the list's. */
void     _mx_found_rooms_page_cb     (GObject      *source,
                                      GAsyncResult *result,
                                      gpointer      user_data);
/* For take (): puts rooms in at @at (at most the end). */
void     _mx_found_rooms_insert      (MxFoundRooms *self,
                                      guint         at,
                                      GPtrArray    *rooms);
GObject *_mx_found_rooms_peek        (MxFoundRooms *self,
                                      guint         at);
/* For who joins many. */
void     _mx_found_rooms_set_joining (MxFoundRooms *self,
                                      gboolean      joining,
                                      guint         n_joined);

G_END_DECLS
