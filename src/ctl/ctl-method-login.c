/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods login.password, login.guest, logout and status. Main thread. */

#include "config.h"

#include "ctl-error.h"
#include "ctl-method-login.h"

#include "ctl-item.h"
#include "ctl-methods.h"

/**
 * ctl_login_new_account:
 * @session: a session
 *
 * Returns: (transfer full): who is signed in
 */
JsonObject *
ctl_login_new_account (MxSession *session)
{
  JsonObject *object = json_object_new ();

  ctl_json_set_text (object, "user_id", mx_session_get_user_id (session));
  ctl_json_set_text (object, "device_id", mx_session_get_device_id (session));
  return object;
}

/**
 * ctl_login_cb:
 * @object: a session
 * @result: what its way in came to
 * @user_data: (transfer full): the call
 *
 * Ends the call with who is signed in.
 */
void
ctl_login_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;

  if (mx_session_login_finish (MX_SESSION (object), result, &error))
    ctl_call_return (call, ctl_login_new_account (MX_SESSION (object)));
  else
    ctl_call_fail (call, error);
}

static const MxField password_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_REQUIRED),
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_password (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_login_password_async (ctl_call_get_session (call), params->homeserver, params->user, params->password,
                                   NULL, ctl_login_cb, call);
}

static const MxField guest_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_guest (CtlCall *call)
{
  mx_session_login_guest_async (ctl_call_get_session (call), ctl_call_get_params (call)->homeserver, NULL, ctl_login_cb,
                                call);
}

static const MxField no_fields[] = {
  { NULL },
};

/* What was the current account may have gone from the list. */
static void
logout_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  MxAccounts *accounts = MX_ACCOUNTS (object);
  CtlCall *call = user_data;
  GError *error = NULL;

  if (!mx_accounts_remove_finish (accounts, result, &error)) {
    ctl_call_fail (call, error);
    return;
  }
  ctl_call_switch (call, mx_accounts_get_first (accounts));
  ctl_call_return (call, NULL);
}

static void
run_logout (CtlCall *call)
{
  mx_accounts_remove_async (ctl_app_get_accounts (ctl_call_get_app (call)), ctl_call_get_session (call), NULL,
                            logout_cb, call);
}

static void
run_status (CtlCall *call)
{
  MxSession *session = ctl_call_get_session (call);
  JsonObject *object = ctl_login_new_account (session);
  const GError *error = mx_session_get_error (session);
  g_autofree char *errcode = error != NULL ? ctl_error_dup_errcode (error) : NULL;

  ctl_json_set_text (object, "homeserver", mx_session_get_homeserver (session));
  json_object_set_boolean_member (object, "guest", mx_session_is_guest (session));
  json_object_set_string_member (object, "sync", ctl_sync_state_get_word (mx_session_get_sync_state (session)));
  if (errcode != NULL)
    ctl_json_set_text (object, "errcode", errcode);
  ctl_call_return (call, object);
}

const CtlMethod ctl_login_methods[] = {
  { "login.password", CTL_NEEDS_NOBODY, password_fields, run_password },
  { "login.guest", CTL_NEEDS_NOBODY, guest_fields, run_guest },
  { "logout", CTL_NEEDS_ACCOUNT, no_fields, run_logout },
  { "status", CTL_NEEDS_NOTHING, no_fields, run_status },
  { NULL },
};
