/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The composer's text: mentions as tagged ranges of it, and the search for people after an
 * "@". A mention counts only while its text stands there unchanged. Main thread. */

#include "config.h"

#include "tea-composer-private.h"
#include "tea-message-text.h"

#include "mx-member-list.h"
#include "mx-member.h"
#include "mx-room.h"
#include "mx-text.h"

#include <string.h>

#define MAX_PREFIX 40

/*< private >
 * _tea_composer_dup_text:
 *
 * Returns: (transfer full): what is written, as it stands there
 */
char *
_tea_composer_dup_text (TeaComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/*< private >
 * _tea_composer_set_text:
 * @text: (nullable): what stands there from now on
 */
void
_tea_composer_set_text (TeaComposer *self,
                        const char  *text)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);
  GHashTableIter iter;
  gpointer tag;

  self->in_update = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  g_hash_table_iter_init (&iter, self->mention_tags);
  while (g_hash_table_iter_next (&iter, &tag, NULL))
    gtk_text_tag_table_remove (table, tag);
  g_hash_table_remove_all (self->mention_tags);
  self->in_update = FALSE;
  tea_completion_close (self->completion);
  _tea_composer_update (self);
}

static int
by_start (gconstpointer a,
          gconstpointer b)
{
  const TeaMention *x = *(TeaMention *const *) a;
  const TeaMention *y = *(TeaMention *const *) b;

  return x->start < y->start ? -1 : x->start > y->start;
}

/*< private >
 * _tea_composer_get_mentions:
 *
 * Returns: (transfer full) (element-type TeaMention): who is mentioned where, in order
 */
GPtrArray *
_tea_composer_get_mentions (TeaComposer *self)
{
  GPtrArray *mentions = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_mention_free);
  GHashTableIter iter;
  gpointer tag, user_id;

  g_hash_table_iter_init (&iter, self->mention_tags);
  while (g_hash_table_iter_next (&iter, &tag, &user_id)) {
    g_autofree char *name = NULL;
    g_autofree char *shown = NULL;
    TeaMention *mention;
    GtkTextIter start, end;

    gtk_text_buffer_get_start_iter (self->buffer, &start);
    if (!gtk_text_iter_starts_tag (&start, tag) && !gtk_text_iter_forward_to_tag_toggle (&start, tag))
      continue;
    end = start;
    gtk_text_iter_forward_to_tag_toggle (&end, tag);
    g_object_get (tag, "name", &name, NULL);
    shown = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
    /* The tag's name ends with the text that it was put on. */
    if (name == NULL || strchr (name, ' ') == NULL || strcmp (strchr (name, ' ') + 1, shown) != 0)
      continue;
    mention = g_new0 (TeaMention, 1);
    mention->start = (guint) gtk_text_iter_get_offset (&start);
    mention->end = (guint) gtk_text_iter_get_offset (&end);
    mention->user_id = g_strdup (user_id);
    g_ptr_array_add (mentions, mention);
  }
  g_ptr_array_sort (mentions, by_start);
  return mentions;
}

/* From the "@" that is being written to the cursor; FALSE when there is none. */
static gboolean
find_prefix (TeaComposer *self,
             GtkTextIter *start,
             GtkTextIter *end)
{
  int steps;

  gtk_text_buffer_get_iter_at_mark (self->buffer, end, gtk_text_buffer_get_insert (self->buffer));
  *start = *end;
  for (steps = 0; steps < MAX_PREFIX && gtk_text_iter_backward_char (start); steps++) {
    gunichar c = gtk_text_iter_get_char (start);
    GtkTextIter before = *start;

    if (g_unichar_isspace (c))
      return FALSE;
    if (c == '@')
      return !gtk_text_iter_backward_char (&before) || g_unichar_isspace (gtk_text_iter_get_char (&before)) ||
             g_unichar_ispunct (gtk_text_iter_get_char (&before));
  }
  return FALSE;
}

static void
ensure_members (TeaComposer *self)
{
  if (self->members != NULL || self->room == NULL)
    return;
  self->members = G_LIST_MODEL (mx_room_get_members (self->room));
  tea_completion_set_members (self->completion, self->members, mx_room_get_session (self->room));
}

/*< private >
 * _tea_composer_complete:
 *
 * Looks for people after the text changed.
 */
void
_tea_composer_complete (TeaComposer *self)
{
  GtkTextIter start, end;
  GdkRectangle at;
  g_autofree char *prefix = NULL;
  int x, y;

  if (!find_prefix (self, &start, &end)) {
    tea_completion_close (self->completion);
    return;
  }
  ensure_members (self);
  prefix = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  gtk_text_view_get_iter_location (self->text, &start, &at);
  gtk_text_view_buffer_to_window_coords (self->text, GTK_TEXT_WINDOW_WIDGET, at.x, at.y, &x, &y);
  at.x = x;
  at.y = y;
  tea_completion_search (self->completion, prefix + 1, &at);
}

/*< private >
 * _tea_composer_insert_mention:
 *
 * Puts a person's name where "@" and its beginning stand.
 */
void
_tea_composer_insert_mention (TeaComposer *self,
                              MxMember    *member)
{
  g_autofree char *name = mx_text_clean_name (mx_member_get_name (member));
  g_autofree char *tag_name = g_strdup_printf ("mention-%s %s", mx_member_get_user_id (member),
                                               *name != '\0' ? name : mx_member_get_user_id (member));
  const char *shown = strchr (tag_name, ' ') + 1;
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);
  GtkTextTag *tag = gtk_text_tag_table_lookup (table, tag_name);
  GtkTextIter start, end;

  if (!find_prefix (self, &start, &end))
    gtk_text_buffer_get_iter_at_mark (self->buffer, &start, gtk_text_buffer_get_insert (self->buffer)), end = start;
  if (tag == NULL) {
    tag = gtk_text_buffer_create_tag (self->buffer, tag_name, "weight", PANGO_WEIGHT_BOLD, NULL);
    g_hash_table_insert (self->mention_tags, tag, g_strdup (mx_member_get_user_id (member)));
  }
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert_with_tags (self->buffer, &start, shown, -1, tag, NULL);
  gtk_text_buffer_insert (self->buffer, &start, " ", 1);
  gtk_text_buffer_end_user_action (self->buffer);
}
