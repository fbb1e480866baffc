/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tea-room-preview*.c alone. */

#pragma once

#include "tea-room-preview.h"

#include "mx-join-flow.h"
#include "tea-avatar.h"
#include "tea-counted-text.h"
#include "tea-preview-words.h"
#include "tea-progress-button.h"

G_BEGIN_DECLS

#define TEA_PREVIEW_TOPIC_LINES 3

struct _TeaRoomPreview {
  AdwBin parent_instance;

  MxSession *session;   /* (owned) (nullable) */
  GSettings *settings;  /* (owned) (nullable) */
  MxJoinFlow *flow;     /* (owned) (nullable) */
  TeaSignInWay *way;    /* (owned) (nullable): the one way in that the room's server has */
  TeaSignInWay *create; /* (owned) (nullable): how an account is made there */
  GSignalGroup *flow_signals;
  TeaPreviewAct first_act;
  TeaPreviewAct second_act;
  char *contact;              /* (owned) (nullable): who hears an appeal */
  GCancellable *asks_contact; /* (owned) (nullable): it was looked for */
  GPtrArray *suggestion_rows; /* (element-type GtkWidget) (unowned) */
  guint retry_id;
  gboolean asks_key; /* the dialog is open */

  GtkStack *stack;
  GtkWidget *community_box;
  GtkImage *community_icon;
  GtkLabel *community_name;
  TeaAvatar *avatar;
  GtkLabel *name;
  GtkWidget *alias_box;
  GtkLabel *alias;
  GtkWidget *topic_box;
  GtkLabel *topic;
  GtkWidget *more_button;
  GtkLabel *summary;
  GtkLabel *asks;
  GtkLabel *line;
  AdwPreferencesGroup *suggestions;
  TeaCountedText *request;
  TeaProgressButton *first_button;
  GtkButton *second_button;
  GtkButton *hide_button;
  GtkButton *report_button;
  GtkWidget *other_button;
  GtkWidget *rules_button;
  GtkWidget *report_room_button;
  GtkLabel *error_label;
  GtkWidget *details;
  GtkLabel *details_label;
  GtkBox *history_box;
};

/* tea-room-preview-show.c */
void  _tea_room_preview_show_room        (TeaRoomPreview *self);
void  _tea_room_preview_show_words       (TeaRoomPreview *self);
void  _tea_room_preview_show_suggestions (TeaRoomPreview *self);
void  _tea_room_preview_show_history     (TeaRoomPreview *self);
void  _tea_room_preview_show_more        (TeaRoomPreview *self);
void  _tea_room_preview_forget_contact   (TeaRoomPreview *self);
char *_tea_room_preview_dup_address      (TeaRoomPreview *self,
                                          const char     *kind);

G_END_DECLS
