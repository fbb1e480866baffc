/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_IDENTITY_PROVIDER (mx_identity_provider_get_type ())
G_DECLARE_FINAL_TYPE (MxIdentityProvider, mx_identity_provider, MX, IDENTITY_PROVIDER, GObject)

#define MX_TYPE_SERVER_OFFER (mx_server_offer_get_type ())
G_DECLARE_FINAL_TYPE (MxServerOffer, mx_server_offer, MX, SERVER_OFFER, GObject)

/* How one can get in. Flags of MxServerOffer:ways. */
typedef enum {
  MX_WAY_OAUTH = 1 << 0,        /* the browser, OAuth 2.0                             */
  MX_WAY_OAUTH_CREATE = 1 << 1, /* the same, and an account can be made there         */
  MX_WAY_OAUTH_DEVICE = 1 << 2, /* a code to be typed on another device               */
  MX_WAY_SSO = 1 << 3,          /* the browser, one button per identity provider      */
  MX_WAY_PASSWORD = 1 << 4,
  MX_WAY_TOKEN = 1 << 5,    /* a login token that another device made             */
  MX_WAY_REGISTER = 1 << 6, /* an account can be made here, see the stages        */
  MX_WAY_GUEST = 1 << 7,    /* worth trying: only registering tells for sure      */
} MxWays;

MxIdentityProvider *mx_identity_provider_new       (const char *id,
                                                    const char *name,
                                                    const char *icon,
                                                    const char *brand) G_GNUC_WARN_UNUSED_RESULT;
const char         *mx_identity_provider_get_id    (MxIdentityProvider *self);
const char         *mx_identity_provider_get_name  (MxIdentityProvider *self);
const char         *mx_identity_provider_get_icon  (MxIdentityProvider *self);
const char         *mx_identity_provider_get_brand (MxIdentityProvider *self);

/* @providers (element-type MxIdentityProvider), @stages: of a registration. */
MxServerOffer *mx_server_offer_new             (const char        *server_name,
                                                const char        *base_url,
                                                MxWays             ways,
                                                GPtrArray         *providers,
                                                const char *const *stages) G_GNUC_WARN_UNUSED_RESULT;
const char    *mx_server_offer_get_server_name (MxServerOffer *self);
const char    *mx_server_offer_get_base_url    (MxServerOffer *self);
gboolean       mx_server_offer_has             (MxServerOffer *self,
                                                MxWays         way);
GListModel    *mx_server_offer_list_providers  (MxServerOffer *self) G_GNUC_WARN_UNUSED_RESULT;
const char *const *mx_server_offer_get_stages (MxServerOffer *self);

G_END_DECLS
