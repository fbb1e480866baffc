# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts: one is made with a code, then looked after: its name, where it is signed in, its password, its end."""
import json
import re

import steps
from app import BUTTONS, TEXTS
from browser import take_browsers_away

from homeserver import SignInServer

ROWS = ('list item', *BUTTONS)


def open_account_page(app, name):
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), name)


def make_account(stage, server):
    """The server asks for a code before it makes an account."""
    token = server.admin().post('/_synapse/admin/v1/registration_tokens/new', {})['token']
    app = stage.app()
    open_account_page(app, server.server_name)
    steps.create_account(app)
    app.says(re.compile('^New Account at'))
    app.write(app.find(TEXTS, 'Account name'), 'dora')
    app.write(app.find(TEXTS, 'Password'), 'four green teapots')
    stage.picture(app, 'account-new')
    app.press('Create account')
    app.says('Who Invited You?', timeout=40)
    stage.step('a server that wants a code asks for it in words')
    stage.picture(app, 'account-new-code')
    code = app.find(TEXTS, 'Code')
    app.write(code, 'wrong')
    app.press('Continue')
    app.says(re.compile('does not let you|not allowed|did not accept|Something went wrong'), timeout=40)
    stage.step('a wrong code is refused in words')
    app.write(code, token)
    app.press('Continue')
    app.says('No Rooms Yet', timeout=60)
    stage.step('the account is made, and signed in to')
    return app


def open_preferences(app):
    app.key('ctrl+comma')
    return app.find(('dialog', 'alert'), 'Preferences')


def look_after(stage, server, app):
    person = f'@dora:{server.server_name}'
    other = server.client().login('dora', 'four green teapots')
    dialog = open_preferences(app)
    app.says(person)
    name = app.find(TEXTS, 'Name that others see', within=dialog)
    app.wait(lambda: name.text == 'dora', 'the name that others see')
    app.point(name)
    app.key('ctrl+a', 'D', 'o', 'r', 'a', 'Return')
    app.wait(lambda: other.get(f'/_matrix/client/v3/profile/{person}/displayname')['displayname'] == 'Dora',
             'the new name to be there')
    stage.step('the name that others see is shown, and changed')
    stage.picture(app, 'account-preferences')
    app.click(app.find(ROWS, 'Where You Are Signed In', within=dialog))
    app.says('This device', timeout=40)
    app.find(BUTTONS, 'Sign Out All Others')
    stage.picture(app, 'account-devices')
    stage.step('where the account is signed in is listed')
    app.press('Sign Out All Others', role=ROWS)
    app.says('Is It You?', timeout=40)
    stage.picture(app, 'account-is-it-you')
    field = app.find(TEXTS, 'Password')
    app.write(field, 'not it')
    app.press('Continue')
    app.says(re.compile('password is wrong', re.I), timeout=40)
    app.write(field, 'four green teapots')
    app.press('Continue')
    app.gone('heading', 'Is It You?', timeout=40)
    app.says('This device', timeout=40)
    app.wait(lambda: is_signed_out(other), 'the other device to be signed out')
    stage.step('all others are signed out, after the password')


def is_signed_out(client):
    try:
        client.get('/_matrix/client/v3/account/whoami')
        return False
    except Exception as error:
        return 'M_UNKNOWN_TOKEN' in str(error)


def inside(app, node):
    """Wait until a page has slid in: an object of it is within the window's width."""
    def fits():
        x, _, width, _ = app.place(node)
        return x >= 0 and x + width <= app.find('frame').extents()[2]
    app.wait(fits, f'{node.name!r} to be inside the window')


def their_welcome(stage, server):
    """A community's preset makes the first page theirs."""
    preset = {'id': 'wiki', 'name': 'Wiki & Commons', 'summary': 'For everybody who writes & draws.', 'default': True,
              'homeserver': server.name, 'identity_provider': 'Wikimedia', 'help_room': f'#help:{server.name}'}
    folder = stage.folder / 'theirs' / 'data' / 'teahouse' / 'presets'
    folder.mkdir(parents=True)
    (folder / 'wiki.json').write_text(json.dumps(preset), encoding='utf-8')
    app = stage.app(profile='theirs')
    app.says(re.compile('Welcome to .?Wiki & Commons'), timeout=40)
    app.says('For everybody who writes & draws.')
    for name in ('Continue with Wikimedia', 'Look around as a guest', 'Use another account'):
        app.find(BUTTONS, name)
    stage.step('with a preset the first page is the community\'s: its name, its way in')
    app.press('Use another account')
    inside(app, app.find(ROWS, re.compile('^Wiki & Commons')))
    app.focused(TEXTS)
    app.key('Tab')
    app.focused('list item')
    app.key('Return')
    app.says(re.compile('is here'), timeout=40)
    stage.step('who uses another account finds the communities that are known')
    app.stop()
    for look, environment in stage.looks():
        app = stage.app(profile='theirs', environment=environment)
        other = app.find(BUTTONS, re.compile('^(Use another account|استخدام حساب آخر)$'), timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        stage.picture(app, f'welcome-community-{look}')
        app.click(other)
        inside(app, app.find(ROWS, re.compile('Wiki & Commons')))
        stage.picture(app, f'account-community-{look}')
        app.stop()
    stage.step('the community\'s pages fit in every look')


def looks(stage, server):
    """The ways in, in every look."""
    for look, environment in stage.looks():
        take_browsers_away(stage.folder / f'look-{look}')
        app = stage.app(profile=f'look-{look}', environment=environment)
        app.click(app.find(BUTTONS, re.compile('^Sign in$|تسجيل الدخول'), timeout=40))
        app.write(app.wait(lambda: (app.all(TEXTS) or [None])[0], 'an entry'), server.name)
        app.find(BUTTONS, re.compile('Wikimedia'), timeout=40)
        if look == 'narrow':
            app.resize(360, 640)
        names = [name for name in steps.buttons(app) if name]
        picture = stage.picture(app, f'account-ways-{look}')
        stage.check(len(names) >= 4 and picture.exists(), f'{look}: the ways in are shown')
        app.click(app.find(BUTTONS, re.compile('^(Create an account|إنشاء حساب)$')))
        inside(app, app.find(BUTTONS, re.compile('^(Create account|إنشاء الحساب)$')))
        stage.picture(app, f'account-new-{look}')
        app.key('alt+Right' if look == 'arabic' else 'alt+Left')
        app.click(app.find(BUTTONS, re.compile('Wikimedia')))
        inside(app, app.find(BUTTONS, re.compile('^(Copy address|نسخ العنوان)$'), timeout=40))
        stage.picture(app, f'account-browser-{look}')
        stage.step(f'{look}: making an account and waiting for the browser fit')
        app.stop()


def play(stage):
    server = stage.homeserver(settings={'registration_requires_token': True})
    app = make_account(stage, server)
    look_after(stage, server, app)
    app.stop()
    with SignInServer('oidc') as other:
        their_welcome(stage, other)
        looks(stage, other)
