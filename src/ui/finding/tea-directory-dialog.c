/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaDirectoryDialog: the rooms that a server publishes, by words. One's own server comes first;
 * the communities that this computer knows are one choice away, and any other server by its
 * name. Choosing a room shows its preview, which says who can read it and joins. Main thread. */

#include "config.h"

#include "tea-directory-dialog.h"

#include "mx-directory.h"
#include "mx-found-room.h"
#include "mx-id.h"
#include "mx-session.h"
#include "tea-dialog.h"
#include "tea-found-list.h"
#include "tea-menu.h"
#include "tea-search.h"

#include <glib/gi18n.h>

struct _TeaDirectoryDialog {
  AdwDialog parent_instance;

  MxSession *session;     /* (owned) */
  MxDirectory *directory; /* (owned) */
  GPtrArray *servers;     /* (element-type utf8): of the choices but the last one; NULL is one's own */

  GtkEditable *search;
  AdwComboRow *server_row;
  AdwEntryRow *other_row;
  TeaFoundList *list;
};

G_DEFINE_FINAL_TYPE (TeaDirectoryDialog, tea_directory_dialog, ADW_TYPE_DIALOG)

static void
on_search (TeaDirectoryDialog *self)
{
  const char *text = gtk_editable_get_text (self->search);

  if (self->directory != NULL)
    mx_directory_set_term (self->directory, *text != '\0' ? text : NULL);
}

static void
on_server (TeaDirectoryDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->server_row);
  gboolean is_other;

  if (self->directory == NULL)
    return;

  is_other = chosen >= self->servers->len;
  gtk_widget_set_visible (GTK_WIDGET (self->other_row), is_other);
  if (is_other)
    gtk_widget_grab_focus (GTK_WIDGET (self->other_row));
  else
    mx_directory_set_server (self->directory, g_ptr_array_index (self->servers, chosen));
}

static void
on_other (TeaDirectoryDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->other_row))));
  gboolean good = mx_id_is_server_name (name);

  if (good) {
    gtk_widget_remove_css_class (GTK_WIDGET (self->other_row), "error");
    mx_directory_set_server (self->directory, name);
  } else {
    gtk_widget_add_css_class (GTK_WIDGET (self->other_row), "error");
  }
}

static void
on_chosen (TeaDirectoryDialog *self,
           MxFoundRoom        *room)
{
  g_autofree char *link = mx_found_room_dup_link (room);

  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", link);
  adw_dialog_close (ADW_DIALOG (self));
}

static gboolean
knows_server (TeaDirectoryDialog *self,
              const char         *server)
{
  if (g_strcmp0 (server, mx_session_get_server_name (self->session)) == 0)
    return TRUE;
  for (guint i = 0; i < self->servers->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->servers, i), server) == 0)
      return TRUE;

  return FALSE;
}

static void
fill_servers (TeaDirectoryDialog *self)
{
  GListModel *communities = mx_session_get_communities (self->session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *own = mx_session_get_server_name (self->session);

  g_ptr_array_add (self->servers, NULL);
  gtk_string_list_append (names, own != NULL ? own : "");
  for (guint i = 0; i < g_list_model_get_n_items (communities); i++) {
    g_autoptr (GObject) community = g_list_model_get_item (communities, i);
    g_autofree char *server = NULL;
    g_autofree char *name = NULL;

    g_object_get (community, "homeserver", &server, "name", &name, NULL);
    if (server == NULL || knows_server (self, server))
      continue;
    gtk_string_list_append (names, name);
    g_ptr_array_add (self->servers, g_steal_pointer (&server));
  }
  gtk_string_list_append (names, _ ("Another server…"));
  adw_combo_row_set_model (self->server_row, G_LIST_MODEL (names));
}

static void
tea_directory_dialog_dispose (GObject *object)
{
  TeaDirectoryDialog *self = TEA_DIRECTORY_DIALOG (object);

  g_clear_object (&self->directory);
  g_clear_object (&self->session);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_DIRECTORY_DIALOG);

  G_OBJECT_CLASS (tea_directory_dialog_parent_class)->dispose (object);
}

static void
tea_directory_dialog_finalize (GObject *object)
{
  g_clear_pointer (&TEA_DIRECTORY_DIALOG (object)->servers, g_ptr_array_unref);

  G_OBJECT_CLASS (tea_directory_dialog_parent_class)->finalize (object);
}

static void
tea_directory_dialog_class_init (TeaDirectoryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_directory_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_directory_dialog_finalize;

  g_type_ensure (TEA_TYPE_FOUND_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-directory-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaDirectoryDialog, search);
  gtk_widget_class_bind_template_child (widget_class, TeaDirectoryDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, TeaDirectoryDialog, other_row);
  gtk_widget_class_bind_template_child (widget_class, TeaDirectoryDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_server);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, tea_search_stop);
}

static void
tea_directory_dialog_init (TeaDirectoryDialog *self)
{
  self->servers = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_directory_dialog_new:
 * @session: who looks for a room
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_directory_dialog_new (MxSession *session)
{
  TeaDirectoryDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  self = g_object_new (TEA_TYPE_DIRECTORY_DIALOG, NULL);
  self->session = g_object_ref (session);
  tea_menu_name_choices (self->server_row);
  fill_servers (self);
  self->directory = mx_directory_new (session);
  tea_found_list_set_rooms (self->list, MX_FOUND_ROOMS (self->directory), FALSE);

  return ADW_DIALOG (self);
}
