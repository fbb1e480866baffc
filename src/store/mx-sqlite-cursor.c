/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Statements: prepared once, kept by the address of their text, bound and stepped. Values
 * reach SQL only as bound parameters. A statement in use is out of the cache, so the same
 * text asked for meanwhile gets one of its own. Thread: the engine's. */

#include "config.h"

#include "mx-sqlite-private.h"

#include "mx-error.h"

#include <stdarg.h>

struct _MxCursor {
  MxSqlite *db;       /* (unowned)                                     */
  const char *sql;    /* (unowned): a literal, its address is the key   */
  sqlite3_stmt *stmt; /* (owned)                                       */
};

static sqlite3_stmt *
compile (MxSqlite    *self,
         const char  *sql,
         GError     **error)
{
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

  if (rc != SQLITE_OK)
    _mx_sqlite_fail (self, rc, "preparing", error);
  return stmt;
}

/**
 * mx_sqlite_prepare:
 * @self: a connection
 * @sql: a literal
 *
 * Returns: (transfer full) (nullable): the statement, without bindings
 */
MxCursor *
mx_sqlite_prepare (MxSqlite    *self,
                   const char  *sql,
                   GError     **error)
{
  MxCursor *cursor;
  gpointer stmt = NULL;

  if (!_mx_sqlite_alive (self, error))
    return NULL;
  if (!g_hash_table_steal_extended (self->statements, sql, NULL, &stmt))
    stmt = compile (self, sql, error);
  if (stmt == NULL)
    return NULL;
  cursor = g_new0 (MxCursor, 1);
  cursor->db = self;
  cursor->sql = sql;
  cursor->stmt = stmt;
  return cursor;
}

/**
 * mx_cursor_free:
 * @self: (transfer full): a statement; it goes back to the cache
 */
void
mx_cursor_free (MxCursor *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  /* Where the place is taken, the older one is finalized. */
  g_hash_table_insert (self->db->statements, (gpointer) self->sql, self->stmt);
  g_free (self);
}

/**
 * mx_cursor_bind_int:
 * @self: a statement that was not stepped yet
 * @parameter: from 1
 * @value: what to bind
 */
void
mx_cursor_bind_int (MxCursor *self,
                    int       parameter,
                    gint64    value)
{
  if (sqlite3_bind_int64 (self->stmt, parameter, value) != SQLITE_OK)
    g_critical ("no parameter %d", parameter);
}

/**
 * mx_cursor_bind_double:
 * @self: a statement that was not stepped yet
 * @parameter: from 1
 * @value: what to bind
 */
void
mx_cursor_bind_double (MxCursor *self,
                       int       parameter,
                       double    value)
{
  if (sqlite3_bind_double (self->stmt, parameter, value) != SQLITE_OK)
    g_critical ("no parameter %d", parameter);
}

/**
 * mx_cursor_bind_text:
 * @self: a statement that was not stepped yet
 * @parameter: from 1
 * @value: (nullable): what to bind
 */
void
mx_cursor_bind_text (MxCursor   *self,
                     int         parameter,
                     const char *value)
{
  /* A text beyond SQLite's limit stays unbound: NULL, which NOT NULL columns refuse. */
  int rc = sqlite3_bind_text (self->stmt, parameter, value, -1, SQLITE_TRANSIENT);

  if (rc != SQLITE_OK && rc != SQLITE_TOOBIG)
    g_critical ("no parameter %d", parameter);
}

/**
 * mx_cursor_bind_bytes:
 * @self: a statement that was not stepped yet
 * @parameter: from 1
 * @value: (nullable): what to bind
 */
void
mx_cursor_bind_bytes (MxCursor *self,
                      int       parameter,
                      GBytes   *value)
{
  gsize len = 0;
  gconstpointer data = value != NULL ? g_bytes_get_data (value, &len) : NULL;
  int rc;

  if (value == NULL)
    rc = sqlite3_bind_null (self->stmt, parameter);
  else
    rc = sqlite3_bind_blob64 (self->stmt, parameter, data != NULL ? data : "", len, SQLITE_TRANSIENT);
  if (rc != SQLITE_OK && rc != SQLITE_TOOBIG)
    g_critical ("no parameter %d", parameter);
}

static void
bind_all (MxCursor   *self,
          const char *types,
          va_list     args)
{
  int i;

  for (i = 0; types[i] != '\0'; i++)
    switch (types[i]) {
    case 's':
      mx_cursor_bind_text (self, i + 1, va_arg (args, const char *));
      break;
    case 'i':
      mx_cursor_bind_int (self, i + 1, va_arg (args, int));
      break;
    case 'I':
      mx_cursor_bind_int (self, i + 1, va_arg (args, gint64));
      break;
    case 'd':
      mx_cursor_bind_double (self, i + 1, va_arg (args, double));
      break;
    case 'b':
      mx_cursor_bind_bytes (self, i + 1, va_arg (args, GBytes *));
      break;
    default:
      g_assert_not_reached ();
    }
  if (i != sqlite3_bind_parameter_count (self->stmt))
    g_critical ("%d parameters instead of %d", i, sqlite3_bind_parameter_count (self->stmt));
}

/**
 * mx_cursor_next:
 * @self: a statement
 *
 * Returns: whether there is a row; %FALSE at the end, and with @error set
 */
gboolean
mx_cursor_next (MxCursor  *self,
                GError   **error)
{
  int rc = sqlite3_step (self->stmt);

  if (rc == SQLITE_ROW)
    return TRUE;
  if (rc != SQLITE_DONE)
    _mx_sqlite_fail (self->db, rc, "running", error);
  return FALSE;
}

/**
 * mx_cursor_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value
 */
gint64
mx_cursor_int (MxCursor *self,
               int       column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

/**
 * mx_cursor_double:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the value
 */
double
mx_cursor_double (MxCursor *self,
                  int       column)
{
  return sqlite3_column_double (self->stmt, column);
}

/**
 * mx_cursor_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the value, until the next step
 */
const char *
mx_cursor_text (MxCursor *self,
                int       column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

/**
 * mx_cursor_dup_bytes:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the value
 */
GBytes *
mx_cursor_dup_bytes (MxCursor *self,
                     int       column)
{
  gconstpointer data;

  if (mx_cursor_is_null (self, column))
    return NULL;
  data = sqlite3_column_blob (self->stmt, column);
  return g_bytes_new (data, sqlite3_column_bytes (self->stmt, column));
}

/**
 * mx_cursor_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the value is absent
 */
gboolean
mx_cursor_is_null (MxCursor *self,
                   int       column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

/**
 * mx_sqlite_run:
 * @self: a connection
 * @sql: a literal
 * @types: a letter a parameter, see the header
 * @...: the parameters
 *
 * Runs one statement to its end; rows are passed over.
 *
 * Returns: whether it succeeded
 */
gboolean
mx_sqlite_run (MxSqlite    *self,
               GError     **error,
               const char  *sql,
               const char  *types,
               ...)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_prepare (self, sql, error);
  GError *failure = NULL;
  va_list args;

  if (cursor == NULL)
    return FALSE;
  va_start (args, types);
  bind_all (cursor, types, args);
  va_end (args);
  while (mx_cursor_next (cursor, &failure))
    ;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * mx_sqlite_query:
 * @self: a connection
 * @sql: a literal
 * @types: a letter a parameter, see the header
 * @...: the parameters
 *
 * Returns: (transfer full) (nullable): the statement, before its first row
 */
MxCursor *
mx_sqlite_query (MxSqlite    *self,
                 GError     **error,
                 const char  *sql,
                 const char  *types,
                 ...)
{
  MxCursor *cursor = mx_sqlite_prepare (self, sql, error);
  va_list args;

  if (cursor == NULL)
    return NULL;
  va_start (args, types);
  bind_all (cursor, types, args);
  va_end (args);
  return cursor;
}

/**
 * mx_sqlite_query_int:
 * @self: a connection
 * @value: (out): the first column of the first row; untouched where there is none
 * @sql: a literal
 * @types: a letter a parameter, see the header
 * @...: the parameters
 *
 * Returns: whether it succeeded, also without a row
 */
gboolean
mx_sqlite_query_int (MxSqlite    *self,
                     GError     **error,
                     gint64      *value,
                     const char  *sql,
                     const char  *types,
                     ...)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_prepare (self, sql, error);
  GError *failure = NULL;
  va_list args;

  if (cursor == NULL)
    return FALSE;
  va_start (args, types);
  bind_all (cursor, types, args);
  va_end (args);
  if (mx_cursor_next (cursor, &failure) && !mx_cursor_is_null (cursor, 0))
    *value = mx_cursor_int (cursor, 0);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
