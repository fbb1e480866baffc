/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_AVATAR (tea_avatar_get_type ())
G_DECLARE_FINAL_TYPE (TeaAvatar, tea_avatar, TEA, AVATAR, GtkWidget)

GtkWidget *tea_avatar_new         (int size);
void       tea_avatar_set_session (TeaAvatar *self,
                                   MxSession *session);
void       tea_avatar_set_mxc     (TeaAvatar  *self,
                                   const char *mxc);
void       tea_avatar_set_text    (TeaAvatar  *self,
                                   const char *text);
void       tea_avatar_set_size    (TeaAvatar *self,
                                   int        size);

G_END_DECLS
