/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes a link in messages: "T123", "rev:123", "[[Village pump]]". The rule comes from
 * a file on this computer, the text from a stranger. So a pattern may neither run away nor lead
 * away:
 *
 *  - it is tried on pieces of a line, each with a limit of steps, and given up when it reaches
 *    that a few times; a link is never longer than such a piece;
 *  - its host stands in the rule: at most the first label of it comes out of the text;
 *  - what comes out of the text is percent-encoded, and a path with "." or ".." is none;
 *  - what comes of it passes mx_text_link_is_safe (), as every link does.
 *
 * Immutable; any thread. */

#include "config.h"

#include "mx-link-rule.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-text.h"

#include <string.h>

#define MAX_PATTERN   500
#define MAX_TARGET    500
#define MAX_URI       2000
#define MAX_MATCHES   200
#define MAX_TEXT      (16 * 1024)
#define MAX_PIECE     512
#define MAX_SURRENDER 4
/* PCRE2 takes the lower one where a pattern brings limits of its own. */
#define LIMITS "(*LIMIT_MATCH=2000)(*LIMIT_DEPTH=1000)(*LIMIT_HEAP=1024)"
#define HTTPS  "https://"
#define LABEL  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

static void
match_free (MxRuleMatch *self)
{
  g_free (self->uri);
  g_free (self);
}

/**
 * mx_link_rule_free:
 * @self: (transfer full): a rule
 */
void
mx_link_rule_free (MxLinkRule *self)
{
  g_free (self->pattern);
  g_free (self->target);
  g_free (self->spaces);
  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self);
}

/* "\C" is one byte, and may leave a match in the middle of a letter. */
static gboolean
has_byte_matcher (const char *pattern)
{
  for (const char *p = strchr (pattern, '\\'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '\\'))
    if (p[1] == 'C')
      return TRUE;
  return FALSE;
}

static GRegex *
compile (const char  *pattern,
         GError     **error)
{
  g_autofree char *limited = g_strconcat (LIMITS, pattern, NULL);
  g_autoptr (GError) fault = NULL;
  GRegex *regex = NULL;

  if (strlen (pattern) > MAX_PATTERN || has_byte_matcher (pattern)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“%.40s” is too long, or has “\\C”", pattern);
    return NULL;
  }
  regex = g_regex_new (limited, G_REGEX_MULTILINE, G_REGEX_MATCH_DEFAULT, &fault);
  if (regex == NULL)
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“%s” is no pattern: %s", pattern, fault->message);
  return regex;
}

/* The part of @target behind the scheme, with every place taken by "x". */
static char *
dup_example (const char *target,
             guint       n_groups)
{
  g_autoptr (GString) example = g_string_new (NULL);

  for (const char *p = target; *p != '\0'; p++) {
    if (*p != '\\') {
      g_string_append_c (example, *p);
      continue;
    }
    p++;
    if (!g_ascii_isdigit (*p) || (guint) g_ascii_digit_value (*p) > n_groups)
      return NULL;
    g_string_append_c (example, 'x');
  }
  return g_string_free_and_steal (g_steal_pointer (&example));
}

/* A host that a person reads as what it is, of which no more than the first label is left open. */
static gboolean
has_own_host (const char *target)
{
  const char *host = target + strlen (HTTPS);
  const char *place = strchr (host, '\\');
  gsize len = strcspn (host, "/?#");
  gsize open = *host == '\\' ? 3 : 0;
  g_autofree char *fixed = g_strndup (host, len);

  if (place != NULL && place < host + len && (place != host || len < 4 || host[2] != '.'))
    return FALSE;
  if (open > 0 && (strchr (fixed + open, '\\') != NULL || strchr (fixed + open, '.') == NULL))
    return FALSE;
  return g_str_is_ascii (fixed) && mx_id_is_server_name (fixed + open);
}

static gboolean
check_target (const MxLinkRule  *self,
              GError           **error)
{
  g_autofree char *example = dup_example (self->target, (guint) g_regex_get_capture_count (self->regex));

  if (!g_str_has_prefix (self->target, HTTPS)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“%s” does not begin with https://", self->target);
    return FALSE;
  }
  if (example == NULL || strlen (self->target) > MAX_TARGET || !mx_text_link_is_safe (example)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“%.100s” is no target of this pattern", self->target);
    return FALSE;
  }
  if (!has_own_host (self->target)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“%s” names no host, in plain letters, of its own", self->target);
    return FALSE;
  }
  if (self->spaces != NULL && (strlen (self->spaces) != 1 || strchr ("_-+", self->spaces[0]) == NULL)) {
    g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "“spaces” is none of “_”, “-” and “+”");
    return FALSE;
  }
  return TRUE;
}

/**
 * mx_link_rule_new:
 * @pattern: a regular expression
 * @target: an https address in which "\1" is the first group
 * @spaces: (nullable): what a space in a group becomes there
 * @error: a place for %MX_ERROR_BAD_INPUT, whose message says what is wrong
 *
 * Returns: (transfer full) (nullable): the rule
 */
MxLinkRule *
mx_link_rule_new (const char  *pattern,
                  const char  *target,
                  const char  *spaces,
                  GError     **error)
{
  g_autoptr (MxLinkRule) self = g_new0 (MxLinkRule, 1);

  self->pattern = g_strdup (pattern);
  self->target = g_strdup (target);
  self->spaces = g_strdup (spaces);
  self->regex = compile (pattern, error);
  if (self->regex == NULL || !check_target (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* What a group says, without what is not seen; marks of joining belong to the words of some scripts. */
static void
append_group (GString          *uri,
              const MxLinkRule *self,
              char             *group)
{
  for (const char *p = g_strstrip (group); *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    char letter[7] = { 0 };

    if (g_unichar_type (c) == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d)
      continue;
    g_unichar_to_utf8 (c, letter);
    if (c == ' ' && self->spaces != NULL)
      g_string_append (uri, self->spaces);
    else
      g_string_append_uri_escaped (uri, letter, ":/", FALSE);
  }
}

/* Browsers take "." and ".." out of a path, and would end somewhere else. */
static gboolean
has_dots (const char *uri)
{
  g_autofree char *path = g_strndup (uri, strcspn (uri, "?#"));
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);

  return g_strv_contains ((const char *const *) steps, ".") || g_strv_contains ((const char *const *) steps, "..");
}

static gboolean
is_label (const char *text)
{
  gsize len = strspn (text, LABEL);

  return len > 0 && len <= 63 && text[len] == '\0' && text[0] != '-' && text[len - 1] != '-' &&
         g_ascii_strncasecmp (text, "xn--", 4) != 0;
}

static char *
dup_uri (const MxLinkRule *self,
         const GMatchInfo *match)
{
  g_autoptr (GString) uri = g_string_new (NULL);

  for (const char *p = self->target; *p != '\0'; p++) {
    g_autofree char *group = NULL;

    if (*p != '\\') {
      g_string_append_c (uri, *p);
      continue;
    }
    group = g_match_info_fetch (match, g_ascii_digit_value (*++p));
    if (group == NULL)
      group = g_strdup ("");
    if (uri->len == strlen (HTTPS) && !is_label (group))
      return NULL;
    append_group (uri, self, group);
  }
  /* A section that was not named. */
  if (uri->str[uri->len - 1] == '#')
    g_string_truncate (uri, uri->len - 1);
  if (uri->len > MAX_URI || has_dots (uri->str) || !mx_text_link_is_safe (uri->str))
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&uri));
}

/* Where the piece that begins at @start ends: with its line, or between two words. */
static guint
piece_end (const char *text,
           guint       start)
{
  gsize len = strcspn (text + start, "\r\n");
  const char *limit = text + start + MAX_PIECE;
  const char *end = limit;

  if (len <= MAX_PIECE)
    return start + (guint) len;
  while (end > text + start && *end != ' ')
    end--;
  if (end > text + start)
    return (guint) (end - text);
  for (end = limit; (*end & 0xc0) == 0x80; end--)
    continue;
  return (guint) (end - text);
}

/* FALSE where the pattern was given up. */
static gboolean
find_in_piece (const MxLinkRule *self,
               const char       *text,
               guint             start,
               guint             end,
               GPtrArray        *found)
{
  const char *line = text + start;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) error = NULL;
  int from, to, base;

  while (line > text && line[-1] != '\n' && line[-1] != '\r' && text + start - line < MAX_PIECE)
    line--;
  while ((*line & 0xc0) == 0x80)
    line++;
  base = (int) (line - text);
  g_regex_match_full (self->regex, line, (int) end - base, (int) start - base, G_REGEX_MATCH_DEFAULT, &match, &error);
  while (error == NULL && g_match_info_matches (match) && found->len < MAX_MATCHES) {
    char *uri = NULL;

    if (g_match_info_fetch_pos (match, 0, &from, &to) && from >= 0 && to > from)
      uri = dup_uri (self, match);
    if (uri != NULL) {
      MxRuleMatch *place = g_new0 (MxRuleMatch, 1);

      place->start = (guint) (base + from);
      place->end = (guint) (base + to);
      place->uri = uri;
      g_ptr_array_add (found, place);
    }
    g_match_info_next (match, &error);
  }
  return error == NULL;
}

static void
find_all (const MxLinkRule *self,
          const char       *text,
          guint             start,
          GPtrArray        *found)
{
  guint surrenders = 0;
  guint stop = start + MAX_TEXT;

  while (text[start] != '\0' && start < stop && surrenders < MAX_SURRENDER) {
    guint end = piece_end (text, start);

    if (end > start && !find_in_piece (self, text, start, end, found))
      surrenders++;
    start = end;
    start += (guint) strspn (text + start, " \r\n");
  }
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const MxRuleMatch *x = a;
  const MxRuleMatch *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

/**
 * mx_link_rules_find:
 * @rules: (nullable) (element-type MxLinkRule): what is looked for; of two that begin at the same place the first
 * @text: valid text of a stranger
 * @start: the first byte that is looked at
 *
 * Returns: (transfer full) (element-type MxRuleMatch): the links, in order and not overlapping
 */
GPtrArray *
mx_link_rules_find (GPtrArray  *rules,
                    const char *text,
                    guint       start)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) match_free);
  guint end = 0;

  for (guint i = 0; rules != NULL && i < rules->len; i++)
    find_all (g_ptr_array_index (rules, i), text, start, found);
  /* A stable order: the first rule stays first. */
  g_ptr_array_sort_values (found, compare);
  for (guint i = 0; i < found->len;) {
    const MxRuleMatch *match = g_ptr_array_index (found, i);

    if (match->start < end) {
      g_ptr_array_remove_index (found, i);
      continue;
    }
    end = match->end;
    i++;
  }
  return g_steal_pointer (&found);
}
