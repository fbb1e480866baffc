/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxLinkRule:
 *
 * What becomes a link in the messages of a community's rooms (doc/presets.md). Immutable.
 */
typedef struct
{
  char *pattern; /* a regular expression                                        */
  char *target;  /* https; "\1" is the first group                              */
  char *spaces;  /* (nullable): what a space in a group becomes; NULL: "%20"    */
  GRegex *regex; /* (owned): the pattern, with the limits that it is tried with */
} MxLinkRule;

/* A place in a text. */
typedef struct
{
  guint start; /* bytes               */
  guint end;
  char *uri; /* where it leads: https */
} MxRuleMatch;

MxLinkRule *mx_link_rule_new  (const char  *pattern,
                               const char  *target,
                               const char  *spaces,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        mx_link_rule_free (MxLinkRule *self);

/* (element-type MxRuleMatch): in order, not overlapping */
GPtrArray *mx_link_rules_find (GPtrArray  *rules,
                               const char *text,
                               guint       start) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxLinkRule, mx_link_rule_free)

G_END_DECLS
