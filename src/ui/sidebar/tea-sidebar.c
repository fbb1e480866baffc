/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar: the list of rooms beside the room, with its header, search and menus.
 *
 *   header     account menu | title, or the group that is shown (tea-sidebar-spaces.c) | find, join
 *   banner     what is wrong with the connection, while nothing else can say it
 *   search     appears while somebody types anywhere in the list
 *   rail       the groups of rooms, for who is in some (TeaSpaceRail); beside it
 *   list       headings, invites and rooms (TeaSidebarList)
 *
 * Everything a person does here is an action of the window with the room's id; the
 * window then says which room is open. Its rows are in tea-sidebar-rows.c, the context
 * menu is in tea-sidebar-context.c. Owns no state of the model but which sections are
 * folded, and that it remembers in the settings. Main thread. */

#include "config.h"

#include "tea-sidebar-private.h"

#include "mx-room.h"
#include "mx-session.h"
#include "tea-menu.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TeaSidebar, tea_sidebar, ADW_TYPE_BIN)

typedef enum {
  PROP_SESSION = 1,
  PROP_NARROW,
  PROP_HAS_RAIL,
  PROP_GROUP,
} TeaSidebarProperty;

static GParamSpec *props[PROP_GROUP + 1];

/*< private >
 * _tea_sidebar_update_page:
 *
 * The list, or why there is none.
 */
void
_tea_sidebar_update_page (TeaSidebar *self)
{
  const char *page = "empty";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    page = "list";
  else if (tea_sidebar_list_is_filtered (self->list))
    page = "nothing-found";
  else if (self->session != NULL && mx_session_get_sync_state (self->session) == MX_SYNC_LOADING)
    page = "loading";
  else if (self->space != NULL)
    page = "group-empty";

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
update_account (TeaSidebar *self)
{
  g_autofree char *name = self->session != NULL ? mx_session_dup_shown_name (self->session) : NULL;

  tea_avatar_set_text (self->account_avatar, name);
  tea_avatar_set_mxc (self->account_avatar, self->session != NULL ? mx_session_get_avatar (self->session) : NULL);
}

/* The picture in the header, as it was last, is asked for once the server answers. */
static void
on_sync_state (TeaSidebar *self)
{
  _tea_sidebar_update_page (self);
  if (mx_session_get_sync_state (self->session) == MX_SYNC_LIVE)
    mx_session_ask_own_profile (self->session);
}

/* What waits in another account is seen, and said, without opening the menu. */
static void
on_has_news (TeaSidebar *self)
{
  gboolean has_news = tea_account_switcher_has_news (self->switcher);
  const char *name = has_news ? _ ("Account and menu, unread messages in another account") : _ ("Account and menu");

  gtk_widget_set_visible (self->account_news, has_news);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
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
  _tea_sidebar_update_page (self);
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
  _tea_sidebar_update_page (self);
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

/* Arrows fold and unfold the heading that has the focus, as in a tree. End means the end of
 * all rooms, also while the list still grows. */
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

  if (keyval == GDK_KEY_End || keyval == GDK_KEY_KP_End)
    tea_sidebar_list_set_limit (self->list, G_MAXUINT);
  if ((!left && !right) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  item = _tea_sidebar_item_at (self, _tea_sidebar_get_focus (self));
  if (!TEA_IS_SIDEBAR_SECTION (item))
    return GDK_EVENT_PROPAGATE;

  set_folded (self, tea_sidebar_section_get_kind (item), left != rtl);

  return GDK_EVENT_STOP;
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
  case PROP_GROUP:
    tea_sidebar_set_group (self, g_value_get_string (value));
    break;
  case PROP_HAS_RAIL:
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
  case PROP_HAS_RAIL:
    g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->rail)));
    break;
  case PROP_GROUP:
    g_value_set_string (value, tea_sidebar_get_group (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_dispose (GObject *object)
{
  TeaSidebar *self = TEA_SIDEBAR (object);

  _tea_sidebar_rows_stop (self);
  g_clear_object (&self->session_signals);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  _tea_sidebar_spaces_stop (self);
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
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, title_stack);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_button);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, account_news);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, switcher);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, banner);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_has_news);
  gtk_widget_class_bind_template_callback (widget_class, on_list_key);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, tea_menu_name_items);
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
  /**
   * TeaSidebar:has-rail:
   *
   * Whether it is wider, by the groups of rooms beside the list.
   */
  props[PROP_HAS_RAIL] = g_param_spec_boolean ("has-rail", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSidebar:group: (nullable)
   *
   * The space of the group of rooms that was chosen; %NULL for all rooms.
   */
  props[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (TEA_TYPE_ACCOUNT_SWITCHER);
  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_STATUS_BANNER);
  bind_template (widget_class);
  _tea_sidebar_spaces_install (widget_class);
  _tea_sidebar_rows_install (widget_class);
  _tea_sidebar_context_install (widget_class);
}

static void
tea_sidebar_init (TeaSidebar *self)
{
  self->list = tea_sidebar_list_new ();
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (_tea_sidebar_update_page), self, G_CONNECT_SWAPPED);
  self->session_signals = g_signal_group_new (MX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::sync-state", G_CALLBACK (on_sync_state), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::user-id", G_CALLBACK (update_account), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::name", G_CALLBACK (update_account), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::avatar", G_CALLBACK (update_account), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  _tea_sidebar_rows_start (self);
  _tea_sidebar_update_page (self);
}

/**
 * tea_sidebar_set_accounts:
 * @self: the sidebar
 * @accounts: (nullable): the accounts that the menu offers
 */
void
tea_sidebar_set_accounts (TeaSidebar *self,
                          MxAccounts *accounts)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  tea_account_switcher_set_accounts (self->switcher, accounts);
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
  tea_account_switcher_set_session (self->switcher, session);
  tea_status_banner_set_session (self->banner, session);
  tea_sidebar_list_set_rooms (self->list, session != NULL ? G_LIST_MODEL (mx_session_get_rooms (session)) : NULL);
  tea_space_rail_set_session (self->rail, session);
  update_account (self);
  if (session != NULL)
    on_sync_state (self);
  else
    _tea_sidebar_update_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/**
 * tea_sidebar_get_session:
 * @self: the sidebar
 *
 * Returns: (transfer none) (nullable): whose rooms are shown
 */
MxSession *
tea_sidebar_get_session (TeaSidebar *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR (self), NULL);

  return self->session;
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

  _tea_sidebar_spaces_reveal (self, room);
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
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
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
