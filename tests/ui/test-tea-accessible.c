/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every template made for real and walked through: whatever can have the keyboard focus says what it is, an icon
 * alone is no name, and no template is left out. */

#include "config.h"

#include "tea-account-group.h"
#include "tea-account-page.h"
#include "tea-account-row.h"
#include "tea-again-page.h"
#include "tea-attach-dialog.h"
#include "tea-browser-page.h"
#include "tea-composer.h"
#include "tea-contact-group.h"
#include "tea-content-file.h"
#include "tea-conversation-dialog.h"
#include "tea-counted-text.h"
#include "tea-device-row.h"
#include "tea-devices-page.h"
#include "tea-directory-dialog.h"
#include "tea-feedback-dialog.h"
#include "tea-first-page.h"
#include "tea-found-list.h"
#include "tea-found-row.h"
#include "tea-hidden-row.h"
#include "tea-keep-page.h"
#include "tea-key-dialog.h"
#include "tea-knock-group.h"
#include "tea-link-dialog.h"
#include "tea-member-row.h"
#include "tea-new-room-dialog.h"
#include "tea-password-page.h"
#include "tea-people-picker.h"
#include "tea-person-dialog.h"
#include "tea-person-row.h"
#include "tea-picture-viewer.h"
#include "tea-preferences.h"
#include "tea-problem-page.h"
#include "tea-progress-button.h"
#include "tea-register-page.h"
#include "tea-report-dialog.h"
#include "tea-reset-page.h"
#include "tea-room-details.h"
#include "tea-room-note.h"
#include "tea-room-page.h"
#include "tea-room-preview.h"
#include "tea-row-toolbar.h"
#include "tea-server-list.h"
#include "tea-share-dialog.h"
#include "tea-sidebar-fixture.h"
#include "tea-sidebar-heading.h"
#include "tea-sidebar-invite.h"
#include "tea-sidebar-row.h"
#include "tea-sidebar.h"
#include "tea-source-dialog.h"
#include "tea-space-dialog.h"
#include "tea-space-rail-row.h"
#include "tea-space-rail.h"
#include "tea-stage-page.h"
#include "tea-test-names.h"
#include "tea-timeline-pane.h"
#include "tea-way-button.h"
#include "tea-welcome.h"
#include "tea-window.h"

#include "mx-attachment.h"
#include "mx-room.h"
#include "mx-test.h"

#include <string.h>

#define TEMPLATES "/org/teahouse/Teahouse/ui/"

static MxSession *session;

static const TeaTestRoom rooms[] = {
  { "!help:example.org", "Help", "Ann", "Tea at four?", 5, 3, 1, MX_SECTION_ROOMS, FALSE, FALSE },
  { "!invite:example.org", "Editors", "Dana", NULL, 10, 0, 0, MX_SECTION_INVITES, FALSE, FALSE },
};

/* How a template is made that means nothing without something to show. */

static MxRoom *
get_room (guint i)
{
  return mx_session_get_room (session, rooms[i].id);
}

static GtkWidget *
make_window (void)
{
  return GTK_WIDGET (tea_window_new (GTK_APPLICATION (g_application_get_default ()), session, NULL));
}

static GtkWidget *
make_welcome (void)
{
  TeaWelcome *welcome = g_object_new (TEA_TYPE_WELCOME, NULL);

  tea_welcome_set_session (welcome, session, NULL);
  return GTK_WIDGET (welcome);
}

static GtkWidget *
make_again (void)
{
  TeaAgainPage *page = g_object_new (TEA_TYPE_AGAIN_PAGE, NULL);

  tea_again_page_set_session (page, session);
  tea_again_page_start (page);
  return GTK_WIDGET (page);
}

/* With everything that can be shown at once. */
static GtkWidget *
make_browser (void)
{
  TeaBrowserPage *page = g_object_new (TEA_TYPE_BROWSER_PAGE, NULL);
  MxBrowserStep step = {
    .url = (char *) "https://example.org/link",
    .user_code = (char *) "ABCD-EFGH",
    .server_name = (char *) "example.org",
  };

  tea_browser_page_set_session (page, session, NULL);
  tea_browser_page_resume (page, &step);
  return GTK_WIDGET (page);
}

static GtkWidget *
make_way (void)
{
  const char *server = "example.org";
  g_autoptr (MxServerOffer) offer = mx_server_offer_new (server, "https://example.org", MX_WAY_OAUTH, NULL, NULL);
  g_autoptr (GListModel) ways = tea_sign_in_ways_list (offer, TEA_WAYS_ALL);
  g_autoptr (TeaSignInWay) way = g_list_model_get_item (ways, 0);

  return tea_way_button_new (way, session);
}

static GtkWidget *
make_server (void)
{
  return tea_server_row_new ("Example", "example.org", "For everybody.");
}

static GtkWidget *
make_servers (void)
{
  return g_object_new (TEA_TYPE_SERVER_LIST, "visible", TRUE, NULL);
}

static GtkWidget *
make_sidebar (void)
{
  TeaSidebar *sidebar = g_object_new (TEA_TYPE_SIDEBAR, NULL);

  tea_sidebar_set_session (sidebar, session);
  return GTK_WIDGET (sidebar);
}

static GtkWidget *
make_account_row (void)
{
  return tea_account_row_new (session);
}

static GtkWidget *
make_room_page (void)
{
  TeaRoomPage *page = g_object_new (TEA_TYPE_ROOM_PAGE, NULL);

  tea_room_page_set_room (page, get_room (0));
  return GTK_WIDGET (page);
}

static GtkWidget *
make_details (void)
{
  TeaRoomDetails *details = g_object_new (TEA_TYPE_ROOM_DETAILS, NULL);

  tea_room_details_set_room (details, get_room (0));
  return GTK_WIDGET (details);
}

static GtkWidget *
make_row (void)
{
  GtkWidget *row = tea_sidebar_row_new ();

  tea_sidebar_row_set_room (TEA_SIDEBAR_ROW (row), get_room (0));
  return row;
}

static GtkWidget *
make_invite (void)
{
  GtkWidget *row = tea_sidebar_invite_new ();

  tea_sidebar_invite_set_room (TEA_SIDEBAR_INVITE (row), get_room (1));
  return row;
}

static GtkWidget *
make_rail (void)
{
  return g_object_new (TEA_TYPE_SPACE_RAIL, "visible", TRUE, NULL);
}

static GtkWidget *
make_rail_row (void)
{
  g_autoptr (MxRoomGroup) group = g_object_new (MX_TYPE_ROOM_GROUP, "room", get_room (0), NULL);

  return tea_space_rail_row_new (session, group);
}

static GtkWidget *
make_hidden (void)
{
  return tea_hidden_row_new ("@spam:example.org", "Spammer");
}

static GtkWidget *
make_preferences (void)
{
  return GTK_WIDGET (tea_preferences_new (session, NULL));
}

static GtkWidget *
make_feedback (void)
{
  return GTK_WIDGET (tea_feedback_dialog_new (session, "It broke"));
}

static GtkWidget *
make_report (void)
{
  return GTK_WIDGET (tea_report_dialog_new (session, get_room (0), "$event", "@spam:example.org", "buy cheap"));
}

static GtkWidget *
make_attach (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one\n", 4);
  g_autoptr (MxAttachment) attachment = mx_attachment_new (bytes, "notes.txt");

  return GTK_WIDGET (tea_attach_dialog_new (get_room (0), attachment));
}

static GtkWidget *
make_source (void)
{
  return GTK_WIDGET (tea_source_dialog_new ("{}"));
}

static GtkWidget *
make_viewer (void)
{
  return GTK_WIDGET (tea_picture_viewer_new (session, "mxc://example.org/x", "photo.jpg"));
}

static GtkWidget *
make_conversation (void)
{
  return GTK_WIDGET (tea_conversation_dialog_new (session));
}

static GtkWidget *
make_directory (void)
{
  return GTK_WIDGET (tea_directory_dialog_new (session));
}

static GtkWidget *
make_found_row (void)
{
  return tea_found_row_new (session, FALSE);
}

static GtkWidget *
make_knocks (void)
{
  return g_object_new (TEA_TYPE_KNOCK_GROUP, "visible", TRUE, NULL);
}

static GtkWidget *
make_note (void)
{
  TeaRoomNote *note = g_object_new (TEA_TYPE_ROOM_NOTE, NULL);

  tea_room_note_set_room (note, get_room (0));
  tea_room_note_appear (note);
  return GTK_WIDGET (note);
}

static GtkWidget *
make_contact (void)
{
  GtkWidget *group = g_object_new (TEA_TYPE_CONTACT_GROUP, NULL);

  tea_contact_group_show (TEA_CONTACT_GROUP (group), "Write to <b>them", "mailto:help@example.org");
  return group;
}

static GtkWidget *
make_reset (void)
{
  return GTK_WIDGET (tea_reset_page_new (session, NULL, "example.org", NULL));
}

static GtkWidget *
make_new_room (void)
{
  return GTK_WIDGET (tea_new_room_dialog_new (session, TEA_NEW_ROOM_PRIVATE));
}

static GtkWidget *
make_picker (void)
{
  TeaPeoplePicker *picker = g_object_new (TEA_TYPE_PEOPLE_PICKER, "many", TRUE, NULL);

  tea_people_picker_set_session (picker, session);
  tea_people_picker_add (picker, "@ann:example.org", "Ann", NULL);
  return GTK_WIDGET (picker);
}

static GtkWidget *
make_person_row (void)
{
  return tea_person_row_new (session, "@ann:example.org", "Ann", NULL);
}

static GtkWidget *
make_share (void)
{
  return GTK_WIDGET (tea_share_dialog_new (session, "#help:example.org", "Help"));
}

static GtkWidget *
make_space (void)
{
  return GTK_WIDGET (tea_space_dialog_new (session, "!space:example.org"));
}

static GtkWidget *
make_account (void)
{
  TeaAccountGroup *group = g_object_new (TEA_TYPE_ACCOUNT_GROUP, NULL);

  tea_account_group_set_session (group, session);
  return GTK_WIDGET (group);
}

static GtkWidget *
make_device (void)
{
  g_autoptr (MxDevice) device = mx_device_new ("ABC", "Phone", "192.0.2.1", 1000, FALSE);

  return tea_device_row_new (device);
}

static GtkWidget *
make_devices (void)
{
  return GTK_WIDGET (tea_devices_page_new (session, FALSE));
}

static GtkWidget *
make_keep (void)
{
  return GTK_WIDGET (tea_keep_dialog_new (session));
}

static GtkWidget *
make_stage (void)
{
  g_autoptr (MxUia) uia = mx_uia_new_password (session, "new");

  return GTK_WIDGET (tea_stage_page_new (uia, "example.org"));
}

typedef struct
{
  const char *name;
  GType (*get_type) (void);
  GtkWidget *(*make) (void); /* (nullable): it needs nothing */
} Template;

static const Template templates[] = {
  { "TeaAccountGroup", tea_account_group_get_type, make_account },
  { "TeaAccountPage", tea_account_page_get_type, NULL },
  { "TeaAccountRow", tea_account_row_get_type, make_account_row },
  { "TeaAgainPage", tea_again_page_get_type, make_again },
  { "TeaAttachDialog", tea_attach_dialog_get_type, make_attach },
  { "TeaBrowserPage", tea_browser_page_get_type, make_browser },
  { "TeaComposer", tea_composer_get_type, NULL },
  { "TeaContactGroup", tea_contact_group_get_type, make_contact },
  { "TeaContentFile", tea_content_file_get_type, NULL },
  { "TeaConversationDialog", tea_conversation_dialog_get_type, make_conversation },
  { "TeaCountedText", tea_counted_text_get_type, NULL },
  { "TeaDeviceRow", tea_device_row_get_type, make_device },
  { "TeaDevicesPage", tea_devices_page_get_type, make_devices },
  { "TeaDirectoryDialog", tea_directory_dialog_get_type, make_directory },
  { "TeaFirstPage", tea_first_page_get_type, NULL },
  { "TeaFeedbackDialog", tea_feedback_dialog_get_type, make_feedback },
  { "TeaFoundList", tea_found_list_get_type, NULL },
  { "TeaFoundRow", tea_found_row_get_type, make_found_row },
  { "TeaHiddenRow", tea_hidden_row_get_type, make_hidden },
  { "TeaKeepPage", tea_keep_page_get_type, make_keep },
  { "TeaKeyDialog", tea_key_dialog_get_type, NULL },
  { "TeaKnockGroup", tea_knock_group_get_type, make_knocks },
  { "TeaLinkDialog", tea_link_dialog_get_type, NULL },
  { "TeaMemberRow", tea_member_row_get_type, NULL },
  { "TeaNewRoomDialog", tea_new_room_dialog_get_type, make_new_room },
  { "TeaPasswordPage", tea_password_page_get_type, NULL },
  { "TeaPeoplePicker", tea_people_picker_get_type, make_picker },
  { "TeaPersonDialog", tea_person_dialog_get_type, NULL },
  { "TeaPersonRow", tea_person_row_get_type, make_person_row },
  { "TeaPictureViewer", tea_picture_viewer_get_type, make_viewer },
  { "TeaPreferences", tea_preferences_get_type, make_preferences },
  { "TeaProblemPage", tea_problem_page_get_type, NULL },
  { "TeaProgressButton", tea_progress_button_get_type, NULL },
  { "TeaRegisterPage", tea_register_page_get_type, NULL },
  { "TeaReportDialog", tea_report_dialog_get_type, make_report },
  { "TeaResetPage", tea_reset_page_get_type, make_reset },
  { "TeaRoomDetails", tea_room_details_get_type, make_details },
  { "TeaRoomNote", tea_room_note_get_type, make_note },
  { "TeaRoomPage", tea_room_page_get_type, make_room_page },
  { "TeaRoomPreview", tea_room_preview_get_type, NULL },
  { "TeaRowToolbar", tea_row_toolbar_get_type, NULL },
  { "TeaServerList", tea_server_list_get_type, make_servers },
  { "TeaServerRow", tea_server_row_get_type, make_server },
  { "TeaShareDialog", tea_share_dialog_get_type, make_share },
  { "TeaSidebar", tea_sidebar_get_type, make_sidebar },
  { "TeaSidebarHeading", tea_sidebar_heading_get_type, NULL },
  { "TeaSidebarInvite", tea_sidebar_invite_get_type, make_invite },
  { "TeaSidebarRow", tea_sidebar_row_get_type, make_row },
  { "TeaSourceDialog", tea_source_dialog_get_type, make_source },
  { "TeaSpaceDialog", tea_space_dialog_get_type, make_space },
  { "TeaSpaceRail", tea_space_rail_get_type, make_rail },
  { "TeaSpaceRailRow", tea_space_rail_row_get_type, make_rail_row },
  { "TeaStagePage", tea_stage_page_get_type, make_stage },
  { "TeaTimelinePane", tea_timeline_pane_get_type, NULL },
  { "TeaWayButton", tea_way_button_get_type, make_way },
  { "TeaWelcome", tea_welcome_get_type, make_welcome },
  { "TeaWindow", tea_window_get_type, make_window },
};

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

/* Shows a template as it is shown in the program. */
static GtkWindow *
show (GtkWidget *widget)
{
  GtkWidget *child = widget;
  GtkWindow *window;

  if (GTK_IS_WINDOW (widget))
    window = GTK_WINDOW (widget);
  else {
    window = GTK_WINDOW (adw_window_new ());
    if (ADW_IS_DIALOG (widget))
      child = gtk_label_new ("below");
    else if (ADW_IS_NAVIGATION_PAGE (widget)) {
      child = adw_navigation_view_new ();
      adw_navigation_view_push (ADW_NAVIGATION_VIEW (child), ADW_NAVIGATION_PAGE (widget));
    } else if (GTK_IS_LIST_BOX_ROW (widget)) {
      child = gtk_list_box_new ();
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, "list", -1);
      gtk_list_box_append (GTK_LIST_BOX (child), widget);
    }
    adw_window_set_content (ADW_WINDOW (window), child);
  }
  gtk_window_set_default_size (window, 800, 700);
  gtk_window_present (window);
  mx_test_assert_wait (is_mapped, child, 10000);
  if (ADW_IS_DIALOG (widget)) {
    adw_dialog_present (ADW_DIALOG (widget), GTK_WIDGET (window));
    mx_test_assert_wait (is_mapped, widget, 10000);
  }
  return window;
}

static void
test_names (gconstpointer data)
{
  const Template *template = data;
  GtkWidget *widget = template->make != NULL ? template->make () : g_object_new (template->get_type (), NULL);
  g_autoptr (GString) faults = g_string_new (NULL);
  GtkWindow *window = show (widget);

  tea_test_find_nameless (widget, faults);
  if (ADW_IS_DIALOG (widget))
    adw_dialog_force_close (ADW_DIALOG (widget));
  gtk_window_destroy (window);
  g_assert_cmpstr (faults->str, ==, "");
}

static char *
dup_class (const char *file)
{
  g_autofree char *path = g_strconcat (TEMPLATES, file, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *found = g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                    "<template class=\"");

  if (found == NULL)
    return NULL;
  found += strlen ("<template class=\"");
  return g_strndup (found, strcspn (found, "\""));
}

static void
test_complete (void)
{
  g_auto (GStrv) files = g_resources_enumerate_children (TEMPLATES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = 0;

  for (guint i = 0; files[i] != NULL; i++) {
    g_autofree char *name = g_str_has_suffix (files[i], ".ui") ? dup_class (files[i]) : NULL;
    gboolean found = name == NULL;

    for (guint j = 0; j < G_N_ELEMENTS (templates); j++)
      found |= g_strcmp0 (templates[j].name, name) == 0;
    if (!found)
      g_error ("%s is in no list here", name);
    n += name != NULL;
  }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (templates));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  tea_test_init (&argc, &argv);
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));
  session = tea_test_session_new ();
  tea_test_session_sign_in (session);
  tea_test_apply (session, rooms, G_N_ELEMENTS (rooms));
  g_test_add_func ("/accessible/every-template", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++) {
    g_autofree char *path = g_strconcat ("/accessible/names/", templates[i].name, NULL);

    g_test_add_data_func (path, &templates[i], test_names);
  }
  result = g_test_run ();
  g_object_unref (session);

  return result;
}
