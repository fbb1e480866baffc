/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-app.h"

G_BEGIN_DECLS

typedef struct _CtlCommand CtlCommand;

/* NULL: there is no such command, or too much or too little follows it. */
CtlCommand *ctl_command_new   (CtlApp  *app,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        ctl_command_free  (CtlCommand *self);
void        ctl_command_start (CtlCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlCommand, ctl_command_free)

G_END_DECLS
