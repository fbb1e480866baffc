/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person has to do outside the program to get in: a page to open and, where this
 * computer has no browser, a code to type there. The engine makes it, screens show it.
 * Plain data, any thread; no secret is in it. */

#include "config.h"

#include "mx-browser-step.h"

G_DEFINE_BOXED_TYPE (MxBrowserStep, mx_browser_step, mx_browser_step_copy, mx_browser_step_free)

/**
 * mx_browser_step_copy:
 * @self: a step
 *
 * Returns: (transfer full): a copy
 */
MxBrowserStep *
mx_browser_step_copy (const MxBrowserStep *self)
{
  MxBrowserStep *copy = g_new0 (MxBrowserStep, 1);

  copy->url = g_strdup (self->url);
  copy->user_code = g_strdup (self->user_code);
  copy->server_name = g_strdup (self->server_name);
  copy->link = g_strdup (self->link);
  copy->expires_in_s = self->expires_in_s;
  return copy;
}

/**
 * mx_browser_step_free:
 * @self: (transfer full): a step
 */
void
mx_browser_step_free (MxBrowserStep *self)
{
  g_free (self->url);
  g_free (self->user_code);
  g_free (self->server_name);
  g_free (self->link);
  g_free (self);
}
