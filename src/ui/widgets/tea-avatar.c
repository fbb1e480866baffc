/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's or room's picture, round, with initials until it is there and when there is
 * none; a sign of somebody where there is no name either. The picture comes through the
 * picture loader; unbinding (another address, or %NULL) ends what is under way.
 *
 * One widget without children, because every row of the list of rooms and of the timeline
 * has one: libadwaita's style of an avatar (the node "avatar" with one of its colour
 * classes, or "image") is this widget's own, and the letters are a layout that is made
 * when they are first drawn. Decorative: the name stands beside it. Main thread. */

#include "config.h"

#include "tea-avatar.h"
#include "tea-picture-cache.h"
#include "tea-picture-loader.h"

#include "mx-session.h"
#include "mx-text.h"

#include <string.h>

/* Pixels asked for: enough for the largest avatar but the preview's at scale 2. */
#define SMALL_BOX 96
#define LARGE_BOX 256
/* Of libadwaita's style. */
#define N_COLORS 14
/* Of the diameter. */
#define LETTERS_SHARE 0.42
#define ICON_SHARE    0.5

struct _TeaAvatar {
  GtkWidget parent_instance;

  GdkPaintable *picture;     /* (owned) (nullable) */
  PangoLayout *letters;      /* (owned) (nullable): made when drawn */
  MxSession *session;        /* (owned) (nullable) */
  char *mxc;                 /* (owned) (nullable) */
  char *text;                /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): while a picture is on its way */
  int size;
  guint color; /* 1 to N_COLORS; 0: none yet */
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
  return self->size <= SMALL_BOX / 2 ? SMALL_BOX : LARGE_BOX;
}

static void
show_picture (TeaAvatar    *self,
              GdkPaintable *picture)
{
  if (!g_set_object (&self->picture, picture))
    return;
  if (picture != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "image");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "image");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The same name has the same colour everywhere. */
static void
show_color (TeaAvatar *self)
{
  guint color = g_str_hash (self->text != NULL ? self->text : "") % N_COLORS + 1;
  char name[16];

  if (color == self->color)
    return;
  if (self->color != 0) {
    g_snprintf (name, sizeof name, "color%u", self->color);
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
  }
  self->color = color;
  g_snprintf (name, sizeof name, "color%u", color);
  gtk_widget_add_css_class (GTK_WIDGET (self), name);
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
  if (texture != NULL)
    show_picture (self, GDK_PAINTABLE (texture));
}

static void
load (TeaAvatar *self)
{
  GdkTexture *kept = self->mxc != NULL ? tea_picture_cache_find (self->mxc, get_box (self), get_box (self)) : NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  show_picture (self, (GdkPaintable *) kept);
  if (kept != NULL || self->mxc == NULL || self->session == NULL || tea_picture_cache_is_bad (self->mxc))
    return;
  self->cancellable = g_cancellable_new ();
  tea_picture_load_async (self->session, self->mxc, get_box (self), get_box (self), self->cancellable, load_cb,
                          g_object_ref (self));
}

/* The first letters of the first and the last word. */
static char *
dup_initials (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autofree char *upper = normal != NULL ? g_utf8_strup (g_strstrip (normal), -1) : g_strdup ("");
  const char *last = strrchr (upper, ' ');
  GString *initials = g_string_new (NULL);

  if (upper[0] != '\0')
    g_string_append_unichar (initials, g_utf8_get_char (upper));
  if (last != NULL && last[1] != '\0')
    g_string_append_unichar (initials, g_utf8_get_char (last + 1));
  return g_string_free_and_steal (initials);
}

static void
ensure_letters (TeaAvatar *self)
{
  g_autofree char *initials = NULL;
  g_autoptr (PangoAttrList) attrs = NULL;

  if (self->letters != NULL)
    return;
  initials = dup_initials (self->text != NULL ? self->text : "");
  if (initials[0] == '\0')
    return;
  attrs = pango_attr_list_new ();
  pango_attr_list_insert (attrs, pango_attr_size_new_absolute ((int) (self->size * LETTERS_SHARE * PANGO_SCALE)));
  self->letters = gtk_widget_create_pango_layout (GTK_WIDGET (self), initials);
  pango_layout_set_attributes (self->letters, attrs);
}

static void
draw_picture (TeaAvatar   *self,
              GtkSnapshot *snapshot,
              double       size)
{
  double ratio = gdk_paintable_get_intrinsic_aspect_ratio (self->picture);
  double width = ratio > 1 ? size * ratio : size;
  double height = ratio > 0 && ratio < 1 ? size / ratio : size;
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &GRAPHENE_RECT_INIT (0, 0, (float) size, (float) size), (float) size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (size - width) / 2, (float) (size - height) / 2));
  gdk_paintable_snapshot (self->picture, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
}

static void
draw_icon (TeaAvatar   *self,
           GtkSnapshot *snapshot,
           double       size,
           GdkRGBA     *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int pixels = (int) (size * ICON_SHARE);
  g_autoptr (GtkIconPaintable) icon = NULL;

  icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                     "avatar-default-symbolic", NULL, pixels, gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (size - pixels) / 2, (float) (size - pixels) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, pixels, pixels, color, 1);
}

static void
tea_avatar_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  TeaAvatar *self = TEA_AVATAR (widget);
  int size = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int width, height;
  GdkRGBA color;

  gtk_snapshot_save (snapshot);
  if (self->picture != NULL) {
    draw_picture (self, snapshot, size);
    gtk_snapshot_restore (snapshot);
    return;
  }

  gtk_widget_get_color (widget, &color);
  ensure_letters (self);
  if (self->letters == NULL) {
    draw_icon (self, snapshot, size, &color);
  } else {
    pango_layout_get_pixel_size (self->letters, &width, &height);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (size - width) / 2, (float) (size - height) / 2));
    gtk_snapshot_append_layout (snapshot, self->letters, &color);
  }
  gtk_snapshot_restore (snapshot);
}

static void
tea_avatar_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  *minimum = *natural = TEA_AVATAR (widget)->size;
}

static GtkSizeRequestMode
tea_avatar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Another font: other letters. */
static void
tea_avatar_css_changed (GtkWidget         *widget,
                        GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tea_avatar_parent_class)->css_changed (widget, change);
  g_clear_object (&TEA_AVATAR (widget)->letters);
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
    g_value_set_int (value, self->size);
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
  g_clear_object (&self->picture);
  g_clear_object (&self->letters);
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
  widget_class->css_changed = tea_avatar_css_changed;
  widget_class->get_request_mode = tea_avatar_get_request_mode;
  widget_class->measure = tea_avatar_measure;
  widget_class->snapshot = tea_avatar_snapshot;

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

  gtk_widget_class_set_css_name (widget_class, "avatar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tea_avatar_init (TeaAvatar *self)
{
  self->size = 32;
  /* A circle is never stretched. */
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  show_color (self);
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

  clean = text != NULL ? mx_text_clean_name (text) : NULL;
  if (!g_set_str (&self->text, clean))
    return;
  g_clear_object (&self->letters);
  show_color (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
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

  if (self->size == size)
    return;
  self->size = size;
  g_clear_object (&self->letters);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIZE]);
}
