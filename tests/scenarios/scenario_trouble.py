# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong has a sentence and a next step; a hostile link or argument does no harm."""
import contextlib
import re
import socket
import ssl
import subprocess
import threading
import time

import steps
from app import BUTTONS, TEXTS
from desktop import KEYRING_PASSWORD


def play(stage):
    server = stage.homeserver(support={'support_page': 'https://tea.example/help'})
    ann = server.register('ann')
    wrong_arguments(stage)

    app = stage.app(f'matrix:r/nowhere:{server.server_name}')
    app.says(re.compile('does not know'), timeout=40)
    app.says(re.compile(re.escape('#nowhere')))
    app.find(BUTTONS, 'Try again')
    stage.step('a link to no room: which server was asked, and what to try')
    stage.picture(app, 'not-found')
    app.stop()

    app = stage.app(profile='other')
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), '@ann:localhost:9')
    app.says(re.compile('no chat server|does not answer', re.I), timeout=40)
    stage.step('a server that is none: said in words')
    app.write(app.find(TEXTS, 'Account name or server'), ann.user_id)
    app.press('Sign in with a password')
    app.write(app.find(TEXTS, 'Password', timeout=30), 'not it')
    app.press('Sign in')
    app.says(re.compile('Name or password is wrong', re.I), timeout=30)
    stage.step('a wrong password: said in words')
    app.write(app.find(TEXTS, 'Password'), 'ann')
    app.press('Sign in')
    app.gone(TEXTS, 'Password', timeout=40)
    stage.step('the right one then works')
    ben, room = invitations(stage, server, app, ann)
    too_fast(stage, server, app, ann, ben, room)
    locked_keyring(stage, app)
    unsafe_server(stage)
    shut_out(stage, server, ann, ben)
    too_many_tries(stage, server, ann)


def locked_keyring(stage, app):
    app.stop()
    stage.desktop.lock_keyring()
    app.start()
    question = app.wait(stage.desktop.keyring_question, 'the question for its password', 40)
    app.key('Escape', window=question)
    app.says(re.compile('Your keyring is locked'), timeout=40)
    stage.picture(app, 'keyring-locked')
    stage.step('a locked keyring whose question is put away: said in words')
    app.press('Unlock')
    question = app.wait(stage.desktop.keyring_question, 'the question to come again', 40)
    # Longer than a service gets that does not answer.
    slow = time.monotonic() + 12
    app.wait(lambda: time.monotonic() > slow or not stage.desktop.keyring_question(), 'a slow person', 20)
    stage.check(stage.desktop.keyring_question() == question, 'who types slowly is waited for')
    app.type(KEYRING_PASSWORD, window=question)
    app.key('Return', window=question)
    app.find('list item', re.compile('^Photo Walks'), timeout=40)
    stage.step('once it is open the rooms are there')
    app.stop()


class UnsafeServer:
    """A port on loopback that shows a certificate nobody vouches for; a context manager."""

    def __init__(self, folder):
        key, certificate = folder / 'unsafe.key', folder / 'unsafe.crt'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj',
                        '/CN=localhost', '-keyout', key, '-out', certificate], check=True, capture_output=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]

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
            with contextlib.suppress(OSError):
                self._context.wrap_socket(end, server_side=True).close()


def unsafe_server(stage):
    with UnsafeServer(stage.folder) as server:
        app = stage.app(profile='unsafe')
        app.press('Sign in', timeout=40)
        app.write(app.find(TEXTS, 'Account name or server'), f'@ann:localhost:{server.port}')
        app.says(re.compile('is not safe'), timeout=40)
        stage.picture(app, 'not-safe')
        stage.step('a server with a bad certificate: said in words')
        app.stop()


def shut_out(stage, server, ann, ben):
    """A room that takes no guests, and one that does not take somebody back."""
    room = ben.create_room(preset='public_chat', room_alias_name='members', name='Members Only')
    link = f'matrix:r/members:{server.server_name}'
    app = stage.app(link, profile='newcomer')
    app.says('Guests cannot join this room.', timeout=40)
    app.find(BUTTONS, 'Sign in')
    stage.picture(app, 'no-guests')
    stage.step('a room without guests: said before anybody tries, with the way in')
    app.stop()
    ben.ban(room, ann.user_id)
    app = stage.app(link, profile='other')
    app.says(re.compile('removed you for good'), timeout=40)
    app.find(BUTTONS, 'How to appeal')
    stage.picture(app, 'banned')
    stage.step('who was removed for good is told, and who can change it')
    app.stop()


def too_many_tries(stage, server, ann):
    few = {'per_second': 0.02, 'burst_count': 1}
    server.restart({'rc_login': {'address': few, 'account': few, 'failed_attempts': few}})
    app = stage.app(profile='other-newcomer')
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), ann.user_id)
    app.press('Sign in with a password')
    field = app.find(TEXTS, 'Password', timeout=30)
    app.write(field, 'not it')
    app.press('Sign in')
    app.says(re.compile('Name or password is wrong', re.I), timeout=30)
    app.write(field, 'nor this')
    app.press('Sign in')
    app.says(re.compile(r'asks us to wait (a moment|\d+ seconds?)'), timeout=30)
    stage.picture(app, 'too-many-tries')
    stage.step('too many tries: said in words')
    app.stop()


def wrong_arguments(stage):
    """Each is refused with a sentence, soon, without a warning and without repeating control characters."""
    for argument in ('matrix:r/', 'matrix:u/../../etc', 'https://example.org/', '--no-such-option',
                     'matrix:r/a\x1b[31mb:c', 'x' * 10000, 'matrix:roomid/' + '%00' * 50 + '?action=join'):
        done = subprocess.run([*stage.program, argument], env=stage.desktop.environment, capture_output=True,
                              timeout=30, check=False)
        words = done.stdout + done.stderr
        stage.check(done.returncode > 0 and 0 < len(words) < 1000 and b'\x1b' not in words and b'** ' not in words,
                    f'refused with a sentence: {argument[:24]!r}')


def invitations(stage, server, app, ann):
    ben = server.register('ben')
    ben.set_display_name('Ben')
    wanted = ben.create_room(name='Photo Walks', invite=[ann.user_id])
    unwanted = ben.create_room(name='Cheap Tea', invite=[ann.user_id])
    row = app.find('list item', re.compile('^Photo Walks'), timeout=40)
    app.find('list item', re.compile('^Cheap Tea'))
    app.says('Invites')
    stage.step('invitations come into a section of their own')
    app.click(row)
    app.says(re.compile('Ben.{0,3} invited you'))
    app.press('Join')
    steps.composer(app, 'Photo Walks')
    stage.check(ann.user_id in ben.joined_members(wanted), 'an invitation is accepted')
    app.click(app.find('list item', re.compile('^Cheap Tea')))
    app.press('Decline')
    app.wait(lambda: ben.state(unwanted, 'm.room.member', ann.user_id)['membership'] == 'leave',
             'the invitation to be declined')
    app.gone('list item', re.compile('^Cheap Tea'))
    stage.step('an invitation is declined and goes away')
    return ben, wanted


def too_fast(stage, server, app, ann, ben, room):
    """The server takes few messages a second from now on."""
    server.restart({'rc_message': {'per_second': 0.2, 'burst_count': 2}})
    texts = [f'said quickly, number {number}' for number in range(4)]
    for text in texts:
        steps.send(app, 'Photo Walks', text)
    app.says('Waiting to be sent: the server asks for a pause', timeout=60)
    stage.step('too many messages for the server: they wait, and a quiet line says why')
    stage.picture(app, 'too-fast')
    ben.wait_for(room, lambda event: event['content'].get('body') == texts[-1], timeout=90)
    app.gone('label', re.compile('^Waiting to be sent'))
    found = [event['content'].get('body') for event in ben.messages(room, limit=50)['chunk']
             if event['sender'] == ann.user_id and event['type'] == 'm.room.message']
    stage.check(found[::-1] == texts, 'all arrive by themselves, once and in order')
