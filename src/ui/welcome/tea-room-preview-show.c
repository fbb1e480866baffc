/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomPreview, what it shows of the room that its flow looks at. Everything is filled
 * anew whenever the flow changes, which is a handful of times in its life. Text of strangers
 * is limited and never markup. Main thread. */

#include "config.h"

#include "tea-room-preview-private.h"

#include "mx-community.h"
#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-link.h"
#include "mx-session-contact.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-links.h"
#include "tea-preview-history.h"
#include "tea-time.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

#define SUGGESTION_ROWS 5
#define TOPIC_CHARS     180 /* about three lines */

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/*< private >
 * _tea_room_preview_show_more:
 *
 * Whether there is more of the topic than fits: an estimate, so that the page need not be laid out twice.
 */
void
_tea_room_preview_show_more (TeaRoomPreview *self)
{
  const char *text = gtk_label_get_label (self->topic);
  gboolean is_long = g_utf8_strlen (text, -1) > TOPIC_CHARS || g_strrstr (text, "\n") != strchr (text, '\n');

  gtk_widget_set_visible (self->more_button,
                          is_long && gtk_label_get_lines (self->topic) == TEA_PREVIEW_TOPIC_LINES);
}

/*< private >
 * _tea_room_preview_dup_address:
 * @self: the page
 * @kind: "conduct": the rules of the community whose room it is
 *
 * Returns: (transfer full) (nullable): where that is
 */
char *
_tea_room_preview_dup_address (TeaRoomPreview *self,
                               const char     *kind)
{
  g_autoptr (GObject) community = NULL;
  char *address = NULL;

  g_object_get (self->flow, "community", &community, NULL);
  if (community != NULL)
    g_object_get (community, kind, &address, NULL);

  return address;
}

static void
show_community (TeaRoomPreview *self)
{
  g_autoptr (GObject) community = NULL;
  g_autofree char *name = NULL;
  g_autofree char *icon = NULL;
  g_autofree char *rules = _tea_room_preview_dup_address (self, "conduct");

  gtk_widget_set_visible (self->rules_button, rules != NULL);
  g_object_get (self->flow, "community", &community, NULL);
  if (community != NULL)
    g_object_get (community, "name", &name, "icon", &icon, NULL);
  gtk_widget_set_visible (self->community_box, name != NULL);
  if (name == NULL)
    return;

  gtk_label_set_label (self->community_name, name);
  gtk_image_set_from_icon_name (self->community_icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->community_icon), icon != NULL);
}

static void
show_action (TeaRoomPreview *self)
{
  g_autoptr (MxLink) link = mx_link_parse (mx_join_flow_get_link (self->flow), NULL);
  g_autofree char *line = tea_links_action_line (link != NULL ? link->action : NULL);

  set_label (self->asks, line);
}

static char *
dup_summary (TeaRoomPreview *self)
{
  MxPreviewState state = mx_join_flow_get_preview (self->flow);
  g_autofree char *language = NULL;
  g_autofree char *network = NULL;
  g_autofree char *channel = NULL;
  guint members = 0;
  gboolean readable = FALSE, encrypted = FALSE, space = FALSE;
  int with_account = MX_PREVIEW_UNKNOWN;

  g_object_get (self->flow, "with-account", &with_account, NULL);
  /* Of what cannot be seen nothing is said. */
  if (state == MX_PREVIEW_NOT_FOUND || state == MX_PREVIEW_UNREACHABLE || with_account == MX_PREVIEW_UNKNOWN)
    return NULL;

  g_object_get (self->flow, "member-count", &members, "is-world-readable", &readable, "is-encrypted",
                &encrypted, "is-space", &space, "language", &language, "bridge-network", &network,
                "bridge-channel", &channel, NULL);

  return tea_preview_summary (&(TeaPreviewTraits) {
    .members = members,
    .is_space = space,
    .is_world_readable = readable,
    .is_encrypted = encrypted,
    .language = language,
    .bridge_network = network,
    .bridge_channel = channel,
  });
}

/*< private >
 * _tea_room_preview_show_room:
 *
 * Whose room it is, what it is called and what it is for.
 */
void
_tea_room_preview_show_room (TeaRoomPreview *self)
{
  g_autofree char *name = NULL;
  g_autofree char *alias = NULL;
  g_autofree char *topic = NULL;
  g_autofree char *mxc = NULL;
  g_autofree char *limited = NULL;
  g_autofree char *summary = dup_summary (self);
  MxPreviewState state = mx_join_flow_get_preview (self->flow);

  g_object_get (self->flow, "name", &name, "alias", &alias, "topic", &topic, "avatar", &mxc, NULL);
  if (name == NULL || *name == '\0')
    g_set_str (&name, alias != NULL ? alias : mx_join_flow_get_link (self->flow));
  limited = topic != NULL ? mx_text_limit (topic, 20, 2000, NULL) : NULL;

  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mxc);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), state != MX_PREVIEW_NOT_FOUND);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->alias, alias != NULL ? alias : "");
  gtk_widget_set_visible (self->alias_box, alias != NULL && g_strcmp0 (alias, name) != 0);
  gtk_label_set_label (self->topic, limited != NULL ? limited : "");
  gtk_widget_set_visible (self->topic_box, limited != NULL && *limited != '\0');
  set_label (self->summary, summary);
  show_action (self);
  show_community (self);
  _tea_room_preview_show_more (self);
}

static void
on_suggestion (AdwActionRow *row,
               MxFoundRoom  *room)
{
  g_autofree char *link = mx_found_room_dup_link (room);

  gtk_widget_activate_action (GTK_WIDGET (row), "app.open-link", "s", link);
}

static GtkWidget *
create_suggestion (MxFoundRoom *room)
{
  GtkWidget *row = adw_action_row_new ();
  const char *name = mx_found_room_get_name (room);
  const char *alias = mx_found_room_get_alias (room);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  if (alias != NULL && !g_str_equal (alias, name))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), alias);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_signal_connect_data (row, "activated", G_CALLBACK (on_suggestion), g_object_ref (room),
                         (GClosureNotify) g_object_unref, G_CONNECT_DEFAULT);

  return row;
}

/*< private >
 * _tea_room_preview_show_suggestions:
 *
 * Which rooms may have been meant.
 */
void
_tea_room_preview_show_suggestions (TeaRoomPreview *self)
{
  g_autoptr (GListModel) rooms = NULL;
  gboolean shown = mx_join_flow_get_preview (self->flow) == MX_PREVIEW_NOT_FOUND;
  guint n;

  for (guint i = 0; i < self->suggestion_rows->len; i++)
    adw_preferences_group_remove (self->suggestions, self->suggestion_rows->pdata[i]);
  g_ptr_array_set_size (self->suggestion_rows, 0);

  g_object_get (self->flow, "suggested-rooms", &rooms, NULL);
  n = shown && rooms != NULL ? MIN (g_list_model_get_n_items (rooms), SUGGESTION_ROWS) : 0;
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (rooms, i);
    GtkWidget *row = create_suggestion (room);

    adw_preferences_group_add (self->suggestions, row);
    g_ptr_array_add (self->suggestion_rows, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), n > 0);
}

/*< private >
 * _tea_room_preview_show_history:
 *
 * The last messages, where anyone may read them.
 */
void
_tea_room_preview_show_history (TeaRoomPreview *self)
{
  g_autoptr (GListModel) history = NULL;

  g_object_get (self->flow, "history", &history, NULL);
  tea_preview_history_fill (self->history_box, history);
}

/* When we were invited or banned, for a sentence. */
static char *
dup_when (TeaRoomPreview *self,
          MxPreviewState  state)
{
  gint64 ts = 0;

  g_object_get (self->flow, state == MX_PREVIEW_INVITED ? "invited-ts" : "actor-ts", &ts, NULL);

  return ts > 0 ? tea_time_ago (ts, g_get_real_time () / 1000) : NULL;
}

static gboolean
is_known (TeaRoomPreview *self)
{
  const char *room_id = mx_join_flow_get_room_id (self->flow);

  return self->session != NULL && room_id != NULL && mx_session_get_room (self->session, room_id) != NULL;
}

/* With the account as it is nothing can be done. */
static gboolean
is_over (TeaRoomPreview *self)
{
  const GError *error = mx_join_flow_get_error (self->flow);

  return self->session != NULL && mx_session_is_open (self->session) &&
         (g_error_matches (error, MX_ERROR, MX_ERROR_SIGNED_OUT) ||
          g_error_matches (error, MX_ERROR, MX_ERROR_SOFT_LOGOUT));
}

static void
dup_words (TeaRoomPreview  *self,
           const char      *inviter,
           TeaPreviewWords *words)
{
  MxPreviewState state = mx_join_flow_get_preview (self->flow);
  g_autofree char *server = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *alias = NULL;
  g_autofree char *inviter_id = NULL;
  g_autofree char *service = NULL;
  g_autofree char *network = NULL;
  g_autofree char *actor = NULL;
  g_autofree char *actor_id = NULL;
  g_autofree char *when = dup_when (self, state);
  int with_account = MX_PREVIEW_UNKNOWN;
  gboolean denied = FALSE;

  g_object_get (self->flow, "server", &server, "reason", &reason, "alias", &alias, "inviter", &inviter_id,
                "service", &service, "service-network", &network, "actor", &actor_id, "actor-name", &actor,
                "is-denied", &denied, "with-account", &with_account, NULL);
  tea_preview_words (
    &(TeaPreviewFacts) {
      .state = state,
      .with_account = (MxPreviewState) with_account,
      .signed_in = self->session != NULL && mx_session_is_open (self->session),
      .is_guest = self->session != NULL && mx_session_is_guest (self->session),
      .is_over = is_over (self),
      .is_denied = denied,
      .can_appeal = self->contact != NULL,
      .can_forget = is_known (self),
      .server = server,
      .room = alias != NULL ? alias : mx_join_flow_get_link (self->flow),
      .inviter = inviter,
      .inviter_id = inviter_id,
      .service = service,
      .network = network,
      .actor = actor,
      .actor_id = actor_id,
      .when = when,
      .reason = reason,
      .way = self->way != NULL ? tea_sign_in_way_get_label (self->way) : NULL,
      .create = self->create != NULL ? tea_sign_in_way_get_label (self->create) : NULL,
    },
    words);
}

/* An invite can be declined in more ways than one. */
static void
show_decline (TeaRoomPreview *self,
              gboolean        shown,
              const char     *inviter)
{
  g_autofree char *isolated = inviter != NULL ? mx_text_isolate (inviter) : NULL;
  g_autofree char *hide = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->hide_button), shown && inviter != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->report_button), shown && inviter != NULL);
  if (inviter == NULL)
    return;

  /* Translators: %s is somebody's name. */
  hide = g_strdup_printf (_ ("Decline and hide %s"), isolated);
  gtk_button_set_label (self->hide_button, hide);
}

static gboolean
is_busy (TeaRoomPreview *self,
         TeaPreviewAct   first)
{
  MxJoinState state = mx_join_flow_get_state (self->flow);

  return state == MX_JOIN_JOINING || state == MX_JOIN_LOOKING || state == MX_JOIN_ASKING ||
         (state == MX_JOIN_SIGNING_IN && first == TEA_PREVIEW_JOIN_GUEST);
}

/* Whoever is in a room has that in its details, whoever is invited beside declining. */
static gboolean
can_report (TeaRoomPreview *self)
{
  switch (mx_join_flow_get_preview (self->flow)) {
  case MX_PREVIEW_JOINED:
  case MX_PREVIEW_INVITED:
  case MX_PREVIEW_NOT_FOUND:
  case MX_PREVIEW_UNREACHABLE:
    return FALSE;
  case MX_PREVIEW_UNKNOWN:
  case MX_PREVIEW_JOIN:
  case MX_PREVIEW_GUEST:
  case MX_PREVIEW_NEEDS_ACCOUNT:
  case MX_PREVIEW_KNOCK:
  case MX_PREVIEW_KNOCKED:
  case MX_PREVIEW_NEEDS_INVITE:
  case MX_PREVIEW_BANNED:
  case MX_PREVIEW_MOVED:
  default:
    return self->session != NULL && mx_session_is_open (self->session) &&
           mx_join_flow_get_room_id (self->flow) != NULL;
  }
}

/*< private >
 * _tea_room_preview_forget_contact:
 *
 * Another room, or none: nobody is known who hears an appeal.
 */
void
_tea_room_preview_forget_contact (TeaRoomPreview *self)
{
  g_cancellable_cancel (self->asks_contact);
  g_clear_object (&self->asks_contact);
  g_clear_pointer (&self->contact, g_free);
}

static void
contact_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TeaRoomPreview) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *contact = mx_session_find_contact_finish (MX_SESSION (source), result, &error);

  if (contact == NULL)
    g_debug ("nobody hears an appeal: %s", error->message);
  /* Found too late: by now another room is shown, or none. */
  if (contact == NULL || self == NULL || g_task_get_cancellable (G_TASK (result)) != self->asks_contact)
    return;
  g_set_str (&self->contact, contact);
  _tea_room_preview_show_words (self);
}

/* Who was removed for good may write to those who look after the room; of another server's rooms the people who
 * run one's own know nothing. */
static void
find_contact (TeaRoomPreview *self)
{
  g_autoptr (MxCommunity) community = NULL;
  g_autofree char *server = NULL;
  g_autofree char *address = NULL;

  if (mx_join_flow_get_preview (self->flow) != MX_PREVIEW_BANNED || self->asks_contact != NULL ||
      self->session == NULL || !mx_session_is_open (self->session))
    return;

  g_object_get (self->flow, "community", &community, "server", &server, NULL);
  if (community != NULL)
    g_object_get (community, "contact", &address, NULL);
  if (address == NULL && g_strcmp0 (server, mx_session_get_server_name (self->session)) != 0)
    return;

  self->asks_contact = g_cancellable_new ();
  mx_session_find_contact_async (self->session, community, NULL, MX_CONTACT_ABUSE, self->asks_contact, contact_cb,
                                 tea_weak_new (self));
}

/*< private >
 * _tea_room_preview_show_words:
 *
 * What the state means, and what can be done about it.
 */
void
_tea_room_preview_show_words (TeaRoomPreview *self)
{
  g_autofree char *inviter = NULL;
  g_auto (TeaPreviewWords) words = { 0 };
  MxJoinState state = mx_join_flow_get_state (self->flow);

  g_object_get (self->flow, "inviter-name", &inviter, NULL);
  dup_words (self, inviter, &words);
  self->first_act = words.first_act;
  self->second_act = words.second_act;
  set_label (self->line, words.line);
  g_object_set (self->first_button, "caption", words.first != NULL ? words.first : "", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->first_button), words.first != NULL);
  tea_progress_button_set_busy (self->first_button, is_busy (self, words.first_act));
  gtk_button_set_label (self->second_button, words.second != NULL ? words.second : "");
  gtk_widget_set_visible (GTK_WIDGET (self->second_button), words.second != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->second_button),
                            state == MX_JOIN_PREVIEW || state == MX_JOIN_SIGNING_IN);
  gtk_widget_set_visible (GTK_WIDGET (self->request), words.first_act == TEA_PREVIEW_ASK);
  gtk_widget_set_visible (self->other_button, words.offers_other);
  gtk_widget_set_visible (self->report_room_button, can_report (self));
  show_decline (self, words.second_act == TEA_PREVIEW_DECLINE, inviter);
  find_contact (self);
}
