# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody without an account chooses a server: nobody is asked before that, then each says whether it makes accounts,
in every look; and an account is made at the one that does."""
import json
import re
import socket

from app import BUTTONS, TEXTS

ROWS = ('list item', *BUTTONS)
CREATE = re.compile('^(Create an account|إنشاء حساب)$')
FULL = {'en': 'Full since the summer.', 'ar': 'امتلأ منذ الصيف.'}


class Silent:
    """A server that takes connections and says nothing."""

    def __enter__(self):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.listener.setblocking(False)
        self.name = f'127.0.0.1:{self.listener.getsockname()[1]}'
        return self

    def __exit__(self, *_):
        self.listener.close()

    def was_asked(self):
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


def preset(stage, profile, servers):
    """The one that is shipped, with servers of this machine in it."""
    folder = stage.folder / profile / 'data' / 'teahouse' / 'presets'
    folder.mkdir(parents=True)
    (folder / 'general.json').write_text(json.dumps({
        'id': 'general', 'name': 'Teahouse', 'icon': 'org.teahouse.Teahouse',
        'servers': [{'name': name, 'reason': reason} for name, reason in servers]}), encoding='utf-8')


def choose(stage, server, closed, silent, servers):
    """Each server says what it is and whether it takes anybody; one is chosen, with the keyboard."""
    preset(stage, 'chooses', servers)
    app = stage.app(profile='chooses')
    app.find(BUTTONS, CREATE, timeout=40)
    stage.check(not silent.was_asked(), 'on the first page no server is asked')
    app.press('Create an account')
    app.says('Where Shall Your Account Be?')
    app.says(re.compile(re.escape('It makes no new accounts right now.')), timeout=40)
    for name, reason in ((server.server_name, 'Run by the neighbours.'), (closed.server_name, FULL['en']),
                         (silent.name, 'On a far island.')):
        app.says(name)
        app.says(re.compile('^' + re.escape(reason)))
    app.says(re.compile('Everyone can talk with everyone'))
    app.says(re.compile('^An account stays with its server'))
    stage.step('three servers, each with its reason; one that makes no accounts says so')
    app.says(re.compile(re.escape('It does not answer right now.')), timeout=40)
    stage.check(silent.was_asked(), 'one that is silent is named, too')
    stage.picture(app, 'account-servers')
    app.focused('list item')
    app.key('Return')
    app.says(re.compile('is here'), timeout=40)
    app.press('Create an account', timeout=40)
    app.says(re.compile('^New Account at'))
    app.write(app.find(TEXTS, 'Account name'), 'dora')
    app.write(app.find(TEXTS, 'Password'), 'four green teapots')
    app.press('Create account')
    app.says('No Rooms Yet', timeout=60)
    stage.step('an account is made at the one that was chosen')
    app.stop()


def looks(stage, closed, servers):
    for look, environment in stage.looks():
        preset(stage, f'look-{look}', servers)
        app = stage.app(profile=f'look-{look}', environment=environment)
        app.click(app.find(BUTTONS, CREATE, timeout=40))
        app.says(re.compile('It makes no new accounts right now|لا ينشئ حسابات جديدة'), timeout=40)
        reason = FULL['ar' if look == 'arabic' else 'en']
        app.says(re.compile('^' + re.escape(reason)))
        if look == 'narrow':
            app.resize(360, 640)
        picture = stage.picture(app, f'account-servers-{look}')
        stage.check(picture.exists(), f'{look}: the servers are shown, with their reasons in its language')
        app.stop()


def play(stage):
    server = stage.homeserver()
    closed = stage.homeserver(settings={'enable_registration': False})
    silent = stage.enter(Silent())
    servers = [(server.server_name, 'Run by the neighbours.'), (closed.server_name, FULL),
               (silent.name, 'On a far island.')]
    choose(stage, server, closed, silent, servers)
    looks(stage, closed, servers)
