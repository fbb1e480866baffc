# SPDX-License-Identifier: GPL-3.0-or-later
"""From a link to its room by the real browser: an identity provider, OAuth 2.0, and the same after the program was
killed while the browser was open. Then a token runs out, the session ends and goes on, and is revoked at sign-out."""
import re
import subprocess

import community
import steps
from app import BUTTONS, TEXTS
from browser import Chromium, take_browsers_away

from homeserver import Browser, SignInServer

ROOM = 'Wiki Help Desk'
CONSENT = 'Sign in to the test community'
# Who makes the room where accounts are made elsewhere.
SERVICE = community.SERVICE | {'namespaces': community.SERVICE['namespaces'] | {
    'aliases': [{'exclusive': False, 'regex': '#.*'}]}}
ICON = 'C8326E'
BACK = r'^http://127\.0\.0\.1:'


def open_room(server):
    """The room that the link leads to; whose accounts are made elsewhere has a service that makes it."""
    owner = server.homeserver.client(SERVICE['as_token'], f'@history:{server.name}')
    return owner, community.open_room(owner, 'help', ROOM, topic='Ask anything about editing.')


def arrive(stage, server, profile, way):
    """Open the link and press the way in; returns the program and its browser, which shows the server's page."""
    browser = stage.enter(Chromium(stage.folder / profile))
    app = stage.app(f'matrix:r/help:{server.name}', profile=profile)
    button = app.find(BUTTONS, way, timeout=40)
    app.says(ROOM)
    count = len([name for name in steps.buttons(app) if re.search('guest|Continue|account|Sign in', name)])
    stage.check(count <= 3 and 'homeserver' not in app.root.words(),
                f'{profile}: the first page is the room, with {count} ways in')
    stage.picture(app, f'sign-in-{profile}-preview')
    app.click(button)
    app.says('Finish in Your Browser')
    for name in ('Open again', 'Copy address', 'Cancel'):
        app.find(BUTTONS, name)
    app.says(ROOM)
    browser.wait(CONSENT)
    stage.step(f'{profile}: the browser shows the page, the program says so and keeps the room in sight')
    stage.picture(app, f'sign-in-{profile}-waiting')
    return app, browser


def agree(browser, has_second_page):
    """The one consent button; a homeserver asks once more before it hands out a token."""
    browser.press(CONSENT, '^Continue$')
    if has_second_page:
        browser.press('Continue to your account', 'Continue')
    browser.wait(BACK)


def arrives(app, owner, room, words):
    """Wait until the server has a message of these words."""
    app.wait(lambda: any(event['content'].get('body') == words for event in owner.messages(room)['chunk']),
             f'{words!r} to arrive')


def in_the_room(stage, app, owner, room, words):
    field = steps.composer(app, ROOM, timeout=60)
    stage.check(field.is_sensitive, f'{words}: in the room of the link')
    steps.send(app, ROOM, f'Hello, {words}.')
    arrives(app, owner, room, f'Hello, {words}.')


def colours(path, box):
    """What a part of a picture is painted with, each as RRGGBB."""
    x, y, width, height = box
    found = subprocess.run(['convert', str(path), '-crop', f'{width}x{height}+{x}+{y}', '-depth', '8', '-format', '%c',
                            'histogram:info:'], capture_output=True, text=True, check=True).stdout
    return set(re.findall('#([0-9A-F]{6})', found))


def icon(stage, server):
    """The provider's own icon stands on its button."""
    server.give_icon(subprocess.run(['convert', '-size', '64x64', f'xc:#{ICON}', 'png:-'], capture_output=True,
                                    check=True).stdout)
    app = stage.app(profile='icon')
    app.press('Sign in', timeout=40)
    app.write(app.find(TEXTS, 'Account name or server'), server.name)
    button = app.find(BUTTONS, re.compile('^Continue with .*Wikimedia'), timeout=40)
    app.wait(lambda: ICON in colours(stage.picture(app, 'sign-in-icon'), button.extents()),
             'the icon to be drawn on the button')
    stage.step("the button has the icon that the server's administrator uploaded for the provider")
    app.stop()


def by_provider(stage):
    with SignInServer('oidc', services=[SERVICE]) as server:
        icon(stage, server)
        owner, room = open_room(server)
        app, browser = arrive(stage, server, 'provider', re.compile('^Continue with .*Wikimedia'))
        agree(browser, has_second_page=True)
        in_the_room(stage, app, owner, room, 'by a provider')
        stage.picture(app, 'sign-in-provider-room')
        app.stop()


def by_oauth(stage):
    with SignInServer('mas', services=[SERVICE]) as server:
        owner, room = open_room(server)
        app, browser = arrive(stage, server, 'oauth', 'Continue in the browser')
        waiting_in_every_look(stage, server, app)
        agree(browser, has_second_page=False)
        in_the_room(stage, app, owner, room, 'by OAuth')
        lives_and_ends(stage, server, app, browser, (owner, room))


def waiting_in_every_look(stage, server, app):
    """Killed while the browser is open, and started again: also by somebody who reads otherwise, and while the server
    says nothing."""
    for look, environment in stage.looks():
        if look == 'light':
            server.homeserver.freeze()
        app.restart(environment)
        app.find(BUTTONS, re.compile('^_?(Open again|فتح مجددًا)$'), timeout=40)
        if look == 'light':
            app.says('You were signing in')
            stage.picture(app, 'sign-in-resumed-silent')
            server.homeserver.thaw()
        app.says(ROOM)
        if look == 'narrow':
            app.resize(360, 640)
        stage.picture(app, f'sign-in-resumed-{look}')
    app.restart({})
    stage.step('killed while the browser was open and started again, five times: the same page, with the same room '
               'above')


def lives_and_ends(stage, server, app, browser, place):
    owner, room = place
    before = server.authority.act('seen')
    server.expire()
    steps.send(app, ROOM, 'After the token ran out.')
    arrives(app, owner, room, 'After the token ran out.')
    renewed = server.authority.act('seen')['refresh'] - before['refresh']
    stage.check(renewed == 1, 'a token that ran out is renewed once')
    server.end_sessions()
    back_after_the_end(stage, app)
    browser.press(CONSENT, '^Continue$')
    steps.composer(app, ROOM, timeout=60)
    arrives(app, owner, room, 'Written meanwhile.')
    stage.step('the session was ended elsewhere: the browser is enough to come back, and what waited is sent')
    good = server.authority.act('tokens')
    app.key('ctrl+comma')
    app.click(app.find(('list item', *BUTTONS), 'Look After the Account', timeout=40))
    stage.check(not app.all(('list item', *BUTTONS), 'Change Password'), 'the account is looked after on a page')
    browser.wait('Your account')
    app.click(app.find(('list item', *BUTTONS), 'Sign Out'))
    dialog = app.find(('dialog', 'alert'), 'Sign Out?')
    app.click(app.find(BUTTONS, 'Sign Out', within=dialog))
    app.find(BUTTONS, 'Sign in', timeout=40)
    app.wait(lambda: server.authority.act('seen')['revoke'] > before['revoke'], 'the token to be revoked')
    left = server.authority.act('tokens')
    stage.check(good['refresh'] and not set(good['refresh']) & set(left['refresh'])
                and not set(good['access']) & set(left['access']), 'signing out revokes the tokens: they are dead')
    app.stop()


def back_after_the_end(stage, app):
    """The session is over at the server: what the person sees, and the way back."""
    app.says(re.compile('nothing here is lost', re.I), timeout=60)
    steps.send(app, ROOM, 'Written meanwhile.')
    app.press('Sign In')
    app.find('heading', 'You Were Signed Out')
    stage.picture(app, 'sign-in-again-oauth')
    app.press('Continue in the browser')
    app.says('Finish in Your Browser', timeout=40)


def refused(stage):
    """The person presses Cancel on the server's page: said in words, and it can be begun again."""
    with SignInServer('mas', services=[SERVICE]) as server:
        open_room(server)
        app, browser = arrive(stage, server, 'refused', 'Continue in the browser')
        browser.press(CONSENT, '^Cancel$')
        app.says(re.compile('without your agreement'))
        app.find(BUTTONS, 'Try again')
        stage.step('refused in the browser: said in words')
        stage.picture(app, 'sign-in-refused')
        app.press('Cancel')
        app.find(BUTTONS, 'Use another account')
        stage.step('the way back leads to the room')
        app.stop()


def without_browser(stage):
    """Nothing opens a page here: the code way."""
    with SignInServer('mas', services=[SERVICE]) as server:
        owner, room = open_room(server)
        take_browsers_away(stage.folder / 'code')
        app = stage.app(f'matrix:r/help:{server.name}', profile='code')
        app.press('Continue in the browser', timeout=40)
        app.says('No Browser Here')
        stage.picture(app, 'sign-in-no-browser')
        app.press('Use a code')
        app.says('Type This Code')
        code = app.says(re.compile('^[A-Z0-9]{4}-?[A-Z0-9]{4}$')).text
        address = app.says(re.compile('^http://localhost')).text
        stage.step('no browser: a code and where to type it')
        stage.picture(app, 'sign-in-code')
        stage.check(code in address, 'the address brings the code along')
        Browser().go(address)
        in_the_room(stage, app, owner, room, 'by a code')
        app.stop()


def play(stage):
    by_provider(stage)
    by_oauth(stage)
    refused(stage)
    without_browser(stage)
