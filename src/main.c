/* SPDX-License-Identifier: GPL-3.0-or-later */

/* main: what must happen before GTK starts, then the application.
 *
 * - Files are ours alone (umask 077), and no memory of ours is ever written to a
 *   core file or read by another process of the same person (security.md L01, L05).
 * - Where there is no GPU, GTK would load a software GL or Vulkan: 180 ms and 100 MB
 *   for nothing. The cairo renderer is chosen, unless the person chose otherwise. */

#include "config.h"

#include "commit.h"
#include "mx-diagnostics.h"
#include "tea-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void
protect_process (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("Core files cannot be switched off");
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_debug ("The process cannot be made undumpable");
}

static gboolean
has_render_node (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;

  return FALSE;
}

static void
choose_renderer (void)
{
  if (g_getenv ("GDK_DISABLE") != NULL || g_getenv ("GSK_RENDERER") != NULL || has_render_node ())
    return;

  g_setenv ("GDK_DISABLE", "gl,vulkan", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (TeaApplication) application = NULL;

  protect_process ();
  mx_diagnostics_begin (COMMIT);
  choose_renderer ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Teahouse");

  application = tea_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
