/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the Client-Server API that look for rooms. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef struct
{
  char *room_id;
  char **servers; /* never NULL */
} MxAliasTarget;

/**
 * MxPublicRoom:
 *
 * A row of the public directory, and what a room summary says.
 */
typedef struct
{
  char *room_id;
  char *name;            /* (nullable)                              */
  char *topic;           /* (nullable)                              */
  char *canonical_alias; /* (nullable)                              */
  char *avatar_url;      /* (nullable): mxc                         */
  char *room_type;       /* (nullable)                              */
  char *join_rule;       /* (nullable): absent means public         */
  char *membership;      /* (nullable): of a summary                */
  char *room_version;    /* (nullable): of a summary                */
  char *encryption;      /* (nullable): algorithm, of a summary     */
  gint64 num_joined_members;
  gboolean world_readable;
  gboolean guest_can_join;
} MxPublicRoom;

typedef struct
{
  GPtrArray *chunk; /* (element-type MxPublicRoom)             */
  char *next_batch; /* (nullable)                              */
  gint64 total;     /* an estimate; -1 when the server is mute */
} MxPublicRooms;

void mx_alias_target_free (MxAliasTarget *self);
void mx_public_room_free  (MxPublicRoom *self);
void mx_public_rooms_free (MxPublicRooms *self);

MxRequest     *mx_api_resolve_alias       (const char  *alias,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxAliasTarget *mx_api_resolve_alias_parse (MxResponse  *response,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ask in this order, going on while the answer is UNRECOGNIZED. */
typedef enum {
  MX_SUMMARY_STABLE,   /* /v1/room_summary/                                        */
  MX_SUMMARY_UNSTABLE, /* /unstable/im.nheko.summary/summary/ (MSC3266)            */
  MX_SUMMARY_OLD,      /* /unstable/im.nheko.summary/rooms/…/summary (MSC3266)     */
} MxSummaryPath;

/* @room is a room id or an alias. */
MxRequest    *mx_api_room_summary       (const char         *room,
                                         const char *const  *via,
                                         MxSummaryPath       path,
                                         GError            **error) G_GNUC_WARN_UNUSED_RESULT;
MxPublicRoom *mx_api_room_summary_parse (MxResponse  *response,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* @server, @term and @since are nullable. Without a token only a plain list can be had. */
MxRequest     *mx_api_public_rooms       (const char  *server,
                                          const char  *term,
                                          const char  *since,
                                          guint        limit,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxPublicRooms *mx_api_public_rooms_parse (MxResponse  *response,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxAliasTarget, mx_alias_target_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPublicRoom, mx_public_room_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPublicRooms, mx_public_rooms_free)

G_END_DECLS
