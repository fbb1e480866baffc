/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* Which rooms the channels of an IRC network are. */
typedef struct
{
  char **networks;      /* hosts of "irc:" links                                       */
  char **webchats;      /* hosts of pages in the web                                   */
  char *alias;          /* (nullable): "{channel}" and "{name}" stand for the channel  */
  GHashTable *channels; /* (element-type utf8 utf8): channels whose room is another one */
} MxPresetIrc;

/* A server where people without an account may make one. */
typedef struct
{
  char *name;          /* of the server                                             */
  GHashTable *reasons; /* (element-type utf8 utf8): a language, "" for all → a line */
} MxPresetServer;

/**
 * MxPreset:
 *
 * A community, as its file in data/presets says. doc/presets.md describes the members.
 */
struct _MxPreset {
  gatomicrefcount ref_count;
  char *id;                /* of a-z 0-9 -: whose file this is        */
  char *name;              /* what people call it                     */
  char *summary;           /* (nullable): one sentence                */
  char *icon;              /* (nullable): name of an icon             */
  char *homeserver;        /* (nullable): a server's name             */
  char *identity_provider; /* (nullable): "Wikimedia"                 */
  char *home_space;        /* (nullable): an alias or a room id       */
  char *help_room;         /* (nullable)                              */
  char *feedback;          /* (nullable): a room, or an https address with "{text}" */
  char *conduct;           /* (nullable): https address of the rules  */
  char *contact;           /* (nullable): https or mailto             */
  char *emergency;         /* (nullable): https, mailto or tel        */
  char *wiki_link;         /* (nullable): "[{web} {name}]"            */
  char **rooms;            /* aliases, never NULL                     */
  GPtrArray *servers;      /* (element-type MxPresetServer)           */
  GPtrArray *irc;          /* (element-type MxPresetIrc)              */
  GPtrArray *rules;        /* (element-type MxLinkRule)               */
  gboolean is_default;     /* the welcome page is theirs              */
};

MxPreset *mx_preset_parse (const char  *data,
                           gsize        len,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxPreset *mx_preset_ref   (MxPreset *self);
void      mx_preset_unref (MxPreset *self);

/* (nullable) */
char *mx_preset_dup_irc_alias    (const MxPreset  *self,
                                  const MxIrcLink *link) G_GNUC_WARN_UNUSED_RESULT;
char *mx_preset_dup_wiki_link    (const MxPreset *self,
                                  const MxLink   *link,
                                  const char     *name) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the page of a task tracker with the words in it; NULL where feedback goes to a room, or nowhere */
char *mx_preset_dup_feedback_uri (const MxPreset *self,
                                  const char     *text) G_GNUC_WARN_UNUSED_RESULT;
char *mx_preset_dup_wiki_target  (const MxPreset *self,
                                  const char     *text) G_GNUC_WARN_UNUSED_RESULT;

/* Why this one, in the first of @languages that it is said in. */
const char *mx_preset_server_get_reason (const MxPresetServer *self,
                                         const char *const    *languages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPreset, mx_preset_unref)

G_END_DECLS
