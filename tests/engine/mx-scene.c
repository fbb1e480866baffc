/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signed in, live, the room open: where most of what a person wants begins. The server takes
 * everything that is sent, until the test says otherwise. */

#include "config.h"

#include "mx-scene.h"

void
mx_scene_prepare (MxScene *scene)
{
  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_push_room (scene->script);
  scene->me = mx_fixture_new (NULL);
}

void
mx_scene_begin (MxScene  *scene,
                gboolean  as_guest)
{
  g_autoptr (GError) error = NULL;

  mx_scene_prepare (scene);
  mx_script_set_echo (scene->script, TRUE);
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/rooms/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/users/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, SCENE_USER_DATA, 200, NULL, "{}");
  mx_test_server_reply (scene->server, "DELETE /_matrix/client/v3/user/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/register", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"guest\",\"device_id\":\"G\"}");
  if (as_guest)
    mx_fixture_login_guest (scene->me, mx_script_get_url (scene->script), &error);
  else
    mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "pw", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 50);
}

void
mx_scene_end (MxScene *scene)
{
  mx_fixture_free (scene->me);
  mx_script_free (scene->script);
}

void
mx_scene_say (MxScene    *scene,
              const char *event_id,
              const char *body)
{
  g_autofree char *event = mx_script_message (event_id, "@ben:localhost", body);

  mx_script_push_events (scene->script, event, FALSE, NULL);
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, body);
}

void
mx_scene_assert_body (MxTestRequest *request,
                      const char    *wanted)
{
  gsize len;
  const char *data = g_bytes_get_data (request->body, &len);
  g_autofree char *text = g_strndup (data, len);

  g_assert_cmpstr (text, ==, wanted);
}
