/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaFirstPage: what somebody sees who has no account here, without a link: the ways in.
 *
 * The page wears the name and the icon of the community whose it is on this computer, if there is
 * one (doc/presets.md); that community's way in comes first then, and what fits everybody steps
 * back. Who adds an account, or takes a guest's rooms to another one, reads that instead. Its
 * buttons are actions of TeaWelcome. Main thread. */

#include "config.h"

#include "tea-first-page.h"

#include "mx-community.h"
#include "mx-text.h"
#include "tea-menu.h"
#include "tea-server-list.h"

#include <glib/gi18n.h>

struct _TeaFirstPage {
  AdwNavigationPage parent_instance;

  MxCommunity *community; /* (owned) (nullable) */

  AdwStatusPage *status;
  GtkWidget *leave_button;
  GtkButton *way_button;
  GtkWidget *guest_button;
  GtkButton *sign_in_button;
  GtkWidget *create_button;
};

G_DEFINE_FINAL_TYPE (TeaFirstPage, tea_first_page, ADW_TYPE_NAVIGATION_PAGE)

/**
 * tea_first_page_set_community:
 * @self: the page
 * @community: whose welcome it is
 */
void
tea_first_page_set_community (TeaFirstPage *self,
                              MxCommunity  *community)
{
  GtkIconTheme *theme;
  g_autofree char *name = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *icon = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;

  g_return_if_fail (TEA_IS_FIRST_PAGE (self));
  g_return_if_fail (MX_IS_COMMUNITY (community));

  if (!g_set_object (&self->community, community))
    return;

  theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_object_get (community, "name", &name, "summary", &summary, "icon", &icon, NULL);
  isolated = mx_text_isolate (name);
  /* Translators: %s is the name of a community. */
  title = g_strdup_printf (_ ("Welcome to %s"), isolated);
  adw_status_page_set_title (self->status, title);
  description = g_markup_escape_text (summary != NULL ? summary : "", -1);
  adw_status_page_set_description (self->status, description);
  if (icon != NULL && gtk_icon_theme_has_icon (theme, icon))
    adw_status_page_set_icon_name (self->status, icon);
}

/**
 * tea_first_page_set_ways:
 * @self: the page
 * @way: (nullable): the way in of its community
 * @takes_guests: whether the community's server lets people look around
 * @communities: (nullable): those whose servers may be asked for a new account
 */
void
tea_first_page_set_ways (TeaFirstPage *self,
                         TeaSignInWay *way,
                         gboolean      takes_guests,
                         GListModel   *communities)
{
  gboolean theirs;
  g_autofree char *help_room = NULL;

  g_return_if_fail (TEA_IS_FIRST_PAGE (self));

  theirs = self->community != NULL && way != NULL;
  if (self->community != NULL)
    g_object_get (self->community, "help-room", &help_room, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->way_button), theirs);
  gtk_button_set_label (self->way_button, theirs ? tea_sign_in_way_get_label (way) : "");
  gtk_widget_set_visible (self->guest_button, help_room != NULL && takes_guests);
  gtk_button_set_label (self->sign_in_button, theirs ? _ ("Use _another account") : _ ("_Sign in"));
  gtk_widget_set_visible (self->create_button, !theirs && tea_server_list_has_any (communities));
  if (theirs)
    gtk_widget_remove_css_class (GTK_WIDGET (self->sign_in_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->sign_in_button), "suggested-action");
}

/**
 * tea_first_page_set_can_leave:
 * @self: the page
 * @can_leave: whether there is another account to go back to
 *
 * Who is signed in already adds an account, and may change their mind.
 */
void
tea_first_page_set_can_leave (TeaFirstPage *self,
                              gboolean      can_leave)
{
  g_return_if_fail (TEA_IS_FIRST_PAGE (self));

  gtk_widget_set_visible (self->leave_button, can_leave);
  if (!can_leave || self->community != NULL)
    return;
  adw_status_page_set_title (self->status, _ ("Add an Account"));
  adw_status_page_set_description (self->status, _ ("You stay signed in to the others."));
}

/**
 * tea_first_page_take_along:
 * @self: the page
 *
 * A guest wants another account: what signs in takes the guest's rooms.
 */
void
tea_first_page_take_along (TeaFirstPage *self)
{
  g_return_if_fail (TEA_IS_FIRST_PAGE (self));

  adw_status_page_set_title (self->status, _ ("Take Your Rooms Along"));
  adw_status_page_set_description (self->status,
                                   _ ("Sign in, or make an account: it joins your rooms, and what you were writing "
                                      "comes along. Then the guest leaves."));
}

/**
 * tea_first_page_focus:
 * @self: the page
 *
 * A window without focus hides what Enter would do.
 */
void
tea_first_page_focus (TeaFirstPage *self)
{
  g_return_if_fail (TEA_IS_FIRST_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (gtk_widget_get_visible (GTK_WIDGET (self->way_button)) ? self->way_button
                                                                                            : self->sign_in_button));
}

static void
tea_first_page_dispose (GObject *object)
{
  TeaFirstPage *self = TEA_FIRST_PAGE (object);

  g_clear_object (&self->community);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_FIRST_PAGE);

  G_OBJECT_CLASS (tea_first_page_parent_class)->dispose (object);
}

static void
tea_first_page_class_init (TeaFirstPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_first_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-first-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, status);
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, leave_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, way_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, guest_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, TeaFirstPage, create_button);
  gtk_widget_class_bind_template_callback (widget_class, tea_menu_name_items);
}

static void
tea_first_page_init (TeaFirstPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->status, "org.teahouse.Teahouse");
}
