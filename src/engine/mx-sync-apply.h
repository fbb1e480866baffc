/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reducer: store and response in, store and delta out. */

#pragma once

#include "mx-delta.h"
#include "mx-store.h"
#include "mx-sync-response.h"

G_BEGIN_DECLS

/* What the reducer must know beside the response. */
typedef struct
{
  MxStore *store;
  const char *user_id;
  gboolean is_guest;      /* the server keeps no counts for us                       */
  GHashTable *open_rooms; /* (nullable) (element-type utf8): a set                   */
  gint64 asked_ts;        /* ms since 1970: when the request went out                */
  gboolean *asks_bots;    /* (out) (nullable): whether a bridge's bot is in a room must be asked */
} MxSyncScope;

/* One transaction, the token included. NULL: nothing was changed. */
MxDelta   *mx_sync_apply         (const MxSyncScope  *scope,
                                  MxSyncResponse     *response,
                                  GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The letters for the crypto machine: within the transaction of the sync. */
gboolean   mx_sync_apply_crypto  (const MxSyncScope   *scope,
                                  const MxSyncCrypto  *crypto,
                                  GError             **error);
/* Of the content of m.ignored_user_list. */
char     **mx_sync_ignored_users (const char *content_json) G_GNUC_WARN_UNUSED_RESULT;
/* Account data as an event again, from what the store has of it. */
MxEvent   *mx_sync_account_event (const char *type,
                                  const char *content_json) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
