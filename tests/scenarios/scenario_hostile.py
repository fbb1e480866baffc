# SPDX-License-Identifier: GPL-3.0-or-later
"""A room in which every field that a stranger can write holds markup, turns of direction and format codes: each is
shown and spoken as it was written. Hostile links come over the message bus and are only ever looked at; a second
program finds the first, or says that there is one."""
import re
import subprocess

from gi.repository import Gio, GLib

import steps
from app import BUTTONS, App

BUS_NAME = 'org.teahouse.Teahouse'
WORD = 'Zqx'
HOSTILE = f'<b>&amp;{WORD}</b>&lt;i> "%s%n" <a href="x">'
TURNED = 'Zqr\u202egpj.exe\u2066'
ROOM = HOSTILE


class Fields:
    """Counts the fields that hostile text was put into."""

    def __init__(self):
        self.count = 0

    def __call__(self, text=HOSTILE):
        self.count += 1
        return text


def fill_messages(ben, room, field):
    first = ben.send(room, field())
    ben.send(room, field(), 'm.notice')
    ben.send(room, field(), 'm.emote')
    ben.send(room, field(), 'm.unknown.type')
    ben.send(room, field(), html=field(HOSTILE.replace('&', '&amp;').replace('<', '&lt;')))
    ben.reply(room, first, field())
    edited = ben.send(room, 'to be changed')
    ben.edit(room, edited, field())
    ben.react(room, first, field(HOSTILE[:30]))
    for kind in ('m.image', 'm.file', 'm.audio', 'm.video'):
        ben.send(room, field(), kind, url='mxc://localhost/none', filename=field(TURNED),
                 info={'mimetype': field(), 'size': 7})
    ben.send_event(room, 'm.sticker', {'body': field(), 'url': 'mxc://localhost/none', 'info': {}})
    ben.send_event(room, 'org.example.' + 'unknown', {'body': field(), 'msgtype': field()})
    ben.send_event(room, 'm.poll.start', {'body': field(), 'm.text': [{'body': field()}]})
    ben.redact(room, ben.send(room, 'to be removed'), field())


def fill_state(server, ben, room, field):
    people = [server.register(f'visitor{number}') for number in range(4)]
    for person in people:
        person.set_display_name(field())
        person.join(room)
    people[0].leave(room)
    ben.kick(room, people[1].user_id, field())
    ben.ban(room, people[2].user_id, field())
    people[3].set_display_name(field(TURNED))
    ben.set_state(room, 'm.room.topic', {'topic': field()})
    ben.set_state(room, 'm.room.history_visibility', {'history_visibility': field()})
    ben.set_state(room, 'm.room.guest_access', {'guest_access': field()})
    ben.set_state(room, 'm.room.server_acl', {'allow': ['*', field()]})
    ben.set_state(room, 'm.room.pinned_events', {'pinned': [field()]})
    ben.set_state(room, 'm.room.avatar', {'url': field()})
    ben.set_state(room, 'org.example.state', {'name': field()}, field('key ' + HOSTILE))
    ben.set_state(room, 'm.widget', {'name': field(), 'url': field('javascript:' + HOSTILE)})
    return people


def literal(stage, app, where, least):
    """Every text and name in the window that holds our word holds it as it was written, or the beginning of it."""
    said = {text for node in app.root.walk() for text in (node.name, node.description, node.text) if 'Zq' in text}
    altered = [text for text in said if '&amp;amp;' in text or (WORD in text and f'<b>&amp;{WORD}' not in text)]
    stage.check(len(said) >= least, f'H01: {where}: hostile text is on screen, in {len(said)} different sentences')
    stage.check(not altered, f'H01: each shows it as it was written {altered[:3] or ""}'.rstrip())
    turned = [text for text in said if re.search('[\u202a-\u202e]', text)]
    stage.check(not turned, f'H03: none turns what stands beside it {turned[:3] or ""}'.rstrip())


def look_everywhere(stage, app, ben, room, people):
    steps.open_room(app, ROOM)
    app.says('the end')
    people[3].typing(room)
    app.says(re.compile('typing|writing'))
    literal(stage, app, 'end of the room', 20)
    timeline = app.find('list', 'Messages')
    for _ in range(12):
        app.wheel(timeline, steps=4)
        app.wait(lambda: app.all('list item', within=timeline), 'rows')
    literal(stage, app, 'start of the room', 20)
    stage.picture(app, 'hostile')


def call(stage, method, arguments):
    """Call the program; whether it took it."""
    bus = Gio.DBusConnection.new_for_address_sync(
        stage.desktop.environment['DBUS_SESSION_BUS_ADDRESS'],
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    try:
        bus.call_sync(BUS_NAME, '/' + BUS_NAME.replace('.', '/'), 'org.freedesktop.Application', method, arguments,
                      None, Gio.DBusCallFlags.NONE, 20000, None)
        return True
    except GLib.Error:
        return False
    finally:
        bus.close_sync(None)


def hostile_links(stage, app, server, ann, ben):
    """What comes over the bus is looked at, and nothing is done."""
    other = ben.create_room(preset='public_chat', name='Trap', room_alias_name='trap')
    links = [f'matrix:r/trap:{server.server_name}?action=join', f'matrix:roomid/{other[1:]}?action=join',
             'javascript:alert(1)', 'file:///etc/passwd', 'matrix:' + 'x' * 1_000_000, '', '-', '--profile=../../x',
             'https://matrix.to.evil.example/#/#trap:x', 'matrix:r/a\x1b[31mb:c', f'matrix:r/{HOSTILE}:x']
    for link in links:
        call(stage, 'Open', GLib.Variant('(asa{sv})', ([link], {})))
        call(stage, 'ActivateAction',
             GLib.Variant('(sava{sv})', ('open-link', [GLib.Variant('s', link)], {})))
    other_shape = GLib.Variant('(sava{sv})', ('open-link', [GLib.Variant('i', 3)], {}))
    stage.check(not call(stage, 'ActivateAction', other_shape), 'H07: a call of another shape is refused')
    call(stage, 'Open', GLib.Variant('(asa{sv})', ([links[0]], {})))
    app.says('Trap', timeout=40)
    stage.check(ann.user_id not in ben.joined_members(other),
                f'H07: {len(links)} hostile links over the bus only ever lead to a preview')


def second_program(stage, app):
    """On the same bus, and on one of its own."""
    done = subprocess.run(stage.program, env=stage.desktop.environment | environment_of(app), capture_output=True,
                          timeout=60, check=False)
    stage.check(done.returncode == 0 and app.is_running,
                'N17: started again, it brings the first window forward and ends')
    with subprocess.Popen(['dbus-daemon', '--session', '--nofork', '--print-address=1'], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, env=stage.desktop.environment, text=True) as bus:
        try:
            own = keyring(stage) | {'DBUS_SESSION_BUS_ADDRESS': bus.stdout.readline().strip(),
                                    'AT_SPI_BUS_ADDRESS': accessibility_bus(stage)}
            with App(stage.desktop, stage.program, app.profile, own) as second:
                second.says(re.compile('Another Teahouse'), timeout=40)
                stage.check(app.is_running, 'N17: on a bus of its own, it says so and leaves it alone')
                second.process.terminate()
                second.process.wait(20)
        finally:
            bus.terminate()


def keyring(stage):
    """A keyring that is a file: programs on different buses have it in common."""
    return {'SECRET_BACKEND': 'file', 'SECRET_FILE_TEST_PATH': str(stage.folder / 'secrets'),
            'SECRET_FILE_TEST_PASSWORD': 'hostile'}


def environment_of(app):
    return {name: str(app.profile / part) for name, part in (
        ('XDG_DATA_HOME', 'data'), ('XDG_CONFIG_HOME', 'config'), ('XDG_CACHE_HOME', 'cache'))}


def accessibility_bus(stage):
    bus = Gio.DBusConnection.new_for_address_sync(
        stage.desktop.environment['DBUS_SESSION_BUS_ADDRESS'],
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    answer = bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                           Gio.DBusCallFlags.NONE, 10000, None)
    bus.close_sync(None)
    return answer.unpack()[0]


def play(stage):
    server = stage.homeserver()
    field = Fields()
    ann, ben = server.register('ann'), server.register('ben')
    ann.set_display_name(field())
    ben.set_display_name(field())
    room = ben.create_room(preset='public_chat', name=field(), topic=field())
    ann.join(room)
    people = fill_state(server, ben, room, field)
    fill_messages(ben, room, field)
    invited = ben.create_room(name=field('Invited ' + HOSTILE), topic=field())
    ben.invite(invited, ann.user_id)
    ben.send(room, 'the end')
    stage.check(field.count >= 40, f'H01: hostile text was put into {field.count} fields')

    app = stage.app(environment=keyring(stage))
    steps.sign_in(app, ann.user_id, 'ann')
    look_everywhere(stage, app, ben, room, people)
    app.click(app.find('list item', re.compile('^Invited')))
    app.find(BUTTONS, 'Decline')
    literal(stage, app, 'invitation', 6)
    hostile_links(stage, app, server, ann, ben)
    second_program(stage, app)
