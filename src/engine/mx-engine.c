/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * MxEngine:
 *
 * The main thread's handle of an engine. It owns the engine thread and knows nothing
 * else: every border function packs its arguments into an #MxWish, posts a function to
 * the thread and returns. Results and deltas come back through the port, in order.
 *
 * The thread starts with the first call and ends with mx_engine_close_async (), or, for
 * who forgot, when the engine is disposed. Main thread only. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-account.h"
#include "mx-error.h"

struct _MxEngine {
  GObject parent_instance;

  char *profile_dir; /* (owned)                                         */
  MxPort *port;      /* (owned)                                         */
  MxCore *core;      /* (owned) (nullable): while the thread runs       */
  GThread *thread;   /* (owned) (nullable): joined, never detached      */
  gboolean closed;   /* for good                                        */
};

G_DEFINE_FINAL_TYPE (MxEngine, mx_engine, G_TYPE_OBJECT)

static void
start (MxEngine *self)
{
  if (self->core)
    return;
  self->core = mx_core_new (self->port, self->profile_dir);
  self->thread = mx_core_start (self->core);
}

static void
join (MxEngine *self)
{
  if (!self->core)
    return;
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->core, mx_core_free);
}

void
_mx_engine_call (MxEngine            *self,
                 gpointer             tag,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             user_data,
                 MxCoreFunc           func,
                 MxWish              *wish)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self->closed) {
    mx_wish_free (wish);
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_SIGNED_OUT, "the engine is closed");
    return;
  }
  start (self);
  mx_core_post (self->core, func, g_steal_pointer (&task), wish);
}

void
_mx_engine_tell (MxEngine   *self,
                 MxCoreFunc  func,
                 MxWish     *wish)
{
  if (self->core && !self->closed)
    mx_core_post (self->core, func, NULL, wish);
  else
    mx_wish_free (wish);
}

static void
mx_engine_dispose (GObject *object)
{
  MxEngine *self = MX_ENGINE (object);

  mx_port_set_func (self->port, NULL, NULL);
  self->closed = TRUE;
  if (self->core) {
    /* Nobody waits: the task's end is thrown away with the port's queue. */
    mx_core_post (self->core, mx_core_close, g_task_new (NULL, NULL, NULL, NULL), NULL);
    join (self);
  }
  G_OBJECT_CLASS (mx_engine_parent_class)->dispose (object);
}

static void
mx_engine_finalize (GObject *object)
{
  MxEngine *self = MX_ENGINE (object);

  g_clear_pointer (&self->port, mx_port_unref);
  g_free (self->profile_dir);
  G_OBJECT_CLASS (mx_engine_parent_class)->finalize (object);
}

static void
mx_engine_class_init (MxEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mx_engine_dispose;
  object_class->finalize = mx_engine_finalize;
}

static void
mx_engine_init (MxEngine *self)
{
  self->port = mx_port_new ();
}

/**
 * mx_engine_new:
 * @profile_dir: the folder of the profile; made when somebody signs in
 *
 * Returns: (transfer full): an engine that has not opened its profile yet
 */
MxEngine *
mx_engine_new (const char *profile_dir)
{
  MxEngine *self;

  g_return_val_if_fail (profile_dir, NULL);

  self = g_object_new (MX_TYPE_ENGINE, NULL);
  self->profile_dir = g_strdup (profile_dir);
  return self;
}

/**
 * mx_engine_set_delta_func:
 * @self: an engine
 * @func: (scope notified) (nullable): called with each delta
 * @user_data: for @func
 */
void
mx_engine_set_delta_func (MxEngine    *self,
                          MxDeltaFunc  func,
                          gpointer     user_data)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  mx_port_set_func (self->port, func, user_data);
}

/**
 * mx_engine_set_key_mode:
 * @self: an engine
 * @mode: where keys are kept
 * @passphrase: (nullable): for %MX_KEY_PASSPHRASE
 *
 * To be called before opening or signing in. Without it the mode is the one that the
 * profile remembers.
 */
void
mx_engine_set_key_mode (MxEngine   *self,
                        MxKeyMode   mode,
                        const char *passphrase)
{
  MxWish *wish = mx_wish_new ();

  g_return_if_fail (MX_IS_ENGINE (self));

  wish->limit = mode;
  wish->secret = g_strdup (passphrase);
  if (!self->closed)
    start (self);
  _mx_engine_tell (self, mx_account_set_key_mode, wish);
}

static void
closed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  MxEngine *self = MX_ENGINE (object);
  g_autoptr (GTask) task = user_data;

  join (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * mx_engine_close_async:
 * @self: an engine
 * @callback: called when the thread has ended
 * @user_data: for @callback
 *
 * Ends the engine: requests are cancelled, the store is closed, the thread is joined.
 */
void
mx_engine_close_async (MxEngine            *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GTask *inner;

  g_return_if_fail (MX_IS_ENGINE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, mx_engine_close_async);
  if (self->closed || !self->core) {
    self->closed = TRUE;
    g_task_return_boolean (task, TRUE);
    return;
  }
  self->closed = TRUE;
  inner = g_task_new (self, NULL, closed_cb, g_steal_pointer (&task));
  g_task_set_source_tag (inner, mx_engine_close_async);
  mx_core_post (self->core, mx_core_close, inner, NULL);
}

/**
 * mx_engine_close_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Returns: %TRUE
 */
gboolean
mx_engine_close_finish (MxEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_engine_string_finish:
 * @self: an engine
 * @result: the result of a call that ends with a string
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the string
 */
char *
mx_engine_string_finish (MxEngine      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_boolean_finish:
 * @self: an engine
 * @result: the result of a call that ends with a boolean
 * @error: a place for an error
 *
 * Returns: %TRUE, or %FALSE with an error
 */
gboolean
mx_engine_boolean_finish (MxEngine      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_engine_slice_finish:
 * @self: an engine
 * @result: the result of opening a room or of loading older entries
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the slice
 */
MxTimelineSlice *
mx_engine_slice_finish (MxEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
