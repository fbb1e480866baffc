/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A scripted homeserver. Handlers run on the server's thread, the test on its own: what
 * both touch lies behind one mutex. */

#include "config.h"

#include "mx-script.h"

#include "mx-json.h"

#include <string.h>

struct _MxScript {
  MxTestServer *server;  /* (owned)                                             */
  GMutex mutex;          /* of what follows                                     */
  GMainContext *context; /* (owned) (nullable): the server's                    */
  GPtrArray *syncs;      /* (element-type utf8): members of each answer         */
  GPtrArray *polls;      /* (element-type SoupServerMessage): waiting           */
  GHashTable *events;    /* (element-type utf8 utf8): transaction to event id   */
  GPtrArray *sent;       /* (element-type utf8): bodies                         */
  GPtrArray *told;       /* (element-type utf8): event ids                      */
  guint n_puts;
  gboolean echo;
  char *token; /* (nullable)                                          */
  char *url;
};

static void
answer_sync (MxScript          *self,
             SoupServerMessage *message,
             guint              since)
{
  g_autofree char *body = NULL;

  if (since < self->syncs->len)
    body = g_strdup_printf ("{\"next_batch\":\"s%u\",%s}", since + 1, (char *) self->syncs->pdata[since]);
  else
    body = g_strdup_printf ("{\"next_batch\":\"s%u\"}", since);
  mx_test_answer (message, 200, body);
}

static guint
get_since (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  const char *since = query ? strstr (query, "since=s") : NULL;

  return since ? (guint) g_ascii_strtoull (since + strlen ("since=s"), NULL, 10) : 0;
}

static gboolean
may_wait (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  return query && strstr (query, "timeout=") && !strstr (query, "timeout=0");
}

/* On the server's thread: those who wait are told what is new. */
static gboolean
wake_cb (gpointer user_data)
{
  MxScript *self = user_data;
  SoupServerMessage *message;
  guint i;

  g_mutex_lock (&self->mutex);
  for (i = self->polls->len; i > 0; i--) {
    message = self->polls->pdata[i - 1];
    if (get_since (message) >= self->syncs->len)
      continue;
    answer_sync (self, message, get_since (message));
    soup_server_message_unpause (message);
    g_ptr_array_remove_index (self->polls, i - 1);
  }
  g_mutex_unlock (&self->mutex);
  return G_SOURCE_REMOVE;
}

static void
wake (MxScript *self)
{
  g_autoptr (GSource) source = NULL;

  if (!self->context)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, wake_cb, self, NULL);
  g_source_attach (source, self->context);
}

static void
on_gone (SoupServerMessage *message,
         gpointer           user_data)
{
  MxScript *self = user_data;

  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->polls, message);
  g_mutex_unlock (&self->mutex);
}

static gboolean
check_token (MxScript          *self,
             SoupServerMessage *message)
{
  const char *header;
  g_autofree char *wanted = NULL;

  if (!self->token)
    return TRUE;
  header = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  wanted = g_strdup_printf ("Bearer %s", self->token);
  if (g_strcmp0 (header, wanted) == 0)
    return TRUE;
  mx_test_answer (message, 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"token\",\"soft_logout\":true}");
  return FALSE;
}

static void
on_sync (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  MxScript *self = user_data;
  guint since = get_since (message);

  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_mutex_lock (&self->mutex);
  if (self->context != context) {
    /* The server was stopped and started again: who waited is gone. */
    g_ptr_array_set_size (self->polls, 0);
    g_clear_pointer (&self->context, g_main_context_unref);
    self->context = g_steal_pointer (&context);
  }
  if (!check_token (self, message)) {
  } else if (since < self->syncs->len || !may_wait (message)) {
    answer_sync (self, message, since);
  } else {
    soup_server_message_pause (message);
    g_ptr_array_add (self->polls, g_object_ref (message));
    g_signal_connect (message, "disconnected", G_CALLBACK (on_gone), self);
  }
  g_mutex_unlock (&self->mutex);
}

static void
push_locked (MxScript   *self,
             const char *members)
{
  g_ptr_array_add (self->syncs, g_strdup (members));
  wake (self);
}

char *
mx_script_message (const char *event_id,
                   const char *sender,
                   const char *body)
{
  return g_strdup_printf ("{\"type\":\"m.room.message\",\"event_id\":\"%s\",\"sender\":\"%s\","
                          "\"origin_server_ts\":1700000000000,\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}}",
                          event_id, sender, body);
}

static char *
room_members (const char *room_id,
              const char *events,
              gboolean    limited,
              const char *prev_batch)
{
  return g_strdup_printf ("\"rooms\":{\"join\":{\"%s\":{\"timeline\":{\"events\":[%s],\"limited\":%s,"
                          "\"prev_batch\":\"%s\"},\"unread_notifications\":{\"notification_count\":0,"
                          "\"highlight_count\":0}}}}",
                          room_id, events, limited ? "true" : "false", prev_batch ? prev_batch : "p");
}

static void
note_events (MxScript   *self,
             const char *events)
{
  const char *p = events;
  const char *end;

  while ((p = strstr (p, "\"event_id\":\""))) {
    p += strlen ("\"event_id\":\"");
    end = strchr (p, '"');
    g_ptr_array_add (self->told, g_strndup (p, end - p));
  }
}

void
mx_script_push (MxScript   *self,
                const char *members)
{
  g_mutex_lock (&self->mutex);
  push_locked (self, members);
  g_mutex_unlock (&self->mutex);
}

void
mx_script_push_events (MxScript   *self,
                       const char *events,
                       gboolean    limited,
                       const char *prev_batch)
{
  g_autofree char *members = room_members (MX_SCRIPT_ROOM, events, limited, prev_batch);

  g_mutex_lock (&self->mutex);
  note_events (self, events);
  push_locked (self, members);
  g_mutex_unlock (&self->mutex);
}

void
mx_script_push_other_room (MxScript *self)
{
  mx_script_push (self,
                  "\"rooms\":{\"join\":{\"" MX_SCRIPT_OTHER_ROOM "\":{\"state\":{\"events\":["
                  "{\"type\":\"m.room.create\",\"event_id\":\"$create2\",\"sender\":\"" MX_SCRIPT_USER
                  "\",\"state_key\":\"\",\"origin_server_ts\":1,\"content\":{\"room_version\":\"11\"}},"
                  "{\"type\":\"m.room.member\",\"event_id\":\"$me2\",\"sender\":\"" MX_SCRIPT_USER
                  "\",\"state_key\":\"" MX_SCRIPT_USER "\",\"origin_server_ts\":2,"
                  "\"content\":{\"membership\":\"join\",\"displayname\":\"Me\"}}]}}}}");
}

void
mx_script_push_room (MxScript *self)
{
  static const char members[] =
    "\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{"
    "\"summary\":{\"m.heroes\":[\"@ben:localhost\"],\"m.joined_member_count\":2,\"m.invited_member_count\":0},"
    "\"state\":{\"events\":["
    "{\"type\":\"m.room.create\",\"event_id\":\"$create\",\"sender\":\"@ben:localhost\",\"state_key\":\"\","
    "\"origin_server_ts\":1,\"content\":{\"room_version\":\"11\"}},"
    "{\"type\":\"m.room.name\",\"event_id\":\"$name\",\"sender\":\"@ben:localhost\",\"state_key\":\"\","
    "\"origin_server_ts\":2,\"content\":{\"name\":\"The room\"}},"
    "{\"type\":\"m.room.member\",\"event_id\":\"$me\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":\"" MX_SCRIPT_USER
    "\",\"origin_server_ts\":3,\"content\":{\"membership\":\"join\",\"displayname\":\"Me\"}},"
    "{\"type\":\"m.room.member\",\"event_id\":\"$ben\",\"sender\":\"@ben:localhost\",\"state_key\":\"@ben:localhost\","
    "\"origin_server_ts\":4,\"content\":{\"membership\":\"join\",\"displayname\":\"Ben\"}}]},"
    "\"timeline\":{\"events\":["
    "{\"type\":\"m.room.message\",\"event_id\":\"$first\",\"sender\":\"@ben:localhost\",\"origin_server_ts\":5,"
    "\"content\":{\"msgtype\":\"m.text\",\"body\":\"first\"}}],\"limited\":true,\"prev_batch\":\"p0\"}}}}";

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->told, g_strdup ("$first"));
  push_locked (self, members);
  g_mutex_unlock (&self->mutex);
}

/* The last segment of /rooms/…/send/TYPE/TXN. */
static char *
get_txn (SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));

  return g_uri_unescape_string (strrchr (path, '/') + 1, NULL);
}

/* The room of /rooms/ROOM/send/TYPE/TXN. */
static char *
get_room (SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  const char *room = strstr (path, "/rooms/") + strlen ("/rooms/");

  return g_uri_unescape_segment (room, strchr (room, '/'), NULL);
}

static char *
dup_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);

  return g_strndup (data, len);
}

static void
tell_back (MxScript   *self,
           const char *room_id,
           const char *txn,
           const char *event_id,
           const char *content)
{
  g_autofree char *event = NULL;
  g_autofree char *members = NULL;

  event = g_strdup_printf ("{\"type\":\"m.room.message\",\"event_id\":\"%s\",\"sender\":\"%s\","
                           "\"origin_server_ts\":1700000000000,\"content\":%s,"
                           "\"unsigned\":{\"transaction_id\":\"%s\"}}",
                           event_id, MX_SCRIPT_USER, content, txn);
  members = room_members (room_id, event, FALSE, NULL);
  g_ptr_array_add (self->told, g_strdup (event_id));
  push_locked (self, members);
}

char *
mx_script_take (MxScript          *self,
                SoupServerMessage *message)
{
  g_autofree char *txn = get_txn (message);
  g_autofree char *room_id = get_room (message);
  g_autofree char *content = dup_body (message);
  g_autoptr (JsonObject) object = mx_json_parse_object (content, strlen (content), 1 << 20, NULL);
  char *event_id;

  g_mutex_lock (&self->mutex);
  self->n_puts++;
  event_id = g_strdup (g_hash_table_lookup (self->events, txn));
  if (!event_id) {
    event_id = g_strdup_printf ("$sent%u", self->sent->len);
    g_hash_table_insert (self->events, g_strdup (txn), g_strdup (event_id));
    g_ptr_array_add (self->sent, g_strdup (object ? mx_json_get_string (object, "body") : NULL));
    if (self->echo)
      tell_back (self, room_id, txn, event_id, content);
  }
  g_mutex_unlock (&self->mutex);
  return event_id;
}

static void
on_send (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  MxScript *self = user_data;
  g_autofree char *event_id = NULL;
  g_autofree char *body = NULL;
  gboolean ok;

  g_mutex_lock (&self->mutex);
  ok = check_token (self, message);
  g_mutex_unlock (&self->mutex);
  if (!ok)
    return;
  event_id = mx_script_take (self, message);
  body = g_strdup_printf ("{\"event_id\":\"%s\"}", event_id);
  mx_test_answer (message, 200, body);
}

void
mx_script_set_echo (MxScript *self,
                    gboolean  echo)
{
  g_mutex_lock (&self->mutex);
  self->echo = echo;
  g_mutex_unlock (&self->mutex);
}

void
mx_script_set_token (MxScript   *self,
                     const char *token)
{
  g_mutex_lock (&self->mutex);
  g_free (self->token);
  self->token = g_strdup (token);
  g_mutex_unlock (&self->mutex);
}

static GPtrArray *
copy (MxScript  *self,
      GPtrArray *array)
{
  GPtrArray *result = g_ptr_array_new_with_free_func (g_free);
  guint i;

  g_mutex_lock (&self->mutex);
  for (i = 0; i < array->len; i++)
    g_ptr_array_add (result, g_strdup (array->pdata[i]));
  g_mutex_unlock (&self->mutex);
  return result;
}

GPtrArray *
mx_script_dup_sent (MxScript *self)
{
  return copy (self, self->sent);
}

GPtrArray *
mx_script_dup_told (MxScript *self)
{
  return copy (self, self->told);
}

guint
mx_script_count_puts (MxScript *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_puts;
  g_mutex_unlock (&self->mutex);
  return n;
}

MxTestServer *
mx_script_get_server (MxScript *self)
{
  return self->server;
}

const char *
mx_script_get_url (MxScript *self)
{
  return self->url;
}

MxScript *
mx_script_new (void)
{
  MxScript *self = g_new0 (MxScript, 1);

  g_mutex_init (&self->mutex);
  self->server = mx_test_server_new (MX_TEST_TLS_NONE);
  self->url = g_strdup (mx_test_server_get_url (self->server));
  self->syncs = g_ptr_array_new_with_free_func (g_free);
  self->polls = g_ptr_array_new_with_free_func (g_object_unref);
  self->events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->told = g_ptr_array_new_with_free_func (g_free);
  mx_test_server_reply (self->server, "GET /_matrix/client/versions", 200, NULL, "{\"versions\":[\"v1.11\"]}");
  mx_test_server_reply (self->server, "GET /_matrix/client/v3/login", 200, NULL,
                        "{\"flows\":[{\"type\":\"m.login.password\"}]}");
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/login", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-token-one\","
                        "\"device_id\":\"DEVICE\"}");
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/logout", 200, NULL, "{}");
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/user/", 200, NULL, "{\"filter_id\":\"f1\"}");
  mx_test_server_handle (self->server, "GET /_matrix/client/v3/sync", on_sync, self, NULL);
  mx_test_server_handle (self->server, "PUT /_matrix/client/v3/rooms/", on_send, self, NULL);
  return self;
}

void
mx_script_free (MxScript *self)
{
  mx_test_server_free (self->server);
  g_ptr_array_unref (self->syncs);
  g_ptr_array_unref (self->polls);
  g_hash_table_unref (self->events);
  g_ptr_array_unref (self->sent);
  g_ptr_array_unref (self->told);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->token);
  g_free (self->url);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
