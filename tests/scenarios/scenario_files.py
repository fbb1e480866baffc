# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures and files: pasted, looked at before they go, sent with a few words, received whole and without what they
tell of their maker, also without network in between."""
import re
import subprocess
import sys
from pathlib import Path

import community
import proxy
import steps
from app import BUTTONS, TEXTS
from scenario_private import picture

ROOM = 'Photo Corner'
SECRET = b'taken at home'
DIALOGS = ('dialog', 'alert', 'panel', 'filler', 'group')


def with_text_chunk(png):
    """The same PNG with a text in it."""
    return png[:33] + len(SECRET).to_bytes(4, 'big') + b'tEXt' + SECRET + b'CRC!' + png[33:]


def hold(stage, media_type, path):
    """Another program has this in the clipboard."""
    holder = subprocess.Popen([sys.executable, str(Path(__file__).with_name('clipboard.py')), media_type, str(path)],
                              env=stage.desktop.environment, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == 'ready\n'
    return holder


def paste(stage, app, media_type, path):
    """Paste it into the composer; returns the dialog that asks."""
    holder = hold(stage, media_type, path)
    try:
        app.click(steps.composer(app, ROOM))
        app.key('ctrl+v')
        return app.find(DIALOGS, re.compile('^Send a', re.I), timeout=30)
    finally:
        holder.terminate()
        holder.wait()
        holder.stdout.close()


def is_file(event):
    return event['content'].get('msgtype') in ('m.image', 'm.file')


def files(reader, room):
    return [found for found in reader.messages(room, limit=50)['chunk'] if is_file(found)]


def killed_between(stage, server, app, ann, ben, room):
    """The file is at the server, the message with it is not: the server takes one, and for a long time none."""
    server.restart({'rc_message': {'per_second': 0.005, 'burst_count': 1}})
    steps.send(app, ROOM, 'Here comes the list')
    ben.wait_for(room, lambda found: found['content'].get('body') == 'Here comes the list', timeout=90)
    paper = stage.folder / 'list.txt'
    paper.write_text('tea\n')
    uris = stage.folder / 'uris'
    uris.write_text(paper.as_uri() + '\r\n')
    dialog = paste(stage, app, 'text/uri-list', uris)
    app.click(app.find(BUTTONS, 'Send', within=dialog))
    app.says('Waiting to be sent: the server asks for a pause')
    app.kill()
    uploads = f'/_synapse/admin/v1/users/{ann.user_id}/media'
    before = server.admin().get(uploads)['total']
    stage.check(before == 3 and len(files(ben, room)) == 2,
                'killed when the file is at the server, its message not yet')
    server.restart()
    app.start()
    steps.open_room(app, ROOM)
    event = ben.wait_for(room, lambda found: found['content'].get('body') == 'list.txt', timeout=90)
    stage.check(ben.download(event['content']['url']) == b'tea\n', 'it arrives after the next start')
    stage.check(len(files(ben, room)) == 3 and server.admin().get(uploads)['total'] == before,
                'once, and went up once')


def play(stage):
    server, network = stage.homeserver_behind_proxy(services=[community.SERVICE])
    ann, ben = (server.register(name) for name in ('ann', 'ben'))
    room = community.open_room(ben, 'photos', ROOM)
    ann.join(room)
    ben.send(room, 'Show us the market!')
    drawing = picture()
    path = stage.folder / 'market.png'
    path.write_bytes(with_text_chunk(drawing))
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    steps.open_room(app, ROOM)

    dialog = paste(stage, app, 'image/png', path)
    app.write(app.find(TEXTS, re.compile('A few words')), 'The market this morning')
    stage.picture(app, 'attach')
    app.click(app.find(BUTTONS, 'Send', within=dialog))
    event = ben.wait_for(room, is_file)
    content = event['content']
    stage.check((content['msgtype'], content['body'], content['info']['w'], content['info']['h']) ==
                ('m.image', 'The market this morning', 64, 48), 'a pasted picture arrives, with its size and the words')
    stage.check(ben.download(content['url']) == drawing, 'security P05: without the text that was in the file')
    app.find('button', re.compile('^Picture: '), timeout=30)
    stage.step('and is shown in the room')

    notes = stage.folder / 'notes.txt'
    notes.write_text('one\ntwo\n')
    uris = stage.folder / 'uris'
    uris.write_text(notes.as_uri() + '\r\n')
    network.set_state(proxy.DOWN)
    dialog = paste(stage, app, 'text/uri-list', uris)
    app.click(app.find(BUTTONS, 'Send', within=dialog))
    app.says('notes.txt')
    app.stop()
    app.start()
    steps.open_room(app, ROOM)
    app.says('notes.txt')
    stage.step('a file sent without network waits, also over a restart')
    network.set_state(proxy.UP)
    event = ben.wait_for(room, lambda found: found['content'].get('msgtype') == 'm.file', timeout=120)
    stage.check(ben.download(event['content']['url']) == b'one\ntwo\n', 'and arrives once the network is back')
    stage.check(len(files(ben, room)) == 2, 'each once')
    killed_between(stage, server, app, ann, ben, room)
