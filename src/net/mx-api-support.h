/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom the people who run a server want to be written to by. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_SUPPORT_ADMIN,
  MX_SUPPORT_MODERATOR,
  MX_SUPPORT_SECURITY,
} MxSupportRole;

#define MX_N_SUPPORT_ROLES (MX_SUPPORT_SECURITY + 1)

/**
 * MxSupport:
 *
 * What a server says of those who run it; the first usable address of each role.
 */
typedef struct
{
  char *mails[MX_N_SUPPORT_ROLES]; /* (nullable): mailto:                              */
  char *users[MX_N_SUPPORT_ROLES]; /* (nullable): matrix:u/…                           */
  char *page;                      /* (nullable): https, its host in plain letters      */
} MxSupport;

void mx_support_free (MxSupport *self);

/* To be sent to the server name's own address. */
MxRequest  *mx_api_support         (void) G_GNUC_WARN_UNUSED_RESULT;
MxSupport  *mx_api_support_parse   (MxResponse  *response,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The address to write to; @is_abuse: about what somebody does, not about an account. (nullable): there is none */
const char *mx_support_get_address (const MxSupport *self,
                                    gboolean         is_abuse);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxSupport, mx_support_free)

G_END_DECLS
