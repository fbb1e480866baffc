/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, from a guest to another account, with everything the guest has (MxCarryOver).
 *
 *   keep dialog ─► welcome, for one more account ─► signed in ─► carrying ─┬─► main, in the same room
 *                     └─ back: nothing was done                            └─► some rooms stay: ask
 *
 * Which account takes whose rooms is remembered from the first step on, so that a sign-in in the
 * browser and a restart do not lose it; joining twice harms nobody. The room that was open is the
 * new account's room of last time. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-carry-over.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

#define KEY "carry-over"

typedef struct
{
  TeaWindow *window;  /* (owned) */
  MxSession *guest;   /* (owned) */
  MxSession *account; /* (owned) */
} Carrying;

static void run (Carrying *self);

static void
carrying_free (Carrying *self)
{
  g_clear_object (&self->window);
  g_clear_object (&self->guest);
  g_clear_object (&self->account);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Carrying, carrying_free)

static char *
dup_guest_name (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);

  return name != NULL ? tea_settings_dup_entry (self->settings, KEY, name) : NULL;
}

/*< private >
 * _tea_window_forget_carrying:
 *
 * The account that is shown takes nobody's rooms.
 */
void
_tea_window_forget_carrying (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);

  if (name == NULL)
    return;
  tea_settings_set_entry (self->settings, KEY, name, NULL);
  tea_settings_save (self->settings);
}

/*< private >
 * _tea_window_get_carried:
 *
 * Returns: (transfer none) (nullable): the guest whose rooms the account that is shown takes
 */
MxSession *
_tea_window_get_carried (TeaWindow *self)
{
  g_autofree char *name = dup_guest_name (self);
  MxSession *guest = name != NULL ? mx_accounts_look_up (self->accounts, name) : NULL;

  return guest != self->session ? guest : NULL;
}

static void
carry_over (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  TeaWindow *self = user_data;
  g_autofree char *link = self->flow != NULL ? g_strdup (mx_join_flow_get_link (self->flow)) : NULL;
  MxSession *place;
  const char *name;

  if (self->accounts == NULL || !mx_session_is_guest (self->session))
    return;

  place = _tea_window_make_place (self);
  name = mx_accounts_get_name (self->accounts, place);
  tea_settings_set_entry (self->settings, KEY, name, _tea_window_get_name (self));
  if (self->room != NULL)
    tea_settings_set_entry (self->settings, "last-rooms", name, mx_room_get_id (self->room));
  g_set_object (&self->came_from, self->session);
  /* It begins anew, with the guest's rooms. */
  _tea_window_forget_sign_in (self, place);
  tea_window_set_session (self, place);
  /* A room that is not open to guests may be why. */
  if (link != NULL)
    tea_window_open_link (self, link);
}

static void
on_progress (guint    done,
             guint    total,
             gpointer user_data)
{
  Carrying *carrying = user_data;
  TeaWindow *self = carrying->window;
  g_autofree char *text = NULL;

  if (self->session != carrying->account)
    return;
  /* Translators: which of a guest's rooms another account joins now, and how many there are. */
  text = g_strdup_printf (_ ("Room %u of %u"), MIN (done + 1, total), total);
  adw_status_page_set_description (self->carrying, text);
}

/* The account is shown, in the room in which the guest was. */
static void
show_account (TeaWindow *self)
{
  _tea_window_show_main (self);
  if (self->flow != NULL)
    mx_join_flow_signed_in (self->flow);
  _tea_window_try_restore (self);
  if (self->room != NULL)
    adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static char *
dup_names (MxSession         *session,
           const char *const *room_ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (gsize i = 0; room_ids[i] != NULL; i++) {
    MxRoom *room = mx_session_get_room (session, room_ids[i]);

    g_strv_builder_take (builder, mx_text_isolate (room != NULL ? mx_room_get_name (room) : room_ids[i]));
  }
  names = g_strv_builder_end (builder);

  return g_strjoinv (_ (", "), names);
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Carrying) carrying = user_data;
  TeaWindow *self = carrying->window;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (self->session != carrying->account)
    return;
  if (g_str_equal (response, "again")) {
    run (g_steal_pointer (&carrying));
    return;
  }
  _tea_window_forget_carrying (self);
  if (g_str_equal (response, "leave"))
    mx_accounts_remove_async (self->accounts, carrying->guest, NULL, NULL, NULL);
}

/* Some rooms let the account not in: the guest is still there. */
static void
ask_about_rooms (Carrying          *carrying,
                 const char *const *left)
{
  g_autofree char *names = dup_names (carrying->guest, left);
  /* Translators: %s are names of rooms, with commas between them. */
  g_autofree char *body = g_strdup_printf (_ ("This account cannot join: %s. The guest is still there. Try again, "
                                              "keep the guest as an account of its own, or sign it out and leave "
                                              "what stays behind."),
                                             names);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Some Rooms Stay Behind"), body);
  GtkWidget *parent = GTK_WIDGET (carrying->window);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "keep", _ ("_Keep the Guest"), NULL);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "leave", _ ("_Sign the Guest Out"), NULL);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "again", _ ("_Try Again"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "leave", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "again", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, left_cb, carrying);
}

static void
carried_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Carrying) carrying = user_data;
  TeaWindow *self = carrying->window;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = mx_carry_over_finish (result, &error);

  self->is_carrying = FALSE;
  /* Nothing turns where it is not seen. */
  if (self->session != NULL)
    adw_status_page_set_paintable (self->carrying, NULL);
  /* The window is gone, or another account is shown: it goes on when this one is shown again. */
  if (self->session != carrying->account)
    return;

  show_account (self);
  if (left == NULL) {
    _tea_window_forget_carrying (self);
    _tea_window_toast_error (self, error);
  } else if (left[0] != NULL) {
    ask_about_rooms (g_steal_pointer (&carrying), (const char *const *) left);
  } else {
    _tea_window_forget_carrying (self);
    mx_accounts_remove_async (self->accounts, carrying->guest, NULL, NULL, NULL);
    tea_window_add_toast (self, _ ("Your rooms came along; the guest is signed out"));
  }
}

/* Takes @carrying. */
static void
run (Carrying *carrying)
{
  TeaWindow *self = carrying->window;
  g_autoptr (AdwSpinnerPaintable) spinner = adw_spinner_paintable_new (GTK_WIDGET (self->carrying));

  adw_status_page_set_paintable (self->carrying, GDK_PAINTABLE (spinner));
  self->is_carrying = TRUE;
  if (self->room != NULL)
    g_set_str (&self->restore, mx_room_get_id (self->room));
  _tea_window_set_room (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "carrying");
  mx_carry_over_async (carrying->guest, carrying->account, on_progress, carrying, NULL, carried_cb, carrying);
}

static void
on_guest_open (TeaWindow *self)
{
  if (self->started && mx_session_is_open (self->session))
    _tea_window_carry (self);
}

/*< private >
 * _tea_window_carry:
 *
 * Takes a guest's rooms to the account that is shown, where that was wanted. A guest that is not
 * open yet is waited for.
 *
 * Returns: whether it has the screen now
 */
gboolean
_tea_window_carry (TeaWindow *self)
{
  MxSession *guest = _tea_window_get_carried (self);
  Carrying *carrying;

  if (guest == NULL || self->is_carrying)
    return self->is_carrying;
  /* From one guest to another there is nothing to keep. */
  if (mx_session_is_guest (self->session)) {
    _tea_window_forget_carrying (self);
    return FALSE;
  }
  g_signal_handlers_disconnect_by_func (guest, on_guest_open, self);
  if (!mx_session_is_open (guest)) {
    g_signal_connect_object (guest, "notify::is-open", G_CALLBACK (on_guest_open), self, G_CONNECT_SWAPPED);
    return FALSE;
  }

  carrying = g_new0 (Carrying, 1);
  carrying->window = g_object_ref (self);
  carrying->guest = g_object_ref (guest);
  carrying->account = g_object_ref (self->session);
  run (carrying);
  return TRUE;
}

static const GActionEntry actions[] = {
  { "carry-over", carry_over },
};

/* Called once, with the others. */
void
_tea_window_add_carrying (TeaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
