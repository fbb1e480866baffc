/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures and files: one download an address, kept encrypted, bounded, and nothing asked
 * for an address that is none. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define MEDIA    "GET /_matrix/client/v1/media/"
#define DOWNLOAD "GET /_matrix/client/v1/media/download/"
#define ICON     "GET /_matrix/media/v3/thumbnail/localhost/picture"
#define PICTURE  "mxc://localhost/picture"

typedef struct
{
  MxScript *script;
  MxTestServer *server;
  MxFixture *me;
} Scene;

static void
scene_begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_push_room (scene->script);
  scene->me = mx_fixture_new (NULL);
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "pw", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
}

static void
scene_end (Scene *scene)
{
  mx_fixture_free (scene->me);
  mx_script_free (scene->script);
}

static void
ask (Scene         *scene,
     const char    *mxc,
     guint          size,
     gsize          max,
     GCancellable  *cancellable,
     GAsyncResult **result)
{
  mx_engine_load_media_async (scene->me->engine, mxc, size, size, max, cancellable, mx_test_store_cb, result);
}

static char *
await_text (Scene         *scene,
            GAsyncResult **result,
            GError       **error)
{
  g_autoptr (GBytes) bytes = NULL;

  mx_test_await (result, 15000);
  bytes = mx_engine_load_media_finish (scene->me->engine, *result, error);
  g_clear_object (result);
  return bytes ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
}

static char *
load (Scene       *scene,
      const char  *mxc,
      guint        size,
      gsize        max,
      GError     **error)
{
  GAsyncResult *result = NULL;

  ask (scene, mxc, size, max, NULL, &result);
  return await_text (scene, &result, error);
}

static void
assert_load (Scene      *scene,
             const char *mxc,
             guint       size,
             const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load (scene, mxc, size, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_fails (Scene      *scene,
              const char *mxc,
              gsize       max,
              MxError     code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load (scene, mxc, 0, max, &error);

  g_assert_error (error, MX_ERROR, (int) code);
  g_assert_null (text);
}

static void
test_one_download (void)
{
  GAsyncResult *one = NULL;
  GAsyncResult *two = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  MxTestRequest *request;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, "Content-Type: image/png", "PICTURE");
  mx_test_server_hold (scene.server, DOWNLOAD);
  ask (&scene, PICTURE, 0, 0, NULL, &one);
  ask (&scene, PICTURE, 0, 0, NULL, &two);
  g_assert_true (mx_test_server_wait (scene.server, DOWNLOAD, 1, 5000));
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (scene.server, DOWNLOAD), ==, 1);
  mx_test_server_release (scene.server, DOWNLOAD);
  first = await_text (&scene, &one, &error);
  g_assert_no_error (error);
  second = await_text (&scene, &two, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "PICTURE");
  g_assert_cmpstr (second, ==, "PICTURE");
  request = mx_test_server_get_request (scene.server, DOWNLOAD, 0);
  g_assert_cmpstr (request->path, ==, "/_matrix/client/v1/media/download/localhost/picture");
  g_assert_cmpstr (request->authorization, ==, "Bearer canary-token-one");
  assert_load (&scene, PICTURE, 0, "PICTURE");
  g_assert_cmpuint (mx_test_server_count (scene.server, MEDIA), ==, 1);
  scene_end (&scene);
}

/* What was seen once is there after a restart without a server. */
static void
test_kept (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, NULL, "PICTURE");
  assert_load (&scene, PICTURE, 0, "PICTURE");
  mx_test_server_stop (scene.server);
  mx_fixture_restart (scene.me);
  mx_fixture_open (scene.me, &error);
  g_assert_no_error (error);
  assert_load (&scene, PICTURE, 0, "PICTURE");
  assert_fails (&scene, "mxc://localhost/other", 0, MX_ERROR_UNREACHABLE);
  scene_end (&scene);
}

static void
test_sizes (void)
{
  MxTestRequest *request;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, NULL, "LARGE");
  mx_test_server_reply (scene.server, "GET /_matrix/client/v1/media/thumbnail/", 200, NULL, "SMALL");
  assert_load (&scene, PICTURE, 0, "LARGE");
  assert_load (&scene, PICTURE, 64, "SMALL");
  assert_load (&scene, PICTURE, 0, "LARGE");
  assert_load (&scene, PICTURE, 64, "SMALL");
  g_assert_cmpuint (mx_test_server_count (scene.server, MEDIA), ==, 2);
  request = mx_test_server_get_request (scene.server, MEDIA, 1);
  g_assert_nonnull (strstr (request->query, "width=64"));
  g_assert_nonnull (strstr (request->query, "height=64"));
  scene_end (&scene);
}

/* Who says it is missing is not asked again for each row that scrolls by. */
static void
test_missing (void)
{
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"gone\"}");
  assert_fails (&scene, PICTURE, 0, MX_ERROR_NOT_FOUND);
  assert_fails (&scene, PICTURE, 0, MX_ERROR_NOT_FOUND);
  g_assert_cmpuint (mx_test_server_count (scene.server, MEDIA), ==, 1);
  scene_end (&scene);
}

static void
test_too_large (void)
{
  GAsyncResult *small = NULL;
  GAsyncResult *large = NULL;
  g_autofree char *text = NULL;
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, NULL, "0123456789");
  mx_test_server_hold (scene.server, DOWNLOAD);
  /* Whoever allows more is not bound by who allows less. */
  ask (&scene, PICTURE, 0, 5, NULL, &small);
  ask (&scene, PICTURE, 0, 0, NULL, &large);
  g_assert_true (mx_test_server_wait (scene.server, DOWNLOAD, 1, 5000));
  mx_test_server_release (scene.server, DOWNLOAD);
  none = await_text (&scene, &small, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_TOO_LARGE);
  g_clear_error (&error);
  text = await_text (&scene, &large, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "0123456789");
  /* Nor does the cache give more than was asked for. */
  assert_fails (&scene, PICTURE, 5, MX_ERROR_TOO_LARGE);
  scene_end (&scene);
}

/* A row that scrolled away takes nothing from the one that stays. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *one = NULL;
  GAsyncResult *two = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, NULL, "PICTURE");
  mx_test_server_hold (scene.server, DOWNLOAD);
  ask (&scene, PICTURE, 0, 0, cancellable, &one);
  ask (&scene, PICTURE, 0, 0, NULL, &two);
  g_assert_true (mx_test_server_wait (scene.server, DOWNLOAD, 1, 5000));
  g_cancellable_cancel (cancellable);
  mx_test_server_release (scene.server, DOWNLOAD);
  first = await_text (&scene, &one, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  second = await_text (&scene, &two, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, "PICTURE");
  scene_end (&scene);
}

static void
test_tried_again (void)
{
  GAsyncResult *result = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, DOWNLOAD, 200, NULL, "PICTURE");
  mx_test_server_reply (scene.server, DOWNLOAD, 503, NULL, "busy");
  ask (&scene, PICTURE, 0, 0, NULL, &result);
  g_assert_true (mx_test_server_wait (scene.server, DOWNLOAD, 1, 5000));
  mx_test_server_remove (scene.server, DOWNLOAD);
  text = await_text (&scene, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "PICTURE");
  g_assert_cmpuint (mx_test_server_count (scene.server, DOWNLOAD), ==, 2);
  scene_end (&scene);
}

static void
test_grammar (void)
{
  static const char *const bad[] = {
    "",
    "mxc://",
    "mxc://localhost",
    "mxc://localhost/",
    "mxc:///picture",
    "mxc://localhost/..",
    "mxc://localhost/../../../../client/v3/logout",
    "mxc://localhost/a/b",
    "mxc://localhost/a%2fb",
    "mxc://localhost/a?x=1",
    "mxc://localhost/a#x",
    "mxc://local host/a",
    "mxc://user@localhost/a",
    "mxc://localhost:99999999/a",
    "mxc://localhost:80:80/a",
    "mxc://localhost/a\n",
    "mxc://localhost/ä",
    "https://localhost/a",
    "http://localhost/a",
    "file:///etc/passwd",
    "MXC://localhost/a",
    " mxc://localhost/a",
  };
  g_autofree char *many = g_strnfill (10240, 'a');
  g_autofree char *long_id = g_strconcat ("mxc://localhost/", many, NULL);
  Scene scene;
  gsize i;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, "/", 200, NULL, "{}");
  mx_test_server_clear_log (scene.server);
  for (i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_fails (&scene, bad[i], 0, MX_ERROR_BAD_INPUT);
  assert_fails (&scene, long_id, 0, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (scene.server, MEDIA), ==, 0);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST "), ==, 0);
  scene_end (&scene);
}

/* Signing out while a picture is on its way ends it. */
static void
test_closed (void)
{
  GAsyncResult *result = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, DOWNLOAD);
  ask (&scene, PICTURE, 0, 0, NULL, &result);
  g_assert_true (mx_test_server_wait (scene.server, DOWNLOAD, 1, 5000));
  mx_fixture_logout (scene.me, &error);
  g_assert_no_error (error);
  text = await_text (&scene, &result, &error);
  g_assert_nonnull (error);
  assert_fails (&scene, PICTURE, 0, MX_ERROR_SIGNED_OUT);
  mx_test_server_release (scene.server, DOWNLOAD);
  scene_end (&scene);
}

/* Before anybody is signed in, and without a token: the icon of an identity provider. */
static void
test_icon (void)
{
  MxScript *script = mx_script_new ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = mx_fixture_new (NULL);
  const char *const addresses[] = { PICTURE, "mxc://localhost/../x", "https://localhost/x" };

  mx_test_server_reply (server, ICON, 200, "Content-Type: image/png", "icon");
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GBytes) bytes = NULL;

    mx_engine_load_icon_async (me->engine, mx_script_get_url (script), addresses[i], 32, NULL, mx_test_store_cb,
                               &result);
    mx_test_await (&result, 15000);
    bytes = mx_engine_load_media_finish (me->engine, result, &error);
    if (i > 0) {
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "icon", 4);
    g_assert_null (mx_test_server_get_request (server, ICON, 0)->authorization);
  }
  mx_fixture_free (me);
  mx_script_free (script);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/media/one-download", test_one_download);
  g_test_add_func ("/media/kept", test_kept);
  g_test_add_func ("/media/sizes", test_sizes);
  g_test_add_func ("/media/missing", test_missing);
  g_test_add_func ("/media/too-large", test_too_large);
  g_test_add_func ("/media/cancelled", test_cancelled);
  g_test_add_func ("/media/tried-again", test_tried_again);
  g_test_add_func ("/media/closed", test_closed);
  g_test_add_func ("/media/icon-without-account", test_icon);
  g_test_add_func ("/security/H08/media-grammar", test_grammar);
  return g_test_run ();
}
