/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-server-offer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SERVER_ROW (tea_server_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaServerRow, tea_server_row, TEA, SERVER_ROW, AdwActionRow)

GtkWidget     *tea_server_row_new        (const char *title,
                                          const char *server,
                                          const char *reason) G_GNUC_WARN_UNUSED_RESULT;
const char    *tea_server_row_get_server (TeaServerRow *self);
/* (nullable): until the server has answered */
MxServerOffer *tea_server_row_get_offer  (TeaServerRow *self);
/* Asks the server whether it makes accounts, once; what it says stands in the row. */
void           tea_server_row_ask        (TeaServerRow *self,
                                          MxSession    *session);

G_END_DECLS
