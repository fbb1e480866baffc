/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWaysBox: the ways in that a server offers, one button below the other.
 *
 * The first is the suggested one. Owns its buttons; makes them anew when the ways
 * change, and is not shown while there is none. Main thread. */

#include "config.h"

#include "tea-ways-box.h"

#include "mx-session.h"
#include "tea-way-button.h"

struct _TeaWaysBox {
  AdwBin parent_instance;

  MxSession *session; /* (owned) (nullable) */
  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (TeaWaysBox, tea_ways_box, ADW_TYPE_BIN)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_clicked (TeaWayButton *button,
            TeaWaysBox   *self)
{
  g_autoptr (TeaSignInWay) way = g_object_ref (tea_way_button_get_way (button));

  g_signal_emit (self, signals[CHOSEN], 0, way);
}

/**
 * tea_ways_box_set_session:
 * @self: the buttons
 * @session: (nullable): what loads their icons
 */
void
tea_ways_box_set_session (TeaWaysBox *self,
                          MxSession  *session)
{
  g_return_if_fail (TEA_IS_WAYS_BOX (self));

  g_set_object (&self->session, session);
}

/**
 * tea_ways_box_set_ways:
 * @self: the buttons
 * @ways: (nullable): a list of #TeaSignInWay
 */
void
tea_ways_box_set_ways (TeaWaysBox *self,
                       GListModel *ways)
{
  GtkWidget *child;
  guint n = ways != NULL ? g_list_model_get_n_items (ways) : 0;

  g_return_if_fail (TEA_IS_WAYS_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  for (guint i = 0; i < n; i++) {
    g_autoptr (TeaSignInWay) way = g_list_model_get_item (ways, i);
    GtkWidget *button = tea_way_button_new (way, self->session);

    if (i == 0)
      gtk_widget_add_css_class (button, "suggested-action");
    g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_DEFAULT);
    gtk_box_append (self->box, button);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/**
 * tea_ways_box_get_first:
 * @self: the buttons
 *
 * Returns: (transfer none) (nullable): the suggested way
 */
TeaSignInWay *
tea_ways_box_get_first (TeaWaysBox *self)
{
  GtkWidget *child;

  g_return_val_if_fail (TEA_IS_WAYS_BOX (self), NULL);

  child = gtk_widget_get_first_child (GTK_WIDGET (self->box));
  return child != NULL ? tea_way_button_get_way (TEA_WAY_BUTTON (child)) : NULL;
}

static void
tea_ways_box_dispose (GObject *object)
{
  TeaWaysBox *self = TEA_WAYS_BOX (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (tea_ways_box_parent_class)->dispose (object);
}

static void
tea_ways_box_class_init (TeaWaysBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_ways_box_dispose;

  /**
   * TeaWaysBox::chosen:
   * @self: the buttons
   * @way: the #TeaSignInWay whose button was pressed
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_WAYS_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  TEA_TYPE_SIGN_IN_WAY);
}

static void
tea_ways_box_init (TeaWaysBox *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "spacing-12");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
