/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_FIELD_STRING,   /* char *                                             */
  MX_FIELD_USER_ID,  /* char *, dropped when not of the grammar            */
  MX_FIELD_ROOM_ID,  /* char *                                             */
  MX_FIELD_ALIAS,    /* char *                                             */
  MX_FIELD_EVENT_ID, /* char *                                             */
  MX_FIELD_MXC,      /* char *                                             */
  MX_FIELD_INT,      /* gint64; also an integral float or a decimal string where lenient */
  MX_FIELD_BOOLEAN,  /* gboolean                                           */
  MX_FIELD_STRV,     /* char **, of the array's strings only               */
  MX_FIELD_INT_MAP,  /* GHashTable *, string to gint64 in a pointer        */
  MX_FIELD_OBJECT,   /* char *, the object printed as JSON                 */
} MxFieldKind;

typedef enum {
  MX_FIELD_OPTIONAL = 0,
  MX_FIELD_REQUIRED = 1 << 0,
  MX_FIELD_LENIENT = 1 << 1,
} MxFieldFlags;

/**
 * MxField:
 *
 * A row of a table that says which JSON member goes to which struct member.
 * A table ends with a row whose path is %NULL.
 */
struct _MxField {
  const char *path;
  MxFieldKind kind;
  gsize offset;
  MxFieldFlags flags;
  gint64 fallback;
};

gboolean    mx_fields_read  (const MxField  *fields,
                             JsonObject     *object,
                             gpointer        target,
                             GError        **error);
JsonObject *mx_fields_write (const MxField *fields,
                             gconstpointer  source) G_GNUC_WARN_UNUSED_RESULT;
void        mx_fields_clear (const MxField *fields,
                             gpointer       target);

G_END_DECLS
