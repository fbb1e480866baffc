/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxWish:
 *
 * What a border function asks for: the arguments on their way to the engine thread.
 * Each uses the members that it needs.
 */
typedef struct
{
  char *room_id; /* or what is to be joined: an alias, a link               */
  char *event_id;
  char *user_id;
  char *txn_id;
  char *type;
  char *state_key;
  char *link;  /* where the person was going                              */
  char *title; /* of the page that the browser ends on                     */
  char *page;
  char *text;    /* content, reason, draft, server, link …                  */
  char *secret;  /* a password; wiped when freed                            */
  char *auth;    /* a stage of user-interactive authentication; wiped        */
  GBytes *bytes; /* a file                                              */
  char **via;
  gint64 pos;
  guint limit;
  guint width;
  guint height;
  gsize max_bytes;
  gboolean flag;
  struct _MxCore *core; /* (unowned): for completions, set on the engine thread     */
} MxWish;

MxWish *mx_wish_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void    mx_wish_free (MxWish *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxWish, mx_wish_free)

G_END_DECLS
