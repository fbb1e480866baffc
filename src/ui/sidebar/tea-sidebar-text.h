/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of the list of rooms. Pure functions of values. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TEA_BADGE_NONE,
  TEA_BADGE_DOT,
  TEA_BADGE_NUMBER, /* on accent: mentions, or messages of a person */
  TEA_BADGE_MUTED,
} TeaBadge;

/* What is spoken of a room. Strings are borrowed. */
typedef struct
{
  const char *name;
  const char *sender;  /* (nullable): of the last message  */
  const char *inviter; /* (nullable): for an invite        */
  const char *service; /* (nullable): of an invite to the control chat of a bridge: its protocol, "irc" */
  const char *network; /* (nullable): where that bridge leads to */
  gint64 last_ts;      /* ms since 1970, 0 when unknown    */
  guint unread;
  guint mentions;
  gboolean is_invite;
  gboolean is_unread; /* also marked by hand              */
  gboolean is_muted;
  gboolean is_direct;
} TeaRoomFacts;

TeaBadge  tea_sidebar_badge   (const TeaRoomFacts *facts,
                               guint              *number);
char     *tea_sidebar_number  (guint number) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_spoken  (const TeaRoomFacts *facts,
                               gint64              now_ms) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_account (const char *name,
                               const char *user_id,
                               const char *state,
                               guint       meant,
                               gboolean    is_unread) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_heading (const char *title,
                               guint       count) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_invited (const TeaRoomFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_time    (gint64 ms,
                               gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;
char     *tea_sidebar_fold    (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  tea_sidebar_matches (const char *needle,
                               const char *name,
                               const char *alias);

G_END_DECLS
