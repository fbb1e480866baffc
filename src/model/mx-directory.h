/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-found-rooms.h"

G_BEGIN_DECLS

#define MX_TYPE_DIRECTORY (mx_directory_get_type ())
G_DECLARE_FINAL_TYPE (MxDirectory, mx_directory, MX, DIRECTORY, MxFoundRooms)

/**
 * MxDirectory:
 *
 * The rooms that a server publishes. Properties beside those of #MxFoundRooms, each writable, each begins again
 * when it changes (once something was loaded): "server" (nullable: one's own), "term" (nullable), "spaces-only".
 */
MxDirectory *mx_directory_new             (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;
void         mx_directory_set_server      (MxDirectory *self,
                                           const char  *server);
void         mx_directory_set_term        (MxDirectory *self,
                                           const char  *term);
void         mx_directory_set_spaces_only (MxDirectory *self,
                                           gboolean     spaces_only);

G_END_DECLS
