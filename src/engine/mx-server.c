/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server offers to who wants in: discovery, then a look at what making an account
 * there asks for. Nothing is made on the way. Engine thread. */

#include "config.h"

#include "mx-server.h"

#include "mx-api-login.h"
#include "mx-discovery.h"
#include "mx-http.h"
#include "mx-request.h"
#include "mx-server-offer.h"

typedef struct
{
  MxCore *core;
  GTask *task;      /* (owned)            */
  MxServer *server; /* (owned) (nullable) */
} Search;

static void
search_free (Search *self)
{
  g_clear_pointer (&self->server, mx_server_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/**
 * mx_server_get_ways:
 * @server: what discovery found
 *
 * Returns: how one gets in there, as far as that shows without asking for an account
 */
MxWays
mx_server_get_ways (const MxServer *server)
{
  MxWays ways = 0;

  if (server->oauth) {
    ways |= MX_WAY_OAUTH;
    ways |= server->oauth->can_create ? MX_WAY_OAUTH_CREATE : 0;
    ways |= server->oauth->device_endpoint ? MX_WAY_OAUTH_DEVICE : 0;
  }
  /* See Client-Server API, "OAuth-aware clients": such a server wants no other way used. */
  if (server->oauth && server->flows.prefers_oauth)
    return ways;
  ways |= server->flows.sso ? MX_WAY_SSO : 0;
  ways |= server->flows.password ? MX_WAY_PASSWORD : 0;
  ways |= server->flows.token ? MX_WAY_TOKEN : 0;
  ways |= server->guests ? MX_WAY_GUEST : 0;
  return ways;
}

static void
end (Search               *search,
     const MxUiaChallenge *challenge)
{
  MxServer *server = search->server;
  MxWays ways = mx_server_get_ways (server) | (challenge ? MX_WAY_REGISTER : 0);
  MxServerOffer *offer = mx_server_offer_new (server->server_name, server->base_url, ways, server->flows.providers,
                                              challenge ? (const char *const *) challenge->stages : NULL);

  mx_port_return_pointer (search->core->port, search->task, offer, g_object_unref);
}

static void
probed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = mx_http_send_finish (MX_HTTP (source), result, &error);
  g_autoptr (MxUiaChallenge) challenge = NULL;

  if (response)
    challenge = mx_uia_challenge_parse (response, &error);
  if (error)
    g_debug ("no accounts are made there: %s", error->message);
  end (search, challenge);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Search) search = user_data;
  g_autoptr (MxRequest) request = NULL;
  GError *error = NULL;
  Search *kept;

  search->server = mx_discovery_find_finish (MX_HTTP (source), result, &error);
  if (!search->server) {
    mx_port_return_error (search->core->port, search->task, error);
    return;
  }
  /* Where OAuth answers, accounts are made in the browser. */
  if (search->server->oauth) {
    end (search, NULL);
    return;
  }
  request = mx_api_register_probe ();
  kept = g_steal_pointer (&search);
  mx_http_send_to_async (MX_HTTP (source), kept->server->base_url, request, g_task_get_cancellable (kept->task),
                         probed_cb, kept);
}

/**
 * mx_server_find:
 * @core: the engine
 * @task: (transfer full): ends with an #MxServerOffer
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
