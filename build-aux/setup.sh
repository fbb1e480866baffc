# SPDX-License-Identifier: GPL-3.0-or-later
# The set-up that build-aux/run and build-aux/check share; sourced by them from the project's root.
#
#   enter_system "$0" "$@"   makes sure that everything in build-aux/packages is there: on Debian 13 and newer (and what
#                            has its libraries) by installing what is missing, on an older host by running the whole
#                            command again inside build-aux/in-debian13.

say () { printf '%s\n' "$*" >&2; }

as_root () { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

wanted_packages () { grep -vE '^[[:space:]]*(#|$)' build-aux/packages; }

missing_packages () {
  local there
  there=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '/^ii/ {print $2}')
  wanted_packages | while read -r name; do
    grep -qxF "$name" <<<"$there" || echo "$name"
  done
}

# Whether this host's GTK is the baseline's. Debian says so by its number; others by what apt would install.
is_older_host () {
  local ID='' VERSION_ID='' candidate
  . /etc/os-release
  if [ "$ID" = debian ]; then
    [ -n "$VERSION_ID" ] && [ "${VERSION_ID%%.*}" -lt 13 ]
    return
  fi
  candidate=$(apt-cache policy libgtk-4-dev 2>/dev/null | awk '/Candidate:/ {print $2}')
  ! dpkg --compare-versions "${candidate:-0}" ge 4.18
}

install_missing () {
  local missing
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "Installing Debian packages:" $missing
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# Without apt: name what the build will not find, and go on if that is nothing.
name_missing () {
  local missing=() name
  for name in gcc meson ninja pkg-config python3 msgfmt glib-compile-schemas Xvfb dbus-run-session bwrap; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  for name in 'glib-2.0 >= 2.84' 'gtk4 >= 4.18' 'libadwaita-1 >= 1.7' 'libsoup-3.0 >= 3.6' 'json-glib-1.0 >= 1.10' \
              'libsecret-1 >= 0.21' 'sqlcipher' 'libsodium' 'libcrypto >= 3.0' 'glycin-1 >= 1.2' 'glycin-gtk4-1 >= 1.2' \
              'libxml-2.0' 'libqrencode'; do
    pkg-config --exists "$name" 2>/dev/null || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "This system has no apt. Install these first:"
  printf '  %s\n' "${missing[@]}" >&2
  exit 2
}

enter_system () {
  local self=$1
  shift
  [ -z "${IN_DEBIAN13:-}" ] || return 0
  if ! command -v apt-get >/dev/null; then
    name_missing
  elif is_older_host; then
    say "This host's libraries are older than Debian 13's: everything happens in a Debian 13 system (build-aux/in-debian13)."
    exec build-aux/in-debian13 "$self" "$@"
  else
    install_missing
  fi
}
