# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks over the programs' shoulders: whom they talk to, what they leave in files and logs, what the keyring keeps."""
import socket
import stat
import threading
from pathlib import Path

from gi.repository import Gio, GLib

TOP = Path(__file__).resolve().parent.parent.parent
LIBRARY = TOP / 'build' / 'plain' / 'tests' / 'lib' / 'mx-watch-network.so'


class Stranger:
    """A port on loopback that must hear nothing; a context manager."""

    def __init__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self.address = f'127.0.0.1:{self.port}'
        self.heard = []

    def __enter__(self):
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self):
        while True:
            try:
                end, _ = self._listener.accept()
            except OSError:
                return
            with end:
                end.settimeout(2)
                try:
                    self.heard.append(end.recv(200))
                except OSError:
                    self.heard.append(b'')


class Network:
    """Whom programs started with `environment` talked to, by mx-watch-network.c."""

    def __init__(self, folder):
        self._log = Path(folder) / 'network.log'
        self.environment = {'LD_PRELOAD': str(LIBRARY), 'MX_WATCH_NETWORK': str(self._log)}

    def _lines(self):
        text = self._log.read_text(encoding='utf-8') if self._log.exists() else ''
        return [line.split() for line in text.splitlines()]

    def programs(self):
        return {program for program, *_ in self._lines()}

    def peers(self):
        """(address, port) of everything that was connected or sent to."""
        return {(rest[0], int(rest[1])) for _, what, *rest in self._lines() if what != 'lookup'}

    def names(self):
        return {rest[0] for _, what, *rest in self._lines() if what == 'lookup'}


def found_in(text, canaries):
    """Which of the secrets (name -> text) stand in bytes."""
    return [name for name, canary in canaries.items() if canary.encode() in text]


def files(folder, but=()):
    return [path for path in sorted(Path(folder).rglob('*')) if path.is_file() and path.name not in but]


def wrong_modes(folders, but=()):
    """What others than the owner may look at in these folders."""
    wrong = []
    for path in (path for folder in folders for path in Path(folder).rglob('*')):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if path.name not in but and not path.is_symlink() and mode & 0o077:
            wrong.append(f'{path.name} {mode:04o}')
    return wrong


def kept_secrets(desktop):
    """The paths of all items in the desktop's keyring."""
    bus = Gio.DBusConnection.new_for_address_sync(
        desktop.environment['DBUS_SESSION_BUS_ADDRESS'],
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    answer = bus.call_sync('org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service',
                           'SearchItems', GLib.Variant('(a{ss})', ({},)), None, Gio.DBusCallFlags.NONE, 10000, None)
    bus.close_sync(None)
    unlocked, locked = answer.unpack()
    return [*unlocked, *locked]
