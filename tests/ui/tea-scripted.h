/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window over a session that is signed in to a scripted homeserver: what a person sees, presses
 * and is led to, while the test writes the server's answers. */

#pragma once

#include "mx-scripted.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  MxScripted s;
  GtkWindow *window;
  GString *acts; /* "win.open-room !room:localhost\n" …: where the person was led */
} TeaScripted;

/* Once, at first. */
void tea_scripted_init         (int    *argc,
                                char ***argv);
/* For g_test_add (). */
void tea_scripted_set_up       (TeaScripted   *self,
                                gconstpointer  data);
void tea_scripted_set_up_guest (TeaScripted   *self,
                                gconstpointer  data);
/* The window alone, over a session that the test has made. */
void tea_scripted_open_window  (TeaScripted *self);
void tea_scripted_tear_down    (TeaScripted   *self,
                                gconstpointer  data);

void            tea_scripted_present        (TeaScripted *self,
                                             AdwDialog   *dialog);
/* Whether a label in sight holds these words. */
gboolean        tea_scripted_shows          (TeaScripted *self,
                                             const char  *words);
void            tea_scripted_wait_text      (TeaScripted *self,
                                             const char  *words);
void            tea_scripted_wait_no_text   (TeaScripted *self,
                                             const char  *words);
/* Until the person was led there: "toast It failed". */
void            tea_scripted_wait_act       (TeaScripted *self,
                                             const char  *act);
/* The first row, button … in sight with these words in it or as its tooltip; as if it was pressed. */
void            tea_scripted_press          (TeaScripted *self,
                                             const char  *words);
/* The suggested button of a page or dialog, once it can be pressed. */
void            tea_scripted_press_progress (TeaScripted *self);
/* The nth of a type in sight, which must be there. */
gpointer        tea_scripted_find           (TeaScripted *self,
                                             GType        type,
                                             guint        n);
/* The question that stands above all; answered as by the button with this response. */
AdwAlertDialog *tea_scripted_get_question   (TeaScripted *self);
void            tea_scripted_respond        (TeaScripted *self,
                                             const char  *response);
void            tea_scripted_wait_closed    (TeaScripted *self);

G_END_DECLS
