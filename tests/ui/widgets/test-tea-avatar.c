/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The avatar: one widget, round and of its size, with libadwaita's colour for a name. */

#include "config.h"

#include "tea-avatar.h"

#include <adwaita.h>

static const char *const names[] = {
  "Ann",
  "Ben Okafor",
  "سارة",
  "Émile",
  "",
  "  ",
  "Wiki Help Desk",
  "\U0001f33f",
  "a b c d",
};

static gboolean
has_color (GtkWidget *widget,
           guint      color)
{
  g_autofree char *name = g_strdup_printf ("color%u", color);

  return gtk_widget_has_css_class (widget, name);
}

/* The same as an AdwAvatar gives to the name. */
static void
test_colors (void)
{
  g_autoptr (GtkWidget) avatar = g_object_ref_sink (tea_avatar_new (32));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GtkWidget) model = NULL;
    GtkWidget *inside;
    guint n = 0;

    if (*names[i] == '\0' || *names[i] == ' ')
      continue;
    model = g_object_ref_sink (adw_avatar_new (32, names[i], TRUE));
    inside = gtk_widget_get_first_child (model);
    tea_avatar_set_text (TEA_AVATAR (avatar), names[i]);
    for (guint color = 1; color <= 14; color++) {
      g_assert_cmpint (has_color (avatar, color), ==, has_color (inside, color));
      n += has_color (avatar, color);
    }
    g_assert_cmpuint (n, ==, 1);
  }
}

static void
test_size (void)
{
  g_autoptr (GtkWidget) avatar = g_object_ref_sink (tea_avatar_new (48));
  int minimum, natural;

  gtk_widget_measure (avatar, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 48);
  g_assert_cmpint (natural, ==, 48);
  tea_avatar_set_size (TEA_AVATAR (avatar), 24);
  gtk_widget_measure (avatar, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 24);
  g_assert_null (gtk_widget_get_first_child (avatar));
}

/* Whatever the name, something is drawn, and nothing warns. */
static void
test_draws (void)
{
  g_autoptr (GtkWidget) avatar = g_object_ref_sink (tea_avatar_new (32));

  gtk_widget_measure (avatar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (avatar, 32, 32, -1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
    g_autoptr (GskRenderNode) node = NULL;

    tea_avatar_set_text (TEA_AVATAR (avatar), names[i]);
    GTK_WIDGET_GET_CLASS (avatar)->snapshot (avatar, snapshot);
    node = gtk_snapshot_to_node (snapshot);
    g_assert_nonnull (node);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/avatar/colors", test_colors);
  g_test_add_func ("/avatar/size", test_size);
  g_test_add_func ("/avatar/draws", test_draws);

  return g_test_run ();
}
