/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Connections that write scripted bytes, each in its thread. Private to tests/lib. */

#pragma once

#include "mx-test-server.h"

G_BEGIN_DECLS

typedef struct _MxTestRaw MxTestRaw;

typedef struct
{
  GBytes *head;  /* (nullable) */
  GBytes *chunk; /* (nullable) */
  gint64 repeat;
  guint interval_ms;
  gboolean read_first; /* wait for the client's first bytes */
  MxTestEnd end;
} MxTestScript;

MxTestScript *mx_test_script_copy (const MxTestScript *self) G_GNUC_WARN_UNUSED_RESULT;
void          mx_test_script_free (MxTestScript *self);

MxTestRaw *mx_test_raw_start (GIOStream          *stream,
                              GSocket            *socket,
                              const MxTestScript *script) G_GNUC_WARN_UNUSED_RESULT;
void       mx_test_raw_stop  (MxTestRaw *self);

G_END_DECLS
