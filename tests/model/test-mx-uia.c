/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions before something is done: which page the browser opens, and what the answer then is. */

#include "config.h"

#include "mx-scripted.h"
#include "mx-uia.h"

#include "mx-error.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define DELETE      "POST /_matrix/client/v3/delete_devices"
#define PAGE        "https://account.example.org/?action=org.matrix.cross_signing_reset"

typedef struct
{
  const char *name;
  const char *challenge;
  const char *stage;
  const char *url; /* NULL: none; "": the homeserver's own */
} Row;

#define CHALLENGE(stages, params) "{\"session\":\"dummy\",\"flows\":[" stages "],\"params\":{" params "}}"
#define OAUTH                     "{\"stages\":[\"m.oauth\"]}"
#define BEFORE                    "{\"stages\":[\"org.matrix.cross_signing_reset\"]}"

static const Row rows[] = {
  { "oauth", CHALLENGE (OAUTH "," BEFORE, "\"m.oauth\":{\"url\":\"" PAGE "\"}"), "m.oauth", PAGE },
  { "oauth-before", CHALLENGE (BEFORE, "\"org.matrix.cross_signing_reset\":{\"url\":\"" PAGE "\"}"),
    "org.matrix.cross_signing_reset", PAGE },
  { "no-address", CHALLENGE (OAUTH, ""), "m.oauth", NULL },
  { "plain-http", CHALLENGE (OAUTH, "\"m.oauth\":{\"url\":\"http://account.example.org/\"}"), "m.oauth", NULL },
  { "no-page-of-the-web", CHALLENGE (OAUTH, "\"m.oauth\":{\"url\":\"file:///etc/passwd\"}"), "m.oauth", NULL },
  { "no-text", CHALLENGE (OAUTH, "\"m.oauth\":{\"url\":7}"), "m.oauth", NULL },
  { "the-server-s-own", CHALLENGE ("{\"stages\":[\"org.example.riddle\"]}", ""), "org.example.riddle", "" },
};

static gboolean
run (MxUia *uia)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  mx_uia_run_async (uia, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  is_done = mx_uia_run_finish (uia, result, &error);
  g_assert_no_error (error);
  return is_done;
}

static void
test_page (MxScripted    *self,
           gconstpointer  data)
{
  static const char *const devices[] = { "OLD", NULL };
  const Row *row = data;
  g_autoptr (MxUia) uia = mx_uia_new_delete_devices (self->session, devices);
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, DELETE, 401, NULL, row->challenge);
  g_assert_false (run (uia));
  g_assert_cmpstr (mx_uia_get_stage (uia), ==, row->stage);
  if (row->url == NULL || row->url[0] != '\0')
    g_assert_cmpstr (mx_uia_get_url (uia), ==, row->url);
  else
    g_assert_nonnull (strstr (mx_uia_get_url (uia), "/auth/org.example.riddle/fallback/web?session=dummy"));

  /* What was done in the browser is told by the session alone. */
  mx_test_server_reply (self->server, DELETE, 200, NULL, "{}");
  mx_uia_answer_browser (uia);
  g_assert_true (run (uia));
  body = mx_scripted_dup_body (self, DELETE, 1);
  g_assert_nonnull (strstr (body, "\"auth\":{\"session\":\"dummy\"}"));
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/uia/page/", rows[i].name, NULL);

    g_test_add (path, MxScripted, &rows[i], mx_scripted_set_up, test_page, mx_scripted_tear_down);
  }
  return g_test_run ();
}
