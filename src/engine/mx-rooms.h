/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

MxRooms *mx_rooms_new  (MxCore *core) G_GNUC_WARN_UNUSED_RESULT;
void     mx_rooms_free (MxRooms *self);
gint64   mx_rooms_pump (MxRooms *self,
                        gint64   now);

/* Whether somebody looks at the room: then deltas carry its entries. */
gboolean    mx_rooms_is_open         (MxRooms    *self,
                                      const char *room_id);
/* (element-type utf8): a set of room ids. */
GHashTable *mx_rooms_get_open        (MxRooms *self);
/* After a sync: who waits for a room is told; what it left open of bridges' bots is asked. */
void        mx_rooms_synced          (MxRooms  *self,
                                      gboolean  asks_bots);
/* A delta with the room's summary, made anew from the store. */
void        mx_rooms_publish         (MxCore     *core,
                                      const char *room_id);
/* A delta with who is hidden; then as below. */
void        mx_rooms_publish_ignored (MxCore *core);
/* The list of rooms shows nothing that people wrote who are hidden now. */
void        mx_rooms_hide_ignored    (MxCore *core);

/* Border. */
void mx_rooms_join         (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id: what is to be asked; via, text: what is said (nullable) */
void mx_rooms_knock        (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id; ends with an array of MxMemberInfo */
void mx_rooms_load_knocks  (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id, user_id, text: why (nullable) */
void mx_rooms_kick         (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* user_id; ends with a room id */
void mx_rooms_start_direct (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id: one that moved; ends with the new room's id */
void mx_rooms_follow       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id: a space, state_key: a room, via: servers that know it (NULL: takes it out), flag: suggested */
void mx_rooms_set_child    (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_set_guests   (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id, flag: nobody new comes in for now; else as it was before */
void mx_rooms_set_closed   (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* state_key: server, text: term, type, txn_id: where to go on (each nullable), limit; ends with an MxRoomPage */
void mx_rooms_search       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* room_id: a space, txn_id: where to go on (nullable), limit; ends with an MxRoomPage */
void mx_rooms_children     (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
/* text: a name, limit; ends with an array of MxMemberInfo */
void mx_rooms_find_people  (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_create       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_leave        (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_forget       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_invite       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_get_state    (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_open         (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_close        (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_load_older   (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_load_event   (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_load_members (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_set_typing   (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_set_draft    (MxCore *core,
                            GTask  *task,
                            MxWish *wish);

G_END_DECLS
