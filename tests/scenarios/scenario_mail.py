# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody opens a room's link, makes an account, and is sent to their mailbox; meanwhile the program is killed.
Started again it waits for the same mail, and goes on to the room by itself once its link was followed."""
import re
import urllib.request

import community
import steps
from app import BUTTONS, TEXTS

from homeserver.mail import Mailbox

ROOM = 'Wiki Help Desk'


def waits(address):
    return re.compile('(We sent (a|another) mail to|أرسلنا رسالة) .*' + re.escape(address))


def make_account(app, name):
    """From the room's preview to the mail that is on its way."""
    address = f'{name}@example.org'
    app.says(ROOM, timeout=40)
    app.press('Sign in', timeout=40)
    app.press('Create an account', timeout=40)
    app.write(app.find(TEXTS, 'Account name'), name)
    app.write(app.find(TEXTS, 'Password'), 'four green teapots')
    app.press('Create account')
    app.says('Your Mail Address', timeout=40)
    app.write(app.find(TEXTS, 'Mail address'), address)
    app.press('Send the mail')
    app.says(waits(address), timeout=40)
    return address


def mail_goes_astray(stage, app, mailbox):
    """The mail does not come, then the address turns out to be a wrong one."""
    wrong = make_account(app, 'nora')
    stage.picture(app, 'account-mail')
    first = mailbox.link(wrong)
    app.press('Send Again')
    app.says(re.compile('We sent another mail to .*' + re.escape(wrong)), timeout=40)
    stage.check(mailbox.link(wrong, 1) != first, 'who asks for it is sent another mail')
    app.press('Use Another Address')
    app.says('Your Mail Address')
    address = 'nora.moved@example.org'
    app.write(app.find(TEXTS, 'Mail address'), address)
    app.press('Send the mail')
    app.says(waits(address), timeout=40)
    stage.step('the address can be mended')
    return address


def change_mind(stage, app):
    address = make_account(app, 'mona')
    app.key('alt+Left')
    app.says(re.compile('^New Account at'))
    app.wait(lambda: len(app.all(BUTTONS, 'Close')) == 1, 'the other page to be gone')
    app.stop()
    app.start()
    app.find(BUTTONS, 'Sign in', timeout=40)
    stage.check(not [node for node in app.root.walk() if node.is_showing and waits(address).search(node.text)],
                'who goes back gives it up: the next start shows the room of the link')


def play(stage):
    mailbox = stage.enter(Mailbox())
    server = stage.homeserver(settings={
        'email': mailbox.settings, 'registrations_require_3pid': ['email'],
        'enable_registration_without_verification': False})
    helper = server.admin()
    room = community.open_room(helper, 'help', ROOM)
    app = stage.app(f'matrix:r/help:{server.server_name}')
    change_mind(stage, app)
    address = mail_goes_astray(stage, app, mailbox)
    link = mailbox.link(address)
    for look, environment in stage.looks():
        app.restart(environment)
        app.says(waits(address), timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        stage.picture(app, f'account-mail-again-{look}')
    app.restart({})
    app.says(waits(address), timeout=40)
    stage.step('killed and started again, six times: it waits for the same mail')
    with urllib.request.urlopen(link, timeout=30) as answer:
        stage.check(answer.status == 200, 'the link is followed')
    steps.composer(app, ROOM, timeout=60)
    stage.check(f'@nora:{server.server_name}' in helper.joined_members(room),
                'the account is made, and in the room of the link')
    app.stop()
    app.start()
    steps.composer(app, ROOM, timeout=40)
    stage.step('the next start has nothing to go on with')
