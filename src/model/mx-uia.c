/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that a server does only after questions (user-interactive authentication).
 *
 *   run ──► attempt ──► nothing asked ──► (sign in to the account that was made) ──► DONE
 *              ▲  └──► a stage
 *              │         ├─ dummy ──► attempt with that answer
 *              └─ run ───┴─ the person is needed: the run ends, "stage" says for what
 *
 * A stage that was answered and comes again with an error was answered wrongly: the run fails,
 * and the answer is forgotten. Main thread. See Client-Server API, "User-interactive
 * authentication". */

#include "config.h"

#include "mx-uia.h"

#include "mx-session-private.h"

#include "mx-error.h"
#include "mx-json.h"

#include <string.h>

struct _MxUia {
  GObject parent_instance;

  MxSession *session; /* (owned)                                */
  MxAttempt kind;
  char *server;              /* (owned) (nullable)                     */
  char *body;                /* (owned): secret, wiped                 */
  char *auth;                /* (owned) (nullable): the next answer, wiped */
  char *answered;            /* (owned) (nullable): the stage it is for */
  MxUiaChallenge *challenge; /* (owned) (nullable)                     */
  gboolean is_busy;
  gboolean is_done;
};

G_DEFINE_FINAL_TYPE (MxUia, mx_uia, G_TYPE_OBJECT)

typedef enum {
  PROP_STAGE = 1,
  PROP_URL,
  PROP_PARAMS,
  PROP_IS_BUSY,
  PROP_IS_DONE,
} MxUiaProperty;

static GParamSpec *props[PROP_IS_DONE + 1];

static void
wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

static void
set_busy (MxUia    *self,
          gboolean  busy)
{
  if (self->is_busy == busy)
    return;
  self->is_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_BUSY]);
}

static void
take_challenge (MxUia          *self,
                MxUiaChallenge *challenge)
{
  g_clear_pointer (&self->challenge, mx_uia_challenge_free);
  self->challenge = challenge;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_URL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PARAMS]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Takes the body of "auth"; its type and session are added here. */
static void
take_auth (MxUia      *self,
           const char *type,
           JsonObject *auth)
{
  g_autoptr (JsonObject) owned = auth;

  if (type != NULL)
    json_object_set_string_member (auth, "type", type);
  if (self->challenge != NULL && self->challenge->session != NULL)
    json_object_set_string_member (auth, "session", self->challenge->session);
  wipe (&self->auth);
  self->auth = mx_json_print_object (owned);
  g_set_str (&self->answered, mx_uia_get_stage (self));
}

static void
return_error (MxUia  *self,
              GTask  *task,
              GError *error)
{
  set_busy (self, FALSE);
  g_task_return_error (task, error);
}

static void
return_done (MxUia *self,
             GTask *task)
{
  take_challenge (self, NULL);
  self->is_done = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_DONE]);
  set_busy (self, FALSE);
  g_task_return_boolean (task, TRUE);
}

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MxAccountInfo) account = mx_engine_login_finish (MX_ENGINE (source), result, &error);

  if (account == NULL) {
    return_error (self, task, error);
    return;
  }
  _mx_session_set_account (self->session, account);
  return_done (self, task);
}

static GError *
new_refusal (const MxUiaChallenge *challenge,
             const char           *stage)
{
  MxError code = g_str_equal (stage, "m.login.password") ? MX_ERROR_WRONG_PASSWORD : MX_ERROR_FORBIDDEN;

  return mx_error_new_server (code, 401, challenge->errcode, NULL, -1,
                              challenge->message != NULL ? challenge->message : "the answer was not accepted");
}

static void attempt (MxUia *self,
                     GTask *task);

/* A stage is asked for: go on by oneself, or leave it to the person. */
static void
meet_stage (MxUia *self,
            GTask *task)
{
  const char *stage = mx_uia_get_stage (self);
  gboolean again = g_strcmp0 (stage, self->answered) == 0;

  g_clear_pointer (&self->answered, g_free);
  if (again && stage != NULL && self->challenge->errcode != NULL) {
    return_error (self, task, new_refusal (self->challenge, stage));
  } else if (!again && g_strcmp0 (stage, "m.login.dummy") == 0) {
    take_auth (self, stage, json_object_new ());
    attempt (self, task);
  } else {
    set_busy (self, FALSE);
    g_task_return_boolean (task, FALSE);
  }
}

static void
attempt_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;
  MxUiaChallenge *challenge = mx_engine_attempt_finish (MX_ENGINE (source), result, &error);

  wipe (&self->auth);
  if (error != NULL) {
    return_error (self, task, error);
  } else if (challenge != NULL) {
    take_challenge (self, challenge);
    meet_stage (self, task);
  } else if (self->kind == MX_ATTEMPT_REGISTER || self->kind == MX_ATTEMPT_UPGRADE) {
    mx_engine_login_made_async (MX_ENGINE (source), NULL, login_cb, g_steal_pointer (&task));
  } else {
    return_done (self, task);
  }
}

static void
attempt (MxUia *self,
         GTask *task)
{
  mx_engine_attempt_async (self->session->engine, self->kind, self->server, self->body, self->auth,
                           g_task_get_cancellable (task), attempt_cb, g_object_ref (task));
}

static void
mx_uia_get_property (GObject    *object,
                     guint       prop_id,
                     GValue     *value,
                     GParamSpec *pspec)
{
  MxUia *self = MX_UIA (object);

  switch ((MxUiaProperty) prop_id) {
  case PROP_STAGE:
    g_value_set_string (value, mx_uia_get_stage (self));
    break;
  case PROP_URL:
    g_value_set_string (value, mx_uia_get_url (self));
    break;
  case PROP_PARAMS:
    g_value_set_string (value, mx_uia_get_params (self));
    break;
  case PROP_IS_BUSY:
    g_value_set_boolean (value, self->is_busy);
    break;
  case PROP_IS_DONE:
    g_value_set_boolean (value, self->is_done);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_uia_finalize (GObject *object)
{
  MxUia *self = MX_UIA (object);

  g_clear_object (&self->session);
  g_free (self->server);
  wipe (&self->body);
  wipe (&self->auth);
  g_free (self->answered);
  g_clear_pointer (&self->challenge, mx_uia_challenge_free);
  G_OBJECT_CLASS (mx_uia_parent_class)->finalize (object);
}

static void
mx_uia_class_init (MxUiaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_uia_get_property;
  object_class->finalize = mx_uia_finalize;

  /**
   * MxUia:stage:
   *
   * What is asked for now, or %NULL.
   */
  props[PROP_STAGE] = g_param_spec_string ("stage", NULL, NULL, NULL, flags);

  /**
   * MxUia:url:
   *
   * The page that does the stage in the browser, or %NULL.
   */
  props[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);

  /**
   * MxUia:params:
   *
   * The parameters of all stages: a JSON object as text, or %NULL.
   */
  props[PROP_PARAMS] = g_param_spec_string ("params", NULL, NULL, NULL, flags);

  /**
   * MxUia:is-busy:
   *
   * Whether the server is being asked.
   */
  props[PROP_IS_BUSY] = g_param_spec_boolean ("is-busy", NULL, NULL, FALSE, flags);

  /**
   * MxUia:is-done:
   *
   * Whether the server has done it.
   */
  props[PROP_IS_DONE] = g_param_spec_boolean ("is-done", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_uia_init (MxUia *self)
{
}

static MxUia *
uia_new (MxSession  *session,
         MxAttempt   kind,
         const char *server,
         JsonObject *body)
{
  MxUia *self = g_object_new (MX_TYPE_UIA, NULL);
  g_autoptr (JsonObject) owned = body;

  self->session = g_object_ref (session);
  self->kind = kind;
  self->server = g_strdup (server);
  self->body = mx_json_print_object (owned);
  return self;
}

/**
 * mx_uia_new_register:
 * @session: a session where nobody is signed in
 * @server: a server's name or address
 * @user: the name wanted, without a server
 * @password: the password
 *
 * Returns: (transfer full): the wish for an account
 */
MxUia *
mx_uia_new_register (MxSession  *session,
                     const char *server,
                     const char *user,
                     const char *password)
{
  JsonObject *body;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (server != NULL && user != NULL && password != NULL, NULL);

  body = json_object_new ();
  json_object_set_string_member (body, "username", user);
  json_object_set_string_member (body, "password", password);
  return uia_new (session, MX_ATTEMPT_REGISTER, server, body);
}

/**
 * mx_uia_new_upgrade:
 * @session: a guest's session
 * @password: the password of the account to be
 *
 * Returns: (transfer full): the wish to keep the guest's account
 */
MxUia *
mx_uia_new_upgrade (MxSession  *session,
                    const char *password)
{
  JsonObject *body;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (password != NULL, NULL);

  body = json_object_new ();
  json_object_set_string_member (body, "password", password);
  return uia_new (session, MX_ATTEMPT_UPGRADE, NULL, body);
}

/**
 * mx_uia_new_delete_devices:
 * @session: an open session
 * @device_ids: which
 *
 * Returns: (transfer full): the wish to sign devices out
 */
MxUia *
mx_uia_new_delete_devices (MxSession         *session,
                           const char *const *device_ids)
{
  JsonObject *body;
  JsonArray *array;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (device_ids != NULL, NULL);

  body = json_object_new ();
  array = json_array_new ();
  for (; *device_ids != NULL; device_ids++)
    json_array_add_string_element (array, *device_ids);
  json_object_set_array_member (body, "devices", array);
  return uia_new (session, MX_ATTEMPT_DELETE_DEVICES, NULL, body);
}

/**
 * mx_uia_new_password:
 * @session: an open session
 * @new_password: the password to be
 *
 * Returns: (transfer full): the wish for another password; other devices stay signed in
 */
MxUia *
mx_uia_new_password (MxSession  *session,
                     const char *new_password)
{
  JsonObject *body;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (new_password != NULL, NULL);

  body = json_object_new ();
  json_object_set_string_member (body, "new_password", new_password);
  json_object_set_boolean_member (body, "logout_devices", FALSE);
  return uia_new (session, MX_ATTEMPT_PASSWORD, NULL, body);
}

/**
 * mx_uia_new_deactivate:
 * @session: an open session
 * @erase: whether what was written is to be hidden from who comes later
 *
 * Returns: (transfer full): the wish to end the account for good
 */
MxUia *
mx_uia_new_deactivate (MxSession *session,
                       gboolean   erase)
{
  JsonObject *body;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);

  body = json_object_new ();
  json_object_set_boolean_member (body, "erase", erase);
  return uia_new (session, MX_ATTEMPT_DEACTIVATE, NULL, body);
}

/**
 * mx_uia_answer_password:
 * @self: something asked for
 * @password: the account's password, as it is now
 */
void
mx_uia_answer_password (MxUia      *self,
                        const char *password)
{
  JsonObject *auth;
  JsonObject *identifier;

  g_return_if_fail (MX_IS_UIA (self));
  g_return_if_fail (password != NULL);

  auth = json_object_new ();
  identifier = json_object_new ();
  json_object_set_string_member (identifier, "type", "m.id.user");
  json_object_set_string_member (identifier, "user", mx_session_get_user_id (self->session));
  json_object_set_object_member (auth, "identifier", identifier);
  json_object_set_string_member (auth, "password", password);
  take_auth (self, "m.login.password", auth);
}

/**
 * mx_uia_answer_token:
 * @self: something asked for
 * @token: what the people who run the server gave out for making an account
 */
void
mx_uia_answer_token (MxUia      *self,
                     const char *token)
{
  JsonObject *auth;

  g_return_if_fail (MX_IS_UIA (self));
  g_return_if_fail (token != NULL);

  auth = json_object_new ();
  json_object_set_string_member (auth, "token", token);
  take_auth (self, "m.login.registration_token", auth);
}

/**
 * mx_uia_answer_terms:
 * @self: something asked for
 *
 * The person agrees to the terms of MxUia:params.
 */
void
mx_uia_answer_terms (MxUia *self)
{
  g_return_if_fail (MX_IS_UIA (self));

  take_auth (self, "m.login.terms", json_object_new ());
}

/**
 * mx_uia_answer_browser:
 * @self: something asked for
 *
 * The page at MxUia:url says that it is done.
 */
void
mx_uia_answer_browser (MxUia *self)
{
  g_return_if_fail (MX_IS_UIA (self));

  take_auth (self, NULL, json_object_new ());
}

/**
 * mx_uia_run_async:
 * @self: something asked for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done, or the person is needed
 * @user_data: for @callback
 */
void
mx_uia_run_async (MxUia               *self,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MX_IS_UIA (self));
  g_return_if_fail (!self->is_busy);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_uia_run_async);
  g_task_set_check_cancellable (task, FALSE);
  set_busy (self, TRUE);
  attempt (self, task);
}

/**
 * mx_uia_run_finish:
 * @self: something asked for
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: %TRUE: done; %FALSE without an error: MxUia:stage is to be answered
 */
gboolean
mx_uia_run_finish (MxUia         *self,
                   GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_uia_get_stage:
 * @self: something asked for
 *
 * Returns: (transfer none) (nullable): what is asked for now
 */
const char *
mx_uia_get_stage (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->challenge != NULL ? self->challenge->stages[0] : NULL;
}

/**
 * mx_uia_get_url:
 * @self: something asked for
 *
 * Returns: (transfer none) (nullable): the page that does the stage in the browser
 */
const char *
mx_uia_get_url (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->challenge != NULL ? self->challenge->url : NULL;
}

/**
 * mx_uia_get_params:
 * @self: something asked for
 *
 * Returns: (transfer none) (nullable): the parameters of all stages, a JSON object
 */
const char *
mx_uia_get_params (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->challenge != NULL ? self->challenge->params_json : NULL;
}

/**
 * mx_uia_is_done:
 * @self: something asked for
 *
 * Returns: whether the server has done it
 */
gboolean
mx_uia_is_done (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), FALSE);

  return self->is_done;
}
