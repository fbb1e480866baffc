/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomDetails: what a room is, who can read it, who is in it, and the ways out.
 *
 * The people are a page of their own: the list is asked for only when it is opened,
 * and only the rows in sight exist; some of them can be chosen for a private group. Who asks
 * to be let in stands on the first page (TeaKnockGroup). Texts of strangers are never markup. Notifications,
 * media and settings of the room become rows here with later issues. Main thread. */

#include "config.h"

#include "tea-room-details.h"

#include "mx-community.h"
#include "mx-member-list.h"
#include "mx-member.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-avatar.h"
#include "tea-error.h"
#include "tea-knock-group.h"
#include "tea-links.h"
#include "tea-member-row.h"
#include "tea-person-dialog.h"
#include "tea-room-words.h"

#include <glib/gi18n.h>

struct _TeaRoomDetails {
  AdwBin parent_instance;

  MxRoom *room;              /* (owned) (nullable) */
  MxMemberList *members;     /* (owned) (nullable): while the people are shown */
  GtkFilterListModel *found; /* (owned) (nullable) */
  GtkCustomFilter *filter;   /* (owned) */
  char *words;               /* (owned) (nullable): folded, what is searched */
  GHashTable *picked;        /* (element-type utf8): user ids, while people are chosen */
  GSignalGroup *room_signals;
  GSignalGroup *members_signals;

  AdwNavigationView *navigation;
  AdwNavigationPage *info;
  AdwNavigationPage *people;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkLabel *topic;
  AdwActionRow *link_row;
  GtkWidget *copy_button;
  GtkWidget *share_button;
  AdwActionRow *readers_row;
  AdwSwitchRow *guests_row;
  AdwSwitchRow *closed_row;
  GtkWidget *rules_row;
  GtkLabel *people_count;
  TeaKnockGroup *knocks;
  GtkWidget *report_row;
  GtkWidget *leave_row;
  GtkEditable *search;
  GtkStack *people_stack;
  GtkListView *list;
  GtkToggleButton *select_button;
  GtkWidget *group_bar;
  GtkButton *group_button;
};

G_DEFINE_FINAL_TYPE (TeaRoomDetails, tea_room_details, ADW_TYPE_BIN)

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
contains_words (const char *text,
                const char *words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);

  return normal != NULL && strstr (normal, words) != NULL;
}

static gboolean
match_member (gpointer item,
              gpointer user_data)
{
  TeaRoomDetails *self = user_data;
  const char *me = self->room != NULL ? mx_session_get_user_id (mx_room_get_session (self->room)) : NULL;

  /* Who makes a group is in it anyway. */
  if (gtk_toggle_button_get_active (self->select_button) && g_strcmp0 (mx_member_get_user_id (item), me) == 0)
    return FALSE;
  if (self->words == NULL)
    return TRUE;

  return contains_words (mx_member_get_name (item), self->words) ||
         contains_words (mx_member_get_user_id (item), self->words);
}

static void
on_search_changed (TeaRoomDetails *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (self->search), -1);

  g_clear_pointer (&self->words, g_free);
  if (*folded != '\0')
    self->words = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
show_people (TeaRoomDetails *self)
{
  gboolean loading = FALSE;
  guint n;

  if (self->members == NULL)
    return;

  g_object_get (self->members, "is-loading", &loading, NULL);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gtk_stack_set_visible_child_name (self->people_stack, n > 0     ? "list"
                                                        : loading ? "loading"
                                                                  : "none");
}

static void
show_group (TeaRoomDetails *self)
{
  guint n = g_hash_table_size (self->picked);
  g_autofree char *label = tea_room_words_group (n);

  gtk_button_set_label (self->group_button, label);
  gtk_widget_set_visible (self->group_bar, n > 0);
}

static void
on_picked (TeaRoomDetails *self,
           const char     *user_id,
           gboolean        picked)
{
  if (picked)
    g_hash_table_add (self->picked, g_strdup (user_id));
  else
    g_hash_table_remove (self->picked, user_id);
  show_group (self);
}

/* Boxes to tick come and go with the button. */
static void
on_select_toggled (TeaRoomDetails *self)
{
  gboolean picking = gtk_toggle_button_get_active (self->select_button);

  if (!picking)
    g_hash_table_remove_all (self->picked);
  gtk_filter_changed (GTK_FILTER (self->filter),
                      picking ? GTK_FILTER_CHANGE_MORE_STRICT : GTK_FILTER_CHANGE_LESS_STRICT);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *child = gtk_widget_get_first_child (row);

    if (TEA_IS_MEMBER_ROW (child))
      tea_member_row_set_picking (TEA_MEMBER_ROW (child), picking, FALSE);
  }
  show_group (self);
}

static void
on_group (TeaRoomDetails *self)
{
  g_autofree const char **people = (const char **) g_hash_table_get_keys_as_array (self->picked, NULL);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.new-group-with", "(s^as)",
                              mx_room_get_id (self->room), people);
  gtk_toggle_button_set_active (self->select_button, FALSE);
}

static void
on_setup (TeaRoomDetails *self,
          GtkListItem    *item)
{
  GtkWidget *row = tea_member_row_new ();

  g_signal_connect_object (row, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind (TeaRoomDetails *self,
         GtkListItem    *item)
{
  TeaMemberRow *row = TEA_MEMBER_ROW (gtk_list_item_get_child (item));
  g_autofree char *spoken = NULL;

  tea_member_row_set_session (row, self->room != NULL ? mx_room_get_session (self->room) : NULL);
  tea_member_row_set_member (row, gtk_list_item_get_item (item));
  tea_member_row_set_picking (row, gtk_toggle_button_get_active (self->select_button),
                              g_hash_table_contains (self->picked,
                                                     mx_member_get_user_id (gtk_list_item_get_item (item))));
  spoken = tea_member_row_dup_spoken (row);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
on_unbind (TeaRoomDetails *self,
           GtkListItem    *item)
{
  tea_member_row_set_member (TEA_MEMBER_ROW (gtk_list_item_get_child (item)), NULL);
}

/* While people are chosen, all of a row is its box. */
static void
toggle (TeaRoomDetails *self,
        MxMember       *member)
{
  const char *user_id = mx_member_get_user_id (member);
  gboolean picked;

  on_picked (self, user_id, !g_hash_table_contains (self->picked, user_id));
  picked = g_hash_table_contains (self->picked, user_id);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *child = gtk_widget_get_first_child (row);

    if (TEA_IS_MEMBER_ROW (child) && tea_member_row_get_member (TEA_MEMBER_ROW (child)) == member)
      tea_member_row_set_picking (TEA_MEMBER_ROW (child), TRUE, picked);
  }
}

static void
on_activate (TeaRoomDetails *self,
             guint           position)
{
  g_autoptr (MxMember) member = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (member == NULL || self->room == NULL)
    return;
  if (gtk_toggle_button_get_active (self->select_button))
    toggle (self, member);
  else
    tea_person_dialog_present (GTK_WIDGET (self), mx_room_get_session (self->room), self->room,
                               mx_member_get_user_id (member), NULL);
}

static void
forget_people (TeaRoomDetails *self)
{
  gtk_toggle_button_set_active (self->select_button, FALSE);
  gtk_list_view_set_model (self->list, NULL);
  g_signal_group_set_target (self->members_signals, NULL);
  g_clear_object (&self->found);
  g_clear_object (&self->members);
}

static void
open_people (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TeaRoomDetails *self = TEA_ROOM_DETAILS (widget);
  g_autoptr (GtkSelectionModel) selection = NULL;

  if (self->room == NULL || self->members != NULL)
    return;

  self->members = mx_room_get_members (self->room);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->members)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  selection = GTK_SELECTION_MODEL (
    gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found))));
  gtk_list_view_set_model (self->list, selection);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (show_people), self,
                           G_CONNECT_SWAPPED);
  g_signal_group_set_target (self->members_signals, self->members);
  gtk_editable_set_text (self->search, "");
  show_people (self);
  adw_navigation_view_push (self->navigation, self->people);
}

static void
on_popped (TeaRoomDetails *self)
{
  forget_people (self);
}

static void
close_details (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[CLOSED], 0);
}

/* Where the community of the room says what it expects of people. */
static char *
dup_rules (TeaRoomDetails *self)
{
  MxCommunity *community =
    mx_session_get_room_community (mx_room_get_session (self->room), mx_room_get_id (self->room));
  char *rules = NULL;

  if (community != NULL)
    g_object_get (community, "conduct", &rules, NULL);
  return rules;
}

static void
open_rules (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  TeaRoomDetails *self = TEA_ROOM_DETAILS (widget);
  g_autofree char *rules = self->room != NULL ? dup_rules (self) : NULL;

  if (rules != NULL)
    tea_links_activate (widget, rules);
}

/* Where anyone may join: who may not change it sees how it is, and who can. */
static void
show_guests (TeaRoomDetails *self)
{
  gboolean allowed = FALSE;
  gboolean can_set = mx_room_can_set_guests (self->room);

  g_object_get (self->room, "allows-guests", &allowed, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->guests_row), mx_room_is_public (self->room));
  gtk_widget_set_sensitive (GTK_WIDGET (self->guests_row), can_set);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->guests_row),
                               can_set ? _ ("They have no account, and come by a link")
                                       : _ ("Those who run this room can change this"));
  adw_switch_row_set_active (self->guests_row, allowed);
}

/* Against a crowd of strangers, where there is a door that could be closed. */
static void
show_closed (TeaRoomDetails *self)
{
  gboolean is_closed = mx_room_is_closed (self->room);
  g_autofree char *rule = NULL;

  g_object_get (self->room, "join-rule", &rule, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->closed_row),
                          mx_room_can_close (self->room) && (is_closed || g_strcmp0 (rule, "invite") != 0));
  adw_switch_row_set_active (self->closed_row, is_closed);
}

/* The switches show how it is, whatever was wished. */
static void
door_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaRoomDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (mx_room_boolean_finish (MX_ROOM (source), result, &error))
    return;
  if (self->room == MX_ROOM (source)) {
    show_guests (self);
    show_closed (self);
  }
  sentence = tea_error_sentence (error, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
on_guests (TeaRoomDetails *self)
{
  gboolean wanted = adw_switch_row_get_active (self->guests_row);
  gboolean allowed = FALSE;

  if (self->room == NULL)
    return;
  g_object_get (self->room, "allows-guests", &allowed, NULL);
  if (wanted != allowed)
    mx_room_set_guests_async (self->room, wanted, NULL, door_cb, g_object_ref (self));
}

static void
on_closed (TeaRoomDetails *self)
{
  gboolean wanted = adw_switch_row_get_active (self->closed_row);

  if (self->room != NULL && wanted != mx_room_is_closed (self->room))
    mx_room_set_closed_async (self->room, wanted, NULL, door_cb, g_object_ref (self));
}

static void
show_room (TeaRoomDetails *self)
{
  TeaRoomReaders readers;
  g_autofree char *who = NULL;
  g_autofree char *link = mx_room_dup_link (self->room, NULL);
  g_autofree char *count = g_strdup_printf ("%'u", mx_room_get_member_count (self->room));
  const char *topic = mx_room_get_topic (self->room);
  const char *alias = mx_room_get_alias (self->room);
  g_autofree char *rules = dup_rules (self);

  gtk_widget_set_visible (self->rules_row, rules != NULL);
  show_guests (self);
  show_closed (self);
  tea_room_readers_init (&readers, self->room);
  who = tea_room_words_who (&readers);
  tea_avatar_set_text (self->avatar, mx_room_get_name (self->room));
  tea_avatar_set_mxc (self->avatar, mx_room_get_avatar (self->room));
  gtk_label_set_label (self->name, mx_room_get_name (self->room));
  gtk_label_set_label (self->topic, topic != NULL ? topic : "");
  gtk_widget_set_visible (GTK_WIDGET (self->topic), topic != NULL && *topic != '\0');
  adw_action_row_set_subtitle (self->link_row, alias != NULL ? alias : link != NULL ? link
                                                                                    : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link_row), link != NULL);
  adw_action_row_set_subtitle (self->readers_row, who);
  gtk_label_set_label (self->people_count, count);
}

static void
set_targets (TeaRoomDetails *self)
{
  GtkWidget *widgets[] = { self->copy_button, self->share_button, self->report_row, self->leave_row };

  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (widgets[i]), "s",
                                      mx_room_get_id (self->room));
}

/**
 * tea_room_details_set_room:
 * @self: the details
 * @room: (nullable): the room; %NULL while the details are not shown
 */
void
tea_room_details_set_room (TeaRoomDetails *self,
                           MxRoom         *room)
{
  g_return_if_fail (TEA_IS_ROOM_DETAILS (self));

  if (!g_set_object (&self->room, room))
    return;

  adw_navigation_view_pop_to_page (self->navigation, self->info);
  forget_people (self);
  g_signal_group_set_target (self->room_signals, room);
  if (room == NULL)
    return;

  tea_avatar_set_session (self->avatar, mx_room_get_session (room));
  set_targets (self);
  show_room (self);
}

/**
 * tea_room_details_set_knocks:
 * @self: the details
 * @knocks: (nullable): who asks to be let in
 */
void
tea_room_details_set_knocks (TeaRoomDetails *self,
                             MxKnockList    *knocks)
{
  g_return_if_fail (TEA_IS_ROOM_DETAILS (self));

  tea_knock_group_set_knocks (self->knocks, knocks);
}

static void
tea_room_details_dispose (GObject *object)
{
  TeaRoomDetails *self = TEA_ROOM_DETAILS (object);

  if (self->list != NULL)
    forget_people (self);
  g_clear_object (&self->room_signals);
  g_clear_object (&self->members_signals);
  g_clear_object (&self->filter);
  g_clear_object (&self->room);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ROOM_DETAILS);

  G_OBJECT_CLASS (tea_room_details_parent_class)->dispose (object);
}

static void
tea_room_details_finalize (GObject *object)
{
  TeaRoomDetails *self = TEA_ROOM_DETAILS (object);

  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->picked, g_hash_table_unref);

  G_OBJECT_CLASS (tea_room_details_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-room-details.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, navigation);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, info);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, people);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, name);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, topic);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, link_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, share_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, readers_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, rules_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, guests_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, closed_row);
  gtk_widget_class_bind_template_callback (widget_class, on_guests);
  gtk_widget_class_bind_template_callback (widget_class, on_closed);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, people_count);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, knocks);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, report_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, leave_row);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, search);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, people_stack);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, list);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, select_button);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, group_bar);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomDetails, group_button);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_group);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_select_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
tea_room_details_class_init (TeaRoomDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_room_details_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_room_details_finalize;

  /**
   * TeaRoomDetails::closed:
   * @self: the details
   *
   * The person closed them.
   */
  signals[CLOSED] = g_signal_new ("closed", TEA_TYPE_ROOM_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_AVATAR);
  g_type_ensure (TEA_TYPE_KNOCK_GROUP);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "details.people", NULL, open_people);
  gtk_widget_class_install_action (widget_class, "details.rules", NULL, open_rules);
  gtk_widget_class_install_action (widget_class, "details.close", NULL, close_details);
}

static void
tea_room_details_init (TeaRoomDetails *self)
{
  static const char *const watched[] = {
    "notify::name", "notify::topic", "notify::avatar", "notify::alias",
    "notify::is-public", "notify::is-world-readable", "notify::is-encrypted",
    "notify::history-visibility", "notify::bridge-protocol",
    "notify::allows-guests",
    "notify::can-set-guests",
    "notify::join-rule",
    "notify::is-closed",
    "notify::can-close",
    "notify::member-count"
  };

  self->picked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->navigation, "popped", G_CALLBACK (on_popped), self);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search),
                                           GTK_WIDGET (self->people));
  self->filter = gtk_custom_filter_new (match_member, self, NULL);
  self->room_signals = g_signal_group_new (MX_TYPE_ROOM);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->room_signals, watched[i], G_CALLBACK (show_room), self);
  self->members_signals = g_signal_group_new (MX_TYPE_MEMBER_LIST);
  g_signal_group_connect_swapped (self->members_signals, "notify::is-loading",
                                  G_CALLBACK (show_people), self);
}
