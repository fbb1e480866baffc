/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar: the list of rooms beside the room, with its header, search and menus.
 *
 *   header     account menu | title | find, join
 *   banner     what is wrong with the connection, while nothing else can say it
 *   search     appears while somebody types anywhere in the list
 *   list       headings, invites and rooms (TeaSidebarList)
 *
 * Everything a person does here is an action of the window with the room's id; the
 * window then says which room is open. There is one context menu, made when somebody
 * first asks for one. Owns no state of the model but which sections are folded, and
 * that it remembers in the settings. Main thread. */

#include "config.h"

#include "tea-sidebar.h"

#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-avatar.h"
#include "tea-settings.h"
#include "tea-sidebar-heading.h"
#include "tea-sidebar-invite.h"
#include "tea-sidebar-list.h"
#include "tea-sidebar-menu.h"
#include "tea-sidebar-row.h"
#include "tea-status-banner.h"

#include <glib/gi18n.h>

struct _TeaSidebar {
  AdwBin parent_instance;

  MxSession *session;   /* (owned) (nullable) */
  GSettings *settings;  /* (owned) (nullable) */
  TeaSidebarList *list; /* (owned) */
  MxRoom *room;         /* (owned) (nullable): open */
  GSignalGroup *session_signals;
  GtkWidget *menu; /* (owned) (nullable): our child */
  guint midnight_id;
  gboolean narrow;

  TeaAvatar *account_avatar;
  GtkLabel *account_name;
  GtkLabel *account_id;
  TeaStatusBanner *banner;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list_view;
};

G_DEFINE_FINAL_TYPE (TeaSidebar, tea_sidebar, ADW_TYPE_BIN)

typedef enum {
  PROP_SESSION = 1,
  PROP_NARROW,
} TeaSidebarProperty;

static GParamSpec *props[PROP_NARROW + 1];

static void
update_page (TeaSidebar *self)
{
  const char *page = "empty";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (tea_sidebar_list_is_filtered (self->list))
    page = "nothing-found";
  else if (self->session != NULL && mx_session_get_sync_state (self->session) == MX_SYNC_LOADING)
    page = "loading";

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update_account (TeaSidebar *self)
{
  const char *user_id = self->session != NULL ? mx_session_get_user_id (self->session) : NULL;
  g_autofree char *name = user_id != NULL ? mx_session_dup_user_name (self->session, NULL, user_id) : NULL;
  g_autofree char *clean = mx_text_clean_name (name != NULL ? name : "");

  /* Initials of a bare account name are not its sign. */
  tea_avatar_set_text (self->account_avatar, *clean == '@' ? clean + 1 : clean);
  gtk_label_set_label (self->account_name, clean);
  gtk_label_set_label (self->account_id, user_id != NULL ? user_id : "");
}

/* Brings the row of the open room into sight. */
static void
reveal_room (TeaSidebar         *self,
             GtkListScrollFlags  flags)
{
  guint position = tea_sidebar_list_find (self->list, self->room);

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->list_view, position, flags, NULL);
}

static GtkWidget *
make_child (gpointer item)
{
  if (TEA_IS_SIDEBAR_SECTION (item))
    return tea_sidebar_heading_new ();
  if (mx_room_get_section (item) == MX_SECTION_INVITES)
    return tea_sidebar_invite_new ();
  return tea_sidebar_row_new ();
}

static GType
child_type (gpointer item)
{
  if (TEA_IS_SIDEBAR_SECTION (item))
    return TEA_TYPE_SIDEBAR_HEADING;
  return mx_room_get_section (item) == MX_SECTION_INVITES ? TEA_TYPE_SIDEBAR_INVITE : TEA_TYPE_SIDEBAR_ROW;
}

/* A list item of another kind gets another child; most often it is one of the same. */
static GtkWidget *
ensure_child (GtkListItem *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (child != NULL && G_OBJECT_TYPE (child) == child_type (item))
    return child;

  child = make_child (item);
  gtk_list_item_set_child (list_item, child);
  g_object_bind_property (child, "spoken", list_item, "accessible-label", G_BINDING_SYNC_CREATE);

  return child;
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         TeaSidebar               *self)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *child = ensure_child (list_item);

  gtk_list_item_set_selectable (list_item, MX_IS_ROOM (item));
  if (TEA_IS_SIDEBAR_HEADING (child))
    tea_sidebar_heading_set_section (TEA_SIDEBAR_HEADING (child), item);
  else if (TEA_IS_SIDEBAR_INVITE (child))
    tea_sidebar_invite_set_room (TEA_SIDEBAR_INVITE (child), item);
  else
    tea_sidebar_row_set_room (TEA_SIDEBAR_ROW (child), item);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           TeaSidebar               *self)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (TEA_IS_SIDEBAR_HEADING (child))
    tea_sidebar_heading_set_section (TEA_SIDEBAR_HEADING (child), NULL);
  else if (TEA_IS_SIDEBAR_INVITE (child))
    tea_sidebar_invite_set_room (TEA_SIDEBAR_INVITE (child), NULL);
  else if (TEA_IS_SIDEBAR_ROW (child))
    tea_sidebar_row_set_room (TEA_SIDEBAR_ROW (child), NULL);
}

static void
on_teardown (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             TeaSidebar               *self)
{
  gtk_list_item_set_child (list_item, NULL);
}

static void
set_folded (TeaSidebar *self,
            MxSection   section,
            gboolean    folded)
{
  if (tea_sidebar_list_is_filtered (self->list))
    return;

  tea_sidebar_list_set_folded (self->list, section, folded);
  tea_settings_set_folded (self->settings, (int) section, folded);
}

/* Opening one of the rooms that were found ends the search. */
static void
open_room (TeaSidebar *self,
           MxRoom     *room)
{
  g_autofree char *id = g_strdup (mx_room_get_id (room));

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-room", "s", id);
}

static void
on_activate (TeaSidebar *self,
             guint       position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (TEA_IS_SIDEBAR_SECTION (item)) {
    MxSection section = tea_sidebar_section_get_kind (TEA_SIDEBAR_SECTION (item));

    set_folded (self, section, !tea_sidebar_list_is_folded (self->list, section));
  } else if (MX_IS_ROOM (item)) {
    open_room (self, MX_ROOM (item));
  }
}

static void
on_search_changed (TeaSidebar *self)
{
  tea_sidebar_list_set_filter (self->list, gtk_editable_get_text (self->search_entry));
  update_page (self);
  if (tea_sidebar_list_is_filtered (self->list) && gtk_widget_get_mapped (GTK_WIDGET (self->list_view)))
    gtk_list_view_scroll_to (self->list_view, 0, GTK_LIST_SCROLL_NONE, NULL);
}

static void
on_search_activate (TeaSidebar *self)
{
  MxRoom *room;

  tea_sidebar_list_set_filter (self->list, gtk_editable_get_text (self->search_entry));
  room = tea_sidebar_list_get_nth (self->list, 0);
  if (room != NULL)
    open_room (self, room);
}

static void
on_search_mode (TeaSidebar *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    return;

  tea_sidebar_list_set_filter (self->list, NULL);
  update_page (self);
  reveal_room (self, GTK_LIST_SCROLL_NONE);
}

static gboolean
on_search_key (TeaSidebar      *self,
               guint            keyval,
               guint            keycode,
               GdkModifierType  state)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0 || n_items == 0)
    return GDK_EVENT_PROPAGATE;

  /* The first row is a heading. */
  gtk_list_view_scroll_to (self->list_view, MIN (1, n_items - 1), GTK_LIST_SCROLL_FOCUS, NULL);

  return GDK_EVENT_STOP;
}

/* The item of the row that @widget is in. */
static gpointer
item_at (TeaSidebar *self,
         GtkWidget  *widget)
{
  GtkWidget *child;

  while (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (self->list_view))
    widget = gtk_widget_get_parent (widget);

  child = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
  if (TEA_IS_SIDEBAR_HEADING (child))
    return tea_sidebar_heading_get_section (TEA_SIDEBAR_HEADING (child));
  if (TEA_IS_SIDEBAR_INVITE (child))
    return tea_sidebar_invite_get_room (TEA_SIDEBAR_INVITE (child));
  return TEA_IS_SIDEBAR_ROW (child) ? tea_sidebar_row_get_room (TEA_SIDEBAR_ROW (child)) : NULL;
}

static GtkWidget *
get_focus (TeaSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)) ? focus : NULL;
}

/* Arrows fold and unfold the heading that has the focus, as in a tree. */
static gboolean
on_list_key (TeaSidebar      *self,
             guint            keyval,
             guint            keycode,
             GdkModifierType  state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean left = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  gboolean right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  gpointer item;

  if ((!left && !right) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  item = item_at (self, get_focus (self));
  if (!TEA_IS_SIDEBAR_SECTION (item))
    return GDK_EVENT_PROPAGATE;

  set_folded (self, tea_sidebar_section_get_kind (item), left != rtl);

  return GDK_EVENT_STOP;
}

/* @x and @y are of @widget. */
static void
popup_menu (TeaSidebar *self,
            MxRoom     *room,
            GtkWidget  *widget,
            double      x,
            double      y)
{
  g_autoptr (GMenuModel) model = tea_sidebar_menu_new (room);
  graphene_point_t point;

  if (!gtk_widget_compute_point (widget, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  if (self->menu == NULL) {
    self->menu = gtk_popover_menu_new_from_model (NULL);
    gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
    gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
    gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
popup_at (TeaSidebar *self,
          double      x,
          double      y)
{
  GtkWidget *list = GTK_WIDGET (self->list_view);
  gpointer item = item_at (self, gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT));

  if (!MX_IS_ROOM (item))
    return FALSE;

  popup_menu (self, item, list, x, y);

  return TRUE;
}

static void
on_secondary_click (GtkGesture *gesture,
                    int         n_press,
                    double      x,
                    double      y,
                    TeaSidebar *self)
{
  gboolean shown = popup_at (self, x, y);

  gtk_gesture_set_state (gesture, shown ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_long_press (GtkGesture *gesture,
               double      x,
               double      y,
               TeaSidebar *self)
{
  gboolean shown = popup_at (self, x, y);

  gtk_gesture_set_state (gesture, shown ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

/* Below the start of the row, as a menu key does everywhere. */
static void
popup_below (TeaSidebar *self,
             MxRoom     *room,
             GtkWidget  *row)
{
  gboolean rtl = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;

  popup_menu (self, room, row, rtl ? gtk_widget_get_width (row) : 0, gtk_widget_get_height (row));
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  TeaSidebar *self = TEA_SIDEBAR (widget);
  GtkWidget *focus = get_focus (self);
  gpointer item = item_at (self, focus);

  if (!MX_IS_ROOM (item))
    return GDK_EVENT_PROPAGATE;

  popup_below (self, item, focus);

  return GDK_EVENT_STOP;
}

/* "sidebar.menu": the menu of a room whose row is in sight. */
static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TeaSidebar *self = TEA_SIDEBAR (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    gpointer item = item_at (self, row);

    if (MX_IS_ROOM (item) && g_str_equal (mx_room_get_id (item), id)) {
      popup_below (self, item, row);
      return;
    }
  }
}

static void schedule_midnight (TeaSidebar *self);

static gboolean
on_midnight (gpointer user_data)
{
  TeaSidebar *self = user_data;
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *child = gtk_widget_get_first_child (row);

    if (TEA_IS_SIDEBAR_ROW (child))
      tea_sidebar_row_update (TEA_SIDEBAR_ROW (child));
  }
  self->midnight_id = 0;
  schedule_midnight (self);

  return G_SOURCE_REMOVE;
}

/* Times in the rows are true until the day ends. */
static void
schedule_midnight (TeaSidebar *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int second = (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now)) * 60 + g_date_time_get_second (now);

  self->midnight_id = g_timeout_add_seconds ((guint) MAX (24 * 60 * 60 - second, 1) + 1, on_midnight, self);
}

static void
tea_sidebar_set_narrow (TeaSidebar *self,
                        gboolean    narrow)
{
  narrow = !!narrow;
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
tea_sidebar_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  TeaSidebar *self = TEA_SIDEBAR (object);

  switch ((TeaSidebarProperty) prop_id) {
  case PROP_SESSION:
    tea_sidebar_set_session (self, g_value_get_object (value));
    break;
  case PROP_NARROW:
    tea_sidebar_set_narrow (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TeaSidebar *self = TEA_SIDEBAR (object);

  switch ((TeaSidebarProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_dispose (GObject *object)
{
  TeaSidebar *self = TEA_SIDEBAR (object);

  g_clear_handle_id (&self->midnight_id, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->list != NULL)
    tea_sidebar_list_set_rooms (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SIDEBAR);
  g_clear_object (&self->list);
  g_clear_object (&self->room);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tea_sidebar_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_name);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_id);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, banner);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_list_key);
  gtk_widget_class_bind_template_callback (widget_class, on_long_press);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, on_teardown);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
tea_sidebar_class_init (TeaSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tea_sidebar_set_property;
  object_class->get_property = tea_sidebar_get_property;
  object_class->dispose = tea_sidebar_dispose;

  /**
   * TeaSidebar:session: (nullable)
   *
   * Whose rooms are shown.
   */
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION, flags);
  /**
   * TeaSidebar:narrow:
   *
   * Whether the room is not beside it: then it tells itself what is wrong with the
   * connection.
   */
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_STATUS_BANNER);
  gtk_widget_class_install_action (widget_class, "sidebar.menu", "s", menu_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  bind_template (widget_class);
}

static void
tea_sidebar_init (TeaSidebar *self)
{
  self->list = tea_sidebar_list_new ();
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  self->session_signals = g_signal_group_new (MX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::sync-state", G_CALLBACK (update_page), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::user-id", G_CALLBACK (update_account), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->list));
  schedule_midnight (self);
  update_page (self);
}

/**
 * tea_sidebar_set_session:
 * @self: the sidebar
 * @session: (nullable): whose rooms are shown
 */
void
tea_sidebar_set_session (TeaSidebar *self,
                         MxSession  *session)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  tea_avatar_set_session (self->account_avatar, session);
  tea_status_banner_set_session (self->banner, session);
  tea_sidebar_list_set_rooms (self->list, session != NULL ? G_LIST_MODEL (mx_session_get_rooms (session)) : NULL);
  update_account (self);
  update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/**
 * tea_sidebar_set_settings:
 * @self: the sidebar
 * @settings: (nullable): remember which sections are folded
 */
void
tea_sidebar_set_settings (TeaSidebar *self,
                          GSettings  *settings)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  if (!g_set_object (&self->settings, settings))
    return;

  for (int section = MX_SECTION_INVITES; section < MX_SECTION_HIDDEN; section++)
    tea_sidebar_list_set_folded (self->list, (MxSection) section, tea_settings_is_folded (settings, section));
}

/**
 * tea_sidebar_set_room:
 * @self: the sidebar
 * @room: (nullable): the room that is open
 */
void
tea_sidebar_set_room (TeaSidebar *self,
                      MxRoom     *room)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  if (!g_set_object (&self->room, room))
    return;

  tea_sidebar_list_set_room (self->list, room);
  reveal_room (self, GTK_LIST_SCROLL_NONE);
}

/**
 * tea_sidebar_search:
 * @self: the sidebar
 *
 * Lets somebody type which room to look for.
 */
void
tea_sidebar_search (TeaSidebar *self)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (self->search_entry, 0, -1);
}

/**
 * tea_sidebar_focus:
 * @self: the sidebar
 *
 * Moves the focus to the row of the open room, or else to the first one.
 */
void
tea_sidebar_focus (TeaSidebar *self)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
  else if (tea_sidebar_list_find (self->list, self->room) != GTK_INVALID_LIST_POSITION)
    reveal_room (self, GTK_LIST_SCROLL_FOCUS);
  else
    gtk_list_view_scroll_to (self->list_view, 0, GTK_LIST_SCROLL_FOCUS, NULL);
}

/**
 * tea_sidebar_get_neighbour:
 * @self: the sidebar
 * @from: (nullable): where to begin
 * @direction: 1 for the next one, -1 for the one before
 * @unread: only rooms with something new
 *
 * Returns: (transfer none) (nullable): the nearest such room
 */
MxRoom *
tea_sidebar_get_neighbour (TeaSidebar *self,
                           MxRoom     *from,
                           int         direction,
                           gboolean    unread)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR (self), NULL);

  return tea_sidebar_list_get_neighbour (self->list, from, direction, unread);
}

/**
 * tea_sidebar_get_nth:
 * @self: the sidebar
 * @n: from 0
 *
 * Returns: (transfer none) (nullable): the room in this row
 */
MxRoom *
tea_sidebar_get_nth (TeaSidebar *self,
                     guint       n)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR (self), NULL);

  return tea_sidebar_list_get_nth (self->list, n);
}
