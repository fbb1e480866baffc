/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files mx-preview*.c share: one look at a room, from link to preview. */

#pragma once

#include "mx-api-directory.h"
#include "mx-core.h"
#include "mx-room-preview.h"

G_BEGIN_DECLS

typedef struct _MxLook MxLook;

/* Takes the next answer: exactly one of @response and @error. */
typedef void (*MxLookFunc) (MxLook *look,
                            MxResponse *response,
                            const GError *error);

struct _MxLook {
  MxCore *core;           /* (unowned)                                       */
  GTask *task;            /* (owned)                                         */
  MxRoomPreview *preview; /* (owned)                                         */
  char *base_url;         /* (owned) (nullable): where nobody is signed in   */
  gboolean guests;        /* the server may take guests                      */
  gboolean searched;      /* the directory was asked for the very word       */
  gboolean is_banned;     /* the store says so                               */
  guint n_moves;          /* how far the room's upgrades were followed       */
  char *moved_to;         /* (owned) (nullable): asked about                 */
  char **allowed;         /* (owned) (nullable): rooms whose members may join */
  char *bot;              /* (owned) (nullable): of a bridge                 */
  MxSummaryPath path;
  guint n_asked;   /* names under way                                 */
  MxLookFunc next; /* takes the answer under way                      */
};

/* Takes @request; @request NULL: @error says what is wrong with the link. */
void _mx_look_ask    (MxLook       *look,
                      MxRequest    *request,
                      const GError *error,
                      MxLookFunc    next);
void _mx_look_finish (MxLook         *look,
                      MxPreviewState  state);
void _mx_look_fail   (MxLook         *look,
                      MxPreviewState  state,
                      const GError   *error);

/* mx-preview-inside.c: a room whose history anyone may read. Ends the look. */
void _mx_look_inside    (MxLook *look);
/* mx-preview-ban.c: by whom, and why. Ends the look. */
void _mx_look_banned    (MxLook *look);
/* mx-preview-suggest.c: nobody knows the room. Ends the look. */
void _mx_look_suggest   (MxLook       *look,
                         const GError *error);
/* The same file: nobody tells a summary; what the directory says goes for it. */
void _mx_look_directory (MxLook       *look,
                         const GError *error);
/* mx-preview.c: what the server's row says of the room. */
void _mx_look_fill      (MxRoomPreview *preview,
                         MxPublicRoom  *room);
/* mx-preview.c: a state from what was filled in. */
void _mx_look_judge     (MxLook       *look,
                         MxPublicRoom *room);

G_END_DECLS
