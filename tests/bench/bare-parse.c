/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the first sync is compared with: json-glib parsing the same bytes as one document.
 *
 *   bare-parse FILE      prints the CPU milliseconds of the parse
 */

#include <json-glib/json-glib.h>
#include <time.h>

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  double start;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, &length, &error)) {
    g_printerr ("bare-parse: %s\n", error != NULL ? error->message : "name one file");
    return 2;
  }

  start = cpu_ms ();
  if (!json_parser_load_from_data (parser, text, length, &error)) {
    g_printerr ("bare-parse: %s\n", error->message);
    return 1;
  }
  g_print ("%.1f\n", cpu_ms () - start);

  return 0;
}
