/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxPresets:
 *
 * Every community that this computer knows. Immutable once shared.
 */
MxPresets *mx_presets_new   (void) G_GNUC_WARN_UNUSED_RESULT;
MxPresets *mx_presets_ref   (MxPresets *self);
void       mx_presets_unref (MxPresets *self);

/* Only before it is shared. */
void mx_presets_add (MxPresets *self,
                     MxPreset  *preset);

/* (element-type MxPreset): the welcome page's own first, then by name. */
GPtrArray *mx_presets_get_all  (MxPresets *self);
/* (nullable) */
MxPreset  *mx_presets_find     (MxPresets  *self,
                                const char *id);
MxPreset  *mx_presets_find_for (MxPresets    *self,
                                const MxLink *link);
/* Every form of a link, those of IRC included. */
MxLink    *mx_presets_parse    (MxPresets   *self,
                                const char  *text,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The one link in what somebody pasted. */
char      *mx_presets_dup_link (MxPresets  *self,
                                const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPresets, mx_presets_unref)

G_END_DECLS
