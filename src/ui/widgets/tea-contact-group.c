/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaContactGroup: whom one can write to, as one row.
 *
 * The address stands there as people write it, its host in plain letters; nothing of it is
 * markup. A click opens it, a button copies it. It hides while there is none. What is looked
 * for may come late: whoever shows something else meanwhile ends the search. Main thread. */

#include "config.h"

#include "tea-contact-group.h"

#include "mx-community.h"
#include "mx-text.h"
#include "tea-links.h"
#include "tea-weak.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TeaContactGroup {
  AdwPreferencesGroup parent_instance;

  char *uri;                 /* (owned) (nullable) */
  char *title;               /* (owned) (nullable): for what is looked for */
  GCancellable *cancellable; /* (owned) (nullable): of the search */

  AdwActionRow *row;
};

G_DEFINE_FINAL_TYPE (TeaContactGroup, tea_contact_group, ADW_TYPE_PREFERENCES_GROUP)

/* As people write it, without its scheme and what a mail begins with; a page keeps its scheme. */
static char *
dup_address (const char *uri)
{
  char *address = tea_links_describe (uri);
  char *colon;

  if (g_str_has_prefix (uri, "https:") || g_str_has_prefix (uri, "matrix:"))
    return address;
  address[strcspn (address, "?")] = '\0';
  colon = strchr (address, ':');
  if (colon != NULL)
    memmove (address, colon + 1, strlen (colon));
  return address;
}

static void
end_search (TeaContactGroup *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show (TeaContactGroup *self,
      const char      *title,
      const char      *uri)
{
  g_autofree char *address = uri != NULL ? dup_address (uri) : NULL;

  g_set_str (&self->uri, uri);
  gtk_widget_set_visible (GTK_WIDGET (self), address != NULL);
  if (address == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_action_row_set_subtitle (self->row, address);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaContactGroup) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = mx_session_find_contact_finish (MX_SESSION (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (uri == NULL)
    g_debug ("nobody to write to: %s", error->message);
  show (self, self->title, uri);
}

static void
write_to (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  TeaContactGroup *self = TEA_CONTACT_GROUP (widget);

  if (self->uri == NULL)
    return;
  if (g_str_has_prefix (self->uri, "matrix:"))
    tea_links_activate (widget, self->uri);
  else
    tea_links_launch (widget, self->uri);
}

static void
copy (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  TeaContactGroup *self = TEA_CONTACT_GROUP (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), adw_action_row_get_subtitle (self->row));
}

static void
tea_contact_group_dispose (GObject *object)
{
  TeaContactGroup *self = TEA_CONTACT_GROUP (object);

  end_search (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_CONTACT_GROUP);

  G_OBJECT_CLASS (tea_contact_group_parent_class)->dispose (object);
}

static void
tea_contact_group_finalize (GObject *object)
{
  TeaContactGroup *self = TEA_CONTACT_GROUP (object);

  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (tea_contact_group_parent_class)->finalize (object);
}

static void
tea_contact_group_class_init (TeaContactGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_contact_group_dispose;
  object_class->finalize = tea_contact_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-contact-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaContactGroup, row);
  gtk_widget_class_install_action (widget_class, "contact.write", NULL, write_to);
  gtk_widget_class_install_action (widget_class, "contact.copy", NULL, copy);
}

static void
tea_contact_group_init (TeaContactGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_contact_group_show:
 * @self: the group
 * @title: who is written to
 * @uri: (nullable): their address; without one the group hides
 */
void
tea_contact_group_show (TeaContactGroup *self,
                        const char      *title,
                        const char      *uri)
{
  g_return_if_fail (TEA_IS_CONTACT_GROUP (self));

  end_search (self);
  show (self, title, uri);
}

/**
 * tea_contact_group_find:
 * @self: the group
 * @session: who asks
 * @community: (nullable): whose rooms it is about
 * @server: (nullable): a server's name; %NULL: the account's
 * @about: what about
 *
 * Shows whom to write to, once that is known.
 */
void
tea_contact_group_find (TeaContactGroup *self,
                        MxSession       *session,
                        MxCommunity     *community,
                        const char      *server,
                        MxContact        about)
{
  const char *name = server != NULL ? server : mx_session_get_server_name (session);
  g_autofree char *isolated = mx_text_isolate (name != NULL ? name : _ ("your server"));
  g_autofree char *contact = NULL;

  g_return_if_fail (TEA_IS_CONTACT_GROUP (self));
  g_return_if_fail (MX_IS_SESSION (session));

  tea_contact_group_show (self, NULL, NULL);
  if (community != NULL)
    g_object_get (community, "contact", &contact, NULL);
  g_free (self->title);
  if (contact != NULL)
    self->title = g_strdup (_ ("Write to those who look after these rooms"));
  else
    /* Translators: %s is the name of a server. */
    self->title = g_strdup_printf (_ ("Write to the people who run %s"), isolated);
  self->cancellable = g_cancellable_new ();
  mx_session_find_contact_async (session, community, server, about, self->cancellable, found_cb, tea_weak_new (self));
}
