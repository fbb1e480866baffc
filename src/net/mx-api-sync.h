/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the Client-Server API for syncing and for reading a room's history. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_API_SYNC_MAX_BYTES (64 * 1024 * 1024)

/**
 * MxEventPage:
 *
 * Events as an endpoint gave them, each as its JSON text, in the order of the answer.
 */
typedef struct
{
  char *start;      /* (nullable): token                                          */
  char *end;        /* (nullable): token; absent: nothing more in that direction  */
  GPtrArray *chunk; /* (element-type utf8); of context: the events before, newest first */
  char *event;      /* (nullable): of context                                     */
  GPtrArray *after; /* (element-type utf8): of context                            */
  GPtrArray *state; /* (element-type utf8)                                        */
} MxEventPage;

void mx_event_page_free (MxEventPage *self);

/* The inline filter that the client uses: lazy members, @limit events a room. */
char      *mx_api_sync_filter         (guint limit);
MxRequest *mx_api_create_filter       (const char  *user_id,
                                       const char  *filter_json,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The filter id. */
char      *mx_api_create_filter_parse (MxResponse  *response,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @filter is an id or JSON. The body of the answer goes to mx_sync_apply () as bytes; give up
 * after @timeout_ms (what the server may wait) and half a minute, the first sync after ten minutes. */
MxRequest *mx_api_sync                (const char *since,
                                       const char *filter,
                                       guint       timeout_ms,
                                       const char *set_presence) G_GNUC_WARN_UNUSED_RESULT;
/* How one's membership of one room ended: a sync of that room alone, without a token. */
MxRequest *mx_api_sync_left_room      (const char  *room_id,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* @from (nullable): from the end. @backwards: "dir=b". */
MxRequest   *mx_api_messages         (const char  *room_id,
                                      const char  *from,
                                      const char  *to,
                                      gboolean     backwards,
                                      guint        limit,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest events of some types alone; @types is a JSON array. */
MxRequest   *mx_api_messages_of      (const char  *room_id,
                                      const char  *types,
                                      guint        limit,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @rel_type and @from are nullable. */
/* @at and @membership are nullable. */
MxRequest   *mx_api_members          (const char  *room_id,
                                      const char  *at,
                                      const char  *membership,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* To peek into a world-readable room. */
/* Of messages, context, relations, members and initial_sync. */
MxEventPage *mx_api_event_page_parse (MxResponse  *response,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* The answer's body is the event. */
MxRequest *mx_api_get_event (const char  *room_id,
                             const char  *event_id,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The answer's body is the content. */
MxRequest *mx_api_get_state (const char  *room_id,
                             const char  *type,
                             const char  *state_key,
                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of it: the answer's body is an array; parse with mx_api_get_all_state_parse (). */
/* (element-type utf8) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxEventPage, mx_event_page_free)

G_END_DECLS
