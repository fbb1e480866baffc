/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods room.send, room.read, typing.set, timeline.get and timeline.wait.
 *
 * timeline.get loads older rows and fills gaps, a page at a time, until there are enough
 * before the place asked for, the room begins, or nothing more comes. timeline.wait looks at the rows that
 * are there, newest first, and then at each that comes or changes. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-error.h"
#include "ctl-item.h"

#include "mx-attachment.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-room.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"

#include <string.h>

#define MAX_LIMIT       1000
#define MAX_PAGES       200
#define DEFAULT_WAIT_MS 30000
#define MAX_WAIT_MS     (24 * 60 * 60 * 1000)

/* room.send */

static const MxField send_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("body", MX_FIELD_STRING, body, MX_FIELD_REQUIRED),
  CTL_PARAM ("html", MX_FIELD_STRING, html),
  CTL_PARAM ("msgtype", MX_FIELD_STRING, msgtype),
  CTL_PARAM ("wait", MX_FIELD_BOOLEAN, wait, MX_FIELD_OPTIONAL, TRUE),
  { NULL },
};

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *event_id = mx_room_wait_sent_finish (MX_ROOM (object), result, &error);

  if (event_id != NULL)
    ctl_call_return_text (call, "event_id", event_id);
  else
    ctl_call_fail (call, error);
}

/* A message that is to be answered for once it cannot be lost any more. */
typedef struct
{
  CtlCall *call;
  char *txn_id; /* (owned) */
} Keeping;

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Keeping *self = user_data;
  GError *error = NULL;

  if (mx_room_boolean_finish (MX_ROOM (object), result, &error))
    ctl_call_return_text (self->call, "txn_id", self->txn_id);
  else
    ctl_call_fail (self->call, error);
  g_free (self->txn_id);
  g_free (self);
}

static void
wait_kept (CtlCall *call,
           MxRoom  *room,
           char    *txn_id)
{
  Keeping *self = g_new0 (Keeping, 1);

  self->call = call;
  self->txn_id = txn_id;
  mx_room_wait_kept_async (room, txn_id, NULL, kept_cb, self);
}

/* Answers once it is sent, or kept, as the caller wishes. */
static void
answer_sending (CtlCall *call,
                MxRoom  *room,
                char    *txn_id)
{
  g_autofree char *owned = txn_id;

  if (txn_id == NULL)
    ctl_call_fail (call, g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "the session is closed"));
  else if (ctl_call_get_params (call)->wait)
    mx_room_wait_sent_async (room, txn_id, NULL, sent_cb, call);
  else
    wait_kept (call, room, g_steal_pointer (&owned));
}

static void
run_send (CtlCall *call)
{
  static const char *const msgtypes[] = { "m.text", "m.notice", "m.emote", NULL };
  CtlParams *params = ctl_call_get_params (call);
  const char *msgtype = params->msgtype != NULL ? params->msgtype : "m.text";
  MxRoom *room;

  if (!ctl_call_check (call, g_strv_contains (msgtypes, msgtype), "“msgtype” is m.text, m.notice or m.emote."))
    return;
  room = ctl_call_find_room (call);
  if (room != NULL)
    answer_sending (call, room, mx_room_send_text (room, msgtype, params->body, params->html, NULL, NULL, NULL));
}

/* room.send_file */

static const MxField send_file_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("path", MX_FIELD_STRING, path, MX_FIELD_REQUIRED),
  CTL_PARAM ("caption", MX_FIELD_STRING, caption),
  CTL_PARAM ("wait", MX_FIELD_BOOLEAN, wait, MX_FIELD_OPTIONAL, TRUE),
  { NULL },
};

static void
attachment_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (MxAttachment) attachment = mx_session_load_attachment_finish (MX_SESSION (object), result, &error);
  MxRoom *room;

  if (attachment == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  room = ctl_call_find_room (call);
  if (room != NULL)
    answer_sending (call, room, mx_room_send_file (room, attachment, ctl_call_get_params (call)->caption));
}

static void
run_send_file (CtlCall *call)
{
  const char *path = ctl_call_get_params (call)->path;
  g_autoptr (GFile) file = NULL;

  if (!ctl_call_check (call, g_path_is_absolute (path), "“path” begins with “/”.") || ctl_call_find_room (call) == NULL)
    return;
  file = g_file_new_for_path (path);
  mx_session_load_attachment_async (ctl_call_get_session (call), file, NULL, attachment_cb, call);
}

/* room.read, typing.set */

static const MxField read_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("event", MX_FIELD_STRING, event, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_read (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxRoom *room;

  if (!ctl_call_check (call, mx_id_is_event (params->event), "“event” is an event id: it begins with “$”."))
    return;
  room = ctl_call_find_room (call);
  if (room != NULL)
    mx_room_mark_read_async (room, params->event, NULL, ctl_call_room_done_cb, call);
}

static const MxField typing_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("typing", MX_FIELD_BOOLEAN, typing, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_typing (CtlCall *call)
{
  MxRoom *room = ctl_call_find_room (call);

  if (room == NULL)
    return;
  mx_room_set_typing (room, ctl_call_get_params (call)->typing);
  ctl_call_return (call, NULL);
}

/* timeline.get */

static const MxField get_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("limit", MX_FIELD_INT, limit, MX_FIELD_REQUIRED),
  CTL_PARAM ("before", MX_FIELD_STRING, before),
  { NULL },
};

typedef struct
{
  CtlCall *call;
  CtlWatch *watch; /* (owned), held */
  guint pages;
  gulong loaded;
} Get;

static void
get_free (Get *self)
{
  g_clear_signal_handler (&self->loaded, self->watch);
  ctl_watch_release (self->watch);
  g_object_unref (self->watch);
  g_free (self);
}

/* Where the rows that are asked for end; G_MAXUINT: that event has not been seen yet. */
static guint
find_end (Get *self)
{
  const char *before = ctl_call_get_params (self->call)->before;

  if (before == NULL)
    return ctl_watch_get_n_items (self->watch);
  return mx_timeline_find_event (ctl_watch_get_timeline (self->watch), before);
}

/* The row where the answer begins: @limit events above @end, or less. */
static guint
find_begin (Get   *self,
            guint  end,
            guint *n_found)
{
  guint limit = (guint) ctl_call_get_params (self->call)->limit;

  *n_found = 0;
  while (end > 0 && *n_found < limit) {
    end--;
    if (ctl_item_is_event (ctl_watch_get_item (self->watch, end)))
      (*n_found)++;
  }
  return end;
}

static void
return_items (Get   *self,
              guint  begin,
              guint  end)
{
  MxTimeline *timeline = ctl_watch_get_timeline (self->watch);
  JsonObject *object = json_object_new ();
  JsonArray *items = json_array_new ();
  g_autoptr (GError) error = NULL;
  guint i;

  for (i = begin; i < end; i++) {
    MxTimelineItem *item = ctl_watch_get_item (self->watch, i);

    if (ctl_item_is_event (item))
      json_array_add_object_element (items, ctl_item_to_json (item));
  }
  g_object_get (timeline, "error", &error, NULL);
  json_object_set_array_member (object, "items", items);
  json_object_set_boolean_member (object, "at_start", begin == 0 && mx_timeline_is_at_start (timeline));
  if (error != NULL)
    json_object_set_object_member (object, "error", ctl_error_to_json (error));
  ctl_call_return (self->call, object);
  get_free (self);
}

static void
fail_get (Get *self)
{
  MxTimeline *timeline = ctl_watch_get_timeline (self->watch);
  GError *error = NULL;

  g_object_get (timeline, "error", &error, NULL);
  if (error == NULL)
    error = g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "the room shows no such event");
  ctl_call_fail (self->call, error);
  get_free (self);
}

/* Whether older rows are wanted and on their way. */
static gboolean
load_older (Get   *self,
            guint  n_missing)
{
  MxTimeline *timeline = ctl_watch_get_timeline (self->watch);
  g_autoptr (GError) error = NULL;

  if (self->pages++ >= MAX_PAGES)
    return FALSE;
  g_object_get (timeline, "error", &error, NULL);
  if (self->pages == 1 || error == NULL)
    mx_timeline_load_older (timeline, MAX (n_missing, 20));
  return mx_timeline_is_loading (timeline);
}

static void
step_get (Get *self)
{
  guint limit = (guint) ctl_call_get_params (self->call)->limit;
  guint n_found = 0;
  guint begin = 0;
  guint end;

  if (mx_timeline_is_loading (ctl_watch_get_timeline (self->watch)))
    return;
  end = find_end (self);
  if (end != G_MAXUINT)
    begin = find_begin (self, end, &n_found);
  if (end == G_MAXUINT && !load_older (self, limit))
    fail_get (self);
  else if (end != G_MAXUINT && !ctl_watch_fill (self->watch, begin, end) &&
           (n_found == limit || !load_older (self, limit - n_found)))
    return_items (self, n_found < limit ? 0 : begin, end);
}

static void
run_get (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxRoom *room;
  Get *self;

  if (!ctl_call_check (call, params->limit >= 1 && params->limit <= MAX_LIMIT, "“limit” is from 1 to 1000.") ||
      !ctl_call_check (call, params->before == NULL || mx_id_is_event (params->before), "“before” is an event id."))
    return;
  room = ctl_call_find_room (call);
  if (room == NULL)
    return;
  self = g_new0 (Get, 1);
  self->call = call;
  self->watch = g_object_ref (ctl_call_watch (call, room));
  ctl_watch_hold (self->watch);
  self->loaded = g_signal_connect_swapped (self->watch, "loaded", G_CALLBACK (step_get), self);
  step_get (self);
}

/* timeline.wait */

typedef struct
{
  char *body;
  char *sender;
  char *type;
  char *event_id;
} Match;

static const MxField match_fields[] = {
  { "body", MX_FIELD_STRING, G_STRUCT_OFFSET (Match, body) },
  { "sender", MX_FIELD_STRING, G_STRUCT_OFFSET (Match, sender) },
  { "type", MX_FIELD_STRING, G_STRUCT_OFFSET (Match, type) },
  { "event_id", MX_FIELD_STRING, G_STRUCT_OFFSET (Match, event_id) },
  { NULL },
};

static const MxField wait_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("match", MX_FIELD_OBJECT, match, MX_FIELD_REQUIRED),
  CTL_PARAM ("timeout_ms", MX_FIELD_INT, timeout_ms, MX_FIELD_OPTIONAL, DEFAULT_WAIT_MS),
  { NULL },
};

typedef struct
{
  CtlCall *call;
  CtlWatch *watch; /* (owned), held */
  Match match;
  guint timeout;
  gulong item;
  gulong loaded;
} Wait;

static void
wait_free (Wait *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_signal_handler (&self->item, self->watch);
  g_clear_signal_handler (&self->loaded, self->watch);
  mx_fields_clear (match_fields, &self->match);
  ctl_watch_release (self->watch);
  g_object_unref (self->watch);
  g_free (self);
}

static gboolean
is_same (const char *wanted,
         const char *found)
{
  return wanted == NULL || g_strcmp0 (wanted, found) == 0;
}

/* One of the state changes that the row tells. */
static gboolean
has_change (const Match    *match,
            MxTimelineItem *item)
{
  const GPtrArray *changes = mx_timeline_item_get_changes (item);
  guint i;

  for (i = 0; changes != NULL && match->body == NULL && i < changes->len; i++) {
    MxEvent *event = g_ptr_array_index (changes, i);

    if (is_same (match->event_id, mx_event_get_id (event)) && is_same (match->sender, mx_event_get_sender (event)) &&
        is_same (match->type, mx_event_get_type_name (event)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
fits (Wait           *self,
      MxTimelineItem *item)
{
  const Match *match = &self->match;
  g_autoptr (JsonObject) content = NULL;

  if (!ctl_item_is_event (item))
    return FALSE;
  if (has_change (match, item))
    return TRUE;
  if (!is_same (match->event_id, mx_timeline_item_get_event_id (item)) ||
      !is_same (match->sender, mx_timeline_item_get_sender (item)) ||
      !is_same (match->type, mx_event_get_type_name (mx_timeline_item_get_event (item))))
    return FALSE;
  if (match->body == NULL)
    return TRUE;
  content = ctl_item_content (item);
  return is_same (match->body, mx_json_get_string (content, "body"));
}

static void
return_item (Wait           *self,
             MxTimelineItem *item)
{
  JsonObject *answer = ctl_item_to_json (item);
  CtlCall *call = self->call;

  wait_free (self);
  ctl_call_return (call, answer);
}

static void
on_item (CtlWatch       *watch,
         MxTimelineItem *item,
         Wait           *self)
{
  if (fits (self, item))
    return_item (self, item);
}

static void
look (Wait *self)
{
  guint i;

  for (i = ctl_watch_get_n_items (self->watch); i > 0; i--) {
    MxTimelineItem *item = ctl_watch_get_item (self->watch, i - 1);

    if (fits (self, item)) {
      return_item (self, item);
      return;
    }
  }
}

static gboolean
on_timeout (gpointer user_data)
{
  Wait *self = user_data;
  CtlCall *call = self->call;

  self->timeout = 0;
  wait_free (self);
  ctl_call_fail (call, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no event that fits came in time"));
  return G_SOURCE_REMOVE;
}

static gboolean
read_match (CtlCall *call,
            Match   *match)
{
  const char *text = ctl_call_get_params (call)->match;
  g_autoptr (JsonObject) object = mx_json_parse_object (text, strlen (text), G_MAXSIZE, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  JsonObjectIter iter;
  const char *name;

  if (!ctl_call_check (call, object != NULL, "“match” is an object."))
    return FALSE;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!ctl_call_check (call, ctl_call_has_field (match_fields, name),
                         "“match” has body, sender, type and event_id."))
      return FALSE;
  if (mx_fields_read (match_fields, object, match, &error))
    return TRUE;
  sentence = g_strdup_printf ("In “match”, %s.", error->message);
  return ctl_call_check (call, FALSE, sentence);
}

static void
run_wait (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  Match match = { NULL };
  MxRoom *room;
  Wait *self;

  if (!ctl_call_check (call, params->timeout_ms >= 0 && params->timeout_ms <= MAX_WAIT_MS,
                       "“timeout_ms” is from 0 to a day.") ||
      !read_match (call, &match))
    return;
  room = ctl_call_find_room (call);
  if (room == NULL) {
    mx_fields_clear (match_fields, &match);
    return;
  }
  self = g_new0 (Wait, 1);
  self->call = call;
  self->match = match;
  self->watch = g_object_ref (ctl_call_watch (call, room));
  ctl_watch_hold (self->watch);
  self->timeout = g_timeout_add ((guint) params->timeout_ms, on_timeout, self);
  self->item = g_signal_connect (self->watch, "item", G_CALLBACK (on_item), self);
  self->loaded = g_signal_connect_swapped (self->watch, "loaded", G_CALLBACK (look), self);
  look (self);
}

const CtlMethod ctl_timeline_methods[] = {
  { "room.send", CTL_NEEDS_ACCOUNT, send_fields, run_send },
  { "room.send_file", CTL_NEEDS_ACCOUNT, send_file_fields, run_send_file },
  { "room.read", CTL_NEEDS_ACCOUNT, read_fields, run_read },
  { "typing.set", CTL_NEEDS_ACCOUNT, typing_fields, run_typing },
  { "timeline.get", CTL_NEEDS_ACCOUNT, get_fields, run_get },
  { "timeline.wait", CTL_NEEDS_ACCOUNT, wait_fields, run_wait },
  { NULL },
};
