/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every part of the engine needs: calls from the main thread, the clock, and the
 * way to ask for a round of the pump (mx-pump.c). Engine thread, but where it says otherwise. */

#include "config.h"

#include "mx-core.h"

#include "mx-error.h"
#include "mx-presets.h"

typedef struct
{
  MxCore *core;
  MxCoreFunc func;
  GTask *task;   /* (owned) (nullable) */
  MxWish *wish;  /* (nullable): of the task, or @owned */
  MxWish *owned; /* (owned) (nullable): where there is no task */
} Call;

/**
 * mx_engine_pump:
 * @self: a core
 *
 * Has everything looked at that may be due, soon and once.
 */
void
mx_engine_pump (MxCore *self)
{
  mx_assert_engine (self);

  g_source_set_ready_time (self->pump_source, 0);
}

/**
 * mx_core_now:
 * @self: a core
 *
 * Returns: the monotonic time in µs
 */
gint64
mx_core_now (MxCore *self)
{
  return g_get_monotonic_time ();
}

/**
 * mx_core_new_pace:
 * @self: a core
 *
 * Returns: (transfer full): a pace with a seed of its own
 */
MxPace *
mx_core_new_pace (MxCore *self)
{
  return mx_pace_new (g_rand_int (self->rand));
}

/**
 * mx_core_check_open:
 * @self: a core
 * @task: (inout) (transfer full): the task of who asks; taken when nobody is signed in
 *
 * Returns: whether somebody is signed in
 */
gboolean
mx_core_check_open (MxCore  *self,
                    GTask  **task)
{
  if (self->account && self->store)
    return TRUE;
  if (*task)
    mx_port_return_error (self->port, g_steal_pointer (task),
                          g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "nobody is signed in"));
  return FALSE;
}

static gboolean
call_cb (gpointer user_data)
{
  Call *call = user_data;

  call->func (call->core, g_steal_pointer (&call->task), call->wish);
  return G_SOURCE_REMOVE;
}

static void
call_free (Call *call)
{
  if (call->task)
    mx_port_return_error (call->core->port, g_steal_pointer (&call->task),
                          g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine has ended"));
  mx_wish_free (call->owned);
  g_free (call);
}

/**
 * mx_core_post:
 * @self: a core
 * @func: what to run on the engine thread
 * @task: (transfer full) (nullable): for @func
 * @wish: (transfer full) (nullable): for @func; with a task it is the task's data
 *
 * Called on the main thread. Calls run in the order in which they were posted.
 */
void
mx_core_post (MxCore     *self,
              MxCoreFunc  func,
              GTask      *task,
              MxWish     *wish)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Call *call = g_new0 (Call, 1);

  call->core = self;
  call->func = func;
  call->task = task;
  call->wish = wish;
  if (task && wish)
    g_task_set_task_data (task, wish, (GDestroyNotify) mx_wish_free);
  else
    call->owned = wish;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[mx] call");
  g_source_set_callback (source, call_cb, call, (GDestroyNotify) call_free);
  g_source_attach (source, self->context);
}

/**
 * mx_core_new:
 * @port: the way back
 * @profile_dir: where the profile lies
 *
 * Called on the main thread.
 *
 * Returns: (transfer full): a core whose thread does not run yet
 */
MxCore *
mx_core_new (MxPort     *port,
             const char *profile_dir)
{
  MxCore *self = g_new0 (MxCore, 1);

  self->port = mx_port_ref (port);
  self->profile_dir = g_strdup (profile_dir);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->key_mode = MX_KEY_SERVICE;
  return self;
}

/**
 * mx_core_free:
 * @self: (transfer full): a core whose thread has been joined, or never ran
 */
void
mx_core_free (MxCore *self)
{
  g_clear_pointer (&self->loop, g_main_loop_unref);
  /* Calls that came too late end here, with an error. */
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->port, mx_port_unref);
  g_clear_pointer (&self->presets, mx_presets_unref);
  g_free (self->profile_dir);
  g_free (self);
}
