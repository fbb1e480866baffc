/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_PERSON_SEARCH (mx_person_search_get_type ())
G_DECLARE_FINAL_TYPE (MxPersonSearch, mx_person_search, MX, PERSON_SEARCH, GObject)

/**
 * MxPersonSearch:
 *
 * A #GListModel of #MxPerson that the server finds for "term", best match first. What is typed as a whole user id
 * is always the first row, whether the server knows it or not. Properties (all notify): "session" (construct),
 * "term" (writable, nullable: nobody), "is-loading", "error" (GError, nullable).
 */
MxPersonSearch *mx_person_search_new        (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;
const char     *mx_person_search_get_term   (MxPersonSearch *self);
void            mx_person_search_set_term   (MxPersonSearch *self,
                                             const char     *term);
gboolean        mx_person_search_is_loading (MxPersonSearch *self);
const GError   *mx_person_search_get_error  (MxPersonSearch *self);

G_END_DECLS
