/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of the diagnostics lies below the screen: the versions of the libraries, which software the person's server
 * runs, and how one signs in there. The server is asked as anybody may ask, without a token; what it does not answer
 * stays unknown and is no error. Engine thread. */

#include "config.h"

#include "mx-diagnose.h"

#include "mx-api-server.h"
#include "mx-diagnostics.h"
#include "mx-discovery.h"
#include "mx-engine-types.h"
#include "mx-request.h"
#include "mx-server.h"
#include "mx-sqlite.h"

typedef struct
{
  MxCore *core;
  GTask *task; /* (owned) */
  char *base_url;
  MxDiagnostics *facts; /* (owned) */
} Look;

static void
look_end (Look *look)
{
  mx_port_return_pointer (look->core->port, look->task, look->facts, g_free);
  g_free (look->base_url);
  g_free (look);
}

static void
software_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Look *look = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = mx_http_send_finish (MX_HTTP (source), result, &error);
  g_autofree char *name = NULL;
  g_autofree char *version = NULL;

  if (response != NULL && mx_api_server_software_parse (response, &name, &version, &error)) {
    mx_diagnostics_set_word (look->facts, MX_FACT_SERVER, name);
    mx_diagnostics_set_version (look->facts, MX_PART_SERVER, version);
  } else {
    g_debug ("The server does not say what it is: %s", error->message);
  }
  look_end (look);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Look *look = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServer) server = mx_discovery_find_finish (MX_HTTP (source), result, &error);
  g_autoptr (MxRequest) request = NULL;

  if (server == NULL) {
    g_debug ("The server does not say how one gets in: %s", error->message);
    look_end (look);
    return;
  }
  look->facts->has_ways = TRUE;
  look->facts->ways = mx_server_get_ways (server);
  request = mx_api_server_software ();
  mx_http_send_to_async (MX_HTTP (source), look->base_url, request, g_task_get_cancellable (look->task), software_cb,
                         look);
}

static void
read_libraries (MxCore        *core,
                MxDiagnostics *facts)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *soup = mx_http_dup_library_version ();
  g_autofree char *cipher = mx_sqlite_dup_cipher_version (&error);

  if (cipher == NULL)
    g_debug ("The version of the database library: %s", error->message);
  mx_diagnostics_set_version (facts, MX_PART_SOUP, soup);
  mx_diagnostics_set_version (facts, MX_PART_CIPHER, cipher);
}

/**
 * mx_diagnose:
 * @core: the engine
 * @task: (transfer full): ends with an #MxDiagnostics
 * @wish: nothing
 *
 * Fills in libraries and server of new facts.
 */
void
mx_diagnose (MxCore *core,
             GTask  *task,
             MxWish *wish)
{
  Look *look = g_new0 (Look, 1);

  mx_assert_engine (core);
  look->core = core;
  look->task = task;
  look->facts = g_new (MxDiagnostics, 1);
  mx_diagnostics_init (look->facts);
  read_libraries (core, look->facts);
  if (core->account == NULL) {
    look_end (look);
    return;
  }
  look->base_url = g_strdup (core->account->homeserver);
  mx_discovery_find_async (core->http, look->base_url, g_task_get_cancellable (task), found_cb, look);
}
