/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxDiagnostics: what helps those who mend the program, as two lines of text.
 *
 * Nothing personal can get in, by construction rather than by a search for what looks like it: what the system, the
 * desktop and the server say of themselves is looked up in a list of known words, of which only the place is kept, and
 * versions are up to three numbers of at most four digits. Counts are told by their magnitude.
 *
 * Two lines, because a room that is bridged to IRC takes three: one is left for what somebody wrote. In English: those
 * who read it share no language with everybody who sends it. Pure; any thread. */

#include "config.h"

#include "mx-diagnostics.h"

#include "mx-error.h"

#include <string.h>

#define MAX_NUMBER 9999
#define SEPARATOR  " · "

typedef struct
{
  const char *key; /* as others write it, in small letters */
  const char *name;
} MxWord;

static const MxWord systems[] = {
  { "", "another system" },
  { "almalinux", "AlmaLinux" },
  { "alpine", "Alpine" },
  { "arch", "Arch Linux" },
  { "centos", "CentOS" },
  { "debian", "Debian" },
  { "elementary", "elementary OS" },
  { "endeavouros", "EndeavourOS" },
  { "fedora", "Fedora" },
  { "gentoo", "Gentoo" },
  { "guix", "Guix" },
  { "kali", "Kali" },
  { "linuxmint", "Linux Mint" },
  { "mageia", "Mageia" },
  { "manjaro", "Manjaro" },
  { "nixos", "NixOS" },
  { "opensuse-leap", "openSUSE Leap" },
  { "opensuse-tumbleweed", "openSUSE Tumbleweed" },
  { "org.freedesktop.platform", "Flatpak (freedesktop)" },
  { "org.gnome.platform", "Flatpak (GNOME)" },
  { "pop", "Pop!_OS" },
  { "postmarketos", "postmarketOS" },
  { "pureos", "PureOS" },
  { "raspbian", "Raspbian" },
  { "rhel", "RHEL" },
  { "rocky", "Rocky Linux" },
  { "solus", "Solus" },
  { "trisquel", "Trisquel" },
  { "ubuntu", "Ubuntu" },
  { "void", "Void" },
  { "zorin", "Zorin OS" },
  { NULL, NULL },
};

static const MxWord desktops[] = {
  { "", "another desktop" },
  { "budgie", "Budgie" },
  { "cosmic", "COSMIC" },
  { "gnome", "GNOME" },
  { "hyprland", "Hyprland" },
  { "kde", "KDE" },
  { "lxde", "LXDE" },
  { "lxqt", "LXQt" },
  { "mate", "MATE" },
  { "pantheon", "Pantheon" },
  { "phosh", "Phosh" },
  { "sway", "sway" },
  { "unity", "Unity" },
  { "x-cinnamon", "Cinnamon" },
  { "xfce", "Xfce" },
  { NULL, NULL },
};

/* Displays and renderers as GTK names their types. */
static const MxWord sessions[] = {
  { "", "no known display" },
  { "gdkwaylanddisplay", "Wayland" },
  { "gdkx11display", "X11" },
  { NULL, NULL },
};

static const MxWord renderers[] = {
  { "", "no known renderer" },
  { "gskcairorenderer", "cairo" },
  { "gskglrenderer", "gl" },
  { "gsknglrenderer", "gl" },
  { "gskvulkanrenderer", "vulkan" },
  { NULL, NULL },
};

static const MxWord servers[] = {
  { "", "another server" },
  { "conduit", "Conduit" },
  { "conduwuit", "conduwuit" },
  { "construct", "Construct" },
  { "continuwuity", "continuwuity" },
  { "dendrite", "Dendrite" },
  { "grapevine", "Grapevine" },
  { "synapse", "Synapse" },
  { "telodendria", "Telodendria" },
  { "tuwunel", "Tuwunel" },
  { NULL, NULL },
};

static const MxWord *const lists[] = {
  [MX_FACT_SYSTEM] = systems,
  [MX_FACT_DESKTOP] = desktops,
  [MX_FACT_SESSION] = sessions,
  [MX_FACT_RENDERER] = renderers,
  [MX_FACT_SERVER] = servers,
};

static const char *const sync_words[] = {
  [MX_SYNC_STOPPED] = "stopped",
  [MX_SYNC_LOADING] = "loading",
  [MX_SYNC_LIVE] = "live",
  [MX_SYNC_OFFLINE] = "offline",
  [MX_SYNC_REFUSED] = "refused",
};

/* Set before there is a second thread. */
static guint32 built_commit;

/**
 * mx_diagnostics_set_word:
 * @self: facts
 * @fact: which one
 * @text: (nullable): what it is called, or several names with a colon between them
 *
 * Keeps which of the known words @text is; of one that nobody knows nothing is kept.
 */
void
mx_diagnostics_set_word (MxDiagnostics *self,
                         MxFact         fact,
                         const char    *text)
{
  g_autofree char *small = g_ascii_strdown (text != NULL ? text : "", -1);
  g_auto (GStrv) names = g_strsplit (small, ":", 8);

  self->words[fact] = 0;
  for (guint i = 0; names[i] != NULL; i++)
    for (guint8 place = 1; lists[fact][place].key != NULL; place++)
      if (g_str_equal (names[i], lists[fact][place].key))
        self->words[fact] = place;
}

/**
 * mx_diagnostics_set_version:
 * @self: facts
 * @part: of what
 * @text: (nullable): "1.151.0rc1"
 *
 * Keeps up to three numbers at its beginning.
 */
void
mx_diagnostics_set_version (MxDiagnostics *self,
                            MxPart         part,
                            const char    *text)
{
  MxVersion version = { .n = 0 };
  const char *p = text != NULL ? text : "";

  while (version.n < G_N_ELEMENTS (version.numbers) && g_ascii_isdigit (*p)) {
    char *end = NULL;
    guint64 number = g_ascii_strtoull (p, &end, 10);

    if (number > MAX_NUMBER)
      break;
    version.numbers[version.n++] = (guint16) number;
    p = *end == '.' ? end + 1 : "";
  }
  self->versions[part] = version;
}

/**
 * mx_diagnostics_set_numbers:
 * @self: facts
 * @part: of what
 * @major: the first number
 * @minor: the second one
 * @micro: the third one
 *
 * The same for who has it in numbers.
 */
void
mx_diagnostics_set_numbers (MxDiagnostics *self,
                            MxPart         part,
                            guint          major,
                            guint          minor,
                            guint          micro)
{
  g_autofree char *text = g_strdup_printf ("%u.%u.%u", major, minor, micro);

  mx_diagnostics_set_version (self, part, text);
}

/**
 * mx_diagnostics_set_language:
 * @self: facts
 * @locale: (nullable): "de_CH.UTF-8"
 *
 * Keeps the language alone.
 */
void
mx_diagnostics_set_language (MxDiagnostics *self,
                             const char    *locale)
{
  gsize len = locale != NULL ? strspn (locale, "abcdefghijklmnopqrstuvwxyz") : 0;

  memset (self->language, 0, sizeof self->language);
  if (len == 2 || len == 3)
    memcpy (self->language, locale, len);
}

/**
 * mx_diagnostics_begin:
 * @commit: the id of the commit that was built, or nothing
 *
 * Keeps the number that its first eight digits are, and has warnings counted.
 */
void
mx_diagnostics_begin (const char *commit)
{
  g_autofree char *digits = g_strndup (commit, 8);
  guint64 number = 0;

  if (strlen (digits) == 8 && g_ascii_string_to_unsigned (digits, 16, 0, G_MAXUINT32, &number, NULL))
    built_commit = (guint32) number;
  mx_faults_watch_log ();
}

/**
 * mx_diagnostics_set_sync:
 * @self: facts
 * @state: how the server is reached
 * @error: (nullable): why it is not; only its kind and status are kept
 */
void
mx_diagnostics_set_sync (MxDiagnostics *self,
                         MxSyncState    state,
                         const GError  *error)
{
  self->sync = state;
  self->has_sync_fault = error != NULL;
  self->sync_fault = error != NULL ? mx_fault_of_error (error) : 0;
  self->sync_status = (guint) CLAMP (mx_error_get_status (error), 0, 999);
}

/**
 * mx_diagnostics_init:
 * @self: (out caller-allocates): facts
 *
 * Begins with what can be known anywhere: program, system, desktop, language, what went wrong.
 */
void
mx_diagnostics_init (MxDiagnostics *self)
{
  g_autofree char *id = g_get_os_info (G_OS_INFO_KEY_ID);
  g_autofree char *version = g_get_os_info (G_OS_INFO_KEY_VERSION_ID);

  *self = (MxDiagnostics) { 0 };
  self->commit = built_commit;
  mx_diagnostics_set_version (self, MX_PART_PROGRAM, PACKAGE_VERSION);
  mx_diagnostics_set_word (self, MX_FACT_SYSTEM, id);
  mx_diagnostics_set_version (self, MX_PART_SYSTEM, version);
  mx_diagnostics_set_word (self, MX_FACT_DESKTOP, g_getenv ("XDG_CURRENT_DESKTOP"));
  mx_diagnostics_set_language (self, g_get_language_names ()[0]);
  self->n_faults = mx_faults_list (self->faults, G_N_ELEMENTS (self->faults));
}

static void
add (GString    *line,
     const char *text)
{
  if (line->len > 0)
    g_string_append (line, SEPARATOR);
  g_string_append (line, text);
}

static void
add_version (GString         *line,
             const MxVersion *version)
{
  for (guint i = 0; i < version->n; i++)
    g_string_append_printf (line, "%c%u", i == 0 ? ' ' : '.', version->numbers[i]);
}

static void
add_part (GString             *line,
          const MxDiagnostics *self,
          MxPart               part,
          const char          *name)
{
  if (self->versions[part].n == 0)
    return;
  add (line, name);
  add_version (line, &self->versions[part]);
}

static const char *
get_word (const MxDiagnostics *self,
          MxFact               fact)
{
  return lists[fact][self->words[fact]].name;
}

static void
add_program (GString             *line,
             const MxDiagnostics *self)
{
  add_part (line, self, MX_PART_PROGRAM, "Teahouse");
  if (self->commit != 0)
    g_string_append_printf (line, " (%08x)", self->commit);
  add (line, get_word (self, MX_FACT_SYSTEM));
  if (self->words[MX_FACT_SYSTEM] != 0)
    add_version (line, &self->versions[MX_PART_SYSTEM]);
  add_part (line, self, MX_PART_GTK, "GTK");
  add_part (line, self, MX_PART_ADWAITA, "libadwaita");
  add_part (line, self, MX_PART_SOUP, "libsoup");
  add_part (line, self, MX_PART_CIPHER, "SQLCipher");
  if (self->language[0] != '\0')
    add (line, self->language);
  if (self->scale_percent == 0)
    return;
  add (line, get_word (self, MX_FACT_DESKTOP));
  add (line, get_word (self, MX_FACT_SESSION));
  add (line, get_word (self, MX_FACT_RENDERER));
  g_string_append_printf (line, SEPARATOR "%u %%" SEPARATOR "%u px", self->scale_percent, self->width);
}

static const char *
get_magnitude (guint number)
{
  return number == 0     ? "none"
         : number < 10   ? "a few"
         : number < 100  ? "tens"
         : number < 1000 ? "hundreds"
                         : "thousands";
}

static void
add_account (GString             *line,
             const MxDiagnostics *self)
{
  add (line, get_word (self, MX_FACT_SERVER));
  if (self->words[MX_FACT_SERVER] != 0)
    add_version (line, &self->versions[MX_PART_SERVER]);
  if (self->has_ways)
    g_string_append_printf (line, SEPARATOR "OAuth %s" SEPARATOR "SSO %s", self->ways & MX_WAY_OAUTH ? "yes" : "no",
                            self->ways & MX_WAY_SSO ? "yes" : "no");
  if (self->is_guest)
    add (line, "guest");
  g_string_append_printf (line, SEPARATOR "rooms: %s" SEPARATOR "encrypted: %s" SEPARATOR "sync: %s",
                          get_magnitude (self->n_rooms), self->has_encrypted ? "yes" : "no", sync_words[self->sync]);
  if (self->has_sync_fault)
    g_string_append_printf (line, " %s", mx_fault_get_name (self->sync_fault));
  if (self->sync_status > 0)
    g_string_append_printf (line, " %u", self->sync_status);
}

static void
add_faults (GString             *line,
            const MxDiagnostics *self)
{
  if (self->n_faults == 0) {
    add (line, "no errors");
    return;
  }
  add (line, "errors:");
  for (guint i = 0; i < self->n_faults; i++)
    g_string_append_printf (line, "%s %s ×%u", i == 0 ? "" : ",", mx_fault_get_name (self->faults[i].kind),
                            MIN (self->faults[i].count, MAX_NUMBER));
}

/**
 * mx_diagnostics_to_text:
 * @self: facts
 *
 * Returns: (transfer full): two lines, without a line break at the end
 */
char *
mx_diagnostics_to_text (const MxDiagnostics *self)
{
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);

  add_program (first, self);
  if (self->is_signed_in)
    add_account (second, self);
  else
    add (second, "signed out");
  add_faults (second, self);
  return g_strdup_printf ("%s\n%s", first->str, second->str);
}
