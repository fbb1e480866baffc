/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"
#include "mx-discovery.h"
#include "mx-server-offer.h"

G_BEGIN_DECLS

/* MxCoreFunc: @wish->text is what a person typed. Ends with an MxServerOffer. */
void mx_server_find (MxCore *core,
                     GTask  *task,
                     MxWish *wish);

MxWays mx_server_get_ways (const MxServer *server);

G_END_DECLS
