/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The arguments of a border function, carried from the main thread to the engine. */

#include "config.h"

#include "mx-wish.h"

#include <string.h>

/**
 * mx_wish_new:
 *
 * Returns: (transfer full): a wish for nothing
 */
MxWish *
mx_wish_new (void)
{
  return g_new0 (MxWish, 1);
}

/**
 * mx_wish_free:
 * @self: (transfer full) (nullable): a wish
 */
void
mx_wish_free (MxWish *self)
{
  if (!self)
    return;
  if (self->secret)
    explicit_bzero (self->secret, strlen (self->secret));
  if (self->auth)
    explicit_bzero (self->auth, strlen (self->auth));
  g_free (self->auth);
  g_free (self->secret);
  g_free (self->room_id);
  g_free (self->event_id);
  g_free (self->user_id);
  g_free (self->txn_id);
  g_free (self->type);
  g_free (self->state_key);
  g_free (self->link);
  g_free (self->title);
  g_free (self->page);
  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_strfreev (self->via);
  g_free (self);
}
