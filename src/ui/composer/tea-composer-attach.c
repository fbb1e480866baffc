/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files on their way into the composer: chosen, pasted or dropped. One after another is made
 * ready and shown for consent; what cannot be sent is said in the hint, and the next one comes.
 * A guest hears why not. Main thread. */

#include "config.h"

#include "tea-attach-dialog.h"
#include "tea-composer-private.h"
#include "tea-error.h"

#include "mx-attachment.h"
#include "mx-room.h"
#include "mx-session.h"

#include <glib/gi18n.h>

#define MAX_FILES 20

static void attach_next (TeaComposer *self);

static MxSession *
get_session (TeaComposer *self)
{
  return self->room != NULL ? mx_room_get_session (self->room) : NULL;
}

static void
on_dialog_closed (AdwDialog   *dialog,
                  TeaComposer *self)
{
  tea_composer_focus (self);
  attach_next (self);
}

static void
attachment_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (TeaComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAttachment) attachment = mx_session_load_attachment_finish (MX_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;
  AdwDialog *dialog;

  /* Another room was opened meanwhile, or the window is closed: nobody would know what is asked. */
  if (self->room == NULL || self->room != self->attach_room)
    return;
  if (attachment == NULL) {
    sentence = error->domain == MX_ERROR ? tea_error_sentence (error, NULL) : g_strdup (_("The file cannot be read."));
    _tea_composer_show_hint (self, sentence, FALSE);
    attach_next (self);
    return;
  }
  dialog = tea_attach_dialog_new (self->room, attachment);
  g_signal_connect_object (dialog, "closed", G_CALLBACK (on_dialog_closed), self, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
attach_next (TeaComposer *self)
{
  g_autoptr (GFile) file = NULL;

  if (self->files == NULL || self->files->len == 0 || self->room == NULL || self->room != self->attach_room)
    return;
  file = g_ptr_array_steal_index (self->files, 0);
  mx_session_load_attachment_async (get_session (self), file, NULL, attachment_cb, g_object_ref (self));
}

/* FALSE: somebody may not, and was told why. */
static gboolean
begin (TeaComposer *self)
{
  if (self->room == NULL || !mx_room_can_send (self->room))
    return FALSE;
  if (mx_session_is_guest (get_session (self))) {
    _tea_composer_show_hint (self, _("Guests cannot send files. Sign in with an account to send one."), FALSE);
    return FALSE;
  }
  _tea_composer_show_hint (self, NULL, FALSE);
  g_set_object (&self->attach_room, self->room);
  return TRUE;
}

/**
 * tea_composer_attach:
 * @self: a composer
 * @files: (element-type GFile): what is to be sent
 *
 * Asks for each file whether it is to go into the room.
 */
void
tea_composer_attach (TeaComposer *self,
                     GListModel  *files)
{
  g_autofree char *sentence = NULL;
  guint n;

  g_return_if_fail (TEA_IS_COMPOSER (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  n = MIN (g_list_model_get_n_items (files), MAX_FILES);
  if (n == 0 || !begin (self))
    return;
  if (n < g_list_model_get_n_items (files)) {
    /* Translators: of many files that were chosen at once. */
    sentence = g_strdup_printf (ngettext ("Only the first file goes.", "Only the first %u files go.", n), n);
    _tea_composer_show_hint (self, sentence, FALSE);
  }
  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->files, g_list_model_get_item (files, i));
  attach_next (self);
}

static gboolean
is_link (GFile *file)
{
  static const char *const schemes[] = { "http", "https", "irc", "ircs", "mailto", "matrix" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_file_has_uri_scheme (file, schemes[i]))
      return TRUE;
  return FALSE;
}

/**
 * tea_composer_attach_list:
 * @self: a composer
 * @files: (element-type GFile): what was pasted or dropped; programs give links in the same way
 *
 * Asks for each file whether it is to go into the room.
 *
 * Returns: whether there are files; links alone are somebody else's
 */
gboolean
tea_composer_attach_list (TeaComposer *self,
                          GSList      *files)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);

  g_return_val_if_fail (TEA_IS_COMPOSER (self), FALSE);

  for (GSList *l = files; l != NULL; l = l->next)
    if (!is_link (l->data))
      g_list_store_append (list, l->data);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    return FALSE;

  tea_composer_attach (self, G_LIST_MODEL (list));
  return TRUE;
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, &error);

  if (files != NULL)
    tea_composer_attach (self, files);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    g_debug ("no file chosen: %s", error->message);
}

/*< private >
 * _tea_composer_choose_files:
 *
 * Lets the person choose files to send.
 */
void
_tea_composer_choose_files (TeaComposer *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!begin (self))
    return;
  gtk_file_dialog_set_title (dialog, _("Send Files"));
  gtk_file_dialog_set_accept_label (dialog, _("_Choose"));
  gtk_file_dialog_open_multiple (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb,
                                 g_object_ref (self));
}

static void
files_pasted_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (TeaComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value == NULL) {
    g_debug ("nothing pasted: %s", error->message);
    return;
  }
  if (!tea_composer_attach_list (self, g_value_get_boxed (value)))
    gtk_text_buffer_paste_clipboard (self->buffer, GDK_CLIPBOARD (source), NULL, TRUE);
}

/* A picture is taken as it lies in the clipboard, not decoded here. */
static void
picture_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (TeaComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0) {
    g_debug ("nothing pasted: %s", error->message);
    return;
  }
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  if (!begin (self))
    return;
  /* Translators: the name of a file that was a picture in the clipboard. */
  mx_session_make_attachment_async (get_session (self), bytes, _("Picture"), NULL, attachment_cb, g_object_ref (self));
}

static void
picture_pasted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (TeaComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) in = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);

  if (in == NULL) {
    g_debug ("nothing pasted: %s", error->message);
    return;
  }
  g_output_stream_splice_async (out, in, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, picture_read_cb, g_object_ref (self));
}

/*< private >
 * _tea_composer_paste:
 *
 * Takes files or a picture from the clipboard. Where there is text as well, the text counts,
 * unless it is only the files' names.
 *
 * Returns: whether the clipboard has something that is no text
 */
gboolean
_tea_composer_paste (TeaComposer *self)
{
  static const char *types[] = { "image/png", "image/jpeg", "image/webp", "image/gif", NULL };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  gboolean has_picture = gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list")) {
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_pasted_cb,
                                    g_object_ref (self));
    return TRUE;
  }
  for (guint i = 0; types[i] != NULL && !has_picture; i++)
    has_picture = gdk_content_formats_contain_mime_type (formats, types[i]);
  if (!has_picture || gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    return FALSE;
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, picture_pasted_cb, g_object_ref (self));
  return TRUE;
}
