/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-tls.h"

#include "mx-test.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

/* libcrypto makes the certificates in a few milliseconds each. Test thread. */

typedef struct
{
  EVP_PKEY *key;
  X509 *x509;
} Pair;

#define DAY 86400L

static X509 *
make_x509 (EVP_PKEY   *key,
           const char *name,
           long        from,
           long        to)
{
  static long serial = 1000;
  X509 *x509 = X509_new ();
  X509_NAME *subject = X509_get_subject_name (x509);

  X509_set_version (x509, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (x509), ++serial);
  X509_gmtime_adj (X509_getm_notBefore (x509), from);
  X509_gmtime_adj (X509_getm_notAfter (x509), to);
  X509_set_pubkey (x509, key);
  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_ASC, (const unsigned char *) name, -1, -1, 0);
  return x509;
}

static void
add_extension (X509       *x509,
               X509       *issuer,
               int         nid,
               const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, x509, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
}

static Pair *
make_root (const char *name)
{
  Pair *root = g_new0 (Pair, 1);

  root->key = EVP_EC_gen ("P-256");
  root->x509 = make_x509 (root->key, name, -2 * DAY, 30 * DAY);
  X509_set_issuer_name (root->x509, X509_get_subject_name (root->x509));
  add_extension (root->x509, root->x509, NID_basic_constraints, "critical,CA:TRUE");
  add_extension (root->x509, root->x509, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension (root->x509, root->x509, NID_subject_key_identifier, "hash");
  g_assert_cmpint (X509_sign (root->x509, root->key, EVP_sha256 ()), >, 0);
  return root;
}

/* Kept until the process ends: every certificate of a run is by the same root. */
static Pair *
get_root (void)
{
  static Pair *root;

  if (root == NULL)
    root = make_root ("Test Root");
  return root;
}

static char *
bio_to_text (BIO *bio)
{
  char *data;
  long len = BIO_get_mem_data (bio, &data);
  char *text = g_strndup (data, (gsize) len);

  BIO_free (bio);
  return text;
}

static GTlsCertificate *
sign_and_export (X509     *x509,
                 EVP_PKEY *key,
                 Pair     *issuer)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;
  GTlsCertificate *certificate;

  X509_set_issuer_name (x509, X509_get_subject_name (issuer->x509));
  g_assert_cmpint (X509_sign (x509, issuer->key, EVP_sha256 ()), >, 0);
  PEM_write_bio_X509 (bio, x509);
  PEM_write_bio_PrivateKey (bio, key, NULL, NULL, 0, NULL, NULL);
  pem = bio_to_text (bio);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return certificate;
}

static void
free_pair (Pair *pair)
{
  X509_free (pair->x509);
  EVP_PKEY_free (pair->key);
  g_free (pair);
}

/**
 * mx_test_tls_certificate:
 * @kind: not %MX_TEST_TLS_NONE
 *
 * Makes a certificate with its key.
 *
 * Returns: (transfer full): the certificate
 */
GTlsCertificate *
mx_test_tls_certificate (MxTestTls kind)
{
  gboolean expired = kind == MX_TEST_TLS_EXPIRED;
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *x509 = make_x509 (key, "Test Server", expired ? -30 * DAY : -DAY, expired ? -DAY : 20 * DAY);
  Pair self = { key, x509 };
  Pair *stranger = NULL;
  GTlsCertificate *certificate;

  add_extension (x509, x509, NID_subject_alt_name,
                 kind == MX_TEST_TLS_WRONG_HOST ? "DNS:other.example" : "DNS:localhost,IP:127.0.0.1");
  if (kind == MX_TEST_TLS_SELF_SIGNED) {
    certificate = sign_and_export (x509, key, &self);
  } else if (kind == MX_TEST_TLS_UNTRUSTED) {
    stranger = make_root ("Another Root");
    certificate = sign_and_export (x509, key, stranger);
    free_pair (stranger);
  } else {
    certificate = sign_and_export (x509, key, get_root ());
  }
  X509_free (x509);
  EVP_PKEY_free (key);
  return certificate;
}

/**
 * mx_test_tls_trust_root:
 *
 * From now on this process trusts the test's root and no other.
 */
void
mx_test_tls_trust_root (void)
{
  g_autofree char *path = g_build_filename (mx_test_temp_dir (), "root.pem", NULL);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;
  BIO *bio = BIO_new (BIO_s_mem ());

  PEM_write_bio_X509 (bio, get_root ()->x509);
  pem = bio_to_text (bio);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}
