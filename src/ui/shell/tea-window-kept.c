/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, a sign-in that was begun while another account comes on screen.
 *
 *   page being filled ──notification of another account──► kept ──back──► the page as it was left
 *                                                            └─ signed in meanwhile ─► that account
 *
 * The pages go aside as they are, with the link they answer, and what runs in the browser or waits for a mail runs on.
 * A toast leads back, and so do the menu's "Add an Account" and the account itself. Only who goes back to the rooms on
 * purpose gives it up. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-accounts.h"
#include "mx-session.h"

#include <glib/gi18n.h>

#define TOAST_S 10 /* there is a message to be read first */

typedef struct
{
  TeaWindow *window;  /* (unowned): has us */
  MxSession *session; /* (owned) */
  TeaWelcome *page;   /* (owned) */
  MxJoinFlow *flow;   /* (owned) (nullable) */
  GtkWidget *focus;   /* (weak) (nullable): where the person typed */
  gboolean was_open;  /* somebody was signed in already, and has to do it again */
} Kept;

/* Somebody finished it elsewhere. */
static void
on_kept_open (Kept *self)
{
  g_autoptr (MxSession) session = g_object_ref (self->session);

  if (mx_session_is_open (session))
    tea_window_set_session (self->window, session);
}

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_signal_handlers_disconnect_by_func (self->session, on_kept_open, self);
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->flow);
  g_clear_object (&self->page);
  g_clear_object (&self->session);
  g_free (self);
}

static Kept *
find (TeaWindow *self,
      MxSession *session)
{
  for (guint i = 0; i < self->kept->len; i++) {
    Kept *kept = g_ptr_array_index (self->kept, i);

    if (kept->session == session)
      return kept;
  }
  return NULL;
}

/*< private >
 * _tea_window_forget_sign_in:
 * @session: an account
 *
 * Nobody goes on with what was begun there.
 */
void
_tea_window_forget_sign_in (TeaWindow *self,
                            MxSession *session)
{
  Kept *kept = find (self, session);

  if (kept != NULL)
    g_ptr_array_remove (self->kept, kept);
}

/*< private >
 * _tea_window_keep_sign_in:
 *
 * Puts aside what somebody is about to sign in with. The place is kept, too.
 *
 * Returns: whether there was something to keep
 */
gboolean
_tea_window_keep_sign_in (TeaWindow *self)
{
  GtkWidget *page = adw_bin_get_child (self->welcome_page);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  Kept *kept;

  if (page == NULL || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "welcome") != 0 ||
      !tea_welcome_is_begun (TEA_WELCOME (page)))
    return FALSE;

  kept = g_new0 (Kept, 1);
  kept->window = self;
  kept->session = g_object_ref (self->session);
  kept->page = g_object_ref (TEA_WELCOME (page));
  kept->flow = self->flow != NULL ? g_object_ref (self->flow) : NULL;
  kept->was_open = mx_session_is_open (self->session);
  if (focus != NULL && gtk_widget_is_ancestor (focus, page))
    g_set_weak_pointer (&kept->focus, focus);
  adw_bin_set_child (self->welcome_page, NULL);
  if (!kept->was_open)
    g_signal_connect_swapped (kept->session, "notify::is-open", G_CALLBACK (on_kept_open), kept);
  g_ptr_array_add (self->kept, kept);

  return TRUE;
}

/*< private >
 * _tea_window_tell_kept:
 *
 * Says that what was put aside is not lost, once the other account is on screen.
 */
void
_tea_window_tell_kept (TeaWindow *self)
{
  AdwToast *toast = adw_toast_new (_ ("The sign-in stays as you left it."));

  adw_toast_set_button_label (toast, _ ("_Go Back"));
  adw_toast_set_timeout (toast, TOAST_S);
  adw_toast_set_detailed_action_name (toast, "win.resume-sign-in");
  _tea_window_show_toast (self, toast);
}

/*< private >
 * _tea_window_recall_sign_in:
 * @left: the account that was shown until now
 *
 * Shows the pages that were kept for the account that is shown now, as they were left.
 *
 * Returns: whether they have the screen
 */
gboolean
_tea_window_recall_sign_in (TeaWindow *self,
                            MxSession *left)
{
  Kept *kept = find (self, self->session);
  gboolean is_done = kept != NULL && !kept->was_open && mx_session_is_open (self->session);

  if (kept == NULL)
    return FALSE;

  self->started = TRUE;
  /* The flow comes first: to a page it would be a new one, which begins with its room. */
  if (kept->flow != NULL)
    _tea_window_set_flow (self, kept->flow);
  if (is_done) {
    _tea_window_forget_sign_in (self, self->session);
    return FALSE;
  }
  adw_bin_set_child (self->welcome_page, GTK_WIDGET (kept->page));
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  if (kept->focus != NULL)
    gtk_widget_grab_focus (kept->focus);
  if (mx_session_is_open (left))
    g_set_object (&self->came_from, left);
  _tea_window_forget_sign_in (self, self->session);

  return TRUE;
}

/*< private >
 * _tea_window_get_kept_place:
 *
 * Returns: (transfer none) (nullable): where somebody began to sign in to one more account
 */
MxSession *
_tea_window_get_kept_place (TeaWindow *self)
{
  for (guint i = 0; i < self->kept->len; i++) {
    Kept *kept = g_ptr_array_index (self->kept, i);

    if (!kept->was_open)
      return kept->session;
  }
  return NULL;
}

/*< private >
 * _tea_window_find_kept_page:
 * @page: pages that are not on screen
 *
 * Returns: (transfer none) (nullable): whose they are
 */
MxSession *
_tea_window_find_kept_page (TeaWindow  *self,
                            TeaWelcome *page)
{
  for (guint i = 0; i < self->kept->len; i++) {
    Kept *kept = g_ptr_array_index (self->kept, i);

    if (kept->page == page)
      return kept->session;
  }
  return NULL;
}

static void
resume_sign_in (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;
  Kept *last = self->kept->len > 0 ? g_ptr_array_index (self->kept, self->kept->len - 1) : NULL;

  if (last != NULL)
    tea_window_set_session (self, last->session);
}

static const GActionEntry actions[] = {
  { "resume-sign-in", resume_sign_in },
};

/* Called once, with the others. */
void
_tea_window_add_keeping (TeaWindow *self)
{
  self->kept = g_ptr_array_new_with_free_func (kept_free);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
