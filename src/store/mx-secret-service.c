/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxSecretService: the Secret Service of libsecret, but that it asks questions itself.
 *
 * A keyring that is locked asks the person for its password. When the person cancels, or the
 * question cannot be shown, libsecret (0.21) ends that operation without an error or twice:
 * it complains, and whoever waits waits for ever. Here the first answer counts, and a question
 * that was put away is the error that the keyring is locked. Thread: the one that calls. */

#include "config.h"

#include "mx-secret-service.h"

struct _MxSecretService {
  SecretService parent_instance;
  guint n_shown; /* questions that the person has before them */
};

G_DEFINE_FINAL_TYPE (MxSecretService, mx_secret_service, SECRET_TYPE_SERVICE)

#define PROMPT "org.freedesktop.Secret.Prompt"

/* A question that is shown. */
typedef struct
{
  GDBusProxy *prompt;   /* (owned) */
  guint signal;         /* subscribed to, with a reference to the task */
  GSource *cancelled;   /* (owned) (nullable) */
  gboolean is_asked;    /* the service says that it is shown */
  gboolean is_put_away; /* ... and was put away before that  */
  gboolean is_shown;    /* counted by the service */
  gboolean is_answered;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_clear_pointer (&question->cancelled, g_source_unref);
  g_clear_object (&question->prompt);
  g_free (question);
}

/* Whether this is the first answer. */
static gboolean
take_answer (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  if (question->is_answered)
    return FALSE;
  question->is_answered = TRUE;
  if (question->is_shown)
    MX_SECRET_SERVICE (g_task_get_source_object (task))->n_shown--;
  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_dbus_connection_signal_unsubscribe (g_dbus_proxy_get_connection (question->prompt), question->signal);
  return TRUE;
}

static void
return_locked (GTask *task)
{
  g_task_return_new_error_literal (task, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the question was put away");
}

static void
on_completed (GDBusConnection *bus,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *signal,
              GVariant        *parameters,
              gpointer         user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) value = NULL;
  Question *question = g_task_get_task_data (task);

  question->is_put_away = TRUE;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &question->is_put_away, &value);
  /* Where nobody can be asked that is said, too, and tells more. */
  if (question->is_put_away && !question->is_asked)
    return;
  if (!take_answer (task))
    return;
  if (question->is_put_away)
    return_locked (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&value), (GDestroyNotify) g_variant_unref);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, &error);
  Question *question = g_task_get_task_data (task);

  question->is_asked = TRUE;
  if (answer != NULL && !question->is_put_away) {
    question->is_shown = !question->is_answered;
    MX_SECRET_SERVICE (g_task_get_source_object (task))->n_shown += question->is_shown;
    return;
  }
  if (!take_answer (task))
    return;
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    return_locked (task);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Question *question = g_task_get_task_data (task);

  if (take_answer (task)) {
    g_dbus_proxy_call (question->prompt, "Dismiss", NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
    g_task_return_error_if_cancelled (task);
  }
  return G_SOURCE_REMOVE;
}

static void
mx_secret_service_prompt_async (SecretService       *service,
                                SecretPrompt        *prompt,
                                const GVariantType  *return_type,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (service, cancellable, callback, user_data);
  GDBusProxy *proxy = G_DBUS_PROXY (prompt);
  Question *question = g_new0 (Question, 1);
  g_autofree char *owner = g_dbus_proxy_get_name_owner (proxy);

  g_task_set_source_tag (task, mx_secret_service_prompt_async);
  g_task_set_task_data (task, question, question_free);
  g_task_set_check_cancellable (task, FALSE);
  question->prompt = g_object_ref (proxy);
  question->signal = g_dbus_connection_signal_subscribe (
    g_dbus_proxy_get_connection (proxy), owner, PROMPT, "Completed", g_dbus_proxy_get_object_path (proxy), NULL,
    G_DBUS_SIGNAL_FLAGS_NONE, on_completed, g_object_ref (task), g_object_unref);
  if (cancellable != NULL) {
    question->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (question->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
    g_source_attach (question->cancelled, g_task_get_context (task));
  }
  g_dbus_proxy_call (proxy, "Prompt", g_variant_new ("(s)", ""), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, asked_cb,
                     task);
}

static GVariant *
mx_secret_service_prompt_finish (SecretService  *service,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_secret_service_is_asking:
 * @self: the service
 *
 * Returns: whether the person is being asked for a keyring's password right now
 */
gboolean
mx_secret_service_is_asking (MxSecretService *self)
{
  g_return_val_if_fail (MX_IS_SECRET_SERVICE (self), FALSE);

  return self->n_shown > 0;
}

static void
mx_secret_service_class_init (MxSecretServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->prompt_async = mx_secret_service_prompt_async;
  service_class->prompt_finish = mx_secret_service_prompt_finish;
}

static void
mx_secret_service_init (MxSecretService *self)
{
}
