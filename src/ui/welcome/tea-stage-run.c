/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-stage-run: from a form to what the server does.
 *
 * The first run needs nobody's help where the server asks for nothing. Otherwise a
 * TeaStagePage is pushed above the form; it ends the run when it is done, and cancels
 * it when the person goes back. Main thread. */

#include "config.h"

#include "tea-stage-run.h"

#include "tea-stage-page.h"

typedef struct
{
  MxUia *uia;   /* (owned)            */
  char *server; /* (owned) (nullable) */
} Run;

static void
run_free (Run *self)
{
  g_clear_object (&self->uia);
  g_clear_pointer (&self->server, g_free);
  g_free (self);
}

static void
on_done (TeaStagePage *page,
         GTask        *task)
{
  g_task_return_boolean (task, TRUE);
}

/* The page has gone: with what it asked for, or without. */
static void
forget_task (gpointer  data,
             GClosure *closure)
{
  g_autoptr (GTask) task = data;
  Run *self = g_task_get_task_data (task);

  if (!mx_uia_is_done (self->uia))
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the person went back");
}

/* Takes @task. */
static TeaStagePage *
push_page (GTask     *task,
           GtkWidget *view)
{
  Run *self = g_task_get_task_data (task);
  TeaStagePage *page = tea_stage_page_new (self->uia, self->server);

  g_signal_connect_data (page, "done", G_CALLBACK (on_done), task, forget_task, G_CONNECT_DEFAULT);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (page));
  return page;
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkWidget *form = g_task_get_source_object (task);
  GtkWidget *view = gtk_widget_get_ancestor (form, ADW_TYPE_NAVIGATION_VIEW);
  GError *error = NULL;

  if (mx_uia_run_finish (MX_UIA (source), result, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (error == NULL && view == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the form has gone");
  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  push_page (g_steal_pointer (&task), view);
}

static GTask *
run_new (GtkWidget           *form,
         MxUia               *uia,
         const char          *server,
         GAsyncReadyCallback  callback,
         gpointer             user_data)
{
  GTask *task = g_task_new (form, NULL, callback, user_data);
  Run *self = g_new0 (Run, 1);

  g_task_set_source_tag (task, tea_stage_run_async);
  self->uia = g_object_ref (uia);
  self->server = g_strdup (server);
  g_task_set_task_data (task, self, (GDestroyNotify) run_free);
  return task;
}

/**
 * tea_stage_run_async:
 * @form: what was filled in
 * @uia: what the server is asked for
 * @server: (nullable): its name
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done, or not
 * @user_data: for @callback
 *
 * Has it done. Whoever goes back from a question cancels it.
 */
void
tea_stage_run_async (GtkWidget           *form,
                     MxUia               *uia,
                     const char          *server,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  mx_uia_run_async (uia, cancellable, run_cb, run_new (form, uia, server, callback, user_data));
}

/**
 * tea_stage_run_resume_async:
 * @form: what had been filled in
 * @uia: what the server was asked for when the program ended
 * @server: (nullable): its name
 * @callback: called when it is done, or not
 * @user_data: for @callback
 *
 * Goes on where it was. Ends by tea_stage_run_finish ().
 */
void
tea_stage_run_resume_async (GtkWidget           *form,
                            MxUia               *uia,
                            const char          *server,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GtkWidget *view = gtk_widget_get_ancestor (form, ADW_TYPE_NAVIGATION_VIEW);

  g_return_if_fail (ADW_IS_NAVIGATION_VIEW (view));

  tea_stage_page_resume (push_page (run_new (form, uia, server, callback, user_data), view));
}

/**
 * tea_stage_run_finish:
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether the server did it
 */
gboolean
tea_stage_run_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tea_stage_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
