/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by mx-sqlite.c (connection, transactions) and mx-sqlite-cursor.c (statements). */

#pragma once

#include "mx-sqlite.h"

#include <sqlcipher/sqlite3.h>

G_BEGIN_DECLS

struct _MxSqlite {
  sqlite3 *db;            /* (owned)                                              */
  GHashTable *statements; /* (owned) (element-type utf8 sqlite3_stmt): by address */
  guint depth;            /* of transactions inside each other                    */
  GError *broken;         /* (owned) (nullable): why the open one cannot commit   */
};

gboolean _mx_sqlite_fail  (MxSqlite    *self,
                           int          rc,
                           const char  *doing,
                           GError     **error);
gboolean _mx_sqlite_alive (MxSqlite  *self,
                           GError   **error);

G_END_DECLS
