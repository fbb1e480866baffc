/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* A statement that runs: bind, then step. Cleared, it goes back to the connection's cache. */
typedef struct _MxCursor MxCursor;

/* Rolls back when it leaves the scope uncommitted. Inside another one it joins that one:
 * what fails inside makes the outer commit fail. */
typedef struct
{
  MxSqlite *db; /* (unowned) (nullable) */
} MxTransaction;

/* @path NULL: in memory. */
MxSqlite *mx_sqlite_open               (const char  *path,
                                        MxSecret    *key,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void      mx_sqlite_close              (MxSqlite *self);
gboolean  mx_sqlite_is_plaintext       (const char *path);
/* "4.6.1 community" */
char     *mx_sqlite_dup_cipher_version (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Called after every rollback, SQLite's own included; must not touch the database. */
void      mx_sqlite_on_rollback        (MxSqlite *self,
                                        void (*func) (gpointer),
                                        gpointer  user_data);

/* @sql is a literal: statements are kept by its address. @types has a letter a parameter:
 * s text (nullable), i int, I gint64, d double, b GBytes (nullable). */
gboolean  mx_sqlite_run       (MxSqlite    *self,
                               GError     **error,
                               const char  *sql,
                               const char  *types,
                               ...);
MxCursor *mx_sqlite_query     (MxSqlite    *self,
                               GError     **error,
                               const char  *sql,
                               const char  *types,
                               ...) G_GNUC_WARN_UNUSED_RESULT;
/* The first column of the first row; @value is untouched where there is no row. */
gboolean  mx_sqlite_query_int (MxSqlite    *self,
                               GError     **error,
                               gint64      *value,
                               const char  *sql,
                               const char  *types,
                               ...);
/* Several statements, no parameters, not kept: migrations. */
gboolean  mx_sqlite_exec      (MxSqlite    *self,
                               const char  *sql,
                               GError     **error);
gint64    mx_sqlite_last_row  (MxSqlite *self);
int       mx_sqlite_changes   (MxSqlite *self);

MxCursor   *mx_sqlite_prepare     (MxSqlite    *self,
                                   const char  *sql,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Parameters count from 1, columns from 0. */
void        mx_cursor_bind_int    (MxCursor *self,
                                   int       parameter,
                                   gint64    value);
void        mx_cursor_bind_double (MxCursor *self,
                                   int       parameter,
                                   double    value);
void        mx_cursor_bind_text   (MxCursor   *self,
                                   int         parameter,
                                   const char *value);
void        mx_cursor_bind_bytes  (MxCursor *self,
                                   int       parameter,
                                   GBytes   *value);
/* FALSE at the end, and with @error set when it failed. */
gboolean    mx_cursor_next        (MxCursor  *self,
                                   GError   **error);
gint64      mx_cursor_int         (MxCursor *self,
                                   int       column);
double      mx_cursor_double      (MxCursor *self,
                                   int       column);
const char *mx_cursor_text        (MxCursor *self,
                                   int       column);
GBytes     *mx_cursor_dup_bytes   (MxCursor *self,
                                   int       column) G_GNUC_WARN_UNUSED_RESULT;
gboolean    mx_cursor_is_null     (MxCursor *self,
                                   int       column);
void        mx_cursor_free        (MxCursor *self);

gboolean mx_transaction_begin     (MxTransaction  *self,
                                   MxSqlite       *db,
                                   GError        **error);
gboolean mx_transaction_commit    (MxTransaction  *self,
                                   GError        **error);
void     mx_transaction_clear     (MxTransaction *self);
gboolean mx_sqlite_in_transaction (MxSqlite *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxSqlite, mx_sqlite_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxCursor, mx_cursor_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MxTransaction, mx_transaction_clear)

G_END_DECLS
