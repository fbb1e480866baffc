/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One HTTP exchange of MxHttp, redirects included. Private to net. */

#pragma once

#include "mx-types.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _MxExchange MxExchange;

/* @response xor @error, both (transfer full). Called once, never before mx_exchange_start () returns. */
typedef void (*MxExchangeFunc) (MxExchange *exchange,
                                MxResponse *response,
                                GError *error,
                                gpointer user_data);

MxExchange  *mx_exchange_new         (SoupSession  *session,
                                      MxRequest    *request,
                                      GUri         *uri,
                                      const char   *token,
                                      GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void         mx_exchange_free        (MxExchange *self);
void         mx_exchange_start       (MxExchange     *self,
                                      MxExchangeFunc  func,
                                      gpointer        user_data);
void         mx_exchange_stop        (MxExchange *self,
                                      GError     *reason);
MxRequest   *mx_exchange_get_request (MxExchange *self);
SoupSession *mx_exchange_get_session (MxExchange *self);
/* Whether the connection went silent: others over it will, too. */
gboolean     mx_exchange_has_stalled (MxExchange *self);

G_END_DECLS
