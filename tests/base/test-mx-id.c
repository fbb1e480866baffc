/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-id.h"

#include <string.h>

typedef struct
{
  const char *text;
  gboolean valid;
} Case;

static const Case users[] = {
  { "@ann:example.org", TRUE },
  { "@ann:example.org:8448", TRUE },
  { "@ann:[::1]:8448", TRUE },
  { "@Ann+x/y=z._-:a", TRUE },
  { "@:example.org", TRUE },
  { "@أمينة:example.org", TRUE },
  { "@7:localhost:1", TRUE },
  { "@a!b:example.org", TRUE },
  { "ann:example.org", FALSE },
  { "@ann", FALSE },
  { "@ann:", FALSE },
  { "", FALSE },
  { "@", FALSE },
  { "@a b:example.org", FALSE },
  { "@a\nb:example.org", FALSE },
  { "@a\x01:example.org", FALSE },
  { "@ann:exa mple.org", FALSE },
  { "@ann:exämple.org", FALSE },
  { "@ann:example.org:port", FALSE },
  { "@ann:example.org:99999", FALSE },
  { "@ann:example.org:", FALSE },
  { "@a\xff:example.org", FALSE },
  { "@a\xef\xbf\xbd:example.org", FALSE },
  { "!ann:example.org", FALSE },
  { "@ann:[::1", FALSE },
  { "@ann:[zz]", FALSE },
  { "@ann:../x", FALSE },
};

static const Case rooms[] = {
  { "!abc:example.org", TRUE },
  { "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", TRUE },
  { "!a:b", TRUE },
  { "!a.b~c_d-e:b:1", TRUE },
  { "!", FALSE },
  { "!:example.org", FALSE },
  { "#abc:example.org", FALSE },
  { "!a\tb:c", FALSE },
  { "!a:b c", FALSE },
  { "!a:", FALSE },
  { "!a\xc2\xa0:b", FALSE },
  { "!a\xef\xbf\xbd", FALSE },
};

static const Case aliases[] = {
  { "#help:example.org", TRUE },
  { "#a#b:example.org", TRUE },
  { "#مساعدة:example.org", TRUE },
  { "#help", FALSE },
  { "#:example.org", FALSE },
  { "help:example.org", FALSE },
  { "#he lp:example.org", FALSE },
  { "#help:", FALSE },
  { "##", FALSE },
};

static const Case events[] = {
  { "$abc", TRUE },
  { "$abc:example.org", TRUE },
  { "$a/b+c", TRUE },
  { "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg", TRUE },
  { "$", FALSE },
  { "abc", FALSE },
  { "$a b", FALSE },
  { "$a\xef\xbf\xbd", FALSE },
  { "$:b", FALSE },
  { "$a\n", FALSE },
};

static const Case servers[] = {
  { "example.org", TRUE },
  { "localhost:8448", TRUE },
  { "1.2.3.4", TRUE },
  { "1.2.3.4:1", TRUE },
  { "[::1]", TRUE },
  { "[1234:5678::abcd]:5678", TRUE },
  { "xn--bcher-kva.example", TRUE },
  { "", FALSE },
  { "a/b", FALSE },
  { "a?b", FALSE },
  { "a#b", FALSE },
  { "u@h", FALSE },
  { "a..b", FALSE },
  { ".a", FALSE },
  { "-a", FALSE },
  { "a_b", FALSE },
  { "a%2fb", FALSE },
  { "::1", FALSE },
  { "[1.2.3.4]", FALSE },
  { "[]", FALSE },
  { "[::1]x", FALSE },
  { "a:1:2", FALSE },
  { "a:-1", FALSE },
  { "a: 1", FALSE },
  { "a\\b", FALSE },
};

static const Case mxcs[] = {
  { "mxc://example.org/abcDEF_-9", TRUE },
  { "mxc://example.org:8448/a", TRUE },
  { "mxc://[::1]/a", TRUE },
  { "mxc://example.org/..", FALSE },
  { "mxc://example.org/../../_matrix", FALSE },
  { "mxc://example.org/a/b", FALSE },
  { "mxc://example.org/a%2fb", FALSE },
  { "mxc://example.org/a?x=1", FALSE },
  { "mxc://example.org/a#f", FALSE },
  { "mxc://example.org/", FALSE },
  { "mxc://example.org", FALSE },
  { "mxc:///a", FALSE },
  { "mxc://example.org:80:80/a", FALSE },
  { "mxc://u@example.org/a", FALSE },
  { "MXC://example.org/a", FALSE },
  { "https://example.org/a", FALSE },
  { "mxc://example.org/a.b", FALSE },
  { "mxc://example.org/a b", FALSE },
  { "mxc://example.org\\/a", FALSE },
  { "mxc://example.org/a\n", FALSE },
  { "mxc://../a", FALSE },
  { "", FALSE },
  { "mxc://example.org:99999999999/a", FALSE },
};

static void
check (const Case *cases,
       gsize       n,
       gboolean (*is_valid) (const char *))
{
  for (gsize i = 0; i < n; i++)
    if (is_valid (cases[i].text) != cases[i].valid)
      g_error ("“%s” should be %s", cases[i].text, cases[i].valid ? "accepted" : "refused");
  g_assert_false (is_valid (NULL));
}

static void
test_user (void)
{
  check (users, G_N_ELEMENTS (users), mx_id_is_user);
}

static void
test_room (void)
{
  check (rooms, G_N_ELEMENTS (rooms), mx_id_is_room);
}

static void
test_alias (void)
{
  check (aliases, G_N_ELEMENTS (aliases), mx_id_is_alias);
}

static void
test_event (void)
{
  check (events, G_N_ELEMENTS (events), mx_id_is_event);
}

static void
test_server (void)
{
  check (servers, G_N_ELEMENTS (servers), mx_id_is_server_name);
}

static void
test_mxc (void)
{
  g_autofree char *endless = g_strnfill (10 * 1024, 'a');
  g_autofree char *uri = g_strconcat ("mxc://example.org/", endless, NULL);
  g_autofree char *server = NULL;
  g_autofree char *media = NULL;

  check (mxcs, G_N_ELEMENTS (mxcs), mx_id_is_mxc);
  g_assert_false (mx_id_is_mxc (uri));
  g_assert_true (mx_id_split_mxc ("mxc://example.org:1/Ab_-", &server, &media));
  g_assert_cmpstr (server, ==, "example.org:1");
  g_assert_cmpstr (media, ==, "Ab_-");
}

static void
test_length (void)
{
  g_autofree char *fill = g_strnfill (255 - 3, 'a');
  g_autofree char *longest = g_strconcat ("@", fill, ":b", NULL);
  g_autofree char *longer = g_strconcat ("@a", fill, ":b", NULL);

  g_assert_cmpuint (strlen (longest), ==, 255);
  g_assert_true (mx_id_is_user (longest));
  g_assert_false (mx_id_is_user (longer));
}

static void
test_parts (void)
{
  g_autofree char *local = mx_id_dup_localpart ("@ann:example.org:1");
  g_autofree char *bare = mx_id_dup_localpart ("!abc");
  g_autofree char *none = mx_id_dup_localpart (NULL);

  g_assert_cmpstr (local, ==, "ann");
  g_assert_cmpstr (bare, ==, "abc");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (mx_id_get_server_name ("@ann:example.org:1"), ==, "example.org:1");
  g_assert_null (mx_id_get_server_name ("!abc"));
  g_assert_null (mx_id_get_server_name ("@ann:a b"));
  g_assert_null (mx_id_get_server_name (NULL));
}

static void
test_redact (void)
{
  g_autofree char *a = mx_redact ("@ann:example.org");
  g_autofree char *again = mx_redact ("@ann:example.org");
  g_autofree char *b = mx_redact ("@ben:example.org");
  g_autofree char *none = mx_redact (NULL);

  g_assert_cmpstr (a, ==, again);
  g_assert_cmpstr (a, !=, b);
  g_assert_null (strstr (a, "ann"));
  g_assert_true (a[0] == '@');
  g_assert_cmpstr (none, ==, "-");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/user", test_user);
  g_test_add_func ("/id/room", test_room);
  g_test_add_func ("/id/alias", test_alias);
  g_test_add_func ("/id/event", test_event);
  g_test_add_func ("/id/server-name", test_server);
  g_test_add_func ("/id/length", test_length);
  g_test_add_func ("/id/parts", test_parts);
  g_test_add_func ("/id/redact", test_redact);
  g_test_add_func ("/security/H08/mxc-grammar", test_mxc);
  return g_test_run ();
}
