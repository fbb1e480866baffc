/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person says of themselves, and the names of its parts on the wire. Further parts
 * (MSC4133, version 1.16 of the specification; pronouns by MSC4247) exist only where the server
 * says so in its capabilities. Plain data, any thread. See Client-Server API, "Profiles". */

#include "config.h"

#include "mx-profile.h"

static const struct
{
  MxProfileParts part;
  const char *field;
} parts[] = {
  { MX_PROFILE_NAME, "displayname" },
  { MX_PROFILE_AVATAR, "avatar_url" },
  { MX_PROFILE_TIME_ZONE, "m.tz" },
  { MX_PROFILE_PRONOUNS, "m.pronouns" },
};

/**
 * mx_profile_free:
 * @self: (transfer full) (nullable): a profile
 *
 * Frees it.
 */
void
mx_profile_free (MxProfile *self)
{
  if (self == NULL)
    return;
  g_free (self->displayname);
  g_free (self->avatar_url);
  g_free (self->time_zone);
  g_free (self->pronouns);
  g_free (self);
}

/**
 * mx_profile_get_field:
 * @part: one part
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
mx_profile_get_field (MxProfileParts part)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].part == part)
      return parts[i].field;
  g_return_val_if_reached ("displayname");
}

/**
 * mx_profile_find_part:
 * @field: a name on the wire
 *
 * Returns: the part, 0 where it is none that we know
 */
MxProfileParts
mx_profile_find_part (const char *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (parts[i].field, field) == 0)
      return parts[i].part;
  return 0;
}
