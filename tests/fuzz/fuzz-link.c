/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Links: only ids of the grammar come out, and what is written leads to the same place. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-id.h"
#include "mx-irc-link.h"
#include "mx-link.h"
#include "mx-preset.h"
#include "mx-presets.h"
#include "mx-text.h"

static void
check_same (const MxLink *link,
            const char   *written)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxLink) again = mx_link_parse (written, &error);

  if (again == NULL)
    g_error ("%s: %s", written, error->message);
  g_assert_cmpint (link->kind, ==, again->kind);
  g_assert_cmpstr (link->id, ==, again->id);
  g_assert_cmpstr (link->event, ==, again->event);
  g_assert_true (g_strv_equal ((const char *const *) link->via, (const char *const *) again->via));
}

/* Whatever a channel is called, a community's template makes an alias of the grammar, or nothing. */
static void
check_irc (const char *text)
{
  static const char json[] = "{\"id\":\"a\",\"name\":\"A\",\"irc\":[{\"networks\":[\"irc.example.net\"],"
                             "\"webchats\":[\"web.example.net\"],\"alias\":\"#irc_{channel}:example.org\"}]}";
  g_autoptr (MxPresets) presets = mx_presets_new ();
  g_autoptr (MxIrcLink) irc = mx_irc_link_parse (text, NULL);
  g_autoptr (MxLink) link = NULL;

  mx_presets_add (presets, mx_preset_parse (json, sizeof json - 1, NULL));
  link = mx_presets_parse (presets, text, NULL);
  g_assert_true (irc == NULL || (irc->channel[0] == '#' && mx_id_is_server_name (irc->host)));
  g_assert_true (link == NULL || mx_id_is_alias (link->id) || mx_id_is_room (link->id) || mx_id_is_user (link->id));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = mx_fuzz_dup_string (data, size);
  g_autofree char *host = mx_text_link_host (text);
  g_autoptr (MxLink) link = mx_link_parse (text, NULL);
  g_autofree char *uri = NULL;
  g_autofree char *web = NULL;

  check_irc (text);
  g_assert_true (host == NULL || (mx_id_is_server_name (host) && mx_text_link_is_safe (text)));
  if (link == NULL)
    return 0;
  g_assert_true (mx_id_is_room (link->id) || mx_id_is_alias (link->id) || mx_id_is_user (link->id));
  g_assert_true (link->event == NULL || mx_id_is_event (link->event));
  uri = mx_link_to_uri (link);
  web = mx_link_to_web (link);
  check_same (link, uri);
  check_same (link, web);
  return 0;
}
