/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarRow: a room in the list.
 *
 *   picture   name ················ time
 *             last message ···· bell badge
 *
 * Owns no state of the model: it shows its room while it has one and forgets it when
 * it is unbound. GtkListView keeps about two hundred rows, so a row lays out its few
 * children itself, has one handler of one signal instead of an expression for every
 * text, and what most rooms do not have (badge, crossed bell) is made when a room needs
 * it. What is spoken of it goes to the list item, which has the focus. Main thread. */

#include "config.h"

#include "tea-sidebar-row.h"

#include "mx-room.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-sidebar-text.h"
#include "tea-time.h"

#include <glib/gi18n.h>

#define GAP_PICTURE 12
#define GAP_WORDS   6
#define GAP_LINES   1
/* Enough for a picture, the beginning of a name, and a time. */
#define MIN_WIDTH 200

struct _TeaSidebarRow {
  GtkWidget parent_instance;

  MxRoom *room; /* (owned) (nullable) */
  gulong notify_id;
  char *spoken; /* (owned) (nullable) */
  TeaBadge badge_kind;

  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *time;
  GtkLabel *last;
  GtkLabel *badge;  /* (nullable) */
  GtkWidget *muted; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TeaSidebarRow, tea_sidebar_row, GTK_TYPE_WIDGET)

typedef enum {
  PROP_ROOM = 1,
  PROP_SPOKEN,
} TeaSidebarRowProperty;

static GParamSpec *props[PROP_SPOKEN + 1];

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    present)
{
  if (present)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* The badge stays the last child, as it is the last that is read. */
static void
show_muted (TeaSidebarRow *self,
            gboolean       muted)
{
  if (muted && self->muted == NULL) {
    self->muted = gtk_image_new_from_icon_name ("notifications-disabled-symbolic");
    gtk_widget_add_css_class (self->muted, "dimmed");
    gtk_widget_add_css_class (self->muted, "muted");
    gtk_widget_insert_after (self->muted, GTK_WIDGET (self), GTK_WIDGET (self->last));
  }
  if (self->muted != NULL)
    gtk_widget_set_visible (self->muted, muted);
}

static void
show_number (TeaSidebarRow *self,
             TeaBadge       badge,
             guint          number)
{
  gboolean shown = badge == TEA_BADGE_NUMBER || badge == TEA_BADGE_DOT;
  g_autofree char *text = badge == TEA_BADGE_NUMBER ? tea_sidebar_number (number) : g_strdup ("");

  if (shown && self->badge == NULL) {
    self->badge = GTK_LABEL (gtk_label_new (NULL));
    gtk_widget_set_valign (GTK_WIDGET (self->badge), GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "badge");
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "numeric");
    gtk_widget_set_parent (GTK_WIDGET (self->badge), GTK_WIDGET (self));
  }
  if (self->badge == NULL)
    return;
  gtk_label_set_label (self->badge, text);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), shown);
  set_class (GTK_WIDGET (self->badge), "dot", badge == TEA_BADGE_DOT);
}

static void
show_badge (TeaSidebarRow      *self,
            const TeaRoomFacts *facts)
{
  guint number;
  TeaBadge badge = tea_sidebar_badge (facts, &number);

  show_number (self, badge, number);
  show_muted (self, badge == TEA_BADGE_MUTED || (facts->is_muted && badge == TEA_BADGE_NUMBER));
  if (self->badge_kind == badge)
    return;

  self->badge_kind = badge;
  set_class (GTK_WIDGET (self->name), "unread", badge == TEA_BADGE_DOT || badge == TEA_BADGE_NUMBER);
}

static void
show_last (TeaSidebarRow      *self,
           const TeaRoomFacts *facts,
           gint64              now_ms)
{
  const char *text = mx_room_get_last_text (self->room);
  g_autofree char *line = text != NULL ? mx_text_clean_line (text) : g_strdup ("");
  g_autofree char *time = facts->last_ts > 0 ? tea_sidebar_time (facts->last_ts, now_ms) : g_strdup ("");

  gtk_label_set_label (self->last, line);
  gtk_label_set_label (self->time, time);
}

static void
show_spoken (TeaSidebarRow      *self,
             const TeaRoomFacts *facts,
             gint64              now_ms)
{
  g_autofree char *spoken = tea_sidebar_spoken (facts, now_ms);

  if (g_set_str (&self->spoken, spoken))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPOKEN]);
}

/**
 * tea_sidebar_row_update:
 * @self: a row
 *
 * Shows its room as it is now: after it changed, and after midnight.
 */
void
tea_sidebar_row_update (TeaSidebarRow *self)
{
  gint64 now_ms = g_get_real_time () / 1000;
  g_autofree char *name = NULL;
  TeaRoomFacts facts;

  g_return_if_fail (TEA_IS_SIDEBAR_ROW (self));

  if (self->room == NULL)
    return;

  name = mx_text_clean_name (mx_room_get_name (self->room));
  facts = (TeaRoomFacts) { .name = name,
                           .sender = mx_room_get_last_sender (self->room),
                           .last_ts = mx_room_get_last_ts (self->room),
                           .unread = mx_room_get_unread_count (self->room),
                           .mentions = mx_room_get_highlight_count (self->room),
                           .is_unread = mx_room_is_unread (self->room),
                           .is_muted = mx_room_is_muted (self->room),
                           .is_direct = mx_room_is_direct (self->room) };

  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mx_room_get_avatar (self->room));
  gtk_label_set_label (self->name, name);
  show_last (self, &facts, now_ms);
  show_badge (self, &facts);
  show_spoken (self, &facts, now_ms);
}

static gboolean
tea_sidebar_row_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    keyboard,
                               GtkTooltip *tooltip)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (widget);
  gint64 ts = self->room != NULL ? mx_room_get_last_ts (self->room) : 0;
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (self->room == NULL)
    return FALSE;

  name = mx_text_clean_name (mx_room_get_name (self->room));
  time = ts > 0 ? tea_time_long (ts) : NULL;
  text = time != NULL ? g_strjoin ("\n", name, time, NULL) : g_steal_pointer (&name);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static int
natural_of (gpointer       child,
            GtkOrientation orientation)
{
  int natural = 0;

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
tea_sidebar_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (widget);
  int lines;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = MIN_WIDTH;
    return;
  }
  lines = natural_of (self->name, orientation) + GAP_LINES + natural_of (self->last, orientation);
  *minimum = *natural = MAX (natural_of (self->avatar, orientation), lines);
}

static GtkSizeRequestMode
tea_sidebar_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* A label never gets less than the sign that something is left out. */
static int
width_of (GtkLabel *label,
          int       width)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return MAX (minimum, width);
}

/* @x is from the side where reading begins. */
static void
place (TeaSidebarRow *self,
       gpointer       child,
       int            x,
       int            y,
       int            width,
       int            height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x, y,
                                               width, height },
                            -1);
}

/* Lays @child at the end of a line that ends at @end. Returns where the line ends now. */
static int
place_end (TeaSidebarRow *self,
           gpointer       child,
           int            end,
           int            y,
           int            height)
{
  int width = natural_of (child, GTK_ORIENTATION_HORIZONTAL);

  if (child == NULL || !gtk_widget_should_layout (child))
    return end;
  place (self, child, end - width, y, width, height);
  return width > 0 ? end - width - GAP_WORDS : end;
}

static void
tea_sidebar_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (widget);
  int picture = natural_of (self->avatar, GTK_ORIENTATION_HORIZONTAL);
  int first = natural_of (self->name, GTK_ORIENTATION_VERTICAL);
  int second = natural_of (self->last, GTK_ORIENTATION_VERTICAL);
  int x = picture + GAP_PICTURE;
  /* Where nobody has written yet the name stands in the middle, with all that is at its end. */
  gboolean alone = *gtk_label_get_label (self->last) == '\0';
  int y = (height - first - (alone ? 0 : GAP_LINES + second)) / 2;
  int end = place_end (self, self->time, width, y, first);

  if (alone) {
    end = place_end (self, self->badge, end, y, first);
    end = place_end (self, self->muted, end, y, first);
  }

  place (self, self->avatar, 0, 0, picture, height);
  place (self, self->name, x, y, width_of (self->name, end - x), first);

  if (!alone) {
    y += first + GAP_LINES;
    end = place_end (self, self->badge, width, y, second);
    end = place_end (self, self->muted, end, y, second);
  }
  place (self, self->last, x, y, width_of (self->last, end - x), second);
}

static void
tea_sidebar_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (object);

  switch ((TeaSidebarRowProperty) prop_id) {
  case PROP_ROOM:
    tea_sidebar_row_set_room (self, g_value_get_object (value));
    break;
  case PROP_SPOKEN:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (object);

  switch ((TeaSidebarRowProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_SPOKEN:
    g_value_set_string (value, self->spoken);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_row_dispose (GObject *object)
{
  TeaSidebarRow *self = TEA_SIDEBAR_ROW (object);
  GtkWidget *child;

  if (self->room != NULL)
    g_clear_signal_handler (&self->notify_id, self->room);
  g_clear_object (&self->room);
  self->muted = NULL;
  self->badge = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SIDEBAR_ROW);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->spoken, g_free);

  G_OBJECT_CLASS (tea_sidebar_row_parent_class)->dispose (object);
}

static void
tea_sidebar_row_class_init (TeaSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_sidebar_row_set_property;
  object_class->get_property = tea_sidebar_row_get_property;
  object_class->dispose = tea_sidebar_row_dispose;
  widget_class->get_request_mode = tea_sidebar_row_get_request_mode;
  widget_class->measure = tea_sidebar_row_measure;
  widget_class->query_tooltip = tea_sidebar_row_query_tooltip;
  widget_class->size_allocate = tea_sidebar_row_size_allocate;

  /**
   * TeaSidebarRow:room: (nullable)
   *
   * What it shows.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSidebarRow:spoken: (nullable)
   *
   * What a screen reader says of it.
   */
  props[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_css_name (widget_class, "sidebarrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarRow, name);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarRow, time);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebarRow, last);
}

static void
tea_sidebar_row_init (TeaSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * tea_sidebar_row_new:
 *
 * Returns: (transfer floating): a row of no room
 */
GtkWidget *
tea_sidebar_row_new (void)
{
  return g_object_new (TEA_TYPE_SIDEBAR_ROW, NULL);
}

/**
 * tea_sidebar_row_set_room:
 * @self: a row
 * @room: (nullable): what it shows
 */
void
tea_sidebar_row_set_room (TeaSidebarRow *self,
                          MxRoom        *room)
{
  g_return_if_fail (TEA_IS_SIDEBAR_ROW (self));

  if (self->room == room)
    return;

  if (self->room != NULL)
    g_clear_signal_handler (&self->notify_id, self->room);
  g_set_object (&self->room, room);
  if (room != NULL) {
    self->notify_id = g_signal_connect_swapped (room, "notify", G_CALLBACK (tea_sidebar_row_update), self);
    tea_avatar_set_session (self->avatar, mx_room_get_session (room));
    tea_sidebar_row_update (self);
  } else {
    tea_avatar_set_mxc (self->avatar, NULL);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_sidebar_row_get_room:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
MxRoom *
tea_sidebar_row_get_room (TeaSidebarRow *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_ROW (self), NULL);

  return self->room;
}

/**
 * tea_sidebar_row_get_spoken:
 * @self: a row
 *
 * Returns: (nullable): what a screen reader says of it
 */
const char *
tea_sidebar_row_get_spoken (TeaSidebarRow *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_ROW (self), NULL);

  return self->spoken;
}
