/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every fuzz target defines, in the words of libFuzzer. With -Dfuzzing=true its engine
 * calls it; else mx-fuzz-driver.c does, and the target is a unit test over its corpus. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

/* A NUL-terminated copy, for functions that take strings. */
static inline char *
mx_fuzz_dup_string (const guint8 *data,
                    size_t        size)
{
  return g_strndup (data ? (const char *) data : "", size);
}

G_END_DECLS
