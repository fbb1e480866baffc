/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sentences about a room and the people in it. Pure functions. */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

/* Who can read what is written in a room; strings are borrowed. */
typedef struct
{
  gboolean is_world_readable; /* without joining                            */
  gboolean is_public;         /* anybody can join                           */
  gboolean is_encrypted;
  gboolean hides_past; /* who comes later does not get what was before */
  const char *bridge;  /* (nullable): "irc": they read it there, too */
} TeaRoomReaders;

void tea_room_readers_init (TeaRoomReaders *self,
                            MxRoom         *room);

const char *tea_room_words_readers (const TeaRoomReaders *who);
const char *tea_room_words_later   (const TeaRoomReaders *who);
const char *tea_room_words_bridge  (const TeaRoomReaders *who);
char       *tea_room_words_who     (const TeaRoomReaders *who);
const char *tea_room_words_role    (gint64       power,
                                    MxMembership membership);
char       *tea_room_words_people  (guint n);
char       *tea_room_words_group   (guint n_people);
char       *tea_room_words_knocks  (guint       n_people,
                                    const char *name);

G_END_DECLS
