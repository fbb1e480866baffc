/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the presets of communities: where the program is installed, in the folders of the
 * system, in the person's own; a later one takes the place of an earlier one with the same
 * id. One that is wrong is left out, with a word about what is wrong. Engine thread, once,
 * when it starts. */

#include "config.h"

#include "mx-preset-files.h"

#include "mx-preset.h"
#include "mx-presets.h"

#define FOLDER    "teahouse/presets"
#define MAX_FILES 500

static void
read_file (MxPresets  *presets,
           const char *folder,
           const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *data = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxPreset) preset = NULL;
  gsize len = 0;

  if (g_file_get_contents (path, &data, &len, &error))
    preset = mx_preset_parse (data, len, &error);
  if (preset) {
    wanted = g_strconcat (preset->id, ".json", NULL);
    if (g_str_equal (wanted, name))
      mx_presets_add (presets, g_steal_pointer (&preset));
    else
      g_info ("the preset %s is left out: its id wants the name %s", path, wanted);
  } else {
    g_info ("the preset %s is left out: %s", path, error->message);
  }
}

static void
read_folder (MxPresets  *presets,
             const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && names->len < MAX_FILES && (name = g_dir_read_name (dir)))
    if (name[0] != '.' && g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    read_file (presets, folder, g_ptr_array_index (names, i));
}

/**
 * mx_preset_files_load:
 *
 * Returns: (transfer full): the communities that this computer knows
 */
MxPresets *
mx_preset_files_load (void)
{
  MxPresets *presets = mx_presets_new ();
  const char *const *system = g_get_system_data_dirs ();
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), FOLDER, NULL);

  read_folder (presets, PKGDATADIR "/presets");
  /* The first folder of the system is its most important. */
  for (guint i = g_strv_length ((char **) system); i > 0; i--) {
    g_autofree char *folder = g_build_filename (system[i - 1], FOLDER, NULL);

    read_folder (presets, folder);
  }
  read_folder (presets, own);
  return presets;
}

/**
 * mx_preset_files_give:
 * @core: the engine
 * @task: (transfer full): ends with #MxPresets
 * @wish: (nullable): not used
 */
void
mx_preset_files_give (MxCore *core,
                      GTask  *task,
                      MxWish *wish)
{
  mx_assert_engine (core);
  mx_port_return_pointer (core->port, task, mx_presets_ref (core->presets), (GDestroyNotify) mx_presets_unref);
}
