/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions before something is done, and what becomes of wrong answers, of servers that say nonsense, and of
 * people who go away meanwhile. */

#include "config.h"

#include "mx-scripted.h"
#include "mx-uia.h"

#include "mx-error.h"

#include <string.h>

#define DEADLINE_MS (15000 * MX_TEST_SLOWER)
#define DELETE      "POST /_matrix/client/v3/delete_devices"
#define PASSWORD    "POST /_matrix/client/v3/account/password"
#define REGISTER    "POST /_matrix/client/v3/register"
#define MAIL        "POST /_matrix/client/v3/register/email/requestToken"

#define ASKS(stage) "{\"session\":\"s1\",\"flows\":[{\"stages\":[\"" stage "\"]}],\"params\":{}}"
#define ASKS_AGAIN(stage, why) \
  "{\"session\":\"s1\",\"flows\":[{\"stages\":[\"" stage "\"]}],\"params\":{},\"completed\":[]," why "}"
#define WRONG     "\"errcode\":\"M_FORBIDDEN\",\"error\":\"Invalid\""
#define SIGNED_IN "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-made\",\"device_id\":\"MADE\"}"

static const char *const devices[] = { "OLD", NULL };

static gboolean
run_with (MxUia         *uia,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_uia_run_async (uia, cancellable, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_uia_run_finish (uia, result, error);
}

static void
assert_asks (MxUia      *uia,
             const char *stage)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run_with (uia, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (mx_uia_get_stage (uia), ==, stage);
  g_assert_false (mx_uia_is_done (uia));
}

static void
assert_done (MxUia *uia)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run_with (uia, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mx_uia_is_done (uia));
  g_assert_null (mx_uia_get_stage (uia));
}

static void
assert_fails (MxUia   *uia,
              MxError  code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run_with (uia, NULL, &error));
  g_assert_error (error, MX_ERROR, (int) code);
  g_assert_false (mx_uia_is_done (uia));
}

/* --- a password ------------------------------------------------------------------------ */

/* A wrong one is said to be wrong, asked for again, and not sent a second time. */
static void
test_password (MxScripted    *self,
               gconstpointer  data)
{
  g_autoptr (MxUia) uia = mx_uia_new_delete_devices (self->session, devices);
  g_autofree char *first = NULL;
  g_autofree char *after = NULL;

  mx_test_server_reply (self->server, DELETE, 401, NULL, ASKS ("m.login.password"));
  assert_asks (uia, "m.login.password");
  mx_test_server_reply (self->server, DELETE, 401, NULL, ASKS_AGAIN ("m.login.password", WRONG));
  mx_uia_answer_password (uia, "canary-wrong");
  assert_fails (uia, MX_ERROR_WRONG_PASSWORD);
  g_assert_cmpstr (mx_uia_get_stage (uia), ==, "m.login.password");
  first = mx_scripted_dup_body (self, DELETE, 1);
  g_assert_nonnull (strstr (first, "\"password\":\"canary-wrong\""));
  g_assert_nonnull (strstr (first, "\"session\":\"s1\""));
  g_assert_nonnull (strstr (first, "\"user\":\"" MX_SCRIPT_USER "\""));
  assert_asks (uia, "m.login.password");
  after = mx_scripted_dup_body (self, DELETE, 2);
  g_assert_null (strstr (after, "canary-wrong"));
  mx_test_server_reply (self->server, DELETE, 200, NULL, "{}");
  mx_uia_answer_password (uia, "right");
  assert_done (uia);
}

/* What needs no person needs none. */
static void
test_dummy (MxScripted    *self,
            gconstpointer  data)
{
  g_autoptr (MxUia) uia = mx_uia_new_password (self->session, "canary-new");
  g_autofree char *body = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, PASSWORD, 401, NULL, ASKS ("m.login.dummy"));
  mx_test_server_hold (self->server, PASSWORD);
  mx_uia_run_async (uia, NULL, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, PASSWORD, 1, DEADLINE_MS));
  mx_test_server_release (self->server, PASSWORD);
  body = mx_scripted_dup_body (self, PASSWORD, 1);
  g_assert_nonnull (strstr (body, "\"type\":\"m.login.dummy\""));
  g_assert_nonnull (strstr (body, "\"logout_devices\":false"));
  /* Asked again with the same, it is left to the person, and not tried for ever. */
  mx_test_await (&result, DEADLINE_MS);
  g_assert_false (mx_uia_run_finish (uia, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (self->server, PASSWORD), ==, 2);
}

/* --- what is no answer ------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
} Nonsense;

static const Nonsense nonsense[] = {
  { "no-json", 401, "<html>", MX_ERROR_REFUSED },
  { "no-flows", 401, "{\"session\":\"s1\",\"params\":{}}", MX_ERROR_REFUSED },
  { "empty-flows", 401, "{\"session\":\"s1\",\"flows\":[],\"params\":{}}", MX_ERROR_BAD_RESPONSE },
  { "flows-of-numbers", 401, "{\"session\":\"s1\",\"flows\":[7,{\"stages\":[3]}],\"params\":{}}",
    MX_ERROR_BAD_RESPONSE },
  { "refused", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}", MX_ERROR_FORBIDDEN },
  { "in-trouble", 502, "down", MX_ERROR_SERVER },
};

static void
test_nonsense (MxScripted    *self,
               gconstpointer  data)
{
  const Nonsense *row = data;
  g_autoptr (MxUia) uia = mx_uia_new_deactivate (self->session, TRUE);
  const char *path = "POST /_matrix/client/v3/account/deactivate";
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, path, row->status, NULL, row->body);
  assert_fails (uia, row->code);
  g_assert_null (mx_uia_get_stage (uia));
  body = mx_scripted_dup_body (self, path, 0);
  g_assert_cmpstr (body, ==, "{\"erase\":true}");
  /* The account is still there. */
  g_assert_true (mx_session_is_open (self->session));
}

/* --- making an account --------------------------------------------------------------------- */

static MxUia *
new_account (MxScripted *self)
{
  return mx_uia_new_register (self->session, mx_script_get_url (self->script), "me", "canary-password");
}

static void
test_token (MxScripted    *self,
            gconstpointer  data)
{
  g_autoptr (MxUia) uia = new_account (self);
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, REGISTER, 401, NULL, ASKS ("m.login.registration_token"));
  assert_asks (uia, "m.login.registration_token");
  mx_test_server_reply (self->server, REGISTER, 401, NULL, ASKS_AGAIN ("m.login.registration_token", WRONG));
  mx_uia_answer_token (uia, "guess");
  assert_fails (uia, MX_ERROR_FORBIDDEN);
  g_assert_false (mx_session_is_open (self->session));
  mx_test_server_reply (self->server, REGISTER, 200, NULL, SIGNED_IN);
  mx_uia_answer_token (uia, "given-out");
  assert_done (uia);
  g_assert_true (mx_session_is_open (self->session));
  g_assert_cmpstr (mx_session_get_device_id (self->session), ==, "MADE");
  body = mx_scripted_dup_body (self, REGISTER, mx_test_server_count (self->server, REGISTER) - 1);
  g_assert_nonnull (strstr (body, "\"token\":\"given-out\""));
}

static const Nonsense makings[] = {
  { "taken", 400, "{\"errcode\":\"M_USER_IN_USE\",\"error\":\"x\"}", MX_ERROR_USER_IN_USE },
  { "weak", 400, "{\"errcode\":\"M_WEAK_PASSWORD\",\"error\":\"x\"}", MX_ERROR_WEAK_PASSWORD },
  { "bad-name", 400, "{\"errcode\":\"M_INVALID_USERNAME\",\"error\":\"x\"}", MX_ERROR_BAD_USERNAME },
  { "nobody-signed-in", 200, "{\"user_id\":\"" MX_SCRIPT_USER "\"}", MX_ERROR_BAD_RESPONSE },
  { "nobody-named", 200, "{\"access_token\":\"x\",\"device_id\":\"D\"}", MX_ERROR_BAD_RESPONSE },
  { "no-person", 200, "{\"user_id\":\"me\",\"access_token\":\"x\",\"device_id\":\"D\"}", MX_ERROR_BAD_RESPONSE },
  { "no-json", 200, "made", MX_ERROR_BAD_RESPONSE },
};

static void
test_making (MxScripted    *self,
             gconstpointer  data)
{
  const Nonsense *row = data;
  g_autoptr (MxUia) uia = new_account (self);

  mx_test_server_reply (self->server, REGISTER, row->status, NULL, row->body);
  assert_fails (uia, row->code);
  g_assert_false (mx_session_is_open (self->session));
  /* Nothing of it stands in the way of the next one. */
  mx_test_server_reply (self->server, REGISTER, 200, NULL, SIGNED_IN);
  assert_done (uia);
  g_assert_true (mx_session_is_open (self->session));
}

/* --- a mail ------------------------------------------------------------------------------------ */

static gboolean
has_mail (gpointer uia)
{
  return mx_uia_get_mail (uia) != NULL;
}

/* Until the mail's link was followed the server says no, and that is no failure. */
static void
test_mail (MxScripted    *self,
           gconstpointer  data)
{
  g_autoptr (MxUia) uia = new_account (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, REGISTER, 401, NULL, ASKS ("m.login.email.identity"));
  assert_asks (uia, "m.login.email.identity");
  g_assert_null (mx_uia_get_mail (uia));
  mx_test_server_reply (self->server, MAIL, 200, NULL, "{\"sid\":\"mail1\"}");
  mx_test_server_reply (self->server, REGISTER, 401, NULL, "{\"errcode\":\"M_UNAUTHORIZED\",\"error\":\"not yet\"}");
  mx_test_server_reply (self->server, MAIL, 200, NULL, "{\"sid\":\"mail1\"}");
  mx_test_server_clear_log (self->server);
  mx_uia_answer_mail (uia, "me@example.org");
  mx_uia_run_async (uia, NULL, mx_test_store_cb, &result);
  mx_test_assert_wait (has_mail, uia, DEADLINE_MS);
  g_assert_cmpstr (mx_uia_get_mail (uia), ==, "me@example.org");
  asked = mx_scripted_dup_body (self, MAIL, 0);
  g_assert_nonnull (strstr (asked, "\"email\":\"me@example.org\""));
  /* The first of them asks for the mail. */
  g_assert_true (mx_test_server_wait (self->server, REGISTER, 3, DEADLINE_MS));
  g_assert_null (result);
  mx_test_server_reply (self->server, REGISTER, 200, NULL, SIGNED_IN);
  mx_test_server_reply (self->server, MAIL, 500, NULL, "not again");
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_uia_run_finish (uia, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (self->server, MAIL), ==, 1);
  body = mx_scripted_dup_body (self, REGISTER, mx_test_server_count (self->server, REGISTER) - 1);
  g_assert_nonnull (strstr (body, "\"sid\":\"mail1\""));
}

/* Where no mail can be sent it is said, and another address may be given. */
static void
test_mail_refused (MxScripted    *self,
                   gconstpointer  data)
{
  g_autoptr (MxUia) uia = new_account (self);
  g_autofree char *second = NULL;

  mx_test_server_reply (self->server, REGISTER, 401, NULL, ASKS ("m.login.email.identity"));
  assert_asks (uia, "m.login.email.identity");
  mx_test_server_reply (self->server, MAIL, 400, NULL, "{\"errcode\":\"M_THREEPID_DENIED\",\"error\":\"no\"}");
  mx_uia_answer_mail (uia, "me@example.org");
  assert_fails (uia, MX_ERROR_REFUSED);
  g_assert_null (mx_uia_get_mail (uia));
  g_assert_cmpstr (mx_uia_get_stage (uia), ==, "m.login.email.identity");
  mx_test_server_reply (self->server, MAIL, 200, NULL, "{\"id\":7}");
  mx_uia_answer_mail (uia, "other@example.org");
  assert_fails (uia, MX_ERROR_BAD_RESPONSE);
  second = mx_scripted_dup_body (self, MAIL, 1);
  g_assert_nonnull (strstr (second, "\"email\":\"other@example.org\""));
}

/* --- a page in the browser ------------------------------------------------------------------------ */

/* Who goes away while a page is waited for is told at once, and what was asked for can go on later. */
static void
test_page_left (MxScripted    *self,
                gconstpointer  data)
{
  g_autoptr (MxUia) uia = mx_uia_new_delete_devices (self->session, devices);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began;

  mx_test_server_reply (self->server, DELETE, 401, NULL, ASKS ("org.example.riddle"));
  assert_asks (uia, "org.example.riddle");
  mx_uia_await_browser (uia);
  mx_uia_run_async (uia, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, DELETE, 2, DEADLINE_MS));
  mx_test_spin (100);
  g_assert_null (result);
  began = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC * MX_TEST_SLOWER);
  g_assert_false (mx_uia_run_finish (uia, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  mx_test_server_reply (self->server, DELETE, 200, NULL, "{}");
  mx_uia_answer_browser (uia);
  assert_done (uia);
}

/* A server in trouble meanwhile is waited for, a no is not. */
static void
test_page_refused (MxScripted    *self,
                   gconstpointer  data)
{
  g_autoptr (MxUia) uia = mx_uia_new_delete_devices (self->session, devices);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, DELETE, 401, NULL, ASKS ("org.example.riddle"));
  assert_asks (uia, "org.example.riddle");
  mx_test_server_reply (self->server, DELETE, 502, NULL, "down");
  mx_uia_await_browser (uia);
  mx_uia_run_async (uia, NULL, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, DELETE, 2, DEADLINE_MS));
  mx_test_spin (100);
  g_assert_null (result);
  mx_test_server_reply (self->server, DELETE, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_test_await (&result, DEADLINE_MS);
  g_assert_false (mx_uia_run_finish (uia, result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
}

#define ADD(path, data, func) g_test_add (path, MxScripted, data, mx_scripted_set_up, func, mx_scripted_tear_down)
#define ADD_SIGNED_OUT(path, data, func) \
  g_test_add (path, MxScripted, data, mx_scripted_set_up_signed_out, func, mx_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  ADD ("/uia/password/wrong-then-right", NULL, test_password);
  ADD ("/uia/dummy", NULL, test_dummy);
  for (gsize i = 0; i < G_N_ELEMENTS (nonsense); i++) {
    g_autofree char *path = g_strconcat ("/uia/nonsense/", nonsense[i].name, NULL);

    ADD (path, &nonsense[i], test_nonsense);
  }
  ADD_SIGNED_OUT ("/uia/register/token", NULL, test_token);
  for (gsize i = 0; i < G_N_ELEMENTS (makings); i++) {
    g_autofree char *path = g_strconcat ("/uia/register/", makings[i].name, NULL);

    ADD_SIGNED_OUT (path, &makings[i], test_making);
  }
  ADD_SIGNED_OUT ("/uia/mail/waits", NULL, test_mail);
  ADD_SIGNED_OUT ("/uia/mail/refused", NULL, test_mail_refused);
  ADD ("/uia/page/left", NULL, test_page_left);
  ADD ("/uia/page/refused", NULL, test_page_refused);
  return g_test_run ();
}
