/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files mx-rooms*.c share. */

#pragma once

#include "mx-enums.h"
#include "mx-errand.h"
#include "mx-rooms.h"

G_BEGIN_DECLS

struct _MxRooms {
  MxCore *core;           /* (unowned): owns us                                             */
  GPtrArray *arrivals;    /* (owned): who waits until sync has brought a room               */
  GHashTable *fillings;   /* (owned): a gap being filled, to who waits for it               */
  GHashTable *members;    /* (owned): a room whose members are asked for, to who waits      */
  GHashTable *typing;     /* (owned) (element-type utf8 gint64): when to say it again, µs   */
  GHashTable *bots_asked; /* (owned) (element-type utf8): a set: "room bot" that the server has answered */
  gboolean bots_due;      /* where a bridge's bot is may be open: also when the program starts */
  gboolean is_asking_bot;
};

/* Ends every task of @tasks (element-type GTask) with a copy of @error. */
void        _mx_rooms_fail_all    (MxCore       *core,
                                   GPtrArray    *tasks,
                                   const GError *error);
/* Ends @task with @room_id (both taken) once sync has the room with this membership, or joined. */
void        _mx_rooms_await       (MxRooms      *self,
                                   char         *room_id,
                                   MxMembership  membership,
                                   GTask        *task);
/* The server that knows a room, as far as its name or link tells; NULL: nothing tells. */
const char *_mx_rooms_whom_to_ask (const char        *room,
                                   const char *const *via);
/* The answer names the room; the end of @errand (taken) waits until sync has it with this membership. */
void        _mx_rooms_answered    (MxCore       *core,
                                   MxErrand     *errand,
                                   MxResponse   *response,
                                   const GError *error,
                                   MxMembership  membership);
/* An MxAnswerFunc for an MxErrand: the answer names a room that will be joined. */
void        _mx_rooms_on_room_id  (MxCore       *core,
                                   MxResponse   *response,
                                   const GError *error,
                                   gpointer      data);
/* Asks the next question about where a bridge's bot is, if there is any. */
void        _mx_rooms_ask_bots    (MxRooms *self);
void        _mx_rooms_pump_typing (MxRooms *self,
                                   gint64   now,
                                   gint64  *due);

G_END_DECLS
