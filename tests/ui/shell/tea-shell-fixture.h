/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages and dialogs of the shell in a window, over a session that never opened. */

#pragma once

#include "mx-room.h"
#include "mx-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HOSTILE "<b>Help</b> & <i>co"

void            tea_shell_test_init            (int    *argc,
                                                char ***argv);
/* Instead of g_test_run (). */
int             tea_shell_test_run             (void);
GtkApplication *tea_shell_test_get_application (void);

/* Signed in, as far as the model knows; its engine never opened. */
MxSession *tea_shell_test_open_session (void) G_GNUC_WARN_UNUSED_RESULT;
void       tea_shell_test_sign_in      (MxSession *session);
/* (transfer full): a room whose every text comes from somebody hostile. */
MxRoom    *tea_shell_test_add_room     (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;

GtkWindow *tea_shell_test_show        (GtkWidget *child);
GtkWindow *tea_shell_test_show_dialog (AdwDialog *dialog);
/* (nullable): the first of a type. */
GtkWidget *tea_shell_test_find        (GtkWidget *widget,
                                       GType      type);
/* Labels that show these words, after markup was parsed where it is. */
guint      tea_shell_test_count_text  (GtkWidget  *widget,
                                       const char *text);
/* Fails where a control has neither text nor name; how many were looked at. */
guint      tea_shell_test_check_names (GtkWidget *widget);
/* For mx_test_assert_wait (). */
gboolean   tea_shell_test_is_mapped   (gpointer widget);

G_END_DECLS
