/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's or room's picture, round, with initials until it is there and when there is
 * none. An AdwAvatar whose picture comes through the picture loader. Unbinding (another
 * address, or %NULL) ends what is under way. Decorative: the name stands beside it.
 * Main thread. */

#include "config.h"

#include "tea-avatar.h"
#include "tea-picture-cache.h"
#include "tea-picture-loader.h"

#include "mx-session.h"
#include "mx-text.h"

#include <adwaita.h>

/* Pixels asked for: enough for the largest avatar but the preview's at scale 2. */
#define SMALL_BOX 96
#define LARGE_BOX 256

struct _TeaAvatar {
  GtkWidget parent_instance;

  AdwAvatar *avatar;         /* (owned): our child */
  MxSession *session;        /* (owned) (nullable) */
  char *mxc;                 /* (owned) (nullable) */
  char *text;                /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): while a picture is on its way */
};

G_DEFINE_FINAL_TYPE (TeaAvatar, tea_avatar, GTK_TYPE_WIDGET)

typedef enum {
  PROP_SESSION = 1,
  PROP_MXC,
  PROP_TEXT,
  PROP_SIZE,
} TeaAvatarProperty;

static GParamSpec *props[PROP_SIZE + 1];

static int
get_box (TeaAvatar *self)
{
  return adw_avatar_get_size (self->avatar) <= SMALL_BOX / 2 ? SMALL_BOX : LARGE_BOX;
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAvatar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_load_finish (result, &error);

  /* Cancelled: this one shows somebody else by now. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (texture != NULL && self->avatar != NULL)
    adw_avatar_set_custom_image (self->avatar, GDK_PAINTABLE (texture));
}

static void
load (TeaAvatar *self)
{
  GdkTexture *kept = self->mxc != NULL ? tea_picture_cache_find (self->mxc, get_box (self), get_box (self)) : NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_avatar_set_custom_image (self->avatar, GDK_PAINTABLE (kept));
  if (kept != NULL || self->mxc == NULL || self->session == NULL || tea_picture_cache_is_bad (self->mxc))
    return;
  self->cancellable = g_cancellable_new ();
  tea_picture_load_async (self->session, self->mxc, get_box (self), get_box (self), self->cancellable, load_cb,
                          g_object_ref (self));
}

static void
tea_avatar_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  TeaAvatar *self = TEA_AVATAR (object);

  switch ((TeaAvatarProperty) prop_id) {
  case PROP_SESSION:
    tea_avatar_set_session (self, g_value_get_object (value));
    break;
  case PROP_MXC:
    tea_avatar_set_mxc (self, g_value_get_string (value));
    break;
  case PROP_TEXT:
    tea_avatar_set_text (self, g_value_get_string (value));
    break;
  case PROP_SIZE:
    tea_avatar_set_size (self, g_value_get_int (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_avatar_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  TeaAvatar *self = TEA_AVATAR (object);

  switch ((TeaAvatarProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_MXC:
    g_value_set_string (value, self->mxc);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_SIZE:
    g_value_set_int (value, adw_avatar_get_size (self->avatar));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_avatar_dispose (GObject *object)
{
  TeaAvatar *self = TEA_AVATAR (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer ((GtkWidget **) &self->avatar, gtk_widget_unparent);
  g_clear_pointer (&self->mxc, g_free);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (tea_avatar_parent_class)->dispose (object);
}

static void
tea_avatar_class_init (TeaAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tea_avatar_set_property;
  object_class->get_property = tea_avatar_get_property;
  object_class->dispose = tea_avatar_dispose;

  /**
   * TeaAvatar:session: (nullable)
   *
   * Who asks the server for the picture; without one there are initials only.
   */
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION, flags);
  /**
   * TeaAvatar:mxc: (nullable)
   *
   * The picture's address.
   */
  props[PROP_MXC] = g_param_spec_string ("mxc", NULL, NULL, NULL, flags);
  /**
   * TeaAvatar:text: (nullable)
   *
   * The name that initials and colour come from.
   */
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  /**
   * TeaAvatar:size:
   *
   * Its diameter.
   */
  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 1, 512, 32, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "teaavatar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tea_avatar_init (TeaAvatar *self)
{
  self->avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));
  gtk_widget_set_parent (GTK_WIDGET (self->avatar), GTK_WIDGET (self));
}

/**
 * tea_avatar_new:
 * @size: its diameter
 *
 * Returns: (transfer floating): an avatar of nobody
 */
GtkWidget *
tea_avatar_new (int size)
{
  return g_object_new (TEA_TYPE_AVATAR, "size", size, NULL);
}

/**
 * tea_avatar_set_session:
 * @self: an avatar
 * @session: (nullable): who asks the server for the picture
 */
void
tea_avatar_set_session (TeaAvatar *self,
                        MxSession *session)
{
  g_return_if_fail (TEA_IS_AVATAR (self));

  if (!g_set_object (&self->session, session))
    return;
  load (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/**
 * tea_avatar_set_mxc:
 * @self: an avatar
 * @mxc: (nullable): the picture's address
 */
void
tea_avatar_set_mxc (TeaAvatar  *self,
                    const char *mxc)
{
  g_return_if_fail (TEA_IS_AVATAR (self));

  if (!g_set_str (&self->mxc, mxc))
    return;
  load (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MXC]);
}

/**
 * tea_avatar_set_text:
 * @self: an avatar
 * @text: (nullable): whose it is
 */
void
tea_avatar_set_text (TeaAvatar  *self,
                     const char *text)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (TEA_IS_AVATAR (self));

  if (!g_set_str (&self->text, text))
    return;
  clean = mx_text_clean_name (text != NULL ? text : "");
  adw_avatar_set_text (self->avatar, clean);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
}

/**
 * tea_avatar_set_size:
 * @self: an avatar
 * @size: its diameter
 */
void
tea_avatar_set_size (TeaAvatar *self,
                     int        size)
{
  g_return_if_fail (TEA_IS_AVATAR (self));

  if (adw_avatar_get_size (self->avatar) == size)
    return;
  adw_avatar_set_size (self->avatar, size);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIZE]);
}
