/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine thread's beginning: what must be made before there are two threads. */

#include "config.h"

#include "mx-engine-fixture.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

/* A backend that knows which thread made it. */
typedef struct
{
  GSettingsBackend parent_instance;
} ProbeBackend;

typedef GSettingsBackendClass ProbeBackendClass;

static GThread *made_by;

GType probe_backend_get_type (void);
G_DEFINE_TYPE_WITH_CODE (ProbeBackend, probe_backend, G_TYPE_SETTINGS_BACKEND,
                         g_io_extension_point_implement (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME,
                                                         g_define_type_id, "probe", 1000))

static void
probe_backend_class_init (ProbeBackendClass *klass)
{
}

static void
probe_backend_init (ProbeBackend *self)
{
  made_by = g_thread_self ();
}

/* Made by both threads at once, settings and proxy resolver of GLib lock each other up. */
static void
test_settings_are_made_before_the_thread (void)
{
  MxFixture *me;

  g_assert_null (made_by);
  me = mx_fixture_new (NULL);
  g_assert_true (made_by == g_thread_self ());
  mx_fixture_free (me);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "probe", TRUE);
  mx_test_init (&argc, &argv);
  g_io_extension_point_register (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  g_type_ensure (probe_backend_get_type ());
  g_test_add_func ("/pump/settings-are-made-before-the-thread", test_settings_are_made_before_the_thread);
  return g_test_run ();
}
