#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of teahousectl for people at a terminal, against the real homeserver."""
import json
import re
import signal
import subprocess
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Homeserver, tap  # noqa: E402
from homeserver.synapse import die_with_parent  # noqa: E402

from driver import PROGRAM, Home  # noqa: E402

# Colours, a title, a cursor that jumps: in the two forms that terminals know.
EVIL = 'ev\x1b[31mil\x07\x9b2J\x9d0;x\x9c\x7f\u202e'


class Listener:
    """A running `listen`; a context manager."""

    def __init__(self, home, *arguments):
        self.process = subprocess.Popen([PROGRAM, '--profile', home.profile('ann'), 'listen', *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                        env=home.environment(), preexec_fn=die_with_parent)
        self.lines = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()

    def _read(self):
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.decode().rstrip('\n'))
                self._news.notify_all()

    def line(self, accept):
        with self._news:
            if not self._news.wait_for(lambda: any(accept(line) for line in self.lines), 60):
                raise TimeoutError(f'it did not come: {self.lines}')
            return next(line for line in self.lines if accept(line))

    def end(self, number):
        """The exit status after a signal, and what it had complained of."""
        self.process.send_signal(number)
        return self.process.wait(30), self.process.stderr.read().decode()


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Homeserver())
        self.home = self.enterContext(Home())
        self.server.register('ann')
        self.ben = self.server.register('ben')
        self.room = self.ben.create_room(preset='public_chat', name='Tea', room_alias_name='tea')
        self.alias = f'#tea:{self.server.server_name}'
        self.ann = f'@ann:{self.server.server_name}'
        self.assertRegex(self.good('login', self.ann, TEAHOUSE_PASSWORD='ann'),
                         rf'\ASigned in as {self.ann}, device \w+\.\n\Z')

    def run_it(self, *arguments, **environment):
        return self.home.run('--profile', self.home.profile('ann'), '--keys', 'passphrase', *arguments, **environment)

    def good(self, *arguments, **environment):
        done = self.run_it(*arguments, **environment)
        self.assertEqual((done.returncode, done.stderr), (0, ''), f'{arguments}: {done}')
        return done.stdout

    def bad(self, *arguments, **environment):
        done = self.run_it(*arguments, **environment)
        self.assertEqual((done.returncode, done.stdout), (1, ''), f'{arguments}: {done}')
        self.assertRegex(done.stderr, r'\Ateahousectl: [^\x00-\x1f\x7f-\x9f]+\n\Z')
        return done.stderr

    def test_login(self):
        self.assertIn('signed in here already', self.bad('login', 'ann', TEAHOUSE_PASSWORD='ann'))
        other = ('--profile', self.home.profile('other'), '--keys', 'memory', '--server', self.server.server_name)
        self.assertEqual(self.good(*other, 'login', 'ben', TEAHOUSE_PASSWORD='ben').split(',')[0],
                         f'Signed in as {self.ben.user_id}')
        self.assertIn('The name or the password is wrong.', self.bad(*other, 'login', 'ben', TEAHOUSE_PASSWORD='no'))
        self.assertIn('TEAHOUSE_PASSWORD', self.bad(*other, 'login', 'ben'))
        self.assertIn('--server', self.bad('--profile', self.home.profile('other'), '--keys', 'memory',
                                           'login', 'ben'))
        self.assertRegex(self.bad('--profile', self.home.profile('other'), '--keys', 'memory',
                                  'login', '@a:localhost:1', TEAHOUSE_PASSWORD='x'), r'server')

    def test_join_send_rooms_leave_logout(self):
        self.assertIn('teahousectl join', self.bad('send', self.alias, 'too early'))
        for address in (self.alias, self.room, f'https://matrix.to/#/{self.alias}',
                        f'matrix:r/tea:{self.server.server_name}'):
            self.assertEqual(self.good('join', address), self.room + '\n')
        for address in (self.alias, self.room, f'https://matrix.to/#/{self.alias}', 'Tea'):
            event = self.good('send', address, f'to {address}').strip()
            self.assertEqual(self.ben.wait_for(self.room, lambda found, event=event: found['event_id'] == event)
                             ['content']['body'], f'to {address}')
        self.assertEqual(self.good('send', '--', 'Tea', '--help')[0], '$')
        self.ben.send(self.room, 'unread')
        self.assertRegex(self.good('rooms'), rf'\A    1  Tea  \({self.alias}\)\n\Z')
        room = json.loads(self.good('rooms', '--json'))
        self.assertEqual((room['room_id'], room['name'], room['notification_count']), (self.room, 'Tea', 1))
        self.assertEqual(self.good('leave', 'Tea'), '')
        self.assertNotIn(self.ann, self.ben.joined_members(self.room))
        self.assertEqual(self.good('rooms'), '')
        self.assertIn('in no room', self.bad('leave', 'Tea'))
        self.assertEqual(self.good('logout'), '')
        self.assertIn('teahousectl login', self.bad('rooms'))

    def test_refusals(self):
        self.assertIn('such', self.bad('join', f'#none:{self.server.server_name}'))
        self.bad('join', 'no address')
        self.ben.set_state(self.room, 'm.room.power_levels',
                           self.ben.state(self.room, 'm.room.power_levels') | {'events_default': 50})
        self.good('join', self.alias)
        self.assertIn('not allowed', self.bad('send', self.alias, 'hush'))
        # Two of one name: which is meant must be said.
        for _ in range(2):
            self.good('join', self.ben.create_room(preset='public_chat', name='Twin'))
        self.assertIn('Several rooms', self.bad('send', 'Twin', 'x'))

    def test_listen_json(self):
        self.good('join', self.alias)
        other = self.ben.create_room(preset='public_chat', name='Other')
        self.good('join', other)
        with Listener(self.home, '--json', 'Tea') as listener:
            # The first is sent until it is heard: from when on, only the listener knows.
            for number in range(600):
                self.ben.send(self.room, f'ready {number}')
                with listener._news:
                    if listener._news.wait_for(lambda: listener.lines, 0.2):
                        break
            self.ben.send(other, 'elsewhere')
            event = self.ben.send(self.room, 'here')
            self.ben.edit(self.room, event, 'here, edited')
            line = json.loads(listener.line(lambda line: '"here, edited"' in line))
            self.assertEqual((line['room'], line['item']['event_id'], line['item']['edited']), (self.room, event, True))
            for line in listener.lines:
                self.assertEqual(json.loads(line)['room'], self.room)
            self.assertEqual(listener.end(signal.SIGINT), (130, ''))
        self.assertIn('in no room', self.bad('listen', 'Nowhere'))

    def test_security_H01_nothing_drives_the_terminal(self):
        self.ben.set_display_name(EVIL)
        evil = self.ben.create_room(preset='public_chat', name=EVIL, topic=EVIL)
        self.good('join', evil)
        shown = self.good('rooms') + self.good('rooms', '--json')
        for arguments in ([], ['--json']):
            with Listener(self.home, *arguments) as listener:
                for _ in range(600):
                    self.ben.send(evil, EVIL)
                    with listener._news:
                        if listener._news.wait_for(lambda found=listener: found.lines, 0.2):
                            break
                self.assertEqual(listener.end(signal.SIGTERM), (130, ''))
                shown += '\n'.join(listener.lines) + '\n'
        self.assertIn('evil', re.sub(r'\[31m', '', shown))
        self.assertNotRegex(shown, r'[\x00-\x09\x0b-\x1f\x7f-\x9f]')


if __name__ == '__main__':
    tap.main()
