/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session that was made by OAuth 2.0 and its authorization server: refreshing, signing out,
 * and the pages where the account is looked after.
 *
 *   wanted ──► metadata known? ──yes──────────────────────► the endpoint
 *                     └─no──► homeserver ──same issuer──────────▲
 *
 * Tokens go to the issuer that gave them and to no other: where the homeserver names another one
 * all of a sudden, nothing is sent. That the metadata cannot be had does not end the session; it
 * is tried again. See Client-Server API, "OAuth 2.0 API". Engine thread. */

#include "config.h"

#include "mx-oauth.h"

#include "mx-error.h"
#include "mx-http.h"
#include "mx-request.h"

typedef struct
{
  MxRequest *request; /* (owned) (nullable): goes to the endpoint         */
  gboolean revokes;   /* which endpoint                                   */
  MxAnswerFunc func;
  gpointer data;
} Errand;

typedef struct
{
  MxCore *core;
  GTask *task;  /* (owned)                     */
  MxWish *wish; /* (unowned): the task's data  */
} PageSearch;

static void
errand_free (Errand *self)
{
  g_clear_pointer (&self->request, mx_request_unref);
  g_free (self);
}

static void
errand_send (MxCore *core,
             Errand *self)
{
  const MxOAuthServer *server = core->oauth;

  mx_core_send_to (core, self->revokes ? server->revocation_endpoint : server->token_endpoint, self->request,
                   self->revokes ? NULL : core->session_cancel, self->func, self->data);
  errand_free (self);
}

static gboolean
take_metadata (MxCore        *core,
               MxResponse    *response,
               const GError  *failure,
               GError       **error)
{
  g_autoptr (MxOAuthServer) server = NULL;
  g_autoptr (GError) why = failure ? g_error_copy (failure) : NULL;

  if (response && mx_http_get_base_url (core->http))
    server = mx_api_oauth_metadata_parse (response, mx_http_get_base_url (core->http), &why);
  if (server && core->account && g_strcmp0 (server->issuer, core->account->issuer) == 0) {
    mx_oauth_set_server (core, g_steal_pointer (&server));
    return TRUE;
  }
  g_set_error (error, MX_ERROR, MX_ERROR_UNREACHABLE, "the authorization server: %s",
               why ? why->message : "it is another one than before");
  return FALSE;
}

static void
metadata_answer (MxCore       *core,
                 MxResponse   *response,
                 const GError *failure,
                 gpointer      data)
{
  Errand *errand = data;
  g_autoptr (GError) error = NULL;

  if (take_metadata (core, response, failure, &error)) {
    errand_send (core, errand);
    return;
  }
  errand->func (core, NULL, error, errand->data);
  errand_free (errand);
}

static void
run (MxCore       *core,
     MxRequest    *request,
     gboolean      revokes,
     MxAnswerFunc  func,
     gpointer      data)
{
  g_autoptr (MxRequest) metadata = NULL;
  Errand *errand = g_new0 (Errand, 1);

  errand->request = request;
  errand->revokes = revokes;
  errand->func = func;
  errand->data = data;
  if (core->oauth) {
    errand_send (core, errand);
    return;
  }
  metadata = mx_api_oauth_metadata (FALSE);
  metadata->timeout_ms = 10000;
  mx_core_send (core, metadata, revokes ? NULL : core->session_cancel, metadata_answer, errand);
}

/**
 * mx_oauth_set_server:
 * @core: a core
 * @server: (transfer full) (nullable): its authorization server
 */
void
mx_oauth_set_server (MxCore        *core,
                     MxOAuthServer *server)
{
  g_autoptr (MxOAuthServer) before = core->oauth;

  core->oauth = server;
}

/**
 * mx_oauth_refresh:
 * @core: a core with an account of OAuth 2.0
 * @refresh_token: the refresh token
 * @func: called with what the token endpoint said
 * @data: for @func
 */
void
mx_oauth_refresh (MxCore       *core,
                  const char   *refresh_token,
                  MxAnswerFunc  func,
                  gpointer      data)
{
  run (core, mx_api_oauth_refresh (core->account->client_id, refresh_token), FALSE, func, data);
}

/**
 * mx_oauth_revoke:
 * @core: a core with an account of OAuth 2.0
 * @token: what is to be used no more
 * @is_refresh_token: which kind it is
 * @func: called with what the revocation endpoint said
 * @data: for @func
 */
void
mx_oauth_revoke (MxCore       *core,
                 const char   *token,
                 gboolean      is_refresh_token,
                 MxAnswerFunc  func,
                 gpointer      data)
{
  run (core, mx_api_oauth_revoke (core->account->client_id, token, is_refresh_token), TRUE, func, data);
}

static void
disowned (MxCore       *core,
          MxResponse   *response,
          const GError *error,
          gpointer      data)
{
  if (error)
    g_debug ("tokens that nobody uses live on: %s", error->message);
}

/**
 * mx_oauth_disown:
 * @core: a core
 * @server: (nullable): who gave the tokens
 * @client_id: (nullable): to whom
 * @tokens: tokens of a sign-in that came to nothing
 *
 * Lets the authorization server forget them, and the device that they made.
 */
void
mx_oauth_disown (MxCore              *core,
                 const MxOAuthServer *server,
                 const char          *client_id,
                 const MxLogin       *tokens)
{
  gboolean is_refresh = tokens->refresh_token != NULL;
  g_autoptr (MxRequest) request = NULL;

  if (!server || !client_id || (!is_refresh && !tokens->access_token))
    return;
  request = mx_api_oauth_revoke (client_id, is_refresh ? tokens->refresh_token : tokens->access_token, is_refresh);
  mx_core_send_to (core, server->revocation_endpoint, request, NULL, disowned, NULL);
}

static void
return_page (PageSearch *search)
{
  char *url = mx_oauth_server_dup_management_url (search->core->oauth, search->wish->type, search->wish->text);

  if (url)
    mx_port_return_pointer (search->core->port, search->task, url, g_free);
  else
    mx_port_return_error (search->core->port, search->task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_UNRECOGNIZED, "the server has no such page"));
  g_free (search);
}

static void
page_answer (MxCore       *core,
             MxResponse   *response,
             const GError *failure,
             gpointer      data)
{
  PageSearch *search = data;
  GError *error = NULL;

  if (take_metadata (core, response, failure, &error)) {
    return_page (search);
    return;
  }
  mx_port_return_error (core->port, search->task, error);
  g_free (search);
}

/**
 * mx_oauth_find_page:
 * @core: a core
 * @task: (transfer full): ends with the address as a string
 * @wish: the action as type (nullable), a device as text (nullable)
 *
 * Where the account is looked after in the browser.
 */
void
mx_oauth_find_page (MxCore *core,
                    GTask  *task,
                    MxWish *wish)
{
  g_autoptr (MxRequest) metadata = NULL;
  PageSearch *search;

  mx_assert_engine (core);

  if (!mx_core_check_open (core, &task))
    return;
  search = g_new0 (PageSearch, 1);
  search->core = core;
  search->task = task;
  search->wish = wish;
  if (!core->account->client_id) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_UNRECOGNIZED, "the account has no such page"));
    g_free (search);
  } else if (core->oauth) {
    return_page (search);
  } else {
    metadata = mx_api_oauth_metadata (FALSE);
    mx_core_send (core, metadata, g_task_get_cancellable (task), page_answer, search);
  }
}
