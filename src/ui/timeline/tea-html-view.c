/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks of a message as widgets: a TeaTextLabel a paragraph, boxes for quotes and lists,
 * a frame with a copy button for code, a grid for a table. The blocks' texts move into the
 * labels. Quotes in quotes get no narrower after MAX_INDENT levels. Each paragraph has its
 * own direction. Main thread. */

#include "config.h"

#include "tea-html-view.h"
#include "tea-text-label.h"

#include "mx-text.h"

#include <glib/gi18n.h>

#define MAX_INDENT 5
/* As deep as no quote or list goes: what stands in a cell. */
#define IN_TABLE       1000
#define MAX_CELL_WIDTH 24

/* Paragraphs may get as narrow as this many characters; in a table, which scrolls sideways,
 * no narrower than their text, or its height would be reckoned for lines that are broken. */
static int
least_width (TeaHtmlBlock *block,
             guint         depth)
{
  int columns = 2;

  if (depth < IN_TABLE)
    return depth > 1 ? 8 : 18;
  for (const char *p = block->text->text->str; *p != '\0' && columns < MAX_CELL_WIDTH; p = g_utf8_next_char (p))
    columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return columns;
}

static GtkWidget *
new_label (TeaHtmlBlock *block,
           guint         depth)
{
  GtkWidget *label = tea_text_label_new ();
  int width_chars = least_width (block, depth);

  gtk_label_set_width_chars (tea_text_label_get_label (TEA_TEXT_LABEL (label)), width_chars);
  tea_text_label_set_text (TEA_TEXT_LABEL (label), g_steal_pointer (&block->text));
  return label;
}

/* The first text in reading order, which decides the side that marks stand on. */
static const char *
first_text (TeaHtmlBlock *block)
{
  guint i;

  if (block->text != NULL)
    return block->text->text->str;
  for (i = 0; block->children != NULL && i < block->children->len; i++) {
    const char *text = first_text (g_ptr_array_index (block->children, i));

    if (text != NULL)
      return text;
  }
  return NULL;
}

static void
set_direction (GtkWidget    *widget,
               TeaHtmlBlock *block)
{
  const char *text = first_text (block);

  if (text != NULL)
    gtk_widget_set_direction (widget, mx_text_is_rtl (text) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

static GtkWidget *
new_box (TeaHtmlBlock *block,
         guint         depth,
         const char   *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (css_class != NULL)
    gtk_widget_add_css_class (box, css_class);
  tea_html_view_add (GTK_BOX (box), block->children, depth + 1);
  return box;
}

static GtkWidget *
new_heading (TeaHtmlBlock *block,
             guint         depth)
{
  static const char *const classes[] = { "title-2", "title-3", "title-4", "heading", "heading", "caption-heading" };
  GtkWidget *label = new_label (block, depth);

  gtk_widget_add_css_class (label, classes[CLAMP (block->level, 1, 6) - 1]);
  return label;
}

static GtkWidget *
new_item (TeaHtmlBlock *item,
          int           number,
          guint         depth)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *mark = number >= 0 ? g_strdup_printf ("%d.", number) : g_strdup ("•");
  GtkWidget *label = gtk_label_new (mark);
  GtkWidget *content = new_box (item, depth, NULL);

  gtk_widget_add_css_class (label, "list-mark");
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (content, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), content);
  set_direction (row, item);
  return row;
}

static GtkWidget *
new_list (TeaHtmlBlock *list,
          guint         depth)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  int number = list->level;
  guint i;

  for (i = 0; list->children != NULL && i < list->children->len; i++) {
    TeaHtmlBlock *child = g_ptr_array_index (list->children, i);

    if (child->kind != TEA_BLOCK_ITEM)
      continue;
    gtk_box_append (GTK_BOX (box), new_item (child, number, depth));
    if (number >= 0)
      number++;
  }
  return box;
}

static void
on_copy_clicked (GtkButton *button,
                 GtkLabel  *code)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), gtk_label_get_text (code));
  gtk_accessible_announce (GTK_ACCESSIBLE (button), _("Code copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static GtkWidget *
new_copy_button (GtkLabel *code)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (button, _("Copy Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy code"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "copy-code");
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_copy_clicked), code, G_CONNECT_DEFAULT);
  return button;
}

/* Lines of code are not wrapped: the box scrolls sideways. */
static GtkWidget *
new_code (TeaHtmlBlock *block)
{
  GtkWidget *label = gtk_label_new (block->text->text->str);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *copy = new_copy_button (GTK_LABEL (label));
  GtkWidget *language = gtk_label_new (block->language);
  GtkWidget *parts[] = { label, scroller, box, copy, language };

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "monospace");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), box);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), copy);
  gtk_widget_add_css_class (box, "code-block");
  gtk_widget_add_css_class (language, "caption");
  gtk_widget_add_css_class (language, "dim-label");
  gtk_widget_set_halign (language, GTK_ALIGN_START);
  gtk_widget_set_visible (language, block->language != NULL);
  gtk_box_append (GTK_BOX (box), language);
  gtk_box_append (GTK_BOX (box), scroller);
  /* Code is written from left to right everywhere. */
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_direction (parts[i], GTK_TEXT_DIR_LTR);
  return overlay;
}

static GtkWidget *
new_table (TeaHtmlBlock *table,
           guint         depth)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  guint y, x;

  gtk_widget_add_css_class (grid, "message-table");
  for (y = 0; y < table->children->len; y++) {
    TeaHtmlBlock *row = g_ptr_array_index (table->children, y);

    for (x = 0; row->children != NULL && x < row->children->len; x++) {
      TeaHtmlBlock *cell = g_ptr_array_index (row->children, x);
      GtkWidget *box = new_box (cell, MAX (depth, IN_TABLE), "message-cell");

      if (cell->level > 0)
        gtk_widget_add_css_class (box, "heading");
      if (x > 0)
        gtk_widget_add_css_class (box, "beside");
      if (y > 0)
        gtk_widget_add_css_class (box, "below");
      gtk_grid_attach (GTK_GRID (grid), box, (int) x, (int) y, 1, 1);
    }
  }
  gtk_widget_set_halign (grid, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  return scroller;
}

static GtkWidget *
new_quote (TeaHtmlBlock *block,
           guint         depth)
{
  GtkWidget *box = new_box (block, depth, depth < MAX_INDENT ? "quote" : NULL);

  set_direction (box, block);
  return box;
}

static GtkWidget *
new_widget (TeaHtmlBlock *block,
            guint         depth)
{
  switch (block->kind) {
  case TEA_BLOCK_PARAGRAPH:
    return new_label (block, depth);
  case TEA_BLOCK_HEADING:
    return new_heading (block, depth);
  case TEA_BLOCK_QUOTE:
    return new_quote (block, depth);
  case TEA_BLOCK_LIST:
    return new_list (block, depth);
  case TEA_BLOCK_CODE:
    return new_code (block);
  case TEA_BLOCK_TABLE:
    return new_table (block, depth);
  case TEA_BLOCK_RULE:
    return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  /* Outside of a list or table: only what they hold. */
  case TEA_BLOCK_ITEM:
  case TEA_BLOCK_ROW:
  case TEA_BLOCK_CELL:
  default:
    return new_box (block, depth, NULL);
  }
}

/**
 * tea_html_view_add:
 * @box: where they go
 * @blocks: (nullable) (element-type TeaHtmlBlock): blocks, whose texts are taken
 * @depth: how many blocks they stand in
 */
void
tea_html_view_add (GtkBox    *box,
                   GPtrArray *blocks,
                   guint      depth)
{
  guint i;

  for (i = 0; blocks != NULL && i < blocks->len; i++)
    gtk_box_append (box, new_widget (g_ptr_array_index (blocks, i), depth));
}

/**
 * tea_html_view_build:
 * @blocks: (element-type TeaHtmlBlock): blocks, whose texts are taken
 *
 * Returns: (transfer floating): a widget that shows them
 */
GtkWidget *
tea_html_view_build (GPtrArray *blocks)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  tea_html_view_add (GTK_BOX (box), blocks, 0);
  return box;
}
