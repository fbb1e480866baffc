/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a sync brought, in a form that does not say which kind of sync it was. */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

/* One room's part. Numbers of -1 and NULL arrays were not said: nothing changed. */
typedef struct
{
  char *room_id;
  MxMembership membership; /* LEAVE is ban, too: the member event tells    */
  char **heroes;           /* (nullable): user ids                         */
  gint64 joined_count;
  gint64 invited_count;
  gint64 notification_count;
  gint64 highlight_count;
  GPtrArray *state;        /* (nullable) (element-type MxEvent); of an invite: stripped */
  gboolean state_is_after; /* state is what holds after the timeline       */
  GPtrArray *timeline;     /* (nullable) (element-type MxEvent): oldest first */
  gboolean limited;
  char *prev_batch;        /* (nullable)                                   */
  GPtrArray *ephemeral;    /* (nullable) (element-type MxEvent)            */
  GPtrArray *account_data; /* (nullable) (element-type MxEvent)            */
} MxSyncRoom;

/* The letters for the crypto machine, as JSON text; each nullable. */
typedef struct
{
  char *to_device; /* array of events                              */
  char *device_lists;
  char *one_time_key_counts;
  char *unused_fallback_types;
} MxSyncCrypto;

typedef struct _MxSyncResponse MxSyncResponse;

/* Any thread: checks the whole body and finds its rooms. For a big body, a pool job. */
MxSyncResponse     *mx_sync_response_new              (GBytes  *body,
                                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                mx_sync_response_free             (MxSyncResponse *self);
const char         *mx_sync_response_get_next_batch   (MxSyncResponse *self);
/* (element-type MxEvent): global account data. */
GPtrArray          *mx_sync_response_get_account_data (MxSyncResponse *self);
const MxSyncCrypto *mx_sync_response_get_crypto       (MxSyncResponse *self);
guint               mx_sync_response_get_n_rooms      (MxSyncResponse *self);
/* The next room, in the order of the response, until the one after it is asked for; NULL
 * after the last. Rooms of a big body are parsed ahead, and freed, by a pool job, a few at a
 * time. */
MxSyncRoom         *mx_sync_response_next_room        (MxSyncResponse *self);

void mx_sync_room_free (MxSyncRoom *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxSyncResponse, mx_sync_response_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxSyncRoom, mx_sync_room_free)

G_END_DECLS
