/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target as a unit test: first over every file of the folders that the command
 * line names, then over some thousand mutants of them. The seed is GLib's: it is printed,
 * and --seed repeats a run. MX_FUZZ_KEEP=FILE keeps the mutant under way, so that one that
 * crashes can become a file of the corpus. */

#include "config.h"

#include "mx-fuzz.h"

#include <string.h>

#define N_MUTANTS  4000
#define MAX_BYTES  65536
#define MAX_CHANGE 6

static const char *const pieces[] = {
  "\"",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  "\\",
  "\\u0000",
  "\\ud800",
  "\\udc00",
  "null",
  "true",
  "-",
  "0",
  "1e400",
  "9223372036854775808",
  "1e10",
  ".",
  "/",
  "..",
  "%",
  "%00",
  "%2f",
  "#",
  "!",
  "@",
  "$",
  "?",
  "&",
  "=",
  "via=",
  "\xff",
  "\xe2\x80\xae",
  "\xe2\x81\xa9",
  "\xcc\x81",
  "\xf0\x9f\x91\x8d",
  "\xef\xbf\xbd",
  "<",
  ">",
  "\n",
  "mxc://",
  "matrix:",
  "https://matrix.to/#/",
  "{\"",
  "\":",
  "\"m.relates_to\":",
  "\"content\":",
};

static GPtrArray *corpus; /* (element-type GBytes) */

static void
add_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, &error))
    g_error ("%s", error->message);
  g_ptr_array_add (corpus, g_bytes_new_take (data, size));
}

static void
add_folder (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  for (guint i = 0; i < names->len; i++) {
    const char *child = g_ptr_array_index (names, i);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      add_folder (child);
    else if (!g_str_has_suffix (child, ".expected"))
      add_file (child);
  }
}

static void
test_corpus (void)
{
  g_assert_cmpuint (corpus->len, >, 0);
  for (guint i = 0; i < corpus->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (corpus, i), &size);
    g_autofree guint8 *exact = g_memdup2 (data, size); /* its end is the end of its memory */

    LLVMFuzzerTestOneInput (exact, size);
  }
}

static guint
random_below (guint limit)
{
  return limit == 0 ? 0 : (guint) g_test_rand_int_range (0, (gint32) limit);
}

static void
splice (GByteArray *mutant)
{
  gsize size;
  const guint8 *other = g_bytes_get_data (g_ptr_array_index (corpus, random_below (corpus->len)), &size);
  guint from = random_below ((guint) MIN (size, MAX_BYTES));

  g_byte_array_set_size (mutant, random_below (mutant->len + 1));
  if (size > 0)
    g_byte_array_append (mutant, other + from, (guint) MIN (size - from, MAX_BYTES));
}

static void
insert (GByteArray   *mutant,
        const guint8 *data,
        guint         size)
{
  guint at = random_below (mutant->len + 1);
  guint tail = mutant->len - at;
  g_autofree guint8 *moved = g_memdup2 (mutant->data + at, tail);

  g_byte_array_set_size (mutant, at);
  g_byte_array_append (mutant, data, size);
  if (tail > 0)
    g_byte_array_append (mutant, moved, tail);
}

static void
change (GByteArray *mutant)
{
  guint at = random_below (mutant->len);
  guint size = mutant->len > 0 ? random_below (MIN (mutant->len - at, 64) + 1) : 0;
  const char *piece = pieces[random_below (G_N_ELEMENTS (pieces))];
  g_autofree guint8 *copy = NULL;

  switch (random_below (6)) {
  case 0:
    if (mutant->len > 0)
      mutant->data[at] ^= (guint8) (1 << random_below (8));
    break;
  case 1:
    if (mutant->len > 0)
      mutant->data[at] = (guint8) random_below (256);
    break;
  case 2:
    if (size > 0)
      g_byte_array_remove_range (mutant, at, size);
    break;
  case 3:
    copy = g_memdup2 (mutant->data + at, size);
    for (guint i = 0; size > 0 && i <= random_below (20); i++)
      insert (mutant, copy, size);
    break;
  case 4:
    splice (mutant);
    break;
  default:
    insert (mutant, (const guint8 *) piece, (guint) strlen (piece));
  }
}

/* Before each run, so that a crash leaves its input behind. */
static void
keep (const char       *path,
      const GByteArray *mutant)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (path, (const char *) mutant->data, mutant->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &error))
    g_error ("%s", error->message);
}

static void
run_mutant (const char *path)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (g_ptr_array_index (corpus, random_below (corpus->len)), &size);
  g_autoptr (GByteArray) mutant = g_byte_array_new ();
  g_autofree guint8 *exact = NULL;
  guint n = 1 + random_below (MAX_CHANGE);

  g_byte_array_append (mutant, data ? data : (const guint8 *) "", (guint) MIN (size, MAX_BYTES));
  for (guint i = 0; i < n; i++)
    change (mutant);
  if (path != NULL)
    keep (path, mutant);
  exact = g_memdup2 (mutant->data, mutant->len);
  LLVMFuzzerTestOneInput (exact, mutant->len);
}

static void
test_mutants (void)
{
  for (guint i = 0; i < N_MUTANTS; i++)
    run_mutant (g_getenv ("MX_FUZZ_KEEP"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autofree char *corpus_path = g_strconcat ("/fuzz/", name, "/corpus", NULL);
  g_autofree char *mutants_path = g_strconcat ("/fuzz/", name, "/mutants", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (int i = 1; i < argc; i++)
    add_folder (argv[i]);
  g_test_add_func (corpus_path, test_corpus);
  g_test_add_func (mutants_path, test_mutants);
  status = g_test_run ();
  g_ptr_array_unref (corpus);
  return status;
}
