/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests as they came. Private to tests/lib. */

#pragma once

#include "mx-test-server.h"

G_BEGIN_DECLS

MxTestRequest *mx_test_request_new  (SoupServerMessage *message) G_GNUC_WARN_UNUSED_RESULT;
void           mx_test_request_free (MxTestRequest *request);

G_END_DECLS
