/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-server.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-server-offer.h"

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API,
 * "Server discovery" and "Authentication API discovery". */

#define MAX_PROVIDERS 32

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

static gboolean
is_mxc (const char *text)
{
  return text != NULL && mx_id_is_mxc (text);
}

static void
read_provider (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  GPtrArray *providers = user_data;
  JsonObject *object = mx_json_node_object (node);
  const char *id = object != NULL ? mx_json_get_string (object, "id") : NULL;
  const char *name = object != NULL ? mx_json_get_string (object, "name") : NULL;
  const char *icon;

  if (id == NULL || *id == '\0' || name == NULL || *name == '\0' || providers->len >= MAX_PROVIDERS)
    return;
  icon = mx_json_get_string (object, "icon");
  g_ptr_array_add (providers, mx_identity_provider_new (id, name, is_mxc (icon) ? icon : NULL,
                                                        mx_json_get_string (object, "brand")));
}

static void
read_sso (JsonObject   *flow,
          MxLoginFlows *flows)
{
  JsonArray *array = mx_json_get_array (flow, "identity_providers");

  flows->sso = TRUE;
  flows->prefers_oauth |= mx_json_get_boolean (flow, "oauth_aware_preferred", FALSE);
  if (array == NULL || flows->providers != NULL)
    return;
  flows->providers = g_ptr_array_new_with_free_func (g_object_unref);
  json_array_foreach_element (array, read_provider, flows->providers);
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
  if (g_strcmp0 (type, "m.login.sso") == 0)
    read_sso (flow, flows);
  flows->token |= g_strcmp0 (type, "m.login.token") == 0;
}

/**
 * mx_api_login_flows_parse:
 * @response: an answer
 * @flows: (out caller-allocates): what it offers; the caller unrefs its providers
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

  *flows = (MxLoginFlows) { 0 };
  json_array_foreach_element (array, read_flow, flows);
  return TRUE;
}

/**
 * mx_api_server_software:
 *
 * Asks which software a server runs. It is said to other servers, and so to everybody; a server whose clients come
 * by another address may say nothing.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_server_software (void)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/federation/v1/version");

  request->timeout_ms = 15000;
  return request;
}

/**
 * mx_api_server_software_parse:
 * @response: an answer
 * @name: (out): what it is called; any text
 * @version: (out) (nullable): any text
 * @error: return location for an error
 *
 * Returns: whether the answer has a name
 */
gboolean
mx_api_server_software_parse (MxResponse  *response,
                              char       **name,
                              char       **version,
                              GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);

  if (object == NULL)
    return FALSE;
  if (mx_json_get_string (object, "server.name") == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer names no software");
    return FALSE;
  }
  *name = g_strdup (mx_json_get_string (object, "server.name"));
  *version = g_strdup (mx_json_get_string (object, "server.version"));
  return TRUE;
}
