/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The method room.resolve: where a link leads, and what could be done there. It joins
 * nothing and works without an account. Main thread. */

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
  [MX_PREVIEW_NEEDS_ACCOUNT] = "needs_account",
  [MX_PREVIEW_KNOCK] = "knock",
  [MX_PREVIEW_INVITED] = "invited",
  [MX_PREVIEW_NEEDS_INVITE] = "needs_invite",
  [MX_PREVIEW_JOINED] = "joined",
  [MX_PREVIEW_BANNED] = "banned",
  [MX_PREVIEW_MOVED] = "moved",
  [MX_PREVIEW_NOT_FOUND] = "not_found",
  [MX_PREVIEW_UNREACHABLE] = "unreachable",
  [MX_PREVIEW_KNOCKED] = "knocked",
};

static const char *const kinds[] = {
  [MX_LINK_ROOM] = "room",
  [MX_LINK_USER] = "user",
  [MX_LINK_EVENT] = "event",
};

/* What the flow tells as text: its property, our member. */
static const struct
{
  const char *property;
  const char *member;
} texts[] = {
  { "room-id", "room_id" },
  { "name", "name" },
  { "alias", "canonical_alias" },
  { "topic", "topic" },
  { "avatar", "avatar_url" },
  { "server", "server" },
  { "inviter-name", "inviter_name" },
  { "reason", "reason" },
  { "replacement", "replacement_room" },
};

typedef struct
{
  CtlCall *call;
  JsonObject *answer; /* (owned) */
  MxJoinFlow *flow;   /* (owned) */
  gulong handler;
} Resolve;

static JsonObject *
link_to_json (const MxLink *link)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kinds[link->kind]);
  json_object_set_string_member (object, "id", link->id);
  if (link->event != NULL)
    json_object_set_string_member (object, "event", link->event);
  json_object_set_array_member (object, "via", ctl_json_strv ((const char *const *) link->via));
  return object;
}

static void
add_preview (JsonObject *object,
             MxJoinFlow *flow)
{
  const GError *error = mx_join_flow_get_error (flow);
  g_auto (GStrv) suggestions = NULL;
  gboolean is_world_readable = FALSE;
  gboolean is_encrypted = FALSE;
  guint n_members = 0;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = NULL;

    g_object_get (flow, texts[i].property, &text, NULL);
    ctl_json_set_text (object, texts[i].member, text);
  }
  g_object_get (flow, "member-count", &n_members, "is-world-readable", &is_world_readable, "is-encrypted",
                &is_encrypted, "suggestions", &suggestions, NULL);
  json_object_set_string_member (object, "state", states[mx_join_flow_get_preview (flow)]);
  json_object_set_int_member (object, "num_joined_members", n_members);
  json_object_set_boolean_member (object, "world_readable", is_world_readable);
  json_object_set_boolean_member (object, "encrypted", is_encrypted);
  json_object_set_array_member (object, "suggestions", ctl_json_strv ((const char *const *) suggestions));
  if (error != NULL)
    json_object_set_object_member (object, "error", ctl_error_to_json (error));
}

static void
on_state (MxJoinFlow *flow,
          GParamSpec *pspec,
          Resolve    *self)
{
  if (mx_join_flow_get_state (flow) == MX_JOIN_LOOKING)
    return;
  add_preview (self->answer, flow);
  g_clear_signal_handler (&self->handler, flow);
  ctl_call_return (self->call, self->answer);
  g_clear_object (&self->flow);
  g_free (self);
}

static const MxField resolve_fields[] = {
  CTL_PARAM ("link", MX_FIELD_STRING, link, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_resolve (CtlCall *call)
{
  const char *text = ctl_call_get_params (call)->link;
  GError *error = NULL;
  g_autoptr (MxLink) link = mx_link_parse (text, &error);
  Resolve *self;

  if (link == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  if (link->kind == MX_LINK_USER) {
    ctl_call_return (call, link_to_json (link));
    return;
  }
  self = g_new0 (Resolve, 1);
  self->call = call;
  self->answer = link_to_json (link);
  self->flow = mx_join_flow_new (ctl_call_get_session (call), text);
  mx_join_flow_start (self->flow);
  self->handler = g_signal_connect (self->flow, "notify::state", G_CALLBACK (on_state), self);
  on_state (self->flow, NULL, self);
}

const CtlMethod ctl_resolve_methods[] = {
  { "room.resolve", CTL_NEEDS_NOTHING, resolve_fields, run_resolve },
  { NULL },
};
