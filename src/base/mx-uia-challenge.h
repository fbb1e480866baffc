/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxUiaChallenge:
 *
 * What a server wants before it does something.
 */
typedef struct
{
  char *session;     /* (nullable)                                              */
  char **completed;  /* stages that are done                                    */
  char **stages;     /* what is left of the flow with the least trouble         */
  char *errcode;     /* (nullable): why the last stage did not succeed          */
  char *message;     /* (nullable): the same, for the log                       */
  char *params_json; /* of all stages, a JSON object                            */
  char *url;         /* (nullable): the page that does the first stage that is left */
} MxUiaChallenge;

void            mx_uia_challenge_free  (MxUiaChallenge *self);
MxUiaChallenge *mx_uia_challenge_copy  (const MxUiaChallenge *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL without an error: the answer is no challenge, but the result. */
MxUiaChallenge *mx_uia_challenge_parse (MxResponse  *response,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxUiaChallenge, mx_uia_challenge_free)

G_END_DECLS
