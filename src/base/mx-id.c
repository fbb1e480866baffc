/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grammar of identifiers. See Appendices, "Identifier Grammar". Whatever comes from
 * a server, a link or a person is checked here before it goes into a path, a query or a
 * comparison. Historical user ids and aliases may hold any character; we refuse control
 * characters, white space and U+FFFD (which stands where a NUL or a lone surrogate was).
 * Any thread. */

#include "config.h"

#include "mx-id.h"

#include <string.h>

#define MXC_PREFIX   "mxc://"
#define MEDIA_ID_MAX 255
#define HOST_MAX     253

static gboolean
is_plain_text (const char *text,
               gsize       len)
{
  const char *end = text + len;

  if (!g_utf8_validate_len (text, len, NULL))
    return FALSE;
  for (const char *p = text; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == 0xfffd || g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_port (const char *port)
{
  gsize len = strspn (port, "0123456789");

  return len >= 1 && len <= 5 && port[len] == '\0' && g_ascii_strtoull (port, NULL, 10) <= 65535;
}

static gboolean
is_ipv6 (const char *text,
         gsize       len)
{
  g_autofree char *host = g_strndup (text, len);
  g_autoptr (GInetAddress) address = NULL;

  if (strspn (host, "0123456789abcdefABCDEF:.") != len)
    return FALSE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
}

/**
 * mx_id_is_server_name:
 * @name: (nullable): a name
 *
 * Returns: whether @name is a host name, an IPv4 or a bracketed IPv6 address, with or
 *   without a port
 */
gboolean
mx_id_is_server_name (const char *name)
{
  gsize len;

  if (name == NULL || strlen (name) > MX_ID_MAX_BYTES)
    return FALSE;
  if (name[0] == '[') {
    const char *end = strchr (name, ']');

    if (end == NULL || !is_ipv6 (name + 1, (gsize) (end - name - 1)))
      return FALSE;
    return end[1] == '\0' || (end[1] == ':' && is_port (end + 2));
  }
  len = strspn (name, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-");
  if (len == 0 || len > HOST_MAX || name[0] == '.' || name[0] == '-' || strstr (name, "..") != NULL)
    return FALSE;
  return name[len] == '\0' || (name[len] == ':' && is_port (name + len + 1));
}

static gboolean
has_form (const char *id,
          char        sigil,
          gboolean    needs_local,
          gboolean    needs_server)
{
  const char *colon;
  gsize len;

  if (id == NULL || id[0] != sigil)
    return FALSE;
  len = strlen (id);
  if (len < 2 || len > MX_ID_MAX_BYTES || !is_plain_text (id, len))
    return FALSE;
  colon = strchr (id, ':');
  if (colon == NULL)
    return !needs_server;
  if (needs_local && colon == id + 1)
    return FALSE;
  return mx_id_is_server_name (colon + 1);
}

/**
 * mx_id_is_user:
 * @id: (nullable): a text
 *
 * Returns: whether @id is a user id, `@ann:example.org`
 */
gboolean
mx_id_is_user (const char *id)
{
  return has_form (id, '@', FALSE, TRUE);
}

/**
 * mx_id_is_room:
 * @id: (nullable): a text
 *
 * Returns: whether @id is a room id; since room version 12 without a server name
 */
gboolean
mx_id_is_room (const char *id)
{
  return has_form (id, '!', TRUE, FALSE);
}

/**
 * mx_id_is_alias:
 * @id: (nullable): a text
 *
 * Returns: whether @id is a room alias, `#help:example.org`
 */
gboolean
mx_id_is_alias (const char *id)
{
  return has_form (id, '#', TRUE, TRUE);
}

/**
 * mx_id_is_event:
 * @id: (nullable): a text
 *
 * Returns: whether @id is an event id; since room version 3 without a server name
 */
gboolean
mx_id_is_event (const char *id)
{
  return has_form (id, '$', TRUE, FALSE);
}

/**
 * mx_id_is_mxc:
 * @uri: (nullable): a text
 *
 * Checks the strict grammar of content addresses (CVE-2024-50336): server name and
 * `[A-Za-z0-9_-]+`, nothing else, so that no path of another endpoint can be made of it.
 *
 * Returns: whether @uri is `mxc://server/media-id`
 */
gboolean
mx_id_is_mxc (const char *uri)
{
  return mx_id_split_mxc (uri, NULL, NULL);
}

/**
 * mx_id_get_server_name:
 * @id: (nullable): a user id, alias or older room id
 *
 * Returns: (transfer none) (nullable): the part after the first colon
 */
const char *
mx_id_get_server_name (const char *id)
{
  const char *colon = id ? strchr (id, ':') : NULL;

  return colon != NULL && mx_id_is_server_name (colon + 1) ? colon + 1 : NULL;
}

/**
 * mx_id_dup_localpart:
 * @id: (nullable): an id with a sigil
 *
 * Returns: (transfer full): what is between the sigil and the first colon
 */
char *
mx_id_dup_localpart (const char *id)
{
  if (id == NULL || id[0] == '\0')
    return g_strdup ("");
  return g_strndup (id + 1, strcspn (id + 1, ":"));
}

/**
 * mx_id_split_mxc:
 * @uri: (nullable): a content address
 * @server: (out) (optional): the server name
 * @media_id: (out) (optional): the media id
 *
 * Returns: whether @uri follows the grammar; the outputs are set only then
 */
gboolean
mx_id_split_mxc (const char  *uri,
                 char       **server,
                 char       **media_id)
{
  g_autofree char *name = NULL;
  const char *rest, *slash;
  gsize len;

  if (uri == NULL || !g_str_has_prefix (uri, MXC_PREFIX))
    return FALSE;
  rest = uri + strlen (MXC_PREFIX);
  slash = strchr (rest, '/');
  if (slash == NULL || slash - rest > MX_ID_MAX_BYTES)
    return FALSE;
  name = g_strndup (rest, (gsize) (slash - rest));
  len = strspn (slash + 1, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
  if (len == 0 || len > MEDIA_ID_MAX || slash[1 + len] != '\0' || !mx_id_is_server_name (name))
    return FALSE;
  if (server != NULL)
    *server = g_steal_pointer (&name);
  if (media_id != NULL)
    *media_id = g_strdup (slash + 1);
  return TRUE;
}

/**
 * mx_redact:
 * @id: (nullable): an id
 *
 * Makes an id fit for a log: the sigil and a short hash, the same for the same id.
 *
 * Returns: (transfer full): the short form
 */
char *
mx_redact (const char *id)
{
  g_autofree char *sum = NULL;

  if (id == NULL || id[0] == '\0')
    return g_strdup ("-");
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  return g_strdup_printf ("%c%.8s", g_ascii_isgraph (id[0]) && !g_ascii_isalnum (id[0]) ? id[0] : '*', sum);
}
