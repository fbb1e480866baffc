/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People that the server finds. A new term forgets the search under way; what was found
 * stays until the new people come, so that the list does not flicker. Main thread. */

#include "config.h"

#include "mx-person-search.h"

#include "mx-id.h"
#include "mx-person-private.h"
#include "mx-session-private.h"

#define MAX_PEOPLE 50

struct _MxPersonSearch {
  GObject parent_instance;
  MxSession *session;        /* (owned)                        */
  GPtrArray *people;         /* (element-type MxPerson)        */
  char *term;                /* (owned) (nullable)             */
  GError *error;             /* (owned) (nullable)             */
  GCancellable *cancellable; /* (owned) (nullable): under way  */
};

static void mx_person_search_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxPersonSearch, mx_person_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_person_search_list_model_init))

typedef enum {
  PROP_SESSION = 1,
  PROP_TERM,
  PROP_IS_LOADING,
  PROP_ERROR,
} MxPersonSearchProperty;

static GParamSpec *props[PROP_ERROR + 1];

static GType
mx_person_search_get_item_type (GListModel *model)
{
  return MX_TYPE_PERSON;
}

static guint
mx_person_search_get_n_items (GListModel *model)
{
  return MX_PERSON_SEARCH (model)->people->len;
}

static gpointer
mx_person_search_get_item (GListModel *model,
                           guint       position)
{
  MxPersonSearch *self = MX_PERSON_SEARCH (model);

  return position < self->people->len ? g_object_ref (g_ptr_array_index (self->people, position)) : NULL;
}

static void
mx_person_search_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_person_search_get_item_type;
  iface->get_n_items = mx_person_search_get_n_items;
  iface->get_item = mx_person_search_get_item;
}

static void
set_people (MxPersonSearch *self,
            GPtrArray      *infos)
{
  guint n_old = self->people->len;
  MxMemberInfo typed = { .user_id = self->term, .name = self->term };
  gboolean is_id = mx_id_is_user (self->term);

  g_ptr_array_set_size (self->people, 0);
  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const MxMemberInfo *info = g_ptr_array_index (infos, i);
    gboolean is_typed = is_id && g_str_equal (info->user_id, self->term);

    g_ptr_array_insert (self->people, is_typed ? 0 : -1, _mx_person_new (info));
    is_id = is_id && !is_typed;
  }
  if (is_id)
    g_ptr_array_insert (self->people, 0, _mx_person_new (&typed));
  if (n_old > 0 || self->people->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->people->len);
}

static void
end (MxPersonSearch *self,
     const GError   *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
  if (self->error != NULL || error != NULL) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
people_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (MxPersonSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = mx_engine_people_finish (MX_ENGINE (source), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  set_people (self, infos);
  end (self, error);
}

static void
mx_person_search_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  MxPersonSearch *self = MX_PERSON_SEARCH (object);

  switch ((MxPersonSearchProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_TERM:
    g_value_set_string (value, self->term);
    break;
  case PROP_IS_LOADING:
    g_value_set_boolean (value, self->cancellable != NULL);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_person_search_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  MxPersonSearch *self = MX_PERSON_SEARCH (object);

  switch ((int) prop_id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_TERM:
    mx_person_search_set_term (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_person_search_dispose (GObject *object)
{
  MxPersonSearch *self = MX_PERSON_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (mx_person_search_parent_class)->dispose (object);
}

static void
mx_person_search_finalize (GObject *object)
{
  MxPersonSearch *self = MX_PERSON_SEARCH (object);

  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->term);
  G_OBJECT_CLASS (mx_person_search_parent_class)->finalize (object);
}

static void
mx_person_search_class_init (MxPersonSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_person_search_get_property;
  object_class->set_property = mx_person_search_set_property;
  object_class->dispose = mx_person_search_dispose;
  object_class->finalize = mx_person_search_finalize;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, _mx_session_type (),
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_TERM] = g_param_spec_string ("term", NULL, NULL, NULL, flags | G_PARAM_WRITABLE);
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_person_search_init (MxPersonSearch *self)
{
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * mx_person_search_new:
 * @session: who looks
 *
 * Returns: (transfer full): nobody yet
 */
MxPersonSearch *
mx_person_search_new (MxSession *session)
{
  return g_object_new (MX_TYPE_PERSON_SEARCH, "session", session, NULL);
}

/**
 * mx_person_search_get_term:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): what is looked for
 */
const char *
mx_person_search_get_term (MxPersonSearch *self)
{
  g_return_val_if_fail (MX_IS_PERSON_SEARCH (self), NULL);

  return self->term;
}

/**
 * mx_person_search_set_term:
 * @self: a search
 * @term: (nullable): part of a name, or a user id; %NULL or empty finds nobody
 */
void
mx_person_search_set_term (MxPersonSearch *self,
                           const char     *term)
{
  g_return_if_fail (MX_IS_PERSON_SEARCH (self));

  if (!g_set_str (&self->term, term != NULL && *term != '\0' ? term : NULL))
    return;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TERM]);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->term == NULL) {
    set_people (self, NULL);
    end (self, NULL);
    return;
  }
  self->cancellable = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
  mx_engine_find_people_async (_mx_session_get_engine (self->session), self->term, MAX_PEOPLE, self->cancellable,
                               people_cb, g_object_ref (self));
}

/**
 * mx_person_search_is_loading:
 * @self: a search
 *
 * Returns: whether the server is being asked
 */
gboolean
mx_person_search_is_loading (MxPersonSearch *self)
{
  g_return_val_if_fail (MX_IS_PERSON_SEARCH (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * mx_person_search_get_error:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): why nobody was found
 */
const GError *
mx_person_search_get_error (MxPersonSearch *self)
{
  g_return_val_if_fail (MX_IS_PERSON_SEARCH (self), NULL);

  return self->error;
}
