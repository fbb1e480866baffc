/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An address to write to: shown plainly, opened by a click, copied by a button. */

#pragma once

#include "mx-session-contact.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_CONTACT_GROUP (tea_contact_group_get_type ())
G_DECLARE_FINAL_TYPE (TeaContactGroup, tea_contact_group, TEA, CONTACT_GROUP, AdwPreferencesGroup)

/* @uri (nullable): without one nothing is shown. */
void tea_contact_group_show (TeaContactGroup *self,
                             const char      *title,
                             const char      *uri);
/* Shown as soon as it is known: see mx_session_find_contact_async (). */
void tea_contact_group_find (TeaContactGroup *self,
                             MxSession       *session,
                             MxCommunity     *community,
                             const char      *server,
                             MxContact        about);

G_END_DECLS
