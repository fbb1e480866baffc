/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands for people at a terminal.
 *
 *   open the profile ──► wait for the server, where the command needs it ──► act ──► quit
 *
 * What others wrote, and what servers made up, is printed without control characters, so
 * that it cannot drive the terminal. Main thread. */

#include "config.h"

#include "ctl-command.h"

#include "ctl-item.h"
#include "ctl-prompt.h"
#include "ctl-watcher.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-text.h"

typedef struct
{
  const char *name;
  guint min_words; /* after the name */
  guint max_words;
  gboolean needs_account;
  gboolean needs_server; /* acts when the rooms are known as the server has them */
  void (*run) (CtlCommand *self);
} Command;

struct _CtlCommand {
  CtlApp *app; /* (unowned)            */
  const Command *command;
  MxSession *session;  /* (owned)              */
  CtlWatcher *watcher; /* (owned) (nullable)   */
  char *only;          /* (owned) (nullable): the room that listen is about */
  gulong waiting;      /* signal of @session   */
};

static const char *
get_word (CtlCommand *self,
          guint       n)
{
  return ctl_app_get_options (self->app)->words[n];
}

static gboolean
wants_json (CtlCommand *self)
{
  return ctl_app_get_options (self->app)->json;
}

static void
fail (CtlCommand *self,
      GError     *error)
{
  ctl_app_fail (self->app, error);
  g_error_free (error);
}

/* JSON escapes the first 32 control characters; terminals know 33 more. */
static void
print_json (JsonObject *object)
{
  g_autofree char *text = mx_json_print_object (object);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      g_string_append_printf (out, "\\u%04x", g_utf8_get_char (p));
    else
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
  }
  g_print ("%s\n", out->str);
}

/* The only line of an answer, and the end. */
static void
answer (CtlCommand *self,
        const char *text)
{
  g_autofree char *line = mx_text_clean_line (text);

  g_print ("%s\n", line);
  ctl_app_quit (self->app, 0);
}

/* An id, an alias, a link, or a name that only one room has. */
static MxRoom *
find_room (CtlCommand *self,
           const char *text)
{
  g_autoptr (MxLink) link = mx_link_parse (text, NULL);
  MxRoom *room = mx_session_get_room (self->session, link != NULL ? link->id : text);
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (self->session));
  MxRoom *named = NULL;
  guint n_named = 0;
  guint i;

  for (i = 0; room == NULL && i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) other = g_list_model_get_item (rooms, i);

    if (g_strcmp0 (mx_room_get_name (other), text) == 0) {
      named = other; /* the list keeps it */
      n_named++;
    }
  }
  if (room == NULL && n_named == 1)
    room = named;
  if (room == NULL)
    fail (self, g_error_new (MX_ERROR, MX_ERROR_FAILED,
                             n_named > 1 ? "Several rooms are called “%s”: give the id or alias."
                                         : "This account is in no room “%s”. Use “teahousectl join” first.",
                             text));
  return room;
}

/* login, logout */

static void
login_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CtlCommand *self = user_data;
  g_autofree char *line = NULL;
  GError *error = NULL;

  if (!mx_session_login_finish (MX_SESSION (object), result, &error)) {
    fail (self, error);
    return;
  }
  line = g_strdup_printf ("Signed in as %s, device %s.", mx_session_get_user_id (self->session),
                          mx_session_get_device_id (self->session));
  answer (self, line);
}

static void
run_login (CtlCommand *self)
{
  CtlOptions *options = ctl_app_get_options (self->app);
  const char *user = get_word (self, 1);
  const char *server = options->server != NULL ? options->server : mx_id_is_user (user) ? mx_id_get_server_name (user)
                                                                                        : NULL;
  GError *error = NULL;
  char *password;

  if (mx_session_is_open (self->session)) {
    fail (self, g_error_new (MX_ERROR, MX_ERROR_FAILED, "%s is signed in here already. Log out, or use another "
                                                        "profile.",
                             mx_session_get_user_id (self->session)));
    return;
  }
  if (server == NULL) {
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_FAILED, "Give the whole user id, @name:server, or --server."));
    return;
  }
  password = ctl_prompt_secret ("TEAHOUSE_PASSWORD", "Password: ", FALSE, &error);
  if (password == NULL) {
    fail (self, error);
    return;
  }
  mx_session_login_password_async (self->session, server, user, password, NULL, login_cb, self);
  ctl_secret_free (password);
}

static void
logout_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlCommand *self = user_data;
  GError *error = NULL;

  if (mx_session_boolean_finish (MX_SESSION (object), result, &error))
    ctl_app_quit (self->app, 0);
  else
    fail (self, error);
}

static void
run_logout (CtlCommand *self)
{
  mx_session_logout_async (self->session, NULL, logout_cb, self);
}

/* rooms */

static void
print_room (MxRoom *room)
{
  g_autofree char *name = mx_text_clean_name (mx_room_get_name (room));
  guint unread = mx_room_get_unread_count (room);
  g_autofree char *count = unread > 0 ? g_strdup_printf ("%u", unread) : g_strdup ("");
  const char *alias = mx_room_get_alias (room);
  g_autofree char *address = mx_text_clean_line (alias != NULL ? alias : mx_room_get_id (room));

  g_print ("%5s  %s%s  (%s)\n", count, name,
           mx_room_get_membership (room) == MX_MEMBERSHIP_INVITE ? "  [invited]" : "", address);
}

static void
run_rooms (CtlCommand *self)
{
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (self->session));
  guint i;

  for (i = 0; i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);
    g_autoptr (JsonObject) object = NULL;

    if (wants_json (self)) {
      object = ctl_room_to_json (room);
      print_json (object);
    } else {
      print_room (room);
    }
  }
  ctl_app_quit (self->app, 0);
}

/* send */

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CtlCommand *self = user_data;
  GError *error = NULL;
  g_autofree char *event_id = mx_room_wait_sent_finish (MX_ROOM (object), result, &error);

  if (event_id == NULL) {
    fail (self, error);
    return;
  }
  answer (self, event_id);
}

static void
run_send (CtlCommand *self)
{
  const char *text = get_word (self, 2);
  MxRoom *room = find_room (self, get_word (self, 1));
  g_autofree char *txn_id = NULL;

  if (room == NULL)
    return;
  txn_id = mx_room_send_text (room, "m.text", text, NULL, NULL, NULL, NULL);
  mx_room_wait_sent_async (room, txn_id, NULL, sent_cb, self);
}

/* listen */

static void
print_item (CtlCommand *self,
            JsonObject *params)
{
  const char *room_id = mx_json_get_string (params, "room");
  MxRoom *room = mx_session_get_room (self->session, room_id);
  g_autofree char *name = mx_text_clean_name (room != NULL ? mx_room_get_name (room) : room_id);
  g_autofree char *sender = mx_text_clean_name (mx_json_get_string (params, "item.sender_name"));
  g_autofree char *text = mx_text_clean_line (mx_json_get_string (params, "item.text"));
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (mx_json_get_int (params, "item.ts", 0) / 1000);
  g_autofree char *clock = time != NULL ? g_date_time_format (time, "%H:%M") : g_strdup ("--:--");

  if (g_strcmp0 (mx_json_get_string (params, "item.kind"), "message") == 0)
    g_print ("%s %s | %s: %s\n", clock, name, sender, text);
  else
    g_print ("%s %s | %s\n", clock, name, text);
}

static void
on_news (const char *method,
         JsonObject *params,
         gpointer    user_data)
{
  CtlCommand *self = user_data;
  const char *message = mx_json_get_string (params, "message");

  if (g_str_equal (method, "error") && message != NULL)
    g_printerr ("teahousectl: %s\n", message); /* our own words */
  if (!g_str_equal (method, "timeline.item"))
    return;
  if (self->only != NULL && g_strcmp0 (mx_json_get_string (params, "room"), self->only) != 0)
    return;
  if (wants_json (self))
    print_json (params);
  else
    print_item (self, params);
}

static void
run_listen (CtlCommand *self)
{
  const char *which = get_word (self, 1);
  MxRoom *room = which != NULL ? find_room (self, which) : NULL;

  if (which != NULL && room == NULL)
    return;
  self->only = room != NULL ? g_strdup (mx_room_get_id (room)) : NULL;
  self->watcher = ctl_watcher_new (self->session, on_news, self);
}

/* join, leave */

static void
joined_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlCommand *self = user_data;
  GError *error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (object), result, &error);

  if (room_id == NULL) {
    fail (self, error);
    return;
  }
  answer (self, room_id);
}

static void
run_join (CtlCommand *self)
{
  mx_session_join_async (self->session, get_word (self, 1), NULL, NULL, joined_cb, self);
}

static void
left_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CtlCommand *self = user_data;
  GError *error = NULL;

  if (mx_room_boolean_finish (MX_ROOM (object), result, &error))
    ctl_app_quit (self->app, 0);
  else
    fail (self, error);
}

static void
run_leave (CtlCommand *self)
{
  MxRoom *room = find_room (self, get_word (self, 1));

  if (room != NULL)
    mx_room_leave_async (room, NULL, left_cb, self);
}

static const Command commands[] = {
  { "login", 1, 1, FALSE, FALSE, run_login },
  { "logout", 0, 0, TRUE, FALSE, run_logout },
  { "rooms", 0, 0, TRUE, TRUE, run_rooms },
  { "send", 2, 2, TRUE, TRUE, run_send },
  { "listen", 0, 1, TRUE, TRUE, run_listen },
  { "join", 1, 1, TRUE, FALSE, run_join },
  { "leave", 1, 1, TRUE, TRUE, run_leave },
};

/* Starting. */

static void
on_sync_state (MxSession  *session,
               GParamSpec *pspec,
               CtlCommand *self)
{
  MxSyncState state = mx_session_get_sync_state (session);
  const GError *error = mx_session_get_error (session);

  if (state == MX_SYNC_LOADING || state == MX_SYNC_STOPPED)
    return;
  g_clear_signal_handler (&self->waiting, session);
  if (state == MX_SYNC_REFUSED && error != NULL)
    ctl_app_fail (self->app, error);
  else
    self->command->run (self);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlCommand *self = user_data;
  GError *error = NULL;
  gboolean is_open = ctl_app_open_finish (self->app, result, &error);

  if (error != NULL) {
    fail (self, error);
  } else if (self->command->needs_account && !is_open) {
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_FAILED, "Nobody is signed in here. Use “teahousectl login”."));
  } else if (self->command->needs_server) {
    self->waiting = g_signal_connect (self->session, "notify::sync-state", G_CALLBACK (on_sync_state), self);
    on_sync_state (self->session, NULL, self);
  } else {
    self->command->run (self);
  }
}

static const Command *
find_command (char   **words,
              GError **error)
{
  guint n_words = g_strv_length (words);
  g_autofree char *shown = mx_text_limit (words[0], 1, 80, NULL);
  guint i;

  for (i = 0; n_words > 0 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, words[0])) {
      if (n_words - 1 >= commands[i].min_words && n_words - 1 <= commands[i].max_words)
        return &commands[i];
      g_set_error (error, MX_ERROR, MX_ERROR_FAILED, "After “%s” comes %s. See teahousectl --help.", words[0],
                   n_words - 1 < commands[i].min_words ? "more" : "less");
      return NULL;
    }
  g_set_error (error, MX_ERROR, MX_ERROR_FAILED, "There is no command “%s”. See teahousectl --help.", shown);
  return NULL;
}

/**
 * ctl_command_new:
 * @app: the program
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the command that the command line names
 */
CtlCommand *
ctl_command_new (CtlApp  *app,
                 GError **error)
{
  const Command *command = find_command (ctl_app_get_options (app)->words, error);
  CtlCommand *self;

  if (command == NULL)
    return NULL;
  self = g_new0 (CtlCommand, 1);
  self->app = app;
  self->command = command;
  self->session = g_object_ref (ctl_app_get_session (app));
  return self;
}

/**
 * ctl_command_free:
 * @self: (transfer full): a command
 */
void
ctl_command_free (CtlCommand *self)
{
  g_clear_pointer (&self->watcher, ctl_watcher_free);
  g_clear_signal_handler (&self->waiting, self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->only, g_free);
  g_free (self);
}

/**
 * ctl_command_start:
 * @self: a command
 *
 * Opens the profile, then does what was asked.
 */
void
ctl_command_start (CtlCommand *self)
{
  ctl_app_open_async (self->app, opened_cb, self);
}
