/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The builder of blocks, between the walk over the document and the text it meets. */

#pragma once

#include "tea-html.h"

G_BEGIN_DECLS

typedef enum {
  TEA_STYLE_BOLD = 1 << 0,
  TEA_STYLE_ITALIC = 1 << 1,
  TEA_STYLE_UNDERLINE = 1 << 2,
  TEA_STYLE_STRIKE = 1 << 3,
  TEA_STYLE_CODE = 1 << 4,
  TEA_STYLE_SUB = 1 << 5,
  TEA_STYLE_SUP = 1 << 6,
  TEA_STYLE_SMALL = 1 << 7,
} TeaStyleFlags;

/* What is in force where a text stands; copied on the way down. */
typedef struct
{
  TeaStyleFlags flags;
  const char *color;      /* (nullable): "#rrggbb" */
  const char *background; /* (nullable): "#rrggbb" */
  const char *href;       /* (nullable) */
  const char *spoiler;    /* (nullable): its reason, or "" */
} TeaHtmlStyle;

typedef struct
{
  const TeaHtmlOptions *options;
  GPtrArray *out;       /* (unowned): blocks of the container that is open */
  TeaText *inline_text; /* (owned) (nullable): the paragraph that is open */
  gsize lead_len;       /* of what the first paragraph begins with */
  guint lines;
  guint chars;
  guint blocks;
  gboolean is_full;   /* something did not fit */
  gboolean is_spaced; /* white space is due before the next word */
} TeaHtmlBuilder;

TeaHtmlBlock *_tea_html_block_new         (TeaBlockKind kind,
                                           int          level) G_GNUC_WARN_UNUSED_RESULT;
TeaHtmlBlock *_tea_html_builder_add_block (TeaHtmlBuilder *self,
                                           TeaBlockKind    kind,
                                           int             level);
void          _tea_html_builder_add_text  (TeaHtmlBuilder     *self,
                                           const char         *text,
                                           const TeaHtmlStyle *style);
void          _tea_html_builder_add_break (TeaHtmlBuilder *self);
void          _tea_html_builder_add_code  (TeaHtmlBuilder *self,
                                           const char     *text,
                                           const char     *language);
void          _tea_html_builder_flush     (TeaHtmlBuilder *self,
                                           TeaBlockKind    kind,
                                           int             level);

G_END_DECLS
