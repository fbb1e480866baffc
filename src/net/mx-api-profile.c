/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Profiles" and
 * "Capabilities negotiation": where "m.profile_fields" is said it counts for all parts, where it
 * is not there are but name and picture. */

#include "config.h"

#include "mx-api-profile.h"

#include "mx-api-util.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"

/**
 * mx_api_get_profile:
 * @user_id: anybody
 * @error: return location for an error
 *
 * Asks for name, picture and what else they say.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_get_profile (const char  *user_id,
                    GError     **error)
{
  if (!mx_api_check_user (user_id, error))
    return NULL;
  return mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/profile/%s", user_id);
}

static void
read_pronouns (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  JsonObject *object = mx_json_node_object (node);
  char **found = user_data;

  if (*found == NULL && object != NULL)
    *found = g_strdup (mx_json_get_string (object, "summary"));
}

/* Those of the first language; a plain text is taken as well. */
static char *
dup_pronouns (JsonObject *object)
{
  JsonArray *array = mx_json_get_array (object, "m\\.pronouns");
  char *found = NULL;

  if (array == NULL)
    return g_strdup (mx_json_get_string (object, "m\\.pronouns"));
  json_array_foreach_element (array, read_pronouns, &found);
  return found;
}

/**
 * mx_api_profile_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the profile
 */
MxProfile *
mx_api_profile_parse (MxResponse  *response,
                      GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  MxProfile *profile;
  const char *avatar;

  if (object == NULL)
    return NULL;
  profile = g_new0 (MxProfile, 1);
  avatar = mx_json_get_string (object, "avatar_url");
  profile->displayname = g_strdup (mx_json_get_string (object, "displayname"));
  profile->avatar_url = avatar != NULL && mx_id_is_mxc (avatar) ? g_strdup (avatar) : NULL;
  profile->time_zone = g_strdup (mx_json_get_string (object, "m\\.tz"));
  profile->pronouns = dup_pronouns (object);
  return profile;
}

static void
set_pronouns (JsonObject *body,
              const char *summary,
              const char *language)
{
  JsonArray *array = json_array_new ();
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "language", language);
  json_object_set_string_member (object, "summary", summary);
  json_array_add_object_element (array, object);
  json_object_set_array_member (body, "m.pronouns", array);
}

/**
 * mx_api_set_profile:
 * @user_id: oneself
 * @field: which part of the profile
 * @value: (nullable): %NULL takes it away
 * @language: the language of pronouns
 * @error: return location for an error
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_set_profile (const char  *user_id,
                    const char  *field,
                    const char  *value,
                    const char  *language,
                    GError     **error)
{
  MxProfileParts part = mx_profile_find_part (field);
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_user (user_id, error) || !mx_api_check_text (field, "a part of the profile", error))
    return NULL;
  if (value == NULL && part != MX_PROFILE_NAME && part != MX_PROFILE_AVATAR)
    return mx_request_new ("DELETE", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/profile/%s/%s", user_id, field);
  request = mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/profile/%s/%s", user_id, field);
  body = json_object_new ();
  /* Older servers know no DELETE for name and picture; an empty text takes them away. */
  if (part == MX_PROFILE_PRONOUNS)
    set_pronouns (body, value, language);
  else
    json_object_set_string_member (body, field, value != NULL ? value : "");
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_capabilities:
 *
 * Asks what the server lets the account do.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_capabilities (void)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/capabilities");

  request->timeout_ms = 15000;
  return request;
}

static gboolean
is_enabled (JsonObject *capabilities,
            const char *name)
{
  JsonObject *object = mx_json_get_object (capabilities, name);

  return object == NULL || mx_json_get_boolean (object, "enabled", TRUE);
}

static gboolean
allows (JsonObject     *fields,
        MxProfileParts  part)
{
  const char *field = mx_profile_get_field (part);
  g_auto (GStrv) allowed = mx_json_dup_strv (fields, "allowed");
  g_auto (GStrv) disallowed = mx_json_dup_strv (fields, "disallowed");

  if (!mx_json_get_boolean (fields, "enabled", FALSE))
    return FALSE;
  if (allowed != NULL)
    return g_strv_contains ((const char *const *) allowed, field);
  return disallowed == NULL || !g_strv_contains ((const char *const *) disallowed, field);
}

/**
 * mx_api_capabilities_parse:
 * @response: an answer
 * @parts: a place for what of a profile its owner may change
 * @error: return location for an error
 *
 * Returns: whether it is an answer
 */
gboolean
mx_api_capabilities_parse (MxResponse      *response,
                           MxProfileParts  *parts,
                           GError         **error)
{
  static const MxProfileParts all[] = { MX_PROFILE_NAME, MX_PROFILE_AVATAR, MX_PROFILE_TIME_ZONE,
                                        MX_PROFILE_PRONOUNS };
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  JsonObject *capabilities, *fields;
  MxProfileParts found = 0;

  if (object == NULL)
    return FALSE;
  capabilities = mx_json_get_object (object, "capabilities");
  fields = capabilities != NULL ? mx_json_get_object (capabilities, "m\\.profile_fields") : NULL;
  if (fields != NULL) {
    for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
      if (allows (fields, all[i]))
        found |= all[i];
  } else {
    if (capabilities == NULL || is_enabled (capabilities, "m\\.set_displayname"))
      found |= MX_PROFILE_NAME;
    if (capabilities == NULL || is_enabled (capabilities, "m\\.set_avatar_url"))
      found |= MX_PROFILE_AVATAR;
  }
  *parts = found;
  return TRUE;
}
