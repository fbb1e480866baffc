/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a written text asks for. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TEA_COMMAND_NONE,    /* a message: @rest is its text       */
  TEA_COMMAND_EMOTE,   /* /me: @rest is what is done         */
  TEA_COMMAND_JOIN,    /* /join: @rest is the room or a link */
  TEA_COMMAND_UNKNOWN, /* @name is no command of ours        */
} TeaCommandKind;

typedef struct
{
  TeaCommandKind kind;
  char *name;   /* (nullable) */
  char *rest;   /* never NULL */
  guint offset; /* characters of the text before @rest */
} TeaCommand;

TeaCommand *tea_command_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void        tea_command_free  (TeaCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TeaCommand, tea_command_free)

G_END_DECLS
