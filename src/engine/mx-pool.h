/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef void (*MxPoolFunc) (gpointer data);

/* Runs @func (@data) on one of two threads. Jobs own what they are given and touch
 * neither store nor network. */
void mx_pool_push  (MxPoolFunc func,
                    gpointer   data);
/* The same; then @done (@data) in @context, if that still runs; then @destroy (@data). */
void mx_pool_reply (MxPoolFunc      func,
                    GMainContext   *context,
                    GSourceFunc     done,
                    gpointer        data,
                    GDestroyNotify  destroy);

G_END_DECLS
