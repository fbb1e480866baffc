/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarSection: the heading of a part of the list of rooms.
 *
 * An item of TeaSidebarList like a room, so that a folded section keeps its
 * heading. The list sets how many rooms it has and whether it is folded; the
 * heading's row shows both. Main thread. */

#include "config.h"

#include "tea-sidebar-section.h"

#include <glib/gi18n.h>

struct _TeaSidebarSection {
  GObject parent_instance;

  MxSection section;
  guint count;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (TeaSidebarSection, tea_sidebar_section, G_TYPE_OBJECT)

typedef enum {
  PROP_TITLE = 1,
  PROP_COUNT,
  PROP_FOLDED,
} TeaSidebarSectionProperty;

static GParamSpec *props[PROP_FOLDED + 1];

static void
tea_sidebar_section_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  TeaSidebarSection *self = TEA_SIDEBAR_SECTION (object);

  switch ((TeaSidebarSectionProperty) prop_id) {
  case PROP_COUNT:
    tea_sidebar_section_set_count (self, g_value_get_uint (value));
    break;
  case PROP_FOLDED:
    tea_sidebar_section_set_folded (self, g_value_get_boolean (value));
    break;
  case PROP_TITLE:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_section_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  TeaSidebarSection *self = TEA_SIDEBAR_SECTION (object);

  switch ((TeaSidebarSectionProperty) prop_id) {
  case PROP_TITLE:
    g_value_set_string (value, tea_sidebar_section_get_title (self));
    break;
  case PROP_COUNT:
    g_value_set_uint (value, self->count);
    break;
  case PROP_FOLDED:
    g_value_set_boolean (value, self->folded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_section_class_init (TeaSidebarSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tea_sidebar_section_set_property;
  object_class->get_property = tea_sidebar_section_get_property;

  /**
   * TeaSidebarSection:title:
   *
   * What the heading says.
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSidebarSection:count:
   *
   * How many rooms it has, those of a folded section too.
   */
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * TeaSidebarSection:folded:
   *
   * Whether its rooms are out of sight.
   */
  props[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
tea_sidebar_section_init (TeaSidebarSection *self)
{
}

/**
 * tea_sidebar_section_new:
 * @section: which one
 *
 * Returns: (transfer full): a heading
 */
TeaSidebarSection *
tea_sidebar_section_new (MxSection section)
{
  TeaSidebarSection *self = g_object_new (TEA_TYPE_SIDEBAR_SECTION, NULL);

  self->section = section;

  return self;
}

/**
 * tea_sidebar_section_get_kind:
 * @self: a heading
 *
 * Returns: which section it is of
 */
MxSection
tea_sidebar_section_get_kind (TeaSidebarSection *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_SECTION (self), MX_SECTION_HIDDEN);

  return self->section;
}

/**
 * tea_sidebar_section_get_title:
 * @self: a heading
 *
 * Returns: what it says
 */
const char *
tea_sidebar_section_get_title (TeaSidebarSection *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_SECTION (self), NULL);

  switch (self->section) {
  case MX_SECTION_INVITES:
    /* Translators: a heading in the list of rooms: rooms you were invited to. */
    return _("Invites");
  case MX_SECTION_FAVOURITES:
    /* Translators: a heading in the list of rooms. */
    return _("Favourites");
  case MX_SECTION_PEOPLE:
    /* Translators: a heading in the list of rooms: conversations with one person. */
    return _("People");
  case MX_SECTION_LOW_PRIORITY:
    /* Translators: a heading in the list of rooms. */
    return _("Low Priority");
  case MX_SECTION_SERVICES:
    /* Translators: a heading in the list of rooms: rooms in which programs, such as bridges to IRC, write to you. */
    return _("Services");
  case MX_SECTION_ROOMS:
  case MX_SECTION_HIDDEN:
  default:
    /* Translators: a heading in the list of rooms. */
    return _("Rooms");
  }
}

/**
 * tea_sidebar_section_get_count:
 * @self: a heading
 *
 * Returns: how many rooms it has
 */
guint
tea_sidebar_section_get_count (TeaSidebarSection *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_SECTION (self), 0);

  return self->count;
}

/**
 * tea_sidebar_section_set_count:
 * @self: a heading
 * @count: how many rooms it has
 */
void
tea_sidebar_section_set_count (TeaSidebarSection *self,
                               guint              count)
{
  g_return_if_fail (TEA_IS_SIDEBAR_SECTION (self));

  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNT]);
}

/**
 * tea_sidebar_section_is_folded:
 * @self: a heading
 *
 * Returns: whether its rooms are out of sight
 */
gboolean
tea_sidebar_section_is_folded (TeaSidebarSection *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_SECTION (self), FALSE);

  return self->folded;
}

/**
 * tea_sidebar_section_set_folded:
 * @self: a heading
 * @folded: whether its rooms are out of sight
 */
void
tea_sidebar_section_set_folded (TeaSidebarSection *self,
                                gboolean           folded)
{
  g_return_if_fail (TEA_IS_SIDEBAR_SECTION (self));

  folded = !!folded;
  if (self->folded == folded)
    return;

  self->folded = folded;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
}
