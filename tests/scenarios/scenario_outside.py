# SPDX-License-Identifier: GPL-3.0-or-later
"""Links of those who stand outside: nobody is signed in, or a guest is. A room where one asks to be let in, one without
guests, one that is private, a person, a link that names no server, a server that is silent, one link after another."""
import re

import community
import steps
from app import BUTTONS, TEXTS

PASSWORD = 'nine green teapots'


def play(stage):
    server = stage.homeserver()
    owner, ann = (server.register(name) for name in ('owner', 'ann'))
    owner.set_display_name('Olga')
    community.open_room(owner, 'help', 'Wiki Help Desk')
    closed = closed_room(owner, 'closed', 'Members Only', 'public')
    asking = closed_room(owner, 'ask', 'Ask First', 'knock')
    owner.create_room(preset='private_chat', room_alias_name='secret', name='Secret')

    asks(stage, server, owner, ann, asking)
    sees_a_person(stage, server, owner, ann)
    looks(stage, server, owner, ann, closed)
    keeps(stage, server)
    takes_another(stage, server, owner, closed)


def closed_room(owner, alias, name, rule):
    return owner.create_room(preset='public_chat', room_alias_name=alias, name=name, initial_state=[
        {'type': 'm.room.join_rules', 'state_key': '', 'content': {'join_rule': rule}},
        {'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'forbidden'}}])


def asks(stage, server, owner, ann, room):
    """Signing in alone does not lead inside: it leads to asking."""
    app = stage.app(f'matrix:r/ask:{server.server_name}', profile='asks')
    app.says('Sign in to ask them.')
    app.find(BUTTONS, 'Create an account', timeout=40)
    steps.sign_in(app, ann.user_id, 'ann')
    app.press('Send request', timeout=60)
    app.find(BUTTONS, 'Withdraw the request', timeout=40)
    owner.invite(room, ann.user_id)
    app.press('Join', timeout=40)
    steps.composer(app, 'Ask First', timeout=40)
    app.stop()
    stage.step('a link to a room where one asks: sign in, ask, and be let in')


def sees_a_person(stage, server, owner, ann):
    app = stage.app(f'matrix:u/owner:{server.server_name}', profile='person')
    app.says('Sign in first to see who this is.')
    app.restart()
    app.says('Sign in first to see who this is.')
    steps.sign_in(app, ann.user_id, 'ann')
    dialog = app.find('dialog', re.compile('Olga|owner'), timeout=60)
    stage.check(owner.user_id in dialog.words(), 'a link to a person waits for who signs in, also after a restart')
    app.key('Escape')
    app.gone('dialog', re.compile('Olga|owner'))
    app.stop()


def looks(stage, server, owner, ann, closed):
    """Links that say less than one would like; what came last is looked at, never joined."""
    app = stage.app('matrix:roomid/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', profile='looks')
    app.says('does not say where the room is')
    stage.picture(app, 'outside-no-server')
    app.hand_over(f'matrix:r/secret:{server.server_name}')
    app.says('Details are private. Sign in to try.')
    stage.check(not re.search('Guests cannot|can read|does not know', app.root.words()),
                'of what cannot be seen nothing is said')
    app.press('Sign in')
    app.write(app.find(TEXTS, 'Account name or server'), ann.user_id)
    app.press('Sign in with a password')
    app.find(TEXTS, 'Password', timeout=30)
    # The page before has slid away.
    app.gone(BUTTONS, 'Sign in with a password')
    app.hand_over(f'matrix:r/closed:{server.server_name}')
    app.says('Guests cannot join this room.')
    stage.picture(app, 'outside-no-guests')
    app.press('Back')
    app.says('Welcome to Teahouse')
    app.gone(BUTTONS, 'Back')
    steps.sign_in(app, ann.user_id, 'ann')
    app.find(BUTTONS, 'Join or begin', timeout=60)
    app.hand_over(f'matrix:r/closed:{server.server_name}')
    app.find(BUTTONS, 'Join', timeout=40)
    stage.check(ann.user_id not in owner.joined_members(closed), 'whoever only looked at a room is not in it')
    app.hand_over('matrix:r/help:nowhere.invalid')
    app.says(re.compile('nowhere.invalid.? does not answer'))
    stage.step('the server that does not answer is named, not one\'s own')
    app.stop()


def as_guest(stage, server, profile):
    """A guest opens the link to a room that takes none."""
    app = stage.app(f'matrix:r/help:{server.server_name}', profile=profile)
    app.press('Join as guest', timeout=40)
    steps.composer(app, 'Wiki Help Desk', timeout=60)
    app.hand_over(f'matrix:r/closed:{server.server_name}')
    app.says('Guests cannot join this room.')
    app.find(BUTTONS, 'Keep This Account')
    return app


def keeps(stage, server):
    app = as_guest(stage, server, 'keeps')
    stage.picture(app, 'outside-guest')
    app.press('Keep This Account')
    dialog = app.find(('dialog', 'alert'), 'Keep This Account')
    app.write(app.find(TEXTS, 'New password', within=dialog), PASSWORD)
    app.click(app.find(BUTTONS, 'Keep', within=dialog))
    app.gone(('dialog', 'alert'), 'Keep This Account', timeout=60)
    app.press('Join', timeout=40)
    steps.composer(app, 'Members Only', timeout=40)
    app.stop()
    stage.step('a guest before a room without guests keeps the account, and joins')


def takes_another(stage, server, owner, closed):
    app = as_guest(stage, server, 'another')
    app.press('Sign in')
    app.says('Members Only')
    app.press('Create an account', timeout=40)
    app.write(app.find(TEXTS, 'Account name'), 'nora')
    app.write(app.find(TEXTS, 'Password'), PASSWORD)
    app.press('Create account')
    steps.composer(app, 'Members Only', timeout=60)
    app.find('list item', re.compile('^Wiki Help Desk'))
    stage.check(f'@nora:{server.server_name}' in owner.joined_members(closed),
                'or takes another account, which is in that room and in those of the guest')
    app.stop()
