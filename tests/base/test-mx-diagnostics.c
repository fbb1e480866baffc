/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What helps those who mend the program: the two lines, that nothing but known words and small numbers gets into
 * them whatever system, desktop and server say, and that faults are counted by their kind. */

#include "config.h"

#include "mx-diagnostics.h"
#include "mx-error.h"

#include <string.h>

#define CANARY "canary-7f3a syt_secret @ann:example.org /home/ann #tea:example.org"

/* Before anything else has gone wrong. */
static void
test_lines (void)
{
  MxDiagnostics facts = {
    .commit = 0x1234abcd,
    .scale_percent = 125,
    .width = 960,
    .is_signed_in = TRUE,
    .has_ways = TRUE,
    .ways = MX_WAY_SSO,
    .n_rooms = 140,
  };
  g_autofree char *text = NULL;

  mx_diagnostics_set_version (&facts, MX_PART_PROGRAM, "0.1.0");
  mx_diagnostics_set_word (&facts, MX_FACT_SYSTEM, "debian");
  mx_diagnostics_set_version (&facts, MX_PART_SYSTEM, "13");
  mx_diagnostics_set_numbers (&facts, MX_PART_GTK, 4, 18, 6);
  mx_diagnostics_set_version (&facts, MX_PART_CIPHER, "4.6.1 community");
  mx_diagnostics_set_language (&facts, "de_CH.UTF-8");
  mx_diagnostics_set_word (&facts, MX_FACT_DESKTOP, "ubuntu:GNOME");
  mx_diagnostics_set_word (&facts, MX_FACT_SESSION, "GdkWaylandDisplay");
  mx_diagnostics_set_word (&facts, MX_FACT_RENDERER, "GskCairoRenderer");
  mx_diagnostics_set_word (&facts, MX_FACT_SERVER, "Synapse");
  mx_diagnostics_set_version (&facts, MX_PART_SERVER, "1.151.0rc1 (b=ann,0123)");
  mx_diagnostics_set_sync (&facts, MX_SYNC_LIVE, NULL);
  text = mx_diagnostics_to_text (&facts);
  g_assert_cmpstr (text, ==,
                   "Teahouse 0.1.0 (1234abcd) · Debian 13 · GTK 4.18.6 · SQLCipher 4.6.1 · de · GNOME · Wayland · "
                   "cairo · 125 % · 960 px\n"
                   "Synapse 1.151.0 · OAuth no · SSO yes · rooms: hundreds · encrypted: no · sync: live · no errors");
}

/* Whatever is said of itself, nothing of it is repeated. */
static void
test_closed (void)
{
  static const char *const texts[] = { CANARY, "1" CANARY, "99999.1", "GNOME;" CANARY, "\xff\xfe", "", NULL };

  for (guint i = 0; i == 0 || texts[i - 1] != NULL; i++) {
    MxDiagnostics facts = { .is_signed_in = TRUE, .scale_percent = 100 };
    g_autoptr (GError) error = mx_error_new_server (MX_ERROR_SERVER, 502, CANARY, CANARY, -1, CANARY);
    g_autofree char *text = NULL;

    for (guint fact = 0; fact < MX_N_FACTS; fact++)
      mx_diagnostics_set_word (&facts, fact, texts[i]);
    for (guint part = 0; part < MX_N_PARTS; part++)
      mx_diagnostics_set_version (&facts, part, texts[i]);
    mx_diagnostics_set_language (&facts, texts[i]);
    mx_diagnostics_set_sync (&facts, MX_SYNC_OFFLINE, error);
    text = mx_diagnostics_to_text (&facts);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_null (strstr (text, "canary"));
    g_assert_null (strstr (text, "ann"));
    g_assert_null (strstr (text, "99999"));
    g_assert_nonnull (strstr (text, "another server"));
    g_assert_nonnull (strstr (text, "sync: offline SERVER 502"));
  }
}

static void
test_faults (void)
{
  g_autoptr (GError) far = mx_error_new_server (MX_ERROR_UNREACHABLE, 0, NULL, CANARY, -1, CANARY);
  g_autoptr (GError) full = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "%s", CANARY);
  g_autoptr (GError) other = g_error_new (g_quark_from_string (CANARY), 7, "%s", CANARY);
  g_autoptr (GError) mind = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, CANARY);
  MxDiagnostics facts;
  MxFault faults[3];
  g_autofree char *text = NULL;

  g_assert_cmpuint (mx_faults_list (faults, 3), ==, 0);
  mx_faults_note (NULL);
  mx_faults_note (mind);
  mx_faults_note_log (CANARY, G_LOG_LEVEL_DEBUG);
  g_assert_cmpuint (mx_faults_list (faults, 3), ==, 0);
  mx_faults_note (far);
  mx_faults_note (full);
  mx_faults_note (other);
  mx_faults_note_log ("Gtk", G_LOG_LEVEL_WARNING);
  mx_faults_note_log (CANARY, G_LOG_LEVEL_CRITICAL);
  mx_faults_note (far);
  g_assert_cmpuint (mx_faults_list (faults, 3), ==, 3);
  g_assert_cmpuint (faults[0].count, ==, 2);
  g_assert_cmpstr (mx_fault_get_name (faults[0].kind), ==, "UNREACHABLE");
  mx_diagnostics_init (&facts);
  text = mx_diagnostics_to_text (&facts);
  g_assert_nonnull (strstr (text, "signed out · errors: UNREACHABLE ×2, another library ×1, Gtk ×1, OTHER_ERROR ×1, "
                                  "IO_NO_SPACE ×1"));
  g_assert_null (strstr (text, "canary"));
}

/* A room that is bridged to IRC takes three lines of some 450 bytes: one is for the words. */
static void
test_short (void)
{
  MxDiagnostics facts;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (int code = 0; code < MX_N_ERRORS; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, CANARY);

    for (guint i = 0; i < 100; i++)
      mx_faults_note (error);
  }
  mx_diagnostics_init (&facts);
  facts.is_signed_in = facts.has_ways = facts.is_guest = TRUE;
  facts.scale_percent = 200;
  text = mx_diagnostics_to_text (&facts);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_cmpuint (strlen (lines[0]), <, 300);
  g_assert_cmpuint (strlen (lines[1]), <, 600);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnostics/lines", test_lines);
  g_test_add_func ("/diagnostics/closed", test_closed);
  g_test_add_func ("/diagnostics/faults", test_faults);
  g_test_add_func ("/diagnostics/short", test_short);
  return g_test_run ();
}
