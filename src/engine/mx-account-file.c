/* SPDX-License-Identifier: GPL-3.0-or-later */

/* account.json, the small file that says who is signed in without any secret: it tells
 * a first run from a keyring that was reset. Written atomically, readable by its owner
 * alone. Engine thread. */

#include "config.h"

#include "mx-account-file.h"

#include "mx-error.h"
#include "mx-field.h"
#include "mx-json.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_BYTES (64 * 1024)

static const MxField fields[] = {
  { "user_id", MX_FIELD_USER_ID, offsetof (MxAccountInfo, user_id), MX_FIELD_REQUIRED, 0 },
  { "device_id", MX_FIELD_STRING, offsetof (MxAccountInfo, device_id), MX_FIELD_OPTIONAL, 0 },
  { "homeserver", MX_FIELD_STRING, offsetof (MxAccountInfo, homeserver), MX_FIELD_REQUIRED, 0 },
  { "server_name", MX_FIELD_STRING, offsetof (MxAccountInfo, server_name), MX_FIELD_REQUIRED, 0 },
  { "oauth_issuer", MX_FIELD_STRING, offsetof (MxAccountInfo, issuer), MX_FIELD_OPTIONAL, 0 },
  { "oauth_client", MX_FIELD_STRING, offsetof (MxAccountInfo, client_id), MX_FIELD_OPTIONAL, 0 },
  { "guest", MX_FIELD_BOOLEAN, offsetof (MxAccountInfo, is_guest), MX_FIELD_OPTIONAL, 0 },
  { NULL },
};

static char *
file_name (const char *profile_dir)
{
  return g_build_filename (profile_dir, "account.json", NULL);
}

/**
 * mx_account_file_read:
 * @profile_dir: the profile's folder
 * @error: a place for %MX_ERROR_STORE_DAMAGED
 *
 * Returns: (transfer full) (nullable): who is signed in; %NULL without an error: nobody
 */
MxAccountInfo *
mx_account_file_read (const char  *profile_dir,
                      GError     **error)
{
  g_autofree char *path = file_name (profile_dir);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MxAccountInfo) info = NULL;
  gsize len = 0;

  if (!g_file_get_contents (path, &text, &len, &local)) {
    if (!g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      g_set_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "reading account.json: %s", local->message);
    return NULL;
  }
  object = mx_json_parse_object (text, len, MAX_BYTES, &local);
  info = g_new0 (MxAccountInfo, 1);
  if (!object || !mx_fields_read (fields, object, info, &local)) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "account.json: %s", local->message);
    return NULL;
  }
  return g_steal_pointer (&info);
}

/**
 * mx_account_file_write:
 * @profile_dir: the profile's folder; made when missing
 * @info: who is signed in
 * @error: a place for an error
 *
 * Returns: whether the file is safely there
 */
gboolean
mx_account_file_write (const char           *profile_dir,
                       const MxAccountInfo  *info,
                       GError              **error)
{
  g_autofree char *path = file_name (profile_dir);
  g_autoptr (JsonObject) object = mx_fields_write (fields, info);
  g_autofree char *text = mx_json_print_object (object);
  g_autoptr (GError) local = NULL;

  if (g_mkdir_with_parents (profile_dir, 0700) != 0) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_FULL, "making the profile's folder: %s", g_strerror (errno));
    return FALSE;
  }
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local)) {
    g_set_error (error, MX_ERROR, MX_ERROR_STORE_FULL, "writing account.json: %s", local->message);
    return FALSE;
  }
  return TRUE;
}

/**
 * mx_account_file_set_aside:
 * @profile_dir: the profile's folder
 * @error: a place for an error
 *
 * For a file that cannot be read: nobody is signed in then, and nothing is deleted.
 *
 * Returns: whether it is out of the way
 */
gboolean
mx_account_file_set_aside (const char  *profile_dir,
                           GError     **error)
{
  g_autofree char *path = file_name (profile_dir);
  g_autofree char *kept = g_strconcat (path, ".damaged", NULL);

  if (g_rename (path, kept) == 0)
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_STORE_FULL, "moving account.json aside: %s", g_strerror (errno));
  return FALSE;
}

/**
 * mx_account_file_remove:
 * @profile_dir: the profile's folder
 */
void
mx_account_file_remove (const char *profile_dir)
{
  g_autofree char *path = file_name (profile_dir);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_debug ("account.json stays: %s", g_strerror (errno));
}
