/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox: order, queues, and what a restart leaves. */

#include "config.h"

#include "mx-error.h"
#include "mx-secret.h"
#include "mx-store-outbox.h"
#include "mx-store-test.h"

static MxStoreOutboxItem *
add (MxStore    *store,
     const char *room,
     const char *txn,
     const char *queue)
{
  MxStoreOutboxItem *item = mx_store_outbox_item_new (MX_OUTBOX_MESSAGE, room, txn);
  g_autoptr (GError) error = NULL;

  item->queue = g_strdup (queue);
  item->type = g_strdup ("m.room.message");
  item->content = g_strdup ("{}");
  mx_store_outbox_add (store, item, &error);
  g_assert_no_error (error);
  g_assert_cmpint (item->id, >, 0);
  return item;
}

/* The transaction ids that are due, with blanks between. */
static char *
due (MxStore *store,
     gint64   now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = mx_store_outbox_list_due (store, now, &error);
  GString *text = g_string_new (NULL);
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < items->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", ((MxStoreOutboxItem *) items->pdata[i])->txn_id);
  return g_string_free_and_steal (text);
}

#define assert_due(store, now, expected)       \
  G_STMT_START                                 \
  {                                            \
    g_autofree char *seen_ = due (store, now); \
    g_assert_cmpstr (seen_, ==, expected);     \
  }                                            \
  G_STMT_END

static void
test_order (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreOutboxItem) a1 = add (store, "!a:x", "a1", NULL);
  g_autoptr (MxStoreOutboxItem) a2 = add (store, "!a:x", "a2", NULL);
  g_autoptr (MxStoreOutboxItem) b1 = add (store, "!b:x", "b1", NULL);
  g_autoptr (MxStoreOutboxItem) account = add (store, NULL, "g1", NULL);
  g_autoptr (MxStoreOutboxItem) receipt = add (store, "!a:x", "r1", "receipts!a:x");

  assert_due (store, 0, "a1 b1 g1 r1");
  a1->state = MX_SEND_SENDING;
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  assert_due (store, 0, "b1 g1 r1");
  a1->state = MX_SEND_SENT;
  a1->event_id = g_strdup ("$a1");
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  assert_due (store, 0, "a2 b1 g1 r1");
}

static void
test_failed_holds_up_nobody (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreOutboxItem) a1 = add (store, "!a:x", "a1", NULL);
  g_autoptr (MxStoreOutboxItem) a2 = add (store, "!a:x", "a2", NULL);
  g_autoptr (MxStoreOutboxItem) found = NULL;

  a1->state = MX_SEND_FAILED;
  a1->error_code = MX_ERROR_FORBIDDEN;
  a1->error_message = g_strdup ("no");
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  assert_due (store, 0, "a2");
  found = mx_store_outbox_find (store, "a1", NULL);
  g_assert_cmpint (found->error_code, ==, MX_ERROR_FORBIDDEN);
  g_assert_cmpstr (found->error_message, ==, "no");
  a1->state = MX_SEND_QUEUED;
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  assert_due (store, 0, "a1");
}

static void
test_waiting (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreOutboxItem) a1 = NULL;
  g_autoptr (MxStoreOutboxItem) a2 = NULL;
  gint64 when = 0;

  g_assert_true (mx_store_outbox_next_due (store, &when, NULL));
  g_assert_cmpint (when, ==, G_MAXINT64);
  a1 = add (store, "!a:x", "a1", NULL);
  a2 = add (store, "!a:x", "a2", NULL);
  a1->next_try = 5000;
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  assert_due (store, 4999, "");
  assert_due (store, 5000, "a1");
  g_assert_true (mx_store_outbox_next_due (store, &when, NULL));
  g_assert_cmpint (when, ==, 5000);
}

static void
test_fields (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_item_new (MX_OUTBOX_UPLOAD, ROOM, "u1");
  g_autoptr (MxStoreOutboxItem) twin = mx_store_outbox_item_new (MX_OUTBOX_UPLOAD, ROOM, "u1");
  g_autoptr (MxStoreOutboxItem) found = NULL;
  g_autoptr (GPtrArray) here = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (MxStoreOutboxItem) other = NULL;

  item->target = g_strdup ("t");
  item->data = g_bytes_new ("a\0b", 3);
  item->event_id = g_strdup ("$e");
  item->attempts = 3;
  item->created = 77;
  g_assert_true (mx_store_outbox_add (store, item, NULL));
  g_assert_false (mx_store_outbox_add (store, twin, NULL));
  found = mx_store_outbox_find_event (store, ROOM, "$e", NULL);
  g_assert_cmpint (found->kind, ==, MX_OUTBOX_UPLOAD);
  g_assert_cmpstr (found->target, ==, "t");
  g_assert_cmpuint (found->attempts, ==, 3);
  g_assert_cmpint (found->created, ==, 77);
  g_assert_cmpstr (found->queue, ==, ROOM);
  other = add (store, NULL, "x1", NULL);
  here = mx_store_outbox_list (store, ROOM, NULL);
  all = mx_store_outbox_list (store, NULL, NULL);
  g_assert_cmpuint (here->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (mx_store_outbox_remove (store, "u1", NULL));
  g_assert_null (mx_store_outbox_find (store, "u1", NULL));
}

static gboolean
has_file (MxStore           *store,
          MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;
  gboolean found = mx_store_outbox_load_file (store, item, &error);

  g_assert_no_error (error);
  return found;
}

/* The bytes are read only when asked for, and lie there exactly as long as they have to be sent. */
static void
test_file (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_item_new (MX_OUTBOX_UPLOAD, ROOM, "u1");
  g_autoptr (MxStoreOutboxItem) gone = mx_store_outbox_item_new (MX_OUTBOX_UPLOAD, ROOM, "u2");
  g_autoptr (MxStoreOutboxItem) plain = add (store, ROOM, "p1", NULL);
  g_autoptr (MxStoreOutboxItem) found = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3);

  item->data = g_bytes_ref (bytes);
  gone->data = g_bytes_ref (bytes);
  g_assert_true (mx_store_outbox_add (store, item, NULL));
  g_assert_true (mx_store_outbox_add (store, gone, NULL));
  g_assert_false (has_file (store, plain));
  found = mx_store_outbox_find (store, "u1", NULL);
  g_assert_null (found->data);
  found->attempts++;
  g_assert_true (mx_store_outbox_update (store, found, NULL));
  g_assert_true (has_file (store, found));
  g_assert_true (g_bytes_equal (found->data, bytes));

  found->kind = MX_OUTBOX_MESSAGE;
  g_assert_true (mx_store_outbox_update (store, found, NULL));
  g_assert_false (has_file (store, found));
  g_assert_true (has_file (store, gone));
  g_assert_true (mx_store_outbox_remove (store, "u2", NULL));
  g_assert_false (has_file (store, gone));
}

/* Row N10's part: what was under way is queued again, in its old place. */
static void
test_restart (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  MxStore *store = mx_store_test_open (dir, key);
  g_autoptr (MxStoreOutboxItem) a1 = add (store, "!a:x", "a1", NULL);
  g_autoptr (MxStoreOutboxItem) a2 = add (store, "!a:x", "a2", NULL);
  g_autoptr (MxStoreOutboxItem) failed = add (store, "!b:x", "b1", NULL);
  g_autoptr (MxStoreOutboxItem) found = NULL;

  a1->state = MX_SEND_SENDING;
  a1->next_try = G_MAXINT64 - 1;
  failed->state = MX_SEND_FAILED;
  g_assert_true (mx_store_outbox_update (store, a1, NULL));
  g_assert_true (mx_store_outbox_update (store, failed, NULL));
  mx_store_close (store);
  store = mx_store_test_open (dir, key);
  assert_due (store, 0, "a1");
  found = mx_store_outbox_find (store, "b1", NULL);
  g_assert_cmpint (found->state, ==, MX_SEND_FAILED);
  mx_store_close (store);
  mx_store_test_remove (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/outbox/order", test_order);
  g_test_add_func ("/store/outbox/failed-holds-up-nobody", test_failed_holds_up_nobody);
  g_test_add_func ("/store/outbox/waiting", test_waiting);
  g_test_add_func ("/store/outbox/fields", test_fields);
  g_test_add_func ("/store/outbox/file", test_file);
  g_test_add_func ("/security/N10/restart-queues-again", test_restart);
  return g_test_run ();
}
