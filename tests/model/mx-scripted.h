/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session that is signed in to a scripted homeserver, for what a person does and what the
 * server answers to it. */

#pragma once

#include "mx-script.h"
#include "mx-session.h"
#include "mx-test.h"

G_BEGIN_DECLS

typedef struct
{
  MxScript *script;
  MxTestServer *server; /* (unowned): the script's */
  MxSession *session;
  char *dir; /* (owned): the profile */
} MxScripted;

/* Signed in and live, in MX_SCRIPT_ROOM with @ben:localhost. For g_test_add (): @data is not used. */
void mx_scripted_set_up            (MxScripted    *self,
                                    gconstpointer  data);
/* The same, as a guest. */
void mx_scripted_set_up_guest      (MxScripted    *self,
                                    gconstpointer  data);
/* Nobody is signed in yet; the server is there. */
void mx_scripted_set_up_signed_out (MxScripted    *self,
                                    gconstpointer  data);
/* Signs in where nobody is; in MX_SCRIPT_ROOM, and live. */
void mx_scripted_sign_in           (MxScripted *self);
/* Closes the session; nothing may hold it any more. */
void mx_scripted_tear_down         (MxScripted    *self,
                                    gconstpointer  data);

/* The body of the nth request that fits, as text; "" where it has none. */
char *mx_scripted_dup_body (MxScripted *self,
                            const char *prefix,
                            guint       n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
