/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in: with a password, as a guest, with a login token, or with what a sign-in in the
 * browser or a registration brought (a grant, which knows its server already).
 *
 *   KEYRING ──► SERVER ──► ASK ──► KEEP ──► DONE
 *      │           │         │       │
 *      └───────────┴─────────┴───────┴──► the task ends with the error
 *
 *   KEYRING  can keys be kept here at all? Asked first, so that no device is made in vain.
 *   SERVER   discovery: from what was typed to a base URL
 *   ASK      the one request that makes the device
 *   KEEP     the session before ends, if there is one; keys into the keyring, then the store,
 *            then account.json, then the loops
 *
 * Signing in again after the server ended the session keeps store and outbox of the same
 * person; a soft sign-out keeps the device id too. Until KEEP nothing of that session is
 * touched: whoever mistypes the password, or comes back as somebody else, has lost nothing.
 * A store that belongs to nobody or to somebody else is set aside, never opened and never
 * overwritten. Engine thread. */

#include "config.h"

#include "mx-login.h"

#include "mx-account-file.h"
#include "mx-account.h"
#include "mx-api-account.h"
#include "mx-api-login.h"
#include "mx-browser.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-id.h"
#include "mx-keyring.h"
#include "mx-oauth.h"
#include "mx-request.h"
#include "mx-secret.h"
#include "mx-store.h"
#include "mx-token.h"

#define DEVICE_NAME "Teahouse"

typedef enum {
  LOGIN_KEYRING,
  LOGIN_SERVER,
  LOGIN_ASK,
  LOGIN_KEEP,
  LOGIN_DONE,
} LoginState;

typedef enum {
  WAY_PASSWORD,
  WAY_GUEST,
  WAY_TOKEN,
  WAY_GRANT,
} LoginWay;

struct _MxLoginFlow {
  MxCore *core;
  GTask *task;    /* (owned): the wish is its data                   */
  MxWish *wish;   /* (unowned)                                       */
  MxGrant *grant; /* (owned) (nullable): of WAY_GRANT              */
  LoginState state;
  LoginWay way;
  MxAccountInfo *before; /* (owned) (nullable): who was signed in here      */
  gboolean goes_on;      /* with a session that the server has ended        */
  gboolean is_soft;      /* the device id is still good                     */
  MxKeyringItem *item;   /* (owned) (nullable): of before                   */
  MxServer *server;      /* (owned) (nullable)                              */
  MxLogin *login;        /* (owned) (nullable)                              */
};

typedef struct _MxLoginFlow Login;

static void step (Login *self);

static void
login_free (Login *self)
{
  self->core->is_signing_in = FALSE;
  g_clear_object (&self->task);
  g_clear_pointer (&self->before, mx_account_info_free);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  g_clear_pointer (&self->server, mx_server_free);
  g_clear_pointer (&self->login, mx_login_free);
  g_clear_pointer (&self->grant, mx_grant_free);
  g_free (self);
}

/* The tokens of OAuth 2.0 made a device already. */
static void
disown (Login *self)
{
  MxGrant *grant = self->grant;

  if (grant && grant->tokens)
    mx_oauth_disown (self->core, grant->server->oauth ? grant->server->oauth : self->core->oauth, grant->client_id,
                     grant->tokens);
}

static const char *
get_base_url (Login *self)
{
  return self->grant ? self->grant->server->base_url : self->server->base_url;
}

/* What the browser brought works once: nothing goes on with it after a restart. */
static void
forget_arrival (Login *self)
{
  if (self->grant && !self->grant->upgrades && self->item && self->item->pending)
    mx_browser_forget (self->core, self->item);
}

static void
fail (Login  *self,
      GError *error)
{
  disown (self);
  forget_arrival (self);
  mx_port_return_error (self->core->port, g_steal_pointer (&self->task), error);
  login_free (self);
}

static void
keyring_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Login *self = user_data;
  GError *error = NULL;

  self->item = mx_keyring_load_finish (MX_KEYRING (object), result, &error);
  if (error) {
    fail (self, error);
    return;
  }
  self->state = LOGIN_SERVER;
  step (self);
}

static void
server_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Login *self = user_data;
  GError *error = NULL;

  self->server = mx_discovery_find_finish (MX_HTTP (object), result, &error);
  if (!self->server) {
    fail (self, error);
    return;
  }
  self->state = LOGIN_ASK;
  step (self);
}

static void
explain (Login  *self,
         GError *error)
{
  switch (self->way) {
  case WAY_PASSWORD:
    mx_api_login_explain (error);
    break;
  case WAY_GUEST:
    mx_api_register_guest_explain (error);
    break;
  case WAY_TOKEN:
  case WAY_GRANT:
  default:
    /* A login token lives for seconds and works once. */
    if (g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN))
      error->code = MX_ERROR_EXPIRED;
    break;
  }
}

/* Who is behind the tokens of OAuth was asked, and they are what is kept. */
static void
take_tokens (Login *self)
{
  MxLogin *tokens = self->grant->tokens;

  g_set_str (&self->login->access_token, tokens->access_token);
  g_set_str (&self->login->refresh_token, tokens->refresh_token);
  self->login->expires_in_ms = tokens->expires_in_ms;
}

static void
asked (MxCore       *core,
       MxResponse   *response,
       const GError *failure,
       gpointer      data)
{
  Login *self = data;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (!error)
    self->login = mx_api_login_parse (response, &error);
  if (!error && self->grant && self->grant->tokens)
    take_tokens (self);
  if (!error && (!self->login->user_id || !self->login->access_token))
    error = g_error_new_literal (MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer names no account");
  if (error) {
    explain (self, error);
    fail (self, error);
    return;
  }
  self->state = LOGIN_KEEP;
  step (self);
}

static MxRequest *
grant_request (Login      *self,
               const char *device_id)
{
  MxRequest *request;

  if (self->grant->login_token)
    return mx_api_login_token (self->grant->login_token, device_id, DEVICE_NAME);
  request = mx_api_whoami ();
  mx_request_set_bearer (request, self->grant->tokens->access_token);
  return request;
}

static void
ask (Login *self)
{
  const char *device_id = self->before && self->is_soft ? self->before->device_id : NULL;
  g_autoptr (MxRequest) request = NULL;

  switch (self->way) {
  case WAY_PASSWORD:
    request = mx_api_login_password (self->wish->user_id, self->wish->secret, device_id, DEVICE_NAME);
    break;
  case WAY_GUEST:
    request = mx_api_register_guest (DEVICE_NAME);
    break;
  case WAY_TOKEN:
    request = mx_api_login_token (self->wish->secret, device_id, DEVICE_NAME);
    break;
  case WAY_GRANT:
  default:
    request = grant_request (self, device_id);
    break;
  }
  /* The server of the session before keeps its token to itself. */
  mx_core_send_to (self->core, get_base_url (self), request, g_task_get_cancellable (self->task), asked, self);
}

/* A grant knows its server; a registration's has been told everything. */
static void
use_grant (Login *self)
{
  self->login = g_steal_pointer (&self->grant->login);
  self->state = self->login ? LOGIN_KEEP : LOGIN_ASK;
  step (self);
}

/* The store of this person, or none: what else lies there is set aside. */
static gboolean
make_room (Login   *self,
           GError **error)
{
  g_autofree char *dir = mx_account_store_dir (self->core);
  g_autofree char *kept = NULL;
  gboolean is_same = self->before && g_str_equal (self->before->user_id, self->login->user_id);

  if (is_same && self->item)
    return TRUE;
  g_clear_pointer (&self->item, mx_keyring_item_free);
  g_clear_pointer (&self->core->store, mx_store_close);
  if (!dir || !mx_store_exists (dir))
    return TRUE;
  kept = mx_store_keep_damaged (dir, error);
  return kept != NULL;
}

static MxAccountInfo *
make_info (Login *self)
{
  MxAccountInfo *info = g_new0 (MxAccountInfo, 1);

  info->user_id = g_strdup (self->login->user_id);
  info->device_id = g_strdup (self->login->device_id);
  info->homeserver = g_strdup (mx_http_get_base_url (self->core->http));
  info->server_name = g_strdup (mx_id_get_server_name (self->login->user_id));
  info->is_guest = self->way == WAY_GUEST;
  if (self->grant && self->grant->tokens) {
    info->issuer = g_strdup (self->grant->server->oauth->issuer);
    info->client_id = g_strdup (self->grant->client_id);
  }
  return info;
}

static gboolean
open_all (Login   *self,
          GError **error)
{
  MxCore *core = self->core;
  g_autoptr (MxAccountInfo) info = make_info (self);

  if (!mx_account_open_store (core, self->item->master, error))
    return FALSE;
  /* Another device starts from the beginning: the old one's place in the stream is not its own. */
  if (!self->is_soft && !mx_store_set_value (core->store, "since", NULL, error))
    return FALSE;
  if (core->key_mode != MX_KEY_MEMORY && !mx_account_file_write (core->profile_dir, info, error))
    return FALSE;
  if (self->grant)
    mx_oauth_set_server (core, g_steal_pointer (&self->grant->server->oauth));
  mx_token_set (core->token, self->item, self->login->expires_in_ms);
  core->account = g_steal_pointer (&info);
  return mx_account_start (core, error);
}

static void
given_back (MxCore       *core,
            MxResponse   *response,
            const GError *error,
            gpointer      data)
{
  if (error)
    g_debug ("a device that nobody uses lives on: %s", error->message);
}

/* The device that was just made is not needed; that of OAuth 2.0 goes with its tokens, see disown (). */
static void
give_back (Login *self)
{
  g_autoptr (MxRequest) request = NULL;

  if (self->grant && self->grant->tokens)
    return;
  request = mx_api_logout ();
  mx_request_set_bearer (request, self->login->access_token);
  mx_core_send_to (self->core, get_base_url (self), request, NULL, given_back, NULL);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Login *self = user_data;
  GError *error = NULL;

  if (!mx_keyring_store_finish (MX_KEYRING (object), result, &error) || !open_all (self, &error)) {
    mx_account_stop (self->core);
    mx_token_set (self->core->token, NULL, 0);
    /* A guest's account and one that was just made are gone with their device, and the device of before is needed. */
    if (self->way == WAY_PASSWORD && !self->is_soft)
      give_back (self);
    fail (self, error);
    return;
  }
  self->state = LOGIN_DONE;
  step (self);
}

static void
keep (Login *self)
{
  g_autoptr (MxSecret) master = NULL;
  GError *error = NULL;

  if (!mx_http_set_base_url (self->core->http, get_base_url (self), &error) || !make_room (self, &error)) {
    fail (self, error);
    return;
  }
  if (self->login->base_url && !mx_http_set_base_url (self->core->http, self->login->base_url, NULL))
    g_debug ("the server's own address is not one: the one that was found stays");
  master = self->item ? mx_secret_ref (self->item->master) : mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  self->item = mx_keyring_item_new (self->login->user_id, master, self->login->access_token,
                                    self->login->refresh_token);
  mx_keyring_store_async (mx_account_ensure_keyring (self->core), self->item, NULL, kept_cb, self);
}

/* Nothing of the session before is under way any more. */
static void
session_ended (gpointer data,
               gpointer user_data)
{
  MxCore *core = data;
  Login *self = g_steal_pointer (&core->login);

  self->task = g_steal_pointer (&core->logout_task);
  mx_account_stop (core);
  mx_oauth_set_server (core, NULL);
  mx_token_set (core->token, NULL, 0);
  keep (self);
}

static void
end_session (Login *self)
{
  MxCore *core = self->core;

  core->login = self;
  core->logout_task = g_steal_pointer (&self->task);
  if (core->session_cancel)
    g_cancellable_cancel (core->session_cancel);
  mx_token_cancel_all (core->token, session_ended);
}

/* Rooms, drafts and what waits to be sent are one person's; a guest's name cannot be had again. */
static gboolean
is_somebody_else (Login *self)
{
  return self->goes_on && !self->before->is_guest && !g_str_equal (self->before->user_id, self->login->user_id);
}

static void
turn_away (Login  *self,
           GError *error)
{
  give_back (self);
  fail (self, error);
}

/* An account that was just made is kept all the same. */
static gboolean
is_given_up (Login *self)
{
  return !self->grant && g_cancellable_is_cancelled (g_task_get_cancellable (self->task));
}

static void
step (Login *self)
{
  MxWish *wish = self->wish;
  const char *server = wish && wish->text && *wish->text ? wish->text : wish ? wish->user_id
                                                                             : NULL;

  switch (self->state) {
  case LOGIN_KEYRING:
    mx_keyring_load_async (mx_account_ensure_keyring (self->core), g_task_get_cancellable (self->task),
                           keyring_cb, self);
    break;
  case LOGIN_SERVER:
    if (self->grant)
      use_grant (self);
    else
      mx_discovery_find_async (self->core->http, server, g_task_get_cancellable (self->task), server_cb, self);
    break;
  case LOGIN_ASK:
    ask (self);
    break;
  case LOGIN_KEEP:
    if (is_given_up (self))
      turn_away (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "given up"));
    else if (is_somebody_else (self))
      turn_away (self, g_error_new_literal (MX_ERROR, MX_ERROR_OTHER_ACCOUNT, "signed in as somebody else"));
    else
      end_session (self);
    break;
  case LOGIN_DONE:
  default:
    mx_port_return_pointer (self->core->port, g_steal_pointer (&self->task),
                            mx_account_info_copy (self->core->account), (GDestroyNotify) mx_account_info_free);
    login_free (self);
    break;
  }
}

static void
start (MxCore   *core,
       GTask    *task,
       LoginWay  way,
       MxGrant  *grant)
{
  gboolean replaces = grant && grant->upgrades;
  Login *self;

  mx_assert_engine (core);

  if (core->is_signing_in || core->logout_task ||
      (core->account && !replaces && !mx_token_is_refused (core->token))) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "somebody is signed in already"));
    mx_grant_free (grant);
    return;
  }
  mx_browser_stop (core);
  mx_account_ensure_keyring (core);
  /* Whoever gives up too late is signed in, and must hear so. */
  g_task_set_check_cancellable (task, FALSE);
  core->is_signing_in = TRUE;
  self = g_new0 (Login, 1);
  self->core = core;
  self->task = task;
  self->wish = g_task_get_task_data (task);
  self->way = way;
  self->grant = grant;
  self->goes_on = core->account != NULL;
  self->is_soft = g_error_matches (mx_token_get_refusal (core->token), MX_ERROR, MX_ERROR_SOFT_LOGOUT);
  if (core->account)
    self->before = mx_account_info_copy (core->account);
  else if (core->key_mode != MX_KEY_MEMORY)
    self->before = mx_account_file_read (core->profile_dir, NULL);
  step (self);
}

/**
 * mx_account_login_grant:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @grant: (transfer full): what was brought
 */
void
mx_account_login_grant (MxCore  *core,
                        GTask   *task,
                        MxGrant *grant)
{
  start (core, task, WAY_GRANT, grant);
}

/**
 * mx_account_login_token:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @wish: the server as text, the login token as secret
 */
void
mx_account_login_token (MxCore *core,
                        GTask  *task,
                        MxWish *wish)
{
  start (core, task, WAY_TOKEN, NULL);
}

/**
 * mx_account_login_password:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @wish: the server as text (may be empty), user_id, the password as secret
 */
void
mx_account_login_password (MxCore *core,
                           GTask  *task,
                           MxWish *wish)
{
  start (core, task, WAY_PASSWORD, NULL);
}

/**
 * mx_account_login_guest:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @wish: the server as text
 */
void
mx_account_login_guest (MxCore *core,
                        GTask  *task,
                        MxWish *wish)
{
  start (core, task, WAY_GUEST, NULL);
}
