/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates made at test time: a root of our own, and one good and four bad ones. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MX_TEST_TLS_NONE, /* plain http                                     */
  MX_TEST_TLS_GOOD, /* for localhost and 127.0.0.1, by the root       */
  MX_TEST_TLS_SELF_SIGNED,
  MX_TEST_TLS_EXPIRED,    /* by the root                                    */
  MX_TEST_TLS_WRONG_HOST, /* by the root, for other.example                 */
  MX_TEST_TLS_UNTRUSTED,  /* by another root                                */
} MxTestTls;

GTlsCertificate *mx_test_tls_certificate (MxTestTls kind) G_GNUC_WARN_UNUSED_RESULT;
/* Makes the root what this process trusts, instead of the system's. */
void             mx_test_tls_trust_root  (void);

G_END_DECLS
