/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server asks before it makes an account: whatever it says, there is a next stage, or an
 * error; and a copy says the same. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-uia-challenge.h"

#include <string.h>

static gboolean
is_begun_by (char **flow,
             char **completed)
{
  for (guint i = 0; completed[i] != NULL; i++)
    if (flow[i] == NULL || !g_str_equal (flow[i], completed[i]))
      return FALSE;
  return TRUE;
}

/* What is left is the end of a flow that the server named, behind all that is done. */
static void
check_stages (JsonObject           *answer,
              const MxUiaChallenge *challenge)
{
  JsonArray *flows = mx_json_get_array (answer, "flows");
  gsize done = g_strv_length (challenge->completed);
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (flows); i++) {
    JsonObject *flow = mx_json_node_object (json_array_get_element (flows, i));
    g_auto (GStrv) stages = flow != NULL ? mx_json_dup_strv (flow, "stages") : NULL;

    found |= stages != NULL && is_begun_by (stages, challenge->completed) &&
             g_strv_equal ((const char *const *) stages + done, (const char *const *) challenge->stages);
  }
  g_assert_true (found);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (MxResponse) response = mx_response_new (401, body, "application/json");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxUiaChallenge) challenge = mx_uia_challenge_parse (response, &error);
  g_autoptr (MxUiaChallenge) copy = NULL;
  g_autoptr (JsonObject) params = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_assert_cmpint (challenge == NULL, ==, error != NULL);
  if (challenge == NULL)
    return 0;
  answer = mx_response_dup_json (response, NULL);
  check_stages (answer, challenge);
  params = mx_json_parse_object (challenge->params_json, strlen (challenge->params_json), G_MAXSIZE, NULL);
  g_assert_nonnull (params);
  copy = mx_uia_challenge_copy (challenge);
  g_assert_true (g_strv_equal ((const char *const *) copy->stages, (const char *const *) challenge->stages));
  g_assert_cmpstr (copy->session, ==, challenge->session);
  g_assert_cmpstr (copy->params_json, ==, challenge->params_json);
  return 0;
}
