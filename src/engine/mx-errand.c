/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxErrand: one request with one end. A border function's task goes out with a request and
 * comes back with its answer; whatever happens, the task ends exactly once. Engine thread. */

#include "config.h"

#include "mx-errand.h"

#include "mx-error.h"
#include "mx-request.h"

/**
 * mx_errand_new:
 * @task: (transfer full): what waits for the end
 * @room_id: (nullable): what it is about
 *
 * Returns: (transfer full): an errand
 */
MxErrand *
mx_errand_new (GTask      *task,
               const char *room_id)
{
  MxErrand *self = g_new0 (MxErrand, 1);

  self->task = task;
  self->room_id = g_strdup (room_id);
  return self;
}

/**
 * mx_errand_free:
 * @self: (transfer full): an errand whose task has ended
 */
void
mx_errand_free (MxErrand *self)
{
  g_clear_object (&self->task);
  g_free (self->room_id);
  g_free (self->user_id);
  g_free (self->far_server);
  g_free (self);
}

/**
 * mx_errand_set_server:
 * @self: an errand
 * @core: the engine
 * @server: (nullable): a server's name
 *
 * Our server has to ask this one, unless it is ours: a failure may be there.
 */
void
mx_errand_set_server (MxErrand   *self,
                      MxCore     *core,
                      const char *server)
{
  g_set_str (&self->far_server, g_strcmp0 (server, core->account->server_name) != 0 ? server : NULL);
}

/**
 * mx_errand_send:
 * @self: (transfer full): an errand
 * @core: the engine
 * @request: (transfer full) (nullable): what to ask; %NULL: @error says why not
 * @error: (transfer full) (nullable): why there is no request
 * @func: takes the answer, with @self as its data
 */
void
mx_errand_send (MxErrand     *self,
                MxCore       *core,
                MxRequest    *request,
                GError       *error,
                MxAnswerFunc  func)
{
  g_autoptr (MxRequest) owned = request;

  if (owned) {
    mx_core_send (core, owned, g_task_get_cancellable (self->task), func, self);
    return;
  }
  mx_port_return_error (core->port, g_steal_pointer (&self->task), error);
  mx_errand_free (self);
}

/**
 * mx_errand_fail:
 * @self: (transfer full): an errand
 * @core: the engine
 * @error: why it failed
 */
void
mx_errand_fail (MxErrand     *self,
                MxCore       *core,
                const GError *error)
{
  GError *told = g_error_copy (error);

  mx_error_blame (told, self->far_server);
  mx_port_return_error (core->port, g_steal_pointer (&self->task), told);
  mx_errand_free (self);
}

/**
 * mx_errand_return:
 * @self: (transfer full): an errand
 * @core: the engine
 * @result: (transfer full): what came of it
 * @destroy: frees @result
 */
void
mx_errand_return (MxErrand       *self,
                  MxCore         *core,
                  gpointer        result,
                  GDestroyNotify  destroy)
{
  mx_port_return_pointer (core->port, g_steal_pointer (&self->task), result, destroy);
  mx_errand_free (self);
}

/**
 * mx_errand_done:
 * @core: the engine
 * @response: (nullable): the answer
 * @error: (nullable): why there is none
 * @data: (transfer full): an errand
 *
 * Ends it with %TRUE, or with the error.
 */
void
mx_errand_done (MxCore       *core,
                MxResponse   *response,
                const GError *error,
                gpointer      data)
{
  g_autoptr (MxErrand) self = data;

  if (error)
    mx_port_return_error (core->port, g_steal_pointer (&self->task), g_error_copy (error));
  else
    mx_port_return_boolean (core->port, g_steal_pointer (&self->task), TRUE);
}
