#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in where a password has nothing to do, against a real homeserver and a real authority.

The browser is a program that presses the one button there is (homeserver.Browser).
"""
import contextlib
import http.client
import sys
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Browser, SignInServer, tap  # noqa: E402

from driver import Home, Rpc, RpcError  # noqa: E402


def opened(rpc, number=0):
    """What the program wants opened: the number-th browser.open."""
    def find():
        notes = [note['params'] for note in rpc.notes if note['method'] == 'browser.open']
        return notes[number] if len(notes) > number else None
    return rpc.wait(find)


def redirect_of(url):
    """(port, path, state) that a browser would come back with."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    back = urllib.parse.urlsplit(query['redirectUrl'][0] if 'redirectUrl' in query else query['redirect_uri'][0])
    state = query['state'][0] if 'state' in query else urllib.parse.parse_qs(back.query)['nonce'][0]
    return back.port, back.path, state


def knock(port, path, method='GET', host=None, body=None, headers=None):
    """One request to the listener; the status, or 0 where it hangs up."""
    with contextlib.closing(http.client.HTTPConnection('127.0.0.1', port, timeout=20)) as connection:
        connection.putrequest(method, path, skip_host=True)
        connection.putheader('Host', host or f'127.0.0.1:{port}')
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader('Content-Length', str(len(body)))
        connection.endheaders(body)
        try:
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except ConnectionError:
            return 0


class Case(unittest.TestCase):
    kind = None

    @classmethod
    def setUpClass(cls):
        if cls.kind:
            cls.server = cls.enterClassContext(SignInServer(cls.kind))

    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'me', debug=True))

    def come_back(self, url, fields=None):
        """The person signs in; returns the page that the program showed at the end."""
        status, where, text = Browser().go(url, fields=fields)
        self.assertEqual(urllib.parse.urlsplit(where).hostname, '127.0.0.1', f'{status} {where} {text[:500]}')
        self.assertEqual(status, 200)
        self.assertIn('You can go back to Teahouse now', text)
        for word in ('<script', 'src=', 'href='):
            self.assertNotIn(word, text)
        return text

    def lives(self):
        """The session works: a room can be made and written in."""
        self.rpc.await_sync('live')
        room = self.rpc.call('room.create', name='tea')['room_id']
        return room, self.rpc.call('room.send', room=room, body='hello')['event_id']

    def no_secrets(self, *words):
        log = self.rpc.stderr()
        for word in words:
            self.assertNotIn(word, log)


class SingleSignOn(Case):
    kind = 'oidc'

    def test_offer(self):
        offer = self.rpc.call('server.offer', homeserver=self.server.name)
        self.assertEqual(offer['providers'], [{'id': 'oidc-wiki', 'name': 'Wikimedia', 'icon': None,
                                               'brand': 'org.wikimedia'}])
        self.assertLessEqual({'sso', 'password', 'guest', 'token', 'register'}, set(offer['ways']))
        self.assertNotIn('oauth', offer['ways'])
        self.assertEqual(offer['stages'], ['m.login.dummy'])

    def test_one_button(self):
        call = self.rpc.begin('login.sso', homeserver=self.server.name, idp='oidc-wiki')
        url = opened(self.rpc)['url']
        self.come_back(url)
        account = self.rpc.end(call)
        self.assertEqual(account['user_id'], f'@wiki-ann:{self.server.name}')
        self.assertTrue(account['device_id'])
        self.lives()
        self.no_secrets(redirect_of(url)[2], 'loginToken=')

    def test_without_naming_a_provider(self):
        call = self.rpc.begin('login.sso', homeserver=self.server.name)
        self.come_back(opened(self.rpc)['url'])
        self.assertEqual(self.rpc.end(call)['user_id'], f'@wiki-ann:{self.server.name}')

    def test_login_token(self):
        ann = self.server.homeserver.register('tokenist')
        token = ann.post('/_matrix/client/v1/login/get_token')['login_token']
        self.assertEqual(self.rpc.call('login.token', homeserver=self.server.name, token=token)['user_id'], ann.user_id)

    def test_a_token_that_is_none(self):
        with self.assertRaises(RpcError) as refused:
            self.rpc.call('login.token', homeserver=self.server.name, token='forged')
        self.assertIn('took too long', refused.exception.message)

    def test_security_P07_forged_answers_are_refused(self):
        call = self.rpc.begin('login.sso', homeserver=self.server.name)
        url = opened(self.rpc)['url']
        port, path, nonce = redirect_of(url)
        good = f'{path}?nonce={nonce}&loginToken=stolen'
        for status, arguments in (
                (403, {'path': f'{path}?loginToken=stolen'}),
                (403, {'path': f'{path}?nonce=wrong&loginToken=stolen'}),
                (403, {'path': f'{path}?nonce={nonce}&nonce={nonce}&loginToken=stolen'}),
                (403, {'path': f'{path}?nonce={nonce[:-1]}&loginToken=stolen'}),
                (404, {'path': f'/?nonce={nonce}&loginToken=stolen'}),
                (404, {'path': f'{path}/?nonce={nonce}&loginToken=stolen'}),
                (404, {'path': f'{path[:-1]}?nonce={nonce}&loginToken=stolen'}),
                (404, {'path': '/favicon.ico'}),
                (405, {'path': good, 'method': 'POST', 'body': b''}),
                (405, {'path': good, 'method': 'OPTIONS'}),
                (421, {'path': good, 'host': f'localhost:{port}'}),
                (421, {'path': good, 'host': f'evil.example:{port}'}),
                (421, {'path': good, 'host': '127.0.0.1'}),
                (0, {'path': good, 'body': b'x' * 10}),
                (0, {'path': good, 'headers': {'Content-Length': '99999999999'}}),
                (0, {'path': good, 'headers': {'Transfer-Encoding': 'chunked'}}),
                (414, {'path': good + '&x=' + 'x' * 9000})):
            with self.subTest(**{name: str(value)[:80] for name, value in arguments.items()}):
                self.assertEqual(knock(port, **arguments), status)
        self.assertFalse(self.rpc.answers.get(call))
        # None of it ended the wait.
        self.come_back(url)
        self.assertEqual(self.rpc.end(call)['user_id'], f'@wiki-ann:{self.server.name}')

    def test_killed_while_the_browser_is_open(self):
        link = 'matrix:r/help:example.org'
        self.rpc.begin('login.sso', homeserver=self.server.name, link=link)
        before = opened(self.rpc)
        self.rpc.kill()
        for path in self.home.path.rglob('*'):
            if path.is_file():
                self.assertNotIn(redirect_of(before['url'])[2].encode(), path.read_bytes(), path)
        with Rpc(self.home, 'me') as again:
            call = again.begin('login.resume')
            after = opened(again)
            self.assertEqual((after['url'], after['link']), (before['url'], link))
            self.come_back(before['url'])
            self.assertEqual(again.end(call)['user_id'], f'@wiki-ann:{self.server.name}')
        with Rpc(self.home, 'me') as third:
            self.assertEqual(third.call('status')['user_id'], f'@wiki-ann:{self.server.name}')

    def test_killed_and_the_port_is_taken(self):
        link = 'matrix:r/help:example.org'
        self.rpc.begin('login.sso', homeserver=self.server.name, link=link)
        before = opened(self.rpc)
        self.rpc.kill()
        with contextlib.closing(http.client.socket.socket()) as other:
            other.setsockopt(http.client.socket.SOL_SOCKET, http.client.socket.SO_REUSEADDR, 1)
            other.bind(('127.0.0.1', redirect_of(before['url'])[0]))
            other.listen()
            with Rpc(self.home, 'me') as again:
                call = again.begin('login.resume')
                after = opened(again)
                self.assertEqual(after['link'], link)
                self.assertNotEqual(after['url'], before['url'])
                self.come_back(after['url'])
                self.assertEqual(again.end(call)['user_id'], f'@wiki-ann:{self.server.name}')

    def test_nothing_to_resume(self):
        self.assertEqual(self.rpc.call('login.resume'), {})

    def test_no_such_way(self):
        with self.assertRaises(RpcError) as refused:
            self.rpc.call('login.oauth', homeserver=self.server.name)
        self.assertEqual(refused.exception.errcode, 'ORG.TEAHOUSE.UNRECOGNIZED')


class OAuth(Case):
    kind = 'mas'

    def sign_in(self, name='wiki-ann'):
        call = self.rpc.begin('login.oauth', homeserver=self.server.name)
        url = opened(self.rpc)['url']
        self.come_back(url, {'name': name})
        return self.rpc.end(call), url

    def test_offer(self):
        offer = self.rpc.call('server.offer', homeserver=self.server.name)
        self.assertEqual(offer['ways'], ['oauth', 'oauth-create', 'oauth-device'])

    def test_sign_in_refresh_and_sign_out(self):
        account, url = self.sign_in()
        self.assertEqual(account['user_id'], f'@wiki-ann:{self.server.name}')
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        self.assertEqual(query['scope'], [f'urn:matrix:client:api:* urn:matrix:client:device:{account["device_id"]}'])
        self.assertEqual((query['code_challenge_method'], query['response_mode']), (['S256'], ['query']))
        room, _ = self.lives()
        before = self.server.authority.act('seen')
        self.server.expire()
        self.rpc.call('room.send', room=room, body='after the token ran out')
        after = self.server.authority.act('seen')
        self.assertEqual(after['refresh'], before['refresh'] + 1)
        self.rpc.close()
        with Rpc(self.home, 'me') as again:
            again.await_sync('live')
            self.server.expire()
            again.call('room.send', room=room, body='after a restart, too')
            self.assertEqual(again.call('status')['device_id'], account['device_id'])
            again.call('logout')
        self.assertEqual(self.server.authority.act('seen')['revoke'], before['revoke'] + 1)

    def test_the_session_ends_and_rooms_stay(self):
        before, _ = self.sign_in('wiki-ended')
        room, _ = self.lives()
        self.server.end_sessions()
        self.rpc.await_sync('refused')
        self.rpc.call('room.send', room=room, body='written meanwhile', wait=False)
        call = self.rpc.begin('login.oauth', homeserver=self.server.name)
        self.come_back(opened(self.rpc, 1)['url'], {'name': 'wiki-ended'})
        after = self.rpc.end(call)
        self.assertEqual(after['user_id'], before['user_id'])
        # What was written meanwhile is sent, and the room that was looked at all the time shows it.
        self.rpc.until(lambda result: result['items'][0]['event_id'] and not result['items'][0]['send_state'],
                       'timeline.get', room=room, limit=1)
        self.assertEqual([found['room_id'] for found in self.rpc.call('room.list')['rooms']], [room])

    def test_sessions_are_ended_on_a_page(self):
        account, _ = self.sign_in('wiki-pages')
        page = urllib.parse.urlsplit(self.rpc.call('sessions.delete', device='OTHER')['url'])
        self.assertEqual((page.path, urllib.parse.parse_qs(page.query)),
                         ('/account', {'action': ['org.matrix.device_delete'], 'device_id': ['OTHER']}))
        # There is no page for this alone: the page for everything.
        self.assertEqual(urllib.parse.urlsplit(self.rpc.call('account.deactivate')['url'])[2:4], ('/account', ''))
        self.assertEqual(self.rpc.call('status')['device_id'], account['device_id'])

    def test_suspended(self):
        account, _ = self.sign_in('wiki-quiet')
        room, _ = self.lives()
        self.server.homeserver.mark_user(account['user_id'], 'suspended')
        self.assertEqual(self.rpc.refused('room.send', room=room, body='may I').errcode, 'M_USER_SUSPENDED')
        self.assertEqual(self.rpc.call('status')['device_id'], account['device_id'])

    def test_security_N18_many_requests_one_refresh(self):
        self.sign_in('wiki-many')
        room, _ = self.lives()
        before = self.server.authority.act('seen')['refresh']
        self.server.expire()
        calls = [self.rpc.begin('room.send', room=room, body=f'many {number}') for number in range(10)]
        calls += [self.rpc.begin('room.state', room=room, type='m.room.create') for _ in range(10)]
        for call in calls:
            self.rpc.end(call)
        self.assertEqual(self.server.authority.act('seen')['refresh'], before + 1)

    def test_refused_in_the_browser(self):
        call = self.rpc.begin('login.oauth', homeserver=self.server.name)
        status, where, _ = Browser().go(opened(self.rpc)['url'], button=1)
        self.assertEqual((status, urllib.parse.urlsplit(where).hostname), (200, '127.0.0.1'))
        with self.assertRaises(RpcError) as refused:
            self.rpc.end(call)
        self.assertEqual(refused.exception.errcode, 'access_denied')
        self.assertIsNone(self.rpc.call('status').get('user_id'))

    def test_with_a_code_on_another_device(self):
        call = self.rpc.begin('login.oauth', homeserver=self.server.name, by_code=True)
        step = opened(self.rpc)
        self.assertRegex(step['user_code'], r'\A[A-Z0-9-]{8,}\Z')
        status, _, text = Browser().go(step['url'])
        self.assertEqual(status, 200, text)
        self.assertEqual(self.rpc.end(call)['user_id'], f'@wiki-ann:{self.server.name}')
        self.lives()

    def test_killed_while_the_browser_is_open(self):
        self.rpc.begin('login.oauth', homeserver=self.server.name, link='#help:example.org')
        before = opened(self.rpc)
        self.rpc.kill()
        with Rpc(self.home, 'me') as again:
            call = again.begin('login.resume')
            self.assertEqual(opened(again)['url'], before['url'])
            self.come_back(before['url'])
            self.assertEqual(again.end(call)['user_id'], f'@wiki-ann:{self.server.name}')

    def test_security_P07_another_state_is_refused(self):
        call = self.rpc.begin('login.oauth', homeserver=self.server.name)
        url = opened(self.rpc)['url']
        port, path, state = redirect_of(url)
        self.assertEqual(knock(port, f'{path}?code=forged&state=forged'), 403)
        self.assertEqual(knock(port, f'{path}?error=access_denied&state={state}x'), 403)
        self.come_back(url)
        self.assertEqual(self.rpc.end(call)['user_id'], f'@wiki-ann:{self.server.name}')
        self.assertNotIn(state, self.rpc.stderr())


if __name__ == '__main__':
    tap.main()
