/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests that anybody may make to learn what a server is. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef struct
{
  char **versions;
  char **features; /* unstable features that are on */
} MxVersions;

typedef struct
{
  gboolean password;
  gboolean sso;
  gboolean token;
  gboolean prefers_oauth; /* of what SSO offers, OAuth-aware clients are to offer nothing else */
  GPtrArray *providers;   /* (nullable) (element-type MxIdentityProvider)                      */
} MxLoginFlows;

void mx_versions_free (MxVersions *self);

MxRequest  *mx_api_well_known       (void) G_GNUC_WARN_UNUSED_RESULT;
/* The base URL. */
char       *mx_api_well_known_parse (MxResponse  *response,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest  *mx_api_versions         (void) G_GNUC_WARN_UNUSED_RESULT;
MxVersions *mx_api_versions_parse   (MxResponse  *response,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_login_flows       (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   mx_api_login_flows_parse (MxResponse    *response,
                                     MxLoginFlows  *flows,
                                     GError       **error);

/* Which software it runs. See Server-Server API, "Server implementation". */
MxRequest *mx_api_server_software       (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean   mx_api_server_software_parse (MxResponse  *response,
                                         char       **name,
                                         char       **version,
                                         GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxVersions, mx_versions_free)

G_END_DECLS
