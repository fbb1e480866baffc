/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reducer. What a sync brought, of whatever kind, goes into the store in ONE
 * transaction together with the token that asks for the next one; the same pass fills
 * the delta. A crash, a full disk or a failure at any point leaves the store as it was,
 * and the server is asked for the same again.
 *
 * Order: letters for the crypto machine, global account data, rooms, token, COMMIT.
 * Nothing here is published: the caller does that, after the commit. Engine thread. */

#include "config.h"

#include "mx-sync-apply-private.h"

#include "mx-event.h"
#include "mx-json.h"
#include "mx-summary.h"
#include "types/m-direct.h"
#include "types/m-ignored-user-list.h"

/* Its table's content struct bears the name of the rules that are evaluated. */
#define PUSH_RULES "m.push_rules"

/**
 * mx_sync_account_event:
 * @type: an event type
 * @content_json: its content as JSON text
 *
 * Returns: (transfer full) (nullable): the account data as an event
 */
MxEvent *
mx_sync_account_event (const char *type,
                       const char *content_json)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"%s\",\"content\":%s}", type, content_json);

  return mx_event_new (json, strlen (json), MX_EVENT_ACCOUNT_DATA, NULL, NULL);
}

/**
 * mx_sync_ignored_users:
 * @content_json: the content of m.ignored_user_list
 *
 * Returns: (transfer full) (nullable): user ids
 */
char **
mx_sync_ignored_users (const char *content_json)
{
  g_autoptr (MxEvent) event = mx_sync_account_event (mx_type_ignored_user_list.name, content_json);
  const MxIgnoredUserList *list = event ? mx_event_get_content_as (event, &mx_type_ignored_user_list) : NULL;

  return list ? g_strdupv (list->users) : NULL;
}

/* --- what the store knows of the account --------------------------------------------- */

static MxEvent *
load_account_event (MxStore    *store,
                    const char *type)
{
  g_autofree char *content = mx_store_get_account_data (store, NULL, type, NULL);

  return content ? mx_sync_account_event (type, content) : NULL;
}

static void
load_direct (MxSyncApply *self)
{
  g_autoptr (MxEvent) event = load_account_event (self->scope->store, mx_type_direct.name);
  const MxDirect *direct = event ? mx_event_get_content_as (event, &mx_type_direct) : NULL;
  GHashTableIter iter;
  gpointer user_id, rooms;
  char **room;

  g_hash_table_remove_all (self->direct);
  if (!direct)
    return;
  g_hash_table_iter_init (&iter, direct->rooms);
  while (g_hash_table_iter_next (&iter, &user_id, &rooms))
    for (room = rooms; *room; room++)
      g_hash_table_insert (self->direct, g_strdup (*room), g_strdup (user_id));
}

static void
load_ignored (MxSyncApply *self)
{
  g_autofree char *content = mx_store_get_account_data (self->scope->store, NULL, mx_type_ignored_user_list.name, NULL);
  g_auto (GStrv) users = content ? mx_sync_ignored_users (content) : NULL;
  guint i;

  g_hash_table_remove_all (self->ignored);
  for (i = 0; users && users[i]; i++)
    g_hash_table_add (self->ignored, g_strdup (users[i]));
}

static void
load_rules (MxSyncApply *self)
{
  g_autofree char *content = mx_store_get_account_data (self->scope->store, NULL, PUSH_RULES, NULL);

  g_clear_pointer (&self->rules, mx_push_rules_free);
  self->rules = mx_push_rules_new (content, self->scope->user_id);
}

/* --- account data -------------------------------------------------------------------- */

static gboolean
update_row (MxSyncApply  *self,
            MxStoreRoom  *row,
            GError      **error)
{
  const char *direct = g_hash_table_lookup (self->direct, row->room_id);
  gboolean muted = mx_push_rules_is_muted (self->rules, row->room_id);
  gboolean renamed = g_strcmp0 (direct, row->direct_user) != 0;

  if (!renamed && muted == row->is_muted)
    return TRUE;
  row->is_muted = muted;
  if (renamed) {
    g_free (row->direct_user);
    row->direct_user = g_strdup (direct);
    row->is_direct = direct != NULL;
    if (!mx_summary_compute_name (self->scope->store, row, self->scope->user_id, error))
      return FALSE;
  }
  if (!mx_store_save_room (self->scope->store, row, error))
    return FALSE;
  mx_delta_add_room (self->delta, row->room_id)->summary = mx_summary_from_row (self->scope->store, row, FALSE);
  return TRUE;
}

/* Of the rooms that are there already; the new ones look for themselves. */
static gboolean
update_rows (MxSyncApply  *self,
             GError      **error)
{
  g_autoptr (GPtrArray) rows = mx_store_list_rooms (self->scope->store, error);
  guint i;

  for (i = 0; rows && i < rows->len; i++)
    if (!update_row (self, g_ptr_array_index (rows, i), error))
      return FALSE;
  return rows != NULL;
}

static gboolean
apply_account_data (MxSyncApply     *self,
                    MxSyncResponse  *response,
                    GError         **error)
{
  GPtrArray *events = mx_sync_response_get_account_data (response);
  gboolean rooms_change = FALSE;
  MxEvent *event;
  guint i;

  for (i = 0; events && i < events->len; i++) {
    g_autofree char *content = NULL;

    event = g_ptr_array_index (events, i);
    content = mx_event_dup_content_json (event);
    if (!mx_store_set_account_data (self->scope->store, NULL, mx_event_get_type_name (event), content, error))
      return FALSE;
    rooms_change |= mx_event_get_content_as (event, &mx_type_direct) != NULL;
    rooms_change |= g_str_equal (mx_event_get_type_name (event), PUSH_RULES);
    if (mx_event_get_content_as (event, &mx_type_ignored_user_list)) {
      g_strfreev (self->delta->ignored);
      self->delta->ignored = mx_sync_ignored_users (content);
    }
  }
  load_direct (self);
  load_ignored (self);
  load_rules (self);
  return !rooms_change || self->is_first || update_rows (self, error);
}

/**
 * mx_sync_apply_crypto:
 * @scope: where
 * @crypto: the letters
 * @error: a place for an error
 *
 * Hands the letters to the crypto machine. This version has none, and has published no
 * keys: nobody can have written to it.
 *
 * Returns: whether they were taken
 */
gboolean
mx_sync_apply_crypto (const MxSyncScope   *scope,
                      const MxSyncCrypto  *crypto,
                      GError             **error)
{
  if (crypto->to_device && !g_str_equal (crypto->to_device, "[]"))
    g_debug ("letters to this device that nobody can open are left out");
  return TRUE;
}

/* --- the response -------------------------------------------------------------------- */

static gboolean
apply_rooms (MxSyncApply     *self,
             MxSyncResponse  *response,
             GError         **error)
{
  for (;;) {
    MxSyncRoom *room = mx_sync_response_next_room (response);

    if (!room)
      return TRUE;
    if (!_mx_sync_apply_room (self, room, error))
      return FALSE;
  }
}

static gboolean
apply_all (MxSyncApply     *self,
           MxSyncResponse  *response,
           GError         **error)
{
  g_auto (MxStoreTransaction) transaction = { NULL };
  g_autofree char *since = NULL;
  g_autoptr (GError) local = NULL;

  if (!mx_store_transaction_begin (&transaction, self->scope->store, error))
    return FALSE;
  since = mx_store_get_value (self->scope->store, "since", &local);
  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->is_first = since == NULL;
  if (!mx_sync_apply_crypto (self->scope, mx_sync_response_get_crypto (response), error) ||
      !apply_account_data (self, response, error) ||
      !apply_rooms (self, response, error) ||
      !_mx_sync_apply_sent (self, error) ||
      !_mx_sync_apply_services (self, error) ||
      !mx_store_set_value (self->scope->store, "since", mx_sync_response_get_next_batch (response), error))
    return FALSE;
  return mx_store_transaction_commit (&transaction, error);
}

/**
 * mx_sync_apply:
 * @scope: where, and for whom
 * @response: what a sync brought
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): what has changed; %NULL: nothing has, see @error
 */
MxDelta *
mx_sync_apply (const MxSyncScope  *scope,
               MxSyncResponse     *response,
               GError            **error)
{
  MxSyncApply self = { .scope = scope };
  gboolean ok;

  self.delta = mx_delta_new ();
  self.direct = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ok = apply_all (&self, response, error);
  g_hash_table_unref (self.direct);
  g_hash_table_unref (self.ignored);
  g_clear_pointer (&self.rules, mx_push_rules_free);
  if (!ok)
    g_clear_pointer (&self.delta, mx_delta_unref);
  return self.delta;
}
