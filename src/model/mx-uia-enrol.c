/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making an account, as a forgotten password, takes a person away from here: to their mailbox, to a page of the server.
 *
 *   stage "m.login.email.identity" ──► a mail ──► (the person follows its link) ──► attempt
 *   any stage for the person ──► a record in the keyring ──► the program may end ──► resume
 *
 * The record holds what the server needs to go on (session, mail, the wish itself) and the link
 * with which the person came. It goes when the account is there, when the server says no, and
 * after a day. Main thread. See Client-Server API, "Email-based (identity / homeserver)". */

#include "config.h"

#include "mx-field.h"
#include "mx-json.h"
#include "mx-secret.h"
#include "mx-session-private.h"
#include "mx-uia-private.h"

#include <string.h>

#define MAX_AGE_S    (24 * 60 * 60)
#define MAX_BYTES    (256 * 1024)
#define SECRET_BYTES 24

typedef struct
{
  gint64 began_at;
  gint64 n_mails;
  gboolean resets;
  char *server;
  char *body;
  char *session;
  char *stage;
  char *params;
  char *url;
  char *link;
  char *email;
  char *client_secret;
  char *sid;
} Record;

#define ROW(name, kind, flags) { #name, kind, offsetof (Record, name), flags, 0 }

static const MxField fields[] = {
  ROW (began_at, MX_FIELD_INT, MX_FIELD_REQUIRED),
  ROW (n_mails, MX_FIELD_INT, MX_FIELD_OPTIONAL),
  ROW (resets, MX_FIELD_BOOLEAN, MX_FIELD_OPTIONAL),
  ROW (server, MX_FIELD_STRING, MX_FIELD_REQUIRED),
  ROW (body, MX_FIELD_OBJECT, MX_FIELD_REQUIRED),
  ROW (session, MX_FIELD_STRING, MX_FIELD_REQUIRED),
  ROW (stage, MX_FIELD_STRING, MX_FIELD_REQUIRED),
  ROW (params, MX_FIELD_OBJECT, MX_FIELD_OPTIONAL),
  ROW (url, MX_FIELD_STRING, MX_FIELD_OPTIONAL),
  ROW (link, MX_FIELD_STRING, MX_FIELD_OPTIONAL),
  ROW (email, MX_FIELD_STRING, MX_FIELD_OPTIONAL),
  ROW (client_secret, MX_FIELD_STRING, MX_FIELD_OPTIONAL),
  ROW (sid, MX_FIELD_STRING, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
record_clear (Record *record)
{
  _mx_uia_wipe (&record->body);
  _mx_uia_wipe (&record->client_secret);
  mx_fields_clear (fields, record);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

/* Its members are the wish's own. */
static char *
dup_record (MxUia *self)
{
  Record record = {
    .began_at = self->began_at,
    .n_mails = self->n_mails,
    .resets = mx_uia_resets (self),
    .server = self->server,
    .body = self->body,
    .session = self->challenge->session,
    .stage = self->challenge->stages[0],
    .params = self->challenge->params_json,
    .url = self->challenge->url,
    .link = self->link,
    .email = self->email,
    .client_secret = self->client_secret,
    .sid = self->sid,
  };
  g_autoptr (JsonObject) object = mx_fields_write (fields, &record);

  return mx_json_print_object (object);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mx_engine_boolean_finish (MX_ENGINE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->has_record = TRUE;
  g_task_return_boolean (task, TRUE);
}

static gboolean
outlives_program (MxUia *self)
{
  return self->kind == MX_ATTEMPT_REGISTER || self->kind == MX_ATTEMPT_RESET;
}

void
_mx_uia_keep_async (MxUia               *self,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  MxUiaChallenge *challenge = self->challenge;
  char *record;

  g_task_set_source_tag (task, _mx_uia_keep_async);
  if (!outlives_program (self) || challenge->session == NULL || challenge->stages[0] == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  record = dup_record (self);
  mx_engine_enrol_keep_async (self->session->engine, record, kept_cb, g_steal_pointer (&task));
  _mx_uia_wipe (&record);
}

gboolean
_mx_uia_step_finish (GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    g_debug ("the record of the registration stays: %s", error->message);
}

void
_mx_uia_forget (MxUia *self)
{
  if (!self->has_record)
    return;
  self->has_record = FALSE;
  mx_engine_enrol_keep_async (self->session->engine, NULL, forgotten_cb, NULL);
}

gboolean
_mx_uia_wants_mail (MxUia *self)
{
  return self->waits && self->email != NULL && self->sid == NULL &&
         g_strcmp0 (mx_uia_get_stage (self), MX_UIA_STAGE_MAIL) == 0;
}

static void
mail_kept_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!_mx_uia_step_finish (result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  /* Whoever hears of it may turn the computer off. */
  _mx_uia_notify (g_task_get_source_object (task), MX_UIA_PROP_MAIL);
  g_task_return_boolean (task, TRUE);
}

static void
mailed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->sid = mx_engine_string_finish (MX_ENGINE (source), result, &error);
  if (self->sid == NULL) {
    g_task_return_error (task, error);
    return;
  }
  _mx_uia_keep_async (self, mail_kept_cb, g_steal_pointer (&task));
}

void
_mx_uia_mail_async (MxUia               *self,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *server = self->server != NULL ? self->server : mx_session_get_homeserver (self->session);

  g_task_set_source_tag (task, _mx_uia_mail_async);
  if (self->client_secret == NULL)
    self->client_secret = mx_secret_random_text (SECRET_BYTES);
  self->n_mails++;
  mx_engine_enrol_mail_async (self->session->engine, self->kind, server, self->email, self->client_secret,
                              (guint) self->n_mails, cancellable, mailed_cb, task);
}

void
_mx_uia_answer_waiting (MxUia *self)
{
  JsonObject *auth = json_object_new ();
  JsonObject *creds;

  if (self->sid == NULL || g_strcmp0 (mx_uia_get_stage (self), MX_UIA_STAGE_MAIL) != 0) {
    _mx_uia_take_auth (self, NULL, auth);
    return;
  }
  creds = json_object_new ();
  json_object_set_string_member (creds, "sid", self->sid);
  json_object_set_string_member (creds, "client_secret", self->client_secret);
  json_object_set_object_member (auth, "threepid_creds", creds);
  _mx_uia_take_auth (self, MX_UIA_STAGE_MAIL, auth);
}

/**
 * mx_uia_set_link:
 * @self: a wish for an account
 * @link: (nullable): where the person was going
 *
 * Kept with the record of it, and given back by mx_uia_get_link () after a restart.
 */
void
mx_uia_set_link (MxUia      *self,
                 const char *link)
{
  g_return_if_fail (MX_IS_UIA (self));

  g_set_str (&self->link, link);
}

/**
 * mx_uia_get_link:
 * @self: a wish for an account
 *
 * Returns: (transfer none) (nullable): where the person was going
 */
const char *
mx_uia_get_link (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->link;
}

/**
 * mx_uia_get_server:
 * @self: something asked for
 *
 * Returns: (transfer none) (nullable): the server on which an account is being made, or gets another password
 */
const char *
mx_uia_get_server (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->server;
}

/**
 * mx_uia_abandon:
 * @self: a wish for an account
 *
 * The person does not want to go on: nothing of it is kept.
 */
void
mx_uia_abandon (MxUia *self)
{
  g_return_if_fail (MX_IS_UIA (self));

  _mx_uia_forget (self);
}

/* Takes the record's members. */
static MxUia *
new_from_record (MxSession *session,
                 Record    *record)
{
  MxUia *self = g_object_new (MX_TYPE_UIA, NULL);
  MxUiaChallenge *challenge = g_new0 (MxUiaChallenge, 1);

  challenge->session = g_steal_pointer (&record->session);
  challenge->completed = g_new0 (char *, 1);
  challenge->stages = g_new0 (char *, 2);
  challenge->stages[0] = g_steal_pointer (&record->stage);
  challenge->params_json = record->params != NULL ? g_steal_pointer (&record->params) : g_strdup ("{}");
  challenge->url = g_steal_pointer (&record->url);
  self->session = g_object_ref (session);
  self->kind = record->resets ? MX_ATTEMPT_RESET : MX_ATTEMPT_REGISTER;
  self->challenge = challenge;
  self->began_at = record->began_at;
  self->n_mails = record->n_mails;
  self->server = g_steal_pointer (&record->server);
  self->body = g_steal_pointer (&record->body);
  self->link = g_steal_pointer (&record->link);
  self->email = g_steal_pointer (&record->email);
  self->client_secret = g_steal_pointer (&record->client_secret);
  self->sid = g_steal_pointer (&record->sid);
  self->waits = self->sid != NULL && self->client_secret != NULL;
  self->has_record = TRUE;
  /* Says where one is, and asks what is next. */
  if (!self->waits)
    _mx_uia_take_auth (self, NULL, json_object_new ());
  return self;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_auto (Record) record = { 0 };
  g_autoptr (JsonObject) object = NULL;
  GError *error = NULL;
  char *text = mx_engine_string_finish (MX_ENGINE (source), result, &error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (text != NULL)
    object = mx_json_parse_object (text, strlen (text), MAX_BYTES, NULL);
  _mx_uia_wipe (&text);
  if (object != NULL && mx_fields_read (fields, object, &record, NULL) && record.began_at + MAX_AGE_S > now)
    g_task_return_pointer (task, new_from_record (g_task_get_source_object (task), &record), g_object_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * mx_uia_resume_async:
 * @session: a session where nobody is signed in
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks whether an account was being made when the program ended.
 */
void
mx_uia_resume_async (MxSession           *session,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_SESSION (session));

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_uia_resume_async);
  mx_engine_enrol_load_async (session->engine, cancellable, loaded_cb, task);
}

/**
 * mx_uia_resume_finish:
 * @session: the session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the wish for an account, at the stage where it was; %NULL
 *   without an error: there was none
 */
MxUia *
mx_uia_resume_finish (MxSession     *session,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
