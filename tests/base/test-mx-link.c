/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-link.h"

#include "mx-error.h"

#include <string.h>

#define V12 "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"

/* What a link leads to: "id", "id event", "id via=a,b", "id action=x", in this order. */
typedef struct
{
  const char *text;
  const char *leads_to; /* (nullable): refused */
} Case;

static const Case cases[] = {
  /* matrix: */
  { "matrix:r/help:example.org", "#help:example.org" },
  { "matrix:room/help:example.org", "#help:example.org" },
  { "matrix:u/ann:example.org", "@ann:example.org" },
  { "matrix:user/ann:example.org", "@ann:example.org" },
  { "matrix:roomid/abc:example.org", "!abc:example.org" },
  { "matrix:roomid/31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM?via=example.org", V12 " via=example.org" },
  { "matrix:roomid/abc:example.org?via=one.org&via=two.org:8448", "!abc:example.org via=one.org,two.org:8448" },
  { "matrix:roomid/abc:example.org/e/xyz", "!abc:example.org $xyz" },
  { "matrix:roomid/abc:example.org/event/xyz:example.org", "!abc:example.org $xyz:example.org" },
  { "matrix:r/help:example.org/e/xyz?via=a.b", "#help:example.org $xyz via=a.b" },
  { "MATRIX:r/help:example.org", "#help:example.org" },
  { "Matrix:u/Ann:example.org", "@Ann:example.org" },
  { "matrix://authority/r/help:example.org", "#help:example.org" },
  { "matrix:///r/help:example.org", "#help:example.org" },
  { "matrix:r/help%3Aexample.org", "#help:example.org" },
  { "matrix:r/%D9%85%D8%B3%D8%A7%D8%B9%D8%AF%D8%A9:example.org", "#مساعدة:example.org" },
  { "matrix:r/مساعدة:example.org", "#مساعدة:example.org" },
  { "matrix:r/a%2Fb:example.org", "#a/b:example.org" },
  { "matrix:r/%23double:example.org", "##double:example.org" },
  { "matrix:roomid/abc:example.org/e/a/b+c", "!abc:example.org $a/b+c" },
  { "matrix:roomid/abc:example.org/e/a%2Fb", "!abc:example.org $a/b" },
  { "matrix:r/help:example.org?action=join", "#help:example.org action=join" },
  { "matrix:u/ann:example.org?action=chat", "@ann:example.org action=chat" },
  { "matrix:u/ann:example.org?action=join", "@ann:example.org action=join" },
  { "matrix:r/help:example.org?action=join&via=a.b", "#help:example.org via=a.b action=join" },
  { "matrix:r/help:example.org?action=JOIN", "#help:example.org" },
  { "matrix:r/help:example.org?action=%3Cb%3E", "#help:example.org" },
  { "matrix:r/help:example.org?action=", "#help:example.org" },
  { "matrix:r/help:example.org?action=a&action=b", "#help:example.org action=a" },
  { "matrix:r/help:example.org?via=bad%20host&via=good.org", "#help:example.org via=good.org" },
  { "matrix:r/help:example.org?via=../..&via=", "#help:example.org" },
  { "matrix:r/help:example.org?via=%5B%3A%3A1%5D%3A8448", "#help:example.org via=[::1]:8448" },
  { "matrix:r/help:example.org?client=element.io", "#help:example.org" },
  { "matrix:r/help:example.org?", "#help:example.org" },
  { "matrix:r/help:example.org#fragment", "#help:example.org" },
  { "matrix:r/help:localhost:8448", "#help:localhost:8448" },
  { "matrix:r/help:[::1]:8448", "#help:[::1]:8448" },
  { "  matrix:r/help:example.org\n", "#help:example.org" },
  { "matrix:", NULL },
  { "matrix:r", NULL },
  { "matrix:r/", NULL },
  { "matrix:r//", NULL },
  { "matrix:/r/help:example.org", NULL },
  { "matrix:R/help:example.org", NULL },
  { "matrix:x/help:example.org", NULL },
  { "matrix:e/xyz", NULL },
  { "matrix:r/help", NULL },
  { "matrix:u/ann", NULL },
  { "matrix:u/ann:example.org/e/xyz", NULL },
  { "matrix:roomid/abc:example.org/e", NULL },
  { "matrix:roomid/abc:example.org/e/", NULL },
  { "matrix:roomid/abc:example.org/x/y", NULL },
  { "matrix:roomid/abc:example.org/r/y:z", NULL },
  { "matrix:#help:example.org", NULL },
  { "matrix:r/help%:example.org", NULL },
  { "matrix:r/help%zz:example.org", NULL },
  { "matrix:r/he%00lp:example.org", NULL },
  { "matrix:r/he%0Alp:example.org", NULL },
  { "matrix:r/he%20lp:example.org", NULL },
  { "matrix:r/help%FF:example.org", NULL },
  { "matrix:r/help:exa%2Fmple.org", NULL },
  { "matrix:r/help:user@example.org", NULL },
  { "matrix:r/:example.org", NULL },
  { "matrix://authority", NULL },
  { "matrix://", NULL },
  { "matrix:r/help:example.org:99999999", NULL },
  /* matrix.to */
  { "https://matrix.to/#/%23help%3Aexample.org", "#help:example.org" },
  { "https://matrix.to/#/#help:example.org", "#help:example.org" },
  { "https://matrix.to/#/%23help:example.org", "#help:example.org" },
  { "http://matrix.to/#/#help:example.org", "#help:example.org" },
  { "HTTPS://Matrix.To/#/#help:example.org", "#help:example.org" },
  { "https://matrix.to#/#help:example.org", "#help:example.org" },
  { "https://matrix.to/#/@ann:example.org", "@ann:example.org" },
  { "https://matrix.to/#/%40ann%3Aexample.org", "@ann:example.org" },
  { "https://matrix.to/#/!abc:example.org", "!abc:example.org" },
  { "https://matrix.to/#/!abc:example.org?via=a.b&via=c.d", "!abc:example.org via=a.b,c.d" },
  { "https://matrix.to/#/!abc:example.org/$xyz", "!abc:example.org $xyz" },
  { "https://matrix.to/#/!abc:example.org/$xyz?via=a.b", "!abc:example.org $xyz via=a.b" },
  { "https://matrix.to/#/!abc%3Aexample.org/%24xyz%3Aexample.org?via=a.b",
    "!abc:example.org $xyz:example.org via=a.b" },
  { "https://matrix.to/#/!abc:example.org/$a/b", "!abc:example.org $a/b" },
  { "https://matrix.to/#/!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM?via=example.org", V12 " via=example.org" },
  { "https://matrix.to/#/%23help:example.org/", "#help:example.org" },
  { "https://matrix.to/#/#help:example.org?web-instance[element.io]=x&via=a.b", "#help:example.org via=a.b" },
  { "https://matrix.to/#/#مساعدة:example.org", "#مساعدة:example.org" },
  { "https://matrix.to/#/%23%D9%85:example.org", "#م:example.org" },
  { "https://matrix.to/", NULL },
  { "https://matrix.to/#/", NULL },
  { "https://matrix.to/#", NULL },
  { "https://matrix.to/#/help:example.org", NULL },
  { "https://matrix.to/#/%2Bgroup:example.org", NULL },
  { "https://matrix.to/#/+group:example.org", NULL },
  { "https://matrix.to/#/$xyz", NULL },
  { "https://matrix.to/#/@ann:example.org/$xyz", NULL },
  { "https://matrix.to/path/#/#help:example.org", NULL },
  { "https://matrix.to/?x=1#/#help:example.org", NULL },
  { "https://matrix.to.evil.com/#/#help:example.org", NULL },
  { "https://matrix.to@evil.com/#/#help:example.org", NULL },
  { "https://evil@matrix.to/#/#help:example.org", NULL },
  { "https://evilmatrix.to/#/#help:example.org", NULL },
  { "https://matrix.to\\@evil.com/#/#help:example.org", NULL },
  { "https://matrix.to/#/%2523help:example.org", NULL },
  { "https://matrix.to/#/#help:example.org/xyz", NULL },
  { "ftp://matrix.to/#/#help:example.org", NULL },
  { "//matrix.to/#/#help:example.org", NULL },
  { "matrix.to/#/#help:example.org", NULL },
  /* web clients */
  { "https://app.element.io/#/room/#help:example.org", "#help:example.org" },
  { "https://app.element.io/#/room/%23help%3Aexample.org", "#help:example.org" },
  { "https://riot.im/app/#/room/#mediawiki-general:matrix.org", "#mediawiki-general:matrix.org" },
  { "https://chat.example.org:8443/some/path/?x=y#/room/!abc:example.org?via=a.b", "!abc:example.org via=a.b" },
  { "https://app.element.io/#/room/!abc:example.org/$xyz?via=a.b", "!abc:example.org $xyz via=a.b" },
  { "https://app.element.io/#/user/@ann:example.org", "@ann:example.org" },
  { "http://localhost:8080/#/room/#help:localhost", "#help:localhost" },
  { "https://app.element.io/#/room/", NULL },
  { "https://app.element.io/#/room", NULL },
  { "https://app.element.io/#/home", NULL },
  { "https://app.element.io/#/room/@ann:example.org", NULL },
  { "https://app.element.io/#/user/#help:example.org", NULL },
  { "https://app.element.io/", NULL },
  { "https://example.org/wiki/Main_Page#History", NULL },
  { "https://user:pw@app.element.io/#/room/#help:example.org", NULL },
  { "https:///#/room/#help:example.org", NULL },
  { "https://[::1]:8080/#/room/#help:example.org", "#help:example.org" },
  /* bare */
  { "#help:example.org", "#help:example.org" },
  { "%23help:example.org", "#help:example.org" },
  { "%23help%3Aexample.org", "#help:example.org" },
  { "!abc:example.org", "!abc:example.org" },
  { V12, V12 },
  { "!abc:example.org?via=a.b", "!abc:example.org via=a.b" },
  { "!abc:example.org/$xyz", "!abc:example.org $xyz" },
  { "@ann:example.org", "@ann:example.org" },
  { "%40ann%3Aexample.org", "@ann:example.org" },
  { " #help:example.org ", "#help:example.org" },
  { "#مساعدة:example.org", "#مساعدة:example.org" },
  { "#help", NULL },
  { "help:example.org", NULL },
  { "ann@example.org", NULL },
  { "example.org", NULL },
  { "$xyz", NULL },
  { "#", NULL },
  { "@", NULL },
  { "", NULL },
  { "   ", NULL },
  { "#help:example.org and more", NULL },
  { "#he\tlp:example.org", NULL },
  { "#help:example.org\"onclick", NULL },
  { "#<b>:example.org", NULL },
  { "javascript:alert(1)", NULL },
  { "file:///etc/passwd", NULL },
  { "-help", NULL },
  { "--profile=x", NULL },
  { "+group:example.org", NULL },
  { "#help:example.org\xff", NULL },
};

static char *
describe (const MxLink *link)
{
  GString *out = g_string_new (link->id);
  g_autofree char *via = g_strjoinv (",", link->via);

  if (link->event != NULL)
    g_string_append_printf (out, " %s", link->event);
  if (via[0] != '\0')
    g_string_append_printf (out, " via=%s", via);
  if (link->action != NULL)
    g_string_append_printf (out, " action=%s", link->action);
  return g_string_free_and_steal (out);
}

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxLink) link = mx_link_parse (cases[i].text, &error);
    g_autofree char *found = link ? describe (link) : NULL;

    if (g_strcmp0 (found, cases[i].leads_to) != 0)
      g_error ("“%s” leads to %s (%s), not to %s", cases[i].text, found, error ? error->message : "no error",
               cases[i].leads_to);
    if (link == NULL)
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    else
      g_assert_cmpint (link->kind, ==, link->id[0] == '@' ? MX_LINK_USER : link->event ? MX_LINK_EVENT
                                                                                       : MX_LINK_ROOM);
  }
}

/* What is written leads to the same place; an action is not handed on. */
static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MxLink) link = mx_link_parse (cases[i].text, NULL);
    g_autoptr (MxLink) by_uri = NULL;
    g_autoptr (MxLink) by_web = NULL;
    g_autofree char *uri = NULL;
    g_autofree char *web = NULL;
    g_autofree char *expected = NULL;
    g_autofree char *a = NULL;
    g_autofree char *b = NULL;

    if (link == NULL)
      continue;
    uri = mx_link_to_uri (link);
    web = mx_link_to_web (link);
    by_uri = mx_link_parse (uri, NULL);
    by_web = mx_link_parse (web, NULL);
    g_assert_nonnull (by_uri);
    g_assert_nonnull (by_web);
    g_clear_pointer (&link->action, g_free);
    expected = describe (link);
    a = describe (by_uri);
    b = describe (by_web);
    g_assert_cmpstr (a, ==, expected);
    g_assert_cmpstr (b, ==, expected);
  }
}

static void
test_write (void)
{
  g_autoptr (MxLink) link = mx_link_parse ("https://matrix.to/#/#he%2Flp:example.org/$a%2Fb?via=[::1]:1", NULL);
  g_autofree char *uri = mx_link_to_uri (link);
  g_autofree char *web = mx_link_to_web (link);

  g_assert_cmpstr (uri, ==, "matrix:r/he%2Flp:example.org/e/a%2Fb?via=%5B::1%5D:1");
  g_assert_cmpstr (web, ==, "https://matrix.to/#/%23he%2Flp%3Aexample.org/%24a%2Fb?via=%5B::1%5D:1");
}

static void
test_copy (void)
{
  g_autoptr (MxLink) link = mx_link_parse ("matrix:roomid/abc:example.org/e/xyz?via=a.b&action=join", NULL);
  g_autoptr (MxLink) copy = mx_link_copy (link);
  g_autofree char *a = describe (link);
  g_autofree char *b = describe (copy);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpint (copy->kind, ==, MX_LINK_EVENT);
  g_assert_null (mx_link_copy (NULL));
}

static void
test_long (void)
{
  g_autofree char *fill = g_strnfill (1024 * 1024, 'a');
  g_autofree char *huge = g_strconcat ("matrix:r/", fill, ":example.org", NULL);
  g_autoptr (GString) many = g_string_new ("matrix:r/help:example.org?x=1");
  g_autoptr (MxLink) link = NULL;

  g_assert_null (mx_link_parse (huge, NULL));
  g_assert_null (mx_link_parse (NULL, NULL));
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (many, "&via=s%u.org", i);
  link = mx_link_parse (many->str, NULL);
  g_assert_nonnull (link);
  g_assert_cmpuint (g_strv_length (link->via), ==, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpuint (G_N_ELEMENTS (cases), >, 120);
  g_test_add_func ("/link/parse", test_parse);
  g_test_add_func ("/link/round-trip", test_round_trip);
  g_test_add_func ("/link/write", test_write);
  g_test_add_func ("/link/copy", test_copy);
  g_test_add_func ("/security/H07/link-size", test_long);
  return g_test_run ();
}
