/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What arguments mean, and that hostile ones end with a sentence: in the parser, and
 * by running the program with them. */

#include "config.h"

#include "tea-command-line.h"

#include <gio/gio.h>
#include <string.h>

static TeaCommandLine *
parse (GError     **error,
       const char  *first,
       ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *argument = first;
  va_list list;

  g_ptr_array_add (argv, (char *) "teahouse");
  va_start (list, first);
  while (argument != NULL) {
    g_ptr_array_add (argv, (char *) argument);
    argument = va_arg (list, const char *);
  }
  va_end (list);
  g_ptr_array_add (argv, NULL);

  return tea_command_line_parse ((const char *const *) argv->pdata, error);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TeaCommandLine) ask = parse (&error, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (ask->ask, ==, TEA_ASK_OPEN);
  g_assert_cmpstr (ask->profile, ==, "default");
  g_assert_null (ask->link);
}

static void
test_profile_and_link (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TeaCommandLine) ask = parse (&error, "--profile", "work_2-b", "--", "matrix:r/help:example.org", NULL);
  g_autoptr (TeaCommandLine) other = parse (&error, "https://matrix.to/#/%23help:example.org", "--profile=x", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (ask->profile, ==, "work_2-b");
  g_assert_cmpstr (ask->link, ==, "matrix:r/help:example.org");
  g_assert_cmpstr (other->profile, ==, "x");
  g_assert_cmpstr (other->link, ==, "https://matrix.to/#/%23help:example.org");
}

/* Links that a page may carry: all of them only ever lead to a preview. */
static void
test_links (void)
{
  static const char *const links[] = {
    "matrix:r/help:example.org",
    "matrix:r/help:example.org?action=join",
    "matrix:r/help:example.org?action=join&via=a.example&via=b.example",
    "matrix:roomid/abc:example.org?via=example.org",
    "matrix:u/ann:example.org?action=chat",
    "matrix:r/help:example.org/e/event",
    "https://matrix.to/#/#help:example.org",
    "#help:example.org",
    "!abc:example.org",
    "@ann:example.org",
    "irc://irc.example.org/#help",
    "ircs://irc.example.org:6697/help",
    "https://web.example.org/?channels=help",
    "https://web.example.org/#help",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TeaCommandLine) ask = parse (&error, "--", links[i], NULL);

    g_assert_no_error (error);
    g_assert_cmpint (ask->ask, ==, TEA_ASK_OPEN);
    g_assert_cmpstr (ask->link, ==, links[i]);
  }
}

static void
test_desktop_file_without_link (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TeaCommandLine) ask = parse (&error, "--", NULL);

  g_assert_no_error (error);
  g_assert_null (ask->link);
}

static void
test_app_id (void)
{
  g_autofree char *first = tea_command_line_app_id ("default");
  g_autofree char *other = tea_command_line_app_id ("2-b");

  g_assert_cmpstr (first, ==, APPLICATION_ID);
  g_assert_true (g_application_id_is_valid (other));
  g_assert_cmpstr (first, !=, other);
}

static char *long_uri;

/* Each one ends with exit status 2 and a line; %L stands for a link of a megabyte
 * (an argument of the kernel's limit, 128 KiB, when the program is run). */
static const char *const hostile[][4] = {
  { "--profile" },
  { "--profile", "" },
  { "--profile", ".." },
  { "--profile", "../../x" },
  { "--profile", "/etc" },
  { "--profile", "a/b" },
  { "--profile", "a.b" },
  { "--profile", "A" },
  { "--profile", "ä" },
  { "--profile", "a b" },
  { "--profile", "a\nb" },
  { "--profile", "-x;rm -rf ~" },
  { "--profile", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
  { "--profile=" },
  { "--profile=.." },
  { "--profile=../../x" },
  { "--profile=%2e%2e" },
  { "--profile=$(id)" },
  { "--profile=`id`", "matrix:r/x:example.org" },
  { "--profile", "ok", "not a link" },
  { "-" },
  { "-x" },
  { "-rf" },
  { "--unknown" },
  { "--display=:99" },
  { "--gtk-module=/tmp/x.so" },
  { "--gapplication-app-id=org.evil.Evil" },
  { "--gapplication-replace" },
  { "--exec", "id" },
  { "--\u202e" },
  { "---" },
  { "--profile", "ok", "-e" },
  { "" },
  { " " },
  { "x" },
  { "file:///etc/passwd" },
  { "http://evil.example/" },
  { "https://matrix.to.evil.example/#/#help:example.org" },
  { "https://good@evil.example/#/#help:example.org" },
  { "javascript:alert(1)" },
  { "matrix:" },
  { "matrix:r/" },
  { "matrix:r/x?action=join" },
  { "matrix:x/y:z" },
  { "matrix:r/%00:example.org" },
  { "matrix:r/\xff\xfe:example.org" },
  { "\x1b[31mred\x1b[0m" },
  { "\x07\x07" },
  { "matrix:r/a:example.org", "matrix:r/b:example.org" },
  { "--", "--help" },
  { "--", "-rf" },
  { "%L" },
  { "--", "%L" },
};

static const char *
argument (const char *text)
{
  return g_strcmp0 (text, "%L") == 0 ? long_uri : text;
}

static void
check_message (const char *message)
{
  g_assert_cmpstr (message, !=, NULL);
  g_assert_cmpuint (strlen (message), <, 400);
  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_assert_null (strchr (message, '\x1b'));
  g_assert_null (strchr (message, '\x07'));
  g_assert_null (strstr (message, "\u202e"));
}

static void
test_hostile (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (hostile), >=, 50);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TeaCommandLine) ask =
      parse (&error, argument (hostile[i][0]), argument (hostile[i][1]), argument (hostile[i][2]), NULL);

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_null (ask);
    g_assert_error (error, TEA_COMMAND_LINE_ERROR, 0);
    check_message (error->message);
    g_assert_null (strchr (error->message, '\n'));
  }
}

static void
run (const char         *program,
     const char *const  *arguments,
     int                 expected_status,
     char              **out,
     char              **err)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (char *) program);
  for (gsize i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) argument (arguments[i]));
  g_ptr_array_add (argv, NULL);

  /* Nothing here needs a display, a bus or a home. */
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-warnings", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out, err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected_status);
  g_assert_null (strstr (*err, "WARNING"));
  g_assert_null (strstr (*err, "CRITICAL"));
}

/* The name of the environment variable that says where the program is, and how its sentences begin. */
static const char *const programs[][2] = { { "TEAHOUSE", "teahouse: " }, { "TEAHOUSECTL", "teahousectl: " } };

static void
test_program (gconstpointer data)
{
  const char *const *program = programs[GPOINTER_TO_SIZE (data)];
  g_autofree char *uri = g_strnfill (100 * 1024, 'x');
  g_autofree char *saved = long_uri;

  memcpy (uri, "matrix:r/", strlen ("matrix:r/"));
  long_uri = uri;
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autofree char *out = NULL;
    g_autofree char *err = NULL;

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    run (g_getenv (program[0]), hostile[i], 2, &out, &err);
    g_assert_cmpstr (out, ==, "");
    g_assert_true (g_str_has_prefix (err, program[1]));
    check_message (err);
  }
  long_uri = g_steal_pointer (&saved);
}

/* What the desktop hands over is never read as an option. */
static void
test_desktop_file (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), "..", "..", "data",
                                            "org.teahouse.Teahouse.desktop.in.in", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\nExec=teahouse -- %u\n"));
  g_assert_null (strstr (strstr (text, "\nExec=") + 1, "\nExec="));
}

static void
test_help (void)
{
  static const char *const help[] = { "--help", NULL };
  static const char *const version[] = { "--version", NULL };
  static const char *const neither[] = { "--help=x", NULL };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *out2 = NULL;
  g_autofree char *err2 = NULL;
  g_autofree char *out3 = NULL;
  g_autofree char *err3 = NULL;

  run (g_getenv ("TEAHOUSE"), help, 0, &out, &err);
  g_assert_nonnull (strstr (out, "--profile NAME"));
  run (g_getenv ("TEAHOUSE"), version, 0, &out2, &err2);
  g_assert_cmpstr (out2, ==, "Teahouse " PACKAGE_VERSION "\n");
  run (g_getenv ("TEAHOUSE"), neither, 2, &out3, &err3);
  check_message (err3);
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  long_uri = g_strnfill (1024 * 1024, 'x');
  memcpy (long_uri, "matrix:r/", strlen ("matrix:r/"));

  g_test_add_func ("/command-line/plain", test_plain);
  g_test_add_func ("/command-line/profile-and-link", test_profile_and_link);
  g_test_add_func ("/command-line/desktop-file-without-link", test_desktop_file_without_link);
  g_test_add_func ("/command-line/app-id", test_app_id);
  g_test_add_func ("/command-line/help-and-version", test_help);
  g_test_add_func ("/security/H07/links-are-only-shown", test_links);
  g_test_add_func ("/security/H07/hostile-arguments", test_hostile);
  g_test_add_func ("/security/H07/desktop-file", test_desktop_file);
  g_test_add_data_func ("/security/H07/hostile-arguments-to-teahouse", GSIZE_TO_POINTER (0), test_program);
  g_test_add_data_func ("/security/H07/hostile-arguments-to-teahousectl", GSIZE_TO_POINTER (1), test_program);
  result = g_test_run ();
  g_free (long_uri);

  return result;
}
