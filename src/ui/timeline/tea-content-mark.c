/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands between messages: the heading of a day, the line above what is new, the
 * spinner where messages are missing, the beginning. A label between two lines.
 * Main thread. */

#include "config.h"

#include "tea-content-mark.h"
#include "tea-time.h"

#include "mx-timeline-item.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TeaContentMark {
  GtkWidget parent_instance;

  GtkWidget *before;  /* (unowned): our child, a line; the style hides it where none is wanted */
  GtkWidget *spinner; /* (unowned) (nullable): our child, while something loads */
  GtkLabel *label;    /* (unowned): our child */
  GtkWidget *after;   /* (unowned): our child, a line */
};

static void tea_content_mark_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentMark, tea_content_mark, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_mark_iface_init))

static void
set_spinner (TeaContentMark *self,
             gboolean        visible)
{
  if (visible && self->spinner == NULL) {
    self->spinner = adw_spinner_new ();
    gtk_widget_insert_after (self->spinner, GTK_WIDGET (self), self->before);
  } else if (!visible)
    g_clear_pointer (&self->spinner, gtk_widget_unparent);
}

static char *
mark_text (MxTimelineItem *item)
{
  switch (mx_timeline_item_get_kind (item)) {
  case MX_ITEM_DAY:
    return tea_day_heading (mx_timeline_item_get_ts (item), g_get_real_time () / 1000);
  case MX_ITEM_UNREAD:
    /* Translators: heading of the line above messages that were not read yet. */
    return g_strdup (C_("unread line", "New"));
  case MX_ITEM_GAP:
    return g_strdup (_("Loading messages…"));
  case MX_ITEM_START:
    return g_strdup (_("This is the beginning of what can be read here."));
  case MX_ITEM_MESSAGE:
  case MX_ITEM_STATE:
  case MX_ITEM_REDACTED:
  case MX_ITEM_UNKNOWN:
  default:
    return g_strdup ("");
  }
}

static void
tea_content_mark_bind (TeaContent     *content,
                       MxTimelineItem *item,
                       MxSession      *session)
{
  static const char *const classes[][2] = {
    [MX_ITEM_DAY] = { "day" },
    [MX_ITEM_UNREAD] = { "unread" },
    [MX_ITEM_GAP] = { "gap" },
    [MX_ITEM_START] = { "start" },
  };
  TeaContentMark *self = TEA_CONTENT_MARK (content);
  MxItemKind kind = mx_timeline_item_get_kind (item);
  g_autofree char *text = mark_text (item);

  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char **) classes[kind]);
  gtk_label_set_text (self->label, text);
  set_spinner (self, kind == MX_ITEM_GAP);
  if (kind == MX_ITEM_DAY) {
    g_autofree char *whole = tea_time_long (mx_timeline_item_get_ts (item));

    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, whole, GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  } else
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "", GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
}

static void
tea_content_mark_unbind (TeaContent *content)
{
  set_spinner (TEA_CONTENT_MARK (content), FALSE);
}

static void
tea_content_mark_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_mark_bind;
  iface->unbind = tea_content_mark_unbind;
}

static void
tea_content_mark_dispose (GObject *object)
{
  TeaContentMark *self = TEA_CONTENT_MARK (object);

  g_clear_pointer (&self->before, gtk_widget_unparent);
  g_clear_pointer (&self->spinner, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  g_clear_pointer (&self->after, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_content_mark_parent_class)->dispose (object);
}

static void
tea_content_mark_class_init (TeaContentMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_content_mark_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "contentmark");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_HEADING);
}

static GtkWidget *
add_line (TeaContentMark *self)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_hexpand (line, TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
  return line;
}

static void
tea_content_mark_init (TeaContentMark *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->before = add_line (self);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_label_set_width_chars (self->label, 8);
  gtk_label_set_max_width_chars (self->label, 40);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  self->after = add_line (self);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_FILL);
}
