/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.ignored_user_list: people whose words somebody does not want to see. Any thread. */

#include "config.h"

#include "types/m-ignored-user-list.h"

#include "mx-error.h"
#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

static const MxField fields[] = {
  { NULL },
};

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxIgnoredUserList *self = target;
  JsonObject *ignored = mx_json_get_object (content, "ignored_users");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *user_id;

  if (ignored == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no list of people");
    return FALSE;
  }
  json_object_iter_init_ordered (&iter, ignored);
  while (json_object_iter_next_ordered (&iter, &user_id, NULL))
    if (mx_id_is_user (user_id))
      g_strv_builder_add (builder, user_id);
  self->users = g_strv_builder_end (builder);
  return TRUE;
}

static void
clear (gpointer content)
{
  MxIgnoredUserList *self = content;

  g_clear_pointer (&self->users, g_strfreev);
}

const MxEventType mx_type_ignored_user_list = {
  .name = "m.ignored_user_list",
  .kind = MX_EVENT_ACCOUNT_DATA,
  .size = sizeof (MxIgnoredUserList),
  .fields = fields,
  .parse = parse,
  .clear = clear,
};
