/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-browser-step.h"
#include "mx-server-offer.h"

G_BEGIN_DECLS

#define TEA_TYPE_SIGN_IN_WAY (tea_sign_in_way_get_type ())
G_DECLARE_FINAL_TYPE (TeaSignInWay, tea_sign_in_way, TEA, SIGN_IN_WAY, GObject)

/* What a button does that lets somebody in. */
typedef enum {
  TEA_WAY_BROWSER,  /* MxBrowserWay, and a provider where there is one */
  TEA_WAY_PASSWORD, /* the page with name and password                 */
  TEA_WAY_CREATE,   /* the page where an account is made               */
  TEA_WAY_GUEST,
} TeaWayKind;

/* For whom the ways are. */
typedef enum {
  TEA_WAYS_ALL,   /* whoever chose the server                       */
  TEA_WAYS_AGAIN, /* who has an account there: no new one, no guest */
  TEA_WAYS_NEW,   /* who has none yet: no password                  */
} TeaWaysFor;

/* List of TeaSignInWay, best first. */
GListModel *tea_sign_in_ways_list (MxServerOffer *offer,
                                   TeaWaysFor     whom) G_GNUC_WARN_UNUSED_RESULT;

/* Whether somebody without an account can get one there. */
gboolean tea_sign_in_ways_make_accounts (MxServerOffer *offer);

/* The way in the browser that has a place on the first page. */
TeaSignInWay *tea_sign_in_ways_dup_first (MxServerOffer *offer,
                                          const char    *provider) G_GNUC_WARN_UNUSED_RESULT;

/* How an account is made there. */
TeaSignInWay *tea_sign_in_ways_dup_create (MxServerOffer *offer) G_GNUC_WARN_UNUSED_RESULT;

TeaWayKind    tea_sign_in_way_get_kind      (TeaSignInWay *self);
MxBrowserWay  tea_sign_in_way_get_browser   (TeaSignInWay *self);
const char   *tea_sign_in_way_get_provider  (TeaSignInWay *self);
const char   *tea_sign_in_way_get_label     (TeaSignInWay *self);
const char   *tea_sign_in_way_get_icon_name (TeaSignInWay *self);
const char   *tea_sign_in_way_get_icon      (TeaSignInWay *self);
const char   *tea_sign_in_way_get_server    (TeaSignInWay *self);

G_END_DECLS
