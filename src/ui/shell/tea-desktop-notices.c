/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaDesktopNotices: hands notifications to the desktop so that it shows their text
 * literally.
 *
 * GApplication has three ways. Of GNOME's own service and of the portal a text is a
 * text. The third, org.freedesktop.Notifications, reads the body as markup where the
 * service says so, and GIO passes it on as it is: a stranger's message could be a link
 * or an image there (security.md H01). Which way it is and what the service says is
 * asked before the first notification, which waits for the answer:
 *
 *   UNKNOWN ──send ()──► ASKING ──► LITERAL   the text as it is
 *                                └► MARKUP    the text escaped
 *
 * Main thread. */

#include "config.h"

#include "tea-desktop-notices.h"

#define BUS_NAME "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"
#define GNOME    "org.gtk.Notifications"
#define SERVICE  "org.freedesktop.Notifications"
#define PATH     "/org/freedesktop/Notifications"

typedef enum {
  STATE_UNKNOWN,
  STATE_ASKING,
  STATE_LITERAL,
  STATE_MARKUP,
} State;

typedef struct
{
  GNotification *notification; /* (owned) */
  char *body;                  /* (owned) */
} Waiting;

struct _TeaDesktopNotices {
  GObject parent_instance;

  GApplication *application; /* (unowned): owns us */
  GCancellable *cancellable; /* (owned) */
  GHashTable *waiting;       /* (owned) (element-type utf8 Waiting): by id, while it is asked */
  State state;
};

G_DEFINE_FINAL_TYPE (TeaDesktopNotices, tea_desktop_notices, G_TYPE_OBJECT)

static void
waiting_free (Waiting *self)
{
  g_clear_object (&self->notification);
  g_clear_pointer (&self->body, g_free);
  g_free (self);
}

static void
send_now (TeaDesktopNotices *self,
          const char        *id,
          GNotification     *notification,
          const char        *body)
{
  g_autofree char *escaped = self->state == STATE_MARKUP ? g_markup_escape_text (body, -1) : NULL;

  g_notification_set_body (notification, escaped != NULL ? escaped : body);
  g_application_send_notification (self->application, id, notification);
}

static void
decide (TeaDesktopNotices *self,
        State              state)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  self->state = state;
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    Waiting *waiting = value;

    send_now (self, id, waiting->notification, waiting->body);
  }
  g_hash_table_remove_all (self->waiting);
}

/* A service that does not answer shows nothing either: it is taken for one that reads markup. */
static void
capabilities_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (TeaDesktopNotices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree const char **capabilities = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer == NULL)
    g_debug ("What the notification service can do is not known: %s", error->message);
  else
    g_variant_get (answer, "(^a&s)", &capabilities);
  decide (self, capabilities != NULL && !g_strv_contains (capabilities, "body-markup") ? STATE_LITERAL : STATE_MARKUP);
}

static void
has_owner_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TeaDesktopNotices) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  gboolean is_gnome = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(b)", &is_gnome);
  if (is_gnome) {
    decide (self, STATE_LITERAL);
    return;
  }
  g_dbus_connection_call (G_DBUS_CONNECTION (source), SERVICE, PATH, SERVICE, "GetCapabilities", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, capabilities_cb,
                          g_object_ref (self));
}

/* In a sandbox GIO takes the portal. */
static gboolean
has_portal (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static void
ask (TeaDesktopNotices *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);

  self->state = STATE_ASKING;
  if (bus == NULL || has_portal ())
    decide (self, STATE_LITERAL);
  else
    g_dbus_connection_call (bus, BUS_NAME, BUS_PATH, BUS_NAME, "NameHasOwner", g_variant_new ("(s)", GNOME),
                            G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, has_owner_cb,
                            g_object_ref (self));
}

static void
tea_desktop_notices_dispose (GObject *object)
{
  TeaDesktopNotices *self = TEA_DESKTOP_NOTICES (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->waiting);

  G_OBJECT_CLASS (tea_desktop_notices_parent_class)->dispose (object);
}

static void
tea_desktop_notices_finalize (GObject *object)
{
  TeaDesktopNotices *self = TEA_DESKTOP_NOTICES (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, g_hash_table_unref);

  G_OBJECT_CLASS (tea_desktop_notices_parent_class)->finalize (object);
}

static void
tea_desktop_notices_class_init (TeaDesktopNoticesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tea_desktop_notices_dispose;
  object_class->finalize = tea_desktop_notices_finalize;
}

static void
tea_desktop_notices_init (TeaDesktopNotices *self)
{
  self->cancellable = g_cancellable_new ();
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) waiting_free);
}

/**
 * tea_desktop_notices_new:
 * @application: what sends notifications; outlives the object
 *
 * Returns: (transfer full): the way to the desktop
 */
TeaDesktopNotices *
tea_desktop_notices_new (GApplication *application)
{
  TeaDesktopNotices *self = g_object_new (TEA_TYPE_DESKTOP_NOTICES, NULL);

  self->application = application;

  return self;
}

/**
 * tea_desktop_notices_send:
 * @self: the way to the desktop
 * @id: what it is withdrawn by; another one with the same id takes its place
 * @notification: a notification, all but its body
 * @body: what is shown below its title
 *
 * Shows a notification.
 */
void
tea_desktop_notices_send (TeaDesktopNotices *self,
                          const char        *id,
                          GNotification     *notification,
                          const char        *body)
{
  Waiting *waiting;

  g_return_if_fail (TEA_IS_DESKTOP_NOTICES (self));
  g_return_if_fail (id != NULL && body != NULL);
  g_return_if_fail (G_IS_NOTIFICATION (notification));

  if (self->state == STATE_LITERAL || self->state == STATE_MARKUP) {
    send_now (self, id, notification, body);
    return;
  }
  waiting = g_new0 (Waiting, 1);
  waiting->notification = g_object_ref (notification);
  waiting->body = g_strdup (body);
  g_hash_table_replace (self->waiting, g_strdup (id), waiting);
  if (self->state == STATE_UNKNOWN)
    ask (self);
}

/**
 * tea_desktop_notices_withdraw:
 * @self: the way to the desktop
 * @id: of a notification
 *
 * Takes it away, if it is there.
 */
void
tea_desktop_notices_withdraw (TeaDesktopNotices *self,
                              const char        *id)
{
  g_return_if_fail (TEA_IS_DESKTOP_NOTICES (self));
  g_return_if_fail (id != NULL);

  if (!g_hash_table_remove (self->waiting, id))
    g_application_withdraw_notification (self->application, id);
}
