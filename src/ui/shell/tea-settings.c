/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-settings: what is remembered between two runs.
 *
 * The settings of a profile lie in its own folder (settings.ini, mode 0600), so
 * that two profiles never share a room name or a size, and so that a computer
 * without dconf remembers too. Where GSETTINGS_BACKEND names a backend (tests),
 * that one is used. Where the schema is not installed there are no settings:
 * everything works with its defaults and nothing is remembered; GLib would end
 * the program.
 *
 * Writing is delayed and done in one piece by tea_settings_save (), when the
 * window is idle or closes. Main thread. */

#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include "tea-settings.h"

#include <gio/gsettingsbackend.h>

/**
 * tea_settings_new:
 * @profile_dir: the folder of the profile
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where the schema is missing
 */
GSettings *
tea_settings_new (const char *profile_dir)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;
  GSettings *settings = NULL;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, TEA_SETTINGS_SCHEMA, TRUE);
  if (schema == NULL) {
    g_debug ("The settings schema is not installed; nothing will be remembered");
    return NULL;
  }

  if (g_getenv ("GSETTINGS_BACKEND") == NULL) {
    g_autofree char *path = g_build_filename (profile_dir, "settings.ini", NULL);

    backend = g_keyfile_settings_backend_new (path, "/org/teahouse/Teahouse/", "settings");
  }
  settings = g_settings_new_full (schema, backend, NULL);
  g_settings_delay (settings);

  return settings;
}

/**
 * tea_settings_save:
 * @self: (nullable): the settings
 *
 * Writes what changed.
 */
void
tea_settings_save (GSettings *self)
{
  if (self != NULL && g_settings_get_has_unapplied (self))
    g_settings_apply (self);
}

/**
 * tea_settings_dup_string:
 * @self: (nullable): the settings
 * @key: a key of text
 *
 * Returns: (transfer full) (nullable): the text, %NULL when empty
 */
char *
tea_settings_dup_string (GSettings  *self,
                         const char *key)
{
  g_autofree char *value = NULL;

  if (self == NULL)
    return NULL;

  value = g_settings_get_string (self, key);
  return *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/**
 * tea_settings_set_string:
 * @self: (nullable): the settings
 * @key: a key of text
 * @value: (nullable): the text
 */
void
tea_settings_set_string (GSettings  *self,
                         const char *key,
                         const char *value)
{
  g_autofree char *old = tea_settings_dup_string (self, key);

  if (self == NULL || g_strcmp0 (old, value) == 0)
    return;

  g_settings_set_string (self, key, value != NULL ? value : "");
}

/**
 * tea_settings_dup_entry:
 * @self: (nullable): the settings
 * @key: a key of texts that have names
 * @name: a name
 *
 * Returns: (transfer full) (nullable): the text with this name
 */
char *
tea_settings_dup_entry (GSettings  *self,
                        const char *key,
                        const char *name)
{
  g_autoptr (GVariant) entries = NULL;
  char *value = NULL;

  if (self == NULL)
    return NULL;

  entries = g_settings_get_value (self, key);
  g_variant_lookup (entries, name, "s", &value);
  return value;
}

/**
 * tea_settings_set_entry:
 * @self: (nullable): the settings
 * @key: a key of texts that have names
 * @name: a name
 * @value: (nullable): the text; %NULL takes the name away
 */
void
tea_settings_set_entry (GSettings  *self,
                        const char *key,
                        const char *name,
                        const char *value)
{
  g_autofree char *old = tea_settings_dup_entry (self, key, name);
  g_autoptr (GVariant) entries = NULL;
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  if (self == NULL || g_strcmp0 (old, value) == 0)
    return;

  entries = g_settings_get_value (self, key);
  for (gsize i = 0; i < g_variant_n_children (entries); i++) {
    const char *other, *text;

    g_variant_get_child (entries, i, "{&s&s}", &other, &text);
    if (!g_str_equal (other, name))
      g_variant_builder_add (&builder, "{ss}", other, text);
  }
  if (value != NULL)
    g_variant_builder_add (&builder, "{ss}", name, value);
  g_settings_set_value (self, key, g_variant_builder_end (&builder));
}

/**
 * tea_settings_get_boolean:
 * @self: (nullable): the settings
 * @key: a key of yes or no
 * @fallback: the answer without settings
 *
 * Returns: the value
 */
gboolean
tea_settings_get_boolean (GSettings  *self,
                          const char *key,
                          gboolean    fallback)
{
  return self != NULL ? g_settings_get_boolean (self, key) : fallback;
}

/**
 * tea_settings_set_boolean:
 * @self: (nullable): the settings
 * @key: a key of yes or no
 * @value: the value
 */
void
tea_settings_set_boolean (GSettings  *self,
                          const char *key,
                          gboolean    value)
{
  if (self != NULL && g_settings_get_boolean (self, key) != value)
    g_settings_set_boolean (self, key, value);
}

/**
 * tea_settings_set_signing_in:
 * @self: (nullable): the settings
 * @signing_in: whether a sign-in or a new account waits for what somebody does elsewhere
 *
 * Remembers it at once: the next thing may be a power cut.
 */
void
tea_settings_set_signing_in (GSettings *self,
                             gboolean   signing_in)
{
  if (tea_settings_get_boolean (self, "signing-in", FALSE) == signing_in)
    return;

  tea_settings_set_boolean (self, "signing-in", signing_in);
  tea_settings_save (self);
}

/**
 * tea_settings_get_key_mode:
 * @self: (nullable): the settings
 *
 * Returns: where the person wants the key of the store to be kept
 */
MxKeyMode
tea_settings_get_key_mode (GSettings *self)
{
  return self != NULL ? (MxKeyMode) g_settings_get_enum (self, "key-mode") : MX_KEY_SERVICE;
}

/**
 * tea_settings_set_key_mode:
 * @self: (nullable): the settings
 * @mode: where the key of the store is kept
 *
 * Remembers the choice at once: without it the store could not be opened again.
 */
void
tea_settings_set_key_mode (GSettings *self,
                           MxKeyMode  mode)
{
  if (self == NULL || tea_settings_get_key_mode (self) == mode)
    return;

  g_settings_set_enum (self, "key-mode", (int) mode);
  tea_settings_save (self);
}

/**
 * tea_settings_is_folded:
 * @self: (nullable): the settings
 * @section: a section of the list of rooms
 *
 * Returns: whether the person folded it
 */
gboolean
tea_settings_is_folded (GSettings *self,
                        int        section)
{
  g_autoptr (GVariant) value = NULL;
  const gint32 *sections;
  gsize n = 0;

  if (self == NULL)
    return FALSE;

  value = g_settings_get_value (self, "collapsed-sections");
  sections = g_variant_get_fixed_array (value, &n, sizeof (gint32));
  for (gsize i = 0; i < n; i++)
    if (sections[i] == section)
      return TRUE;

  return FALSE;
}

/**
 * tea_settings_set_folded:
 * @self: (nullable): the settings
 * @section: a section of the list of rooms
 * @folded: whether it is folded
 */
void
tea_settings_set_folded (GSettings *self,
                         int        section,
                         gboolean   folded)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GArray) changed = NULL;
  const gint32 *sections;
  gint32 wanted = section;
  gsize n = 0;

  if (self == NULL || tea_settings_is_folded (self, section) == folded)
    return;

  changed = g_array_new (FALSE, FALSE, sizeof (gint32));
  value = g_settings_get_value (self, "collapsed-sections");
  sections = g_variant_get_fixed_array (value, &n, sizeof (gint32));
  for (gsize i = 0; i < n; i++)
    if (sections[i] != wanted)
      g_array_append_val (changed, sections[i]);
  if (folded)
    g_array_append_val (changed, wanted);

  g_settings_set_value (self, "collapsed-sections",
                        g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, changed->data,
                                                   changed->len, sizeof (gint32)));
}
