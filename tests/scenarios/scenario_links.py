# SPDX-License-Identifier: GPL-3.0-or-later
"""Links from everywhere: pages of IRC in the web as an argument, over the bus, dropped, as a wiki writes them; and what
is behind them: a room one was removed from for good, a room that moved."""
import json
import re
import select
import subprocess
import sys
from pathlib import Path

import community
import steps
from app import BUTTONS, TEXTS
from desktop import read_line

HERE = Path(__file__).resolve().parent
CONTACT = 'https://example.org/care'


def preset(stage, server, profile):
    """Which rooms the channels are, whom to turn to, how the wiki writes a link."""
    folder = stage.folder / profile / 'data' / 'teahouse' / 'presets'
    folder.mkdir(parents=True)
    (folder / 'wiki.json').write_text(json.dumps({
        'id': 'wiki', 'name': 'Example Wiki', 'homeserver': server.server_name, 'contact': CONTACT,
        'conduct': CONTACT.replace('care', 'rules'),
        'wiki_link': '[{web} {name}]',
        'irc': [{'networks': ['irc.example.net'], 'webchats': ['web.example.net'],
                 'alias': f'#{{name}}:{server.server_name}'}],
    }), encoding='utf-8')


def play(stage):
    server = stage.homeserver()
    owner, ann = (server.register(name) for name in ('owner', 'ann'))
    owner.set_display_name('Olga')
    help_desk = community.open_room(owner, 'help', 'Wiki Help Desk', topic='Ask anything about editing.')
    photos = community.open_room(owner, 'photos', 'Photographs', topic='Pictures of tea.')
    community.open_room(owner, 'drawings', 'Drawings', topic='Also of tea.')
    maps = community.open_room(owner, 'maps', 'Maps')

    cold(stage, server)
    preset(stage, server, 'profile')
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    app.find(BUTTONS, 'Join or begin', timeout=60)
    second_start(stage, app)
    from_the_desktop(stage, app)
    dropped(stage, app, server)
    wiki_form(stage, app)
    moved(stage, app, owner, photos, maps)
    banned(stage, app, owner, ann, help_desk)
    app.stop()


def heard(app, text):
    """Wait for words that may hold names between their marks."""
    return app.wait(lambda: next((node for node in app.root.walk() if node.is_showing and text in
                                  re.sub('[\u2066-\u2069]', '', node.text)), None), f'the words {text!r}')


def cold(stage, server):
    """Nobody is signed in, and the program does not run."""
    preset(stage, server, 'cold')
    app = stage.app('https://web.example.net/?nick=ann&channels=%23help', profile='cold')
    app.find(BUTTONS, 'Join as guest', timeout=40)
    app.says('Ask anything about editing.')
    app.says('Example Wiki')
    app.find('link', 'Rules of this community')
    stage.picture(app, 'link-webchat')
    app.stop()
    stage.step('a page of IRC in the web, as an argument, leads to the room that its community names')


def second_start(stage, app):
    app.hand_over('irc://irc.example.net/photos')
    app.says('Pictures of tea.', timeout=40)
    app.press('Join')
    steps.composer(app, 'Photographs')
    stage.step('started again with an irc: link, the program that runs shows the room')


def from_the_desktop(stage, app):
    """As a desktop opens a link with the program that it starts over the bus."""
    subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.teahouse.Teahouse', '--object-path',
                    '/org/teahouse/Teahouse', '--method', 'org.freedesktop.Application.Open',
                    "['https://web.example.net/#help']", '{}'],
                   env=app.desktop.environment, check=True, timeout=30, stdout=subprocess.DEVNULL)
    app.says('Ask anything about editing.', timeout=40)
    app.press('Join')
    steps.composer(app, 'Wiki Help Desk')
    stage.step('the desktop opens a page of IRC in the web with the program')


def dropped(stage, app, server):
    """Dragged out of another program's window, which lies beside, onto this one's list of rooms."""
    link = f'https://matrix.to/#/%23drawings:{server.server_name}'
    other = subprocess.Popen([sys.executable, HERE / 'dragged.py', link], env=app.desktop.environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    out = other.stdout.fileno()
    stage.check(read_line(out, 30) == 'ready', 'another program shows a link')
    window = app.wait(lambda: app.desktop.open_window_id(other.pid), 'the window of the other program')
    x, y, width, height = app.place(app.find('list', 'Rooms'))

    def do(*arguments):
        subprocess.run(['xdotool', *map(str, arguments)], env=app.desktop.environment, check=True, timeout=30)

    def move_until(word, *places):
        """To and fro between two places, as a hand that is not quite still."""
        for number in range(200):
            do('mousemove', *places[number % 2])
            if select.select([out], [], [], 0.1)[0]:
                return read_line(out, 5) == word
        return False

    do('windowmove', '--sync', window, 1050, 600)
    do('mousemove', 1200, 700, 'mousedown', 1)
    begun = move_until('begun', (1160, 690), (1140, 690))
    there = ('--window', app.window(), x + width // 2, y + height - 30)
    accepted = begun and move_until('accepted', there, (*there[:2], there[2] - 3, there[3]))
    do('mouseup', 1)
    stage.check(accepted, 'the list of rooms takes the link that is dragged over it')
    other.wait(30)
    app.says('Also of tea.', timeout=30)
    stage.picture(app, 'link-dropped')
    app.press('Join')
    steps.composer(app, 'Drawings')
    stage.step('a link that is dropped onto the window leads to its room')


def wiki_form(stage, app):
    """Copied as the wiki writes it, and found in the clipboard by "Join with a Link"."""
    steps.open_room(app, 'Photographs')
    app.press('Details of the room', 'toggle button')
    app.press('Other links and QR code')
    app.press('Copy the link for the wiki')
    app.says('Copied')
    app.key('Escape')
    app.gone('dialog', 'Copy Link')
    app.press('Close details')
    steps.open_room(app, 'Drawings')
    app.key('ctrl+l')
    field = app.find(TEXTS, 'Link or address of a room')
    app.wait(lambda: field.text.startswith('[https://matrix.to/#/'), 'the wiki\'s form in the field')
    stage.picture(app, 'link-wiki')
    app.press('Look at the room')
    steps.composer(app, 'Photographs')
    stage.step('a link in the form of the wiki, copied and pasted, leads to its room')


def upgrade(owner, room):
    return owner.post(f'/_matrix/client/v3/rooms/{room}/upgrade', {'new_version': '11'})['replacement_room']


def moved(stage, app, owner, photos, maps):
    """Followed from inside by one button; who comes by an old link is led to the new room."""
    upgrade(owner, photos)
    app.says('This room moved.')
    stage.picture(app, 'moved-inside')
    app.press('Go to the New Room')
    app.gone(BUTTONS, 'Go to the New Room')
    steps.composer(app, 'Photographs', timeout=40)
    stage.step('a room that moved is followed by one button')

    upgrade(owner, maps)
    app.hand_over(f'matrix:roomid/{maps[1:]}')
    app.says('This room moved.')
    stage.picture(app, 'moved')
    app.press('Go to the new room')
    app.press('Join')
    steps.composer(app, 'Maps', timeout=40)
    stage.step('an old link leads to the new room')


def banned(stage, app, owner, ann, room):
    steps.open_room(app, 'Wiki Help Desk')
    owner.ban(room, ann.user_id, 'spam')
    heard(app, 'Olga removed you from this room for good: “spam”')
    app.find(BUTTONS, 'Forget This Room')
    stage.picture(app, 'banned-inside')
    app.hand_over('https://web.example.net/#help')
    heard(app, f'Olga ({owner.user_id}) removed you for good just now: “spam”.')
    app.find(BUTTONS, 'How to appeal')
    stage.picture(app, 'banned')
    stage.step('who was removed reads by whom, when and why, and finds the way to those who can change it')
    app.press('Forget')
    dialog = app.find(('dialog', 'alert'), re.compile('Forget .*Wiki Help Desk'))
    stage.picture(app, 'forget')
    app.click(app.find(BUTTONS, 'Forget', within=dialog))
    app.gone(BUTTONS, 'How to appeal')
    app.gone('list item', re.compile('^Wiki Help Desk'))
    stage.step('the room is forgotten')
