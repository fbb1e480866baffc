/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Secret Service through libsecret: one item a profile, whoever is signed in there: what is stored
 * replaces what was, so that no two keys are ever there for one store. What makes it less simple:
 *
 *   a lookup in a locked keyring answers nothing, without an error: so we search, which
 *   finds locked items too, and where nothing is found we look whether the default
 *   collection is locked, before we say that there is no item;
 *   a service may not answer, and nobody may be there when a locked keyring asks: so everything has a
 *   deadline, ten seconds, and five minutes while the question stands on the screen; and the person may
 *   put the question away (MxSecretService);
 *   libsecret's own file (in a sandbox) refuses a write that began while another was under
 *   way, of another account of this process: so that one is tried again.
 *
 * Thread: the caller's main context. */

#include "config.h"

#include "mx-keyring-private.h"

#include "mx-error.h"
#include "mx-secret-service.h"
#include "mx-secret.h"

#include <libsecret/secret.h>
/* Installed and documented, but secret.h of 0.21 forgets it, and it refuses to be included alone. */
#define SECRET_COMPILATION
#include <libsecret/secret-backend.h>
#undef SECRET_COMPILATION

#define DEADLINE_SECONDS 10
#define MAX_DEADLINES    30 /* that many times, for who types a password */
#define MAX_TRIES        5
#define APPLICATION      "org.teahouse.Teahouse"

static const SecretSchema schema = {
  "org.teahouse.Teahouse.Account",
  SECRET_SCHEMA_NONE,
  {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

/* What one task needs while it runs. */
typedef struct
{
  GCancellable *cancellable; /* (owned): ours, cancelled by the caller's or the deadline */
  GCancellable *outer;       /* (owned) (nullable): the caller's                         */
  gulong handler;            /* on @outer                                                */
  GSource *deadline;         /* (owned)                                                  */
  SecretService *service;    /* (owned) (nullable): %NULL where secrets lie in libsecret's own file */
  void (*next) (GTask *task);
  gboolean is_late;
  gboolean makes_collection; /* there is no keyring yet                                  */
  guint n_tries;
  guint n_deadlines;
  GHashTable *attributes; /* (owned)                                                  */
  MxSecret *text;         /* (owned) (nullable): what is stored                       */
  char *label;            /* (owned) (nullable): of what is stored                    */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->outer != NULL)
    g_cancellable_disconnect (job->outer, job->handler);
  g_clear_object (&job->outer);
  g_source_destroy (job->deadline);
  g_clear_pointer (&job->deadline, g_source_unref);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->service);
  g_clear_pointer (&job->attributes, g_hash_table_unref);
  g_clear_pointer (&job->text, mx_secret_unref);
  g_clear_pointer (&job->label, g_free);
  g_free (job);
}

static gboolean
on_deadline (gpointer user_data)
{
  Job *job = user_data;

  if (job->service != NULL && mx_secret_service_is_asking (MX_SECRET_SERVICE (job->service)) &&
      ++job->n_deadlines < MAX_DEADLINES)
    return G_SOURCE_CONTINUE;
  job->is_late = TRUE;
  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static GHashTable *
attributes_of (const char *profile_dir)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (attributes, g_strdup ("application"), g_strdup (APPLICATION));
  g_hash_table_insert (attributes, g_strdup ("profile"), g_canonicalize_filename (profile_dir, NULL));
  return attributes;
}

static Job *
job_new (GTask      *task,
         const char *profile_dir)
{
  Job *job = g_new0 (Job, 1);
  GCancellable *outer = g_task_get_cancellable (task);

  job->cancellable = g_cancellable_new ();
  job->attributes = attributes_of (profile_dir);
  job->deadline = g_timeout_source_new_seconds (DEADLINE_SECONDS);
  g_source_set_callback (job->deadline, on_deadline, job, NULL);
  g_source_attach (job->deadline, g_task_get_context (task));
  /* Before connecting: an outer that is cancelled already calls at once. */
  g_task_set_task_data (task, job, job_free);
  g_task_set_check_cancellable (task, FALSE);
  if (outer != NULL) {
    job->outer = g_object_ref (outer);
    job->handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled),
                                          g_object_ref (job->cancellable), g_object_unref);
  }
  return job;
}

static MxError
code_of (const GError *failure)
{
  if (g_error_matches (failure, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (failure, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (failure, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return MX_ERROR_KEYRING_LOCKED;
  /* No bus, no service, no collection, a backend that cannot: the person must choose. */
  return MX_ERROR_KEYRING_MISSING;
}

static void
return_failure (GTask  *task,
                GError *failure)
{
  Job *job = g_task_get_task_data (task);

  if (job->is_late)
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_KEYRING_LOCKED, "the keyring did not answer in time");
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (failure));
  else if (job->makes_collection)
    /* Who does not want a keyring chooses another place. */
    g_task_return_new_error (task, MX_ERROR, MX_ERROR_KEYRING_MISSING, "%s", failure->message);
  else
    g_task_return_new_error (task, MX_ERROR, code_of (failure), "%s", failure->message);
}

static void
return_item (GTask *task,
             void  *item)
{
  g_task_return_pointer (task, item, (GDestroyNotify) mx_keyring_item_free);
}

static void
default_collection_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GError) failure = NULL;

  collection = secret_collection_for_alias_finish (result, &failure);
  if (failure != NULL)
    return_failure (task, failure);
  else if (collection != NULL && secret_collection_get_locked (collection))
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_KEYRING_LOCKED, "the keyring is locked");
  else
    return_item (task, NULL);
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  Job *job = g_task_get_task_data (task);

  job->service = secret_service_open_finish (result, &failure);
  if (failure != NULL)
    return_failure (task, failure);
  else
    job->next (g_steal_pointer (&task));
}

static void
backend_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  Job *job = g_task_get_task_data (task);
  /* Not ours to release: libsecret (0.21) keeps the first one without a reference of its own. */
  SecretBackend *backend = secret_backend_get_finish (result, &failure);

  if (failure != NULL)
    return_failure (task, failure);
  else if (SECRET_IS_SERVICE (backend))
    secret_service_open (MX_TYPE_SECRET_SERVICE, NULL, SECRET_SERVICE_NONE, job->cancellable, open_cb,
                         g_steal_pointer (&task));
  else
    job->next (g_steal_pointer (&task));
}

/* Finds out where secrets lie, and goes on with @next, which takes the task. */
static void
begin (GTask *task,
       void (*next) (GTask *task))
{
  Job *job = g_task_get_task_data (task);

  job->next = next;
  secret_backend_get (SECRET_BACKEND_NONE, job->cancellable, backend_cb, task);
}

static void
retrieve_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  MxKeyringItem *item;
  SecretValue *value;
  const char *text;
  gsize len;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &failure);
  if (failure != NULL || value == NULL) {
    if (failure == NULL)
      failure = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the keyring gave no secret");
    return_failure (task, failure);
    return;
  }
  text = secret_value_get (value, &len);
  item = _mx_keyring_item_read ((const guint8 *) text, len, &failure);
  secret_value_unref (value);
  if (item != NULL)
    return_item (task, item);
  else
    g_task_return_error (task, g_steal_pointer (&failure));
}

/* Several items mean that several people signed in here: the last one counts. */
static SecretRetrievable *
newest_of (GList *items)
{
  SecretRetrievable *newest = NULL;

  for (; items != NULL; items = items->next)
    if (newest == NULL || secret_retrievable_get_modified (items->data) > secret_retrievable_get_modified (newest))
      newest = items->data;
  return newest;
}

static void
search_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  g_autolist (GObject) items = NULL;
  SecretRetrievable *newest;
  Job *job = g_task_get_task_data (task);

  items = job->service != NULL ? secret_service_search_finish (job->service, result, &failure)
                               : secret_password_search_finish (result, &failure);
  newest = newest_of (items);
  if (failure != NULL)
    return_failure (task, failure);
  else if (newest == NULL && job->service != NULL)
    /* Is the keyring locked, or is there really no item? */
    secret_collection_for_alias (job->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, job->cancellable,
                                 default_collection_cb, g_steal_pointer (&task));
  else if (newest == NULL)
    return_item (task, NULL);
  else if (SECRET_IS_ITEM (newest) && secret_item_get_locked (SECRET_ITEM (newest)))
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_KEYRING_LOCKED, "the keyring is locked");
  else
    secret_retrievable_retrieve_secret (newest, job->cancellable, retrieve_cb, g_steal_pointer (&task));
}

static void
search (GTask *task)
{
  SecretSearchFlags flags = SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS;
  Job *job = g_task_get_task_data (task);

  if (job->service != NULL)
    secret_service_search (job->service, &schema, job->attributes, flags, job->cancellable, search_cb, task);
  else
    secret_password_searchv (&schema, job->attributes, flags, job->cancellable, search_cb, task);
}

void
_mx_keyring_service_load (GTask      *task,
                          const char *profile_dir)
{
  job_new (task, profile_dir);
  begin (task, search);
}

/* Whether a write came in the way of another, and is worth another try. */
static gboolean
is_in_the_way (Job          *job,
               const GError *failure)
{
  return g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG) && ++job->n_tries < MAX_TRIES;
}

static void store (GTask *task);

static void
store_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  Job *job = g_task_get_task_data (task);

  if (job->service != NULL ? secret_service_store_finish (job->service, result, &failure)
                           : secret_password_store_finish (result, &failure))
    g_task_return_boolean (task, TRUE);
  else if (is_in_the_way (job, failure))
    store (g_steal_pointer (&task));
  else
    return_failure (task, failure);
}

static void
store (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  SecretValue *value;
  const guint8 *data;
  gsize len;

  data = mx_secret_get_data (job->text, &len);
  value = secret_value_new ((const char *) data, len, "application/json");
  if (job->service != NULL)
    secret_service_store (job->service, &schema, job->attributes, SECRET_COLLECTION_DEFAULT, job->label, value,
                          job->cancellable, store_cb, task);
  else
    secret_password_storev_binary (&schema, job->attributes, SECRET_COLLECTION_DEFAULT, job->label, value,
                                   job->cancellable, store_cb, task);
  secret_value_unref (value);
}

static void
collection_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &failure);
  Job *job = g_task_get_task_data (task);

  job->makes_collection = collection == NULL;
  if (failure != NULL)
    return_failure (task, failure);
  else
    store (g_steal_pointer (&task));
}

static void
find_collection (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->service != NULL)
    secret_collection_for_alias (job->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, job->cancellable,
                                 collection_cb, task);
  else
    store (task);
}

void
_mx_keyring_service_store (GTask               *task,
                           const char          *profile_dir,
                           const MxKeyringItem *item)
{
  Job *job = job_new (task, profile_dir);

  job->text = _mx_keyring_item_write (item);
  job->label = g_strdup_printf ("Teahouse: %s", item->user_id != NULL ? item->user_id : APPLICATION);
  begin (task, find_collection);
}

static void clear (GTask *task);

static void
clear_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) failure = NULL;
  Job *job = g_task_get_task_data (task);

  /* FALSE without an error: there was nothing to remove. */
  if (job->service != NULL)
    secret_service_clear_finish (job->service, result, &failure);
  else
    secret_password_clear_finish (result, &failure);
  if (failure == NULL)
    g_task_return_boolean (task, TRUE);
  else if (is_in_the_way (job, failure))
    clear (g_steal_pointer (&task));
  else
    return_failure (task, failure);
}

static void
clear (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->service != NULL)
    secret_service_clear (job->service, &schema, job->attributes, job->cancellable, clear_cb, task);
  else
    secret_password_clearv (&schema, job->attributes, job->cancellable, clear_cb, task);
}

void
_mx_keyring_service_delete (GTask      *task,
                            const char *profile_dir)
{
  job_new (task, profile_dir);
  begin (task, clear);
}
