/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A community as the welcome page shows it: a preset with properties. Immutable. Main thread. */

#include "config.h"

#include "mx-community-private.h"

#include "mx-link.h"
#include "mx-preset.h"

struct _MxCommunity {
  GObject parent_instance;
  MxPreset *preset; /* (owned) */
};

G_DEFINE_FINAL_TYPE (MxCommunity, mx_community, G_TYPE_OBJECT)

#define MEMBER(name) G_STRUCT_OFFSET (MxPreset, name)

/* Each string property, and where the preset has it. */
static const struct
{
  const char *name;
  gsize offset;
} strings[] = {
  { "id", MEMBER (id) },
  { "name", MEMBER (name) },
  { "summary", MEMBER (summary) },
  { "icon", MEMBER (icon) },
  { "homeserver", MEMBER (homeserver) },
  { "identity-provider", MEMBER (identity_provider) },
  { "home-space", MEMBER (home_space) },
  { "help-room", MEMBER (help_room) },
  { "feedback", MEMBER (feedback) },
  { "conduct", MEMBER (conduct) },
  { "contact", MEMBER (contact) },
  { "emergency", MEMBER (emergency) },
};

enum {
  PROP_ROOMS = G_N_ELEMENTS (strings) + 1,
  PROP_IS_DEFAULT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
mx_community_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  const MxPreset *preset = MX_COMMUNITY (object)->preset;

  if (prop_id == PROP_ROOMS)
    g_value_set_boxed (value, preset->rooms);
  else if (prop_id == PROP_IS_DEFAULT)
    g_value_set_boolean (value, preset->is_default);
  else
    g_value_set_string (value, G_STRUCT_MEMBER (char *, preset, strings[prop_id - 1].offset));
}

static void
mx_community_finalize (GObject *object)
{
  g_clear_pointer (&MX_COMMUNITY (object)->preset, mx_preset_unref);
  G_OBJECT_CLASS (mx_community_parent_class)->finalize (object);
}

static void
mx_community_class_init (MxCommunityClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_community_get_property;
  object_class->finalize = mx_community_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    props[i + 1] = g_param_spec_string (strings[i].name, NULL, NULL, NULL, flags);
  props[PROP_ROOMS] = g_param_spec_boxed ("rooms", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_IS_DEFAULT] = g_param_spec_boolean ("is-default", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mx_community_init (MxCommunity *self)
{
}

/*< private >
 * _mx_community_new:
 * @preset: what its file says
 *
 * Returns: (transfer full): the community
 */
MxCommunity *
_mx_community_new (MxPreset *preset)
{
  MxCommunity *self = g_object_new (MX_TYPE_COMMUNITY, NULL);

  self->preset = mx_preset_ref (preset);
  return self;
}

/**
 * mx_community_get_preset:
 * @self: a community
 *
 * Returns: (transfer none): what its file says
 */
MxPreset *
mx_community_get_preset (MxCommunity *self)
{
  g_return_val_if_fail (MX_IS_COMMUNITY (self), NULL);

  return self->preset;
}

/**
 * mx_community_dup_wiki_link:
 * @self: a community
 * @link: any form of a link
 * @name: (nullable): what it leads to is called
 *
 * Returns: (transfer full) (nullable): the text to paste into its wiki; %NULL where @link is none
 */
char *
mx_community_dup_wiki_link (MxCommunity *self,
                            const char  *link,
                            const char  *name)
{
  g_autoptr (MxLink) parsed = mx_link_parse (link, NULL);

  g_return_val_if_fail (MX_IS_COMMUNITY (self), NULL);

  return parsed != NULL ? mx_preset_dup_wiki_link (self->preset, parsed, name) : NULL;
}
