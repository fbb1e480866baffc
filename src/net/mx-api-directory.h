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
  char **allowed_rooms;  /* never NULL: whose members may join      */
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

/* That a room belongs to a space. */
typedef struct
{
  char *child;
  char **via;  /* servers that know it; never NULL and never empty */
  char *order; /* (nullable)                                       */
  gboolean suggested;
  gint64 ts; /* ms; when it was said                             */
} MxSpaceLink;

typedef struct
{
  GPtrArray *rooms; /* (element-type MxPublicRoom): the first page begins with the space itself */
  GPtrArray *links; /* (element-type MxSpaceLink): of the first room of the page, in its order  */
  char *next_batch; /* (nullable)                                                               */
} MxHierarchy;

typedef struct
{
  char *user_id;
  char *display_name; /* (nullable) */
  char *avatar_url;   /* (nullable): mxc */
} MxFoundUser;

/* A JsonArrayForeach. */
void mx_api_add_public_room (JsonArray *array,
                             guint      index,
                             JsonNode  *node,
                             gpointer   user_data);
void mx_hierarchy_free      (MxHierarchy *self);
void mx_found_user_free     (MxFoundUser *self);
void mx_alias_target_free   (MxAliasTarget *self);
void mx_public_room_free    (MxPublicRoom *self);
void mx_public_rooms_free   (MxPublicRooms *self);

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

/* @server, @term, @since and @type ("m.space") are nullable. Without a token only a plain list can be had. */
MxRequest     *mx_api_public_rooms       (const char  *server,
                                          const char  *term,
                                          const char  *type,
                                          const char  *since,
                                          guint        limit,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxPublicRooms *mx_api_public_rooms_parse (MxResponse  *response,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* The rooms of a space, one level deep; @from is nullable. */
MxRequest   *mx_api_hierarchy       (const char  *room_id,
                                     const char  *from,
                                     guint        limit,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxHierarchy *mx_api_hierarchy_parse (MxResponse  *response,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_search_users       (const char *term,
                                      guint       limit) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxFoundUser); @limited: there are more. */
GPtrArray *mx_api_search_users_parse (MxResponse  *response,
                                      gboolean    *limited,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxHierarchy, mx_hierarchy_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxFoundUser, mx_found_user_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxAliasTarget, mx_alias_target_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPublicRoom, mx_public_room_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPublicRooms, mx_public_rooms_free)

G_END_DECLS
