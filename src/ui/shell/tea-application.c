/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaApplication: one running program of one profile.
 *
 * Builds the object graph: settings, accounts, window, notifier. A second start of
 * the same profile hands its link to the first one and raises its window. Links
 * come as arguments, over the session bus (Open) or from inside (app.open-link);
 * all of them end in tea_window_open_link (), which only ever shows something.
 *
 *   local_command_line ─► register ─┬─ remote: activate "open-link" there, exit
 *                                   └─ primary: startup ─► activate ─► window
 *
 * Main thread. Closing the window ends the program once every account has closed
 * its store. */

#include "config.h"

#include "tea-application.h"

#include "tea-about.h"
#include "tea-command-line.h"
#include "tea-links.h"
#include "tea-notifier.h"
#include "tea-preferences.h"
#include "tea-settings.h"
#include "tea-shortcuts.h"
#include "tea-window.h"

#include "mx-accounts.h"
#include "mx-link.h"
#include "mx-session.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define MAX_LINK_BYTES 4096

struct _TeaApplication {
  AdwApplication parent_instance;

  char *profile;         /* (owned): its name */
  char *link;            /* (owned) (nullable): to be shown once there is a window */
  GSettings *settings;   /* (owned) (nullable) */
  MxAccounts *accounts;  /* (owned) (nullable): from startup on */
  MxSession *session;    /* (owned) (nullable): the account of the first window */
  TeaNotifier *notifier; /* (owned) (nullable): from startup on */
  TeaWindow *window;     /* (unowned) (nullable): GTK owns it */
  gboolean closing;      /* the accounts are closing their stores */
};

G_DEFINE_FINAL_TYPE (TeaApplication, tea_application, ADW_TYPE_APPLICATION)

/* Actions with their keys; win.* belong to the window. */
static const struct
{
  const char *action;
  const char *accels[3];
} keys[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
  { "win.find-room", { "<Control>k" } },
  { "win.join-link", { "<Control>l" } },
  { "win.room-previous", { "<Alt>Up" } },
  { "win.room-next", { "<Alt>Down" } },
  { "win.unread-previous", { "<Alt><Shift>Up" } },
  { "win.unread-next", { "<Alt><Shift>Down" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.toggle-details", { "F8" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.room-number(1)", { "<Alt>1", "<Alt>KP_1" } },
  { "win.room-number(2)", { "<Alt>2", "<Alt>KP_2" } },
  { "win.room-number(3)", { "<Alt>3", "<Alt>KP_3" } },
  { "win.room-number(4)", { "<Alt>4", "<Alt>KP_4" } },
  { "win.room-number(5)", { "<Alt>5", "<Alt>KP_5" } },
  { "win.room-number(6)", { "<Alt>6", "<Alt>KP_6" } },
  { "win.room-number(7)", { "<Alt>7", "<Alt>KP_7" } },
  { "win.room-number(8)", { "<Alt>8", "<Alt>KP_8" } },
  { "win.room-number(9)", { "<Alt>9", "<Alt>KP_9" } },
};

static void
close_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_accounts_close_finish (MX_ACCOUNTS (source), result, &error))
    g_debug ("Closing the accounts: %s", error->message);

  g_application_release (G_APPLICATION (self));
}

/* Lets every account write what it holds, then ends the main loop. */
static void
close_accounts (TeaApplication *self)
{
  if (self->closing || self->accounts == NULL)
    return;

  self->closing = TRUE;
  tea_settings_save (self->settings);
  g_application_hold (G_APPLICATION (self));
  mx_accounts_close_async (self->accounts, close_cb, g_object_ref (self));
}

static void
on_window_destroyed (TeaApplication *self)
{
  self->window = NULL;
  close_accounts (self);
}

/* (transfer none): whose rooms are shown, or will be */
static MxSession *
get_session (TeaApplication *self)
{
  return self->window != NULL ? tea_window_get_session (self->window) : self->session;
}

static void
ensure_window (TeaApplication *self)
{
  if (self->window != NULL) {
    gtk_window_present (GTK_WINDOW (self->window));
    return;
  }

  self->window = tea_window_new (GTK_APPLICATION (self), self->session, self->settings);
  g_signal_connect_object (self->window, "destroy", G_CALLBACK (on_window_destroyed), self,
                           G_CONNECT_SWAPPED);
  tea_window_set_accounts (self->window, self->accounts);
  tea_notifier_set_window (self->notifier, self->window);
  tea_window_start (self->window);
}

/**
 * tea_application_open_link:
 * @self: the application
 * @link: a link to a room, a person or a message
 *
 * Raises the window and shows what the link leads to. Nothing is joined or sent.
 */
void
tea_application_open_link (TeaApplication *self,
                           const char     *link)
{
  g_return_if_fail (TEA_IS_APPLICATION (self));
  g_return_if_fail (link != NULL);

  if (self->closing)
    return;

  ensure_window (self);
  tea_window_open_link (self->window, link);
}

static void
open_link (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  tea_application_open_link (TEA_APPLICATION (user_data), g_variant_get_string (parameter, NULL));
}

/* A page in the web may be a channel that a community knows as one of its rooms. */
static void
follow_link (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);
  const char *uri = g_variant_get_string (parameter, NULL);
  g_autoptr (MxLink) link = mx_session_parse_link (get_session (self), uri, NULL);

  if (link != NULL)
    tea_application_open_link (self, uri);
  else if (self->window != NULL)
    tea_links_launch (GTK_WIDGET (self->window), uri);
}

/* Of a notification: whose it was, and where. */
static void
show_room (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);
  const char *user_id, *room_id;
  MxSession *session;

  if (self->closing)
    return;

  ensure_window (self);
  g_variant_get (parameter, "(&s&s)", &user_id, &room_id);
  session = mx_accounts_find (self->accounts, user_id);
  if (session == NULL)
    return;
  tea_window_set_session (self->window, session);
  tea_window_show_room (self->window, room_id);
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
show_about (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);

  adw_dialog_present (tea_about_new (), GTK_WIDGET (self->window));
}

static void
show_shortcuts (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);

  adw_dialog_present (tea_shortcuts_new (), GTK_WIDGET (self->window));
}

static void
show_preferences (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  TeaApplication *self = TEA_APPLICATION (user_data);

  if (self->window != NULL && mx_session_is_open (get_session (self)))
    adw_dialog_present (tea_preferences_new (get_session (self), self->settings),
                        GTK_WIDGET (self->window));
}

static const GActionEntry actions[] = {
  { "follow-link", follow_link, "s" },
  { "open-link", open_link, "s" },
  { "show-room", show_room, "(ss)" },
  { "quit", quit },
  { "about", show_about },
  { "shortcuts", show_shortcuts },
  { "preferences", show_preferences },
};

/* The folder is made by the session; the name of the profile cannot leave it. */
static char *
dup_profile_dir (TeaApplication *self)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), "teahouse", self->profile, NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0)
    g_debug ("Making the profile's folder: %s", g_strerror (errno));

  return g_steal_pointer (&dir);
}

/* The engine reads the store while GTK starts and the window is made; the window joins. A
 * passphrase has to be asked for first. */
static void
open_early (TeaApplication *self)
{
  MxKeyMode mode = tea_settings_get_key_mode (self->settings);

  if (mode == MX_KEY_PASSPHRASE)
    return;

  if (mode == MX_KEY_MEMORY)
    mx_session_set_key_mode (self->session, mode, NULL);
  mx_session_open_async (self->session, NULL, NULL, NULL);
}

static void
tea_application_startup (GApplication *application)
{
  TeaApplication *self = TEA_APPLICATION (application);
  g_autofree char *dir = dup_profile_dir (self);
  g_autofree char *name = NULL;

  self->settings = tea_settings_new (dir);
  name = tea_settings_dup_string (self->settings, "account");
  self->accounts = mx_accounts_new (dir);
  self->session = g_object_ref (mx_accounts_claim (self->accounts, name != NULL ? name : MX_ACCOUNTS_FIRST));
  open_early (self);

  /* GtkApplication looks for an icon, which reads the names of all of them; libadwaita's have
   * to be among them by then, or all are read once more. */
  adw_init ();
  G_APPLICATION_CLASS (tea_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name ("org.teahouse.Teahouse");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);

  self->notifier = tea_notifier_new (application, self->accounts, self->settings);
}

static void
tea_application_activate (GApplication *application)
{
  TeaApplication *self = TEA_APPLICATION (application);
  g_autofree char *link = g_steal_pointer (&self->link);

  if (self->closing)
    return;

  if (link != NULL)
    tea_application_open_link (self, link);
  else
    ensure_window (self);
}

/* The session bus hands links over as files; one at a time is shown. Whether it is a link
 * to a room, the window knows. */
static void
tea_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  g_autofree char *uri = n_files > 0 ? g_file_get_uri (files[0]) : NULL;

  if (uri != NULL && strlen (uri) < MAX_LINK_BYTES && !g_file_has_uri_scheme (files[0], "file"))
    tea_application_open_link (TEA_APPLICATION (application), uri);
  else
    g_application_activate (application);
}

static int
answer_plainly (TeaCommandLine *ask)
{
  g_autofree char *help = NULL;

  if (ask->ask == TEA_ASK_VERSION) {
    g_print ("Teahouse %s\n", PACKAGE_VERSION);
    return 0;
  }

  help = tea_command_line_help ();
  g_print ("%s", help);
  return 0;
}

static int
register_and_activate (TeaApplication *self,
                       TeaCommandLine *ask)
{
  GApplication *application = G_APPLICATION (self);
  g_autoptr (GError) error = NULL;

  if (ask->ask == TEA_ASK_SERVICE)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_IS_SERVICE);
  if (!g_application_register (application, NULL, &error)) {
    g_printerr (_ ("Teahouse cannot start: %s\n"), error->message);
    return 1;
  }
  if (ask->ask == TEA_ASK_SERVICE)
    return 0;

  if (!g_application_get_is_remote (application))
    g_set_str (&self->link, ask->link);
  else if (ask->link != NULL) {
    g_action_group_activate_action (G_ACTION_GROUP (self), "open-link",
                                    g_variant_new_string (ask->link));
    g_dbus_connection_flush_sync (g_application_get_dbus_connection (application), NULL, NULL);
    return 0;
  }
  g_application_activate (application);

  return 0;
}

static gboolean
tea_application_local_command_line (GApplication   *application,
                                    char         ***arguments,
                                    int            *exit_status)
{
  TeaApplication *self = TEA_APPLICATION (application);
  g_autoptr (TeaCommandLine) ask = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  ask = tea_command_line_parse ((const char *const *) *arguments, &error);
  if (ask == NULL) {
    g_printerr (_ ("teahouse: %s\nTry “teahouse --help”.\n"), error->message);
    *exit_status = 2;
    return TRUE;
  }
  if (ask->ask == TEA_ASK_HELP || ask->ask == TEA_ASK_VERSION) {
    *exit_status = answer_plainly (ask);
    return TRUE;
  }

  id = tea_command_line_app_id (ask->profile);
  g_application_set_application_id (application, id);
  g_set_str (&self->profile, ask->profile);
  *exit_status = register_and_activate (self, ask);

  return TRUE;
}

static void
tea_application_finalize (GObject *object)
{
  TeaApplication *self = TEA_APPLICATION (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->session);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (tea_application_parent_class)->finalize (object);
}

static void
tea_application_class_init (TeaApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = tea_application_finalize;
  application_class->startup = tea_application_startup;
  application_class->activate = tea_application_activate;
  application_class->open = tea_application_open;
  application_class->local_command_line = tea_application_local_command_line;
}

static void
tea_application_init (TeaApplication *self)
{
  self->profile = g_strdup ("default");
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/**
 * tea_application_new:
 *
 * Returns: (transfer full): the application, not yet registered
 */
TeaApplication *
tea_application_new (void)
{
  return g_object_new (TEA_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/teahouse/Teahouse",
                       NULL);
}
