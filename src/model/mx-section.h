/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the sidebar shows a room. */
typedef enum {
  MX_SECTION_INVITES,
  MX_SECTION_FAVOURITES,
  MX_SECTION_PEOPLE,
  MX_SECTION_ROOMS,
  MX_SECTION_LOW_PRIORITY,
  MX_SECTION_SERVICES, /* control chats of bridges, also those one is invited to; the settings keep these numbers */
  MX_SECTION_HIDDEN,   /* spaces, replaced rooms, rooms left */
} MxSection;

G_END_DECLS
