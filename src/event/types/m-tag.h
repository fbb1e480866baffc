/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

#define MX_TAG_NO_ORDER 2.0

typedef struct
{
  char *name;   /* "m.favourite", "m.lowpriority", "u.…"      */
  double order; /* 0 … 1, MX_TAG_NO_ORDER when there is none  */
} MxTag;

/**
 * MxTagContent:
 *
 * Content of `m.tag`.
 */
typedef struct
{
  GPtrArray *tags; /* (element-type MxTag) */
} MxTagContent;

extern const MxEventType mx_type_tag;

G_END_DECLS
