/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server asks before it makes an account: whatever it says, there is a next stage, or an
 * error; and a copy says the same. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-uia-challenge.h"

#include <string.h>

/* Whether this is what is left of a flow: all that is done is part of it, and nothing of that is asked again. */
static gboolean
is_rest_of (const MxUiaChallenge  *challenge,
            char                 **flow)
{
  gsize at = 0;

  for (gsize i = 0; challenge->completed[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) flow, challenge->completed[i]))
      return FALSE;
  for (gsize i = 0; flow[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) challenge->completed, flow[i]) &&
        g_strcmp0 (challenge->stages[at++], flow[i]) != 0)
      return FALSE;
  return challenge->stages[at] == NULL;
}

/* What is left is left of a flow that the server named. */
static void
check_stages (JsonObject           *answer,
              const MxUiaChallenge *challenge)
{
  JsonArray *flows = mx_json_get_array (answer, "flows");
  gboolean found = FALSE;

  for (guint i = 0; i < json_array_get_length (flows); i++) {
    JsonObject *flow = mx_json_node_object (json_array_get_element (flows, i));
    g_auto (GStrv) stages = flow != NULL ? mx_json_dup_strv (flow, "stages") : NULL;

    found |= stages != NULL && is_rest_of (challenge, stages);
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
