/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which events deserve a notification: the account's push rules, evaluated locally. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef struct _MxPushRules MxPushRules;

typedef struct
{
  gboolean notify;
  gboolean highlight;
  gboolean sound;
} MxPushResult;

/* What rules ask about besides the event. */
typedef struct
{
  const char *user_id;         /* oneself                              */
  const char *display_name;    /* (nullable): one's own, in the room   */
  guint member_count;          /* joined                               */
  MxPowerLevels *power_levels; /* (nullable): the room's               */
} MxPushContext;

/* @json (nullable): the content of m.push_rules; without it, or when it cannot be read, the
 * specification's own rules. */
MxPushRules  *mx_push_rules_new      (const char *json,
                                      const char *user_id) G_GNUC_WARN_UNUSED_RESULT;
void          mx_push_rules_free     (MxPushRules *self);
MxPushResult  mx_push_rules_evaluate (MxPushRules         *self,
                                      MxEvent             *event,
                                      const MxPushContext *context);
/* Whether a rule of its own keeps the whole room quiet. */
gboolean      mx_push_rules_is_muted (MxPushRules *self,
                                      const char  *room_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPushRules, mx_push_rules_free)

G_END_DECLS
