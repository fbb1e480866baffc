/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods link.parse, room.preview and room.knock: where a link leads, what could be
 * done there, and asking to be let in. The first two join nothing and work without an
 * account. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-error.h"
#include "ctl-item.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-link.h"

static const char *const states[] = {
  [MX_PREVIEW_UNKNOWN] = "unknown",
  [MX_PREVIEW_JOIN] = "join",
  [MX_PREVIEW_GUEST] = "guest",
  [MX_PREVIEW_NEEDS_ACCOUNT] = "join",
  [MX_PREVIEW_KNOCK] = "knock",
  [MX_PREVIEW_INVITED] = "invited",
  [MX_PREVIEW_NEEDS_INVITE] = "needs-invite",
  [MX_PREVIEW_JOINED] = "joined",
  [MX_PREVIEW_BANNED] = "banned",
  [MX_PREVIEW_MOVED] = "moved",
  [MX_PREVIEW_NOT_FOUND] = "not-found",
  [MX_PREVIEW_UNREACHABLE] = "unreachable",
  [MX_PREVIEW_KNOCKED] = "knocked",
};

static const char *const kinds[] = {
  [MX_LINK_ROOM] = "room",
  [MX_LINK_USER] = "user",
  [MX_LINK_EVENT] = "event",
};

static const MxField link_fields[] = {
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_REQUIRED),
  { NULL },
};

/* What leads nowhere is an answer, too. */
static void
run_parse (CtlCall *call)
{
  g_autoptr (MxLink) link = mx_session_parse_link (ctl_call_get_session (call), ctl_call_get_params (call)->link, NULL);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", link != NULL ? kinds[link->kind] : "none");
  if (link != NULL) {
    json_object_set_string_member (object, "id", link->id);
    ctl_json_add_text (object, "event", link->event);
    if (link->via[0] != NULL)
      json_object_set_array_member (object, "via", ctl_json_strv ((const char *const *) link->via));
    ctl_json_add_text (object, "action", link->action);
  }
  ctl_call_return (call, object);
}

/* room.preview */

/* What the flow tells as text: its property, our member. */
static const struct
{
  const char *property;
  const char *member;
} texts[] = {
  { "room-id", "room" },
  { "alias", "alias" },
  { "name", "name" },
  { "topic", "topic" },
  { "language", "language" },
  { "join-rule", "join_rule" },
  { "server", "server" },
  { "bridge-network", "bridge_network" },
  { "bridge-channel", "bridge_channel" },
  { "service", "service" },
  { "reason", "reason" },
  { "replacement", "successor" },
};

typedef struct
{
  CtlCall *call;
  MxJoinFlow *flow; /* (owned) */
  gulong handler;
} Look;

static void
add_by (JsonObject *object,
        MxJoinFlow *flow)
{
  g_autofree char *actor = NULL;
  g_autofree char *inviter = NULL;
  gboolean is_denied = FALSE;

  g_object_get (flow, "actor", &actor, "inviter-name", &inviter, "is-denied", &is_denied, NULL);
  ctl_json_add_text (object, "by", actor != NULL ? actor : inviter);
  if (is_denied)
    json_object_set_boolean_member (object, "denied", TRUE);
}

static JsonObject *
preview_to_json (MxJoinFlow *flow)
{
  JsonObject *object = json_object_new ();
  MxPreviewState state = mx_join_flow_get_preview (flow);
  g_auto (GStrv) suggestions = NULL;
  gboolean is_world_readable = FALSE;
  gboolean is_encrypted = FALSE;
  guint n_members = 0;
  int with_account = 0;

  g_object_get (flow, "member-count", &n_members, "is-world-readable", &is_world_readable, "is-encrypted",
                &is_encrypted, "suggestions", &suggestions, "with-account", &with_account, NULL);
  json_object_set_string_member (object, "state",
                                 states[state == MX_PREVIEW_NEEDS_ACCOUNT ? (MxPreviewState) with_account : state]);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = NULL;

    g_object_get (flow, texts[i].property, &text, NULL);
    ctl_json_add_text (object, texts[i].member, text);
  }
  add_by (object, flow);
  if (n_members > 0) {
    json_object_set_int_member (object, "members", n_members);
    json_object_set_boolean_member (object, "encrypted", is_encrypted);
    json_object_set_boolean_member (object, "world_readable", is_world_readable);
  }
  if (suggestions[0] != NULL)
    json_object_set_array_member (object, "suggestions", ctl_json_strv ((const char *const *) suggestions));
  return object;
}

static void
on_state (MxJoinFlow *flow,
          GParamSpec *pspec,
          Look       *self)
{
  if (mx_join_flow_get_state (flow) == MX_JOIN_LOOKING)
    return;
  g_clear_signal_handler (&self->handler, flow);
  ctl_call_return (self->call, preview_to_json (flow));
  g_clear_object (&self->flow);
  g_free (self);
}

static void
run_preview (CtlCall *call)
{
  const char *text = ctl_call_get_params (call)->link;
  GError *error = NULL;
  g_autoptr (MxLink) link = mx_session_parse_link (ctl_call_get_session (call), text, &error);
  Look *self;

  if (link == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  if (!ctl_call_check (call, link->kind != MX_LINK_USER, "“link” leads to a person, not to a room."))
    return;
  self = g_new0 (Look, 1);
  self->call = call;
  self->flow = mx_join_flow_new (ctl_call_get_session (call), text);
  mx_join_flow_start (self->flow);
  self->handler = g_signal_connect (self->flow, "notify::state", G_CALLBACK (on_state), self);
  on_state (self->flow, NULL, self);
}

/* room.knock */

static const MxField knock_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("reason", MX_FIELD_STRING, reason),
  CTL_PARAM ("via", MX_FIELD_STRV, via),
  { NULL },
};

static void
run_knock (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_knock_async (ctl_call_get_session (call), params->room, (const char *const *) params->via, params->reason,
                          NULL, ctl_call_room_id_cb, call);
}

const CtlMethod ctl_link_methods[] = {
  { "link.parse", CTL_NEEDS_NOTHING, link_fields, run_parse },
  { "room.preview", CTL_NEEDS_NOTHING, link_fields, run_preview },
  { "room.knock", CTL_NEEDS_ACCOUNT, knock_fields, run_knock },
  { NULL },
};
