/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pace of one loop that talks to a server: at once while all goes well, less and
 * less often while it fails, exactly as told when the server names a time (429). Ten
 * minutes of failure cost fewer than thirty tries, and the first try after a recovery
 * comes within half a minute. Belongs to one thread; @now is a monotonic time in µs. */

#include "config.h"

#include "mx-pace.h"

#include "mx-backoff.h"
#include "mx-error.h"

#define FIRST_MS      2000
#define MAX_CHANCE_MS 20000
#define FLOOR_MS      (MX_PACE_MAX_MS - MAX_CHANCE_MS)
#define FLOOR_AFTER   4

struct _MxPace {
  MxBackoff *backoff; /* (owned) */
  guint failures;
  gint64 due;    /* µs; 0: at once */
  gboolean told; /* the server named the time */
};

/**
 * mx_pace_new:
 * @seed: of the chance in the waits
 *
 * Returns: (transfer full): a pace that is due at once
 */
MxPace *
mx_pace_new (guint32 seed)
{
  MxPace *self = g_new0 (MxPace, 1);

  self->backoff = mx_backoff_new (FIRST_MS, MAX_CHANCE_MS, seed);
  return self;
}

/**
 * mx_pace_free:
 * @self: (transfer full) (nullable): a pace
 */
void
mx_pace_free (MxPace *self)
{
  if (!self)
    return;
  mx_backoff_free (self->backoff);
  g_free (self);
}

/**
 * mx_pace_succeed:
 * @self: a pace
 *
 * The next try may come at once.
 */
void
mx_pace_succeed (MxPace *self)
{
  mx_backoff_reset (self->backoff);
  self->failures = 0;
  self->due = 0;
  self->told = FALSE;
}

/**
 * mx_pace_fail:
 * @self: a pace
 * @error: why
 * @now: µs
 *
 * Puts the next try off: as long as the server says, else by a growing time.
 */
void
mx_pace_fail (MxPace       *self,
              const GError *error,
              gint64        now)
{
  gint64 told = mx_error_get_retry_after (error);
  gint64 wait;

  self->told = told > 0;
  if (self->told) {
    wait = told;
  } else {
    wait = mx_backoff_next (self->backoff);
    if (self->failures >= FLOOR_AFTER)
      wait += FLOOR_MS;
    self->failures++;
  }
  self->due = now + wait * 1000;
}

/**
 * mx_pace_hurry:
 * @self: a pace
 *
 * The person asks to try now. What the server asked for is kept.
 */
void
mx_pace_hurry (MxPace *self)
{
  if (self->told)
    return;
  mx_backoff_reset (self->backoff);
  self->failures = 0;
  self->due = 0;
}

/**
 * mx_pace_get_due:
 * @self: a pace
 *
 * Returns: when the next try may come, in µs; 0 for at once
 */
gint64
mx_pace_get_due (MxPace *self)
{
  return self->due;
}

/**
 * mx_pace_is_due:
 * @self: a pace
 * @now: µs
 *
 * Returns: whether a try may start
 */
gboolean
mx_pace_is_due (MxPace *self,
                gint64  now)
{
  return now >= self->due;
}
