/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The profile's file `keyring`, 0600: which kind of keyring the person chose, and, for a
 * passphrase, the item sealed with it. The passphrase goes through Argon2id (libsodium's
 * MODERATE: 256 MiB, about a second) and seals with XSalsa20-Poly1305; without it the file
 * says nothing. There is no way to write a key in clear. Blocks: for the pool. */

#include "config.h"

#include "mx-keyring-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define FILE_NAME "keyring"
/* What a file may ask of us; more than we ever write. */
#define MAX_OPS 16
#define MAX_MEM (G_GUINT64_CONSTANT (1) << 30)

static const char *const mode_names[] = {
  [MX_KEY_SERVICE] = "service",
  [MX_KEY_PASSPHRASE] = "passphrase",
  [MX_KEY_MEMORY] = "memory",
};

static char *
path_of (const char *profile_dir)
{
  return g_build_filename (profile_dir, FILE_NAME, NULL);
}

MxKeyMode
_mx_keyring_file_get_mode (const char *profile_dir)
{
  g_autofree char *path = path_of (profile_dir);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = NULL;
  gsize i;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    name = g_key_file_get_string (file, "keyring", "mode", NULL);
  for (i = 0; i < G_N_ELEMENTS (mode_names); i++)
    if (g_strcmp0 (name, mode_names[i]) == 0)
      return i;
  return MX_KEY_SERVICE;
}

static gboolean
write_file (const char  *profile_dir,
            GKeyFile    *file,
            MxKeyMode    mode,
            GError     **error)
{
  g_autofree char *path = path_of (profile_dir);
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  gsize len;

  g_key_file_set_string (file, "keyring", "mode", mode_names[mode]);
  text = g_key_file_to_data (file, &len, NULL);
  if (g_mkdir_with_parents (profile_dir, 0700) == 0 &&
      g_file_set_contents_full (path, text, len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure) &&
      g_chmod (path, 0600) == 0)
    return TRUE;
  g_set_error (error, MX_ERROR,
               g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? MX_ERROR_STORE_FULL : MX_ERROR_FAILED,
               "writing %s: %s", FILE_NAME, failure != NULL ? failure->message : g_strerror (errno));
  return FALSE;
}

gboolean
_mx_keyring_file_set_mode (const char  *profile_dir,
                           MxKeyMode    mode,
                           GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return write_file (profile_dir, file, mode, error);
}

static MxSecret *
derive (MxSecret      *passphrase,
        const guint8  *salt,
        guint64        ops,
        guint64        mem,
        GError       **error)
{
  guint8 key[crypto_secretbox_KEYBYTES];
  const guint8 *text;
  MxSecret *derived;
  gsize len;

  text = mx_secret_get_data (passphrase, &len);
  if (crypto_pwhash (key, sizeof key, (const char *) text, len, salt, ops, mem, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_FAILED, "too little memory to check a passphrase");
    return NULL;
  }
  derived = mx_secret_new (key, sizeof key);
  sodium_memzero (key, sizeof key);
  return derived;
}

static guint8 *
get_bytes (GKeyFile   *file,
           const char *name,
           gsize      *len)
{
  g_autofree char *text = g_key_file_get_string (file, "passphrase", name, NULL);

  *len = 0;
  return text != NULL ? g_base64_decode (text, len) : NULL;
}

static MxKeyringItem *
open_box (const guint8  *box,
          gsize          len,
          MxSecret      *key,
          GError       **error)
{
  gsize n = len - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES;
  guint8 *text = g_malloc0 (n + 1);
  MxKeyringItem *item = NULL;

  if (crypto_secretbox_open_easy (text, box + crypto_secretbox_NONCEBYTES, len - crypto_secretbox_NONCEBYTES, box,
                                  mx_secret_get_data (key, NULL)) == 0)
    item = _mx_keyring_item_read (text, n, error);
  else
    g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_KEY, "the passphrase does not fit");
  sodium_memzero (text, n);
  g_free (text);
  return item;
}

MxKeyringItem *
_mx_keyring_file_load (const char  *profile_dir,
                       MxSecret    *passphrase,
                       GError     **error)
{
  g_autofree char *path = path_of (profile_dir);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree guint8 *salt = NULL;
  g_autofree guint8 *box = NULL;
  g_autoptr (MxSecret) key = NULL;
  gsize salt_len, box_len;
  guint64 ops, mem;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) && !g_key_file_has_group (file, "passphrase"))
    return NULL;
  salt = get_bytes (file, "salt", &salt_len);
  box = get_bytes (file, "box", &box_len);
  ops = g_key_file_get_uint64 (file, "passphrase", "ops", NULL);
  mem = g_key_file_get_uint64 (file, "passphrase", "mem", NULL);
  if (salt_len != crypto_pwhash_SALTBYTES || box_len < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES ||
      ops < crypto_pwhash_OPSLIMIT_MIN || ops > MAX_OPS || mem < crypto_pwhash_MEMLIMIT_MIN || mem > MAX_MEM) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "the file %s cannot be read", FILE_NAME);
    return NULL;
  }
  key = derive (passphrase, salt, ops, mem, error);
  return key != NULL ? open_box (box, box_len, key, error) : NULL;
}

/* Nonce and sealed text, as base64. */
static char *
make_box (const MxKeyringItem *item,
          MxSecret            *key)
{
  g_autoptr (MxSecret) text = _mx_keyring_item_write (item);
  g_autofree guint8 *box = NULL;
  const guint8 *data;
  gsize len, n;

  data = mx_secret_get_data (text, &n);
  len = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
  box = g_malloc0 (len);
  randombytes_buf (box, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (box + crypto_secretbox_NONCEBYTES, data, n, box, mx_secret_get_data (key, NULL));
  return g_base64_encode (box, len);
}

gboolean
_mx_keyring_file_store (const char           *profile_dir,
                        MxSecret             *passphrase,
                        const MxKeyringItem  *item,
                        GError              **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MxSecret) key = NULL;
  g_autofree char *box = NULL;
  g_autofree char *salt_text = NULL;
  guint8 salt[crypto_pwhash_SALTBYTES];

  randombytes_buf (salt, sizeof salt);
  key = derive (passphrase, salt, crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, error);
  if (key == NULL)
    return FALSE;
  box = make_box (item, key);
  salt_text = g_base64_encode (salt, sizeof salt);
  g_key_file_set_string (file, "passphrase", "salt", salt_text);
  g_key_file_set_uint64 (file, "passphrase", "ops", crypto_pwhash_OPSLIMIT_MODERATE);
  g_key_file_set_uint64 (file, "passphrase", "mem", crypto_pwhash_MEMLIMIT_MODERATE);
  g_key_file_set_string (file, "passphrase", "box", box);
  return write_file (profile_dir, file, MX_KEY_PASSPHRASE, error);
}

gboolean
_mx_keyring_file_delete (const char  *profile_dir,
                         GError     **error)
{
  g_autofree char *path = path_of (profile_dir);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_FAILED, "removing %s: %s", FILE_NAME, g_strerror (errno));
  return FALSE;
}
