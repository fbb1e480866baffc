# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest's rooms go along to an account: by an identity provider and by OAuth 2.0 in the real browser, to another
server too, and although the program is killed twice on the way. Nothing is lost; the guest leaves each room once."""
import re

import community
import steps
from app import BUTTONS, TEXTS
from browser import Chromium
from proxy import STUCK, UP
from scenario_sign_in import agree

from homeserver import SignInServer
from homeserver.federation import federation

ROOMS = {'help': 'Wiki Help Desk', 'walks': 'Photo Walks'}
TITLE = re.compile('^(Take Your Rooms Along|خذ غرفك معك)$')
KEEP = re.compile('^(Keep This Account|الاحتفاظ بهذا الحساب)')
OTHER = re.compile('^(Use another account|(استخدام|استعمال) حساب آخر)$')


def open_rooms(helper):
    return {alias: community.open_room(helper, alias, name) for alias, name in ROOMS.items()}


def become_guest(app, helper, rooms, server):
    """In both rooms, with something half written in each; returns the guest's name."""
    app.press('Join as guest', timeout=40)
    app.write(steps.composer(app, ROOMS['help'], timeout=60), 'half a help')
    app.key('ctrl+l')
    app.write(app.find(TEXTS, 'Link or address of a room', timeout=10), f'#walks:{server}')
    app.press('Look at the room')
    app.press('Join', timeout=40)
    app.write(steps.composer(app, ROOMS['walks'], timeout=60), 'half a walks')
    return next(person for person in helper.joined_members(rooms['walks']) if person != helper.user_id)


def want_another_account(app):
    app.press(KEEP, timeout=40)
    app.press(OTHER)
    app.says(TITLE, timeout=40)


def changes(helper, room, person, membership):
    """How often that person did that."""
    return len([event for event in helper.messages(room, limit=100)['chunk']
                if event['type'] == 'm.room.member' and event['state_key'] == person
                and event['content']['membership'] == membership])


def came_along(stage, app, helper, rooms, guest, words):
    """Everything is there, and the guest is not."""
    app.says(re.compile('Your rooms came along'), timeout=60)
    for alias, name in ROOMS.items():
        field = steps.open_room(app, name)
        app.wait(lambda field=field, alias=alias: field.text == f'half a {alias}', f'the draft in {name}')
    people = [set(helper.joined_members(room)) - {helper.user_id} for room in rooms.values()]
    counts = {(changes(helper, room, guest, 'leave'), changes(helper, room, *(people[0]), 'join'))
              for room in rooms.values()}
    stage.check(people[0] == people[1] and len(people[0]) == 1 and guest not in people[0] and counts == {(1, 1)},
                f'{words}: both rooms, both drafts; the account came once, the guest left once')
    folder = app.profile / 'data' / 'teahouse' / 'default'
    app.wait(lambda: not (folder / 'account.json').exists() and not (folder / 'store').exists(),
             'nothing of the guest to be left')
    app.stop()
    app.start()
    steps.open_room(app, ROOMS['walks'])
    stage.step(f'{words}: started again, it is the account that is there')
    app.stop()


def killed(stage, app, network, words):
    """The network stops at a request, the program ends; then both are there again."""
    app.wait(lambda: network.state == STUCK, words, timeout=60)
    stage.step(f'killed at {words}')
    app.kill()
    network.set_state(UP)


def killed_on_the_way(stage):
    server, network = stage.homeserver_behind_proxy()
    helper = server.register('helper')
    rooms = open_rooms(helper)
    app = stage.app(f'matrix:r/help:{server.server_name}', profile='killed')
    guest = become_guest(app, helper, rooms, server.server_name)
    want_another_account(app)
    app.press('Sign in')
    steps.create_account(app)
    app.write(app.find(TEXTS, 'Account name'), 'nora')
    app.write(app.find(TEXTS, 'Password'), 'four green teapots')
    network.stop_at('/v3/join/', 2)
    app.press('Create account')
    app.says('Taking Your Rooms Along', timeout=60)
    app.wait(lambda: network.state == STUCK, 'the second room to be joined', timeout=60)
    stage.picture(app, 'carry-on-the-way')
    killed(stage, app, network, 'the second room to be joined')
    network.stop_at('/v3/logout')
    app.start()
    killed(stage, app, network, 'the guest to sign out')
    app.start()
    came_along(stage, app, helper, rooms, guest, 'killed twice on the way')


def looks(stage, app):
    """The page for who takes rooms along, in every look."""
    for look, environment in stage.looks():
        if look != 'light':
            app.restart(environment)
            app.find(BUTTONS, KEEP, timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        want_another_account(app)
        stage.picture(app, f'carry-{look}')
    app.restart({})
    app.find(BUTTONS, KEEP, timeout=40)
    stage.step('taking rooms along: light, dark, with large text, in Arabic, narrow')


def by_provider(stage):
    with SignInServer('oidc') as server:
        helper = server.homeserver.register('helper')
        rooms = open_rooms(helper)
        browser = stage.enter(Chromium(stage.folder / 'provider'))
        app = stage.app(f'matrix:r/help:{server.name}', profile='provider')
        guest = become_guest(app, helper, rooms, server.name)
        looks(stage, app)
        want_another_account(app)
        app.press('Sign in')
        app.press(re.compile('^Continue with .*Wikimedia'), timeout=40)
        agree(browser, has_second_page=True)
        came_along(stage, app, helper, rooms, guest, 'by a provider')


def by_oauth(stage):
    """Servers with an authorization server take no guests: the guest is one of another server."""
    with federation(2, 'mas') as ((near, _), (far, _)):
        helper = near.register('helper')
        rooms = open_rooms(helper)
        browser = stage.enter(Chromium(stage.folder / 'oauth'))
        app = stage.app(f'matrix:r/help:{near.server_name}', profile='oauth')
        guest = become_guest(app, helper, rooms, near.server_name)
        want_another_account(app)
        app.press('Sign in')
        app.write(app.find(TEXTS, 'Account name or server'), far.name)
        app.press('Continue in the browser', timeout=40)
        agree(browser, has_second_page=False)
        came_along(stage, app, helper, rooms, guest, 'by OAuth, to another server')


def play(stage):
    killed_on_the_way(stage)
    by_provider(stage)
    by_oauth(stage)
