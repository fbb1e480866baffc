/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-field.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_EVENT (mx_event_get_gtype ())

typedef enum {
  MX_EVENT_MESSAGE, /* a timeline event without a state key    */
  MX_EVENT_STATE,
  MX_EVENT_EPHEMERAL,
  MX_EVENT_ACCOUNT_DATA, /* global or of a room                     */
} MxEventKind;

typedef enum {
  MX_RELATION_NONE,
  MX_RELATION_REPLACE,
  MX_RELATION_ANNOTATION,
  MX_RELATION_THREAD,
  MX_RELATION_REFERENCE,
  MX_RELATION_OTHER,
} MxRelationKind;

/**
 * MxEventType:
 *
 * The one table of an event type. Everything the program does with a type that it
 * knows comes from here; a type that it does not know is `mx_unknown_type`.
 *
 * Content structs live in the type's header (types/m-room-message.h: MxRoomMessage;
 * include it as "types/m-room-message.h")
 * and begin at offset 0 of the memory that mx_event_get_content () returns.
 */
struct _MxEventType {
  const char *name; /* "m.room.message"                                     */
  MxEventKind kind;
  gsize size; /* of the content struct                                */
  const MxField *fields;
  gboolean encrypt;      /* is encrypted in an encrypted room                    */
  const char **keep;     /* (nullable): content members that survive a redaction */
  MxFieldKind state_key; /* its grammar; MX_FIELD_STRING is any                  */

  /* (nullable): what the table cannot say; FALSE makes the event MxUnknown. */
  gboolean (*parse) (JsonObject *content, gpointer target, GError **error);
  void (*clear) (gpointer content);

  /* (nullable): one line of plain text for room list, notification and folded rows,
   * English source strings through g_dgettext. @names maps user id to display name. */
  char *(*summary) (MxEvent *event, GHashTable *names);
};

GType mx_event_get_gtype (void);

/* Never fails on content: an event of an unknown type, or with fields of other types
 * than the specification says, becomes MxUnknown. Fails when the bytes are no JSON
 * object, hold a NUL in an id, or lack type, or sender and id where the kind has them.
 * MX_EVENT_MESSAGE with a state key is MX_EVENT_STATE; an event asked for as
 * MX_EVENT_STATE may lack its id (stripped state). */
MxEvent *mx_event_new       (const char   *json,
                             gsize         len,
                             MxEventKind   kind,
                             const char   *room_id,
                             GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* A local message: no event id yet, known by its transaction id. */
MxEvent *mx_event_new_local (const char *room_id,
                             const char *type,
                             const char *sender,
                             const char *txn_id,
                             gint64      ts,
                             const char *content_json) G_GNUC_WARN_UNUSED_RESULT;
MxEvent *mx_event_ref       (MxEvent *self);
void     mx_event_unref     (MxEvent *self);

const char        *mx_event_get_id          (MxEvent *self);
const char        *mx_event_get_room_id     (MxEvent *self);
const char        *mx_event_get_type_name   (MxEvent *self);
const char        *mx_event_get_sender      (MxEvent *self);
const char        *mx_event_get_state_key   (MxEvent *self);
const char        *mx_event_get_txn_id      (MxEvent *self);
gint64             mx_event_get_ts          (MxEvent *self);
MxEventKind        mx_event_get_kind        (MxEvent *self);
const MxEventType *mx_event_get_type        (MxEvent *self);
gboolean           mx_event_is_unknown      (MxEvent *self);
gboolean           mx_event_is_redacted     (MxEvent *self);
const char        *mx_event_get_redacted_by (MxEvent *self);

/* Typed by mx_event_get_type (); NULL for MxUnknown and for redacted messages. */
gconstpointer mx_event_get_content      (MxEvent *self);
/* The same, or NULL when the event is of another type. */
gconstpointer mx_event_get_content_as   (MxEvent           *self,
                                         const MxEventType *type);
gconstpointer mx_event_get_prev_content (MxEvent *self);

MxRelationKind  mx_event_get_relation   (MxEvent *self);
const char     *mx_event_get_target     (MxEvent *self);
const char     *mx_event_get_annotation (MxEvent *self);
const char     *mx_event_get_reply_to   (MxEvent *self);

const char *mx_event_get_source       (MxEvent *self);
char       *mx_event_dup_content_json (MxEvent *self);
/* A new event with what a redaction leaves. */
MxEvent    *mx_event_redact           (MxEvent    *self,
                                       const char *redaction_json) G_GNUC_WARN_UNUSED_RESULT;
/* @original as @edit changes it, or %NULL when the edit is not a valid one. */
MxEvent    *mx_event_apply_edit       (MxEvent *original,
                                       MxEvent *edit) G_GNUC_WARN_UNUSED_RESULT;
char       *mx_event_dup_summary      (MxEvent    *self,
                                       GHashTable *names);

const MxEventType *mx_event_type_find (const char  *name,
                                       MxEventKind  kind);
const MxEventType *const *mx_event_type_list (gsize *n_types);

extern const MxEventType mx_unknown_type;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxEvent, mx_event_unref)

G_END_DECLS
