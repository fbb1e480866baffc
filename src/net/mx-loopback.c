/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A web server for one answer: the browser comes back to it after a sign-in (RFC 8252, 7.3).
 *
 *   LISTENING ──GET, our path, our host, our state──► ANSWERED ──► whoever asks again: 410
 *      │  ▲
 *      └──┘ everything else is refused and changes nothing
 *
 * Any program on this machine, and any page in the browser, can send requests here. So an answer
 * counts only when it comes by GET, to the address itself (a Host of another name is DNS
 * rebinding), to a path that cannot be guessed, with the state that was handed out. No request
 * has a body, and none is long. The page that the person sees has no script and loads nothing.
 * Lives in the thread-default context it was made in (engine thread). */

#include "config.h"

#include "mx-loopback.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_QUERY 8192
#define POLICY \
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
#define STYLE                                                                                                   \
  "html{font-family:sans-serif;color-scheme:light dark}body{display:grid;min-height:90vh;place-content:center;" \
  "text-align:center;padding:1em}"

struct _MxLoopback {
  GObject parent_instance;

  SoupServer *server; /* (owned)                          */
  char *path;         /* (owned)                          */
  char *host;         /* (owned): "127.0.0.1:PORT"        */
  char *url;          /* (owned)                          */
  char *state_key;    /* (owned)                          */
  char *state;        /* (owned)                          */
  char *title;        /* (owned): not escaped             */
  char *text;         /* (owned)                          */
  GHashTable *answer; /* (owned) (nullable): until it is told */
  GSource *source;    /* (owned) (nullable): tells it                */
  MxLoopbackFunc func;
  gpointer user_data;
  guint port;
  gboolean is_answered;
};

G_DEFINE_FINAL_TYPE (MxLoopback, mx_loopback, G_TYPE_OBJECT)

static void
respond (SoupServerMessage *message,
         int                status,
         const char        *content_type,
         const char        *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Security-Policy", POLICY);
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Cross-Origin-Resource-Policy", "same-origin");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
refuse (SoupServerMessage *message,
        int                status)
{
  respond (message, status, "text/plain; charset=utf-8", "");
}

static void
show_page (MxLoopback        *self,
           SoupServerMessage *message)
{
  g_autofree char *title = g_markup_escape_text (self->title, -1);
  g_autofree char *text = g_markup_escape_text (self->text, -1);
  g_autofree char *page = g_strdup_printf ("<!doctype html><html dir=\"auto\"><meta charset=\"utf-8\">"
                                           "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
                                           "<style>" STYLE "</style><body dir=\"auto\"><h1>%s</h1><p>%s</p>",
                                           title, title, text);

  respond (message, SOUP_STATUS_OK, "text/html; charset=utf-8", page);
}

/* Whatever can be refused by its head alone is, before a body is read. */
static int
judge_head (MxLoopback        *self,
            SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *query = g_uri_get_query (uri);

  if (g_strcmp0 (host, self->host) != 0)
    return SOUP_STATUS_MISDIRECTED_REQUEST;
  if (g_strcmp0 (soup_server_message_get_method (message), "GET") != 0)
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  if (query != NULL && strlen (query) > MAX_QUERY)
    return SOUP_STATUS_REQUEST_URI_TOO_LONG;
  if (!mx_secret_equal_text (g_uri_get_path (uri), self->path))
    return SOUP_STATUS_NOT_FOUND;
  return SOUP_STATUS_OK;
}

/* NULL where a name comes twice, or something is not text. */
static GHashTable *
parse_query (const char *query)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GUriParamsIter iter;
  char *name;
  char *value;

  g_uri_params_iter_init (&iter, query != NULL ? query : "", -1, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, NULL))
    if (!g_hash_table_insert (found, name, value))
      return NULL;
  return g_steal_pointer (&found);
}

/* No request of a browser that comes back has a body. libsoup would wait for it, and keep it. */
static gboolean
has_body (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_one (headers, "Transfer-Encoding") != NULL ||
         soup_message_headers_get_content_length (headers) > 0;
}

static void
on_head (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  int status = judge_head (user_data, message);
  g_autoptr (GIOStream) stream = NULL;

  if (has_body (message)) {
    stream = soup_server_message_steal_connection (message);
    g_io_stream_close (stream, NULL, NULL);
  } else if (status != SOUP_STATUS_OK) {
    refuse (message, status);
  }
}

static gboolean
on_told (gpointer user_data)
{
  MxLoopback *self = user_data;
  g_autoptr (GHashTable) answer = g_steal_pointer (&self->answer);

  g_clear_pointer (&self->source, g_source_unref);
  self->func (answer, self->user_data);
  return G_SOURCE_REMOVE;
}

/* The person has the page. Whoever waits may let us go, but not from within libsoup. */
static void
on_finished (SoupServerMessage *message,
             MxLoopback        *self)
{
  self->source = g_idle_source_new ();
  g_source_set_callback (self->source, on_told, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  MxLoopback *self = user_data;
  g_autoptr (GHashTable) answer = NULL;

  if (self->is_answered) {
    refuse (message, SOUP_STATUS_GONE);
    return;
  }
  answer = parse_query (g_uri_get_query (soup_server_message_get_uri (message)));
  if (answer == NULL || !mx_secret_equal_text (g_hash_table_lookup (answer, self->state_key), self->state)) {
    refuse (message, SOUP_STATUS_FORBIDDEN);
    return;
  }
  self->is_answered = TRUE;
  self->answer = g_steal_pointer (&answer);
  g_signal_connect_object (message, "finished", G_CALLBACK (on_finished), self, G_CONNECT_DEFAULT);
  show_page (self, message);
}

static void
mx_loopback_dispose (GObject *object)
{
  MxLoopback *self = MX_LOOPBACK (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  G_OBJECT_CLASS (mx_loopback_parent_class)->dispose (object);
}

static void
mx_loopback_finalize (GObject *object)
{
  MxLoopback *self = MX_LOOPBACK (object);

  g_clear_pointer (&self->answer, g_hash_table_unref);
  g_free (self->path);
  g_free (self->host);
  g_free (self->url);
  g_free (self->state_key);
  g_free (self->state);
  g_free (self->title);
  g_free (self->text);
  G_OBJECT_CLASS (mx_loopback_parent_class)->finalize (object);
}

static void
mx_loopback_class_init (MxLoopbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mx_loopback_dispose;
  object_class->finalize = mx_loopback_finalize;
}

static void
mx_loopback_init (MxLoopback *self)
{
  self->title = g_strdup ("");
  self->text = g_strdup ("");
}

static gboolean
open_port (MxLoopback  *self,
           guint        port,
           GError     **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (address, (guint16) port);
  g_autoptr (GError) why = NULL;
  GSList *uris;

  if (!soup_server_listen (self->server, place, 0, &why)) {
    g_set_error (error, MX_ERROR, MX_ERROR_FAILED, "listening for the browser: %s", why->message);
    return FALSE;
  }
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

/**
 * mx_loopback_new:
 * @port: where to listen; 0: anywhere
 * @path: the path of the address; part of it cannot be guessed
 * @state_key: which part of the query brings the state back
 * @state: the state
 * @error: return location for an error
 *
 * Opens a port of 127.0.0.1; nobody is answered before mx_loopback_listen ().
 *
 * Returns: (transfer full): the listener
 */
MxLoopback *
mx_loopback_new (guint        port,
                 const char  *path,
                 const char  *state_key,
                 const char  *state,
                 GError     **error)
{
  g_autoptr (MxLoopback) self = NULL;

  g_return_val_if_fail (path != NULL && *path == '/', NULL);
  g_return_val_if_fail (state_key != NULL && state != NULL, NULL);

  self = g_object_new (MX_TYPE_LOOPBACK, NULL);
  self->server = soup_server_new (NULL, NULL);
  self->path = g_strdup (path);
  self->state_key = g_strdup (state_key);
  self->state = g_strdup (state);
  if (!open_port (self, port, error))
    return NULL;
  self->host = g_strdup_printf ("127.0.0.1:%u", self->port);
  self->url = g_strconcat ("http://", self->host, path, NULL);
  return g_steal_pointer (&self);
}

/**
 * mx_loopback_set_page:
 * @self: a listener
 * @title: the heading of the page after the answer
 * @text: what to do now
 */
void
mx_loopback_set_page (MxLoopback *self,
                      const char *title,
                      const char *text)
{
  g_return_if_fail (MX_IS_LOOPBACK (self));

  g_set_str (&self->title, title);
  g_set_str (&self->text, text);
}

/**
 * mx_loopback_listen:
 * @self: a new listener
 * @func: called with the one answer, once the browser has its page
 * @user_data: for @func
 */
void
mx_loopback_listen (MxLoopback     *self,
                    MxLoopbackFunc  func,
                    gpointer        user_data)
{
  g_return_if_fail (MX_IS_LOOPBACK (self));
  g_return_if_fail (self->func == NULL);

  self->func = func;
  self->user_data = user_data;
  soup_server_add_early_handler (self->server, NULL, on_head, self, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
}

/**
 * mx_loopback_get_port:
 * @self: a listener
 *
 * Returns: its port
 */
guint
mx_loopback_get_port (MxLoopback *self)
{
  g_return_val_if_fail (MX_IS_LOOPBACK (self), 0);

  return self->port;
}

/**
 * mx_loopback_get_url:
 * @self: a listener
 *
 * Returns: (transfer none): where the browser is to come back to
 */
const char *
mx_loopback_get_url (MxLoopback *self)
{
  g_return_val_if_fail (MX_IS_LOOPBACK (self), NULL);

  return self->url;
}
