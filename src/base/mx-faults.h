/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* A kind of thing that went wrong: a number that stands for an error's code or for who warned, never for words. */
typedef struct
{
  guint kind;
  guint count; /* how often since the start */
} MxFault;

/* Any thread. */
void        mx_faults_note      (const GError *error);
void        mx_faults_note_log  (const char     *domain,
                                 GLogLevelFlags  level);
/* From then on every warning is noted; once, when the program starts. */
void        mx_faults_watch_log (void);
guint       mx_faults_list      (MxFault *faults,
                                 guint    max);
const char *mx_fault_get_name   (guint kind);
guint       mx_fault_of_error   (const GError *error);

G_END_DECLS
