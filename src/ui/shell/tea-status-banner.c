/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaStatusBanner: the one banner under a header bar.
 *
 * Shows the most important of: signed out or locked (the session is refused),
 * offline, the room has moved or is closed for now, somebody asks to be let in, one is a guest. At most
 * one, and nothing while all is well. The texts come from tea_error_describe () and are
 * never markup. Being offline for less than two seconds is not worth a banner that comes
 * and goes. Main thread. */

#include "config.h"

#include "tea-status-banner.h"

#include "mx-enums.h"
#include "mx-knock-list.h"
#include "mx-person.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-error.h"
#include "tea-room-words.h"

#include <glib/gi18n.h>

#define PATIENCE_S 2

struct _TeaStatusBanner {
  AdwBin parent_instance;

  AdwBanner *banner;
  MxSession *session;  /* (owned) (nullable) */
  MxRoom *room;        /* (owned) (nullable) */
  MxKnockList *knocks; /* (owned) (nullable) */
  GSignalGroup *session_signals;
  GSignalGroup *room_signals;
  GSignalGroup *knock_signals;
  guint offline_id;
  gboolean is_offline; /* long enough to say so */
};

G_DEFINE_FINAL_TYPE (TeaStatusBanner, tea_status_banner, ADW_TYPE_BIN)

typedef enum {
  PROP_SESSION = 1,
  PROP_ROOM,
} TeaStatusBannerProperty;

static GParamSpec *props[PROP_ROOM + 1];

static void
show (TeaStatusBanner *self,
      const char      *text,
      const char      *label,
      const char      *action,
      const char      *target)
{
  if (text != NULL) {
    adw_banner_set_title (self->banner, text);
    adw_banner_set_button_label (self->banner, label);
    if (target != NULL)
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->banner), "s", target);
    else
      gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->banner), NULL);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner), action);
  }
  adw_banner_set_revealed (self->banner, text != NULL);
}

static char *
dup_replacement (MxRoom *room)
{
  char *replacement = NULL;

  if (room != NULL)
    g_object_get (room, "replacement", &replacement, NULL);
  return replacement;
}

/* (nullable): nobody asks, or somebody else answers */
static char *
dup_knocks (MxKnockList *knocks)
{
  guint n = knocks != NULL && mx_knock_list_can_answer (knocks)
              ? g_list_model_get_n_items (G_LIST_MODEL (knocks))
              : 0;
  g_autoptr (MxPerson) first = n > 0 ? g_list_model_get_item (G_LIST_MODEL (knocks), 0) : NULL;

  return first != NULL ? tea_room_words_knocks (n, mx_person_get_name (first)) : NULL;
}

/* What can be done about a session that is refused. */
static const char *
get_action (TeaErrorStep step)
{
  if (step == TEA_STEP_SIGN_IN)
    return "win.sign-in-again";
  return step == TEA_STEP_ASK_WHY ? "win.ask-why" : "win.try-now";
}

static void
update (TeaStatusBanner *self)
{
  MxSyncState state =
    self->session != NULL ? mx_session_get_sync_state (self->session) : MX_SYNC_STOPPED;
  g_autofree char *replacement = dup_replacement (self->room);
  g_autofree char *knocks = dup_knocks (self->knocks);
  g_auto (TeaErrorText) text = { 0 };

  if (state == MX_SYNC_REFUSED || (state == MX_SYNC_OFFLINE && self->is_offline))
    tea_error_describe (mx_session_get_error (self->session), NULL, &text);

  if (state == MX_SYNC_REFUSED)
    show (self, text.sentence, text.label, get_action (text.step), NULL);
  else if (state == MX_SYNC_OFFLINE && self->is_offline)
    show (self, text.sentence, _ ("_Try Now"), "win.try-now", NULL);
  else if (replacement != NULL)
    show (self, _ ("This room moved."), _ ("_Go to the New Room"), "win.follow-room", mx_room_get_id (self->room));
  else if (self->room != NULL && mx_room_is_closed (self->room) && mx_room_can_close (self->room))
    show (self, _ ("This room is closed for now: nobody new comes in."), _ ("_Open Again"), "win.reopen-room",
                                                                          mx_room_get_id (self->room));
  else if (knocks != NULL)
    show (self, knocks, _ ("_Answer"), "room-page.show-details", NULL);
  else if (self->session != NULL && mx_session_is_guest (self->session))
    show (self, _ ("You are here as a guest."), _ ("_Keep This Account…"), "win.keep-account", NULL);
  else
    show (self, NULL, NULL, NULL, NULL);
}

static gboolean
on_patience_over (gpointer user_data)
{
  TeaStatusBanner *self = user_data;

  self->offline_id = 0;
  self->is_offline = TRUE;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
on_sync_state (TeaStatusBanner *self)
{
  if (mx_session_get_sync_state (self->session) != MX_SYNC_OFFLINE) {
    g_clear_handle_id (&self->offline_id, g_source_remove);
    self->is_offline = FALSE;
  } else if (!self->is_offline && self->offline_id == 0)
    self->offline_id = g_timeout_add_seconds (PATIENCE_S, on_patience_over, self);

  update (self);
}

/**
 * tea_status_banner_set_session:
 * @self: the banner
 * @session: (nullable): whose state is shown
 */
void
tea_status_banner_set_session (TeaStatusBanner *self,
                               MxSession       *session)
{
  g_return_if_fail (TEA_IS_STATUS_BANNER (self));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  if (session != NULL)
    on_sync_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/**
 * tea_status_banner_set_room:
 * @self: the banner
 * @room: (nullable): the room below it
 */
void
tea_status_banner_set_room (TeaStatusBanner *self,
                            MxRoom          *room)
{
  g_return_if_fail (TEA_IS_STATUS_BANNER (self));

  if (!g_set_object (&self->room, room))
    return;

  g_signal_group_set_target (self->room_signals, room);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_status_banner_set_knocks:
 * @self: the banner
 * @knocks: (nullable): who asks to be let into the room
 */
void
tea_status_banner_set_knocks (TeaStatusBanner *self,
                              MxKnockList     *knocks)
{
  g_return_if_fail (TEA_IS_STATUS_BANNER (self));

  if (!g_set_object (&self->knocks, knocks))
    return;

  g_signal_group_set_target (self->knock_signals, knocks);
  update (self);
}

static void
tea_status_banner_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TeaStatusBanner *self = TEA_STATUS_BANNER (object);

  switch ((TeaStatusBannerProperty) prop_id) {
  case PROP_SESSION:
    tea_status_banner_set_session (self, g_value_get_object (value));
    break;
  case PROP_ROOM:
    tea_status_banner_set_room (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_status_banner_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TeaStatusBanner *self = TEA_STATUS_BANNER (object);

  switch ((TeaStatusBannerProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_status_banner_dispose (GObject *object)
{
  TeaStatusBanner *self = TEA_STATUS_BANNER (object);

  g_clear_handle_id (&self->offline_id, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->room_signals);
  g_clear_object (&self->knock_signals);
  g_clear_object (&self->knocks);
  g_clear_object (&self->session);
  g_clear_object (&self->room);

  G_OBJECT_CLASS (tea_status_banner_parent_class)->dispose (object);
}

static void
tea_status_banner_class_init (TeaStatusBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = tea_status_banner_set_property;
  object_class->get_property = tea_status_banner_get_property;
  object_class->dispose = tea_status_banner_dispose;

  /**
   * TeaStatusBanner:session:
   *
   * Whose state is shown.
   */
  props[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, MX_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TeaStatusBanner:room:
   *
   * The room below the banner, which may have moved.
   */
  props[PROP_ROOM] =
    g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
tea_status_banner_init (TeaStatusBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->banner, FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));

  self->session_signals = g_signal_group_new (MX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::sync-state",
                                  G_CALLBACK (on_sync_state), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::error", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->session_signals, "notify::is-guest", G_CALLBACK (update), self);
  self->room_signals = g_signal_group_new (MX_TYPE_ROOM);
  g_signal_group_connect_swapped (self->room_signals, "notify::is-closed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->room_signals, "notify::can-close", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->room_signals, "notify::replacement", G_CALLBACK (update),
                                  self);
  self->knock_signals = g_signal_group_new (MX_TYPE_KNOCK_LIST);
  g_signal_group_connect_swapped (self->knock_signals, "items-changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->knock_signals, "notify::can-answer", G_CALLBACK (update), self);
}
