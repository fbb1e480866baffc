/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarHeading: the row of a section: its title, and an arrow that tells whether
 * it is folded; how many rooms a folded one has. Activating the row folds and unfolds.
 * Owns no state of its section. Main thread. */

#include "config.h"

#include "tea-sidebar-heading.h"

#include "tea-sidebar-text.h"

struct _TeaSidebarHeading {
  GtkWidget parent_instance;

  TeaSidebarSection *section; /* (owned) (nullable) */
  gulong notify_id;
  char *spoken; /* (owned) (nullable) */

  GtkLabel *title;
  GtkLabel *count;
  GtkImage *arrow;
};

G_DEFINE_FINAL_TYPE (TeaSidebarHeading, tea_sidebar_heading, GTK_TYPE_WIDGET)

typedef enum {
  PROP_SECTION = 1,
  PROP_SPOKEN,
} TeaSidebarHeadingProperty;

static GParamSpec *props[PROP_SPOKEN + 1];

/* The list item has the focus: it says whether the section is folded. */
static void
describe_item (TeaSidebarHeading *self,
               gboolean           folded)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  if (item != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_STATE_EXPANDED, !folded, -1);
}

static void
update (TeaSidebarHeading *self)
{
  gboolean folded = tea_sidebar_section_is_folded (self->section);
  guint count = tea_sidebar_section_get_count (self->section);
  const char *title = tea_sidebar_section_get_title (self->section);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *spoken = tea_sidebar_heading (title, count);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->count, number);
  gtk_widget_set_visible (GTK_WIDGET (self->count), folded);
  gtk_image_set_from_icon_name (self->arrow, folded ? "pan-end-symbolic" : "pan-down-symbolic");
  describe_item (self, folded);
  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

static void
tea_sidebar_heading_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  TeaSidebarHeading *self = TEA_SIDEBAR_HEADING (object);

  switch ((TeaSidebarHeadingProperty) prop_id) {
  case PROP_SECTION:
    tea_sidebar_heading_set_section (self, g_value_get_object (value));
    break;
  case PROP_SPOKEN:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_heading_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  TeaSidebarHeading *self = TEA_SIDEBAR_HEADING (object);

  switch ((TeaSidebarHeadingProperty) prop_id) {
  case PROP_SECTION:
    g_value_set_object (value, self->section);
    break;
  case PROP_SPOKEN:
    g_value_set_string (value, self->spoken);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_heading_dispose (GObject *object)
{
  TeaSidebarHeading *self = TEA_SIDEBAR_HEADING (object);

  if (self->section != NULL)
    g_clear_signal_handler (&self->notify_id, self->section);
  g_clear_object (&self->section);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SIDEBAR_HEADING);
  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (tea_sidebar_heading_parent_class)->dispose (object);
}

static void
tea_sidebar_heading_class_init (TeaSidebarHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_sidebar_heading_set_property;
  object_class->get_property = tea_sidebar_heading_get_property;
  object_class->dispose = tea_sidebar_heading_dispose;

  /**
   * TeaSidebarHeading:section: (nullable)
   *
   * What it shows.
   */
  props[PROP_SECTION] = g_param_spec_object ("section", NULL, NULL, TEA_TYPE_SIDEBAR_SECTION,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSidebarHeading:spoken: (nullable)
   *
   * What a screen reader says of it.
   */
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "sidebarheading");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-sidebar-heading.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarHeading, title);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarHeading, count);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarHeading, arrow);
}

static void
tea_sidebar_heading_init (TeaSidebarHeading *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_sidebar_heading_new:
 *
 * Returns: (transfer floating): a row of no section
 */
GtkWidget *
tea_sidebar_heading_new (void)
{
  return g_object_new (TEA_TYPE_SIDEBAR_HEADING, NULL);
}

/**
 * tea_sidebar_heading_set_section:
 * @self: a row
 * @section: (nullable): what it shows
 */
void
tea_sidebar_heading_set_section (TeaSidebarHeading *self,
                                 TeaSidebarSection *section)
{
  GtkWidget *item;

  g_return_if_fail (TEA_IS_SIDEBAR_HEADING (self));

  if (self->section == section)
    return;

  if (self->section != NULL)
    g_clear_signal_handler (&self->notify_id, self->section);
  g_set_object (&self->section, section);
  item = gtk_widget_get_parent (GTK_WIDGET (self));
  if (section != NULL) {
    self->notify_id = g_signal_connect_swapped (section, "notify", G_CALLBACK (update), self);
    update (self);
  } else if (item != NULL) {
    gtk_accessible_reset_state (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_STATE_EXPANDED);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECTION]);
}

/**
 * tea_sidebar_heading_get_section:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
TeaSidebarSection *
tea_sidebar_heading_get_section (TeaSidebarHeading *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_HEADING (self), NULL);

  return self->section;
}
