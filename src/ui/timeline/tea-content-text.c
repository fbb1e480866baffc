/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody wrote: plain text in one label, or HTML as a tree of labels. Long texts
 * are shown in steps (security.md H10): 40 lines, then 400, then all; how far a message
 * was opened is remembered by its event while the program runs, so that it is as high as
 * before when it is scrolled back into view. Main thread. */

#include "config.h"

#include "tea-content-text.h"
#include "tea-html-view.h"
#include "tea-text-label.h"

#include "mx-event.h"
#include "mx-text.h"
#include "mx-timeline-item.h"
#include "types/m-room-message.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_OPENED 1000

static const struct
{
  guint lines;
  guint chars;
} steps[] = {
  { 40, 4000 },
  { 400, 20000 },
  { 2000, 70000 },
};

struct _TeaContentText {
  GtkWidget parent_instance;

  TeaTextLabel *label;  /* (unowned): our child; for plain text */
  GtkWidget *blocks;    /* (unowned) (nullable): our child, for HTML */
  GtkWidget *more;      /* (unowned) (nullable): our child, when there is more */
  MxTimelineItem *item; /* (owned) (nullable) */
  MxSession *session;   /* (owned) (nullable): knows the room's community */
};

static void tea_content_text_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentText, tea_content_text, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_text_iface_init))

/* Event id → how many steps it was opened. */
static GHashTable *
get_opened (void)
{
  static GHashTable *opened = NULL;

  if (opened == NULL)
    opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return opened;
}

static const char *
item_key (MxTimelineItem *item)
{
  const char *id = mx_timeline_item_get_event_id (item);

  return id != NULL ? id : mx_timeline_item_get_txn_id (item);
}

static guint
get_step (MxTimelineItem *item)
{
  const char *key = item_key (item);

  return key != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (get_opened (), key)) : 0;
}

static const MxRoomMessage *
get_message (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_event (item);

  return event != NULL ? mx_event_get_content_as (event, &mx_type_room_message) : NULL;
}

/* "* Ann " before what somebody does. */
static TeaText *
make_lead (MxTimelineItem *item)
{
  const MxRoomMessage *message = get_message (item);
  const char *name = mx_timeline_item_get_sender_name (item);
  g_autofree char *clean = NULL;
  g_autofree char *isolated = NULL;
  TeaText *lead;

  if (message == NULL || message->msgtype != MX_MSGTYPE_EMOTE)
    return NULL;
  clean = mx_text_clean_name (name);
  isolated = mx_text_isolate (clean);
  lead = tea_text_new_plain ("* ", FALSE);
  tea_text_append (lead, isolated, -1);
  tea_text_append (lead, " ", 1);
  tea_text_add_attr (lead, 0, (guint) lead->text->len, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  return lead;
}

static void
remove_child (GtkWidget **child)
{
  g_clear_pointer (child, gtk_widget_unparent);
}

static gboolean
show_html (TeaContentText *self,
           const char     *html,
           guint           step,
           gboolean       *cut)
{
  TeaHtmlOptions options = { steps[step].lines, steps[step].chars,
                             adw_style_manager_get_dark (adw_style_manager_get_default ()),
                             tea_content_get_rules (self->item, self->session) };
  g_autoptr (GPtrArray) blocks = tea_html_parse (html, &options, make_lead (self->item), cut);
  TeaHtmlBlock *first;

  if (blocks == NULL)
    return FALSE;
  first = g_ptr_array_index (blocks, 0);
  if (blocks->len == 1 && first->kind == TEA_BLOCK_PARAGRAPH) {
    tea_text_label_set_text (self->label, g_steal_pointer (&first->text));
    gtk_widget_set_visible (GTK_WIDGET (self->label), TRUE);
    return TRUE;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->label), FALSE);
  tea_text_label_set_text (self->label, NULL);
  self->blocks = tea_html_view_build (blocks);
  gtk_widget_insert_after (self->blocks, GTK_WIDGET (self), GTK_WIDGET (self->label));
  return TRUE;
}

static void
show_plain (TeaContentText *self,
            const char     *body,
            guint           step,
            gboolean       *cut)
{
  g_autofree char *limited = mx_text_limit (body, steps[step].lines, steps[step].chars, cut);
  g_autofree char *tame = tea_text_break_words (limited);
  TeaText *text = make_lead (self->item);
  guint start;

  if (text == NULL)
    text = tea_text_new ();
  start = (guint) text->text->len;
  tea_text_append (text, g_strchomp (tame), -1);
  tea_text_linkify (text, start, tea_content_get_rules (self->item, self->session));
  tea_text_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->label), TRUE);
}

static void show_item (TeaContentText *self);

static void
on_more_clicked (GtkButton      *button,
                 TeaContentText *self)
{
  const char *key = item_key (self->item);
  guint step = get_step (self->item);

  if (key == NULL)
    return;
  if (g_hash_table_size (get_opened ()) >= MAX_OPENED)
    g_hash_table_remove_all (get_opened ());
  g_hash_table_insert (get_opened (), g_strdup (key), GUINT_TO_POINTER (step + 1));
  show_item (self);
}

static void
show_more_button (TeaContentText *self)
{
  self->more = gtk_button_new_with_label (_("Show more"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_add_css_class (self->more, "show-more");
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  g_signal_connect (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

static void
show_item (TeaContentText *self)
{
  const MxRoomMessage *message = get_message (self->item);
  const char *html = message != NULL ? message->formatted_body : NULL;
  guint step = MIN (get_step (self->item), G_N_ELEMENTS (steps) - 1);
  gboolean cut = FALSE;

  remove_child (&self->blocks);
  remove_child (&self->more);
  if (message != NULL && message->msgtype == MX_MSGTYPE_NOTICE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "notice");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "notice");
  if (html == NULL || !show_html (self, html, step, &cut))
    show_plain (self, mx_timeline_item_get_text (self->item), step, &cut);
  if (cut && step + 1 < G_N_ELEMENTS (steps))
    show_more_button (self);
}

static void
tea_content_text_bind (TeaContent     *content,
                       MxTimelineItem *item,
                       MxSession      *session)
{
  TeaContentText *self = TEA_CONTENT_TEXT (content);

  g_set_object (&self->item, item);
  g_set_object (&self->session, session);
  show_item (self);
}

static void
tea_content_text_unbind (TeaContent *content)
{
  TeaContentText *self = TEA_CONTENT_TEXT (content);

  g_clear_object (&self->item);
  g_clear_object (&self->session);
  remove_child (&self->blocks);
  remove_child (&self->more);
}

static char *
find_selection (GtkWidget *widget)
{
  GtkWidget *child;

  if (TEA_IS_TEXT_LABEL (widget))
    return tea_text_label_dup_selection (TEA_TEXT_LABEL (widget));
  for (child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child)) {
    char *selection = find_selection (child);

    if (selection != NULL)
      return selection;
  }
  return NULL;
}

static char *
tea_content_text_dup_selection (TeaContent *content)
{
  return find_selection (GTK_WIDGET (content));
}

static void
tea_content_text_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_text_bind;
  iface->unbind = tea_content_text_unbind;
  iface->dup_selection = tea_content_text_dup_selection;
}

static void
tea_content_text_dispose (GObject *object)
{
  TeaContentText *self = TEA_CONTENT_TEXT (object);

  tea_content_text_unbind (TEA_CONTENT (self));
  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_content_text_parent_class)->dispose (object);
}

static void
tea_content_text_class_init (TeaContentTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_content_text_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "contenttext");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_content_text_init (TeaContentText *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->label = TEA_TEXT_LABEL (tea_text_label_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}
