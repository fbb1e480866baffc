/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session that was made by OAuth 2.0 asks its authorization server later. */

#pragma once

#include "mx-api-oauth.h"
#include "mx-core.h"

G_BEGIN_DECLS

/* @func gets the token endpoint's answer; see mx_api_oauth_token_parse (). */
void mx_oauth_refresh    (MxCore       *core,
                          const char   *refresh_token,
                          MxAnswerFunc  func,
                          gpointer      data);
/* Ends the session there. */
void mx_oauth_revoke     (MxCore       *core,
                          const char   *token,
                          gboolean      is_refresh_token,
                          MxAnswerFunc  func,
                          gpointer      data);
/* Tokens that nobody will use: the device they made goes. */
void mx_oauth_disown     (MxCore              *core,
                          const MxOAuthServer *server,
                          const char          *client_id,
                          const MxLogin       *tokens);
/* MxCoreFunc: the page for @wish->type (an action, nullable) and @wish->text (a device,
 * nullable) as a string. */
void mx_oauth_find_page  (MxCore *core,
                          GTask  *task,
                          MxWish *wish);
/* What is known of the authorization server: (transfer full), NULL forgets. */
void mx_oauth_set_server (MxCore        *core,
                          MxOAuthServer *server);

G_END_DECLS
