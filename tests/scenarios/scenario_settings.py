# SPDX-License-Identifier: GPL-3.0-or-later
"""An account from its making to its end, where the server asks for everything it can: a captcha, its terms, a code, a
mail. Then name, picture, pronouns, time zone, devices, password; and the account is deleted."""
import http.server
import re
import threading
import urllib.parse
import urllib.request

import steps
from app import BUTTONS, TEXTS
from browser import Chromium
from scenario_accounts import ROWS, inside, open_account_page, open_preferences
from scenario_private import picture

from homeserver import Mailbox
from homeserver.client import MatrixError

FIRST, SECOND = 'four green teapots', 'five blue saucers'
NAME, MAIL = 'dora', 'dora@example.org'
CAPTCHA, RULES, CODE, ADDRESS = 'Are You a Person?', 'The Rules of the House', 'Who Invited You?', 'Your Mail Address'


class Verifier:
    """Who judges captchas; a context manager. Everybody is a person."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get('Content-Length', 0)))
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.end_headers()
            self.wfile.write(b'{"success": true, "hostname": "localhost"}')

        def log_message(self, *_):
            pass

    def __enter__(self):
        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), self.Answer)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self):
        return f'http://127.0.0.1:{self._server.server_port}/'


def strict_server(stage, mailbox):
    """A homeserver that asks who wants an account for all it can ask for."""
    terms = stage.folder / 'terms' / 'en'
    terms.mkdir(parents=True)
    for name in ('1.0', 'success'):
        (terms / f'{name}.html').write_text('<title>Be kind</title><p>Be kind.', encoding='ascii')
    return stage.homeserver(settings={
        'enable_registration_captcha': True, 'recaptcha_public_key': 'public', 'recaptcha_private_key': 'private',
        'recaptcha_siteverify_api': stage.enter(Verifier()).url,
        'user_consent': {'template_dir': str(terms.parent), 'version': '1.0', 'require_at_registration': True,
                         'policy_name': 'Be kind'},
        'registration_requires_token': True, 'email': mailbox.settings, 'registrations_require_3pid': ['email'],
        'enable_registration_without_verification': False})


def prove(stage, app, browser):
    """The page of the captcha needs its maker's servers; what it would send is sent for it."""
    app.press('Open the page')
    page = browser.wait('auth/m.login.recaptcha')
    url = next(found for found, _, address in browser.pages() if address == page)
    app.find(BUTTONS, 'Open again')
    stage.picture(app, 'settings-captcha')
    app.press('I have done it')
    app.says(re.compile('not done there yet'), timeout=40)
    stage.step('a captcha that is not done yet: said in words')
    session = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)['session'][0]
    form = urllib.parse.urlencode({'session': session, 'g-recaptcha-response': 'a person'}).encode()
    urllib.request.urlopen(url, form, timeout=30).close()
    app.press('I have done it')


def agree(stage, app, browser):
    app.press('Read the terms')
    browser.wait('auth/m.login.terms')
    stage.picture(app, 'settings-terms')
    app.press('Agree')


def tell_code(stage, app, token):
    app.write(app.find(TEXTS, 'Code'), token)
    app.press('Continue')


def follow_mail(stage, app, mailbox):
    app.write(app.find(TEXTS, 'Mail address'), MAIL)
    stage.picture(app, 'settings-mail')
    app.press('Send the mail')
    app.says(re.compile('We sent a mail'), timeout=40)
    stage.picture(app, 'settings-mail-sent')
    urllib.request.urlopen(mailbox.link(MAIL), timeout=30).close()


def make_account(stage, server, mailbox):
    token = server.admin().post('/_synapse/admin/v1/registration_tokens/new', {})['token']
    browser = stage.enter(Chromium(stage.folder / 'settings'))
    app = stage.app(profile='settings')
    open_account_page(app, server.server_name)
    steps.create_account(app)
    app.write(app.find(TEXTS, 'Account name'), NAME)
    app.write(app.find(TEXTS, 'Password'), FIRST)
    app.press('Create account')
    questions = {CAPTCHA: lambda: prove(stage, app, browser), RULES: lambda: agree(stage, app, browser),
                 CODE: lambda: tell_code(stage, app, token), ADDRESS: lambda: follow_mail(stage, app, mailbox)}
    while questions:
        heading = app.wait(lambda: next((node.name for node in app.all('heading') if node.name in questions), None),
                           f'one of {sorted(questions)}', 60)
        questions.pop(heading)()
    app.says('No Rooms Yet', timeout=60)
    stage.step('captcha, terms, code and mail: an account is made, and signed in to')
    return app


def choose_picture(stage, app, dialog):
    """GTK's own dialog: the name of a file is typed."""
    path = stage.folder / 'me.png'
    path.write_bytes(picture())
    app.click(app.find(ROWS, 'Picture', within=dialog))
    chooser = app.find(('file chooser', 'dialog'), 'Choose a Picture', timeout=30)
    app.key('ctrl+l', window=stage.desktop.windows(app.process.pid)[-1])
    app.write(app.find(TEXTS, within=chooser), str(path))
    app.click(app.find(BUTTONS, re.compile('^_?Open$'), within=chooser))


def profile(stage, server, app, other):
    """What others see of a person."""
    def field(name):
        try:
            return other.get(f'/_matrix/client/v3/profile/{other.user_id}/{name}').get(name)
        except MatrixError:
            return None
    dialog = open_preferences(app)
    pronouns = app.find(TEXTS, 'Pronouns that others see', within=dialog, timeout=40)
    app.point(pronouns)
    app.key('t', 'h', 'e', 'y', 'Return')
    app.wait(lambda: field('m.pronouns'), 'the pronouns to be there')
    stage.check(field('m.pronouns')[0]['summary'] == 'they', 'pronouns are told')
    zone = app.find(('switch', 'toggle button', 'check box', *ROWS), 'Others See My Time Zone', within=dialog)
    app.click(zone)
    app.wait(lambda: field('m.tz') == 'UTC', 'the time zone to be there')
    app.click(zone)
    app.wait(lambda: field('m.tz') is None, 'the time zone to be gone')
    stage.step('the time zone is told, and no more')
    choose_picture(stage, app, dialog)
    app.says('Others see your new picture now', timeout=40)
    stage.check(other.download(field('avatar_url')) == picture(), 'the picture is the one that was chosen')
    stage.picture(app, 'settings')
    return dialog


def devices(stage, app, dialog, other):
    app.click(app.find(ROWS, 'Where You Are Signed In', within=dialog))
    app.says('This device', timeout=40)
    app.press(re.compile('^Rename .*Teahouse'))
    asked = app.find(('dialog', 'alert'), 'Rename This Device')
    stage.picture(app, 'settings-rename')
    app.write(app.find(TEXTS, 'Name of the device', within=asked), 'My old laptop')
    app.click(app.find(BUTTONS, 'Rename', within=asked))
    app.gone(('dialog', 'alert'), 'Rename This Device', timeout=40)
    app.says('My old laptop', timeout=40)
    app.wait(lambda: 'My old laptop' in {device['display_name']
                                         for device in other.get('/_matrix/client/v3/devices')['devices']},
             'the new name at the server')
    stage.step('a device is renamed')
    app.press('Back')


def change_password(stage, server, app, dialog):
    app.click(app.find(ROWS, 'Change Password', within=dialog))
    asked = app.find(('dialog', 'alert'), 'Change Password')
    app.write(app.find(TEXTS, 'New password', within=asked), SECOND)
    stage.picture(app, 'settings-password')
    app.click(app.find(BUTTONS, 'Change', within=asked))
    app.says('Is It You?', timeout=40)
    app.write(app.find(TEXTS, 'Password'), FIRST)
    app.press('Continue')
    app.says('The new password counts from now on', timeout=40)
    stage.picture(app, 'settings-password-done')
    other = server.client().login(NAME, SECOND)
    stage.step('the password is changed, and the old one proved who asks')
    return other


def delete_account(stage, server, app, dialog):
    app.click(app.find(ROWS, 'Delete Account', within=dialog))
    asked = app.find(('dialog', 'alert'), 'Delete Your Account for Good?')
    stage.picture(app, 'settings-delete')
    app.click(app.find(BUTTONS, 'Delete Account', within=asked))
    app.says('Is It You?', timeout=40)
    app.write(app.find(TEXTS, 'Password'), SECOND)
    app.press('Continue')
    app.find(BUTTONS, 'Sign in', timeout=60)
    try:
        server.client().login(NAME, SECOND)
        refused = ''
    except MatrixError as error:
        refused = error.errcode
    stage.check(refused in ('M_USER_DEACTIVATED', 'M_FORBIDDEN'), 'the account is deleted')


def in_every_look(stage, app):
    for look, environment in stage.looks():
        app.restart(environment)
        app.wait(lambda: app.all('frame'), 'a window')
        if look == 'narrow':
            app.resize(360, 640)
        app.key('ctrl+comma')
        row = app.find(ROWS, re.compile('^_?(Where You Are Signed In|أين سجّلت الدخول)'), timeout=40)
        stage.picture(app, f'settings-{look}')
        app.click(row)
        inside(app, app.find('list item', 'My old laptop', timeout=40))
        stage.picture(app, f'settings-devices-{look}')
    stage.step('the account\'s preferences and its devices fit in every look')
    app.restart({})


def play(stage):
    mailbox = stage.enter(Mailbox())
    server = strict_server(stage, mailbox)
    app = make_account(stage, server, mailbox)
    other = server.client().login(NAME, FIRST)
    dialog = profile(stage, server, app, other)
    devices(stage, app, dialog, other)
    in_every_look(stage, app)
    dialog = open_preferences(app)
    change_password(stage, server, app, dialog)
    delete_account(stage, server, app, dialog)
    app.stop()
