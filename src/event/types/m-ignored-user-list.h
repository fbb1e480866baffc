/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxIgnoredUserList:
 *
 * Content of `m.ignored_user_list`.
 */
typedef struct
{
  char **users; /* user ids; never NULL */
} MxIgnoredUserList;

extern const MxEventType mx_type_ignored_user_list;

G_END_DECLS
