#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What teahousectl does with its command line and with lines that are no good requests; needs no homeserver."""
import json
import os
import random
import re
import subprocess
import sys
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / 'tests'))

from homeserver import tap  # noqa: E402

from driver import PROGRAM, Home, Rpc, RpcError  # noqa: E402

PARSE, INVALID, NO_METHOD, BAD_PARAMS = -32700, -32600, -32601, -32602
METHODS = ('login.password', 'login.guest', 'logout', 'status', 'room.list', 'room.resolve', 'room.join', 'room.leave',
           'room.create', 'room.invite', 'room.state', 'room.members', 'room.send', 'timeline.get', 'timeline.wait',
           'room.read', 'typing.set', 'report.event', 'report.user', 'report.room', 'ignore.set', 'server.offer',
           'login.sso', 'login.oauth', 'login.token', 'login.resume', 'register', 'guest.upgrade', 'account.list',
           'account.deactivate', 'sessions.list', 'sessions.rename', 'sessions.delete', 'password.change',
           'profile.set', 'link.parse', 'room.preview', 'room.knock', 'directory.search', 'space.children',
           'user.search', 'diagnostics')


class LinkingTest(unittest.TestCase):
    def test_is_linked_without_a_screen(self):
        needed = subprocess.run(['readelf', '-d', PROGRAM], capture_output=True, text=True, check=True).stdout
        loaded = subprocess.run(['ldd', PROGRAM], capture_output=True, text=True, check=True).stdout
        self.assertIn('libglib-2.0', needed)
        self.assertIn('libglib-2.0', loaded)
        for screen in ('libgtk', 'libgdk', 'libadwaita', 'libpango', 'libcairo', 'libX11', 'libwayland', 'libglycin'):
            self.assertNotIn(screen, needed + loaded)


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())

    def refused(self, *arguments):
        done = self.home.run(*arguments)
        self.assertEqual(done.returncode, 2, f'{arguments}: {done}')
        self.assertEqual(done.stdout, '')
        self.assertRegex(done.stderr, r'\Ateahousectl: [^\x00-\x1f\x7f]+\n\Z')
        return done.stderr

    def test_security_H07_profile_is_a_name_or_an_absolute_path(self):
        for profile in ('../../x', '..', '.', '', 'a/b', 'Capital', 'a b', 'x' * 33, 'ä', 'a\nb', './x', '~', '/',
                        '//x', '/tmp/../etc', '/tmp/./x', '/tmp//x', 'x' * 100_000, 'a\x1b[31m'):
            with self.subTest(profile=profile[:40]):
                self.assertIn('profile', self.refused(f'--profile={profile}', 'rpc'))
        self.assertEqual(list(self.home.path.rglob('*')), [])

    def test_security_H07_profile_names_that_are_good(self):
        for profile in ('a', 'x' * 32, 'my-bot_2', self.home.profile('here'), self.home.profile('here') + '/'):
            with self.subTest(profile=profile):
                done = self.home.run('--profile', profile, '--keys', 'memory', 'rpc')
                self.assertEqual((done.returncode, done.stderr), (0, ''))

    def test_security_H07_odd_command_lines_do_nothing(self):
        for arguments in (['dance'], ['matrix:r/x:example.org?action=join'], ['--gtk-debug=all', 'rpc'], ['join'],
                          ['join', 'a', 'b'], ['send', 'a'], ['login'], ['rpc', 'x'], ['rooms', 'x'], ['x' * 100_000],
                          ['--keys', 'plain', 'rpc'], ['--keys=', 'rpc'], ['\x1b]0;x\x07'], ['-z'], ['--', '--help']):
            with self.subTest(arguments=[word[:40] for word in arguments]):
                self.refused(*arguments)
        self.assertEqual(list(self.home.path.rglob('*')), [])

    def test_no_text_is_refused(self):
        done = subprocess.run([PROGRAM, 'send', b'a', b'\xff\xfe'], capture_output=True, check=False,
                              env=self.home.environment())
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'UTF-8', done.stderr)

    def test_help_and_version(self):
        text = self.home.run('--help').stdout
        for word in ('login', 'logout', 'rooms', 'send', 'listen', 'join', 'leave', 'rpc', '--profile', '--keys'):
            self.assertIn(word, text)
        self.assertRegex(self.home.run('--version').stdout, r'\Ateahousectl \d+\.\d+')
        self.assertEqual(self.home.run().returncode, 2)

    def test_nobody_is_signed_in(self):
        for arguments in (['rooms'], ['send', '#a:b', 'x'], ['listen'], ['join', '#a:b'], ['leave', 'x'], ['logout']):
            done = self.home.run('--keys', 'memory', *arguments)
            self.assertEqual((done.returncode, done.stdout), (1, ''))
            self.assertIn('teahousectl login', done.stderr)

    def test_documentation_names_everything(self):
        text = (TOP / 'doc' / 'teahousectl.md').read_text(encoding='utf-8')
        for method in METHODS:
            self.assertIn(f'### `{method}`', text)
        for notification in ('sync', 'timeline.item', 'room.changed', 'error'):
            self.assertIn(f'### `{notification} {{', text)
        source = (TOP / 'src' / 'ctl' / 'ctl-error.c').read_text(encoding='utf-8')
        for errcode, sentence in re.findall(r'\[MX_ERROR_(\w+)\] = "([^"]*)"', source):
            self.assertRegex(text, rf'\| -320\d\d \| `ORG\.TEAHOUSE\.{errcode}` \| {re.escape(sentence)} \|')

    def test_usage_manual_and_completion_agree(self):
        usage = self.home.run('--help').stdout
        manual = (TOP / 'data' / 'man' / 'teahousectl.1').read_text(encoding='utf-8').replace('\\-', '-')
        completion = (TOP / 'data' / 'teahousectl.bash').read_text(encoding='utf-8')
        commands = re.findall(r'^  ([a-z]+) ', usage, re.M)
        options = re.findall(r'--[a-z]+', usage)
        self.assertEqual(commands, ['login', 'logout', 'rooms', 'send', 'listen', 'join', 'leave', 'rpc'])
        for word in commands + options:
            self.assertIn(word, manual)
            self.assertIn(word, completion)


class ProcessTest(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'p', 'memory'))
        self.rpc.call('status')

    def test_security_L05_memory_stays_here(self):
        limits = Path(f'/proc/{self.rpc.process.pid}/limits').read_text(encoding='ascii')
        self.assertRegex(limits, r'Max core file size +0 +0 ')
        if os.geteuid() != 0:
            self.assertFalse(os.access(f'/proc/{self.rpc.process.pid}/mem', os.R_OK))
        else:
            # A process that may not be dumped belongs to root in /proc; so the umask tells that start-up came so far.
            status = Path(f'/proc/{self.rpc.process.pid}/status').read_text(encoding='ascii')
            self.assertIn('Umask:\t0077', status)

    def test_ends_with_its_input(self):
        self.assertEqual(self.rpc.close(), 0)
        self.assertEqual(self.rpc.stderr(), '')

    def test_ends_by_a_signal_tidily(self):
        self.rpc.process.terminate()
        self.assertEqual(self.rpc.process.wait(20), 130)
        self.assertEqual(self.rpc.stderr(), '')


class ProtocolTest(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())
        self.rpc = self.enterContext(Rpc(self.home, 'p', 'memory'))

    def tearDown(self):
        # Whatever was said: it still answers, ends as it should, and had nothing to complain of.
        self.assertEqual(self.rpc.call('status')['sync'], 'stopped')
        self.assertEqual(self.rpc.close(), 0)
        self.assertEqual(self.rpc.strays, [])
        self.assertEqual(self.rpc.stderr(), '')

    def refused(self, line, code, number=None):
        self.rpc.raw(line)
        answer = self.rpc.stray() if number is None else self.rpc.wait(lambda: self.rpc.answers.get(number))
        self.assertEqual((answer['jsonrpc'], answer['id'], answer['error']['code']), ('2.0', number, code))
        self.assertTrue(answer['error']['data']['errcode'])
        self.assertTrue(answer['error']['message'].endswith('.'))

    def test_lines_that_are_not_json(self):
        for line in ('{', 'hello', '{"jsonrpc":"2.0","id":1', "{'a':1}", '{"a":NaN}', '{}{}', '[1,', '"', '\x00',
                     '{"a":"\x01"}', b'\xff\xfe{}', b'{"jsonrpc":"2.0","method":"\xc3\x28","id":1}', '[' * 100_000,
                     '{"a":' * 5000, '// comment'):
            with self.subTest(line=line[:40]):
                self.refused(line, PARSE)

    def test_lines_that_are_too_long(self):
        self.refused(b'{"jsonrpc":"2.0","id":1,"method":"' + b'x' * 1_500_000 + b'"}', PARSE)
        self.refused(b'x' * 5_000_000, PARSE)

    def test_lines_that_are_no_requests(self):
        for line in ('1', '"text"', 'null', 'true', '{}', '{"jsonrpc":"1.0","method":"status"}',
                     '{"jsonrpc":"2.0"}', '{"jsonrpc":2.0,"method":"status"}', '{"method":"status"}',
                     '{"jsonrpc":"2.0","method":1}', '{"jsonrpc":"2.0","method":"status","id":{}}',
                     '{"jsonrpc":"2.0","method":"status","id":[1]}', '{"jsonrpc":"2.0","method":"status","id":true}'):
            with self.subTest(line=line):
                self.refused(line, INVALID)
        self.refused('{"jsonrpc":"1.0","method":"status","id":77}', INVALID, 77)

    def test_empty_lines_are_nothing(self):
        self.rpc.raw('')
        self.rpc.raw('  \t \r')

    def test_ids_come_back_as_they_were(self):
        for number in ('"text"', '""', 'null', '"\\u0007\\"é"', '-3.5'):
            self.rpc.raw(f'{{"jsonrpc":"2.0","method":"status","id":{number}}}')
            self.assertEqual(self.rpc.stray()['id'], json.loads(number))

    def test_unknown_methods(self):
        for method in ('', 'room', 'room.explode', 'STATUS', 'status ', 'rpc.discover', 'x' * 10_000):
            with self.assertRaises(RpcError) as refused:
                self.rpc.call(method)
            self.assertEqual((refused.exception.code, refused.exception.errcode), (NO_METHOD, 'M_UNRECOGNIZED'))

    def test_notifications_are_not_answered(self):
        self.rpc.raw('{"jsonrpc":"2.0","method":"status"}')
        self.rpc.raw('{"jsonrpc":"2.0","method":"no.such.method"}')
        self.rpc.raw('[{"jsonrpc":"2.0","method":"status"},{"jsonrpc":"2.0","method":"status"}]')

    def test_batches(self):
        self.refused('[]', INVALID)
        self.rpc.raw('[1,2]')
        answers = [(answer['id'], answer['error']['code']) for answer in self.rpc.stray()]
        self.assertEqual(answers, [(None, INVALID)] * 2)
        self.rpc.raw(json.dumps([
            {'jsonrpc': '2.0', 'id': 'a', 'method': 'status'},
            {'jsonrpc': '2.0', 'method': 'status'},
            {'jsonrpc': '2.0', 'id': 'b', 'method': 'no.such'},
            {'jsonrpc': '2.0', 'id': 'c', 'method': 'room.list'},
            {'foo': 'boo'}, []]))
        answers = self.rpc.stray()
        self.assertEqual(len(answers), 5)
        named = {answer['id']: answer for answer in answers if answer['id']}
        self.assertEqual(named['a']['result']['sync'], 'stopped')
        self.assertEqual(named['b']['error']['code'], NO_METHOD)
        self.assertEqual(named['c']['error']['data']['errcode'], 'ORG.TEAHOUSE.SIGNED_OUT')

    def test_parameters_of_another_shape(self):
        for method, params in (
                ('status', []), ('status', 1), ('status', 'x'), ('status', {'extra': 1}), ('login.guest', {}),
                ('login.password', {'homeserver': 'h', 'user': 'u'}), ('login.guest', {'homeserver': 1}),
                ('login.password', {'homeserver': None, 'user': 'u', 'password': 'p'}),
                ('room.resolve', {}), ('room.resolve', {'link': ['x']}), ('room.send', {'room': '!a:b', 'body': 7})):
            with self.subTest(method=method, params=params):
                number = next(self.rpc._ids)
                self.rpc.raw(json.dumps({'jsonrpc': '2.0', 'id': number, 'method': method, 'params': params}))
                with self.assertRaises(RpcError) as refused:
                    self.rpc.end(number)
                self.assertEqual((refused.exception.code, refused.exception.errcode), (BAD_PARAMS, 'M_INVALID_PARAM'))

    def test_nobody_is_signed_in(self):
        good = {'room.join': {'link': '#a:b'}, 'room.leave': {'room': '!a:b'},
                'room.invite': {'room': '!a:b', 'user': '@a:b'},
                'room.state': {'room': '!a:b', 'type': 't'}, 'room.members': {'room': '!a:b'},
                'room.send': {'room': '!a:b', 'body': 'x'}, 'timeline.get': {'room': '!a:b', 'limit': 1},
                'timeline.wait': {'room': '!a:b', 'match': {}}, 'room.read': {'room': '!a:b', 'event': '$e'},
                'typing.set': {'room': '!a:b', 'typing': True}, 'report.room': {'room': '!a:b', 'reason': ''},
                'report.event': {'room': '!a:b', 'event': '$e', 'reason': ''}, 'room.list': {}, 'room.create': {},
                'report.user': {'user': '@a:b', 'reason': ''}, 'ignore.set': {'user': '@a:b', 'ignored': True},
                'logout': {}}
        for method, params in good.items():
            with self.subTest(method=method), self.assertRaises(RpcError) as refused:
                self.rpc.call(method, **params)
            self.assertEqual(refused.exception.errcode, 'ORG.TEAHOUSE.SIGNED_OUT')
        self.assertEqual(self.rpc.call('status'), {'user_id': None, 'device_id': None, 'homeserver': None,
                                                   'guest': False, 'sync': 'stopped'})

    def test_many_requests_at_once(self):
        numbers = [self.rpc.begin('status') for _ in range(2000)]
        for number in numbers:
            self.assertEqual(self.rpc.end(number)['sync'], 'stopped')

    def test_a_server_that_is_not_there(self):
        with self.assertRaises(RpcError) as refused:
            self.rpc.call('login.password', homeserver='localhost:1', user='a', password='b')
        self.assertRegex(refused.exception.errcode, r'^ORG\.TEAHOUSE\.(UNREACHABLE|NOT_MATRIX|NO_SERVER)$')
        self.assertFalse(re.search(r'[\x00-\x1f]', refused.exception.message))

    def test_links(self):
        user = self.rpc.call('room.resolve', link='https://matrix.to/#/@ann:example.org')
        self.assertEqual((user['kind'], user['id'], user['via']), ('user', '@ann:example.org', []))
        for link in ('', 'x', 'https://example.org/', 'javascript:alert(1)', 'matrix:', '#a b:c', 'x' * 200_000):
            with self.assertRaises(RpcError) as refused:
                self.rpc.call('room.resolve', link=link)
            self.assertEqual(refused.exception.errcode, 'ORG.TEAHOUSE.BAD_INPUT')


class LinkParseTest(unittest.TestCase):
    """`link.parse` says one of four kinds, in the keys that are promised, whatever it is given."""

    KEYS = {'kind', 'id', 'event', 'via', 'action'}
    GRAMMAR = {'room': r'[!#].+', 'user': r'@.+:.+', 'event': r'[!#].+'}
    PIECES = ('%', '%00', '%2f', '#', '!', '@', '$', ':', '/', '?', '&', 'via=', 'action=', '\u202e', '\x00', '\n',
              '\u0301', '-', '--', '..', 'matrix:', 'https://matrix.to/#/', 'irc://', '"', '\\', '\U0001f600',
              'x' * 300)

    def check(self, found):
        self.assertLessEqual(set(found), self.KEYS)
        if found['kind'] == 'none':
            self.assertEqual(found, {'kind': 'none'})
            return
        self.assertRegex(found['id'], r'\A' + self.GRAMMAR[found['kind']] + r'\Z')
        self.assertEqual('event' in found, found['kind'] == 'event')
        self.assertTrue(found.get('event', '$').startswith('$'))
        self.assertIsInstance(found.get('via', []), list)
        self.assertNotIn('', found.values())
        self.assertNotIn([], found.values())

    def mutant(self, chance, links):
        link = list(chance.choice(links))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(link) + 1)
            link[at:at + chance.randrange(4)] = chance.choice(self.PIECES)
        return ''.join(link)

    def test_security_H07_links(self):
        seed = random.randrange(2**32)
        chance = random.Random(seed)
        text = (TOP / 'tests' / 'fixtures' / 'links' / 'links.txt').read_text(encoding='utf-8')
        links = [line.split('\t')[0] for line in text.splitlines() if line and line[0] != ';']
        with Home() as home, Rpc(home, 'nobody', 'memory') as rpc:
            mutants = [self.mutant(chance, links) for _ in range(500)]
            for link in [*links, *mutants, 'x' * 1_000_000, '\x00', '-h', '--']:
                with self.subTest(seed=seed, link=link[:200]):
                    try:
                        self.check(rpc.call('link.parse', link=link))
                    except RpcError as error:
                        # No text at all, for a parser of JSON.
                        self.assertIn('\x00', link, error)
            for link in (None, 7, True, [], {}, ['#a:b']):
                with self.subTest(link=link):
                    self.assertEqual(rpc.refused('link.parse', link=link).code, BAD_PARAMS)
            self.assertEqual(rpc.refused('link.parse').code, BAD_PARAMS)
            self.assertEqual(rpc.close(), 0)
            self.assertEqual(rpc.stderr(), '')


if __name__ == '__main__':
    tap.main()
