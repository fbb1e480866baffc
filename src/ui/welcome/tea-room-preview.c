/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomPreview: the room that a link leads to, before one is in it.
 *
 * Shows what the flow knows (MxJoinFlow): name, address, topic, how many people,
 * who can read, the last messages where anyone may; one sentence for the state, at
 * most two buttons (tea-preview-words.c). Progress stays on the button; the page
 * does not jump. A server that is silent is asked again every ten seconds. Text of
 * strangers is never markup. Main thread. */

#include "config.h"

#include "tea-room-preview.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-preview-history.h"
#include "tea-preview-words.h"
#include "tea-progress-button.h"

#include <glib/gi18n.h>

#define RETRY_S     10
#define TOPIC_LINES 3
#define TOPIC_CHARS 180 /* about three lines */

struct _TeaRoomPreview {
  AdwBin parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  MxJoinFlow *flow;    /* (owned) (nullable) */
  TeaSignInWay *way;   /* (owned) (nullable): the one way in that the room's server has */
  GSignalGroup *flow_signals;
  TeaPreviewAct first_act;
  TeaPreviewAct second_act;
  GPtrArray *suggestion_rows; /* (element-type GtkWidget) (unowned) */
  guint retry_id;
  gboolean asks_key; /* the dialog is open */

  GtkStack *stack;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkWidget *alias_box;
  GtkLabel *alias;
  GtkWidget *topic_box;
  GtkLabel *topic;
  GtkWidget *more_button;
  GtkLabel *summary;
  GtkLabel *line;
  AdwPreferencesGroup *suggestions;
  TeaProgressButton *first_button;
  GtkButton *second_button;
  GtkButton *hide_button;
  GtkWidget *other_button;
  GtkLabel *error_label;
  GtkWidget *details;
  GtkLabel *details_label;
  GtkBox *history_box;
};

G_DEFINE_FINAL_TYPE (TeaRoomPreview, tea_room_preview, ADW_TYPE_BIN)

enum {
  SIGN_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_label (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* Whether there is more of the topic than fits: an estimate, so that the page need not be laid out twice. */
static void
update_more (TeaRoomPreview *self)
{
  const char *text = gtk_label_get_label (self->topic);
  gboolean is_long = g_utf8_strlen (text, -1) > TOPIC_CHARS || g_strrstr (text, "\n") != strchr (text, '\n');

  gtk_widget_set_visible (self->more_button, is_long && gtk_label_get_lines (self->topic) == TOPIC_LINES);
}

static void
show_room (TeaRoomPreview *self)
{
  g_autofree char *name = NULL;
  g_autofree char *alias = NULL;
  g_autofree char *topic = NULL;
  g_autofree char *mxc = NULL;
  g_autofree char *limited = NULL;
  g_autofree char *summary = NULL;
  guint members = 0;
  gboolean readable = FALSE, encrypted = FALSE;
  MxPreviewState state = mx_join_flow_get_preview (self->flow);
  gboolean known = state != MX_PREVIEW_NOT_FOUND && state != MX_PREVIEW_UNREACHABLE &&
                   state != MX_PREVIEW_UNKNOWN;

  g_object_get (self->flow, "name", &name, "alias", &alias, "topic", &topic, "avatar", &mxc,
                "member-count", &members, "is-world-readable", &readable, "is-encrypted",
                &encrypted, NULL);
  if (name == NULL || *name == '\0')
    g_set_str (&name, alias != NULL ? alias : mx_join_flow_get_link (self->flow));
  limited = topic != NULL ? mx_text_limit (topic, 20, 2000, NULL) : NULL;
  summary = known ? tea_preview_summary (members, readable, encrypted) : NULL;

  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mxc);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), state != MX_PREVIEW_NOT_FOUND);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->alias, alias != NULL ? alias : "");
  gtk_widget_set_visible (self->alias_box, alias != NULL && g_strcmp0 (alias, name) != 0);
  gtk_label_set_label (self->topic, limited != NULL ? limited : "");
  gtk_widget_set_visible (self->topic_box, limited != NULL && *limited != '\0');
  set_label (self->summary, summary);
  update_more (self);
}

static void
on_suggestion (AdwActionRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "app.open-link", "s",
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

static void
show_suggestions (TeaRoomPreview *self)
{
  g_auto (GStrv) aliases = NULL;
  gboolean shown = mx_join_flow_get_preview (self->flow) == MX_PREVIEW_NOT_FOUND;

  for (guint i = 0; i < self->suggestion_rows->len; i++)
    adw_preferences_group_remove (self->suggestions, self->suggestion_rows->pdata[i]);
  g_ptr_array_set_size (self->suggestion_rows, 0);

  g_object_get (self->flow, "suggestions", &aliases, NULL);
  for (guint i = 0; shown && aliases != NULL && aliases[i] != NULL && i < 5; i++) {
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), aliases[i]);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
    g_signal_connect (row, "activated", G_CALLBACK (on_suggestion), NULL);
    adw_preferences_group_add (self->suggestions, row);
    g_ptr_array_add (self->suggestion_rows, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->suggestions), self->suggestion_rows->len > 0);
}

static void
show_history (TeaRoomPreview *self)
{
  g_autoptr (GListModel) history = NULL;

  g_object_get (self->flow, "history", &history, NULL);
  tea_preview_history_fill (self->history_box, history);
}

static gboolean
on_retry_time (gpointer user_data)
{
  TeaRoomPreview *self = user_data;

  self->retry_id = 0;
  if (self->flow != NULL)
    mx_join_flow_start (self->flow);

  return G_SOURCE_REMOVE;
}

/* Only a page that somebody looks at asks again. */
static void
schedule_retry (TeaRoomPreview *self)
{
  gboolean silent = self->flow != NULL && mx_join_flow_get_state (self->flow) == MX_JOIN_PREVIEW &&
                    mx_join_flow_get_preview (self->flow) == MX_PREVIEW_UNREACHABLE &&
                    gtk_widget_get_mapped (GTK_WIDGET (self));

  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (silent)
    self->retry_id = g_timeout_add_seconds (RETRY_S, on_retry_time, self);
}

static void
show_words (TeaRoomPreview *self)
{
  g_autofree char *server = NULL;
  g_autofree char *inviter = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *alias = NULL;
  g_auto (TeaPreviewWords) words = { 0 };
  MxJoinState state = mx_join_flow_get_state (self->flow);
  gboolean open = self->session != NULL && mx_session_is_open (self->session);

  g_object_get (self->flow, "server", &server, "inviter-name", &inviter, "reason", &reason,
                "alias", &alias, NULL);
  tea_preview_words (
    &(TeaPreviewFacts) {
      .state = mx_join_flow_get_preview (self->flow),
      .signed_in = open,
      .server = server,
      .room = alias != NULL ? alias : mx_join_flow_get_link (self->flow),
      .inviter = inviter,
      .reason = reason,
      .way = self->way != NULL ? tea_sign_in_way_get_label (self->way) : NULL,
    },
    &words);

  self->first_act = words.first_act;
  self->second_act = words.second_act;
  set_label (self->line, words.line);
  g_object_set (self->first_button, "caption", words.first != NULL ? words.first : "", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->first_button), words.first != NULL);
  tea_progress_button_set_busy (self->first_button,
                                state == MX_JOIN_JOINING || state == MX_JOIN_LOOKING ||
                                  (state == MX_JOIN_SIGNING_IN &&
                                   words.first_act == TEA_PREVIEW_JOIN_GUEST));
  gtk_button_set_label (self->second_button, words.second != NULL ? words.second : "");
  gtk_widget_set_visible (GTK_WIDGET (self->second_button), words.second != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->second_button), state == MX_JOIN_PREVIEW ||
                                                                state == MX_JOIN_SIGNING_IN);
  gtk_widget_set_visible (self->other_button, words.offers_other);
  gtk_widget_set_visible (GTK_WIDGET (self->hide_button),
                          words.second_act == TEA_PREVIEW_DECLINE && inviter != NULL);
  if (inviter != NULL) {
    g_autofree char *isolated = mx_text_isolate (inviter);
    /* Translators: %s is somebody's name. */
    g_autofree char *label = g_strdup_printf (_ ("Decline and hide %s"), isolated);

    gtk_button_set_label (self->hide_button, label);
  }
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (source);

  self->asks_key = FALSE;
  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result) && self->flow != NULL)
    mx_join_flow_join_guest (self->flow);
}

static void
show_error (TeaRoomPreview *self)
{
  const GError *error = mx_join_flow_get_error (self->flow);
  MxPreviewState preview = mx_join_flow_get_preview (self->flow);
  gboolean in_line = preview == MX_PREVIEW_NOT_FOUND || preview == MX_PREVIEW_UNREACHABLE;
  g_autofree char *server = NULL;
  g_auto (TeaErrorText) text = { 0 };

  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING) && !self->asks_key &&
      gtk_widget_get_mapped (GTK_WIDGET (self))) {
    self->asks_key = TRUE;
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb,
                                 NULL);
    error = NULL;
  }
  if (tea_error_is_quiet (error)) {
    set_label (self->error_label, NULL);
    gtk_widget_set_visible (self->details, FALSE);
    return;
  }

  g_object_get (self->flow, "server", &server, NULL);
  tea_error_describe (error, server, &text);
  /* The line says it already, except what only the error knows: a bad certificate, no server. */
  if (preview == MX_PREVIEW_UNREACHABLE && !g_error_matches (error, MX_ERROR, MX_ERROR_UNREACHABLE))
    set_label (self->line, text.sentence);
  set_label (self->error_label, in_line ? NULL : text.sentence);
  gtk_widget_set_visible (self->details, text.details != NULL);
  gtk_label_set_label (self->details_label, text.details != NULL ? text.details : "");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text.sentence,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Everything at once: the flow changes a handful of times in its life. */
static void
update (TeaRoomPreview *self)
{
  MxJoinState state;

  if (self->flow == NULL)
    return;

  state = mx_join_flow_get_state (self->flow);
  schedule_retry (self);
  /* A second look-up of the same room keeps the page. */
  if (state == MX_JOIN_LOOKING && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack),
                                             "room") != 0)
    return;

  show_room (self);
  show_words (self);
  show_suggestions (self);
  show_history (self);
  show_error (self);
  gtk_stack_set_visible_child_name (self->stack, "room");
}

static void
copy_link (TeaRoomPreview *self)
{
  if (self->flow != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s",
                                mx_join_flow_get_link (self->flow));
}

static void
activate_room_action (TeaRoomPreview *self,
                      const char     *action)
{
  g_autofree char *room_id = NULL;

  g_object_get (self->flow, "room-id", &room_id, NULL);
  if (room_id == NULL)
    g_set_str (&room_id, mx_join_flow_get_link (self->flow));
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", room_id);
}

static void
go_to_new (TeaRoomPreview *self)
{
  g_autofree char *replacement = NULL;

  g_object_get (self->flow, "replacement", &replacement, NULL);
  if (replacement != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", replacement);
}

/* On a page of its own, which then goes on with the flow. */
static void
sign_in (TeaRoomPreview *self,
         TeaSignInWay   *way,
         gboolean        elsewhere)
{
  mx_join_flow_sign_in (self->flow);
  g_signal_emit (self, signals[SIGN_IN], 0, way, elsewhere);
}

static void
act (TeaRoomPreview *self,
     TeaPreviewAct   what)
{
  if (self->flow == NULL)
    return;

  switch (what) {
  case TEA_PREVIEW_JOIN:
    mx_join_flow_join (self->flow);
    break;
  case TEA_PREVIEW_JOIN_GUEST:
    mx_join_flow_join_guest (self->flow);
    break;
  case TEA_PREVIEW_SIGN_IN:
    sign_in (self, NULL, FALSE);
    break;
  case TEA_PREVIEW_WAY:
    sign_in (self, self->way, FALSE);
    break;
  case TEA_PREVIEW_RETRY:
    mx_join_flow_start (self->flow);
    break;
  case TEA_PREVIEW_COPY_LINK:
    copy_link (self);
    break;
  case TEA_PREVIEW_GO_TO_NEW:
    go_to_new (self);
    break;
  case TEA_PREVIEW_DECLINE:
    activate_room_action (self, "win.decline-invite");
    break;
  case TEA_PREVIEW_NOTHING:
  default:
    break;
  }
}

static void
on_first (TeaRoomPreview *self)
{
  act (self, self->first_act);
}

static void
on_second (TeaRoomPreview *self)
{
  act (self, self->second_act);
}

static void
on_other_account (TeaRoomPreview *self)
{
  sign_in (self, NULL, TRUE);
}

static void
on_decline_and_hide (TeaRoomPreview *self)
{
  activate_room_action (self, "win.decline-and-hide");
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  copy_link (TEA_ROOM_PREVIEW (widget));
}

static void
more_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (widget);

  gtk_label_set_lines (self->topic, -1);
  gtk_label_set_ellipsize (self->topic, PANGO_ELLIPSIZE_NONE);
  update_more (self);
}

/**
 * tea_room_preview_set_session:
 * @self: the page
 * @session: (nullable): who would join
 * @settings: (nullable): what is remembered
 */
void
tea_room_preview_set_session (TeaRoomPreview *self,
                              MxSession      *session,
                              GSettings      *settings)
{
  g_return_if_fail (TEA_IS_ROOM_PREVIEW (self));

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
  tea_avatar_set_session (self->avatar, session);
}

/**
 * tea_room_preview_set_flow:
 * @self: the page
 * @flow: (nullable): the link that was opened
 */
void
tea_room_preview_set_flow (TeaRoomPreview *self,
                           MxJoinFlow     *flow)
{
  g_return_if_fail (TEA_IS_ROOM_PREVIEW (self));

  if (!g_set_object (&self->flow, flow))
    return;

  g_signal_group_set_target (self->flow_signals, flow);
  gtk_stack_set_visible_child_name (self->stack, "looking");
  gtk_label_set_lines (self->topic, TOPIC_LINES);
  gtk_label_set_ellipsize (self->topic, PANGO_ELLIPSIZE_END);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (flow != NULL && mx_join_flow_get_state (flow) != MX_JOIN_LOOKING)
    update (self);
}

/**
 * tea_room_preview_set_way:
 * @self: the page
 * @way: (nullable): the one way in that the room's server has
 *
 * Whoever has no account here signs in by it with one button.
 */
void
tea_room_preview_set_way (TeaRoomPreview *self,
                          TeaSignInWay   *way)
{
  g_return_if_fail (TEA_IS_ROOM_PREVIEW (self));

  if (g_set_object (&self->way, way))
    update (self);
}

static void
tea_room_preview_map (GtkWidget *widget)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (widget);

  GTK_WIDGET_CLASS (tea_room_preview_parent_class)->map (widget);
  update (self);
}

static void
tea_room_preview_unmap (GtkWidget *widget)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (widget);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  GTK_WIDGET_CLASS (tea_room_preview_parent_class)->unmap (widget);
}

static void
tea_room_preview_dispose (GObject *object)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->flow_signals);
  g_clear_object (&self->flow);
  g_clear_object (&self->way);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->suggestion_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ROOM_PREVIEW);

  G_OBJECT_CLASS (tea_room_preview_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-room-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, name);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, alias_box);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, alias);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, topic_box);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, topic);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, more_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, summary);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, line);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, suggestions);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, first_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, second_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, hide_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, other_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, details);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, details_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, history_box);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_second);
  gtk_widget_class_bind_template_callback (widget_class, on_other_account);
  gtk_widget_class_bind_template_callback (widget_class, on_decline_and_hide);
}

static void
tea_room_preview_class_init (TeaRoomPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_room_preview_dispose;
  widget_class->map = tea_room_preview_map;
  widget_class->unmap = tea_room_preview_unmap;

  /**
   * TeaRoomPreview::sign-in:
   * @self: the page
   * @way: (nullable): the #TeaSignInWay that was chosen
   * @elsewhere: whether it is an account of another server
   *
   * The person wants to use an account.
   */
  signals[SIGN_IN] = g_signal_new ("sign-in", TEA_TYPE_ROOM_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, TEA_TYPE_SIGN_IN_WAY, G_TYPE_BOOLEAN);

  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_PROGRESS_BUTTON);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "preview.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "preview.more", NULL, more_action);
}

static void
tea_room_preview_init (TeaRoomPreview *self)
{
  self->suggestion_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->flow_signals = g_signal_group_new (MX_TYPE_JOIN_FLOW);
  g_signal_group_connect_swapped (self->flow_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->flow_signals, "notify::preview", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->flow_signals, "notify::error", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->flow_signals, "notify::history", G_CALLBACK (update),
                                  self);
}
