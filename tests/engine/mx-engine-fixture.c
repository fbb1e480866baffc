/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of the engine share. Everything runs on the test's thread, as the main
 * thread of the program; the engine has its own. */

#include "config.h"

#include "mx-engine-fixture.h"

#include "mx-error.h"
#include "mx-json.h"
#include "types/m-room-message.h"

#include <string.h>

#define DEADLINE_MS 30000

/* --- deltas -------------------------------------------------------------------------- */

static gboolean
is_same_entry (const MxTimelineEntry *a,
               const MxTimelineEntry *b)
{
  const char *id_a = a->event ? mx_event_get_id (a->event) : NULL;
  const char *id_b = b->event ? mx_event_get_id (b->event) : NULL;

  if (a->kind != b->kind)
    return FALSE;
  if (a->kind == MX_ENTRY_GAP)
    return a->pos == b->pos;
  if (id_a && id_b)
    return g_str_equal (id_a, id_b);
  return a->txn_id && g_strcmp0 (a->txn_id, b->txn_id) == 0;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const MxTimelineEntry *left = *(MxTimelineEntry *const *) a;
  const MxTimelineEntry *right = *(MxTimelineEntry *const *) b;
  gboolean local_left = left->send_state != MX_SEND_NONE;
  gboolean local_right = right->send_state != MX_SEND_NONE;

  if (local_left != local_right)
    return local_left ? 1 : -1;
  return left->pos < right->pos ? -1 : left->pos > right->pos;
}

static guint
merge (GPtrArray *timeline,
       GPtrArray *entries)
{
  MxTimelineEntry *entry;
  guint added = 0;
  guint i, j;

  for (i = 0; entries && i < entries->len; i++) {
    entry = g_ptr_array_index (entries, i);
    for (j = 0; j < timeline->len; j++)
      if (is_same_entry (entry, timeline->pdata[j]))
        break;
    if (j < timeline->len)
      g_ptr_array_remove_index (timeline, j);
    else
      added++;
    g_ptr_array_add (timeline, mx_timeline_entry_copy (entry));
  }
  /* Stable: local entries keep their order. */
  g_ptr_array_sort (timeline, compare_entries);
  return added;
}

GPtrArray *
mx_fixture_timeline (MxFixture  *self,
                     const char *room_id)
{
  GPtrArray *timeline = g_hash_table_lookup (self->timelines, room_id);

  if (!timeline) {
    timeline = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
    g_hash_table_insert (self->timelines, g_strdup (room_id), timeline);
  }
  return timeline;
}

static void
discard (GPtrArray *timeline,
         GPtrArray *txn_ids)
{
  MxTimelineEntry *entry;
  guint i, j;

  for (i = 0; txn_ids && i < txn_ids->len; i++)
    for (j = timeline->len; j > 0; j--) {
      entry = timeline->pdata[j - 1];
      if (entry->send_state != MX_SEND_NONE && g_strcmp0 (entry->txn_id, txn_ids->pdata[i]) == 0)
        g_ptr_array_remove_index (timeline, j - 1);
    }
}

static void
take_room (MxFixture   *self,
           MxRoomDelta *room)
{
  GPtrArray *timeline = mx_fixture_timeline (self, room->room_id);

  if (room->removed)
    g_hash_table_remove (self->summaries, room->room_id);
  if (room->summary)
    g_hash_table_insert (self->summaries, g_strdup (room->room_id), mx_room_summary_ref (room->summary));
  merge (timeline, room->appended);
  merge (timeline, room->changed);
  discard (timeline, room->discarded);
  if (room->typing)
    g_hash_table_insert (self->typing, g_strdup (room->room_id), g_strdupv (room->typing));
}

static void
on_delta (MxDelta  *delta,
          gpointer  user_data)
{
  MxFixture *self = user_data;
  MxNotification *notification;
  guint i;

  self->n_deltas++;
  self->last_delta = g_get_monotonic_time ();
  for (i = 0; i < delta->rooms->len; i++)
    take_room (self, g_ptr_array_index (delta->rooms, i));
  for (i = 0; i < delta->notifications->len; i++) {
    notification = g_ptr_array_index (delta->notifications, i);
    g_ptr_array_add (self->notified, g_strdup (notification->event_id));
  }
  if (delta->ignored) {
    g_strfreev (self->ignored);
    self->ignored = g_strdupv (delta->ignored);
  }
  if (delta->has_sync_state) {
    self->state = delta->sync_state;
    g_clear_error (&self->error);
    self->error = delta->error ? g_error_copy (delta->error) : NULL;
  }
}

/* --- life ---------------------------------------------------------------------------- */

static void
start (MxFixture *self)
{
  self->engine = mx_engine_new (self->dir);
  mx_engine_set_delta_func (self->engine, on_delta, self);
  mx_engine_set_key_mode (self->engine, self->mode, self->mode == MX_KEY_PASSPHRASE ? "canary-passphrase" : NULL);
  self->summaries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mx_room_summary_unref);
  self->timelines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->typing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->notified = g_ptr_array_new_with_free_func (g_free);
  self->state = MX_SYNC_STOPPED;
}

static void
stop (MxFixture *self)
{
  GAsyncResult *result = NULL;

  mx_engine_close_async (self->engine, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_engine_close_finish (self->engine, result, NULL));
  g_clear_object (&result);
  g_assert_finalize_object (self->engine);
  g_clear_pointer (&self->account, mx_account_info_free);
  g_clear_pointer (&self->summaries, g_hash_table_unref);
  g_clear_pointer (&self->timelines, g_hash_table_unref);
  g_clear_pointer (&self->typing, g_hash_table_unref);
  g_clear_pointer (&self->notified, g_ptr_array_unref);
  g_clear_pointer (&self->ignored, g_strfreev);
  g_clear_error (&self->error);
}

void
mx_fixture_init (void)
{
  g_autofree char *path = NULL;

  /* A child of a test uses its parent's. */
  if (g_getenv ("SECRET_FILE_TEST_PATH"))
    return;
  path = g_build_filename (mx_test_temp_dir (), "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
}

MxFixture *
mx_fixture_new (const char *dir)
{
  MxFixture *self = g_new0 (MxFixture, 1);

  self->dir = g_strdup (dir ? dir : mx_test_temp_dir ());
  start (self);
  return self;
}

void
mx_fixture_free (MxFixture *self)
{
  stop (self);
  g_free (self->dir);
  g_free (self);
}

void
mx_fixture_restart (MxFixture *self)
{
  stop (self);
  start (self);
}

/* --- calls --------------------------------------------------------------------------- */

gboolean
mx_fixture_open (MxFixture  *self,
                 GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_open_async (self->engine, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_clear_pointer (&self->account, mx_account_info_free);
  self->account = mx_engine_open_finish (self->engine, result, error);
  return self->account != NULL;
}

static gboolean
end_login (MxFixture     *self,
           GAsyncResult  *result,
           GError       **error)
{
  g_clear_pointer (&self->account, mx_account_info_free);
  self->account = mx_engine_login_finish (self->engine, result, error);
  return self->account != NULL;
}

gboolean
mx_fixture_login (MxFixture   *self,
                  const char  *server,
                  const char  *user,
                  const char  *password,
                  GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_login_password_async (self->engine, server, user, password, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return end_login (self, result, error);
}

gboolean
mx_fixture_login_guest (MxFixture   *self,
                        const char  *server,
                        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_login_guest_async (self->engine, server, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return end_login (self, result, error);
}

gboolean
mx_fixture_logout (MxFixture  *self,
                   GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_logout_async (self->engine, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_boolean_finish (self->engine, result, error);
}

char *
mx_fixture_create_room (MxFixture  *self,
                        const char *options_json)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *room_id;

  mx_engine_create_room_async (self->engine, options_json, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  room_id = mx_engine_string_finish (self->engine, result, &error);
  g_assert_no_error (error);
  return room_id;
}

char *
mx_fixture_join (MxFixture   *self,
                 const char  *target,
                 GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_join_async (self->engine, target, NULL, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_string_finish (self->engine, result, error);
}

char *
mx_fixture_send (MxFixture  *self,
                 const char *room_id,
                 const char *body)
{
  g_autofree char *content = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"%s\",\"m.mentions\":{}}", body);
  char *txn_id = mx_engine_new_txn_id (self->engine);

  mx_engine_send (self->engine, room_id, "m.room.message", txn_id, content);
  return txn_id;
}

char *
mx_fixture_wait_sent (MxFixture   *self,
                      const char  *room_id,
                      const char  *txn_id,
                      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_wait_sent_async (self->engine, room_id, txn_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_string_finish (self->engine, result, error);
}

typedef struct
{
  MxFixture *fixture;
  const char *room_id;
  gboolean done;
} Opening;

/* Merged here, as a model does it: the delta after the slice is newer. */
static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = mx_engine_slice_finish (MX_ENGINE (object), result, &error);

  g_assert_no_error (error);
  merge (mx_fixture_timeline (opening->fixture, opening->room_id), slice->entries);
  opening->done = TRUE;
}

static gboolean
is_open (Opening *opening)
{
  return opening->done;
}

void
mx_fixture_open_room (MxFixture  *self,
                      const char *room_id,
                      guint       limit)
{
  Opening opening = { self, room_id, FALSE };

  mx_engine_open_room_async (self->engine, room_id, limit, NULL, opened_cb, &opening);
  mx_test_assert_wait (is_open, &opening, DEADLINE_MS);
}

static gint64
oldest_pos (GPtrArray *timeline)
{
  MxTimelineEntry *entry;

  if (timeline->len == 0)
    return G_MAXINT64;
  entry = timeline->pdata[0];
  return entry->send_state == MX_SEND_NONE ? entry->pos : G_MAXINT64;
}

guint
mx_fixture_load_older (MxFixture  *self,
                       const char *room_id,
                       guint       limit,
                       gboolean   *at_start)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxTimelineSlice) slice = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *timeline = mx_fixture_timeline (self, room_id);

  mx_engine_load_older_async (self->engine, room_id, oldest_pos (timeline), limit, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  slice = mx_engine_slice_finish (self->engine, result, &error);
  g_assert_no_error (error);
  if (at_start)
    *at_start = slice->at_start;
  return merge (timeline, slice->entries);
}

gboolean
mx_fixture_report (MxFixture   *self,
                   const char  *room_id,
                   const char  *event_id,
                   const char  *user_id,
                   GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_report_async (self->engine, room_id, event_id, user_id, "spam", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_boolean_finish (self->engine, result, error);
}

/* --- looking ------------------------------------------------------------------------- */

MxRoomSummary *
mx_fixture_summary (MxFixture  *self,
                    const char *room_id)
{
  return g_hash_table_lookup (self->summaries, room_id);
}

const char *
mx_fixture_body (const MxTimelineEntry *entry)
{
  const MxRoomMessage *message = entry->event ? mx_event_get_content_as (entry->event, &mx_type_room_message) : NULL;

  return message ? message->body : NULL;
}

guint
mx_fixture_count_body (MxFixture  *self,
                       const char *room_id,
                       const char *body)
{
  GPtrArray *timeline = mx_fixture_timeline (self, room_id);
  const MxTimelineEntry *entry;
  guint n = 0;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    n += entry->send_state == MX_SEND_NONE && g_strcmp0 (mx_fixture_body (entry), body) == 0;
  }
  return n;
}

static gboolean
is_live (MxFixture *self)
{
  return self->state == MX_SYNC_LIVE;
}

void
mx_fixture_wait_live (MxFixture *self)
{
  mx_test_assert_wait (is_live, self, DEADLINE_MS);
}

typedef struct
{
  MxFixture *fixture;
  const char *room_id;
  const char *body;
} Wanted;

static gboolean
has_body (Wanted *wanted)
{
  return mx_fixture_count_body (wanted->fixture, wanted->room_id, wanted->body) > 0;
}

/* What there is, for who reads why a test failed. */
static void
describe (MxFixture  *self,
          const char *room_id)
{
  GPtrArray *timeline = mx_fixture_timeline (self, room_id);
  const MxTimelineEntry *entry;
  guint i;

  g_printerr ("sync state %d, %u deltas\n", self->state, self->n_deltas);
  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    g_printerr ("  %" G_GINT64_FORMAT " kind %d send %d txn %s id %s body %s\n", entry->pos, entry->kind,
                entry->send_state, entry->txn_id, entry->event ? mx_event_get_id (entry->event) : NULL,
                mx_fixture_body (entry));
  }
}

void
mx_fixture_wait_body (MxFixture  *self,
                      const char *room_id,
                      const char *body)
{
  Wanted wanted = { self, room_id, body };

  if (mx_test_wait ((MxTestFunc) has_body, &wanted, DEADLINE_MS))
    return;
  describe (self, room_id);
  g_error ("»%s« does not come", body);
}

/* --- the real homeserver ------------------------------------------------------------- */

MxHomeserver *
mx_homeserver_start (const char *settings)
{
  MxHomeserver *self = g_new0 (MxHomeserver, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *line = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    MX_HOMESERVER, "run", "--user", "ann", "--user", "ben", "--user", "cleo",
                                    settings ? "--settings" : NULL, settings, NULL);
  g_assert_no_error (error);
  self->in = g_subprocess_get_stdin_pipe (self->process);
  self->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (self->out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  object = mx_json_parse_object (line, strlen (line), 65536, &error);
  g_assert_no_error (error);
  self->url = g_strdup (mx_json_get_string (object, "base_url"));
  self->name = g_strdup (mx_json_get_string (object, "server_name"));
  self->admin_token = g_strdup (mx_json_get_string (object, "admin_token"));
  return self;
}

void
mx_homeserver_act (MxHomeserver *self,
                   const char   *act)
{
  g_autofree char *line = g_strdup_printf ("%s\n", act);
  g_autofree char *answer = NULL;

  g_assert_true (g_output_stream_write_all (self->in, line, strlen (line), NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (self->in, NULL, NULL));
  answer = g_data_input_stream_read_line (self->out, NULL, NULL, NULL);
  g_assert_cmpstr (answer, ==, "ok");
}

void
mx_homeserver_free (MxHomeserver *self)
{
  g_output_stream_close (self->in, NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->out);
  g_object_unref (self->process);
  g_free (self->url);
  g_free (self->name);
  g_free (self->admin_token);
  g_free (self);
}
