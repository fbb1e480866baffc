/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits for an answer without holding who asked.
 *
 * A page that looks something up and is cancelled in its dispose must not be held by that look-up: it would
 * stay, and with it the session, for as long as a far server is silent. So the callback's data is a weak
 * reference: the page goes with its window, its dispose cancels, and the callback finds nobody. What a person
 * wanted done (a name that is changed, a room that is left) holds its page with g_object_ref () instead, for it
 * is told how it went. Main thread. */

#include "config.h"

#include "tea-weak.h"

/**
 * tea_weak_new:
 * @object: (type GObject): who asks
 *
 * Returns: (transfer full): data for a callback that takes it with tea_weak_take ()
 */
gpointer
tea_weak_new (gpointer object)
{
  GWeakRef *weak;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, object);
  return weak;
}

/**
 * tea_weak_take:
 * @weak: (transfer full): what tea_weak_new () gave
 *
 * Returns: (transfer full) (nullable) (type GObject): who asked, unless it is gone
 */
gpointer
tea_weak_take (gpointer weak)
{
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return object;
}
