/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods register, guest.upgrade, account.list, sessions.list, sessions.rename,
 * sessions.delete, password.change, password.reset and account.deactivate: what the owner of an
 * account does with it. Stages that only a person can do are told by the notification
 * browser.open, and the call fails then with a sentence that says so. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-item.h"
#include "ctl-method-login.h"

#include "mx-accounts.h"
#include "mx-carry-over.h"
#include "mx-error.h"
#include "mx-uia.h"

#include <string.h>

#define MAIL "m.login.email.identity"

/* What is wished for, and for whom. */
typedef struct
{
  CtlCall *call;
  MxUia *uia;           /* (owned) */
  gboolean makes_login; /* the result is an account */
  gboolean agreed;      /* terms were accepted already */
  gboolean mailed;      /* the server was given an address */
  MxSession *other;     /* (owned) (nullable): the account that is made for a guest */
} Wish;

static void run (Wish *self);

static void
wish_free (Wish *self)
{
  g_signal_handlers_disconnect_by_data (self->uia, self);
  g_clear_object (&self->other);
  g_clear_object (&self->uia);
  g_free (self);
}

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_accounts_remove_finish (MX_ACCOUNTS (object), result, &error))
    g_debug ("the place for an account stays: %s", error->message);
}

static void
fail (Wish   *self,
      GError *error)
{
  CtlCall *call = self->call;

  if (self->other != NULL) {
    mx_uia_abandon (self->uia);
    mx_accounts_remove_async (ctl_app_get_accounts (ctl_call_get_app (call)), self->other, NULL, removed_cb, NULL);
  }
  wish_free (self);
  ctl_call_fail (call, error);
}

/* TRUE: something was answered. */
static gboolean
answer (Wish *self)
{
  CtlParams *params = ctl_call_get_params (self->call);
  const char *stage = mx_uia_get_stage (self->uia);

  if (g_strcmp0 (stage, "m.login.password") == 0 && params->password != NULL && !self->makes_login) {
    mx_uia_answer_password (self->uia, params->password);
    return TRUE;
  }
  if (g_strcmp0 (stage, "m.login.registration_token") == 0 && params->token != NULL) {
    mx_uia_answer_token (self->uia, params->token);
    return TRUE;
  }
  if (g_strcmp0 (stage, "m.login.terms") == 0 && params->agree && !self->agreed) {
    self->agreed = TRUE;
    mx_uia_answer_terms (self->uia);
    return TRUE;
  }
  if (g_strcmp0 (stage, MAIL) == 0 && params->email != NULL && !self->mailed) {
    self->mailed = TRUE;
    mx_uia_answer_mail (self->uia, params->email);
    return TRUE;
  }
  return FALSE;
}

/* What a parameter answers is not left to a page. */
static gboolean
is_for_browser (Wish *self)
{
  static const char *const own[] = { "m.login.password", "m.login.registration_token", "m.login.terms", MAIL, NULL };
  const char *stage = mx_uia_get_stage (self->uia);

  return stage != NULL && mx_uia_get_url (self->uia) != NULL && !g_strv_contains (own, stage);
}

static void
tell_mail (Wish *self)
{
  JsonObject *params;

  if (mx_uia_get_mail (self->uia) == NULL)
    return;
  params = json_object_new ();
  ctl_json_set_text (params, "email", mx_uia_get_mail (self->uia));
  ctl_json_set_text (params, "link", mx_uia_get_link (self->uia));
  ctl_call_notify (self->call, "mail.sent", params);
}

static void
tell_page (Wish *self)
{
  JsonObject *params = json_object_new ();

  ctl_json_set_text (params, "url", mx_uia_get_url (self->uia));
  ctl_json_set_text (params, "stage", mx_uia_get_stage (self->uia));
  ctl_json_set_text (params, "link", mx_uia_get_link (self->uia));
  ctl_call_notify (self->call, "browser.open", params);
}

/* What the guest could not bring along is named; the guest stays for it. */
static void
carried_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Wish *self = user_data;
  CtlCall *call = self->call;
  GError *error = NULL;
  g_auto (GStrv) left = mx_carry_over_finish (result, &error);
  JsonObject *account;
  JsonArray *array;

  ctl_call_switch (call, self->other);
  wish_free (self);
  if (left == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  account = ctl_login_new_account (ctl_call_get_session (call));
  array = json_array_new ();
  for (gsize i = 0; left[i] != NULL; i++)
    json_array_add_string_element (array, left[i]);
  json_object_set_array_member (account, "left", array);
  ctl_call_return (call, account);
}

static void
finish (Wish *self)
{
  CtlCall *call = self->call;

  if (self->other != NULL) {
    mx_carry_over_async (ctl_call_get_session (call), self->other, NULL, NULL, NULL, carried_cb, self);
    return;
  }
  ctl_call_return (call, self->makes_login ? ctl_login_new_account (ctl_call_get_session (call)) : NULL);
  wish_free (self);
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  Wish *self = user_data;
  GError *error = NULL;
  gboolean done = mx_uia_run_finish (MX_UIA (object), result, &error);

  if (error != NULL) {
    fail (self, error);
  } else if (done) {
    finish (self);
  } else if (answer (self)) {
    run (self);
  } else if (is_for_browser (self)) {
    tell_page (self);
    mx_uia_await_browser (self->uia);
    run (self);
  } else {
    tell_page (self);
    fail (self, g_error_new (MX_ERROR, MX_ERROR_FORBIDDEN, "the server asks for %s first",
                             mx_uia_get_stage (MX_UIA (object))));
  }
}

static void
run (Wish *self)
{
  mx_uia_run_async (self->uia, NULL, run_cb, self);
}

/* Takes @uia. */
static Wish *
wish (CtlCall  *call,
      MxUia    *uia,
      gboolean  makes_login)
{
  Wish *self = g_new0 (Wish, 1);

  self->call = call;
  self->uia = uia;
  self->makes_login = makes_login;
  g_signal_connect_swapped (uia, "notify::mail", G_CALLBACK (tell_mail), self);
  run (self);
  return self;
}

static const MxField register_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_REQUIRED),
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_REQUIRED),
  CTL_PARAM ("token", MX_FIELD_STRING, token, MX_FIELD_OPTIONAL),
  CTL_PARAM ("agree", MX_FIELD_BOOLEAN, agree, MX_FIELD_OPTIONAL),
  CTL_PARAM ("email", MX_FIELD_STRING, email, MX_FIELD_OPTIONAL),
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_register (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxUia *uia = mx_uia_new_register (ctl_call_get_session (call), params->homeserver, params->user, params->password);

  mx_uia_set_link (uia, params->link);
  wish (call, uia, TRUE);
}

static const MxField resume_fields[] = {
  CTL_PARAM ("token", MX_FIELD_STRING, token, MX_FIELD_OPTIONAL),
  CTL_PARAM ("agree", MX_FIELD_BOOLEAN, agree, MX_FIELD_OPTIONAL),
  CTL_PARAM ("email", MX_FIELD_STRING, email, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
resumed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  MxUia *uia = mx_uia_resume_finish (MX_SESSION (object), result, &error);
  JsonObject *params;

  if (error != NULL) {
    ctl_call_fail (call, error);
  } else if (uia == NULL) {
    ctl_call_return (call, NULL);
  } else {
    params = json_object_new ();
    ctl_json_set_text (params, "stage", mx_uia_get_stage (uia));
    ctl_json_set_text (params, "link", mx_uia_get_link (uia));
    ctl_json_set_text (params, "email", mx_uia_get_mail (uia));
    ctl_call_notify (call, "register.resumed", params);
    wish (call, uia, TRUE);
  }
}

static void
run_resume (CtlCall *call)
{
  mx_uia_resume_async (ctl_call_get_session (call), NULL, resumed_cb, call);
}

static const MxField upgrade_fields[] = {
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_OPTIONAL),
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_REQUIRED),
  CTL_PARAM ("token", MX_FIELD_STRING, token, MX_FIELD_OPTIONAL),
  CTL_PARAM ("agree", MX_FIELD_BOOLEAN, agree, MX_FIELD_OPTIONAL),
  CTL_PARAM ("email", MX_FIELD_STRING, email, MX_FIELD_OPTIONAL),
  { NULL },
};

static gboolean
is_own_name (MxSession  *session,
             const char *user)
{
  const char *id = mx_session_get_user_id (session);
  g_autofree char *local = g_strndup (id + 1, strcspn (id + 1, ":"));

  return user == NULL || *user == '\0' || g_str_equal (user, id) || g_str_equal (user, local);
}

static void
run_upgrade (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxSession *session = ctl_call_get_session (call);
  MxSession *other;
  MxUia *uia;

  if (!ctl_call_check (call, mx_session_is_guest (session), "The account is no guest's."))
    return;
  if (is_own_name (session, params->user)) {
    wish (call, mx_uia_new_upgrade (session, params->password), TRUE);
    return;
  }
  other = ctl_app_add_session (ctl_call_get_app (call));
  uia = mx_uia_new_register (other, mx_session_get_homeserver (session), params->user, params->password);
  wish (call, uia, TRUE)->other = g_object_ref (other);
}

static const MxField no_fields[] = {
  { NULL },
};

static void
run_accounts (CtlCall *call)
{
  GListModel *list = G_LIST_MODEL (ctl_app_get_accounts (ctl_call_get_app (call)));
  JsonObject *result = json_object_new ();
  JsonArray *accounts = json_array_new ();
  JsonObject *account;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxSession) session = g_list_model_get_item (list, i);

    if (!mx_session_is_open (session))
      continue;
    account = ctl_login_new_account (session);
    ctl_json_set_text (account, "homeserver", mx_session_get_homeserver (session));
    json_object_set_boolean_member (account, "guest", mx_session_is_guest (session));
    json_object_set_string_member (account, "sync", ctl_sync_state_get_word (mx_session_get_sync_state (session)));
    json_object_set_boolean_member (account, "current", session == ctl_call_get_session (call));
    json_array_add_object_element (accounts, account);
  }
  json_object_set_array_member (result, "accounts", accounts);
  ctl_call_return (call, result);
}

static void
devices_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (GListModel) devices = mx_session_list_devices_finish (MX_SESSION (object), result, &error);
  JsonObject *answer_object;
  JsonArray *array;

  if (devices == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  answer_object = json_object_new ();
  array = json_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (devices); i++) {
    g_autoptr (MxDevice) device = g_list_model_get_item (devices, i);
    JsonObject *item = json_object_new ();

    ctl_json_set_text (item, "device_id", mx_device_get_id (device));
    ctl_json_set_text (item, "name", mx_device_get_name (device));
    ctl_json_set_text (item, "last_seen_ip", mx_device_get_last_ip (device));
    json_object_set_int_member (item, "last_seen_ts", mx_device_get_last_seen (device));
    json_object_set_boolean_member (item, "own", mx_device_is_own (device));
    json_array_add_object_element (array, item);
  }
  json_object_set_array_member (answer_object, "sessions", array);
  ctl_call_return (call, answer_object);
}

static void
run_sessions (CtlCall *call)
{
  mx_session_list_devices_async (ctl_call_get_session (call), NULL, devices_cb, call);
}

static const MxField rename_fields[] = {
  CTL_PARAM ("device", MX_FIELD_STRING, device, MX_FIELD_REQUIRED),
  CTL_PARAM ("name", MX_FIELD_STRING, name, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_rename (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_rename_device_async (ctl_call_get_session (call), params->device, params->name, NULL,
                                  ctl_call_done_cb, call);
}

/* What is done on a page of the server's where it has one, and here where it has none. */
typedef struct
{
  CtlCall *call;
  const char *action; /* (nullable): the page itself */
  void (*here) (CtlCall *call);
} PageSearch;

static void
page_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree PageSearch *search = user_data;
  CtlCall *call = search->call;
  GError *error = NULL;
  g_autofree char *url = mx_session_string_finish (MX_SESSION (object), result, &error);

  if (url != NULL) {
    ctl_call_return_text (call, "url", url);
  } else if (!g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED)) {
    ctl_call_fail (call, error);
  } else if (search->action != NULL) {
    g_error_free (error);
    search->action = NULL;
    mx_session_find_page_async (MX_SESSION (object), NULL, NULL, NULL, page_cb, g_steal_pointer (&search));
  } else {
    g_error_free (error);
    search->here (call);
  }
}

static void
ask_page (CtlCall    *call,
          const char *action,
          const char *device,
          void (*here) (CtlCall *call))
{
  PageSearch *search = g_new0 (PageSearch, 1);

  search->call = call;
  search->action = action;
  search->here = here;
  mx_session_find_page_async (ctl_call_get_session (call), action, device, NULL, page_cb, search);
}

static const MxField delete_fields[] = {
  CTL_PARAM ("device", MX_FIELD_STRING, device, MX_FIELD_REQUIRED),
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
delete_here (CtlCall *call)
{
  const char *devices[] = { ctl_call_get_params (call)->device, NULL };

  wish (call, mx_uia_new_delete_devices (ctl_call_get_session (call), devices), FALSE);
}

static void
run_delete (CtlCall *call)
{
  ask_page (call, "org.matrix.device_delete", ctl_call_get_params (call)->device, delete_here);
}

static const MxField password_fields[] = {
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_REQUIRED),
  CTL_PARAM ("new_password", MX_FIELD_STRING, new_password, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_password (CtlCall *call)
{
  wish (call, mx_uia_new_password (ctl_call_get_session (call), ctl_call_get_params (call)->new_password), FALSE);
}

static const MxField reset_fields[] = {
  CTL_PARAM ("homeserver", MX_FIELD_STRING, homeserver, MX_FIELD_REQUIRED),
  CTL_PARAM ("email", MX_FIELD_STRING, email, MX_FIELD_REQUIRED),
  CTL_PARAM ("new_password", MX_FIELD_STRING, new_password, MX_FIELD_REQUIRED),
  CTL_PARAM ("sign_out_others", MX_FIELD_BOOLEAN, sign_out_others, MX_FIELD_OPTIONAL),
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
run_reset (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxUia *uia = mx_uia_new_reset (ctl_call_get_session (call), params->homeserver, params->new_password,
                                 params->sign_out_others);

  mx_uia_set_link (uia, params->link);
  wish (call, uia, TRUE);
}

static const MxField deactivate_fields[] = {
  CTL_PARAM ("password", MX_FIELD_STRING, password, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
deactivate_here (CtlCall *call)
{
  wish (call, mx_uia_new_deactivate (ctl_call_get_session (call), FALSE), FALSE);
}

static void
run_deactivate (CtlCall *call)
{
  ask_page (call, "org.matrix.account_deactivate", NULL, deactivate_here);
}

const CtlMethod ctl_account_methods[] = {
  { "register", CTL_NEEDS_NOBODY, register_fields, run_register },
  { "register.resume", CTL_NEEDS_NOBODY, resume_fields, run_resume },
  { "guest.upgrade", CTL_NEEDS_ACCOUNT, upgrade_fields, run_upgrade },
  { "account.list", CTL_NEEDS_NOTHING, no_fields, run_accounts },
  { "account.deactivate", CTL_NEEDS_ACCOUNT, deactivate_fields, run_deactivate },
  { "sessions.list", CTL_NEEDS_ACCOUNT, no_fields, run_sessions },
  { "sessions.rename", CTL_NEEDS_ACCOUNT, rename_fields, run_rename },
  { "sessions.delete", CTL_NEEDS_ACCOUNT, delete_fields, run_delete },
  { "password.change", CTL_NEEDS_ACCOUNT, password_fields, run_password },
  { "password.reset", CTL_NEEDS_NOBODY, reset_fields, run_reset },
  { NULL },
};
