/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that a server does only after questions (user-interactive authentication).
 *
 *   run ──► attempt ──► nothing asked ──► (sign in to what was made, or with the new password) ──► DONE
 *              ▲  └──► a stage
 *              │         ├─ dummy ──► attempt with that answer
 *              │         ├─ waits for a mail's link or a page ──► the same attempt, after a pause
 *              └─ run ───┴─ the person is needed: the run ends, "stage" says for what
 *
 * A stage that was answered and comes again with an error was answered wrongly: the run fails,
 * and the answer is forgotten. Main thread. See Client-Server API, "User-interactive
 * authentication". */

#include "config.h"

#include "mx-uia.h"

#include "mx-session-private.h"
#include "mx-uia-private.h"

#include "mx-error.h"
#include "mx-json.h"

#include <string.h>

/* Between two questions whether the person has done elsewhere what there was to do. */
#define PAUSE_S 2

G_DEFINE_FINAL_TYPE (MxUia, mx_uia, G_TYPE_OBJECT)

static GParamSpec *props[MX_UIA_PROP_IS_DONE + 1];

void
_mx_uia_wipe (char **text)
{
  if (*text != NULL)
    explicit_bzero (*text, strlen (*text));
  g_clear_pointer (text, g_free);
}

void
_mx_uia_notify (MxUia         *self,
                MxUiaProperty  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_busy (MxUia    *self,
          gboolean  busy)
{
  if (self->is_busy == busy)
    return;
  self->is_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[MX_UIA_PROP_IS_BUSY]);
}

static void
take_challenge (MxUia          *self,
                MxUiaChallenge *challenge)
{
  g_clear_pointer (&self->challenge, mx_uia_challenge_free);
  self->challenge = challenge;
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[MX_UIA_PROP_STAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[MX_UIA_PROP_URL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[MX_UIA_PROP_PARAMS]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
_mx_uia_take_auth (MxUia      *self,
                   const char *type,
                   JsonObject *auth)
{
  g_autoptr (JsonObject) owned = auth;

  if (type != NULL)
    json_object_set_string_member (auth, "type", type);
  if (self->challenge != NULL && self->challenge->session != NULL)
    json_object_set_string_member (auth, "session", self->challenge->session);
  _mx_uia_wipe (&self->auth);
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
  g_object_notify_by_pspec (G_OBJECT (self), props[MX_UIA_PROP_IS_DONE]);
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

static gboolean
on_again (gpointer user_data)
{
  GTask *task = user_data;
  MxUia *self = g_task_get_source_object (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return_error (self, task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  else
    attempt (self, task);
  return G_SOURCE_REMOVE;
}

/* What was answered has not happened yet. The pause ends early when nobody waits any more. */
static void
ask_again (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) pause = g_timeout_source_new_seconds (PAUSE_S);
  g_autoptr (GSource) end = cancellable != NULL ? g_cancellable_source_new (cancellable) : NULL;

  if (end != NULL) {
    g_source_set_dummy_callback (end);
    g_source_add_child_source (pause, end);
  }
  g_task_attach_source (task, pause, on_again);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!_mx_uia_step_finish (result, &error)) {
    return_error (self, task, error);
    return;
  }
  set_busy (self, FALSE);
  g_task_return_boolean (task, FALSE);
}

/* A stage is asked for: go on by oneself, or leave it to the person. */
static void
meet_stage (MxUia *self,
            GTask *task)
{
  const char *stage = mx_uia_get_stage (self);
  gboolean again = g_strcmp0 (stage, self->answered) == 0;

  g_clear_pointer (&self->answered, g_free);
  if (again && self->waits) {
    ask_again (task);
    return;
  }
  self->waits = FALSE;
  if (again && stage != NULL && self->challenge->errcode != NULL) {
    return_error (self, task, new_refusal (self->challenge, stage));
  } else if (!again && g_strcmp0 (stage, "m.login.dummy") == 0) {
    _mx_uia_take_auth (self, stage, json_object_new ());
    attempt (self, task);
  } else {
    _mx_uia_keep_async (self, kept_cb, g_object_ref (task));
  }
}

/* Synapse says so of a mail whose link nobody has followed yet. */
static gboolean
is_patient (MxUia        *self,
            const GError *error)
{
  if (!self->waits)
    return FALSE;
  return mx_error_is_transient (error) || (g_strcmp0 (mx_uia_get_stage (self), MX_UIA_STAGE_MAIL) == 0 &&
                                           g_strcmp0 (mx_error_get_errcode (error), "M_UNAUTHORIZED") == 0);
}

static void
meet_error (MxUia  *self,
            GTask  *task,
            GError *error)
{
  if (is_patient (self, error)) {
    g_error_free (error);
    ask_again (task);
    return;
  }
  if (!mx_error_is_transient (error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _mx_uia_forget (self);
  return_error (self, task, error);
}

/* The address is what one knows of the account; the name may be what was forgotten. */
static void
sign_in (MxUia *self,
         GTask *task)
{
  char *password = _mx_uia_dup_new_password (self);

  self->is_reset = TRUE;
  mx_engine_login_password_async (self->session->engine, self->server, self->email, password,
                                  g_task_get_cancellable (task), login_cb, g_object_ref (task));
  _mx_uia_wipe (&password);
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

  _mx_uia_wipe (&self->auth);
  if (error != NULL) {
    meet_error (self, task, error);
  } else if (challenge != NULL) {
    take_challenge (self, challenge);
    meet_stage (self, task);
  } else if (self->kind == MX_ATTEMPT_REGISTER || self->kind == MX_ATTEMPT_UPGRADE) {
    mx_engine_login_made_async (MX_ENGINE (source), NULL, login_cb, g_steal_pointer (&task));
  } else if (self->kind == MX_ATTEMPT_RESET && self->email != NULL) {
    sign_in (self, task);
  } else {
    return_done (self, task);
  }
}

static void
attempt (MxUia *self,
         GTask *task)
{
  if (self->waits)
    _mx_uia_answer_waiting (self);
  mx_engine_attempt_async (self->session->engine, self->kind, self->server, self->body, self->auth,
                           g_task_get_cancellable (task), attempt_cb, g_object_ref (task));
}

static void
mailed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxUia *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (_mx_uia_step_finish (result, &error)) {
    attempt (self, task);
    return;
  }
  self->waits = FALSE;
  return_error (self, task, error);
}

static void
mx_uia_get_property (GObject    *object,
                     guint       prop_id,
                     GValue     *value,
                     GParamSpec *pspec)
{
  MxUia *self = MX_UIA (object);

  switch ((MxUiaProperty) prop_id) {
  case MX_UIA_PROP_STAGE:
    g_value_set_string (value, mx_uia_get_stage (self));
    break;
  case MX_UIA_PROP_URL:
    g_value_set_string (value, mx_uia_get_url (self));
    break;
  case MX_UIA_PROP_PARAMS:
    g_value_set_string (value, mx_uia_get_params (self));
    break;
  case MX_UIA_PROP_MAIL:
    g_value_set_string (value, mx_uia_get_mail (self));
    break;
  case MX_UIA_PROP_IS_BUSY:
    g_value_set_boolean (value, self->is_busy);
    break;
  case MX_UIA_PROP_IS_DONE:
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
  _mx_uia_wipe (&self->body);
  _mx_uia_wipe (&self->auth);
  g_free (self->answered);
  g_clear_pointer (&self->challenge, mx_uia_challenge_free);
  g_free (self->link);
  g_free (self->email);
  g_free (self->sid);
  _mx_uia_wipe (&self->client_secret);
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
  props[MX_UIA_PROP_STAGE] = g_param_spec_string ("stage", NULL, NULL, NULL, flags);

  /**
   * MxUia:url:
   *
   * The page that does the stage in the browser, or %NULL.
   */
  props[MX_UIA_PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);

  /**
   * MxUia:params:
   *
   * The parameters of all stages: a JSON object as text, or %NULL.
   */
  props[MX_UIA_PROP_PARAMS] = g_param_spec_string ("params", NULL, NULL, NULL, flags);

  /**
   * MxUia:mail:
   *
   * The address to which the server has written, or %NULL.
   */
  props[MX_UIA_PROP_MAIL] = g_param_spec_string ("mail", NULL, NULL, NULL, flags);

  /**
   * MxUia:is-busy:
   *
   * Whether the server is being asked.
   */
  props[MX_UIA_PROP_IS_BUSY] = g_param_spec_boolean ("is-busy", NULL, NULL, FALSE, flags);

  /**
   * MxUia:is-done:
   *
   * Whether the server has done it.
   */
  props[MX_UIA_PROP_IS_DONE] = g_param_spec_boolean ("is-done", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_uia_init (MxUia *self)
{
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
  if (self->is_reset)
    sign_in (self, task);
  else if (_mx_uia_wants_mail (self))
    _mx_uia_mail_async (self, cancellable, mailed_cb, g_object_ref (task));
  else
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
 * mx_uia_get_mail:
 * @self: something asked for
 *
 * Returns: (transfer none) (nullable): the address to which the server has written
 */
const char *
mx_uia_get_mail (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->sid != NULL ? self->email : NULL;
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
