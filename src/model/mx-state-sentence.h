/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

char *_mx_state_sentence    (GPtrArray  *events,
                             MxEvent    *event,
                             GHashTable *names);
char *_mx_redacted_sentence (MxEvent    *event,
                             GHashTable *names);
char *_mx_unknown_sentence  (MxEvent    *event,
                             GHashTable *names);

G_END_DECLS
