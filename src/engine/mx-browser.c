/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in where a password has nothing to do: in the browser, or with a code on another
 * device.
 *
 *   KEYRING ──► SERVER ──► CLIENT ──► (CODE) ──► OPEN ──answer──► EXCHANGE ──► HELD ──► mx-login
 *      │           │       OAuth      device      ▲   timer, ask     OAuth       wait ()
 *      │           │                  grant       │
 *      │           └── single sign-on ────────────┤
 *      └── resume (): OPEN at once with the same port, state and verifier, and the server is
 *          looked for until it answers; else, with the port taken, all anew
 *
 * begin () ends at OPEN, when the record of the sign-in is in the keyring: killed from here on,
 * resume () goes on. wait () ends when somebody is signed in. Everything that fails ends the
 * sign-in and takes the record away; the end of the program does not. Engine thread. */

#include "config.h"

#include "mx-browser-private.h"

#include "mx-account.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-oauth.h"
#include "mx-secret.h"
#include "mx-token.h"

#include <string.h>

void
_mx_browser_clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
browser_clear (MxBrowser *self)
{
  _mx_browser_clear_source (&self->wish);
  _mx_browser_clear_source (&self->timer);
  g_clear_pointer (&self->arrival, mx_arrival_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  g_clear_pointer (&self->server, mx_server_free);
  g_clear_object (&self->loopback);
  g_clear_pointer (&self->grant, mx_grant_free);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->redirect, g_free);
  g_clear_pointer (&self->answer, g_hash_table_unref);
  g_clear_pointer (&self->pace, mx_pace_free);
}

void
_mx_browser_unref (MxBrowser *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) browser_clear);
}

static void
end_task (MxBrowser  *self,
          GTask     **task,
          GError     *error)
{
  if (*task)
    mx_port_return_error (self->core->port, g_steal_pointer (task), error);
  else
    g_error_free (error);
}

/* Callbacks that are still under way find is_over and do nothing. */
void
_mx_browser_leave (MxBrowser *self)
{
  self->is_over = TRUE;
  _mx_browser_clear_source (&self->wish);
  _mx_browser_clear_source (&self->timer);
  g_clear_object (&self->loopback);
  g_cancellable_cancel (self->cancellable);
  if (self->grant && self->grant->tokens)
    mx_oauth_disown (self->core, self->grant->server->oauth, self->grant->client_id, self->grant->tokens);
  if (self->core->browser == self)
    self->core->browser = NULL;
  _mx_browser_unref (self);
}

static void
forgotten_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_keyring_store_finish (MX_KEYRING (object), result, &error))
    g_debug ("the record of the sign-in stays: %s", error->message);
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_keyring_delete_finish (MX_KEYRING (object), result, &error))
    g_debug ("the record of the sign-in stays: %s", error->message);
}

/**
 * mx_browser_forget:
 * @core: a core
 * @item: (nullable): what the keyring has; changed
 *
 * Takes the record of a sign-in away, as if it had never begun; an account's keys stay.
 */
void
mx_browser_forget (MxCore        *core,
                   MxKeyringItem *item)
{
  if (item)
    g_clear_pointer (&item->pending, mx_secret_unref);
  if (item && item->user_id)
    mx_keyring_store_async (mx_account_ensure_keyring (core), item, NULL, forgotten_cb, NULL);
  else
    mx_keyring_delete_async (mx_account_ensure_keyring (core), NULL, deleted_cb, NULL);
}

/* Before the keyring was read, nothing of the sign-in is there, but perhaps an account is. */
static void
forget (MxBrowser *self)
{
  if (self->is_read)
    mx_browser_forget (self->core, self->item);
}

/* Takes @error. Before wait () it is kept for it. */
void
_mx_browser_fail (MxBrowser *self,
                  GError    *error)
{
  if (self->begin_task) {
    end_task (self, &self->begin_task, error);
  } else if (self->wait_task) {
    end_task (self, &self->wait_task, error);
  } else {
    g_clear_error (&self->failure);
    self->failure = error;
    return;
  }
  forget (self);
  _mx_browser_leave (self);
}

void
_mx_browser_fail_with (MxBrowser  *self,
                       MxError     code,
                       const char *text)
{
  _mx_browser_fail (self, g_error_new_literal (MX_ERROR, code, text));
}

void
_mx_browser_set_timer (MxBrowser   *self,
                       guint        seconds,
                       GSourceFunc  func)
{
  _mx_browser_clear_source (&self->timer);
  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, func, g_rc_box_acquire (self), (GDestroyNotify) _mx_browser_unref);
  g_source_attach (self->timer, self->core->context);
}

static MxArrival *
read_pending (const MxKeyringItem *item)
{
  g_autoptr (MxArrival) arrival = NULL;
  const guint8 *data;
  gsize len;

  if (!item || !item->pending)
    return NULL;
  data = mx_secret_get_data (item->pending, &len);
  arrival = mx_arrival_read ((const char *) data, len);
  if (!arrival || arrival->began_at + MX_BROWSER_MAX_AGE_S < g_get_real_time () / G_USEC_PER_SEC)
    return NULL;
  return g_steal_pointer (&arrival);
}

static void
keyring_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (MxBrowser) self = user_data;
  GError *error = NULL;
  g_autoptr (MxKeyringItem) item = mx_keyring_load_finish (MX_KEYRING (object), result, &error);

  if (self->is_over) {
    g_clear_error (&error);
    return;
  }
  if (error) {
    end_task (self, &self->begin_task, error);
    _mx_browser_leave (self);
    return;
  }
  self->item = g_steal_pointer (&item);
  self->is_read = TRUE;
  if (self->is_resumed)
    self->arrival = read_pending (self->item);
  if (self->arrival) {
    if (self->is_resumed)
      _mx_browser_go_on (self);
    else
      _mx_browser_find_server (self);
    return;
  }
  mx_port_return_pointer (self->core->port, g_steal_pointer (&self->begin_task), NULL, NULL);
  _mx_browser_leave (self);
}

static void
start (MxCore    *core,
       GTask     *task,
       MxArrival *arrival)
{
  MxBrowser *self;

  if (core->account && !mx_token_is_refused (core->token)) {
    mx_arrival_free (arrival);
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "somebody is signed in already"));
    return;
  }
  mx_browser_stop (core);
  self = g_rc_box_new0 (MxBrowser);
  core->browser = self;
  self->core = core;
  self->begin_task = task;
  self->arrival = arrival;
  self->is_resumed = arrival == NULL;
  self->cancellable = g_cancellable_new ();
  mx_keyring_load_async (mx_account_ensure_keyring (core), NULL, keyring_cb, g_rc_box_acquire (self));
}

/**
 * mx_browser_begin:
 * @core: a core where nobody is signed in, or where the server ended the session
 * @task: (transfer full): ends with an #MxBrowserStep
 * @wish: see the header
 */
void
mx_browser_begin (MxCore *core,
                  GTask  *task,
                  MxWish *wish)
{
  MxArrival *arrival = g_new0 (MxArrival, 1);

  mx_assert_engine (core);

  arrival->way = wish->limit;
  arrival->server = g_strdup (wish->text);
  arrival->provider = g_strdup (wish->type);
  arrival->link = g_strdup (wish->link);
  arrival->title = g_strdup (wish->title);
  arrival->page = g_strdup (wish->page);
  start (core, task, arrival);
}

/**
 * mx_browser_resume:
 * @core: a core
 * @task: (transfer full): ends with an #MxBrowserStep, or %NULL where nothing was begun
 * @wish: (nullable): not used
 *
 * Goes on with a sign-in that was begun before the program ended. Nothing older than an hour.
 */
void
mx_browser_resume (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  g_autoptr (GError) error = NULL;

  mx_assert_engine (core);

  if (core->browser && core->browser->arrival && !core->browser->begin_task) {
    mx_port_return_pointer (core->port, task, _mx_browser_new_step (core->browser),
                            (GDestroyNotify) mx_browser_step_free);
    return;
  }
  start (core, task, NULL);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  _mx_browser_fail (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

/**
 * mx_browser_wait:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo
 * @wish: (nullable): not used
 */
void
mx_browser_wait (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  MxBrowser *self = core->browser;
  GCancellable *cancellable = g_task_get_cancellable (task);

  mx_assert_engine (core);

  if (!self || self->begin_task || self->wait_task) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "no sign-in is waiting"));
    return;
  }
  self->wait_task = task;
  if (self->failure) {
    _mx_browser_fail (self, g_steal_pointer (&self->failure));
    return;
  }
  if (self->grant) {
    _mx_browser_hand_over (self);
    return;
  }
  if (!cancellable)
    return;
  self->wish = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->wish, G_SOURCE_FUNC (on_cancelled), g_rc_box_acquire (self),
                         (GDestroyNotify) _mx_browser_unref);
  g_source_attach (self->wish, core->context);
}

/**
 * mx_browser_cancel:
 * @core: a core
 * @task: (nullable): not used
 * @wish: (nullable): not used
 *
 * The person does not want to go on.
 */
void
mx_browser_cancel (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  mx_assert_engine (core);

  if (!core->browser)
    return;
  forget (core->browser);
  mx_browser_stop (core);
}

/**
 * mx_browser_stop:
 * @core: a core
 *
 * Ends what is under way; its record stays.
 */
void
mx_browser_stop (MxCore *core)
{
  MxBrowser *self = core->browser;

  if (!self)
    return;
  end_task (self, &self->begin_task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "ended"));
  end_task (self, &self->wait_task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "ended"));
  _mx_browser_leave (self);
}
