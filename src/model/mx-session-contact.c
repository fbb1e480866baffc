/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom to write to: the one place that decides it. A community's preset goes first, because its
 * people look after the rooms and are written to in its language; then what the server says of
 * those who run it. Main thread. */

#include "config.h"

#include "mx-session-contact.h"

#include "mx-community.h"
#include "mx-engine.h"
#include "mx-session-private.h"

/**
 * mx_session_find_contact_async:
 * @self: a session, signed in or not
 * @community: (nullable): whose rooms it is about
 * @server: (nullable): a server's name; %NULL: the account's
 * @about: what about
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 */
void
mx_session_find_contact_async (MxSession           *self,
                               MxCommunity         *community,
                               const char          *server,
                               MxContact            about,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *contact = NULL;
  GTask *task;

  g_return_if_fail (MX_IS_SESSION (self));

  task = _mx_session_task_new (self, mx_session_find_contact_async, cancellable, callback, user_data);
  if (community != NULL)
    g_object_get (community, "contact", &contact, NULL);
  if (contact != NULL) {
    g_task_return_pointer (task, g_steal_pointer (&contact), g_free);
    g_object_unref (task);
    return;
  }
  mx_engine_find_support_async (self->engine, server, about == MX_CONTACT_ABUSE, cancellable, _mx_session_string_cb,
                                task);
}

/**
 * mx_session_find_contact_finish:
 * @self: the session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full): an address
 */
char *
mx_session_find_contact_finish (MxSession     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return mx_session_string_finish (self, result, error);
}
