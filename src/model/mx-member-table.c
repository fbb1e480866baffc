/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The people of a room by user id, with the names that are shown.
 *
 * The engine tells names that are unique as far as the store knows the room. This
 * table is the second line: whoever looks like somebody else who is here, like a user
 * id or like a word of our own pages gets the user id beside the name, whatever the
 * engine said (security.md H04). Main thread.
 *
 * Invariant: `skeletons` holds each record with a skeleton exactly once; `names`
 * points at the `name` of each record. */

#include "config.h"

#include "mx-member-table.h"

#include "mx-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _MxMemberTable {
  gatomicrefcount ref_count;
  GHashTable *records;   /* (element-type utf8 MxMemberRecord) */
  GHashTable *names;     /* (element-type utf8 utf8): borrowed from the records */
  GHashTable *skeletons; /* (element-type utf8 GPtrArray): of borrowed records */
};

/* Words that a name must not pass for without its user id beside it. */
static const char *const reserved_words[] = {
  N_ ("Admin"), N_ ("Administrator"), N_ ("Moderator"), N_ ("Server"), N_ ("System"), N_ ("You"), "Teahouse",
  };

/* What those words look like, in English and in the person's language: made once for all rooms. */
static GHashTable *
get_reserved (void)
{
  static GHashTable *reserved = NULL;

  if (reserved != NULL)
    return reserved;
  reserved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (reserved_words); i++) {
    g_hash_table_add (reserved, mx_text_skeleton (reserved_words[i]));
    g_hash_table_add (reserved, mx_text_skeleton (_ (reserved_words[i])));
  }
  return reserved;
}

static void
record_free (MxMemberRecord *record)
{
  g_clear_pointer (&record->user_id, g_free);
  g_clear_pointer (&record->given, g_free);
  g_clear_pointer (&record->name, g_ref_string_release);
  g_clear_pointer (&record->avatar, g_free);
  g_clear_pointer (&record->skeleton, g_free);
  g_free (record);
}

static gboolean
is_here (const MxMemberRecord *record)
{
  return record->membership == MX_MEMBERSHIP_JOIN || record->membership == MX_MEMBERSHIP_INVITE;
}

/* Only user ids begin with an at sign, in whatever width. */
static gboolean
looks_like_user_id (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal == NULL || g_strchug (normal)[0] == '@';
}

static gboolean
is_ambiguous (MxMemberTable        *self,
              const MxMemberRecord *record)
{
  GPtrArray *same;

  if (record->skeleton == NULL)
    return FALSE;
  if (looks_like_user_id (record->given) || g_hash_table_contains (get_reserved (), record->skeleton))
    return TRUE;

  same = g_hash_table_lookup (self->skeletons, record->skeleton);
  for (guint i = 0; same != NULL && i < same->len; i++) {
    const MxMemberRecord *other = g_ptr_array_index (same, i);

    if (other != record && is_here (other))
      return TRUE;
  }
  return FALSE;
}

static char *
compose_name (MxMemberTable        *self,
              const MxMemberRecord *record)
{
  if (record->given == NULL || record->given[0] == '\0')
    return g_strdup (record->user_id);
  if (strstr (record->given, record->user_id) != NULL || !is_ambiguous (self, record))
    return g_strdup (record->given);
  return g_strdup_printf ("%s (%s)", record->given, record->user_id);
}

/* TRUE when the name is another one than before. */
static gboolean
refresh_name (MxMemberTable  *self,
              MxMemberRecord *record)
{
  g_autofree char *name = compose_name (self, record);

  if (g_strcmp0 (record->name, name) == 0)
    return FALSE;
  g_clear_pointer (&record->name, g_ref_string_release);
  record->name = g_ref_string_new (name);
  g_hash_table_insert (self->names, record->user_id, record->name);
  return TRUE;
}

static void
leave_skeleton (MxMemberTable  *self,
                MxMemberRecord *record)
{
  GPtrArray *same;

  if (record->skeleton == NULL)
    return;
  same = g_hash_table_lookup (self->skeletons, record->skeleton);
  g_ptr_array_remove (same, record);
  if (same->len == 0)
    g_hash_table_remove (self->skeletons, record->skeleton);
  g_clear_pointer (&record->skeleton, g_free);
}

static void
enter_skeleton (MxMemberTable  *self,
                MxMemberRecord *record)
{
  GPtrArray *same;

  if (record->given == NULL || strstr (record->given, record->user_id) != NULL)
    return;
  record->skeleton = mx_text_skeleton (record->given);
  same = g_hash_table_lookup (self->skeletons, record->skeleton);
  if (same == NULL) {
    same = g_ptr_array_new ();
    g_hash_table_insert (self->skeletons, g_strdup (record->skeleton), same);
  }
  g_ptr_array_add (same, record);
}

static void
refresh_same (MxMemberTable *self,
              const char    *skeleton,
              GHashTable    *changed)
{
  GPtrArray *same = skeleton != NULL ? g_hash_table_lookup (self->skeletons, skeleton) : NULL;

  for (guint i = 0; same != NULL && i < same->len; i++) {
    MxMemberRecord *record = g_ptr_array_index (same, i);

    if (refresh_name (self, record))
      g_hash_table_add (changed, g_strdup (record->user_id));
  }
}

static MxMemberRecord *
add_record (MxMemberTable *self,
            const char    *user_id)
{
  MxMemberRecord *record = g_new0 (MxMemberRecord, 1);

  record->user_id = g_strdup (user_id);
  record->membership = MX_MEMBERSHIP_LEAVE;
  g_hash_table_insert (self->records, record->user_id, record);
  return record;
}

static void
update_one (MxMemberTable      *self,
            const MxMemberInfo *info,
            GHashTable         *changed)
{
  MxMemberRecord *record = g_hash_table_lookup (self->records, info->user_id);
  gboolean is_new = record == NULL;
  gboolean was_here = !is_new && is_here (record);
  gboolean differs;
  g_autofree char *old_skeleton = NULL;

  if (is_new)
    record = add_record (self, info->user_id);
  differs = record->membership != info->membership || record->power != info->power;
  differs |= g_set_str (&record->avatar, info->avatar);
  record->membership = info->membership;
  record->power = info->power;
  record->is_known = TRUE;

  if (g_set_str (&record->given, info->name)) {
    old_skeleton = g_strdup (record->skeleton);
    leave_skeleton (self, record);
    enter_skeleton (self, record);
    refresh_same (self, old_skeleton, changed);
    refresh_same (self, record->skeleton, changed);
  } else if (was_here != is_here (record))
    refresh_same (self, record->skeleton, changed);
  differs |= refresh_name (self, record);

  if (differs && !is_new)
    g_hash_table_add (changed, g_strdup (record->user_id));
  else if (is_new)
    g_hash_table_remove (changed, record->user_id);
}

/*< private >
 * _mx_member_table_new:
 *
 * Returns: (transfer full): an empty table
 */
MxMemberTable *
_mx_member_table_new (void)
{
  MxMemberTable *self = g_new0 (MxMemberTable, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) record_free);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->skeletons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/*< private >
 * _mx_member_table_ref:
 *
 * Returns: (transfer full): @self
 */
MxMemberTable *
_mx_member_table_ref (MxMemberTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/*< private >
 * _mx_member_table_unref:
 * @self: (transfer full): a table
 */
void
_mx_member_table_unref (MxMemberTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->skeletons, g_hash_table_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_free (self);
}

/*< private >
 * _mx_member_table_update:
 * @infos: (element-type MxMemberInfo): what the engine tells
 *
 * Takes over what the engine tells. People whom nobody has asked about before do
 * not count as changed: no row can show them otherwise.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the user ids of those who are now
 *   shown otherwise, or %NULL when nobody is
 */
GHashTable *
_mx_member_table_update (MxMemberTable *self,
                         GPtrArray     *infos)
{
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < infos->len; i++)
    update_one (self, g_ptr_array_index (infos, i), changed);
  return g_hash_table_size (changed) > 0 ? g_steal_pointer (&changed) : NULL;
}

/*< private >
 * _mx_member_table_find:
 *
 * Returns: (transfer none) (nullable): the record, when the engine told one
 */
const MxMemberRecord *
_mx_member_table_find (MxMemberTable *self,
                       const char    *user_id)
{
  MxMemberRecord *record = g_hash_table_lookup (self->records, user_id);

  return record != NULL && record->is_known ? record : NULL;
}

/*< private >
 * _mx_member_table_ask:
 *
 * Like _mx_member_table_find (), but never %NULL: a stranger is shown by user id, and
 * counts as changed once the engine tells more.
 *
 * Returns: (transfer none): the record
 */
const MxMemberRecord *
_mx_member_table_ask (MxMemberTable *self,
                      const char    *user_id)
{
  MxMemberRecord *record = g_hash_table_lookup (self->records, user_id);

  if (record == NULL) {
    record = add_record (self, user_id);
    refresh_name (self, record);
  }
  return record;
}

/*< private >
 * _mx_member_table_get_names:
 *
 * Returns: (transfer none) (element-type utf8 utf8): user id to name, for
 *   mx_event_dup_summary ()
 */
GHashTable *
_mx_member_table_get_names (MxMemberTable *self)
{
  return self->names;
}

/*< private >
 * _mx_member_table_foreach:
 * @func: gets user id and #MxMemberRecord
 */
void
_mx_member_table_foreach (MxMemberTable *self,
                          GHFunc         func,
                          gpointer       user_data)
{
  g_hash_table_foreach (self->records, func, user_data);
}
