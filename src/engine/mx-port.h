/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-delta.h"
#include "mx-engine-types.h"

G_BEGIN_DECLS

/* The way from the engine thread to the main thread: deltas and the ends of tasks, in
 * one order. Shared by both threads. */
typedef struct _MxPort MxPort;

MxPort *mx_port_new   (void) G_GNUC_WARN_UNUSED_RESULT;
MxPort *mx_port_ref   (MxPort *self);
void    mx_port_unref (MxPort *self);

/* Main thread. */
void mx_port_set_func (MxPort      *self,
                       MxDeltaFunc  func,
                       gpointer     user_data);

/* Engine thread. Each takes what it is given. */
void mx_port_publish        (MxPort  *self,
                             MxDelta *delta);
void mx_port_return_pointer (MxPort         *self,
                             GTask          *task,
                             gpointer        result,
                             GDestroyNotify  destroy);
void mx_port_return_boolean (MxPort   *self,
                             GTask    *task,
                             gboolean  result);
void mx_port_return_error   (MxPort *self,
                             GTask  *task,
                             GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPort, mx_port_unref)

G_END_DECLS
