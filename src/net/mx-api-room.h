/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the Client-Server API that change a room or one's place in it. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

MxRequest *mx_api_send_message   (const char  *room_id,
                                  const char  *type,
                                  const char  *txn_id,
                                  const char  *content_json,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_send_state     (const char  *room_id,
                                  const char  *type,
                                  const char  *state_key,
                                  const char  *content_json,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @reason is nullable. */
MxRequest *mx_api_redact         (const char  *room_id,
                                  const char  *event_id,
                                  const char  *txn_id,
                                  const char  *reason,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of send_message, send_state and redact: the event id. */
char      *mx_api_event_id_parse (MxResponse  *response,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* @room is a room id or an alias; @via and @reason are nullable. */
MxRequest *mx_api_join          (const char         *room,
                                 const char *const  *via,
                                 const char         *reason,
                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for asking to be let in. */
MxRequest *mx_api_knock         (const char         *room,
                                 const char *const  *via,
                                 const char         *reason,
                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* @options_json: the body as the specification has it. */
MxRequest *mx_api_create_room   (const char  *options_json,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of join and create_room: the room id. */
char      *mx_api_room_id_parse (MxResponse  *response,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Turns FORBIDDEN into NEEDS_INVITE or BANNED where the server's words say so. */
void       mx_api_join_explain  (GError *error);

MxRequest *mx_api_leave  (const char  *room_id,
                          const char  *reason,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_forget (const char  *room_id,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_invite (const char  *room_id,
                          const char  *user_id,
                          const char  *reason,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_kick   (const char  *room_id,
                          const char  *user_id,
                          const char  *reason,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ephemeral and marks. @thread_id is nullable ("main" or an event id). */
MxRequest *mx_api_receipt      (const char  *room_id,
                                const char  *receipt_type,
                                const char  *event_id,
                                const char  *thread_id,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Each is nullable, not all. */
MxRequest *mx_api_read_markers (const char  *room_id,
                                const char  *fully_read,
                                const char  *read,
                                const char  *read_private,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_typing       (const char  *room_id,
                                const char  *user_id,
                                gboolean     typing,
                                guint        timeout_ms,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* To the server's administrators. */
MxRequest *mx_api_report_event (const char  *room_id,
                                const char  *event_id,
                                const char  *reason,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_report_room  (const char  *room_id,
                                const char  *reason,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
