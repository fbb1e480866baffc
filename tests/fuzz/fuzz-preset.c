/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A community's file, which anybody may write: it is refused, or every address in it is one that
 * may be opened, and none of its rules makes another. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-id.h"
#include "mx-irc-link.h"
#include "mx-link-rule.h"
#include "mx-link.h"
#include "mx-preset.h"

#include <string.h>

static gboolean
is_web (const char *address)
{
  return address == NULL || g_str_has_prefix (address, "https://");
}

static void
check_channel (const MxPreset *preset,
               const char     *text)
{
  g_autoptr (MxIrcLink) link = mx_irc_link_parse (text, NULL);
  g_autofree char *alias = link != NULL ? mx_preset_dup_irc_alias (preset, link) : NULL;

  g_assert_true (alias == NULL || mx_id_is_alias (alias));
}

static void
check_feedback (const MxPreset *preset)
{
  g_autofree char *uri = mx_preset_dup_feedback_uri (preset, "It broke & \"stopped\" #1\nخطأ");

  g_assert_true (uri == NULL || (is_web (uri) && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL)));
}

static void
check_rooms (const MxPreset *preset)
{
  g_autoptr (MxLink) link = mx_link_parse ("#tea:example.org", NULL);
  g_autofree char *written = mx_preset_dup_wiki_link (preset, link, "Tea | ]] house");

  for (guint i = 0; preset->rooms[i] != NULL; i++)
    g_assert_true (mx_id_is_alias (preset->rooms[i]));
  g_assert_true (preset->homeserver == NULL || mx_id_is_server_name (preset->homeserver));
  g_assert_true (written == NULL || g_utf8_validate (written, -1, NULL));
  for (guint i = 0; i < preset->irc->len; i++) {
    const MxPresetIrc *irc = g_ptr_array_index (preset->irc, i);

    for (guint j = 0; irc->networks != NULL && irc->networks[j] != NULL; j++) {
      g_autofree char *address = g_strdup_printf ("ircs://%s/#Tea-%%5bx%%5d", irc->networks[j]);

      check_channel (preset, address);
    }
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxPreset) preset = mx_preset_parse ((const char *) data, size, &error);

  g_assert_cmpint (preset == NULL, ==, error != NULL);
  if (preset == NULL)
    return 0;
  g_assert_true (*preset->id != '\0' && strspn (preset->id, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
                                          strlen (preset->id));
  g_assert_true (*preset->name != '\0' && g_utf8_validate (preset->name, -1, NULL));
  g_assert_true (is_web (preset->conduct));
  g_assert_true (is_web (preset->contact) || g_str_has_prefix (preset->contact, "mailto:"));
  g_assert_true (is_web (preset->emergency) || g_str_has_prefix (preset->emergency, "mailto:") ||
                 g_str_has_prefix (preset->emergency, "tel:"));
  check_rooms (preset);
  check_feedback (preset);
  return 0;
}
