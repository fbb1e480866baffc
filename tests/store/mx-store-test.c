/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-store-test.h"

#include "mx-error.h"
#include "mx-secret.h"
#include "mx-store-timeline.h"

#include <glib/gstdio.h>
#include <string.h>

char *
mx_store_test_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("mx-store-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

void
mx_store_test_walk (const char *path,
                    void (*func) (const char *path, gpointer data),
                    gpointer    user_data)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    mx_store_test_walk (child, func, user_data);
  }
  func (path, user_data);
}

static void
remove_one (const char *path,
            gpointer    data)
{
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
mx_store_test_remove (const char *dir)
{
  mx_store_test_walk (dir, remove_one, NULL);
}

MxSecret *
mx_store_test_key (guint8 fill)
{
  guint8 bytes[MX_SECRET_KEY_BYTES];

  memset (bytes, fill, sizeof bytes);
  return mx_secret_new (bytes, sizeof bytes);
}

MxStore *
mx_store_test_open (const char *dir,
                    MxSecret   *key)
{
  g_autoptr (GError) error = NULL;
  MxStore *store = mx_store_open (dir, key, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

MxEvent *
mx_store_test_event (const char *json)
{
  g_autoptr (GError) error = NULL;
  MxEvent *event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, ROOM, &error);

  g_assert_no_error (error);
  return event;
}

MxEvent *
mx_store_test_message (const char *id,
                       const char *sender,
                       const char *body)
{
  g_autofree char *json = NULL;

  json = g_strdup_printf ("{\"type\":\"m.room.message\",\"event_id\":\"$%s:example.org\",\"sender\":\"%s\","
                          "\"origin_server_ts\":1700000000000,\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}}",
                          id, sender, body);
  return mx_store_test_event (json);
}

MxEvent *
mx_store_test_state (const char *type,
                     const char *state_key,
                     const char *content)
{
  static guint serial = 0;
  g_autofree char *json = NULL;

  json = g_strdup_printf ("{\"type\":\"%s\",\"state_key\":\"%s\",\"event_id\":\"$state%u:example.org\","
                          "\"sender\":\"%s\",\"origin_server_ts\":1700000000000,\"content\":%s}",
                          type, state_key, serial++, ALICE, content);
  return mx_store_test_event (json);
}

MxEvent *
mx_store_test_member (const char *user_id,
                      const char *membership,
                      const char *name)
{
  g_autofree char *content = NULL;

  if (name != NULL)
    content = g_strdup_printf ("{\"membership\":\"%s\",\"displayname\":\"%s\"}", membership, name);
  else
    content = g_strdup_printf ("{\"membership\":\"%s\"}", membership);
  return mx_store_test_state ("m.room.member", user_id, content);
}

void
mx_store_test_append (MxStore    *store,
                      const char *prefix,
                      guint       first,
                      guint       n)
{
  guint i;

  for (i = first; i < first + n; i++) {
    g_autofree char *id = g_strdup_printf ("%s%u", prefix, i);
    g_autoptr (MxEvent) event = mx_store_test_message (id, BOB, "hello");
    g_autoptr (GError) error = NULL;
    gboolean is_new = FALSE;

    mx_store_append_event (store, ROOM, event, NULL, NULL, &is_new, &error);
    g_assert_no_error (error);
    g_assert_true (is_new);
  }
}
