/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links to channels of IRC:
 *
 *   irc://irc.example.org/help        ircs://irc.example.org:6697/%23help
 *   https://web.example.org/#help     https://web.example.org/?channels=help,other
 *
 * No channel is a room by itself: MxPresets asks the presets for the room. Links to a person
 * (",isnick") lead nowhere; of several channels the first counts. What is not of the grammar
 * (RFC 2812, 1.3) is an error, never a guess. Any thread. */

#include "config.h"

#include "mx-irc-link.h"

#include "mx-error.h"
#include "mx-id.h"

#include <string.h>

#define MAX_BYTES   4096
#define MAX_CHANNEL 64

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "IRC link: %s", why);
  return FALSE;
}

/* Takes @name, without or with its "#". */
static gboolean
take_channel (MxIrcLink   *self,
              const char  *name,
              gsize        len,
              GError     **error)
{
  g_autofree char *plain = g_uri_unescape_segment (name, name + len, NULL);
  gsize n = plain != NULL ? strlen (plain) : 0;

  if (n == 0 || n > MAX_CHANNEL || !g_utf8_validate (plain, -1, NULL) || strpbrk (plain, " ,:/?\\\"<>") != NULL)
    return refuse (error, "it names no channel");
  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) || g_unichar_isspace (g_utf8_get_char (p)))
      return refuse (error, "it names no channel");
  if (strspn (plain, "#") == n)
    return refuse (error, "it names no channel");
  if (plain[0] == '#') {
    self->channel = g_ascii_strdown (plain, -1);
  } else {
    g_autofree char *small = g_ascii_strdown (plain, -1);

    self->channel = g_strconcat ("#", small, NULL);
  }
  return TRUE;
}

static gboolean
take_host (MxIrcLink   *self,
           const char  *text,
           gsize        len,
           GError     **error)
{
  g_autofree char *host = g_ascii_strdown (text, (gssize) len);
  char *colon = strrchr (host, ':');

  if (!mx_id_is_server_name (host))
    return refuse (error, "malformed host");
  if (colon != NULL && strchr (colon, ']') == NULL)
    *colon = '\0';
  self->host = g_steal_pointer (&host);
  return TRUE;
}

/* @text is what follows "irc://". */
static gboolean
read_irc (MxIrcLink   *self,
          const char  *text,
          GError     **error)
{
  gsize host_len = strcspn (text, "/?#");
  const char *name = text + host_len;
  gsize len;

  if (!take_host (self, text, host_len, error))
    return FALSE;
  if (*name == '/')
    name++;
  len = strcspn (name, ",?");
  if (strstr (name + len, "isnick") != NULL || strstr (name + len, "isuser") != NULL)
    return refuse (error, "it leads to a person, not to a channel");
  return take_channel (self, name, len, error);
}

static const char *
find_channel_query (const char *query,
                    const char *end)
{
  static const char *const names[] = { "channels=", "channel=", "chan=", "join=" };

  for (const char *item = query; item != NULL && item < end;) {
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      if (g_str_has_prefix (item, names[i]))
        return item + strlen (names[i]);
    item = memchr (item, '&', (gsize) (end - item));
    item = item != NULL ? item + 1 : NULL;
  }
  return NULL;
}

/* @text is what follows "https://". The query's channel goes before the fragment's: what
 * stands in a query as "#help" without being encoded has become the fragment. */
static gboolean
read_web (MxIrcLink   *self,
          const char  *text,
          GError     **error)
{
  gsize host_len = strcspn (text, "/?#");
  const char *fragment = text + strcspn (text, "#");
  const char *query = text + strcspn (text, "?#");
  const char *name = *query == '?' ? find_channel_query (query + 1, fragment) : NULL;
  gsize len;

  self->is_web = TRUE;
  if (!take_host (self, text, host_len, error))
    return FALSE;
  if (name == NULL || (name == fragment && *fragment == '#'))
    name = fragment;
  if (name == fragment && g_str_has_prefix (name, "#/"))
    return refuse (error, "it names no channel");
  len = strcspn (name, ",&?");
  if (name != fragment)
    len = MIN (len, (gsize) (fragment - name));
  return take_channel (self, name, len, error);
}

static const char *
after_prefix (const char *text,
              const char *prefix)
{
  gsize len = strlen (prefix);

  return g_ascii_strncasecmp (text, prefix, len) == 0 ? text + len : NULL;
}

/**
 * mx_irc_link_parse:
 * @text: (nullable): what a person typed, pasted or clicked
 * @error: a place for %MX_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): the channel
 */
MxIrcLink *
mx_irc_link_parse (const char  *text,
                   GError     **error)
{
  g_autoptr (MxIrcLink) self = g_new0 (MxIrcLink, 1);
  g_autofree char *trimmed = NULL;
  const char *rest;
  gboolean good;

  if (text == NULL || strnlen (text, MAX_BYTES + 1) > MAX_BYTES || !g_utf8_validate (text, -1, NULL)) {
    refuse (error, "no text, or too long");
    return NULL;
  }
  trimmed = g_strstrip (g_strdup (text));
  if ((rest = after_prefix (trimmed, "irc://")) != NULL || (rest = after_prefix (trimmed, "ircs://")) != NULL)
    good = read_irc (self, rest, error);
  else if ((rest = after_prefix (trimmed, "https://")) != NULL || (rest = after_prefix (trimmed, "http://")) != NULL)
    good = read_web (self, rest, error);
  else
    good = refuse (error, "it does not lead to IRC");
  return good ? g_steal_pointer (&self) : NULL;
}

/**
 * mx_irc_link_free:
 * @self: (transfer full) (nullable): a link
 */
void
mx_irc_link_free (MxIrcLink *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->channel);
  g_free (self);
}
