/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server offers to who wants to get in, as one value: the ways, the identity
 * providers behind the browser's way, and what making an account asks for.
 *
 * Both types are immutable once made: the engine thread makes them, the main thread shows
 * them; screens bind to the properties. */

#include "config.h"

#include "mx-server-offer.h"

struct _MxIdentityProvider {
  GObject parent_instance;
  char *id;    /* (owned)                                           */
  char *name;  /* (owned)                                           */
  char *icon;  /* (owned) (nullable): mxc, fetched without a token  */
  char *brand; /* (owned) (nullable): "github" …                    */
};

G_DEFINE_FINAL_TYPE (MxIdentityProvider, mx_identity_provider, G_TYPE_OBJECT)

struct _MxServerOffer {
  GObject parent_instance;
  char *server_name;    /* (owned)                                */
  char *base_url;       /* (owned)                                */
  GPtrArray *providers; /* (owned) (element-type MxIdentityProvider) */
  char **stages;        /* (owned)                                */
  MxWays ways;
};

G_DEFINE_FINAL_TYPE (MxServerOffer, mx_server_offer, G_TYPE_OBJECT)

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_ICON,
  PROP_BRAND,
} MxIdentityProviderProperty;

static GParamSpec *provider_props[PROP_BRAND + 1];

typedef enum {
  PROP_SERVER_NAME = 1,
  PROP_BASE_URL,
  PROP_WAYS,
  PROP_PROVIDERS,
  PROP_STAGES,
} MxServerOfferProperty;

static GParamSpec *offer_props[PROP_STAGES + 1];

static void
mx_identity_provider_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  MxIdentityProvider *self = MX_IDENTITY_PROVIDER (object);

  switch ((MxIdentityProviderProperty) prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_ICON:
    g_value_set_string (value, self->icon);
    break;
  case PROP_BRAND:
    g_value_set_string (value, self->brand);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_identity_provider_finalize (GObject *object)
{
  MxIdentityProvider *self = MX_IDENTITY_PROVIDER (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->icon);
  g_free (self->brand);
  G_OBJECT_CLASS (mx_identity_provider_parent_class)->finalize (object);
}

static GParamSpec *
string_spec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
mx_identity_provider_class_init (MxIdentityProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mx_identity_provider_get_property;
  object_class->finalize = mx_identity_provider_finalize;

  /**
   * MxIdentityProvider:id:
   *
   * What the server calls it; goes into the address of the sign-in.
   */
  provider_props[PROP_ID] = string_spec ("id");

  /**
   * MxIdentityProvider:name:
   *
   * The name for people: "Continue with …".
   */
  provider_props[PROP_NAME] = string_spec ("name");

  /**
   * MxIdentityProvider:icon:
   *
   * An mxc address, or %NULL. Prefer the brand's own icon where the brand is known.
   */
  provider_props[PROP_ICON] = string_spec ("icon");

  /**
   * MxIdentityProvider:brand:
   *
   * A word of the registry of brands, or any other, or %NULL.
   */
  provider_props[PROP_BRAND] = string_spec ("brand");
  g_object_class_install_properties (object_class, G_N_ELEMENTS (provider_props), provider_props);
}

static void
mx_identity_provider_init (MxIdentityProvider *self)
{
}

/**
 * mx_identity_provider_new:
 * @id: what the server calls it
 * @name: its name for people
 * @icon: (nullable): an mxc address
 * @brand: (nullable): its brand
 *
 * Returns: (transfer full): an identity provider
 */
MxIdentityProvider *
mx_identity_provider_new (const char *id,
                          const char *name,
                          const char *icon,
                          const char *brand)
{
  MxIdentityProvider *self = g_object_new (MX_TYPE_IDENTITY_PROVIDER, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->icon = g_strdup (icon);
  self->brand = g_strdup (brand);
  return self;
}

/**
 * mx_identity_provider_get_id:
 * @self: a provider
 *
 * Returns: (transfer none): what the server calls it
 */
const char *
mx_identity_provider_get_id (MxIdentityProvider *self)
{
  g_return_val_if_fail (MX_IS_IDENTITY_PROVIDER (self), NULL);

  return self->id;
}

/**
 * mx_identity_provider_get_name:
 * @self: a provider
 *
 * Returns: (transfer none): its name for people
 */
const char *
mx_identity_provider_get_name (MxIdentityProvider *self)
{
  g_return_val_if_fail (MX_IS_IDENTITY_PROVIDER (self), NULL);

  return self->name;
}

/**
 * mx_identity_provider_get_icon:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): its picture's mxc address
 */
const char *
mx_identity_provider_get_icon (MxIdentityProvider *self)
{
  g_return_val_if_fail (MX_IS_IDENTITY_PROVIDER (self), NULL);

  return self->icon;
}

/**
 * mx_identity_provider_get_brand:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): its brand
 */
const char *
mx_identity_provider_get_brand (MxIdentityProvider *self)
{
  g_return_val_if_fail (MX_IS_IDENTITY_PROVIDER (self), NULL);

  return self->brand;
}

static void
mx_server_offer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  MxServerOffer *self = MX_SERVER_OFFER (object);

  switch ((MxServerOfferProperty) prop_id) {
  case PROP_SERVER_NAME:
    g_value_set_string (value, self->server_name);
    break;
  case PROP_BASE_URL:
    g_value_set_string (value, self->base_url);
    break;
  case PROP_WAYS:
    g_value_set_uint (value, self->ways);
    break;
  case PROP_PROVIDERS:
    g_value_take_object (value, mx_server_offer_list_providers (self));
    break;
  case PROP_STAGES:
    g_value_set_boxed (value, self->stages);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_server_offer_finalize (GObject *object)
{
  MxServerOffer *self = MX_SERVER_OFFER (object);

  g_free (self->server_name);
  g_free (self->base_url);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_strfreev (self->stages);
  G_OBJECT_CLASS (mx_server_offer_parent_class)->finalize (object);
}

static void
mx_server_offer_class_init (MxServerOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mx_server_offer_get_property;
  object_class->finalize = mx_server_offer_finalize;

  /**
   * MxServerOffer:server-name:
   *
   * The server as people write it.
   */
  offer_props[PROP_SERVER_NAME] = string_spec ("server-name");

  /**
   * MxServerOffer:base-url:
   *
   * Where it listens.
   */
  offer_props[PROP_BASE_URL] = string_spec ("base-url");

  /**
   * MxServerOffer:ways:
   *
   * The #MxWays in, in the order in which they are to be offered.
   */
  offer_props[PROP_WAYS] = g_param_spec_uint ("ways", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * MxServerOffer:providers:
   *
   * A #GListModel of #MxIdentityProvider; empty where single sign-on has one door only.
   */
  offer_props[PROP_PROVIDERS] = g_param_spec_object ("providers", NULL, NULL, G_TYPE_LIST_MODEL,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * MxServerOffer:stages:
   *
   * What making an account here asks for: "m.login.terms", "m.login.dummy" …
   */
  offer_props[PROP_STAGES] = g_param_spec_boxed ("stages", NULL, NULL, G_TYPE_STRV,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (offer_props), offer_props);
}

static void
mx_server_offer_init (MxServerOffer *self)
{
}

/**
 * mx_server_offer_new:
 * @server_name: its name
 * @base_url: its address
 * @ways: the ways in
 * @providers: (nullable) (element-type MxIdentityProvider): identity providers
 * @stages: (nullable): the stages of a registration
 *
 * Returns: (transfer full): what the server offers
 */
MxServerOffer *
mx_server_offer_new (const char        *server_name,
                     const char        *base_url,
                     MxWays             ways,
                     GPtrArray         *providers,
                     const char *const *stages)
{
  MxServerOffer *self = g_object_new (MX_TYPE_SERVER_OFFER, NULL);

  self->server_name = g_strdup (server_name);
  self->base_url = g_strdup (base_url);
  self->ways = ways;
  self->providers = providers != NULL ? g_ptr_array_ref (providers) : g_ptr_array_new ();
  self->stages = stages != NULL ? g_strdupv ((char **) stages) : g_new0 (char *, 1);
  return self;
}

/**
 * mx_server_offer_get_server_name:
 * @self: an offer
 *
 * Returns: (transfer none): the server's name
 */
const char *
mx_server_offer_get_server_name (MxServerOffer *self)
{
  g_return_val_if_fail (MX_IS_SERVER_OFFER (self), NULL);

  return self->server_name;
}

/**
 * mx_server_offer_get_base_url:
 * @self: an offer
 *
 * Returns: (transfer none): its address
 */
const char *
mx_server_offer_get_base_url (MxServerOffer *self)
{
  g_return_val_if_fail (MX_IS_SERVER_OFFER (self), NULL);

  return self->base_url;
}

/**
 * mx_server_offer_has:
 * @self: an offer
 * @way: a way in, or several
 *
 * Returns: whether all of @way are there
 */
gboolean
mx_server_offer_has (MxServerOffer *self,
                     MxWays         way)
{
  g_return_val_if_fail (MX_IS_SERVER_OFFER (self), FALSE);

  return (self->ways & way) == way;
}

/**
 * mx_server_offer_list_providers:
 * @self: an offer
 *
 * Returns: (transfer full): a list of #MxIdentityProvider
 */
GListModel *
mx_server_offer_list_providers (MxServerOffer *self)
{
  GListStore *list;

  g_return_val_if_fail (MX_IS_SERVER_OFFER (self), NULL);

  list = g_list_store_new (MX_TYPE_IDENTITY_PROVIDER);
  g_list_store_splice (list, 0, 0, self->providers->pdata, self->providers->len);
  return G_LIST_MODEL (list);
}

/**
 * mx_server_offer_get_stages:
 * @self: an offer
 *
 * Returns: (transfer none): what making an account asks for; empty when that is not known
 */
const char *const *
mx_server_offer_get_stages (MxServerOffer *self)
{
  g_return_val_if_fail (MX_IS_SERVER_OFFER (self), NULL);

  return (const char *const *) self->stages;
}
