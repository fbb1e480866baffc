/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a row says as text: made when somebody asks, kept, and made again when what it was
 * made of changes. Main thread. */

#include "config.h"

#include "mx-timeline-item-private.h"

#include "mx-event.h"
#include "mx-model-private.h"
#include "mx-state-sentence.h"

#include "types/m-room-message.h"
#include "types/m-sticker.h"

static GHashTable *
dup_names (MxTimelineItem *self)
{
  MxTimeline *timeline = _mx_timeline_item_get_timeline (self);
  GHashTable *names;

  if (timeline != NULL)
    return g_hash_table_ref (_mx_timeline_get_names (timeline));

  names = g_hash_table_new (g_str_hash, g_str_equal);
  if (self->event != NULL && self->sender_name != NULL)
    g_hash_table_insert (names, (char *) mx_event_get_sender (self->event), self->sender_name);
  return names;
}

static char *
message_text (MxTimelineItem *self,
              GHashTable     *names)
{
  const MxRoomMessage *message = mx_event_get_content_as (self->event, &mx_type_room_message);
  const MxSticker *sticker = mx_event_get_content_as (self->event, &mx_type_sticker);

  if (message != NULL)
    return g_strdup (message->body);
  if (sticker != NULL)
    return g_strdup (sticker->body);
  return mx_event_dup_summary (self->event, names);
}

static char *
make_text (MxTimelineItem *self)
{
  g_autoptr (GHashTable) names = NULL;

  if (self->given_text != NULL)
    return g_strdup (self->given_text);
  if (self->event == NULL && self->folded == NULL)
    return g_strdup ("");

  names = dup_names (self);
  switch (self->kind) {
  case MX_ITEM_MESSAGE:
    return message_text (self, names);
  case MX_ITEM_STATE:
    return _mx_state_sentence (self->folded, self->event, names);
  case MX_ITEM_REDACTED:
    return _mx_redacted_sentence (self->event, names);
  case MX_ITEM_UNKNOWN:
    return _mx_unknown_sentence (self->event, names);
  case MX_ITEM_DAY:
  case MX_ITEM_UNREAD:
  case MX_ITEM_GAP:
  case MX_ITEM_START:
  default:
    return g_strdup ("");
  }
}

/**
 * mx_timeline_item_get_text:
 * @self: a row
 *
 * Plain text of the row: a message's body, a state row's sentence. Of strangers.
 *
 * Returns: (transfer none): the text, possibly empty
 */
const char *
mx_timeline_item_get_text (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  if (self->text == NULL)
    self->text = make_text (self);
  return self->text != NULL ? self->text : "";
}

/*< private >
 * _mx_timeline_item_refresh_text:
 *
 * Makes a text that was asked for again, and notifies when it is another one. What
 * nobody has asked for needs no notice.
 */
void
_mx_timeline_item_refresh_text (MxTimelineItem *self)
{
  g_autofree char *text = NULL;

  if (self->text == NULL)
    return;
  text = make_text (self);
  if (g_set_str (&self->text, text != NULL ? text : ""))
    _mx_timeline_item_notify (self, MX_ITEM_PROP_TEXT);
}

/**
 * mx_timeline_item_dup_source:
 * @self: a row
 *
 * Returns: (transfer full): the unedited source and, when edited, the newest edit's
 */
char *
mx_timeline_item_dup_source (MxTimelineItem *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  if (self->folded == NULL && self->original != NULL)
    g_string_append (text, mx_event_get_source (self->original));
  for (guint i = 0; self->folded != NULL && i < self->folded->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", mx_event_get_source (g_ptr_array_index (self->folded, i)));
  if (self->edit != NULL)
    g_string_append_printf (text, "\n%s", mx_event_get_source (self->edit));
  return g_string_free_and_steal (g_steal_pointer (&text));
}
