# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole visit, watched: sign in, read a room full of traps, look at pictures, write, sign out, in the program and in
teahousectl, with everything logged that can be logged. The homeserver is the only one that hears of it, and nothing is
left behind: not in the log, not in a file that can be read, not in the keyring."""
import os
import socket
import sqlite3
import struct
import subprocess
import zlib

import steps
import watch
from app import BUTTONS

ROOM = 'Quiet Room'
PASSWORD = 'canary-password-7312'
PASSPHRASE = 'canary-passphrase-5520'
CANARIES = {
    'the password': PASSWORD,
    'the passphrase': PASSPHRASE,
    'a message that was received': 'canary-received-8841',
    'a message that was sent': 'canary-sent-1093',
    'a message that teahousectl sent': 'canary-ctl-6627',
    'a draft': 'canary-draft-4410',
    'a topic': 'canary-topic-2085',
    'a file\'s name': 'canary-file-3376',
    'formatted text': 'canary-html-9154',
    'somebody\'s name': 'Canary-Ben-2718',
}


def picture():
    """A small PNG."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + b'\x20\x60\xc0' * 64 for _ in range(48))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 64, 48, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def set_traps(ben, room, stranger):
    """Everything in a room that can name a place to load something from."""
    url = f'http://{stranger.address}'
    ben.set_state(room, 'm.room.avatar', {'url': f'{url}/room.png'})
    ben.set_state(room, 'm.room.member', {'membership': 'join', 'displayname': CANARIES['somebody\'s name'],
                                          'avatar_url': f'{url}/ben.png'}, ben.user_id)
    ben.send(room, 'an image of elsewhere', 'm.image', url=f'{url}/image.png',
             info={'w': 300, 'h': 200, 'mimetype': 'image/png', 'thumbnail_url': f'{url}/thumbnail.png'})
    for kind in ('m.file', 'm.audio', 'm.video'):
        ben.send(room, f'a {kind} of elsewhere', kind, url=f'{url}/{kind}',
                 info={'size': 1000, 'thumbnail_url': f'{url}/poster.png'})
    ben.send_event(room, 'm.sticker', {'body': 'a sticker of elsewhere', 'url': f'{url}/sticker.png', 'info': {}})
    ben.send(room, f'a link {url}/preview', html=(
        f'{CANARIES["formatted text"]} <img src="{url}/html.png" alt="an image"> <a href="{url}/preview">link</a>'
        f'<link rel="stylesheet" href="{url}/style.css"><style>@import url({url}/import.css)</style>'
        f'<p style="background:url({url}/background.png)">words</p><iframe src="{url}/frame"></iframe>'
        f'<video src="{url}/video.mp4" poster="{url}/poster.png"></video><object data="{url}/object"></object>'
        f'<svg><image href="{url}/svg.png"/></svg><script src="{url}/script.js"></script>'))


def set_scene(stage):
    server = stage.homeserver()
    ben = server.register('ben')
    ann = server.register('ann', PASSWORD)
    ben.set_display_name(CANARIES['somebody\'s name'])
    room = ben.create_room(preset='public_chat', name=ROOM, topic=CANARIES['a topic'])
    ann.join(room)
    return server, ann, ben, room


def tokens(server):
    """Every token the server has given out to ann."""
    with sqlite3.connect(f'file:{server.directory / "homeserver.db"}?mode=ro', uri=True) as database:
        rows = [*database.execute("SELECT token FROM access_tokens WHERE user_id LIKE '@ann:%'"),
                *database.execute("SELECT token FROM refresh_tokens WHERE user_id LIKE '@ann:%'")]
    return {f'token {number}': token for number, (token,) in enumerate(rows)}


def visit(stage, app, ann, ben, room):
    """What a person does."""
    steps.sign_in(app, ann.user_id, PASSWORD)
    steps.open_room(app, ROOM)
    app.says(CANARIES['formatted text'])
    stage.step('signed in, the room with the traps is shown')
    mxc = ben.upload(picture(), 'image/png', CANARIES['a file\'s name'] + '.png')
    ben.send(room, CANARIES['a file\'s name'] + '.png', 'm.image', url=mxc,
             info={'w': 64, 'h': 48, 'mimetype': 'image/png'})
    ben.send(room, CANARIES['a message that was received'])
    app.says(CANARIES['a message that was received'])
    steps.send(app, ROOM, CANARIES['a message that was sent'])
    ben.wait_for(room, lambda event: event['content'].get('body') == CANARIES['a message that was sent'])
    app.write(steps.composer(app, ROOM), CANARIES['a draft'])
    app.wait(lambda: any('media' in path.parts for path in watch.files(app.profile)), 'the picture to be kept')
    stage.step('a picture and messages came, one was sent, one is half written')


class Ctl:
    """teahousectl, with a profile of its own."""

    def __init__(self, stage, network):
        self._program = os.path.join(os.path.dirname(stage.program[0]), 'teahousectl')
        self.profile = stage.folder / 'ctl'
        self.output = b''
        self._environment = stage.desktop.environment | network.environment | {
            'G_MESSAGES_DEBUG': 'all', 'TEAHOUSE_PASSWORD': PASSWORD, 'TEAHOUSE_PASSPHRASE': PASSPHRASE}

    def run(self, *arguments):
        done = subprocess.run([self._program, '--profile', str(self.profile), '--keys', 'passphrase', *arguments],
                              env=self._environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                              check=False)
        self.output += done.stderr
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


def visit_by_command(stage, ctl, ann, ben, room):
    ctl.run('login', ann.user_id)
    listed = ctl.run('rooms')
    ctl.run('send', room, CANARIES['a message that teahousectl sent'])
    ben.wait_for(room, lambda event: event['content'].get('body') == CANARIES['a message that teahousectl sent'])
    stage.check(ROOM.encode() in listed, 'teahousectl signed in, lists the room, and sent a message')


def check_files(stage, folder, canaries, who, but=()):
    """Rows L01 and L02, of what lies on disk now."""
    found = watch.files(folder, but)
    readable = [f'{name} in {path.name}' for path in found for name in watch.found_in(path.read_bytes(), canaries)]
    stage.check(len(found) > 2 and not readable, f'L02: {who} keeps nothing readable {", ".join(readable)}'.rstrip())
    plain = [path.name for path in found if path.read_bytes()[:15] == b'SQLite format 3']
    stage.check(not plain, f'L02: {who} keeps no database in the clear {" ".join(plain)}'.rstrip())
    # What the test made itself is not the program's: the folders that data, settings and cache are kept in.
    wrong = watch.wrong_modes([folder / part for part in ('data', 'config', 'cache')] if but else [folder], but)
    stage.check(not wrong, f'L01: what {who} keeps is for its owner alone {" ".join(wrong)}'.rstrip())


def check_log(stage, text, canaries, who):
    stage.check(b'DEBUG' in text, f'L04: the log of {who} is there')
    said = watch.found_in(text, canaries)
    stage.check(not said, f'L04: it holds none of {len(canaries)} secrets{"".join(": " + it for it in said)}')


def check_network(stage, server, network, stranger):
    stage.check({'teahouse', 'teahousectl'} <= network.programs(), 'P02: both programs were watched')
    strange = sorted(peer for peer in network.peers() if peer[0] not in ('127.0.0.1', '::1') or peer[1] != server.port)
    stage.check(not strange, f'P02: the homeserver is the only one they talked to {strange or ""}'.rstrip())
    stage.check((network.names() or {'localhost'}) == {'localhost'},
                f'P02: no other name was looked up {sorted(network.names() - {"localhost"}) or ""}'.rstrip())
    stage.check(not stranger.heard, f'P03: the places named there heard nothing {stranger.heard[:3] or ""}'.rstrip())


def sign_out(stage, app, data, names):
    app.key('ctrl+comma')
    app.click(app.find(('list item', *BUTTONS), 'Sign Out'))
    dialog = app.find(('dialog', 'alert'), 'Sign Out?')
    app.click(app.find(BUTTONS, 'Sign Out', within=dialog))
    app.find(BUTTONS, 'Sign in', timeout=40)
    app.wait(lambda: not watch.kept_secrets(stage.desktop), 'the keyring to be empty')
    stage.step('L09: signed out, nothing is left in the keyring')
    app.stop()
    # Of settings, what the window looked like may stay.
    left = [path.name for path in watch.files(data, but=('settings.ini',))]
    stage.check(not left, f'L09: nothing is left of the account on disk {" ".join(left)}'.rstrip())
    told = [name for path in watch.files(data) for name in watch.found_in(path.read_bytes(), names)]
    stage.check(not told, f'L09: the settings name neither person, room nor server {" ".join(told)}'.rstrip())


def play(stage):
    stage.check([name for _, name in socket.if_nameindex()] == ['lo'], 'P02: there is no network but loopback')
    network = watch.Network(stage.folder)
    server, ann, ben, room = set_scene(stage)
    with watch.Stranger() as stranger:
        set_traps(ben, room, stranger)
        app = stage.app(environment=network.environment | {'G_MESSAGES_DEBUG': 'all'})
        visit(stage, app, ann, ben, room)
        ctl = Ctl(stage, network)
        visit_by_command(stage, ctl, ann, ben, room)

        canaries = CANARIES | tokens(server)
        stage.check(len(canaries) >= 12, f'L04: {len(canaries)} secrets are looked for')
        check_files(stage, app.profile, canaries, 'the program', but=('output.log',))
        check_files(stage, ctl.profile, canaries, 'teahousectl')
        app.stop()
        app.start()
        field = steps.open_room(app, ROOM)
        app.wait(lambda: field.text == CANARIES['a draft'], 'the draft')
        stage.step('started again, what was half written is there')
        data = app.profile / 'data'
        sign_out(stage, app, data, {'person': ann.user_id, 'room': room, 'server': server.server_name})
        ctl.run('logout')
        stage.check(not watch.files(ctl.profile), 'L09: teahousectl leaves nothing either')
        check_log(stage, app.output().encode(), canaries, 'the program')
        check_log(stage, ctl.output, canaries, 'teahousectl')
        check_network(stage, server, network, stranger)
