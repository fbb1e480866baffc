/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rooms that a server publishes, its own or another's, and what is looked for among
 * them. A change begins anew as soon as somebody has asked for a page; waiting until the
 * person stops typing is the page's business. Main thread. */

#include "config.h"

#include "mx-directory.h"

#include "mx-found-rooms-private.h"
#include "mx-session-private.h"

struct _MxDirectory {
  MxFoundRooms parent_instance;
  char *server; /* (owned) (nullable) */
  char *term;   /* (owned) (nullable) */
  gboolean spaces_only;
  gboolean is_begun;
};

G_DEFINE_FINAL_TYPE (MxDirectory, mx_directory, MX_TYPE_FOUND_ROOMS)

typedef enum {
  PROP_SERVER = 1,
  PROP_TERM,
  PROP_SPACES_ONLY,
} MxDirectoryProperty;

static GParamSpec *props[PROP_SPACES_ONLY + 1];

static void
mx_directory_ask (MxFoundRooms *rooms,
                  const char   *from,
                  guint         limit,
                  GCancellable *cancellable)
{
  MxDirectory *self = MX_DIRECTORY (rooms);

  self->is_begun = TRUE;
  mx_engine_search_rooms_async (_mx_session_get_engine (mx_found_rooms_get_session (rooms)), self->server, self->term,
                                self->spaces_only ? "m.space" : NULL, from, limit, cancellable,
                                _mx_found_rooms_page_cb, g_object_ref (self));
}

static void
changed (MxDirectory         *self,
         MxDirectoryProperty  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  if (self->is_begun)
    mx_found_rooms_reload (MX_FOUND_ROOMS (self));
}

static void
mx_directory_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  MxDirectory *self = MX_DIRECTORY (object);

  switch ((MxDirectoryProperty) prop_id) {
  case PROP_SERVER:
    g_value_set_string (value, self->server);
    break;
  case PROP_TERM:
    g_value_set_string (value, self->term);
    break;
  case PROP_SPACES_ONLY:
    g_value_set_boolean (value, self->spaces_only);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_directory_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  MxDirectory *self = MX_DIRECTORY (object);

  switch ((MxDirectoryProperty) prop_id) {
  case PROP_SERVER:
    mx_directory_set_server (self, g_value_get_string (value));
    break;
  case PROP_TERM:
    mx_directory_set_term (self, g_value_get_string (value));
    break;
  case PROP_SPACES_ONLY:
    mx_directory_set_spaces_only (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_directory_finalize (GObject *object)
{
  MxDirectory *self = MX_DIRECTORY (object);

  g_free (self->server);
  g_free (self->term);
  G_OBJECT_CLASS (mx_directory_parent_class)->finalize (object);
}

static void
mx_directory_class_init (MxDirectoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_directory_get_property;
  object_class->set_property = mx_directory_set_property;
  object_class->finalize = mx_directory_finalize;
  MX_FOUND_ROOMS_CLASS (klass)->ask = mx_directory_ask;
  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  props[PROP_TERM] = g_param_spec_string ("term", NULL, NULL, NULL, flags);
  props[PROP_SPACES_ONLY] = g_param_spec_boolean ("spaces-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_directory_init (MxDirectory *self)
{
}

/**
 * mx_directory_new:
 * @session: who looks
 *
 * Returns: (transfer full): the directory of one's own server; nothing is asked yet
 */
MxDirectory *
mx_directory_new (MxSession *session)
{
  return g_object_new (MX_TYPE_DIRECTORY, "session", session, NULL);
}

/**
 * mx_directory_set_server:
 * @self: a directory
 * @server: (nullable): a server's name; %NULL or empty is one's own
 */
void
mx_directory_set_server (MxDirectory *self,
                         const char  *server)
{
  g_return_if_fail (MX_IS_DIRECTORY (self));

  if (g_set_str (&self->server, server != NULL && *server != '\0' ? server : NULL))
    changed (self, PROP_SERVER);
}

/**
 * mx_directory_set_term:
 * @self: a directory
 * @term: (nullable): what to look for; %NULL or empty is everything
 */
void
mx_directory_set_term (MxDirectory *self,
                       const char  *term)
{
  g_return_if_fail (MX_IS_DIRECTORY (self));

  if (g_set_str (&self->term, term != NULL && *term != '\0' ? term : NULL))
    changed (self, PROP_TERM);
}

/**
 * mx_directory_set_spaces_only:
 * @self: a directory
 * @spaces_only: whether rooms are left out
 */
void
mx_directory_set_spaces_only (MxDirectory *self,
                              gboolean     spaces_only)
{
  g_return_if_fail (MX_IS_DIRECTORY (self));

  if (self->spaces_only == spaces_only)
    return;
  self->spaces_only = spaces_only;
  changed (self, PROP_SPACES_ONLY);
}
