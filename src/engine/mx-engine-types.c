/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of the border that both of its sides know. Plain data, any thread. */

#include "config.h"

#include "mx-engine-types.h"

/**
 * mx_account_info_copy:
 * @self: who is signed in
 *
 * Returns: (transfer full): a copy
 */
MxAccountInfo *
mx_account_info_copy (const MxAccountInfo *self)
{
  MxAccountInfo *copy = g_new0 (MxAccountInfo, 1);

  copy->user_id = g_strdup (self->user_id);
  copy->device_id = g_strdup (self->device_id);
  copy->homeserver = g_strdup (self->homeserver);
  copy->server_name = g_strdup (self->server_name);
  copy->is_guest = self->is_guest;
  copy->issuer = g_strdup (self->issuer);
  copy->client_id = g_strdup (self->client_id);
  copy->name = g_strdup (self->name);
  copy->avatar = g_strdup (self->avatar);
  return copy;
}

/**
 * mx_account_info_free:
 * @self: (transfer full): who is signed in
 */
void
mx_account_info_free (MxAccountInfo *self)
{
  g_free (self->user_id);
  g_free (self->device_id);
  g_free (self->homeserver);
  g_free (self->server_name);
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->name);
  g_free (self->avatar);
  g_free (self);
}
