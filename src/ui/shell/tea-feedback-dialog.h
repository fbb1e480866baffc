/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_FEEDBACK_DIALOG (tea_feedback_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaFeedbackDialog, tea_feedback_dialog, TEA, FEEDBACK_DIALOG, AdwDialog)

/* @words (nullable): what was written the last time. */
AdwDialog *tea_feedback_dialog_new       (MxSession  *session,
                                          const char *words);
/* (nullable): what was written and not sent. */
char      *tea_feedback_dialog_dup_words (TeaFeedbackDialog *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
