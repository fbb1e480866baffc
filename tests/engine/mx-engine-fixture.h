/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the engine share: an engine whose deltas are kept and whose calls are
 * awaited, and the real homeserver. */

#pragma once

#include "mx-engine.h"
#include "mx-event.h"
#include "mx-test.h"

G_BEGIN_DECLS

/* An engine as a model would see it. */
typedef struct
{
  MxEngine *engine;
  char *dir;
  MxKeyMode mode;         /* MX_KEY_SERVICE; another one before a restart          */
  MxAccountInfo *account; /* (nullable)                                           */
  MxSyncState state;
  GError *error;         /* (nullable): of the last sync state                   */
  GHashTable *summaries; /* (element-type utf8 MxRoomSummary)                    */
  GHashTable *timelines; /* (element-type utf8 GPtrArray of MxTimelineEntry)     */
  GPtrArray *notified;   /* (element-type utf8): event ids                       */
  GHashTable *typing;    /* (element-type utf8 GStrv)                            */
  guint n_deltas;
  char **ignored;    /* (nullable)                                           */
  gint64 last_delta; /* µs, monotonic                                       */
} MxFixture;

/* Once, after mx_test_init (): keys go into a Secret Service that is a file of this run. */
void       mx_fixture_init    (void);
/* @dir NULL: a new one. */
MxFixture *mx_fixture_new     (const char *dir);
/* Closes the engine and awaits it. */
void       mx_fixture_free    (MxFixture *self);
/* As if the program ended and began again, in order. */
void       mx_fixture_restart (MxFixture *self);

gboolean  mx_fixture_open        (MxFixture  *self,
                                  GError    **error);
gboolean  mx_fixture_login       (MxFixture   *self,
                                  const char  *server,
                                  const char  *user,
                                  const char  *password,
                                  GError     **error);
gboolean  mx_fixture_login_guest (MxFixture   *self,
                                  const char  *server,
                                  GError     **error);
gboolean  mx_fixture_logout      (MxFixture  *self,
                                  GError    **error);
char     *mx_fixture_create_room (MxFixture  *self,
                                  const char *options_json);
char     *mx_fixture_join        (MxFixture   *self,
                                  const char  *target,
                                  GError     **error);
/* Queues a text and answers its transaction id. */
char     *mx_fixture_send        (MxFixture  *self,
                                  const char *room_id,
                                  const char *body);
/* The event id. */
char     *mx_fixture_wait_sent   (MxFixture   *self,
                                  const char  *room_id,
                                  const char  *txn_id,
                                  GError     **error);
/* Opens the room; its entries are kept up to date in `timelines`. */
void      mx_fixture_open_room   (MxFixture  *self,
                                  const char *room_id,
                                  guint       limit);
/* Number of new entries; @at_start (nullable). */
guint     mx_fixture_load_older  (MxFixture  *self,
                                  const char *room_id,
                                  guint       limit,
                                  gboolean   *at_start);
gboolean  mx_fixture_report      (MxFixture   *self,
                                  const char  *room_id,
                                  const char  *event_id,
                                  const char  *user_id,
                                  GError     **error);

MxRoomSummary *mx_fixture_summary    (MxFixture  *self,
                                      const char *room_id);
GPtrArray     *mx_fixture_timeline   (MxFixture  *self,
                                      const char *room_id);
/* How often a confirmed message with this body is in the timeline. */
guint          mx_fixture_count_body (MxFixture  *self,
                                      const char *room_id,
                                      const char *body);
const char    *mx_fixture_body       (const MxTimelineEntry *entry);
void           mx_fixture_wait_live  (MxFixture *self);
void           mx_fixture_wait_body  (MxFixture  *self,
                                      const char *room_id,
                                      const char *body);

/* The real homeserver. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *out;
  GOutputStream *in; /* (unowned) */
  char *url;
  char *name;
  char *admin_token;
} MxHomeserver;

/* @settings (nullable): JSON that is merged into its configuration. Accounts ann, ben, cleo. */
MxHomeserver *mx_homeserver_start (const char *settings);
void          mx_homeserver_act   (MxHomeserver *self,
                                   const char   *act);
void          mx_homeserver_free  (MxHomeserver *self);

G_END_DECLS
