/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML of strangers as a list of plain blocks: paragraphs, headings, quotes, lists, code,
 * tables and rules, with texts that are TeaText. libxml2 reads it (no network, no entities
 * of others, no messages); the walk keeps the elements and attributes that the
 * specification allows (Client-Server API, m.room.message msgtypes), leaves out others but
 * keeps their text, and drops some with everything inside. Nothing is loaded, nothing runs,
 * nothing becomes markup again (security.md H02). Too deep, too long or not readable: %NULL,
 * and the plain body is shown. Pure; any thread. */

#include "config.h"

#include "tea-html-private.h"
#include "tea-html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define MAX_BYTES (256 * 1024)
#define MAX_DEPTH 100
#define MAX_NODES 20000
#define MAX_ROWS  60
#define MAX_CELLS 16

typedef enum {
  ELEMENT_TEXT, /* unknown: only its text counts */
  ELEMENT_DROP,
  ELEMENT_STYLE,
  ELEMENT_LINK,
  ELEMENT_SPAN,
  ELEMENT_FONT,
  ELEMENT_BREAK,
  ELEMENT_BLOCK,
  ELEMENT_HEADING,
  ELEMENT_QUOTE,
  ELEMENT_LIST,
  ELEMENT_ITEM,
  ELEMENT_PRE,
  ELEMENT_TABLE,
  ELEMENT_RULE,
  ELEMENT_IMAGE,
} ElementKind;

static const struct
{
  const char *name;
  ElementKind kind;
  TeaStyleFlags flags;
} elements[] = {
  { "a", ELEMENT_LINK, 0 },
  { "applet", ELEMENT_DROP, 0 },
  { "b", ELEMENT_STYLE, TEA_STYLE_BOLD },
  { "blockquote", ELEMENT_QUOTE, 0 },
  { "br", ELEMENT_BREAK, 0 },
  { "caption", ELEMENT_BLOCK, TEA_STYLE_ITALIC },
  { "code", ELEMENT_STYLE, TEA_STYLE_CODE },
  { "del", ELEMENT_STYLE, TEA_STYLE_STRIKE },
  { "details", ELEMENT_BLOCK, 0 },
  { "div", ELEMENT_BLOCK, 0 },
  { "em", ELEMENT_STYLE, TEA_STYLE_ITALIC },
  { "embed", ELEMENT_DROP, 0 },
  { "font", ELEMENT_FONT, 0 },
  { "form", ELEMENT_DROP, 0 },
  { "h1", ELEMENT_HEADING, 0 },
  { "h2", ELEMENT_HEADING, 0 },
  { "h3", ELEMENT_HEADING, 0 },
  { "h4", ELEMENT_HEADING, 0 },
  { "h5", ELEMENT_HEADING, 0 },
  { "h6", ELEMENT_HEADING, 0 },
  { "head", ELEMENT_DROP, 0 },
  { "hr", ELEMENT_RULE, 0 },
  { "i", ELEMENT_STYLE, TEA_STYLE_ITALIC },
  { "iframe", ELEMENT_DROP, 0 },
  { "img", ELEMENT_IMAGE, 0 },
  { "li", ELEMENT_ITEM, 0 },
  { "math", ELEMENT_DROP, 0 },
  { "mx-reply", ELEMENT_DROP, 0 },
  { "noscript", ELEMENT_DROP, 0 },
  { "object", ELEMENT_DROP, 0 },
  { "ol", ELEMENT_LIST, 0 },
  { "p", ELEMENT_BLOCK, 0 },
  { "pre", ELEMENT_PRE, 0 },
  { "s", ELEMENT_STYLE, TEA_STYLE_STRIKE },
  { "script", ELEMENT_DROP, 0 },
  { "select", ELEMENT_DROP, 0 },
  { "small", ELEMENT_STYLE, TEA_STYLE_SMALL },
  { "span", ELEMENT_SPAN, 0 },
  { "strike", ELEMENT_STYLE, TEA_STYLE_STRIKE },
  { "strong", ELEMENT_STYLE, TEA_STYLE_BOLD },
  { "style", ELEMENT_DROP, 0 },
  { "sub", ELEMENT_STYLE, TEA_STYLE_SUB },
  { "summary", ELEMENT_BLOCK, TEA_STYLE_BOLD },
  { "sup", ELEMENT_STYLE, TEA_STYLE_SUP },
  { "svg", ELEMENT_DROP, 0 },
  { "table", ELEMENT_TABLE, 0 },
  { "template", ELEMENT_DROP, 0 },
  { "textarea", ELEMENT_DROP, 0 },
  { "title", ELEMENT_DROP, 0 },
  { "u", ELEMENT_STYLE, TEA_STYLE_UNDERLINE },
  { "ul", ELEMENT_LIST, 0 },
};

typedef struct
{
  TeaHtmlBuilder builder;
  guint nodes;
  gboolean is_refused; /* too deep or too many */
} Walk;

static void walk_children (Walk *walk, xmlNode *node, const TeaHtmlStyle *style, guint depth);

static const xmlChar *
attribute (xmlNode    *node,
           const char *name)
{
  xmlAttr *attr;

  for (attr = node->properties; attr != NULL; attr = attr->next) {
    if (strcmp ((const char *) attr->name, name) == 0)
      return attr->children != NULL && attr->children->type == XML_TEXT_NODE ? attr->children->content
                                                                             : (const xmlChar *) "";
  }
  return NULL;
}

/* "#" and six hexadecimal digits, or nothing. */
static const char *
color_of (xmlNode    *node,
          const char *name)
{
  const char *value = (const char *) attribute (node, name);
  int i;

  if (value == NULL || *value != '#' || strlen (value) != 7)
    return NULL;
  for (i = 1; i < 7; i++) {
    if (!g_ascii_isxdigit (value[i]))
      return NULL;
  }
  return value;
}

static gboolean
find_element (xmlNode       *node,
              ElementKind   *kind,
              TeaStyleFlags *flags)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    if (g_ascii_strcasecmp ((const char *) node->name, elements[i].name) == 0) {
      *kind = elements[i].kind;
      *flags = elements[i].flags;
      return TRUE;
    }
  }
  *kind = ELEMENT_TEXT;
  *flags = 0;
  return FALSE;
}

/* Walks the children into a container of their own. */
static void
walk_container (Walk               *walk,
                xmlNode            *node,
                TeaHtmlBlock       *block,
                const TeaHtmlStyle *style,
                guint               depth)
{
  GPtrArray *outer = walk->builder.out;

  if (block == NULL)
    return;
  block->children = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_html_block_free);
  walk->builder.out = block->children;
  walk_children (walk, node, style, depth);
  _tea_html_builder_flush (&walk->builder, TEA_BLOCK_PARAGRAPH, 0);
  walk->builder.out = outer;
}

static gboolean
is_named (xmlNode    *node,
          const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static void
walk_list (Walk               *walk,
           xmlNode            *node,
           const TeaHtmlStyle *style,
           guint               depth)
{
  const char *start = (const char *) attribute (node, "start");
  int first =
    is_named (node, "ol") ? (start != NULL ? (int) CLAMP (g_ascii_strtoll (start, NULL, 10), 0, 999999) : 1) : -1;
  TeaHtmlBlock *list = _tea_html_builder_add_block (&walk->builder, TEA_BLOCK_LIST, first);

  walk_container (walk, node, list, style, depth);
}

/* A cell's children are blocks, so that it may hold a list. */
static void
walk_row (Walk               *walk,
          xmlNode            *node,
          const TeaHtmlStyle *style,
          guint               depth)
{
  TeaHtmlBlock *row = _tea_html_builder_add_block (&walk->builder, TEA_BLOCK_ROW, 0);
  GPtrArray *outer = walk->builder.out;
  xmlNode *child;

  if (row == NULL)
    return;
  row->children = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_html_block_free);
  walk->builder.out = row->children;
  for (child = node->children; child != NULL && row->children->len < MAX_CELLS; child = child->next) {
    if (is_named (child, "td") || is_named (child, "th"))
      walk_container (walk, child,
                      _tea_html_builder_add_block (&walk->builder, TEA_BLOCK_CELL, is_named (child, "th")), style,
                      depth);
  }
  walk->builder.out = outer;
}

static void
walk_rows (Walk               *walk,
           xmlNode            *node,
           const TeaHtmlStyle *style,
           guint               depth)
{
  xmlNode *child;

  for (child = node->children; child != NULL && !walk->builder.is_full; child = child->next) {
    if (walk->builder.out->len >= MAX_ROWS)
      walk->builder.is_full = TRUE;
    else if (is_named (child, "tr"))
      walk_row (walk, child, style, depth);
    else if (depth < MAX_DEPTH &&
             (is_named (child, "thead") || is_named (child, "tbody") || is_named (child, "tfoot")))
      walk_rows (walk, child, style, depth + 1);
  }
}

static void
walk_table (Walk               *walk,
            xmlNode            *node,
            const TeaHtmlStyle *style,
            guint               depth)
{
  TeaHtmlBlock *table;
  GPtrArray *outer;
  xmlNode *child;

  for (child = node->children; child != NULL; child = child->next) {
    if (is_named (child, "caption")) {
      _tea_html_builder_flush (&walk->builder, TEA_BLOCK_PARAGRAPH, 0);
      walk_children (walk, child, style, depth);
    }
  }
  table = _tea_html_builder_add_block (&walk->builder, TEA_BLOCK_TABLE, 0);
  if (table == NULL)
    return;
  table->children = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_html_block_free);
  outer = walk->builder.out;
  walk->builder.out = table->children;
  walk_rows (walk, node, style, depth);
  walk->builder.out = outer;
}

/* The text of preformatted code as it stands, line breaks included. */
static void
gather_code (xmlNode *node,
             GString *code,
             guint    depth)
{
  xmlNode *child;

  for (child = node->children; child != NULL && depth < MAX_DEPTH; child = child->next) {
    if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      g_string_append (code, (const char *) child->content);
    else if (is_named (child, "br"))
      g_string_append_c (code, '\n');
    else if (!is_named (child, "script") && !is_named (child, "style"))
      gather_code (child, code, depth + 1);
  }
}

static void
walk_pre (Walk    *walk,
          xmlNode *node)
{
  g_autoptr (GString) code = g_string_new (NULL);
  g_autofree char *language = NULL;
  xmlNode *child;

  for (child = node->children; child != NULL; child = child->next) {
    const char *name = is_named (child, "code") ? (const char *) attribute (child, "class") : NULL;

    if (name != NULL && g_str_has_prefix (name, "language-") && language == NULL)
      language = g_strndup (name + strlen ("language-"), 32);
  }
  gather_code (node, code, 0);
  if (code->len > 0 && code->str[0] == '\n')
    g_string_erase (code, 0, 1);
  _tea_html_builder_add_code (&walk->builder, code->str, language);
}

static void
walk_span (Walk               *walk,
           xmlNode            *node,
           const TeaHtmlStyle *outer,
           guint               depth)
{
  TeaHtmlStyle style = *outer;
  const char *spoiler = (const char *) attribute (node, "data-mx-spoiler");
  const char *color = color_of (node, "data-mx-color");
  const char *background = color_of (node, "data-mx-bg-color");

  if (spoiler != NULL)
    style.spoiler = spoiler;
  if (color == NULL && is_named (node, "font"))
    color = color_of (node, "color");
  if (color != NULL)
    style.color = color;
  if (background != NULL)
    style.background = background;
  walk_children (walk, node, &style, depth);
}

static void
walk_image (Walk               *walk,
            xmlNode            *node,
            const TeaHtmlStyle *style)
{
  const char *alt = (const char *) attribute (node, "alt");
  const char *title = (const char *) attribute (node, "title");

  if (alt == NULL || *alt == '\0')
    alt = title;
  if (alt != NULL && *alt != '\0')
    _tea_html_builder_add_text (&walk->builder, alt, style);
}

static void
walk_heading (Walk               *walk,
              xmlNode            *node,
              const TeaHtmlStyle *style,
              guint               depth)
{
  _tea_html_builder_flush (&walk->builder, TEA_BLOCK_PARAGRAPH, 0);
  walk_children (walk, node, style, depth);
  _tea_html_builder_flush (&walk->builder, TEA_BLOCK_HEADING, node->name[1] - '0');
}

static void
walk_block (Walk               *walk,
            xmlNode            *node,
            const TeaHtmlStyle *style,
            guint               depth)
{
  TeaText *open = walk->builder.inline_text;

  /* The lead ("* Ann") belongs to the first paragraph. */
  if (open != NULL && open->text->len > walk->builder.lead_len)
    _tea_html_builder_flush (&walk->builder, TEA_BLOCK_PARAGRAPH, 0);
  walk_children (walk, node, style, depth);
  _tea_html_builder_flush (&walk->builder, TEA_BLOCK_PARAGRAPH, 0);
}

static void
walk_element (Walk               *walk,
              xmlNode            *node,
              const TeaHtmlStyle *outer,
              guint               depth)
{
  TeaHtmlStyle style = *outer;
  TeaHtmlBuilder *builder = &walk->builder;
  TeaStyleFlags flags;
  ElementKind kind;

  find_element (node, &kind, &flags);
  style.flags |= flags;
  switch (kind) {
  case ELEMENT_DROP:
    break;
  case ELEMENT_LINK:
    style.href = (const char *) attribute (node, "href");
    walk_children (walk, node, &style, depth);
    break;
  case ELEMENT_SPAN:
  case ELEMENT_FONT:
    walk_span (walk, node, &style, depth);
    break;
  case ELEMENT_BREAK:
    _tea_html_builder_add_break (builder);
    break;
  case ELEMENT_BLOCK:
    walk_block (walk, node, &style, depth);
    break;
  case ELEMENT_HEADING:
    walk_heading (walk, node, &style, depth);
    break;
  case ELEMENT_QUOTE:
    walk_container (walk, node, _tea_html_builder_add_block (builder, TEA_BLOCK_QUOTE, 0), &style, depth);
    break;
  case ELEMENT_LIST:
    walk_list (walk, node, &style, depth);
    break;
  case ELEMENT_ITEM:
    walk_container (walk, node, _tea_html_builder_add_block (builder, TEA_BLOCK_ITEM, 0), &style, depth);
    break;
  case ELEMENT_PRE:
    walk_pre (walk, node);
    break;
  case ELEMENT_TABLE:
    walk_table (walk, node, &style, depth);
    break;
  case ELEMENT_RULE:
    _tea_html_builder_add_block (builder, TEA_BLOCK_RULE, 0);
    break;
  case ELEMENT_IMAGE:
    walk_image (walk, node, &style);
    break;
  case ELEMENT_STYLE:
  case ELEMENT_TEXT:
  default:
    walk_children (walk, node, &style, depth);
  }
}

static void
walk_children (Walk               *walk,
               xmlNode            *node,
               const TeaHtmlStyle *style,
               guint               depth)
{
  xmlNode *child;

  if (depth > MAX_DEPTH)
    walk->is_refused = TRUE;
  for (child = node->children; child != NULL && !walk->is_refused && !walk->builder.is_full; child = child->next) {
    if (++walk->nodes > MAX_NODES)
      walk->is_refused = TRUE;
    else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
      _tea_html_builder_add_text (&walk->builder, (const char *) child->content, style);
    else if (child->type == XML_ELEMENT_NODE)
      walk_element (walk, child, style, depth + 1);
  }
}

/**
 * tea_html_parse:
 * @html: HTML of a stranger
 * @options: how much is taken, and what it is drawn on
 * @lead: (transfer full) (nullable): what the first paragraph begins with
 * @cut: (out): whether something was left off
 *
 * Returns: (transfer full) (nullable) (element-type TeaHtmlBlock): what it says; %NULL when
 *   the plain body should be shown instead
 */
GPtrArray *
tea_html_parse (const char           *html,
                const TeaHtmlOptions *options,
                TeaText              *lead,
                gboolean             *cut)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_html_block_free);
  gsize len = strlen (html);
  g_autofree char *valid = len <= MAX_BYTES ? g_utf8_make_valid (html, (gssize) len) : NULL;
  Walk walk = { .builder = { .options = options,
                             .out = blocks,
                             .inline_text = lead,
                             .lead_len = lead != NULL ? lead->text->len : 0 } };
  TeaHtmlStyle style = { 0 };
  xmlDoc *document = NULL;

  *cut = FALSE;
  if (valid != NULL)
    document = htmlReadMemory (valid, (int) strlen (valid), NULL, "utf-8",
                               HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_COMPACT);
  if (document == NULL) {
    g_clear_pointer (&walk.builder.inline_text, tea_text_free);
    return NULL;
  }
  walk_children (&walk, (xmlNode *) document, &style, 0);
  _tea_html_builder_flush (&walk.builder, TEA_BLOCK_PARAGRAPH, 0);
  xmlFreeDoc (document);
  *cut = walk.builder.is_full;
  if (walk.is_refused || blocks->len == 0)
    return NULL;
  return g_steal_pointer (&blocks);
}
