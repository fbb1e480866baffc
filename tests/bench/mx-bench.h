/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What benches share. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Temporary directories and a keyring of its own, removed at exit. Takes no options. */
void   mx_bench_init     (int    *argc,
                          char ***argv);
/* CPU time of the whole process, in µs. */
gint64 mx_bench_cpu      (void);
/* Sorts. @q is 0 … 1. */
gint64 mx_bench_quantile (GArray *values,
                          double  q);

G_END_DECLS
