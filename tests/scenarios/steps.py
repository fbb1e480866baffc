# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do in the program, in their words; scenarios are written with these."""
import re
import time

from app import BUTTONS, MENU_ITEMS, TEXTS


def composer(app, room, timeout=30):
    """The field to write to that room in."""
    return app.find(TEXTS, re.compile(f'^Message {re.escape(room)}'), timeout=timeout)


def send(app, room, text):
    """Write a message and press Send; wait until the field is empty again."""
    field = composer(app, room)
    app.write(field, text)
    app.press('Send')
    app.wait(lambda: field.text == '', 'the composer to be empty')


def sign_in(app, user_id, password):
    """From the first page to the list of rooms, with name and password."""
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), user_id)
    app.press('Sign in with a password')
    app.write(app.find(TEXTS, 'Password', timeout=30), password)
    app.press('Sign in')


def create_account(app):
    """On the page that has found a server. The page before it has a button of that name, too, and is sliding away."""
    app.says(re.compile('is here'), timeout=40)
    app.wait(lambda: len(app.all(BUTTONS, 'Create an account')) == 1, 'the page before it to be gone')
    app.press('Create an account')


def open_room(app, name):
    """Choose a room in the list."""
    row = app.find('list item', re.compile('^' + re.escape(name)), timeout=40)
    app.click(row)
    return composer(app, name)


def message_row(app, text, timeout=20):
    """The row of the message that says text."""
    timeline = app.find('list', 'Messages')
    return app.find('list item', re.compile(re.escape(text)), within=timeline, timeout=timeout)


def scroll_back_to(app, text, timeout=120):
    """Turn the wheel upwards over the messages until one says text."""
    timeline = app.find('list', 'Messages')
    deadline = time.monotonic() + timeout
    pattern = re.compile(re.escape(text))
    while time.monotonic() < deadline:
        if app.all('list item', pattern, within=timeline):
            return
        app.wheel(timeline, steps=10)
    raise AssertionError(f'{text!r} did not come while scrolling back for {timeout} s')


def go_to(app, row):
    """Go to a message with the keyboard."""
    app.key('Escape')
    app.key('shift+F6')
    deadline = time.monotonic() + 60
    while not row.has_state(app.FOCUSED):
        assert time.monotonic() < deadline, f'the keyboard does not get to {row.name!r}'
        focused = app.focused('list item')
        if focused != row:
            app.key('Up')
            app.wait(lambda: app.focused('list item') != focused, 'the keyboard to move on')


def reach(app, node, key='Return'):
    """Go to a button, a row or a box with the keyboard and press Enter, or another key."""
    # In a window that is not in front nothing has the keyboard, whatever will have it.
    app.focus()
    app.wait(app.is_in_front, 'the window to be in front')
    for _ in range(40):
        before = app.keyboard()
        if before == node:
            break
        app.key('Tab')
        # What is passed by may not come again: a row that has the keyboard is the one that is chosen.
        app.wait(lambda: app.keyboard() not in (None, before), 'the keyboard to move on')
    app.wait(lambda: node.has_state(app.FOCUSED), f'the keyboard to get to {node.name!r}')
    app.key(key)


def choose(app, row, item):
    """Go to a message, open its menu with the Menu key and choose an item."""
    go_to(app, row)
    app.key('Menu')
    app.click(app.find(MENU_ITEMS, item))


def report(app, row, reason, words=None):
    """Report a message through its menu; returns who the dialog says will read it."""
    choose(app, row, 'Report')
    dialog = app.find(('dialog', 'alert', 'panel', 'filler', 'group'), 'Report this message', timeout=10)
    reader = app.says(re.compile('goes to')).text
    choice = app.find('radio button', reason, within=dialog)
    app.click(choice)
    app.wait(lambda: choice.has_state(app.CHECKED), f'{reason!r} to be chosen')
    if words:
        app.write(app.find(TEXTS, 'Anything they should know'), words)
    app.press('Send report')
    return reader


def buttons(app):
    return [button.name for button in app.all(BUTTONS)]
