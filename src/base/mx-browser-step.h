/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_BROWSER_STEP (mx_browser_step_get_type ())

/**
 * MxBrowserStep:
 *
 * What the person has to do outside the program, now.
 */
struct _MxBrowserStep {
  char *url;         /* to open in the browser                                   */
  char *user_code;   /* (nullable): to be typed there, on any device             */
  char *server_name; /* whose page it is                                         */
  char *link;        /* (nullable): what was given with it: where the person was going */
  gint64 expires_in_s;
};

/* Which sign-in in the browser. */
typedef enum {
  MX_BROWSER_SSO,          /* the homeserver's own page, or an identity provider's */
  MX_BROWSER_OAUTH,        /* the authorization server's page                      */
  MX_BROWSER_OAUTH_CREATE, /* the same, to make an account                         */
  MX_BROWSER_OAUTH_DEVICE, /* no browser here: a code for another device           */
} MxBrowserWay;

GType          mx_browser_step_get_type (void);
MxBrowserStep *mx_browser_step_copy     (const MxBrowserStep *self) G_GNUC_WARN_UNUSED_RESULT;
void           mx_browser_step_free     (MxBrowserStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxBrowserStep, mx_browser_step_free)

G_END_DECLS
