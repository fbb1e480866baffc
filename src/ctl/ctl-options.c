/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line. It may come from anybody (a script, a link): a profile is a name of
 * a small alphabet or an absolute path, so that "../" leads nowhere. Main thread. */

#include "config.h"

#include "ctl-options.h"

#include "mx-error.h"
#include "mx-text.h"

#include <string.h>

#define MAX_PROFILE_NAME 32

static const char *const key_modes[] = {
  [MX_KEY_SERVICE] = "service",
  [MX_KEY_PASSPHRASE] = "passphrase",
  [MX_KEY_MEMORY] = "memory",
};

static const char help_text[] =
  "Usage: teahousectl [OPTION…] COMMAND [ARGUMENT…]\n"
  "Teahouse without a screen: Matrix for scripts, bots and terminals.\n"
  "\n"
  "Commands:\n"
  "  login [--server SERVER] USER  sign in; the password is asked for, or taken from\n"
  "                                the environment variable TEAHOUSE_PASSWORD\n"
  "  logout                        sign out and remove everything stored here\n"
  "  rooms [--json]                list the rooms\n"
  "  send ROOM TEXT                send a message and wait until the server has it\n"
  "  listen [--json] [ROOM]        print messages as they arrive\n"
  "  join ROOM                     join a room by its id, alias or link\n"
  "  leave ROOM                    leave a room\n"
  "  rpc                           JSON-RPC 2.0 on standard input and output\n"
  "\n"
  "Options:\n"
  "  -p, --profile PROFILE  a profile's name (default: “default”) or its folder's absolute path\n"
  "  -k, --keys WHERE       where keys are kept: service, passphrase or memory;\n"
  "                         the passphrase is asked for, or taken from TEAHOUSE_PASSPHRASE\n"
  "  -s, --server SERVER    the server to sign in to\n"
  "  -j, --json             print JSON, one object a line\n"
  "  -h, --help             print this help\n"
  "  -V, --version          print the version\n"
  "      --                 what follows is no option\n";

static void
bad (GError     **error,
     const char  *format,
     const char  *text)
{
  g_autofree char *shown = mx_text_limit (text, 1, 80, NULL);
  g_autofree char *clean = mx_text_clean_line (shown);

  g_set_error (error, MX_ERROR, MX_ERROR_FAILED, "%s: %s", format, clean);
}

static gboolean
is_profile_name (const char *name)
{
  gsize len = strlen (name);

  return len >= 1 && len <= MAX_PROFILE_NAME && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

/* An absolute path, but none that goes up or through itself. */
static gboolean
is_profile_path (const char *path)
{
  g_autofree char *canonical = NULL;

  if (!g_path_is_absolute (path) || g_str_has_prefix (path, "//") || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  canonical = g_canonicalize_filename (path, "/");
  if (g_str_has_suffix (path, "/") && strlen (path) > 1)
    return strlen (canonical) + 1 == strlen (path) && g_str_has_prefix (path, canonical);
  return strlen (path) > 1 && g_str_equal (canonical, path);
}

static char *
dup_profile_dir (const char  *profile,
                 GError     **error)
{
  if (is_profile_name (profile))
    return g_build_filename (g_get_user_data_dir (), "teahouse", profile, NULL);
  if (is_profile_path (profile))
    return g_strdup (profile);
  bad (error, "A profile is a name of a-z, 0-9, _ and - (32 at most) or an absolute path, not", profile);
  return NULL;
}

static gboolean
read_key_mode (CtlOptions  *self,
               const char  *name,
               GError     **error)
{
  guint i;

  if (name == NULL)
    return TRUE;
  for (i = 0; i < G_N_ELEMENTS (key_modes); i++)
    if (g_str_equal (name, key_modes[i])) {
      self->has_key_mode = TRUE;
      self->key_mode = i;
      return TRUE;
    }
  bad (error, "Keys are kept by service, passphrase or memory, not", name);
  return FALSE;
}

/* The words after the program's name, without the "--" that ends the options. */
static char **
dup_words (char **rest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean ended = FALSE;
  guint i;

  for (i = 1; rest[0] != NULL && rest[i] != NULL; i++) {
    if (!ended && g_str_equal (rest[i], "--"))
      ended = TRUE;
    else
      g_strv_builder_add (builder, rest[i]);
  }
  return g_strv_builder_end (builder);
}

/**
 * ctl_options_new:
 * @arguments: (transfer full): the command line
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): what it says
 */
CtlOptions *
ctl_options_new (char   **arguments,
                 GError **error)
{
  g_autoptr (CtlOptions) self = g_new0 (CtlOptions, 1);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = arguments;
  g_autofree char *profile = NULL;
  g_autofree char *keys = NULL;
  const GOptionEntry entries[] = {
    { "profile", 'p', 0, G_OPTION_ARG_FILENAME, &profile, NULL, NULL },
    { "keys", 'k', 0, G_OPTION_ARG_STRING, &keys, NULL, NULL },
    { "server", 's', 0, G_OPTION_ARG_STRING, &self->server, NULL, NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self->json, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &self->help, NULL, NULL },
    { "version", 'V', 0, G_OPTION_ARG_NONE, &self->version, NULL, NULL },
    { NULL },
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &rest, error))
    return NULL;
  self->profile_dir = dup_profile_dir (profile != NULL ? profile : "default", error);
  if (self->profile_dir == NULL || !read_key_mode (self, keys, error))
    return NULL;
  self->words = dup_words (rest);
  return g_steal_pointer (&self);
}

/**
 * ctl_options_free:
 * @self: (transfer full): options
 */
void
ctl_options_free (CtlOptions *self)
{
  g_free (self->profile_dir);
  g_free (self->server);
  g_strfreev (self->words);
  g_free (self);
}

/**
 * ctl_options_get_help:
 *
 * Returns: (transfer none): how the program is called
 */
const char *
ctl_options_get_help (void)
{
  return help_text;
}
