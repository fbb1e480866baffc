/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A homeserver of which a test writes every answer. It behaves as a real one where the
 * test says nothing: the same transaction id is one event, the same "since" gets the same
 * answer again, a long poll waits. */

#pragma once

#include "mx-test-server.h"

G_BEGIN_DECLS

#define MX_SCRIPT_USER       "@me:localhost"
#define MX_SCRIPT_ROOM       "!room:localhost"
#define MX_SCRIPT_OTHER_ROOM "!other:localhost"

typedef struct _MxScript MxScript;

MxScript     *mx_script_new        (void);
void          mx_script_free       (MxScript *self);
MxTestServer *mx_script_get_server (MxScript *self);
const char   *mx_script_get_url    (MxScript *self);

/* The next answer to /sync: @members are JSON members beside next_batch, without a comma at the end. */
void       mx_script_push            (MxScript   *self,
                                      const char *members);
/* Of MX_SCRIPT_ROOM: events of a timeline, JSON without the brackets. */
void       mx_script_push_events     (MxScript   *self,
                                      const char *events,
                                      gboolean    limited,
                                      const char *prev_batch);
/* The room itself, with us and @ben:localhost in it, and one message "first". */
void       mx_script_push_room       (MxScript *self);
/* MX_SCRIPT_OTHER_ROOM, with us alone in it. */
void       mx_script_push_other_room (MxScript *self);
/* Whether what is sent comes back in sync. */
void       mx_script_set_echo        (MxScript *self,
                                      gboolean  echo);
/* Every request must bear this token, else it gets 401; NULL: any. */
void       mx_script_set_token       (MxScript   *self,
                                      const char *token);
/* Bodies of the messages the server has taken, in order, each transaction once. */
GPtrArray *mx_script_dup_sent        (MxScript *self);
/* Event ids of all that sync has told, in order. */
GPtrArray *mx_script_dup_told        (MxScript *self);
/* How often a message came, repeats included. */
guint      mx_script_count_puts      (MxScript *self);
char      *mx_script_message         (const char *event_id,
                                      const char *sender,
                                      const char *body);

/* For handlers: takes a message as the server does, and answers its event id. */
char *mx_script_take (MxScript          *self,
                      SoupServerMessage *message);

G_END_DECLS
