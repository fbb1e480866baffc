/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours of names: the same person has the same colour, readable on both backgrounds. */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

void   tea_name_color     (const char *user_id,
                           gboolean    dark,
                           GdkRGBA    *color);
void   tea_color_readable (GdkRGBA       *color,
                           const GdkRGBA *background);
double tea_color_contrast (const GdkRGBA *a,
                           const GdkRGBA *b);

extern const GdkRGBA tea_background_light;
extern const GdkRGBA tea_background_dark;

G_END_DECLS
