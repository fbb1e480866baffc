/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-community.h"

G_BEGIN_DECLS

MxCommunity *_mx_community_new (MxPreset *preset) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
