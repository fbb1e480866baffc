/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pool: at most two threads for what takes long and needs nothing of the engine. */

#include "config.h"

#include "mx-pool.h"

#define MAX_THREADS 2

typedef struct
{
  MxPoolFunc func;
  gpointer data;
  GMainContext *context; /* (owned) (nullable) */
  GSourceFunc done;
  GDestroyNotify destroy;
} Job;

static void
run (gpointer data,
     gpointer user_data)
{
  Job *job = data;
  g_autoptr (GSource) source = NULL;

  job->func (job->data);
  if (job->context) {
    source = g_idle_source_new ();
    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_static_name (source, "[mx] pool");
    g_source_set_callback (source, job->done, job->data, job->destroy);
    g_source_attach (source, job->context);
    g_main_context_unref (job->context);
  }
  g_free (job);
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;
  static gsize once;

  if (g_once_init_enter (&once)) {
    pool = g_thread_pool_new (run, NULL, MAX_THREADS, FALSE, NULL);
    g_once_init_leave (&once, 1);
  }
  return pool;
}

/**
 * mx_pool_push:
 * @func: what to do
 * @data: (transfer full): for @func
 */
void
mx_pool_push (MxPoolFunc func,
              gpointer   data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  g_thread_pool_push (get_pool (), job, NULL);
}

/**
 * mx_pool_reply:
 * @func: what to do
 * @context: where to say that it is done
 * @done: called there; answers %G_SOURCE_REMOVE
 * @data: (transfer full): for both
 * @destroy: frees @data, also when @context has ended before
 */
void
mx_pool_reply (MxPoolFunc      func,
               GMainContext   *context,
               GSourceFunc     done,
               gpointer        data,
               GDestroyNotify  destroy)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->context = g_main_context_ref (context);
  job->done = done;
  job->destroy = destroy;
  g_thread_pool_push (get_pool (), job, NULL);
}
