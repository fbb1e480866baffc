/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef struct _MxUpload MxUpload;

/* Called a few times a second at most, while the upload runs. */
typedef void (*MxUploadFunc) (gpointer data);

/* @request is not shared yet. */
MxUpload     *mx_upload_new             (MxRequest    *request,
                                         GCancellable *session_cancel,
                                         MxUploadFunc  func,
                                         gpointer      data) G_GNUC_WARN_UNUSED_RESULT;
void          mx_upload_free            (MxUpload *self);
void          mx_upload_cancel          (MxUpload *self);
GCancellable *mx_upload_get_cancellable (MxUpload *self);
double        mx_upload_get_progress    (MxUpload *self);

G_END_DECLS
