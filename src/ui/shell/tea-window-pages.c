/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, the pages that are not there from the start: welcome, problem, the preview of a
 * room, and the room itself with its messages, composer and details. Each is made when it is
 * first wanted, with what the window knows by then; the list of rooms is there sooner for
 * it. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-session.h"

/*< private >
 * _tea_window_get_welcome:
 *
 * Returns: (transfer none): the way to sign in
 */
TeaWelcome *
_tea_window_get_welcome (TeaWindow *self)
{
  TeaWelcome *page;

  if (adw_bin_get_child (self->welcome_page) != NULL)
    return TEA_WELCOME (adw_bin_get_child (self->welcome_page));

  page = g_object_new (TEA_TYPE_WELCOME, NULL);
  adw_bin_set_child (self->welcome_page, GTK_WIDGET (page));
  tea_welcome_set_session (page, self->session, self->settings);
  tea_welcome_set_flow (page, self->flow);

  return page;
}

static void
on_retry (TeaWindow  *self,
          const char *passphrase)
{
  if (passphrase != NULL)
    mx_session_set_key_mode (self->session, MX_KEY_PASSPHRASE, passphrase);
  _tea_window_open (self);
}

/*< private >
 * _tea_window_get_problem:
 *
 * Returns: (transfer none): why the store is not open
 */
TeaProblemPage *
_tea_window_get_problem (TeaWindow *self)
{
  TeaProblemPage *page;

  if (adw_bin_get_child (self->problem_page) != NULL)
    return TEA_PROBLEM_PAGE (adw_bin_get_child (self->problem_page));

  page = g_object_new (TEA_TYPE_PROBLEM_PAGE, NULL);
  g_signal_connect_object (page, "retry", G_CALLBACK (on_retry), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->problem_page, GTK_WIDGET (page));

  return page;
}

/*< private >
 * _tea_window_get_preview:
 *
 * Returns: (transfer none): what a link leads to, for somebody who is signed in
 */
TeaRoomPreview *
_tea_window_get_preview (TeaWindow *self)
{
  TeaRoomPreview *page;

  if (adw_bin_get_child (self->preview_page) != NULL)
    return TEA_ROOM_PREVIEW (adw_bin_get_child (self->preview_page));

  page = g_object_new (TEA_TYPE_ROOM_PREVIEW, NULL);
  adw_bin_set_child (self->preview_page, GTK_WIDGET (page));
  tea_room_preview_set_session (page, self->session, self->settings);
  tea_room_preview_set_flow (page, self->flow);

  return page;
}

/*< private >
 * _tea_window_get_room_page:
 *
 * Returns: (transfer none): the open room, or where one will be
 */
TeaRoomPage *
_tea_window_get_room_page (TeaWindow *self)
{
  TeaRoomPage *page;

  if (adw_bin_get_child (self->room_page) != NULL)
    return TEA_ROOM_PAGE (adw_bin_get_child (self->room_page));

  page = g_object_new (TEA_TYPE_ROOM_PAGE, NULL);
  g_object_bind_property (self, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  tea_room_page_set_settings (page, self->settings);
  g_signal_connect_object (page, "membership-changed", G_CALLBACK (_tea_window_on_membership), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->room_page, GTK_WIDGET (page));

  return page;
}

/*< private >
 * _tea_window_show_welcome:
 *
 * Nobody is signed in, or somebody has to do it again.
 */
void
_tea_window_show_welcome (TeaWindow *self)
{
  _tea_window_get_welcome (self);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

/*< private >
 * _tea_window_show_problem:
 *
 * The store cannot be opened, or asks for its passphrase.
 */
void
_tea_window_show_problem (TeaWindow *self)
{
  _tea_window_get_problem (self);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

/*< private >
 * _tea_window_show_preview:
 *
 * Beside the list of rooms.
 */
void
_tea_window_show_preview (TeaWindow *self)
{
  _tea_window_get_preview (self);
  gtk_stack_set_visible_child_name (self->content, "preview");
}
