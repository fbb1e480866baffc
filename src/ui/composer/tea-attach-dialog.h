/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ATTACH_DIALOG (tea_attach_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaAttachDialog, tea_attach_dialog, TEA, ATTACH_DIALOG, AdwDialog)

AdwDialog *tea_attach_dialog_new (MxRoom       *room,
                                  MxAttachment *attachment);

G_END_DECLS
