/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_PROFILE_NAME = 1 << 0,
  MX_PROFILE_AVATAR = 1 << 1,
  MX_PROFILE_TIME_ZONE = 1 << 2,
  MX_PROFILE_PRONOUNS = 1 << 3,
} MxProfileParts;

/**
 * MxProfile:
 *
 * What a person says of themselves. Immutable.
 */
typedef struct
{
  char *displayname;      /* (nullable)                                             */
  char *avatar_url;       /* (nullable)                                             */
  char *time_zone;        /* (nullable): "Europe/Berlin"                            */
  char *pronouns;         /* (nullable): of the first language that is named        */
  MxProfileParts can_set; /* what the server lets its owner change             */
} MxProfile;

void            mx_profile_free      (MxProfile *self);
/* The part's name on the wire: "displayname", "avatar_url", "m.tz", "m.pronouns". */
const char     *mx_profile_get_field (MxProfileParts part);
/* 0: none that we know. */
MxProfileParts  mx_profile_find_part (const char *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxProfile, mx_profile_free)

G_END_DECLS
