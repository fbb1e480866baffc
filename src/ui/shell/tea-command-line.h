/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program is asked to do by its arguments. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TEA_ASK_OPEN,    /* show the window, and the link if there is one */
  TEA_ASK_SERVICE, /* started by the session bus                    */
  TEA_ASK_HELP,
  TEA_ASK_VERSION,
} TeaAsk;

typedef struct
{
  TeaAsk ask;
  char *profile; /* never NULL                     */
  char *link;    /* (nullable): a valid link       */
} TeaCommandLine;

/* The arguments are not understood: the message says why, in one line. */
#define TEA_COMMAND_LINE_ERROR (tea_command_line_error_quark ())
GQuark tea_command_line_error_quark (void);

TeaCommandLine *tea_command_line_parse            (const char *const  *argv,
                                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void            tea_command_line_free             (TeaCommandLine *self);
char           *tea_command_line_help             (void);
gboolean        tea_command_line_profile_is_valid (const char *name);
char           *tea_command_line_app_id           (const char *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TeaCommandLine, tea_command_line_free)

G_END_DECLS
