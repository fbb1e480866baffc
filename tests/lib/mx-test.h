/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every test may need: waiting for a condition, temporary directories, awaiting callbacks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where time is measured: sanitizers make everything slower by about this much. */
#ifdef __SANITIZE_ADDRESS__
#define MX_TEST_SLOWER 8
#else
#define MX_TEST_SLOWER 1
#endif

/* g_test_init () with directories of its own; what mx_test_temp_dir () made is removed at exit. */
void        mx_test_init             (int    *argc,
                                      char ***argv);
/* The same with the system's data directories: for what needs schemas or image loaders. */
void        mx_test_init_with_system (int    *argc,
                                      char ***argv);
/* (transfer none): a new directory. */
const char *mx_test_temp_dir         (void);
void        mx_test_remove_tree      (const char *path);
/* The file's bytes, NUL-terminated, from tests/fixtures. */
char       *mx_test_fixture          (const char *path,
                                      gsize      *len) G_GNUC_WARN_UNUSED_RESULT;

/* Runs the thread's default context until @condition holds; FALSE when the deadline passes. */
typedef  gboolean     (*MxTestFunc) (gpointer user_data);
gboolean mx_test_wait (MxTestFunc func,
                       gpointer   user_data,
                       guint      deadline_ms);
#define mx_test_assert_wait(func, data, ms) g_assert_true (mx_test_wait ((MxTestFunc) (func), (data), (ms)))
/* Runs it for a while, for what must not happen. */
void     mx_test_spin (guint ms);

/* g_autoptr (GAsyncResult) result = NULL; foo_async (…, mx_test_store_cb, &result); mx_test_await (&result, 5000); */
void mx_test_store_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);
void mx_test_await    (GAsyncResult **result,
                       guint          deadline_ms);

/* Resident memory and its peak since mx_test_reset_peak (), in bytes. */
gsize mx_test_rss        (void);
gsize mx_test_peak_rss   (void);
void  mx_test_reset_peak (void);

G_END_DECLS
