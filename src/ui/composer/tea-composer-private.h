/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the composer, between its files. */

#pragma once

#include "tea-completion.h"
#include "tea-composer.h"

G_BEGIN_DECLS

typedef enum {
  TEA_COMPOSER_WRITE,
  TEA_COMPOSER_REPLY,
  TEA_COMPOSER_EDIT,
} TeaComposerMode;

struct _TeaComposer {
  GtkWidget parent_instance;

  GtkWidget *clamp;
  GtkWidget *open_box; /* (unowned): from the template, as the next */
  GtkWidget *bar;
  GtkImage *bar_icon;
  GtkLabel *bar_label;
  GtkWidget *hint;
  GtkLabel *hint_label;
  GtkWidget *hint_button;
  GtkScrolledWindow *scroller;
  GtkTextView *text;
  GtkLabel *placeholder;
  TeaCompletion *completion;
  GtkWidget *attach;
  GtkMenuButton *emoji;
  GtkWidget *send;
  GtkWidget *closed;

  GtkTextBuffer *buffer; /* (unowned): of the text */
  MxRoom *room;          /* (owned) (nullable) */
  GListModel *members;   /* (owned) (nullable): asked for at the first "@" */
  TeaComposerMode mode;
  MxTimelineItem *target;   /* (owned) (nullable): what is answered or changed */
  char *put_aside;          /* (owned) (nullable): text from before the change */
  GHashTable *mention_tags; /* (owned): GtkTextTag → user id */
  GHashTable *written_in;   /* (owned): rooms in which something was sent */
  guint draft_timer;
  guint typing_timer;
  gboolean is_typing;    /* as the room was told */
  gboolean in_update;    /* we change the text ourselves */
  gboolean is_composing; /* an input method has something that is no text yet */
  gulong room_handler;
  GPtrArray *files;    /* (owned) (nullable) (element-type GFile): still to be asked about */
  MxRoom *attach_room; /* (owned) (nullable): where they go */
};

/* text */
char      *_tea_composer_dup_text       (TeaComposer *self);
void       _tea_composer_set_text       (TeaComposer *self,
                                         const char  *text);
GPtrArray *_tea_composer_get_mentions   (TeaComposer *self);
void       _tea_composer_insert_mention (TeaComposer *self,
                                         MxMember    *member);
void       _tea_composer_complete       (TeaComposer *self);

/* send */
void     _tea_composer_set_mode   (TeaComposer     *self,
                                   TeaComposerMode  mode,
                                   MxTimelineItem  *target);
void     _tea_composer_send_plain (TeaComposer *self);
gboolean _tea_composer_edit_last  (TeaComposer *self);
void     _tea_composer_show_hint  (TeaComposer *self,
                                   const char  *sentence,
                                   gboolean     can_send);

/* attach */
void     _tea_composer_choose_files (TeaComposer *self);
gboolean _tea_composer_paste        (TeaComposer *self);

/* state */
void _tea_composer_update     (TeaComposer *self);
void _tea_composer_save_draft (TeaComposer *self);
void _tea_composer_set_typing (TeaComposer *self,
                               gboolean     typing);

G_END_DECLS
