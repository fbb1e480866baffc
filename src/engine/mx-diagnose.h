/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* MxCoreFunc: ends with an MxDiagnostics, of g_free (). */
void mx_diagnose (MxCore *core,
                  GTask  *task,
                  MxWish *wish);

G_END_DECLS
