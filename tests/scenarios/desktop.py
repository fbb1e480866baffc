# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of our own to run the program on: an X server nobody sees, a message bus, a keyring.

Nothing of the person's own desktop is touched, and everything ends with us.
"""
import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver.synapse import die_with_parent  # noqa: E402

SIZE = '1400x1000x24'
KEYRING_PASSWORD = 'desktop'
SUPPRESSIONS = Path(__file__).resolve().parent.parent / 'lsan.supp'


def end(process, timeout=10):
    """Stop a process we started and wait until it is gone."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def read_line(descriptor, timeout):
    """One line from a descriptor."""
    line = b''
    while not line.endswith(b'\n'):
        ready, _, _ = select.select([descriptor], [], [], timeout)
        piece = os.read(descriptor, 1) if ready else b''
        if not piece:
            raise TimeoutError('a program of the desktop did not start')
        line += piece
    return line.decode().strip()


class Display:
    """An Xvfb; a context manager. name is what DISPLAY is to be."""

    def __init__(self, size=SIZE):
        self.size = size
        self.name = None
        self._process = None

    def __enter__(self):
        # An X server that is not root cannot make the folder of its sockets.
        os.makedirs('/tmp/.X11-unix', mode=0o1777, exist_ok=True)
        readable, writable = os.pipe()
        self._process = subprocess.Popen(
            ['Xvfb', '-displayfd', str(writable), '-screen', '0', self.size, '-nolisten', 'tcp', '-noreset'],
            pass_fds=[writable], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=die_with_parent)
        os.close(writable)
        self.name = ':' + read_line(readable, 30)
        os.close(readable)
        return self

    def __exit__(self, *_):
        end(self._process)

    @property
    def pid(self):
        return self._process.pid


class Desktop:
    """Display, session bus and keyring; a context manager.

    environment is what programs on this desktop are started with; entering also sets it for this process, because the
    accessibility library reads it.
    """

    def __init__(self, size=SIZE):
        self._display = Display(size)
        self._bus = None
        self._keyring = None
        self.directory = None
        self.environment = {}

    def __enter__(self):
        self._display.__enter__()
        self.directory = Path(tempfile.mkdtemp(prefix='teahouse-desktop-'))
        runtime = self.directory / 'run'
        runtime.mkdir(mode=0o700)
        kept = {name: value for name, value in os.environ.items()
                if name in ('PATH', 'HOME', 'USER', 'TMPDIR', 'IN_DEBIAN13', 'CI', 'LD_LIBRARY_PATH',
                            'ASAN_OPTIONS')}
        self.environment = kept | {
            'DISPLAY': self._display.name,
            'XDG_RUNTIME_DIR': str(runtime),
            'XDG_DATA_HOME': str(self.directory / 'data'),
            'XDG_CONFIG_HOME': str(self.directory / 'config'),
            'XDG_CACHE_HOME': str(self.directory / 'cache'),
            'XDG_SESSION_TYPE': 'x11',
            'GDK_BACKEND': 'x11',
            'GDK_DISABLE': 'gl,vulkan',
            'GSK_RENDERER': 'cairo',
            'LC_ALL': 'C.UTF-8',
            'TZ': 'UTC',
            'GTK_IM_MODULE': 'gtk-im-context-simple',
            # Of a sanitized program; to others it means nothing.
            'LSAN_OPTIONS': f'suppressions={SUPPRESSIONS}:print_suppressions=0',
        }
        self._start_bus()
        self._start_keyring()
        for name in ('GTK_A11Y', 'WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS'):
            os.environ.pop(name, None)
        os.environ.update(self.environment)
        return self

    def __exit__(self, *_):
        for process in (self._keyring, self._bus):
            if process:
                end(process)
        self._display.__exit__()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _start_bus(self):
        self._bus = subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address=1'],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                     env=self.environment, start_new_session=True, preexec_fn=die_with_parent)
        self.environment['DBUS_SESSION_BUS_ADDRESS'] = read_line(self._bus.stdout.fileno(), 30)

    def _start_keyring(self):
        if not shutil.which('gnome-keyring-daemon'):
            return
        self._keyring = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets'],
                                         stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                         env=self.environment, start_new_session=True, preexec_fn=die_with_parent)
        self._keyring.stdin.write(KEYRING_PASSWORD.encode())
        self._keyring.stdin.close()

    def lock_keyring(self):
        """As some desktops do after a while; who wants a secret then is asked for its password."""
        subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path',
                        '/org/freedesktop/secrets', '--method', 'org.freedesktop.Secret.Service.Lock',
                        '[objectpath "/org/freedesktop/secrets/collection/login"]'],
                       env=self.environment, check=True, stdout=subprocess.DEVNULL, timeout=30)

    def keyring_question(self):
        """The window that asks for the keyring's password, or None."""
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '^Unlock Login Keyring$'],
                               env=self.environment, capture_output=True, text=True, check=False).stdout.split()
        return found[-1] if found else None

    @property
    def display_pid(self):
        return self._display.pid

    @contextlib.contextmanager
    def _connection(self):
        """Xlib, and a connection to the display."""
        x11 = ctypes.CDLL('libX11.so.6')
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self._display.name.encode()))
        yield x11, display
        x11.XCloseDisplay(display)

    def set_text_size(self, percent):
        """How large text is from now on, for programs that are started: X's way to say it, the resource Xft.dpi."""
        resource_manager, string, replace = 23, 31, 0
        said = f'Xft.dpi: {96 * percent // 100}\n'.encode()
        with self._connection() as (x11, display):
            x11.XChangeProperty(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)),
                                ctypes.c_ulong(resource_manager), ctypes.c_ulong(string), 8, replace, said, len(said))

    def unfocus(self):
        """Take the keyboard from whatever has it, as a person does who turns to another window."""
        nobody, revert_to_none, now = 0, 0, 0
        with self._connection() as (x11, display):
            x11.XSetInputFocus(display, ctypes.c_ulong(nobody), revert_to_none, ctypes.c_ulong(now))

    def windows(self, pid):
        """The X windows of a process that can be seen, lowest first: menus and tooltips lie above their own."""
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)], env=self.environment,
                              capture_output=True, text=True, check=False).stdout.split()

    def open_window_id(self, pid):
        """The window of a process, or None."""
        return (self.windows(pid) or [None])[0]

    def picture(self, path, window=None, border=0):
        """Write what is on the screen, or in one window within its border, as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        dump = self.directory / 'picture.xwd'
        what = ['-id', window] if window else ['-root']
        subprocess.run(['xwd', '-silent', *what, '-out', str(dump)], env=self.environment, check=True)
        subprocess.run(['convert', f'xwd:{dump}', '-shave', f'{border}x{border}', '-strip', '-define',
                        'png:compression-level=9', f'png:{path}'],
                       env=self.environment, check=True)
        return path


def make_locale(folder, name):
    """A locale of that name, for programs that ask for its language and direction; its dates are C's.

    The systems tests run on have no locales but C.UTF-8: glibc takes a copy of it under another name (LOCPATH).
    """
    target = Path(folder) / name.replace('UTF-8', 'utf8')
    if not target.exists():
        shutil.copytree('/usr/lib/locale/C.utf8', target)
    return {'LOCPATH': str(folder), 'LC_ALL': name, 'LANGUAGE': name.split('_')[0]}


def wait_for_exit(process, timeout):
    """Whether a process has ended within the time."""
    try:
        process.wait(timeout)
        return True
    except subprocess.TimeoutExpired:
        return False


def interrupt(process):
    process.send_signal(signal.SIGINT)
