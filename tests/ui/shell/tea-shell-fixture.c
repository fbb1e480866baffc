/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "tea-shell-fixture.h"

#include "mx-model-fixture.h"
#include "mx-session-private.h"
#include "mx-test.h"

#include <string.h>

static char *profile;
static GtkApplication *application;

void
tea_shell_test_init (int    *argc,
                     char ***argv)
{
  g_autoptr (GError) error = NULL;

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  profile = g_dir_make_tmp ("tea-shell-XXXXXX", NULL);
}

int
tea_shell_test_run (void)
{
  int result = g_test_run ();

  mx_test_remove_tree (profile);
  g_clear_pointer (&profile, g_free);
  g_clear_object (&application);

  return result;
}

GtkApplication *
tea_shell_test_get_application (void)
{
  return application;
}

typedef void (*VisitFunc) (GtkWidget *widget,
                           gpointer data);

static void
visit (GtkWidget *widget,
       VisitFunc  func,
       gpointer   data)
{
  func (widget, data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    visit (child, func, data);
}

/* A control without a text says what it is: by a name, or by a tooltip which becomes one. */
static void
check_name (GtkWidget *widget,
            gpointer   data)
{
  guint *checked = data;
  gboolean named = gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
                   gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
                   gtk_widget_get_tooltip_text (widget) != NULL;

  /* GTK's own parts that are switched off have no name. */
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL) {
    g_test_message ("button with %s", gtk_button_get_icon_name (GTK_BUTTON (widget)));
    g_assert_true (named);
    (*checked)++;
  }
  if (GTK_IS_TEXT_VIEW (widget) || GTK_IS_SEARCH_ENTRY (widget)) {
    g_test_message ("%s", G_OBJECT_TYPE_NAME (widget));
    g_assert_true (named || gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) ==
                              GTK_ACCESSIBLE_ROLE_PRESENTATION);
    (*checked)++;
  }
}

guint
tea_shell_test_check_names (GtkWidget *widget)
{
  guint checked = 0;

  visit (widget, check_name, &checked);
  return checked;
}

typedef struct
{
  const char *text;
  guint found;
} TextSearch;

static void
look_for_text (GtkWidget *widget,
               gpointer   data)
{
  TextSearch *search = data;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), search->text) != NULL)
    search->found++;
}

/* What is shown, after markup was parsed where it is. */
guint
tea_shell_test_count_text (GtkWidget  *widget,
                           const char *text)
{
  TextSearch search = { text, 0 };

  visit (widget, look_for_text, &search);
  return search.found;
}

GtkWidget *
tea_shell_test_find (GtkWidget *widget,
                     GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = tea_shell_test_find (child, type);
  return found;
}

gboolean
tea_shell_test_is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

GtkWindow *
tea_shell_test_show (GtkWidget *child)
{
  GtkWindow *window = GTK_WINDOW (adw_window_new ());

  gtk_window_set_default_size (window, 800, 700);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (window);
  mx_test_assert_wait (tea_shell_test_is_mapped, child, 5000);

  return window;
}

GtkWindow *
tea_shell_test_show_dialog (AdwDialog *dialog)
{
  GtkWindow *window = tea_shell_test_show (gtk_label_new ("below"));

  adw_dialog_present (dialog, GTK_WIDGET (window));
  mx_test_assert_wait (tea_shell_test_is_mapped, dialog, 5000);

  return window;
}

/* Signed in, as far as the model knows; its engine never opened. (Icons need the real data folders,
 * which the isolated ones of mx_test_init () hide.) */
void
tea_shell_test_sign_in (MxSession *session)
{
  const MxAccountInfo account = {
    .user_id = (char *) ME,
    .device_id = (char *) "DEVICE",
    .homeserver = (char *) "http://localhost:1",
    .server_name = (char *) "example.org",
  };

  _mx_session_set_account (session, &account);
}

MxSession *
tea_shell_test_open_session (void)
{
  MxSession *session = mx_session_new (profile);

  tea_shell_test_sign_in (session);
  return session;
}

/* A room whose every text comes from somebody hostile. */
MxRoom *
tea_shell_test_add_room (MxSession *session)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomSummary *summary = mx_model_summary (ROOM, HOSTILE);

  summary->topic = g_strdup (HOSTILE " topic");
  summary->alias = g_strdup ("#help:example.org");
  summary->joined_count = 1204;
  mx_delta_get_room (delta, ROOM)->summary = summary;
  mx_model_apply (session, delta);

  return g_object_ref (mx_session_get_room (session, ROOM));
}
