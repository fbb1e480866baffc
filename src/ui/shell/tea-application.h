/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_APPLICATION (tea_application_get_type ())
G_DECLARE_FINAL_TYPE (TeaApplication, tea_application, TEA, APPLICATION, AdwApplication)

TeaApplication *tea_application_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void            tea_application_open_link (TeaApplication *self,
                                           const char     *link);

G_END_DECLS
