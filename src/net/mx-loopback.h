/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waits on this machine for the browser to come back with the answer of a sign-in. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_LOOPBACK (mx_loopback_get_type ())
G_DECLARE_FINAL_TYPE (MxLoopback, mx_loopback, MX, LOOPBACK, GObject)

/* Called once, in the context that the listener was made in. @answer: the query, decoded
 * (element-type utf8 utf8). */
typedef void (*MxLoopbackFunc) (GHashTable *answer,
                                gpointer user_data);

/* @port 0: any that is free. @state_key: "state", or whatever is to bring @state back.
 * @title and @text are what the person reads in the browser afterwards. */
MxLoopback *mx_loopback_new      (guint        port,
                                  const char  *path,
                                  const char  *state_key,
                                  const char  *state,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        mx_loopback_set_page (MxLoopback *self,
                                  const char *title,
                                  const char *text);
void        mx_loopback_listen   (MxLoopback     *self,
                                  MxLoopbackFunc  func,
                                  gpointer        user_data);
guint       mx_loopback_get_port (MxLoopback *self);
/* "http://127.0.0.1:PORT/path" */
const char *mx_loopback_get_url  (MxLoopback *self);

G_END_DECLS
