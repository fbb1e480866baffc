/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the files of MxUia. */

#pragma once

#include "mx-engine.h"
#include "mx-uia.h"

G_BEGIN_DECLS

#define MX_UIA_STAGE_MAIL "m.login.email.identity"

struct _MxUia {
  GObject parent_instance;

  MxSession *session; /* (owned)                                       */
  MxAttempt kind;
  char *server;              /* (owned) (nullable)                            */
  char *body;                /* (owned): secret, wiped                        */
  char *auth;                /* (owned) (nullable): the next answer, wiped    */
  char *answered;            /* (owned) (nullable): the stage it is for       */
  MxUiaChallenge *challenge; /* (owned) (nullable)                            */
  char *link;                /* (owned) (nullable): where the person was going */
  char *email;               /* (owned) (nullable): where the mail goes       */
  char *client_secret;       /* (owned) (nullable): of the mails, wiped       */
  char *sid;                 /* (owned) (nullable): the mail that was sent    */
  gint64 n_mails;
  gint64 began_at;     /* s, wall clock                                 */
  gboolean waits;      /* what was answered happens elsewhere: ask again and again */
  gboolean has_record; /* the keyring knows of it                     */
  gboolean is_reset;   /* the password is another one: signing in with it is left */
  gboolean is_busy;
  gboolean is_done;
};

typedef enum {
  MX_UIA_PROP_STAGE = 1,
  MX_UIA_PROP_URL,
  MX_UIA_PROP_PARAMS,
  MX_UIA_PROP_MAIL,
  MX_UIA_PROP_IS_BUSY,
  MX_UIA_PROP_IS_DONE,
} MxUiaProperty;

void _mx_uia_wipe      (char **text);
void _mx_uia_notify    (MxUia         *self,
                        MxUiaProperty  prop);
/* Takes the body of "auth"; its type (nullable) and session are added. */
void _mx_uia_take_auth (MxUia      *self,
                        const char *type,
                        JsonObject *auth);

/* mx-uia-enrol.c */
/* The answer to a stage that happens elsewhere. */
void     _mx_uia_answer_waiting (MxUia *self);
gboolean _mx_uia_wants_mail     (MxUia *self);
void     _mx_uia_mail_async     (MxUia               *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* Before the person is needed. */
void     _mx_uia_keep_async     (MxUia               *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
/* Of both; ends their tasks. */
gboolean _mx_uia_step_finish    (GAsyncResult  *result,
                                 GError       **error);
void     _mx_uia_forget         (MxUia *self);

/* mx-uia-new.c */
/* Of a forgotten password: who is to sign in and with what; the caller wipes it. */
char *_mx_uia_dup_new_password (MxUia *self);

G_END_DECLS
