/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML of strangers as a list of plain blocks. Pure. */

#pragma once

#include "tea-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TEA_BLOCK_PARAGRAPH,
  TEA_BLOCK_HEADING, /* @level is 1 to 6                          */
  TEA_BLOCK_QUOTE,   /* children are blocks                       */
  TEA_BLOCK_LIST,    /* children are items; @level: first number, or -1 without numbers */
  TEA_BLOCK_ITEM,    /* children are blocks                       */
  TEA_BLOCK_CODE,
  TEA_BLOCK_TABLE, /* children are rows                         */
  TEA_BLOCK_ROW,   /* children are cells                        */
  TEA_BLOCK_CELL,  /* @level is 1 in a heading; children are blocks */
  TEA_BLOCK_RULE,
} TeaBlockKind;

typedef struct
{
  TeaBlockKind kind;
  int level;
  TeaText *text;       /* (owned) (nullable): of paragraph, heading and code */
  char *language;      /* (owned) (nullable): of code */
  GPtrArray *children; /* (owned) (nullable): of TeaHtmlBlock */
} TeaHtmlBlock;

typedef struct
{
  guint max_lines;
  guint max_chars;
  gboolean is_dark; /* background that colours must be readable on */
  GPtrArray *rules; /* (nullable) (element-type MxLinkRule): what is a link in running text */
} TeaHtmlOptions;

GPtrArray *tea_html_parse      (const char           *html,
                                const TeaHtmlOptions *options,
                                TeaText              *lead,
                                gboolean             *cut) G_GNUC_WARN_UNUSED_RESULT;
char      *tea_html_dump       (GPtrArray *blocks);
void       tea_html_block_free (TeaHtmlBlock *self);

G_END_DECLS
