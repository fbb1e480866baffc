/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as people read them: short beside a message, long as tooltip and for the
 * ear, and the heading of a day. All in the time zone of this computer. Pure
 * functions; a time that no calendar knows gives an empty string. */

#include "config.h"

#include "tea-time.h"

#include <glib/gi18n.h>

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define HOUR_MS   (60 * MINUTE_MS)

static GDateTime *
date_time_of (gint64 ms)
{
  return g_date_time_new_from_unix_local_usec (CLAMP (ms, -G_MAXINT64 / 2000, G_MAXINT64 / 2000) * 1000);
}

static char *
format (GDateTime  *time,
        const char *pattern)
{
  char *text = g_date_time_format (time, pattern);

  return text != NULL ? g_strstrip (text) : g_strdup ("");
}

/* Days from @b to @a by the calendar: 0 is the same day, 1 the day before @a. */
static int
days_between (GDateTime *a,
              GDateTime *b)
{
  GDate from, to;
  int year, month, day;

  g_date_time_get_ymd (b, &year, &month, &day);
  g_date_set_dmy (&from, day, month, year);
  g_date_time_get_ymd (a, &year, &month, &day);
  g_date_set_dmy (&to, day, month, year);
  return g_date_days_between (&from, &to);
}

/**
 * tea_time_short:
 * @ms: a time, in milliseconds since 1970
 * @now_ms: the time now
 *
 * Returns: (transfer full): "just now", "5 min", "14:02", "Yesterday 14:02" or "12 March"
 */
char *
tea_time_short (gint64 ms,
                gint64 now_ms)
{
  g_autoptr (GDateTime) time = date_time_of (ms);
  g_autoptr (GDateTime) now = date_time_of (now_ms);
  int days;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  days = days_between (now, time);
  if (ms <= now_ms && now_ms - ms < MINUTE_MS)
    return g_strdup (_("just now"));
  if (ms <= now_ms && now_ms - ms < HOUR_MS) {
    int minutes = (int) ((now_ms - ms) / MINUTE_MS);

    /* Translators: how long ago, as short as possible. */
    return g_strdup_printf (ngettext ("%d min", "%d min", minutes), minutes);
  }
  if (days == 0)
    return tea_time_clock (ms);
  if (days == 1)
    /* Translators: a date format of g_date_time_format (): yesterday, with the time of day. */
    return format (time, _("Yesterday %H:%M"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a date format of g_date_time_format (): day and month. */
    return format (time, _("%-d %B"));
  /* Translators: a date format of g_date_time_format (): day, month and year. */
  return format (time, _("%-d %B %Y"));
}

/**
 * tea_time_clock:
 * @ms: a time, in milliseconds since 1970
 *
 * Returns: (transfer full): the time of day, "14:02"
 */
char *
tea_time_clock (gint64 ms)
{
  g_autoptr (GDateTime) time = date_time_of (ms);

  if (time == NULL)
    return g_strdup ("");
  /* Translators: a date format of g_date_time_format (): the time of day. */
  return format (time, _("%H:%M"));
}

/**
 * tea_time_long:
 * @ms: a time, in milliseconds since 1970
 *
 * Returns: (transfer full): the whole date and time, for tooltips and for the ear
 */
char *
tea_time_long (gint64 ms)
{
  g_autoptr (GDateTime) time = date_time_of (ms);

  if (time == NULL)
    return g_strdup ("");
  /* Translators: a date format of g_date_time_format (): the full date with the time of day. */
  return format (time, _("%A, %-d %B %Y, %H:%M"));
}

/**
 * tea_time_ago:
 * @ms: a time, in milliseconds since 1970
 * @now_ms: the time now
 *
 * For a sentence: "Ann invited you 5 minutes ago."
 *
 * Returns: (transfer full): "just now", "5 minutes ago", "2 hours ago", "yesterday", "3 days ago" or "on 12 March"
 */
char *
tea_time_ago (gint64 ms,
              gint64 now_ms)
{
  g_autoptr (GDateTime) time = date_time_of (ms);
  g_autoptr (GDateTime) now = date_time_of (now_ms);
  gint64 ago = MAX (now_ms - ms, 0);
  int days, n;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  days = days_between (now, time);
  n = (int) (ago < HOUR_MS ? ago / MINUTE_MS : ago / HOUR_MS);
  if (ago < MINUTE_MS)
    return g_strdup (_ ("just now"));
  if (ago < HOUR_MS)
    /* Translators: stands in a sentence: "Ann invited you 5 minutes ago." */
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", n), n);
  if (days == 0)
    /* Translators: stands in a sentence: "Ann invited you 2 hours ago." */
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", n), n);
  if (days == 1)
    /* Translators: stands in a sentence: "Ann invited you yesterday." */
    return g_strdup (_ ("yesterday"));
  if (days < 7)
    /* Translators: stands in a sentence: "Ann invited you 3 days ago." */
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), days);
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a date format of g_date_time_format (), in a sentence: "Ann invited you on 12 March." */
    return format (time, _ ("on %-d %B"));
  /* Translators: a date format of g_date_time_format (), in a sentence: "Ann invited you on 12 March 2026." */
  return format (time, _ ("on %-d %B %Y"));
}

/**
 * tea_day_heading:
 * @ms: a time, in milliseconds since 1970
 * @now_ms: the time now
 *
 * Returns: (transfer full): the heading of a day in a timeline: "Today", "Yesterday", "Tuesday, 12 March"
 */
char *
tea_day_heading (gint64 ms,
                 gint64 now_ms)
{
  g_autoptr (GDateTime) time = date_time_of (ms);
  g_autoptr (GDateTime) now = date_time_of (now_ms);
  int days;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  days = days_between (now, time);
  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a date format of g_date_time_format (): weekday, day and month. */
    return format (time, _("%A, %-d %B"));
  /* Translators: a date format of g_date_time_format (): weekday, day, month and year. */
  return format (time, _("%A, %-d %B %Y"));
}
