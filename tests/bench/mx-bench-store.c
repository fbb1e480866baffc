/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A profile with many rooms, made by the engine itself. */

#include "config.h"

#include "mx-bench-store.h"

#include "mx-bench-sync.h"
#include "mx-engine.h"
#include "mx-test.h"

#include <malloc.h>
#include <string.h>

#define DEADLINE_MS 120000

MxScript *
mx_bench_server_new (guint n_rooms,
                     gsize bytes)
{
  static const char start[] = "{\"next_batch\":\"s1\",";
  g_autoptr (GBytes) body = mx_bench_sync_new (MX_SCRIPT_USER, n_rooms, bytes, MX_BENCH_SEED);
  gsize len;
  const char *data = g_bytes_get_data (body, &len);
  g_autofree char *members = g_strndup (data + strlen (start), len - strlen (start) - 1);
  MxScript *server = mx_script_new ();

  g_assert_true (g_str_has_prefix (data, start));
  mx_script_push (server, members);
  g_clear_pointer (&members, g_free);
  g_clear_pointer (&body, g_bytes_unref);
  malloc_trim (0);
  return server;
}

static void
on_delta (MxDelta  *delta,
          gpointer  user_data)
{
  gboolean *is_live = user_data;

  if (delta->has_sync_state)
    *is_live = delta->sync_state == MX_SYNC_LIVE;
}

static gboolean
is_true (gboolean *value)
{
  return *value;
}

void
mx_bench_store_make (const char *profile_dir,
                     MxKeyMode   mode,
                     const char *passphrase,
                     MxScript   *server)
{
  MxEngine *engine = mx_engine_new (profile_dir);
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GAsyncResult) login = NULL;
  g_autoptr (GAsyncResult) close = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_live = FALSE;

  mx_engine_set_delta_func (engine, on_delta, &is_live);
  mx_engine_set_key_mode (engine, mode, passphrase);
  mx_engine_login_password_async (engine, mx_script_get_url (server), "me", "password", NULL, mx_test_store_cb, &login);
  mx_test_await (&login, DEADLINE_MS);
  account = mx_engine_login_finish (engine, login, &error);
  g_assert_no_error (error);
  mx_test_assert_wait (is_true, &is_live, DEADLINE_MS);
  mx_engine_close_async (engine, mx_test_store_cb, &close);
  mx_test_await (&close, DEADLINE_MS);
  mx_engine_close_finish (engine, close, &error);
  g_assert_no_error (error);
  g_clear_object (&login);
  g_clear_object (&close);
  g_assert_finalize_object (engine);
}
