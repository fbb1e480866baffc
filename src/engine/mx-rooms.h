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
/* After a sync: who waits for a room is told. */
void        mx_rooms_synced          (MxRooms *self);
/* A delta with the room's summary, made anew from the store. */
void        mx_rooms_publish         (MxCore     *core,
                                      const char *room_id);
/* A delta with who is hidden. */
void        mx_rooms_publish_ignored (MxCore *core);

/* Border. */
void mx_rooms_join         (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_create       (MxCore *core,
                            GTask  *task,
                            MxWish *wish);
void mx_rooms_leave        (MxCore *core,
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
