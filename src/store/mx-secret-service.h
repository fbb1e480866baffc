/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define MX_TYPE_SECRET_SERVICE (mx_secret_service_get_type ())
G_DECLARE_FINAL_TYPE (MxSecretService, mx_secret_service, MX, SECRET_SERVICE, SecretService)

/* Whether the person is being asked for the keyring's password right now. */
gboolean mx_secret_service_is_asking (MxSecretService *self);

G_END_DECLS
