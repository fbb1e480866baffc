/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWelcome: the pages for somebody who is not signed in.
 *
 *   first ──► account ──► password          without a link
 *   preview ──► account ──► password        with one: the room comes first
 *
 * The last step is the session's: when it is open, the window shows the rooms.
 * A community's own first page, single sign-on and registration become pages of
 * this navigation. Main thread. */

#include "config.h"

#include "tea-welcome.h"

#include "mx-join-flow.h"
#include "mx-session.h"
#include "tea-account-page.h"
#include "tea-menu.h"
#include "tea-password-page.h"
#include "tea-room-preview.h"
#include "tea-server-name.h"

struct _TeaWelcome {
  AdwBin parent_instance;

  MxSession *session; /* (owned) (nullable) */

  AdwNavigationView *navigation;
  AdwNavigationPage *first;
  AdwStatusPage *status;
  GtkWidget *sign_in_button;
  AdwNavigationPage *preview_page;
  TeaRoomPreview *preview;
  TeaAccountPage *account;
  TeaPasswordPage *password;
};

G_DEFINE_FINAL_TYPE (TeaWelcome, tea_welcome, ADW_TYPE_BIN)

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
on_account_chosen (TeaWelcome *self,
                   const char *server,
                   const char *user)
{
  tea_password_page_set_account (self->password, server, user);
  if (!is_shown (self, self->password))
    adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (self->password));
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
  tea_account_page_set_session (self->account, session);
  tea_password_page_set_session (self->password, session, settings);
  tea_room_preview_set_session (self->preview, session, settings);
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

  tea_room_preview_set_flow (self->preview, flow);
  if (flow != NULL)
    show_root (self, self->preview_page);
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

  show_root (self, self->first);
}

/**
 * tea_welcome_show_account:
 * @self: the pages
 *
 * Asks which account is theirs.
 */
void
tea_welcome_show_account (TeaWelcome *self)
{
  g_return_if_fail (TEA_IS_WELCOME (self));

  if (!is_shown (self, self->account) && !is_shown (self, self->password))
    adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (self->account));
}

/**
 * tea_welcome_sign_in_again:
 * @self: the pages
 *
 * The server wants the password of the same account once more.
 */
void
tea_welcome_sign_in_again (TeaWelcome *self)
{
  g_autofree char *server = NULL;
  g_autofree char *user = NULL;
  const char *user_id;

  g_return_if_fail (TEA_IS_WELCOME (self));

  user_id = mx_session_get_user_id (self->session);
  show_root (self, self->first);
  if (user_id != NULL && tea_server_name_split (user_id, &server, &user))
    on_account_chosen (self, server, user);
  else
    tea_welcome_show_account (self);
}

static void
sign_in (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  tea_welcome_show_account (TEA_WELCOME (widget));
}

/* A window without focus hides what Enter would do. */
static void
tea_welcome_map (GtkWidget *widget)
{
  TeaWelcome *self = TEA_WELCOME (widget);

  GTK_WIDGET_CLASS (tea_welcome_parent_class)->map (widget);
  if (adw_navigation_view_get_visible_page (self->navigation) == self->first)
    gtk_widget_grab_focus (self->sign_in_button);
}

static void
tea_welcome_dispose (GObject *object)
{
  TeaWelcome *self = TEA_WELCOME (object);

  g_clear_object (&self->session);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_WELCOME);

  G_OBJECT_CLASS (tea_welcome_parent_class)->dispose (object);
}

static void
tea_welcome_class_init (TeaWelcomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_welcome_dispose;
  widget_class->map = tea_welcome_map;

  g_type_ensure (TEA_TYPE_ACCOUNT_PAGE);
  g_type_ensure (TEA_TYPE_PASSWORD_PAGE);
  g_type_ensure (TEA_TYPE_ROOM_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, navigation);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, first);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, status);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, preview_page);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, preview);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, account);
  gtk_widget_class_bind_template_child (widget_class, TeaWelcome, password);
  gtk_widget_class_bind_template_callback (widget_class, on_account_chosen);
  gtk_widget_class_bind_template_callback (widget_class, tea_menu_name_items);
  gtk_widget_class_bind_template_callback (widget_class, tea_welcome_show_account);
  gtk_widget_class_install_action (widget_class, "welcome.sign-in", NULL, sign_in);
}

static void
tea_welcome_init (TeaWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->status, "org.teahouse.Teahouse");
}
