/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML of strangers (row H02): whatever goes in, what comes out is text that is valid, styles and links that lie within
 * it, links of the kinds that are allowed, and blocks that are not nested without end. */

#include "config.h"

#include "mx-fuzz.h"
#include "tea-html.h"
#include "tea-links.h"

#include "mx-link-rule.h"

#include <string.h>

#define MAX_DEPTH 100

static gboolean
is_within (PangoAttribute *attribute,
           gpointer        data)
{
  const TeaText *text = data;

  g_assert_cmpuint (attribute->start_index, <=, attribute->end_index);
  g_assert_true (attribute->end_index <= text->text->len || attribute->end_index == PANGO_ATTR_INDEX_TO_TEXT_END);
  return FALSE;
}

static void
check_text (const TeaText *text)
{
  const TeaTextLink *link;
  guint end = 0;
  guint i;

  g_assert_true (g_utf8_validate (text->text->str, (gssize) text->text->len, NULL));
  g_assert_null (pango_attr_list_filter (text->attrs, is_within, (gpointer) text));
  for (i = 0; i < text->links->len; i++) {
    link = g_ptr_array_index (text->links, i);
    g_assert_cmpuint (link->start, >=, end);
    g_assert_cmpuint (link->start, <=, link->end);
    end = link->end;
    g_assert_cmpuint (link->end, <=, text->text->len);
    g_assert_true (tea_links_is_allowed (link->uri));
  }
}

static void
check_blocks (GPtrArray *blocks,
              guint      depth)
{
  const TeaHtmlBlock *block;
  guint i;

  g_assert_cmpuint (depth, <=, MAX_DEPTH);
  for (i = 0; i < blocks->len; i++) {
    block = g_ptr_array_index (blocks, i);
    if (block->text != NULL)
      check_text (block->text);
    if (block->language != NULL)
      g_assert_true (g_utf8_validate (block->language, -1, NULL));
    if (block->children != NULL)
      check_blocks (block->children, depth + 1);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *html = mx_fuzz_dup_string (data, size);
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  const TeaHtmlOptions options = { 40, 1000, FALSE, rules };
  gboolean cut = FALSE;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autofree char *dump = NULL;

  g_ptr_array_add (rules, mx_link_rule_new ("[a-z]+", "https://example.org/\\0", NULL, NULL));
  blocks = tea_html_parse (html, &options, NULL, &cut);
  if (blocks == NULL)
    return 0;
  check_blocks (blocks, 0);
  dump = tea_html_dump (blocks);
  g_assert_true (g_utf8_validate (dump, -1, NULL));
  return 0;
}
