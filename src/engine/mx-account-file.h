/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-engine-types.h"

G_BEGIN_DECLS

/* account.json: what is not secret about who is signed in. */
MxAccountInfo *mx_account_file_read      (const char  *profile_dir,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       mx_account_file_write     (const char           *profile_dir,
                                          const MxAccountInfo  *info,
                                          GError              **error);
void           mx_account_file_remove    (const char *profile_dir);
/* What cannot be read is kept beside it. */
gboolean       mx_account_file_set_aside (const char  *profile_dir,
                                          GError     **error);

G_END_DECLS
