/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* For a callback's data. */
gpointer tea_weak_new  (gpointer object) G_GNUC_WARN_UNUSED_RESULT;
/* In the callback, once: (transfer full) (nullable) */
gpointer tea_weak_take (gpointer weak) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
