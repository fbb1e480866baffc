/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-room.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-id.h"
#include "mx-request.h"

#include <string.h>

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Sending events
 * to a room", "Redactions", "Room membership", "Receipts", "Reporting Content". */

/**
 * mx_api_send_message:
 * @room_id: a room
 * @type: the event's type
 * @txn_id: the transaction; the same for every attempt
 * @content_json: the content, sent byte for byte
 * @error: return location for an error
 *
 * Sends a message event.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_send_message (const char  *room_id,
                     const char  *type,
                     const char  *txn_id,
                     const char  *content_json,
                     GError     **error)
{
  if (!mx_api_check_room (room_id, error) || !mx_api_check_text (type, "a type", error) ||
      !mx_api_check_text (txn_id, "a transaction id", error))
    return NULL;
  return mx_api_take_content (mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT,
                                              "/_matrix/client/v3/rooms/%s/send/%s/%s", room_id, type, txn_id),
                              content_json, error);
}

/**
 * mx_api_send_state:
 * @room_id: a room
 * @type: the type of state
 * @state_key: (nullable): its key
 * @content_json: the content
 * @error: return location for an error
 *
 * Sets a piece of state.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_send_state (const char  *room_id,
                   const char  *type,
                   const char  *state_key,
                   const char  *content_json,
                   GError     **error)
{
  if (!mx_api_check_room (room_id, error) || !mx_api_check_text (type, "a type", error))
    return NULL;
  return mx_api_take_content (mx_request_new ("PUT", MX_REQUEST_DEFAULT, "/_matrix/client/v3/rooms/%s/state/%s/%s",
                                              room_id, type, state_key != NULL ? state_key : ""),
                              content_json, error);
}

/**
 * mx_api_redact:
 * @room_id: a room
 * @event_id: an event of it
 * @txn_id: the transaction; the same for every attempt
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Removes what an event says.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_redact (const char  *room_id,
               const char  *event_id,
               const char  *txn_id,
               const char  *reason,
               GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_room (room_id, error) || !mx_api_check_event (event_id, error) ||
      !mx_api_check_text (txn_id, "a transaction id", error))
    return NULL;
  request = mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/redact/%s/%s",
                            room_id, event_id, txn_id);
  body = json_object_new ();
  mx_api_set_string (body, "reason", reason);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_event_id_parse:
 * @response: an answer to send_message, send_state or redact
 * @error: return location for an error
 *
 * Returns: (transfer full): the new event's id
 */
char *
mx_api_event_id_parse (MxResponse  *response,
                       GError     **error)
{
  return mx_api_dup_string (response, "event_id", mx_id_is_event, error);
}

static MxRequest *
enter (const char         *room,
       const char         *verb,
       const char *const  *via,
       const char         *reason,
       GError            **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_target (room, error))
    return NULL;
  request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/%s/%s", verb, room);
  mx_api_add_via (request, via);
  body = json_object_new ();
  mx_api_set_string (body, "reason", reason);
  mx_request_take_json (request, body);
  request->timeout_ms = 3 * 60 * 1000;
  return request;
}

/**
 * mx_api_join:
 * @room: a room id or an alias
 * @via: (nullable): servers that may know the room
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Joins a room. Servers may take long where it is large.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_join (const char         *room,
             const char *const  *via,
             const char         *reason,
             GError            **error)
{
  return enter (room, "join", via, reason, error);
}

/**
 * mx_api_knock:
 * @room: a room id or an alias
 * @via: (nullable): servers that may know the room
 * @reason: (nullable): what one says to the people inside
 * @error: return location for an error
 *
 * Asks to be let in. See Client-Server API, "Knocking on rooms".
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_knock (const char         *room,
              const char *const  *via,
              const char         *reason,
              GError            **error)
{
  return enter (room, "knock", via, reason, error);
}

/**
 * mx_api_create_room:
 * @options_json: the body
 * @error: return location for an error
 *
 * Makes a room. Not to be repeated: each makes another one.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_create_room (const char  *options_json,
                    GError     **error)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_DEFAULT, "/_matrix/client/v3/createRoom");

  request->timeout_ms = 2 * 60 * 1000;
  return mx_api_take_content (request, options_json, error);
}

/**
 * mx_api_room_id_parse:
 * @response: an answer to join or create_room
 * @error: return location for an error
 *
 * Returns: (transfer full): the room's id
 */
char *
mx_api_room_id_parse (MxResponse  *response,
                      GError     **error)
{
  return mx_api_dup_string (response, "room_id", mx_id_is_room, error);
}

/**
 * mx_api_join_explain:
 * @error: what became of join
 *
 * The specification has one code for several refusals; servers tell them apart in words.
 */
void
mx_api_join_explain (GError *error)
{
  g_autofree char *text = NULL;

  if (!g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN))
    return;
  text = g_ascii_strdown (error->message, -1);
  if (strstr (text, "banned") != NULL)
    error->code = MX_ERROR_BANNED;
  else if (strstr (text, "not invited") != NULL || strstr (text, "invite") != NULL)
    error->code = MX_ERROR_NEEDS_INVITE;
}

static MxRequest *
change_membership (const char  *room_id,
                   const char  *verb,
                   const char  *user_id,
                   const char  *reason,
                   GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  if (user_id != NULL && !mx_api_check_user (user_id, error))
    return NULL;
  request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/%s", room_id, verb);
  body = json_object_new ();
  mx_api_set_string (body, "user_id", user_id);
  mx_api_set_string (body, "reason", reason);
  mx_request_take_json (request, body);
  request->timeout_ms = 60000;
  return request;
}

/**
 * mx_api_leave:
 * @room_id: a room
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Leaves a room or declines an invite.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_leave (const char  *room_id,
              const char  *reason,
              GError     **error)
{
  return change_membership (room_id, "leave", NULL, reason, error);
}

/**
 * mx_api_forget:
 * @room_id: a room that was left
 * @error: return location for an error
 *
 * Lets the server forget that one was there.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_forget (const char  *room_id,
               GError     **error)
{
  return change_membership (room_id, "forget", NULL, NULL, error);
}

/**
 * mx_api_invite:
 * @room_id: a room
 * @user_id: a person
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_invite (const char  *room_id,
               const char  *user_id,
               const char  *reason,
               GError     **error)
{
  return mx_api_check_user (user_id, error) ? change_membership (room_id, "invite", user_id, reason, error) : NULL;
}

/**
 * mx_api_kick:
 * @room_id: a room
 * @user_id: a person
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_kick (const char  *room_id,
             const char  *user_id,
             const char  *reason,
             GError     **error)
{
  return mx_api_check_user (user_id, error) ? change_membership (room_id, "kick", user_id, reason, error) : NULL;
}

/**
 * mx_api_receipt:
 * @room_id: a room
 * @receipt_type: "m.read", "m.read.private" or "m.fully_read"
 * @event_id: the newest event that was read
 * @thread_id: (nullable): "main" or a thread's root
 * @error: return location for an error
 *
 * Says how far one has read.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_receipt (const char  *room_id,
                const char  *receipt_type,
                const char  *event_id,
                const char  *thread_id,
                GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_room (room_id, error) || !mx_api_check_text (receipt_type, "a type", error) ||
      !mx_api_check_event (event_id, error))
    return NULL;
  request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/receipt/%s/%s",
                            room_id, receipt_type, event_id);
  body = json_object_new ();
  mx_api_set_string (body, "thread_id", thread_id);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_read_markers:
 * @room_id: a room
 * @fully_read: (nullable): an event id
 * @read: (nullable): an event id
 * @read_private: (nullable): an event id
 * @error: return location for an error
 *
 * Sets several marks at once.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_read_markers (const char  *room_id,
                     const char  *fully_read,
                     const char  *read,
                     const char  *read_private,
                     GError     **error)
{
  const char *marks[] = { fully_read, read, read_private };
  const char *const names[] = { "m.fully_read", "m.read", "m.read.private" };
  MxRequest *request;
  JsonObject *body;
  gsize i;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  for (i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i] != NULL && !mx_api_check_event (marks[i], error))
      return NULL;

  request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/read_markers", room_id);
  body = json_object_new ();
  for (i = 0; i < G_N_ELEMENTS (marks); i++)
    mx_api_set_string (body, names[i], marks[i]);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_typing:
 * @room_id: a room
 * @user_id: oneself
 * @typing: whether one is typing
 * @timeout_ms: for how long that may be believed
 * @error: return location for an error
 *
 * Says whether one is typing.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_typing (const char  *room_id,
               const char  *user_id,
               gboolean     typing,
               guint        timeout_ms,
               GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_room (room_id, error) || !mx_api_check_user (user_id, error))
    return NULL;
  request = mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/typing/%s", room_id, user_id);
  body = json_object_new ();
  json_object_set_boolean_member (body, "typing", typing);
  if (typing)
    json_object_set_int_member (body, "timeout", timeout_ms);
  mx_request_take_json (request, body);
  request->timeout_ms = 10000;
  return request;
}

static MxRequest *
take_report (MxRequest  *request,
             const char *reason)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "reason", reason != NULL ? reason : "");
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_report_event:
 * @room_id: a room
 * @event_id: an event of it
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Reports a message to the server's administrators.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_report_event (const char  *room_id,
                     const char  *event_id,
                     const char  *reason,
                     GError     **error)
{
  if (!mx_api_check_room (room_id, error) || !mx_api_check_event (event_id, error))
    return NULL;
  return take_report (mx_request_new ("POST", MX_REQUEST_DEFAULT, "/_matrix/client/v3/rooms/%s/report/%s",
                                      room_id, event_id),
                      reason);
}

/**
 * mx_api_report_room:
 * @room_id: a room
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Reports a room to the server's administrators.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_report_room (const char  *room_id,
                    const char  *reason,
                    GError     **error)
{
  if (!mx_api_check_room (room_id, error))
    return NULL;
  return take_report (mx_request_new ("POST", MX_REQUEST_DEFAULT, "/_matrix/client/v3/rooms/%s/report", room_id),
                      reason);
}
