/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server offers to who wants to sign in. Engine thread. */

#include "config.h"

#include "mx-server.h"

#include "mx-discovery.h"
#include "mx-http.h"

typedef struct
{
  MxCore *core;
  GTask *task; /* (owned) */
} Search;

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Search *search = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServer) server = mx_discovery_find_finish (MX_HTTP (source), result, &error);
  MxServerInfo *info;

  if (!server) {
    mx_port_return_error (search->core->port, search->task, g_steal_pointer (&error));
    return;
  }
  info = g_new0 (MxServerInfo, 1);
  info->server_name = g_steal_pointer (&server->server_name);
  info->base_url = g_steal_pointer (&server->base_url);
  info->password = server->password;
  info->sso = server->sso || server->oauth;
  info->guests = server->guests;
  mx_port_return_pointer (search->core->port, search->task, info, (GDestroyNotify) mx_server_info_free);
}

/**
 * mx_server_find:
 * @core: the engine
 * @task: (transfer full): ends with an #MxServerInfo
 * @wish: what a person typed
 *
 * See Client-Server API, "Server discovery".
 */
void
mx_server_find (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  Search *search = g_new0 (Search, 1);

  mx_assert_engine (core);
  search->core = core;
  search->task = task;
  mx_discovery_find_async (core->http, wish->text, g_task_get_cancellable (task), found_cb, search);
}
