/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. A row is known by its serial number, which stays when rows come before
 * it; its text follows from that number. Rows that are alive are found again, so that the
 * same place gives the same object, as in a real timeline. */

#include "config.h"

#include "tea-test-list.h"

#include "mx-event.h"
#include "mx-json.h"
#include "mx-timeline-item-private.h"

#include <string.h>

#define FIRST_SERIAL 1000000

struct _TeaTestList {
  GObject parent_instance;

  guint first; /* serial of the first row */
  guint n;
  GHashTable *alive; /* serial → MxTimelineItem (unowned): weak */
};

static void tea_test_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaTestList, tea_test_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tea_test_list_iface_init))

static const char *const words[] = {
  "template",
  "transclusion",
  "page",
  "edit",
  "the",
  "of",
  "a",
  "links",
  "here",
  "category",
  "revert",
  "please",
  "namespace",
  "see",
  "talk",
  "patrol",
  "diff",
  "summary",
  "and",
  "redirect",
  "مرحبا",
  "naïve",
  "history",
  "vandal",
};

/* 1 to 12 lines, as people write: mostly short. */
static char *
make_body (guint serial)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (serial);
  GString *body = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, 5) == 0 ? g_rand_int_range (rand, 60, 160) : g_rand_int_range (rand, 3, 40);
  int i;

  for (i = 0; i < n; i++)
    g_string_append_printf (body, "%s%s", i > 0 ? " " : "", words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
  return g_string_free (body, FALSE);
}

/**
 * tea_test_item:
 * @content: JSON text
 *
 * Returns: (transfer full): a row that shows an event
 */
MxTimelineItem *
tea_test_item (const char *type,
               const char *event_id,
               const char *sender,
               const char *content)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) event = NULL;

  g_string_printf (
    json,
    "{\"type\":\"%s\",\"event_id\":\"%s\",\"sender\":\"%s\",\"origin_server_ts\":1710244800000,\"content\":%s}",
    type, event_id, sender, content);
  event = mx_event_new (json->str, json->len, MX_EVENT_MESSAGE, "!room:example.org", &error);
  g_assert_no_error (error);
  return _mx_timeline_item_new (NULL, MX_ITEM_MESSAGE, event, 1710244800000);
}

/**
 * tea_test_text_item:
 * @html: (nullable): the same as HTML
 *
 * Returns: (transfer full): a row that shows a text
 */
MxTimelineItem *
tea_test_text_item (const char *event_id,
                    const char *sender,
                    const char *body,
                    const char *html)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *json = NULL;

  json_object_set_string_member (content, "msgtype", "m.text");
  json_object_set_string_member (content, "body", body);
  if (html != NULL) {
    json_object_set_string_member (content, "format", "org.matrix.custom.html");
    json_object_set_string_member (content, "formatted_body", html);
  }
  json = mx_json_print_object (content);
  return tea_test_item ("m.room.message", event_id, sender, json);
}

typedef struct
{
  GHashTable *alive;
  guint serial;
} Forget;

static void
on_item_gone (gpointer  data,
              GObject  *where)
{
  Forget *forget = data;

  g_hash_table_remove (forget->alive, GUINT_TO_POINTER (forget->serial));
  g_hash_table_unref (forget->alive);
  g_free (forget);
}

static gpointer
tea_test_list_get_item (GListModel *model,
                        guint       position)
{
  TeaTestList *self = TEA_TEST_LIST (model);
  guint serial = self->first + position;
  MxTimelineItem *item;
  Forget *forget;
  g_autofree char *id = NULL;
  g_autofree char *sender = NULL;
  g_autofree char *body = NULL;

  if (position >= self->n)
    return NULL;
  item = g_hash_table_lookup (self->alive, GUINT_TO_POINTER (serial));
  if (item != NULL)
    return g_object_ref (item);

  id = g_strdup_printf ("$%u", serial);
  sender = g_strdup_printf ("@person%u:example.org", serial / 3 % 40);
  body = make_body (serial);
  item = tea_test_text_item (id, sender, body, NULL);
  _mx_timeline_item_set_sender_name (item, sender);
  _mx_timeline_item_set_head (item, serial % 3 == 0);
  if (serial % 7 == 0)
    _mx_timeline_item_add_reaction (item, "👍", "@a:example.org", FALSE);

  forget = g_new0 (Forget, 1);
  forget->alive = g_hash_table_ref (self->alive);
  forget->serial = serial;
  g_hash_table_insert (self->alive, GUINT_TO_POINTER (serial), item);
  g_object_weak_ref (G_OBJECT (item), on_item_gone, forget);
  return item;
}

static GType
tea_test_list_get_item_type (GListModel *model)
{
  return MX_TYPE_TIMELINE_ITEM;
}

static guint
tea_test_list_get_n_items (GListModel *model)
{
  return TEA_TEST_LIST (model)->n;
}

static void
tea_test_list_iface_init (GListModelInterface *iface)
{
  iface->get_item = tea_test_list_get_item;
  iface->get_item_type = tea_test_list_get_item_type;
  iface->get_n_items = tea_test_list_get_n_items;
}

static void
tea_test_list_finalize (GObject *object)
{
  g_hash_table_unref (TEA_TEST_LIST (object)->alive);
  G_OBJECT_CLASS (tea_test_list_parent_class)->finalize (object);
}

static void
tea_test_list_class_init (TeaTestListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tea_test_list_finalize;
}

static void
tea_test_list_init (TeaTestList *self)
{
  self->alive = g_hash_table_new (NULL, NULL);
  self->first = FIRST_SERIAL;
}

/**
 * tea_test_list_new:
 * @n: how many rows
 *
 * Returns: (transfer full): a list of texts
 */
TeaTestList *
tea_test_list_new (guint n)
{
  TeaTestList *self = g_object_new (TEA_TYPE_TEST_LIST, NULL);

  self->n = n;
  return self;
}

/**
 * tea_test_list_prepend:
 * @n: how many older rows come
 */
void
tea_test_list_prepend (TeaTestList *self,
                       guint        n)
{
  self->first -= n;
  self->n += n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
}

/**
 * tea_test_list_append:
 * @n: how many newer rows come
 */
void
tea_test_list_append (TeaTestList *self,
                      guint        n)
{
  self->n += n;
  g_list_model_items_changed (G_LIST_MODEL (self), self->n - n, 0, n);
}

/**
 * tea_test_list_grow:
 * @text: what the row says from now on
 */
void
tea_test_list_grow (TeaTestList *self,
                    guint        position,
                    const char  *text)
{
  g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (self), position);

  _mx_timeline_item_set_text (item, text);
}

MxTimelineItem *
tea_test_list_item_at (TeaTestList *self,
                       guint        position)
{
  return g_list_model_get_item (G_LIST_MODEL (self), position);
}

guint
tea_test_list_count (TeaTestList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self));
}
