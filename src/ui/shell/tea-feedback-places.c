/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where feedback can go, and in which form. First comes the place that a community names: the one whose server the
 * person's account is on, else the one whose welcome page this is; its feedback room or task tracker, else its help
 * room. Then every room the person may write in; none that is encrypted, since nothing can be written there,
 * and no control chat of a bridge.
 *
 * A message has three lines at most, because that is what a bridge to IRC takes: where somebody wrote more of them,
 * they become one. Main thread; pure but for what it looks up. */

#include "config.h"

#include "tea-feedback-places.h"

#include "mx-community.h"
#include "mx-diagnostics.h"
#include "mx-preset.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_LINES 3

static void
place_free (TeaFeedbackPlace *self)
{
  g_clear_object (&self->room);
  g_clear_object (&self->community);
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

static TeaFeedbackPlace *
add_place (GPtrArray       *places,
           TeaFeedbackKind  kind)
{
  TeaFeedbackPlace *place = g_new0 (TeaFeedbackPlace, 1);

  place->kind = kind;
  g_ptr_array_add (places, place);
  return place;
}

static void
add_room (GPtrArray *places,
          MxRoom    *room)
{
  TeaFeedbackPlace *place = add_place (places, TEA_FEEDBACK_ROOM);

  place->room = g_object_ref (room);
  place->name = mx_text_clean_name (mx_room_get_name (room));
}

static char *
dup_address (MxCommunity *community)
{
  g_autofree char *feedback = NULL;
  char *help = NULL;

  g_object_get (community, "feedback", &feedback, NULL);
  if (feedback != NULL)
    return g_steal_pointer (&feedback);
  g_object_get (community, "help-room", &help, NULL);
  return help;
}

/* (transfer full) (nullable) */
static MxCommunity *
find_community (MxSession *session)
{
  GListModel *communities = mx_session_get_communities (session);
  const char *own = mx_session_get_server_name (session);
  MxCommunity *fallback = mx_session_find_community (session, NULL);

  for (guint i = 0; own != NULL && i < g_list_model_get_n_items (communities); i++) {
    g_autoptr (MxCommunity) community = g_list_model_get_item (communities, i);
    g_autofree char *server = NULL;
    g_autofree char *address = dup_address (community);

    g_object_get (community, "homeserver", &server, NULL);
    if (address != NULL && g_strcmp0 (server, own) == 0)
      return g_steal_pointer (&community);
  }
  return fallback != NULL ? g_object_ref (fallback) : NULL;
}

static gboolean
can_write (MxRoom *room)
{
  gboolean is_space = FALSE;

  g_object_get (room, "is-space", &is_space, NULL);
  return mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN && mx_room_can_send (room) && !is_space &&
         !mx_room_is_encrypted (room) && mx_room_get_section (room) != MX_SECTION_SERVICES;
}

static void
add_community (GPtrArray *places,
               MxSession *session)
{
  g_autoptr (MxCommunity) community = find_community (session);
  g_autofree char *address = community != NULL ? dup_address (community) : NULL;
  g_autofree char *page =
    community != NULL ? mx_preset_dup_feedback_uri (mx_community_get_preset (community), "") : NULL;
  TeaFeedbackPlace *place;
  MxRoom *room;

  if (page != NULL) {
    place = add_place (places, TEA_FEEDBACK_PAGE);
    place->community = g_steal_pointer (&community);
    place->name = mx_text_link_host (page);
    return;
  }
  if (address == NULL || !mx_session_is_open (session))
    return;
  room = mx_session_get_room (session, address);
  if (room != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN) {
    add_room (places, room);
    return;
  }
  place = add_place (places, TEA_FEEDBACK_JOIN);
  place->address = g_steal_pointer (&address);
  place->name = g_strdup (place->address);
}

/**
 * tea_feedback_places_list:
 * @session: who has something to say
 *
 * Returns: (transfer full) (element-type TeaFeedbackPlace): the places
 */
GPtrArray *
tea_feedback_places_list (MxSession *session)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (session));
  MxRoom *first = NULL;

  g_return_val_if_fail (MX_IS_SESSION (session), places);

  add_community (places, session);
  if (places->len > 0)
    first = ((TeaFeedbackPlace *) g_ptr_array_index (places, 0))->room;
  for (guint i = 0; mx_session_is_open (session) && i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);

    if (room != first && can_write (room))
      add_room (places, room);
  }
  /* Nobody's room is chosen for somebody. */
  if (places->len == 0 || (first == NULL && ((TeaFeedbackPlace *) places->pdata[0])->kind == TEA_FEEDBACK_ROOM)) {
    add_place (places, TEA_FEEDBACK_NOWHERE)->name = g_strdup (_ ("Nobody yet"));
    g_ptr_array_insert (places, 0, g_ptr_array_steal_index (places, places->len - 1));
  }
  return places;
}

/**
 * tea_feedback_place_dup_sentence:
 * @self: a place
 *
 * Returns: (transfer full): where the words go, and who reads them
 */
char *
tea_feedback_place_dup_sentence (const TeaFeedbackPlace *self)
{
  g_autofree char *name = mx_text_isolate (self->name);

  switch (self->kind) {
  case TEA_FEEDBACK_ROOM:
    /* Translators: %s is the name of a room. */
    return g_strdup_printf (_ ("Your words go to the room %s. Everybody there can read them."), name);
  case TEA_FEEDBACK_JOIN:
    /* Translators: %s is the address of a room. */
    return g_strdup_printf (_ ("You join the room %s, and your words go there. Everybody there can read them."), name);
  case TEA_FEEDBACK_PAGE:
    /* Translators: %s is a host in the web. */
    return g_strdup_printf (_ ("Your browser opens %s with your words. They are handed in when you do it there."),
                              name);
  case TEA_FEEDBACK_NOWHERE:
  default:
    return g_strdup (_ ("Nothing is sent from here. Copy the text, and take it to whom you want."));
  }
}

/**
 * tea_feedback_place_get_verb:
 * @self: a place
 *
 * Returns: (transfer none): what the button does
 */
const char *
tea_feedback_place_get_verb (const TeaFeedbackPlace *self)
{
  switch (self->kind) {
  case TEA_FEEDBACK_ROOM:
    return _ ("_Send");
  case TEA_FEEDBACK_JOIN:
    return _ ("_Join and Send");
  case TEA_FEEDBACK_PAGE:
    return _ ("_Open Page");
  case TEA_FEEDBACK_NOWHERE:
  default:
    return _ ("_Copy Text");
  }
}

/**
 * tea_feedback_compose:
 * @words: what somebody wrote
 * @details: (nullable): of mx_diagnostics_to_text ()
 *
 * Returns: (transfer full): a message of three lines at most
 */
char *
tea_feedback_compose (const char *words,
                      const char *details)
{
  g_auto (GStrv) parts = g_strsplit_set (words, "\r\n", -1);
  g_auto (GStrv) extra = g_strsplit (details != NULL ? details : "", "\n", -1);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*g_strstrip (parts[i]) == '\0')
      continue;
    g_strv_builder_add (lines, parts[i]);
    n++;
  }
  kept = g_strv_builder_end (lines);
  text = g_strjoinv (n + g_strv_length (extra) > MAX_LINES ? " " : "\n", kept);
  return details != NULL && *text != '\0' ? g_strconcat (text, "\n", details, NULL)
         : details != NULL                ? g_strdup (details)
                                          : g_steal_pointer (&text);
}

/**
 * tea_feedback_add_screen:
 * @facts: what is known already
 * @widget: a widget on the screen
 *
 * Adds toolkit, display and the window's size.
 */
void
tea_feedback_add_screen (MxDiagnostics *facts,
                         GtkWidget     *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;

  mx_diagnostics_set_numbers (facts, MX_PART_GTK, gtk_get_major_version (), gtk_get_minor_version (),
                              gtk_get_micro_version ());
  mx_diagnostics_set_numbers (facts, MX_PART_ADWAITA, adw_get_major_version (), adw_get_minor_version (),
                              adw_get_micro_version ());
  mx_diagnostics_set_word (facts, MX_FACT_SESSION, G_OBJECT_TYPE_NAME (gtk_widget_get_display (widget)));
  if (surface == NULL || renderer == NULL)
    return;
  mx_diagnostics_set_word (facts, MX_FACT_RENDERER, G_OBJECT_TYPE_NAME (renderer));
  facts->scale_percent = (guint) (gdk_surface_get_scale (surface) * 100);
  facts->width = (guint) gtk_widget_get_width (GTK_WIDGET (native)) / 10 * 10;
}
