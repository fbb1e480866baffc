/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store's tests share: directories, keys, events. */

#pragma once

#include "mx-event.h"
#include "mx-store.h"

G_BEGIN_DECLS

#define ROOM  "!room:example.org"
#define ALICE "@alice:example.org"
#define BOB   "@bob:example.org"

char     *mx_store_test_dir     (void);
void      mx_store_test_remove  (const char *dir);
MxSecret *mx_store_test_key     (guint8 fill);
/* A store that must open. */
MxStore  *mx_store_test_open    (const char *dir,
                                 MxSecret   *key);
/* "$<id>:example.org", a text message. */
MxEvent  *mx_store_test_message (const char *id,
                                 const char *sender,
                                 const char *body);
MxEvent  *mx_store_test_member  (const char *user_id,
                                 const char *membership,
                                 const char *name);
MxEvent  *mx_store_test_state   (const char *type,
                                 const char *state_key,
                                 const char *content);
MxEvent  *mx_store_test_event   (const char *json);
/* Appends messages $<prefix><first> … in order; each must be new. */
void      mx_store_test_append  (MxStore    *store,
                                 const char *prefix,
                                 guint       first,
                                 guint       n);
/* Calls @func for every file below @path. */
void      mx_store_test_walk    (const char *path,
                                 void (*func) (const char *path, gpointer data),
                                 gpointer    user_data);

G_END_DECLS
