/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-server-row.h"

G_BEGIN_DECLS

#define TEA_TYPE_SERVER_LIST (tea_server_list_get_type ())
G_DECLARE_FINAL_TYPE (TeaServerList, tea_server_list, TEA, SERVER_LIST, AdwPreferencesGroup)

/* The servers that communities name; @is_new: those, too, that only make accounts. */
void     tea_server_list_fill     (TeaServerList *self,
                                   GListModel    *communities,
                                   gboolean       is_new);
gboolean tea_server_list_is_empty (TeaServerList *self);
/* Asks each whether it makes accounts, all at once. */
void     tea_server_list_ask      (TeaServerList *self,
                                   MxSession     *session);
/* Whether @communities name any server at all. */
gboolean tea_server_list_has_any  (GListModel *communities);

G_END_DECLS
