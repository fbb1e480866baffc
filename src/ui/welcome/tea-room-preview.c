/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomPreview: the room that a link leads to, before one is in it.
 *
 * Shows what the flow knows (MxJoinFlow; tea-room-preview-show.c): whose room it is, name,
 * address, topic, how many people, who can read, the last messages where anyone may; one
 * sentence for the state and what can be done about it (tea-preview-words.c). Progress
 * stays on the button; the page does not jump. A server that is silent is asked again every
 * ten seconds. Main thread. */

#include "config.h"

#include "tea-room-preview-private.h"

#include "mx-error.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-links.h"
#include "tea-share-dialog.h"

#define RETRY_S 10

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
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaRoomPreview *self = TEA_ROOM_PREVIEW (source);

  self->asks_key = FALSE;
  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result) && self->flow != NULL)
    mx_join_flow_join_guest (self->flow);
}

/* Whether the sentence of the state says it already. */
static gboolean
is_in_line (MxPreviewState  preview,
            const GError   *error)
{
  return preview == MX_PREVIEW_NOT_FOUND || preview == MX_PREVIEW_UNREACHABLE ||
         (preview == MX_PREVIEW_NEEDS_INVITE && g_error_matches (error, MX_ERROR, MX_ERROR_NEEDS_INVITE)) ||
         (preview == MX_PREVIEW_BANNED && g_error_matches (error, MX_ERROR, MX_ERROR_BANNED));
}

static void
show_error (TeaRoomPreview *self)
{
  const GError *error = mx_join_flow_get_error (self->flow);
  MxPreviewState preview = mx_join_flow_get_preview (self->flow);
  gboolean in_line = is_in_line (preview, error);
  g_autofree char *server = NULL;
  g_autofree char *sentence = NULL;
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
  if (preview == MX_PREVIEW_UNREACHABLE && !g_error_matches (error, MX_ERROR, MX_ERROR_UNREACHABLE) &&
      !g_error_matches (error, MX_ERROR, MX_ERROR_FAR_SERVER))
    set_label (self->line, text.sentence);
  sentence = preview == MX_PREVIEW_UNREACHABLE ? g_strdup (text.sentence) : tea_error_sentence (error, server);
  set_label (self->error_label, in_line ? NULL : sentence);
  gtk_widget_set_visible (self->details, text.details != NULL);
  gtk_label_set_label (self->details_label, text.details != NULL ? text.details : "");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence,
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

  _tea_room_preview_show_room (self);
  _tea_room_preview_show_words (self);
  _tea_room_preview_show_suggestions (self);
  _tea_room_preview_show_history (self);
  show_error (self);
  gtk_stack_set_visible_child_name (self->stack, "room");
}

static void
copy_link (TeaRoomPreview *self)
{
  g_autofree char *name = NULL;
  AdwDialog *dialog;

  if (self->flow == NULL)
    return;

  g_object_get (self->flow, "name", &name, NULL);
  dialog = tea_share_dialog_new (self->session, mx_join_flow_get_link (self->flow), name);
  if (dialog != NULL)
    adw_dialog_present (dialog, GTK_WIDGET (self));
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
  g_autoptr (MxJoinFlow) next = mx_join_flow_follow (self->flow);

  if (next != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", mx_join_flow_get_link (next));
}

static void
ask (TeaRoomPreview *self)
{
  g_autofree char *reason = tea_counted_text_dup_text (self->request);

  mx_join_flow_knock (self->flow, reason);
}

static void
appeal (TeaRoomPreview *self)
{
  if (self->contact != NULL)
    tea_links_activate (GTK_WIDGET (self), self->contact);
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
  static void (*const steps[]) (MxJoinFlow *flow) = {
    [TEA_PREVIEW_JOIN] = mx_join_flow_join,
    [TEA_PREVIEW_JOIN_GUEST] = mx_join_flow_join_guest,
    [TEA_PREVIEW_RETRY] = mx_join_flow_start,
    [TEA_PREVIEW_WITHDRAW] = mx_join_flow_withdraw,
  };

  if (self->flow == NULL)
    return;

  if (what < G_N_ELEMENTS (steps) && steps[what] != NULL)
    steps[what](self->flow);
  if (what == TEA_PREVIEW_SIGN_IN)
    sign_in (self, NULL, FALSE);
  else if (what == TEA_PREVIEW_WAY)
    sign_in (self, self->way, FALSE);
  else if (what == TEA_PREVIEW_CREATE)
    sign_in (self, self->create, FALSE);
  else if (what == TEA_PREVIEW_KEEP)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.keep-account", NULL);
  else if (what == TEA_PREVIEW_AGAIN)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in-again", NULL);
  else if (what == TEA_PREVIEW_OTHER)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.carry-over", NULL);
  else if (what == TEA_PREVIEW_COPY_LINK)
    copy_link (self);
  else if (what == TEA_PREVIEW_GO_TO_NEW)
    go_to_new (self);
  else if (what == TEA_PREVIEW_DECLINE)
    activate_room_action (self, "win.decline-invite");
  else if (what == TEA_PREVIEW_ASK)
    ask (self);
  else if (what == TEA_PREVIEW_APPEAL)
    appeal (self);
  else if (what == TEA_PREVIEW_FORGET)
    activate_room_action (self, "win.forget-room");
  else if (what == TEA_PREVIEW_CLOSE)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.close-flow", NULL);
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

/* The room is named while it is still known; the report goes on after the invite is gone. */
static void
on_report (TeaRoomPreview *self)
{
  activate_room_action (self, "win.decline-and-report");
}

/* One need not be in a room to report it. */
static void
on_report_room (TeaRoomPreview *self)
{
  activate_room_action (self, "win.report-room");
}

static void
on_rules (TeaRoomPreview *self)
{
  g_autofree char *rules = _tea_room_preview_dup_address (self, "conduct");

  if (rules != NULL)
    tea_links_activate (GTK_WIDGET (self), rules);
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
  _tea_room_preview_show_more (self);
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

  _tea_room_preview_forget_contact (self);
  g_signal_group_set_target (self->flow_signals, flow);
  tea_counted_text_set_text (self->request, "");
  gtk_stack_set_visible_child_name (self->stack, "looking");
  gtk_label_set_lines (self->topic, TEA_PREVIEW_TOPIC_LINES);
  gtk_label_set_ellipsize (self->topic, PANGO_ELLIPSIZE_END);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (flow != NULL && mx_join_flow_get_state (flow) != MX_JOIN_LOOKING)
    update (self);
}

/**
 * tea_room_preview_set_ways:
 * @self: the page
 * @way: (nullable): the one way in that the room's server has
 * @create: (nullable): how an account is made there
 *
 * Whoever has no account here gets one with one button.
 */
void
tea_room_preview_set_ways (TeaRoomPreview *self,
                           TeaSignInWay   *way,
                           TeaSignInWay   *create)
{
  gboolean has_changed;

  g_return_if_fail (TEA_IS_ROOM_PREVIEW (self));

  has_changed = g_set_object (&self->way, way);
  has_changed |= g_set_object (&self->create, create);
  if (has_changed)
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
  _tea_room_preview_forget_contact (self);
  g_clear_object (&self->flow_signals);
  g_clear_object (&self->flow);
  g_clear_object (&self->way);
  g_clear_object (&self->create);
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
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, community_box);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, community_icon);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, community_name);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, name);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, alias_box);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, alias);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, topic_box);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, topic);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, more_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, summary);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, asks);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, line);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, suggestions);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, request);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, first_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, second_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, hide_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, report_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, other_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, rules_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, report_room_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, error_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, details);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, details_label);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomPreview, history_box);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_second);
  gtk_widget_class_bind_template_callback (widget_class, on_other_account);
  gtk_widget_class_bind_template_callback (widget_class, on_decline_and_hide);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
  gtk_widget_class_bind_template_callback (widget_class, on_report_room);
  gtk_widget_class_bind_template_callback (widget_class, on_rules);
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
  g_type_ensure (TEA_TYPE_COUNTED_TEXT);
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
