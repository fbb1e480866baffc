/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-menu: menus that are heard as they are read, and the context menu of a list.
 *
 * An item that GTK 4.18 makes from a menu model says that its label names it, but the
 * label is hidden from assistive technology and gives no name: a screen reader reads
 * "menu item" seven times. Every menu of ours is therefore given its words as names
 * when it is shown (the "map" signal of its popover). Main thread. */

#include "config.h"

#include "tea-menu.h"

static gboolean
is_item (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_MENU_ITEM || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX ||
         role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO;
}

/* Without the underline that marks the letter to press; a doubled one is meant. */
static char *
dup_without_mnemonic (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '_' && p[1] != '\0')
      p++;
    g_string_append_c (plain, *p);
  }

  return g_string_free_and_steal (plain);
}

static void
name_item (GtkWidget *item)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (item), "text") == NULL)
    return;
  g_object_get (item, "text", &text, NULL);
  if (text == NULL)
    return;

  name = dup_without_mnemonic (text);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * tea_menu_name_items:
 * @menu: the popover of a menu that was made from a menu model
 *
 * Gives each item its words as accessible name.
 */
void
tea_menu_name_items (GtkWidget *menu)
{
  g_return_if_fail (GTK_IS_WIDGET (menu));

  for (GtkWidget *child = gtk_widget_get_first_child (menu); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_item (child))
      name_item (child);
    else
      tea_menu_name_items (child);
}

static void
name_lists (GtkWidget  *widget,
            const char *name)
{
  if (GTK_IS_LIST_VIEW (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_lists (child, name);
}

/**
 * tea_menu_name_choices:
 * @row: a row that opens a list of choices
 *
 * The list in the popover of an #AdwComboRow has no name of its own: it gets the row's.
 */
void
tea_menu_name_choices (AdwComboRow *row)
{
  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  name_lists (GTK_WIDGET (row), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

/**
 * tea_menu_popup:
 * @menu: (inout) (transfer none): the popover, made when it is %NULL; @parent's owner unparents it
 * @parent: the widget it belongs to
 * @model: what can be done
 * @x: where it points, in @parent
 * @y: where it points, in @parent
 *
 * Opens a context menu.
 */
void
tea_menu_popup (GtkWidget  **menu,
                GtkWidget   *parent,
                GMenuModel  *model,
                double       x,
                double       y)
{
  g_return_if_fail (menu != NULL);
  g_return_if_fail (GTK_IS_WIDGET (parent));
  g_return_if_fail (G_IS_MENU_MODEL (model));

  if (*menu == NULL) {
    *menu = gtk_popover_menu_new_from_model (NULL);
    gtk_popover_set_has_arrow (GTK_POPOVER (*menu), FALSE);
    gtk_widget_set_halign (*menu, GTK_ALIGN_START);
    g_signal_connect (*menu, "map", G_CALLBACK (tea_menu_name_items), NULL);
    gtk_widget_set_parent (*menu, parent);
  }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (*menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (*menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (*menu));
}
