# SPDX-License-Identifier: GPL-3.0-or-later
"""The real browser of a scenario's person: Chromium, as the program that opens links.

It is what the desktop starts for http and https; the person in it presses what they see. Buttons are found and pressed
over Chromium's own port for developers, which listens on loopback.
"""
import base64
import contextlib
import json
import os
import re
import secrets
import signal
import socket
import struct
import time
import urllib.error
import urllib.request
from pathlib import Path

from homeserver.synapse import free_port

FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--password-store=basic', '--no-default-browser-check',
         # Below the program's window: pictures of either show it whole.
         '--window-position=0,705', '--window-size=1000,290']
DESKTOP_FILE = """[Desktop Entry]
Type=Application
Name=Browser
Exec={program} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
"""
DEFAULTS = """[Default Applications]
x-scheme-handler/http=browser-of-scenario.desktop
x-scheme-handler/https=browser-of-scenario.desktop
"""
# In its folder alone; the debugging of our program is not Chromium's.
PROGRAM = """#!/bin/sh
echo $$ >> '{folder}/pids'
unset G_DEBUG
HOME='{folder}' exec chromium {flags} --user-data-dir='{folder}/data' --remote-debugging-port={port} "$@" \\
  > '{folder}/output.log' 2>&1
"""
WRITE = "document.querySelector('input').value = {text}"
PRESS = """(() => {{
  const wanted = new RegExp({pattern}, 'i');
  const found = [...document.querySelectorAll('button, a, input[type=submit]')]
    .find(one => wanted.test((one.innerText || one.value || '').trim()));
  if (found) found.click();
  return Boolean(found);
}})()"""


class Socket:
    """A web socket, as little of it as is needed to ask one question after the other."""

    def __init__(self, url):
        host, _, path = url.removeprefix('ws://').partition('/')
        name, _, port = host.partition(':')
        self._socket = socket.create_connection((name, int(port)), timeout=20)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self._socket.sendall(f'GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                             f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
        self._buffer = b''
        while b'\r\n\r\n' not in self._buffer:
            self._more()
        head, _, self._buffer = self._buffer.partition(b'\r\n\r\n')
        if b' 101 ' not in head.split(b'\r\n')[0]:
            raise ConnectionError(head.decode(errors='replace'))
        self._number = 0

    def _more(self):
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError('the browser hung up')
        self._buffer += piece

    def _take(self, count):
        while len(self._buffer) < count:
            self._more()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _read(self):
        first, second = self._take(2)
        size = second & 127
        if size == 126:
            size, = struct.unpack('!H', self._take(2))
        elif size == 127:
            size, = struct.unpack('!Q', self._take(8))
        return first & 15, self._take(size)

    def ask(self, method, **parameters):
        """Send a command and wait for its answer."""
        self._number += 1
        body = json.dumps({'id': self._number, 'method': method, 'params': parameters}).encode()
        mask = secrets.token_bytes(4)
        size = struct.pack('!BBH', 0x81, 0x80 | 126, len(body))
        self._socket.sendall(size + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(body)))
        while True:
            kind, text = self._read()
            answer = json.loads(text) if kind == 1 else {}
            if answer.get('id') == self._number:
                return answer.get('result', {})

    def close(self):
        self._socket.close()


class Chromium:
    """The browser of one profile; a context manager. It runs once something is opened in it."""

    def __init__(self, profile):
        self.folder = Path(profile) / 'browser'
        self.port = free_port()
        self._make(Path(profile))

    def _make(self, profile):
        (self.folder / 'data').mkdir(parents=True)
        program = self.folder / 'browser'
        program.write_text(PROGRAM.format(folder=self.folder, port=self.port, flags=' '.join(FLAGS)), encoding='utf-8')
        program.chmod(0o755)
        applications = profile / 'data' / 'applications'
        applications.mkdir(parents=True, exist_ok=True)
        entry = DESKTOP_FILE.format(program=program)
        (applications / 'browser-of-scenario.desktop').write_text(entry, encoding='utf-8')
        (profile / 'config').mkdir(parents=True, exist_ok=True)
        (profile / 'config' / 'mimeapps.list').write_text(DEFAULTS, encoding='utf-8')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        kept = self.folder / 'pids'
        for pid in map(int, kept.read_text(encoding='ascii').split()) if kept.exists() else []:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def pages(self):
        """(address, title, web socket) of what is open."""
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{self.port}/json/list', timeout=10) as answer:
                return [(page['url'], page['title'], page['webSocketDebuggerUrl']) for page in json.load(answer)
                        if page['type'] == 'page' and 'webSocketDebuggerUrl' in page]
        except (urllib.error.URLError, OSError):
            return []

    def wait(self, pattern, timeout=60):
        """The page whose title or address has pattern, once it is open."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for url, title, address in self.pages():
                if re.search(pattern, title) or re.search(pattern, url):
                    return address
            time.sleep(0.1)
        raise AssertionError(f'the browser shows no page {pattern!r}, but {[page[:2] for page in self.pages()]}')

    def forget(self):
        """Pages know nobody any more, as after somebody else's day at this computer."""
        with contextlib.closing(Socket(self.pages()[0][2])) as asked:
            asked.ask('Network.clearBrowserCookies')

    def write(self, page, text):
        """Put text into the first field of the page of that title."""
        with contextlib.closing(Socket(self.wait(page))) as asked:
            asked.ask('Runtime.evaluate', expression=WRITE.format(text=json.dumps(text)))

    def press(self, page, button, timeout=60):
        """Press the button or link of that name on the page of that title."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                asked = Socket(self.wait(page, timeout))
            except ConnectionError:
                continue
            try:
                answer = asked.ask('Runtime.evaluate', expression=PRESS.format(pattern=json.dumps(button)),
                                   userGesture=True)
                if answer.get('result', {}).get('value'):
                    return
            except ConnectionError:
                # It went to the next page meanwhile.
                continue
            finally:
                asked.close()
            time.sleep(0.1)
        raise AssertionError(f'the page {page!r} has no button {button!r}')


def take_browsers_away(profile):
    """Nothing on this person's computer opens a page, whatever the system has."""
    config = Path(profile) / 'config'
    config.mkdir(parents=True, exist_ok=True)
    known = ';'.join(path.name for path in Path('/usr/share/applications').glob('*.desktop'))
    (config / 'mimeapps.list').write_text('[Removed Associations]\n' + ''.join(
        f'x-scheme-handler/{scheme}={known};\n' for scheme in ('http', 'https')), encoding='utf-8')
