/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks as text, one a line: what tests compare. Pure. */

#include "config.h"

#include "tea-html.h"

static const char *const names[] = { "p", "h", "quote", "list", "item", "code", "table", "row", "cell", "rule" };

static void
dump_links (GString   *out,
            TeaText   *text,
            GPtrArray *links)
{
  guint i;

  for (i = 0; i < links->len; i++) {
    TeaTextLink *link = g_ptr_array_index (links, i);

    g_string_append_printf (out, " [%.*s](%s)", (int) (link->end - link->start), text->text->str + link->start,
                            link->uri != NULL ? link->uri : "spoiler");
  }
}

static void
dump_blocks (GString   *out,
             GPtrArray *blocks,
             guint      depth)
{
  guint i;

  for (i = 0; i < blocks->len; i++) {
    TeaHtmlBlock *block = g_ptr_array_index (blocks, i);

    g_string_append_printf (out, "%*s%s", (int) depth * 2, "", names[block->kind]);
    if (block->level != 0)
      g_string_append_printf (out, "%d", block->level);
    if (block->language != NULL)
      g_string_append_printf (out, "(%s)", block->language);
    if (block->text != NULL) {
      g_string_append_printf (out, ": %s", block->text->text->str);
      dump_links (out, block->text, block->text->links);
      dump_links (out, block->text, block->text->spoilers);
    }
    g_string_append_c (out, '\n');
    if (block->children != NULL)
      dump_blocks (out, block->children, depth + 1);
  }
}

/**
 * tea_html_dump:
 * @blocks: (element-type TeaHtmlBlock): what tea_html_parse () gave
 *
 * Returns: (transfer full): one line a block, two spaces a level
 */
char *
tea_html_dump (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  dump_blocks (out, blocks, 0);
  return g_string_free (out, FALSE);
}
