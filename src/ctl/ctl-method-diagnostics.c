/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The method diagnostics: what helps those who mend the program, without anything of whoever uses it. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "mx-diagnostics.h"

static void
diagnosed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autofree MxDiagnostics *facts = mx_session_diagnose_finish (MX_SESSION (object), result, &error);
  g_autofree char *text = NULL;

  if (facts == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  text = mx_diagnostics_to_text (facts);
  ctl_call_return_text (call, "text", text);
}

static const MxField no_fields[] = {
  { NULL },
};

static void
run (CtlCall *call)
{
  mx_session_diagnose_async (ctl_call_get_session (call), NULL, diagnosed_cb, call);
}

const CtlMethod ctl_diagnostics_methods[] = {
  { "diagnostics", CTL_NEEDS_NOTHING, no_fields, run },
  { NULL },
};
