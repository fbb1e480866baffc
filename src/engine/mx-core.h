/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine thread's side of MxEngine: what the thread owns, and how the pieces of the
 * engine reach each other. Private to the engine; every function is for the engine
 * thread unless it says otherwise. */

#pragma once

#include "mx-pace.h"
#include "mx-port.h"
#include "mx-wish.h"

G_BEGIN_DECLS

typedef struct _MxCore MxCore;
typedef struct _MxSync MxSync;
typedef struct _MxOutbox MxOutbox;
typedef struct _MxMedia MxMedia;
typedef struct _MxRooms MxRooms;
typedef struct _MxToken MxToken;
typedef struct _MxBrowser MxBrowser;
typedef struct _MxSupportCache MxSupportCache;

/* Does what a border function asks for; takes @task (nullable where nobody waits). */
typedef void (*MxCoreFunc) (MxCore *core,
                            GTask *task,
                            MxWish *wish);

/* What came of a request: exactly one of @response and @error. Both stay the caller's. */
typedef void (*MxAnswerFunc) (MxCore *core,
                              MxResponse *response,
                              const GError *error,
                              gpointer data);

struct _MxCore {
  MxPresets *presets;    /* (owned) (nullable): read when the thread starts    */
  MxPort *port;          /* (owned): shared with the main thread              */
  char *profile_dir;     /* (owned): set before the thread starts             */
  GMainContext *context; /* (owned)                                           */
  GMainLoop *loop;       /* (owned)                                           */

  GThread *thread;              /* (unowned): the engine thread                      */
  GSource *pump_source;         /* (owned)                                           */
  GRand *rand;                  /* (owned): seeds of back-offs                       */
  GCancellable *session_cancel; /* (owned): cancels what the signed-in person began  */
  GTask *close_task;            /* (owned) (nullable): waits for the end             */
  GTask *logout_task;           /* (owned) (nullable): waits for what is under way   */
  GHashTable *open_rooms;       /* (owned) (element-type utf8 utf8): looked at, also while one signs in again */
  gboolean is_signing_in;       /* one at a time                                     */
  gboolean loads_again;         /* what cannot be read is set aside, the person said */
  MxHttp *http;                 /* (owned)                                           */

  MxKeyMode key_mode;
  gboolean has_key_mode;  /* the person chose it; else the profile remembers   */
  MxSecret *passphrase;   /* (owned) (nullable)                                */
  MxKeyring *keyring;     /* (owned) (nullable): since the profile was opened  */
  MxStore *store;         /* (owned) (nullable): while signed in               */
  MxAccountInfo *account; /* (owned) (nullable): while signed in               */

  struct _MxLoginFlow *login; /* (owned) (nullable): waits as logout_task does     */
  struct _MxGrant *grant;     /* (owned) (nullable): an account that was just made  */
  MxBrowser *browser;         /* (owned) (nullable): a sign-in outside the program   */
  MxOAuthServer *oauth;       /* (owned) (nullable): once it is needed               */
  MxSupportCache *support;    /* (owned) (nullable): whom to write to, once asked    */

  MxToken *token;   /* (owned): access and refresh token                 */
  MxRooms *rooms;   /* (owned) (nullable): what is known of rooms only now */
  MxSync *sync;     /* (owned) (nullable)                                */
  MxOutbox *outbox; /* (owned) (nullable)                                */
  MxMedia *media;   /* (owned) (nullable)                                */
};

#define mx_assert_engine(core) g_assert ((core)->thread == g_thread_self ())

/* Main thread. */
MxCore  *mx_core_new   (MxPort     *port,
                        const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
GThread *mx_core_start (MxCore *self) G_GNUC_WARN_UNUSED_RESULT;
void     mx_core_post  (MxCore     *self,
                        MxCoreFunc  func,
                        GTask      *task,
                        MxWish     *wish);
/* After the thread has been joined. */
void     mx_core_free  (MxCore *self);

/* The level-triggered heart: looks at what is due and starts it. Safe to call always. */
void mx_engine_pump (MxCore *self);
void mx_core_close  (MxCore *self,
                     GTask  *task,
                     MxWish *wish);

/* FALSE, and @task ended with MX_ERROR_SIGNED_OUT, when nobody is signed in. */
gboolean  mx_core_check_open (MxCore  *self,
                              GTask  **task);
gint64    mx_core_now        (MxCore *self);
MxPace   *mx_core_new_pace   (MxCore *self) G_GNUC_WARN_UNUSED_RESULT;

/* mx-token.c: one HTTP exchange; a token that has run out is renewed on the way. */
void mx_core_send    (MxCore       *self,
                      MxRequest    *request,
                      GCancellable *cancellable,
                      MxAnswerFunc  func,
                      gpointer      data);
/* The same to another address, never with the token. */
void mx_core_send_to (MxCore       *self,
                      const char   *base_url,
                      MxRequest    *request,
                      GCancellable *cancellable,
                      MxAnswerFunc  func,
                      gpointer      data);

G_END_DECLS
