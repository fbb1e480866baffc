/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody types to say which account is theirs. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tea_server_name_split (const char  *text,
                                char       **server,
                                char       **user);

G_END_DECLS
