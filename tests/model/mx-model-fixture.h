/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A signed-in session whose engine never opened, one room and its timeline, deltas made by
 * hand, and a shadow that follows a list model through items-changed alone. */

#pragma once

#include "mx-delta.h"
#include "mx-event.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-timeline.h"

G_BEGIN_DECLS

#define ME     "@me:example.org"
#define ANN    "@ann:example.org"
#define BEN    "@ben:example.org"
#define ROOM   "!room:example.org"
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
/* Noon of a day, so that a few hours stay within it. */
#define NOON (G_GINT64_CONSTANT (20000) * DAY_MS + DAY_MS / 2)

typedef struct
{
  GListModel *model; /* (owned) */
  GPtrArray *items;  /* (element-type GObject): as told */
  GHashTable *seen;  /* GObject → its property values as last told */
  guint n_signals;
  guint n_removed;
  guint n_added;
  guint n_notifies;
} MxShadow;

MxShadow *mx_shadow_new   (GListModel *model) G_GNUC_WARN_UNUSED_RESULT;
void      mx_shadow_free  (MxShadow *shadow);
/* Shadow and model are the same, and every property is as it was last told. */
void      mx_shadow_check (MxShadow *shadow);
void      mx_shadow_reset (MxShadow *shadow);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxShadow, mx_shadow_free)

typedef struct
{
  MxSession *session;
  MxRoom *room;
  MxTimeline *timeline;
  MxShadow *shadow;
} MxModelFixture;

MxSession     *mx_model_session   (void) G_GNUC_WARN_UNUSED_RESULT;
MxRoomSummary *mx_model_summary   (const char *room_id,
                                   const char *name) G_GNUC_WARN_UNUSED_RESULT;
void           mx_model_apply     (MxSession *session,
                                   MxDelta   *delta);
void           mx_model_set_up    (MxModelFixture *fixture,
                                   gconstpointer   data);
void           mx_model_tear_down (MxModelFixture *fixture,
                                   gconstpointer   data);

/* Every event of @json is an object on a line of its own. */
MxEvent      *mx_model_event    (const char *json) G_GNUC_WARN_UNUSED_RESULT;
MxEvent      *mx_model_message  (const char *id,
                                 const char *sender,
                                 gint64      ts,
                                 const char *body) G_GNUC_WARN_UNUSED_RESULT;
MxEvent      *mx_model_member   (const char *id,
                                 const char *user_id,
                                 gint64      ts,
                                 const char *membership,
                                 const char *before) G_GNUC_WARN_UNUSED_RESULT;
MxEvent      *mx_model_relation (const char *id,
                                 const char *sender,
                                 gint64      ts,
                                 const char *kind,
                                 const char *target,
                                 const char *text) G_GNUC_WARN_UNUSED_RESULT;
MxMemberInfo *mx_model_person   (const char *user_id,
                                 const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) @event may be %NULL: a gap. */
MxTimelineEntry *mx_model_entry   (gint64   pos,
                                   MxEvent *event) G_GNUC_WARN_UNUSED_RESULT;
MxTimelineEntry *mx_model_local   (MxEvent     *event,
                                   const char  *txn_id,
                                   MxSendState  state) G_GNUC_WARN_UNUSED_RESULT;
MxTimelineSlice *mx_model_slice   (gboolean at_start,
                                   ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
void             mx_model_append  (MxModelFixture *fixture,
                                   ...) G_GNUC_NULL_TERMINATED;
void             mx_model_change  (MxModelFixture *fixture,
                                   ...) G_GNUC_NULL_TERMINATED;
void             mx_model_discard (MxModelFixture *fixture,
                                   const char     *txn_id);
void             mx_model_people  (MxModelFixture *fixture,
                                   ...) G_GNUC_NULL_TERMINATED;

/* One line a row; what differs between rows of one kind is in it. */
char *mx_model_dump (GListModel *timeline) G_GNUC_WARN_UNUSED_RESULT;
#define mx_model_assert_rows(fixture, text)                                      \
  G_STMT_START                                                                   \
  {                                                                              \
    g_autofree char *_rows = mx_model_dump (G_LIST_MODEL ((fixture)->timeline)); \
    mx_shadow_check ((fixture)->shadow);                                         \
    g_assert_cmpstr (_rows, ==, text);                                           \
  }                                                                              \
  G_STMT_END

G_END_DECLS
