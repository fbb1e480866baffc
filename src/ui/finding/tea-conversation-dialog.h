/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_CONVERSATION_DIALOG (tea_conversation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaConversationDialog, tea_conversation_dialog, TEA, CONVERSATION_DIALOG, AdwDialog)

AdwDialog *tea_conversation_dialog_new (MxSession *session);

G_END_DECLS
