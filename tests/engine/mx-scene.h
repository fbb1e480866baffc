/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One room in which we are with Ben, on a server whose answers the test writes. */

#pragma once

#include "mx-engine-fixture.h"
#include "mx-script.h"

G_BEGIN_DECLS

#define SCENE_ROOM      "/_matrix/client/v3/rooms/!room:localhost"
#define SCENE_USER_DATA "PUT /_matrix/client/v3/user/"
#define SCENE_MARKERS   "POST " SCENE_ROOM "/read_markers"

typedef struct
{
  MxScript *script;
  MxTestServer *server; /* (unowned) */
  MxFixture *me;
} MxScene;

/* A server with the room; nobody is signed in. */
void mx_scene_prepare     (MxScene *scene);
void mx_scene_begin       (MxScene  *scene,
                           gboolean  as_guest);
void mx_scene_end         (MxScene *scene);
/* Ben says something, and it has come. */
void mx_scene_say         (MxScene    *scene,
                           const char *event_id,
                           const char *body);
void mx_scene_assert_body (MxTestRequest *request,
                           const char    *wanted);

G_END_DECLS
