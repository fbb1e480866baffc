/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a room in the list: the model of its context menu, made
 * when somebody asks for it. Every entry is an action of the window (win.*) with
 * the room's id. Names are escaped: a menu knows no markup, but it reads
 * underlines. Main thread. */

#include "config.h"

#include "tea-sidebar-menu.h"

#include "mx-room.h"
#include "mx-text.h"

#include <glib/gi18n.h>

static void
append (GMenu      *menu,
        MxRoom     *room,
        const char *label,
        const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", mx_room_get_id (room));
  g_menu_append_item (menu, item);
}

static void
append_section (GMenu *menu,
                GMenu *section)
{
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/* "Decline and Hide Ann": an underline in the name is not a mnemonic. */
static char *
dup_hide_label (MxRoom *room)
{
  const char *inviter = mx_room_get_inviter_name (room);
  g_autofree char *clean = mx_text_clean_name (inviter != NULL ? inviter : "");
  g_autofree char *isolated = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *escaped = NULL;

  if (*clean == '\0')
    return g_strdup (_("Decline and _Hide This Person"));

  parts = g_strsplit (clean, "_", -1);
  escaped = g_strjoinv ("__", parts);
  isolated = mx_text_isolate (escaped);
  /* Translators: declines an invitation, and hides everything its sender writes. %s is
   * somebody's name. */
  return g_strdup_printf (_("Decline and _Hide %s"), isolated);
}

static GMenuModel *
invite_menu (MxRoom *room)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) answers = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  g_autofree char *hide = dup_hide_label (room);

  append (answers, room, _("_Accept"), "win.accept-invite");
  append (answers, room, _("_Decline"), "win.decline-invite");
  append (answers, room, hide, "win.decline-and-hide");
  append_section (menu, answers);
  append (others, room, _("_Report Room…"), "win.report-room");
  append_section (menu, others);

  return G_MENU_MODEL (menu);
}

/**
 * tea_sidebar_menu_new:
 * @room: a room
 *
 * Returns: (transfer full): what can be done with it now
 */
GMenuModel *
tea_sidebar_menu_new (MxRoom *room)
{
  GMenu *menu;
  g_autoptr (GMenu) reading = NULL;
  g_autoptr (GMenu) place = NULL;
  g_autoptr (GMenu) others = NULL;
  g_autoptr (GMenu) leaving = NULL;

  g_return_val_if_fail (MX_IS_ROOM (room), NULL);

  if (mx_room_get_membership (room) == MX_MEMBERSHIP_INVITE)
    return invite_menu (room);

  menu = g_menu_new ();
  reading = g_menu_new ();
  place = g_menu_new ();
  others = g_menu_new ();
  leaving = g_menu_new ();

  if (mx_room_is_unread (room) || mx_room_get_unread_count (room) > 0 || mx_room_get_highlight_count (room) > 0)
    append (reading, room, _("Mark as _Read"), "win.mark-read");
  else
    append (reading, room, _("Mark as _Unread"), "win.mark-unread");
  append_section (menu, reading);

  append (place, room,
          mx_room_is_favourite (room) ? _("Remove from _Favourites") : _("Add to _Favourites"), "win.favourite");
  append (place, room, mx_room_is_low_priority (room) ? _("_Normal Priority") : _("Low _Priority"), "win.low-priority");
  append_section (menu, place);

  append (others, room, _("_Copy Link"), "win.copy-link");
  append (others, room, _("R_eport Room…"), "win.report-room");
  append_section (menu, others);

  append (leaving, room, _("_Leave…"), "win.leave-room");
  append_section (menu, leaving);

  return G_MENU_MODEL (menu);
}
