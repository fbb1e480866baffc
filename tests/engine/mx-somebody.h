/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody else on the real homeserver, by plain requests: what they do owes nothing to the engine. */

#pragma once

#include "mx-engine-fixture.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _MxSomebody MxSomebody;

/* Signs in with the name as password. */
MxSomebody *mx_somebody_new  (MxHomeserver *server,
                              const char   *name);
void        mx_somebody_free (MxSomebody *self);

/* @path below /_matrix/client/v3/; anything but 200 ends the test. */
JsonObject *mx_somebody_call   (MxSomebody *self,
                                const char *method,
                                const char *path,
                                const char *body) G_GNUC_WARN_UNUSED_RESULT;
void        mx_somebody_do     (MxSomebody *self,
                                const char *method,
                                const char *path,
                                const char *body);
/* The same below rooms/@room_id/. */
void        mx_somebody_do_in  (MxSomebody *self,
                                const char *method,
                                const char *room_id,
                                const char *path,
                                const char *body);
/* A room "Room @alias"; @more: further members of the body, with a comma before each. */
char       *mx_somebody_create (MxSomebody *self,
                                const char *alias,
                                const char *more);
/* invite, kick, ban, unban. */
void        mx_somebody_treat  (MxSomebody *self,
                                const char *room_id,
                                const char *verb,
                                const char *name,
                                const char *reason);

G_END_DECLS
