/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the owner of an account looks after, and the files they send: what is said when the server says no or
 * nonsense, and what is refused before it is asked. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-attachment.h"
#include "mx-device.h"
#include "mx-error.h"
#include "mx-profile.h"
#include "mx-session-sign-in.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define DEVICES     "GET /_matrix/client/v3/devices"
#define RENAME      "PUT /_matrix/client/v3/devices/"
#define WHO         "GET /_matrix/client/v3/profile/"
#define SET         "PUT /_matrix/client/v3/profile/"
#define CAPABLE     "GET /_matrix/client/v3/capabilities"
#define UPLOAD      "POST /_matrix/media/v3/upload"
#define LIMIT       "GET /_matrix/client/v1/media/config"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"

/* --- where one is signed in ---------------------------------------------------------------- */

static GListModel *
list_devices (MxScripted  *self,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_list_devices_async (self->session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_session_list_devices_finish (self->session, result, error);
}

static void
test_devices (MxScripted    *self,
              gconstpointer  data)
{
  g_autoptr (GListModel) devices = NULL;
  g_autoptr (MxDevice) own = NULL;
  g_autoptr (MxDevice) other = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, DEVICES, 200, NULL,
                        "{\"devices\":[7,{},{\"device_id\":\"DEVICE\",\"display_name\":\"This one\"},"
                        "{\"device_id\":\"OLD\",\"display_name\":5,\"last_seen_ts\":\"yesterday\"}]}");
  devices = list_devices (self, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (devices), ==, 2);
  own = g_list_model_get_item (devices, 0);
  other = g_list_model_get_item (devices, 1);
  g_assert_true (mx_device_is_own (own));
  g_assert_cmpstr (mx_device_get_name (own), ==, "This one");
  g_assert_false (mx_device_is_own (other));
  g_assert_cmpint (mx_device_get_last_seen (other), ==, 0);
}

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
} Answer;

static const Answer answers[] = {
  { "refused", 403, FORBIDDEN, MX_ERROR_FORBIDDEN },
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
  { "no-list", 200, "{\"devices\":{}}", MX_ERROR_BAD_RESPONSE },
  { "in-trouble", 503, "down", MX_ERROR_SERVER },
};

static void
test_no_devices (MxScripted    *self,
                 gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) devices = NULL;

  mx_test_server_reply (self->server, DEVICES, answer->status, NULL, answer->body);
  devices = list_devices (self, &error);
  g_assert_null (devices);
  g_assert_error (error, MX_ERROR, (int) answer->code);
}

static gboolean
await_boolean (MxScripted    *self,
               GAsyncResult **result,
               GError       **error)
{
  gboolean is_done;

  mx_test_await (result, DEADLINE_MS);
  is_done = mx_session_boolean_finish (self->session, *result, error);
  g_clear_object (result);
  return is_done;
}

static void
test_rename (MxScripted    *self,
             gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, RENAME, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_session_rename_device_async (self->session, "OLD", "Attic", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  g_clear_error (&error);
  body = mx_scripted_dup_body (self, RENAME "OLD", 0);
  g_assert_cmpstr (body, ==, "{\"display_name\":\"Attic\"}");
  /* What is no device is not asked about. */
  mx_session_rename_device_async (self->session, "", "Attic", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (self->server, RENAME), ==, 1);
}

/* --- the profile ------------------------------------------------------------------------------ */

static MxProfile *
find_profile (MxScripted  *self,
              const char  *user_id,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_find_profile_async (self->session, user_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_session_find_profile_finish (self->session, result, error);
}

/* Whoever said nothing of themselves has an empty one; of somebody else it is said that there is none. */
static void
test_no_profile (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (MxProfile) own = NULL;
  g_autoptr (MxProfile) other = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, WHO, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_test_server_reply (self->server, CAPABLE, 200, NULL, "<html>");
  own = find_profile (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (own);
  g_assert_null (own->displayname);
  other = find_profile (self, "@ben:localhost", &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  g_assert_null (other);
  g_clear_error (&error);
  other = find_profile (self, "ben", &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_clear_error (&error);
  mx_test_server_reply (self->server, WHO, 200, NULL, "[]");
  other = find_profile (self, "@ben:localhost", &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

/* A part that the server's profiles do not have is not sent to it. */
static void
test_set_profile (MxScripted    *self,
                  gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, SET, 403, NULL, FORBIDDEN);
  mx_session_set_profile_async (self->session, "displayname", "Ann", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_clear_error (&error);
  mx_test_server_reply (self->server, CAPABLE, 200, NULL, "{\"capabilities\":{}}");
  mx_session_set_profile_async (self->session, "m.tz", "Europe/Berlin", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNRECOGNIZED);
  g_clear_error (&error);
  mx_test_server_reply (self->server, CAPABLE, 502, NULL, "down");
  mx_session_set_profile_async (self->session, "m.tz", "Europe/Berlin", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_SERVER);
  g_clear_error (&error);
  mx_session_set_profile_async (self->session, "shoe-size", "44", NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (self->server, SET), ==, 1);
}

/* One pixel. */
static GBytes *
make_picture (void)
{
  gsize len;
  guchar *data = g_base64_decode ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
                                  "RU5ErkJggg==",
                                  &len);

  return g_bytes_new_take (data, len);
}

static char *
set_avatar (MxScripted  *self,
            GBytes      *picture,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_set_avatar_async (self->session, picture, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_session_string_finish (self->session, result, error);
}

static void
assert_no_avatar (MxScripted *self,
                  GBytes     *picture,
                  MxError     code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mxc = set_avatar (self, picture, &error);

  g_assert_error (error, MX_ERROR, (int) code);
  g_assert_null (mxc);
}

/* The profile shows a picture only where the server has it, and one that is one. */
static void
test_avatar (MxScripted    *self,
             gconstpointer  data)
{
  g_autoptr (GBytes) picture = make_picture ();
  g_autoptr (GBytes) text = g_bytes_new_static ("#!/bin/sh\n", 10);
  g_autoptr (GError) error = NULL;
  g_autofree char *mxc = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, SET, 200, NULL, "{}");
  assert_no_avatar (self, text, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (self->server, UPLOAD), ==, 0);
  mx_test_server_reply (self->server, UPLOAD, 413, NULL, "{\"errcode\":\"M_TOO_LARGE\",\"error\":\"x\"}");
  assert_no_avatar (self, picture, MX_ERROR_TOO_LARGE);
  mx_test_server_reply (self->server, UPLOAD, 200, NULL, "{\"content_uri\":\"https://example.org/x\"}");
  assert_no_avatar (self, picture, MX_ERROR_BAD_RESPONSE);
  g_assert_cmpuint (mx_test_server_count (self->server, SET), ==, 0);
  mx_test_server_reply (self->server, UPLOAD, 200, NULL, "{\"content_uri\":\"mxc://localhost/me\"}");
  mxc = set_avatar (self, picture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mxc, ==, "mxc://localhost/me");
  body = mx_scripted_dup_body (self, SET, 0);
  g_assert_cmpstr (body, ==, "{\"avatar_url\":\"mxc://localhost/me\"}");
}

static void
test_guest_avatar (MxScripted    *self,
                   gconstpointer  data)
{
  g_autoptr (GBytes) picture = make_picture ();

  assert_no_avatar (self, picture, MX_ERROR_GUEST_FORBIDDEN);
  g_assert_cmpuint (mx_test_server_count (self->server, UPLOAD), ==, 0);
}

/* --- files -------------------------------------------------------------------------------------- */

static MxAttachment *
load (MxScripted  *self,
      const char  *path,
      GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_load_attachment_async (self->session, file, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_session_load_attachment_finish (self->session, result, error);
}

static void
assert_no_file (MxScripted *self,
                const char *path,
                GQuark      domain,
                int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAttachment) attachment = load (self, path, &error);

  g_assert_null (attachment);
  g_assert_error (error, domain, code);
}

static char *
write_file (const char *name,
            const char *text)
{
  char *path = g_build_filename (mx_test_temp_dir (), name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* What cannot be sent is refused before a byte of it is read, with what the person can do about it. */
static void
test_files (MxScripted    *self,
            gconstpointer  data)
{
  g_autofree char *empty = write_file ("empty.txt", "");
  g_autofree char *small = write_file ("ten.txt", "0123456789");
  g_autofree char *large = write_file ("eleven.txt", "0123456789a");
  g_autoptr (MxAttachment) attachment = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, LIMIT, 200, NULL, "{\"m.upload.size\":10}");
  assert_no_file (self, empty, MX_ERROR, MX_ERROR_BAD_INPUT);
  assert_no_file (self, self->dir, MX_ERROR, MX_ERROR_BAD_INPUT);
  assert_no_file (self, "/nowhere/at/all", G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  attachment = load (self, large, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_TOO_LARGE);
  g_assert_cmpuint (mx_error_get_size (error), ==, 11);
  g_assert_cmpuint (mx_error_get_limit (error), ==, 10);
  g_clear_error (&error);
  attachment = load (self, small, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (attachment->name, ==, "ten.txt");
  g_assert_cmpuint (mx_attachment_get_size (attachment), ==, 10);
}

/* A limit that is none is none: what the server said last counts, and else nothing but memory. */
static void
test_limit (MxScripted    *self,
            gconstpointer  data)
{
  static const char *const bodies[] = { "{\"m.upload.size\":-7}", "{\"m.upload.size\":\"ten\"}", "<html>", "{}" };
  g_autofree char *large = write_file ("eleven.txt", "0123456789a");

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxAttachment) attachment = NULL;

    mx_test_server_reply (self->server, LIMIT, 200, NULL, bodies[i]);
    attachment = load (self, large, &error);
    g_test_message ("%s", bodies[i]);
    g_assert_no_error (error);
    g_assert_nonnull (attachment);
  }
  mx_test_server_reply (self->server, LIMIT, 200, NULL, "{\"m.upload.size\":10}");
  assert_no_file (self, large, MX_ERROR, MX_ERROR_TOO_LARGE);
  mx_test_server_reply (self->server, LIMIT, 502, NULL, "down");
  assert_no_file (self, large, MX_ERROR, MX_ERROR_TOO_LARGE);
}

static void
test_guest_files (MxScripted    *self,
                  gconstpointer  data)
{
  g_autofree char *file = write_file ("ten.txt", "0123456789");

  assert_no_file (self, file, MX_ERROR, MX_ERROR_GUEST_FORBIDDEN);
  g_assert_cmpuint (mx_test_server_count (self->server, LIMIT), ==, 0);
}

#define ADD(path, data, func) g_test_add (path, MxScripted, data, mx_scripted_set_up, func, mx_scripted_tear_down)
#define ADD_GUEST(path, func) \
  g_test_add (path, MxScripted, NULL, mx_scripted_set_up_guest, func, mx_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  ADD ("/account/devices/listed", NULL, test_devices);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strconcat ("/account/devices/", answers[i].name, NULL);

    ADD (path, &answers[i], test_no_devices);
  }
  ADD ("/account/devices/rename-refused", NULL, test_rename);
  ADD ("/account/profile/none", NULL, test_no_profile);
  ADD ("/account/profile/refused", NULL, test_set_profile);
  ADD ("/account/avatar", NULL, test_avatar);
  ADD_GUEST ("/account/avatar-of-a-guest", test_guest_avatar);
  ADD ("/account/files/refused", NULL, test_files);
  ADD ("/account/files/limit", NULL, test_limit);
  ADD_GUEST ("/account/files/of-a-guest", test_guest_files);
  return g_test_run ();
}
