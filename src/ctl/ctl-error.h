/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * CTL_RPC_ERROR:
 *
 * Errors of the caller's. Everything else is %MX_ERROR.
 */
#define CTL_RPC_ERROR (ctl_rpc_error_quark ())

typedef enum {
  CTL_RPC_PARSE = -32700,
  CTL_RPC_INVALID_REQUEST = -32600,
  CTL_RPC_NO_METHOD = -32601,
  CTL_RPC_INVALID_PARAMS = -32602,
  CTL_RPC_SIGNED_IN = -32099, /* ours, not JSON-RPC's */
} CtlRpcError;

/* MX_ERROR's codes count down from here. */
#define CTL_RPC_FIRST_CODE (-32000)

GQuark      ctl_rpc_error_quark    (void);
const char *ctl_error_get_sentence (const GError *error);
char       *ctl_error_dup_errcode  (const GError *error);
JsonObject *ctl_error_to_json      (const GError *error) G_GNUC_WARN_UNUSED_RESULT;
char       *ctl_error_dup_line     (const GError *error);

G_END_DECLS
