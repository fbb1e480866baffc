/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has happened in a room, and which rows that is: built anew each time from what a client
 * has seen, without cleverness. */

#pragma once

#include "mx-model-fixture.h"

G_BEGIN_DECLS

#define N_PEOPLE        4
#define GAP_POS(i)      ((gint64) (i) * 10 + 5)
#define POS(i)          ((gint64) (i) * 10 + 10)
#define MX_WORLD_N_KEYS 3

typedef enum {
  MX_KIND_MESSAGE,
  MX_KIND_STATE,
  MX_KIND_EDIT,
  MX_KIND_REACTION,
  MX_KIND_REDACTION,
  MX_KIND_REPLY,
} MxKind;

/* An event of the server, or of the outbox. */
typedef struct
{
  guint n; /* the server's order; for one in the outbox: of arrival */
  char id[16];
  char txn[16]; /* empty: not of this client */
  MxKind kind;
  guint sender;
  gint64 ts;
  guint target; /* for edit, reaction, redaction, reply */
  char text[24];
  gboolean removed;
  guint remover;
  gboolean loaded;
  gboolean gap_before; /* the client knows that something is missing right before */
  gboolean seen_as_relation;
  MxSendState state;
  gboolean known_id; /* of one in the outbox: the answer came */
} MxFact;

typedef struct
{
  MxModelFixture *f;
  GPtrArray *server; /* (element-type MxFact) */
  GPtrArray *outbox; /* (element-type MxFact): of arrival */
  guint missed;      /* the next delivery has a gap before it */
  guint serial;
  gboolean at_start;
  gboolean hidden[N_PEOPLE];
  int anchor; /* -1: none */
} MxWorld;

/* Every test of the program rolls other dice, all of them from the seed that is printed. */
extern GRand *mx_world_dice;

extern const char *const mx_world_people[N_PEOPLE];
extern const char *const mx_world_keys[MX_WORLD_N_KEYS];

int       mx_world_roll        (int from,
                                int until);
MxFact   *mx_world_fact        (GPtrArray *list,
                                guint      i);
MxEvent  *mx_world_event       (MxWorld      *world,
                                const MxFact *it);
/* The same while it has no id. */
MxEvent  *mx_world_local_event (MxWorld      *world,
                                const MxFact *it);
gboolean  mx_world_is_relation (const MxFact *it);
/* The rows that must be there, as mx_model_dump () writes them. */
char     *mx_world_build       (MxWorld *world);

G_END_DECLS
