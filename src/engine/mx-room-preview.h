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
  MxPreviewState with_account; /* what it would be for somebody with an account; else as state */
  char *join_rule;             /* (nullable): "public", "knock" …               */
  char *type;                  /* (nullable): "m.space" …                       */
  char *language;              /* (nullable): of name and topic, "ar"; a guess  */
  char *inviter;               /* (nullable): what they are called              */
  char *inviter_id;            /* (nullable)                                    */
  gint64 invited_ts;           /* ms; 0 when unknown                            */
  char *reason;                /* (nullable): of a ban or a refused request     */
  char *actor;                 /* (nullable): user id of who banned or refused  */
  char *actor_name;            /* (nullable): what they are called there        */
  gint64 actor_ts;             /* ms; 0 when unknown                            */
  gboolean is_denied;          /* our last request to be let in was refused     */
  char *replacement;           /* (nullable): room id; the last one of a chain  */
  gboolean is_confirmed;       /* the replacement says that it follows this one */
  char *bridge_network;        /* (nullable): "IRC", "Example.Net"; a claim of the room's, whose bot is there */
  char *bridge_channel;        /* (nullable): "#help"                           */
  char *service;               /* (nullable): "irc": of an invite to the control chat of a bridge */
  char *service_network;       /* (nullable): to which network it leads         */
  char **via;
  gboolean is_suggested;    /* in a space: worth a look                      */
  GPtrArray *suggestions;   /* (element-type MxRoomPreview): near matches    */
  MxTimelineSlice *history; /* (nullable): last messages when world-readable */
  GError *error;            /* (nullable): for NOT_FOUND and UNREACHABLE     */
};

MxRoomPreview *mx_room_preview_new   (void) G_GNUC_WARN_UNUSED_RESULT;
MxRoomPreview *mx_room_preview_ref   (MxRoomPreview *self);
void           mx_room_preview_unref (MxRoomPreview *self);

/* A page of a directory or of a space. */
struct _MxRoomPage {
  GPtrArray *rooms; /* (element-type MxRoomPreview): of which the state says nothing */
  /* (nullable) (element-type MxRoomPreview): of a space's first page: room_id, via and is_suggested of all its
   * rooms, in their order */
  GPtrArray *links;
  MxRoomPreview *space; /* (nullable): the space itself, of the first page */
  char *next;           /* (nullable): where to go on                      */
  gint64 total;         /* an estimate; -1 when unknown                    */
};

void mx_room_page_free (MxRoomPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxRoomPage, mx_room_page_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxRoomPreview, mx_room_preview_unref)

G_END_DECLS
