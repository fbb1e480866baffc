/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server wants to know before it makes an account, deletes a device or changes a
 * password: stages, one after the other. See Client-Server API, "User-interactive
 * authentication". Of several flows the one with the least trouble for a person is kept: stages
 * that need nobody count little, a password less than a page in the browser. Plain data, any
 * thread. */

#include "config.h"

#include "mx-uia-challenge.h"

#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"

#define MAX_STAGES 16

/**
 * mx_uia_challenge_free:
 * @self: (nullable): a challenge
 *
 * Frees it.
 */
void
mx_uia_challenge_free (MxUiaChallenge *self)
{
  if (self == NULL)
    return;
  g_free (self->session);
  g_strfreev (self->completed);
  g_strfreev (self->stages);
  g_free (self->errcode);
  g_free (self->message);
  g_free (self->params_json);
  g_free (self->url);
  g_free (self);
}

/**
 * mx_uia_challenge_copy:
 * @self: a challenge
 *
 * Returns: (transfer full): a copy
 */
MxUiaChallenge *
mx_uia_challenge_copy (const MxUiaChallenge *self)
{
  MxUiaChallenge *copy = g_new0 (MxUiaChallenge, 1);

  copy->session = g_strdup (self->session);
  copy->completed = g_strdupv (self->completed);
  copy->stages = g_strdupv (self->stages);
  copy->errcode = g_strdup (self->errcode);
  copy->message = g_strdup (self->message);
  copy->params_json = g_strdup (self->params_json);
  copy->url = g_strdup (self->url);
  return copy;
}

/* What is left of a flow after the stages that are done, told in any order; NULL when it has not all of those. */
static char **
rest_of (char **stages,
         char **completed)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  gsize i;

  for (i = 0; completed[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) stages, completed[i]))
      return NULL;
  for (i = 0; stages[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) completed, stages[i]))
      g_strv_builder_add (rest, stages[i]);
  return g_strv_builder_end (rest);
}

/* Stages that need nobody: the flow with the fewest others is the least trouble. */
static guint
trouble_of (char **stages)
{
  guint trouble = 0;
  gsize i;

  for (i = 0; stages[i] != NULL; i++)
    trouble += g_str_equal (stages[i], "m.login.dummy") ? 1 : g_str_equal (stages[i], "m.login.password") ? 8
                                                                                                          : 16;
  return trouble;
}

/* Keeps the least trouble so far in `stages`. */
static void
consider_flow (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  MxUiaChallenge *self = user_data;
  JsonObject *flow = mx_json_node_object (node);
  g_auto (GStrv) stages = flow != NULL ? mx_json_dup_strv (flow, "stages") : NULL;
  g_auto (GStrv) rest = NULL;

  if (stages != NULL && g_strv_length (stages) <= MAX_STAGES)
    rest = rest_of (stages, self->completed);
  /* A flow of which nothing is left asks for nothing that anybody could answer. */
  if (rest == NULL || rest[0] == NULL || (self->stages != NULL && trouble_of (self->stages) <= trouble_of (rest)))
    return;
  g_strfreev (self->stages);
  self->stages = g_steal_pointer (&rest);
}

/**
 * mx_uia_challenge_parse:
 * @response: an answer to a request with %MX_REQUEST_UIA
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the server wants first; %NULL without an error
 *   when the answer is the result already
 */
MxUiaChallenge *
mx_uia_challenge_parse (MxResponse  *response,
                        GError     **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MxUiaChallenge) self = NULL;
  JsonObject *params;
  JsonArray *flows;

  if (response->status != 401)
    return NULL;
  object = mx_response_dup_json (response, error);
  if (object == NULL)
    return NULL;

  self = g_new0 (MxUiaChallenge, 1);
  self->session = g_strdup (mx_json_get_string (object, "session"));
  self->completed = mx_json_dup_strv (object, "completed");
  if (self->completed == NULL)
    self->completed = g_new0 (char *, 1);
  self->errcode = g_strdup (mx_json_get_string (object, "errcode"));
  self->message = g_strdup (mx_json_get_string (object, "error"));
  params = mx_json_get_object (object, "params");
  self->params_json = params != NULL ? mx_json_print_object (params) : g_strdup ("{}");
  flows = mx_json_get_array (object, "flows");
  if (flows != NULL)
    json_array_foreach_element (flows, consider_flow, self);
  if (self->stages != NULL)
    return g_steal_pointer (&self);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the server names no way on");
  return NULL;
}
