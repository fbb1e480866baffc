/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens the server's page where the account is looked after. */
void tea_account_launch (GtkWidget  *widget,
                         MxSession  *session,
                         const char *action,
                         const char *device_id);

G_END_DECLS
