/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom to write to at a server. It is asked when somebody wants to write, never before, and what it
 * said is good for an hour: people who are locked out look more than once. One server is
 * remembered; the person's own is the only one that matters. Engine thread. */

#include "config.h"

#include "mx-support.h"

#include "mx-api-support.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-request.h"

#define MAX_AGE_US (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

struct _MxSupportCache {
  char *server;       /* (owned)                      */
  MxSupport *support; /* (owned)                      */
  gint64 asked_at;    /* monotonic, µs                */
};

typedef struct
{
  GTask *task;  /* (owned)                    */
  MxWish *wish; /* (unowned): the task's data */
  char *server; /* (owned)                    */
} Search;

static void
search_free (Search *self)
{
  g_clear_object (&self->task);
  g_free (self->server);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/**
 * mx_support_close:
 * @core: a core
 *
 * Forgets what was said.
 */
void
mx_support_close (MxCore *core)
{
  MxSupportCache *cache = g_steal_pointer (&core->support);

  if (!cache)
    return;
  g_free (cache->server);
  mx_support_free (cache->support);
  g_free (cache);
}

static gboolean
is_known (MxCore     *core,
          const char *server)
{
  return core->support && g_str_equal (core->support->server, server) &&
         g_get_monotonic_time () - core->support->asked_at < MAX_AGE_US;
}

static void
end (MxCore *core,
     Search *search)
{
  const char *address = mx_support_get_address (core->support->support, search->wish->flag);

  if (address)
    mx_port_return_pointer (core->port, g_steal_pointer (&search->task), g_strdup (address), g_free);
  else
    mx_port_return_error (core->port, g_steal_pointer (&search->task),
                          g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "the server names nobody to write to"));
}

static void
answered (MxCore       *core,
          MxResponse   *response,
          const GError *failure,
          gpointer      data)
{
  g_autoptr (Search) search = data;
  GError *error = failure ? g_error_copy (failure) : NULL;
  MxSupport *support = response ? mx_api_support_parse (response, &error) : NULL;

  /* Most servers have none. */
  if (failure && mx_error_get_status (failure) == 404) {
    g_clear_error (&error);
    support = g_new0 (MxSupport, 1);
  }
  if (!support) {
    mx_port_return_error (core->port, g_steal_pointer (&search->task), error);
    return;
  }
  mx_support_close (core);
  core->support = g_new0 (MxSupportCache, 1);
  core->support->server = g_strdup (search->server);
  core->support->support = support;
  core->support->asked_at = g_get_monotonic_time ();
  end (core, search);
}

/**
 * mx_support_find:
 * @core: a core
 * @task: (transfer full): ends with an address
 * @wish: see the header
 */
void
mx_support_find (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  const char *server = wish->text ? wish->text : core->account ? core->account->server_name
                                                               : NULL;
  g_autoptr (Search) search = g_new0 (Search, 1);
  g_autoptr (MxRequest) request = NULL;
  g_autofree char *origin = NULL;
  GError *error = NULL;

  mx_assert_engine (core);

  search->task = task;
  search->wish = wish;
  search->server = g_strdup (server);
  if (server && is_known (core, server)) {
    end (core, search);
    return;
  }
  origin = mx_discovery_dup_origin (server ? server : "", &error);
  if (!origin) {
    mx_port_return_error (core->port, g_steal_pointer (&search->task), error);
    return;
  }
  request = mx_api_support ();
  mx_core_send_to (core, origin, request, g_task_get_cancellable (task), answered, g_steal_pointer (&search));
}
