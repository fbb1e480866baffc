/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every method there is. doc/teahousectl.md says what they do. */

#include "config.h"

#include "ctl-methods.h"

static const CtlMethod *const tables[] = {
  ctl_account_methods,
  ctl_diagnostics_methods,
  ctl_find_methods,
  ctl_link_methods,
  ctl_login_methods,
  ctl_people_methods,
  ctl_profile_methods,
  ctl_resolve_methods,
  ctl_room_methods,
  ctl_sign_in_methods,
  ctl_timeline_methods,
};

/**
 * ctl_methods_find:
 * @name: a method's name
 *
 * Returns: (transfer none) (nullable): the method
 */
const CtlMethod *
ctl_methods_find (const char *name)
{
  const CtlMethod *method;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (tables); i++)
    for (method = tables[i]; method->name != NULL; method++)
      if (g_str_equal (method->name, name))
        return method;
  return NULL;
}
