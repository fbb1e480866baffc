# SPDX-License-Identifier: GPL-3.0-or-later
"""Something does not work, and it is said: the room for it is joined, words and technical details arrive there in three
lines, and nothing that is whoever's who wrote can be found in them. The dialog in every look."""
import json
import re
import sqlite3

import community
import steps
from app import MENU_ITEMS, TEXTS

SIZE, NARROW = (1000, 700), (360, 640)
CANARY = 'canary7f3a'
ROOM = f'Market {CANARY}'
WORDS = 'The picture does not open.\nI pressed it twice.'
DIALOGS = ('dialog', 'alert', 'panel', 'filler', 'group')


def make_preset(stage, server):
    """A community that has a room for feedback."""
    preset = {'id': 'wiki', 'name': 'Wiki & Commons', 'homeserver': server.server_name,
              'feedback': f'#feedback:{server.server_name}'}
    folder = stage.folder / 'profile' / 'data' / 'teahouse' / 'presets'
    folder.mkdir(parents=True)
    (folder / 'wiki.json').write_text(json.dumps(preset), encoding='utf-8')


def secrets(stage, server, ann, room):
    """Whatever of ann's or the server's could slip in, the access tokens of its database included."""
    with sqlite3.connect(f'file:{server.directory / "homeserver.db"}?mode=ro', uri=True) as database:
        tokens = [row[0] for row in database.execute('SELECT token FROM access_tokens')]
        devices = [row[0] for row in database.execute('SELECT device_id FROM devices WHERE user_id = ?',
                                                      (ann.user_id,))]
    assert tokens and devices
    return tokens + devices + [CANARY, 'kettle', server.server_name, str(server.port), 'localhost', ann.user_id, room,
                               str(stage.folder), '/']


def open_feedback(app):
    app.press(re.compile('^Account and menu'))
    app.click(app.find(MENU_ITEMS, re.compile('^Send _?Feedback')))
    return app.find(DIALOGS, 'Send Feedback')


def add_details(app):
    """Switch them on; returns what is shown."""
    app.click(app.find(('switch', 'check box', 'toggle button', 'list item'), re.compile('^Add technical details')))
    return app.says(re.compile('^Teahouse ')).text


def send(stage, server, app, ben, places):
    room, feedback, ann = places
    open_feedback(app)
    app.says(re.compile('^You join the room .*#feedback:.*Everybody there can read them'))
    stage.step('who reads it is said first')
    app.write(app.find(TEXTS, re.compile('^What happened')), WORDS)
    details = add_details(app)
    stage.picture(app, 'feedback-join')
    app.press('Join and Send')
    app.says(re.compile('^Sent to .*Teahouse Feedback'), timeout=30)
    found = [event for event in ben.messages(feedback)['chunk'] if event['type'] == 'm.room.message']
    stage.check([event['sender'] for event in found] == [ann.user_id], 'the room is joined and has the message, once')
    lines = found[0]['content']['body'].split('\n')
    stage.check(lines[0] == WORDS.replace('\n', ' ') and len(lines) == 3, 'it has three lines: IRC takes no more')
    stage.check('\n'.join(lines[1:]) == details, 'what was shown is what was sent, and nothing else')
    stage.check(re.match(r'Teahouse \d+\.\d+\.\d+ .*GTK 4\.\d+.*SQLCipher \d+.*X11 · cairo', details) is not None,
                'it tells the program, its libraries and the screen')
    sent = found[0]['content']['body'].lower()
    stage.check(not [secret for secret in secrets(stage, server, ann, room) if secret.lower() in sent],
                'no name, id, address, draft, message or access token is in it')


def looks(stage):
    """The dialog in every look, with the details."""
    for name, environment in stage.looks():
        app = stage.app(environment=environment)
        app.resize(*(NARROW if name == 'narrow' else SIZE))
        app.find('list item', re.compile('Teahouse Feedback'), timeout=40)
        app.activate('win.feedback')
        dialog = app.find('dialog')
        app.write(app.find(TEXTS, within=dialog), 'The picture does not open.')
        app.click(app.find(('switch', 'check box', 'toggle button', 'list item'), within=dialog,
                           name=re.compile('^(Add technical details|أضف تفاصيل تقنية)')))
        details = app.says(re.compile('SQLCipher'))
        stage.picture(app, f'feedback-{name}')
        app.wheel(details, up=False, steps=20)
        stage.picture(app, f'feedback-{name}-details')
        app.key('Escape')
        app.gone('dialog')
        app.stop()
    stage.step('the dialog: light, dark, with large text, in Arabic, narrow')


def play(stage):
    server = stage.homeserver()
    ann, ben = (server.register(name) for name in (f'ann-{CANARY}', 'ben'))
    ann.set_display_name(f'Ann {CANARY}')
    room = community.open_room(ben, f'market-{CANARY}', ROOM)
    feedback = community.open_room(ben, 'feedback', 'Teahouse Feedback')
    ann.join(room)
    ben.send(room, f'{CANARY}: the kettle is on')
    make_preset(stage, server)
    app = stage.app()
    app.resize(*SIZE)
    steps.sign_in(app, ann.user_id, f'ann-{CANARY}')
    app.write(steps.open_room(app, ROOM), f'a draft about the kettle, {CANARY}')
    send(stage, server, app, ben, (room, feedback, ann))
    app.stop()
    looks(stage)
