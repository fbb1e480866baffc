/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-preset.h"

G_BEGIN_DECLS

gboolean  _mx_preset_is_room       (const char *id);
/* @template with each of @pairs (what is searched for, what comes there) filled in, in that order. */
char     *_mx_preset_fill_in       (const char        *template,
                                    const char *const *pairs) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): the address that @irc's template makes of @channel. */
char     *_mx_preset_dup_templated (const MxPresetIrc *irc,
                                    const char        *channel) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
