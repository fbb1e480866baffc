/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way from the engine thread to the main thread. Everything goes through one queue
 * of the main context, so a delta that was published before a task ended arrives before
 * the task's callback, and neither arrives while a border function runs.
 *
 * A task is ended and let go on the main thread only: its source object, the engine, is
 * never finalised anywhere else. */

#include "config.h"

#include "mx-port.h"

#include "mx-faults.h"

struct _MxPort {
  gatomicrefcount ref_count;
  GMainContext *context; /* (owned): of the main thread      */
  MxDeltaFunc func;      /* (nullable): main thread only     */
  gpointer user_data;
};

typedef enum {
  LETTER_DELTA,
  LETTER_POINTER,
  LETTER_BOOLEAN,
  LETTER_ERROR,
} LetterKind;

typedef struct
{
  LetterKind kind;
  MxPort *port;           /* (owned) */
  MxDelta *delta;         /* (owned) (nullable) */
  GTask *task;            /* (owned) (nullable) */
  gpointer result;        /* (owned) (nullable) */
  GDestroyNotify destroy; /* (nullable) */
  gboolean flag;
  GError *error; /* (owned) (nullable) */
} Letter;

/**
 * mx_port_new:
 *
 * Called on the main thread.
 *
 * Returns: (transfer full): a port to this thread's main context
 */
MxPort *
mx_port_new (void)
{
  MxPort *self = g_new0 (MxPort, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

/**
 * mx_port_ref:
 * @self: a port
 *
 * Returns: (transfer full): @self
 */
MxPort *
mx_port_ref (MxPort *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_port_unref:
 * @self: (transfer full): a port
 */
void
mx_port_unref (MxPort *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * mx_port_set_func:
 * @self: a port
 * @func: (nullable): what takes deltas
 * @user_data: for @func
 *
 * Main thread only.
 */
void
mx_port_set_func (MxPort      *self,
                  MxDeltaFunc  func,
                  gpointer     user_data)
{
  self->func = func;
  self->user_data = user_data;
}

static void
letter_free (Letter *letter)
{
  g_clear_pointer (&letter->delta, mx_delta_unref);
  g_clear_object (&letter->task);
  if (letter->result && letter->destroy)
    letter->destroy (letter->result);
  g_clear_error (&letter->error);
  mx_port_unref (letter->port);
  g_free (letter);
}

static gboolean
deliver_cb (gpointer user_data)
{
  Letter *letter = user_data;

  switch (letter->kind) {
  case LETTER_DELTA:
    if (letter->port->func)
      letter->port->func (letter->delta, letter->port->user_data);
    break;
  case LETTER_POINTER:
    g_task_return_pointer (letter->task, g_steal_pointer (&letter->result), letter->destroy);
    break;
  case LETTER_BOOLEAN:
    g_task_return_boolean (letter->task, letter->flag);
    break;
  case LETTER_ERROR:
  default:
    g_task_return_error (letter->task, g_steal_pointer (&letter->error));
    break;
  }
  return G_SOURCE_REMOVE;
}

static Letter *
letter_new (MxPort     *self,
            LetterKind  kind,
            GTask      *task)
{
  Letter *letter = g_new0 (Letter, 1);

  letter->kind = kind;
  letter->port = mx_port_ref (self);
  letter->task = task;
  return letter;
}

static void
post (Letter *letter)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[mx] letter");
  g_source_set_callback (source, deliver_cb, letter, (GDestroyNotify) letter_free);
  g_source_attach (source, letter->port->context);
}

/**
 * mx_port_publish:
 * @self: a port
 * @delta: (transfer full): a filled delta
 *
 * Sends a delta on its way. An empty one goes nowhere.
 */
void
mx_port_publish (MxPort  *self,
                 MxDelta *delta)
{
  Letter *letter;

  if (mx_delta_is_empty (delta)) {
    mx_delta_unref (delta);
    return;
  }
  letter = letter_new (self, LETTER_DELTA, NULL);
  letter->delta = delta;
  post (letter);
}

/**
 * mx_port_return_pointer:
 * @self: a port
 * @task: (transfer full): a task of the main thread
 * @result: (transfer full) (nullable): its result
 * @destroy: (nullable): frees @result
 */
void
mx_port_return_pointer (MxPort         *self,
                        GTask          *task,
                        gpointer        result,
                        GDestroyNotify  destroy)
{
  Letter *letter = letter_new (self, LETTER_POINTER, task);

  letter->result = result;
  letter->destroy = destroy;
  post (letter);
}

/**
 * mx_port_return_boolean:
 * @self: a port
 * @task: (transfer full): a task of the main thread
 * @result: its result
 */
void
mx_port_return_boolean (MxPort   *self,
                        GTask    *task,
                        gboolean  result)
{
  Letter *letter = letter_new (self, LETTER_BOOLEAN, task);

  letter->flag = result;
  post (letter);
}

/**
 * mx_port_return_error:
 * @self: a port
 * @task: (transfer full): a task of the main thread
 * @error: (transfer full): why it failed
 *
 * Every failure of what somebody asked for goes this way, and is counted by its kind.
 */
void
mx_port_return_error (MxPort *self,
                      GTask  *task,
                      GError *error)
{
  Letter *letter = letter_new (self, LETTER_ERROR, task);

  mx_faults_note (error);
  letter->error = error;
  post (letter);
}
