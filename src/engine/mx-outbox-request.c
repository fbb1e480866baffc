/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From an item of the outbox to the request that sends it. Engine thread. */

#include "config.h"

#include "mx-outbox-request.h"

#include "mx-api-account.h"
#include "mx-api-media.h"
#include "mx-api-room.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-store-room.h"

static char *
dup_reason (const MxStoreOutboxItem *item)
{
  g_autoptr (JsonObject) content = NULL;

  if (item->content)
    content = mx_json_parse_object (item->content, strlen (item->content), G_MAXSIZE, NULL);
  return content ? g_strdup (mx_json_get_string (content, "reason")) : NULL;
}

/**
 * mx_outbox_get_event_type:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): the type of the event that it becomes in a timeline
 */
const char *
mx_outbox_get_event_type (const MxStoreOutboxItem *item)
{
  if (item->kind == MX_OUTBOX_REDACTION)
    return "m.room.redaction";
  if (item->kind == MX_OUTBOX_MESSAGE || item->kind == MX_OUTBOX_REACTION || item->kind == MX_OUTBOX_UPLOAD)
    return item->type;
  return NULL;
}

/**
 * mx_outbox_dup_echo_content:
 * @item: an item that the timeline shows
 *
 * Returns: (transfer full): the content of its local echo, as JSON text
 */
char *
mx_outbox_dup_echo_content (const MxStoreOutboxItem *item)
{
  g_autoptr (JsonObject) content = NULL;
  g_autofree char *reason = NULL;

  if (item->kind != MX_OUTBOX_REDACTION)
    return g_strdup (item->content);
  content = json_object_new ();
  json_object_set_string_member (content, "redacts", item->target);
  reason = dup_reason (item);
  if (reason)
    json_object_set_string_member (content, "reason", reason);
  return mx_json_print_object (content);
}

/* The place where content is encrypted. A room that was encrypted once is for ever; nothing
 * that belongs inside may leave in clear, so what cannot be encrypted is refused. */
static gboolean
check_clear (MxCore                   *core,
             const MxStoreOutboxItem  *item,
             GError                  **error)
{
  g_autoptr (MxStoreRoom) room = NULL;
  const MxEventType *type = mx_event_type_find (item->type, MX_EVENT_MESSAGE);

  if (type && !type->encrypt)
    return TRUE;
  room = mx_store_load_room (core->store, item->room_id, error);
  if (!room) {
    if (error && !*error)
      g_set_error_literal (error, MX_ERROR, MX_ERROR_NOT_FOUND, "you are not in this room");
    return FALSE;
  }
  if (!room->is_encrypted)
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_REFUSED,
                       "this room is encrypted, and this version cannot write encrypted messages yet");
  return FALSE;
}

static MxRequest *
make_report (const MxStoreOutboxItem  *item,
             GError                  **error)
{
  g_autofree char *reason = dup_reason (item);

  if (item->kind == MX_OUTBOX_REPORT_EVENT)
    return mx_api_report_event (item->room_id, item->target, reason ? reason : "", error);
  if (item->kind == MX_OUTBOX_REPORT_ROOM)
    return mx_api_report_room (item->room_id, reason ? reason : "", error);
  return mx_api_report_user (item->target, reason ? reason : "", error);
}

static MxRequest *
make_account_data (MxCore                   *core,
                   const MxStoreOutboxItem  *item,
                   GError                  **error)
{
  const char *me = core->account->user_id;

  if (item->kind == MX_OUTBOX_TAG)
    return item->content ? mx_api_put_tag (me, item->room_id, item->target, -1, error)
                         : mx_api_delete_tag (me, item->room_id, item->target, error);
  if (item->room_id)
    return mx_api_put_room_account_data (me, item->room_id, item->type, item->content, error);
  return mx_api_put_account_data (me, item->type, item->content, error);
}

static MxRequest *
make_redaction (const MxStoreOutboxItem  *item,
                GError                  **error)
{
  g_autofree char *reason = dup_reason (item);

  return mx_api_redact (item->room_id, item->target, item->txn_id, reason, error);
}

static MxRequest *
make_upload (const MxStoreOutboxItem  *item,
             GError                  **error)
{
  g_autoptr (JsonObject) content = mx_json_parse_object (item->content, strlen (item->content), G_MAXSIZE, error);

  if (!content)
    return NULL;
  if (!item->data) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_NOT_FOUND, "the file is not there any more");
    return NULL;
  }
  return mx_api_media_upload (item->data, item->target, mx_json_get_string (content, "filename"));
}

/**
 * mx_outbox_take_address:
 * @item: an item whose file is at the server now
 * @mxc: its address there
 *
 * Makes it the message that shows the file.
 */
void
mx_outbox_take_address (MxStoreOutboxItem *item,
                        const char        *mxc)
{
  g_autoptr (JsonObject) content = mx_json_parse_object (item->content, strlen (item->content), G_MAXSIZE, NULL);

  item->kind = MX_OUTBOX_MESSAGE;
  item->attempts = 0;
  g_clear_pointer (&item->target, g_free);
  if (!content)
    return;
  json_object_set_string_member (content, "url", mxc);
  g_free (item->content);
  item->content = mx_json_print_object (content);
}

/**
 * mx_outbox_make_request:
 * @core: the engine
 * @item: an item
 * @error: return location for an error
 *
 * Returns: (transfer full): the request, or %NULL when it cannot or must not be sent
 */
MxRequest *
mx_outbox_make_request (MxCore                   *core,
                        const MxStoreOutboxItem  *item,
                        GError                  **error)
{
  switch (item->kind) {
  case MX_OUTBOX_MESSAGE:
  case MX_OUTBOX_REACTION:
    if (!check_clear (core, item, error))
      return NULL;
    return mx_api_send_message (item->room_id, item->type, item->txn_id, item->content, error);
  case MX_OUTBOX_STATE:
    return mx_api_send_state (item->room_id, item->type, item->target, item->content, error);
  case MX_OUTBOX_REDACTION:
    return make_redaction (item, error);
  case MX_OUTBOX_RECEIPT:
    return mx_api_receipt (item->room_id, item->type, item->target, NULL, error);
  case MX_OUTBOX_READ_MARKER:
    return mx_api_read_markers (item->room_id, item->target, item->target, NULL, error);
  case MX_OUTBOX_REPORT_EVENT:
  case MX_OUTBOX_REPORT_ROOM:
  case MX_OUTBOX_REPORT_USER:
    return make_report (item, error);
  case MX_OUTBOX_ACCOUNT_DATA:
  case MX_OUTBOX_TAG:
    return make_account_data (core, item, error);
  case MX_OUTBOX_LEAVE:
    return mx_api_leave (item->room_id, NULL, error);
  case MX_OUTBOX_JOIN:
    return mx_api_join (item->room_id, NULL, NULL, error);
  case MX_OUTBOX_INVITE:
    return mx_api_invite (item->room_id, item->target, NULL, error);
  case MX_OUTBOX_UPLOAD:
    return check_clear (core, item, error) ? make_upload (item, error) : NULL;
  case MX_OUTBOX_TO_DEVICE:
  case MX_OUTBOX_OTHER:
  default:
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "this version cannot send this");
    return NULL;
  }
}
