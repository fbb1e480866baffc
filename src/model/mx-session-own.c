/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one of several accounts shows of itself where its rooms are not on screen: the name
 * and picture that others see, how much waits there; and where its key is kept, so that
 * another account of the profile can do the same. The profile is what it was in the last run
 * until who shows it has asked for it, and forgotten with the account. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-id.h"
#include "mx-profile.h"
#include "mx-room-list-private.h"
#include "mx-room-private.h"
#include "mx-text.h"

#include <string.h>

/**
 * mx_session_set_key_mode:
 * @self: a session
 * @mode: where the key of the store is kept
 * @passphrase: (nullable): for %MX_KEY_PASSPHRASE
 *
 * Chooses before open or login.
 */
void
mx_session_set_key_mode (MxSession  *self,
                         MxKeyMode   mode,
                         const char *passphrase)
{
  g_return_if_fail (MX_IS_SESSION (self));

  self->key_mode = mode;
  self->has_key_mode = TRUE;
  g_clear_pointer (&self->passphrase, mx_secret_unref);
  if (passphrase != NULL)
    self->passphrase = mx_secret_new (passphrase, strlen (passphrase));
  mx_engine_set_key_mode (self->engine, mode, passphrase);
}

/*< private >
 * _mx_session_copy_key_mode:
 * @other: another account of the profile
 *
 * The key of @self is kept where @other's is.
 */
void
_mx_session_copy_key_mode (MxSession *self,
                           MxSession *other)
{
  const guint8 *data = NULL;
  gsize len = 0;
  char *passphrase = NULL;

  if (self == other || !other->has_key_mode)
    return;
  if (other->passphrase != NULL) {
    data = mx_secret_get_data (other->passphrase, &len);
    passphrase = g_strndup ((const char *) data, len);
  }
  mx_session_set_key_mode (self, other->key_mode, passphrase);
  if (passphrase != NULL)
    explicit_bzero (passphrase, len);
  g_free (passphrase);
}

/* What the badge of a room says; a muted one counts only where somebody is meant. */
static guint
count_meant (MxRoom *room)
{
  guint unread = mx_room_get_unread_count (room);
  guint mentions = mx_room_get_highlight_count (room);

  if (mx_room_get_membership (room) != MX_MEMBERSHIP_JOIN || (mx_room_is_muted (room) && mentions == 0))
    return 0;
  return mx_room_is_direct (room) ? MAX (mentions, unread) : mentions;
}

/*< private >
 * _mx_session_count:
 *
 * Counts what is new over all rooms.
 */
void
_mx_session_count (MxSession *self)
{
  g_autoptr (GPtrArray) rooms = _mx_room_list_all (self->rooms);
  gboolean is_unread = FALSE;
  guint n_invites = 0;
  guint n_meant = 0;

  for (guint i = 0; i < rooms->len; i++) {
    MxRoom *room = g_ptr_array_index (rooms, i);

    n_invites += mx_room_get_section (room) == MX_SECTION_INVITES;
    n_meant += count_meant (room);
    is_unread = is_unread || (mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN && mx_room_is_unread (room) &&
                              !mx_room_is_muted (room));
  }
  _mx_session_set_counts (self, n_invites, n_meant + n_invites, is_unread);
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  MxSession *self = MX_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxProfile) profile = mx_session_find_profile_finish (self, result, &error);

  if (profile == NULL)
    g_debug ("the account shows its id alone: %s", error->message);
  else if (self->account != NULL)
    _mx_session_set_profile (self, profile->displayname, profile->avatar_url);
}

/**
 * mx_session_ask_own_profile:
 * @self: a session
 *
 * Asks the server what others see of the person, for MxSession:name and MxSession:avatar.
 */
void
mx_session_ask_own_profile (MxSession *self)
{
  g_return_if_fail (MX_IS_SESSION (self));

  if (self->account != NULL)
    mx_session_find_profile_async (self, self->account->user_id, NULL, profile_cb, NULL);
}

/**
 * mx_session_get_name:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the name that others see, where it is known
 */
const char *
mx_session_get_name (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->name;
}

/**
 * mx_session_dup_shown_name:
 * @self: a session
 *
 * What stands for the person where there is place for a few words: the name that others see, else the account's own
 * part of the account name; without what would confuse.
 *
 * Returns: (transfer full) (nullable): that; %NULL while nobody is signed in and no name is known
 */
char *
mx_session_dup_shown_name (MxSession *self)
{
  g_autofree char *local = NULL;

  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  if (self->name != NULL && *self->name != '\0')
    return mx_text_clean_name (self->name);
  local = self->account != NULL ? mx_id_dup_localpart (self->account->user_id) : NULL;
  return local != NULL ? mx_text_clean_name (local) : NULL;
}

/**
 * mx_session_get_avatar:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the address of the person's picture, where it is known
 */
const char *
mx_session_get_avatar (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), NULL);

  return self->avatar;
}

/**
 * mx_session_get_meant_count:
 * @self: a session
 *
 * Returns: how many mentions, messages of people and invites wait
 */
guint
mx_session_get_meant_count (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), 0);

  return self->n_meant;
}

/**
 * mx_session_is_unread:
 * @self: a session
 *
 * Returns: whether something in a room that is not muted was not read
 */
gboolean
mx_session_is_unread (MxSession *self)
{
  g_return_val_if_fail (MX_IS_SESSION (self), FALSE);

  return self->is_unread;
}

/**
 * mx_session_dup_user_name:
 * @self: a session
 * @room: (nullable): where
 * @user_id: who
 *
 * Returns: (transfer full): the name of a person, disambiguated where @room is given; the user
 *   id when no name is known
 */
char *
mx_session_dup_user_name (MxSession  *self,
                          MxRoom     *room,
                          const char *user_id)
{
  const MxMemberRecord *record = NULL;

  g_return_val_if_fail (MX_IS_SESSION (self), NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  if (room != NULL)
    record = _mx_member_table_find (_mx_room_get_member_table (room), user_id);
  return g_strdup (record != NULL ? record->name : user_id);
}
