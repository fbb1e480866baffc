/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Device
 * management" and "Account management". */

#include "config.h"

#include "mx-api-device.h"

#include "mx-api-util.h"
#include "mx-device.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"

#define MAX_DEVICES 1000

typedef struct
{
  GPtrArray *devices;
  const char *own_id;
} DeviceList;

/**
 * mx_api_devices:
 *
 * Asks where the account is signed in.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_devices (void)
{
  return mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/devices");
}

static void
read_device (JsonArray *array,
             guint      index,
             JsonNode  *node,
             gpointer   user_data)
{
  DeviceList *list = user_data;
  JsonObject *object = mx_json_node_object (node);
  const char *id = object != NULL ? mx_json_get_string (object, "device_id") : NULL;

  if (id == NULL || list->devices->len >= MAX_DEVICES)
    return;
  g_ptr_array_add (list->devices, mx_device_new (id, mx_json_get_string (object, "display_name"),
                                                 mx_json_get_string (object, "last_seen_ip"),
                                                 mx_json_get_int (object, "last_seen_ts", 0),
                                                 g_strcmp0 (id, list->own_id) == 0));
}

/**
 * mx_api_devices_parse:
 * @response: an answer
 * @own_id: (nullable): this device
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type MxDevice): the devices
 */
GPtrArray *
mx_api_devices_parse (MxResponse  *response,
                      const char  *own_id,
                      GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  DeviceList list = { devices, own_id };
  JsonArray *array;

  if (object == NULL)
    return NULL;
  array = mx_json_get_array (object, "devices");
  if (array == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no devices");
    return NULL;
  }
  json_array_foreach_element (array, read_device, &list);
  return g_steal_pointer (&devices);
}

/**
 * mx_api_rename_device:
 * @device_id: a device
 * @name: its new name
 * @error: return location for an error
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_rename_device (const char  *device_id,
                      const char  *name,
                      GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_text (device_id, "a device", error))
    return NULL;
  request = mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/devices/%s", device_id);
  body = json_object_new ();
  json_object_set_string_member (body, "display_name", name);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_delete_devices:
 * @body_json: {"devices": […]}
 * @auth_json: (nullable): a stage's answer
 * @error: return location for an error
 *
 * Signs devices out.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_delete_devices (const char  *body_json,
                       const char  *auth_json,
                       GError     **error)
{
  return mx_api_take_with_auth (mx_request_new ("POST", MX_REQUEST_UIA, "/_matrix/client/v3/delete_devices"), body_json,
                                auth_json, error);
}

/**
 * mx_api_change_password:
 * @body_json: {"new_password", "logout_devices"}
 * @auth_json: (nullable): a stage's answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_change_password (const char  *body_json,
                        const char  *auth_json,
                        GError     **error)
{
  return mx_api_take_with_auth (mx_request_new ("POST", MX_REQUEST_UIA, "/_matrix/client/v3/account/password"),
                                body_json, auth_json, error);
}

/**
 * mx_api_deactivate:
 * @body_json: {"erase"}
 * @auth_json: (nullable): a stage's answer
 * @error: return location for an error
 *
 * Ends the account for good.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_deactivate (const char  *body_json,
                   const char  *auth_json,
                   GError     **error)
{
  return mx_api_take_with_auth (mx_request_new ("POST", MX_REQUEST_UIA, "/_matrix/client/v3/account/deactivate"),
                                body_json, auth_json, error);
}
