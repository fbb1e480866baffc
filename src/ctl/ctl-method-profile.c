/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods profile.get, profile.set and profile.set_avatar: what people say of themselves.
 * What of one's own may be changed is the server's to say, and profile.get tells it. A picture
 * goes without what it tells about who took it, as every file does. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-item.h"

#include "mx-attachment.h"

static const MxProfileParts all_parts[] = {
  MX_PROFILE_NAME,
  MX_PROFILE_AVATAR,
  MX_PROFILE_TIME_ZONE,
  MX_PROFILE_PRONOUNS,
};

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (MxProfile) profile = mx_session_find_profile_finish (MX_SESSION (object), result, &error);
  JsonObject *answer;
  JsonArray *array;

  if (profile == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  answer = json_object_new ();
  array = json_array_new ();
  ctl_json_set_text (answer, "displayname", profile->displayname);
  ctl_json_set_text (answer, "avatar_url", profile->avatar_url);
  ctl_json_set_text (answer, "m.tz", profile->time_zone);
  ctl_json_set_text (answer, "m.pronouns", profile->pronouns);
  for (gsize i = 0; i < G_N_ELEMENTS (all_parts); i++)
    if (profile->can_set & all_parts[i])
      json_array_add_string_element (array, mx_profile_get_field (all_parts[i]));
  json_object_set_array_member (answer, "can_set", array);
  ctl_call_return (call, answer);
}

static const MxField get_fields[] = {
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_get (CtlCall *call)
{
  mx_session_find_profile_async (ctl_call_get_session (call), ctl_call_get_params (call)->user, NULL, found_cb, call);
}

static const MxField set_fields[] = {
  CTL_PARAM ("field", MX_FIELD_STRING, type, MX_FIELD_REQUIRED),
  CTL_PARAM ("value", MX_FIELD_STRING, body, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_set (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_set_profile_async (ctl_call_get_session (call), params->type, params->body, NULL, ctl_call_done_cb, call);
}

static void
shown_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *mxc = mx_session_string_finish (MX_SESSION (object), result, &error);

  if (mxc != NULL)
    ctl_call_return_text (call, "avatar_url", mxc);
  else
    ctl_call_fail (call, error);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (MxAttachment) picture = mx_session_load_attachment_finish (MX_SESSION (object), result, &error);

  if (picture != NULL)
    mx_session_set_avatar_async (MX_SESSION (object), picture->bytes, NULL, shown_cb, call);
  else
    ctl_call_fail (call, error);
}

static const MxField avatar_fields[] = {
  CTL_PARAM ("path", MX_FIELD_STRING, path, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_avatar (CtlCall *call)
{
  const char *path = ctl_call_get_params (call)->path;
  g_autoptr (GFile) file = NULL;

  if (!ctl_call_check (call, g_path_is_absolute (path), "“path” begins with “/”."))
    return;
  file = g_file_new_for_path (path);
  mx_session_load_attachment_async (ctl_call_get_session (call), file, NULL, loaded_cb, call);
}

const CtlMethod ctl_profile_methods[] = {
  { "profile.get", CTL_NEEDS_ACCOUNT, get_fields, run_get },
  { "profile.set", CTL_NEEDS_ACCOUNT, set_fields, run_set },
  { "profile.set_avatar", CTL_NEEDS_ACCOUNT, avatar_fields, run_avatar },
  { NULL },
};
