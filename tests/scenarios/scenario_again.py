# SPDX-License-Identifier: GPL-3.0-or-later
"""The server pauses an account, locks it, ends its session: what the person reads, and that nothing is lost."""
import re

import community
import steps
from app import BUTTONS, TEXTS
from browser import Chromium

from homeserver import SignInServer

ROOM, TABLE = 'Wiki Help Desk', 'Tea Table'
CONSENT, CONFIRM = 'Sign in to the test community', 'Continue to your account'
SIGN_IN = re.compile('^(Sign In|تسجيل الدخول)$')
BY_PASSWORD = re.compile('^(Sign in with a password|تسجيل الدخول بكلمة سر)$')
ASK_WHY = re.compile('^(Ask Why|اسأل عن السبب)')
HELP = 'help@tea.example'
LOST = re.compile('nothing here is lost', re.I)


def arrived(app, owner, room, words):
    """Wait until the server has a message of these words, and has it once."""
    def count():
        return [event['content'].get('body') for event in owner.messages(room)['chunk']].count(words)
    app.wait(count, f'{words!r} to arrive')
    assert count() == 1, f'{words!r} was sent {count()} times'


def devices(admin, user_id):
    return {device['device_id'] for device in admin.get(f'/_synapse/admin/v2/users/{user_id}/devices')['devices']}


def paused(stage, app, admin, ann, room):
    admin.put(f'/_synapse/admin/v1/suspend/{ann.user_id}', {'suspend': True})
    steps.send(app, ROOM, 'May I?')
    app.says('Not sent: the server has paused this account.', timeout=40)
    stage.picture(app, 'again-suspended')
    app.click(app.find(BUTTONS, re.compile('^Ask why')))
    app.says(HELP)
    app.press('Close')
    admin.put(f'/_synapse/admin/v1/suspend/{ann.user_id}', {'suspend': False})
    app.press('Try again')
    arrived(app, ann, room, 'May I?')
    stage.step('an account that is paused says why nothing is sent, and goes on when it may')


def locked(stage, app, admin, ann, room):
    admin.put(f'/_synapse/admin/v2/users/{ann.user_id}', {'locked': True})
    steps.send(app, ROOM, 'While it was locked.')
    app.says(re.compile('has locked this account|account is locked'), timeout=60)
    for look, environment in stage.looks():
        app.restart(environment)
        if look == 'narrow':
            app.resize(360, 640)
        app.click(app.find(BUTTONS, ASK_WHY, timeout=60))
        app.says(HELP)
        stage.picture(app, f'again-locked-{look}')
    app.restart({})
    app.click(app.find(BUTTONS, ASK_WHY, timeout=60))
    app.says(HELP)
    stage.step('who wants to know why is told whom to ask, in every look')
    admin.put(f'/_synapse/admin/v2/users/{ann.user_id}', {'locked': False})
    app.press('Try Again')
    arrived(app, ann, room, 'While it was locked.')
    app.gone(BUTTONS, ASK_WHY)
    stage.step('an account that is locked says so, is not signed out, and goes on when it is unlocked')


def in_every_look(stage, app, account):
    """The page is there again after each restart: the server says no each time."""
    for look, environment in stage.looks():
        app.restart(environment)
        app.click(app.find(BUTTONS, SIGN_IN, timeout=40))
        app.says(account)
        app.find(BUTTONS, BY_PASSWORD, timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        stage.picture(app, f'again-{look}')
    stage.step('the page to sign in again fits in every look')
    app.restart({})


def by_password(stage):
    server = stage.homeserver(support={'contacts': [{'role': 'm.role.admin', 'email_address': HELP}]})
    admin, ann = server.admin(), server.register('ann')
    room = community.open_room(ann, 'help', ROOM)
    ann.create_room(name=TABLE)
    before = devices(admin, ann.user_id)
    app = stage.app(profile='password')
    steps.sign_in(app, ann.user_id, 'ann')
    app.write(steps.open_room(app, TABLE), 'Half a sentence')
    steps.open_room(app, ROOM)
    mine, = devices(admin, ann.user_id) - before
    paused(stage, app, admin, ann, room)
    locked(stage, app, admin, ann, room)
    server.end_lifetimes(ann.user_id)
    app.says(LOST, timeout=60)
    steps.send(app, ROOM, 'Written meanwhile.')
    stage.step('the server ended the session: the rooms can be read, and written in')
    in_every_look(stage, app, ann.user_id)
    app.says(LOST, timeout=60)
    app.press('Sign In')
    app.find('heading', 'Please Sign In Again')
    app.press('Sign in with a password')
    field = app.find(TEXTS, 'Password', timeout=30)
    stage.check(not app.all(TEXTS, 'Account name or server'), 'only the password is asked for')
    app.write(field, 'not it')
    app.press('Sign in')
    app.says(re.compile('Name or password is wrong', re.I), timeout=30)
    app.write(field, 'ann')
    app.press('Sign in')
    steps.composer(app, ROOM)
    owner = server.client().login('ann', 'ann')
    arrived(app, owner, room, 'Written meanwhile.')
    stage.check(mine in devices(admin, ann.user_id), 'signed in again: the same device, and what waited is sent once')
    stage.check(steps.open_room(app, TABLE).text == 'Half a sentence', 'the draft of another room is there')
    ended_elsewhere(stage, app, owner, mine)
    app.stop()


def ended_elsewhere(stage, app, owner, mine):
    """Somebody signs this device out from another one."""
    owner.post('/_matrix/client/v3/delete_devices', {'devices': [mine], 'auth': {
        'type': 'm.login.password', 'identifier': {'type': 'm.id.user', 'user': 'ann'}, 'password': 'ann'}})
    app.says(re.compile('signed out .*on another device'), timeout=60)
    link = community.open_room(owner, 'walks', 'Photo Walks')
    app.hand_over(f'matrix:roomid/{link[1:]}')
    app.says(re.compile('You were signed out of'))
    app.gone(BUTTONS, 'Join')
    app.press('Sign in')
    app.find('heading', 'You Were Signed Out')
    stage.picture(app, 'again-ended-elsewhere')
    app.press('Sign in with a password')
    app.write(app.find(TEXTS, 'Password', timeout=30), 'ann')
    app.press('Sign in')
    steps.composer(app, 'Photo Walks', timeout=40)
    stage.step('a link that came meanwhile is what signing in again leads to')
    stage.check(steps.open_room(app, TABLE).text == 'Half a sentence',
                'signed out on another device: said so, and the draft is still there')


def by_provider(stage):
    with SignInServer('oidc') as server:
        homeserver = server.homeserver
        browser = stage.enter(Chromium(stage.folder / 'provider'))
        app = stage.app(profile='provider')
        app.press('Sign in', timeout=40)
        app.write(app.find(TEXTS, 'Account name or server'), server.name)
        app.press(re.compile('Wikimedia'), timeout=40)
        browser.press(CONSENT, '^Continue$')
        browser.press(CONFIRM, 'Continue')
        app.says('No Rooms Yet', timeout=60)
        admin, person = homeserver.admin(), f'@wiki-ann:{server.name}'
        owner = homeserver.register('owner')
        room = community.open_room(owner, 'help', ROOM, invite=[person])
        app.click(app.find('list item', re.compile('^' + ROOM), timeout=40))
        app.press('Join')
        steps.composer(app, ROOM)
        mine = devices(admin, person)
        homeserver.end_lifetimes(person)
        app.says(LOST, timeout=60)
        steps.send(app, ROOM, 'Written meanwhile.')
        app.press('Sign In')
        app.find('heading', 'Please Sign In Again')
        stage.picture(app, 'again-provider')
        browser.forget()
        app.press(re.compile('Wikimedia'), timeout=40)
        browser.write(CONSENT, 'wiki-eve')
        browser.press(CONSENT, '^Continue$')
        browser.press(CONFIRM, 'Continue')
        app.says(re.compile('That is another account'), timeout=40)
        stage.step('somebody else who signs in there is told that it is another account')
        stage.picture(app, 'again-somebody-else')
        browser.forget()
        app.press('Try again')
        browser.press(CONSENT, '^Continue$')
        browser.press(CONFIRM, 'Continue')
        steps.composer(app, ROOM, timeout=60)
        arrived(app, owner, room, 'Written meanwhile.')
        stage.check(devices(admin, person) == mine,
                    'single sign-on again: the same device, and what waited is sent once')
        app.stop()


def play(stage):
    by_password(stage)
    by_provider(stage)
