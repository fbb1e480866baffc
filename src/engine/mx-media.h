/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

MxMedia *mx_media_new  (MxCore *core) G_GNUC_WARN_UNUSED_RESULT;
void     mx_media_free (MxMedia *self);

/* MxCoreFunc: @wish->text is the mxc address, 0 x 0 the original. Ends with GBytes. */
void mx_media_load (MxCore *core,
                    GTask  *task,
                    MxWish *wish);

/* MxCoreFunc: @wish->link is a server's address, @wish->text the mxc address of an identity provider's icon there, a
 * square of @wish->width. Needs no account, and keeps nothing. Ends with GBytes. */
void mx_media_load_icon (MxCore *core,
                         GTask  *task,
                         MxWish *wish);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxMedia, mx_media_free)

G_END_DECLS
