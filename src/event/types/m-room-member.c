/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.member: what somebody has to do with a room, and how they are called there. Its
 * summary tells what changed, so it looks at the content before, too. Any thread. */

#include "config.h"

#include "types/m-room-member.h"

#include "mx-error.h"
#include "mx-event-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "membership", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMember, membership), MX_FIELD_REQUIRED },
  { "displayname", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMember, displayname), MX_FIELD_LENIENT },
  { "avatar_url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxRoomMember, avatar_url), MX_FIELD_LENIENT },
  { "reason", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMember, reason), MX_FIELD_LENIENT },
  { "join_authorised_via_users_server", MX_FIELD_USER_ID, G_STRUCT_OFFSET (MxRoomMember, authorised_by),
    MX_FIELD_LENIENT },
  { "third_party_invite.display_name", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMember, third_party_name),
    MX_FIELD_LENIENT },
  { "is_direct", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxRoomMember, is_direct), MX_FIELD_LENIENT },
  { NULL },
};

static const char *keep[] = { "membership", "join_authorised_via_users_server", NULL };

typedef struct
{
  const MxRoomMember *now;
  const MxRoomMember *before; /* (nullable)                      */
  const char *was;            /* membership before, or ""        */
  const char *user_id;
  const char *sender; /* the next three: ready to be read */
  const char *target;
  const char *reason; /* (nullable)                      */
  gboolean by_self;
} Change;

static char *
join_summary (const Change *change)
{
  const char *old_name = change->before ? change->before->displayname : NULL;
  gboolean same_name = g_strcmp0 (old_name, change->now->displayname) == 0;

  if (strcmp (change->was, "join") != 0)
    /* Translators: %s is the name of a person who came into the room. */
    return g_strdup_printf (_("%s joined"), change->target);
  if (!same_name) {
    g_autofree char *old = _mx_event_dup_name (NULL, change->user_id, old_name);
    g_autofree char *new_name = _mx_event_dup_name (NULL, change->user_id, change->now->displayname);

    if (change->now->displayname == NULL)
      /* Translators: %s is the name of a person. */
      return g_strdup_printf (_("%s removed their name"), old);
    if (old_name == NULL)
      /* Translators: %s is the name that a person has chosen. */
      return g_strdup_printf (_("%s chose this name"), new_name);
    /* Translators: %1$s is the old name of a person, %2$s the new one. */
    return g_strdup_printf (_("%1$s is now called %2$s"), old, new_name);
  }
  if (g_strcmp0 (change->before->avatar_url, change->now->avatar_url) != 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s changed their picture"), change->target);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed nothing about themselves"), change->target);
}

static char *
own_leave_summary (const Change *change)
{
  if (strcmp (change->was, "invite") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s declined the invitation"), change->target);
  if (strcmp (change->was, "knock") == 0)
    /* Translators: %s is the name of a person who had asked to be let in. */
    return g_strdup_printf (_("%s no longer asks to join"), change->target);
  if (change->reason != NULL)
    /* Translators: %1$s is the name of a person, %2$s why they left. */
    return g_strdup_printf (_("%1$s left: “%2$s”"), change->target, change->reason);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s left"), change->target);
}

static char *
leave_summary (const Change *change)
{
  if (change->by_self)
    return own_leave_summary (change);
  if (strcmp (change->was, "ban") == 0)
    /* Translators: both are names of people. */
    return g_strdup_printf (_("%1$s unbanned %2$s"), change->sender, change->target);
  if (strcmp (change->was, "invite") == 0)
    /* Translators: both are names of people. */
    return g_strdup_printf (_("%1$s took back the invitation of %2$s"), change->sender, change->target);
  if (strcmp (change->was, "knock") == 0)
    /* Translators: both are names of people; the second had asked to be let in. */
    return g_strdup_printf (_("%1$s did not let %2$s in"), change->sender, change->target);
  if (change->reason != NULL)
    /* Translators: %1$s and %2$s are names of people, %3$s is the reason. */
    return g_strdup_printf (_("%1$s removed %2$s: “%3$s”"), change->sender, change->target, change->reason);
  /* Translators: both are names of people. */
  return g_strdup_printf (_("%1$s removed %2$s"), change->sender, change->target);
}

static char *
ban_summary (const Change *change)
{
  if (change->reason != NULL)
    /* Translators: %1$s and %2$s are names of people, %3$s is the reason. */
    return g_strdup_printf (_("%1$s banned %2$s: “%3$s”"), change->sender, change->target, change->reason);
  /* Translators: both are names of people. */
  return g_strdup_printf (_("%1$s banned %2$s"), change->sender, change->target);
}

static char *
change_summary (const Change *change)
{
  const char *membership = change->now->membership;

  if (strcmp (membership, "join") == 0)
    return join_summary (change);
  if (strcmp (membership, "leave") == 0)
    return leave_summary (change);
  if (strcmp (membership, "ban") == 0)
    return ban_summary (change);
  if (strcmp (membership, "invite") == 0)
    /* Translators: both are names of people. */
    return g_strdup_printf (_("%1$s invited %2$s"), change->sender, change->target);
  /* Translators: %s is the name of a person who wants to be let in. */
  return g_strdup_printf (_("%s asks to join"), change->target);
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  static const char *const memberships[] = { "join", "invite", "leave", "ban", "knock", NULL };
  MxRoomMember *self = target;

  if (self->displayname != NULL && self->displayname[0] == '\0')
    g_clear_pointer (&self->displayname, g_free);
  if (g_strv_contains (memberships, self->membership))
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no known membership");
  return FALSE;
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomMember *now = mx_event_get_content (event);
  const MxRoomMember *before = mx_event_get_prev_content (event);
  const char *user_id = mx_event_get_state_key (event);
  const char *own_name = now->displayname ? now->displayname : before ? before->displayname
                                                                      : NULL;
  g_autofree char *sender = _mx_event_dup_sender_name (event, names);
  g_autofree char *target =
    _mx_event_dup_name (names, user_id, now->third_party_name ? now->third_party_name : own_name);
  g_autofree char *reason = now->reason ? _mx_event_dup_quoted (now->reason) : NULL;
  Change change = {
    .now = now,
    .before = before,
    .was = before ? before->membership : "",
    .user_id = user_id,
    .sender = sender,
    .target = target,
    .reason = reason && now->reason[0] != '\0' ? reason : NULL,
    .by_self = strcmp (user_id, mx_event_get_sender (event)) == 0,
  };

  return change_summary (&change);
}

const MxEventType mx_type_room_member = {
  .name = "m.room.member",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomMember),
  .fields = fields,
  .keep = keep,
  .state_key = MX_FIELD_USER_ID,
  .parse = parse,
  .summary = summary,
};
