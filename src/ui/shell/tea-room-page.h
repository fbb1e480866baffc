/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ROOM_PAGE (tea_room_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaRoomPage, tea_room_page, TEA, ROOM_PAGE, AdwBin)

/* Emits "membership-changed", and "note-closed" when who sees what was read.
 * Property "narrow": the details slide over the room. */
void     tea_room_page_set_room              (TeaRoomPage *self,
                                              MxRoom      *room);
void     tea_room_page_set_settings          (TeaRoomPage *self,
                                              GSettings   *settings);
void     tea_room_page_show_note             (TeaRoomPage *self);
void     tea_room_page_show_event            (TeaRoomPage *self,
                                              const char  *event_id);
gboolean tea_room_page_can_write             (TeaRoomPage *self);
void     tea_room_page_focus                 (TeaRoomPage *self);
void     tea_room_page_focus_timeline        (TeaRoomPage *self);
gboolean tea_room_page_has_focus_in_timeline (TeaRoomPage *self,
                                              GtkWidget   *focus);
void     tea_room_page_toggle_details        (TeaRoomPage *self);

/* Pure: what stands in the place of the composer. */
char *tea_room_page_closed_line (MxMembership  membership,
                                 const char   *remover,
                                 const char   *reason,
                                 gboolean      is_replaced);
/* Pure: the line under the room's name. */
char *tea_room_page_subtitle    (const char        *topic,
                                 const char *const *typing);

/* (transfer full) */
void tea_room_page_add_toast (TeaRoomPage *self,
                              AdwToast    *toast);

G_END_DECLS
