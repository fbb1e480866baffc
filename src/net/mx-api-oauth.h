/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the OAuth 2.0 API. Those that go to the authorization server are to be sent to
 * the endpoint's address as it is (mx_http_send_to_async ()), never with the access token. */

#pragma once

#include "mx-api-account.h"

G_BEGIN_DECLS

/**
 * MxOAuthServer:
 *
 * What an authorization server is: metadata that was checked. Every address is https, or
 * http on this machine.
 */
struct _MxOAuthServer {
  char *issuer;
  char *authorization_endpoint;
  char *token_endpoint;
  char *registration_endpoint;
  char *revocation_endpoint;
  char *device_endpoint;             /* (nullable): no device grant          */
  char *account_management_uri;      /* (nullable)                           */
  char **account_management_actions; /* "org.matrix.device_delete" …        */
  gboolean can_create;               /* the browser's page makes accounts    */
  gboolean names_issuer;             /* its answers name the issuer (RFC 9207) */
};

/* What the person types on another device. */
typedef struct
{
  char *device_code; /* secret: asks for the token                 */
  char *user_code;
  char *verification_uri;
  char *verification_uri_complete; /* (nullable)                      */
  gint64 expires_in;               /* seconds                         */
  gint64 interval;                 /* seconds between two questions   */
} MxOAuthDevice;

void mx_oauth_server_free (MxOAuthServer *self);
void mx_oauth_device_free (MxOAuthDevice *self);

/* To the homeserver; @unstable: the name before it was in the specification. */
MxRequest     *mx_api_oauth_metadata       (gboolean unstable) G_GNUC_WARN_UNUSED_RESULT;
MxOAuthServer *mx_api_oauth_metadata_parse (MxResponse  *response,
                                            const char  *base_url,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* To the registration endpoint; @path: of the loopback address. */
MxRequest *mx_api_oauth_register       (const char *client_name,
                                        const char *client_uri,
                                        const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* The client id. */
char      *mx_api_oauth_register_parse (MxResponse  *response,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the browser opens. */
char *mx_api_oauth_dup_url (const MxOAuthServer *self,
                            const char          *client_id,
                            const char          *redirect_uri,
                            const char          *device_id,
                            const char          *state,
                            const char          *verifier,
                            gboolean             create) G_GNUC_WARN_UNUSED_RESULT;

/* To the token endpoint. */
MxRequest *mx_api_oauth_exchange        (const char *client_id,
                                         const char *redirect_uri,
                                         const char *code,
                                         const char *verifier) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_oauth_exchange_device (const char *client_id,
                                         const char *device_code) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_oauth_refresh         (const char *client_id,
                                         const char *refresh_token) G_GNUC_WARN_UNUSED_RESULT;
/* Of these three; user_id stays NULL. */
MxLogin   *mx_api_oauth_token_parse     (MxResponse  *response,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives what an authorization server refused the code that its caller acts on. */
void       mx_api_oauth_explain         (GError *error);
/* The error that the browser brought back as ?error=. */
GError    *mx_api_oauth_error_new       (const char *word) G_GNUC_WARN_UNUSED_RESULT;

/* To the device endpoint. */
MxRequest     *mx_api_oauth_device                (const char *client_id,
                                                   const char *device_id) G_GNUC_WARN_UNUSED_RESULT;
MxOAuthDevice *mx_api_oauth_device_parse          (MxResponse  *response,
                                                   const char  *base_url,
                                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* To the revocation endpoint. */
MxRequest     *mx_api_oauth_revoke                (const char *client_id,
                                                   const char *token,
                                                   gboolean    is_refresh_token) G_GNUC_WARN_UNUSED_RESULT;
/* The page where the account is looked after; NULL where there is none, or not for @action. */
char          *mx_oauth_server_dup_management_url (const MxOAuthServer *self,
                                                   const char          *action,
                                                   const char          *device_id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxOAuthServer, mx_oauth_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxOAuthDevice, mx_oauth_device_free)

G_END_DECLS
