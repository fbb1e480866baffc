/* SPDX-License-Identifier: GPL-3.0-or-later */

/* teahousectl: Teahouse without a screen, linked without GTK.
 *
 * Files are for their owner alone, and nothing of the memory may leave it: no core dump, no
 * debugger of another program. Main thread. */

#include "config.h"

#include "commit.h"
#include "ctl-app.h"
#include "ctl-command.h"
#include "ctl-error.h"
#include "ctl-options.h"
#include "ctl-rpc.h"

#include "mx-diagnostics.h"

#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define STATUS_USAGE 2

static void
keep_to_ourselves (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("core dumps cannot be switched off");
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_debug ("memory cannot be made private");
  signal (SIGPIPE, SIG_IGN);
}

static int
complain (const GError *error)
{
  g_autofree char *line = ctl_error_dup_line (error);

  g_printerr ("teahousectl: %s\n", line);
  return STATUS_USAGE;
}

static gboolean
are_text (char   **words,
          GError **error)
{
  guint i;

  for (i = 0; words[i] != NULL; i++)
    if (!g_utf8_validate (words[i], -1, NULL)) {
      g_set_error_literal (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
                           "What was given is no text in UTF-8.");
      return FALSE;
    }
  return TRUE;
}

static int
run_rpc (CtlApp *app)
{
  g_autoptr (CtlRpc) rpc = ctl_rpc_new (app);

  ctl_rpc_start (rpc);
  return ctl_app_run (app);
}

static int
run_command (CtlApp *app)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CtlCommand) command = ctl_command_new (app, &error);

  if (command == NULL)
    return complain (error);
  ctl_command_start (command);
  return ctl_app_run (app);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CtlOptions) options = NULL;
  g_autoptr (CtlApp) app = NULL;

  setlocale (LC_ALL, "");
  keep_to_ourselves ();
  g_set_prgname ("teahousectl");
  /* Standard output is for answers alone. */
  g_log_writer_default_set_use_stderr (TRUE);
  mx_diagnostics_begin (COMMIT);

  options = ctl_options_new (g_strdupv (argv), &error);
  if (options == NULL || !are_text (options->words, &error))
    return complain (error);
  if (options->version) {
    g_print ("teahousectl %s\n", PACKAGE_VERSION);
    return 0;
  }
  if (options->help) {
    g_print ("%s", ctl_options_get_help ());
    return 0;
  }
  if (options->words[0] == NULL) {
    g_printerr ("teahousectl: There is no command. “teahousectl --help” lists them.\n");
    return STATUS_USAGE;
  }
  app = ctl_app_new (g_steal_pointer (&options));
  if (g_str_equal (ctl_app_get_options (app)->words[0], "rpc") && ctl_app_get_options (app)->words[1] == NULL)
    return run_rpc (app);
  return run_command (app);
}
