/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The place of one link in a text: what Tab goes to, what shows the focus, and what a
 * screen reader finds as a link. It draws nothing but its focus ring and takes no
 * pointer; the text under it does that. Owned by its TeaTextLabel. Main thread. */

#include "config.h"

#include "tea-link-anchor.h"
#include "tea-links.h"

#include <glib/gi18n.h>

struct _TeaLinkAnchor {
  GtkWidget parent_instance;

  char *where; /* (owned): where it leads, for people */
};

G_DEFINE_FINAL_TYPE (TeaLinkAnchor, tea_link_anchor, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
} TeaLinkAnchorSignal;

static guint signals[N_SIGNALS];

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ACTIVATED], 0);
}

static void
tea_link_anchor_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
tea_link_anchor_finalize (GObject *object)
{
  g_free (TEA_LINK_ANCHOR (object)->where);
  G_OBJECT_CLASS (tea_link_anchor_parent_class)->finalize (object);
}

static void
tea_link_anchor_class_init (TeaLinkAnchorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tea_link_anchor_finalize;

  widget_class->measure = tea_link_anchor_measure;

  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "linkanchor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LINK);
  gtk_widget_class_install_action (widget_class, "link.open", NULL, open_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "link.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "link.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "link.open", NULL);
  gtk_widget_class_set_activate_signal (widget_class, signals[SIGNAL_ACTIVATED]);
}

static void
tea_link_anchor_init (TeaLinkAnchor *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * tea_link_anchor_new:
 * @text: the text of the link
 * @uri: (nullable): where it leads; %NULL for a covered part of the text
 *
 * Returns: (transfer floating): the place of a link
 */
GtkWidget *
tea_link_anchor_new (const char *text,
                     const char *uri)
{
  TeaLinkAnchor *self = g_object_new (TEA_TYPE_LINK_ANCHOR, NULL);

  self->where = uri != NULL ? tea_links_describe (uri) : g_strdup (_("Hidden text: activate to show it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->where,
                                  -1);
  return GTK_WIDGET (self);
}

/**
 * tea_link_anchor_get_where:
 * @self: the place of a link
 *
 * Returns: where it leads, in words for people
 */
const char *
tea_link_anchor_get_where (TeaLinkAnchor *self)
{
  g_return_val_if_fail (TEA_IS_LINK_ANCHOR (self), NULL);

  return self->where;
}
