/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods server.offer, login.sso, login.oauth, login.token and login.resume: signing in
 * where a password has nothing to do. What is to be opened is told by the notification
 * browser.open; the call ends when somebody is signed in. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-item.h"
#include "ctl-method-login.h"

static const struct
{
  MxWays way;
  const char *word;
} ways[] = {
  { MX_WAY_OAUTH, "oauth" },
  { MX_WAY_OAUTH_CREATE, "oauth-create" },
  { MX_WAY_OAUTH_DEVICE, "oauth-device" },
  { MX_WAY_SSO, "sso" },
  { MX_WAY_PASSWORD, "password" },
  { MX_WAY_TOKEN, "token" },
  { MX_WAY_REGISTER, "register" },
  { MX_WAY_GUEST, "guest" },
};

static JsonArray *
new_providers (MxServerOffer *offer)
{
  g_autoptr (GListModel) list = mx_server_offer_list_providers (offer);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxIdentityProvider) provider = g_list_model_get_item (list, i);
    JsonObject *object = json_object_new ();

    ctl_json_set_text (object, "id", mx_identity_provider_get_id (provider));
    ctl_json_set_text (object, "name", mx_identity_provider_get_name (provider));
    ctl_json_set_text (object, "icon", mx_identity_provider_get_icon (provider));
    ctl_json_set_text (object, "brand", mx_identity_provider_get_brand (provider));
    json_array_add_object_element (array, object);
  }
  return array;
}

static void
offer_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (object), result, &error);
  JsonObject *answer;
  JsonArray *array;

  if (offer == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  answer = json_object_new ();
  ctl_json_set_text (answer, "server_name", mx_server_offer_get_server_name (offer));
  ctl_json_set_text (answer, "base_url", mx_server_offer_get_base_url (offer));
  array = json_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (mx_server_offer_has (offer, ways[i].way))
      json_array_add_string_element (array, ways[i].word);
  json_object_set_array_member (answer, "ways", array);
  json_object_set_array_member (answer, "providers", new_providers (offer));
  array = json_array_new ();
  for (const char *const *stage = mx_server_offer_get_stages (offer); *stage != NULL; stage++)
    json_array_add_string_element (array, *stage);
  json_object_set_array_member (answer, "stages", array);
  ctl_call_return (call, answer);
}

static const MxField server_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_offer (CtlCall *call)
{
  mx_session_find_server_async (ctl_call_get_session (call), ctl_call_get_params (call)->homeserver, NULL, offer_cb,
                                call);
}

static void
step_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (MxBrowserStep) step = mx_session_browser_step_finish (MX_SESSION (object), result, &error);
  JsonObject *params;

  if (error != NULL) {
    ctl_call_fail (call, error);
    return;
  }
  if (step == NULL) {
    ctl_call_return (call, NULL);
    return;
  }
  params = json_object_new ();
  ctl_json_set_text (params, "url", step->url);
  ctl_json_set_text (params, "user_code", step->user_code);
  ctl_json_set_text (params, "link", step->link);
  ctl_call_notify (call, "browser.open", params);
  mx_session_browser_wait_async (MX_SESSION (object), NULL, ctl_login_cb, call);
}

static void
begin (CtlCall      *call,
       MxBrowserWay  way)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_browser_begin_async (ctl_call_get_session (call), params->homeserver, way, params->idp, params->link, NULL,
                                  step_cb, call);
}

static const MxField sso_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("idp", MX_FIELD_STRING, idp, MX_FIELD_OPTIONAL),
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_sso (CtlCall *call)
{
  begin (call, MX_BROWSER_SSO);
}

static const MxField oauth_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_OPTIONAL),
  CTL_PARAM ("create", MX_FIELD_BOOLEAN, create, MX_FIELD_OPTIONAL),
  CTL_PARAM ("by_code", MX_FIELD_BOOLEAN, by_code, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_oauth (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  if (params->by_code)
    begin (call, MX_BROWSER_OAUTH_DEVICE);
  else
    begin (call, params->create ? MX_BROWSER_OAUTH_CREATE : MX_BROWSER_OAUTH);
}

static const MxField token_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("token", MX_FIELD_STRING, token, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_token (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_login_token_async (ctl_call_get_session (call), params->homeserver, params->token, NULL, ctl_login_cb,
                                call);
}

static const MxField no_fields[] = {
  { NULL },
};

static void
run_resume (CtlCall *call)
{
  mx_session_browser_resume_async (ctl_call_get_session (call), NULL, step_cb, call);
}

const CtlMethod ctl_sign_in_methods[] = {
  { "server.offer", CTL_NEEDS_NOTHING, server_fields, run_offer },
  { "login.sso", CTL_NEEDS_NOBODY, sso_fields, run_sso },
  { "login.oauth", CTL_NEEDS_NOBODY, oauth_fields, run_oauth },
  { "login.token", CTL_NEEDS_NOBODY, token_fields, run_token },
  { "login.resume", CTL_NEEDS_NOBODY, no_fields, run_resume },
  { NULL },
};
