/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaServerList: the servers that the presets name (doc/presets.md), each with the one line that says why.
 *
 * A community's own server comes first, under the community's name; who has no account is
 * also shown the servers that take anybody. The order is that of the communities, the one
 * whose welcome page this is before the others: what stands on top is what somebody who does
 * not want to choose takes. No server is there twice. Main thread. */

#include "config.h"

#include "tea-server-list.h"

#include "mx-community.h"
#include "mx-preset.h"
#include "mx-session.h"

#include <glib/gi18n.h>

struct _TeaServerList {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* (owned) (element-type TeaServerRow): unowned, the group's */
};

G_DEFINE_FINAL_TYPE (TeaServerList, tea_server_list, ADW_TYPE_PREFERENCES_GROUP)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_activated (TeaServerList *self,
              TeaServerRow  *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, row);
}

static void
add (TeaServerList *self,
     const char    *title,
     const char    *server,
     const char    *reason)
{
  GtkWidget *row;

  for (guint i = 0; i < self->rows->len; i++)
    if (g_ascii_strcasecmp (tea_server_row_get_server (self->rows->pdata[i]), server) == 0)
      return;

  row = tea_server_row_new (title, server, reason);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
add_own (TeaServerList  *self,
         const MxPreset *preset)
{
  if (preset->homeserver != NULL)
    add (self, preset->name, preset->homeserver, preset->summary);
}

static void
add_open (TeaServerList  *self,
          const MxPreset *preset)
{
  for (guint i = 0; i < preset->servers->len; i++) {
    const MxPresetServer *server = preset->servers->pdata[i];

    add (self, server->name, server->name, mx_preset_server_get_reason (server, g_get_language_names ()));
  }
}

static void
add_each (TeaServerList *self,
          GListModel    *communities,
          void (*add_servers) (TeaServerList *, const MxPreset *))
{
  for (guint i = 0; communities != NULL && i < g_list_model_get_n_items (communities); i++) {
    g_autoptr (MxCommunity) community = g_list_model_get_item (communities, i);

    add_servers (self, mx_community_get_preset (community));
  }
}

/**
 * tea_server_list_fill:
 * @self: the list
 * @communities: (nullable): a list of #MxCommunity
 * @is_new: whether it is for who has no account yet
 *
 * Shows their servers instead of those before.
 */
void
tea_server_list_fill (TeaServerList *self,
                      GListModel    *communities,
                      gboolean       is_new)
{
  g_return_if_fail (TEA_IS_SERVER_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  add_each (self, communities, add_own);
  if (is_new)
    add_each (self, communities, add_open);
}

/**
 * tea_server_list_is_empty:
 * @self: the list
 *
 * Returns: whether no server is known
 */
gboolean
tea_server_list_is_empty (TeaServerList *self)
{
  g_return_val_if_fail (TEA_IS_SERVER_LIST (self), TRUE);

  return self->rows->len == 0;
}

/**
 * tea_server_list_ask:
 * @self: the list
 * @session: what looks for servers
 *
 * Asks each server once whether it makes accounts, all at the same time.
 */
void
tea_server_list_ask (TeaServerList *self,
                     MxSession     *session)
{
  g_return_if_fail (TEA_IS_SERVER_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    tea_server_row_ask (self->rows->pdata[i], session);
}

/**
 * tea_server_list_has_any:
 * @communities: (nullable): a list of #MxCommunity
 *
 * Returns: whether a server is known where an account can be
 */
gboolean
tea_server_list_has_any (GListModel *communities)
{
  for (guint i = 0; communities != NULL && i < g_list_model_get_n_items (communities); i++) {
    g_autoptr (MxCommunity) community = g_list_model_get_item (communities, i);
    const MxPreset *preset = mx_community_get_preset (community);

    if (preset->homeserver != NULL || preset->servers->len > 0)
      return TRUE;
  }
  return FALSE;
}

static void
tea_server_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_SERVER_LIST);

  G_OBJECT_CLASS (tea_server_list_parent_class)->dispose (object);
}

static void
tea_server_list_finalize (GObject *object)
{
  g_clear_pointer (&TEA_SERVER_LIST (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (tea_server_list_parent_class)->finalize (object);
}

static void
tea_server_list_class_init (TeaServerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tea_server_list_dispose;
  object_class->finalize = tea_server_list_finalize;

  /**
   * TeaServerList::chosen:
   * @self: the list
   * @row: the #TeaServerRow that was chosen
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_SERVER_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, TEA_TYPE_SERVER_ROW);

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/teahouse/Teahouse/ui/tea-server-list.ui");
}

static void
tea_server_list_init (TeaServerList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
