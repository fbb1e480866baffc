/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-device-words: how a place where an account is signed in is called.
 *
 * Its name was written by whoever signed in there, and is shown as one isolated line;
 * the technical id stands in only where there is no name. Pure. */

#include "config.h"

#include "tea-device-words.h"

#include "mx-text.h"
#include "tea-time.h"

#include <glib/gi18n.h>

/**
 * tea_device_title:
 * @device: a device
 *
 * Returns: (transfer full): its name
 */
char *
tea_device_title (MxDevice *device)
{
  const char *name = mx_device_get_name (device);
  g_autofree char *clean = name != NULL ? mx_text_clean_name (name) : NULL;

  if (clean == NULL || *clean == '\0')
    g_set_str (&clean, mx_device_get_id (device));
  return g_steal_pointer (&clean);
}

/**
 * tea_device_detail:
 * @device: a device
 * @now_ms: what time it is
 *
 * Returns: (transfer full): "This device", or when it was seen last and where
 */
char *
tea_device_detail (MxDevice *device,
                   gint64    now_ms)
{
  g_autofree char *seen = NULL;
  g_autofree char *address = NULL;

  if (mx_device_is_own (device))
    return g_strdup (_ ("This device"));
  if (mx_device_get_last_seen (device) <= 0)
    return g_strdup ("");

  seen = tea_time_short (mx_device_get_last_seen (device), now_ms);
  if (mx_device_get_last_ip (device) == NULL)
    /* Translators: when a device was used last; %s is a time, such as "Yesterday 14:02". */
    return g_strdup_printf (_ ("Last used: %s"), seen);

  address = mx_text_isolate (mx_device_get_last_ip (device));
  /* Translators: when a device was used last; the first %s is a time, the second a network address. */
  return g_strdup_printf (_ ("Last used: %s · %s"), seen, address);
}
