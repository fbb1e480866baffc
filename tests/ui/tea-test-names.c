/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "tea-test-names.h"

#include <adwaita.h>
#include <string.h>

static gboolean
has_property (GtkWidget             *widget,
              GtkAccessibleProperty  property)
{
  g_autofree char *value = NULL;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), property))
    return FALSE;
  /* An empty one counts for nothing. */
  value = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "");
  return value != NULL;
}

static gboolean
is_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
has_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && is_text (gtk_label_get_text (GTK_LABEL (widget))))
    return TRUE;
  if (GTK_IS_INSCRIPTION (widget) && is_text (gtk_inscription_get_text (GTK_INSCRIPTION (widget))))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

/* ARIA's roles whose name is what is in them. */
static gboolean
is_named_by_content (GtkWidget *widget)
{
  switch ((int) gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget))) {
  case GTK_ACCESSIBLE_ROLE_BUTTON:
  case GTK_ACCESSIBLE_ROLE_TOGGLE_BUTTON:
  case GTK_ACCESSIBLE_ROLE_CHECKBOX:
  case GTK_ACCESSIBLE_ROLE_RADIO:
  case GTK_ACCESSIBLE_ROLE_LINK:
  case GTK_ACCESSIBLE_ROLE_LABEL:
  case GTK_ACCESSIBLE_ROLE_LIST_ITEM:
  case GTK_ACCESSIBLE_ROLE_OPTION:
  case GTK_ACCESSIBLE_ROLE_ROW:
  case GTK_ACCESSIBLE_ROLE_TAB:
  case GTK_ACCESSIBLE_ROLE_MENU_ITEM:
  case GTK_ACCESSIBLE_ROLE_TREE_ITEM:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
is_spoken_as_nothing (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_NONE || role == GTK_ACCESSIBLE_ROLE_PRESENTATION;
}

static gboolean
is_named (GtkWidget *widget)
{
  if (has_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (is_named_by_content (widget) && (has_text (widget) || gtk_widget_get_tooltip_text (widget) != NULL))
    return TRUE;
  return ADW_IS_PREFERENCES_ROW (widget) &&
         is_text (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
}

/* A part of a control that is nothing by itself, the text of an entry for example, is spoken as the control. */
static gboolean
is_named_here_or_above (GtkWidget *widget)
{
  while (widget != NULL && is_spoken_as_nothing (widget) && !is_named (widget))
    widget = gtk_widget_get_parent (widget);
  return widget != NULL && is_named (widget);
}

static const char *
get_icon (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget));
  return GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : NULL;
}

static gboolean
is_in (GtkWidget *widget,
       GType      type)
{
  return gtk_widget_get_ancestor (widget, type) != NULL;
}

/* What the toolkit makes of its own names is its own affair: the areas that scroll, the button inside a menu
 * button, how a preferences dialog is searched, a list without a title, the buttons of a title bar. */
static gboolean
is_toolkits (GtkWidget *widget)
{
  static const char *const types[] = { "AdwBackButton", "AdwGizmo", "GtkMenuButton", "GtkWindowControls" };
  GtkWidget *parent = gtk_widget_get_parent (widget);
  GtkWidget *group = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP);

  if (GTK_IS_SCROLLED_WINDOW (widget) || strcmp (G_OBJECT_TYPE_NAME (widget), "AdwGizmo") == 0)
    return TRUE;
  for (guint i = 0; parent != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (G_OBJECT_TYPE_NAME (parent), types[i]) == 0)
      return TRUE;
  if (GTK_IS_LIST_BOX (widget) && group != NULL)
    return !is_text (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)));
  if (is_in (widget, ADW_TYPE_PREFERENCES_DIALOG))
    return is_in (widget, GTK_TYPE_SEARCH_ENTRY) || is_in (widget, ADW_TYPE_HEADER_BAR);
  return is_in (widget, ADW_TYPE_ENTRY_ROW) ||
         (is_in (widget, GTK_TYPE_SEARCH_BAR) && !is_in (widget, GTK_TYPE_SEARCH_ENTRY));
}

/* A text that is not there yet is no control. */
static gboolean
needs_name (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || is_toolkits (widget))
    return FALSE;
  return !GTK_IS_LABEL (widget) || is_text (gtk_label_get_text (GTK_LABEL (widget)));
}

static void
check_icon (GtkWidget *widget,
            GString   *faults)
{
  const char *icon = get_icon (widget);

  if (icon != NULL && !is_toolkits (widget) &&
      (!has_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL) || gtk_widget_get_tooltip_text (widget) == NULL))
    g_string_append_printf (faults, "the button %s has no accessible label or no tooltip\n", icon);
}

static void
check_one (GtkWidget *widget,
           GString   *faults)
{
  if (needs_name (widget) && !is_named_here_or_above (widget))
    g_string_append_printf (faults, "%s (%s) in %s has no accessible name\n", G_OBJECT_TYPE_NAME (widget),
                            gtk_widget_get_name (widget),
                            G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
  if (ADW_IS_SPINNER (widget) && !is_spoken_as_nothing (widget) && !is_named (widget))
    g_string_append_printf (faults, "a spinner in %s does not say what goes on\n",
                            G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
}

/* Goes through the pages that are not in front, too. What is hidden may get its text when it is shown, but an
 * icon has its name from the beginning. */
static void
walk (GtkWidget *widget,
      gboolean   visible,
      GString   *faults)
{
  check_icon (widget, faults);
  if (visible)
    check_one (widget, faults);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (child, visible && gtk_widget_get_visible (child), faults);
}

/**
 * tea_test_find_nameless:
 * @widget: what is looked through
 * @faults: one a line is appended
 *
 * Finds whatever can have the keyboard focus and does not say what it is, icons without a name, and spinners that
 * do not say what goes on.
 */
void
tea_test_find_nameless (GtkWidget *widget,
                        GString   *faults)
{
  walk (widget, TRUE, faults);
}
