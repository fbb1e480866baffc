/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which links of strangers may be clicked, where they lead, and under which name a file of
 * a stranger may be saved. Any thread. */

#include "config.h"

#include "mx-text.h"

#include "mx-id.h"
#include "mx-link.h"

#include <string.h>

#define MAX_URI_BYTES  8192
#define MAX_NAME_BYTES 150
#define MAX_SUFFIX     16

static gboolean
has_uri_characters (const char *uri)
{
  if (uri[0] == '\0' || strnlen (uri, MAX_URI_BYTES + 1) > MAX_URI_BYTES || !g_utf8_validate (uri, -1, NULL))
    return FALSE;
  for (const char *p = uri; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isgraph (c) || strchr ("\\<>\"`{}|^", c < 0x80 ? (int) c : 'x') != NULL)
      return FALSE;
  }
  return TRUE;
}

/* The host as the network will look it up, or NULL. */
static char *
dup_ascii_host (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NON_DNS | G_URI_FLAGS_HAS_PASSWORD, NULL);
  g_autofree char *host = NULL;
  const char *name = parsed ? g_uri_get_host (parsed) : NULL;

  if (name == NULL || name[0] == '\0' || g_uri_get_userinfo (parsed) != NULL)
    return NULL;
  if (strchr (name, ':') != NULL)
    host = g_strdup_printf ("[%s]", name);
  else
    host = g_hostname_to_ascii (name);
  return host != NULL && mx_id_is_server_name (host) ? g_ascii_strdown (host, -1) : NULL;
}

/* "mailto:?attach=/etc/passwd" sends files with some programs. */
static gboolean
is_safe_mail (const char *uri)
{
  g_autofree char *plain = g_uri_unescape_string (uri, NULL);
  g_autofree char *lower = plain ? g_ascii_strdown (plain, -1) : NULL;
  const char *address = uri + strlen ("mailto:");

  return lower != NULL && strchr (lower, '@') != NULL && strchr ("?/@", address[0]) == NULL &&
         strstr (lower, "attach") == NULL && strpbrk (lower, "\r\n") == NULL;
}

/**
 * mx_text_link_is_safe:
 * @uri: (nullable): a link of a stranger
 *
 * Web, mail and Matrix links may be clicked, nothing else; none with a user part, which
 * only serves to look like another host.
 *
 * Returns: whether it may be opened at a click
 */
gboolean
mx_text_link_is_safe (const char *uri)
{
  g_autofree char *host = NULL;
  g_autofree char *scheme = NULL;
  g_autoptr (MxLink) link = NULL;

  if (uri == NULL || !has_uri_characters (uri))
    return FALSE;
  scheme = g_ascii_strdown (uri, (gssize) strcspn (uri, ":"));
  if (strcmp (scheme, "matrix") == 0)
    link = mx_link_parse (uri, NULL);
  else if (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
    host = dup_ascii_host (uri);
  else if (strcmp (scheme, "mailto") == 0)
    return is_safe_mail (uri);
  return link != NULL || host != NULL;
}

/**
 * mx_text_link_host:
 * @uri: (nullable): a link
 *
 * Returns: (transfer full) (nullable): the host of a safe web link, other scripts than
 *   ASCII in punycode; else %NULL
 */
char *
mx_text_link_host (const char *uri)
{
  if (!mx_text_link_is_safe (uri) || g_ascii_strncasecmp (uri, "http", 4) != 0)
    return NULL;
  return dup_ascii_host (uri);
}

static gboolean
is_name_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == 0x200c || c == 0x200d ||
         (c < 0x80 && strchr (" -_.,()[]{}+=@#%&'!", (int) c) != NULL) ||
         (c >= 0x80 && g_unichar_isgraph (c) && !g_unichar_ispunct (c));
}

/* The name with every character that is not allowed made an underscore. */
static char *
dup_allowed (const char *name)
{
  g_autofree char *line = mx_text_clean_line (name);
  GString *out = g_string_new (NULL);

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (out, is_name_character (c) ? c : '_');
  }
  return g_string_free_and_steal (out);
}

/* Shortens to what file systems take, and keeps the suffix. */
static char *
dup_shortened (const char *name)
{
  const char *dot = strrchr (name, '.');
  gsize len = strlen (name), suffix_len;
  g_autofree char *stem = NULL;
  const char *end;

  if (len <= MAX_NAME_BYTES)
    return g_strdup (name);
  suffix_len = dot != NULL && strlen (dot) <= MAX_SUFFIX ? strlen (dot) : 0;
  end = g_utf8_find_prev_char (name, name + MAX_NAME_BYTES - suffix_len + 1);
  stem = g_strndup (name, (gsize) (end - name));
  return g_strconcat (stem, suffix_len > 0 ? dot : "", NULL);
}

/**
 * mx_text_safe_filename:
 * @name: (nullable): how a stranger calls a file
 *
 * Makes a name for saving: no folder, no hidden file, no option of a command, nothing that
 * a desktop would start, no character that hides the real suffix.
 *
 * Returns: (transfer full): a name, never empty
 */
char *
mx_text_safe_filename (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name ? name : "", -1);
  g_autofree char *allowed = NULL;
  g_autofree char *result = NULL;
  char *start = valid, *p;

  for (p = valid; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      start = p + 1;
  allowed = dup_allowed (start);
  start = allowed + strspn (allowed, ". -");
  for (p = start + strlen (start); p > start && (p[-1] == '.' || p[-1] == ' '); p--)
    p[-1] = '\0';
  if (*start == '\0')
    return g_strdup ("file");
  result = dup_shortened (start);
  p = g_utf8_strlen (result, -1) > 8 ? result + strlen (result) - 8 : result;
  if (g_ascii_strcasecmp (p, ".desktop") == 0)
    return g_strconcat (result, ".txt", NULL);
  return g_steal_pointer (&result);
}
