/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people say of themselves.
 *
 *   find   ──► profile ──(one's own)──► capabilities ──► done
 *   set    ──(a further part)──► capabilities ──► set ──► done
 *   avatar ──► upload ──► set ──► done
 *
 * A part that the server does not have is refused here, in words, before anything is sent. One's own
 * name and picture are kept in the store with each answer: who starts offline is still somebody.
 * Engine thread. */

#include "config.h"

#include "mx-profiles.h"

#include "mx-api-media.h"
#include "mx-api-profile.h"
#include "mx-error.h"
#include "mx-request.h"
#include "mx-store.h"

#include <string.h>

typedef struct
{
  MxCore *core;
  GTask *task;        /* (owned)                    */
  MxWish *wish;       /* (unowned): the task's data */
  MxProfile *profile; /* (owned) (nullable)         */
  char *mxc;          /* (owned) (nullable)         */
} Errand;

static void
errand_free (Errand *self)
{
  g_clear_object (&self->task);
  g_clear_pointer (&self->profile, mx_profile_free);
  g_free (self->mxc);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static Errand *
errand_new (MxCore *core,
            GTask  *task,
            MxWish *wish)
{
  Errand *self = g_new0 (Errand, 1);

  self->core = core;
  self->task = task;
  self->wish = wish;
  return self;
}

/* Takes both. */
static void
fail (Errand *self,
      GError *error)
{
  mx_port_return_error (self->core->port, g_steal_pointer (&self->task), error);
  errand_free (self);
}

/* Takes @self and @request. */
static void
send (Errand       *self,
      MxRequest    *request,
      MxAnswerFunc  func)
{
  mx_core_send (self->core, request, g_task_get_cancellable (self->task), func, self);
  mx_request_unref (request);
}

/* The keys of the store, in which they are kept. */
#define NAME_KEY   "profile-name"
#define AVATAR_KEY "profile-avatar"

static void
keep (MxCore      *core,
      const char  *key,
      char       **field,
      const char  *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *old = NULL;

  g_set_str (field, value);
  if (!core->store)
    return;
  old = mx_store_get_value (core->store, key, &error);
  if (!error && g_strcmp0 (old, value) != 0)
    mx_store_set_value (core->store, key, value, &error);
  if (error)
    g_debug ("the account's profile is not kept: %s", error->message);
}

static void
keep_own (Errand *self)
{
  MxAccountInfo *account = self->core->account;

  if (!account || (self->wish->user_id && !g_str_equal (self->wish->user_id, account->user_id)))
    return;
  keep (self->core, NAME_KEY, &account->name, self->profile->displayname);
  keep (self->core, AVATAR_KEY, &account->avatar, self->profile->avatar_url);
}

/**
 * mx_profiles_recall:
 * @core: a core with an open store and an account
 *
 * Fills in what the account's name and picture were last.
 */
void
mx_profiles_recall (MxCore *core)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&core->account->name, g_free);
  g_clear_pointer (&core->account->avatar, g_free);
  core->account->name = mx_store_get_value (core->store, NAME_KEY, &error);
  if (!error)
    core->account->avatar = mx_store_get_value (core->store, AVATAR_KEY, &error);
  if (error)
    g_debug ("the account shows its id alone: %s", error->message);
}

static void
on_own_limits (MxCore       *core,
               MxResponse   *response,
               const GError *failure,
               gpointer      data)
{
  g_autoptr (Errand) self = data;
  g_autoptr (GError) error = failure ? g_error_copy (failure) : NULL;

  if (!error)
    mx_api_capabilities_parse (response, &self->profile->can_set, &error);
  if (error)
    g_debug ("what of the profile may be changed: %s", error->message);
  mx_port_return_pointer (core->port, g_steal_pointer (&self->task), g_steal_pointer (&self->profile),
                          (GDestroyNotify) mx_profile_free);
}

static void
on_profile (MxCore       *core,
            MxResponse   *response,
            const GError *failure,
            gpointer      data)
{
  Errand *self = data;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (!error)
    self->profile = mx_api_profile_parse (response, &error);
  /* Whoever has said nothing yet has none. */
  if (g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND) && !self->wish->user_id) {
    g_clear_error (&error);
    self->profile = g_new0 (MxProfile, 1);
  }
  if (self->profile)
    keep_own (self);
  if (!self->profile) {
    fail (self, error);
  } else if (self->wish->user_id) {
    mx_port_return_pointer (core->port, g_steal_pointer (&self->task), g_steal_pointer (&self->profile),
                            (GDestroyNotify) mx_profile_free);
    errand_free (self);
  } else {
    send (self, mx_api_capabilities (), on_own_limits);
  }
}

/**
 * mx_profiles_find:
 * @core: a core
 * @task: (transfer full): ends with an #MxProfile
 * @wish: see the header
 */
void
mx_profiles_find (MxCore *core,
                  GTask  *task,
                  MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;
  Errand *self;

  mx_assert_engine (core);

  if (!mx_core_check_open (core, &task))
    return;
  self = errand_new (core, task, wish);
  request = mx_api_get_profile (wish->user_id ? wish->user_id : core->account->user_id, &error);
  if (request)
    send (self, request, on_profile);
  else
    fail (self, error);
}

static void
on_set (MxCore       *core,
        MxResponse   *response,
        const GError *failure,
        gpointer      data)
{
  Errand *self = data;

  if (failure) {
    fail (self, g_error_copy (failure));
    return;
  }
  if (self->mxc)
    mx_port_return_pointer (core->port, g_steal_pointer (&self->task), g_steal_pointer (&self->mxc), g_free);
  else
    mx_port_return_boolean (core->port, g_steal_pointer (&self->task), TRUE);
  errand_free (self);
}

/* The person's own language: pronouns are words of one. */
static char *
dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  g_autofree char *language = g_strndup (name, strcspn (name, "_.@"));

  return g_str_equal (language, "C") ? g_strdup ("en") : g_steal_pointer (&language);
}

static void
set (Errand     *self,
     const char *field,
     const char *value)
{
  g_autofree char *language = dup_language ();
  GError *error = NULL;
  MxRequest *request = mx_api_set_profile (self->core->account->user_id, field, value, language, &error);

  if (request)
    send (self, request, on_set);
  else
    fail (self, error);
}

static void
on_limits (MxCore       *core,
           MxResponse   *response,
           const GError *failure,
           gpointer      data)
{
  Errand *self = data;
  GError *error = failure ? g_error_copy (failure) : NULL;
  MxProfileParts parts = 0;

  if (!error && mx_api_capabilities_parse (response, &parts, &error) &&
      !(parts & mx_profile_find_part (self->wish->type)))
    error = g_error_new (MX_ERROR, MX_ERROR_UNRECOGNIZED, "the server's profiles have no %s", self->wish->type);
  if (error)
    fail (self, error);
  else if (core->account)
    set (self, self->wish->type, self->wish->text);
  else
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "nobody is signed in"));
}

/**
 * mx_profiles_set:
 * @core: a core
 * @task: (transfer full): ends with %TRUE
 * @wish: see the header
 *
 * Changes a part of one's own profile, or takes it away.
 */
void
mx_profiles_set (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  MxProfileParts part = mx_profile_find_part (wish->type);
  Errand *self;

  mx_assert_engine (core);

  if (!mx_core_check_open (core, &task))
    return;
  self = errand_new (core, task, wish);
  if (part == MX_PROFILE_NAME || part == MX_PROFILE_AVATAR)
    set (self, wish->type, wish->text);
  else if (part)
    send (self, mx_api_capabilities (), on_limits);
  else
    fail (self, g_error_new (MX_ERROR, MX_ERROR_BAD_INPUT, "a profile has no %s", wish->type));
}

static void
on_upload (MxCore       *core,
           MxResponse   *response,
           const GError *failure,
           gpointer      data)
{
  Errand *self = data;
  GError *error = failure ? g_error_copy (failure) : NULL;

  if (!error)
    self->mxc = mx_api_media_upload_parse (response, &error);
  if (!error && !core->account)
    error = g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "nobody is signed in");
  if (error)
    fail (self, error);
  else
    set (self, mx_profile_get_field (MX_PROFILE_AVATAR), self->mxc);
}

/**
 * mx_profiles_set_avatar:
 * @core: a core
 * @task: (transfer full): ends with the picture's address
 * @wish: see the header
 */
void
mx_profiles_set_avatar (MxCore *core,
                        GTask  *task,
                        MxWish *wish)
{
  Errand *self;

  mx_assert_engine (core);

  if (!mx_core_check_open (core, &task))
    return;
  self = errand_new (core, task, wish);
  if (core->account->is_guest)
    fail (self, g_error_new_literal (MX_ERROR, MX_ERROR_GUEST_FORBIDDEN, "guests have no picture"));
  else
    send (self, mx_api_media_upload (wish->bytes, wish->type, NULL), on_upload);
}
