/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_LINK_ROOM,
  MX_LINK_USER,
  MX_LINK_EVENT,
} MxLinkKind;

/**
 * MxLink:
 *
 * Where a matrix: URI, a matrix.to link, a web client's link or a bare id leads.
 */
struct _MxLink {
  MxLinkKind kind;
  char *id;     /* room id, alias or user id             */
  char *event;  /* (nullable)                            */
  char **via;   /* server names, never NULL              */
  char *action; /* (nullable): shown, never obeyed       */
};

MxLink   *mx_link_parse   (const char  *text,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxLink   *mx_link_copy    (const MxLink *self) G_GNUC_WARN_UNUSED_RESULT;
void      mx_link_free    (MxLink *self);
/* Whether both lead to the same place by the same servers. */
gboolean  mx_link_is_same (const MxLink *a,
                           const MxLink *b);
char     *mx_link_to_uri  (const MxLink *self);
char     *mx_link_to_web  (const MxLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxLink, mx_link_free)

G_END_DECLS
