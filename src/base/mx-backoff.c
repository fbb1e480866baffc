/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long to wait before the next try: twice as long each time, up to a limit, and
 * between three quarters of it and all of it by chance, so that a thousand clients do not
 * come back in the same second. A limit of 30 s means at most 30 tries in ten minutes.
 * Belongs to one thread. */

#include "config.h"

#include "mx-backoff.h"

struct _MxBackoff {
  guint first_ms;
  guint max_ms;
  guint next_ms;
  GRand *rand; /* (owned) */
};

/**
 * mx_backoff_new:
 * @first_ms: the first wait, at most
 * @max_ms: any wait, at most
 * @seed: of the chance
 *
 * Returns: (transfer full): a back-off that has not waited yet
 */
MxBackoff *
mx_backoff_new (guint   first_ms,
                guint   max_ms,
                guint32 seed)
{
  MxBackoff *self = g_new0 (MxBackoff, 1);

  self->first_ms = MAX (first_ms, 1);
  self->max_ms = MAX (max_ms, self->first_ms);
  self->next_ms = self->first_ms;
  self->rand = g_rand_new_with_seed (seed);
  return self;
}

/**
 * mx_backoff_free:
 * @self: (transfer full) (nullable): a back-off
 */
void
mx_backoff_free (MxBackoff *self)
{
  if (self == NULL)
    return;
  g_rand_free (self->rand);
  g_free (self);
}

/**
 * mx_backoff_next:
 * @self: a back-off
 *
 * Returns: milliseconds to wait before the next try
 */
guint
mx_backoff_next (MxBackoff *self)
{
  guint ceiling = self->next_ms;

  self->next_ms = ceiling > self->max_ms / 2 ? self->max_ms : ceiling * 2;
  return ceiling - (guint) (g_rand_double (self->rand) * (ceiling / 4));
}

/**
 * mx_backoff_reset:
 * @self: a back-off
 *
 * After a success: the next wait is a first one.
 */
void
mx_backoff_reset (MxBackoff *self)
{
  self->next_ms = self->first_ms;
}
