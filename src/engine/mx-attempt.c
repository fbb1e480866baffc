/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the owner of an account asks of the server: making one, keeping a guest's as a real one,
 * devices, password (also one that was forgotten), the end of it.
 *
 *   attempt ──► 401 with flows: a challenge, and the model asks the person ──► attempt with auth
 *      └──────► 200: done; an account that was made waits in core->grant for login_made ()
 *
 * The engine keeps nothing between two attempts: body and session are the model's. Engine thread. */

#include "config.h"

#include "mx-attempt.h"

#include "mx-api-device.h"
#include "mx-api-login.h"
#include "mx-errand.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-json.h"
#include "mx-login.h"
#include "mx-request.h"
#include "mx-token.h"

#include <string.h>

#define DEVICE_NAME "Teahouse"

typedef struct
{
  MxCore *core;
  GTask *task;      /* (owned)                    */
  MxWish *wish;     /* (unowned): the task's data */
  MxServer *server; /* (owned) (nullable)         */
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_object (&self->task);
  g_clear_pointer (&self->server, mx_server_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static Attempt *
attempt_new (MxCore *core,
             GTask  *task,
             MxWish *wish)
{
  Attempt *self = g_new0 (Attempt, 1);

  self->core = core;
  self->task = task;
  self->wish = wish;
  return self;
}

static gboolean
makes_account (Attempt *self)
{
  return self->wish->limit == MX_ATTEMPT_REGISTER || self->wish->limit == MX_ATTEMPT_UPGRADE;
}

/* Nobody is signed in for these: they name their server. */
static gboolean
asks_elsewhere (const MxWish *wish)
{
  return wish->limit == MX_ATTEMPT_REGISTER || wish->limit == MX_ATTEMPT_RESET;
}

static void
fail (Attempt *self,
      GError  *error)
{
  /* Synapse answers so where the name is not the guest's own, or the token not a guest's. */
  if (self->wish->limit == MX_ATTEMPT_UPGRADE && g_strcmp0 (mx_error_get_errcode (error), "M_UNKNOWN") == 0)
    error->code = MX_ERROR_UNRECOGNIZED;
  if (self->wish->limit == MX_ATTEMPT_RESET)
    mx_api_reset_explain (error);
  mx_port_return_error (self->core->port, g_steal_pointer (&self->task), error);
}

static gboolean
keep_account (Attempt     *self,
              MxResponse  *response,
              GError     **error)
{
  g_autoptr (MxLogin) login = mx_api_login_parse (response, error);
  MxGrant *grant;

  if (!login)
    return FALSE;
  if (!login->access_token) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the account was made, but nobody is signed in");
    return FALSE;
  }
  grant = g_new0 (MxGrant, 1);
  grant->server = g_steal_pointer (&self->server);
  grant->login = g_steal_pointer (&login);
  grant->upgrades = self->wish->limit == MX_ATTEMPT_UPGRADE;
  g_clear_pointer (&self->core->grant, mx_grant_free);
  self->core->grant = grant;
  return TRUE;
}

static void
attempted (MxCore       *core,
           MxResponse   *response,
           const GError *failure,
           gpointer      data)
{
  g_autoptr (Attempt) self = data;
  MxUiaChallenge *challenge = NULL;
  GError *error = failure ? g_error_copy (failure) : NULL;
  const char *base_url = self->server ? self->server->base_url : mx_http_get_base_url (core->http);

  if (!error)
    challenge = mx_uia_challenge_parse (response, &error);
  if (!error && !challenge && makes_account (self))
    keep_account (self, response, &error);
  if (error) {
    fail (self, error);
    return;
  }
  if (challenge)
    challenge->url = mx_uia_dup_page (base_url, challenge);
  mx_port_return_pointer (core->port, g_steal_pointer (&self->task), challenge,
                          (GDestroyNotify) mx_uia_challenge_free);
}

/* The guest's own name and token make it an upgrade. See "Guest access". */
static char *
dup_body (Attempt  *self,
          GError  **error)
{
  MxCore *core = self->core;
  const char *json = self->wish->secret;
  g_autoptr (JsonObject) body = mx_json_parse_object (json, strlen (json), strlen (json), error);
  g_autofree char *local = NULL;
  char *token;

  if (!body)
    return NULL;
  if (makes_account (self)) {
    json_object_set_string_member (body, "initial_device_display_name", DEVICE_NAME);
    json_object_set_boolean_member (body, "refresh_token", TRUE);
  }
  if (self->wish->limit == MX_ATTEMPT_UPGRADE) {
    local = g_strndup (core->account->user_id + 1, strcspn (core->account->user_id + 1, ":"));
    token = mx_token_dup_access (core->token);
    json_object_set_string_member (body, "username", local);
    json_object_set_string_member (body, "guest_access_token", token);
    explicit_bzero (token, strlen (token));
    g_free (token);
  }
  return mx_json_print_object (body);
}

static MxRequest *
new_request (Attempt     *self,
             const char  *body,
             GError     **error)
{
  const char *auth = self->wish->auth;

  switch (self->wish->limit) {
  case MX_ATTEMPT_DELETE_DEVICES:
    return mx_api_delete_devices (body, auth, error);
  case MX_ATTEMPT_PASSWORD:
    return mx_api_change_password (body, auth, error);
  case MX_ATTEMPT_RESET:
    return mx_api_reset (body, auth, error);
  case MX_ATTEMPT_DEACTIVATE:
    return mx_api_deactivate (body, auth, error);
  default:
    return mx_api_register (body, auth, error);
  }
}

static void
send_attempt (Attempt *self)
{
  g_autoptr (MxRequest) request = NULL;
  MxCore *core = self->core;
  GCancellable *cancellable = g_task_get_cancellable (self->task);
  GError *error = NULL;
  char *body = dup_body (self, &error);

  if (body) {
    request = new_request (self, body, &error);
    explicit_bzero (body, strlen (body));
    g_free (body);
  }
  if (!request) {
    fail (self, error);
    attempt_free (self);
  } else if (self->server) {
    mx_core_send_to (core, self->server->base_url, request, cancellable, attempted, self);
  } else {
    mx_core_send (core, request, cancellable, attempted, self);
  }
}

static void
server_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Attempt *self = user_data;
  GError *error = NULL;

  self->server = mx_discovery_find_finish (MX_HTTP (object), result, &error);
  if (self->server) {
    send_attempt (self);
    return;
  }
  fail (self, error);
  attempt_free (self);
}

static MxServer *
own_server (MxCore *core)
{
  MxServer *server = g_new0 (MxServer, 1);

  server->server_name = g_strdup (core->account->server_name);
  server->base_url = g_strdup (mx_http_get_base_url (core->http));
  return server;
}

/**
 * mx_attempt_run:
 * @core: a core
 * @task: (transfer full): ends with an #MxUiaChallenge, or %NULL when it is done
 * @wish: see the header
 */
void
mx_attempt_run (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  Attempt *self;

  mx_assert_engine (core);

  if (!asks_elsewhere (wish) && !mx_core_check_open (core, &task))
    return;
  self = attempt_new (core, task, wish);
  if (asks_elsewhere (wish)) {
    mx_discovery_find_async (core->http, wish->text, g_task_get_cancellable (task), server_cb, self);
    return;
  }
  if (wish->limit == MX_ATTEMPT_UPGRADE && !core->account->is_guest) {
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "the account is no guest's"));
    attempt_free (self);
    return;
  }
  if (wish->limit == MX_ATTEMPT_UPGRADE)
    self->server = own_server (core);
  send_attempt (self);
}

/**
 * mx_attempt_login_made:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @wish: (nullable): not used
 */
void
mx_attempt_login_made (MxCore *core,
                       GTask  *task,
                       MxWish *wish)
{
  mx_assert_engine (core);

  if (core->grant)
    mx_account_login_grant (core, task, g_steal_pointer (&core->grant));
  else
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "no account was made"));
}

static void
devices_answer (MxCore       *core,
                MxResponse   *response,
                const GError *failure,
                gpointer      data)
{
  g_autoptr (GError) error = failure ? g_error_copy (failure) : NULL;
  GPtrArray *devices = NULL;

  if (!error)
    devices = mx_api_devices_parse (response, core->account ? core->account->device_id : NULL, &error);
  if (devices)
    mx_errand_return (data, core, devices, (GDestroyNotify) g_ptr_array_unref);
  else
    mx_errand_fail (data, core, error);
}

/**
 * mx_attempt_list_devices:
 * @core: a core
 * @task: (transfer full): ends with a #GPtrArray of #MxDevice
 * @wish: (nullable): not used
 */
void
mx_attempt_list_devices (MxCore *core,
                         GTask  *task,
                         MxWish *wish)
{
  mx_assert_engine (core);

  if (mx_core_check_open (core, &task))
    mx_errand_send (mx_errand_new (task, NULL), core, mx_api_devices (), NULL, devices_answer);
}

/**
 * mx_attempt_rename_device:
 * @core: a core
 * @task: (transfer full): ends with %TRUE
 * @wish: see the header
 */
void
mx_attempt_rename_device (MxCore *core,
                          GTask  *task,
                          MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);

  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_rename_device (wish->text, wish->type, &error);
  mx_errand_send (mx_errand_new (task, NULL), core, request, error, mx_errand_done);
}
