/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-faults.h"
#include "mx-server-offer.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_DIAGNOSTICS_FAULTS 20

/* What has a version. */
typedef enum {
  MX_PART_PROGRAM,
  MX_PART_SYSTEM,
  MX_PART_GTK,
  MX_PART_ADWAITA,
  MX_PART_SOUP,
  MX_PART_CIPHER,
  MX_PART_SERVER,
} MxPart;

#define MX_N_PARTS (MX_PART_SERVER + 1)

/* What is one of a list of known words. */
typedef enum {
  MX_FACT_SYSTEM,
  MX_FACT_DESKTOP,
  MX_FACT_SESSION,
  MX_FACT_RENDERER,
  MX_FACT_SERVER,
} MxFact;

#define MX_N_FACTS (MX_FACT_SERVER + 1)

typedef struct
{
  guint16 numbers[3];
  guint8 n; /* how many of them there are; 0: not known */
} MxVersion;

/**
 * MxDiagnostics:
 *
 * What helps those who mend the program, and tells nothing of who uses it: numbers, and words of our own lists. It has
 * no place for any other text. A plain value.
 */
struct _MxDiagnostics {
  MxVersion versions[MX_N_PARTS];
  guint8 words[MX_N_FACTS]; /* 0: none that we know */
  guint32 commit;           /* 0: not known         */
  char language[4];         /* two or three letters, or none */
  guint scale_percent;      /* 0: no screen         */
  guint width;              /* of the window, in tens */
  gboolean is_signed_in;
  gboolean is_guest;
  gboolean has_ways; /* the server said how one gets in */
  MxWays ways;
  guint n_rooms;
  gboolean has_encrypted;
  MxSyncState sync;
  gboolean has_sync_fault;
  guint sync_fault; /* a kind of MxFault */
  guint sync_status;
  guint n_faults;
  MxFault faults[MX_DIAGNOSTICS_FAULTS];
};

/* Called once by main (): which commit was built; from then on warnings are counted. */
void  mx_diagnostics_begin        (const char *commit);
/* The program, the system, the language, the desktop and what went wrong. */
void  mx_diagnostics_init         (MxDiagnostics *self);
void  mx_diagnostics_set_version  (MxDiagnostics *self,
                                   MxPart         part,
                                   const char    *text);
void  mx_diagnostics_set_numbers  (MxDiagnostics *self,
                                   MxPart         part,
                                   guint          major,
                                   guint          minor,
                                   guint          micro);
void  mx_diagnostics_set_word     (MxDiagnostics *self,
                                   MxFact         fact,
                                   const char    *text);
void  mx_diagnostics_set_language (MxDiagnostics *self,
                                   const char    *locale);
void  mx_diagnostics_set_sync     (MxDiagnostics *self,
                                   MxSyncState    state,
                                   const GError  *error);
/* Two lines. */
char *mx_diagnostics_to_text      (const MxDiagnostics *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
