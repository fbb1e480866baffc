/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Enumerations that cross every layer, from the engine to the screen. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MX_MEMBERSHIP_LEAVE,
  MX_MEMBERSHIP_JOIN,
  MX_MEMBERSHIP_INVITE,
  MX_MEMBERSHIP_KNOCK,
  MX_MEMBERSHIP_BAN,
} MxMembership;

typedef enum {
  MX_SYNC_STOPPED, /* not signed in, or signed out                    */
  MX_SYNC_LOADING, /* the first sync, or catching up after a start    */
  MX_SYNC_LIVE,
  MX_SYNC_OFFLINE, /* the server cannot be reached; back-off runs     */
  MX_SYNC_REFUSED, /* signed out, locked or suspended: see the error  */
} MxSyncState;

typedef enum {
  MX_SEND_NONE, /* not ours, or long since confirmed               */
  MX_SEND_QUEUED,
  MX_SEND_SENDING,
  MX_SEND_SENT, /* the server has it, sync has not brought it yet  */
  MX_SEND_FAILED,
} MxSendState;

/* What can be done with a room that a link leads to. */
typedef enum {
  MX_PREVIEW_UNKNOWN, /* details are private; joining may still work   */
  MX_PREVIEW_JOIN,
  MX_PREVIEW_GUEST,         /* no account, and guests may join               */
  MX_PREVIEW_NEEDS_ACCOUNT, /* no account, and guests may not join           */
  MX_PREVIEW_KNOCK,
  MX_PREVIEW_INVITED,
  MX_PREVIEW_NEEDS_INVITE,
  MX_PREVIEW_JOINED,
  MX_PREVIEW_BANNED,
  MX_PREVIEW_MOVED,
  MX_PREVIEW_NOT_FOUND,
  MX_PREVIEW_UNREACHABLE,
  MX_PREVIEW_KNOCKED, /* asked to be let in; nobody has answered yet   */
} MxPreviewState;

typedef enum {
  MX_KEY_SERVICE, /* the Secret Service                            */
  MX_KEY_PASSPHRASE,
  MX_KEY_MEMORY, /* forgets everything at exit                    */
} MxKeyMode;

G_END_DECLS
