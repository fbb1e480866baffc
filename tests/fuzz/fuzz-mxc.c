/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ids and content addresses: what passes has no character that means something in a path. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-id.h"
#include "mx-request.h"

#include <string.h>

static void
check_mxc (const char *text)
{
  g_autofree char *server = NULL;
  g_autofree char *media = NULL;
  g_autofree char *joined = NULL;
  g_autoptr (MxRequest) request = NULL;

  if (!mx_id_split_mxc (text, &server, &media))
    return;
  joined = g_strconcat ("mxc://", server, "/", media, NULL);
  g_assert_cmpstr (joined, ==, text);
  g_assert_null (strpbrk (media, "/.%?#\\ "));
  g_assert_null (strpbrk (server, "/%?#\\@ "));
  request = mx_request_new ("GET", MX_REQUEST_RAW, "/_matrix/client/v1/media/download/%s/%s", server, media);
  g_assert_null (strstr (request->path, ".."));
}

static void
check_segment (const char *text)
{
  g_autoptr (MxRequest) request = mx_request_new ("GET", MX_REQUEST_DEFAULT, "/a/%s/b", text);
  const char *segment = request->path + strlen ("/a/");

  g_assert_cmpuint (strcspn (segment, "/"), ==, strlen (segment) - strlen ("/b"));
  g_assert_null (strpbrk (request->path, "?#\\ "));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = mx_fuzz_dup_string (data, size);
  g_autofree char *redacted = mx_redact (text);
  g_autofree char *local = mx_id_dup_localpart (text);
  gboolean is_id = mx_id_is_user (text) || mx_id_is_room (text) || mx_id_is_alias (text) || mx_id_is_event (text);

  g_assert_true (!is_id || (strlen (text) <= MX_ID_MAX_BYTES && g_utf8_validate (text, -1, NULL) &&
                            strpbrk (text, " \n\t") == NULL));
  g_assert_cmpuint (strlen (redacted), <=, 9);
  check_mxc (text);
  check_segment (text);
  return 0;
}
