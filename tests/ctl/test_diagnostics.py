#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The diagnostics by `teahousectl rpc`: what they tell of a real account, and that nothing of whose it is can be found
in them: names, ids, addresses, messages and the access token, which the server's own database tells."""
import sqlite3
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import Homeserver, tap  # noqa: E402
from homeserver.synapse import free_port  # noqa: E402

from driver import PASSPHRASE, Home, Rpc  # noqa: E402

CANARY = 'canary7f3a'


def talkative(port):
    """What makes a server say to its clients, too, which software it is."""
    return {'listeners': [{'port': port, 'type': 'http', 'bind_addresses': ['127.0.0.1', '::1'],
                           'resources': [{'names': ['client', 'federation'], 'compress': False}]}]}


class DiagnosticsTest(unittest.TestCase):
    def assert_closed(self, text, secrets):
        self.assertEqual(text.count('\n'), 1)
        self.assertRegex(text, r'\ATeahouse \d+\.\d+\.\d+ ')
        for secret in secrets:
            self.assertGreater(len(secret), 2)
            self.assertNotIn(secret.lower(), text.lower())

    def test_nobody(self):
        with Home() as home, Rpc(home, 'nobody', 'memory') as rpc:
            text = rpc.call('diagnostics')['text']
            self.assert_closed(text, [str(home.path)])
            self.assertIn('signed out', text)
            self.assertRegex(text, r'libsoup 3\.\d+\.\d+ · SQLCipher \d+\.\d+\.\d+')
            self.assertEqual(rpc.close(), 0)

    def test_nothing_personal(self):
        port = free_port()
        name = f'ann-{CANARY}'
        with Homeserver(port=port, settings=talkative(port)) as server, Home() as home:
            server.register(name)
            ben = server.register(f'ben-{CANARY}')
            ben.set_display_name(f'Ben {CANARY}')
            room = ben.create_room(preset='public_chat', name=f'Tea {CANARY}', topic=f'Topic {CANARY}',
                                   room_alias_name=f'tea-{CANARY}')
            body = f'body {CANARY} of the kettle'
            with Rpc(home, f'profile-{CANARY}') as rpc:
                account = rpc.sign_in(server, name)
                rpc.call('profile.set', field='displayname', value=f'Ann {CANARY}')
                rpc.call('room.join', alias=f'#tea-{CANARY}:{server.server_name}')
                sent = rpc.call('room.send', room=room, body=body)['event_id']
                answer = ben.send(room, f'answer {CANARY}')
                rpc.call('timeline.wait', room=room, match={'event_id': answer})
                rpc.refused('room.join', alias=f'#no-{CANARY}:{server.server_name}')
                text = rpc.call('diagnostics')['text']
                with sqlite3.connect(f'file:{server.directory}/homeserver.db?mode=ro', uri=True) as database:
                    tokens = [row[0] for row in database.execute('SELECT token FROM access_tokens')]
                self.assertGreaterEqual(len(tokens), 2)
                secrets = tokens + [CANARY, server.server_name, 'localhost', str(port), account['user_id'], room,
                                    account['device_id'], sent, body, 'kettle', PASSPHRASE,
                                    str(home.path)]
                self.assert_closed(text, secrets)
                self.assertRegex(text, r'\nSynapse \d+\.\d+\.\d+ · OAuth no · SSO no · rooms: a few · encrypted: no · '
                                       r'sync: live · errors: NOT_FOUND ×1\Z')
                server.stop()
                rpc.await_sync('offline')
                text = rpc.call('diagnostics')['text']
                self.assert_closed(text, secrets)
                self.assertIn('sync: offline UNREACHABLE', text)
                self.assertEqual(rpc.close(), 0)


if __name__ == '__main__':
    tap.main()
