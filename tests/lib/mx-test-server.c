/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-server.h"

#include "mx-test-raw.h"
#include "mx-test-request.h"
#include "mx-test.h"

#include <string.h>

/* A SoupServer in a thread with its own main context. Rules and log are shared with the
 * test's thread under a mutex; everything else belongs to the server's thread. */

typedef struct
{
  char *method; /* (nullable) */
  char *prefix;
  MxTestHandler handler; /* NULL: hold */
  gpointer data;
  GDestroyNotify destroy;
} Rule;

typedef struct
{
  Rule *rule;
  SoupServerMessage *message;
} Held;

struct _MxTestServer {
  GMutex mutex;
  GCond cond;
  GThread *thread; /* (nullable): while it runs               */
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *soup;
  GTlsCertificate *certificate;
  MxTestTls tls;
  guint port;
  char *url;
  gboolean ready;
  GPtrArray *rules;  /* (element-type Rule)                     */
  GPtrArray *graves; /* (element-type Rule): removed            */
  GPtrArray *held;   /* (element-type Held): the server's thread */
  GPtrArray *log;    /* (element-type MxTestRequest)            */
  GPtrArray *old_log;
  GPtrArray *raws; /* (element-type MxTestRaw)                */
};

static void
rule_free (Rule *rule)
{
  if (rule->destroy != NULL)
    rule->destroy (rule->data);
  g_free (rule->method);
  g_free (rule->prefix);
  g_free (rule);
}

static void
held_free (Held *held)
{
  g_object_unref (held->message);
  g_free (held);
}

/* "PUT /x" is the method PUT and the prefix "/x". */
static const char *
split_prefix (const char  *text,
              char       **method)
{
  const char *slash = strchr (text, '/');

  if (slash == NULL || slash == text)
    return text;
  *method = g_strndup (text, (gsize) (slash - text) - 1);
  return slash;
}

static gboolean
fits (const char *wanted_method,
      const char *prefix,
      const char *method,
      const char *path)
{
  return (wanted_method == NULL || strcmp (wanted_method, method) == 0) && g_str_has_prefix (path, prefix);
}

static Rule *
find_rule (MxTestServer      *self,
           SoupServerMessage *message,
           gboolean           may_hold)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  guint i;

  for (i = self->rules->len; i > 0; i--) {
    Rule *rule = self->rules->pdata[i - 1];

    if ((may_hold || rule->handler != NULL) &&
        fits (rule->method, rule->prefix, soup_server_message_get_method (message), path))
      return rule;
  }
  return NULL;
}

static void
dispatch (MxTestServer      *self,
          SoupServerMessage *message,
          gboolean           may_hold)
{
  Rule *rule = find_rule (self, message, may_hold);
  Held *held;

  if (rule == NULL) {
    mx_test_answer (message, 404, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no rule\"}");
    return;
  }
  if (rule->handler != NULL) {
    rule->handler (self, message, rule->data);
    return;
  }
  held = g_new0 (Held, 1);
  held->rule = rule;
  held->message = g_object_ref (message);
  g_ptr_array_add (self->held, held);
  soup_server_message_pause (message);
}

static void
on_request (SoupServer        *soup,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  MxTestServer *self = user_data;
  MxTestRequest *request = mx_test_request_new (message);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->log, request);
  g_mutex_unlock (&self->mutex);
  dispatch (self, message, TRUE);
}

static void
listen_on (MxTestServer *self)
{
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->soup = soup_server_new ("server-header", "hostile", NULL);
  if (self->certificate != NULL) {
    soup_server_set_tls_certificate (self->soup, self->certificate);
    options |= SOUP_SERVER_LISTEN_HTTPS;
  }
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  soup_server_listen_local (self->soup, self->port, options, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static gpointer
run (gpointer user_data)
{
  MxTestServer *self = user_data;

  g_main_context_push_thread_default (self->context);
  listen_on (self);
  g_mutex_lock (&self->mutex);
  self->ready = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_main_loop_run (self->loop);

  soup_server_disconnect (self->soup);
  g_ptr_array_set_size (self->held, 0);
  g_clear_object (&self->soup);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/**
 * mx_test_server_start:
 * @self: a server that was stopped
 *
 * Starts it again on the same port.
 */
void
mx_test_server_start (MxTestServer *self)
{
  g_assert_null (self->thread);
  self->ready = FALSE;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("server", run, self);
  g_mutex_lock (&self->mutex);
  while (!self->ready)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * mx_test_server_stop:
 * @self: a server
 *
 * Closes port and connections.
 */
void
mx_test_server_stop (MxTestServer *self)
{
  if (self->thread == NULL)
    return;
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (g_steal_pointer (&self->thread));
  g_ptr_array_set_size (self->raws, 0);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

/**
 * mx_test_server_new:
 * @tls: which certificate, or none
 *
 * Starts a server on a free port of this machine.
 *
 * Returns: (transfer full): the server
 */
MxTestServer *
mx_test_server_new (MxTestTls tls)
{
  MxTestServer *self = g_new0 (MxTestServer, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->tls = tls;
  self->certificate = tls != MX_TEST_TLS_NONE ? mx_test_tls_certificate (tls) : NULL;
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  self->graves = g_ptr_array_new_with_free_func ((GDestroyNotify) rule_free);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) held_free);
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_test_request_free);
  self->old_log = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_test_request_free);
  self->raws = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_test_raw_stop);
  mx_test_server_start (self);
  self->url = tls != MX_TEST_TLS_NONE ? g_strdup_printf ("https://localhost:%u", self->port)
                                      : g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

/**
 * mx_test_server_free:
 * @self: a server
 *
 * Stops and frees it.
 */
void
mx_test_server_free (MxTestServer *self)
{
  mx_test_server_stop (self);
  g_ptr_array_unref (self->raws);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->graves);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->old_log);
  g_clear_object (&self->certificate);
  g_free (self->url);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/**
 * mx_test_server_get_url:
 * @self: a server
 *
 * Returns: its address
 */
const char *
mx_test_server_get_url (MxTestServer *self)
{
  return self->url;
}

/**
 * mx_test_server_get_port:
 * @self: a server
 *
 * Returns: its port
 */
guint
mx_test_server_get_port (MxTestServer *self)
{
  return self->port;
}

static void
add_rule (MxTestServer   *self,
          const char     *prefix,
          MxTestHandler   handler,
          gpointer        user_data,
          GDestroyNotify  destroy)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->prefix = g_strdup (split_prefix (prefix, &rule->method));
  rule->handler = handler;
  rule->data = user_data;
  rule->destroy = destroy;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->rules, rule);
  g_mutex_unlock (&self->mutex);
}

/**
 * mx_test_server_handle:
 * @self: a server
 * @prefix: of the path
 * @handler: called on the server's thread
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data at the server's end
 *
 * Adds a rule.
 */
void
mx_test_server_handle (MxTestServer   *self,
                       const char     *prefix,
                       MxTestHandler   handler,
                       gpointer        user_data,
                       GDestroyNotify  destroy)
{
  g_assert_nonnull (handler);
  add_rule (self, prefix, handler, user_data, destroy);
}

static void
raw_handler (MxTestServer      *self,
             SoupServerMessage *message,
             gpointer           user_data)
{
  g_autoptr (GSocket) socket = g_object_ref (soup_server_message_get_socket (message));
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->raws, mx_test_raw_start (stream, socket, user_data));
  g_mutex_unlock (&self->mutex);
}

/**
 * mx_test_server_raw:
 * @self: a server
 * @prefix: of the path
 * @head: (nullable): the first bytes
 * @chunk: (nullable): the bytes to repeat
 * @repeat: how often, -1 without end
 * @interval_ms: before each
 * @end: what then
 *
 * Adds a rule that answers with bytes as they are.
 */
void
mx_test_server_raw (MxTestServer *self,
                    const char   *prefix,
                    GBytes       *head,
                    GBytes       *chunk,
                    gint64        repeat,
                    guint         interval_ms,
                    MxTestEnd     end)
{
  const MxTestScript script = { head, chunk, repeat, interval_ms, FALSE, end };

  add_rule (self, prefix, raw_handler, mx_test_script_copy (&script), (GDestroyNotify) mx_test_script_free);
}

/**
 * mx_test_server_hold:
 * @self: a server
 * @prefix: of the path
 *
 * Lets requests wait until mx_test_server_release ().
 */
void
mx_test_server_hold (MxTestServer *self,
                     const char   *prefix)
{
  add_rule (self, prefix, NULL, NULL, NULL);
}

/**
 * mx_test_server_remove:
 * @self: a server
 * @prefix: as it was added
 *
 * Takes the newest rule with this prefix away.
 */
void
mx_test_server_remove (MxTestServer *self,
                       const char   *prefix)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *method = NULL;
  const char *path = split_prefix (prefix, &method);
  guint i;

  for (i = self->rules->len; i > 0; i--) {
    Rule *rule = self->rules->pdata[i - 1];

    if (strcmp (rule->prefix, path) == 0 && g_strcmp0 (rule->method, method) == 0) {
      g_ptr_array_add (self->graves, g_ptr_array_steal_index (self->rules, i - 1));
      return;
    }
  }
  g_assert_not_reached ();
}

/* Everything whose rule is no longer there goes on. */
static gboolean
release_cb (gpointer user_data)
{
  MxTestServer *self = user_data;
  guint i = 0;

  while (i < self->held->len) {
    Held *held = self->held->pdata[i];

    g_mutex_lock (&self->mutex);
    if (g_ptr_array_find (self->rules, held->rule, NULL))
      held = NULL;
    g_mutex_unlock (&self->mutex);
    if (held == NULL) {
      i++;
      continue;
    }
    held = g_ptr_array_steal_index (self->held, i);
    dispatch (self, held->message, FALSE);
    soup_server_message_unpause (held->message);
    held_free (held);
  }
  return G_SOURCE_REMOVE;
}

/**
 * mx_test_server_release:
 * @self: a server
 * @prefix: as it was held
 *
 * Ends mx_test_server_hold ().
 */
void
mx_test_server_release (MxTestServer *self,
                        const char   *prefix)
{
  mx_test_server_remove (self, prefix);
  g_main_context_invoke (self->context, release_cb, self);
}

static MxTestRequest *
find_request (MxTestServer *self,
              const char   *prefix,
              guint         n,
              guint        *count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *method = NULL;
  const char *path = split_prefix (prefix, &method);
  guint i;

  for (i = 0; i < self->log->len; i++) {
    MxTestRequest *request = self->log->pdata[i];

    if (fits (method, path, request->method, request->path) && (*count)++ == n)
      return request;
  }
  return NULL;
}

/**
 * mx_test_server_count:
 * @self: a server
 * @prefix: of the path
 *
 * Returns: how many such requests came
 */
guint
mx_test_server_count (MxTestServer *self,
                      const char   *prefix)
{
  guint count = 0;

  find_request (self, prefix, G_MAXUINT, &count);
  return count;
}

/**
 * mx_test_server_get_request:
 * @self: a server
 * @prefix: of the path
 * @n: which of them, from 0
 *
 * Returns: (transfer none) (nullable): the request
 */
MxTestRequest *
mx_test_server_get_request (MxTestServer *self,
                            const char   *prefix,
                            guint         n)
{
  guint count = 0;

  return find_request (self, prefix, n, &count);
}

typedef struct
{
  MxTestServer *server;
  const char *prefix;
  guint n;
} Wanted;

static gboolean
has_come (gpointer user_data)
{
  Wanted *wanted = user_data;

  return mx_test_server_count (wanted->server, wanted->prefix) >= wanted->n;
}

/**
 * mx_test_server_wait:
 * @self: a server
 * @prefix: of the path
 * @n: how many
 * @deadline_ms: how long at most
 *
 * Waits for requests while the thread's default context runs.
 *
 * Returns: whether they came
 */
gboolean
mx_test_server_wait (MxTestServer *self,
                     const char   *prefix,
                     guint         n,
                     guint         deadline_ms)
{
  Wanted wanted = { self, prefix, n };

  return mx_test_wait (has_come, &wanted, deadline_ms);
}

/**
 * mx_test_server_clear_log:
 * @self: a server
 *
 * Forgets what came so far.
 */
void
mx_test_server_clear_log (MxTestServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->log->len > 0)
    g_ptr_array_add (self->old_log, g_ptr_array_steal_index (self->log, 0));
}
