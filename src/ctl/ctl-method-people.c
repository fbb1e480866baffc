/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods report.event, report.user, report.room and ignore.set. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "mx-id.h"

#define NO_USER_ID  "“user” is a user id: @name:server."
#define NO_ROOM_ID  "“room” is a room id: it begins with “!”."
#define NO_EVENT_ID "“event” is an event id: it begins with “$”."

static void
report (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  mx_session_report_async (ctl_call_get_session (call), params->room, params->event, params->user, params->reason, NULL,
                           ctl_call_done_cb, call);
}

static const MxField report_event_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("event", MX_FIELD_STRING, event, MX_FIELD_REQUIRED),
  CTL_PARAM ("reason", MX_FIELD_STRING, reason, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_report_event (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  if (ctl_call_check (call, mx_id_is_room (params->room), NO_ROOM_ID) &&
      ctl_call_check (call, mx_id_is_event (params->event), NO_EVENT_ID))
    report (call);
}

static const MxField report_user_fields[] = {
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_REQUIRED),
  CTL_PARAM ("reason", MX_FIELD_STRING, reason, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_report_user (CtlCall *call)
{
  if (ctl_call_check (call, mx_id_is_user (ctl_call_get_params (call)->user), NO_USER_ID))
    report (call);
}

static const MxField report_room_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("reason", MX_FIELD_STRING, reason, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_report_room (CtlCall *call)
{
  if (ctl_call_check (call, mx_id_is_room (ctl_call_get_params (call)->room), NO_ROOM_ID))
    report (call);
}

static const MxField ignore_fields[] = {
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_REQUIRED),
  CTL_PARAM ("ignored", MX_FIELD_BOOLEAN, ignored, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_ignore (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  if (ctl_call_check (call, mx_id_is_user (params->user), NO_USER_ID))
    mx_session_set_ignored_async (ctl_call_get_session (call), params->user, params->ignored, NULL,
                                  ctl_call_done_cb, call);
}

const CtlMethod ctl_people_methods[] = {
  { "report.event", CTL_NEEDS_ACCOUNT, report_event_fields, run_report_event },
  { "report.user", CTL_NEEDS_ACCOUNT, report_user_fields, run_report_user },
  { "report.room", CTL_NEEDS_ACCOUNT, report_room_fields, run_report_room },
  { "ignore.set", CTL_NEEDS_ACCOUNT, ignore_fields, run_ignore },
  { NULL },
};
