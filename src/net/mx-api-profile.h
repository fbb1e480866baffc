/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests about what a person says of themselves, and what of it a server lets them change. */

#pragma once

#include "mx-profile.h"

G_BEGIN_DECLS

MxRequest *mx_api_get_profile        (const char  *user_id,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxProfile *mx_api_profile_parse      (MxResponse  *response,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @value (nullable): NULL takes it away; @field: "displayname", "avatar_url", "m.tz" …;
 * @language: of pronouns. */
MxRequest *mx_api_set_profile        (const char  *user_id,
                                      const char  *field,
                                      const char  *value,
                                      const char  *language,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_capabilities       (void) G_GNUC_WARN_UNUSED_RESULT;
/* What of a profile its owner may change. */
gboolean   mx_api_capabilities_parse (MxResponse      *response,
                                      MxProfileParts  *parts,
                                      GError         **error);

G_END_DECLS
