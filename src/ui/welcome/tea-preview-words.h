/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a room that a link leads to, in words. Pure functions. */

#pragma once

#include "mx-enums.h"

G_BEGIN_DECLS

/* What a button of the preview does. */
typedef enum {
  TEA_PREVIEW_NOTHING,
  TEA_PREVIEW_JOIN,
  TEA_PREVIEW_JOIN_GUEST,
  TEA_PREVIEW_SIGN_IN,
  TEA_PREVIEW_WAY, /* the one way in that the room's server has */
  TEA_PREVIEW_RETRY,
  TEA_PREVIEW_COPY_LINK,
  TEA_PREVIEW_GO_TO_NEW,
  TEA_PREVIEW_DECLINE,
  TEA_PREVIEW_ASK, /* to be let in */
  TEA_PREVIEW_WITHDRAW,
  TEA_PREVIEW_APPEAL,
  TEA_PREVIEW_CLOSE,
  TEA_PREVIEW_FORGET,
  TEA_PREVIEW_CREATE, /* an account */
  TEA_PREVIEW_KEEP,   /* a guest's account */
  TEA_PREVIEW_AGAIN,  /* sign in: the server ended the session */
  TEA_PREVIEW_OTHER,  /* another account than the guest's */
} TeaPreviewAct;

typedef struct
{
  char *line;         /* (owned) (nullable): what the state means */
  const char *first;  /* (nullable): the suggested button's caption, translated */
  const char *second; /* (nullable) */
  TeaPreviewAct first_act;
  TeaPreviewAct second_act;
  gboolean offers_other; /* "Use another account" below them */
} TeaPreviewWords;

/* What the words are made from; strings are borrowed. */
typedef struct
{
  MxPreviewState state;
  MxPreviewState with_account; /* what signing in leads to */
  gboolean signed_in;
  gboolean is_guest;      /* as one */
  gboolean is_over;       /* the server ended the session */
  gboolean is_denied;     /* the last request to be let in was refused                */
  gboolean can_appeal;    /* somebody looks after the rooms, and how to reach them is known */
  const char *server;     /* (nullable) */
  const char *room;       /* (nullable): what the link says */
  gboolean can_forget;    /* the room is one of ours still */
  const char *inviter;    /* (nullable) */
  const char *inviter_id; /* (nullable) */
  const char *service;    /* (nullable): of an invite to the control chat of a bridge: its protocol, "irc" */
  const char *network;    /* (nullable): where that bridge leads to */
  const char *actor;      /* (nullable): who banned or refused */
  const char *actor_id;   /* (nullable) */
  const char *when;       /* (nullable): of the invite or the ban: "5 minutes ago" */
  const char *reason;     /* (nullable) */
  const char *way;        /* (nullable): how one signs in at its server, a button's label */
  const char *create;     /* (nullable): how an account is made there, a button's label */
} TeaPreviewFacts;

/* What stands in the line under the topic; strings are borrowed. */
typedef struct
{
  guint members; /* 0: unknown */
  gboolean is_space;
  gboolean is_world_readable;
  gboolean is_encrypted;
  const char *language;       /* (nullable): "ar" */
  const char *bridge_network; /* (nullable) */
  const char *bridge_channel; /* (nullable) */
} TeaPreviewTraits;

void        tea_preview_words       (const TeaPreviewFacts *facts,
                                     TeaPreviewWords       *out);
void        tea_preview_words_clear (TeaPreviewWords *self);
char       *tea_preview_summary     (const TeaPreviewTraits *traits);
const char *tea_preview_language    (const char *code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeaPreviewWords, tea_preview_words_clear)

G_END_DECLS
