/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CtlRpc: JSON-RPC 2.0 on standard input and output, one object a line.
 *
 *   line ──► request ──► CtlCall ──► answer ──► line        (as many at once as there are)
 *   line ──► batch ──► requests … ──► answers ──► one line
 *   CtlWatcher ──► notification ──► line
 *
 * Nothing is read before the profile is open. When standard input ends, what is under way
 * is finished, its answers are written, and the program ends. Main thread. */

#include "config.h"

#include "ctl-rpc.h"

#include "ctl-call.h"
#include "ctl-error.h"
#include "ctl-lines.h"
#include "ctl-methods.h"
#include "ctl-watcher.h"

#include "mx-json.h"

#include <string.h>

struct _CtlRpc {
  CtlApp *app;         /* (unowned)                              */
  CtlLines *lines;     /* (owned)                                */
  CtlWatcher *watcher; /* (owned) (nullable)                     */
  GError *open_error;  /* (owned) (nullable)                     */
  guint n_calls;       /* under way                              */
  gboolean is_ended;   /* standard input                         */
};

/* Answers that go out together. */
typedef struct
{
  JsonArray *answers; /* (owned) */
  guint pending;
} Batch;

/* Where an answer goes. */
typedef struct
{
  CtlRpc *rpc;  /* (unowned)                                 */
  Batch *batch; /* (unowned) (nullable): freed when complete */
  JsonNode *id; /* (owned) (nullable): a notification        */
} Return;

static void
write_node (CtlRpc   *self,
            JsonNode *node)
{
  g_autofree char *text = mx_json_print (node);

  ctl_lines_write (self->lines, text);
}

static void
write_object (CtlRpc     *self,
              JsonObject *object)
{
  g_autofree char *text = mx_json_print_object (object);

  ctl_lines_write (self->lines, text);
}

static void
end_when_done (CtlRpc *self)
{
  if (self->is_ended && self->n_calls == 0 && ctl_lines_is_drained (self->lines))
    ctl_app_quit (self->app, self->open_error != NULL ? 1 : 0);
}

static JsonObject *
new_answer (JsonNode     *id,
            JsonNode     *result,
            const GError *error)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "jsonrpc", "2.0");
  json_object_set_member (object, "id", id != NULL ? json_node_copy (id) : json_node_new (JSON_NODE_NULL));
  if (error != NULL)
    json_object_set_object_member (object, "error", ctl_error_to_json (error));
  else
    json_object_set_member (object, "result", json_node_copy (result));
  return object;
}

static void
finish_batch (CtlRpc *self,
              Batch  *batch)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  batch->pending--;
  if (batch->pending > 0)
    return;
  node = json_node_init_array (json_node_alloc (), batch->answers);
  text = mx_json_print (node);
  /* Nothing but notifications: nothing at all is answered. */
  if (!g_str_equal (text, "[]"))
    write_node (self, node);
  json_array_unref (batch->answers);
  g_free (batch);
}

static void
put_answer (CtlRpc     *self,
            Batch      *batch,
            JsonObject *object)
{
  if (batch != NULL) {
    json_array_add_object_element (batch->answers, object);
    return;
  }
  write_object (self, object);
  json_object_unref (object);
}

static void
refuse (CtlRpc      *self,
        Batch       *batch,
        JsonNode    *id,
        CtlRpcError  code,
        const char  *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CTL_RPC_ERROR, code, sentence);

  put_answer (self, batch, new_answer (id, NULL, error));
}

static void
on_answer (CtlCall  *call,
           JsonNode *result,
           GError   *error,
           gpointer  user_data)
{
  Return *back = user_data;
  CtlRpc *self = back->rpc;

  if (back->id != NULL)
    put_answer (self, back->batch, new_answer (back->id, result, error));
  if (back->batch != NULL)
    finish_batch (self, back->batch);
  g_clear_pointer (&back->id, json_node_unref);
  g_clear_pointer (&result, json_node_unref);
  g_clear_error (&error);
  g_free (back);
  self->n_calls--;
  end_when_done (self);
}

static const CtlCallFuncs call_funcs = { on_answer };

/* A string, a number or null. */
static gboolean
is_id (JsonNode *id)
{
  g_autofree char *text = NULL;

  if (id == NULL || JSON_NODE_HOLDS_NULL (id))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (id))
    return FALSE;
  text = mx_json_print (id);
  return *text != 't' && *text != 'f';
}

static void
run (CtlRpc          *self,
     Batch           *batch,
     const CtlMethod *method,
     JsonNode        *id,
     JsonNode        *params)
{
  Return *back = g_new0 (Return, 1);
  CtlCall *call;

  back->rpc = self;
  back->batch = batch;
  back->id = id != NULL ? json_node_copy (id) : NULL;
  if (batch != NULL)
    batch->pending++;
  self->n_calls++;
  call = ctl_call_new (method, self->app, self->watcher, &call_funcs, back);
  if (self->open_error != NULL && method->needs != CTL_NEEDS_NOBODY)
    ctl_call_fail (call, g_error_copy (self->open_error));
  else
    ctl_call_run (call, params);
}

static void
take_request (CtlRpc   *self,
              Batch    *batch,
              JsonNode *node)
{
  JsonObject *object = mx_json_node_object (node);
  JsonNode *id = object != NULL ? mx_json_get_node (object, "id") : NULL;
  const char *name = object != NULL ? mx_json_get_string (object, "method") : NULL;
  const char *version = object != NULL ? mx_json_get_string (object, "jsonrpc") : NULL;
  JsonNode *params = object != NULL ? mx_json_get_node (object, "params") : NULL;
  const CtlMethod *method = name != NULL ? ctl_methods_find (name) : NULL;
  g_autofree char *sentence = NULL;

  if (object == NULL || name == NULL || g_strcmp0 (version, "2.0") != 0 || !is_id (id)) {
    refuse (self, batch, is_id (id) ? id : NULL, CTL_RPC_INVALID_REQUEST, "This is not a request of JSON-RPC 2.0.");
  } else if (method != NULL) {
    run (self, batch, method, id, params);
  } else if (id != NULL) {
    sentence = g_strdup_printf ("There is no method “%s”.", name);
    refuse (self, batch, id, CTL_RPC_NO_METHOD, sentence);
  }
}

typedef struct
{
  CtlRpc *rpc;
  Batch *batch;
  guint count;
} Taking;

static void
take_element (JsonArray *array,
              guint      index,
              JsonNode  *element,
              gpointer   user_data)
{
  Taking *taking = user_data;

  taking->count++;
  take_request (taking->rpc, taking->batch, element);
}

static void
take_batch (CtlRpc    *self,
            JsonArray *array)
{
  Taking taking = { self, g_new0 (Batch, 1), 0 };

  taking.batch->answers = json_array_new ();
  taking.batch->pending = 1; /* us, until all are begun */
  json_array_foreach_element (array, take_element, &taking);
  if (taking.count == 0)
    refuse (self, NULL, NULL, CTL_RPC_INVALID_REQUEST, "A batch holds at least one request.");
  finish_batch (self, taking.batch);
}

static void
on_line (const char *line,
         gsize       len,
         gpointer    user_data)
{
  CtlRpc *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonArray) array = NULL;

  if (line == NULL) {
    refuse (self, NULL, NULL, CTL_RPC_PARSE, "This line is too long.");
    return;
  }
  if (strspn (line, " \t\r") == len)
    return;
  node = mx_json_parse (line, len, CTL_LINES_MAX, &error);
  if (node == NULL) {
    g_debug ("a line that is not JSON: %s", error->message);
    refuse (self, NULL, NULL, CTL_RPC_PARSE, "This line is not JSON.");
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    array = json_node_dup_array (node);
    take_batch (self, array);
  } else {
    take_request (self, NULL, node);
  }
}

static void
on_ended (gpointer user_data)
{
  CtlRpc *self = user_data;

  self->is_ended = TRUE;
  end_when_done (self);
}

static void
on_drained (gpointer user_data)
{
  end_when_done (user_data);
}

static void
on_broken (gpointer user_data)
{
  CtlRpc *self = user_data;

  ctl_app_quit (self->app, 1);
}

static const CtlLinesFuncs lines_funcs = { on_line, on_ended, on_drained, on_broken };

static void
on_news (const char *method,
         JsonObject *params,
         gpointer    user_data)
{
  CtlRpc *self = user_data;
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "jsonrpc", "2.0");
  json_object_set_string_member (object, "method", method);
  json_object_set_object_member (object, "params", json_object_ref (params));
  write_object (self, object);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlRpc *self = user_data;
  JsonObject *params;

  ctl_app_open_finish (self->app, result, &self->open_error);
  if (self->open_error != NULL) {
    params = ctl_error_to_json (self->open_error);
    on_news ("error", params, self);
    json_object_unref (params);
  }
  self->watcher = ctl_watcher_new (ctl_app_get_session (self->app), on_news, self);
  ctl_lines_start (self->lines);
}

/**
 * ctl_rpc_new:
 * @app: the program
 *
 * Returns: (transfer full): the protocol
 */
CtlRpc *
ctl_rpc_new (CtlApp *app)
{
  CtlRpc *self = g_new0 (CtlRpc, 1);

  self->app = app;
  self->lines = ctl_lines_new (&lines_funcs, self);
  return self;
}

/**
 * ctl_rpc_free:
 * @self: (transfer full): the protocol; the main loop does not run any more
 */
void
ctl_rpc_free (CtlRpc *self)
{
  g_clear_pointer (&self->watcher, ctl_watcher_free);
  g_clear_pointer (&self->lines, ctl_lines_free);
  g_clear_error (&self->open_error);
  g_free (self);
}

/**
 * ctl_rpc_start:
 * @self: the protocol
 *
 * Opens the profile, then reads and answers.
 */
void
ctl_rpc_start (CtlRpc *self)
{
  ctl_app_open_async (self->app, opened_cb, self);
}
