/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_COMMUNITY (mx_community_get_type ())
G_DECLARE_FINAL_TYPE (MxCommunity, mx_community, MX, COMMUNITY, GObject)

/**
 * MxCommunity:
 *
 * A community that this computer knows (doc/presets.md). Immutable. Properties, the strings nullable but for the first
 * two: "id", "name", "summary", "icon", "homeserver", "identity-provider", "home-space", "help-room", "feedback",
 * "conduct", "contact", "emergency", "rooms" (strv of aliases), "is-default" (the welcome page is theirs).
 */
MxPreset *mx_community_get_preset    (MxCommunity *self);
/* A link as the community's wiki writes it; @link is of mx_link_parse (). (nullable): no link */
char     *mx_community_dup_wiki_link (MxCommunity *self,
                                      const char  *link,
                                      const char  *name);

G_END_DECLS
