/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in, in words: which ways a server offers, what is said while the browser is open, what is opened. */

#include "config.h"

#include "mx-error.h"
#include "tea-browser-words.h"
#include "tea-device-words.h"
#include "tea-preview-words.h"
#include "tea-sign-in-way.h"
#include "tea-stage-words.h"

#include <string.h>

static MxServerOffer *
offer_new (MxWays      ways,
           const char *first,
           const char *second)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL)
    g_ptr_array_add (providers, mx_identity_provider_new ("oidc-first", first, "mxc://example.org/icon", NULL));
  if (second != NULL)
    g_ptr_array_add (providers, mx_identity_provider_new ("oidc-second", second, NULL, NULL));
  return mx_server_offer_new ("example.org", "https://example.org", ways, providers, NULL);
}

/* The labels, joined: what stands there from top to bottom. */
static char *
dup_labels (MxWays      ways,
            TeaWaysFor  whom,
            const char *first,
            const char *second)
{
  g_autoptr (MxServerOffer) offer = offer_new (ways, first, second);
  g_autoptr (GListModel) list = tea_sign_in_ways_list (offer, whom);
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (TeaSignInWay) way = g_list_model_get_item (list, i);

    g_assert_nonnull (tea_sign_in_way_get_icon_name (way));
    g_string_append_printf (labels, "%s|", tea_sign_in_way_get_label (way));
  }
  return g_string_free_and_steal (g_steal_pointer (&labels));
}

static void
test_ways (void)
{
  static const struct
  {
    MxWays ways;
    TeaWaysFor whom;
    const char *first;
    const char *second;
    const char *labels;
  } cases[] = {
    { 0, TEA_WAYS_ALL, NULL, NULL, "" },
    { MX_WAY_TOKEN, TEA_WAYS_ALL, NULL, NULL, "" },
    { MX_WAY_PASSWORD | MX_WAY_GUEST | MX_WAY_OAUTH | MX_WAY_OAUTH_CREATE, TEA_WAYS_ALL, NULL, NULL,
      "Continue in the _browser|Sign in with a _password|Create an _account|Look around as a _guest|" },
    { MX_WAY_PASSWORD | MX_WAY_GUEST | MX_WAY_SSO, TEA_WAYS_ALL, "Wikimedia", "Example",
      "Continue with ⁨Wikimedia⁩|Continue with ⁨Example⁩|Sign in with a _password|Look around as a _guest|" },
    { MX_WAY_SSO, TEA_WAYS_ALL, NULL, NULL, "Continue in the _browser|" },
    { MX_WAY_SSO | MX_WAY_OAUTH, TEA_WAYS_ALL, "Wikimedia", NULL, "Continue in the _browser|" },
    { MX_WAY_PASSWORD | MX_WAY_GUEST | MX_WAY_OAUTH | MX_WAY_OAUTH_CREATE, TEA_WAYS_AGAIN, NULL, NULL,
      "Continue in the _browser|Sign in with a _password|" },
    { MX_WAY_PASSWORD | MX_WAY_REGISTER, TEA_WAYS_ALL, NULL, NULL, "Sign in with a _password|Create an _account|" },
    { MX_WAY_PASSWORD | MX_WAY_REGISTER, TEA_WAYS_AGAIN, NULL, NULL, "Sign in with a _password|" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *labels = dup_labels (cases[i].ways, cases[i].whom, cases[i].first, cases[i].second);

    g_assert_cmpstr (labels, ==, cases[i].labels);
  }
}

/* The first page has room for one. */
static void
test_first (void)
{
  static const struct
  {
    MxWays ways;
    const char *first;
    const char *second;
    const char *wanted;
    const char *label;
  } cases[] = {
    { MX_WAY_PASSWORD | MX_WAY_SSO, "Wikimedia", NULL, NULL, "Continue with ⁨Wikimedia⁩" },
    { MX_WAY_PASSWORD | MX_WAY_SSO, "Wikimedia", "Example", NULL, NULL },
    { MX_WAY_PASSWORD | MX_WAY_SSO, "Wikimedia", "Example", "Example", "Continue with ⁨Example⁩" },
    { MX_WAY_PASSWORD | MX_WAY_SSO, "Wikimedia", "Example", "Nobody", NULL },
    { MX_WAY_OAUTH | MX_WAY_SSO, "Wikimedia", "Example", "Nobody", "Continue in the _browser" },
    { MX_WAY_PASSWORD | MX_WAY_GUEST, NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MxServerOffer) offer = offer_new (cases[i].ways, cases[i].first, cases[i].second);
    g_autoptr (TeaSignInWay) way = tea_sign_in_ways_dup_first (offer, cases[i].wanted);

    g_assert_cmpstr (way != NULL ? tea_sign_in_way_get_label (way) : NULL, ==, cases[i].label);
  }
}

static void
test_provider (void)
{
  g_autoptr (MxServerOffer) offer = offer_new (MX_WAY_SSO, "Wikimedia", "Other");
  g_autoptr (GListModel) list = tea_sign_in_ways_list (offer, TEA_WAYS_ALL);
  g_autoptr (TeaSignInWay) way = g_list_model_get_item (list, 0);

  g_assert_cmpint (tea_sign_in_way_get_kind (way), ==, TEA_WAY_BROWSER);
  g_assert_cmpint (tea_sign_in_way_get_browser (way), ==, MX_BROWSER_SSO);
  g_assert_cmpstr (tea_sign_in_way_get_provider (way), ==, "oidc-first");
  g_assert_cmpstr (tea_sign_in_way_get_icon (way), ==, "mxc://example.org/icon");
}

/* One line, in its direction, no letter of it underlined, and no longer than a button. */
static void
test_hostile_provider (void)
{
  g_autofree char *labels = dup_labels (MX_WAY_SSO, TEA_WAYS_ALL, "a_b\n\u202e<b>c</b>", NULL);
  g_autofree char *long_name = g_strnfill (100000, 'x');
  g_autofree char *long_labels = dup_labels (MX_WAY_SSO, TEA_WAYS_ALL, long_name, NULL);

  g_assert_nonnull (strstr (labels, "a__b"));
  g_assert_null (strchr (labels, '\n'));
  g_assert_null (strstr (labels, "\u202e"));
  g_assert_cmpuint (strlen (long_labels), <, 200);
}

static void
test_may_open (void)
{
  static const char *const good[] = {
    "https://example.org/",
    "https://example.org:8448/login?redirectUrl=http%3A%2F%2F127.0.0.1%3A9%2F",
    "http://localhost:8008/_matrix/client/v3/login/sso/redirect",
    "http://127.0.0.1:8008/x",
    "http://[::1]:8008/x",
  };
  static const char *const bad[] = {
    NULL,
    "",
    "example.org",
    "http://example.org/",
    "http://127.0.0.1.example.org/",
    "http://localhost.example.org/",
    "https://user:word@example.org/",
    "https://example.org@evil.example/",
    "https:///path",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "matrix:r/help:example.org",
    "HTTPS",
    "mailto:ann@example.org",
    "smb://example.org/share",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!tea_browser_may_open (good[i]))
      g_error ("%s is not opened", good[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (tea_browser_may_open (bad[i]))
      g_error ("%s is opened", bad[i]);
}

static void
check_words (TeaBrowserPhase  phase,
             gboolean         has_code_way,
             MxError          code,
             const char      *line_has,
             TeaBrowserAct    act)
{
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "technical");
  g_auto (TeaBrowserWords) words = { 0 };

  tea_browser_words (
    &(TeaBrowserFacts) {
      .phase = phase,
      .server = "example.org",
      .has_code_way = has_code_way,
      .error = phase == TEA_BROWSER_FAILED ? error : NULL,
    },
    &words);
  g_assert_nonnull (words.title);
  if (strstr (words.line, line_has) == NULL)
    g_error ("“%s” does not say “%s”", words.line, line_has);
  g_assert_nonnull (strstr (words.line, "\u2068example.org\u2069"));
  g_assert_cmpint (words.act, ==, act);
  g_assert_true ((words.label != NULL) == (act != TEA_BROWSER_DO_NOTHING));
  g_assert_true ((words.details != NULL) == (phase == TEA_BROWSER_FAILED));
}

static void
test_words (void)
{
  check_words (TEA_BROWSER_ASKING, FALSE, 0, "Asking", TEA_BROWSER_DO_NOTHING);
  check_words (TEA_BROWSER_WAITING, FALSE, 0, "We opened", TEA_BROWSER_DO_OPEN);
  check_words (TEA_BROWSER_RESUMED, FALSE, 0, "You were signing in", TEA_BROWSER_DO_OPEN);
  check_words (TEA_BROWSER_CODE, TRUE, 0, "type the code", TEA_BROWSER_DO_COPY);
  check_words (TEA_BROWSER_NO_BROWSER, FALSE, 0, "Copy the address", TEA_BROWSER_DO_COPY);
  check_words (TEA_BROWSER_NO_BROWSER, TRUE, 0, "with a code", TEA_BROWSER_DO_CODE);
  check_words (TEA_BROWSER_FAILED, FALSE, MX_ERROR_DENIED, "without your agreement", TEA_BROWSER_DO_BEGIN);
  check_words (TEA_BROWSER_FAILED, FALSE, MX_ERROR_EXPIRED, "took too long", TEA_BROWSER_DO_BEGIN);
  check_words (TEA_BROWSER_FAILED, FALSE, MX_ERROR_UNREACHABLE, "does not answer", TEA_BROWSER_DO_BEGIN);
  check_words (TEA_BROWSER_FAILED, FALSE, MX_ERROR_UNRECOGNIZED, "changed how", TEA_BROWSER_DO_LEAVE);
  check_words (TEA_BROWSER_FAILED, FALSE, MX_ERROR_BAD_RESPONSE, "changed how", TEA_BROWSER_DO_LEAVE);
}

static void
test_offers (void)
{
  for (int phase = 0; phase <= TEA_BROWSER_FAILED; phase++) {
    g_auto (TeaBrowserWords) without = { 0 };
    g_auto (TeaBrowserWords) with = { 0 };

    tea_browser_words (&(TeaBrowserFacts) { .phase = phase }, &without);
    tea_browser_words (&(TeaBrowserFacts) { .phase = phase, .has_code_way = TRUE }, &with);
    g_assert_false (without.offers_code);
    g_assert_null (strstr (without.line, "%s"));
    g_assert_true (with.offers_code == (phase == TEA_BROWSER_WAITING || phase == TEA_BROWSER_RESUMED));
  }
}

/* One way in is a button of the preview, and everything else is one small step further. */
static void
test_preview_way (void)
{
  static const struct
  {
    MxPreviewState state;
    gboolean signed_in;
    TeaPreviewAct first;
    TeaPreviewAct second;
    gboolean other;
  } cases[] = {
    { MX_PREVIEW_GUEST, FALSE, TEA_PREVIEW_JOIN_GUEST, TEA_PREVIEW_WAY, TRUE },
    { MX_PREVIEW_NEEDS_ACCOUNT, FALSE, TEA_PREVIEW_WAY, TEA_PREVIEW_NOTHING, TRUE },
    { MX_PREVIEW_JOIN, FALSE, TEA_PREVIEW_WAY, TEA_PREVIEW_NOTHING, TRUE },
    { MX_PREVIEW_JOIN, TRUE, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING, FALSE },
    { MX_PREVIEW_NOT_FOUND, FALSE, TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TeaPreviewWords) words = { 0 };

    tea_preview_words (
      &(TeaPreviewFacts) {
        .state = cases[i].state,
        .signed_in = cases[i].signed_in,
        .way = "Continue with Wikimedia",
      },
      &words);
    g_assert_cmpint (words.first_act, ==, cases[i].first);
    g_assert_cmpint (words.second_act, ==, cases[i].second);
    g_assert_cmpint (words.offers_other, ==, cases[i].other);
  }
}

/* Whoever has no account can make one; whoever is here as a guest keeps that one, or takes another. */
static void
test_preview_accounts (void)
{
  static const struct
  {
    TeaPreviewFacts facts;
    TeaPreviewAct first;
    TeaPreviewAct second;
  } cases[] = {
    { { .state = MX_PREVIEW_NEEDS_ACCOUNT, .create = "Create" }, TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_CREATE },
    { { .state = MX_PREVIEW_NEEDS_ACCOUNT, .create = "Create", .way = "Go" }, TEA_PREVIEW_WAY, TEA_PREVIEW_CREATE },
    { { .state = MX_PREVIEW_UNKNOWN, .create = "Create" }, TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_CREATE },
    { { .state = MX_PREVIEW_GUEST, .create = "Create" }, TEA_PREVIEW_JOIN_GUEST, TEA_PREVIEW_SIGN_IN },
    { { .state = MX_PREVIEW_NOT_FOUND, .create = "Create" }, TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK },
    { { .state = MX_PREVIEW_NEEDS_ACCOUNT, .signed_in = TRUE, .is_guest = TRUE }, TEA_PREVIEW_KEEP, TEA_PREVIEW_OTHER },
    { { .state = MX_PREVIEW_INVITED, .signed_in = TRUE, .is_over = TRUE }, TEA_PREVIEW_AGAIN, TEA_PREVIEW_NOTHING },
    { { .state = MX_PREVIEW_JOIN, .signed_in = TRUE, .is_guest = TRUE }, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TeaPreviewWords) words = { 0 };

    tea_preview_words (&cases[i].facts, &words);
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_cmpint (words.first_act, ==, cases[i].first);
    g_assert_cmpint (words.second_act, ==, cases[i].second);
    g_assert_true ((words.second != NULL) == (cases[i].second != TEA_PREVIEW_NOTHING));
  }
}

static void
test_stages (void)
{
  static const struct
  {
    const char *stage;
    gboolean resets;
    TeaStageKind kind;
    const char *line_has;
  } cases[] = {
    { "m.login.password", FALSE, TEA_STAGE_PASSWORD, "password" },
    { "m.login.registration_token", FALSE, TEA_STAGE_TOKEN, "invited" },
    { "m.login.terms", FALSE, TEA_STAGE_TERMS, "terms" },
    { "m.login.email.identity", FALSE, TEA_STAGE_MAIL, "mail" },
    { "m.login.email.identity", TRUE, TEA_STAGE_MAIL, "for your account" },
    { "m.login.password", TRUE, TEA_STAGE_PASSWORD, "password" },
    { "m.login.recaptcha", FALSE, TEA_STAGE_BROWSER, "machine" },
    { "org.example.stage-of-tomorrow", FALSE, TEA_STAGE_BROWSER, "browser" },
    { NULL, FALSE, TEA_STAGE_BROWSER, "browser" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (TeaStageWords) words = { 0 };

    tea_stage_words (cases[i].stage, cases[i].resets, "example.org", &words);
    g_assert_cmpint (words.kind, ==, cases[i].kind);
    g_assert_nonnull (words.title);
    g_assert_nonnull (strstr (words.line, cases[i].line_has));
    g_assert_nonnull (strstr (words.line, "\u2068example.org\u2069"));
  }
}

static void
test_refusals (void)
{
  static const struct
  {
    MxError code;
    gboolean resets;
    const char *has;
  } cases[] = {
    { MX_ERROR_NOT_FOUND, TRUE, "No account at \u2068example.org\u2069 has this mail address" },
    { MX_ERROR_UNRECOGNIZED, TRUE, "\u2068example.org\u2069 sends no mails" },
    { MX_ERROR_UNRECOGNIZED, FALSE, "too old" },
    { MX_ERROR_WEAK_PASSWORD, TRUE, "more varied password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, cases[i].code, "no");
    g_autofree char *sentence = tea_stage_dup_refusal (error, cases[i].resets, "example.org");

    g_assert_nonnull (strstr (sentence, cases[i].has));
  }
}

static void
test_devices (void)
{
  g_autoptr (MxDevice) own = mx_device_new ("OWN", "Desk", "192.0.2.1", 1000, TRUE);
  g_autoptr (MxDevice) nameless = mx_device_new ("ABC", NULL, NULL, 0, FALSE);
  g_autoptr (MxDevice) other = mx_device_new ("DEF", "a\n\u202eb", "192.0.2.1", 1000, FALSE);
  g_autofree char *own_detail = tea_device_detail (own, 2000);
  g_autofree char *nameless_title = tea_device_title (nameless);
  g_autofree char *nameless_detail = tea_device_detail (nameless, 2000);
  g_autofree char *other_title = tea_device_title (other);
  g_autofree char *other_detail = tea_device_detail (other, 2000);

  g_assert_cmpstr (own_detail, ==, "This device");
  g_assert_cmpstr (nameless_title, ==, "ABC");
  g_assert_cmpstr (nameless_detail, ==, "");
  g_assert_null (strchr (other_title, '\n'));
  g_assert_null (strstr (other_title, "\u202e"));
  g_assert_nonnull (strstr (other_detail, "Last used: just now · \u2068192.0.2.1\u2069"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ways/order", test_ways);
  g_test_add_func ("/ways/first", test_first);
  g_test_add_func ("/ways/provider", test_provider);
  g_test_add_func ("/ways/preview", test_preview_way);
  g_test_add_func ("/ways/preview/accounts", test_preview_accounts);
  g_test_add_func ("/stages/words", test_stages);
  g_test_add_func ("/stages/refusals", test_refusals);
  g_test_add_func ("/devices/words", test_devices);
  g_test_add_func ("/browser/words", test_words);
  g_test_add_func ("/browser/offers", test_offers);
  g_test_add_func ("/security/H01/provider-name", test_hostile_provider);
  g_test_add_func ("/security/H03/address-of-the-page", test_may_open);

  return g_test_run ();
}
