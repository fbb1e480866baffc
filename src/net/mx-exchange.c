/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-exchange.h"

#include "mx-error.h"
#include "mx-http-error.h"
#include "mx-http-whole.h"
#include "mx-origin.h"
#include "mx-request.h"

#include <string.h>

/* One request and its answer. Engine thread only.
 *
 *   QUEUED ──network──▶ SENDING ──wrote──▶ WAITING ──got-headers──▶ HEADERS
 *      ▲                                                              │ send_cb
 *      └────────────────────────── redirect ──────────────────────────┤
 *                                                  DONE ◀── READING ◀─┘
 *
 * Invariants:
 *  - libsoup 3.6 touches freed memory when it is cancelled between "got-headers" and the
 *    callback of soup_session_send_async (). So in HEADERS a wish to stop is only noted;
 *    send_cb () acts on it. Before, and while READING, cancelling is safe.
 *  - a message that libsoup sends again goes out over a connection of its own, see on_restarted ().
 *  - the bytes are counted as they come out of the decompressor; no answer grows beyond the cap.
 *  - an answer is whole only if it is as long as it said, or came to its last chunk.
 *  - the token goes to the origin it was given for and to no other.
 */

#define BEARER               "Bearer "
#define DEFAULT_TIMEOUT_MS   30000
#define DEFAULT_MAX_BYTES    (1024 * 1024)
#define MAX_ERROR_BYTES      (64 * 1024)
#define MAX_STALL_MS         20000 /* every such time must bring MIN_PROGRESS */
#define MIN_PROGRESS         256
#define MAX_TRANSFER_WAIT_MS 60000 /* for the headers, when the deadline is a long one for the body's sake */
#define MAX_REDIRECTS        5
#define READ_BYTES           (64 * 1024)

typedef enum {
  PHASE_QUEUED,
  PHASE_SENDING,
  PHASE_WAITING,
  PHASE_HEADERS,
  PHASE_READING,
  PHASE_DONE,
} Phase;

struct _MxExchange {
  SoupSession *session;
  MxRequest *request;
  GUri *uri;
  char *authorization;       /* (nullable)                                      */
  char *server;              /* as people are told                              */
  GCancellable *cancellable; /* ours: cancelled only where it is safe           */

  SoupMessage *message; /* (nullable): the one under way                   */
  GInputStream *stream; /* (nullable): from send_cb to the end             */
  Phase phase;
  GError *stop; /* (nullable): why it is to end                    */
  gboolean stalled;
  GHashTable *visited; /* addresses, while redirected                     */

  guint8 *buffer; /* (nullable)                                      */
  gsize len;
  gsize allocated;
  gsize max_bytes;

  GSource *cancel_source; /* (nullable): the caller's wish                   */
  GSource *deadline;      /* (nullable)                                      */
  GSource *stall_source;  /* (nullable)                                      */
  gint64 waiting_since;
  guint timeout_ms;
  gsize progress; /* since the last look                             */
  gsize sent;     /* of the body, over this connection                */

  MxExchangeFunc func;
  gpointer user_data;
};

static void send_message (MxExchange *self);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (GSource     *source,
        GSourceFunc  func,
        gpointer     data)
{
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
drop_message (MxExchange *self)
{
  g_clear_object (&self->stream);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
}

static void
finish (MxExchange *self,
        MxResponse *response,
        GError     *error)
{
  MxExchangeFunc func = self->func;

  g_assert (self->phase != PHASE_DONE);
  self->phase = PHASE_DONE;
  clear_source (&self->cancel_source);
  clear_source (&self->deadline);
  clear_source (&self->stall_source);
  drop_message (self);
  func (self, response, error, self->user_data);
}

static void
fail (MxExchange *self,
      MxError     code,
      const char *text)
{
  finish (self, NULL, mx_error_new_server (code, 0, NULL, self->server, -1, text));
}

/* What the caller hears when we cancelled it ourselves: the reason, not the cancellation. */
static void
fail_with (MxExchange *self,
           GError     *failure)
{
  if (self->stop != NULL)
    finish (self, NULL, g_steal_pointer (&self->stop));
  else
    finish (self, NULL, mx_http_error_from_failure (failure, self->message, self->server));
}

static const char *
get_header (MxExchange *self,
            const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

static gboolean
is_success (MxExchange *self)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message));
}

static void
take_answer (MxExchange *self)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  const char *token = self->authorization != NULL ? self->authorization + strlen (BEARER) : NULL;
  int status = (int) soup_message_get_status (self->message);

  if (!is_success (self)) {
    body = g_bytes_new_take (g_steal_pointer (&self->buffer), self->len);
    if ((self->request->flags & MX_REQUEST_UIA) != 0 && mx_http_is_uia_answer (status, body))
      finish (self, mx_response_new (status, body, get_header (self, "Content-Type")), NULL);
    else if ((self->request->flags & MX_REQUEST_OAUTH) != 0)
      finish (self, NULL, mx_http_error_from_oauth (status, get_header (self, "Retry-After"), body, self->server));
    else
      finish (self, NULL,
              mx_http_error_from_answer (status, get_header (self, "Retry-After"), body, self->server, token));
    return;
  }

  if (!mx_http_check_whole (self->message, self->buffer, self->len,
                            (self->request->flags & MX_REQUEST_RAW) != 0, self->max_bytes, &error)) {
    fail (self, MX_ERROR_BAD_RESPONSE, error->message);
    return;
  }
  self->buffer = g_realloc (self->buffer, MAX (self->len, 1));
  body = g_bytes_new_take (g_steal_pointer (&self->buffer), self->len);
  finish (self, mx_response_new (status, body, get_header (self, "Content-Type")), NULL);
}

static void
refuse_size (MxExchange *self)
{
  gboolean raw = (self->request->flags & MX_REQUEST_RAW) != 0;

  /* Of an error's text nobody reads so much. */
  if (!is_success (self)) {
    self->len = 0;
    take_answer (self);
    return;
  }
  fail (self, raw ? MX_ERROR_TOO_LARGE : MX_ERROR_BAD_RESPONSE, "larger than allowed");
}

static void
make_room (MxExchange *self)
{
  if (self->allocated - self->len >= READ_BYTES)
    return;
  self->allocated = MAX (self->len + READ_BYTES, self->allocated + self->allocated / 2);
  self->buffer = g_realloc (self->buffer, self->allocated);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  MxExchange *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n;

  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (n < 0 || self->stop != NULL) {
    fail_with (self, error);
    return;
  }
  if (n == 0) {
    take_answer (self);
    return;
  }

  self->len += (gsize) n;
  self->progress += (gsize) n;
  if (self->len > self->max_bytes) {
    refuse_size (self);
    return;
  }
  make_room (self);
  g_input_stream_read_async (self->stream, self->buffer + self->len, READ_BYTES,
                             G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
start_reading (MxExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  self->phase = PHASE_READING;
  if (!is_success (self))
    self->max_bytes = MIN (self->max_bytes, MAX_ERROR_BYTES);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      (guint64) soup_message_headers_get_content_length (headers) > self->max_bytes) {
    refuse_size (self);
    return;
  }
  make_room (self);
  g_input_stream_read_async (self->stream, self->buffer, READ_BYTES,
                             G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
follow_redirect (MxExchange *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) target = NULL;
  g_autofree char *address = NULL;

  if ((self->request->flags & MX_REQUEST_REDIRECTS) == 0 || g_strcmp0 (self->request->method, "GET") != 0) {
    fail (self, MX_ERROR_BAD_RESPONSE, "redirects where nothing may be redirected");
    return;
  }
  target = mx_origin_redirect (self->uri, get_header (self, "Location"), &error);
  if (target == NULL) {
    fail (self, MX_ERROR_BAD_RESPONSE, error->message);
    return;
  }

  address = g_uri_to_string (target);
  if (g_hash_table_size (self->visited) > MAX_REDIRECTS || !g_hash_table_add (self->visited,
                                                                              g_steal_pointer (&address))) {
    fail (self, MX_ERROR_BAD_RESPONSE, "redirects round and round");
    return;
  }
  if (!mx_origin_equal (self->uri, target))
    g_clear_pointer (&self->authorization, g_free);

  g_uri_unref (self->uri);
  self->uri = g_steal_pointer (&target);
  drop_message (self);
  send_message (self);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  MxExchange *self = user_data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL || self->stop != NULL)
    fail_with (self, error);
  else if (SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (self->message)))
    follow_redirect (self);
  else
    start_reading (self);
}

static void
on_network_event (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  MxExchange         *self)
{
  if (self->phase == PHASE_QUEUED)
    self->phase = PHASE_SENDING;
  self->progress += MIN_PROGRESS;
}

static void
on_wrote_body_data (SoupMessage *message,
                    guint        n,
                    MxExchange  *self)
{
  self->phase = PHASE_SENDING;
  self->progress += n;
  self->sent += n;
  if (self->request->sent_func != NULL)
    self->request->sent_func (self->sent, self->request->sent_data);
}

static void
on_wrote_body (SoupMessage *message,
               MxExchange  *self)
{
  self->phase = PHASE_WAITING;
  self->waiting_since = g_get_monotonic_time ();
}

static void
on_got_headers (SoupMessage *message,
                MxExchange  *self)
{
  self->phase = PHASE_HEADERS;
}

/* libsoup sends again by itself when a kept connection was dead, and over the next one that was kept. Where the
 * server has just ended they are all dead, and libsoup 3.6 finishes the message twice when the second try begins
 * before it has told itself of the first one's end: what it frees twice is gone for every request that follows.
 * A connection that has yet to be made takes longer than that. */
static void
on_restarted (SoupMessage *message,
              MxExchange  *self)
{
  self->phase = PHASE_QUEUED;
  self->sent = 0;
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  if (self->stop != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
send_message (MxExchange *self)
{
  SoupMessageHeaders *headers;

  self->phase = PHASE_QUEUED;
  self->progress = MIN_PROGRESS;
  self->sent = 0;
  self->message = soup_message_new_from_uri (self->request->method, self->uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  headers = soup_message_get_request_headers (self->message);
  if (self->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->authorization);
  if ((self->request->flags & MX_REQUEST_RAW) == 0)
    soup_message_headers_replace (headers, "Accept", "application/json");
  if (self->request->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, self->request->content_type, self->request->body);

  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (on_wrote_body), self);
  g_signal_connect (self->message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (on_restarted), self);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, send_cb, self);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  mx_exchange_stop (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

static void
time_out (MxExchange *self,
          const char *text)
{
  self->stalled = self->phase != PHASE_QUEUED;
  mx_exchange_stop (self, mx_error_new_server (MX_ERROR_UNREACHABLE, 0, NULL, self->server, -1, text));
}

static gboolean
on_deadline (gpointer user_data)
{
  time_out (user_data, "no whole answer in time");
  return G_SOURCE_REMOVE;
}

static gboolean
is_transfer (MxExchange *self)
{
  return (self->request->flags & MX_REQUEST_RAW) != 0 ||
         (self->request->body != NULL && self->request->timeout_ms > MAX_TRANSFER_WAIT_MS);
}

static gboolean
on_stall_check (gpointer user_data)
{
  MxExchange *self = user_data;
  gint64 waited = (g_get_monotonic_time () - self->waiting_since) / 1000;
  gsize progress = self->progress;

  self->progress = 0;
  if (self->phase == PHASE_WAITING && is_transfer (self) && waited > MAX_TRANSFER_WAIT_MS)
    time_out (self, "no answer in time");
  else if ((self->phase == PHASE_SENDING || self->phase == PHASE_READING) && progress < MIN_PROGRESS)
    time_out (self, "the connection has gone silent");
  return G_SOURCE_CONTINUE;
}

/**
 * mx_exchange_new:
 * @session: the session to send over
 * @request: what to send
 * @uri: where to, query included
 * @token: (nullable): the access token for the origin of @uri
 * @cancellable: (nullable): the caller's
 *
 * Prepares an exchange.
 *
 * Returns: (transfer full): the exchange
 */
MxExchange *
mx_exchange_new (SoupSession  *session,
                 MxRequest    *request,
                 GUri         *uri,
                 const char   *token,
                 GCancellable *cancellable)
{
  MxExchange *self = g_new0 (MxExchange, 1);

  self->session = g_object_ref (session);
  self->request = mx_request_ref (request);
  self->uri = g_uri_ref (uri);
  self->server = mx_origin_dup_name (uri);
  self->authorization = token != NULL ? g_strconcat (BEARER, token, NULL) : NULL;
  self->cancellable = g_cancellable_new ();
  self->max_bytes = request->max_bytes > 0 ? request->max_bytes : DEFAULT_MAX_BYTES;
  self->timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
  self->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->visited, g_uri_to_string (uri));

  if (cancellable != NULL)
    self->cancel_source = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled), self);
  return self;
}

/**
 * mx_exchange_free:
 * @self: an exchange that is done or was never started
 *
 * Frees it.
 */
void
mx_exchange_free (MxExchange *self)
{
  clear_source (&self->cancel_source);
  drop_message (self);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->request, mx_request_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->authorization, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->buffer, g_free);
  g_clear_error (&self->stop);
  g_free (self);
}

/**
 * mx_exchange_start:
 * @self: a new exchange
 * @func: called once at the end
 * @user_data: for @func
 *
 * Sends the request.
 */
void
mx_exchange_start (MxExchange     *self,
                   MxExchangeFunc  func,
                   gpointer        user_data)
{
  self->func = func;
  self->user_data = user_data;
  self->deadline = attach (g_timeout_source_new (self->timeout_ms), on_deadline, self);
  self->stall_source = attach (g_timeout_source_new (MIN (MAX_STALL_MS, self->timeout_ms / 3)),
                               on_stall_check, self);
  send_message (self);
}

/**
 * mx_exchange_stop:
 * @self: an exchange under way
 * @reason: (transfer full): what its caller is to hear
 *
 * Ends the exchange as soon as that is safe. Only the first reason counts.
 */
void
mx_exchange_stop (MxExchange *self,
                  GError     *reason)
{
  if (self->stop != NULL || self->phase == PHASE_DONE) {
    g_error_free (reason);
    return;
  }

  self->stop = reason;
  if (self->phase != PHASE_HEADERS)
    g_cancellable_cancel (self->cancellable);
}

/**
 * mx_exchange_get_request:
 * @self: an exchange
 *
 * Returns: (transfer none): what it sends
 */
MxRequest *
mx_exchange_get_request (MxExchange *self)
{
  return self->request;
}

/**
 * mx_exchange_get_session:
 * @self: an exchange
 *
 * Returns: (transfer none): the session it is sent over
 */
SoupSession *
mx_exchange_get_session (MxExchange *self)
{
  return self->session;
}

/**
 * mx_exchange_has_stalled:
 * @self: an exchange
 *
 * Returns: whether it ran into a deadline while it held a connection
 */
gboolean
mx_exchange_has_stalled (MxExchange *self)
{
  return self->stalled;
}
