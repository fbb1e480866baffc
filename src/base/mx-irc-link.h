/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxIrcLink:
 *
 * A channel of IRC that a link leads to. Which room that is, a community's preset says.
 */
struct _MxIrcLink {
  char *host;      /* in lower case, without a port: of the network, or of its page in the web */
  char *channel;   /* in lower case, with its "#"                                             */
  gboolean is_web; /* the host is that of a page in the web                                   */
};

MxIrcLink *mx_irc_link_parse (const char  *text,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void       mx_irc_link_free  (MxIrcLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxIrcLink, mx_irc_link_free)

G_END_DECLS
