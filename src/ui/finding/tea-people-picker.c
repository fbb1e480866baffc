/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaPeoplePicker: people by what they are called. One's server says who that may be; a whole
 * account name is found in any case. With "many" those who were chosen stand above, each
 * with a way out again; without, choosing one is all. Main thread. */

#include "config.h"

#include "tea-people-picker.h"

#include "mx-person-search.h"
#include "mx-person.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-error.h"
#include "tea-person-row.h"
#include "tea-search.h"

#include <glib/gi18n.h>

struct _TeaPeoplePicker {
  AdwBin parent_instance;

  MxSession *session;     /* (owned) (nullable) */
  MxPersonSearch *people; /* (owned) (nullable) */
  GPtrArray *chosen;      /* (element-type TeaPersonRow) (unowned): they are children */
  gboolean many;

  AdwPreferencesGroup *chosen_group;
  GtkEditable *search;
  GtkListBox *list;
  GtkLabel *hint;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (TeaPeoplePicker, tea_people_picker, ADW_TYPE_BIN)

typedef enum {
  PROP_MANY = 1,
} TeaPeoplePickerProperty;

static GParamSpec *props[PROP_MANY + 1];

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_chosen (TeaPeoplePicker *self,
           const char      *user_id)
{
  for (guint i = 0; i < self->chosen->len; i++)
    if (g_str_equal (tea_person_row_get_user_id (self->chosen->pdata[i]), user_id))
      return TRUE;

  return FALSE;
}

static void
show_people (TeaPeoplePicker *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->people));
  const char *own = mx_session_get_user_id (self->session);
  guint shown = 0;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);
    const char *user_id = mx_person_get_user_id (person);
    GtkWidget *row;

    if (g_strcmp0 (user_id, own) == 0 || is_chosen (self, user_id))
      continue;

    row = tea_person_row_new (self->session, user_id, mx_person_get_name (person), mx_person_get_avatar (person));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_list_box_append (self->list, row);
    shown++;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), shown > 0);
}

static void
show_hint (TeaPeoplePicker *self)
{
  const char *term = mx_person_search_get_term (self->people);
  const GError *error = mx_person_search_get_error (self->people);
  gboolean loading = mx_person_search_is_loading (self->people);
  gboolean found = gtk_widget_get_visible (GTK_WIDGET (self->list));
  g_autofree char *sentence = NULL;

  gtk_widget_set_visible (self->spinner, loading && !found);
  if (error != NULL)
    sentence = tea_error_sentence (error, NULL);
  else if (term == NULL)
    /* Translators: an example of an account's name; keep its form. */
    sentence = g_strdup (_ ("Write somebody’s name, or the whole account name: @ann:example.org"));
  else if (!loading && !found)
    /* Translators: an example of an account's name; keep its form. */
    sentence = g_strdup (_ ("Nobody found. A whole account name works always: @ann:example.org"));
  gtk_label_set_label (self->hint, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), sentence != NULL);
}

static void
on_people_changed (TeaPeoplePicker *self)
{
  show_people (self);
  show_hint (self);
}

static void
on_search (TeaPeoplePicker *self)
{
  g_autofree char *term = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  if (self->people != NULL)
    mx_person_search_set_term (self->people, *term != '\0' ? term : NULL);
}

static void
on_remove (TeaPeoplePicker *self,
           GtkWidget       *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, TEA_TYPE_PERSON_ROW);

  g_ptr_array_remove (self->chosen, row);
  adw_preferences_group_remove (self->chosen_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->chosen_group), self->chosen->len > 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* The first one that was found is who Enter means; while others are looked for, nobody: those who are still shown
 * were found for something else. */
static void
on_search_activate (TeaPeoplePicker *self)
{
  GtkListBoxRow *row;

  on_search (self);
  if (self->people == NULL || mx_person_search_is_loading (self->people))
    return;

  row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (self->list)))
    gtk_widget_activate (GTK_WIDGET (row));
}

static void
on_activated (TeaPeoplePicker *self,
              TeaPersonRow    *row)
{
  g_autofree char *user_id = g_strdup (tea_person_row_get_user_id (row));

  if (!self->many) {
    g_signal_emit (self, signals[CHOSEN], 0, user_id);
    return;
  }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->people)); i++) {
    g_autoptr (MxPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);

    if (g_str_equal (mx_person_get_user_id (person), user_id))
      tea_people_picker_add (self, user_id, mx_person_get_name (person), mx_person_get_avatar (person));
  }
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
tea_people_picker_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch ((TeaPeoplePickerProperty) prop_id) {
  case PROP_MANY:
    TEA_PEOPLE_PICKER (object)->many = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static gboolean
tea_people_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TEA_PEOPLE_PICKER (widget)->search));
}

static void
tea_people_picker_dispose (GObject *object)
{
  TeaPeoplePicker *self = TEA_PEOPLE_PICKER (object);

  g_clear_object (&self->people);
  g_clear_object (&self->session);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_PEOPLE_PICKER);

  G_OBJECT_CLASS (tea_people_picker_parent_class)->dispose (object);
}

static void
tea_people_picker_finalize (GObject *object)
{
  g_clear_pointer (&TEA_PEOPLE_PICKER (object)->chosen, g_ptr_array_unref);

  G_OBJECT_CLASS (tea_people_picker_parent_class)->finalize (object);
}

static void
tea_people_picker_class_init (TeaPeoplePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = tea_people_picker_set_property;
  G_OBJECT_CLASS (klass)->dispose = tea_people_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_people_picker_finalize;
  widget_class->grab_focus = tea_people_picker_grab_focus;

  /**
   * TeaPeoplePicker:many:
   *
   * Whether several people are collected.
   */
  props[PROP_MANY] =
    g_param_spec_boolean ("many", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  /**
   * TeaPeoplePicker::chosen:
   * @self: the picker
   * @user_id: who it is
   *
   * One person was chosen.
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_PEOPLE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-people-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPeoplePicker, chosen_group);
  gtk_widget_class_bind_template_child (widget_class, TeaPeoplePicker, search);
  gtk_widget_class_bind_template_child (widget_class, TeaPeoplePicker, list);
  gtk_widget_class_bind_template_child (widget_class, TeaPeoplePicker, hint);
  gtk_widget_class_bind_template_child (widget_class, TeaPeoplePicker, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, tea_search_stop);
}

static void
tea_people_picker_init (TeaPeoplePicker *self)
{
  self->chosen = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_people_picker_set_session:
 * @self: the picker
 * @session: who looks for people
 */
void
tea_people_picker_set_session (TeaPeoplePicker *self,
                               MxSession       *session)
{
  g_return_if_fail (TEA_IS_PEOPLE_PICKER (self));

  if (!g_set_object (&self->session, session))
    return;

  self->people = mx_person_search_new (session);
  g_signal_connect_object (self->people, "items-changed", G_CALLBACK (on_people_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "notify", G_CALLBACK (show_hint), self, G_CONNECT_SWAPPED);
  on_people_changed (self);
}

/**
 * tea_people_picker_add:
 * @self: a picker of several people
 * @user_id: somebody
 * @name: (nullable): what they are called
 * @avatar: (nullable): their picture
 *
 * Takes them in.
 */
void
tea_people_picker_add (TeaPeoplePicker *self,
                       const char      *user_id,
                       const char      *name,
                       const char      *avatar)
{
  g_autofree char *isolated = NULL;
  g_autofree char *label = NULL;
  GtkWidget *row, *button;

  g_return_if_fail (TEA_IS_PEOPLE_PICKER (self));

  if (is_chosen (self, user_id))
    return;

  isolated = mx_text_isolate (name != NULL ? name : user_id);
  /* Translators: the button that takes somebody out of the list; %s is a name. */
  label = g_strdup_printf (_ ("Leave %s out"), isolated);
  row = tea_person_row_new (self->session, user_id, name, avatar);
  button = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->chosen_group, row);
  g_ptr_array_add (self->chosen, row);
  gtk_widget_set_visible (GTK_WIDGET (self->chosen_group), TRUE);
}

/**
 * tea_people_picker_dup_chosen:
 * @self: a picker of several people
 *
 * Returns: (transfer full): their user ids
 */
char **
tea_people_picker_dup_chosen (TeaPeoplePicker *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (TEA_IS_PEOPLE_PICKER (self), NULL);

  for (guint i = 0; i < self->chosen->len; i++)
    g_strv_builder_add (ids, tea_person_row_get_user_id (self->chosen->pdata[i]));

  return g_strv_builder_end (ids);
}
