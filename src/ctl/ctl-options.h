/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

/* The command line, read. */
typedef struct
{
  char *profile_dir;
  gboolean has_key_mode; /* FALSE: what the profile remembers  */
  MxKeyMode key_mode;
  char *server; /* (nullable)                         */
  gboolean json;
  gboolean help;
  gboolean version;
  char **words; /* the command and what follows it    */
} CtlOptions;

CtlOptions *ctl_options_new      (char   **arguments,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        ctl_options_free     (CtlOptions *self);
const char *ctl_options_get_help (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlOptions, ctl_options_free)

G_END_DECLS
