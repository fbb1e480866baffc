/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of the timeline view, between its files. */

#pragma once

#include "tea-timeline-row.h"
#include "tea-timeline-view.h"

#include "mx-timeline.h"

G_BEGIN_DECLS

/* A row that stands for an item now. */
typedef struct
{
  TeaTimelineRow *row;  /* (unowned): a child of the view */
  MxTimelineItem *item; /* (owned) */
  guint position;
  double y;
  int height;
  gboolean is_used; /* in this allocation */
} TeaLiveRow;

struct _TeaTimelineView {
  GtkWidget parent_instance;

  GtkAdjustment *hadjustment; /* (owned) (nullable) */
  GtkAdjustment *vadjustment; /* (owned) (nullable) */
  GtkScrollablePolicy hpolicy;
  GtkScrollablePolicy vpolicy;

  MxRoom *room;         /* (owned) (nullable) */
  MxTimeline *timeline; /* (owned) (nullable): the room's */
  GListModel *model;    /* (owned) (nullable): the timeline, or what a test gave */
  MxSession *session;   /* (owned) (nullable) */

  /* tea-timeline-layout.c */
  GPtrArray *live; /* (owned): of TeaLiveRow; in order after an allocation */
  GPtrArray *pool; /* (owned): of TeaTimelineRow, children that are hidden */
  double mean;     /* height of a row */
  guint n_measured;
  guint anchor;           /* position of the row that keeps its place */
  double anchor_bottom;   /* its bottom edge, from the top of the view */
  gboolean centres;       /* the anchor goes to the middle once the view has a height */
  double shift;           /* change of height above, to be applied in the next allocation */
  double value;           /* of the adjustment, as we left it */
  gboolean is_stuck;      /* to the end */
  gboolean anchor_at_top; /* in the next allocation */
  gboolean in_allocate;

  /* tea-timeline-keys.c */
  MxTimelineItem *cursor; /* (owned) (nullable): the item whose row has, or had, the focus */
  gboolean focus_pending; /* the cursor's row takes the focus once it is there */

  /* tea-timeline-watch.c */
  guint tick;
  guint n_new;   /* messages that came while the reader was further up */
  char *read_id; /* (owned) (nullable): the event last marked as read */
  char *sought;  /* (owned) (nullable): an event that is being loaded */
  guint sought_pages;
  char *highlighted; /* (owned) (nullable): event id */
  guint highlight_timer;
  gulong active_handler; /* of the window's "is-active" */
  GtkWindow *window;     /* (unowned) (nullable) */
  gboolean was_at_end;
  guint told_new;

  /* tea-timeline-actions.c */
  GtkWidget *menu;         /* (unowned) (nullable): our child, the context menu */
  GtkWidget *chooser;      /* (unowned) (nullable): our child, the emoji chooser */
  char *react_to;          /* (owned) (nullable): event id that the chooser is open for */
  GtkWidget *toolbar;      /* (unowned) (nullable): our child */
  MxTimelineItem *hovered; /* (owned) (nullable): whose toolbar is shown */
};

/* layout */
void        _tea_timeline_view_allocate      (GtkWidget *widget,
                                              int        width,
                                              int        height,
                                              int        baseline);
void        _tea_timeline_view_items_changed (TeaTimelineView *self,
                                              guint            position,
                                              guint            removed,
                                              guint            added);
void        _tea_timeline_view_scrolled      (TeaTimelineView *self);
void        _tea_timeline_view_release_all   (TeaTimelineView *self);
TeaLiveRow *_tea_timeline_view_find_live     (TeaTimelineView *self,
                                              MxTimelineItem  *item);
TeaLiveRow *_tea_timeline_view_live_at       (TeaTimelineView *self,
                                              guint            position);
gboolean    _tea_timeline_view_is_far        (const TeaLiveRow *live);
TeaLiveRow *_tea_timeline_view_live_at_y     (TeaTimelineView *self,
                                              double           y);
guint       _tea_timeline_view_find_position (TeaTimelineView *self,
                                              MxTimelineItem  *item);

/* keys */
gboolean _tea_timeline_view_focus                (GtkWidget        *widget,
                                                  GtkDirectionType  direction);
gboolean _tea_timeline_view_grab_focus           (GtkWidget *widget);
void     _tea_timeline_view_set_focus_child      (GtkWidget *widget,
                                                  GtkWidget *child);
void     _tea_timeline_view_add_keys             (TeaTimelineView *self);
void     _tea_timeline_view_set_cursor           (TeaTimelineView *self,
                                                  guint            position,
                                                  gboolean         grab);
void     _tea_timeline_view_after_allocate_focus (TeaTimelineView *self);

/* watch */
void _tea_timeline_view_queue_watch    (TeaTimelineView *self);
void _tea_timeline_view_watch_window   (TeaTimelineView *self);
void _tea_timeline_view_unwatch        (TeaTimelineView *self);
void _tea_timeline_view_count_new      (TeaTimelineView *self,
                                        guint            position,
                                        guint            added);
void _tea_timeline_view_mark_read      (TeaTimelineView *self);
void _tea_timeline_view_show_highlight (TeaTimelineView *self);
void _tea_timeline_view_notify_end     (TeaTimelineView *self);

/* actions */
void _tea_timeline_view_install_actions (GtkWidgetClass *klass);
void _tea_timeline_view_add_pointer     (TeaTimelineView *self);
void _tea_timeline_view_popup_menu      (TeaTimelineView *self,
                                         TeaLiveRow      *live,
                                         double           x,
                                         double           y);
void _tea_timeline_view_place_toolbar   (TeaTimelineView *self,
                                         int              width);
void _tea_timeline_view_hover           (TeaTimelineView *self,
                                         MxTimelineItem  *item);
void _tea_timeline_view_place_popups    (TeaTimelineView *self);
void _tea_timeline_view_drop_popups     (TeaTimelineView *self);
void _tea_timeline_view_request         (TeaTimelineView *self,
                                         const char      *signal,
                                         MxTimelineItem  *item);

G_END_DECLS
