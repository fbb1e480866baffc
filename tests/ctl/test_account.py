#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out by `teahousectl rpc`, and how the server is reached, against the real homeserver."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Homeserver, tap  # noqa: E402

from driver import Home, Rpc, RpcError  # noqa: E402
from live import OURS  # noqa: E402

SIGNED_IN = -32099


class AccountTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver())
        cls.server.register('ann')

    def setUp(self):
        self.home = self.enterContext(Home())

    def rpc(self, keys='passphrase'):
        return self.enterContext(Rpc(self.home, 'p', keys))

    def test_security_N18_password(self):
        rpc = self.rpc()
        account = rpc.call('login.password', homeserver=self.server.server_name, user='ann', password='ann')
        self.assertEqual(set(account), {'user_id', 'device_id'})
        self.assertEqual(account['user_id'], f'@ann:{self.server.server_name}')
        rpc.await_sync('live')
        status = rpc.call('status')
        self.assertEqual(status, account | {'homeserver': self.server.base_url, 'guest': False, 'sync': 'live'})
        again = rpc.refused('login.password', homeserver=self.server.server_name, user='ann', password='ann')
        self.assertEqual((again.code, again.errcode), (SIGNED_IN, OURS + 'SIGNED_IN'))
        self.assertEqual(rpc.refused('login.guest', homeserver=self.server.server_name).code, SIGNED_IN)
        self.assertEqual(rpc.close(), 0)
        # The profile remembers.
        again = self.rpc()
        again.await_sync('live')
        self.assertEqual(again.call('status'), status)

    def test_whole_user_id(self):
        account = self.rpc('memory').call('login.password', homeserver=self.server.server_name, password='ann',
                                          user=f'@ann:{self.server.server_name}')
        self.assertEqual(account['user_id'], f'@ann:{self.server.server_name}')

    def test_wrong_password_says_so(self):
        rpc = self.rpc()
        for user in ('ann', 'nobody-of-this-name'):
            error = rpc.refused('login.password', homeserver=self.server.server_name, user=user, password='no')
            self.assertEqual((error.errcode, error.message), ('M_FORBIDDEN', 'The name or the password is wrong.'))
            self.assertEqual(error.data['status'], 403)
            self.assertTrue(error.data['detail'])
        self.assertEqual(rpc.call('status')['user_id'], None)
        self.assertFalse(Path(self.home.profile('p')).exists(), 'a failed login leaves nothing')

    def test_two_logins_at_once(self):
        rpc = self.rpc('memory')
        params = {'homeserver': self.server.server_name, 'user': 'ann', 'password': 'ann'}
        numbers = [rpc.begin('login.password', **params) for _ in range(3)]
        good = bad = 0
        for number in numbers:
            try:
                good += bool(rpc.end(number)['user_id'])
            except RpcError as error:
                self.assertIn(error.errcode, (OURS + 'SIGNED_IN', OURS + 'BAD_INPUT'))
                bad += 1
        self.assertEqual((good, bad), (1, 2))

    def test_guest(self):
        rpc = self.rpc('memory')
        ben = self.server.register('ben')
        room = ben.create_room(preset='public_chat', initial_state=[
            {'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}}])
        account = rpc.call('login.guest', homeserver=self.server.server_name)
        self.assertEqual(set(account), {'user_id', 'device_id'})
        self.assertTrue(rpc.call('status')['guest'])
        self.assertEqual(rpc.call('room.join', room=room), {'room_id': room})
        number = account['user_id'].split(':')[0][1:]
        self.assertEqual(ben.joined_members(room)[account['user_id']]['display_name'], f'Guest {number}')
        event = rpc.call('room.send', room=room, body='may I?')['event_id']
        self.assertEqual(ben.wait_for(room, lambda found: found['event_id'] == event)['sender'], account['user_id'])
        for method, params in (('report.event', {'room': room, 'event': event}), ('report.room', {'room': room}),
                               ('report.user', {'user': ben.user_id})):
            error = rpc.refused(method, reason='x', **params)
            self.assertEqual(error.message, 'Guests are not allowed to do this. Sign in with an account.')

    def test_security_L09_logout(self):
        rpc = self.rpc()
        rpc.sign_in(self.server, 'ann')
        device = rpc.call('status')['device_id']
        self.assertEqual(rpc.call('logout'), {})
        self.assertEqual(rpc.call('status'), {'user_id': None, 'device_id': None, 'homeserver': None, 'guest': False,
                                              'sync': 'stopped'})
        self.assertEqual([path for path in self.home.path.rglob('*') if path.is_file()], [])
        devices = self.server.client().login('ann', 'ann').get('/_matrix/client/v3/devices')['devices']
        self.assertNotIn(device, [found['device_id'] for found in devices])
        # And in again, in the same process.
        rpc.sign_in(self.server, 'ann')
        self.assertNotEqual(rpc.call('status')['device_id'], device)

    def test_profile_is_one_program_at_a_time(self):
        rpc = self.rpc()
        rpc.sign_in(self.server, 'ann')
        second = self.rpc()
        note = second.note('error')
        self.assertEqual((set(note) >= {'code', 'message'}, note['data']['errcode']), (True, OURS + 'STORE_BUSY'))
        self.assertEqual(second.refused('status').errcode, OURS + 'STORE_BUSY')
        self.assertEqual(second.close(), 1)
        self.assertEqual(rpc.call('status')['sync'], 'live')

    def test_wrong_passphrase(self):
        rpc = self.rpc()
        rpc.sign_in(self.server, 'ann')
        self.assertEqual(rpc.close(), 0)
        done = self.home.run('--profile', self.home.profile('p'), 'rooms', TEAHOUSE_PASSPHRASE='wrong')
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('passphrase', done.stderr)

    def test_session_ended_elsewhere(self):
        rpc = self.rpc('memory')
        eva = self.server.register('eva')
        rpc.sign_in(self.server, 'eva')
        eva.post('/_matrix/client/v3/logout/all')
        note = rpc.note('error')
        self.assertEqual(note['data']['errcode'], OURS + 'SIGNED_OUT')
        self.assertTrue(note['message'].endswith('.') and isinstance(note['code'], int))
        self.assertTrue(rpc.note('sync', lambda params: params['state'] in ('refused', 'stopped')))


class SyncNotificationTest(unittest.TestCase):
    def test_sync_states(self):
        with Homeserver() as server, Home() as home, Rpc(home, 'p', 'memory') as rpc:
            server.register('ann')
            rpc.sign_in(server, 'ann')
            states = lambda: [note['params']['state'] for note in rpc.notes if note['method'] == 'sync']  # noqa: E731
            self.assertEqual(states()[-1], 'live')
            server.kill()
            rpc.await_sync('offline')
            self.assertEqual(states()[-1], 'offline')
            self.assertEqual(rpc.refused('room.create').errcode, OURS + 'UNREACHABLE')
            server.start()
            # Sooner than a question that waits for news is answered, which is after 30 s.
            rpc.await_sync('live', 20)
            self.assertEqual(states()[-1], 'live')
            server.kill()
            # Signed out here also when the server cannot be told.
            self.assertEqual(rpc.call('logout'), {})
            self.assertEqual(rpc.close(), 0)
            self.assertEqual(rpc.stderr(), '')


if __name__ == '__main__':
    tap.main()
