/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border's own plumbing: for the files mx-engine*.c alone. Main thread. */

#pragma once

#include "mx-core.h"
#include "mx-engine.h"

G_BEGIN_DECLS

/* Runs @func on the engine thread, which ends the task. Takes @wish (nullable). */
void _mx_engine_call (MxEngine            *self,
                      gpointer             tag,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data,
                      MxCoreFunc           func,
                      MxWish              *wish);
/* Runs @func on the engine thread; nobody waits. Takes @wish. */
void _mx_engine_tell (MxEngine   *self,
                      MxCoreFunc  func,
                      MxWish     *wish);

G_END_DECLS
