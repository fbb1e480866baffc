/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

char *ctl_prompt_secret (const char  *variable,
                         const char  *question,
                         gboolean     twice,
                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void  ctl_secret_free   (char *secret);

G_END_DECLS
