/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client and a hostile server for the tests of this folder. */

#pragma once

#include "mx-error.h"
#include "mx-http.h"
#include "mx-request.h"
#include "mx-test-server.h"
#include "mx-test.h"

G_BEGIN_DECLS

#define NET_PATH "/_matrix/client/v3/thing"

typedef struct
{
  MxTestServer *server;
  MxHttp *http;
} NetFixture;

void net_set_up     (NetFixture    *self,
                     gconstpointer  data);
void net_set_up_tls (NetFixture *self,
                     MxTestTls   tls);
void net_tear_down  (NetFixture    *self,
                     gconstpointer  data);
void net_close      (MxHttp *http);

MxRequest  *net_get   (guint timeout_ms,
                       gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @request. */
MxResponse *net_send  (NetFixture  *self,
                       MxRequest   *request,
                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes     *net_bytes (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
