/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every widget that shows the content of a row can do. Main thread. */

#include "config.h"

#include "tea-content.h"

#include "mx-event.h"
#include "mx-session.h"
#include "mx-timeline-item.h"

G_DEFINE_INTERFACE (TeaContent, tea_content, GTK_TYPE_WIDGET)

static void
tea_content_default_init (TeaContentInterface *iface)
{
}

/**
 * tea_content_bind:
 * @self: a content widget
 * @item: what it shows from now on, or again
 * @session: (nullable): who loads pictures and files
 */
void
tea_content_bind (TeaContent     *self,
                  MxTimelineItem *item,
                  MxSession      *session)
{
  g_return_if_fail (TEA_IS_CONTENT (self));

  TEA_CONTENT_GET_IFACE (self)->bind (self, item, session);
}

/**
 * tea_content_unbind:
 * @self: a content widget
 *
 * Makes it forget its item.
 */
void
tea_content_unbind (TeaContent *self)
{
  g_return_if_fail (TEA_IS_CONTENT (self));

  TEA_CONTENT_GET_IFACE (self)->unbind (self);
}

/**
 * tea_content_dup_selection:
 * @self: a content widget
 *
 * Returns: (transfer full) (nullable): the text that is selected in it
 */
char *
tea_content_dup_selection (TeaContent *self)
{
  g_return_val_if_fail (TEA_IS_CONTENT (self), NULL);

  if (TEA_CONTENT_GET_IFACE (self)->dup_selection == NULL)
    return NULL;
  return TEA_CONTENT_GET_IFACE (self)->dup_selection (self);
}

/**
 * tea_content_get_rules:
 * @item: a row
 * @session: (nullable): whose row it is
 *
 * Returns: (transfer none) (nullable) (element-type MxLinkRule): what else than addresses is a link in its text
 */
GPtrArray *
tea_content_get_rules (MxTimelineItem *item,
                       MxSession      *session)
{
  MxEvent *event = mx_timeline_item_get_event (item);

  return session != NULL && event != NULL ? mx_session_get_link_rules (session, mx_event_get_room_id (event)) : NULL;
}
