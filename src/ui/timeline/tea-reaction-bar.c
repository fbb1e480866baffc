/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reactions to a message, each a toggle with its count, and a button for another one.
 * The toggles are kept in step with the model, one by one; who reacted is the tooltip.
 * A key is a stranger's text: it is cleaned and cut. Main thread. */

#include "config.h"

#include "tea-reaction-bar.h"
#include "tea-words.h"

#include "mx-reaction.h"
#include "mx-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* More kinds than these are counted in one label. */
#define MAX_SHOWN     40
#define MAX_KEY_CHARS 24
#define MAX_NAMES     30

struct _TeaReactionBar {
  GtkWidget parent_instance;

  AdwWrapBox *box;    /* (unowned): our child */
  GtkWidget *add;     /* (unowned): in the box, last */
  GListModel *model;  /* (owned) (nullable) */
  GPtrArray *toggles; /* (owned): in the box, in the model's order */
  gulong handler;
};

G_DEFINE_FINAL_TYPE (TeaReactionBar, tea_reaction_bar, GTK_TYPE_WIDGET)

static void
on_toggle_clicked (GtkToggleButton *toggle,
                   MxReaction      *reaction)
{
  /* The model tells what is true; until then the button shows what it showed. */
  gtk_toggle_button_set_active (toggle, mx_reaction_is_mine (reaction));
  mx_reaction_toggle (reaction);
}

static char *
make_tooltip (MxReaction *reaction)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *const *names = mx_reaction_get_names (reaction);
  guint i;

  for (i = 0; names != NULL && names[i] != NULL && i < MAX_NAMES; i++) {
    g_autofree char *name = mx_text_clean_name (names[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", name);
  }
  if (names != NULL && i == MAX_NAMES && names[i] != NULL)
    g_string_append (text, "\n…");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_reaction_changed (MxReaction *reaction,
                     GParamSpec *pspec,
                     GtkWidget  *toggle)
{
  g_autofree char *key = mx_text_clean_line (mx_reaction_get_key (reaction));
  g_autofree char *shown = mx_text_limit (key, 1, MAX_KEY_CHARS, NULL);
  g_autofree char *label = g_strdup_printf ("%s %u", shown, mx_reaction_get_count (reaction));
  g_autofree char *spoken = tea_words_reaction (mx_reaction_get_key (reaction), mx_reaction_get_count (reaction),
                                                mx_reaction_is_mine (reaction));
  g_autofree char *tooltip = make_tooltip (reaction);

  gtk_button_set_label (GTK_BUTTON (toggle), label);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), mx_reaction_is_mine (reaction));
  gtk_widget_set_tooltip_text (toggle, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static GtkWidget *
new_toggle (MxReaction *reaction)
{
  GtkWidget *toggle = gtk_toggle_button_new ();

  gtk_widget_add_css_class (toggle, "reaction");
  on_reaction_changed (reaction, NULL, toggle);
  g_signal_connect_object (toggle, "clicked", G_CALLBACK (on_toggle_clicked), reaction, G_CONNECT_DEFAULT);
  g_signal_connect_object (reaction, "notify", G_CALLBACK (on_reaction_changed), toggle, G_CONNECT_DEFAULT);
  return toggle;
}

static void
on_items_changed (GListModel     *model,
                  guint           position,
                  guint           removed,
                  guint           added,
                  TeaReactionBar *self)
{
  guint i;

  for (i = 0; i < removed && position < self->toggles->len; i++) {
    adw_wrap_box_remove (self->box, g_ptr_array_index (self->toggles, position));
    g_ptr_array_remove_index (self->toggles, position);
  }
  for (i = position; i < position + added && i < MAX_SHOWN; i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (model, i);
    GtkWidget *toggle = new_toggle (reaction);

    adw_wrap_box_insert_child_after (self->box, toggle, i > 0 ? g_ptr_array_index (self->toggles, i - 1) : NULL);
    g_ptr_array_insert (self->toggles, (int) i, toggle);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (model) > 0);
}

static void
clear (TeaReactionBar *self)
{
  guint i;

  if (self->model != NULL)
    g_clear_signal_handler (&self->handler, self->model);
  g_clear_object (&self->model);
  for (i = 0; i < self->toggles->len; i++)
    adw_wrap_box_remove (self->box, g_ptr_array_index (self->toggles, i));
  g_ptr_array_set_size (self->toggles, 0);
}

static void
tea_reaction_bar_dispose (GObject *object)
{
  TeaReactionBar *self = TEA_REACTION_BAR (object);

  if (self->box != NULL)
    clear (self);
  g_clear_pointer ((GtkWidget **) &self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_reaction_bar_parent_class)->dispose (object);
}

static void
tea_reaction_bar_finalize (GObject *object)
{
  g_ptr_array_unref (TEA_REACTION_BAR (object)->toggles);
  G_OBJECT_CLASS (tea_reaction_bar_parent_class)->finalize (object);
}

static void
tea_reaction_bar_class_init (TeaReactionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_reaction_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_reaction_bar_finalize;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "reactionbar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_reaction_bar_init (TeaReactionBar *self)
{
  self->toggles = g_ptr_array_new ();
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));

  self->add = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add, "reaction");
  gtk_widget_set_tooltip_text (self->add, _("Add a Reaction"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add a reaction"), -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->add), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->add), "timeline.react");
  adw_wrap_box_append (self->box, self->add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reactions"), -1);
}

/**
 * tea_reaction_bar_new:
 *
 * Returns: (transfer floating): an empty bar
 */
GtkWidget *
tea_reaction_bar_new (void)
{
  return g_object_new (TEA_TYPE_REACTION_BAR, NULL);
}

/**
 * tea_reaction_bar_set_model:
 * @self: a bar
 * @reactions: (nullable): a list of MxReaction
 * @event_id: (nullable): what was reacted to
 */
void
tea_reaction_bar_set_model (TeaReactionBar *self,
                            GListModel     *reactions,
                            const char     *event_id)
{
  g_return_if_fail (TEA_IS_REACTION_BAR (self));

  clear (self);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->add), "s", event_id != NULL ? event_id : "");
  if (!g_set_object (&self->model, reactions))
    return;
  self->handler = g_signal_connect (reactions, "items-changed", G_CALLBACK (on_items_changed), self);
  on_items_changed (reactions, 0, 0, g_list_model_get_n_items (reactions), self);
}
