/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are sent: into the outbox with their bytes, and how large they may be. The
 * server's limit is asked for whenever somebody wants to send, and remembered for when the
 * server does not answer. Engine thread. */

#include "config.h"

#include "mx-files.h"

#include "mx-api-media.h"
#include "mx-error.h"
#include "mx-outbox.h"
#include "mx-request.h"
#include "mx-store.h"
#include "mx-sync.h"

#define LIMIT_KEY "upload_limit"

/**
 * mx_files_send:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: what is sent
 *
 * Queues a message with a file. See Client-Server API, "Content repository".
 */
void
mx_files_send (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  MxStoreOutboxItem *item;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  item = mx_store_outbox_item_new (MX_OUTBOX_UPLOAD, wish->room_id, wish->txn_id);
  item->created = g_get_real_time () / 1000;
  item->type = g_strdup ("m.room.message");
  item->target = g_strdup (wish->type);
  item->content = g_strdup (wish->text);
  item->data = g_bytes_ref (wish->bytes);
  mx_outbox_add (core, item, NULL);
}

static void
return_limit (MxCore *core,
              GTask  *task,
              gint64  limit)
{
  mx_port_return_pointer (core->port, task, g_memdup2 (&limit, sizeof limit), g_free);
}

static gint64
read_limit (MxCore *core)
{
  g_autofree char *text = core->store ? mx_store_get_value (core->store, LIMIT_KEY, NULL) : NULL;

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
on_limit (MxCore       *core,
          MxResponse   *response,
          const GError *error,
          gpointer      data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 limit = 0;

  if (!response || !core->store || !mx_api_media_config_parse (response, &limit, &failure)) {
    g_debug ("how large files may be: %s", error ? error->message : failure ? failure->message
                                                                            : "nobody knows");
    return_limit (core, data, read_limit (core));
    return;
  }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  if (!mx_store_set_value (core->store, LIMIT_KEY, text, &failure))
    g_debug ("not remembered: %s", failure->message);
  return_limit (core, data, limit);
}

/**
 * mx_files_find_limit:
 * @core: the engine
 * @task: (transfer full): ends with a gint64
 * @wish: (nullable): not used
 *
 * Asks how large a file may be. Without an answer it is what the server said last.
 */
void
mx_files_find_limit (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  g_autoptr (MxRequest) request = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (core->account->is_guest) {
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_GUEST_FORBIDDEN, "guests send no files"));
    return;
  }
  if (!core->sync || !mx_sync_is_live (core->sync)) {
    return_limit (core, task, read_limit (core));
    return;
  }
  request = mx_api_media_config ();
  mx_core_send (core, request, core->session_cancel, on_limit, task);
}
