/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-call.h"

G_BEGIN_DECLS

/* One table a topic; each ends with a row without a name. */
extern const CtlMethod ctl_account_methods[];
extern const CtlMethod ctl_diagnostics_methods[];
extern const CtlMethod ctl_find_methods[];
extern const CtlMethod ctl_link_methods[];
extern const CtlMethod ctl_login_methods[];
extern const CtlMethod ctl_people_methods[];
extern const CtlMethod ctl_profile_methods[];
extern const CtlMethod ctl_resolve_methods[];
extern const CtlMethod ctl_room_methods[];
extern const CtlMethod ctl_sign_in_methods[];
extern const CtlMethod ctl_timeline_methods[];

/* (nullable) */
const CtlMethod *ctl_methods_find (const char *name);

G_END_DECLS
