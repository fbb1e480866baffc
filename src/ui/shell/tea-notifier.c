/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaNotifier: tells the desktop about messages that the person does not see.
 *
 * Which message is worth it was decided below by the push rules; here only: the
 * window is not in front with that room open, and notifications are switched on.
 * The text is flattened to one line and freed of control characters (H03); that it is
 * shown literally is TeaDesktopNotices' part.
 * A notification goes when its room is read, here or on another device. Main thread. */

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
  MxSession *session;         /* (owned) */
  GSettings *settings;        /* (owned) (nullable) */
  GWeakRef window;            /* TeaWindow */
  GHashTable *shown;          /* (owned) (element-type utf8 MxRoom): with a notification on the desktop */
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

static gboolean
is_seen (TeaNotifier *self,
         const char  *room_id)
{
  g_autoptr (TeaWindow) window = g_weak_ref_get (&self->window);
  MxRoom *room;

  if (window == NULL || !gtk_window_is_active (GTK_WINDOW (window)))
    return FALSE;

  room = tea_window_get_room (window);
  return room != NULL && g_strcmp0 (mx_room_get_id (room), room_id) == 0;
}

static void
withdraw (TeaNotifier *self,
          MxRoom      *room)
{
  const char *id = mx_room_get_id (room);

  if (!g_hash_table_contains (self->shown, id))
    return;
  tea_desktop_notices_withdraw (self->desktop, id);
  g_signal_handlers_disconnect_by_data (room, self);
  g_hash_table_remove (self->shown, id);
}

static void
on_count (TeaNotifier *self,
          GParamSpec  *pspec,
          MxRoom      *room)
{
  if (mx_room_get_unread_count (room) == 0)
    withdraw (self, room);
}

/* Waits for the room to be read. */
static void
watch (TeaNotifier *self,
       const char  *room_id)
{
  MxRoom *room = mx_session_get_room (self->session, room_id);

  if (room == NULL || g_hash_table_contains (self->shown, room_id))
    return;
  g_hash_table_insert (self->shown, g_strdup (room_id), g_object_ref (room));
  g_signal_connect_object (room, "notify::unread-count", G_CALLBACK (on_count), self, G_CONNECT_SWAPPED);
}

static void
on_notification (TeaNotifier *self,
                 const char  *room_id,
                 const char  *event_id,
                 const char  *room_name,
                 const char  *sender_name,
                 const char  *text,
                 gboolean     highlight,
                 gboolean     sound)
{
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (!tea_settings_get_boolean (self->settings, "notifications", TRUE) || is_seen (self, room_id))
    return;

  title = tea_notifier_title (room_name, sender_name);
  body = tea_notifier_body (text);
  notification = g_notification_new (title);
  g_notification_set_priority (notification, highlight ? G_NOTIFICATION_PRIORITY_HIGH
                                                       : G_NOTIFICATION_PRIORITY_NORMAL);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.show-room", "s", room_id);
  tea_desktop_notices_send (self->desktop, room_id, notification, body);
  watch (self, room_id);
}

/* The room is in front now: what the desktop still shows of it is old. */
static void
on_window_changed (TeaNotifier *self)
{
  g_autoptr (TeaWindow) window = g_weak_ref_get (&self->window);
  MxRoom *room = window != NULL ? tea_window_get_room (window) : NULL;

  if (room == NULL || !gtk_window_is_active (GTK_WINDOW (window)))
    return;
  withdraw (self, room);
}

static void
tea_notifier_dispose (GObject *object)
{
  TeaNotifier *self = TEA_NOTIFIER (object);

  g_clear_object (&self->desktop);
  g_clear_object (&self->session);
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
 * @session: whose messages these are
 * @settings: (nullable): says whether notifications are wanted
 *
 * Returns: (transfer full): the notifier
 */
TeaNotifier *
tea_notifier_new (GApplication *application,
                  MxSession    *session,
                  GSettings    *settings)
{
  TeaNotifier *self = g_object_new (TEA_TYPE_NOTIFIER, NULL);

  self->desktop = tea_desktop_notices_new (application);
  self->session = g_object_ref (session);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_signal_connect_object (session, "notification", G_CALLBACK (on_notification), self,
                           G_CONNECT_SWAPPED);

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
