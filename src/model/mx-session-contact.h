/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom to write to when this program cannot help. Asked only when somebody wants to write. */

#pragma once

#include "mx-session.h"

G_BEGIN_DECLS

/* What about; servers have different people for it. */
typedef enum {
  MX_CONTACT_ACCOUNT, /* one's own account        */
  MX_CONTACT_ABUSE,   /* what somebody else does  */
} MxContact;

/* Those who look after the rooms of @community (nullable), where its preset names them; else those who
 * run @server (nullable: the account's own), where it does. */
void  mx_session_find_contact_async  (MxSession           *self,
                                      MxCommunity         *community,
                                      const char          *server,
                                      MxContact            about,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
/* "mailto:…", "https://…" or "matrix:u/…"; MX_ERROR_NOT_FOUND: nobody is named. */
char *mx_session_find_contact_finish (MxSession     *self,
                                      GAsyncResult  *result,
                                      GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
