# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody opens a room's link, makes an account, and is sent to their mailbox; meanwhile the program is killed.
Started again it waits for the same mail, and goes on to the room by itself once its link was followed. Later, on
another computer, the password is forgotten: the same mailbox helps, and the link leads to the room."""
import re
import urllib.request

import community
import steps
from app import BUTTONS, TEXTS

from homeserver.mail import Mailbox, confirm

ROOM = 'Wiki Help Desk'
SIGN_IN = re.compile('^(Sign in|تسجيل الدخول)$')
BY_PASSWORD = re.compile('^(Sign in with a password|تسجيل الدخول بكلمة سر)$')
FORGOTTEN = re.compile('^(Forgot Your Password.|هل نسيت كلمة السر؟)$')
NEW_PASSWORD = re.compile('^(New password|كلمة سر جديدة)$')


def waits(address):
    return re.compile('(We sent (a|another) mail to|أرسلنا رسالة) .*' + re.escape(address))


def make_account(app, name):
    """From the room's preview to the mail that is on its way."""
    address = f'{name}@example.org'
    app.says(ROOM, timeout=40)
    app.press('Sign in', timeout=40)
    steps.create_account(app)
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


def forget_password(app):
    """From the room's preview to the page with the new password; the old one was not it."""
    app.click(app.find(BUTTONS, SIGN_IN, timeout=40))
    app.click(app.find(BUTTONS, BY_PASSWORD, timeout=40))
    app.click(app.find(BUTTONS, FORGOTTEN, timeout=40))
    return app.find(TEXTS, NEW_PASSWORD, timeout=20)


def forgotten_looks(stage, link):
    for look, environment in stage.looks():
        app = stage.app(link, profile='elsewhere', environment=environment)
        if look == 'narrow':
            app.resize(360, 640)
        forget_password(app)
        stage.picture(app, f'forgotten-{look}')
        app.stop()
    stage.step('the page for another password fits in every look')


def forgotten(stage, server, mailbox, helper, room, address):
    link = f'matrix:r/help:{server.server_name}'
    forgotten_looks(stage, link)
    app = stage.app(link, profile='elsewhere')
    app.click(app.find(BUTTONS, SIGN_IN, timeout=40))
    app.click(app.find(BUTTONS, BY_PASSWORD, timeout=40))
    app.write(app.find(TEXTS, 'Account name', timeout=20), 'nora')
    app.write(app.find(TEXTS, 'Password'), 'four red teapots')
    app.press('Sign in')
    app.says(re.compile('Name or password is wrong'), timeout=30)
    app.click(app.find(BUTTONS, FORGOTTEN))
    app.write(app.find(TEXTS, NEW_PASSWORD), 'five green teapots')
    app.press('Continue')
    app.says(re.compile('Type the address that you gave'), timeout=40)
    app.write(app.find(TEXTS, 'Mail address'), 'nobody@example.org')
    app.press('Send the mail')
    app.says(re.compile('No account at .* has this mail address'), timeout=40)
    stage.picture(app, 'forgotten-unknown')
    app.write(app.find(TEXTS, 'Mail address'), address)
    app.press('Send the mail')
    app.says(waits(address), timeout=40)
    stage.picture(app, 'forgotten-mail')
    app.restart({})
    app.says(waits(address), timeout=40)
    stage.step('a password was forgotten: a mail is on its way, also after the program was killed')
    confirm(mailbox.link(address, 1))
    steps.composer(app, ROOM, timeout=60)
    steps.send(app, ROOM, 'I am back.')
    helper.wait_for(room, lambda event: event['content'].get('body') == 'I am back.')
    stage.check(server.client().login('nora', 'five green teapots').user_id == f'@nora:{server.server_name}',
                'the new password has signed in, to the room of the link, and is the account\'s')
    app.stop()


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
    app.stop()
    forgotten(stage, server, mailbox, helper, room, address)
