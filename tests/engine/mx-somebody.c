/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-somebody.h"

#include "mx-json.h"

#include <libsoup/soup.h>
#include <string.h>

struct _MxSomebody {
  MxHomeserver *server; /* (unowned) */
  SoupSession *session; /* (owned)   */
  char *token;          /* (owned)   */
};

MxSomebody *
mx_somebody_new (MxHomeserver *server,
                 const char   *name)
{
  MxSomebody *self = g_new0 (MxSomebody, 1);
  g_autofree char *body =
    g_strdup_printf ("{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"%s\"},"
                     "\"password\":\"%s\"}",
                     name, name);
  g_autoptr (JsonObject) login = NULL;

  self->server = server;
  self->session = soup_session_new ();
  login = mx_somebody_call (self, "POST", "login", body);
  self->token = g_strdup (mx_json_get_string (login, "access_token"));
  return self;
}

void
mx_somebody_free (MxSomebody *self)
{
  g_object_unref (self->session);
  g_free (self->token);
  g_free (self);
}

JsonObject *
mx_somebody_call (MxSomebody *self,
                  const char *method,
                  const char *path,
                  const char *body)
{
  g_autofree char *url = g_strconcat (self->server->url, "/_matrix/client/v3/", path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->token ? self->token : "", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) sent = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  gsize len;
  const char *data;

  soup_message_set_request_body_from_bytes (message, "application/json", sent);
  if (self->token)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  bytes = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &len);
  if (soup_message_get_status (message) != 200)
    g_error ("%s %s: %.*s", method, path, (int) len, data);
  object = mx_json_parse_object (data, len, 1 << 20, &error);
  g_assert_no_error (error);
  return object;
}

void
mx_somebody_do (MxSomebody *self,
                const char *method,
                const char *path,
                const char *body)
{
  g_autoptr (JsonObject) answer = mx_somebody_call (self, method, path, body);
}

void
mx_somebody_do_in (MxSomebody *self,
                   const char *method,
                   const char *room_id,
                   const char *path,
                   const char *body)
{
  g_autofree char *escaped = g_uri_escape_string (room_id, NULL, FALSE);
  g_autofree char *whole = g_strdup_printf ("rooms/%s/%s", escaped, path);

  mx_somebody_do (self, method, whole, body);
}

char *
mx_somebody_create (MxSomebody *self,
                    const char *alias,
                    const char *more)
{
  g_autofree char *body = g_strdup_printf ("{\"room_alias_name\":\"%s\",\"name\":\"Room %s\"%s}", alias, alias, more);
  g_autoptr (JsonObject) answer = mx_somebody_call (self, "POST", "createRoom", body);

  return g_strdup (mx_json_get_string (answer, "room_id"));
}

void
mx_somebody_treat (MxSomebody *self,
                   const char *room_id,
                   const char *verb,
                   const char *name,
                   const char *reason)
{
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"@%s:%s\",\"reason\":\"%s\"}", name, self->server->name, reason);

  mx_somebody_do_in (self, "POST", room_id, verb, body);
}
