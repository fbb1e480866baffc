/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry of event types: finds the table of a name. The array behind it is made by
 * build-aux/event-table from the list in meson.build. Any thread. */

#include "config.h"

#include "mx-event-private.h"

static GHashTable *
get_index (void)
{
  static GHashTable *index = NULL;

  if (g_once_init_enter_pointer (&index)) {
    GHashTable *made = g_hash_table_new (g_str_hash, g_str_equal);

    for (gsize i = 0; i < _mx_event_table_size; i++)
      g_hash_table_insert (made, (gpointer) _mx_event_table[i]->name, (gpointer) _mx_event_table[i]);
    g_once_init_leave_pointer (&index, made);
  }
  return index;
}

/**
 * mx_event_type_find:
 * @name: a type, "m.room.message"
 * @kind: the kind of event
 *
 * Returns: (transfer none): the table of that type and kind, else `mx_unknown_type`
 */
const MxEventType *
mx_event_type_find (const char  *name,
                    MxEventKind  kind)
{
  const MxEventType *type = g_hash_table_lookup (get_index (), name);

  return type != NULL && type->kind == kind ? type : &mx_unknown_type;
}

/**
 * mx_event_type_list:
 * @n_types: (out) (optional): how many
 *
 * Returns: (transfer none) (array length=n_types): every type that is known
 */
const MxEventType *const *
mx_event_type_list (gsize *n_types)
{
  if (n_types != NULL)
    *n_types = _mx_event_table_size;
  return _mx_event_table;
}
