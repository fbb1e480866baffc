/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A piece of text with its attributes, links and hidden parts: what a TeaTextLabel shows. */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

typedef struct
{
  guint start; /* bytes */
  guint end;
  char *uri;    /* (nullable): NULL for a hidden part */
  char *reason; /* (nullable): of a hidden part */
} TeaTextLink;

/**
 * TeaText:
 *
 * Immutable once it is shown.
 */
typedef struct
{
  GString *text;
  PangoAttrList *attrs;
  GPtrArray *links;    /* of TeaTextLink, in order, not overlapping */
  GPtrArray *spoilers; /* of TeaTextLink, in order, not overlapping */
} TeaText;

TeaText *tea_text_new         (void) G_GNUC_WARN_UNUSED_RESULT;
TeaText *tea_text_new_plain   (const char *text,
                               gboolean    linkify) G_GNUC_WARN_UNUSED_RESULT;
TeaText *tea_text_copy_hidden (TeaText *self) G_GNUC_WARN_UNUSED_RESULT;
void     tea_text_free        (TeaText *self);
void     tea_text_append      (TeaText    *self,
                               const char *text,
                               gssize      len);
void     tea_text_add_link    (TeaText    *self,
                               guint       start,
                               guint       end,
                               const char *uri);
void     tea_text_add_spoiler (TeaText    *self,
                               guint       start,
                               guint       end,
                               const char *reason);
void     tea_text_add_attr    (TeaText        *self,
                               guint           start,
                               guint           end,
                               PangoAttribute *attr);
void     tea_text_linkify     (TeaText   *self,
                               guint      start,
                               GPtrArray *rules);
char    *tea_text_break_words (const char *text);
char    *tea_text_join_words  (const char *text,
                               gssize      len);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TeaText, tea_text_free)

G_END_DECLS
