/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxSticker:
 *
 * Content of `m.sticker`.
 */
typedef struct
{
  char *body;
  char *url;      /* (nullable): mxc */
  char *mimetype; /* (nullable) */
  gint64 size;    /* 0 when unknown, as the others */
  gint64 width;
  gint64 height;
  char *thumbnail_url; /* (nullable): mxc */
} MxSticker;

extern const MxEventType mx_type_sticker;

G_END_DECLS
