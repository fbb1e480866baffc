/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-server.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API,
 * "Server discovery" and "Authentication API discovery". */

/**
 * mx_versions_free:
 * @self: (nullable): versions
 *
 * Frees them.
 */
void
mx_versions_free (MxVersions *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->versions);
  g_strfreev (self->features);
  g_free (self);
}

/**
 * mx_api_well_known:
 *
 * Asks a server name where its homeserver is. To be sent to https://NAME.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_well_known (void)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT | MX_REQUEST_REDIRECTS,
                                       "/.well-known/matrix/client");

  request->timeout_ms = 15000;
  return request;
}

/**
 * mx_api_well_known_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the base URL, not yet checked
 */
char *
mx_api_well_known_parse (MxResponse  *response,
                         GError     **error)
{
  return mx_api_dup_string (response, "m\\.homeserver.base_url", NULL, error);
}

/**
 * mx_api_versions:
 *
 * Asks which versions of the specification a server supports.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_versions (void)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/client/versions");

  request->timeout_ms = 15000;
  return request;
}

/**
 * mx_api_versions_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the versions; never an empty list
 */
MxVersions *
mx_api_versions_parse (MxResponse  *response,
                       GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  g_autoptr (MxVersions) versions = NULL;

  if (object == NULL)
    return NULL;

  versions = g_new0 (MxVersions, 1);
  versions->versions = mx_json_dup_strv (object, "versions");
  versions->features = mx_api_dup_true_names (mx_json_get_object (object, "unstable_features"));
  if (versions->versions == NULL || *versions->versions == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer names no versions");
    return NULL;
  }
  return g_steal_pointer (&versions);
}

/**
 * mx_api_auth_metadata:
 *
 * Asks for the OAuth 2.0 server.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_auth_metadata (void)
{
  return mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT, "/_matrix/client/v1/auth_metadata");
}

/**
 * mx_api_auth_metadata_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: whether it names an OAuth 2.0 server
 */
gboolean
mx_api_auth_metadata_parse (MxResponse  *response,
                            GError     **error)
{
  g_autofree char *issuer = mx_api_dup_string (response, "issuer", NULL, error);

  return issuer != NULL;
}

/**
 * mx_api_login_flows:
 *
 * Asks how one can log in.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_login_flows (void)
{
  return mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/login");
}

static void
read_flow (JsonArray *array,
           guint      index,
           JsonNode  *node,
           gpointer   user_data)
{
  MxLoginFlows *flows = user_data;
  JsonObject *flow = mx_json_node_object (node);
  const char *type = flow != NULL ? mx_json_get_string (flow, "type") : NULL;

  flows->password |= g_strcmp0 (type, "m.login.password") == 0;
  flows->sso |= g_strcmp0 (type, "m.login.sso") == 0;
  flows->token |= g_strcmp0 (type, "m.login.token") == 0;
}

/**
 * mx_api_login_flows_parse:
 * @response: an answer
 * @flows: (out caller-allocates): what it offers
 * @error: return location for an error
 *
 * Returns: whether the answer has a list of flows
 */
gboolean
mx_api_login_flows_parse (MxResponse    *response,
                          MxLoginFlows  *flows,
                          GError       **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  JsonArray *array;

  if (object == NULL)
    return FALSE;
  array = mx_json_get_array (object, "flows");
  if (array == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no flows");
    return FALSE;
  }

  *flows = (MxLoginFlows) { FALSE, FALSE, FALSE };
  json_array_foreach_element (array, read_flow, flows);
  return TRUE;
}
