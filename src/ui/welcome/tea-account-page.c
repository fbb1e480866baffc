/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAccountPage: one entry that finds out which server an account belongs to.
 *
 * While somebody types, the server is looked for (half a second after the last
 * letter); then there is a button below for each way in that it offers, or a
 * sentence why it is not found. An earlier look-up is cancelled by a later one.
 * Until something is typed, the communities that are known stand below with what they
 * are: choosing one is typing its server. Who has no account yet sees first the servers
 * that may make one (TeaServerList), and has only the ways to a new one. Main thread. */

#include "config.h"

#include "tea-account-page.h"

#include "mx-error.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-server-list.h"
#include "tea-server-name.h"
#include "tea-ways-box.h"
#include "tea-weak.h"

#include <glib/gi18n.h>

#define TYPING_PAUSE_MS 500

struct _TeaAccountPage {
  AdwNavigationPage parent_instance;

  MxSession *session;        /* (owned) (nullable) */
  GSettings *settings;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the look-up */
  GCancellable *gone;        /* (owned): of what only this page wants */
  guint typing_id;
  char *server;         /* (owned) (nullable): as it was typed */
  char *user;           /* (owned) (nullable) */
  MxServerOffer *offer; /* (owned) (nullable): of the server, once it is found */
  gboolean go_on;       /* the first way, as soon as the server is found */
  gboolean is_new;      /* for who has no account yet */

  GtkLabel *heading;
  GtkEditable *entry;
  GtkWidget *spinner;
  GtkLabel *hint;
  GtkWidget *entry_group;
  TeaServerList *servers;
  GtkLabel *moving;
  TeaWaysBox *ways;
};

G_DEFINE_FINAL_TYPE (TeaAccountPage, tea_account_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_hint (TeaAccountPage *self,
           const char     *text,
           gboolean        is_error)
{
  gtk_label_set_label (self->hint, text);
  if (is_error) {
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "dim-label");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
    gtk_widget_add_css_class (GTK_WIDGET (self->hint), "dim-label");
  }
}

static void guest (TeaAccountPage *self);

static void
set_busy (TeaAccountPage *self,
          gboolean        busy)
{
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ways), !busy);
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result) && self->server != NULL)
    guest (self);
}

static void
guest_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaAccountPage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean done = mx_session_login_finish (MX_SESSION (source), result, &error);

  /* Another account is shown by now, and this page is gone. */
  if (self == NULL)
    return;

  set_busy (self, FALSE);
  if (done || tea_error_is_quiet (error))
    return;

  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING)) {
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb, NULL);
    return;
  }
  sentence = tea_error_sentence (error, self->server);
  show_hint (self, sentence, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Needs no page of its own. */
static void
guest (TeaAccountPage *self)
{
  set_busy (self, TRUE);
  mx_session_login_guest_async (self->session, self->server, self->gone, guest_cb, tea_weak_new (self));
}

static void
choose (TeaAccountPage *self,
        TeaSignInWay   *way)
{
  if (tea_sign_in_way_get_kind (way) == TEA_WAY_GUEST)
    guest (self);
  else
    g_signal_emit (self, signals[CHOSEN], 0, way, self->offer, self->server, self->user);
}

static void
show_found (TeaAccountPage *self)
{
  g_autofree char *isolated = mx_text_isolate (mx_server_offer_get_server_name (self->offer));
  g_autofree char *text = NULL;
  g_autoptr (GListModel) ways = tea_sign_in_ways_list (self->offer, self->is_new ? TEA_WAYS_NEW : TEA_WAYS_ALL);
  gboolean any = self->is_new ? tea_sign_in_ways_make_accounts (self->offer) : g_list_model_get_n_items (ways) > 0;

  if (any)
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s is here."), isolated);
  else if (self->is_new)
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s makes no new accounts here. Choose another one."), isolated);
  else
    /* Translators: %s is the name of a server. */
    text = g_strdup_printf (_ ("%s lets nobody in in a way that Teahouse knows. Use another account."), isolated);

  show_hint (self, text, !any);
  tea_ways_box_set_ways (self->ways, any ? ways : NULL);
}

static void
take_offer (TeaAccountPage *self,
            MxServerOffer  *offer)
{
  g_set_object (&self->offer, offer);
  show_found (self);
}

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaAccountPage) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (source), result, &error);
  gboolean go_on;

  if (self == NULL || (offer == NULL && tea_error_is_quiet (error)))
    return;

  go_on = self->go_on;
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (self->spinner, FALSE);
  self->go_on = FALSE;
  if (offer == NULL) {
    sentence = tea_error_sentence (error, self->server);
    show_hint (self, sentence, TRUE);
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    return;
  }

  take_offer (self, offer);
  if (go_on && tea_ways_box_get_first (self->ways) != NULL)
    choose (self, tea_ways_box_get_first (self->ways));
}

static void
look_up (TeaAccountPage *self)
{
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->server == NULL || self->session == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (self->spinner, TRUE);
  mx_session_find_server_async (self->session, self->server, self->cancellable, find_cb,
                                tea_weak_new (self));
}

static gboolean
on_typing_pause (gpointer user_data)
{
  TeaAccountPage *self = user_data;

  self->typing_id = 0;
  look_up (self);

  return G_SOURCE_REMOVE;
}

/* They step back while something is typed. */
static void
show_servers (TeaAccountPage *self)
{
  gboolean shown = !tea_server_list_is_empty (self->servers) && *gtk_editable_get_text (self->entry) == '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->servers), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->moving), shown && self->is_new);
}

static void
on_changed (TeaAccountPage *self)
{
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_object (&self->offer);
  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->go_on = FALSE;
  gtk_widget_set_visible (self->spinner, FALSE);
  tea_ways_box_set_ways (self->ways, NULL);
  show_servers (self);
  /* Translators: an example of an account and of a server; keep the names. */
  show_hint (self, _ ("For example @ann:example.org or example.org"), FALSE);

  if (tea_server_name_split (gtk_editable_get_text (self->entry), &self->server, &self->user))
    self->typing_id = g_timeout_add (TYPING_PAUSE_MS, on_typing_pause, self);
}

/* Enter takes the first way; it may come before the server was found. */
static void
on_enter (TeaAccountPage *self)
{
  if (self->server == NULL)
    return;

  if (tea_ways_box_get_first (self->ways) != NULL)
    choose (self, tea_ways_box_get_first (self->ways));
  else {
    self->go_on = TRUE;
    look_up (self);
  }
}

static void
on_chosen (TeaAccountPage *self,
           TeaSignInWay   *way)
{
  choose (self, way);
}

static void
on_server (TeaAccountPage *self,
           TeaServerRow   *row)
{
  /* The entry forgets what was found for the one before. */
  gtk_editable_set_text (self->entry, tea_server_row_get_server (row));
  g_clear_handle_id (&self->typing_id, g_source_remove);
  if (tea_server_row_get_offer (row) != NULL)
    take_offer (self, tea_server_row_get_offer (row));
  else
    look_up (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* What the presets say of servers; who wants an account and sees the list has each of them asked. */
static void
fill_servers (TeaAccountPage *self)
{
  GListModel *communities = self->session != NULL ? mx_session_get_communities (self->session) : NULL;

  tea_server_list_fill (self->servers, communities, self->is_new);
  show_servers (self);
  if (self->is_new && gtk_widget_get_mapped (GTK_WIDGET (self->servers)))
    tea_server_list_ask (self->servers, self->session);
}

/* The list is what somebody chooses from who has no account; who has one types it. */
static void
arrange (TeaAccountPage *self)
{
  GtkBox *box = GTK_BOX (gtk_widget_get_parent (self->entry_group));

  gtk_box_reorder_child_after (box, GTK_WIDGET (self->servers),
                               self->is_new ? GTK_WIDGET (self->heading) : GTK_WIDGET (self->hint));
  gtk_box_reorder_child_after (box, GTK_WIDGET (self->moving), GTK_WIDGET (self->servers));
}

/**
 * tea_account_page_set_is_new:
 * @self: the page
 * @is_new: whether the person has no account yet
 */
void
tea_account_page_set_is_new (TeaAccountPage *self,
                             gboolean        is_new)
{
  g_return_if_fail (TEA_IS_ACCOUNT_PAGE (self));

  if (self->is_new == is_new)
    return;

  self->is_new = is_new;
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), is_new ? _ ("New Account") : _ ("Sign In"));
  gtk_label_set_label (self->heading, is_new ? _ ("Where Shall Your Account Be?") : _ ("Which Account Is Yours?"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry),
                                 is_new ? _ ("Another server") : _ ("Account name or server"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->servers),
                                   is_new ? _ ("Choose a Server") : _ ("Communities You Can Belong To"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->servers),
                                         is_new ? _ ("Your account lives with one of these. Everyone can talk with "
                                                     "everyone, whichever you choose.")
                                                : _ ("An account is kept by a server, as a mail address is. From any "
                                                     "of them you can talk with people of all the others."));
  arrange (self);
  gtk_editable_set_text (self->entry, "");
  fill_servers (self);
}

/**
 * tea_account_page_set_session:
 * @self: the page
 * @session: (nullable): what looks for servers
 * @settings: (nullable): what is remembered
 */
void
tea_account_page_set_session (TeaAccountPage *self,
                              MxSession      *session,
                              GSettings      *settings)
{
  g_return_if_fail (TEA_IS_ACCOUNT_PAGE (self));

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
  tea_ways_box_set_session (self->ways, session);
  /* They are read while the profile opens. */
  if (session != NULL)
    g_signal_connect_object (mx_session_get_communities (session), "items-changed", G_CALLBACK (fill_servers), self,
                             G_CONNECT_SWAPPED);
  fill_servers (self);
}

/**
 * tea_account_page_set_name:
 * @self: the page
 * @name: (nullable): what stands in the entry at first
 */
void
tea_account_page_set_name (TeaAccountPage *self,
                           const char     *name)
{
  g_return_if_fail (TEA_IS_ACCOUNT_PAGE (self));

  gtk_editable_set_text (self->entry, name != NULL ? name : "");
  if (self->server != NULL)
    look_up (self);
}

static void
tea_account_page_shown (AdwNavigationPage *page)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (page);

  /* Not before somebody has asked to make an account is any of them told of. */
  if (self->is_new && self->session != NULL)
    tea_server_list_ask (self->servers, self->session);
  if (!self->is_new || !gtk_widget_get_visible (GTK_WIDGET (self->servers)))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (gtk_widget_get_focus_child (GTK_WIDGET (self->servers)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->servers), GTK_DIR_TAB_FORWARD);
  ADW_NAVIGATION_PAGE_CLASS (tea_account_page_parent_class)->shown (page);
}

static void
tea_account_page_dispose (GObject *object)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (object);

  g_clear_handle_id (&self->typing_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->gone);
  g_clear_object (&self->offer);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ACCOUNT_PAGE);

  G_OBJECT_CLASS (tea_account_page_parent_class)->dispose (object);
}

static void
tea_account_page_finalize (GObject *object)
{
  TeaAccountPage *self = TEA_ACCOUNT_PAGE (object);

  g_clear_object (&self->gone);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->user, g_free);

  G_OBJECT_CLASS (tea_account_page_parent_class)->finalize (object);
}

static void
tea_account_page_class_init (TeaAccountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_account_page_dispose;
  object_class->finalize = tea_account_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_account_page_shown;

  /**
   * TeaAccountPage::chosen:
   * @self: the page
   * @way: the #TeaSignInWay
   * @offer: the #MxServerOffer it is part of
   * @server: the server's name, as it was typed
   * @user: (nullable): the name on it
   *
   * The person goes on to sign in there.
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_ACCOUNT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  4, TEA_TYPE_SIGN_IN_WAY, MX_TYPE_SERVER_OFFER, G_TYPE_STRING, G_TYPE_STRING);

  g_type_ensure (TEA_TYPE_SERVER_LIST);
  g_type_ensure (TEA_TYPE_WAYS_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, entry_group);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, servers);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, moving);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, hint);
  gtk_widget_class_bind_template_child (widget_class, TeaAccountPage, ways);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_enter);
  gtk_widget_class_bind_template_callback (widget_class, on_server);
}

static void
tea_account_page_init (TeaAccountPage *self)
{
  self->gone = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  on_changed (self);
}
