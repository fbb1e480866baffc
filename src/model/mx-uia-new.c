/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What may be wished for behind user-interactive authentication, and what a person answers to
 * its stages. An answer counts with the next run (mx-uia.c). Main thread. */

#include "config.h"

#include "mx-uia.h"

#include "mx-json.h"
#include "mx-session-private.h"
#include "mx-uia-private.h"

#include <string.h>

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
  self->began_at = g_get_real_time () / G_USEC_PER_SEC;
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
 * mx_uia_new_reset:
 * @session: a session where nobody is signed in, or whose server wants one to sign in again
 * @server: a server's name or address
 * @new_password: the password to be
 * @sign_out_others: whether the devices that are signed in are signed out
 *
 * The server writes to the account's mail address, and does it once the link was followed.
 *
 * Returns: (transfer full): the wish for another password in place of one that was forgotten
 */
MxUia *
mx_uia_new_reset (MxSession  *session,
                  const char *server,
                  const char *new_password,
                  gboolean    sign_out_others)
{
  JsonObject *body;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (server != NULL && new_password != NULL, NULL);

  body = json_object_new ();
  json_object_set_string_member (body, "new_password", new_password);
  json_object_set_boolean_member (body, "logout_devices", sign_out_others);
  return uia_new (session, MX_ATTEMPT_RESET, server, body);
}

/**
 * mx_uia_get_session:
 * @self: something asked for
 *
 * Returns: (transfer none): who asks
 */
MxSession *
mx_uia_get_session (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), NULL);

  return self->session;
}

/**
 * mx_uia_resets:
 * @self: something asked for
 *
 * Returns: whether it is about a forgotten password
 */
gboolean
mx_uia_resets (MxUia *self)
{
  g_return_val_if_fail (MX_IS_UIA (self), FALSE);

  return self->kind == MX_ATTEMPT_RESET;
}

/*< private >
 * _mx_uia_dup_new_password:
 * @self: a wish for another password
 *
 * Returns: (transfer full): it; the caller wipes it
 */
char *
_mx_uia_dup_new_password (MxUia *self)
{
  g_autoptr (JsonObject) body = mx_json_parse_object (self->body, strlen (self->body), strlen (self->body), NULL);

  return g_strdup (mx_json_get_string (body, "new_password"));
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
  self->waits = FALSE;
  _mx_uia_take_auth (self, "m.login.password", auth);
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
  self->waits = FALSE;
  _mx_uia_take_auth (self, "m.login.registration_token", auth);
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

  self->waits = FALSE;
  _mx_uia_take_auth (self, "m.login.terms", json_object_new ());
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

  self->waits = FALSE;
  _mx_uia_take_auth (self, NULL, json_object_new ());
}

/**
 * mx_uia_await_browser:
 * @self: something asked for
 *
 * The page at MxUia:url was opened: the next run goes on as soon as it is done there. Cancel the
 * run to stop waiting.
 */
void
mx_uia_await_browser (MxUia *self)
{
  g_return_if_fail (MX_IS_UIA (self));

  self->waits = TRUE;
}

/**
 * mx_uia_answer_mail:
 * @self: something asked for
 * @email: an address of the person's
 *
 * The next run lets the server write there, tells by MxUia:mail that it has, and goes on as soon
 * as the person has followed the mail's link. Answered again, the server writes again.
 */
void
mx_uia_answer_mail (MxUia      *self,
                    const char *email)
{
  g_return_if_fail (MX_IS_UIA (self));
  g_return_if_fail (email != NULL);

  g_set_str (&self->email, email);
  g_clear_pointer (&self->sid, g_free);
  self->waits = TRUE;
}
