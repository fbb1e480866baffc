/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tea-window*.c alone. */

#pragma once

#include "tea-problem-page.h"
#include "tea-room-page.h"
#include "tea-room-preview.h"
#include "tea-sidebar.h"
#include "tea-welcome.h"
#include "tea-window.h"

#include "mx-join-flow.h"

G_BEGIN_DECLS

struct _TeaWindow {
  AdwApplicationWindow parent_instance;

  MxAccounts *accounts; /* (owned) (nullable) */
  MxSession *session;   /* (owned): the one that is shown */
  MxSession *came_from; /* (owned) (nullable): shown before somebody wanted another account */
  GPtrArray *kept;      /* (owned): sign-ins that were begun, in tea-window-kept.c */
  GSignalGroup *session_signals;
  GSignalGroup *rooms_signals;
  GSettings *settings; /* (owned) (nullable) */
  MxRoom *room;        /* (owned) (nullable): open in the main page */
  MxJoinFlow *flow;    /* (owned) (nullable): the link being looked at */
  char *link;          /* (owned) (nullable): to be shown once the session has opened */
  char *feedback;      /* (owned) (nullable): written and not sent */
  char *restore;       /* (owned) (nullable): room to open once it is known */
  GCancellable *cancellable;
  guint appear_id;      /* until there is a page to show */
  guint save_id;        /* idle write of the settings */
  gboolean is_carrying; /* a guest's rooms to the account that is shown */
  gboolean started;     /* the session answered whether somebody is signed in */
  gboolean narrow;

  AdwBreakpoint *narrow_breakpoint;
  AdwBreakpoint *single_breakpoint;
  AdwToastOverlay *toast_overlay;
  GtkStack *stack;
  AdwBin *welcome_page;
  AdwBin *problem_page;
  AdwNavigationSplitView *split;
  TeaSidebar *sidebar;
  AdwNavigationPage *content_page;
  GtkStack *content;
  AdwBin *room_page;
  AdwBin *preview_page;
  AdwStatusPage *empty;
  AdwStatusPage *carrying;
};

void        _tea_window_add_actions         (TeaWindow *self);
void        _tea_window_add_account_actions (TeaWindow *self);
void        _tea_window_on_is_guest         (TeaWindow *self);
void        _tea_window_enable_accounts     (TeaWindow *self);
void        _tea_window_add_carrying        (TeaWindow *self);
gboolean    _tea_window_carry               (TeaWindow *self);
void        _tea_window_forget_carrying     (TeaWindow *self);
MxSession  *_tea_window_get_carried         (TeaWindow *self);
const char *_tea_window_get_name            (TeaWindow *self);
void        _tea_window_add_keeping         (TeaWindow *self);
gboolean    _tea_window_keep_sign_in        (TeaWindow *self);
gboolean    _tea_window_recall_sign_in      (TeaWindow *self,
                                             MxSession *left);
void        _tea_window_tell_kept           (TeaWindow *self);
void        _tea_window_forget_sign_in      (TeaWindow *self,
                                             MxSession *session);
MxSession  *_tea_window_get_kept_place      (TeaWindow *self);
MxSession  *_tea_window_find_kept_page      (TeaWindow  *self,
                                             TeaWelcome *page);
void        _tea_window_show_toast          (TeaWindow *self,
                                             AdwToast  *toast);
MxSession  *_tea_window_make_place          (TeaWindow *self);
void        _tea_window_try_restore         (TeaWindow *self);
void        _tea_window_watch_session       (TeaWindow *self);
void        _tea_window_take_session        (TeaWindow *self,
                                             MxSession *session);
MxSession  *_tea_window_get_next            (TeaWindow *self);
void        _tea_window_leave_for           (TeaWindow *self,
                                             MxSession *next);
void        _tea_window_toast_error         (TeaWindow    *self,
                                             const GError *error);
void        _tea_window_session_done_cb     (GObject      *source,
                                             GAsyncResult *result,
                                             gpointer      user_data);
void        _tea_window_set_room            (TeaWindow *self,
                                             MxRoom    *room);
void        _tea_window_set_flow            (TeaWindow  *self,
                                             MxJoinFlow *flow);
void        _tea_window_show_main           (TeaWindow *self);
void        _tea_window_open                (TeaWindow *self);
void        _tea_window_load_again          (TeaWindow *self);
void        _tea_window_follow              (TeaWindow  *self,
                                             const char *link);
void        _tea_window_follow_kept         (TeaWindow *self);
void        _tea_window_save_later          (TeaWindow *self);
gboolean    _tea_window_has_note            (TeaWindow *self,
                                             MxRoom    *room);
void        _tea_window_on_note_closed      (TeaWindow *self);
void        _tea_window_take_drops          (TeaWindow *self);
void        _tea_window_add_finding         (TeaWindow *self);

void _tea_window_on_membership (TeaWindow *self);

/* Before something is gone for good. */
typedef void (*TeaWindowAnswer) (TeaWindow *self,
                                 gpointer subject);
typedef struct
{
  const char *heading;
  const char *body;
  const char *no;
  const char *yes;
  const char *response; /* the name of the yes; static */
  TeaWindowAnswer answer;
} TeaWindowQuestion;

void _tea_window_ask (TeaWindow               *self,
                      const TeaWindowQuestion *question,
                      gpointer                 subject);

/* Pages that are made when they are first shown. */
TeaWelcome     *_tea_window_get_welcome   (TeaWindow *self);
TeaProblemPage *_tea_window_get_problem   (TeaWindow *self);
TeaRoomPreview *_tea_window_get_preview   (TeaWindow *self);
TeaRoomPage    *_tea_window_get_room_page (TeaWindow *self);
void            _tea_window_show_welcome  (TeaWindow *self);
void            _tea_window_show_problem  (TeaWindow *self);
void            _tea_window_show_preview  (TeaWindow *self);
void            _tea_window_resume        (TeaWindow *self);

G_END_DECLS
