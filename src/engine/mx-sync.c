/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sync loop: one long poll at a time, and what it brings into the reducer.
 *
 *   idle ──pump──► asking ──body──► (big: split in the pool) ──► applied ──pump──► …
 *     ▲              │
 *     └── pace ◄─────┴── failed
 *
 * The state that people see: LOADING until the server has told all that happened while
 * we were away, LIVE from then on, OFFLINE while the pace waits, REFUSED when the server
 * takes the session no more. Engine thread. */

#include "config.h"

#include "mx-sync.h"

#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-pool.h"
#include "mx-request.h"
#include "mx-rooms.h"
#include "mx-store.h"
#include "mx-sync-apply.h"
#include "mx-token.h"

#define POLL_MS     30000
#define BIG_BYTES   (1024 * 1024)
#define FIRST_LIMIT 20
#define LOCKED_US   (60 * G_USEC_PER_SEC)
/* A server that answers at once and again and again is asked twice a second. */
#define MIN_PERIOD_US (G_USEC_PER_SEC / 2)
#define MAX_QUICK     20

struct _MxSync {
  MxCore *core;              /* (unowned): owns us                           */
  MxPace *pace;              /* (owned)                                      */
  GCancellable *cancellable; /* (owned) (nullable): of the last question      */
  guint generation;          /* of this object: a late pool job knows        */
  gboolean is_asking;
  gboolean is_caught_up; /* the server has answered once since the start */
  gboolean was_published;
  gboolean no_filter; /* the server refused to keep one               */
  MxSyncState state;
  int refusal;       /* its code, while REFUSED                      */
  gint64 asked_ts;   /* ms since 1970                                */
  gint64 asked_at;   /* µs, monotonic                                */
  gint64 not_before; /* µs, monotonic                                */
  guint n_quick;     /* answers in a row that came at once, with the same token */
};

typedef struct
{
  MxCore *core;
  GBytes *body; /* (owned)            */
  guint generation;
  MxSyncResponse *response; /* (owned) (nullable) */
  GError *error;            /* (owned) (nullable) */
} Split;

static guint n_generations;

static void
split_free (gpointer data)
{
  Split *self = data;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->response, mx_sync_response_free);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * mx_sync_new:
 * @core: a core with an open store
 *
 * Returns: (transfer full): a loop that asks at the next pump
 */
MxSync *
mx_sync_new (MxCore *core)
{
  MxSync *self = g_new0 (MxSync, 1);

  self->core = core;
  self->pace = mx_core_new_pace (core);
  self->generation = (guint) g_atomic_int_add ((int *) &n_generations, 1);
  self->state = MX_SYNC_LOADING;
  return self;
}

/**
 * mx_sync_free:
 * @self: (transfer full): a loop
 */
void
mx_sync_free (MxSync *self)
{
  mx_pace_free (self->pace);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
set_state (MxSync       *self,
           MxDelta      *delta,
           MxSyncState   state,
           const GError *error)
{
  if (self->state == state && !error)
    return;
  self->state = state;
  delta->has_sync_state = TRUE;
  delta->sync_state = state;
  g_clear_error (&delta->error);
  delta->error = error ? g_error_copy (error) : NULL;
}

static void
publish_state (MxSync       *self,
               MxSyncState   state,
               const GError *error)
{
  MxDelta *delta = mx_delta_new ();

  set_state (self, delta, state, error);
  mx_port_publish (self->core->port, delta);
}

/* The server takes the session no more, or has locked the account: that comes back. */
static void
refused (MxSync       *self,
         const GError *error,
         gint64        now)
{
  if (self->state == MX_SYNC_REFUSED && self->refusal == error->code)
    return;
  self->refusal = error->code;
  publish_state (self, MX_SYNC_REFUSED, error);
  self->not_before = now + LOCKED_US;
  /* Another request was told: what still waits for news would keep who tries again waiting. */
  if (self->is_asking)
    g_cancellable_cancel (self->cancellable);
}

/**
 * mx_sync_is_live:
 * @self: a loop
 *
 * Returns: whether the last sync went well
 */
gboolean
mx_sync_is_live (MxSync *self)
{
  return self->state == MX_SYNC_LIVE;
}

static void
failed (MxSync       *self,
        const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  self->is_asking = FALSE;
  if (is_cancelled || mx_token_get_refusal (self->core->token)) {
    if (!is_cancelled)
      self->not_before = mx_core_now (self->core) + LOCKED_US;
    mx_engine_pump (self->core);
    return;
  }
  mx_pace_fail (self->pace, error, mx_core_now (self->core));
  publish_state (self, MX_SYNC_OFFLINE, error);
  mx_engine_pump (self->core);
}

/* Two answers a second are enough from a server that has nothing to say. */
static void
slow_down (MxSync   *self,
           gboolean  is_same,
           gint64    now)
{
  if (!is_same || now - self->asked_at > MIN_PERIOD_US)
    self->n_quick = 0;
  else if (self->n_quick < MAX_QUICK)
    self->n_quick++;
  self->not_before = self->n_quick > 1 ? self->asked_at + MIN_PERIOD_US * (gint64) MAX (self->n_quick / 4, 1) : 0;
}

static void
apply (MxSync         *self,
       MxSyncResponse *response)
{
  MxCore *core = self->core;
  gboolean asks_bots = FALSE;
  MxSyncScope scope = {
    core->store, core->account->user_id, core->account->is_guest, mx_rooms_get_open (core->rooms), self->asked_ts,
    &asks_bots
  };
  g_autofree char *before = mx_store_get_value (core->store, "since", NULL);
  g_autoptr (GError) error = NULL;
  MxDelta *delta = mx_sync_apply (&scope, response, &error);
  gboolean hides = delta && delta->ignored;

  if (!delta) {
    failed (self, error);
    return;
  }
  self->is_asking = FALSE;
  mx_token_accept (core->token);
  mx_pace_succeed (self->pace);
  slow_down (self, g_strcmp0 (before, mx_sync_response_get_next_batch (response)) == 0, mx_core_now (core));
  self->is_caught_up = TRUE;
  set_state (self, delta, MX_SYNC_LIVE, NULL);
  mx_port_publish (core->port, delta);
  if (hides)
    mx_rooms_hide_ignored (core);
  /* Where sync goes through, the outbox need not wait for its own time. */
  mx_rooms_synced (core->rooms, asks_bots);
  mx_engine_pump (core);
}

static void
split_run (gpointer data)
{
  Split *split = data;

  split->response = mx_sync_response_new (split->body, &split->error);
}

static gboolean
split_done (gpointer data)
{
  Split *split = data;
  MxSync *self = split->core->sync;

  if (!self || self->generation != split->generation || split->core->close_task)
    return G_SOURCE_REMOVE;
  if (split->response)
    apply (self, split->response);
  else
    failed (self, split->error);
  return G_SOURCE_REMOVE;
}

static void
answered (MxCore       *core,
          MxResponse   *response,
          const GError *failure,
          gpointer      data)
{
  MxSync *self = core->sync;
  g_autoptr (MxSyncResponse) parsed = NULL;
  g_autoptr (GError) error = NULL;
  Split *split;

  if (!self)
    return;
  if (!response) {
    failed (self, failure);
    return;
  }
  if (g_bytes_get_size (response->body) > BIG_BYTES) {
    split = g_new0 (Split, 1);
    split->core = core;
    split->body = g_bytes_ref (response->body);
    split->generation = self->generation;
    mx_pool_reply (split_run, core->context, split_done, split, split_free);
    return;
  }
  parsed = mx_sync_response_new (response->body, &error);
  if (parsed)
    apply (self, parsed);
  else
    failed (self, error);
}

static void
filter_answered (MxCore       *core,
                 MxResponse   *response,
                 const GError *failure,
                 gpointer      data)
{
  MxSync *self = core->sync;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  if (!self)
    return;
  self->is_asking = FALSE;
  if (response)
    id = mx_api_create_filter_parse (response, &error);
  if (id) {
    if (!mx_store_set_value (core->store, "filter", id, &error))
      self->no_filter = TRUE;
  } else if (failure && (mx_error_is_transient (failure) || mx_token_get_refusal (core->token) ||
                         g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))) {
    failed (self, failure);
    return;
  } else {
    self->no_filter = TRUE;
  }
  mx_engine_pump (core);
}

/* A guest may not keep a filter; then it goes with every request. */
static gboolean
ask_filter (MxSync     *self,
            const char *json)
{
  MxCore *core = self->core;
  g_autoptr (MxRequest) request = NULL;

  if (core->account->is_guest || self->no_filter)
    return FALSE;
  request = mx_api_create_filter (core->account->user_id, json, NULL);
  if (!request)
    return FALSE;
  self->is_asking = TRUE;
  mx_core_send (core, request, NULL, filter_answered, NULL);
  return TRUE;
}

static void
ask (MxSync *self,
     gint64  now)
{
  MxCore *core = self->core;
  g_autofree char *since = mx_store_get_value (core->store, "since", NULL);
  g_autofree char *filter = mx_store_get_value (core->store, "filter", NULL);
  g_autoptr (MxRequest) request = NULL;
  gboolean waits;

  if (!filter || self->no_filter) {
    g_free (filter);
    filter = mx_api_sync_filter (FIRST_LIMIT);
    if (ask_filter (self, filter))
      return;
  }
  /* Whether the server is there again, and an account still locked, is said at once, not with the next news. */
  waits = self->is_caught_up && mx_sync_is_live (self) && !mx_token_get_refusal (core->token);
  request = mx_api_sync (since, filter, waits ? POLL_MS : 0, "offline");
  self->is_asking = TRUE;
  self->asked_at = now;
  self->asked_ts = g_get_real_time () / 1000;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  mx_core_send (core, request, self->cancellable, answered, NULL);
}

/**
 * mx_sync_pump:
 * @self: a loop
 * @now: µs
 *
 * Asks, when nothing is asked and the time has come.
 *
 * Returns: when to look again, in µs; 0 when an answer is awaited
 */
gint64
mx_sync_pump (MxSync *self,
              gint64  now)
{
  const GError *refusal = mx_token_get_refusal (self->core->token);
  gint64 due;

  if (refusal)
    refused (self, refusal, now);
  if (self->is_asking || mx_token_is_refused (self->core->token))
    return 0;
  due = MAX (mx_pace_get_due (self->pace), self->not_before);
  if (now < due)
    return due;
  ask (self, now);
  return 0;
}

/**
 * mx_sync_hurry:
 * @self: a loop
 *
 * The person does not want to wait for the back-off.
 */
void
mx_sync_hurry (MxSync *self)
{
  mx_pace_hurry (self->pace);
  self->not_before = 0;
}
