/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine thread: its loop, its pump, its end. The one file that knows every part.
 *
 * The pump is level-triggered. mx_engine_pump () may be called by anybody at any time on
 * this thread; it only makes the pump's source due, and the source looks once at every
 * part: each starts what is due and says when it wants to be looked at again. Nothing is
 * remembered between two rounds but facts (store, flags, times), so starting the program
 * and losing the network are the same case. */

#include "config.h"

#include "mx-core.h"

#include "mx-account.h"
#include "mx-grant.h"
#include "mx-http.h"
#include "mx-keyring.h"
#include "mx-media.h"
#include "mx-oauth.h"
#include "mx-outbox.h"
#include "mx-preset-files.h"
#include "mx-rooms.h"
#include "mx-secret.h"
#include "mx-support.h"
#include "mx-sync.h"
#include "mx-token.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

static void
earlier (gint64 *due,
         gint64  other)
{
  if (other != 0 && (*due == 0 || other < *due))
    *due = other;
}

static gboolean
pump_cb (gpointer user_data)
{
  MxCore *self = user_data;
  gint64 now = mx_core_now (self);
  gint64 due = 0;

  g_source_set_ready_time (self->pump_source, -1);
  if (self->close_task || !self->account)
    return G_SOURCE_CONTINUE;

  earlier (&due, mx_token_pump (self->token, now));
  earlier (&due, mx_sync_pump (self->sync, now));
  if (!mx_token_get_refusal (self->token)) {
    earlier (&due, mx_outbox_pump (self->outbox, now));
    earlier (&due, mx_rooms_pump (self->rooms, now));
  }
  /* A part may have asked for another round already. */
  if (due != 0 && g_source_get_ready_time (self->pump_source) < 0)
    g_source_set_ready_time (self->pump_source, due);
  return G_SOURCE_CONTINUE;
}

static gboolean
pump_dispatch (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs pump_funcs = { .dispatch = pump_dispatch };

static gpointer
thread_main (gpointer user_data)
{
  MxCore *self = user_data;

  self->thread = g_thread_self ();
  g_main_context_push_thread_default (self->context);

  self->rand = g_rand_new ();
  self->presets = mx_preset_files_load ();
  self->http = mx_http_new ();
  self->token = mx_token_new (self);
  self->open_rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->pump_source = g_source_new (&pump_funcs, sizeof (GSource));
  g_source_set_static_name (self->pump_source, "[mx] pump");
  g_source_set_callback (self->pump_source, pump_cb, self, NULL);
  g_source_set_ready_time (self->pump_source, -1);
  g_source_attach (self->pump_source, self->context);

  g_main_loop_run (self->loop);

  mx_account_stop (self);
  g_source_destroy (self->pump_source);
  g_clear_pointer (&self->pump_source, g_source_unref);
  mx_oauth_set_server (self, NULL);
  mx_support_close (self);
  g_clear_pointer (&self->grant, mx_grant_free);
  g_clear_pointer (&self->token, mx_token_free);
  g_clear_pointer (&self->open_rooms, g_hash_table_unref);
  g_clear_object (&self->http);
  g_clear_object (&self->keyring);
  g_clear_pointer (&self->passphrase, mx_secret_unref);
  g_clear_pointer (&self->rand, g_rand_free);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
leave (MxCore *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->close_task);

  mx_account_stop (self);
  g_main_loop_quit (self->loop);
  mx_port_return_boolean (self->port, g_steal_pointer (&task), TRUE);
}

static void
settled_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  mx_keyring_settle_finish (MX_KEYRING (object), result);
  leave (user_data);
}

static void
http_closed_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  MxCore *self = user_data;

  mx_http_close_finish (self->http, result, NULL);
  if (self->keyring)
    mx_keyring_settle_async (self->keyring, settled_cb, self);
  else
    leave (self);
}

/**
 * mx_core_close:
 * @self: a core
 * @task: (transfer full): ends when the thread is about to
 * @wish: (nullable): not used
 *
 * Cancels what is under way, waits for it, closes the store and leaves the loop.
 */
void
mx_core_close (MxCore *self,
               GTask  *task,
               MxWish *wish)
{
  mx_assert_engine (self);

  if (self->close_task) {
    mx_port_return_boolean (self->port, task, TRUE);
    return;
  }
  self->close_task = task;
  mx_account_cancel (self);
  mx_http_close_async (self->http, http_closed_cb, self);
}

/* While GLib (seen with 2.84) makes the proxy resolver it holds a lock and wants the settings; while it makes
 * the settings it wants that lock. The engine's first request does the one just when libadwaita does the
 * other, and both would wait for ever: so the settings are made while there is one thread. */
static void
settle_settings (void)
{
  g_object_unref (g_settings_backend_get_default ());
}

/**
 * mx_core_start:
 * @self: a core
 *
 * Called on the main thread.
 *
 * Returns: (transfer full): the engine thread
 */
GThread *
mx_core_start (MxCore *self)
{
  settle_settings ();
  return g_thread_new ("mx-engine", thread_main, self);
}
