/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaBrowserPage: what is shown while somebody signs in in the browser.
 *
 *   ASKING ──step──► WAITING ──────────► signed in: the window comes to the front
 *      │               │  └─ nothing opens it ──► NO_BROWSER ──► CODE
 *      └───────────────┴──► FAILED ──try again──► ASKING
 *
 * The room of the link stands above, so that nobody wonders where they are. What was
 * begun outlives the program: the settings remember that there is something to ask the
 * session for, and RESUMED shows it again. Whoever leaves the page ends the sign-in.
 * Main thread. */

#include "config.h"

#include "tea-browser-page.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-session.h"
#include "tea-avatar.h"
#include "tea-browser-words.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

struct _TeaBrowserPage {
  AdwNavigationPage parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GSettings *settings; /* (owned) (nullable) */
  MxJoinFlow *flow;    /* (owned) (nullable): where the person is going */
  GSignalGroup *flow_signals;
  GCancellable *cancellable; /* (owned) (nullable): of the sign-in that is under way */

  char *server;   /* (owned) (nullable): as it was asked for */
  char *provider; /* (owned) (nullable) */
  MxBrowserWay way;
  gboolean has_code_way;
  TeaBrowserPhase phase;
  TeaBrowserAct act;
  MxBrowserStep *step; /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */

  GtkWidget *room_box;
  TeaAvatar *room_avatar;
  GtkLabel *room_name;
  GtkWidget *spinner;
  GtkLabel *heading;
  GtkLabel *line;
  GtkWidget *code_box;
  GtkLabel *code;
  GtkLabel *address;
  GtkButton *first_button;
  GtkWidget *copy_button;
  GtkWidget *code_button;
  GtkWidget *details;
  GtkLabel *details_label;
};

G_DEFINE_FINAL_TYPE (TeaBrowserPage, tea_browser_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  LEFT,
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void begin (TeaBrowserPage *self);

static const char *
get_server_name (TeaBrowserPage *self)
{
  return self->step != NULL ? self->step->server_name : self->server;
}

static void
show_code (TeaBrowserPage *self)
{
  gboolean shown = self->phase == TEA_BROWSER_CODE && self->step != NULL;

  gtk_widget_set_visible (self->code_box, shown);
  gtk_label_set_label (self->code, shown ? self->step->user_code : "");
  gtk_label_set_label (self->address, shown ? self->step->url : "");
}

static void
set_phase (TeaBrowserPage  *self,
           TeaBrowserPhase  phase)
{
  g_auto (TeaBrowserWords) words = { 0 };

  self->phase = phase;
  tea_browser_words (
    &(TeaBrowserFacts) {
      .phase = phase,
      .server = get_server_name (self),
      .has_code_way = self->has_code_way,
      .error = self->error,
    },
    &words);

  self->act = words.act;
  gtk_label_set_label (self->heading, words.title);
  gtk_label_set_label (self->line, words.line);
  gtk_widget_set_visible (self->spinner, phase != TEA_BROWSER_FAILED && phase != TEA_BROWSER_NO_BROWSER);
  gtk_button_set_label (self->first_button, words.label != NULL ? words.label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->first_button), words.label != NULL);
  gtk_widget_set_visible (self->copy_button, words.offers_copy);
  gtk_widget_set_visible (self->code_button, words.offers_code);
  gtk_widget_set_visible (self->details, words.details != NULL);
  gtk_label_set_label (self->details_label, words.details != NULL ? words.details : "");
  show_code (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words.line, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* Takes @error: this sign-in came to nothing. */
static void
fail (TeaBrowserPage *self,
      GError         *error)
{
  g_clear_error (&self->error);
  self->error = error;
  g_clear_object (&self->cancellable);
  tea_settings_set_signing_in (self->settings, FALSE);
  set_phase (self, TEA_BROWSER_FAILED);
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaBrowserPage *self = TEA_BROWSER_PAGE (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result))
    begin (self);
  else
    g_signal_emit (self, signals[LEFT], 0);
}

/* A sign-in of before that was cancelled meanwhile says nothing. */
static gboolean
take_error (TeaBrowserPage *self,
            GError         *error)
{
  if (tea_error_is_quiet (error)) {
    g_error_free (error);
    return FALSE;
  }
  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING)) {
    g_error_free (error);
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb, NULL);
    return FALSE;
  }
  fail (self, error);
  return TRUE;
}

static void
wait_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaBrowserPage) self = user_data;
  GError *error = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!mx_session_login_finish (MX_SESSION (source), result, &error)) {
    take_error (self, error);
    return;
  }

  g_clear_object (&self->cancellable);
  tea_settings_set_signing_in (self->settings, FALSE);
  /* The person is in the browser: this is where it goes on. */
  if (root != NULL)
    gtk_window_present (GTK_WINDOW (root));
  g_signal_emit (self, signals[SIGNED_IN], 0);
}

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaBrowserPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  g_debug ("Nothing opens the page: %s", error->message);
  if (self->phase == TEA_BROWSER_WAITING || self->phase == TEA_BROWSER_RESUMED)
    set_phase (self, TEA_BROWSER_NO_BROWSER);
}

static void
open_page (TeaBrowserPage *self)
{
  g_autoptr (GtkUriLauncher) launcher = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->step == NULL)
    return;

  launcher = gtk_uri_launcher_new (self->step->url);
  gtk_uri_launcher_launch (launcher, root != NULL ? GTK_WINDOW (root) : NULL, self->cancellable, launch_cb,
                           g_object_ref (self));
}

/* There is something to open; the answer of the browser is waited for from now on. */
static void
take_step (TeaBrowserPage *self,
           MxBrowserStep  *step,
           gboolean        resumed)
{
  g_clear_pointer (&self->step, mx_browser_step_free);
  self->step = step;
  if (!tea_browser_may_open (step->url)) {
    tea_browser_page_cancel (self);
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_BAD_RESPONSE, "the address of the page is none for a browser"));
    return;
  }

  tea_settings_set_signing_in (self->settings, TRUE);
  set_phase (self, step->user_code != NULL ? TEA_BROWSER_CODE
                   : resumed               ? TEA_BROWSER_RESUMED
                                           : TEA_BROWSER_WAITING);
  mx_session_browser_wait_async (self->session, self->cancellable, wait_cb, g_object_ref (self));
  if (self->phase == TEA_BROWSER_WAITING)
    open_page (self);
}

static void
begin_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (TeaBrowserPage) self = user_data;
  GError *error = NULL;
  MxBrowserStep *step = mx_session_browser_step_finish (MX_SESSION (source), result, &error);

  if (step != NULL)
    take_step (self, step, FALSE);
  else if (error != NULL)
    take_error (self, error);
}

static void
begin (TeaBrowserPage *self)
{
  const char *link = self->flow != NULL ? mx_join_flow_get_link (self->flow) : NULL;

  /* The session ends the one before by itself, and keeps its record until there is the new one. */
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->step, mx_browser_step_free);
  self->cancellable = g_cancellable_new ();
  set_phase (self, TEA_BROWSER_ASKING);
  mx_session_browser_begin_async (self->session, self->server, self->way, self->provider, link, self->cancellable,
                                  begin_cb, g_object_ref (self));
}

static void
copy_text (TeaBrowserPage *self,
           const char     *text)
{
  if (text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", text);
}

static void
use_code (TeaBrowserPage *self)
{
  self->way = MX_BROWSER_OAUTH_DEVICE;
  begin (self);
}

static void
on_first (TeaBrowserPage *self)
{
  switch (self->act) {
  case TEA_BROWSER_DO_OPEN:
    open_page (self);
    break;
  case TEA_BROWSER_DO_COPY:
    copy_text (self, self->step->url);
    break;
  case TEA_BROWSER_DO_CODE:
    use_code (self);
    break;
  case TEA_BROWSER_DO_BEGIN:
    begin (self);
    break;
  case TEA_BROWSER_DO_LEAVE:
    g_signal_emit (self, signals[LEFT], 0);
    break;
  case TEA_BROWSER_DO_NOTHING:
  default:
    break;
  }
}

static void
on_copy_address (TeaBrowserPage *self)
{
  if (self->step != NULL)
    copy_text (self, self->step->url);
}

static void
on_copy_code (TeaBrowserPage *self)
{
  if (self->step != NULL)
    copy_text (self, self->step->user_code);
}

static void
on_cancel (TeaBrowserPage *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
show_room (TeaBrowserPage *self)
{
  g_autofree char *name = NULL;
  g_autofree char *alias = NULL;
  g_autofree char *mxc = NULL;

  if (self->flow != NULL)
    g_object_get (self->flow, "name", &name, "alias", &alias, "avatar", &mxc, NULL);
  if (name == NULL || *name == '\0')
    g_set_str (&name, alias);

  gtk_widget_set_visible (self->room_box, name != NULL);
  gtk_label_set_label (self->room_name, name != NULL ? name : "");
  tea_avatar_set_text (self->room_avatar, name);
  tea_avatar_set_mxc (self->room_avatar, mxc);
}

/**
 * tea_browser_page_set_session:
 * @self: the page
 * @session: what signs in
 * @settings: (nullable): what is remembered
 */
void
tea_browser_page_set_session (TeaBrowserPage *self,
                              MxSession      *session,
                              GSettings      *settings)
{
  g_return_if_fail (TEA_IS_BROWSER_PAGE (self));

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
  tea_avatar_set_session (self->room_avatar, session);
}

/**
 * tea_browser_page_set_flow:
 * @self: the page
 * @flow: (nullable): the link on whose way this is
 */
void
tea_browser_page_set_flow (TeaBrowserPage *self,
                           MxJoinFlow     *flow)
{
  g_return_if_fail (TEA_IS_BROWSER_PAGE (self));

  if (!g_set_object (&self->flow, flow))
    return;

  g_signal_group_set_target (self->flow_signals, flow);
  show_room (self);
}

/**
 * tea_browser_page_begin:
 * @self: the page
 * @server: the server's name
 * @way: which way in
 * @provider: (nullable): who vouches for the person
 * @has_code_way: whether the server has codes, for where there is no browser
 *
 * Asks the server for its page and opens it.
 */
void
tea_browser_page_begin (TeaBrowserPage *self,
                        const char     *server,
                        MxBrowserWay    way,
                        const char     *provider,
                        gboolean        has_code_way)
{
  g_return_if_fail (TEA_IS_BROWSER_PAGE (self));
  g_return_if_fail (server != NULL);

  g_set_str (&self->server, server);
  g_set_str (&self->provider, provider);
  self->way = way;
  self->has_code_way = has_code_way;
  begin (self);
}

/**
 * tea_browser_page_resume:
 * @self: the page
 * @step: what the session still waits for
 *
 * Goes on after a start of the program. Opens nothing: the page may still be open.
 */
void
tea_browser_page_resume (TeaBrowserPage *self,
                         MxBrowserStep  *step)
{
  g_return_if_fail (TEA_IS_BROWSER_PAGE (self));
  g_return_if_fail (step != NULL);

  g_set_str (&self->server, step->server_name);
  g_clear_pointer (&self->provider, g_free);
  self->way = MX_BROWSER_OAUTH;
  self->has_code_way = FALSE;
  self->cancellable = g_cancellable_new ();
  take_step (self, mx_browser_step_copy (step), TRUE);
}

/**
 * tea_browser_page_cancel:
 * @self: the page
 *
 * Ends the sign-in, if one is under way.
 */
void
tea_browser_page_cancel (TeaBrowserPage *self)
{
  g_return_if_fail (TEA_IS_BROWSER_PAGE (self));

  if (self->cancellable == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  mx_session_browser_cancel (self->session);
  tea_settings_set_signing_in (self->settings, FALSE);
}

static void
tea_browser_page_shown (AdwNavigationPage *page)
{
  TeaBrowserPage *self = TEA_BROWSER_PAGE (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->first_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->first_button));
  ADW_NAVIGATION_PAGE_CLASS (tea_browser_page_parent_class)->shown (page);
}

/* What was begun goes on after the next start: nothing is cancelled here. */
static void
tea_browser_page_dispose (GObject *object)
{
  TeaBrowserPage *self = TEA_BROWSER_PAGE (object);

  g_clear_object (&self->flow_signals);
  g_clear_object (&self->flow);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_BROWSER_PAGE);

  G_OBJECT_CLASS (tea_browser_page_parent_class)->dispose (object);
}

static void
tea_browser_page_finalize (GObject *object)
{
  TeaBrowserPage *self = TEA_BROWSER_PAGE (object);

  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->step, mx_browser_step_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tea_browser_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, room_box);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, room_avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, room_name);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, heading);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, line);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, code_box);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, code);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, address);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, first_button);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, code_button);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, details);
  gtk_widget_class_bind_template_child (widget_class, TeaBrowserPage, details_label);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_address);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_code);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, use_code);
}

static void
tea_browser_page_class_init (TeaBrowserPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tea_browser_page_dispose;
  object_class->finalize = tea_browser_page_finalize;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = tea_browser_page_shown;

  /**
   * TeaBrowserPage::left:
   * @self: the page
   *
   * The person does not want to go on.
   */
  signals[LEFT] = g_signal_new ("left", TEA_TYPE_BROWSER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * TeaBrowserPage::signed-in:
   * @self: the page
   *
   * Somebody is signed in now.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in", TEA_TYPE_BROWSER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  g_type_ensure (TEA_TYPE_AVATAR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
tea_browser_page_init (TeaBrowserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->flow_signals = g_signal_group_new (MX_TYPE_JOIN_FLOW);
  g_signal_group_connect_swapped (self->flow_signals, "notify::preview", G_CALLBACK (show_room), self);
  g_signal_group_connect_swapped (self->flow_signals, "notify::name", G_CALLBACK (show_room), self);
}
