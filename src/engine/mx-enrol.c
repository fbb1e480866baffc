/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making an account, as a forgotten password, takes a person away from the program: to their
 * mailbox, to a page. What is needed to go on is kept meanwhile, where nobody is signed in yet,
 * inside the keyring's item (as a sign-in in the browser is, see mx-arrival.c): it holds the
 * password to be. What the record says is the model's; here it is a text. Who is signed in has
 * none. Engine thread. */

#include "config.h"

#include "mx-enrol.h"

#include "mx-account.h"
#include "mx-api-login.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-keyring.h"
#include "mx-request.h"
#include "mx-secret.h"

#include <string.h>

typedef struct
{
  MxCore *core;
  GTask *task;         /* (owned)                    */
  MxWish *wish;        /* (unowned): the task's data */
  MxKeyringItem *item; /* (owned) (nullable)         */
} Enrol;

static void
enrol_free (Enrol *self)
{
  g_clear_object (&self->task);
  g_clear_pointer (&self->item, mx_keyring_item_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Enrol, enrol_free)

static Enrol *
enrol_new (MxCore *core,
           GTask  *task,
           MxWish *wish)
{
  Enrol *self = g_new0 (Enrol, 1);

  self->core = core;
  self->task = task;
  self->wish = wish;
  return self;
}

static void
fail (Enrol  *self,
      GError *error)
{
  mx_port_return_error (self->core->port, g_steal_pointer (&self->task), error);
}

static void
succeed (Enrol *self)
{
  mx_port_return_boolean (self->core->port, g_steal_pointer (&self->task), TRUE);
}

static void
mailed (MxCore       *core,
        MxResponse   *response,
        const GError *failure,
        gpointer      data)
{
  g_autoptr (Enrol) self = data;
  GError *error = failure ? g_error_copy (failure) : NULL;
  char *sid = NULL;

  if (!error)
    sid = mx_api_register_mail_parse (response, &error);
  if (sid) {
    mx_port_return_pointer (core->port, g_steal_pointer (&self->task), sid, g_free);
    return;
  }
  if (self->wish->flag)
    mx_api_reset_explain (error);
  fail (self, error);
}

static void
server_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Enrol *self = user_data;
  MxWish *wish = self->wish;
  GError *error = NULL;
  g_autoptr (MxServer) server = mx_discovery_find_finish (MX_HTTP (object), result, &error);
  g_autoptr (MxRequest) request = NULL;

  if (!server) {
    fail (self, error);
    enrol_free (self);
    return;
  }
  request = (wish->flag ? mx_api_reset_mail : mx_api_register_mail) (wish->user_id, wish->secret, wish->limit);
  mx_core_send_to (self->core, server->base_url, request, g_task_get_cancellable (self->task), mailed, self);
}

/**
 * mx_enrol_mail:
 * @core: a core
 * @task: (transfer full): ends with the mail's id
 * @wish: see the header
 */
void
mx_enrol_mail (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  mx_assert_engine (core);

  mx_discovery_find_async (core->http, wish->text, g_task_get_cancellable (task), server_cb,
                           enrol_new (core, task, wish));
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Enrol) self = user_data;
  GError *error = NULL;

  if (mx_keyring_store_finish (MX_KEYRING (object), result, &error))
    succeed (self);
  else
    fail (self, error);
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Enrol) self = user_data;
  GError *error = NULL;

  if (mx_keyring_delete_finish (MX_KEYRING (object), result, &error))
    succeed (self);
  else
    fail (self, error);
}

static void
put (Enrol *self)
{
  const char *text = self->wish->secret;
  g_autoptr (MxSecret) master = NULL;

  if (!self->item) {
    master = mx_secret_new_random (MX_SECRET_KEY_BYTES);
    self->item = mx_keyring_item_new (NULL, master, NULL, NULL);
  }
  g_clear_pointer (&self->item->pending, mx_secret_unref);
  self->item->pending = text ? mx_secret_new (text, strlen (text)) : NULL;
  if (text || self->item->user_id)
    mx_keyring_store_async (mx_account_ensure_keyring (self->core), self->item, NULL, stored_cb, self);
  else
    mx_keyring_delete_async (mx_account_ensure_keyring (self->core), NULL, deleted_cb, self);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Enrol *self = user_data;
  GError *error = NULL;

  self->item = mx_keyring_load_finish (MX_KEYRING (object), result, &error);
  if (!error) {
    put (self);
    return;
  }
  fail (self, error);
  enrol_free (self);
}

/**
 * mx_enrol_keep:
 * @core: a core
 * @task: (transfer full): ends with %TRUE
 * @wish: see the header
 */
void
mx_enrol_keep (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  mx_assert_engine (core);

  if (core->account || core->is_signing_in) {
    mx_port_return_boolean (core->port, task, TRUE);
    return;
  }
  mx_keyring_load_async (mx_account_ensure_keyring (core), NULL, found_cb, enrol_new (core, task, wish));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Enrol) self = user_data;
  GError *error = NULL;
  char *text = NULL;
  const guint8 *data;
  gsize len;

  self->item = mx_keyring_load_finish (MX_KEYRING (object), result, &error);
  if (error) {
    fail (self, error);
    return;
  }
  if (self->item && self->item->pending && !self->core->account) {
    data = mx_secret_get_data (self->item->pending, &len);
    text = g_strndup ((const char *) data, len);
  }
  mx_port_return_pointer (self->core->port, g_steal_pointer (&self->task), text, g_free);
}

/**
 * mx_enrol_load:
 * @core: a core
 * @task: (transfer full): ends with the record, or %NULL
 * @wish: (nullable): not used
 */
void
mx_enrol_load (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  mx_assert_engine (core);

  mx_keyring_load_async (mx_account_ensure_keyring (core), NULL, loaded_cb, enrol_new (core, task, wish));
}
