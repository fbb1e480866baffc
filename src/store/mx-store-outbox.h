/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits to be sent. Survives everything; what was being sent is queued again at open. */

#pragma once

#include "mx-enums.h"
#include "mx-store.h"

G_BEGIN_DECLS

typedef enum {
  MX_OUTBOX_MESSAGE,      /* @type, @content                                */
  MX_OUTBOX_STATE,        /* @type, @target (state key), @content           */
  MX_OUTBOX_REDACTION,    /* @target (event id), @content: {"reason": …}    */
  MX_OUTBOX_REACTION,     /* @type, @content                                */
  MX_OUTBOX_RECEIPT,      /* @type, @target (event id)                      */
  MX_OUTBOX_READ_MARKER,  /* @target (event id)                             */
  MX_OUTBOX_REPORT_EVENT, /* @target (event id), @content                   */
  MX_OUTBOX_REPORT_ROOM,  /* @content                                       */
  MX_OUTBOX_REPORT_USER,  /* @target (user id), @content                    */
  MX_OUTBOX_ACCOUNT_DATA, /* @type, @content; of the room when there is one */
  MX_OUTBOX_TAG,          /* @target (tag), @content (NULL removes)         */
  MX_OUTBOX_LEAVE,
  MX_OUTBOX_JOIN,
  MX_OUTBOX_INVITE,    /* @target (user id)                              */
  MX_OUTBOX_UPLOAD,    /* a MESSAGE whose file, @data, is not at the server yet; @target (media type) */
  MX_OUTBOX_TO_DEVICE, /* @type, @content                                */
  MX_OUTBOX_OTHER,
} MxOutboxKind;

/* States are MxSendState: QUEUED, SENDING, SENT (waits for its echo in sync), FAILED (waits
 * for the person). Rows of one queue go out one after another, in order of id. */
typedef struct
{
  gint64 id;     /* 0 until added                                   */
  char *txn_id;  /* unique                                          */
  char *room_id; /* (nullable)                                      */
  char *queue;   /* (nullable): the room's, or the account's, own   */
  MxOutboxKind kind;
  char *type;    /* (nullable)                                      */
  char *target;  /* (nullable)                                      */
  char *content; /* (nullable): JSON text                           */
  GBytes *data;  /* (nullable): the file; only load_file () reads it */
  MxSendState state;
  char *event_id;      /* (nullable): once the server has it              */
  int error_code;      /* an MxError; meaningful when @error_message is set */
  char *error_message; /* (nullable)                                      */
  guint attempts;
  gint64 next_try; /* ms since 1970; 0: at once                       */
  gint64 created;  /* ms since 1970                                   */
} MxStoreOutboxItem;

MxStoreOutboxItem *mx_store_outbox_item_new  (MxOutboxKind  kind,
                                              const char   *room_id,
                                              const char   *txn_id) G_GNUC_WARN_UNUSED_RESULT;
void               mx_store_outbox_item_free (MxStoreOutboxItem *self);

/* Sets @item->id. */
gboolean           mx_store_outbox_add        (MxStore            *self,
                                               MxStoreOutboxItem  *item,
                                               GError            **error);
/* Everything but id, txn_id, data and created, by id; an item that is no UPLOAD has no data. */
gboolean           mx_store_outbox_update     (MxStore                  *self,
                                               const MxStoreOutboxItem  *item,
                                               GError                  **error);
gboolean           mx_store_outbox_load_file  (MxStore            *self,
                                               MxStoreOutboxItem  *item,
                                               GError            **error);
gboolean           mx_store_outbox_remove     (MxStore     *self,
                                               const char  *txn_id,
                                               GError     **error);
/* (element-type MxStoreOutboxItem): the head of every queue, where it is QUEUED and its time has come. */
GPtrArray         *mx_store_outbox_list_due   (MxStore  *self,
                                               gint64    now,
                                               GError  **error) G_GNUC_WARN_UNUSED_RESULT;
/* When the next head falls due: G_MAXINT64 when nothing is queued. */
gboolean           mx_store_outbox_next_due   (MxStore  *self,
                                               gint64   *when,
                                               GError  **error);
/* (element-type MxStoreOutboxItem): in order; @room_id NULL: of all rooms and of none. */
GPtrArray         *mx_store_outbox_list       (MxStore     *self,
                                               const char  *room_id,
                                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Absent: NULL without an error. */
MxStoreOutboxItem *mx_store_outbox_find       (MxStore     *self,
                                               const char  *txn_id,
                                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxStoreOutboxItem *mx_store_outbox_find_event (MxStore     *self,
                                               const char  *room_id,
                                               const char  *event_id,
                                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStoreOutboxItem, mx_store_outbox_item_free)

G_END_DECLS
