/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaNotifier: tells the desktop about messages that the person does not see.
 *
 * Which message is worth it was decided below by the push rules; here only: the
 * window is not in front with that room open, and notifications are switched on.
 * The text is flattened to one line and freed of control characters (H03); that it is
 * shown literally is TeaDesktopNotices' part.
 * A notification goes when its room is read, here or on another device. Where a person has
 * several accounts it says for which, and opens that one. Main thread. */

#include "config.h"

#include "tea-notifier.h"

#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-desktop-notices.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

struct _TeaNotifier {
  GObject parent_instance;

  TeaDesktopNotices *desktop; /* (owned) */
  MxAccounts *accounts;       /* (owned) */
  GPtrArray *sessions;        /* (owned) (element-type MxSession): that it listens to */
  GSettings *settings;        /* (owned) (nullable) */
  GWeakRef window;            /* TeaWindow */
  GHashTable *shown;          /* (owned) (element-type utf8 MxRoom): by the id of the notification */
};

G_DEFINE_FINAL_TYPE (TeaNotifier, tea_notifier, G_TYPE_OBJECT)

/**
 * tea_notifier_title:
 * @room_name: (nullable): the room's name
 * @sender_name: (nullable): who wrote
 *
 * Returns: (transfer full): the first line of a notification
 */
char *
tea_notifier_title (const char *room_name,
                    const char *sender_name)
{
  g_autofree char *room = mx_text_clean_name (room_name != NULL ? room_name : "");
  g_autofree char *sender = mx_text_clean_name (sender_name != NULL ? sender_name : "");
  g_autofree char *room_isolated = mx_text_isolate (room);
  g_autofree char *sender_isolated = mx_text_isolate (sender);

  if (*sender == '\0')
    return g_strdup (room);
  if (*room == '\0' || g_str_equal (room, sender))
    return g_strdup (sender);

  /* Translators: title of a notification: who wrote, in which room. */
  return g_strdup_printf (_ ("%s in %s"), sender_isolated, room_isolated);
}

/**
 * tea_notifier_body:
 * @text: (nullable): the message as plain text
 *
 * Returns: (transfer full): what is shown of it
 */
char *
tea_notifier_body (const char *text)
{
  g_autofree char *line = mx_text_clean_line (text != NULL ? text : "");

  return mx_text_limit (line, 1, 200, NULL);
}

/**
 * tea_notifier_name_account:
 * @title: the first line of a notification
 * @user_id: for whom it is
 *
 * Returns: (transfer full): the line where a person has several accounts
 */
char *
tea_notifier_name_account (const char *title,
                           const char *user_id)
{
  g_autofree char *account = mx_text_isolate (user_id);

  /* Translators: title of a notification: what it says ("Ann in Help"), and for which of one's own accounts. */
  return g_strdup_printf (_ ("%s, for %s"), title, account);
}

/* The same room may be there in several accounts. */
static char *
dup_id (MxRoom *room)
{
  return g_strdup_printf ("%s %s", mx_session_get_user_id (mx_room_get_session (room)), mx_room_get_id (room));
}

static guint
count_accounts (TeaNotifier *self)
{
  guint n = 0;

  for (guint i = 0; i < self->sessions->len; i++)
    n += mx_session_is_open (self->sessions->pdata[i]) ? 1 : 0;
  return n;
}

static gboolean
is_seen (TeaNotifier *self,
         MxRoom      *room)
{
  g_autoptr (TeaWindow) window = g_weak_ref_get (&self->window);

  return window != NULL && gtk_window_is_active (GTK_WINDOW (window)) && tea_window_get_room (window) == room;
}

/* What the desktop still shows of it is old. */
static void
withdraw (TeaNotifier *self,
          const char  *id)
{
  MxRoom *room = g_hash_table_lookup (self->shown, id);

  if (room == NULL)
    return;
  tea_desktop_notices_withdraw (self->desktop, id);
  g_signal_handlers_disconnect_by_data (room, self);
  g_hash_table_remove (self->shown, id);
}

static void
withdraw_room (TeaNotifier *self,
               MxRoom      *room)
{
  g_autofree char *id = dup_id (room);

  withdraw (self, id);
}

static void
on_count (TeaNotifier *self,
          GParamSpec  *pspec,
          MxRoom      *room)
{
  if (mx_room_get_unread_count (room) == 0)
    withdraw_room (self, room);
}

/* Waits for the room to be read. */
static void
watch (TeaNotifier *self,
       const char  *id,
       MxRoom      *room)
{
  if (g_hash_table_contains (self->shown, id))
    return;
  g_hash_table_insert (self->shown, g_strdup (id), g_object_ref (room));
  g_signal_connect_object (room, "notify::unread-count", G_CALLBACK (on_count), self, G_CONNECT_SWAPPED);
}

static void
on_notification (MxSession   *session,
                 const char  *room_id,
                 const char  *event_id,
                 const char  *room_name,
                 const char  *sender_name,
                 const char  *text,
                 gboolean     highlight,
                 gboolean     sound,
                 TeaNotifier *self)
{
  const char *user_id = mx_session_get_user_id (session);
  MxRoom *room = mx_session_get_room (session, room_id);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *named = NULL;
  g_autofree char *body = NULL;
  g_autofree char *id = NULL;

  if (room == NULL || !tea_settings_get_boolean (self->settings, "notifications", TRUE) || is_seen (self, room))
    return;

  title = tea_notifier_title (room_name, sender_name);
  named = count_accounts (self) > 1 ? tea_notifier_name_account (title, user_id) : g_strdup (title);
  body = tea_notifier_body (text);
  id = dup_id (room);
  notification = g_notification_new (named);
  g_notification_set_priority (notification, highlight ? G_NOTIFICATION_PRIORITY_HIGH
                                                       : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.show-room", "(ss)", user_id, room_id);
  tea_desktop_notices_send (self->desktop, id, notification, body);
  watch (self, id, room);
}

/* The room is in front now: what the desktop still shows of it is old. */
static void
on_window_changed (TeaNotifier *self)
{
  g_autoptr (TeaWindow) window = g_weak_ref_get (&self->window);
  MxRoom *room = window != NULL ? tea_window_get_room (window) : NULL;

  if (room == NULL || !gtk_window_is_active (GTK_WINDOW (window)))
    return;
  withdraw_room (self, room);
}

/* Of an account that is gone nothing stays on the desktop. */
static void
forget_rooms (TeaNotifier *self,
              MxSession   *session)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->shown);

  for (guint i = 0; i < ids->len; i++)
    if (mx_room_get_session (g_hash_table_lookup (self->shown, ids->pdata[i])) == session)
      withdraw (self, ids->pdata[i]);
}

static void
on_is_open (TeaNotifier *self,
            GParamSpec  *pspec,
            MxSession   *session)
{
  if (!mx_session_is_open (session))
    forget_rooms (self, session);
}

static void
listen_to_all (TeaNotifier *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++) {
    g_autoptr (MxSession) session = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

    if (g_ptr_array_find (self->sessions, session, NULL))
      continue;
    g_signal_connect_object (session, "notification", G_CALLBACK (on_notification), self, G_CONNECT_DEFAULT);
    g_signal_connect_object (session, "notify::is-open", G_CALLBACK (on_is_open), self, G_CONNECT_SWAPPED);
    g_ptr_array_add (self->sessions, g_steal_pointer (&session));
  }
}

static void
on_accounts_changed (TeaNotifier *self)
{
  for (guint i = self->sessions->len; i-- > 0;) {
    MxSession *session = self->sessions->pdata[i];

    if (mx_accounts_get_name (self->accounts, session) != NULL)
      continue;
    forget_rooms (self, session);
    g_signal_handlers_disconnect_by_data (session, self);
    g_ptr_array_remove_index (self->sessions, i);
  }
  listen_to_all (self);
}

static void
tea_notifier_dispose (GObject *object)
{
  TeaNotifier *self = TEA_NOTIFIER (object);

  g_clear_object (&self->desktop);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_object (&self->accounts);
  g_clear_object (&self->settings);
  g_weak_ref_set (&self->window, NULL);

  G_OBJECT_CLASS (tea_notifier_parent_class)->dispose (object);
}

static void
tea_notifier_finalize (GObject *object)
{
  TeaNotifier *self = TEA_NOTIFIER (object);

  g_weak_ref_clear (&self->window);
  g_clear_pointer (&self->shown, g_hash_table_unref);

  G_OBJECT_CLASS (tea_notifier_parent_class)->finalize (object);
}

static void
tea_notifier_class_init (TeaNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tea_notifier_dispose;
  object_class->finalize = tea_notifier_finalize;
}

static void
tea_notifier_init (TeaNotifier *self)
{
  g_weak_ref_init (&self->window, NULL);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * tea_notifier_new:
 * @application: what sends notifications; outlives the notifier
 * @accounts: whose messages these are
 * @settings: (nullable): says whether notifications are wanted
 *
 * Returns: (transfer full): the notifier
 */
TeaNotifier *
tea_notifier_new (GApplication *application,
                  MxAccounts   *accounts,
                  GSettings    *settings)
{
  TeaNotifier *self = g_object_new (TEA_TYPE_NOTIFIER, NULL);

  self->desktop = tea_desktop_notices_new (application);
  self->accounts = g_object_ref (accounts);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self, G_CONNECT_SWAPPED);
  listen_to_all (self);

  return self;
}

/**
 * tea_notifier_set_window:
 * @self: the notifier
 * @window: (nullable): the window that shows rooms
 */
void
tea_notifier_set_window (TeaNotifier *self,
                         TeaWindow   *window)
{
  g_return_if_fail (TEA_IS_NOTIFIER (self));

  g_weak_ref_set (&self->window, window);
  if (window == NULL)
    return;

  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_window_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::room", G_CALLBACK (on_window_changed), self,
                           G_CONNECT_SWAPPED);
}
