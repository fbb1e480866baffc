# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody with two accounts: one more is added, each keeps its place and its draft, what comes for the other is told,
both are there after a restart; the server ends one and the other does not notice; then both are signed out of."""
import re

import community
import steps
from app import BUTTONS, MENU_ITEMS, TEXTS
from notices import Notices

ROOM = 'Wiki Help Desk'
OTHER = 'Photo Walks'
MENU = re.compile('^Account and menu')
ANY_MENU = re.compile('^(Account and menu|الحساب والقائمة)')


def open_menu(app):
    """The account menu; what it offers first are the accounts."""
    app.press(MENU)
    return app.find(MENU_ITEMS, 'Add an Account')


def row(app, account):
    return app.find('radio menu item', re.compile(re.escape(account)))


def switch(app, account):
    open_menu(app)
    app.click(row(app, account))


def menu_picture(stage, app, name):
    """The menu is a window of its own, above the other."""
    menu = app.wait(lambda: stage.desktop.windows(app.process.pid)[1:], 'the menu')[-1]
    path = stage.pictures / f'{name}.png'

    def is_still():
        return len({stage.desktop.picture(path, menu).read_bytes() for _ in range(3)}) == 1
    app.wait(is_still, 'the menu to be drawn')


def click_meanwhile(stage, app, notices, ben, room, ann):
    """Somebody writes while the password is there already."""
    call(ben, room, ann, 'ann, before you go on')
    notice = app.wait(lambda: next((it for it in notices.shown.values() if 'before you go on' in it.body), None),
                      'a notification', 40)
    notices.click(notice)
    steps.composer(app, ROOM)
    app.says('The sign-in stays as you left it.')
    stage.picture(app, 'accounts-sign-in-waits')
    app.press('Go Back')
    field = app.find(TEXTS, 'Password')
    stage.check(len(field.text) == 3,
                'a notification is looked at, and the sign-in is as it was left, with its password')


def add_second(stage, app, notices, ann, ben, room):
    open_menu(app)
    app.press('Add an Account', role=MENU_ITEMS)
    app.says('You stay signed in to the others.')
    stage.picture(app, 'accounts-add')
    app.press('Back to the rooms')
    field = steps.composer(app, ROOM)
    app.wait(lambda: field.text == 'half a sen', 'the draft')
    stage.step('who changes their mind is back in the room, with what was written')
    open_menu(app)
    app.press('Add an Account', role=MENU_ITEMS)
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), ben.user_id)
    app.press('Sign in with a password')
    app.write(app.find(TEXTS, 'Password', timeout=30), 'ben')
    click_meanwhile(stage, app, notices, ben, room, ann)
    app.press('Sign in')
    steps.open_room(app, OTHER)
    stage.step('a second account is added, and its rooms are shown')


def call(writer, room, person, text):
    writer.send(room, text, **{'m.mentions': {'user_ids': [person.user_id]}})


def go_between(stage, app, ann, ben, room):
    call(ben, room, ann, 'Are you there, ann?')
    app.find(BUTTONS, re.compile('unread messages in another account'), timeout=40)
    open_menu(app)
    other = row(app, ann.user_id)
    app.wait(lambda: '1 unread' in other.name, 'the badge of the other account')
    stage.check(row(app, ben.user_id).has_state(app.CHECKED) and not other.has_state(app.CHECKED),
                'the menu marks the account that is shown, and says what waits in the other')
    menu_picture(stage, app, 'accounts-menu')
    app.wait(lambda: app.focused('radio menu item') or app.key('Down'), 'the keyboard to be in the menu')
    for _ in range(4):
        if other.has_state(app.FOCUSED):
            break
        before = app.focused('radio menu item')
        app.key('Up' if before == other else 'Down')
        app.wait(lambda: not before.has_state(app.FOCUSED) or other.has_state(app.FOCUSED), 'the keyboard to move on')
    app.key('Return')
    field = steps.composer(app, ROOM)
    app.wait(lambda: field.text == 'half a sen', 'the draft')
    stage.step('with the keyboard, back to the first: its room, its draft')
    steps.send(app, ROOM, 'I am.')
    sent = ben.wait_for(room, lambda event: event['content'].get('body') == 'I am.')
    stage.check(sent['sender'] == ann.user_id, 'what is written is written by the account that is shown')


def click_notice(stage, app, notices, ann, ben, room):
    switch(app, ben.user_id)
    steps.composer(app, OTHER)
    call(ben, room, ann, 'ann, one more thing')
    notice = app.wait(lambda: next((it for it in notices.shown.values() if 'one more thing' in it.body), None),
                      'a notification', 40)
    stage.check(ann.user_id in notice.title, 'a notification says for which account it is')
    notices.click(notice)
    steps.composer(app, ROOM)
    app.says('ann, one more thing')
    stage.step('a click shows the room in that account')


def looks(stage, app, ann):
    """The menu in every look; the same person starts the program again."""
    for look, environment in {'dark': {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, 'narrow': {}, 'large': {},
                              'arabic': stage.locale('ar_EG.UTF-8')}.items():
        app.stop()
        stage.desktop.set_text_size(150 if look == 'large' else 100)
        app.environment = environment
        app.start()
        app.find(BUTTONS, ANY_MENU, timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        app.press(ANY_MENU)
        row(app, ann.user_id)
        menu_picture(stage, app, f'accounts-menu-{look}')
    stage.desktop.set_text_size(100)
    app.stop()
    app.environment = {}
    app.start()
    app.find(BUTTONS, MENU, timeout=40)
    app.resize(1000, 700)
    stage.step('the menu has its pictures')


def start_again(stage, app, ann, ben):
    app.stop()
    app.start()
    steps.composer(app, ROOM, timeout=40)
    switch(app, ben.user_id)
    steps.composer(app, OTHER)
    stage.step('started again, both accounts are there, each in its room')
    ben.post('/_matrix/client/v3/logout/all')
    app.says(re.compile('signed out on another device', re.I), timeout=40)
    switch(app, ann.user_id)
    steps.composer(app, ROOM)
    open_menu(app)
    app.wait(lambda: 'Signed out: sign in again' in row(app, ben.user_id).name, 'the menu to say so')
    menu_picture(stage, app, 'accounts-signed-out')
    app.key('Escape')
    steps.send(app, ROOM, 'Still here.')
    stage.step('the server ended one of them: the menu says so, and the other goes on')


def sign_out(app):
    open_menu(app)
    app.press('Sign Out', role=MENU_ITEMS)
    app.find(('dialog', 'alert'))
    app.press('Sign Out')


def sign_both_out(stage, app, ann):
    sign_out(app)
    steps.composer(app, OTHER, timeout=40)
    open_menu(app)
    stage.check(not app.all('radio menu item', re.compile(re.escape(ann.user_id))),
                'signed out of one, the other is shown, and the menu has one account')
    app.key('Escape')
    sign_out(app)
    app.says('Welcome to Teahouse', timeout=40)
    folder = app.profile / 'data' / 'teahouse' / 'default'
    left = [path for path in folder.rglob('*') if path.is_file() and path.name != 'settings.ini']
    stage.check(not left, f'signed out of the last, nothing of either is left ({left})')


def play(stage):
    server = stage.homeserver()
    ann, ben = (server.register(name) for name in ('ann', 'ben'))
    room = community.open_room(ben, 'help', ROOM)
    walks = community.open_room(ben, 'walks', OTHER)
    ann.join(room)
    ben.send(walks, 'Sunday at ten.')
    notices = stage.enter(Notices(stage.desktop))
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    steps.open_room(app, ROOM)
    app.write(steps.composer(app, ROOM), 'half a sen')
    add_second(stage, app, notices, ann, ben, room)
    go_between(stage, app, ann, ben, room)
    click_notice(stage, app, notices, ann, ben, room)
    start_again(stage, app, ann, ben)
    looks(stage, app, ann)
    sign_both_out(stage, app, ann)
