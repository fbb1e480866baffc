/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-delta.h"
#include "mx-person.h"

G_BEGIN_DECLS

MxPerson *_mx_person_new (const MxMemberInfo *info) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
