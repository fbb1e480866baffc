/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session that never opened, with rooms by hand; a window with something in it. */

#pragma once

#include "mx-delta.h"
#include "mx-room-list.h"
#include "mx-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *name;
  const char *sender; /* (nullable) */
  const char *text;   /* (nullable) */
  gint64 minutes_ago; /* of the last message */
  guint unread;
  guint mentions;
  MxSection section;
  gboolean muted;
  gboolean marked;
} TeaTestRoom;

/* Of every kind, from all over the world. */
#define TEA_TEST_N_ROOMS 10
extern const TeaTestRoom tea_test_rooms[TEA_TEST_N_ROOMS];

/* Unlike mx_test_init () with the system's data: icons and the kinds of files are there. */
void           tea_test_init            (int    *argc,
                                         char ***argv);
/* (transfer none): a directory that is removed at exit. */
const char    *tea_test_temp_dir        (void);
MxSession     *tea_test_session_new     (void) G_GNUC_WARN_UNUSED_RESULT;
void           tea_test_session_sign_in (MxSession *session);
MxRoomSummary *tea_test_summary         (const TeaTestRoom *room) G_GNUC_WARN_UNUSED_RESULT;
void           tea_test_apply           (MxSession         *session,
                                         const TeaTestRoom *rooms,
                                         gsize              n_rooms);
/* @children: ids, with a space between. */
void           tea_test_space           (MxSession  *session,
                                         const char *room_id,
                                         const char *name,
                                         const char *children);
void           tea_test_remove          (MxSession  *session,
                                         const char *room_id);
void           tea_test_ignore          (MxSession         *session,
                                         const char *const *users);
void           tea_test_state           (MxSession   *session,
                                         MxSyncState  state);

GtkWindow *tea_test_show    (GtkWidget *child,
                             int        width,
                             int        height) G_GNUC_WARN_UNUSED_RESULT;
void       tea_test_close   (GtkWindow *window);
void       tea_test_frames  (GtkWidget *widget,
                             guint      n);
void       tea_test_picture (GtkWidget  *widget,
                             const char *name);
/* The nth widget of a type below @widget, in drawing order; (nullable). */
GtkWidget *tea_test_find    (GtkWidget *widget,
                             GType      type,
                             guint      n);
guint      tea_test_count   (GtkWidget *widget,
                             GType      type);
/* The row of a room, which must be there. */
GtkWidget *tea_test_row     (GtkWidget  *widget,
                             const char *room_id);
/* The text of every label in sight but initials, one a line. */
char      *tea_test_texts   (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
