/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the key of the messages on this computer is kept, as people understand it.
 * Pure functions. */

#include "config.h"

#include "tea-preferences-words.h"

#include <glib/gi18n.h>

/**
 * tea_key_mode_title:
 * @mode: where the key is
 *
 * Returns: the name of that place
 */
const char *
tea_key_mode_title (MxKeyMode mode)
{
  switch (mode) {
  case MX_KEY_PASSPHRASE:
    return _("The Key Is Made From Your Passphrase");
  case MX_KEY_MEMORY:
    return _("The Key Is Not Kept");
  case MX_KEY_SERVICE:
  default:
    return _("The Key Is in Your Keyring");
  }
}

/**
 * tea_key_mode_detail:
 * @mode: where the key is
 *
 * Returns: what that means
 */
const char *
tea_key_mode_detail (MxKeyMode mode)
{
  switch (mode) {
  case MX_KEY_PASSPHRASE:
    return _("You type it whenever Teahouse starts. Without it nobody can open your messages, you neither.");
  case MX_KEY_MEMORY:
    return _("When you close Teahouse, everything it keeps on this computer is forgotten.");
  case MX_KEY_SERVICE:
  default:
    return _("It opens with the password that you sign in to this computer with.");
  }
}
