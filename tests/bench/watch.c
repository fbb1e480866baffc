/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded into a GTK program by LD_PRELOAD, this tells the runner when what is drawn.
 *
 * It needs nothing from the program: emission hooks on the frame clock's "after-paint" and
 * the surface's "event". Lines go to the descriptor WATCH_FD, each with CLOCK_MONOTONIC in
 * nanoseconds, so that the runner, who has the same clock, can compare, and with the CPU
 * time of the whole process so far:
 *
 *   frame NS CPU         the first frame of all
 *   seen NS CPU WORDS    the first frame in which a label in view holds WORDS, or begins
 *                        with them where they begin with ^; the words are the lines of the
 *                        file WATCH_WORDS, which is read again when it changes
 *   input NS CPU         a key or a button went down
 *
 * Main thread of the watched program only. */

#include <gtk/gtk.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int watch_fd = -1;
static gboolean had_frame;
static char **wanted; /* (owned): "" once seen */
static struct timespec wanted_time;

static gint64
now_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
tell (const char *what,
      const char *words)
{
  g_autofree char *line = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n", what,
                                           now_ns (CLOCK_MONOTONIC), now_ns (CLOCK_PROCESS_CPUTIME_ID), words);

  if (write (watch_fd, line, strlen (line)) < 0)
    watch_fd = -1;
}

/* Reads the file of words anew if it changed. */
static void
read_wanted (void)
{
  const char *path = g_getenv ("WATCH_WORDS");
  g_autofree char *text = NULL;
  struct stat about;

  if (path == NULL || stat (path, &about) != 0)
    return;
  if (about.st_mtim.tv_sec == wanted_time.tv_sec && about.st_mtim.tv_nsec == wanted_time.tv_nsec)
    return;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  wanted_time = about.st_mtim;
  g_strfreev (wanted);
  wanted = g_strsplit (g_strchomp (text), "\n", -1);
}

static gboolean
is_in (const char *words,
       const char *text)
{
  return *words == '^' ? g_str_has_prefix (text, words + 1) : strstr (text, words) != NULL;
}

static void
look_at_text (const char *text)
{
  for (gsize i = 0; wanted[i] != NULL; i++) {
    if (wanted[i][0] == '\0' || !is_in (wanted[i], text))
      continue;
    tell ("seen", wanted[i]);
    wanted[i][0] = '\0';
  }
}

static gboolean
is_looking (void)
{
  for (gsize i = 0; wanted != NULL && wanted[i] != NULL; i++)
    if (wanted[i][0] != '\0')
      return TRUE;

  return FALSE;
}

static void
look_below (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    look_at_text (gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_INSCRIPTION (widget) && gtk_inscription_get_text (GTK_INSCRIPTION (widget)) != NULL)
    look_at_text (gtk_inscription_get_text (GTK_INSCRIPTION (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_below (child);
}

static gboolean
on_after_paint (GSignalInvocationHint *hint,
                guint                  n_values,
                const GValue          *values,
                gpointer               data)
{
  GListModel *windows = gtk_window_get_toplevels ();

  if (!had_frame)
    tell ("frame", "");
  had_frame = TRUE;

  read_wanted ();
  for (guint i = 0; is_looking () && i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    look_below (window);
  }

  return watch_fd >= 0;
}

static gboolean
on_event (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               data)
{
  GdkEvent *event = g_value_get_pointer (&values[1]);
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_KEY_PRESS || type == GDK_BUTTON_PRESS)
    tell ("input", "");

  return watch_fd >= 0;
}

__attribute__ ((constructor)) static void
start_watching (void)
{
  const char *told = g_getenv ("WATCH_FD");

  if (told == NULL)
    return;
  watch_fd = atoi (told);
  /* What the program starts (helpers that decode pictures) is not watched. */
  g_unsetenv ("LD_PRELOAD");
  g_unsetenv ("WATCH_FD");

  g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
  g_type_class_ref (GDK_TYPE_SURFACE);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, on_after_paint, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("event", GDK_TYPE_SURFACE), 0, on_event, NULL, NULL);
}
