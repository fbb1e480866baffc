/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The record of a sign-in under way, kept in the keyring's item so that it outlives the
 * program. Plain data; private to the engine. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 way;        /* MxBrowserWay                                              */
  gint64 began_at;   /* s, wall clock                                             */
  gint64 port;       /* of the listener                                           */
  char *server;      /* as it was typed                                           */
  char *server_name; /* what it calls itself                                    */
  char *provider;    /* (nullable): the identity provider                         */
  char *link;        /* (nullable): where the person was going                    */
  char *title;       /* of the page at the end                                    */
  char *page;
  char *path;        /* of the listener                                         */
  char *state;       /* what must come back                                     */
  char *verifier;    /* (nullable): PKCE                                        */
  char *client_id;   /* (nullable)                                              */
  char *issuer;      /* (nullable): where client_id means something             */
  char *device_id;   /* (nullable): the device that is to be made               */
  char *url;         /* what the browser was told to open                       */
  char *user_code;   /* (nullable): device grant                                */
  char *device_code; /* (nullable)                                              */
  gint64 expires_at; /* s, of the device grant                                  */
  gint64 interval;   /* s                                                       */
} MxArrival;

void       mx_arrival_free  (MxArrival *self);
char      *mx_arrival_write (const MxArrival *self) G_GNUC_WARN_UNUSED_RESULT;
MxArrival *mx_arrival_read  (const char *text,
                             gsize       len) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxArrival, mx_arrival_free)

G_END_DECLS
