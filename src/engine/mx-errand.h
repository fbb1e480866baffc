/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* One request with one end: what a task waits for. */
typedef struct
{
  GTask *task;      /* (owned)                          */
  char *room_id;    /* (owned) (nullable): what it is about */
  char *user_id;    /* (owned) (nullable): whom it is about */
  char *far_server; /* (owned) (nullable): whom our server has to ask */
} MxErrand;

MxErrand *mx_errand_new  (GTask      *task,
                          const char *room_id) G_GNUC_WARN_UNUSED_RESULT;
void      mx_errand_free (MxErrand *self);

/* Takes @request and @self; @request NULL: @error (taken) says why, and the errand has ended. */
void mx_errand_send       (MxErrand     *self,
                           MxCore       *core,
                           MxRequest    *request,
                           GError       *error,
                           MxAnswerFunc  func);
/* Our server has to ask this one, unless it is ours. */
void mx_errand_set_server (MxErrand   *self,
                           MxCore     *core,
                           const char *server);
/* Each takes @self. */
void mx_errand_fail       (MxErrand     *self,
                           MxCore       *core,
                           const GError *error);
void mx_errand_return     (MxErrand       *self,
                           MxCore         *core,
                           gpointer        result,
                           GDestroyNotify  destroy);
/* An MxAnswerFunc whose data is an errand: ends it with TRUE, or with the error. */
void mx_errand_done       (MxCore       *core,
                           MxResponse   *response,
                           const GError *error,
                           gpointer      data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxErrand, mx_errand_free)

G_END_DECLS
