/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-http.h"

#include "mx-error.h"
#include "mx-exchange.h"
#include "mx-id.h"
#include "mx-origin.h"
#include "mx-request.h"

#include <libsoup/soup.h>

#include <string.h>

/**
 * MxHttp:
 *
 * The one way to a server: a SoupSession, a base URL and an access token.
 *
 * Lives on the thread whose thread-default main context made it (the engine's); every
 * function is called and every callback arrives there. Each request is an MxExchange,
 * which holds the rules about time, size, redirects and safe cancelling. Retrying is the
 * caller's: the engine's pump knows what is still wanted.
 *
 * When a connection has gone silent the session is replaced: its other connections
 * to the same place are as dead, and HTTP/2 would go on using them. Exchanges under way
 * keep the old session until they end.
 *
 * The token stands in the Authorization header and nowhere else; the log knows methods,
 * paths with redacted ids, statuses and codes.
 */

#define MAX_CONNECTIONS          64
#define MAX_CONNECTIONS_PER_HOST 16
#define IDLE_TIMEOUT_S           55

struct _MxHttp {
  GObject parent_instance;

  GMainContext *context; /* (owned): where everything happens       */
  SoupSession *session;  /* (owned) (nullable): %NULL once closed   */
  char *base_url;        /* (owned) (nullable)                      */
  char *token;           /* (owned) (nullable)                      */
  GPtrArray *exchanges;  /* (element-type MxExchange) (unowned)     */
  guint pending;         /* tasks whose callback has not yet run    */
  GTask *closing;        /* (owned) (nullable)                      */
};

G_DEFINE_FINAL_TYPE (MxHttp, mx_http, G_TYPE_OBJECT)

static SoupSession *
make_session (void)
{
  SoupSession *session;

  session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                           "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                           "timeout", 0,
                                           "idle-timeout", IDLE_TIMEOUT_S,
                                           "user-agent", "Teahouse/" PACKAGE_VERSION,
                                           NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

static void
wipe_string (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

/* A path for the log: ids only as mx_redact () shows them. */
static char *
describe_path (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  gsize i;

  for (i = 0; segments[i] != NULL; i++) {
    g_autofree char *plain = g_uri_unescape_string (segments[i], NULL);

    if (plain != NULL && (*plain == '\0' || strchr ("!#$@+", *plain) == NULL) && strlen (plain) < 24)
      continue;
    g_free (segments[i]);
    segments[i] = mx_redact (plain != NULL ? plain : "?");
  }
  return g_strjoinv ("/", segments);
}

static void
log_end (MxRequest  *request,
         MxResponse *response,
         GError     *error)
{
  g_autofree char *path = describe_path (request->path);
  const char *errcode = mx_error_get_errcode (error);

  if (response != NULL)
    g_debug ("%s %s: %d, %" G_GSIZE_FORMAT " bytes", request->method, path,
             response->status, g_bytes_get_size (response->body));
  else
    g_debug ("%s %s: %s %d, status %d %s", request->method, path, g_quark_to_string (error->domain),
             error->code, mx_error_get_status (error), errcode != NULL ? errcode : "");
}

static void
exchange_cb (MxExchange *exchange,
             MxResponse *response,
             GError     *error,
             gpointer    user_data)
{
  g_autoptr (GTask) task = user_data;
  MxHttp *self = g_task_get_source_object (task);

  log_end (mx_exchange_get_request (exchange), response, error);
  g_ptr_array_remove_fast (self->exchanges, exchange);
  if (mx_exchange_has_stalled (exchange) && self->session == mx_exchange_get_session (exchange)) {
    g_object_unref (self->session);
    self->session = make_session ();
  }

  if (response != NULL)
    g_task_return_pointer (task, response, (GDestroyNotify) mx_response_free);
  else
    g_task_return_error (task, error);
}

static void
close_if_idle (MxHttp *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->closing == NULL || self->pending > 0)
    return;
  g_clear_object (&self->session);
  task = g_steal_pointer (&self->closing);
  g_task_return_boolean (task, TRUE);
}

/* Told after the caller's callback has run. */
static void
on_task_completed (GTask      *task,
                   GParamSpec *pspec,
                   gpointer    user_data)
{
  MxHttp *self = g_task_get_source_object (task);

  self->pending--;
  close_if_idle (self);
}

static char *
dup_query (MxRequest *request)
{
  g_autoptr (GString) query = g_string_new (NULL);
  gsize i;

  if (request->query == NULL)
    return NULL;
  for (i = 0; request->query[i] != NULL && request->query[i + 1] != NULL; i += 2) {
    if (query->len > 0)
      g_string_append_c (query, '&');
    g_string_append_uri_escaped (query, request->query[i], NULL, FALSE);
    g_string_append_c (query, '=');
    g_string_append_uri_escaped (query, request->query[i + 1], NULL, FALSE);
  }
  return g_string_free_and_steal (g_steal_pointer (&query));
}

static GUri *
make_uri (const char  *base_url,
          MxRequest   *request,
          GError     **error)
{
  g_autofree char *query = dup_query (request);
  g_autofree char *url = NULL;

  url = g_strconcat (base_url, request->path, query != NULL ? "?" : "", query != NULL ? query : "", NULL);
  return mx_origin_parse (url, error);
}

static void
send_to (MxHttp     *self,
         GTask      *task,
         const char *base_url,
         MxRequest  *request,
         const char *token)
{
  g_autoptr (GUri) uri = NULL;
  GError *error = NULL;
  MxExchange *exchange;

  mx_http_track_task (self, task);
  if (self->closing != NULL || self->session == NULL) {
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed");
    return;
  }

  uri = base_url != NULL ? make_uri (base_url, request, &error) : NULL;
  if (uri == NULL) {
    if (error == NULL)
      error = g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "no server is set");
    g_task_return_error (task, error);
    return;
  }

  exchange = mx_exchange_new (self->session, request, uri, token, g_task_get_cancellable (task));
  g_task_set_task_data (task, exchange, (GDestroyNotify) mx_exchange_free);
  g_ptr_array_add (self->exchanges, exchange);
  mx_exchange_start (exchange, exchange_cb, g_object_ref (task));
}

static GTask *
make_task (MxHttp              *self,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

static gboolean
is_here (MxHttp *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  return context == self->context;
}

static void
mx_http_finalize (GObject *object)
{
  MxHttp *self = MX_HTTP (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->exchanges, g_ptr_array_unref);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  wipe_string (&self->token);
  G_OBJECT_CLASS (mx_http_parent_class)->finalize (object);
}

static void
mx_http_class_init (MxHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mx_http_finalize;
}

static void
mx_http_init (MxHttp *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->session = make_session ();
  self->exchanges = g_ptr_array_new ();
}

/**
 * mx_http_new:
 *
 * Makes a client that lives on the calling thread.
 *
 * Returns: (transfer full): the client
 */
MxHttp *
mx_http_new (void)
{
  return g_object_new (MX_TYPE_HTTP, NULL);
}

/**
 * mx_http_set_base_url:
 * @self: a client
 * @base_url: https, or http on this machine
 * @error: return location for an error
 *
 * Sets the server that requests go to. Whoever changes the server changes the token, too.
 *
 * Returns: whether @base_url may be used
 */
gboolean
mx_http_set_base_url (MxHttp      *self,
                      const char  *base_url,
                      GError     **error)
{
  char *clean;

  g_return_val_if_fail (MX_IS_HTTP (self), FALSE);

  clean = mx_origin_clean_base (base_url, error);
  if (clean == NULL)
    return FALSE;
  g_free (self->base_url);
  self->base_url = clean;
  return TRUE;
}

/**
 * mx_http_get_base_url:
 * @self: a client
 *
 * Returns: (transfer none) (nullable): the base URL without a slash at its end
 */
const char *
mx_http_get_base_url (MxHttp *self)
{
  g_return_val_if_fail (MX_IS_HTTP (self), NULL);
  return self->base_url;
}

/**
 * mx_http_set_access_token:
 * @self: a client
 * @access_token: (nullable): the token
 *
 * Sets what every request carries from now on, unless it is marked as going without.
 */
void
mx_http_set_access_token (MxHttp     *self,
                          const char *access_token)
{
  g_return_if_fail (MX_IS_HTTP (self));
  wipe_string (&self->token);
  self->token = g_strdup (access_token);
}

/**
 * mx_http_send_async:
 * @self: a client
 * @request: what to send
 * @cancellable: (nullable): may be cancelled on any thread
 * @callback: called when done
 * @user_data: for @callback
 *
 * Sends @request to the base URL. Nothing is retried.
 */
void
mx_http_send_async (MxHttp              *self,
                    MxRequest           *request,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MX_IS_HTTP (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (is_here (self));

  task = make_task (self, mx_http_send_async, cancellable, callback, user_data);
  send_to (self, task, self->base_url, request,
           (request->flags & MX_REQUEST_NO_AUTH) != 0 ? request->bearer : self->token);
}

/**
 * mx_http_send_to_async:
 * @self: a client
 * @base_url: another base URL
 * @request: what to send
 * @cancellable: (nullable): may be cancelled on any thread
 * @callback: called when done
 * @user_data: for @callback
 *
 * Sends @request to @base_url, without the session's access token.
 */
void
mx_http_send_to_async (MxHttp              *self,
                       const char          *base_url,
                       MxRequest           *request,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MX_IS_HTTP (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (request != NULL);
  g_return_if_fail (is_here (self));

  task = make_task (self, mx_http_send_to_async, cancellable, callback, user_data);
  send_to (self, task, base_url, request, request->bearer);
}

/**
 * mx_http_send_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the 2xx answer, or %NULL with an error of %MX_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
MxResponse *
mx_http_send_finish (MxHttp        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_http_track_task:
 * @self: a client
 * @task: a new task of its thread whose source object is @self
 *
 * Has mx_http_close_async() wait for @task, too. A task may complete an iteration later than what it waited for
 * (GTask does so where it was cancelled meanwhile): by then nobody would run the loop of a client that is closed.
 */
void
mx_http_track_task (MxHttp *self,
                    GTask  *task)
{
  g_return_if_fail (MX_IS_HTTP (self));
  g_return_if_fail (g_task_get_source_object (task) == self);

  self->pending++;
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_task_completed), NULL);
}

/**
 * mx_http_close_async:
 * @self: a client
 * @callback: (nullable): called once nothing is under way any more
 * @user_data: for @callback
 *
 * Cancels every request, each as soon as that is safe, and waits for their callbacks.
 */
void
mx_http_close_async (MxHttp              *self,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr (GPtrArray) exchanges = NULL;
  guint i;

  g_return_if_fail (MX_IS_HTTP (self));
  g_return_if_fail (is_here (self));
  g_return_if_fail (self->closing == NULL);

  self->closing = make_task (self, mx_http_close_async, NULL, callback, user_data);
  exchanges = g_ptr_array_copy (self->exchanges, NULL, NULL);
  for (i = 0; i < exchanges->len; i++) {
    /* Stopping one may end another's callback, and with it the other. */
    if (g_ptr_array_find (self->exchanges, exchanges->pdata[i], NULL))
      mx_exchange_stop (exchanges->pdata[i],
                        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "closed"));
  }
  close_if_idle (self);
}

/**
 * mx_http_close_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: %TRUE
 */
gboolean
mx_http_close_finish (MxHttp        *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_http_dup_library_version:
 *
 * Returns: (transfer full): the version of the library that is loaded
 */
char *
mx_http_dup_library_version (void)
{
  return g_strdup_printf ("%u.%u.%u", soup_get_major_version (), soup_get_minor_version (), soup_get_micro_version ());
}
