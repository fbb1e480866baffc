/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is remembered between two runs. Every function takes a missing GSettings. */

#pragma once

#include "mx-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEA_SETTINGS_SCHEMA "org.teahouse.Teahouse"

GSettings *tea_settings_new  (const char *profile_dir) G_GNUC_WARN_UNUSED_RESULT;
void       tea_settings_save (GSettings *self);

char      *tea_settings_dup_string   (GSettings  *self,
                                      const char *key);
void       tea_settings_set_string   (GSettings  *self,
                                      const char *key,
                                      const char *value);
char      *tea_settings_dup_entry    (GSettings  *self,
                                      const char *key,
                                      const char *name);
void       tea_settings_set_entry    (GSettings  *self,
                                      const char *key,
                                      const char *name,
                                      const char *value);
gboolean   tea_settings_get_boolean  (GSettings  *self,
                                      const char *key,
                                      gboolean    fallback);
void       tea_settings_set_boolean  (GSettings  *self,
                                      const char *key,
                                      gboolean    value);
MxKeyMode  tea_settings_get_key_mode (GSettings *self);
void       tea_settings_set_key_mode (GSettings *self,
                                      MxKeyMode  mode);
gboolean   tea_settings_is_folded    (GSettings *self,
                                      int        section);
void       tea_settings_set_folded   (GSettings *self,
                                      int        section,
                                      gboolean   folded);

/* Whether somebody is away from here to sign in or to make an account; remembered at once. */
void tea_settings_set_signing_in (GSettings *self,
                                  gboolean   signing_in);

G_END_DECLS
