/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the session and the rest of the model, and the door for deltas. */

#pragma once

#include "mx-engine.h"
#include "mx-model-private.h"
#include "mx-secret.h"
#include "mx-session.h"

G_BEGIN_DECLS

/* A delta that is being applied in slices of a few milliseconds. */
typedef struct
{
  MxDelta *delta;   /* (owned) */
  guint room;       /* the next one */
  guint person;     /* the next one of that room */
  guint entry;      /* the next one of that room */
  gboolean started; /* what is not about rooms is done */
  gboolean applied; /* only to be released */
} MxDeltaCursor;

struct _MxSession {
  GObject parent_instance;
  MxEngine *engine;        /* (owned)                                        */
  MxAccountInfo *account;  /* (owned) (nullable): nobody is signed in        */
  MxRoomList *rooms;       /* (owned)                                        */
  GHashTable *ignored;     /* (element-type utf8)                            */
  MxPresets *presets;      /* (owned): none until the engine has read them   */
  GListStore *communities; /* (owned) (element-type MxCommunity)            */
  GError *error;           /* (owned) (nullable)                             */
  char *name;              /* (owned) (nullable): that others see, once it was asked for */
  char *avatar;            /* (owned) (nullable): mxc, the same                */
  MxSecret *passphrase;    /* (owned) (nullable): of the key mode            */
  MxKeyMode key_mode;      /* where @has_key_mode                            */
  gboolean has_key_mode;
  gboolean is_unread;
  MxSyncState sync_state;
  guint n_invites;
  guint n_meant;
  GQueue deltas; /* of MxDeltaCursor                               */
  guint idle_id;
  GPtrArray *after;          /* (element-type GTask): end once deltas are in   */
  GPtrArray *openers;        /* (element-type GTask) (nullable): await the answer of one opening */
  GCancellable *open_cancel; /* (owned) (nullable): of that one */
};

void     _mx_session_load_communities (MxSession *self);
/* What the engine's callback calls: applies now what fits in a slice, the rest when idle. */
void     _mx_session_apply            (MxSession *self,
                                       MxDelta   *delta);
gboolean _mx_session_is_applying      (MxSession *self);
void     _mx_session_set_account      (MxSession           *self,
                                       const MxAccountInfo *account);
void     _mx_session_set_state        (MxSession    *self,
                                       MxSyncState   state,
                                       const GError *error);
void     _mx_session_set_ignored      (MxSession         *self,
                                       const char *const *users);
void     _mx_session_count            (MxSession *self);
void     _mx_session_set_counts       (MxSession *self,
                                       guint      n_invites,
                                       guint      n_meant,
                                       gboolean   is_unread);
void     _mx_session_set_profile      (MxSession  *self,
                                       const char *name,
                                       const char *avatar);
/* The key of @self is kept where @other's is; where nobody chose, it stays as it is. */
void     _mx_session_copy_key_mode    (MxSession *self,
                                       MxSession *other);
void     _mx_session_notify_person    (MxSession            *self,
                                       const MxNotification *notification);
/* Ends @task with what it holds once every delta so far is applied. */
void     _mx_session_return_after     (MxSession *self,
                                       GTask     *task);
void     _mx_session_drop_deltas      (MxSession *self);

/* A task whose owner hears what became of it, also when it was cancelled too late. */
GTask *_mx_session_task_new   (MxSession           *self,
                               gpointer             tag,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
/* What the engine said, for a task as @user_data. */
void   _mx_session_string_cb  (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);
void   _mx_session_boolean_cb (GObject      *source,
                               GAsyncResult *result,
                               gpointer      user_data);

G_END_DECLS
