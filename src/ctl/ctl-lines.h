/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* The longest line that is read. */
#define CTL_LINES_MAX (1024 * 1024)

typedef struct _CtlLines CtlLines;

/* Who is told. */
typedef struct
{
  /* A line without its end. @line is NULL for one that was too long. */
  void (*line) (const char *line,
                gsize len,
                gpointer user_data);
  /* Standard input ended. */
  void (*ended) (gpointer user_data);
  /* Everything is written. */
  void (*drained) (gpointer user_data);
  /* Nobody reads standard output any more. */
  void (*broken) (gpointer user_data);
} CtlLinesFuncs;

CtlLines *ctl_lines_new        (const CtlLinesFuncs *funcs,
                                gpointer             user_data) G_GNUC_WARN_UNUSED_RESULT;
void      ctl_lines_free       (CtlLines *self);
void      ctl_lines_start      (CtlLines *self);
void      ctl_lines_write      (CtlLines   *self,
                                const char *line);
gboolean  ctl_lines_is_drained (CtlLines *self);

G_END_DECLS
