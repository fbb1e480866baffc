#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests and demo rely on in the homeserver: run by build-aux/check as suite "homeserver"."""
import json
import socket
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from homeserver import Homeserver, MatrixError, tap  # noqa: E402


class HomeserverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver())
        cls.ann = cls.server.register('ann')
        cls.ben = cls.server.register('ben')

    def test_names_resolve_by_plain_http(self):
        self.assertEqual(self.ann.user_id, f'@ann:localhost:{self.server.port}')
        self.assertEqual(self.server.base_url, f'http://{self.server.server_name}')

    def test_listens_on_loopback_only(self):
        listening = subprocess.run(['cat', '/proc/net/tcp', '/proc/net/tcp6'], capture_output=True, text=True,
                                   check=True).stdout
        port = f':{self.server.port:04X}'
        addresses = {line.split()[1].removesuffix(port) for line in listening.splitlines()
                     if line.split()[1].endswith(port) and line.split()[3] == '0A'}
        self.assertTrue(addresses)
        self.assertLessEqual(addresses, {'0100007F', '00000000000000000000000001000000'})

    def test_guest_joins_writes_and_may_not_report(self):
        room = self.ann.create_room(preset='public_chat', room_alias_name='help', initial_state=[
            {'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}}])
        guest = self.server.client().register_guest()
        guest.join(f'#help:{self.server.server_name}')
        event = guest.send(room, 'hello')
        seen = self.ann.wait_for(room, lambda found: found['event_id'] == event)
        self.assertEqual(seen['content']['body'], 'hello')
        with self.assertRaises(MatrixError) as refused:
            guest.post(f'/_matrix/client/v3/rooms/{room}/report/{event}', {'reason': 'x'})
        self.assertEqual(refused.exception.errcode, 'M_GUEST_ACCESS_FORBIDDEN')

    def test_a_report_reaches_the_administrator(self):
        room = self.ann.create_room(preset='public_chat')
        self.ben.join(room)
        event = self.ann.send(room, 'buy cheap tea')
        self.ben.post(f'/_matrix/client/v3/rooms/{room}/report/{event}', {'reason': 'spam'})
        reports = [found for found in self.server.admin().event_reports() if found['event_id'] == event]
        self.assertEqual([(found['user_id'], found['reason']) for found in reports], [(self.ben.user_id, 'spam')])

    def test_whom_to_write_to_stands_beside_what_synapse_has(self):
        support = {'contacts': [{'role': 'm.role.admin', 'email_address': 'help@tea.example'}]}
        with Homeserver(support=support) as server:
            self.assertEqual(server.client().get('/.well-known/matrix/support'), support)
            self.assertIn('m.homeserver', server.client().get('/.well-known/matrix/client'))
        with self.assertRaises(MatrixError):
            self.server.client().get('/.well-known/matrix/support')

    def test_the_same_folder_is_the_same_server(self):
        with Homeserver() as first:
            room = first.register('cem').create_room(name='kept')
            name = first.server_name
            first.kill()
            first.start()
            self.assertEqual(first.server_name, name)
            self.assertFalse(first.is_new)
            self.assertEqual(first.client().login('cem', 'cem').state(room, 'm.room.name'), {'name': 'kept'})

    def test_rate_limits_can_be_set(self):
        with Homeserver(settings={'rc_message': {'per_second': 0.5, 'burst_count': 1}}) as slow:
            dina = slow.register('dina')
            room = dina.create_room()
            connection = dina._connection()
            statuses = []
            for number in range(3):
                connection.request('PUT', f'/_matrix/client/v3/rooms/{room}/send/m.room.message/{number}',
                                   b'{"msgtype":"m.text","body":"x"}', {'Authorization': f'Bearer {dina.token}'})
                answer = connection.getresponse()
                answer.read()
                statuses.append(answer.status)
            self.assertIn(429, statuses)

    def test_command_line_ends_with_its_input(self):
        with subprocess.Popen([str(HERE / 'homeserver'), 'run', '--user', 'eva'], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as tool:
            told = json.loads(tool.stdout.readline())
            self.assertEqual(told['users']['eva']['user_id'], f'@eva:{told["server_name"]}')
            for act in ('freeze', 'thaw', 'stop', 'start'):
                print(act, file=tool.stdin, flush=True)
                self.assertEqual(tool.stdout.readline(), 'ok\n')
            tool.stdin.close()
            self.assertEqual(tool.wait(30), 0)
        port = int(told['server_name'].rsplit(':', 1)[1])
        with socket.socket() as probe:
            self.assertNotEqual(probe.connect_ex(('127.0.0.1', port)), 0)


if __name__ == '__main__':
    tap.main()
