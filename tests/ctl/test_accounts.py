#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making an account, keeping a guest's, and looking after what one has, against a real homeserver."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Homeserver, MatrixError, tap  # noqa: E402

from driver import Home, Rpc, RpcError  # noqa: E402

PASSWORD = 'a long enough password'
PIXEL = bytes.fromhex('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cf'
                      'c0000003010100c9fe92ef0000000049454e44ae426082')
GUEST = 'M_GUEST_ACCESS_FORBIDDEN'
GUESTS = [{'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}}]


class Case(unittest.TestCase):
    settings = None

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver(settings=cls.settings))

    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'me', debug=True))

    def refused(self, errcode, method, **params):
        with self.assertRaises(RpcError) as refused:
            self.rpc.call(method, **params)
        self.assertEqual(refused.exception.errcode, errcode, refused.exception)
        return refused.exception


class Accounts(Case):
    def test_register(self):
        account = self.rpc.call('register', homeserver=self.server.server_name, user='rita', password=PASSWORD)
        self.assertEqual(account['user_id'], f'@rita:{self.server.server_name}')
        self.rpc.await_sync('live')
        self.assertEqual(self.server.client().login('rita', PASSWORD).user_id, account['user_id'])
        self.assertNotIn(PASSWORD, self.rpc.stderr())
        listed = self.rpc.call('account.list')['accounts']
        self.assertEqual([(found['user_id'], found['guest']) for found in listed], [(account['user_id'], False)])

    def test_register_refusals(self):
        self.server.register('taken')
        place = {'homeserver': self.server.server_name, 'password': PASSWORD}
        self.refused('M_USER_IN_USE', 'register', user='taken', **place)
        self.refused('M_INVALID_USERNAME', 'register', user='Ä Ö', **place)

    def test_guest_becomes_an_account(self):
        host = self.server.register('host')
        room = host.create_room(preset='public_chat', room_alias_name='help', initial_state=GUESTS)
        guest = self.rpc.call('login.guest', homeserver=self.server.server_name)
        self.rpc.call('room.join', alias=f'#help:{self.server.server_name}')
        self.rpc.call('room.send', room=room, body='as a guest')
        self.assertTrue(self.rpc.call('status')['guest'])
        account = self.rpc.call('guest.upgrade', password=PASSWORD)
        self.assertEqual(account['user_id'], guest['user_id'])
        self.assertFalse(self.rpc.call('status')['guest'])
        self.rpc.await_sync('live')
        self.assertIn(room, [found['room_id'] for found in self.rpc.call('room.list')['rooms']])
        self.rpc.call('room.send', room=room, body='as myself')
        host.wait_for(room, lambda event: event['content'].get('body') == 'as myself'
                      and event['sender'] == guest['user_id'])
        self.assertEqual(self.server.client().login(guest['user_id'], PASSWORD).user_id, guest['user_id'])
        self.rpc.close()
        with Rpc(self.home, 'me') as again:
            again.await_sync('live')
            self.assertEqual(again.call('status')['user_id'], guest['user_id'])
            self.assertFalse(again.call('status')['guest'])

    def test_guest_becomes_another_name(self):
        host = self.server.register('hostess')
        room = host.create_room(preset='public_chat', room_alias_name='tea', initial_state=GUESTS)
        guest = self.rpc.call('login.guest', homeserver=self.server.server_name)
        self.rpc.call('room.join', alias=f'#tea:{self.server.server_name}')
        self.rpc.call('room.send', room=room, body='as a guest')
        self.refused('M_USER_IN_USE', 'guest.upgrade', user='hostess', password=PASSWORD)
        self.assertEqual(self.rpc.call('status')['user_id'], guest['user_id'])
        account = self.rpc.call('guest.upgrade', user='gwen', password=PASSWORD)
        self.assertEqual((account['user_id'], account['left']), (f'@gwen:{self.server.server_name}', []))
        self.rpc.await_sync('live')
        self.assertEqual(self.rpc.call('status')['user_id'], account['user_id'])
        self.assertEqual([found['room_id'] for found in self.rpc.call('room.list')['rooms']], [room])
        self.rpc.call('room.send', room=room, body='as gwen')
        members = {event['state_key']: event['content']['membership']
                   for event in host.get(f'/_matrix/client/v3/rooms/{room}/members')['chunk']}
        self.assertEqual((members[account['user_id']], members[guest['user_id']]), ('join', 'leave'))
        listed = self.rpc.call('account.list')['accounts']
        self.assertEqual([(found['user_id'], found['current']) for found in listed], [(account['user_id'], True)])
        self.rpc.close()
        with Rpc(self.home, 'me') as again:
            again.await_sync('live')
            self.assertEqual(again.call('status')['user_id'], account['user_id'])
            again.call('room.send', room=room, body='after a restart')
            again.call('logout')
            self.assertEqual(again.call('account.list')['accounts'], [])
            self.assertIsNone(again.call('status')['user_id'])
        self.assertEqual([str(path) for path in Path(self.home.profile('me'), 'accounts').iterdir()], [])

    def test_what_a_guest_cannot_do(self):
        """The table of wire.md: each is refused in words, and none of it ends the session."""
        host = self.server.register('lender')
        room = host.create_room(preset='public_chat', room_alias_name='shop', initial_state=GUESTS)
        other = host.create_room(preset='public_chat', room_alias_name='cellar')
        event = host.send(room, 'buy something')
        guest = self.rpc.call('login.guest', homeserver=self.server.server_name)
        self.rpc.call('room.join', alias=f'#shop:{self.server.server_name}')
        self.rpc.await_sync('live')
        picture = self.home.path / 'tea.txt'
        picture.write_text('tea', encoding='ascii')
        for errcode, method, params in (
                (GUEST, 'room.join', {'alias': f'#cellar:{self.server.server_name}'}),
                (GUEST, 'room.invite', {'room': room, 'user': host.user_id}),
                (GUEST, 'room.knock', {'room': other}),
                (GUEST, 'room.create', {'name': 'mine'}),
                ('ORG.TEAHOUSE.GUEST_FORBIDDEN', 'room.send_file', {'room': room, 'path': str(picture)}),
                (GUEST, 'report.event', {'room': room, 'event': event, 'reason': 'rude'}),
                (GUEST, 'report.room', {'room': room, 'reason': 'rude'}),
                (GUEST, 'report.user', {'user': host.user_id, 'reason': 'rude'}),
                (GUEST, 'sessions.delete', {'device': 'guest_device'}),
                (GUEST, 'password.change', {'password': PASSWORD, 'new_password': PASSWORD}),
                (GUEST, 'user.search', {'term': 'lender'}),
                (GUEST, 'profile.set', {'field': 'avatar_url', 'value': 'mxc://localhost/x'})):
            with self.subTest(method):
                self.refused(errcode, method, **params)
        # What means something on this computer alone is done here.
        self.rpc.call('ignore.set', user=host.user_id, ignored=True)
        self.rpc.call('typing.set', room=room, typing=True)
        self.rpc.call('room.read', room=room, event=event)
        self.assertEqual([found['own'] for found in self.rpc.call('sessions.list')['sessions']], [True])
        self.rpc.call('profile.set', field='displayname', value='Visitor')
        self.rpc.call('room.send', room=room, body='still here')
        self.assertEqual(self.rpc.call('status')['user_id'], guest['user_id'])
        # What anybody would be refused for is no matter of guests.
        host.ban(room, guest['user_id'])
        self.assertEqual(self.rpc.refused('room.join', room=room).message, 'This account is banned from the room.')

    def test_sessions(self):
        self.server.register('sue', PASSWORD)
        other = self.server.client().login('sue', PASSWORD)
        own = self.rpc.call('login.password', homeserver=self.server.server_name, user='sue', password=PASSWORD)
        listed = {found['device_id']: found for found in self.rpc.call('sessions.list')['sessions']}
        self.assertTrue(listed[own['device_id']]['own'])
        self.assertFalse(listed[other.device_id]['own'])
        self.rpc.call('sessions.rename', device=other.device_id, name='old laptop')
        named = {found['device_id']: found['name'] for found in self.rpc.call('sessions.list')['sessions']}
        self.assertEqual(named[other.device_id], 'old laptop')
        self.refused('M_FORBIDDEN', 'sessions.delete', device=other.device_id, password='wrong')
        self.assertIn('m.login.password', str(self.refused('ORG.TEAHOUSE.FORBIDDEN', 'sessions.delete',
                                                           device=other.device_id)))
        self.rpc.call('sessions.delete', device=other.device_id, password=PASSWORD)
        with self.assertRaises(MatrixError):
            other.get('/_matrix/client/v3/account/whoami')
        self.assertNotIn(other.device_id, [found['device_id'] for found in self.rpc.call('sessions.list')['sessions']])

    def test_password_profile_and_the_end(self):
        self.rpc.call('register', homeserver=self.server.server_name, user='pia', password=PASSWORD)
        self.rpc.call('password.change', password=PASSWORD, new_password=PASSWORD + '2')
        pia = self.server.client().login('pia', PASSWORD + '2')
        self.rpc.call('profile.set', field='displayname', value='Pia the first')
        self.assertEqual(pia.get(f'/_matrix/client/v3/profile/{pia.user_id}')['displayname'], 'Pia the first')
        self.refused('M_FORBIDDEN', 'account.deactivate', password='wrong')
        self.rpc.call('account.deactivate', password=PASSWORD + '2')
        with self.assertRaises(MatrixError):
            self.server.client().login('pia', PASSWORD + '2')
        self.rpc.call('logout')

    def test_profile(self):
        self.rpc.call('register', homeserver=self.server.server_name, user='ria', password=PASSWORD)
        me = self.rpc.call('status')['user_id']
        before = self.rpc.call('profile.get')
        self.assertEqual((before['displayname'], before['avatar_url'], before['can_set']),
                         ('ria', None, ['displayname', 'avatar_url', 'm.tz', 'm.pronouns']))
        self.rpc.call('profile.set', field='m.tz', value='Europe/Berlin')
        self.rpc.call('profile.set', field='m.pronouns', value='she/her')
        picture = self.home.path / 'me.png'
        picture.write_bytes(PIXEL)
        mxc = self.rpc.call('profile.set_avatar', path=str(picture))['avatar_url']
        self.assertTrue(mxc.startswith(f'mxc://{self.server.server_name}/'))
        wire = self.server.register('reader').get(f'/_matrix/client/v3/profile/{me}')
        self.assertEqual((wire['avatar_url'], wire['m.tz'], wire['m.pronouns']),
                         (mxc, 'Europe/Berlin', [{'language': 'en', 'summary': 'she/her'}]))
        after = self.rpc.call('profile.get', user=me)
        self.assertEqual((after['m.tz'], after['m.pronouns'], after['avatar_url']), ('Europe/Berlin', 'she/her', mxc))
        for field in ('m.tz', 'm.pronouns', 'avatar_url'):
            self.rpc.call('profile.set', field=field)
        self.assertEqual([self.rpc.call('profile.get')[field] for field in ('m.tz', 'm.pronouns', 'avatar_url')],
                         [None, None, None])
        self.assertEqual(self.rpc.refused('profile.set', field='m.shoes', value='42').errcode,
                         'ORG.TEAHOUSE.BAD_INPUT')
        picture.write_text('no picture', encoding='ascii')
        self.assertEqual(self.rpc.refused('profile.set_avatar', path=str(picture)).errcode, 'ORG.TEAHOUSE.BAD_INPUT')

    def test_security_L09_nothing_stays(self):
        self.rpc.call('register', homeserver=self.server.server_name, user='lea', password=PASSWORD)
        self.rpc.await_sync('live')
        self.rpc.call('logout')
        self.assertEqual([str(path) for path in Path(self.home.profile('me')).rglob('*') if path.is_file()], [])


class Stages(Case):
    settings = {'registration_requires_token': True}

    def test_registration_token(self):
        admin = self.server.admin()
        admin.post('/_synapse/admin/v1/registration_tokens/new', {'token': 'wiki-tea'})
        place = {'homeserver': self.server.server_name, 'user': 'tom', 'password': PASSWORD}
        self.assertEqual(self.rpc.call('server.offer', homeserver=self.server.server_name)['stages'],
                         ['m.login.registration_token', 'm.login.dummy'])
        self.assertIn('registration_token', str(self.refused('ORG.TEAHOUSE.FORBIDDEN', 'register', **place)))
        told = self.rpc.note('browser.open')
        self.assertIn('/_matrix/client/v3/auth/m.login.registration_token/fallback/web?session=', told['url'])
        self.refused('M_UNAUTHORIZED', 'register', token='guessed', **place)
        self.assertEqual(self.rpc.call('register', token='wiki-tea', **place)['user_id'],
                         f'@tom:{self.server.server_name}')


class NoAccounts(Case):
    settings = {'enable_registration': False, 'enable_registration_without_verification': False,
                'allow_guest_access': False}

    def test_offer_and_refusals(self):
        self.assertEqual(self.rpc.call('server.offer', homeserver=self.server.server_name)['stages'], [])
        self.assertNotIn('register', self.rpc.call('server.offer', homeserver=self.server.server_name)['ways'])
        self.refused('M_FORBIDDEN', 'register', homeserver=self.server.server_name, user='no', password=PASSWORD)
        self.refused('M_UNKNOWN', 'login.guest', homeserver=self.server.server_name)


if __name__ == '__main__':
    tap.main()
