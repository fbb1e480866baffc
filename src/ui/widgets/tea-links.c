/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where links lead, and whether to ask before following them. Nothing but https,
 * http, mailto, Matrix and IRC addresses is ever followed (security.md H05, H06). Links into
 * Matrix and to channels of IRC become the action "app.open-link" and stay inside the
 * program; the others become "app.follow-link", where a community may know the page as one of
 * its channels, and else go to the desktop. A link whose text names another place than it
 * leads to is followed only after the person has seen the real address. Main thread; the
 * tests without a window are pure. */

#include "config.h"

#include "tea-links.h"

#include "mx-irc-link.h"
#include "mx-link.h"
#include "mx-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_matrix (const char *uri)
{
  g_autoptr (MxLink) link = mx_link_parse (uri, NULL);

  return link != NULL;
}

/* A network's own address; a page in the web that shows a channel is a page first. */
static gboolean
is_irc (const char *uri)
{
  g_autoptr (MxIrcLink) link = mx_irc_link_parse (uri, NULL);

  return link != NULL && !link->is_web;
}

/**
 * tea_links_is_allowed:
 * @uri: an address
 *
 * Returns: whether it may be followed at all
 */
gboolean
tea_links_is_allowed (const char *uri)
{
  return uri != NULL && (mx_text_link_is_safe (uri) || is_matrix (uri) || is_irc (uri));
}

/**
 * tea_links_describe:
 * @uri: an address that may be followed
 *
 * Returns: (transfer full): where it leads, for a tooltip or a question: the host in its
 *   ASCII form, nothing hidden
 */
char *
tea_links_describe (const char *uri)
{
  g_autoptr (MxLink) link = mx_link_parse (uri, NULL);
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;
  g_autofree char *clean = NULL;
  g_autofree char *plain = NULL;

  if (link != NULL)
    return mx_text_clean_line (link->id);

  host = mx_text_link_host (uri);
  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (host == NULL || parsed == NULL || g_uri_get_host (parsed) == NULL)
    return mx_text_clean_line (uri);

  plain = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (parsed), g_uri_get_userinfo (parsed), host,
                      g_uri_get_port (parsed), g_uri_get_path (parsed), g_uri_get_query (parsed),
                      g_uri_get_fragment (parsed));
  clean = mx_text_clean_line (plain);
  return g_steal_pointer (&clean);
}

/* The host that a text seems to name: of "https://a.b/c", "www.a.b", "a.b/c"; %NULL for words. */
static char *
host_in_text (const char *text)
{
  g_autofree char *clean = mx_text_clean_line (text);
  g_autofree char *with_scheme = NULL;
  const char *start = g_strstrip (clean);
  const char *dot;

  if (strstr (start, "://") != NULL) {
    char *host = mx_text_link_host (start);

    return host != NULL ? host : g_strdup ("");
  }
  if (*start == '\0' || strpbrk (start, " \t\n") != NULL)
    return NULL;
  dot = strchr (start, '.');
  /* Two letters on both sides of a dot at least: "a.b" is an abbreviation. */
  if (dot == NULL || dot - start < 2 || strlen (dot) < 3 || strchr (start, '@') != NULL)
    return NULL;
  with_scheme = g_strconcat ("https://", start, NULL);
  return mx_text_link_host (with_scheme);
}

static gboolean
same_host (const char *a,
           const char *b)
{
  if (g_ascii_strncasecmp (a, "www.", 4) == 0)
    a += 4;
  if (g_ascii_strncasecmp (b, "www.", 4) == 0)
    b += 4;
  return g_ascii_strcasecmp (a, b) == 0;
}

/* A word inside the text that names another host, as in "see good.example (safe)". */
static gboolean
names_other_host (const char *text,
                  const char *host)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r,;()[]{}<>\"'", 64);
  gsize i;

  for (i = 0; words[i] != NULL; i++) {
    g_autofree char *named = host_in_text (words[i]);

    if (named != NULL && !same_host (named, host))
      return TRUE;
  }
  return FALSE;
}

/* An identifier in the text of a link into Matrix must be the one it leads to. */
static gboolean
names_other_id (const char   *text,
                const MxLink *link)
{
  g_autofree char *clean = mx_text_clean_line (text);
  g_autoptr (MxLink) named = NULL;

  if (strchr ("@#!", *g_strstrip (clean)) == NULL && strstr (clean, "://") == NULL &&
      !g_str_has_prefix (clean, "matrix:"))
    return FALSE;
  named = mx_link_parse (clean, NULL);
  return named != NULL && strcmp (named->id, link->id) != 0;
}

/**
 * tea_links_must_ask:
 * @uri: an address that may be followed
 * @text: (nullable): what stands in its place
 *
 * Returns: whether the person should see the real address before it is followed: the text
 *   names another host, or the address holds a user name or a host that is not plain ASCII
 */
gboolean
tea_links_must_ask (const char *uri,
                    const char *text)
{
  g_autoptr (MxLink) link = mx_link_parse (uri, NULL);
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;

  if (link != NULL)
    return text != NULL &&
           (names_other_id (text, link) || (strstr (text, "://") != NULL && names_other_host (text, "matrix.to")));

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL)
    return TRUE;
  if (g_ascii_strcasecmp (g_uri_get_scheme (parsed), "mailto") == 0)
    return text != NULL && names_other_host (text, "");
  host = mx_text_link_host (uri);
  if (host == NULL || g_uri_get_userinfo (parsed) != NULL)
    return TRUE;
  if (g_str_has_prefix (host, "xn--") || strstr (host, ".xn--") != NULL)
    return TRUE;
  return text != NULL && names_other_host (text, host);
}

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    g_debug ("link not opened: %s", error->message);
}

/**
 * tea_links_launch:
 * @widget: what was clicked
 * @uri: where it leads
 *
 * Hands a link that was allowed over to the desktop.
 */
void
tea_links_launch (GtkWidget  *widget,
                  const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, launch_cb, NULL);
}

static void
follow (GtkWidget  *widget,
        const char *uri)
{
  if (is_matrix (uri) || is_irc (uri)) {
    if (!gtk_widget_activate_action (widget, "app.open-link", "s", uri))
      g_debug ("nobody opens links to rooms here");
    return;
  }
  if (!gtk_widget_activate_action (widget, "app.follow-link", "s", uri))
    tea_links_launch (widget, uri);
}

typedef struct
{
  GWeakRef window; /* where it was clicked */
  char *uri;       /* (owned) */
} Question;

static Question *
question_new (GtkWidget  *widget,
              const char *uri)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->window, gtk_widget_get_root (widget));
  question->uri = g_strdup (uri);
  return question;
}

static void
question_free (gpointer  data,
               GClosure *closure)
{
  Question *question = data;

  g_weak_ref_clear (&question->window);
  g_free (question->uri);
  g_free (question);
}

static void
on_answered (AdwAlertDialog *dialog,
             const char     *response,
             gpointer        user_data)
{
  Question *question = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&question->window);

  if (window != NULL && strcmp (response, "open") == 0)
    follow (window, question->uri);
}

static GtkWidget *
address_label (const char *uri)
{
  g_autofree char *address = tea_links_describe (uri);
  GtkWidget *label = gtk_label_new (address);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_lines (GTK_LABEL (label), 6);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "monospace");
  return label;
}

static void
ask (GtkWidget  *widget,
     const char *uri)
{
  AdwDialog *dialog =
    adw_alert_dialog_new (_("Open This Link?"), _("Its text or its address may deceive. It really leads to:"));

  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), address_label (uri));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "open", _("_Open Link"), NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answered), question_new (widget, uri), question_free,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

/**
 * tea_links_activate_text:
 * @widget: what was clicked
 * @uri: where it leads
 * @text: (nullable): what stands in its place
 *
 * Follows a link, after asking where its text deceives.
 */
void
tea_links_activate_text (GtkWidget  *widget,
                         const char *uri,
                         const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (!tea_links_is_allowed (uri)) {
    g_debug ("a link of a kind that is not followed");
    return;
  }
  if (tea_links_must_ask (uri, text))
    ask (widget, uri);
  else
    follow (widget, uri);
}

/**
 * tea_links_activate:
 * @widget: what was clicked
 * @uri: where it leads
 *
 * Follows a link that shows its own address.
 */
void
tea_links_activate (GtkWidget  *widget,
                    const char *uri)
{
  tea_links_activate_text (widget, uri, NULL);
}

/**
 * tea_links_action_line:
 * @action: (nullable): what a `matrix:` URI asks for
 *
 * A link may ask the program to act. It is said, and never done.
 *
 * Returns: (transfer full) (nullable): the sentence about it (Appendices, "Matrix URI scheme")
 */
char *
tea_links_action_line (const char *action)
{
  if (action == NULL)
    return NULL;
  if (g_str_equal (action, "join"))
    return g_strdup (_ ("The link asks to join. Nothing happens until you say so."));
  if (g_str_equal (action, "chat"))
    return g_strdup (_ ("The link asks to start a conversation. Nothing happens until you say so."));

  /* Translators: %s is a word that somebody's program made up. */
  return g_strdup_printf (_ ("The link asks for “%s”. Nothing happens until you say so."), action);
}
