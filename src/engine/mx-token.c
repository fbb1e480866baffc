/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The access token: how it goes out with requests, and how it is renewed.
 *
 *   good ──401 or nearly expired──► stale ──refresh──► stored in the keyring ──► good
 *                                     │ 4xx
 *                                     └──► refused: the loops stop, the person is told
 *
 * Whether a refused session is ended for good is what the 401 said: with soft_logout the device
 * stays, whatever the refresh was answered with (Client-Server API, "Soft logout"). An account
 * that is locked is not refused for good: its token is renewed as ever, so that it goes on.
 *
 * However many requests meet a stale token, there is one refresh: the others wait in
 * `parked` and are repeated once. The new tokens are stored before they are used, because
 * the old refresh token dies with the first use of the new one. Engine thread. */

#include "config.h"

#include "mx-token.h"

#include "mx-api-account.h"
#include "mx-api-oauth.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-oauth.h"
#include "mx-request.h"
#include "mx-secret.h"

#include <string.h>

/* A server that refuses each new token is believed at last. */
#define MAX_TRIES 3

struct _MxToken {
  MxCore *core;        /* (unowned): owns us                          */
  MxKeyringItem *item; /* (owned) (nullable): while signed in         */
  MxPace *pace;        /* (owned)                                     */
  GQueue parked;       /* (element-type Exchange)                     */
  GQueue alive;        /* (element-type Exchange): parked or on the wire */
  GFunc idle_func;     /* (nullable): called when none is alive       */
  guint serial;        /* of the access token in use                  */
  gint64 renew_at;     /* µs; 0: when the server refuses the token    */
  gint64 life_ms;      /* of the token that is being stored           */
  gboolean is_stale;
  gboolean is_soft; /* the server said so when it refused the token         */
  gboolean is_renewing;
  GError *refusal; /* (owned) (nullable)                          */
};

typedef struct
{
  MxCore *core;
  MxRequest *request;        /* (owned)                                     */
  char *base_url;            /* (owned) (nullable): not to our homeserver   */
  GCancellable *cancellable; /* (owned): ours                               */
  GSource *wish;             /* (owned) (nullable): cancels when the caller does */
  GList link;                /* of `alive`                                  */
  MxAnswerFunc func;
  gpointer data;
  guint serial; /* of the token that it went out with          */
  guint tries;
} Exchange;

static void
exchange_end (Exchange     *self,
              MxResponse   *response,
              const GError *error)
{
  MxToken *token = self->core->token;
  GFunc idle_func;

  g_queue_unlink (&token->alive, &self->link);
  if (self->wish)
    g_source_destroy (self->wish);
  g_clear_pointer (&self->wish, g_source_unref);
  self->func (self->core, response, error, self->data);
  mx_request_unref (self->request);
  g_free (self->base_url);
  g_object_unref (self->cancellable);
  if (g_queue_is_empty (&token->alive) && token->idle_func) {
    idle_func = g_steal_pointer (&token->idle_func);
    idle_func (self->core, NULL);
  }
  g_free (self);
}

/**
 * mx_token_new:
 * @core: a core
 *
 * Returns: (transfer full): no token
 */
MxToken *
mx_token_new (MxCore *core)
{
  MxToken *self = g_new0 (MxToken, 1);

  self->core = core;
  self->pace = mx_core_new_pace (core);
  g_queue_init (&self->parked);
  g_queue_init (&self->alive);
  return self;
}

static void
fail_parked (MxToken      *self,
             const GError *error)
{
  Exchange *exchange;

  while ((exchange = g_queue_pop_head (&self->parked)))
    exchange_end (exchange, NULL, error);
}

/**
 * mx_token_free:
 * @self: (transfer full): a token
 */
void
mx_token_free (MxToken *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine has ended");

  fail_parked (self, error);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  mx_pace_free (self->pace);
  g_clear_error (&self->refusal);
  g_free (self);
}

static void
use (MxToken *self,
     gint64   expires_in_ms)
{
  char *text = self->item ? mx_keyring_item_dup_token (self->item) : NULL;

  mx_http_set_access_token (self->core->http, text);
  if (text)
    explicit_bzero (text, strlen (text));
  g_free (text);
  self->serial++;
  self->is_stale = FALSE;
  self->is_soft = FALSE;
  /* Renewed when nine tenths of its life are over. */
  self->renew_at = expires_in_ms > 0 ? mx_core_now (self->core) + MIN (expires_in_ms, G_MAXINT32) * 900 : 0;
}

/**
 * mx_token_set:
 * @self: a token
 * @item: (nullable): what the keyring has
 * @expires_in_ms: the access token's life; 0 when not known
 */
void
mx_token_set (MxToken             *self,
              const MxKeyringItem *item,
              gint64               expires_in_ms)
{
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "signed out");

  fail_parked (self, error);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  g_clear_error (&self->refusal);
  self->item = item ? mx_keyring_item_copy (item) : NULL;
  mx_pace_succeed (self->pace);
  use (self, expires_in_ms);
}

/**
 * mx_token_is_refused:
 * @self: a token
 *
 * Returns: whether the session has ended. An account that is locked comes back, so its
 *   loops go on, slowly.
 */
gboolean
mx_token_is_refused (MxToken *self)
{
  return self->refusal && !g_error_matches (self->refusal, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED);
}

/**
 * mx_token_get_refusal:
 * @self: a token
 *
 * Returns: (nullable): why the server refuses the session
 */
const GError *
mx_token_get_refusal (MxToken *self)
{
  return self->refusal;
}

/**
 * mx_token_accept:
 * @self: a token
 *
 * A request went through: an account that was locked is so no more.
 */
void
mx_token_accept (MxToken *self)
{
  g_clear_error (&self->refusal);
}

static void
refuse (MxToken      *self,
        const GError *error)
{
  if (mx_token_is_refused (self))
    return;
  g_clear_error (&self->refusal);
  self->refusal = g_error_copy (error);
  mx_engine_pump (self->core);
}

static void sent_cb (GObject *object,
                     GAsyncResult *result,
                     gpointer user_data);

static void
exchange_send (Exchange *self)
{
  self->serial = self->core->token->serial;
  self->tries++;
  if (self->base_url)
    mx_http_send_to_async (self->core->http, self->base_url, self->request, self->cancellable, sent_cb, self);
  else
    mx_http_send_async (self->core->http, self->request, self->cancellable, sent_cb, self);
}

static void
repeat_parked (MxToken *self)
{
  GQueue parked = self->parked;
  Exchange *exchange;

  g_queue_init (&self->parked);
  while ((exchange = g_queue_pop_head (&parked)))
    exchange_send (exchange);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  MxCore *core = user_data;
  MxToken *self = core->token;
  g_autoptr (GError) error = NULL;

  /* A keyring that is locked just now must not end the session: the tokens in memory are good. */
  if (!mx_keyring_store_finish (MX_KEYRING (object), result, &error))
    g_debug ("the renewed token is not stored: %s", error->message);
  self->is_renewing = FALSE;
  if (!self->item)
    return;
  use (self, self->life_ms);
  repeat_parked (self);
  mx_engine_pump (core);
}

/* A plain "no" ends the session. Silence, a garbled answer or a server in trouble do not:
 * the old refresh token is good until the new one is used. */
static gboolean
is_no (const GError *error)
{
  int status = mx_error_get_status (error);

  return status >= 400 && status < 500 && !mx_error_is_transient (error);
}

static void
renew_failed (MxToken      *self,
              const GError *error)
{
  g_autoptr (GError) told = NULL;

  self->is_renewing = FALSE;
  if (!is_no (error)) {
    mx_pace_fail (self->pace, error, mx_core_now (self->core));
  } else if (!self->is_stale) {
    /* The token is good to its end; what ends the session is how the server refuses it then. */
    self->renew_at = 0;
  } else {
    g_autoptr (GError) refusal = NULL;

    /* Only a refused refresh ends the session; what the server calls it does not matter. */
    refusal = self->is_soft || g_error_matches (error, MX_ERROR, MX_ERROR_SOFT_LOGOUT)
                ? g_error_new_literal (MX_ERROR, MX_ERROR_SOFT_LOGOUT, error->message)
                : g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, error->message);
    refuse (self, refusal);
  }
  /* A copy: who is told may sign in again, and then there is no refusal any more. */
  told = g_error_copy (self->refusal ? self->refusal : error);
  fail_parked (self, told);
  mx_engine_pump (self->core);
}

static void
renew_answer (MxCore       *core,
              MxResponse   *response,
              const GError *failure,
              gpointer      data)
{
  MxToken *self = core->token;
  g_autoptr (MxLogin) login = NULL;
  g_autoptr (MxKeyringItem) item = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->item) {
    self->is_renewing = FALSE;
    return;
  }
  if (response && core->account && core->account->client_id)
    login = mx_api_oauth_token_parse (response, &error);
  else if (response)
    login = mx_api_refresh_parse (response, &error);
  if (!login) {
    renew_failed (self, failure ? failure : error);
    return;
  }
  mx_pace_succeed (self->pace);
  item = mx_keyring_item_new (self->item->user_id, self->item->master, login->access_token, login->refresh_token);
  if (!item->refresh_token)
    item->refresh_token = mx_secret_ref (self->item->refresh_token);
  mx_keyring_item_free (self->item);
  self->item = g_steal_pointer (&item);
  self->life_ms = login->expires_in_ms;
  mx_keyring_store_async (core->keyring, self->item, NULL, stored_cb, core);
}

static char *
dup_secret (MxSecret *secret)
{
  const guint8 *bytes;
  gsize len;

  if (!secret)
    return NULL;
  bytes = mx_secret_get_data (secret, &len);
  return g_strndup ((const char *) bytes, len);
}

static void
renew (MxToken *self)
{
  g_autoptr (MxRequest) request = NULL;
  char *text = dup_secret (self->item->refresh_token);

  self->is_renewing = TRUE;
  if (self->core->account && self->core->account->client_id) {
    mx_oauth_refresh (self->core, text, renew_answer, NULL);
  } else {
    request = mx_api_refresh (text);
    mx_core_send (self->core, request, self->core->session_cancel, renew_answer, NULL);
  }
  explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * mx_token_dup_last:
 * @self: a token
 * @is_refresh: (out): whether it is the refresh token
 *
 * Returns: (transfer full) (nullable): what ends the session when it is revoked; the caller
 *   wipes it
 */
char *
mx_token_dup_last (MxToken  *self,
                   gboolean *is_refresh)
{
  *is_refresh = self->item && self->item->refresh_token;
  if (!self->item)
    return NULL;
  return dup_secret (*is_refresh ? self->item->refresh_token : self->item->access_token);
}

/**
 * mx_token_dup_access:
 * @self: the token of who is signed in
 *
 * Returns: (transfer full): the access token; the caller wipes it
 */
char *
mx_token_dup_access (MxToken *self)
{
  return dup_secret (self->item->access_token);
}

/**
 * mx_token_pump:
 * @self: a token
 * @now: µs
 *
 * Renews the token when it is stale, or soon will be.
 *
 * Returns: when to look again, in µs; 0 for never
 */
gint64
mx_token_pump (MxToken *self,
               gint64   now)
{
  gint64 due;

  if (!self->item || !self->item->refresh_token || mx_token_is_refused (self) || self->is_renewing)
    return 0;
  if (!self->is_stale && self->renew_at == 0)
    return 0;
  due = MAX (self->is_stale ? 0 : self->renew_at, mx_pace_get_due (self->pace));
  if (now < due)
    return due;
  renew (self);
  return 0;
}

static void
cancel_one (gpointer data,
            gpointer user_data)
{
  Exchange *exchange = data;

  g_cancellable_cancel (exchange->cancellable);
}

/**
 * mx_token_cancel_all:
 * @self: a token
 * @idle_func: (nullable) (scope async): called with the core when every exchange has ended
 *
 * Ends every exchange; each callback still comes, with an error. Who was to be called before still is.
 */
void
mx_token_cancel_all (MxToken *self,
                     GFunc    idle_func)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  if (idle_func)
    self->idle_func = idle_func;
  fail_parked (self, error);
  g_queue_foreach (&self->alive, cancel_one, NULL);
  if (g_queue_is_empty (&self->alive) && self->idle_func) {
    idle_func = g_steal_pointer (&self->idle_func);
    idle_func (self->core, NULL);
  }
}

static gboolean
is_about_token (const GError *error)
{
  return g_error_matches (error, MX_ERROR, MX_ERROR_SIGNED_OUT) ||
         g_error_matches (error, MX_ERROR, MX_ERROR_SOFT_LOGOUT);
}

/* Whether the exchange now waits for a better token, or was repeated with one. */
static gboolean
take_back (MxToken      *self,
           Exchange     *exchange,
           const GError *error)
{
  if (!is_about_token (error) || !self->item || exchange->tries >= MAX_TRIES)
    return FALSE;
  if (exchange->serial != self->serial) {
    exchange_send (exchange);
    return TRUE;
  }
  if (!self->item->refresh_token || mx_token_is_refused (self))
    return FALSE;
  self->is_stale = TRUE;
  self->is_soft = g_error_matches (error, MX_ERROR, MX_ERROR_SOFT_LOGOUT);
  g_queue_push_tail (&self->parked, exchange);
  mx_engine_pump (self->core);
  return TRUE;
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Exchange *exchange = user_data;
  MxToken *self = exchange->core->token;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (MxResponse) response = mx_http_send_finish (MX_HTTP (object), result, &error);

  if (error && !(exchange->request->flags & MX_REQUEST_NO_AUTH)) {
    if (take_back (self, exchange, error))
      return;
    if (self->item && (is_about_token (error) || g_error_matches (error, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED)))
      refuse (self, error);
    if (exchange->core->account && exchange->core->account->is_guest)
      refusal = mx_api_guest_dup_refusal (error);
  }
  exchange_end (exchange, response, refusal ? refusal : error);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Exchange *exchange = user_data;
  MxToken *self = exchange->core->token;
  g_autoptr (GError) error = NULL;

  if (!g_queue_remove (&self->parked, exchange)) {
    g_cancellable_cancel (exchange->cancellable);
    return G_SOURCE_REMOVE;
  }
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  exchange_end (exchange, NULL, error);
  return G_SOURCE_REMOVE;
}

static void
watch (Exchange     *exchange,
       GCancellable *cancellable)
{
  exchange->wish = g_cancellable_source_new (cancellable);
  g_source_set_callback (exchange->wish, G_SOURCE_FUNC (on_cancelled), exchange, NULL);
  g_source_attach (exchange->wish, exchange->core->context);
}

static Exchange *
exchange_new (MxCore       *self,
              MxRequest    *request,
              GCancellable *cancellable,
              MxAnswerFunc  func,
              gpointer      data)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->core = self;
  exchange->request = mx_request_ref (request);
  exchange->cancellable = g_cancellable_new ();
  exchange->link.data = exchange;
  g_queue_push_tail_link (&self->token->alive, &exchange->link);
  if (cancellable)
    watch (exchange, cancellable);
  exchange->func = func;
  exchange->data = data;
  return exchange;
}

/**
 * mx_core_send:
 * @self: a core
 * @request: a request
 * @cancellable: (nullable): ends it early
 * @func: called once, never from within this call
 * @data: for @func
 *
 * One exchange with the server. Where the access token has run out, the exchange waits
 * for a new one and is repeated.
 */
void
mx_core_send (MxCore       *self,
              MxRequest    *request,
              GCancellable *cancellable,
              MxAnswerFunc  func,
              gpointer      data)
{
  mx_assert_engine (self);

  exchange_send (exchange_new (self, request, cancellable, func, data));
}

/**
 * mx_core_send_to:
 * @self: a core
 * @base_url: where to, never with the access token
 * @request: a request with %MX_REQUEST_NO_AUTH
 * @cancellable: (nullable): ends it early
 * @func: called once, never from within this call
 * @data: for @func
 *
 * One exchange with another server, or with ours before it is set.
 */
void
mx_core_send_to (MxCore       *self,
                 const char   *base_url,
                 MxRequest    *request,
                 GCancellable *cancellable,
                 MxAnswerFunc  func,
                 gpointer      data)
{
  Exchange *exchange;

  mx_assert_engine (self);

  exchange = exchange_new (self, request, cancellable, func, data);
  exchange->base_url = g_strdup (base_url);
  exchange_send (exchange);
}
