/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

/* Immutable once published. */
struct _MxRoomPreview {
  gatomicrefcount ref_count;
  MxPreviewState state;
  MxLink *link;
  char *server;  /* the server that was asked                     */
  char *room_id; /* (nullable)                                    */
  char *alias;   /* (nullable)                                    */
  char *name;    /* (nullable)                                    */
  char *topic;   /* (nullable)                                    */
  char *avatar;  /* (nullable): mxc                               */
  guint members;
  gboolean is_encrypted;
  gboolean is_world_readable;
  gboolean guest_can_join;
  char *inviter;     /* (nullable)                                    */
  char *reason;      /* (nullable): of a ban                          */
  char *replacement; /* (nullable): room id                           */
  char **via;
  GPtrArray *suggestions;   /* (element-type MxRoomPreview): near matches    */
  MxTimelineSlice *history; /* (nullable): last messages when world-readable */
  GError *error;            /* (nullable): for NOT_FOUND and UNREACHABLE     */
};

MxRoomPreview *mx_room_preview_ref   (MxRoomPreview *self);
void           mx_room_preview_unref (MxRoomPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxRoomPreview, mx_room_preview_unref)

G_END_DECLS
