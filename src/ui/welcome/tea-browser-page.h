/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-browser-step.h"
#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_BROWSER_PAGE (tea_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaBrowserPage, tea_browser_page, TEA, BROWSER_PAGE, AdwNavigationPage)

/* Emits "left": the person does not want to go on; "signed-in". */
void tea_browser_page_set_session (TeaBrowserPage *self,
                                   MxSession      *session,
                                   GSettings      *settings);
void tea_browser_page_set_flow    (TeaBrowserPage *self,
                                   MxJoinFlow     *flow);
void tea_browser_page_begin       (TeaBrowserPage *self,
                                   const char     *server,
                                   MxBrowserWay    way,
                                   const char     *provider,
                                   gboolean        has_code_way);
void tea_browser_page_resume      (TeaBrowserPage *self,
                                   MxBrowserStep  *step);
void tea_browser_page_cancel      (TeaBrowserPage *self);

G_END_DECLS
