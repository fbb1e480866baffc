/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  TEA_FEEDBACK_NOWHERE, /* it can be copied           */
  TEA_FEEDBACK_PAGE,    /* of a task tracker          */
  TEA_FEEDBACK_JOIN,    /* a room that one is not in  */
  TEA_FEEDBACK_ROOM,
} TeaFeedbackKind;

/* Where feedback can go. */
typedef struct
{
  TeaFeedbackKind kind;
  MxRoom *room;           /* (owned) (nullable)                           */
  MxCommunity *community; /* (owned) (nullable): whose page that is       */
  char *address;          /* (owned) (nullable): of a room to join: an alias or an id */
  char *name;             /* (owned) (nullable): of the room, or the page's host */
} TeaFeedbackPlace;

/* (element-type TeaFeedbackPlace): never empty; the one that suits most comes first. */
GPtrArray  *tea_feedback_places_list        (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* The first thing that is said: where the words go, and who reads them. */
char       *tea_feedback_place_dup_sentence (const TeaFeedbackPlace *self) G_GNUC_WARN_UNUSED_RESULT;
/* What the button does, with a mnemonic. */
const char *tea_feedback_place_get_verb     (const TeaFeedbackPlace *self);

/* Words and details as one message. @details (nullable). */
char *tea_feedback_compose    (const char *words,
                               const char *details) G_GNUC_WARN_UNUSED_RESULT;
/* What only the screen knows. */
void  tea_feedback_add_screen (MxDiagnostics *facts,
                               GtkWidget     *widget);

G_END_DECLS
