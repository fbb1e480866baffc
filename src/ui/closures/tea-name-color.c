/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours of names. A person's hue comes from their id, so it is the same for
 * everybody who looks; lightness is moved until the contrast is 4.5 or more (WCAG
 * 2.1, 1.4.3) on the background of the timeline. Pure functions. */

#include "config.h"

#include "tea-name-color.h"

#include <math.h>

#define MIN_CONTRAST 4.5

/* What libadwaita draws a timeline on. */
const GdkRGBA tea_background_light = { 0.98f, 0.98f, 0.984f, 1.0f };
const GdkRGBA tea_background_dark = { 0.133f, 0.133f, 0.149f, 1.0f };

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green) + 0.0722 * linear (color->blue);
}

/**
 * tea_color_contrast:
 * @a: an opaque colour
 * @b: another
 *
 * Returns: their contrast, from 1 to 21, as WCAG 2.1 defines it
 */
double
tea_color_contrast (const GdkRGBA *a,
                    const GdkRGBA *b)
{
  double la = luminance (a) + 0.05;
  double lb = luminance (b) + 0.05;

  return la > lb ? la / lb : lb / la;
}

/**
 * tea_color_readable:
 * @color: (inout): a colour
 * @background: what it is drawn on
 *
 * Moves @color away from the background until text in it can be read.
 */
void
tea_color_readable (GdkRGBA       *color,
                    const GdkRGBA *background)
{
  float goal = luminance (background) > 0.18 ? 0.0f : 1.0f;
  int step;

  color->alpha = 1.0f;
  for (step = 0; step < 40 && tea_color_contrast (color, background) < MIN_CONTRAST; step++) {
    color->red += (goal - color->red) * 0.08f;
    color->green += (goal - color->green) * 0.08f;
    color->blue += (goal - color->blue) * 0.08f;
  }
}

static float
hue_channel (double hue)
{
  double h = fmod (hue + 6.0, 6.0);

  if (h < 1.0)
    return (float) h;
  if (h < 3.0)
    return 1.0f;
  if (h < 4.0)
    return (float) (4.0 - h);
  return 0.0f;
}

/**
 * tea_name_color:
 * @user_id: whose name it is
 * @dark: whether the background is dark
 * @color: (out): the colour
 */
void
tea_name_color (const char *user_id,
                gboolean    dark,
                GdkRGBA    *color)
{
  guint hash = g_str_hash (user_id != NULL ? user_id : "");
  /* Fibonacci hashing: neighbouring ids get hues far apart. */
  double hue = (double) ((guint32) (hash * 2654435769u) >> 8) / (double) (1 << 24) * 6.0;
  double saturation = 0.72;
  double middle = dark ? 0.68 : 0.42;
  const double channels[] = { hue_channel (hue + 2.0), hue_channel (hue), hue_channel (hue - 2.0) };

  color->red = (float) (middle + (channels[0] - 0.5) * saturation * (dark ? 0.6 : 0.75));
  color->green = (float) (middle + (channels[1] - 0.5) * saturation * (dark ? 0.6 : 0.75));
  color->blue = (float) (middle + (channels[2] - 0.5) * saturation * (dark ? 0.6 : 0.75));
  color->alpha = 1.0f;
  tea_color_readable (color, dark ? &tea_background_dark : &tea_background_light);
}
