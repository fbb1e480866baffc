/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one item of the keyring holds, and its text: one flat JSON object whose values are
 * base64. Written and read here byte by byte and not by a JSON library, whose copies could
 * not be wiped. Any thread. */

#include "config.h"

#include "mx-keyring-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <sodium.h>
#include <string.h>

/**
 * mx_keyring_item_new:
 * @user_id: (nullable): whose it is
 * @master: %MX_SECRET_KEY_BYTES bytes
 * @access_token: (nullable): the token
 * @refresh_token: (nullable): the other token
 *
 * Returns: (transfer full): an item
 */
MxKeyringItem *
mx_keyring_item_new (const char *user_id,
                     MxSecret   *master,
                     const char *access_token,
                     const char *refresh_token)
{
  MxKeyringItem *self = g_new0 (MxKeyringItem, 1);

  self->user_id = g_strdup (user_id);
  self->master = mx_secret_ref (master);
  if (access_token != NULL)
    self->access_token = mx_secret_new (access_token, strlen (access_token));
  if (refresh_token != NULL)
    self->refresh_token = mx_secret_new (refresh_token, strlen (refresh_token));
  return self;
}

/**
 * mx_keyring_item_copy:
 * @self: an item
 *
 * Returns: (transfer full): one with the same secrets
 */
MxKeyringItem *
mx_keyring_item_copy (const MxKeyringItem *self)
{
  MxKeyringItem *copy = g_new0 (MxKeyringItem, 1);

  copy->user_id = g_strdup (self->user_id);
  copy->master = mx_secret_ref (self->master);
  if (self->access_token != NULL)
    copy->access_token = mx_secret_ref (self->access_token);
  if (self->refresh_token != NULL)
    copy->refresh_token = mx_secret_ref (self->refresh_token);
  if (self->pending != NULL)
    copy->pending = mx_secret_ref (self->pending);
  return copy;
}

/**
 * mx_keyring_item_free:
 * @self: (transfer full): an item
 */
void
mx_keyring_item_free (MxKeyringItem *self)
{
  g_free (self->user_id);
  g_clear_pointer (&self->master, mx_secret_unref);
  g_clear_pointer (&self->access_token, mx_secret_unref);
  g_clear_pointer (&self->refresh_token, mx_secret_unref);
  g_clear_pointer (&self->pending, mx_secret_unref);
  g_free (self);
}

/**
 * mx_keyring_item_dup_token:
 * @self: an item
 *
 * Returns: (transfer full) (nullable): the access token as text; the caller wipes it
 */
char *
mx_keyring_item_dup_token (const MxKeyringItem *self)
{
  const guint8 *data;
  char *text;
  gsize len;

  if (self->access_token == NULL)
    return NULL;
  data = mx_secret_get_data (self->access_token, &len);
  text = g_malloc (len + 1);
  memcpy (text, data, len);
  text[len] = '\0';
  return text;
}

/* Appends `"name":"base64"`. The text's memory never moves: it was made large enough. */
static void
append (char       *text,
        gsize       size,
        const char *name,
        MxSecret   *value)
{
  char *encoded;

  if (value == NULL)
    return;
  encoded = mx_secret_dup_base64 (value);
  g_strlcat (text, text[1] == '\0' ? "\"" : ",\"", size);
  g_strlcat (text, name, size);
  g_strlcat (text, "\":\"", size);
  g_strlcat (text, encoded, size);
  g_strlcat (text, "\"", size);
  sodium_memzero (encoded, strlen (encoded));
  g_free (encoded);
}

static gsize
room_for (MxSecret *value)
{
  gsize len = 0;

  if (value != NULL)
    mx_secret_get_data (value, &len);
  return len * 4 / 3 + 32;
}

MxSecret *
_mx_keyring_item_write (const MxKeyringItem *item)
{
  g_autoptr (MxSecret) user = NULL;
  MxSecret *written;
  gsize size;
  char *text;

  if (item->user_id != NULL)
    user = mx_secret_new (item->user_id, strlen (item->user_id));
  size = room_for (user) + room_for (item->master) + room_for (item->access_token) + room_for (item->refresh_token) +
         room_for (item->pending);
  text = g_malloc0 (size);
  text[0] = '{';
  append (text, size, "user", user);
  append (text, size, "master", item->master);
  append (text, size, "access_token", item->access_token);
  append (text, size, "refresh_token", item->refresh_token);
  append (text, size, "pending", item->pending);
  g_strlcat (text, "}", size);
  written = mx_secret_new (text, strlen (text));
  sodium_memzero (text, size);
  g_free (text);
  return written;
}

/* The value of `"name":"…"`; @text ends with a NUL. */
static MxSecret *
find (const char *text,
      const char *name)
{
  g_autofree char *start = g_strdup_printf ("\"%s\":\"", name);
  const char *value = strstr (text, start);
  MxSecret *secret;
  char *encoded;
  gsize len;

  if (value == NULL)
    return NULL;
  value += strlen (start);
  len = strcspn (value, "\"");
  encoded = g_strndup (value, len);
  secret = mx_secret_new_base64 (encoded);
  sodium_memzero (encoded, len);
  g_free (encoded);
  return secret;
}

static char *
dup_text (MxSecret *secret)
{
  const guint8 *data;
  gsize len;

  if (secret == NULL)
    return NULL;
  data = mx_secret_get_data (secret, &len);
  return g_strndup ((const char *) data, len);
}

MxKeyringItem *
_mx_keyring_item_read (const guint8  *text,
                       gsize          len,
                       GError       **error)
{
  g_autoptr (MxKeyringItem) item = g_new0 (MxKeyringItem, 1);
  g_autoptr (MxSecret) user = NULL;
  char *copy = g_malloc0 (len + 1);
  gsize master_len = 0;

  memcpy (copy, text, len);
  user = find (copy, "user");
  item->user_id = dup_text (user);
  item->master = find (copy, "master");
  item->access_token = find (copy, "access_token");
  item->refresh_token = find (copy, "refresh_token");
  item->pending = find (copy, "pending");
  sodium_memzero (copy, len);
  g_free (copy);
  if (item->master != NULL)
    mx_secret_get_data (item->master, &master_len);
  if (master_len == MX_SECRET_KEY_BYTES)
    return g_steal_pointer (&item);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_KEY, "the keyring's item holds no key");
  return NULL;
}
