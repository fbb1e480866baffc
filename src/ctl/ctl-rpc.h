/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-app.h"

G_BEGIN_DECLS

typedef struct _CtlRpc CtlRpc;

CtlRpc *ctl_rpc_new   (CtlApp *app) G_GNUC_WARN_UNUSED_RESULT;
void    ctl_rpc_free  (CtlRpc *self);
void    ctl_rpc_start (CtlRpc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlRpc, ctl_rpc_free)

G_END_DECLS
