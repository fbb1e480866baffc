/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-delta.h"

G_BEGIN_DECLS

typedef struct _MxMemberTable MxMemberTable;

/* A person of a room as the model knows them. */
typedef struct
{
  char *user_id;
  char *given;      /* (nullable): the name the engine told                */
  GRefString *name; /* as shown: with the user id when it is ambiguous     */
  char *avatar;     /* (nullable): mxc                                     */
  char *skeleton;   /* (nullable): what @given looks like                  */
  MxMembership membership;
  gint64 power;
  gboolean is_known; /* FALSE: somebody asked, the engine has not told yet  */
} MxMemberRecord;

MxMemberTable        *_mx_member_table_new       (void) G_GNUC_WARN_UNUSED_RESULT;
MxMemberTable        *_mx_member_table_ref       (MxMemberTable *self) G_GNUC_WARN_UNUSED_RESULT;
void                  _mx_member_table_unref     (MxMemberTable *self);
GHashTable           *_mx_member_table_update    (MxMemberTable *self,
                                                  GPtrArray     *infos) G_GNUC_WARN_UNUSED_RESULT;
const MxMemberRecord *_mx_member_table_find      (MxMemberTable *self,
                                                  const char    *user_id);
const MxMemberRecord *_mx_member_table_ask       (MxMemberTable *self,
                                                  const char    *user_id);
GHashTable           *_mx_member_table_get_names (MxMemberTable *self);
void                  _mx_member_table_foreach   (MxMemberTable *self,
                                                  GHFunc         func,
                                                  gpointer       user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxMemberTable, _mx_member_table_unref)

G_END_DECLS
