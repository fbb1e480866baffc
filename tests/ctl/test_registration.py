#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making an account where the server asks for more: a mail, its terms, a captcha; a password that was forgotten. The
person may be away for long."""
import sys
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Homeserver, Mailbox, tap  # noqa: E402
from homeserver.mail import confirm  # noqa: E402

from driver import Home, Rpc  # noqa: E402

PASSWORD = 'a long enough password'
LINK = 'matrix:r/help:example.org'


def load(url):
    """A page, as a browser would get it: (status, text)."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode()


class Case(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'me', debug=True))

    def place(self, user):
        return {'homeserver': self.server.server_name, 'user': user, 'password': PASSWORD}

    def nothing_readable(self, *words):
        """What is kept lies behind the passphrase, and no log has it."""
        for path in Path(self.home.profile('me')).rglob('*'):
            if path.is_file():
                for word in words:
                    self.assertNotIn(word.encode(), path.read_bytes(), path)
        for word in words:
            self.assertNotIn(word, self.rpc.stderr())


class Mail(Case):
    @classmethod
    def setUpClass(cls):
        cls.mailbox = cls.enterClassContext(Mailbox())
        cls.server = cls.enterClassContext(Homeserver(settings={
            'email': cls.mailbox.settings, 'registrations_require_3pid': ['email'],
            'enable_registration_without_verification': False}))

    def test_the_link_in_the_mail(self):
        self.assertEqual(self.rpc.call('server.offer', homeserver=self.server.server_name)['stages'],
                         ['m.login.email.identity'])
        call = self.rpc.begin('register', email='ann@example.org', link=LINK, **self.place('ann'))
        self.assertEqual(self.rpc.note('mail.sent'), {'email': 'ann@example.org', 'link': LINK})
        url = self.mailbox.link('ann@example.org')
        self.assertEqual(urllib.parse.urlsplit(url).netloc, self.server.server_name)
        self.assertFalse(self.rpc.answers.get(call))
        self.assertEqual(load(url)[0], 200)
        self.assertEqual(self.rpc.end(call)['user_id'], f'@ann:{self.server.server_name}')
        self.rpc.await_sync('live')
        self.assertEqual(self.server.client().login('ann', PASSWORD).user_id, f'@ann:{self.server.server_name}')
        self.assertIn('signed in already', self.rpc.refused('register.resume').message)
        self.nothing_readable(PASSWORD)

    def test_killed_while_the_person_reads_mail(self):
        self.rpc.begin('register', email='bea@example.org', link=LINK, **self.place('bea'))
        self.rpc.note('mail.sent')
        url = self.mailbox.link('bea@example.org')
        self.rpc.kill()
        self.nothing_readable(PASSWORD, LINK)
        with Rpc(self.home, 'me') as again:
            self.assertEqual(again.call('login.resume'), {})
            call = again.begin('register.resume')
            self.assertEqual(again.note('register.resumed'),
                             {'stage': 'm.login.email.identity', 'link': LINK, 'email': 'bea@example.org'})
            load(url)
            self.assertEqual(again.end(call)['user_id'], f'@bea:{self.server.server_name}')
        with Rpc(self.home, 'me') as third:
            self.assertEqual(third.call('status')['user_id'], f'@bea:{self.server.server_name}')

    def test_the_link_was_followed_meanwhile(self):
        self.rpc.begin('register', email='cleo@example.org', **self.place('cleo'))
        url = self.mailbox.link('cleo@example.org')
        self.rpc.note('mail.sent')
        self.rpc.kill()
        load(url)
        with Rpc(self.home, 'me') as again:
            self.assertEqual(again.call('register.resume')['user_id'], f'@cleo:{self.server.server_name}')

    def test_an_address_that_is_taken_or_none(self):
        call = self.rpc.begin('register', email='dora@example.org', **self.place('dora'))
        # The mail goes out before Synapse knows its link.
        self.rpc.note('mail.sent')
        load(self.mailbox.link('dora@example.org'))
        self.rpc.end(call)
        self.rpc.call('logout')
        self.assertEqual(self.rpc.refused('register', email='dora@example.org', **self.place('dora2')).errcode,
                         'M_THREEPID_IN_USE')
        self.assertIn('m.login.email.identity', str(self.rpc.refused('register', **self.place('dora3'))))

    def test_nothing_was_begun(self):
        self.assertEqual(self.rpc.call('register.resume'), {})


class Forgotten(Case):
    """The password was forgotten; the account has a mail address."""

    @classmethod
    def setUpClass(cls):
        cls.mailbox = cls.enterClassContext(Mailbox())
        cls.server = cls.enterClassContext(Homeserver(settings={'email': cls.mailbox.settings}))

    def account(self, name):
        """An account with an address, signed in elsewhere: (address, client)."""
        client = self.server.register(name, 'what was it')
        self.server.admin().put(f'/_synapse/admin/v2/users/{client.user_id}', {
            'threepids': [{'medium': 'email', 'address': f'{name}@example.org'}]})
        return f'{name}@example.org', client

    def begin(self, address, **more):
        call = self.rpc.begin('password.reset', homeserver=self.server.server_name, email=address,
                              new_password=PASSWORD, **more)
        self.rpc.note('mail.sent')
        return call

    def test_the_new_password_signs_in(self):
        address, elsewhere = self.account('ann')
        call = self.begin(address, link=LINK)
        url = self.mailbox.link(address)
        self.assertEqual(load(url)[0], 200)
        self.assertFalse(self.rpc.answers.get(call))
        confirm(url)
        self.assertEqual(self.rpc.end(call)['user_id'], elsewhere.user_id)
        self.rpc.await_sync('live')
        self.assertEqual(elsewhere.get('/_matrix/client/v3/account/whoami')['user_id'], elsewhere.user_id)
        self.assertEqual(self.server.client().login('ann', PASSWORD).user_id, elsewhere.user_id)
        self.nothing_readable(PASSWORD)

    def test_other_devices_are_signed_out_where_it_is_wished(self):
        address, elsewhere = self.account('bea')
        call = self.begin(address, sign_out_others=True)
        confirm(self.mailbox.link(address))
        self.rpc.end(call)
        self.rpc.await_sync('live')
        with self.assertRaisesRegex(Exception, 'M_UNKNOWN_TOKEN'):
            elsewhere.get('/_matrix/client/v3/account/whoami')

    def test_killed_while_the_person_reads_mail(self):
        address, elsewhere = self.account('cleo')
        self.begin(address, link=LINK)
        self.rpc.kill()
        self.nothing_readable(PASSWORD, LINK)
        with Rpc(self.home, 'me') as again:
            call = again.begin('register.resume')
            self.assertEqual(again.note('register.resumed'),
                             {'stage': 'm.login.email.identity', 'link': LINK, 'email': address})
            confirm(self.mailbox.link(address))
            self.assertEqual(again.end(call)['user_id'], elsewhere.user_id)
        with Rpc(self.home, 'me') as third:
            self.assertEqual(third.call('status')['user_id'], elsewhere.user_id)
            third.call('logout')
            self.assertEqual(third.call('register.resume'), {})

    def test_signed_out_elsewhere_and_forgotten(self):
        address, elsewhere = self.account('dora')
        call = self.begin(address)
        confirm(self.mailbox.link(address))
        self.rpc.end(call)
        self.rpc.await_sync('live')
        room = self.rpc.call('room.create', name='Kept')['room_id']
        elsewhere.post('/_matrix/client/v3/logout/all')
        self.rpc.await_sync('refused')
        call = self.begin(address)
        confirm(self.mailbox.link(address, 1))
        self.assertEqual(self.rpc.end(call)['user_id'], elsewhere.user_id)
        self.rpc.await_sync('live')
        self.assertEqual([found['room_id'] for found in self.rpc.call('room.list')['rooms']], [room])

    def test_an_address_that_no_account_has(self):
        refused = self.rpc.refused('password.reset', homeserver=self.server.server_name, email='nobody@example.org',
                                   new_password=PASSWORD)
        self.assertEqual(refused.errcode, 'M_THREEPID_NOT_FOUND')
        self.nothing_readable(PASSWORD)


class NoMail(Case):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver())

    def test_a_server_without_mail_says_so(self):
        refused = self.rpc.refused('password.reset', homeserver=self.server.server_name, email='ann@example.org',
                                   new_password=PASSWORD)
        self.assertEqual(refused.code, -32015)


class Terms(Case):
    @classmethod
    def setUpClass(cls):
        cls.server = Homeserver(settings={})
        pages = cls.server.directory / 'terms'
        (pages / 'en').mkdir(parents=True)
        for name in ('1.0', 'success'):
            (pages / 'en' / f'{name}.html').write_text('<p>Be kind.', encoding='ascii')
        cls.server._settings = {'user_consent': {
            'template_dir': str(pages), 'version': '1.0', 'require_at_registration': True, 'policy_name': 'Be kind'}}
        cls.enterClassContext(cls.server)

    def test_agreeing(self):
        self.assertEqual(self.rpc.call('server.offer', homeserver=self.server.server_name)['stages'],
                         ['m.login.terms', 'm.login.dummy'])
        self.assertIn('m.login.terms', str(self.rpc.refused('register', **self.place('tess'))))
        page = self.rpc.note('browser.open')
        self.assertEqual(page['stage'], 'm.login.terms')
        self.assertIn('/_matrix/consent?v=1.0', load(page['url'])[1])
        self.assertEqual(self.rpc.call('register', agree=True, **self.place('tess'))['user_id'],
                         f'@tess:{self.server.server_name}')


class Captcha(Case):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver(settings={
            'enable_registration_captcha': True, 'recaptcha_public_key': 'public-key-of-the-test',
            'recaptcha_private_key': 'private', 'enable_registration_without_verification': False}))

    def test_the_page_is_opened_and_survives(self):
        call = self.rpc.begin('register', link=LINK, **self.place('cara'))
        page = self.rpc.note('browser.open')
        self.assertEqual((page['stage'], page['link']), ('m.login.recaptcha', LINK))
        status, text = load(page['url'])
        self.assertEqual(status, 200)
        self.assertIn('public-key-of-the-test', text)
        self.assertFalse(self.rpc.answers.get(call))
        self.rpc.kill()
        with Rpc(self.home, 'me') as again:
            again.begin('register.resume')
            self.assertEqual(again.note('register.resumed'),
                             {'stage': 'm.login.recaptcha', 'link': LINK, 'email': None})
            self.assertEqual(again.note('browser.open')['url'], page['url'])


if __name__ == '__main__':
    tap.main()
