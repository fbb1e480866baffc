/* SPDX-License-Identifier: GPL-3.0-or-later */

/* make-store [--passphrase TEXT] [--rooms N] [--megabytes N] PROFILE-DIR
 *
 * Writes the profile of somebody who is in 2,000 rooms, through the engine's own first
 * sync, prints the homeserver's address and goes on being that homeserver, which has
 * nothing more to say, until its standard input ends. Without a passphrase the key
 * lies in the Secret Service. */

#include "config.h"

#include "mx-bench-store.h"
#include "mx-bench-sync.h"
#include "mx-bench.h"

#include <stdio.h>

static char *passphrase;
static int n_rooms = MX_BENCH_ROOMS;
static int megabytes = MX_BENCH_BYTES / 1048576;

static const GOptionEntry options[] = {
  { "passphrase", 0, 0, G_OPTION_ARG_STRING, &passphrase, "Keep the key behind this", "TEXT" },
  { "rooms", 0, 0, G_OPTION_ARG_INT, &n_rooms, "So many rooms", "N" },
  { "megabytes", 0, 0, G_OPTION_ARG_INT, &megabytes, "So big a first sync", "N" },
  { NULL },
};

int
main (int    argc,
      char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("PROFILE-DIR");
  g_autoptr (GError) error = NULL;
  MxScript *server;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || n_rooms < 1 || megabytes < 1) {
    g_printerr ("%s\n", error ? error->message : "one folder is needed, and numbers above 0");
    return 2;
  }
  server = mx_bench_server_new ((guint) n_rooms, (gsize) megabytes * 1048576);
  mx_bench_store_make (argv[1], passphrase ? MX_KEY_PASSPHRASE : MX_KEY_SERVICE, passphrase, server);
  g_print ("%s\n", mx_script_get_url (server));
  fflush (stdout);
  while (getchar () != EOF)
    ;
  mx_script_free (server);
  return 0;
}
