/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The profile: opening it, starting and stopping what a signed-in person has, signing
 * out. What lies where:
 *
 *   account.json   who is signed in (not secret); written last, removed last
 *   keyring        master key and tokens
 *   store/         the database and the media cache, encrypted with the master key
 *
 * In memory mode there is none of them. Engine thread. */

#include "config.h"

#include "mx-account.h"

#include "mx-account-file.h"
#include "mx-api-account.h"
#include "mx-browser.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-http.h"
#include "mx-keyring.h"
#include "mx-media.h"
#include "mx-oauth.h"
#include "mx-outbox.h"
#include "mx-profiles.h"
#include "mx-request.h"
#include "mx-rooms.h"
#include "mx-secret.h"
#include "mx-store.h"
#include "mx-summary.h"
#include "mx-sync-apply.h"
#include "mx-sync.h"
#include "mx-token.h"

#include <glib/gstdio.h>
#include <string.h>

#define LOGOUT_MS 10000

/**
 * mx_account_set_key_mode:
 * @core: a core
 * @task: (nullable): not used
 * @wish: the mode as limit, the passphrase as secret
 */
void
mx_account_set_key_mode (MxCore *core,
                         GTask  *task,
                         MxWish *wish)
{
  core->key_mode = wish->limit;
  core->has_key_mode = TRUE;
  g_clear_pointer (&core->passphrase, mx_secret_unref);
  if (wish->secret)
    core->passphrase = mx_secret_new (wish->secret, strlen (wish->secret));
  if (!core->account)
    g_clear_object (&core->keyring);
}

/**
 * mx_account_ensure_keyring:
 * @core: a core
 *
 * Returns: (transfer none): the profile's keyring, in the mode that the person chose
 */
MxKeyring *
mx_account_ensure_keyring (MxCore *core)
{
  gboolean in_memory = core->has_key_mode && core->key_mode == MX_KEY_MEMORY;

  if (core->keyring)
    return core->keyring;
  core->keyring = mx_keyring_new (in_memory ? NULL : core->profile_dir);
  if (core->has_key_mode)
    mx_keyring_set_mode (core->keyring, core->key_mode, core->passphrase);
  core->key_mode = mx_keyring_get_mode (core->keyring);
  return core->keyring;
}

/**
 * mx_account_store_dir:
 * @core: a core
 *
 * Returns: (transfer full) (nullable): the store's folder; %NULL in memory mode
 */
char *
mx_account_store_dir (MxCore *core)
{
  if (core->key_mode == MX_KEY_MEMORY)
    return NULL;
  return g_build_filename (core->profile_dir, "store", NULL);
}

/**
 * mx_account_open_store:
 * @core: a core
 * @master: the profile's key
 * @error: a place for an error
 *
 * Returns: whether the store is open
 */
gboolean
mx_account_open_store (MxCore    *core,
                       MxSecret  *master,
                       GError   **error)
{
  g_autofree char *dir = mx_account_store_dir (core);

  if (core->store)
    return TRUE;
  if (dir && g_mkdir_with_parents (core->profile_dir, 0700) != 0) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_FULL, "making the profile's folder: %s", g_strerror (errno));
    return FALSE;
  }
  core->store = mx_store_open (dir, master, error);
  return core->store != NULL;
}

static char **
load_ignored (MxStore *store)
{
  g_autofree char *content = mx_store_get_account_data (store, NULL, "m.ignored_user_list", NULL);
  char **users = content ? mx_sync_ignored_users (content) : NULL;

  return users ? users : g_new0 (char *, 1);
}

/* Every room's summary, from one SELECT. */
static MxDelta *
first_delta (MxCore  *core,
             GError **error)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  g_autoptr (GPtrArray) rows = mx_store_list_rooms (core->store, error);
  MxRoomDelta *room;
  MxStoreRoom *row;
  guint i;

  if (!rows)
    return NULL;
  for (i = 0; i < rows->len; i++) {
    row = g_ptr_array_index (rows, i);
    room = mx_delta_add_room (delta, row->room_id);
    room->summary = mx_summary_from_row (core->store, row, g_hash_table_contains (core->open_rooms, row->room_id));
  }
  delta->ignored = load_ignored (core->store);
  delta->has_sync_state = TRUE;
  delta->sync_state = MX_SYNC_LOADING;
  return g_steal_pointer (&delta);
}

/**
 * mx_account_start:
 * @core: a core with store and account
 * @error: a place for an error
 *
 * Publishes what the store has and starts the loops.
 *
 * Returns: whether the store could be read
 */
gboolean
mx_account_start (MxCore  *core,
                  GError **error)
{
  MxDelta *delta = first_delta (core, error);

  if (!delta)
    return FALSE;
  g_set_object (&core->session_cancel, NULL);
  core->session_cancel = g_cancellable_new ();
  core->rooms = mx_rooms_new (core);
  core->media = mx_media_new (core);
  core->outbox = mx_outbox_new (core);
  core->sync = mx_sync_new (core);
  mx_port_publish (core->port, delta);
  mx_engine_pump (core);
  return TRUE;
}

/**
 * mx_account_cancel:
 * @core: a core
 *
 * Ends what is under way; the callbacks still come.
 */
void
mx_account_cancel (MxCore *core)
{
  mx_browser_stop (core);
  if (core->session_cancel)
    g_cancellable_cancel (core->session_cancel);
  mx_token_cancel_all (core->token, NULL);
}

/**
 * mx_account_stop:
 * @core: a core of which no exchange is under way
 *
 * Lets go of everything that a signed-in person has, and closes the store.
 */
void
mx_account_stop (MxCore *core)
{
  g_clear_pointer (&core->sync, mx_sync_free);
  g_clear_pointer (&core->outbox, mx_outbox_free);
  g_clear_pointer (&core->media, mx_media_free);
  g_clear_pointer (&core->rooms, mx_rooms_free);
  g_clear_pointer (&core->store, mx_store_close);
  g_clear_pointer (&core->account, mx_account_info_free);
  g_clear_object (&core->session_cancel);
}

static void
return_account (MxCore *core,
                GTask  *task)
{
  mx_port_return_pointer (core->port, task, core->account ? mx_account_info_copy (core->account) : NULL,
                          (GDestroyNotify) mx_account_info_free);
}

static gboolean
open_with (MxCore         *core,
           MxKeyringItem  *item,
           MxAccountInfo  *info,
           GError        **error)
{
  if (!mx_account_open_store (core, item->master, error))
    return FALSE;
  if (!mx_http_set_base_url (core->http, info->homeserver, error))
    return FALSE;
  mx_token_set (core->token, item, 0);
  core->account = mx_account_info_copy (info);
  mx_profiles_recall (core);
  if (mx_account_start (core, error))
    return TRUE;
  mx_account_stop (core);
  mx_token_set (core->token, NULL, 0);
  return FALSE;
}

/* The same once more with an empty store, where the person wants that: what is there is kept, and sync fills it. */
static gboolean
load_again (MxCore         *core,
            MxKeyringItem  *item,
            MxAccountInfo  *info,
            GError        **error)
{
  g_autofree char *dir = mx_account_store_dir (core);
  g_autofree char *kept = NULL;

  if (!core->loads_again || !g_error_matches (*error, MX_ERROR, MX_ERROR_STORE_DAMAGED))
    return FALSE;
  g_clear_error (error);
  g_clear_pointer (&core->store, mx_store_close);
  kept = mx_store_keep_damaged (dir, error);
  return kept && open_with (core, item, info, error);
}

static void
open_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxCore *core = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAccountInfo) info = NULL;
  g_autoptr (MxKeyringItem) item = mx_keyring_load_finish (MX_KEYRING (object), result, &error);

  if (!error)
    info = mx_account_file_read (core->profile_dir, &error);
  if (!error && info && (!item || !item->master))
    error = g_error_new_literal (MX_ERROR, MX_ERROR_STORE_KEY, "the keyring does not have this profile's key");
  if (!error && info && !core->account && !open_with (core, item, info, &error))
    load_again (core, item, info, &error);
  if (error) {
    g_clear_pointer (&core->store, mx_store_close);
    mx_port_return_error (core->port, g_steal_pointer (&task), g_steal_pointer (&error));
  } else {
    return_account (core, g_steal_pointer (&task));
  }
}

/**
 * mx_account_open:
 * @core: a core
 * @task: (transfer full): ends with an #MxAccountInfo, or %NULL where nobody is signed in
 * @wish: flag: what cannot be read is set aside
 */
void
mx_account_open (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  g_autoptr (MxAccountInfo) info = NULL;
  GError *error = NULL;

  mx_assert_engine (core);

  if (core->account) {
    return_account (core, task);
    return;
  }
  mx_account_ensure_keyring (core);
  core->loads_again = wish->flag;
  if (core->key_mode != MX_KEY_MEMORY)
    info = mx_account_file_read (core->profile_dir, &error);
  if (error && core->loads_again) {
    g_clear_error (&error);
    mx_account_file_set_aside (core->profile_dir, &error);
  }
  if (error) {
    mx_port_return_error (core->port, task, error);
    return;
  }
  if (!info) {
    return_account (core, task);
    return;
  }
  g_task_set_task_data (task, core, NULL);
  mx_keyring_load_async (core->keyring, g_task_get_cancellable (task), open_loaded_cb, task);
}

/* --- signing out --------------------------------------------------------------------- */

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxCore *core = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *dir = mx_account_store_dir (core);
  MxDelta *delta = mx_delta_new ();

  mx_keyring_delete_finish (MX_KEYRING (object), result, &error);
  if (dir && !mx_store_delete (dir, &store_error))
    g_debug ("the store is not wholly gone: %s", store_error->message);
  if (core->key_mode != MX_KEY_MEMORY)
    mx_account_file_remove (core->profile_dir);
  g_clear_object (&core->keyring);

  delta->has_sync_state = TRUE;
  delta->sync_state = MX_SYNC_STOPPED;
  mx_port_publish (core->port, delta);
  if (error || store_error)
    mx_port_return_error (core->port, g_steal_pointer (&task),
                          error ? g_steal_pointer (&error) : g_steal_pointer (&store_error));
  else
    mx_port_return_boolean (core->port, g_steal_pointer (&task), TRUE);
}

/* Nothing is under way any more. */
static void
forget (gpointer data,
        gpointer user_data)
{
  MxCore *core = data;
  GTask *task = g_steal_pointer (&core->logout_task);

  mx_account_stop (core);
  mx_oauth_set_server (core, NULL);
  mx_token_set (core->token, NULL, 0);
  mx_keyring_delete_async (mx_account_ensure_keyring (core), NULL, deleted_cb, task);
}

static void
logout_answer (MxCore       *core,
               MxResponse   *response,
               const GError *error,
               gpointer      data)
{
  if (error)
    g_debug ("the server was not told of the sign-out: %s", error->message);
  if (core->session_cancel)
    g_cancellable_cancel (core->session_cancel);
  mx_token_cancel_all (core->token, forget);
}

/**
 * mx_account_logout:
 * @core: a core
 * @task: (transfer full): ends with %TRUE
 * @wish: (nullable): not used
 *
 * Tells the server, then removes store, keys and caches; also when the server cannot be told, or the
 * program is closed meanwhile.
 */
void
mx_account_logout (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  g_autoptr (MxRequest) request = NULL;
  gboolean is_refresh;
  char *token;

  mx_assert_engine (core);

  if (core->logout_task || core->is_signing_in) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_FAILED, "signing in or out already"));
    return;
  }
  mx_browser_stop (core);
  g_task_set_task_data (task, core, NULL);
  core->logout_task = task;
  if (!core->account || mx_token_is_refused (core->token)) {
    mx_token_cancel_all (core->token, forget);
    return;
  }
  if (core->account->client_id) {
    token = mx_token_dup_last (core->token, &is_refresh);
    mx_oauth_revoke (core, token, is_refresh, logout_answer, NULL);
    explicit_bzero (token, strlen (token));
    g_free (token);
    return;
  }
  request = mx_api_logout ();
  request->timeout_ms = LOGOUT_MS;
  mx_core_send (core, request, NULL, logout_answer, NULL);
}
