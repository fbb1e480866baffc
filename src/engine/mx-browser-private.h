/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by mx-browser.c (how it begins and ends for who asks), -begin.c (up to the open
 * page) and -answer.c (from the answer to what mx-login takes). */

#pragma once

#include "mx-arrival.h"
#include "mx-browser.h"
#include "mx-error.h"
#include "mx-grant.h"
#include "mx-keyring.h"
#include "mx-loopback.h"
#include "mx-pace.h"

G_BEGIN_DECLS

#define MX_BROWSER_MAX_AGE_S (60 * 60)

struct _MxBrowser {
  MxCore *core;
  MxArrival *arrival;        /* (owned) (nullable): set from the beginning, or read in resume ()  */
  GTask *begin_task;         /* (owned) (nullable): of begin () or resume ()                      */
  GTask *wait_task;          /* (owned) (nullable)                                                */
  GSource *wish;             /* (owned) (nullable): the waiting caller's cancellable              */
  GSource *timer;            /* (owned) (nullable): of patience, or until the next question       */
  GCancellable *cancellable; /* (owned)                                                           */
  MxKeyringItem *item;       /* (owned) (nullable): as it was before                              */
  MxServer *server;          /* (owned) (nullable)                                                */
  MxLoopback *loopback;      /* (owned) (nullable)                                                */
  MxGrant *grant;            /* (owned) (nullable): came before wait ()                           */
  GError *failure;           /* (owned) (nullable): the same                                      */
  char *redirect;            /* (owned) (nullable): the listener's address                        */
  GHashTable *answer;        /* (owned) (nullable): came before the server was found again        */
  MxPace *pace;              /* (owned) (nullable): of looking for the server again               */
  gboolean is_read;          /* the keyring: @item is what it holds                                         */
  gboolean is_resumed;
  gboolean is_over;
};

/* Takes @error; the callbacks that are still under way find is_over and do nothing. */
void _mx_browser_fail         (MxBrowser *self,
                               GError    *error);
void _mx_browser_fail_with    (MxBrowser  *self,
                               MxError     code,
                               const char *text);
void _mx_browser_leave        (MxBrowser *self);
void _mx_browser_unref        (MxBrowser *self);
void _mx_browser_clear_source (GSource **source);
void _mx_browser_set_timer    (MxBrowser   *self,
                               guint        seconds,
                               GSourceFunc  func);

MxBrowserStep *_mx_browser_new_step (MxBrowser *self) G_GNUC_WARN_UNUSED_RESULT;

void _mx_browser_find_server (MxBrowser *self);
/* From the record of before. */
void _mx_browser_go_on       (MxBrowser *self);
void _mx_browser_take_answer (GHashTable *answer,
                              gpointer    user_data);
/* Device grant: asks after the interval whether the person has agreed. */
void _mx_browser_ask_later   (MxBrowser *self);
void _mx_browser_hand_over   (MxBrowser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxBrowser, _mx_browser_unref)

G_END_DECLS
