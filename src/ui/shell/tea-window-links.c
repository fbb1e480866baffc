/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-window-links: from a link to its room.
 *
 * A link is only ever shown: a room that is joined is opened, any other gets its
 * preview (MxJoinFlow), a person gets a page. It is remembered until it is answered,
 * so that signing in and a restart do not lose it. The first room of an account that is
 * joined in this way has a note on who sees what, until it was read; no other room has it
 * by itself. Links can be dropped onto the window. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-link.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-person-dialog.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

/* A link is remembered at once: the next thing may be a crash or a power cut. */
static void
remember_link (TeaWindow  *self,
               const char *link)
{
  tea_settings_set_string (self->settings, "pending-link", link);
  tea_settings_save (self->settings);
}

/* The setting has the room's id until the note was read, then nothing: experienced people are left alone. */
static void
note_first_room (TeaWindow  *self,
                 const char *room_id)
{
  const char *name = _tea_window_get_name (self);
  g_autofree char *noted = name != NULL ? tea_settings_dup_entry (self->settings, "notes", name) : NULL;

  if (name == NULL || noted != NULL)
    return;
  tea_settings_set_entry (self->settings, "notes", name, room_id);
  tea_settings_save (self->settings);
}

/*< private >
 * _tea_window_has_note:
 *
 * Returns: whether who is new in that room has not read yet who sees what there
 */
gboolean
_tea_window_has_note (TeaWindow *self,
                      MxRoom    *room)
{
  const char *name = _tea_window_get_name (self);
  g_autofree char *noted = name != NULL ? tea_settings_dup_entry (self->settings, "notes", name) : NULL;

  return g_strcmp0 (noted, mx_room_get_id (room)) == 0;
}

/*< private >
 * _tea_window_on_note_closed:
 *
 * It was read, and does not come again by itself.
 */
void
_tea_window_on_note_closed (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);

  if (name == NULL)
    return;
  tea_settings_set_entry (self->settings, "notes", name, "");
  tea_settings_save (self->settings);
}

static void
on_flow_state (TeaWindow *self)
{
  MxJoinState state = mx_join_flow_get_state (self->flow);
  g_autofree char *room_id = g_strdup (mx_join_flow_get_room_id (self->flow));
  g_autoptr (MxLink) link = mx_session_parse_link (self->session, mx_join_flow_get_link (self->flow), NULL);

  if (state == MX_JOIN_PREVIEW && mx_join_flow_get_preview (self->flow) == MX_PREVIEW_JOINED &&
      mx_session_is_open (self->session)) {
    /* Whoever is in it already need not press a button. */
    mx_join_flow_join (self->flow);
    return;
  }
  if (state == MX_JOIN_PREVIEW && mx_session_is_open (self->session))
    _tea_window_show_main (self);
  if (state != MX_JOIN_DONE || room_id == NULL)
    return;

  if (mx_join_flow_get_preview (self->flow) != MX_PREVIEW_JOINED)
    note_first_room (self, room_id);
  _tea_window_set_flow (self, NULL);
  tea_window_show_room (self, room_id);
  if (link != NULL && link->event != NULL)
    tea_room_page_show_event (_tea_window_get_room_page (self), link->event);
}

void
_tea_window_set_flow (TeaWindow  *self,
                      MxJoinFlow *flow)
{
  if (self->flow != NULL)
    g_signal_handlers_disconnect_by_func (self->flow, on_flow_state, self);
  g_set_object (&self->flow, flow);
  if (self->started)
    g_clear_pointer (&self->link, g_free);
  remember_link (self, flow != NULL ? mx_join_flow_get_link (flow) : NULL);

  /* A page that is not there yet asks for the flow when it is made. */
  if (adw_bin_get_child (self->preview_page) != NULL)
    tea_room_preview_set_flow (_tea_window_get_preview (self), flow);
  if (adw_bin_get_child (self->welcome_page) != NULL)
    tea_welcome_set_flow (_tea_window_get_welcome (self), flow);
  if (flow != NULL)
    g_signal_connect_object (flow, "notify::state", G_CALLBACK (on_flow_state), self,
                             G_CONNECT_SWAPPED);
}

/* To see a person takes an account: until there is one the link waits, as one to a room does. */
static void
follow_person (TeaWindow    *self,
               const char   *text,
               const MxLink *link)
{
  if (!mx_session_is_open (self->session)) {
    _tea_window_set_flow (self, NULL);
    remember_link (self, text);
    g_set_str (&self->link, text);
    tea_window_add_toast (self, _ ("Sign in first to see who this is."));
    return;
  }

  if (self->flow == NULL)
    remember_link (self, NULL);
  tea_person_dialog_present (GTK_WIDGET (self), self->session, self->room, link->id, link->action);
}

/*< private >
 * _tea_window_follow_kept:
 *
 * Shows the link that waited until somebody was signed in.
 */
void
_tea_window_follow_kept (TeaWindow *self)
{
  g_autofree char *link = g_steal_pointer (&self->link);

  if (link != NULL)
    _tea_window_follow (self, link);
}

/* Shows what a link leads to: the room where it is joined, else its preview. */
void
_tea_window_follow (TeaWindow  *self,
                    const char *link)
{
  g_autoptr (MxLink) parsed = mx_session_parse_link (self->session, link, NULL);
  g_autoptr (MxJoinFlow) flow = NULL;
  MxRoom *room;

  if (parsed == NULL) {
    tea_window_add_toast (self, _ ("This is not a link to a room or a person."));
    return;
  }
  if (parsed->kind == MX_LINK_USER) {
    follow_person (self, link, parsed);
    return;
  }

  room = mx_session_is_open (self->session) ? mx_session_get_room (self->session, parsed->id)
                                            : NULL;
  if (room != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN) {
    _tea_window_set_flow (self, NULL);
    _tea_window_set_room (self, room);
    if (parsed->event != NULL)
      tea_room_page_show_event (_tea_window_get_room_page (self), parsed->event);
    return;
  }

  flow = mx_join_flow_new (self->session, link);
  _tea_window_set_flow (self, flow);
  if (mx_session_is_open (self->session))
    _tea_window_show_main (self);
  mx_join_flow_start (flow);
}

/**
 * tea_window_open_link:
 * @self: the window
 * @link: a link to a room, a person or a message
 *
 * Shows what it leads to, at once or as soon as the profile is open.
 */
void
tea_window_open_link (TeaWindow  *self,
                      const char *link)
{
  g_return_if_fail (TEA_IS_WINDOW (self));
  g_return_if_fail (link != NULL);

  if (self->started)
    _tea_window_follow (self, link);
  else
    g_set_str (&self->link, link);
}

static gboolean
on_drop (TeaWindow    *self,
         const GValue *value)
{
  /* A list of addresses, as browsers give it, ends in a line break; dragged text may have words around the link. */
  g_autofree char *link = mx_session_dup_link (self->session, g_value_get_string (value));

  if (link == NULL)
    return FALSE;

  tea_window_open_link (self, link);
  return TRUE;
}

/*< private >
 * _tea_window_take_drops:
 *
 * A link to a room or a person can be dropped wherever text is not taken anyway.
 */
void
_tea_window_take_drops (TeaWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
