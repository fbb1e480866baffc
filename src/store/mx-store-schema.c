/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Migrations: numbered SQL files, each run once in a transaction of its own, in order.
 * `PRAGMA user_version` says which was the last. The list only ever grows. */

#include "config.h"

#include "mx-store-private.h"

#include "mx-error.h"
#include "mx-store-resources.h"

#define FOLDER "/org/teahouse/Teahouse/store/sql/"

static const struct
{
  const char *path;
  const char *pragma;
} migrations[] = {
  { FOLDER "0001-first-light.sql", "PRAGMA user_version = 1" },
  { FOLDER "0002-files.sql", "PRAGMA user_version = 2" },
};

static gboolean
migrate_one (MxSqlite  *db,
             guint      i,
             GError   **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  g_autoptr (GBytes) script = NULL;

  script = g_resource_lookup_data (mx_store_get_resource (), migrations[i].path,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  return script != NULL &&
         mx_transaction_begin (&transaction, db, error) &&
         mx_sqlite_exec (db, g_bytes_get_data (script, NULL), error) &&
         mx_sqlite_exec (db, migrations[i].pragma, error) &&
         mx_transaction_commit (&transaction, error);
}

/* Brings @db to the newest schema; refuses one that is newer still. */
gboolean
_mx_store_migrate (MxSqlite  *db,
                   GError   **error)
{
  gint64 version = 0;

  if (!mx_sqlite_query_int (db, error, &version, "PRAGMA user_version", ""))
    return FALSE;
  if (version < 0 || version > (gint64) G_N_ELEMENTS (migrations)) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_NEWER,
                 "the store was written by a newer Teahouse (schema %" G_GINT64_FORMAT ")", version);
    return FALSE;
  }
  for (; version < (gint64) G_N_ELEMENTS (migrations); version++)
    if (!migrate_one (db, version, error))
      return FALSE;
  return TRUE;
}
