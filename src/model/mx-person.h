/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_PERSON (mx_person_get_type ())
G_DECLARE_FINAL_TYPE (MxPerson, mx_person, MX, PERSON, GObject)

/**
 * MxPerson:
 *
 * Somebody who was found, or who asks to be let in. Immutable. Properties: "user-id", "name" (cleaned; not unique: show
 * the id beside it), "avatar" (mxc, nullable), "reason" (nullable: what was said when asking), "ts" (int64 ms; 0:
 * none).
 */
const char *mx_person_get_user_id (MxPerson *self);
const char *mx_person_get_name    (MxPerson *self);
const char *mx_person_get_avatar  (MxPerson *self);
const char *mx_person_get_reason  (MxPerson *self);
gint64      mx_person_get_ts      (MxPerson *self);

G_END_DECLS
