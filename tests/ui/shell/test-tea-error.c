/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every failure has a sentence and a next step, and the words keep to screens.md. */

#include "config.h"

#include "tea-error.h"

#include "mx-error.h"

#include <string.h>

#define N_CODES MX_N_ERRORS

static void
test_every_code (void)
{
  for (int code = 0; code < N_CODES; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "M_SOMETHING");
    g_auto (TeaErrorText) named = { 0 };
    g_auto (TeaErrorText) unnamed = { 0 };

    tea_error_describe (error, "example.org", &named);
    tea_error_describe (error, NULL, &unnamed);
    g_assert_cmpstr (named.title, !=, NULL);
    g_assert_nonnull (strstr (named.sentence, "example.org"));
    g_assert_null (strstr (unnamed.sentence, "%"));
    g_assert_null (strstr (named.sentence, "%"));
    g_assert_null (strstr (unnamed.sentence, "example.org"));
    /* A button, or it goes on by itself. */
    g_assert_cmpint (named.step, !=, TEA_STEP_NONE);
    g_assert_true (named.label != NULL || named.step == TEA_STEP_WAIT);
  }
}

/* One sentence for one thing: nobody can tell two causes apart by the same words. */
static void
test_sentences_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int code = 0; code < N_CODES; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "");

    g_assert_true (g_hash_table_add (seen, tea_error_sentence (error, NULL)));
  }
}

static void
test_forbidden_words (void)
{
  static const char *const forbidden[] = { "homeserver", "MXID", "event", "sync", "session",
                                           "federation", "device key", "token", "invalid", "failed to",
                                           "please", "oops" };

  for (int code = 0; code < N_CODES; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "");
    g_autofree char *sentence = tea_error_sentence (error, NULL);
    g_autofree char *folded = g_ascii_strdown (sentence, -1);

    for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++) {
      g_autofree char *word = g_ascii_strdown (forbidden[i], -1);

      g_assert_null (strstr (folded, word));
    }
  }
}

/* What somebody asked for once is not tried again by itself, and nothing waits to be sent. */
static void
test_promises (void)
{
  for (int code = 0; code < N_CODES; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "");
    g_autofree char *named = tea_error_sentence (error, "example.org");
    g_autofree char *unnamed = tea_error_sentence (error, NULL);

    g_assert_null (strstr (named, "keep trying"));
    g_assert_null (strstr (named, "sent later"));
    g_assert_null (strstr (unnamed, "keep trying"));
    g_assert_null (strstr (unnamed, "sent later"));
    g_assert_nonnull (strstr (named, "\u2068example.org\u2069"));
  }
}

static void
test_rate_limit_counts (void)
{
  g_autoptr (GError) error = mx_error_new_server (MX_ERROR_RATE_LIMITED, 429, "M_LIMIT_EXCEEDED", "example.org",
                                                  39001, "Too many requests");
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (error, NULL, &text);
  g_assert_cmpint (text.step, ==, TEA_STEP_WAIT);
  g_assert_cmpint (text.wait_ms, ==, 39001);
  g_assert_nonnull (strstr (text.sentence, "40 seconds"));
  g_assert_nonnull (strstr (text.sentence, "example.org"));
}

static void
test_server_of_the_error_wins (void)
{
  g_autoptr (GError) error = mx_error_new_server (MX_ERROR_SERVER, 502, NULL, "real.example", 0, "bad gateway");
  g_autofree char *sentence = tea_error_sentence (error, "asked.example");

  g_assert_nonnull (strstr (sentence, "real.example"));
  g_assert_null (strstr (sentence, "asked.example"));
}

static void
test_foreign_error (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "Broken pipe");
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (foreign, NULL, &text);
  g_assert_cmpstr (text.details, ==, "Broken pipe");
  g_assert_cmpint (text.step, ==, TEA_STEP_TRY_AGAIN);
  g_assert_false (tea_error_is_quiet (foreign));
  g_assert_true (tea_error_is_quiet (cancelled));
  g_assert_true (tea_error_is_quiet (NULL));
}

/* A server's own words stay one short line and cannot turn the page around. */
static void
test_hostile_details (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *hostile = g_strdup_printf ("<b>\n\u202egpj.exe\n%s", long_text);
  g_autoptr (GError) error = mx_error_new_server (MX_ERROR_REFUSED, 400, "M_BAD", "example.org", 0, hostile);
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (error, NULL, &text);
  g_assert_cmpint (g_utf8_strlen (text.details, -1), <, 400);
  g_assert_null (strchr (text.details, '\n'));
  g_assert_null (strstr (text.details, "\u202e"));
  g_assert_null (strstr (text.sentence, "<b>"));
}

/* A name that reads from right to left stays in its place. */
static void
test_names_are_isolated (void)
{
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, MX_ERROR_NO_SERVER, "");
  g_autofree char *sentence = tea_error_sentence (error, "مثال.example");

  g_assert_nonnull (strstr (sentence, "\u2068"));
  g_assert_nonnull (strstr (sentence, "\u2069"));
}

/* There is no way around a bad certificate: only trying again. */
static void
test_certificate (void)
{
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, MX_ERROR_CERTIFICATE, "expired");
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (error, "example.org", &text);
  g_assert_cmpint (text.step, ==, TEA_STEP_TRY_AGAIN);
  g_assert_nonnull (strstr (text.sentence, "not safe"));
}

static void
test_keyring (void)
{
  g_autoptr (GError) locked = g_error_new_literal (MX_ERROR, MX_ERROR_KEYRING_LOCKED, "");
  g_autoptr (GError) missing = g_error_new_literal (MX_ERROR, MX_ERROR_KEYRING_MISSING, "");
  g_autoptr (GError) key = g_error_new_literal (MX_ERROR, MX_ERROR_STORE_KEY, "");
  g_auto (TeaErrorText) text = { 0 };
  g_autofree char *other = tea_error_sentence (key, NULL);

  tea_error_describe (locked, NULL, &text);
  g_assert_cmpstr (text.sentence, ==, "Your keyring is locked. Teahouse needs it to open your messages.");
  g_assert_cmpint (text.step, ==, TEA_STEP_UNLOCK);
  tea_error_text_clear (&text);
  tea_error_describe (missing, NULL, &text);
  g_assert_cmpint (text.step, ==, TEA_STEP_CHOOSE_KEY);
  /* A missing key is never taken for a first start. */
  g_assert_nonnull (strstr (other, "Your messages are here"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/every-code-has-words", test_every_code);
  g_test_add_func ("/error/sentences-differ", test_sentences_differ);
  g_test_add_func ("/error/no-words-of-the-trade", test_forbidden_words);
  g_test_add_func ("/error/promises-nothing", test_promises);
  g_test_add_func ("/error/rate-limit-counts", test_rate_limit_counts);
  g_test_add_func ("/error/server-of-the-error-wins", test_server_of_the_error_wins);
  g_test_add_func ("/error/foreign", test_foreign_error);
  g_test_add_func ("/security/H01/error-details", test_hostile_details);
  g_test_add_func ("/security/H03/error-names-isolated", test_names_are_isolated);
  g_test_add_func ("/security/P07/certificate-has-no-way-around", test_certificate);
  g_test_add_func ("/security/L03/keyring-words", test_keyring);

  return g_test_run ();
}
