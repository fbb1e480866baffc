/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-origin.h"

#include "mx-error.h"

#include <string.h>

/* Pure functions over addresses; any thread.
 *
 * The rules stand here once: TLS everywhere, plain http only to a name or address of
 * this very machine, no user information in an address, and a redirect never leads
 * from elsewhere into this machine nor from https to http.
 */

/**
 * mx_origin_is_loopback:
 * @host: a host name or address without port and brackets
 *
 * Whether @host is this machine for sure: "localhost", 127.0.0.0/8 or ::1.
 */
gboolean
mx_origin_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
is_allowed (GUri    *uri,
            GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not the address of a server");
    return FALSE;
  }
  if (g_strcmp0 (scheme, "https") == 0)
    return TRUE;
  if (g_strcmp0 (scheme, "http") == 0 && mx_origin_is_loopback (host))
    return TRUE;

  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT,
                       "only https is allowed, and http to this machine");
  return FALSE;
}

/**
 * mx_origin_parse:
 * @url: an absolute address
 * @error: return location for an error
 *
 * Parses @url and refuses what the program must not talk to.
 *
 * Returns: (transfer full): the address, or %NULL with %MX_ERROR_BAD_INPUT
 */
GUri *
mx_origin_parse (const char  *url,
                 GError     **error)
{
  g_autoptr (GUri) uri = NULL;

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not an address");
    return NULL;
  }
  return is_allowed (uri, error) ? g_steal_pointer (&uri) : NULL;
}

/**
 * mx_origin_clean_base:
 * @base_url: the address of a server
 * @error: return location for an error
 *
 * Checks a base URL and takes query, fragment and the slashes at its end away.
 *
 * Returns: (transfer full): the base URL, or %NULL with %MX_ERROR_BAD_INPUT
 */
char *
mx_origin_clean_base (const char  *base_url,
                      GError     **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) bare = NULL;
  g_autofree char *text = NULL;
  gsize len;

  uri = mx_origin_parse (base_url, error);
  if (uri == NULL)
    return NULL;

  bare = g_uri_build (G_URI_FLAGS_ENCODED,
                      g_uri_get_scheme (uri),
                      NULL,
                      g_uri_get_host (uri),
                      g_uri_get_port (uri),
                      g_uri_get_path (uri),
                      NULL,
                      NULL);
  text = g_uri_to_string (bare);
  for (len = strlen (text); len > 0 && text[len - 1] == '/'; len--)
    text[len - 1] = '\0';
  return g_steal_pointer (&text);
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/**
 * mx_origin_equal:
 * @a: an address
 * @b: another
 *
 * Whether both have the same scheme, host and port.
 */
gboolean
mx_origin_equal (GUri *a,
                 GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         get_port (a) == get_port (b);
}

/**
 * mx_origin_redirect:
 * @from: the address that answered
 * @location: (nullable): what its Location header says
 * @error: return location for an error
 *
 * Where a redirect leads, if it may be followed.
 *
 * Returns: (transfer full): the new address, or %NULL with %MX_ERROR_BAD_RESPONSE
 */
GUri *
mx_origin_redirect (GUri        *from,
                    const char  *location,
                    GError     **error)
{
  g_autoptr (GUri) uri = NULL;
  gboolean into_loopback;

  if (location != NULL)
    uri = g_uri_parse_relative (from, location, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || !is_allowed (uri, NULL)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE,
                         "the server redirects to where the program does not go");
    return NULL;
  }

  into_loopback = mx_origin_is_loopback (g_uri_get_host (uri)) &&
                  !mx_origin_is_loopback (g_uri_get_host (from));
  if (into_loopback || (g_strcmp0 (g_uri_get_scheme (from), "https") == 0 &&
                        g_strcmp0 (g_uri_get_scheme (uri), "https") != 0)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE,
                         "the server redirects to a less safe place");
    return NULL;
  }
  return g_steal_pointer (&uri);
}

/**
 * mx_origin_dup_name:
 * @uri: an address
 *
 * Host, and port where it is not the usual one: how an address is named to people.
 *
 * Returns: (transfer full): the name
 */
char *
mx_origin_dup_name (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_v6 = strchr (host, ':') != NULL;
  int port = g_uri_get_port (uri);

  if (port <= 0)
    return g_strdup (host);
  return g_strdup_printf (is_v6 ? "[%s]:%d" : "%s:%d", host, port);
}
