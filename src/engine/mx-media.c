/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures and files: from the store's encrypted cache, else from the homeserver. Engine
 * thread.
 *
 * However many ask for an address, it is downloaded once. A few downloads run at a time, so
 * that a page of avatars does not stand in the way of sync and messages; whoever lost
 * interest meanwhile is skipped. What the server does not have is not asked for again for
 * a while: rows come and go, their pictures' absence stays. */

#include "config.h"

#include "mx-media.h"

#include "mx-api-media.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-id.h"
#include "mx-media-cache.h"
#include "mx-request.h"

#define MAX_RUNNING     6
#define MAX_ATTEMPTS    3
#define DEFAULT_MAX     (64 * 1024 * 1024)
#define MISSING_SECONDS 600

typedef struct
{
  MxMedia *media; /* (unowned)                                   */
  char *key;      /* (owned): address, variant and bound         */
  char *mxc;      /* (owned)                                     */
  char *variant;  /* (owned): "" is the original                 */
  guint width;
  guint height;
  gsize max_bytes;
  GPtrArray *tasks; /* (owned) (element-type GTask)                */
  MxPace *pace;     /* (owned)                                     */
  GSource *timer;   /* (owned) (nullable): of the next attempt     */
  guint attempts;
  gboolean running;
} Download;

struct _MxMedia {
  MxCore *core;          /* (unowned): owns us                                 */
  GHashTable *downloads; /* (owned) (element-type utf8 Download)               */
  GQueue waiting;        /* (element-type Download) (unowned)                  */
  GHashTable *missing;   /* (owned) (element-type utf8 gint64): until when, µs */
  guint n_running;
};

static void start_waiting (MxMedia *self);

static void
download_free (Download *download)
{
  if (download->timer)
    g_source_destroy (download->timer);
  g_clear_pointer (&download->timer, g_source_unref);
  g_clear_pointer (&download->tasks, g_ptr_array_unref);
  g_clear_pointer (&download->pace, mx_pace_free);
  g_free (download->key);
  g_free (download->mxc);
  g_free (download->variant);
  g_free (download);
}

/**
 * mx_media_new:
 * @core: the engine
 *
 * Returns: (transfer full): the loader of a signed-in engine
 */
MxMedia *
mx_media_new (MxCore *core)
{
  MxMedia *self = g_new0 (MxMedia, 1);

  self->core = core;
  self->downloads = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) download_free);
  self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->waiting);
  return self;
}

/**
 * mx_media_free:
 * @self: (transfer full): the loader
 *
 * Whoever still waits is told that it was cancelled. Requests under way must have ended.
 */
void
mx_media_free (MxMedia *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->downloads);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Download *download = value;

    while (download->tasks->len > 0)
      mx_port_return_error (self->core->port,
                            g_ptr_array_steal_index (download->tasks, 0),
                            g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine closes"));
  }
  g_queue_clear (&self->waiting);
  g_hash_table_unref (self->downloads);
  g_hash_table_unref (self->missing);
  g_free (self);
}

static gboolean
is_wanted (Download *download)
{
  for (guint i = 0; i < download->tasks->len; i++) {
    GCancellable *cancellable = g_task_get_cancellable (g_ptr_array_index (download->tasks, i));

    if (!g_cancellable_is_cancelled (cancellable))
      return TRUE;
  }
  return FALSE;
}

/* Everyone who waits gets the same end; the download is gone afterwards. */
static void
finish (Download     *download,
        GBytes       *bytes,
        const GError *error)
{
  MxPort *port = download->media->core->port;

  while (download->tasks->len > 0) {
    GTask *task = g_ptr_array_steal_index (download->tasks, 0);

    if (bytes)
      mx_port_return_pointer (port, task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
    else
      mx_port_return_error (port, task, g_error_copy (error));
  }
  g_hash_table_remove (download->media->downloads, download->key);
}

static gboolean
retry_cb (gpointer user_data)
{
  Download *download = user_data;

  g_clear_pointer (&download->timer, g_source_unref);
  g_queue_push_tail (&download->media->waiting, download);
  start_waiting (download->media);
  return G_SOURCE_REMOVE;
}

static void
try_later (Download     *download,
           const GError *error)
{
  gint64 now = mx_core_now (download->media->core);

  if (!download->pace)
    download->pace = mx_core_new_pace (download->media->core);
  mx_pace_fail (download->pace, error, now);
  download->timer = g_timeout_source_new (MAX (mx_pace_get_due (download->pace) - now, 0) / 1000);
  g_source_set_static_name (download->timer, "[mx] media retry");
  g_source_set_callback (download->timer, retry_cb, download, NULL);
  g_source_attach (download->timer, download->media->core->context);
}

static void
remember_missing (MxMedia    *self,
                  const char *key)
{
  gint64 *until = g_new (gint64, 1);

  *until = mx_core_now (self->core) + MISSING_SECONDS * G_USEC_PER_SEC;
  g_hash_table_replace (self->missing, g_strdup (key), until);
}

static gboolean
is_missing (MxMedia    *self,
            const char *key)
{
  gint64 *until = g_hash_table_lookup (self->missing, key);

  if (!until)
    return FALSE;
  if (mx_core_now (self->core) < *until)
    return TRUE;
  g_hash_table_remove (self->missing, key);
  return FALSE;
}

static void
keep (MxMedia  *self,
      Download *download,
      GBytes   *bytes)
{
  g_autoptr (GError) error = NULL;

  if (!mx_media_cache_insert (mx_store_get_media (self->core->store), download->mxc, download->variant, bytes, &error))
    g_debug ("not kept in the cache: %s", error->message);
}

static void
on_answer (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  Download *download = data;
  MxMedia *self = download->media;

  download->running = FALSE;
  self->n_running--;
  if (response) {
    keep (self, download, response->body);
    finish (download, response->body, NULL);
  } else if (mx_error_is_transient (error) && ++download->attempts < MAX_ATTEMPTS && is_wanted (download)) {
    try_later (download, error);
  } else {
    if (g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND))
      remember_missing (self, download->key);
    finish (download, NULL, error);
  }
  start_waiting (self);
}

static void
start (MxMedia  *self,
       Download *download)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRequest) request = NULL;

  if (!is_wanted (download))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody wants it any more");
  else if (download->width > 0)
    request = mx_api_media_thumbnail (download->mxc, download->width, download->height, FALSE,
                                      download->max_bytes, &error);
  else
    request = mx_api_media_download (download->mxc, download->max_bytes, &error);
  if (!request) {
    finish (download, NULL, error);
    return;
  }
  download->running = TRUE;
  self->n_running++;
  mx_core_send (self->core, request, self->core->session_cancel, on_answer, download);
}

static void
start_waiting (MxMedia *self)
{
  while (self->n_running < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    start (self, g_queue_pop_head (&self->waiting));
}

static Download *
download_new (MxMedia *self,
              MxWish  *wish,
              char    *key,
              char    *variant)
{
  Download *download = g_new0 (Download, 1);

  download->media = self;
  download->key = key;
  download->variant = variant;
  download->mxc = g_strdup (wish->text);
  download->width = wish->width;
  download->height = wish->height;
  download->max_bytes = wish->max_bytes > 0 ? wish->max_bytes : DEFAULT_MAX;
  download->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->downloads, download->key, download);
  g_queue_push_tail (&self->waiting, download);
  return download;
}

/* TRUE: @task has ended. */
static gboolean
answer_at_once (MxMedia    *self,
                GTask      *task,
                MxWish     *wish,
                const char *key,
                const char *variant)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize limit = wish->max_bytes > 0 ? wish->max_bytes : DEFAULT_MAX;

  if (is_missing (self, key)) {
    mx_port_return_error (self->core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "the server does not have this file"));
    return TRUE;
  }
  bytes = mx_media_cache_lookup (mx_store_get_media (self->core->store), wish->text, variant);
  if (!bytes)
    return FALSE;
  if (g_bytes_get_size (bytes) > limit)
    mx_port_return_error (self->core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_TOO_LARGE, "the file is larger than asked for"));
  else
    mx_port_return_pointer (self->core->port, task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  return TRUE;
}

/**
 * mx_media_load:
 * @core: the engine
 * @task: (transfer full): ends with #GBytes
 * @wish: address, size and cap
 *
 * Loads a file or a thumbnail. See Client-Server API, "Content repository".
 */
void
mx_media_load (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  g_autofree char *variant = NULL;
  g_autofree char *key = NULL;
  Download *download;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (!mx_id_is_mxc (wish->text)) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "not a media address"));
    return;
  }
  variant = wish->width > 0 ? g_strdup_printf ("%ux%u", wish->width, wish->height) : g_strdup ("");
  /* Who allows more is not bound by who allows less. */
  key = g_strdup_printf ("%s %s %" G_GSIZE_FORMAT, wish->text, variant, wish->max_bytes);
  if (answer_at_once (core->media, task, wish, key, variant))
    return;
  download = g_hash_table_lookup (core->media->downloads, key);
  if (!download)
    download = download_new (core->media, wish, g_steal_pointer (&key), g_steal_pointer (&variant));
  g_ptr_array_add (download->tasks, task);
  start_waiting (core->media);
}

/* Icons. */

typedef struct
{
  MxCore *core; /* (unowned) */
  GTask *task;  /* (owned)   */
} Icon;

static void
icon_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Icon *icon = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = mx_http_send_finish (MX_HTTP (source), result, &error);

  if (response)
    mx_port_return_pointer (icon->core->port, g_steal_pointer (&icon->task), g_bytes_ref (response->body),
                            (GDestroyNotify) g_bytes_unref);
  else
    mx_port_return_error (icon->core->port, g_steal_pointer (&icon->task), g_steal_pointer (&error));
}

/**
 * mx_media_load_icon:
 * @core: the engine
 * @task: (transfer full): ends with #GBytes
 * @wish: server, address and size
 *
 * Loads the icon of an identity provider. See Client-Server API, "Client login via SSO".
 */
void
mx_media_load_icon (MxCore *core,
                    GTask  *task,
                    MxWish *wish)
{
  GError *error = NULL;
  g_autoptr (MxRequest) request = mx_api_media_icon (wish->text, wish->width, &error);
  Icon *icon;

  mx_assert_engine (core);
  if (!request) {
    mx_port_return_error (core->port, task, error);
    return;
  }
  icon = g_new0 (Icon, 1);
  icon->core = core;
  icon->task = task;
  mx_http_send_to_async (core->http, wish->link, request, g_task_get_cancellable (task), icon_cb, icon);
}
