/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaAccountSwitcher: the accounts at the top of the account menu, one row each
 * (TeaAccountRow), the one whose rooms are shown marked. Pressing another shows its rooms
 * (win.switch-account with the name that the account has in MxAccounts).
 *
 * A place where nobody is signed in has no row. Names and pictures are asked for when the
 * menu is opened, so that they are as others see them now. Without a list of accounts there
 * is one row, and it cannot be pressed. Main thread. */

#include "config.h"

#include "tea-account-switcher.h"

#include "mx-session.h"
#include "tea-account-row.h"

#define MAX_HEIGHT 280

struct _TeaAccountSwitcher {
  AdwBin parent_instance;

  MxAccounts *accounts; /* (owned) (nullable) */
  MxSession *session;   /* (owned) (nullable): the one that is shown */
  GtkBox *rows;
  gboolean has_news;
};

G_DEFINE_FINAL_TYPE (TeaAccountSwitcher, tea_account_switcher, ADW_TYPE_BIN)

typedef enum {
  PROP_HAS_NEWS = 1,
} TeaAccountSwitcherProperty;

static GParamSpec *props[PROP_HAS_NEWS + 1];

static void
update_row (TeaAccountSwitcher *self,
            TeaAccountRow      *row)
{
  MxSession *session = tea_account_row_get_session (row);
  gboolean current = session == self->session;

  tea_account_row_set_current (row, current);
  gtk_widget_set_visible (GTK_WIDGET (row), mx_session_is_open (session) ||
                                              (self->accounts != NULL &&
                                               mx_accounts_has_account (self->accounts, session)));
}

static void
update (TeaAccountSwitcher *self)
{
  gboolean has_news = FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    MxSession *session = tea_account_row_get_session (TEA_ACCOUNT_ROW (child));

    update_row (self, TEA_ACCOUNT_ROW (child));
    has_news = has_news || (session != self->session && mx_session_is_open (session) &&
                            (mx_session_is_unread (session) || mx_session_get_meant_count (session) > 0));
  }
  if (self->has_news == has_news)
    return;
  self->has_news = has_news;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_NEWS]);
}

static void
add_row (TeaAccountSwitcher *self,
         MxSession          *session)
{
  static const char *const told[] = { "notify::is-open", "notify::is-unread", "notify::meant-count" };
  GtkWidget *row = tea_account_row_new (session);

  if (self->accounts != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", mx_accounts_get_name (self->accounts, session));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), self->accounts != NULL ? "win.switch-account" : NULL);
  gtk_box_append (self->rows, row);
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (session, told[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
remove_rows (TeaAccountSwitcher *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL) {
    g_signal_handlers_disconnect_by_func (tea_account_row_get_session (TEA_ACCOUNT_ROW (child)), update, self);
    gtk_box_remove (self->rows, child);
  }
}

static void
fill (TeaAccountSwitcher *self)
{
  guint n = self->accounts != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) : 0;

  remove_rows (self);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxSession) session = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

    add_row (self, session);
  }
  if (self->accounts == NULL && self->session != NULL)
    add_row (self, self->session);
  update (self);
}

/* What others see of the person may have been changed elsewhere. */
static void
tea_account_switcher_map (GtkWidget *widget)
{
  TeaAccountSwitcher *self = TEA_ACCOUNT_SWITCHER (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mx_session_ask_own_profile (tea_account_row_get_session (TEA_ACCOUNT_ROW (child)));
  GTK_WIDGET_CLASS (tea_account_switcher_parent_class)->map (widget);
}

static void
tea_account_switcher_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch ((TeaAccountSwitcherProperty) prop_id) {
  case PROP_HAS_NEWS:
    g_value_set_boolean (value, TEA_ACCOUNT_SWITCHER (object)->has_news);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_account_switcher_dispose (GObject *object)
{
  TeaAccountSwitcher *self = TEA_ACCOUNT_SWITCHER (object);

  if (self->rows != NULL)
    remove_rows (self);
  self->rows = NULL;
  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_func (self->accounts, fill, self);
  g_clear_object (&self->accounts);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tea_account_switcher_parent_class)->dispose (object);
}

static void
tea_account_switcher_class_init (TeaAccountSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tea_account_switcher_get_property;
  object_class->dispose = tea_account_switcher_dispose;
  GTK_WIDGET_CLASS (klass)->map = tea_account_switcher_map;

  /**
   * TeaAccountSwitcher:has-news:
   *
   * Whether another account than the one that is shown has something to read.
   */
  props[PROP_HAS_NEWS] = g_param_spec_boolean ("has-news", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
tea_account_switcher_init (TeaAccountSwitcher *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->rows));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * tea_account_switcher_set_accounts:
 * @self: the accounts of the menu
 * @accounts: (nullable): all there are
 */
void
tea_account_switcher_set_accounts (TeaAccountSwitcher *self,
                                   MxAccounts         *accounts)
{
  g_return_if_fail (TEA_IS_ACCOUNT_SWITCHER (self));

  if (self->accounts != NULL)
    g_signal_handlers_disconnect_by_func (self->accounts, fill, self);
  g_set_object (&self->accounts, accounts);
  if (accounts != NULL)
    g_signal_connect_object (accounts, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

/**
 * tea_account_switcher_set_session:
 * @self: the accounts of the menu
 * @session: (nullable): the one whose rooms are shown
 */
void
tea_account_switcher_set_session (TeaAccountSwitcher *self,
                                  MxSession          *session)
{
  g_return_if_fail (TEA_IS_ACCOUNT_SWITCHER (self));

  if (!g_set_object (&self->session, session))
    return;
  if (self->accounts == NULL)
    fill (self);
  else
    update (self);
}

/**
 * tea_account_switcher_has_news:
 * @self: the accounts of the menu
 *
 * Returns: whether another account than the one that is shown has something to read
 */
gboolean
tea_account_switcher_has_news (TeaAccountSwitcher *self)
{
  g_return_val_if_fail (TEA_IS_ACCOUNT_SWITCHER (self), FALSE);

  return self->has_news;
}
