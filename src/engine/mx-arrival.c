/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The record of a sign-in under way: which server and way, where the listener waits, what must
 * come back, and the link with which the person came. It lies inside the keyring's item, because
 * who has state and verifier can finish the sign-in. Plain data, any thread. */

#include "config.h"

#include "mx-arrival.h"

#include "mx-field.h"
#include "mx-grant.h"
#include "mx-json.h"

#include <string.h>

#define MAX_BYTES (64 * 1024)

#define TEXT(name, flags)   { #name, MX_FIELD_STRING, offsetof (MxArrival, name), flags, 0 }
#define NUMBER(name, flags) { #name, MX_FIELD_INT, offsetof (MxArrival, name), flags, 0 }

static const MxField fields[] = {
  NUMBER (way, MX_FIELD_REQUIRED),
  NUMBER (began_at, MX_FIELD_REQUIRED),
  NUMBER (port, MX_FIELD_OPTIONAL),
  TEXT (server, MX_FIELD_REQUIRED),
  TEXT (server_name, MX_FIELD_REQUIRED),
  TEXT (provider, MX_FIELD_OPTIONAL),
  TEXT (link, MX_FIELD_OPTIONAL),
  TEXT (title, MX_FIELD_OPTIONAL),
  TEXT (page, MX_FIELD_OPTIONAL),
  TEXT (path, MX_FIELD_REQUIRED),
  TEXT (state, MX_FIELD_REQUIRED),
  TEXT (verifier, MX_FIELD_OPTIONAL),
  TEXT (client_id, MX_FIELD_OPTIONAL),
  TEXT (issuer, MX_FIELD_OPTIONAL),
  TEXT (device_id, MX_FIELD_OPTIONAL),
  TEXT (url, MX_FIELD_REQUIRED),
  TEXT (user_code, MX_FIELD_OPTIONAL),
  TEXT (device_code, MX_FIELD_OPTIONAL),
  NUMBER (expires_at, MX_FIELD_OPTIONAL),
  NUMBER (interval, MX_FIELD_OPTIONAL),
  { NULL },
};

static void
wipe (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
}

/**
 * mx_arrival_free:
 * @self: (transfer full) (nullable): a record
 */
void
mx_arrival_free (MxArrival *self)
{
  if (!self)
    return;
  wipe (self->state);
  wipe (self->verifier);
  wipe (self->device_code);
  mx_fields_clear (fields, self);
  g_free (self);
}

/**
 * mx_arrival_write:
 * @self: a record
 *
 * Returns: (transfer full): it as text; the caller wipes it
 */
char *
mx_arrival_write (const MxArrival *self)
{
  g_autoptr (JsonObject) object = mx_fields_write (fields, self);

  return mx_json_print_object (object);
}

/**
 * mx_arrival_read:
 * @text: the text
 * @len: its length
 *
 * Returns: (transfer full) (nullable): the record; %NULL when it is none of ours
 */
MxArrival *
mx_arrival_read (const char *text,
                 gsize       len)
{
  g_autoptr (MxArrival) self = g_new0 (MxArrival, 1);
  g_autoptr (JsonObject) object = mx_json_parse_object (text, len, MAX_BYTES, NULL);

  if (!object || !mx_fields_read (fields, object, self, NULL))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mx_grant_free:
 * @self: (transfer full) (nullable): a grant
 */
void
mx_grant_free (MxGrant *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->server, mx_server_free);
  wipe (self->login_token);
  g_free (self->login_token);
  g_clear_pointer (&self->tokens, mx_login_free);
  g_clear_pointer (&self->login, mx_login_free);
  g_free (self->client_id);
  g_free (self);
}
