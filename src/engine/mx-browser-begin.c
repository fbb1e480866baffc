/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sign-in in the browser, up to the page that is open: discovery, the registration of this
 * program, the listener, the address, and the record in the keyring. Secrets are made anew for
 * each sign-in; only one that goes on after a restart keeps its own. */

#include "config.h"

#include "mx-browser-private.h"

#include "mx-account.h"
#include "mx-api-login.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-request.h"
#include "mx-secret.h"
#include "mx-token.h"

#include <string.h>

#define CLIENT_NAME     "Teahouse"
#define CLIENT_URI      "https://teahouse.example.org/"
#define PATIENCE_S      (30 * 60)
#define PATH_BYTES      24
#define STATE_BYTES     24
#define VERIFIER_BYTES  48
#define DEVICE_ID_BYTES 9

MxBrowserStep *
_mx_browser_new_step (MxBrowser *self)
{
  MxBrowserStep *step = g_new0 (MxBrowserStep, 1);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  step->url = g_strdup (self->arrival->url);
  step->user_code = g_strdup (self->arrival->user_code);
  step->server_name = g_strdup (self->arrival->server_name);
  step->link = g_strdup (self->arrival->link);
  step->expires_in_s = self->arrival->expires_at > 0 ? MAX (1, self->arrival->expires_at - now) : PATIENCE_S;
  return step;
}

static gboolean
on_patience (gpointer user_data)
{
  _mx_browser_fail_with (user_data, MX_ERROR_EXPIRED, "the browser brought no answer");
  return G_SOURCE_REMOVE;
}

static void
return_step (MxBrowser *self)
{
  mx_port_return_pointer (self->core->port, g_steal_pointer (&self->begin_task), _mx_browser_new_step (self),
                          (GDestroyNotify) mx_browser_step_free);
}

static void
open_step (MxBrowser *self)
{
  if (self->arrival->device_code) {
    _mx_browser_ask_later (self);
  } else {
    mx_loopback_listen (self->loopback, _mx_browser_take_answer, self);
    _mx_browser_set_timer (self, PATIENCE_S, on_patience);
  }
  return_step (self);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (MxBrowser) self = user_data;
  GError *error = NULL;

  mx_keyring_store_finish (MX_KEYRING (object), result, &error);
  if (self->is_over)
    g_clear_error (&error);
  else if (error)
    _mx_browser_fail (self, error);
  else
    open_step (self);
}

static void
keep (MxBrowser *self)
{
  g_autoptr (MxSecret) master = NULL;
  g_autoptr (MxKeyringItem) item = NULL;
  char *text = mx_arrival_write (self->arrival);

  if (self->item) {
    item = mx_keyring_item_copy (self->item);
  } else {
    master = mx_secret_new_random (MX_SECRET_KEY_BYTES);
    item = mx_keyring_item_new (NULL, master, NULL, NULL);
  }
  g_clear_pointer (&item->pending, mx_secret_unref);
  item->pending = mx_secret_new (text, strlen (text));
  explicit_bzero (text, strlen (text));
  g_free (text);
  mx_keyring_store_async (mx_account_ensure_keyring (self->core), item, NULL, kept_cb, g_rc_box_acquire (self));
}

/* Opens the listener: on the port of before where there was one and it is free. */
static gboolean
open_listener (MxBrowser  *self,
               GError    **error)
{
  MxArrival *arrival = self->arrival;
  const char *key = arrival->way == MX_BROWSER_SSO ? "nonce" : "state";

  self->loopback = mx_loopback_new ((guint) CLAMP (arrival->port, 0, G_MAXUINT16), arrival->path, key,
                                    arrival->state, error);
  if (!self->loopback)
    return FALSE;
  mx_loopback_set_page (self->loopback, arrival->title ? arrival->title : "", arrival->page ? arrival->page : "");
  arrival->port = mx_loopback_get_port (self->loopback);
  g_set_str (&self->redirect, mx_loopback_get_url (self->loopback));
  return TRUE;
}

static void
begin_sso (MxBrowser *self)
{
  MxArrival *arrival = self->arrival;
  g_autofree char *back = NULL;
  GError *error = NULL;

  if (!self->server->flows.sso) {
    _mx_browser_fail_with (self, MX_ERROR_UNRECOGNIZED, "the server has no single sign-on");
    return;
  }
  if (!open_listener (self, &error)) {
    _mx_browser_fail (self, error);
    return;
  }
  back = g_strconcat (self->redirect, "?nonce=", arrival->state, NULL);
  g_free (arrival->url);
  arrival->url = mx_api_sso_dup_url (self->server->base_url, arrival->provider, back, FALSE);
  keep (self);
}

static void
device_answer (MxCore       *core,
               MxResponse   *response,
               const GError *failure,
               gpointer      data)
{
  g_autoptr (MxBrowser) self = data;
  g_autoptr (MxOAuthDevice) device = NULL;
  MxArrival *arrival = self->arrival;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (self->is_over) {
    g_clear_error (&error);
    return;
  }
  if (!error)
    device = mx_api_oauth_device_parse (response, self->server->base_url, &error);
  if (!device) {
    _mx_browser_fail (self, error);
    return;
  }
  g_set_str (&arrival->url, device->verification_uri_complete ? device->verification_uri_complete
                                                              : device->verification_uri);
  g_set_str (&arrival->user_code, device->user_code);
  g_set_str (&arrival->device_code, device->device_code);
  arrival->interval = device->interval;
  arrival->expires_at = g_get_real_time () / G_USEC_PER_SEC + CLAMP (device->expires_in, 1, MX_BROWSER_MAX_AGE_S);
  keep (self);
}

static void
client_answer (MxCore       *core,
               MxResponse   *response,
               const GError *failure,
               gpointer      data)
{
  g_autoptr (MxBrowser) self = data;
  g_autoptr (MxRequest) request = NULL;
  MxArrival *arrival = self->arrival;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (self->is_over) {
    g_clear_error (&error);
    return;
  }
  if (!error)
    arrival->client_id = mx_api_oauth_register_parse (response, &error);
  if (!arrival->client_id) {
    _mx_browser_fail (self, error);
    return;
  }
  g_set_str (&arrival->issuer, self->server->oauth->issuer);
  if (arrival->way == MX_BROWSER_OAUTH_DEVICE) {
    request = mx_api_oauth_device (arrival->client_id, arrival->device_id);
    mx_core_send_to (core, self->server->oauth->device_endpoint, request, self->cancellable, device_answer,
                     g_rc_box_acquire (self));
    return;
  }
  g_free (arrival->url);
  arrival->url = mx_api_oauth_dup_url (self->server->oauth, arrival->client_id, self->redirect, arrival->device_id,
                                       arrival->state, arrival->verifier, arrival->way == MX_BROWSER_OAUTH_CREATE);
  keep (self);
}

static void
begin_oauth (MxBrowser *self)
{
  const MxOAuthServer *oauth = self->server->oauth;
  gboolean by_code = self->arrival->way == MX_BROWSER_OAUTH_DEVICE;
  g_autoptr (MxRequest) request = NULL;
  GError *error = NULL;

  if (!oauth || (by_code && !oauth->device_endpoint)) {
    _mx_browser_fail_with (self, MX_ERROR_UNRECOGNIZED, "the server has no such way in");
    return;
  }
  if (!by_code && !open_listener (self, &error)) {
    _mx_browser_fail (self, error);
    return;
  }
  /* At the start of each sign-in, says the specification ("Client registration"). */
  request = mx_api_oauth_register (CLIENT_NAME, CLIENT_URI, self->arrival->path);
  mx_core_send_to (self->core, oauth->registration_endpoint, request, self->cancellable, client_answer,
                   g_rc_box_acquire (self));
}

/* New secrets; a device that was here before goes on. */
static void
begin_anew (MxBrowser *self)
{
  MxArrival *arrival = self->arrival;
  gboolean goes_on = self->core->account &&
                     g_error_matches (mx_token_get_refusal (self->core->token), MX_ERROR, MX_ERROR_SOFT_LOGOUT);
  g_autofree char *random = mx_secret_random_text (PATH_BYTES);

  g_clear_object (&self->loopback);
  g_clear_pointer (&arrival->client_id, g_free);
  g_clear_pointer (&arrival->device_code, g_free);
  g_clear_pointer (&arrival->user_code, g_free);
  g_free (arrival->path);
  g_free (arrival->state);
  g_free (arrival->verifier);
  g_free (arrival->device_id);
  arrival->port = 0;
  arrival->expires_at = 0;
  arrival->began_at = g_get_real_time () / G_USEC_PER_SEC;
  g_set_str (&arrival->server_name, self->server->server_name);
  arrival->path = g_strconcat ("/", random, NULL);
  arrival->state = mx_secret_random_text (STATE_BYTES);
  arrival->verifier = mx_secret_random_text (VERIFIER_BYTES);
  arrival->device_id = goes_on ? g_strdup (self->core->account->device_id) : mx_secret_random_text (DEVICE_ID_BYTES);
  if (arrival->way == MX_BROWSER_SSO)
    begin_sso (self);
  else
    begin_oauth (self);
}

/* The same port, state and verifier: what the browser has open still leads back to us. */
static gboolean
keeps_page (MxBrowser *self)
{
  const MxArrival *arrival = self->arrival;

  if (arrival->device_code)
    return arrival->expires_at > g_get_real_time () / G_USEC_PER_SEC;
  return (arrival->way == MX_BROWSER_SSO || arrival->client_id) && open_listener (self, NULL);
}

static gboolean
is_same_server (MxBrowser *self)
{
  return self->arrival->way == MX_BROWSER_SSO ||
         (self->server->oauth && g_strcmp0 (self->arrival->issuer, self->server->oauth->issuer) == 0);
}

static gboolean
on_another_look (gpointer user_data)
{
  _mx_browser_find_server (user_data);
  return G_SOURCE_REMOVE;
}

/* The record stays: the server may come back, and without a network no name is known. */
static gboolean
is_worth_waiting (MxBrowser    *self,
                  const GError *error)
{
  return self->is_resumed &&
         self->arrival->began_at + MX_BROWSER_MAX_AGE_S > g_get_real_time () / G_USEC_PER_SEC &&
         (mx_error_is_transient (error) || g_error_matches (error, MX_ERROR, MX_ERROR_NO_SERVER));
}

/* Takes @error. */
static void
no_server (MxBrowser *self,
           GError    *error)
{
  gint64 now = mx_core_now (self->core);

  if (!is_worth_waiting (self, error)) {
    _mx_browser_fail (self, error);
    return;
  }
  if (self->begin_task) {
    mx_port_return_error (self->core->port, g_steal_pointer (&self->begin_task), error);
    _mx_browser_leave (self);
    return;
  }
  if (!self->pace)
    self->pace = mx_core_new_pace (self->core);
  mx_pace_fail (self->pace, error, now);
  g_error_free (error);
  _mx_browser_set_timer (self, 1 + (guint) ((mx_pace_get_due (self->pace) - now) / G_USEC_PER_SEC), on_another_look);
}

/* The page has been open since the start; an answer that came meanwhile waits. */
static void
found_again (MxBrowser *self)
{
  if (!is_same_server (self)) {
    _mx_browser_fail_with (self, MX_ERROR_EXPIRED, "the server has another way in than when this began");
  } else if (self->answer) {
    _mx_browser_take_answer (self->answer, self);
  } else if (self->arrival->device_code) {
    _mx_browser_ask_later (self);
  } else {
    _mx_browser_set_timer (self, PATIENCE_S, on_patience);
  }
}

static void
server_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (MxBrowser) self = user_data;
  g_autoptr (MxServer) server = NULL;
  GError *error = NULL;

  server = mx_discovery_find_finish (MX_HTTP (object), result, &error);
  if (self->is_over) {
    g_clear_error (&error);
    return;
  }
  if (!server) {
    no_server (self, error);
    return;
  }
  self->server = g_steal_pointer (&server);
  if (self->begin_task)
    begin_anew (self);
  else
    found_again (self);
}

void
_mx_browser_find_server (MxBrowser *self)
{
  mx_discovery_find_async (self->core->http, self->arrival->server, self->cancellable, server_cb,
                           g_rc_box_acquire (self));
}

/* After a restart: the page is open at once, and the server is looked for meanwhile. */
void
_mx_browser_go_on (MxBrowser *self)
{
  if (keeps_page (self)) {
    if (self->loopback)
      mx_loopback_listen (self->loopback, _mx_browser_take_answer, self);
    return_step (self);
  }
  _mx_browser_find_server (self);
}
