/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-server-name: what somebody types to say which account is theirs.
 *
 * "@ann:example.org", "ann:example.org", a mail-like "ann@example.org", a server
 * "example.org" or its address "https://example.org/" all lead to a server and,
 * where there is one, to a name on it. Pure. */

#include "config.h"

#include "tea-server-name.h"

#include "mx-id.h"

#include <string.h>

/* A server's address as copied from a browser; a bare name stays as it is. */
static char *
strip_address (const char *text)
{
  const char *start = strstr (text, "://");

  if (!g_str_has_prefix (text, "https://") && !g_str_has_prefix (text, "http://"))
    return g_strdup (text);

  start += strlen ("://");
  return g_strndup (start, strcspn (start, "/?#"));
}

static gboolean
take (const char  *localpart,
      const char  *domain,
      char       **server,
      char       **user)
{
  if (*localpart == '\0' || !mx_id_is_server_name (domain))
    return FALSE;

  *server = g_strdup (domain);
  *user = g_strdup (localpart);
  return TRUE;
}

/**
 * tea_server_name_split:
 * @text: what was typed
 * @server: (out): the server's name
 * @user: (out) (nullable): the name on it, %NULL where only a server was typed
 *
 * Returns: whether @text names a server
 */
gboolean
tea_server_name_split (const char  *text,
                       char       **server,
                       char       **user)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *address = NULL;
  g_auto (GStrv) parts = NULL;

  if (strlen (trimmed) > MX_ID_MAX_BYTES)
    return FALSE;

  if (trimmed[0] == '@') {
    parts = g_strsplit (trimmed + 1, ":", 2);
    return g_strv_length (parts) == 2 && mx_id_is_user (trimmed) &&
           take (parts[0], parts[1], server, user);
  }
  if (strchr (trimmed, '@') != NULL) {
    parts = g_strsplit (trimmed, "@", 2);
    return take (parts[0], parts[1], server, user);
  }

  address = strip_address (trimmed);
  if (*address == '\0' || !mx_id_is_server_name (address))
    return FALSE;

  *server = g_steal_pointer (&address);
  *user = NULL;
  return TRUE;
}
