/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

struct _MxEvent {
  gatomicrefcount ref_count;
  MxEventKind kind;
  const MxEventType *type; /* (unowned): static                       */
  char *id;                /* (nullable)                              */
  char *room_id;           /* (nullable)                              */
  char *type_name;
  char *sender;    /* (nullable): ephemeral and account data  */
  char *state_key; /* (nullable)                              */
  char *txn_id;    /* (nullable)                              */
  gint64 ts;
  gpointer content;      /* (nullable): of type->size bytes         */
  gpointer prev_content; /* (nullable): the same                    */
  MxRelationKind relation;
  char *target;     /* (nullable)                              */
  char *annotation; /* (nullable)                              */
  char *reply_to;   /* (nullable)                              */
  gboolean is_redacted;
  char *redacted_by; /* (nullable): user id                     */
  char *source;
};

extern const MxEventType *const _mx_event_table[];
extern const gsize _mx_event_table_size;

/* Also for a local event, which has no id. */
MxEvent    *_mx_event_new_from_object (JsonObject   *object,
                                       const char   *source,
                                       gsize         source_len,
                                       MxEventKind   kind,
                                       const char   *room_id,
                                       gboolean      needs_id,
                                       GError      **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *_mx_event_dup_object      (MxEvent *self) G_GNUC_WARN_UNUSED_RESULT;
void        _mx_event_read_relation   (MxEvent    *self,
                                       JsonObject *content);

gpointer _mx_event_content_new  (const MxEventType  *type,
                                 JsonObject         *content,
                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void     _mx_event_content_free (const MxEventType *type,
                                 gpointer           content);

/* For summaries: cleaned and isolated, ready to stand in a sentence. */
char *_mx_event_dup_name        (GHashTable *names,
                                 const char *user_id,
                                 const char *fallback) G_GNUC_WARN_UNUSED_RESULT;
char *_mx_event_dup_sender_name (MxEvent    *self,
                                 GHashTable *names) G_GNUC_WARN_UNUSED_RESULT;
char *_mx_event_dup_quoted      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *_mx_unknown_dup_summary   (MxEvent    *self,
                                 GHashTable *names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
