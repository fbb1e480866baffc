/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hostile homeserver on loopback, in a thread of its own. */

#pragma once

#include "mx-test-tls.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _MxTestServer MxTestServer;

/* A request as it came. */
typedef struct
{
  char *method;
  char *path;          /* encoded                                      */
  char *query;         /* (nullable): encoded                          */
  char *headers;       /* "Name: value\n" …                            */
  char *authorization; /* (nullable)                                   */
  GBytes *body;
  gint64 time; /* monotonic, microseconds                      */
} MxTestRequest;

/* Runs on the server's thread; answers @message or steals its connection. */
typedef void (*MxTestHandler) (MxTestServer *server,
                               SoupServerMessage *message,
                               gpointer user_data);

/* How a connection that speaks raw bytes ends. */
typedef enum {
  MX_TEST_END_CLOSE,
  MX_TEST_END_RESET,
  MX_TEST_END_SILENCE, /* stays open and says nothing                  */
} MxTestEnd;

MxTestServer *mx_test_server_new      (MxTestTls tls) G_GNUC_WARN_UNUSED_RESULT;
void          mx_test_server_free     (MxTestServer *self);
/* "http://127.0.0.1:PORT", "https://localhost:PORT" with TLS */
const char   *mx_test_server_get_url  (MxTestServer *self);
guint         mx_test_server_get_port (MxTestServer *self);
/* Port and rules stay: for what happens when a server goes and comes back. */
void          mx_test_server_stop     (MxTestServer *self);
void          mx_test_server_start    (MxTestServer *self);

/* The rule added last whose prefix fits the path wins; without one the answer is 404 M_UNRECOGNIZED.
 * A prefix may begin with a method: "PUT /_matrix/…". */
void mx_test_server_handle      (MxTestServer   *self,
                                 const char     *prefix,
                                 MxTestHandler   handler,
                                 gpointer        user_data,
                                 GDestroyNotify  destroy);
/* @headers (nullable): "Name: value\nName: value" */
void mx_test_server_reply       (MxTestServer *self,
                                 const char   *prefix,
                                 int           status,
                                 const char   *headers,
                                 const char   *body);
void mx_test_server_reply_bytes (MxTestServer *self,
                                 const char   *prefix,
                                 int           status,
                                 const char   *headers,
                                 GBytes       *body);
/* Writes @head, then @repeat times @chunk (-1: without end), one each @interval_ms, then ends so. */
void mx_test_server_raw         (MxTestServer *self,
                                 const char   *prefix,
                                 GBytes       *head,
                                 GBytes       *chunk,
                                 gint64        repeat,
                                 guint         interval_ms,
                                 MxTestEnd     end);
/* Requests are kept without an answer until released; then the next rule that fits answers. */
void mx_test_server_hold        (MxTestServer *self,
                                 const char   *prefix);
void mx_test_server_release     (MxTestServer *self,
                                 const char   *prefix);
void mx_test_server_remove      (MxTestServer *self,
                                 const char   *prefix);

/* The log; @prefix as above, "" is everything. */
guint          mx_test_server_count       (MxTestServer *self,
                                           const char   *prefix);
/* The nth that fits, (transfer none) while the server lives; NULL when there are fewer. */
MxTestRequest *mx_test_server_get_request (MxTestServer *self,
                                           const char   *prefix,
                                           guint         n);
/* Runs the thread's default context until there are @n; FALSE when the deadline passes. */
gboolean       mx_test_server_wait        (MxTestServer *self,
                                           const char   *prefix,
                                           guint         n,
                                           guint         deadline_ms);
void           mx_test_server_clear_log   (MxTestServer *self);

/* For handlers. */
void mx_test_answer (SoupServerMessage *message,
                     int                status,
                     const char        *json);

/* A port without HTTP behind it: what @end says happens once the client has said something. */
typedef struct _MxTestPort MxTestPort;
MxTestPort *mx_test_port_new       (GBytes    *bytes,
                                    MxTestEnd  end) G_GNUC_WARN_UNUSED_RESULT;
void        mx_test_port_free      (MxTestPort *self);
guint       mx_test_port_get_port  (MxTestPort *self);
guint       mx_test_port_get_count (MxTestPort *self);

/* An answer that says its body's length by @framing ("length", "chunked", "close"), and of which so much comes. */
GBytes *mx_test_cut_answer (const char *framing,
                            const char *body,
                            gsize       sixteenths) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mx_test_gzip       (const char *text,
                            gsize       len,
                            gsize       times) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxTestServer, mx_test_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxTestPort, mx_test_port_free)

G_END_DECLS
