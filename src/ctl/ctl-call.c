/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CtlCall: one request on its way: its parameters, and the one answer that it must get.
 * It lives from ctl_call_new () until it is answered. Main thread. */

#include "config.h"

#include "ctl-call.h"

#include "ctl-error.h"

#include "mx-error.h"
#include "mx-json.h"
#include "mx-room.h"

#include <string.h>

struct _CtlCall {
  const CtlMethod *method;
  CtlApp *app;         /* (unowned)          */
  MxSession *session;  /* (owned)            */
  CtlWatcher *watcher; /* (unowned)          */
  const CtlCallFuncs *funcs;
  gpointer user_data;
  CtlParams params;
};

static void
call_free (CtlCall *call)
{
  if (call->params.password != NULL)
    explicit_bzero (call->params.password, strlen (call->params.password));
  if (call->params.new_password != NULL)
    explicit_bzero (call->params.new_password, strlen (call->params.new_password));
  if (call->params.token != NULL)
    explicit_bzero (call->params.token, strlen (call->params.token));
  mx_fields_clear (call->method->fields, &call->params);
  g_object_unref (call->session);
  g_free (call);
}

static void
answer (CtlCall  *call,
        JsonNode *result,
        GError   *error)
{
  call->funcs->answer (call, result, error, call->user_data);
  call_free (call);
}

/**
 * ctl_call_new:
 * @method: what is asked for
 * @app: the program, whose current account it is about
 * @watcher: what follows the rooms
 * @funcs: who gets the answer
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a call; ctl_call_run () begins it
 */
CtlCall *
ctl_call_new (const CtlMethod    *method,
              CtlApp             *app,
              CtlWatcher         *watcher,
              const CtlCallFuncs *funcs,
              gpointer            user_data)
{
  CtlCall *call = g_new0 (CtlCall, 1);

  call->method = method;
  call->app = app;
  call->session = g_object_ref (ctl_app_get_session (app));
  call->watcher = watcher;
  call->funcs = funcs;
  call->user_data = user_data;
  return call;
}

/**
 * ctl_call_has_field:
 * @fields: a table
 * @name: a member's name
 *
 * Returns: whether the table knows it
 */
gboolean
ctl_call_has_field (const MxField *fields,
                    const char    *name)
{
  for (; fields->path != NULL; fields++)
    if (g_str_equal (fields->path, name))
      return TRUE;
  return FALSE;
}

/* A parameter that the method does not know is a slip of the caller's: say so. */
static gboolean
read_params (CtlCall   *call,
             JsonNode  *params,
             GError   **error)
{
  g_autoptr (JsonObject) empty = json_object_new ();
  g_autoptr (GError) fault = NULL;
  JsonObject *object = params != NULL ? mx_json_node_object (params) : empty;
  JsonObjectIter iter;
  const char *name;

  if (object == NULL) {
    g_set_error_literal (error, CTL_RPC_ERROR, CTL_RPC_INVALID_PARAMS, "Parameters are given by name, in an object.");
    return FALSE;
  }
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!ctl_call_has_field (call->method->fields, name)) {
      g_set_error (error, CTL_RPC_ERROR, CTL_RPC_INVALID_PARAMS, "%s has no parameter “%s”.", call->method->name, name);
      return FALSE;
    }
  if (mx_fields_read (call->method->fields, object, &call->params, &fault))
    return TRUE;
  g_set_error (error, CTL_RPC_ERROR, CTL_RPC_INVALID_PARAMS, "The parameter %s.", fault->message);
  return FALSE;
}

static gboolean
check_needs (CtlCall  *call,
             GError  **error)
{
  gboolean is_open = mx_session_is_open (call->session);
  gboolean is_refused = mx_session_get_sync_state (call->session) == MX_SYNC_REFUSED;

  if (call->method->needs == CTL_NEEDS_ACCOUNT && !is_open)
    g_set_error_literal (error, MX_ERROR, MX_ERROR_SIGNED_OUT, "nobody is signed in");
  else if (call->method->needs == CTL_NEEDS_NOBODY && is_open && !is_refused)
    g_set_error_literal (error, CTL_RPC_ERROR, CTL_RPC_SIGNED_IN, "Somebody is signed in already; log out first.");
  else
    return TRUE;
  return FALSE;
}

/**
 * ctl_call_run:
 * @call: (transfer full): a call
 * @params: (nullable): its parameters
 *
 * Begins it.
 */
void
ctl_call_run (CtlCall  *call,
              JsonNode *params)
{
  GError *error = NULL;

  if (read_params (call, params, &error) && check_needs (call, &error))
    call->method->run (call);
  else
    ctl_call_fail (call, error);
}

/**
 * ctl_call_get_params:
 * @call: a call
 *
 * Returns: (transfer none): its parameters
 */
CtlParams *
ctl_call_get_params (CtlCall *call)
{
  return &call->params;
}

/**
 * ctl_call_get_session:
 * @call: a call
 *
 * Returns: (transfer none): the session
 */
MxSession *
ctl_call_get_session (CtlCall *call)
{
  return call->session;
}

/**
 * ctl_call_get_app:
 * @call: a call
 *
 * Returns: (transfer none): the program
 */
CtlApp *
ctl_call_get_app (CtlCall *call)
{
  return call->app;
}

/**
 * ctl_call_switch:
 * @call: a call
 * @session: one of the profile's accounts
 *
 * Makes it the current one: later calls and all notifications are about it.
 */
void
ctl_call_switch (CtlCall   *call,
                 MxSession *session)
{
  g_set_object (&call->session, session);
  ctl_app_set_session (call->app, session);
  ctl_watcher_set_session (call->watcher, session);
}

/**
 * ctl_call_find_room:
 * @call: a call with a room among its parameters
 *
 * Returns: (transfer none) (nullable): the room; else the call is answered with an error
 */
MxRoom *
ctl_call_find_room (CtlCall *call)
{
  MxRoom *room = mx_session_get_room (call->session, call->params.room);
  MxMembership membership = room != NULL ? mx_room_get_membership (room) : MX_MEMBERSHIP_LEAVE;

  /* What was left may be remembered for a while. */
  if (membership == MX_MEMBERSHIP_LEAVE || membership == MX_MEMBERSHIP_BAN)
    room = NULL;
  if (room == NULL)
    ctl_call_fail (call, g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "this account is not in such a room"));
  return room;
}

/**
 * ctl_call_watch:
 * @call: a call
 * @room: a room
 *
 * Returns: (transfer none): what follows the room's timeline
 */
CtlWatch *
ctl_call_watch (CtlCall *call,
                MxRoom  *room)
{
  return ctl_watcher_get_room (call->watcher, room);
}

/**
 * ctl_call_notify:
 * @call: a call
 * @method: the notification's name
 * @params: (transfer full): what it says
 */
void
ctl_call_notify (CtlCall    *call,
                 const char *method,
                 JsonObject *params)
{
  ctl_watcher_tell (call->watcher, method, params);
}

/**
 * ctl_call_check:
 * @call: a call
 * @is_right: whether a parameter is as it must be
 * @sentence: how it must be
 *
 * Returns: @is_right; else the call is answered with @sentence
 */
gboolean
ctl_call_check (CtlCall    *call,
                gboolean    is_right,
                const char *sentence)
{
  if (!is_right)
    ctl_call_fail (call, g_error_new_literal (CTL_RPC_ERROR, CTL_RPC_INVALID_PARAMS, sentence));
  return is_right;
}

/**
 * ctl_call_return:
 * @call: (transfer full): a call
 * @result: (transfer full) (nullable): its result; %NULL is an empty object
 */
void
ctl_call_return (CtlCall    *call,
                 JsonObject *result)
{
  JsonNode *node = json_node_alloc ();

  json_node_init_object (node, result);
  if (result == NULL)
    json_node_take_object (node, json_object_new ());
  else
    json_object_unref (result);
  answer (call, node, NULL);
}

/**
 * ctl_call_return_text:
 * @call: (transfer full): a call
 * @name: a member's name
 * @text: its value
 *
 * Ends the call with an object of one member.
 */
void
ctl_call_return_text (CtlCall    *call,
                      const char *name,
                      const char *text)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, name, text);
  ctl_call_return (call, result);
}

/**
 * ctl_call_fail:
 * @call: (transfer full): a call
 * @error: (transfer full): why it failed
 */
void
ctl_call_fail (CtlCall *call,
               GError  *error)
{
  answer (call, NULL, error);
}

/**
 * ctl_call_done_cb:
 * @object: the session
 * @result: of something that ends with mx_session_boolean_finish ()
 * @user_data: (transfer full): a call
 *
 * Ends a call that answers nothing but that it was done.
 */
void
ctl_call_done_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;

  if (mx_session_boolean_finish (MX_SESSION (object), result, &error))
    ctl_call_return (call, NULL);
  else
    ctl_call_fail (call, error);
}

/**
 * ctl_call_room_done_cb:
 * @object: a room
 * @result: of something that ends with mx_room_boolean_finish ()
 * @user_data: (transfer full): a call
 *
 * Ends a call that answers nothing but that it was done.
 */
void
ctl_call_room_done_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;

  if (mx_room_boolean_finish (MX_ROOM (object), result, &error))
    ctl_call_return (call, NULL);
  else
    ctl_call_fail (call, error);
}

/**
 * ctl_call_room_id_cb:
 * @object: the session
 * @result: of something that ends with mx_session_string_finish ()
 * @user_data: (transfer full): a call
 *
 * Ends a call that answers the id of a room.
 */
void
ctl_call_room_id_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (object), result, &error);

  if (room_id != NULL)
    ctl_call_return_text (call, "room_id", room_id);
  else
    ctl_call_fail (call, error);
}
