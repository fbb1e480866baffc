/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWelcome: the pages for somebody who is not signed in.
 *
 *   first ──► account ─┬─► password         without a link
 *   preview ──► account┤                    with one: the room comes first
 *      └───────────────┼─► browser ◄── after a start, where one was begun before
 *                      └─► new account ─► questions ◄── the same
 *   again ──► password or browser           the server ended the session
 *   password ──► another one ─► questions   it was forgotten (tea-password-page.c)
 *
 * The last step is the session's: when it is open, the window shows the rooms. What the
 * room's server offers, or without a link the server of the community whose welcome this
 * is, is asked for meanwhile, so that the page has a button for it. Main thread. */

#include "config.h"

#include "tea-welcome.h"

#include "mx-community.h"
#include "mx-join-flow.h"
#include "mx-session.h"
#include "tea-account-page.h"
#include "tea-again-page.h"
#include "tea-browser-page.h"
#include "tea-first-page.h"
#include "tea-password-page.h"
#include "tea-register-page.h"
#include "tea-room-preview.h"
#include "tea-server-name.h"
#include "tea-stage-page.h"
#include "tea-weak.h"

#define ACTION_CREATE "welcome.create"

struct _TeaWelcome {
  AdwBin parent_instance;

  MxSession *session; /* (owned) (nullable) */
  MxJoinFlow *flow;   /* (owned) (nullable): the link that was opened */
  GSignalGroup *flow_signals;
  GCancellable *cancellable; /* (owned) (nullable): of the look-up for the preview */
  char *server;              /* (owned) (nullable): that was looked up for it */
  MxServerOffer *offer;      /* (owned) (nullable): what it offers */
  TeaSignInWay *way;         /* (owned) (nullable): of it, for the first page */
  MxCommunity *community;    /* (owned) (nullable): whose welcome this is */

  AdwNavigationView *navigation;
  TeaFirstPage *first;
  AdwNavigationPage *preview_page;
  TeaRoomPreview *preview;
  TeaAccountPage *account;
  TeaPasswordPage *password;
  TeaBrowserPage *browser;
  TeaAgainPage *again;
  TeaRegisterPage *new_account;
};

G_DEFINE_FINAL_TYPE (TeaWelcome, tea_welcome, ADW_TYPE_BIN)

enum {
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_shown (TeaWelcome *self,
          gpointer    page)
{
  return adw_navigation_view_get_visible_page (self->navigation) == page;
}

static void
show_root (TeaWelcome        *self,
           AdwNavigationPage *page)
{
  if (!is_shown (self, page))
    adw_navigation_view_replace (self->navigation, &page, 1);
}

/* The page below can still be pressed while the next one slides in: the step is taken once. */
static void
push (TeaWelcome *self,
      gpointer    page)
{
  g_autoptr (GListModel) stack = adw_navigation_view_get_navigation_stack (self->navigation);

  for (guint i = 0; i < g_list_model_get_n_items (stack); i++) {
    g_autoptr (AdwNavigationPage) other = g_list_model_get_item (stack, i);

    if (other == page)
      return;
  }
  adw_navigation_view_push (self->navigation, page);
}

static void
take_way (TeaWelcome    *self,
          TeaSignInWay  *way,
          MxServerOffer *offer,
          const char    *server,
          const char    *user)
{
  if (tea_sign_in_way_get_kind (way) == TEA_WAY_CREATE) {
    tea_register_page_set_server (self->new_account, server);
    push (self, self->new_account);
    return;
  }
  if (tea_sign_in_way_get_kind (way) != TEA_WAY_BROWSER) {
    tea_password_page_set_account (self->password, server, user);
    push (self, self->password);
    return;
  }
  if (is_shown (self, self->browser))
    return;

  tea_browser_page_begin (self->browser, server, tea_sign_in_way_get_browser (way), tea_sign_in_way_get_provider (way),
                          mx_server_offer_has (offer, MX_WAY_OAUTH_DEVICE));
  push (self, self->browser);
}

static void
on_account_chosen (TeaWelcome    *self,
                   TeaSignInWay  *way,
                   MxServerOffer *offer,
                   const char    *server,
                   const char    *user)
{
  take_way (self, way, offer, server, user);
}

/* The same account as before. */
static void
on_again_chosen (TeaWelcome    *self,
                 TeaSignInWay  *way,
                 MxServerOffer *offer)
{
  g_autofree char *server = NULL;
  g_autofree char *user = NULL;
  const char *user_id = mx_session_get_user_id (self->session);

  if (user_id != NULL && tea_server_name_split (user_id, &server, &user))
    take_way (self, way, offer, server, user);
}

/* @way: (nullable): without one it is another account, or there is a choice. */
static void
on_preview_sign_in (TeaWelcome   *self,
                    TeaSignInWay *way,
                    gboolean      elsewhere)
{
  if (way != NULL && self->offer != NULL) {
    take_way (self, way, self->offer, self->server, NULL);
    return;
  }
  tea_account_page_set_is_new (self->account, FALSE);
  tea_account_page_set_name (self->account, elsewhere ? NULL : self->server);
  push (self, self->account);
}

static void
on_browser_left (TeaWelcome *self)
{
  if (is_shown (self, self->browser))
    adw_navigation_view_pop (self->navigation);
}

static void
on_signed_in (TeaWelcome *self)
{
  g_signal_emit (self, signals[SIGNED_IN], 0);
}

/* Whoever goes back does not want to sign in that way. */
static void
on_popped (TeaWelcome        *self,
           AdwNavigationPage *page)
{
  if (page == ADW_NAVIGATION_PAGE (self->browser))
    tea_browser_page_cancel (self->browser);
  if (TEA_IS_STAGE_PAGE (page) && !mx_session_is_open (self->session)) {
    tea_stage_page_abandon (TEA_STAGE_PAGE (page));
    tea_register_page_give_up (self->new_account);
  }
  if (is_shown (self, self->preview_page) && self->flow != NULL &&
      mx_join_flow_get_state (self->flow) == MX_JOIN_SIGNING_IN)
    mx_join_flow_cancel (self->flow);
}

/* A community's server may know several who vouch for people; one of them is its own. */
static char *
dup_provider (TeaWelcome *self)
{
  g_autofree char *homeserver = NULL;
  g_autofree char *provider = NULL;

  if (self->community != NULL)
    g_object_get (self->community, "homeserver", &homeserver, "identity-provider", &provider, NULL);
  return g_strcmp0 (homeserver, self->server) == 0 ? g_steal_pointer (&provider) : NULL;
}

/* What the server offers has a place on one of the two first pages. */
static void
show_offer (TeaWelcome *self)
{
  gboolean without_link = self->flow == NULL && self->session != NULL;
  GListModel *communities = without_link ? mx_session_get_communities (self->session) : NULL;
  gboolean theirs = self->community != NULL && self->flow == NULL;
  g_autoptr (TeaSignInWay) create = self->offer != NULL ? tea_sign_in_ways_dup_create (self->offer) : NULL;

  tea_room_preview_set_ways (self->preview, self->way, create);
  tea_first_page_set_ways (self->first, theirs ? self->way : NULL,
                           theirs && self->offer != NULL && mx_server_offer_has (self->offer, MX_WAY_GUEST),
                           communities);
}

static void
offer_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaWelcome) self = tea_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServerOffer) offer = mx_session_find_server_finish (MX_SESSION (source), result, &error);
  g_autofree char *provider = NULL;

  if (offer == NULL)
    g_debug ("The preview has no way in of its own: %s", error->message);
  if (offer == NULL || self == NULL)
    return;

  provider = dup_provider (self);
  g_set_object (&self->offer, offer);
  g_clear_object (&self->way);
  self->way = tea_sign_in_ways_dup_first (offer, provider);
  show_offer (self);
}

/* The server that was asked for the room is the one whose account fits; without a link it is the community's. */
static void
find_offer (TeaWelcome *self)
{
  g_autofree char *server = NULL;

  if (self->flow != NULL && !mx_session_is_open (self->session))
    g_object_get (self->flow, "server", &server, NULL);
  else if (self->community != NULL && !mx_session_is_open (self->session))
    g_object_get (self->community, "homeserver", &server, NULL);
  if (g_strcmp0 (server, self->server) == 0) {
    show_offer (self);
    return;
  }

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->offer);
  g_clear_object (&self->way);
  g_set_str (&self->server, server);
  show_offer (self);
  if (server == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  mx_session_find_server_async (self->session, server, self->cancellable, offer_cb, tea_weak_new (self));
}

/* The session knows communities from when it is open on. */
static void
find_community (TeaWelcome *self)
{
  g_autoptr (MxCommunity) community = g_list_model_get_item (mx_session_get_communities (self->session), 0);
  gboolean is_default = FALSE;

  if (community != NULL)
    g_object_get (community, "is-default", &is_default, NULL);
  show_offer (self);
  if (!is_default || !g_set_object (&self->community, community))
    return;

  tea_first_page_set_community (self->first, community);
  find_offer (self);
}

/**
 * tea_welcome_set_session:
 * @self: the pages
 * @session: what signs in
 * @settings: (nullable): what is remembered
 */
void
tea_welcome_set_session (TeaWelcome *self,
                         MxSession  *session,
                         GSettings  *settings)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  g_set_object (&self->session, session);
  tea_account_page_set_session (self->account, session, settings);
  tea_again_page_set_session (self->again, session);
  tea_register_page_set_session (self->new_account, session, settings);
  tea_browser_page_set_session (self->browser, session, settings);
  tea_password_page_set_session (self->password, session, settings);
  tea_room_preview_set_session (self->preview, session, settings);
  if (session == NULL)
    return;

  /* They are read while the profile opens. */
  g_signal_connect_object (mx_session_get_communities (session), "items-changed", G_CALLBACK (find_community), self,
                           G_CONNECT_SWAPPED);
  find_community (self);
}

/**
 * tea_welcome_set_flow:
 * @self: the pages
 * @flow: (nullable): the link that was opened
 *
 * Shows the room that it leads to, before anything else.
 */
void
tea_welcome_set_flow (TeaWelcome *self,
                      MxJoinFlow *flow)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  g_set_object (&self->flow, flow);
  tea_room_preview_set_flow (self->preview, flow);
  tea_browser_page_set_flow (self->browser, flow);
  tea_password_page_set_flow (self->password, flow);
  tea_register_page_set_flow (self->new_account, flow);
  g_signal_group_set_target (self->flow_signals, flow);
  find_offer (self);
  if (flow != NULL)
    show_root (self, self->preview_page);
}

/**
 * tea_welcome_is_begun:
 * @self: the pages
 *
 * Returns: whether somebody is past the first page, or came with a link
 */
gboolean
tea_welcome_is_begun (TeaWelcome *self)
{
  g_return_val_if_fail (TEA_IS_WELCOME (self), FALSE);

  return !is_shown (self, self->first);
}

/**
 * tea_welcome_set_can_leave:
 * @self: the pages
 * @can_leave: whether there is another account to go back to
 */
void
tea_welcome_set_can_leave (TeaWelcome *self,
                           gboolean    can_leave)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  tea_first_page_set_can_leave (self->first, can_leave);
}

/**
 * tea_welcome_take_along:
 * @self: the pages
 * @server: (nullable): the guest's server
 *
 * A guest wants another account: what signs in takes the guest's rooms.
 */
void
tea_welcome_take_along (TeaWelcome *self,
                        const char *server)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  tea_first_page_take_along (self->first);
  tea_account_page_set_name (self->account, server);
}

/**
 * tea_welcome_show_first:
 * @self: the pages
 *
 * Back to the first page.
 */
void
tea_welcome_show_first (TeaWelcome *self)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  show_root (self, ADW_NAVIGATION_PAGE (self->first));
}

/**
 * tea_welcome_resume:
 * @self: the pages
 * @step: what was begun before the program ended
 *
 * Goes on with it, above the page that is shown.
 */
void
tea_welcome_resume (TeaWelcome    *self,
                    MxBrowserStep *step)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  if (self->flow != NULL)
    mx_join_flow_sign_in (self->flow);
  tea_browser_page_resume (self->browser, step);
  push (self, self->browser);
}

/**
 * tea_welcome_resume_account:
 * @self: the pages
 * @uia: an account that was being made, or a forgotten password, when the program ended
 *
 * Goes on with it, above the page that is shown.
 */
void
tea_welcome_resume_account (TeaWelcome *self,
                            MxUia      *uia)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  if (self->flow != NULL)
    mx_join_flow_sign_in (self->flow);
  if (mx_uia_resets (uia)) {
    tea_password_page_set_account (self->password, mx_uia_get_server (uia), NULL);
    push (self, self->password);
    tea_password_page_resume (self->password, uia);
    return;
  }
  tea_register_page_set_server (self->new_account, mx_uia_get_server (uia));
  push (self, self->new_account);
  tea_register_page_resume (self->new_account, uia);
}

/**
 * tea_welcome_sign_in_again:
 * @self: the pages
 *
 * The server wants the same account to sign in once more.
 */
void
tea_welcome_sign_in_again (TeaWelcome *self)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  tea_again_page_start (self->again);
  show_root (self, ADW_NAVIGATION_PAGE (self->again));
}

static void
take_way_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  TeaWelcome *self = TEA_WELCOME (widget);

  if (self->way != NULL && self->offer != NULL)
    take_way (self, self->way, self->offer, self->server, NULL);
}

/* Looking around begins where people are helped. */
static void
look_around (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  TeaWelcome *self = TEA_WELCOME (widget);
  g_autofree char *help_room = NULL;

  if (self->community != NULL)
    g_object_get (self->community, "help-room", &help_room, NULL);
  if (help_room != NULL)
    gtk_widget_activate_action (widget, "app.open-link", "s", help_room);
}

/* To sign in, or for a new account. The first page can still be pressed while the next one slides in. */
static void
show_account (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  TeaWelcome *self = TEA_WELCOME (widget);

  if (!is_shown (self, self->first))
    return;

  tea_account_page_set_is_new (self->account, g_str_equal (action_name, ACTION_CREATE));
  push (self, self->account);
}

static void
tea_welcome_map (GtkWidget *widget)
{
  TeaWelcome *self = TEA_WELCOME (widget);

  GTK_WIDGET_CLASS (tea_welcome_parent_class)->map (widget);
  if (is_shown (self, self->first))
    tea_first_page_focus (self->first);
}

static void
tea_welcome_dispose (GObject *object)
{
  TeaWelcome *self = TEA_WELCOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->flow_signals);
  g_clear_object (&self->flow);
  g_clear_object (&self->offer);
  g_clear_object (&self->way);
  g_clear_object (&self->community);
  g_clear_object (&self->session);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_WELCOME);

  G_OBJECT_CLASS (tea_welcome_parent_class)->dispose (object);
}

static void
tea_welcome_finalize (GObject *object)
{
  TeaWelcome *self = TEA_WELCOME (object);

  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (tea_welcome_parent_class)->finalize (object);
}

static void
tea_welcome_class_init (TeaWelcomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_welcome_dispose;
  object_class->finalize = tea_welcome_finalize;
  widget_class->map = tea_welcome_map;

  /**
   * TeaWelcome::signed-in:
   * @self: the pages
   *
   * Somebody signed in, also where the session was open all the time.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", TEA_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     0);

  g_type_ensure (TEA_TYPE_ACCOUNT_PAGE);
  g_type_ensure (TEA_TYPE_AGAIN_PAGE);
  g_type_ensure (TEA_TYPE_BROWSER_PAGE);
  g_type_ensure (TEA_TYPE_FIRST_PAGE);
  g_type_ensure (TEA_TYPE_PASSWORD_PAGE);
  g_type_ensure (TEA_TYPE_REGISTER_PAGE);
  g_type_ensure (TEA_TYPE_ROOM_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, navigation);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, first);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, preview_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, preview);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, account);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, password);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, browser);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, again);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, new_account);
  gtk_widget_class_bind_template_callback (widget_class, on_account_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_again_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_browser_left);
  gtk_widget_class_bind_template_callback (widget_class, on_popped);
  gtk_widget_class_bind_template_callback (widget_class, on_preview_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_signed_in);
  gtk_widget_class_install_action (widget_class, "welcome.look-around", NULL, look_around);
  gtk_widget_class_install_action (widget_class, ACTION_CREATE, NULL, show_account);
  gtk_widget_class_install_action (widget_class, "welcome.sign-in", NULL, show_account);
  gtk_widget_class_install_action (widget_class, "welcome.take-way", NULL, take_way_action);
}

static void
tea_welcome_init (TeaWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->flow_signals = g_signal_group_new (MX_TYPE_JOIN_FLOW);
  g_signal_group_connect_swapped (self->flow_signals, "notify::preview", G_CALLBACK (find_offer), self);
}
