/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSignInWay: one button that lets somebody in, and which of them a server offers.
 *
 * The order is fixed: the browser (OAuth 2.0), else one button for each identity
 * provider, then password, a new account, and guest. Names of providers are a
 * stranger's: one line, isolated, no mnemonic. Immutable; knows no widget. */

#include "config.h"

#include "tea-sign-in-way.h"

#include "mx-text.h"

#include <glib/gi18n.h>

#define MAX_PROVIDERS  12
#define MAX_NAME_CHARS 60

struct _TeaSignInWay {
  GObject parent_instance;

  TeaWayKind kind;
  MxBrowserWay browser;
  char *provider;        /* (owned) (nullable): its id             */
  char *label;           /* (owned): a button's, with a mnemonic   */
  char *icon;            /* (owned) (nullable): an mxc address     */
  char *server;          /* (owned) (nullable): where it can be had */
  const char *icon_name; /* (unowned): where there is no picture   */
};

G_DEFINE_FINAL_TYPE (TeaSignInWay, tea_sign_in_way, G_TYPE_OBJECT)

static void
tea_sign_in_way_finalize (GObject *object)
{
  TeaSignInWay *self = TEA_SIGN_IN_WAY (object);

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->icon, g_free);
  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (tea_sign_in_way_parent_class)->finalize (object);
}

static void
tea_sign_in_way_class_init (TeaSignInWayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tea_sign_in_way_finalize;
}

static void
tea_sign_in_way_init (TeaSignInWay *self)
{
}

static TeaSignInWay *
add (GListStore *ways,
     TeaWayKind  kind,
     const char *label,
     const char *icon_name)
{
  g_autoptr (TeaSignInWay) way = g_object_new (TEA_TYPE_SIGN_IN_WAY, NULL);

  way->kind = kind;
  way->label = g_strdup (label);
  way->icon_name = icon_name;
  g_list_store_append (ways, way);

  return way;
}

static void
add_browser (GListStore   *ways,
             MxBrowserWay  browser)
{
  TeaSignInWay *way = add (ways, TEA_WAY_BROWSER, _ ("Continue in the _browser"), "web-browser-symbolic");

  way->browser = browser;
}

/* Whatever a server calls it, it is one short line, and no letter of it is underlined. */
static char *
dup_provider_label (MxIdentityProvider *provider)
{
  const char *name = mx_identity_provider_get_name (provider);
  g_autofree char *line = mx_text_clean_line (name != NULL ? name : mx_identity_provider_get_id (provider));
  g_autofree char *limited = mx_text_limit (line, 1, MAX_NAME_CHARS, NULL);
  g_autofree char *isolated = mx_text_isolate (limited);
  g_auto (GStrv) parts = g_strsplit (isolated, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts);

  /* Translators: %s is the name of who vouches for people, such as a wiki. */
  return g_strdup_printf (_ ("Continue with %s"), plain);
}

static void
add_providers (GListStore    *ways,
               MxServerOffer *offer)
{
  g_autoptr (GListModel) providers = mx_server_offer_list_providers (offer);
  guint n = MIN (g_list_model_get_n_items (providers), MAX_PROVIDERS);

  for (guint i = 0; i < n; i++) {
    g_autoptr (MxIdentityProvider) provider = g_list_model_get_item (providers, i);
    g_autofree char *label = dup_provider_label (provider);
    TeaSignInWay *way = add (ways, TEA_WAY_BROWSER, label, "web-browser-symbolic");

    way->browser = MX_BROWSER_SSO;
    way->provider = g_strdup (mx_identity_provider_get_id (provider));
    way->icon = g_strdup (mx_identity_provider_get_icon (provider));
    way->server = g_strdup (mx_server_offer_get_base_url (offer));
  }
  if (n == 0)
    add_browser (ways, MX_BROWSER_SSO);
}

/* An account is made in the browser where that is how people sign in. */
static void
add_create (GListStore    *ways,
            MxServerOffer *offer)
{
  const char *label = _ ("Create an _account");

  if (mx_server_offer_has (offer, MX_WAY_OAUTH_CREATE))
    add (ways, TEA_WAY_BROWSER, label, "contact-new-symbolic")->browser = MX_BROWSER_OAUTH_CREATE;
  else if (mx_server_offer_has (offer, MX_WAY_REGISTER))
    add (ways, TEA_WAY_CREATE, label, "contact-new-symbolic");
}

static void
add_browser_ways (GListStore    *ways,
                  MxServerOffer *offer)
{
  if (mx_server_offer_has (offer, MX_WAY_OAUTH))
    add_browser (ways, MX_BROWSER_OAUTH);
  else if (mx_server_offer_has (offer, MX_WAY_SSO))
    add_providers (ways, offer);
}

/**
 * tea_sign_in_ways_list:
 * @offer: what a server offers
 * @whom: for whom
 *
 * Returns: (transfer full): a list of #TeaSignInWay, best first; empty where this program knows no way in
 */
GListModel *
tea_sign_in_ways_list (MxServerOffer *offer,
                       TeaWaysFor     whom)
{
  GListStore *ways = g_list_store_new (TEA_TYPE_SIGN_IN_WAY);

  /* Where the browser makes accounts, signing in there is for those who have one. */
  if (whom != TEA_WAYS_NEW || !mx_server_offer_has (offer, MX_WAY_OAUTH_CREATE))
    add_browser_ways (ways, offer);
  if (whom != TEA_WAYS_NEW && mx_server_offer_has (offer, MX_WAY_PASSWORD))
    add (ways, TEA_WAY_PASSWORD, _ ("Sign in with a _password"), "dialog-password-symbolic");
  if (whom != TEA_WAYS_AGAIN)
    add_create (ways, offer);
  if (whom != TEA_WAYS_AGAIN && mx_server_offer_has (offer, MX_WAY_GUEST))
    add (ways, TEA_WAY_GUEST, _ ("Look around as a _guest"), "avatar-default-symbolic");

  return G_LIST_MODEL (ways);
}

/**
 * tea_sign_in_ways_make_accounts:
 * @offer: what a server offers
 *
 * Returns: whether somebody without an account can get one there: who vouches for people (single sign-on) brings them
 *   in for the first time, too; a guest's is none that lasts
 */
gboolean
tea_sign_in_ways_make_accounts (MxServerOffer *offer)
{
  return mx_server_offer_has (offer, MX_WAY_REGISTER) || mx_server_offer_has (offer, MX_WAY_OAUTH_CREATE) ||
         mx_server_offer_has (offer, MX_WAY_SSO);
}

static gboolean
is_called (MxServerOffer *offer,
           TeaSignInWay  *way,
           const char    *name)
{
  g_autoptr (GListModel) providers = mx_server_offer_list_providers (offer);

  for (guint i = 0; name != NULL && i < g_list_model_get_n_items (providers); i++) {
    g_autoptr (MxIdentityProvider) provider = g_list_model_get_item (providers, i);

    if (g_strcmp0 (mx_identity_provider_get_id (provider), way->provider) == 0)
      return g_strcmp0 (mx_identity_provider_get_name (provider), name) == 0;
  }
  return FALSE;
}

/**
 * tea_sign_in_ways_dup_first:
 * @offer: what a server offers
 * @provider: (nullable): the name of who vouches for the people of a community
 *
 * Returns: (transfer full) (nullable): the way in the browser that has a place on the first page; several that nobody
 *   chose between would be a question, and that is another page's
 */
TeaSignInWay *
tea_sign_in_ways_dup_first (MxServerOffer *offer,
                            const char    *provider)
{
  g_autoptr (GListStore) ways = g_list_store_new (TEA_TYPE_SIGN_IN_WAY);
  guint n;

  add_browser_ways (ways, offer);
  n = g_list_model_get_n_items (G_LIST_MODEL (ways));
  for (guint i = 0; i < n; i++) {
    g_autoptr (TeaSignInWay) way = g_list_model_get_item (G_LIST_MODEL (ways), i);

    if (n == 1 || is_called (offer, way, provider))
      return g_steal_pointer (&way);
  }
  return NULL;
}

/**
 * tea_sign_in_ways_dup_create:
 * @offer: what a server offers
 *
 * Returns: (transfer full) (nullable): how an account is made there
 */
TeaSignInWay *
tea_sign_in_ways_dup_create (MxServerOffer *offer)
{
  g_autoptr (GListStore) ways = g_list_store_new (TEA_TYPE_SIGN_IN_WAY);

  add_create (ways, offer);

  return g_list_model_get_item (G_LIST_MODEL (ways), 0);
}

/**
 * tea_sign_in_way_get_kind:
 * @self: a way
 *
 * Returns: what it leads to
 */
TeaWayKind
tea_sign_in_way_get_kind (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), TEA_WAY_PASSWORD);

  return self->kind;
}

/**
 * tea_sign_in_way_get_browser:
 * @self: a way of the kind %TEA_WAY_BROWSER
 *
 * Returns: how the browser is used
 */
MxBrowserWay
tea_sign_in_way_get_browser (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), MX_BROWSER_SSO);

  return self->browser;
}

/**
 * tea_sign_in_way_get_provider:
 * @self: a way
 *
 * Returns: (nullable): the id of who vouches for people
 */
const char *
tea_sign_in_way_get_provider (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), NULL);

  return self->provider;
}

/**
 * tea_sign_in_way_get_label:
 * @self: a way
 *
 * Returns: the button's label, with a mnemonic
 */
const char *
tea_sign_in_way_get_label (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), NULL);

  return self->label;
}

/**
 * tea_sign_in_way_get_icon_name:
 * @self: a way
 *
 * Returns: an icon of the theme, for where there is no other
 */
const char *
tea_sign_in_way_get_icon_name (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), NULL);

  return self->icon_name;
}

/**
 * tea_sign_in_way_get_server:
 * @self: a way
 *
 * Returns: (nullable): the address of the server that has the picture
 */
const char *
tea_sign_in_way_get_server (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), NULL);

  return self->server;
}

/**
 * tea_sign_in_way_get_icon:
 * @self: a way
 *
 * Returns: (nullable): the mxc address of a picture
 */
const char *
tea_sign_in_way_get_icon (TeaSignInWay *self)
{
  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (self), NULL);

  return self->icon;
}
