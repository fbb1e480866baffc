/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. The key of the store stays in memory: no keyring is asked. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-session-private.h"

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)

static gboolean
is_live (gpointer session)
{
  return mx_session_get_sync_state (session) == MX_SYNC_LIVE && mx_session_get_room (session, MX_SCRIPT_ROOM) != NULL;
}

static void
sign_in (MxScripted *self,
         gboolean    is_guest)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *url = mx_script_get_url (self->script);

  mx_script_push_room (self->script);
  if (is_guest)
    mx_session_login_guest_async (self->session, url, NULL, mx_test_store_cb, &result);
  else
    mx_session_login_password_async (self->session, url, "me", "canary-password", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  mx_session_login_finish (self->session, result, &error);
  g_assert_no_error (error);
  mx_test_assert_wait (is_live, self->session, DEADLINE_MS);
}

void
mx_scripted_set_up_signed_out (MxScripted    *self,
                               gconstpointer  data)
{
  self->script = mx_script_new ();
  self->server = mx_script_get_server (self->script);
  self->dir = g_dir_make_tmp ("mx-scripted-XXXXXX", NULL);
  g_assert_nonnull (self->dir);
  self->session = mx_session_new (self->dir);
  mx_session_set_key_mode (self->session, MX_KEY_MEMORY, NULL);
}

void
mx_scripted_sign_in (MxScripted *self)
{
  sign_in (self, FALSE);
}

void
mx_scripted_set_up (MxScripted    *self,
                    gconstpointer  data)
{
  mx_scripted_set_up_signed_out (self, data);
  sign_in (self, FALSE);
}

void
mx_scripted_set_up_guest (MxScripted    *self,
                          gconstpointer  data)
{
  mx_scripted_set_up_signed_out (self, data);
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/register", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-token-guest\","
                        "\"device_id\":\"GUEST\"}");
  sign_in (self, TRUE);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

void
mx_scripted_tear_down (MxScripted    *self,
                       gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_close_async (self->session, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  mx_session_close_finish (self->session, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  g_object_add_weak_pointer (G_OBJECT (self->session), (gpointer *) &self->session);
  g_object_unref (self->session);
  mx_test_assert_wait (is_gone, &self->session, DEADLINE_MS);
  mx_script_free (self->script);
  mx_test_remove_tree (self->dir);
  g_free (self->dir);
}

char *
mx_scripted_dup_body (MxScripted *self,
                      const char *prefix,
                      guint       n)
{
  MxTestRequest *request;
  gsize len;
  const char *data;

  g_assert_true (mx_test_server_wait (self->server, prefix, n + 1, DEADLINE_MS));
  request = mx_test_server_get_request (self->server, prefix, n);
  data = request->body != NULL ? g_bytes_get_data (request->body, &len) : NULL;
  return data != NULL ? g_strndup (data, len) : g_strdup ("");
}
