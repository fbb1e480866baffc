/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and tokens in memory of libsodium: locked, between guard pages, out of core dumps,
 * read-only once filled, wiped when the last reference goes. Any thread. */

#include "config.h"

#include "mx-secret.h"

#include <sodium.h>
#include <string.h>

struct _MxSecret {
  gatomicrefcount ref_count;
  gsize len;
  guint8 *data; /* (owned): sodium_malloc () */
};

static void
init_sodium (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done)) {
    if (sodium_init () < 0)
      g_error ("libsodium cannot start");
    g_once_init_leave (&done, 1);
  }
}

/* Of writable memory; seal () ends that. */
static MxSecret *
allocate (gsize len)
{
  MxSecret *self;
  guint8 *data;

  init_sodium ();
  data = sodium_malloc (MAX (len, 1));
  if (data == NULL)
    g_error ("no memory for %" G_GSIZE_FORMAT " secret bytes", len);
  self = g_new0 (MxSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->data = data;
  self->len = len;
  return self;
}

static MxSecret *
seal (MxSecret *self)
{
  if (sodium_mprotect_readonly (self->data) != 0)
    g_debug ("secret memory stays writable here");
  return self;
}

/**
 * mx_secret_new:
 * @data: (array length=len): the bytes; wiping the original is the caller's
 * @len: how many
 *
 * Returns: (transfer full): a secret with a copy of @data
 */
MxSecret *
mx_secret_new (gconstpointer data,
               gsize         len)
{
  MxSecret *self = allocate (len);

  if (len > 0)
    memcpy (self->data, data, len);
  return seal (self);
}

/**
 * mx_secret_new_random:
 * @len: how many bytes
 *
 * Returns: (transfer full): a secret of @len random bytes
 */
MxSecret *
mx_secret_new_random (gsize len)
{
  MxSecret *self = allocate (len);

  randombytes_buf (self->data, len);
  return seal (self);
}

/**
 * mx_secret_new_base64:
 * @text: (nullable): base64, padded or not
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when @text is no base64
 */
MxSecret *
mx_secret_new_base64 (const char *text)
{
  MxSecret *self;
  gsize len, n, pad;

  if (text == NULL)
    return NULL;
  len = strlen (text);
  for (pad = 0; pad < 2 && pad < len && text[len - 1 - pad] == '='; pad++)
    ;
  self = allocate (len / 4 * 3 + 3);
  if ((pad > 0 && len % 4 != 0) ||
      sodium_base642bin (self->data, len / 4 * 3 + 3, text, len - pad, NULL, &n, NULL,
                         sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0) {
    mx_secret_unref (self);
    return NULL;
  }
  self->len = n;
  return seal (self);
}

static void
hmac_sha256 (const guint8 *key,
             gsize         key_len,
             const guint8 *message,
             gsize         message_len,
             guint8        counter,
             guint8       *out)
{
  crypto_auth_hmacsha256_state state;

  crypto_auth_hmacsha256_init (&state, key, key_len);
  crypto_auth_hmacsha256_update (&state, message, message_len);
  if (counter > 0)
    crypto_auth_hmacsha256_update (&state, &counter, 1);
  crypto_auth_hmacsha256_final (&state, out);
  sodium_memzero (&state, sizeof state);
}

/**
 * mx_secret_derive:
 * @self: the master secret
 * @purpose: what the new one is for; another purpose gives another secret
 *
 * HKDF-SHA256 (RFC 5869) without a salt; libsodium has it only from 1.0.19 on.
 *
 * Returns: (transfer full): %MX_SECRET_KEY_BYTES bytes
 */
MxSecret *
mx_secret_derive (MxSecret   *self,
                  const char *purpose)
{
  static const guint8 salt[crypto_auth_hmacsha256_BYTES] = { 0 };
  guint8 key[crypto_auth_hmacsha256_BYTES];
  MxSecret *derived;

  g_return_val_if_fail (self != NULL && purpose != NULL, NULL);

  derived = allocate (MX_SECRET_KEY_BYTES);
  hmac_sha256 (salt, sizeof salt, self->data, self->len, 0, key);
  hmac_sha256 (key, sizeof key, (const guint8 *) purpose, strlen (purpose), 1, derived->data);
  sodium_memzero (key, sizeof key);
  return seal (derived);
}

/**
 * mx_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
MxSecret *
mx_secret_ref (MxSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_secret_unref:
 * @self: (transfer full): a secret
 */
void
mx_secret_unref (MxSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  sodium_free (self->data);
  g_free (self);
}

/**
 * mx_secret_get_data:
 * @self: a secret
 * @len: (out) (optional): how many bytes
 *
 * Returns: (transfer none) (array length=len): the bytes; do not copy them
 */
const guint8 *
mx_secret_get_data (MxSecret *self,
                    gsize    *len)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (len != NULL)
    *len = self->len;
  return self->data;
}

/**
 * mx_secret_dup_base64:
 * @self: a secret
 *
 * Returns: (transfer full): its bytes as base64 without padding; the caller wipes it
 */
char *
mx_secret_dup_base64 (MxSecret *self)
{
  gsize size;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  size = sodium_base64_ENCODED_LEN (self->len, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text = g_malloc (size);
  return sodium_bin2base64 (text, size, self->data, self->len, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

/**
 * mx_secret_equal:
 * @a: a secret
 * @b: a secret
 *
 * Returns: whether both hold the same bytes, found out in constant time
 */
gboolean
mx_secret_equal (MxSecret *a,
                 MxSecret *b)
{
  return a->len == b->len && sodium_memcmp (a->data, b->data, a->len) == 0;
}

/**
 * mx_secret_random_text:
 * @len: how many random bytes
 *
 * Returns: (transfer full): the bytes as base64url without padding
 */
char *
mx_secret_random_text (gsize len)
{
  g_autofree guint8 *bytes = g_malloc (len);
  gsize size = sodium_base64_ENCODED_LEN (len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  init_sodium ();
  randombytes_buf (bytes, len);
  sodium_bin2base64 (text, size, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, len);
  return text;
}

/**
 * mx_secret_equal_text:
 * @a: (nullable): a text
 * @b: (nullable): another
 *
 * Returns: whether both are the same, found out in constant time; %FALSE where one is %NULL
 */
gboolean
mx_secret_equal_text (const char *a,
                      const char *b)
{
  gsize len;

  if (a == NULL || b == NULL)
    return FALSE;
  len = strlen (a);
  return len == strlen (b) && sodium_memcmp (a, b, len) == 0;
}
