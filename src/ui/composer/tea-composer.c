/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where messages are written. Grows with the text to eight lines; Enter sends, Shift+Enter
 * breaks the line; "@" finds people; what is not sent stays as the room's draft, over
 * restarts. In a room where one may not write, a line says so instead.
 *
 *            reply ()               edit (), Up in an empty text
 *   WRITE ─────────────► REPLY     WRITE, REPLY ───────────────► EDIT
 *     ▲   × , Esc, sent    │          ▲      × , Esc, sent         │
 *     └────────────────────┘          └── the old text comes back ─┘
 *
 * This file is the object: room, draft, typing notices, keys. The text with its mentions is
 * in tea-composer-text.c, sending in tea-composer-send.c, files in tea-composer-attach.c. Main thread. */

#include "config.h"

#include "tea-composer-private.h"
#include "tea-words.h"

#include "mx-member.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-timeline-item.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINES 8
#define DRAFT_MS  500
#define TYPING_S  5

G_DEFINE_FINAL_TYPE (TeaComposer, tea_composer, GTK_TYPE_WIDGET)

typedef enum {
  PROP_ROOM = 1,
} TeaComposerProperty;

static GParamSpec *props[PROP_ROOM + 1];

/*< private >
 * _tea_composer_save_draft:
 *
 * Gives what is written to the room, now. A change of an old message is no draft.
 */
void
_tea_composer_save_draft (TeaComposer *self)
{
  g_autofree char *text = NULL;
  const char *draft;

  g_clear_handle_id (&self->draft_timer, g_source_remove);
  if (self->room == NULL || self->mode == TEA_COMPOSER_EDIT)
    return;
  text = _tea_composer_dup_text (self);
  draft = mx_room_get_draft (self->room);
  if (strcmp (draft != NULL ? draft : "", text) != 0)
    mx_room_set_draft (self->room, *text != '\0' ? text : NULL);
}

static gboolean
on_draft_timer (gpointer user_data)
{
  TeaComposer *self = user_data;

  self->draft_timer = 0;
  _tea_composer_save_draft (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_typing_timer (gpointer user_data)
{
  TeaComposer *self = user_data;

  self->typing_timer = 0;
  _tea_composer_set_typing (self, FALSE);
  return G_SOURCE_REMOVE;
}

/*< private >
 * _tea_composer_set_typing:
 * @typing: whether somebody is writing here now
 *
 * Tells the room, as often as needed; writing that pauses ends by itself.
 */
void
_tea_composer_set_typing (TeaComposer *self,
                          gboolean     typing)
{
  g_clear_handle_id (&self->typing_timer, g_source_remove);
  if (typing)
    self->typing_timer = g_timeout_add_seconds (TYPING_S, on_typing_timer, self);
  if (self->room == NULL || (!typing && !self->is_typing))
    return;
  self->is_typing = typing;
  mx_room_set_typing (self->room, typing);
}

static void
update_placeholder (TeaComposer *self)
{
  gboolean warns = self->room != NULL && mx_room_is_public (self->room) &&
                   !g_hash_table_contains (self->written_in, mx_room_get_id (self->room));
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  text = self->room != NULL ? tea_words_placeholder (mx_room_get_name (self->room), warns) : g_strdup ("");
  name = self->room != NULL ? tea_words_placeholder (mx_room_get_name (self->room), FALSE) : g_strdup (_("Message"));
  gtk_label_set_text (self->placeholder, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, text, -1);
}

/* Guests' servers take no files: that is said before anybody tries. */
static void
update_attach (TeaComposer *self)
{
  MxSession *session = self->room != NULL ? mx_room_get_session (self->room) : NULL;
  gboolean is_guest = session != NULL && mx_session_is_guest (session);
  const char *words = is_guest ? _("Guests cannot send files. Sign in with an account to send one.") : _("Send Files");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.attach",
                                 self->room != NULL && !is_guest && mx_room_can_send (self->room));
  gtk_widget_set_tooltip_text (self->attach, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->attach), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  is_guest ? words : "", -1);
}

/*< private >
 * _tea_composer_update:
 *
 * Shows what follows from the text and the room.
 */
void
_tea_composer_update (TeaComposer *self)
{
  gboolean is_empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  gboolean can_send = self->room != NULL && mx_room_can_send (self->room);
  gboolean had_focus = gtk_widget_get_focus_child (self->open_box) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), is_empty);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send", !is_empty && can_send);
  update_attach (self);
  gtk_widget_set_visible (self->open_box, can_send || self->room == NULL);
  gtk_widget_set_visible (self->closed, self->room != NULL && !can_send);
  /* The keyboard stays in the room. */
  if (had_focus && !gtk_widget_get_visible (self->open_box))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
  update_placeholder (self);
}

static void
on_text_changed (TeaComposer *self)
{
  g_autofree char *text = NULL;

  _tea_composer_update (self);
  if (self->in_update)
    return;
  _tea_composer_show_hint (self, NULL, FALSE);
  _tea_composer_complete (self);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  self->draft_timer = g_timeout_add (DRAFT_MS, on_draft_timer, self);
  text = _tea_composer_dup_text (self);
  /* A command is nobody's business. */
  _tea_composer_set_typing (self, *text != '\0' && *text != '/');
}

static void
on_room_notify (MxRoom      *room,
                GParamSpec  *pspec,
                TeaComposer *self)
{
  const char *name = pspec->name;

  if (strcmp (name, "can-send") == 0 || strcmp (name, "name") == 0 || strcmp (name, "is-public") == 0)
    _tea_composer_update (self);
}

static void
cancel_mode (TeaComposer *self)
{
  gboolean was_edit = self->mode == TEA_COMPOSER_EDIT;
  g_autofree char *put_aside = g_steal_pointer (&self->put_aside);

  _tea_composer_set_mode (self, TEA_COMPOSER_WRITE, NULL);
  if (was_edit)
    _tea_composer_set_text (self, put_aside);
}

static void
on_bar_closed (TeaComposer *self)
{
  cancel_mode (self);
  tea_composer_focus (self);
}

static void
on_hint_clicked (TeaComposer *self)
{
  _tea_composer_send_plain (self);
}

static void
on_member_picked (TeaComposer *self,
                  MxMember    *member)
{
  _tea_composer_insert_mention (self, member);
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

static gboolean
handle_escape (TeaComposer *self)
{
  if (gtk_widget_get_visible (self->hint))
    _tea_composer_show_hint (self, NULL, FALSE);
  else if (self->mode != TEA_COMPOSER_WRITE)
    cancel_mode (self);
  else
    return FALSE;
  return TRUE;
}

static void
on_preedit_changed (TeaComposer *self,
                    const char  *preedit)
{
  self->is_composing = preedit != NULL && *preedit != '\0';
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                TeaComposer           *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  gboolean is_empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  gboolean was_composing = self->is_composing;

  /* What an input method is composing belongs to it: Enter ends it and sends nothing. */
  if (is_enter (keyval) && event != NULL && gtk_text_view_im_context_filter_keypress (self->text, event))
    return TRUE;
  if (was_composing && is_enter (keyval))
    gtk_text_view_reset_im_context (self->text);
  if (was_composing)
    return is_enter (keyval);
  if (modifiers == 0 && tea_completion_handle_key (self->completion, keyval))
    return TRUE;
  if (is_enter (keyval) && (modifiers == 0 || modifiers == GDK_CONTROL_MASK)) {
    tea_composer_send (self);
    return TRUE;
  }
  if (keyval == GDK_KEY_Escape && modifiers == 0)
    return handle_escape (self);
  if ((keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up) && modifiers == 0 && is_empty)
    return _tea_composer_edit_last (self);
  return FALSE;
}

static void
on_focus_left (TeaComposer *self)
{
  tea_completion_close (self->completion);
}

static void
on_emoji_picked (GtkEmojiChooser *chooser,
                 const char      *emoji,
                 TeaComposer     *self)
{
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
  tea_composer_focus (self);
}

/* The chooser is heavy; it is made when somebody wants it. */
static void
create_emoji_popup (GtkMenuButton *button,
                    gpointer       user_data)
{
  GtkWidget *chooser;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_object (chooser, "emoji-picked", G_CALLBACK (on_emoji_picked), user_data, G_CONNECT_DEFAULT);
  gtk_menu_button_set_popover (button, chooser);
}

static void
on_paste (TeaComposer *self)
{
  if (_tea_composer_paste (self))
    g_signal_stop_emission_by_name (self->text, "paste-clipboard");
}

static void
attach_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  _tea_composer_choose_files (TEA_COMPOSER (widget));
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  tea_composer_send (TEA_COMPOSER (widget));
}

static void
tea_composer_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch ((TeaComposerProperty) prop_id) {
  case PROP_ROOM:
    tea_composer_set_room (TEA_COMPOSER (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_composer_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((TeaComposerProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, TEA_COMPOSER (object)->room);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* Eight lines of the font as it is, so that large text has eight as well. */
static void
tea_composer_map (GtkWidget *widget)
{
  TeaComposer *self = TEA_COMPOSER (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->text), "X");
  int margins = gtk_text_view_get_top_margin (self->text) + gtk_text_view_get_bottom_margin (self->text);
  int line;

  pango_layout_get_pixel_size (layout, NULL, &line);
  gtk_scrolled_window_set_max_content_height (self->scroller, line * MAX_LINES + margins);
  GTK_WIDGET_CLASS (tea_composer_parent_class)->map (widget);
}

static gboolean
tea_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TEA_COMPOSER (widget)->text));
}

static void
tea_composer_dispose (GObject *object)
{
  TeaComposer *self = TEA_COMPOSER (object);

  tea_composer_set_room (self, NULL);
  g_clear_handle_id (&self->draft_timer, g_source_remove);
  g_clear_handle_id (&self->typing_timer, g_source_remove);
  g_clear_object (&self->target);
  g_clear_object (&self->attach_room);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_COMPOSER);
  G_OBJECT_CLASS (tea_composer_parent_class)->dispose (object);
}

static void
tea_composer_finalize (GObject *object)
{
  TeaComposer *self = TEA_COMPOSER (object);

  g_hash_table_unref (self->mention_tags);
  g_hash_table_unref (self->written_in);
  g_free (self->put_aside);
  G_OBJECT_CLASS (tea_composer_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, clamp);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, open_box);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, bar);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, bar_icon);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, bar_label);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, hint_label);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, hint_button);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, text);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, completion);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, attach);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, emoji);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, send);
  gtk_widget_class_bind_template_child (widget_class, TeaComposer, closed);
  gtk_widget_class_bind_template_callback (widget_class, on_bar_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_hint_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_paste);
  gtk_widget_class_bind_template_callback (widget_class, on_member_picked);
  gtk_widget_class_bind_template_callback (widget_class, on_preedit_changed);
}

static void
tea_composer_class_init (TeaComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tea_composer_set_property;
  object_class->get_property = tea_composer_get_property;
  object_class->dispose = tea_composer_dispose;
  object_class->finalize = tea_composer_finalize;
  widget_class->map = tea_composer_map;
  widget_class->grab_focus = tea_composer_grab_focus;

  /**
   * TeaComposer:room: (nullable)
   *
   * The room that is written to.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_COMPLETION);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "teacomposer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_controllers (TeaComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->text), focus);
}

static void
tea_composer_init (TeaComposer *self)
{
  self->mention_tags = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->written_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->text);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (self->emoji, create_emoji_popup, self, NULL);
  add_controllers (self);
  _tea_composer_update (self);
}

/**
 * tea_composer_new:
 *
 * Returns: (transfer floating): a composer without a room
 */
GtkWidget *
tea_composer_new (void)
{
  return g_object_new (TEA_TYPE_COMPOSER, NULL);
}

static void
leave_room (TeaComposer *self)
{
  if (self->room == NULL)
    return;
  cancel_mode (self);
  _tea_composer_save_draft (self);
  _tea_composer_set_typing (self, FALSE);
  tea_completion_set_members (self->completion, NULL, NULL);
  g_clear_object (&self->members);
  g_clear_signal_handler (&self->room_handler, self->room);
  g_clear_object (&self->room);
}

/**
 * tea_composer_set_room:
 * @self: a composer
 * @room: (nullable): the room that is written to
 *
 * What is written so far stays as the former room's draft.
 */
void
tea_composer_set_room (TeaComposer *self,
                       MxRoom      *room)
{
  g_return_if_fail (TEA_IS_COMPOSER (self));

  if (self->room == room)
    return;
  leave_room (self);
  if (room != NULL) {
    self->room = g_object_ref (room);
    self->room_handler = g_signal_connect (room, "notify", G_CALLBACK (on_room_notify), self);
  }
  _tea_composer_set_text (self, room != NULL ? mx_room_get_draft (room) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_composer_get_room:
 * @self: a composer
 *
 * Returns: (transfer none) (nullable): the room that is written to
 */
MxRoom *
tea_composer_get_room (TeaComposer *self)
{
  g_return_val_if_fail (TEA_IS_COMPOSER (self), NULL);

  return self->room;
}

/**
 * tea_composer_focus:
 * @self: a composer
 *
 * Lets the keyboard write here.
 */
void
tea_composer_focus (TeaComposer *self)
{
  g_return_if_fail (TEA_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/**
 * tea_composer_get_entry:
 * @self: a composer
 *
 * Returns: (transfer none): the text that is written in
 */
GtkTextView *
tea_composer_get_entry (TeaComposer *self)
{
  g_return_val_if_fail (TEA_IS_COMPOSER (self), NULL);

  return self->text;
}
