/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_UIA (mx_uia_get_type ())
G_DECLARE_FINAL_TYPE (MxUia, mx_uia, MX, UIA, GObject)

/**
 * MxUia:
 *
 * Something that a server does only after questions. Make one, run it; while
 * mx_uia_run_finish () gives %FALSE without an error, MxUia:stage says what is asked for now:
 * answer it and run again.
 *
 * Properties: "stage" ("m.login.password", "m.login.terms", "m.login.registration_token" … or
 * %NULL), "url" (the page that does the stage in the browser), "params" (of all stages, JSON),
 * "mail" (the address to which the server has written), "is-busy", "is-done".
 *
 * Making an account outlives the program, as does a forgotten password: see mx_uia_resume_async ().
 */

/* Making an account; afterwards @session is signed in to it. */
MxUia *mx_uia_new_register       (MxSession  *session,
                                  const char *server,
                                  const char *user,
                                  const char *password) G_GNUC_WARN_UNUSED_RESULT;
/* The guest becomes an account: same id, same rooms. %MX_ERROR_UNRECOGNIZED: the server cannot;
 * make another account, join the same rooms there, and leave as the guest. */
MxUia *mx_uia_new_upgrade        (MxSession  *session,
                                  const char *password) G_GNUC_WARN_UNUSED_RESULT;
MxUia *mx_uia_new_delete_devices (MxSession         *session,
                                  const char *const *device_ids) G_GNUC_WARN_UNUSED_RESULT;
MxUia *mx_uia_new_password       (MxSession  *session,
                                  const char *new_password) G_GNUC_WARN_UNUSED_RESULT;
/* Nobody is signed in: the password was forgotten. Afterwards @session is signed in with the new
 * one. %MX_ERROR_NOT_FOUND: no account has the mail address; %MX_ERROR_UNRECOGNIZED: the server
 * does not do it. */
MxUia *mx_uia_new_reset          (MxSession  *session,
                                  const char *server,
                                  const char *new_password,
                                  gboolean    sign_out_others) G_GNUC_WARN_UNUSED_RESULT;
/* @erase: what was written is to be hidden from who comes later. Sign out afterwards. */
MxUia *mx_uia_new_deactivate     (MxSession *session,
                                  gboolean   erase) G_GNUC_WARN_UNUSED_RESULT;

/* Answers to the stage; each counts with the next run. */
void mx_uia_answer_password (MxUia      *self,
                             const char *password);
void mx_uia_answer_token    (MxUia      *self,
                             const char *token);
void mx_uia_answer_terms    (MxUia *self);
/* The page at MxUia:url says that it is done. */
void mx_uia_answer_browser  (MxUia *self);

/* It was opened just now: the next run waits until it is done there. */
void mx_uia_await_browser (MxUia *self);
/* The next run sends a mail and waits until its link was followed. */
void mx_uia_answer_mail   (MxUia      *self,
                           const char *email);

/* Where the person was going when they wanted an account. */
void        mx_uia_set_link      (MxUia      *self,
                                  const char *link);
const char *mx_uia_get_link      (MxUia *self);
/* Going on with an account that was being made, or a password that had been forgotten, when the
 * program ended; NULL: none was. Run it, or give it up. */
void        mx_uia_resume_async  (MxSession           *session,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
MxUia      *mx_uia_resume_finish (MxSession     *session,
                                  GAsyncResult  *result,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        mx_uia_abandon       (MxUia *self);

void     mx_uia_run_async  (MxUia               *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data);
gboolean mx_uia_run_finish (MxUia         *self,
                            GAsyncResult  *result,
                            GError       **error);

/* As it was given; NULL: the session's. */
const char *mx_uia_get_server  (MxUia *self);
MxSession  *mx_uia_get_session (MxUia *self);
const char *mx_uia_get_stage   (MxUia *self);
const char *mx_uia_get_url     (MxUia *self);
const char *mx_uia_get_params  (MxUia *self);
const char *mx_uia_get_mail    (MxUia *self);
gboolean    mx_uia_is_done     (MxUia *self);
/* It is of mx_uia_new_reset (). */
gboolean    mx_uia_resets      (MxUia *self);

G_END_DECLS
