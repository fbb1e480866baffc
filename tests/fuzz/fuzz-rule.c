/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A community's link rules over a message: first line a pattern, then a target, then the text.
 * Whatever both say, links lie in the text, in order, and lead to the rule's own host. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-link-rule.h"
#include "mx-text.h"

#include <string.h>

static void
check (GPtrArray  *rules,
       const char *text,
       const char *host)
{
  g_autoptr (GPtrArray) found = mx_link_rules_find (rules, text, 0);
  guint end = 0;

  for (guint i = 0; i < found->len; i++) {
    const MxRuleMatch *match = g_ptr_array_index (found, i);
    g_autofree char *leads = mx_text_link_host (match->uri);

    g_assert_cmpuint (match->start, >=, end);
    g_assert_cmpuint (match->end, >, match->start);
    g_assert_cmpuint (match->end, <=, strlen (text));
    g_assert_true (g_utf8_validate (text + match->start, match->end - match->start, NULL));
    g_assert_true (g_str_has_prefix (match->uri, "https://") && (host == NULL || g_str_is_ascii (match->uri)));
    g_assert_true (leads != NULL && (host == NULL || g_str_equal (leads, host)));
    end = match->end;
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *bytes = mx_fuzz_dup_string (data, size);
  g_autofree char *valid = g_utf8_make_valid (bytes, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", 3);
  guint n = g_strv_length (lines);
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  g_autoptr (GPtrArray) fixed = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  MxLinkRule *rule = n == 3 ? mx_link_rule_new (lines[0], lines[1], NULL, NULL) : NULL;

  if (rule != NULL) {
    g_ptr_array_add (rules, rule);
    check (rules, lines[2], NULL);
  }
  g_ptr_array_add (fixed, mx_link_rule_new ("\\[\\[([^|\\]]+)(?:\\|.*?)?\\]\\]", "https://example.org/\\1?\\1#\\1",
                                            "_", NULL));
  check (fixed, valid, "example.org");
  return 0;
}
