/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the composer does with what was written: sends it, as an answer or a change where a
 * bar says so, obeys the commands it knows, and asks about those it does not. Main thread. */

#include "config.h"

#include "tea-command.h"
#include "tea-composer-private.h"
#include "tea-message-text.h"

#include "mx-event.h"
#include "mx-room.h"
#include "mx-text.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"
#include "types/m-room-message.h"

#include <glib/gi18n.h>
#include <string.h>

/* How far back "Up" looks for a message of one's own. */
#define MAX_BACK 200

static const MxRoomMessage *
get_message (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_event (item);

  return event != NULL ? mx_event_get_content_as (event, &mx_type_room_message) : NULL;
}

static char *
bar_text (TeaComposerMode  mode,
          MxTimelineItem  *target)
{
  g_autofree char *name = mx_text_clean_name (mx_timeline_item_get_sender_name (target));
  g_autofree char *isolated = mx_text_isolate (name);
  g_autofree char *line = mx_text_clean_line (mx_timeline_item_get_text (target));

  if (mode == TEA_COMPOSER_EDIT)
    return g_strdup (_("Changing your message"));
  /* Translators: above the composer while an answer is written: to whom, and to what. */
  return g_strdup_printf (_("Answer to %1$s: %2$s"), isolated, line);
}

/*< private >
 * _tea_composer_set_mode:
 * @target: (nullable): what is answered or changed
 */
void
_tea_composer_set_mode (TeaComposer     *self,
                        TeaComposerMode  mode,
                        MxTimelineItem  *target)
{
  self->mode = target != NULL ? mode : TEA_COMPOSER_WRITE;
  g_set_object (&self->target, target);
  gtk_widget_set_visible (self->bar, target != NULL);
  _tea_composer_show_hint (self, NULL, FALSE);
  if (target != NULL) {
    g_autofree char *text = bar_text (mode, target);

    gtk_label_set_text (self->bar_label, text);
    gtk_image_set_from_icon_name (self->bar_icon, mode == TEA_COMPOSER_EDIT ? "document-edit-symbolic"
                                                                            : "mail-reply-sender-symbolic");
    gtk_accessible_announce (GTK_ACCESSIBLE (self->text), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  }
}

/*< private >
 * _tea_composer_show_hint:
 * @sentence: (nullable): what is to be said; %NULL takes the hint away
 * @can_send: whether the text can be sent as it is
 */
void
_tea_composer_show_hint (TeaComposer *self,
                         const char  *sentence,
                         gboolean     can_send)
{
  gtk_widget_set_visible (self->hint, sentence != NULL);
  if (sentence == NULL)
    return;
  gtk_label_set_text (self->hint_label, sentence);
  gtk_widget_set_visible (self->hint_button, can_send);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->text), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* The mentions as they stand in the part of the text that is sent. */
static GPtrArray *
shift_mentions (GPtrArray *mentions,
                guint      offset,
                guint      len)
{
  GPtrArray *shifted = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_mention_free);
  guint i;

  for (i = 0; i < mentions->len; i++) {
    TeaMention *mention = g_ptr_array_index (mentions, i);
    TeaMention *copy;

    if (mention->start < offset || mention->end - offset > len)
      continue;
    copy = g_new0 (TeaMention, 1);
    copy->start = mention->start - offset;
    copy->end = mention->end - offset;
    copy->user_id = g_strdup (mention->user_id);
    g_ptr_array_add (shifted, copy);
  }
  return shifted;
}

static void
after_sending (TeaComposer *self)
{
  g_autofree char *put_aside = g_steal_pointer (&self->put_aside);

  g_hash_table_add (self->written_in, g_strdup (mx_room_get_id (self->room)));
  _tea_composer_set_mode (self, TEA_COMPOSER_WRITE, NULL);
  _tea_composer_set_text (self, put_aside);
  _tea_composer_set_typing (self, FALSE);
  _tea_composer_save_draft (self);
  tea_composer_focus (self);
}

/* Who is mentioned, and who is answered. */
static char **
dup_mentioned (TeaComposer *self,
               GPtrArray   *mentions)
{
  g_auto (GStrv) ids = tea_message_text_to_ids (mentions);
  g_autoptr (GStrvBuilder) builder = NULL;
  const char *answered = self->mode == TEA_COMPOSER_REPLY ? mx_timeline_item_get_sender (self->target) : NULL;

  if (answered == NULL || mx_timeline_item_is_own (self->target) ||
      g_strv_contains ((const char *const *) ids, answered))
    return g_steal_pointer (&ids);
  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **) ids);
  g_strv_builder_add (builder, answered);
  return g_strv_builder_end (builder);
}

static void
send_message (TeaComposer *self,
              const char  *msgtype,
              const char  *text,
              guint        offset)
{
  g_autofree char *body = g_strchomp (g_strdup (text));
  g_autoptr (GPtrArray) all = _tea_composer_get_mentions (self);
  g_autoptr (GPtrArray) mentions = shift_mentions (all, offset, (guint) g_utf8_strlen (body, -1));
  g_autofree char *html = tea_message_text_to_html (body, mentions);
  g_auto (GStrv) ids = dup_mentioned (self, mentions);
  const char *target = self->target != NULL ? mx_timeline_item_get_event_id (self->target) : NULL;
  g_autofree char *txn_id = NULL;

  if (self->room == NULL || *body == '\0')
    return;
  txn_id = mx_room_send_text (self->room, msgtype, body, html, (const char *const *) ids,
                              self->mode == TEA_COMPOSER_REPLY ? target : NULL,
                              self->mode == TEA_COMPOSER_EDIT ? target : NULL);
  g_debug ("message queued as %s", txn_id);
  after_sending (self);
}

static void
join (TeaComposer *self,
      const char  *rest)
{
  g_autofree char *room = g_strstrip (g_strdup (rest));

  if (*room == '\0') {
    _tea_composer_show_hint (self, _("Write the room after it: /join #room:example.org"), FALSE);
    return;
  }
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", room)) {
    g_debug ("nobody opens rooms here");
    return;
  }
  _tea_composer_set_text (self, NULL);
  _tea_composer_save_draft (self);
}

/*< private >
 * _tea_composer_send_plain:
 *
 * Sends the text as it stands, whatever it looks like.
 */
void
_tea_composer_send_plain (TeaComposer *self)
{
  g_autofree char *text = _tea_composer_dup_text (self);

  send_message (self, "m.text", text, 0);
}

static gboolean
has_words (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  return *g_strstrip (copy) != '\0';
}

/**
 * tea_composer_send:
 * @self: a composer
 *
 * Does what the written text asks for.
 */
void
tea_composer_send (TeaComposer *self)
{
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *name = NULL;
  g_autoptr (TeaCommand) command = NULL;

  g_return_if_fail (TEA_IS_COMPOSER (self));

  text = _tea_composer_dup_text (self);
  if (self->room == NULL || !mx_room_can_send (self->room) || !has_words (text))
    return;
  command = tea_command_parse (text);
  switch (command->kind) {
  case TEA_COMMAND_NONE:
    send_message (self, "m.text", command->rest, command->offset);
    break;
  case TEA_COMMAND_EMOTE:
    send_message (self, "m.emote", command->rest, command->offset);
    break;
  case TEA_COMMAND_JOIN:
    join (self, command->rest);
    break;
  case TEA_COMMAND_UNKNOWN:
  default:
    name = mx_text_isolate (command->name);
    /* Translators: %s is what somebody wrote after a slash; it is no command. */
    sentence = g_strdup_printf (_("There is no command /%s. Send it as a message?"), name);
    _tea_composer_show_hint (self, sentence, TRUE);
  }
}

/**
 * tea_composer_reply:
 * @self: a composer
 * @item: what is answered
 *
 * Begins an answer; what was written stays.
 */
void
tea_composer_reply (TeaComposer    *self,
                    MxTimelineItem *item)
{
  g_return_if_fail (TEA_IS_COMPOSER (self));

  if (mx_timeline_item_get_event_id (item) == NULL)
    return;
  if (self->mode == TEA_COMPOSER_EDIT) {
    g_autofree char *put_aside = g_steal_pointer (&self->put_aside);

    _tea_composer_set_text (self, put_aside);
  }
  _tea_composer_set_mode (self, TEA_COMPOSER_REPLY, item);
  tea_composer_focus (self);
}

/**
 * tea_composer_edit:
 * @self: a composer
 * @item: a message of one's own
 *
 * Begins to change a message; what was written is put aside until then.
 */
void
tea_composer_edit (TeaComposer    *self,
                   MxTimelineItem *item)
{
  const MxRoomMessage *message;
  g_autofree char *text = NULL;

  g_return_if_fail (TEA_IS_COMPOSER (self));

  message = get_message (item);
  if (message == NULL || mx_timeline_item_get_event_id (item) == NULL || !mx_timeline_item_is_own (item))
    return;
  if (self->mode != TEA_COMPOSER_EDIT) {
    _tea_composer_save_draft (self);
    g_free (self->put_aside);
    self->put_aside = _tea_composer_dup_text (self);
  }
  text = g_strconcat (message->msgtype == MX_MSGTYPE_EMOTE ? "/me " : g_str_has_prefix (message->body, "/") ? "/"
                                                                                                            : "",
                      message->body, NULL);
  _tea_composer_set_mode (self, TEA_COMPOSER_EDIT, item);
  _tea_composer_set_text (self, text);
  tea_composer_focus (self);
}

static gboolean
is_editable (MxTimelineItem *item)
{
  const MxRoomMessage *message = mx_timeline_item_get_kind (item) == MX_ITEM_MESSAGE ? get_message (item) : NULL;

  return message != NULL && message->url == NULL && mx_timeline_item_is_own (item) &&
         mx_timeline_item_get_event_id (item) != NULL;
}

/*< private >
 * _tea_composer_edit_last:
 *
 * Begins to change the last message of one's own.
 *
 * Returns: whether there is one
 */
gboolean
_tea_composer_edit_last (TeaComposer *self)
{
  g_autoptr (MxTimeline) timeline = self->room != NULL ? mx_room_get_timeline (self->room) : NULL;
  guint n = timeline != NULL ? g_list_model_get_n_items (G_LIST_MODEL (timeline)) : 0;
  guint i;

  for (i = n; i > 0 && n - i < MAX_BACK; i--) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (timeline), i - 1);

    if (is_editable (item)) {
      tea_composer_edit (self, item);
      return TRUE;
    }
  }
  return FALSE;
}
