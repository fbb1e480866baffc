/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_IMAGE (tea_content_image_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentImage, tea_content_image, TEA, CONTENT_IMAGE, GtkWidget)

G_END_DECLS
