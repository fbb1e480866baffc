/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomNote: who sees what in a room, on a card over its messages, in fewer than sixty words.
 *
 *   hidden ──► appear (): read out once, the keyboard stays ──► Got it, Esc ──► hidden
 *      └─────► open (), from the details: the keyboard comes ───────┘
 *
 * It stands above the messages, which hang from their end: they stay where they are when it
 * comes and goes. It scrolls where there is no room for all of it. What it says of the room
 * follows the room (tea-room-words.c); whether anybody has read it is not its business.
 * Main thread. */

#include "config.h"

#include "tea-room-note.h"

#include "mx-room.h"
#include "tea-room-words.h"

struct _TeaRoomNote {
  AdwBin parent_instance;

  MxRoom *room;          /* (owned) (nullable) */
  GSignalGroup *signals; /* (owned) */
  gboolean is_unheard;   /* appeared, and not read out yet */
  gboolean was_heard;

  GtkLabel *title; /* (unowned): from the template, as the next */
  GtkLabel *who;
  GtkLabel *others;
  GtkLabel *leave;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (TeaRoomNote, tea_room_note, ADW_TYPE_BIN)

enum {
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fill (TeaRoomNote *self)
{
  TeaRoomReaders readers;
  g_autofree char *who = NULL;

  tea_room_readers_init (&readers, self->room);
  who = tea_room_words_who (&readers);
  gtk_label_set_label (self->who, who);
}

static void
on_room_changed (TeaRoomNote *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    fill (self);
}

/* Who does not see it come hears it; the second time it is known. */
static void
read_out (TeaRoomNote *self)
{
  const char *lines[] = { gtk_label_get_label (self->title), gtk_label_get_label (self->who),
                          gtk_label_get_label (self->others), gtk_label_get_label (self->leave), NULL };
  g_autofree char *words = g_strjoinv ("\n", (char **) lines);

  self->is_unheard = FALSE;
  self->was_heard = TRUE;
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
close_note (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  tea_room_note_close (TEA_ROOM_NOTE (widget));
}

static void
tea_room_note_map (GtkWidget *widget)
{
  TeaRoomNote *self = TEA_ROOM_NOTE (widget);

  GTK_WIDGET_CLASS (tea_room_note_parent_class)->map (widget);
  if (self->is_unheard)
    read_out (self);
}

static void
tea_room_note_dispose (GObject *object)
{
  TeaRoomNote *self = TEA_ROOM_NOTE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->room);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_ROOM_NOTE);

  G_OBJECT_CLASS (tea_room_note_parent_class)->dispose (object);
}

static void
tea_room_note_class_init (TeaRoomNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_room_note_dispose;
  widget_class->map = tea_room_note_map;

  /**
   * TeaRoomNote::closed:
   * @self: the note
   *
   * The person has put it away.
   */
  signals[CLOSED] =
    g_signal_new ("closed", TEA_TYPE_ROOM_NOTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-room-note.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRoomNote, title);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomNote, who);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomNote, others);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomNote, leave);
  gtk_widget_class_bind_template_child (widget_class, TeaRoomNote, button);
  gtk_widget_class_install_action (widget_class, "note.close", NULL, close_note);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_room_note_init (TeaRoomNote *self)
{
  static const char *const watched[] = { "notify::is-public", "notify::is-world-readable", "notify::is-encrypted",
                                         "notify::history-visibility", "notify::bridge-protocol" };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (MX_TYPE_ROOM);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->signals, watched[i], G_CALLBACK (on_room_changed), self);
}

/**
 * tea_room_note_set_room:
 * @self: the note
 * @room: (nullable): the room that it is about
 *
 * Another room's note is hidden until it appears or is opened there.
 */
void
tea_room_note_set_room (TeaRoomNote *self,
                        MxRoom      *room)
{
  g_return_if_fail (TEA_IS_ROOM_NOTE (self));

  if (!g_set_object (&self->room, room))
    return;

  self->is_unheard = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_group_set_target (self->signals, room);
}

/**
 * tea_room_note_appear:
 * @self: the note
 *
 * Shows it without taking the keyboard.
 */
void
tea_room_note_appear (TeaRoomNote *self)
{
  g_return_if_fail (TEA_IS_ROOM_NOTE (self));
  g_return_if_fail (self->room != NULL);

  fill (self);
  self->is_unheard = !self->was_heard;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * tea_room_note_open:
 * @self: the note
 *
 * Shows it to who wants to read it, with the keyboard on its button.
 */
void
tea_room_note_open (TeaRoomNote *self)
{
  g_return_if_fail (TEA_IS_ROOM_NOTE (self));
  g_return_if_fail (self->room != NULL);

  fill (self);
  self->was_heard = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (self->button);
}

/**
 * tea_room_note_close:
 * @self: the note
 *
 * Puts it away; the keyboard goes back to where one writes.
 */
void
tea_room_note_close (TeaRoomNote *self)
{
  g_return_if_fail (TEA_IS_ROOM_NOTE (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-composer", NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CLOSED], 0);
}
