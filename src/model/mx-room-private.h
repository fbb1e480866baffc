/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the session, the room list and the timeline do with a room. */

#pragma once

#include "mx-delta.h"
#include "mx-member-table.h"
#include "mx-model-private.h"
#include "mx-room.h"

G_BEGIN_DECLS

struct _MxRoom {
  GObject parent_instance;
  MxSession *session;          /* (unowned) (nullable): weak pointer                */
  char *room_id;               /* (owned)                                           */
  MxRoomSummary *summary;      /* (owned) (nullable): until the engine has told one */
  MxPowerLevels *power_levels; /* (owned) (nullable): told for open rooms only     */
  gboolean is_closed;          /* for now; with these                              */
  char *bridge_protocol;       /* (owned) (nullable): with these                    */
  MxMemberTable *members;      /* (owned) (nullable): until somebody asks           */
  MxTimeline *timeline;        /* (unowned) (nullable): while somebody holds it     */
  MxMemberList *member_list;   /* (unowned) (nullable): while somebody holds it     */
  gboolean is_gone;            /* left, and the list has forgotten it               */
  char **typing;               /* (owned) (nullable): user ids                      */
  char **typing_names;         /* (owned) (nullable)                               */
  char *last_text;             /* (owned) (nullable): composed                      */
  char *draft;                 /* (owned) (nullable)                                */
  MxSection section;
  gboolean can_send;
};

MxRoom              *_mx_room_new              (MxSession     *session,
                                                const char    *room_id,
                                                MxRoomSummary *summary) G_GNUC_WARN_UNUSED_RESULT;
/* Returns TRUE when the place in the list may be another one. */
gboolean             _mx_room_take_summary     (MxRoom        *self,
                                                MxRoomSummary *summary);
/* Entries from @from to @to; what is not entries is taken with the first. */
void                 _mx_room_take_delta       (MxRoom            *self,
                                                const MxRoomDelta *delta,
                                                guint              from,
                                                guint              to);
void                 _mx_room_ignored_changed  (MxRoom *self);
MxEngine            *_mx_room_get_engine       (MxRoom *self);
gboolean             _mx_room_set_draft_text   (MxRoom     *self,
                                                const char *draft);
const MxRoomSummary *_mx_room_get_summary      (MxRoom *self);
MxMemberTable       *_mx_room_get_member_table (MxRoom *self);
const char          *_mx_room_get_fully_read   (MxRoom *self);
void                 _mx_room_take_members     (MxRoom    *self,
                                                GPtrArray *infos);
void                 _mx_room_forget_timeline  (MxRoom     *self,
                                                MxTimeline *timeline);
void                 _mx_room_show_at_once     (MxRoom     *self,
                                                const char *type,
                                                const char *txn_id,
                                                const char *content_json,
                                                gboolean    is_upload);
/* Callbacks of what ends with mx_engine_string_finish () or mx_engine_boolean_finish (), and a task. */
void                 _mx_room_string_cb        (GObject      *source,
                                                GAsyncResult *result,
                                                gpointer      user_data);
void                 _mx_room_boolean_cb       (GObject      *source,
                                                GAsyncResult *result,
                                                gpointer      user_data);
/* MxRoom has one signal, for lists of its own people: "people-changed" (GPtrArray of MxMemberInfo). */
/* The room is none of ours any more: its membership says so. */
void                 _mx_room_set_gone         (MxRoom *self);
void                 _mx_room_forget_members   (MxRoom       *self,
                                                MxMemberList *list);

G_END_DECLS
