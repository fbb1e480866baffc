/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-reaction.h"
#include "mx-session-private.h"
#include "mx-test.h"
#include "mx-timeline-item-private.h"
#include "mx-timeline-private.h"

#include <string.h>

/* The shadow. */

static char *
read_one (GObject    *object,
          const char *name)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (object, name, &value);
  if (G_VALUE_HOLDS (&value, G_TYPE_ERROR) && g_value_get_boxed (&value) != NULL)
    return g_strdup (((const GError *) g_value_get_boxed (&value))->message);
  return g_strdup_value_contents (&value);
}

static GHashTable *
read_all (GObject *object)
{
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < n; i++) {
    g_hash_table_insert (values, (char *) specs[i]->name, read_one (object, specs[i]->name));
  }
  return values;
}

static void
notify_cb (GObject    *object,
           GParamSpec *spec,
           gpointer    user_data)
{
  MxShadow *shadow = user_data;
  GHashTable *values = g_hash_table_lookup (shadow->seen, object);
  g_autofree char *now = read_one (object, spec->name);

  if (g_strcmp0 (now, g_hash_table_lookup (values, spec->name)) == 0)
    g_error ("needless notify of %s: %s", spec->name, now);
  g_hash_table_insert (values, (char *) spec->name, g_steal_pointer (&now));
  shadow->n_notifies++;
}

static void
meet (MxShadow *shadow,
      GObject  *object)
{
  if (g_hash_table_contains (shadow->seen, object))
    return;
  g_hash_table_insert (shadow->seen, g_object_ref (object), read_all (object));
  g_signal_connect (object, "notify", G_CALLBACK (notify_cb), shadow);
}

static void
assert_equal (MxShadow *shadow)
{
  g_assert_cmpuint (g_list_model_get_n_items (shadow->model), ==, shadow->items->len);
  for (guint i = 0; i < shadow->items->len; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (shadow->model, i);

    g_assert_true (item == g_ptr_array_index (shadow->items, i));
  }
  g_assert_null (g_list_model_get_item (shadow->model, shadow->items->len));
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  MxShadow *shadow = user_data;

  g_assert_cmpuint (position + removed, <=, shadow->items->len);
  g_assert_true (removed > 0 || added > 0);
  if (removed > 0)
    g_ptr_array_remove_range (shadow->items, position, removed);
  for (guint i = 0; i < added; i++) {
    GObject *item = g_list_model_get_item (model, position + i);

    g_ptr_array_insert (shadow->items, (int) (position + i), item);
  }
  shadow->n_signals++;
  shadow->n_removed += removed;
  shadow->n_added += added;
  assert_equal (shadow);
  for (guint i = 0; i < added; i++)
    meet (shadow, g_ptr_array_index (shadow->items, position + i));
}

MxShadow *
mx_shadow_new (GListModel *model)
{
  MxShadow *shadow = g_new0 (MxShadow, 1);

  shadow->model = g_object_ref (model);
  shadow->items = g_ptr_array_new_with_free_func (g_object_unref);
  shadow->seen = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) g_hash_table_unref);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), shadow);
  if (g_list_model_get_n_items (model) > 0)
    items_changed_cb (model, 0, 0, g_list_model_get_n_items (model), shadow);
  mx_shadow_reset (shadow);
  return shadow;
}

void
mx_shadow_free (MxShadow *shadow)
{
  GHashTableIter iter;
  gpointer object;

  g_signal_handlers_disconnect_by_data (shadow->model, shadow);
  g_hash_table_iter_init (&iter, shadow->seen);
  while (g_hash_table_iter_next (&iter, &object, NULL))
    g_signal_handlers_disconnect_by_data (object, shadow);
  g_hash_table_unref (shadow->seen);
  g_ptr_array_unref (shadow->items);
  g_object_unref (shadow->model);
  g_free (shadow);
}

void
mx_shadow_check (MxShadow *shadow)
{
  assert_equal (shadow);
  for (guint i = 0; i < shadow->items->len; i++) {
    GObject *item = g_ptr_array_index (shadow->items, i);
    GHashTable *told = g_hash_table_lookup (shadow->seen, item);
    g_autoptr (GHashTable) now = read_all (item);
    GHashTableIter iter;
    gpointer name, value;

    g_hash_table_iter_init (&iter, now);
    while (g_hash_table_iter_next (&iter, &name, &value))
      if (g_strcmp0 (value, g_hash_table_lookup (told, name)) != 0)
        g_error ("no notify of %s: was %s, is %s", (char *) name, (char *) g_hash_table_lookup (told, name),
                 (char *) value);
  }
}

void
mx_shadow_reset (MxShadow *shadow)
{
  shadow->n_signals = shadow->n_removed = shadow->n_added = shadow->n_notifies = 0;
}

/* Session and room. */

MxSession *
mx_model_session (void)
{
  MxSession *session = mx_session_new (mx_test_temp_dir ());
  MxAccountInfo account = {
    .user_id = (char *) ME,
    .device_id = (char *) "DEVICE",
    .homeserver = (char *) "http://localhost:1",
    .server_name = (char *) "example.org",
  };

  _mx_session_set_account (session, &account);
  return session;
}

MxRoomSummary *
mx_model_summary (const char *room_id,
                  const char *name)
{
  MxRoomSummary *summary = g_new0 (MxRoomSummary, 1);

  g_atomic_ref_count_init (&summary->ref_count);
  summary->room_id = g_strdup (room_id);
  summary->membership = MX_MEMBERSHIP_JOIN;
  summary->name = g_strdup (name);
  summary->version = g_strdup ("11");
  summary->join_rule = g_strdup ("public");
  summary->guest_access = g_strdup ("can_join");
  summary->history_visibility = g_strdup ("shared");
  summary->tag_order = 2;
  return summary;
}

static gboolean
is_applied (gpointer session)
{
  return !_mx_session_is_applying (session);
}

void
mx_model_apply (MxSession *session,
                MxDelta   *delta)
{
  _mx_session_apply (session, delta);
  if (_mx_session_is_applying (session))
    mx_test_assert_wait (is_applied, session, 5000);
}

static gboolean
is_quiet (gpointer timeline)
{
  return !mx_timeline_is_loading (timeline);
}

void
mx_model_set_up (MxModelFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();

  fixture->session = mx_model_session ();
  mx_delta_get_room (delta, ROOM)->summary = mx_model_summary (ROOM, "Help");
  mx_model_apply (fixture->session, delta);
  fixture->room = g_object_ref (mx_session_get_room (fixture->session, ROOM));
  fixture->timeline = mx_room_get_timeline (fixture->room);
  /* The engine answers that nobody is signed in. */
  mx_test_assert_wait (is_quiet, fixture->timeline, 5000);
  fixture->shadow = mx_shadow_new (G_LIST_MODEL (fixture->timeline));
}

void
mx_model_tear_down (MxModelFixture *fixture,
                    gconstpointer   data)
{
  mx_shadow_check (fixture->shadow);
  g_clear_pointer (&fixture->shadow, mx_shadow_free);
  g_assert_finalize_object (fixture->timeline);
  g_object_unref (fixture->session);
  g_assert_finalize_object (fixture->room);
}

/* Events. */

MxEvent *
mx_model_event (const char *json)
{
  g_autoptr (GError) error = NULL;
  MxEvent *event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, ROOM, &error);

  g_assert_no_error (error);
  return event;
}

MxEvent *
mx_model_message (const char *id,
                  const char *sender,
                  gint64      ts,
                  const char *body)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"m.room.message\",\"event_id\":\"%s\",\"sender\":\"%s\","
                                           "\"origin_server_ts\":%" G_GINT64_FORMAT ","
                                           "\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}}",
                                           id, sender, ts, body);

  return mx_model_event (json);
}

MxEvent *
mx_model_member (const char *id,
                 const char *user_id,
                 gint64      ts,
                 const char *membership,
                 const char *before)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"m.room.member\",\"event_id\":\"%s\",\"sender\":\"%s\","
                                           "\"state_key\":\"%s\",\"origin_server_ts\":%" G_GINT64_FORMAT ","
                                           "\"content\":{\"membership\":\"%s\"},"
                                           "\"unsigned\":{\"prev_content\":{\"membership\":\"%s\"}}}",
                                           id, user_id, user_id, ts, membership, before);

  return mx_model_event (json);
}

/* @kind: "edit", "reaction", "redaction" or "reply". */
MxEvent *
mx_model_relation (const char *id,
                   const char *sender,
                   gint64      ts,
                   const char *kind,
                   const char *target,
                   const char *text)
{
  g_autofree char *content = NULL;
  g_autofree char *json = NULL;
  const char *type = "m.room.message";

  if (strcmp (kind, "reaction") == 0) {
    type = "m.reaction";
    content = g_strdup_printf ("{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"%s\",\"key\":\"%s\"}}",
                               target, text);
  } else if (strcmp (kind, "redaction") == 0) {
    type = "m.room.redaction";
    content = g_strdup_printf ("{\"redacts\":\"%s\"}", target);
  } else if (strcmp (kind, "reply") == 0)
    content = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"%s\","
                               "\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"%s\"}}}",
                               text, target);
  else
    content = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"* %s\","
                               "\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"},"
                               "\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}",
                               text, text, target);
  json = g_strdup_printf ("{\"type\":\"%s\",\"event_id\":\"%s\",\"sender\":\"%s\","
                          "\"origin_server_ts\":%" G_GINT64_FORMAT ",\"content\":%s}",
                          type, id, sender, ts, content);
  return mx_model_event (json);
}

MxMemberInfo *
mx_model_person (const char *user_id,
                 const char *name)
{
  MxMemberInfo *info = g_new0 (MxMemberInfo, 1);

  info->user_id = g_strdup (user_id);
  info->name = g_strdup (name);
  info->raw_name = g_strdup (name);
  info->membership = MX_MEMBERSHIP_JOIN;
  return info;
}

MxTimelineEntry *
mx_model_entry (gint64   pos,
                MxEvent *event)
{
  MxTimelineEntry *entry = g_new0 (MxTimelineEntry, 1);

  entry->kind = event != NULL ? MX_ENTRY_EVENT : MX_ENTRY_GAP;
  entry->pos = pos;
  entry->event = event;
  return entry;
}

MxTimelineEntry *
mx_model_local (MxEvent     *event,
                const char  *txn_id,
                MxSendState  state)
{
  MxTimelineEntry *entry = mx_model_entry (0, event);

  entry->txn_id = g_strdup (txn_id);
  entry->send_state = state;
  if (state == MX_SEND_FAILED)
    entry->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "refused");
  return entry;
}

static GPtrArray *
collect (va_list args)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
  MxTimelineEntry *entry = va_arg (args, MxTimelineEntry *);

  for (; entry != NULL; entry = va_arg (args, MxTimelineEntry *))
    g_ptr_array_add (entries, entry);
  return entries;
}

MxTimelineSlice *
mx_model_slice (gboolean at_start,
                ...)
{
  MxTimelineSlice *slice = g_new0 (MxTimelineSlice, 1);
  va_list args;

  va_start (args, at_start);
  slice->entries = collect (args);
  va_end (args);
  slice->at_start = at_start;
  slice->members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  return slice;
}

void
mx_model_append (MxModelFixture *fixture,
                 ...)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  va_list args;

  va_start (args, fixture);
  mx_delta_get_room (delta, ROOM)->appended = collect (args);
  va_end (args);
  mx_model_apply (fixture->session, delta);
}

void
mx_model_change (MxModelFixture *fixture,
                 ...)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  va_list args;

  va_start (args, fixture);
  mx_delta_get_room (delta, ROOM)->changed = collect (args);
  va_end (args);
  mx_model_apply (fixture->session, delta);
}

void
mx_model_discard (MxModelFixture *fixture,
                  const char     *txn_id)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomDelta *room = mx_delta_get_room (delta, ROOM);

  room->discarded = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (room->discarded, g_strdup (txn_id));
  mx_model_apply (fixture->session, delta);
}

void
mx_model_people (MxModelFixture *fixture,
                 ...)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomDelta *room = mx_delta_get_room (delta, ROOM);
  va_list args;

  room->members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  va_start (args, fixture);
  for (MxMemberInfo *info = va_arg (args, MxMemberInfo *); info != NULL; info = va_arg (args, MxMemberInfo *))
    g_ptr_array_add (room->members, info);
  va_end (args);
  mx_model_apply (fixture->session, delta);
}

/* Dump. */

static void
dump_reactions (MxTimelineItem *item,
                GString        *out)
{
  GListStore *list = _mx_timeline_item_peek_reactions (item);
  guint n = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_string_append_printf (out, " %s%u%s", mx_reaction_get_key (reaction), mx_reaction_get_count (reaction),
                            mx_reaction_is_mine (reaction) ? "*" : "");
  }
}

static void
dump_message (MxTimelineItem *item,
              const char     *kind,
              GString        *out)
{
  static const char *const states[] = { "", " queued", " sending", " sent", " failed" };
  const char *id = mx_timeline_item_get_event_id (item);

  g_string_append_printf (out, "%s%s %s %s", kind, mx_timeline_item_is_head (item) ? "^" : "",
                          id != NULL ? id : mx_timeline_item_get_txn_id (item), mx_timeline_item_get_sender (item));
  if (mx_timeline_item_get_kind (item) == MX_ITEM_MESSAGE)
    g_string_append_printf (out, " “%s”", mx_timeline_item_get_text (item));
  if (mx_timeline_item_is_edited (item))
    g_string_append (out, " edited");
  g_string_append (out, states[mx_timeline_item_get_send_state (item)]);
  dump_reactions (item, out);
}

static void
dump_item (MxTimelineItem *item,
           GString        *out)
{
  GPtrArray *folded = mx_timeline_item_get_changes (item);

  switch (mx_timeline_item_get_kind (item)) {
  case MX_ITEM_MESSAGE:
    dump_message (item, "message", out);
    break;
  case MX_ITEM_REDACTED:
    dump_message (item, "removed", out);
    break;
  case MX_ITEM_UNKNOWN:
    dump_message (item, "unknown", out);
    break;
  case MX_ITEM_STATE:
    g_string_append (out, "state");
    for (guint i = 0; i < folded->len; i++)
      g_string_append_printf (out, " %s", mx_event_get_id (g_ptr_array_index (folded, i)));
    break;
  case MX_ITEM_DAY:
    g_string_append_printf (out, "day %" G_GINT64_FORMAT, mx_timeline_item_get_ts (item) / DAY_MS);
    break;
  case MX_ITEM_UNREAD:
    g_string_append (out, "unread");
    break;
  case MX_ITEM_GAP:
    g_string_append_printf (out, "gap %" G_GINT64_FORMAT, _mx_timeline_item_get_key (item)->pos);
    break;
  case MX_ITEM_START:
    g_string_append (out, "start");
    break;
  default:
    g_assert_not_reached ();
  }
  g_string_append_c (out, '\n');
}

char *
mx_model_dump (GListModel *timeline)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (timeline, i);

    dump_item (item, out);
  }
  return g_string_free_and_steal (out);
}
