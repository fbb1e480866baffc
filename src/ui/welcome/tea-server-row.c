/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaServerRow: a server where somebody without an account may make one, and why there.
 *
 *   not asked ──ask ()──► asking ──► makes accounts
 *                           │   └──► makes none: cannot be chosen
 *                           └──────► silent, after ANSWER_MS: can be tried all the same
 *
 * It is asked when a person wants an account, not before. What it offers is kept, so that
 * choosing it needs no second look. Main thread. */

#include "config.h"

#include "tea-server-row.h"

#include "mx-session.h"
#include "tea-sign-in-way.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

#define ANSWER_MS 8000

struct _TeaServerRow {
  AdwActionRow parent_instance;

  char *server;              /* (owned)                               */
  char *reason;              /* (owned) (nullable)                    */
  MxServerOffer *offer;      /* (owned) (nullable)                    */
  GCancellable *cancellable; /* (owned) (nullable): once it was asked */
  guint answer_id;           /* until it counts as silent             */

  GtkWidget *spinner;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (TeaServerRow, tea_server_row, ADW_TYPE_ACTION_ROW)

/* The reason, and on a line of its own what stands in the way. */
static void
show_state (TeaServerRow *self,
            const char   *state)
{
  const char *reason = self->reason != NULL ? self->reason : self->server;
  g_autofree char *both = state != NULL ? g_strconcat (reason, "\n", state, NULL) : NULL;

  g_clear_handle_id (&self->answer_id, g_source_remove);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_visible (self->arrow, state == NULL && self->offer != NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), both != NULL ? both : reason);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaServerRow) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (source), result, &error);

  if (self == NULL || self->answer_id == 0)
    return;

  if (offer == NULL) {
    g_debug ("a known server is not found: %s", error->message);
    show_state (self, _ ("It does not answer right now."));
    return;
  }
  self->offer = g_steal_pointer (&offer);
  if (tea_sign_in_ways_make_accounts (self->offer)) {
    show_state (self, NULL);
    return;
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  show_state (self, _ ("It makes no new accounts right now."));
}

static gboolean
on_silent (gpointer user_data)
{
  TeaServerRow *self = user_data;

  self->answer_id = 0;
  g_cancellable_cancel (self->cancellable);
  show_state (self, _ ("It does not answer right now."));
  return G_SOURCE_REMOVE;
}

/**
 * tea_server_row_new:
 * @title: what people call it
 * @server: its name
 * @reason: (nullable): why somebody would choose it, on one line
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
tea_server_row_new (const char *title,
                    const char *server,
                    const char *reason)
{
  TeaServerRow *self = g_object_new (TEA_TYPE_SERVER_ROW, "title", title, NULL);

  self->server = g_strdup (server);
  self->reason = g_strdup (reason);
  show_state (self, NULL);
  return GTK_WIDGET (self);
}

/**
 * tea_server_row_get_server:
 * @self: a row
 *
 * Returns: the server's name
 */
const char *
tea_server_row_get_server (TeaServerRow *self)
{
  g_return_val_if_fail (TEA_IS_SERVER_ROW (self), NULL);

  return self->server;
}

/**
 * tea_server_row_get_offer:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what the server offers, once it has answered
 */
MxServerOffer *
tea_server_row_get_offer (TeaServerRow *self)
{
  g_return_val_if_fail (TEA_IS_SERVER_ROW (self), NULL);

  return self->offer;
}

/**
 * tea_server_row_ask:
 * @self: a row
 * @session: what looks for servers
 *
 * Asks the server whether it makes accounts, once.
 */
void
tea_server_row_ask (TeaServerRow *self,
                    MxSession    *session)
{
  g_return_if_fail (TEA_IS_SERVER_ROW (self));

  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->answer_id = g_timeout_add (ANSWER_MS, on_silent, self);
  gtk_widget_set_visible (self->spinner, TRUE);
  mx_session_find_server_async (session, self->server, self->cancellable, found_cb, tea_weak_new (self));
}

static void
tea_server_row_dispose (GObject *object)
{
  TeaServerRow *self = TEA_SERVER_ROW (object);

  g_clear_handle_id (&self->answer_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->offer);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SERVER_ROW);

  G_OBJECT_CLASS (tea_server_row_parent_class)->dispose (object);
}

static void
tea_server_row_finalize (GObject *object)
{
  TeaServerRow *self = TEA_SERVER_ROW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->reason, g_free);

  G_OBJECT_CLASS (tea_server_row_parent_class)->finalize (object);
}

static void
tea_server_row_class_init (TeaServerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_server_row_dispose;
  object_class->finalize = tea_server_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-server-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaServerRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaServerRow, arrow);
}

static void
tea_server_row_init (TeaServerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
