/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar, its groups of rooms: the title of the list opens a menu of the groups (spaces)
 * that the person is in, and each opens its home, where more of its rooms can be joined.
 * Who is in none sees a plain title. Main thread. */

#include "config.h"

#include "tea-sidebar-private.h"

#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"

#include <glib/gi18n.h>

/* An underscore in a name is none for the keyboard. */
static char *
dup_label (MxRoom *space)
{
  g_auto (GStrv) parts = g_strsplit (mx_room_get_name (space), "_", -1);

  return g_strjoinv ("__", parts);
}

static void
update_spaces (TeaSidebar *self)
{
  guint n = g_list_model_get_n_items (self->spaces);

  g_menu_remove_all (self->space_menu);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxRoom) space = g_list_model_get_item (self->spaces, i);
    g_autofree char *label = dup_label (space);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "win.show-space", "s", mx_room_get_id (space));
    g_menu_append_item (self->space_menu, item);
  }
  gtk_stack_set_visible_child_name (self->title_stack, n > 0 ? "spaces" : "plain");
}

/*< private >
 * _tea_sidebar_set_spaces:
 * @session: (nullable): whose groups of rooms are shown
 */
void
_tea_sidebar_set_spaces (TeaSidebar *self,
                         MxSession  *session)
{
  if (self->spaces != NULL)
    g_signal_handlers_disconnect_by_func (self->spaces, update_spaces, self);
  g_clear_object (&self->spaces);
  if (session == NULL)
    return;

  self->spaces = g_object_ref (mx_room_list_get_spaces (mx_session_get_rooms (session)));
  g_signal_connect_object (self->spaces, "items-changed", G_CALLBACK (update_spaces), self, G_CONNECT_SWAPPED);
  update_spaces (self);
}
