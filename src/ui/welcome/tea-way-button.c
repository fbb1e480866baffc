/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWayButton: one way in, with its icon and what it is called.
 *
 * The icon is the identity provider's own where the session can load it; the theme's
 * stands there until then, and stays where it cannot be loaded. Main thread. */

#include "config.h"

#include "tea-way-button.h"

#include "mx-session.h"
#include "tea-picture-loader.h"
#include "tea-weak.h"

#define ICON_PX 32 /* twice what is shown, for screens of twice the pixels */

struct _TeaWayButton {
  GtkButton parent_instance;

  TeaSignInWay *way;         /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of the icon */

  GtkImage *image;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (TeaWayButton, tea_way_button, GTK_TYPE_BUTTON)

static void
icon_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaWayButton) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_decode_finish (result, &error);

  if (texture == NULL)
    g_debug ("The icon of a way in stays the theme's: %s", error->message);
  else if (self != NULL)
    gtk_image_set_from_paintable (self->image, GDK_PAINTABLE (texture));
}

static void
bytes_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaWayButton) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mx_session_load_media_finish (MX_SESSION (source), result, &error);

  if (bytes == NULL)
    g_debug ("The icon of a way in stays the theme's: %s", error->message);
  else if (self != NULL)
    tea_picture_decode_async (bytes, ICON_PX, ICON_PX, self->cancellable, icon_cb, tea_weak_new (self));
}

static void
tea_way_button_dispose (GObject *object)
{
  TeaWayButton *self = TEA_WAY_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->way);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_WAY_BUTTON);

  G_OBJECT_CLASS (tea_way_button_parent_class)->dispose (object);
}

static void
tea_way_button_finalize (GObject *object)
{
  TeaWayButton *self = TEA_WAY_BUTTON (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tea_way_button_parent_class)->finalize (object);
}

static void
tea_way_button_class_init (TeaWayButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_way_button_dispose;
  object_class->finalize = tea_way_button_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-way-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaWayButton, image);
  gtk_widget_class_bind_template_child (widget_class, TeaWayButton, text);
}

static void
tea_way_button_init (TeaWayButton *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_way_button_new:
 * @way: what it does
 * @session: (nullable): what loads its icon
 *
 * Returns: (transfer floating): the button
 */
GtkWidget *
tea_way_button_new (TeaSignInWay *way,
                    MxSession    *session)
{
  TeaWayButton *self;

  g_return_val_if_fail (TEA_IS_SIGN_IN_WAY (way), NULL);

  self = g_object_new (TEA_TYPE_WAY_BUTTON, NULL);
  self->way = g_object_ref (way);
  gtk_label_set_label (self->text, tea_sign_in_way_get_label (way));
  gtk_image_set_from_icon_name (self->image, tea_sign_in_way_get_icon_name (way));
  if (session != NULL && tea_sign_in_way_get_icon (way) != NULL)
    mx_session_load_icon_async (session, tea_sign_in_way_get_server (way), tea_sign_in_way_get_icon (way), ICON_PX,
                                self->cancellable, bytes_cb, tea_weak_new (self));

  return GTK_WIDGET (self);
}

/**
 * tea_way_button_get_way:
 * @self: the button
 *
 * Returns: (transfer none) (nullable): what it does
 */
TeaSignInWay *
tea_way_button_get_way (TeaWayButton *self)
{
  g_return_val_if_fail (TEA_IS_WAY_BUTTON (self), NULL);

  return self->way;
}
