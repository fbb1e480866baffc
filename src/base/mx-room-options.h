/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxRoomOptions:
 *
 * What a new room shall be. Zero is a private room for those who are invited. Plain data: whoever fills
 * it owns what it points to.
 */
struct _MxRoomOptions {
  const char *name;      /* (nullable)                                        */
  const char *topic;     /* (nullable)                                        */
  const char *alias;     /* (nullable): "tea", of "#tea:example.org"          */
  const char *avatar;    /* (nullable): mxc                                   */
  const char *version;   /* (nullable): the server's default                  */
  char **invite;         /* (nullable): user ids                              */
  gboolean is_public;    /* anyone may join                                   */
  gboolean is_published; /* in the server's directory                         */
  gboolean asks_first;   /* not public: people ask to be let in               */
  gboolean allows_guests;
  gboolean is_world_readable;
  gboolean hides_past; /* "only the people here can read this": nobody reads what was before them */
  gboolean is_encrypted;
  gboolean is_direct; /* a conversation with the one who is invited        */
  gboolean is_space;
};

/* The body of createRoom. */
char *mx_room_options_to_json (const MxRoomOptions *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
