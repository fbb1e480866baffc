# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page on the way to rooms and people, light, dark, 360 pixels wide, with large text, and in Arabic. Pages are
opened by the program's own actions, which have the same names in every language. People look at the pictures."""
import re

import community
import steps
from app import BUTTONS
from scenario_finding import closed_room, group

SIZE, NARROW = (1000, 700), (360, 640)
LOOKS = (
    ('light', {}, SIZE, 100), ('dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, SIZE, 100),
    ('narrow', {}, NARROW, 100), ('large', {}, SIZE, 150), ('arabic', None, SIZE, 100),
)


def play(stage):
    server = stage.homeserver()
    owner, ann, ben = (server.register(name) for name in ('owner', 'ann', 'ben'))
    for person, name in ((owner, 'Olga'), (ann, 'Ann'), (ben, 'Ben')):
        person.set_display_name(name)
    rooms = fill(owner, ann, ben, server)
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    app.find(BUTTONS, 'Join or begin', timeout=60)
    services(stage, app)
    app.stop()
    for name, environment, size, text in LOOKS:
        stage.desktop.set_text_size(text)
        app = stage.app(environment=stage.locale('ar_EG.UTF-8') if environment is None else environment)
        app.resize(*size)
        app.find('list', showing=True, timeout=40)
        look(stage, app, rooms, server, name)
        app.stop()
        stage.step(f'the pages of finding, {name}')
    stage.desktop.set_text_size(100)


def fill(owner, ann, ben, server):
    """Rooms of every kind that a preview tells apart, and a group that has unread rooms."""
    rooms = {
        'help': community.open_room(owner, 'help', 'Wiki Help Desk', topic='Ask anything about editing.'),
        'photos': community.open_room(owner, 'photos', 'Photographs', topic='Pictures of tea.'),
        'maps': community.open_room(owner, 'maps', 'Maps'),
        'board': community.open_room(owner, 'board', 'Board'),
        'club': closed_room(owner, 'club', 'Tea Club'),
        'secret': owner.create_room(preset='private_chat', name='Surprise for Ben', invite=[ann.user_id]),
    }
    rooms['bridge'] = bridge(server, rooms['help'], ann)
    rooms['commons'] = group(owner, server, rooms['help'], rooms['photos'], rooms['maps'])
    for name in ('help', 'board', 'commons'):
        ann.join(rooms[name])
    ben.join(rooms['help'])
    owner.send(rooms['help'], 'Good morning, the desk is open.')
    owner.send(rooms['photos'], 'Twelve new ones.')
    owner.ban(rooms['board'], ann.user_id, 'spam')
    upgraded = f'/_matrix/client/v3/rooms/{rooms["maps"]}/upgrade'
    owner.post(upgraded, {'new_version': '11'})
    return rooms


def bridge(server, room, ann):
    """A bridge to IRC in a room that Ann is in, whose bot invites her to its control chat as such bridges do."""
    bot = server.register('irc')
    bot.set_display_name('IRC Bridge')
    claim = {'bridgebot': bot.user_id, 'protocol': {'id': 'irc'}, 'network': {'id': 'n', 'displayname': 'Example Net'},
             'channel': {'id': '#help'}}
    owner = server.client().login('owner', 'owner')
    bot.join(room)
    levels = owner.state(room, 'm.room.power_levels')
    owner.set_state(room, 'm.room.power_levels', {**levels, 'users': {**levels['users'], bot.user_id: 50}})
    bot.set_state(room, 'uk.half-shot.bridge', claim, 'irc://n/#help')
    return bot.create_room(preset='trusted_private_chat', name='Example Net IRC Bridge status', invite=[ann.user_id])


def services(stage, app):
    """The control chat is no invite among the others, and says what it is."""
    app.find('list item', 'Services, 1 room', timeout=40)
    app.find('list item', 'Invites, 1 room')
    app.find('list item', re.compile('IRC Bridge status, Control chat of the IRC bridge'))
    stage.step('an invite to a bridge\'s control chat is a service')


def look(stage, app, rooms, server, name):
    def picture(page):
        stage.picture(app, f'finding-{page}-{name}')

    picture('list')
    for page, link in (('join', rooms['photos']), ('ask', rooms['club']), ('invited', rooms['secret']),
                       ('service', rooms['bridge']), ('banned', rooms['board']), ('moved', rooms['maps']),
                       ('not-found', f'#helpp:{server.server_name}')):
        app.activate('app.open-link', link)
        app.find('heading', re.compile('Photographs|Tea Club|Surprise|Bridge status|Board|Maps|helpp'), timeout=30)
        if page == 'not-found':
            app.find('list item', re.compile('Wiki Help Desk'), timeout=30)
        picture(page)
        app.activate('win.close-flow')
    for page, action, target in (('directory', 'find-rooms', None), ('conversation', 'new-conversation', None),
                                 ('group', 'new-room', 'private'), ('room', 'new-room', 'public'),
                                 ('space-new', 'new-room', 'space'), ('link', 'join-link', None),
                                 ('share', 'share-room', rooms['help']), ('space', 'show-space', rooms['commons'])):
        app.activate(f'win.{action}', target)
        dialog = app.find('dialog', timeout=30)
        if page in ('directory', 'space'):
            app.find('list item', re.compile('Photographs'), within=dialog, timeout=30)
        picture(page)
        app.key('Escape')
        app.gone('dialog')
