/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "config.h"

#include "tea-scripted.h"

#include "tea-sidebar-fixture.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)

void
tea_scripted_init (int    *argc,
                   char ***argv)
{
  tea_test_init (argc, argv);
  /* What is closed is gone at once, and nothing ends half-way through a movement. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
on_act (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  TeaScripted *self = user_data;
  g_autofree char *printed = NULL;

  if (parameter == NULL) {
    g_string_append_printf (self->acts, "%s\n", g_action_get_name (G_ACTION (action)));
    return;
  }
  if (!g_variant_is_of_type (parameter, G_VARIANT_TYPE_STRING))
    printed = g_variant_print (parameter, FALSE);
  g_string_append_printf (self->acts, "%s %s\n", g_action_get_name (G_ACTION (action)),
                          printed != NULL ? printed : g_variant_get_string (parameter, NULL));
}

/* Where dialogs lead: only heard, for the program behind them is not there. */
static void
add_acts (TeaScripted *self)
{
  static const char *const groups[] = { "app", "win" };
  static const struct
  {
    const char *name;
    const char *type;
  } acts[] = {
    { "carry-over", NULL },
    { "copy-text", "s" },
    { "follow-link", "s" },
    { "hide-person", "s" },
    { "new-group-with", "(sas)" },
    { "open-link", "s" },
    { "open-room", "s" },
    { "report-person", "s" },
    { "show-person", "s" },
    { "show-space", "s" },
    { "toast", "s" },
    { "write-to", "s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

    for (gsize j = 0; j < G_N_ELEMENTS (acts); j++) {
      g_autoptr (GSimpleAction) action = g_simple_action_new (
        acts[j].name, acts[j].type != NULL ? G_VARIANT_TYPE (acts[j].type) : NULL);

      g_signal_connect (action, "activate", G_CALLBACK (on_act), self);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
    gtk_widget_insert_action_group (GTK_WIDGET (self->window), groups[i], G_ACTION_GROUP (group));
  }
}

void
tea_scripted_open_window (TeaScripted *self)
{
  self->acts = g_string_new (NULL);
  self->window = tea_test_show (adw_bin_new (), 800, 900);
  add_acts (self);
}

void
tea_scripted_set_up (TeaScripted   *self,
                     gconstpointer  data)
{
  mx_scripted_set_up (&self->s, data);
  tea_scripted_open_window (self);
}

void
tea_scripted_set_up_guest (TeaScripted   *self,
                           gconstpointer  data)
{
  mx_scripted_set_up_guest (&self->s, data);
  tea_scripted_open_window (self);
}

static AdwDialog *
get_dialog (TeaScripted *self)
{
  return ADW_IS_WINDOW (self->window)
           ? adw_window_get_visible_dialog (ADW_WINDOW (self->window))
           : adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window));
}

static gboolean
has_no_dialog (gpointer user_data)
{
  return get_dialog (user_data) == NULL;
}

void
tea_scripted_tear_down (TeaScripted   *self,
                        gconstpointer  data)
{
  if (get_dialog (self) != NULL)
    adw_dialog_force_close (get_dialog (self));
  mx_test_assert_wait (has_no_dialog, self, DEADLINE_MS);
  tea_test_close (self->window);
  g_string_free (self->acts, TRUE);
  mx_scripted_tear_down (&self->s, data);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

void
tea_scripted_present (TeaScripted *self,
                      AdwDialog   *dialog)
{
  adw_dialog_present (dialog, GTK_WIDGET (self->window));
  mx_test_assert_wait (is_mapped, dialog, DEADLINE_MS);
}

void
tea_scripted_wait_closed (TeaScripted *self)
{
  mx_test_assert_wait (has_no_dialog, self, DEADLINE_MS);
}

gboolean
tea_scripted_shows (TeaScripted *self,
                    const char  *words)
{
  g_autofree char *texts = tea_test_texts (GTK_WIDGET (self->window));

  return strstr (texts, words) != NULL;
}

typedef struct
{
  TeaScripted *self;
  const char *words;
  gboolean wanted;
} Wait;

static gboolean
is_as_wanted (gpointer user_data)
{
  Wait *wait = user_data;

  return tea_scripted_shows (wait->self, wait->words) == wait->wanted;
}

static void
wait_for (TeaScripted *self,
          const char  *words,
          gboolean     wanted)
{
  Wait wait = { self, words, wanted };
  g_autofree char *texts = NULL;

  if (mx_test_wait (is_as_wanted, &wait, DEADLINE_MS))
    return;
  texts = tea_test_texts (GTK_WIDGET (self->window));
  g_error ("“%s” is %s in:\n%s", words, wanted ? "not" : "still", texts);
}

typedef struct
{
  TeaScripted *self;
  const char *act;
} ActWait;

static gboolean
is_led (gpointer user_data)
{
  ActWait *wait = user_data;

  return strstr (wait->self->acts->str, wait->act) != NULL;
}

void
tea_scripted_wait_act (TeaScripted *self,
                       const char  *act)
{
  ActWait wait = { self, act };

  if (!mx_test_wait (is_led, &wait, DEADLINE_MS))
    g_error ("“%s” is not in: %s", act, self->acts->str);
}

void
tea_scripted_wait_text (TeaScripted *self,
                        const char  *words)
{
  wait_for (self, words, TRUE);
}

void
tea_scripted_wait_no_text (TeaScripted *self,
                           const char  *words)
{
  wait_for (self, words, FALSE);
}

static gboolean
is_pressable (GtkWidget  *widget,
              const char *words)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  g_autofree char *texts = NULL;

  if (!GTK_IS_BUTTON (widget) && !GTK_IS_LIST_BOX_ROW (widget))
    return FALSE;
  texts = tea_test_texts (widget);
  return strstr (texts, words) != NULL || (tooltip != NULL && strstr (tooltip, words) != NULL);
}

/* The innermost. */
static GtkWidget *
find_pressable (GtkWidget  *widget,
                const char *words)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_pressable (child, words);
  return found != NULL || !is_pressable (widget, words) ? found : widget;
}

typedef struct
{
  GtkWidget *root;
  const char *words;
  GType type;
  guint n;
  GtkWidget *found;
} Search;

static gboolean
is_found (gpointer user_data)
{
  Search *search = user_data;

  if (search->words != NULL)
    search->found = find_pressable (search->root, search->words);
  else
    search->found = tea_test_find (search->root, search->type, search->n);
  return search->found != NULL;
}

void
tea_scripted_press (TeaScripted *self,
                    const char  *words)
{
  Search search = { .root = GTK_WIDGET (self->window), .words = words };
  g_autofree char *texts = NULL;

  if (!mx_test_wait (is_found, &search, DEADLINE_MS)) {
    texts = tea_test_texts (search.root);
    g_error ("nothing to press with “%s” in:\n%s", words, texts);
  }
  g_assert_true (gtk_widget_is_sensitive (search.found));
  if (GTK_IS_BUTTON (search.found))
    g_signal_emit_by_name (search.found, "clicked");
  else
    g_assert_true (gtk_widget_activate (search.found));
}

gpointer
tea_scripted_find (TeaScripted *self,
                   GType        type,
                   guint        n)
{
  Search search = { .root = GTK_WIDGET (self->window), .type = type, .n = n };

  mx_test_assert_wait (is_found, &search, DEADLINE_MS);
  return search.found;
}

AdwAlertDialog *
tea_scripted_get_question (TeaScripted *self)
{
  return tea_scripted_find (self, ADW_TYPE_ALERT_DIALOG, 0);
}

void
tea_scripted_respond (TeaScripted *self,
                      const char  *response)
{
  AdwAlertDialog *question = tea_scripted_get_question (self);

  g_assert_true (adw_alert_dialog_has_response (question, response));
  adw_alert_dialog_set_close_response (question, response);
  adw_dialog_force_close (ADW_DIALOG (question));
}

static gboolean
can_press (gpointer button)
{
  return gtk_widget_is_sensitive (button) && gtk_widget_get_can_target (button);
}

void
tea_scripted_press_progress (TeaScripted *self)
{
  GtkWidget *button = tea_scripted_find (self, g_type_from_name ("TeaProgressButton"), 0);

  mx_test_assert_wait (can_press, button, DEADLINE_MS);
  g_signal_emit_by_name (button, "clicked");
}
