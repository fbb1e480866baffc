/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-app.h"
#include "ctl-watcher.h"
#include "mx-field.h"
#include "mx-session.h"

G_BEGIN_DECLS

typedef struct _CtlCall CtlCall;
typedef struct _CtlMethod CtlMethod;

/* What methods take; each method's table says which. */
typedef struct
{
  char *alias;
  char *before;
  char *body;
  char *caption;
  char *device;
  char *email;
  char *event;
  char *homeserver;
  char *html;
  char *idp;
  char *link;
  char *match; /* JSON text */
  char *msgtype;
  char *name;
  char *new_password;
  char *next;
  char *password;
  char *path;
  char *reason;
  char *room;
  char *server;
  char *state_key;
  char *token;
  char *term;
  char *type;
  char *user;
  char *version;
  char **invite;
  char **via;
  gint64 limit;
  gint64 timeout_ms;
  gboolean agree;
  gboolean by_code;
  gboolean sign_out_others;
  gboolean create;
  gboolean encrypted;
  gboolean ignored;
  gboolean is_public;
  gboolean typing;
  gboolean wait;
} CtlParams;

#define CTL_PARAM(path, kind, member, ...) { path, kind, G_STRUCT_OFFSET (CtlParams, member), __VA_ARGS__ }

typedef enum {
  CTL_NEEDS_NOTHING,
  CTL_NEEDS_ACCOUNT, /* somebody is signed in */
  CTL_NEEDS_NOBODY,  /* nobody is, or the server ended the session */
} CtlNeeds;

struct _CtlMethod {
  const char *name;
  CtlNeeds needs;
  const MxField *fields;
  /* Ends, now or later, with ctl_call_return () or ctl_call_fail (). */
  void (*run) (CtlCall *call);
};

/* How a call reaches back to who made it. */
typedef struct
{
  void (*answer) (CtlCall *call,
                  JsonNode *result,
                  GError *error,
                  gpointer user_data);
} CtlCallFuncs;

CtlCall *ctl_call_new (const CtlMethod    *method,
                       CtlApp             *app,
                       CtlWatcher         *watcher,
                       const CtlCallFuncs *funcs,
                       gpointer            user_data) G_GNUC_WARN_UNUSED_RESULT;
void     ctl_call_run (CtlCall  *call,
                       JsonNode *params);

CtlParams *ctl_call_get_params  (CtlCall *call);
MxSession *ctl_call_get_session (CtlCall *call);
CtlApp    *ctl_call_get_app     (CtlCall *call);
/* From now on everything is about this account. */
void       ctl_call_switch      (CtlCall   *call,
                                 MxSession *session);
/* The room that the parameters name; NULL: the call has been answered with an error. */
MxRoom    *ctl_call_find_room   (CtlCall *call);
CtlWatch  *ctl_call_watch       (CtlCall *call,
                                 MxRoom  *room);
gboolean   ctl_call_has_field   (const MxField *fields,
                                 const char    *name);
/* FALSE: the call has been answered with an error. */
gboolean   ctl_call_check       (CtlCall    *call,
                                 gboolean    is_right,
                                 const char *sentence);

/* A notification while the call goes on. Takes @params. */
void ctl_call_notify (CtlCall    *call,
                      const char *method,
                      JsonObject *params);

/* Each of these ends the call. */
void ctl_call_return       (CtlCall    *call,
                            JsonObject *result);
void ctl_call_return_text  (CtlCall    *call,
                            const char *name,
                            const char *text);
void ctl_call_fail         (CtlCall *call,
                            GError  *error);
/* The callback of what ends with mx_session_boolean_finish (). */
void ctl_call_done_cb      (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data);
/* ... with mx_room_boolean_finish (). */
void ctl_call_room_done_cb (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data);
/* ... with mx_session_string_finish (), which is a room. */
void ctl_call_room_id_cb   (GObject      *object,
                            GAsyncResult *result,
                            gpointer      user_data);

G_END_DECLS
