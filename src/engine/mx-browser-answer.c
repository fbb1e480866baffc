/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sign-in in the browser, from the answer on: the code or login token that the browser
 * brought, or the question whether the person has agreed elsewhere, up to a grant that
 * mx-login takes. See Client-Server API, "OAuth 2.0 API", and RFC 8628 and 9207. */

#include "config.h"

#include "mx-browser-private.h"

#include "mx-error.h"
#include "mx-login.h"
#include "mx-oauth.h"
#include "mx-request.h"

#define SLOW_DOWN_S 5

void
_mx_browser_hand_over (MxBrowser *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->wait_task);
  MxGrant *grant = g_steal_pointer (&self->grant);
  MxCore *core = self->core;

  _mx_browser_leave (self);
  mx_account_login_grant (core, g_steal_pointer (&task), grant);
}

static MxGrant *
new_grant (MxBrowser *self)
{
  MxGrant *grant = g_new0 (MxGrant, 1);

  grant->server = g_steal_pointer (&self->server);
  grant->client_id = g_strdup (self->arrival->client_id);
  return grant;
}

static void
hold (MxBrowser *self,
      MxGrant   *grant)
{
  self->grant = grant;
  if (self->wait_task)
    _mx_browser_hand_over (self);
}

/* Whether the answer only says that the person has not come yet. */
static gboolean
is_patient (MxBrowser    *self,
            const GError *error)
{
  const char *word = mx_error_get_errcode (error);

  if (!self->arrival->device_code)
    return FALSE;
  if (g_strcmp0 (word, "slow_down") == 0)
    self->arrival->interval += SLOW_DOWN_S;
  return g_strcmp0 (word, "authorization_pending") == 0 || mx_error_is_transient (error);
}

/* Nobody waits any more, but the device was made. */
static void
disown (MxBrowser  *self,
        MxResponse *response)
{
  g_autoptr (MxLogin) tokens = response ? mx_api_oauth_token_parse (response, NULL) : NULL;

  if (tokens)
    mx_oauth_disown (self->core, self->server->oauth, self->arrival->client_id, tokens);
}

static void
exchanged (MxCore       *core,
           MxResponse   *response,
           const GError *failure,
           gpointer      data)
{
  g_autoptr (MxBrowser) self = data;
  g_autoptr (MxLogin) tokens = NULL;
  MxGrant *grant;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (self->is_over) {
    g_clear_error (&error);
    disown (self, response);
    return;
  }
  if (error && is_patient (self, error)) {
    g_error_free (error);
    _mx_browser_ask_later (self);
    return;
  }
  if (!error)
    tokens = mx_api_oauth_token_parse (response, &error);
  if (!tokens) {
    mx_api_oauth_explain (error);
    _mx_browser_fail (self, error);
    return;
  }
  _mx_browser_clear_source (&self->timer);
  grant = new_grant (self);
  grant->tokens = g_steal_pointer (&tokens);
  hold (self, grant);
}

/* RFC 9207: an answer of another authorization server is none, nor one without a name where names are promised. */
static gboolean
is_of_server (const MxOAuthServer *oauth,
              const char          *issuer)
{
  return issuer ? g_str_equal (issuer, oauth->issuer) : !oauth->names_issuer;
}

static void
take_code (MxBrowser  *self,
           GHashTable *answer)
{
  const char *word = g_hash_table_lookup (answer, "error");
  const char *code = g_hash_table_lookup (answer, "code");
  const char *issuer = g_hash_table_lookup (answer, "iss");
  g_autoptr (MxRequest) request = NULL;

  if (word) {
    _mx_browser_fail (self, mx_api_oauth_error_new (word));
    return;
  }
  if (!code || !is_of_server (self->server->oauth, issuer)) {
    _mx_browser_fail_with (self, MX_ERROR_BAD_RESPONSE, "the browser brought no code of this server");
    return;
  }
  /* Not cancelled with the sign-in: what the server has given must be given back. */
  request = mx_api_oauth_exchange (self->arrival->client_id, self->redirect, code, self->arrival->verifier);
  mx_core_send_to (self->core, self->server->oauth->token_endpoint, request, NULL, exchanged, g_rc_box_acquire (self));
}

static void
take_login_token (MxBrowser  *self,
                  GHashTable *answer)
{
  const char *token = g_hash_table_lookup (answer, "loginToken");
  MxGrant *grant;

  if (!token || !*token) {
    _mx_browser_fail_with (self, MX_ERROR_BAD_RESPONSE, "the browser brought no login token");
    return;
  }
  grant = new_grant (self);
  grant->login_token = g_strdup (token);
  hold (self, grant);
}

void
_mx_browser_take_answer (GHashTable *answer,
                         gpointer    user_data)
{
  MxBrowser *self = user_data;

  if (self->is_over)
    return;
  if (!self->server) {
    g_clear_pointer (&self->answer, g_hash_table_unref);
    self->answer = g_hash_table_ref (answer);
    return;
  }
  _mx_browser_clear_source (&self->timer);
  if (self->arrival->way == MX_BROWSER_SSO)
    take_login_token (self, answer);
  else
    take_code (self, answer);
}

static gboolean
on_question (gpointer user_data)
{
  MxBrowser *self = user_data;
  g_autoptr (MxRequest) request = NULL;

  if (g_get_real_time () / G_USEC_PER_SEC > self->arrival->expires_at) {
    _mx_browser_fail_with (self, MX_ERROR_EXPIRED, "nobody typed the code in time");
    return G_SOURCE_REMOVE;
  }
  request = mx_api_oauth_exchange_device (self->arrival->client_id, self->arrival->device_code);
  mx_core_send_to (self->core, self->server->oauth->token_endpoint, request, NULL, exchanged, g_rc_box_acquire (self));
  return G_SOURCE_REMOVE;
}

void
_mx_browser_ask_later (MxBrowser *self)
{
  _mx_browser_set_timer (self, (guint) CLAMP (self->arrival->interval, 1, 120), on_question);
}
