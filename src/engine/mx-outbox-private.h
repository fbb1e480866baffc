/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the outbox's two files share: what it holds, and how a row is told of. */

#pragma once

#include "mx-outbox.h"

#include "mx-outbox-upload.h"
#include "mx-outbox-waiting.h"

G_BEGIN_DECLS

typedef struct
{
  MxOutbox *outbox;        /* (unowned) */
  MxStoreOutboxItem *item; /* (owned)   */
  MxUpload *upload;        /* (owned) (nullable): its file goes out, not it */
} MxSending;

struct _MxOutbox {
  MxCore *core;        /* (unowned): owns us                                       */
  GHashTable *running; /* (owned) (element-type utf8 MxSending): by transaction id   */
  GHashTable *unsaved; /* (owned) (element-type utf8 MxStoreOutboxItem): failed, for the disk did not take it */
  MxWaiting *waiting;  /* (owned)                                                  */
  MxPace *pace;        /* (owned)                                                  */
  gboolean troubled;   /* the last answer was none                                */
  char *delayed;       /* (owned) (nullable): which item is tried again ...        */
  GError *delay;       /* (owned) (nullable): ... and why not at once              */
};

typedef enum {
  MX_OUTBOX_NEW,
  MX_OUTBOX_CHANGED,
  MX_OUTBOX_DISCARDED,
} MxOutboxChange;

/* Tells an open room what became of an item. */
void      _mx_outbox_show       (MxOutbox                *self,
                                 const MxStoreOutboxItem *item,
                                 MxOutboxChange           what);
gboolean  _mx_outbox_store      (MxOutbox                *self,
                                 const MxStoreOutboxItem *item);
void      _mx_outbox_remove     (MxOutbox                *self,
                                 const MxStoreOutboxItem *item);
/* Who waits for a report hears at once that it goes out later; who waits for a message waits on. */
void      _mx_outbox_tell_delay (MxOutbox                *self,
                                 const MxStoreOutboxItem *item);
GError   *_mx_outbox_error_of   (const MxStoreOutboxItem *item) G_GNUC_WARN_UNUSED_RESULT;
void      _mx_outbox_set_failed (MxStoreOutboxItem *item,
                                 const GError      *error);

G_END_DECLS
