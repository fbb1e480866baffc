/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-shortcuts: every key the program knows, as a dialog. The table is the
 * translatable twin of the keys in TeaApplication and TeaComposer; GTK's own
 * window for this is deprecated and libadwaita's is newer than our baseline.
 * Main thread. */

#include "config.h"

#include "tea-shortcuts.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *group; /* (nullable): the one before goes on */
  const char *title;
  const char *keys;
} TeaShortcut;

static const TeaShortcut shortcuts[] = {
  { N_ ("Rooms"), N_ ("Find a room"), "<Control>k" },
    { NULL, N_ ("Join with a link"), "<Control>l" },
      { NULL, N_ ("Previous room"), "<Alt>Up" },
        { NULL, N_ ("Next room"), "<Alt>Down" },
          { NULL, N_ ("Previous room with news"), "<Alt><Shift>Up" },
            { NULL, N_ ("Next room with news"), "<Alt><Shift>Down" },
              { NULL, N_ ("First to ninth room"), "<Alt>1...9" },
                { N_ ("Messages"), N_ ("Send"), "Return" },
                  { NULL, N_ ("New line"), "<Shift>Return" },
                    { NULL, N_ ("Mention somebody"), "at" },
                      { NULL, N_ ("Back to writing"), "Escape" },
                        { N_ ("Window"), N_ ("List of rooms"), "F9" },
                          { NULL, N_ ("Details of the room"), "F8" },
                            { NULL, N_ ("Next part of the window"), "F6" },
                              { NULL, N_ ("Preferences"), "<Control>comma" },
                                { NULL, N_ ("Keyboard shortcuts"), "<Control>question" },
                                  { NULL, N_ ("Close the window"), "<Control>w" },
                                    { NULL, N_ ("Quit"), "<Control>q" },
                                  };

static char *
describe_keys (const char *accelerator)
{
  GdkModifierType modifiers = 0;
  guint key = 0;

  if (g_str_has_suffix (accelerator, "...9"))
    /* Translators: the keys Alt and one of the digits 1 to 9 together. */
    return g_strdup (_ ("Alt+1 … Alt+9"));
  if (!gtk_accelerator_parse (accelerator, &key, &modifiers))
    return g_strdup (accelerator);

  return gtk_accelerator_get_label (key, modifiers);
}

static void
add_row (AdwPreferencesGroup *group,
         const TeaShortcut   *shortcut)
{
  g_autofree char *keys = describe_keys (shortcut->keys);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (keys);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
}

/**
 * tea_shortcuts_new:
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_shortcuts_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    if (shortcuts[i].group != NULL) {
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group, _ (shortcuts[i].group));
      adw_preferences_page_add (page, group);
    }
    add_row (group, &shortcuts[i]);
  }

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (page));
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_set_child (dialog, view);

  return dialog;
}
