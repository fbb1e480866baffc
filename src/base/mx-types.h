/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forward declarations of every type below the user interface, so that headers
 * need not include each other. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* base */
typedef struct _MxAttachment MxAttachment;
typedef struct _MxField MxField;
typedef struct _MxRequest MxRequest;
typedef struct _MxResponse MxResponse;
typedef struct _MxSecret MxSecret;
typedef struct _MxBackoff MxBackoff;
typedef struct _MxIrcLink MxIrcLink;
typedef struct _MxLink MxLink;
typedef struct _MxIdentityProvider MxIdentityProvider;
typedef struct _MxServerOffer MxServerOffer;
typedef struct _MxBrowserStep MxBrowserStep;
typedef struct _MxDiagnostics MxDiagnostics;
typedef struct _MxPreset MxPreset;
typedef struct _MxPresets MxPresets;
typedef struct _MxQrMatrix MxQrMatrix;
typedef struct _MxRoomOptions MxRoomOptions;

/* event */
typedef struct _MxEvent MxEvent;
typedef struct _MxEventType MxEventType;
typedef struct _MxPowerLevels MxPowerLevels;

/* store */
typedef struct _MxSqlite MxSqlite;
typedef struct _MxStore MxStore;
typedef struct _MxKeyring MxKeyring;

/* net */
typedef struct _MxHttp MxHttp;
typedef struct _MxOAuthServer MxOAuthServer;

/* engine */
typedef struct _MxEngine MxEngine;
typedef struct _MxDelta MxDelta;
typedef struct _MxRoomDelta MxRoomDelta;
typedef struct _MxRoomSummary MxRoomSummary;
typedef struct _MxMemberInfo MxMemberInfo;
typedef struct _MxTimelineEntry MxTimelineEntry;
typedef struct _MxTimelineSlice MxTimelineSlice;
typedef struct _MxRoomPage MxRoomPage;
typedef struct _MxRoomPreview MxRoomPreview;

/* model */
typedef struct _MxSession MxSession;
typedef struct _MxRoomGroup MxRoomGroup;
typedef struct _MxRoomList MxRoomList;
typedef struct _MxRoom MxRoom;
typedef struct _MxTimeline MxTimeline;
typedef struct _MxTimelineItem MxTimelineItem;
typedef struct _MxReaction MxReaction;
typedef struct _MxMember MxMember;
typedef struct _MxMemberList MxMemberList;
typedef struct _MxCommunity MxCommunity;
typedef struct _MxDirectory MxDirectory;
typedef struct _MxFoundRoom MxFoundRoom;
typedef struct _MxFoundRooms MxFoundRooms;
typedef struct _MxJoinFlow MxJoinFlow;
typedef struct _MxKnockList MxKnockList;
typedef struct _MxPerson MxPerson;
typedef struct _MxPersonSearch MxPersonSearch;
typedef struct _MxSpace MxSpace;

G_END_DECLS
