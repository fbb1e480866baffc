/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What went wrong since the start, as kinds that are counted: an error's code, or whose code wrote a warning. Neither
 * a sentence nor a name can get in: a kind is a place in the table below, and only its counter is kept. Who wants to
 * know what ails the program (feedback, teahousectl) reads the kinds that came last.
 *
 * Any thread, by atomic numbers alone: warnings come from everywhere. */

#include "config.h"

#include "mx-faults.h"

#include "mx-error.h"

/* Of GIO, the codes up to this one. */
#define N_IO_ERRORS (G_IO_ERROR_NO_SUCH_DEVICE + 1)

/* Who may write a warning; the last one stands for everybody else. */
static const char *const domains[] = {
  "mx-base",
  "mx-event",
  "mx-store",
  "mx-net",
  "mx-engine",
  "mx-model",
  "tea",
  "teahouse",
  "teahousectl",
  "Gtk",
  "Gdk",
  "Gsk",
  "Pango",
  "Adwaita",
  "GLib",
  "GLib-GObject",
  "GLib-GIO",
  "libsoup",
  "Json",
  "another library",
};

enum {
  FIRST_IO = MX_N_ERRORS,
  FIRST_DOMAIN = FIRST_IO + N_IO_ERRORS,
  OTHER_ERROR = FIRST_DOMAIN + G_N_ELEMENTS (domains),
  N_KINDS,
};

static int counts[N_KINDS];
static int turns[N_KINDS]; /* when each came last, as a place in the order of all */
static int n_turns;

static void
note (guint kind)
{
  g_atomic_int_inc (&counts[kind]);
  g_atomic_int_set (&turns[kind], g_atomic_int_add (&n_turns, 1) + 1);
}

/**
 * mx_fault_of_error:
 * @error: an error
 *
 * Returns: the kind of it
 */
guint
mx_fault_of_error (const GError *error)
{
  if (error->domain == MX_ERROR && error->code >= 0 && error->code < MX_N_ERRORS)
    return (guint) error->code;
  if (error->domain == G_IO_ERROR && error->code >= 0 && error->code < N_IO_ERRORS)
    return FIRST_IO + (guint) error->code;
  return OTHER_ERROR;
}

/**
 * mx_faults_note:
 * @error: (nullable): what went wrong
 *
 * Counts its kind. That somebody changed their mind is no fault.
 */
void
mx_faults_note (const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    note (mx_fault_of_error (error));
}

/**
 * mx_faults_note_log:
 * @domain: (nullable): whose code wrote a line
 * @level: how bad it is
 *
 * Counts a warning or worse.
 */
void
mx_faults_note_log (const char     *domain,
                    GLogLevelFlags  level)
{
  guint place = 0;

  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) == 0)
    return;
  while (place < G_N_ELEMENTS (domains) - 1 && g_strcmp0 (domain, domains[place]) != 0)
    place++;
  note (FIRST_DOMAIN + place);
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         user_data)
{
  const char *domain = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && fields[i].length < 0)
      domain = fields[i].value;
  mx_faults_note_log (domain, level);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

/**
 * mx_faults_watch_log:
 *
 * Has every warning of this program and its libraries counted; they are written as ever.
 */
void
mx_faults_watch_log (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}

/**
 * mx_faults_list:
 * @faults: (out caller-allocates) (array length=max): the kinds, the last one first
 * @max: how many there is room for
 *
 * Returns: how many there are, at most @max
 */
guint
mx_faults_list (MxFault *faults,
                guint    max)
{
  guint n = 0;
  int before = G_MAXINT;

  while (n < max) {
    guint last = N_KINDS;
    int turn = 0;

    for (guint kind = 0; kind < N_KINDS; kind++) {
      int at = g_atomic_int_get (&turns[kind]);

      if (at < before && at > turn) {
        turn = at;
        last = kind;
      }
    }
    if (last == N_KINDS)
      break;
    before = turn;
    faults[n++] = (MxFault) { .kind = last, .count = (guint) g_atomic_int_get (&counts[last]) };
  }
  return n;
}

/* The names of GIO's codes that a person may meet; the others have their number. */
static const char *
get_io_name (guint code)
{
  switch (code) {
  case G_IO_ERROR_NOT_FOUND:
    return "IO_NOT_FOUND";
  case G_IO_ERROR_NO_SPACE:
    return "IO_NO_SPACE";
  case G_IO_ERROR_PERMISSION_DENIED:
    return "IO_PERMISSION_DENIED";
  case G_IO_ERROR_TIMED_OUT:
    return "IO_TIMED_OUT";
  case G_IO_ERROR_INVALID_DATA:
    return "IO_INVALID_DATA";
  case G_IO_ERROR_NOT_SUPPORTED:
    return "IO_NOT_SUPPORTED";
  default:
    return "IO_OTHER";
  }
}

/**
 * mx_fault_get_name:
 * @kind: a kind
 *
 * Returns: (transfer none): what it is called, a constant
 */
const char *
mx_fault_get_name (guint kind)
{
  if (kind < FIRST_IO)
    return mx_error_get_name ((MxError) kind);
  if (kind < FIRST_DOMAIN)
    return get_io_name (kind - FIRST_IO);
  if (kind < OTHER_ERROR)
    return domains[kind - FIRST_DOMAIN];
  return "OTHER_ERROR";
}
