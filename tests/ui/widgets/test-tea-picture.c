/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of strangers: bombs are refused within a second and without memory, what is a
 * program rather than a picture is never opened, not as an avatar either, and pictures
 * come from nowhere but the homeserver. */

#include "config.h"

#include "mx-script.h"
#include "mx-test-server.h"
#include "mx-test.h"
#include "tea-avatar.h"
#include "tea-picture-cache.h"
#include "tea-picture-header.h"
#include "tea-picture-loader.h"
#include "tea-test-bombs.h"

#include "mx-error.h"
#include "mx-session.h"

#include <adwaita.h>
#include <string.h>

#define MIB      ((gsize) 1024 * 1024)
#define ALLOWED  (64 * MIB)
#define DEADLINE 30000
#define MEDIA    "GET /_matrix/client/v1/media/"

typedef struct
{
  GdkTexture *texture; /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
  gint64 took;         /* µs */
  gsize grew;          /* bytes of resident memory, at most */
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_object (&self->texture);
  g_clear_error (&self->error);
}

static Outcome
decode (GBytes *bytes)
{
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { NULL, NULL, 0, 0 };
  gsize before = mx_test_rss ();
  gint64 begin = g_get_monotonic_time ();
  gsize peak;

  mx_test_reset_peak ();
  tea_picture_decode_async (bytes, 400, 300, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE);
  outcome.took = g_get_monotonic_time () - begin;
  peak = mx_test_peak_rss ();
  outcome.grew = peak - MIN (before, peak);
  outcome.texture = tea_picture_decode_finish (result, &outcome.error);
  g_test_message ("%zu bytes: %s after %" G_GINT64_FORMAT " ms and %zu MiB", g_bytes_get_size (bytes),
                  outcome.texture != NULL ? "shown" : outcome.error->message, outcome.took / 1000,
                  outcome.grew / MIB);
  return outcome;
}

/* The sanitizer's own memory is not the program's. */
static void
assert_small (gsize grew)
{
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (grew, <=, ALLOWED);
#endif
}

static void
assert_refused (GBytes *bytes)
{
  Outcome outcome = decode (bytes);

  g_assert_null (outcome.texture);
  g_assert_error (outcome.error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_cmpint (outcome.took, <=, G_USEC_PER_SEC);
  assert_small (outcome.grew);
  outcome_clear (&outcome);
}

/* The box works here, and what is allowed is shown. */
static void
test_ordinary (void)
{
  g_autoptr (GBytes) png = tea_test_png (800, 600, NULL, NULL);
  g_autoptr (GBytes) gif = tea_test_gif (80, 1);
  g_autoptr (GBytes) jpeg = tea_test_jpeg (640, 10);
  GBytes *const pictures[] = { png, gif, jpeg };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (pictures); i++) {
    Outcome outcome = decode (pictures[i]);

    g_assert_no_error (outcome.error);
    g_assert_nonnull (outcome.texture);
    outcome_clear (&outcome);
  }
}

static void
test_png (void)
{
  static const guint32 sides[][2] = { { 20000, 20000 }, { 30000, 30000 }, { 1, 30000 }, { 0x7fffffff, 0x7fffffff } };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (sides); i++) {
    g_autoptr (GBytes) png = NULL;

    g_test_message ("%u×%u", sides[i][0], sides[i][1]);
    png = tea_test_png (sides[i][0], sides[i][0] > 30000 ? 1 : sides[i][1], NULL, NULL);
    assert_refused (png);
  }
}

static void
test_gif_size (void)
{
  g_autoptr (GBytes) gif = tea_test_gif (65535, 10);

  assert_refused (gif);
}

/* Its frames are not walked through: the first one is the picture, and the rest costs nothing. */
static void
test_gif_frames (void)
{
  g_autoptr (GBytes) gif = tea_test_gif (1000, 100000);
  Outcome outcome = decode (gif);

  assert_small (outcome.grew);
  if (outcome.texture != NULL)
    g_assert_cmpint (gdk_texture_get_width (outcome.texture), <=, 400);
  outcome_clear (&outcome);
}

static void
test_jpeg (void)
{
  g_autoptr (GBytes) scans = tea_test_jpeg (6000, 10000);
  g_autoptr (GBytes) size = tea_test_jpeg (65000, 1);
  g_autoptr (GError) error = NULL;

  assert_refused (scans);
  assert_refused (size);
  /* By its scans, before any decoder saw it. */
  g_assert_false (tea_picture_header_check (g_bytes_get_data (scans, NULL), g_bytes_get_size (scans), &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_TOO_LARGE);
}

/* What may pass by its size and its scans ends in time too. */
static void
test_jpeg_most (void)
{
  g_autoptr (GBytes) most = tea_test_jpeg (2000, TEA_PICTURE_MAX_SCANS);
  Outcome outcome = decode (most);

  g_assert_cmpint (outcome.took, <=, 10 * G_USEC_PER_SEC);
  assert_small (outcome.grew);
  outcome_clear (&outcome);
}

static void
test_webp (void)
{
  g_autoptr (GBytes) webp = tea_test_webp (16384, 16384);

  assert_refused (webp);
}

/* What is packed beside the pixels is not unpacked into our memory. */
static void
test_profile (void)
{
  g_autoptr (GBytes) profile = tea_test_profile_bomb (512 * MIB);
  g_autoptr (GBytes) png = tea_test_png (64, 64, "iCCP", profile);
  Outcome outcome = decode (png);

  assert_small (outcome.grew);
  outcome_clear (&outcome);
}

static void
test_exif (void)
{
  g_autofree guint8 *zeros = g_malloc0 (16 * MIB);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) png = NULL;
  Outcome outcome;

  /* A directory of 65535 entries that points at itself. */
  memcpy (zeros, "II*\0\x08\0\0\0\xff\xff", 10);
  bytes = g_bytes_new_take (g_steal_pointer (&zeros), 16 * MIB);
  png = tea_test_png (64, 64, "eXIf", bytes);
  outcome = decode (png);
  assert_small (outcome.grew);
  outcome_clear (&outcome);
}

/* Pure: cut anywhere, a header is judged without reading beyond it. */
static void
test_cut_headers (void)
{
  g_autoptr (GBytes) png = tea_test_png (64, 64, NULL, NULL);
  g_autoptr (GBytes) gif = tea_test_gif (64, 2);
  g_autoptr (GBytes) jpeg = tea_test_jpeg (64, 3);
  g_autoptr (GBytes) webp = tea_test_webp (64, 64);
  GBytes *const pictures[] = { png, gif, jpeg, webp };
  gsize i, cut;

  for (i = 0; i < G_N_ELEMENTS (pictures); i++) {
    for (cut = 0; cut <= g_bytes_get_size (pictures[i]); cut++) {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (pictures[i], NULL), MAX (cut, 1));
      g_autoptr (GError) error = NULL;
      gboolean good = tea_picture_header_check (copy, cut, &error);

      g_assert_cmpint (good, ==, error == NULL);
      g_assert_true (good || cut < g_bytes_get_size (pictures[i]));
    }
  }
}

static const char *const programs[] = {
  "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'>"
  "<image href='%s/svg-image.png' width='10' height='10'/></svg>",
  "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM '%s/svg-entity'>]>"
  "<svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>",
  "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
  "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
  "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'>]>"
  "<svg xmlns='http://www.w3.org/2000/svg'><text>&h;</text></svg>",
  "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><g id='a'><rect width='9'/></g>"
  "<g id='b'><use xlink:href='#a'/><use xlink:href='#a'/></g><g id='c'><use xlink:href='#b'/><use xlink:href='#b'/></g>"
  "<use xlink:href='#c'/></svg>",
  "<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(\"%s/svg-script\")'>"
  "<script>fetch('%s/svg-script')</script></svg>",
  "\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg'><style>@import url('%s/svg-style.css');</style></svg>",
  "<html><img src='%s/html.png'></html>",
};

/* A program with the address of a server that must hear nothing. */
static GBytes *
make_program (gsize       i,
              const char *url)
{
  g_auto (GStrv) parts = g_strsplit (programs[i], "%s", -1);
  char *text = g_strjoinv (url, parts);

  return g_bytes_new_take (text, strlen (text));
}

static void
test_programs (void)
{
  g_autoptr (MxTestServer) stranger = mx_test_server_new (MX_TEST_TLS_NONE);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autoptr (GBytes) svg = make_program (i, mx_test_server_get_url (stranger));
    gsize len;
    const char *text = g_bytes_get_data (svg, &len);
    g_autoptr (GBytes) packed = mx_test_gzip (text, len, 1);

    assert_refused (svg);
    assert_refused (packed);
  }
  g_assert_cmpuint (mx_test_server_count (stranger, ""), ==, 0);
}

/* --- through a session --------------------------------------------------------------- */

typedef struct
{
  MxScript *script;
  MxTestServer *stranger;
  MxSession *session;
  GtkWidget *avatar;
} Scene;

static void
scene_begin (Scene *scene)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tea_picture_cache_clear ();
  scene->script = mx_script_new ();
  mx_script_push_room (scene->script);
  scene->stranger = mx_test_server_new (MX_TEST_TLS_NONE);
  scene->session = mx_session_new (mx_test_temp_dir ());
  mx_session_set_key_mode (scene->session, MX_KEY_MEMORY, NULL);
  mx_session_login_password_async (scene->session, mx_script_get_url (scene->script), "me", "pw", NULL,
                                   mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE);
  mx_session_login_finish (scene->session, result, &error);
  g_assert_no_error (error);
  scene->avatar = g_object_ref_sink (tea_avatar_new (64));
  tea_avatar_set_session (TEA_AVATAR (scene->avatar), scene->session);
  tea_avatar_set_text (TEA_AVATAR (scene->avatar), "Ben");
}

static void
scene_end (Scene *scene)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_object (&scene->avatar);
  mx_session_close_async (scene->session, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE);
  mx_session_close_finish (scene->session, result, NULL);
  g_clear_object (&scene->session);
  mx_test_server_free (scene->stranger);
  mx_script_free (scene->script);
}

static gboolean
has_picture (GtkWidget *avatar)
{
  return gtk_widget_has_css_class (avatar, "image");
}

static gboolean
is_bad (const char *mxc)
{
  return tea_picture_cache_is_bad (mxc);
}

/* Whatever the server calls it. */
static void
test_program_as_avatar (void)
{
  static const char *const types[] = { "Content-Type: image/svg+xml", "Content-Type: image/png" };
  Scene scene;
  gsize i;

  scene_begin (&scene);
  for (i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autoptr (GBytes) svg = make_program (i, mx_test_server_get_url (scene.stranger));
    g_autofree char *mxc = g_strdup_printf ("mxc://localhost/program%zu", i);

    mx_test_server_reply_bytes (mx_script_get_server (scene.script), MEDIA, 200, types[i % 2], svg);
    tea_avatar_set_mxc (TEA_AVATAR (scene.avatar), mxc);
    mx_test_assert_wait (is_bad, mxc, DEADLINE);
    g_assert_false (has_picture (scene.avatar));
  }
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (scene.script), MEDIA), >=, i);
  g_assert_cmpuint (mx_test_server_count (scene.stranger, ""), ==, 0);
  scene_end (&scene);
}

static void
test_bomb_as_avatar (void)
{
  g_autoptr (GBytes) png = tea_test_png (30000, 30000, NULL, NULL);
  char mxc[] = "mxc://localhost/bomb";
  Scene scene;
  gsize before, peak;

  scene_begin (&scene);
  mx_test_server_reply_bytes (mx_script_get_server (scene.script), MEDIA, 200, "Content-Type: image/png", png);
  before = mx_test_rss ();
  mx_test_reset_peak ();
  tea_avatar_set_mxc (TEA_AVATAR (scene.avatar), mxc);
  mx_test_assert_wait (is_bad, mxc, DEADLINE);
  peak = mx_test_peak_rss ();
  assert_small (peak - MIN (before, peak));
  g_assert_false (has_picture (scene.avatar));
  scene_end (&scene);
}

/* Addresses of other places are asked for nowhere: not there, and not at the homeserver. */
static void
test_elsewhere (void)
{
  static const char *const forms[] = {
    "%s/a.png",
    "//%s/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "mxc://%s",
    "mxc:///x",
    "mxc://localhost/../../%s",
    "mxc://localhost/a?b=%s",
    "MXC://localhost/a",
    "mxc://user@localhost/a",
  };
  Scene scene;
  gsize i;

  scene_begin (&scene);
  for (i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_auto (GStrv) parts = g_strsplit (forms[i], "%s", -1);
    g_autofree char *address = g_strjoinv (mx_test_server_get_url (scene.stranger), parts);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    tea_avatar_set_mxc (TEA_AVATAR (scene.avatar), address);
    tea_picture_load_async (scene.session, address, 64, 64, NULL, mx_test_store_cb, &result);
    mx_test_await (&result, DEADLINE);
    g_assert_null (tea_picture_load_finish (result, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    g_assert_false (has_picture (scene.avatar));
  }
  g_assert_cmpuint (mx_test_server_count (scene.stranger, ""), ==, 0);
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (scene.script), MEDIA), ==, 0);
  scene_end (&scene);
}

/* The homeserver's own media API, with the token, for what has an address of that kind. */
static void
test_authenticated (void)
{
  g_autoptr (GBytes) png = tea_test_png (64, 64, NULL, NULL);
  MxTestServer *server;
  Scene scene;
  guint i;

  scene_begin (&scene);
  server = mx_script_get_server (scene.script);
  mx_test_server_reply_bytes (server, MEDIA, 200, "Content-Type: image/png", png);
  tea_avatar_set_mxc (TEA_AVATAR (scene.avatar), "mxc://other.example/picture");
  mx_test_assert_wait (has_picture, scene.avatar, DEADLINE);
  g_assert_cmpuint (mx_test_server_count (server, MEDIA), ==, 1);
  for (i = 0; i < mx_test_server_count (server, MEDIA); i++) {
    MxTestRequest *request = mx_test_server_get_request (server, MEDIA, i);

    g_assert_nonnull (strstr (request->path, "/other.example/picture"));
    g_assert_nonnull (request->authorization);
    g_assert_true (g_str_has_prefix (request->authorization, "Bearer "));
  }
  scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init_with_system (&argc, &argv);
  adw_init ();
  g_test_add_func ("/picture/ordinary", test_ordinary);
  g_test_add_func ("/security/H12/bomb-png", test_png);
  g_test_add_func ("/security/H12/bomb-gif-size", test_gif_size);
  g_test_add_func ("/security/H12/bomb-gif-frames", test_gif_frames);
  g_test_add_func ("/security/H12/bomb-jpeg", test_jpeg);
  g_test_add_func ("/security/H12/most-scans", test_jpeg_most);
  g_test_add_func ("/security/H12/bomb-webp", test_webp);
  g_test_add_func ("/security/H12/bomb-profile", test_profile);
  g_test_add_func ("/security/H12/bomb-exif", test_exif);
  g_test_add_func ("/security/H12/bomb-avatar", test_bomb_as_avatar);
  g_test_add_func ("/security/H12/cut-headers", test_cut_headers);
  g_test_add_func ("/security/H14/svg", test_programs);
  g_test_add_func ("/security/H14/svg-avatar", test_program_as_avatar);
  g_test_add_func ("/security/P03/pictures-elsewhere", test_elsewhere);
  g_test_add_func ("/security/P03/media-with-token", test_authenticated);
  return g_test_run ();
}
