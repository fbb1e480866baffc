#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps one signed in, and what is kept when the server ends that: by a password, single sign-on and OAuth 2.0.

The server's answers are real: its own database says that the time of tokens and sessions is over.
"""
import contextlib
import sys
import unittest
import urllib.error
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Browser, SignInServer, tap  # noqa: E402
from homeserver.client import MatrixError  # noqa: E402

from driver import Home, Rpc, RpcError  # noqa: E402
from test_sign_in import knock, opened, redirect_of  # noqa: E402

WAITING = 'written meanwhile'


def devices_of(client):
    return [device['device_id'] for device in client.get('/_matrix/client/v3/devices')['devices']]


class Case(unittest.TestCase):
    kind = None

    @classmethod
    def setUpClass(cls):
        if cls.kind:
            cls.server = cls.enterClassContext(SignInServer(cls.kind))

    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'me'))
        self.opened = 0

    def browse(self, method, name):
        """Sign in by the browser, as who has that name there; returns the call."""
        call = self.rpc.begin(method, homeserver=self.server.name)
        url = opened(self.rpc, self.opened)['url']
        self.opened += 1
        status, where, text = Browser().go(url, fields={'name': name})
        self.assertEqual((status, urllib.parse.urlsplit(where).hostname), (200, '127.0.0.1'), text)
        return call

    def make_room(self):
        self.rpc.await_sync('live')
        room = self.rpc.call('room.create', name='tea')['room_id']
        self.rpc.call('room.send', room=room, body='before')
        return room

    def wait_refused(self, errcode):
        self.rpc.until(lambda status: (status['sync'], status.get('errcode')) == ('refused', errcode), 'status')

    def write_meanwhile(self, room):
        self.rpc.call('room.send', room=room, body=WAITING, wait=False)

    def sent_once(self, room):
        """What waited has gone out, and the server has it once."""
        self.rpc.await_sync('live')
        self.rpc.until(lambda result: result['items'][0]['event_id'] and not result['items'][0]['send_state'],
                       'timeline.get', room=room, limit=1)
        self.rpc.call('room.send', room=room, body='after')
        bodies = [item['content'].get('body') for item in self.rpc.call('timeline.get', room=room, limit=20)['items']]
        self.assertEqual([bodies.count(body) for body in ('before', WAITING, 'after')], [1, 1, 1], bodies)


    def answer_for_nobody(self, url, name):
        """The person signs in while the program is not there; returns where the browser then stands."""
        browser = Browser()
        with contextlib.suppress(urllib.error.URLError):
            browser.go(url, fields={'name': name})
        return urllib.parse.urlsplit(browser.visited[-1])

    def comes_back_to_a_silent_server(self, method, name):
        """The program is started again while the server says nothing: the sign-in waits for it, and so does what the
        browser brings."""
        self.rpc.begin(method, homeserver=self.server.name, link='matrix:r/help:example.org')
        before = opened(self.rpc)
        self.rpc.kill()
        port, _, _ = redirect_of(before['url'])
        where = self.answer_for_nobody(before['url'], name)
        self.assertEqual(where.port, port, where)
        self.server.homeserver.freeze()
        try:
            self.rpc = self.enterContext(Rpc(self.home, 'me'))
            call = self.rpc.begin('login.resume')
            self.assertEqual(opened(self.rpc), before)
            self.assertEqual(knock(port, f'{where.path}?{where.query}'), 200)
            # A restart of the server, too, is waited for.
            self.server.homeserver.kill()
            self.assertFalse(self.rpc.answers.get(call))
            self.assertEqual(self.rpc.refused('server.offer', homeserver=self.server.name).errcode,
                             'ORG.TEAHOUSE.UNREACHABLE')
        finally:
            self.server.homeserver.start()
        self.assertEqual(self.rpc.end(call)['user_id'], f'@{name}:{self.server.name}')
        self.rpc.await_sync('live')


class Synapse(Case):
    """A homeserver with passwords and an identity provider."""
    kind = 'oidc'

    def login(self, name, password=None):
        return self.rpc.call('login.password', homeserver=self.server.name, user=name, password=password or name)

    def end(self, account):
        self.server.homeserver.end_lifetimes(account['user_id'])
        self.wait_refused('ORG.TEAHOUSE.SOFT_LOGOUT')

    def test_security_N18_refresh_refused_by_password(self):
        self.server.homeserver.register('ann')
        other = self.server.homeserver.register('eve')
        before = self.login('ann')
        room = self.make_room()
        self.end(before)
        self.write_meanwhile(room)
        # Neither a wrong password nor another account takes anything away.
        self.assertEqual(self.rpc.refused('login.password', homeserver=self.server.name, user='ann',
                                          password='not it').errcode, 'M_FORBIDDEN')
        self.assertEqual(self.rpc.refused('login.password', homeserver='localhost:9', user='ann',
                                          password='ann').errcode, 'ORG.TEAHOUSE.UNREACHABLE')
        self.assertEqual(self.rpc.refused('login.password', homeserver=self.server.name, user='eve',
                                          password='eve').errcode, 'ORG.TEAHOUSE.OTHER_ACCOUNT')
        self.assertEqual(self.rpc.call('status')['user_id'], before['user_id'])
        # Hers is not kept, either.
        self.rpc.wait(lambda: devices_of(other) == [other.device_id])
        self.assertEqual(self.login('ann')['device_id'], before['device_id'])
        self.sent_once(room)

    def test_security_N18_refresh_refused_and_restarted(self):
        """The program ends between: the device still goes on."""
        self.server.homeserver.register('bea')
        before = self.login('bea')
        room = self.make_room()
        self.end(before)
        self.write_meanwhile(room)
        self.assertEqual(self.rpc.close(), 0)
        self.rpc = self.enterContext(Rpc(self.home, 'me'))
        self.wait_refused('ORG.TEAHOUSE.SOFT_LOGOUT')
        self.assertEqual(self.login('bea')['device_id'], before['device_id'])
        self.sent_once(room)

    def test_security_N18_refresh_refused_by_single_sign_on(self):
        before = self.rpc.end(self.browse('login.sso', 'wiki-cleo'))
        room = self.make_room()
        self.end(before)
        self.write_meanwhile(room)
        with self.assertRaises(Exception) as refused:
            self.rpc.end(self.browse('login.sso', 'wiki-eve'))
        self.assertEqual(refused.exception.errcode, 'ORG.TEAHOUSE.OTHER_ACCOUNT')
        # Its login token is used up: nothing of it is left to go on with.
        self.assertEqual(self.rpc.close(), 0)
        self.rpc = self.enterContext(Rpc(self.home, 'me'))
        self.opened = 0
        self.wait_refused('ORG.TEAHOUSE.SOFT_LOGOUT')
        self.assertEqual(self.rpc.call('login.resume'), {})
        self.assertEqual(self.rpc.end(self.browse('login.sso', 'wiki-cleo'))['device_id'], before['device_id'])
        self.sent_once(room)

    def test_security_N18_refreshed(self):
        """The access token runs out while many things are asked for: nobody notices."""
        self.server.homeserver.register('dan')
        before = self.login('dan')
        room = self.make_room()
        self.server.homeserver.end_lifetimes(before['user_id'], with_session=False)
        self.write_meanwhile(room)
        self.sent_once(room)
        self.assertEqual(self.rpc.call('status')['device_id'], before['device_id'])

    def test_security_N18_ended_elsewhere(self):
        """Another device signs this one out: another device id, but rooms and what waits are here."""
        web = self.server.homeserver.register('fay')
        before = self.login('fay')
        room = self.make_room()
        web.post('/_matrix/client/v3/delete_devices', {
            'devices': [before['device_id']],
            'auth': {'type': 'm.login.password', 'identifier': {'type': 'm.id.user', 'user': 'fay'},
                     'password': 'fay'}})
        self.wait_refused('ORG.TEAHOUSE.SIGNED_OUT')
        self.write_meanwhile(room)
        self.assertNotEqual(self.login('fay')['device_id'], before['device_id'])
        self.sent_once(room)

    def test_security_N18_signing_out_ends_the_token(self):
        web = self.server.homeserver.register('gus')
        before = self.login('gus')
        self.make_room()
        self.rpc.call('logout')
        self.assertNotIn(before['device_id'], devices_of(web))

    def test_resumed_while_the_server_is_silent(self):
        self.comes_back_to_a_silent_server('login.sso', 'wiki-jan')

    def test_suspended(self):
        """By the server's administrator; said in words, and over when it is over."""
        admin = self.server.homeserver.admin()
        self.server.homeserver.register('hal')
        account = self.login('hal')
        room = self.make_room()
        admin.put(f'/_synapse/admin/v1/suspend/{account["user_id"]}', {'suspend': True})
        error = self.rpc.refused('room.send', room=room, body='may I')
        self.assertEqual((error.errcode, error.message),
                         ('M_USER_SUSPENDED', 'The server\'s administrators have suspended this account: it can read '
                                              'only.'))
        self.assertEqual(self.rpc.call('status')['sync'], 'live')
        admin.put(f'/_synapse/admin/v1/suspend/{account["user_id"]}', {'suspend': False})
        self.rpc.call('room.send', room=room, body='I may')

    def test_locked(self):
        """By the server's administrator: no sign-out; who signs in anew is told, too."""
        admin = self.server.homeserver.admin()
        self.server.homeserver.register('ivy')
        account = self.login('ivy')
        self.make_room()
        admin.put(f'/_synapse/admin/v2/users/{account["user_id"]}', {'locked': True})
        self.wait_refused('M_USER_LOCKED')
        with Home() as home, Rpc(home, 'other', 'memory') as other:
            error = other.refused('login.password', homeserver=self.server.name, user='ivy', password='ivy')
            self.assertEqual((error.errcode, error.message),
                             ('M_USER_LOCKED', 'The server\'s administrators have locked this account.'))
        self.assertEqual(self.rpc.call('status')['user_id'], account['user_id'])


class OAuth(Case):
    kind = 'mas'

    def test_security_N18_refresh_refused_by_oauth(self):
        """OAuth 2.0 knows no soft log-out: another device, but rooms and what waits are here."""
        before = self.rpc.end(self.browse('login.oauth', 'wiki-ann'))
        room = self.make_room()
        self.server.end_sessions()
        self.wait_refused('ORG.TEAHOUSE.SIGNED_OUT')
        self.write_meanwhile(room)
        revoked = self.server.authority.act('seen')['revoke']
        with self.assertRaises(Exception) as refused:
            self.rpc.end(self.browse('login.oauth', 'wiki-eve'))
        self.assertEqual(refused.exception.errcode, 'ORG.TEAHOUSE.OTHER_ACCOUNT')
        self.rpc.wait(lambda: self.server.authority.act('seen')['revoke'] == revoked + 1)
        after = self.rpc.end(self.browse('login.oauth', 'wiki-ann'))
        self.assertEqual(after['user_id'], before['user_id'])
        self.assertNotEqual(after['device_id'], before['device_id'])
        self.sent_once(room)

    def test_locked(self):
        """The homeserver asks the authorization server alone: an account that is marked as locked here goes on. There,
        whose account is locked has no good token any more, which is all that the homeserver then says: the session is
        over, nothing is lost, and the page in the browser is the one that knows why."""
        account = self.rpc.end(self.browse('login.oauth', 'wiki-kim'))
        room = self.make_room()
        self.server.homeserver.mark_user(account['user_id'], 'locked')
        self.rpc.await_sync('live')
        self.rpc.call('room.send', room=room, body='locked, it seems')
        self.server.end_sessions()
        self.wait_refused('ORG.TEAHOUSE.SIGNED_OUT')
        self.assertEqual(self.rpc.call('status')['user_id'], account['user_id'])
        self.write_meanwhile(room)
        self.server.authority.act('deny')
        with self.assertRaises(RpcError) as refused:
            self.rpc.end(self.browse('login.oauth', 'wiki-kim'))
        self.assertEqual(refused.exception.errcode, 'access_denied')
        self.assertEqual(self.rpc.end(self.browse('login.oauth', 'wiki-kim'))['user_id'], account['user_id'])
        self.sent_once(room)

    def test_resumed_while_the_server_is_silent(self):
        self.comes_back_to_a_silent_server('login.oauth', 'wiki-jan')

    def test_security_N18_signing_out_ends_the_tokens(self):
        """What was revoked is dead at the server: asked with the very tokens."""
        account = self.rpc.end(self.browse('login.oauth', 'wiki-gus'))
        self.make_room()
        tokens = self.server.authority.act('tokens')
        self.assertTrue(tokens['refresh'])
        with self.assertRaises(MatrixError):
            self.server.homeserver.client('none').get('/_matrix/client/v3/account/whoami')
        mine = self.server.homeserver.client(tokens['access'][-1])
        self.assertEqual(mine.get('/_matrix/client/v3/account/whoami')['device_id'], account['device_id'])
        self.rpc.call('logout')
        with self.assertRaises(MatrixError) as refused:
            mine.get('/_matrix/client/v3/account/whoami')
        self.assertEqual(refused.exception.errcode, 'M_UNKNOWN_TOKEN')
        self.assertNotIn(tokens['refresh'][-1], self.server.authority.act('tokens')['refresh'])


if __name__ == '__main__':
    tap.main()
