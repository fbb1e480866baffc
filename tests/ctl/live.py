# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests against the real homeserver share."""
import unittest

from homeserver import Homeserver

from driver import Home, Rpc

BAD_PARAMS = -32602
OURS = 'ORG.TEAHOUSE.'
ROOM_MEMBERS = {'room_id', 'name', 'canonical_alias', 'topic', 'avatar_url', 'membership', 'section', 'service',
                'direct_user', 'replacement_room', 'joined_member_count', 'notification_count', 'highlight_count',
                'unread', 'encrypted', 'public', 'space', 'last_text', 'last_ts'}
ITEM_MEMBERS = {'event_id', 'txn_id', 'sender', 'sender_name', 'type', 'ts', 'content', 'kind', 'text', 'reply_to',
                'changes', 'reactions', 'send_state', 'edited', 'redacted', 'mine', 'highlight'}
NOWHERE = '!nowhere:localhost'


class Live(unittest.TestCase):
    """Ann by teahousectl, Ben by plain requests, and a public room of Ben's that both are in."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Homeserver())
        cls.home = cls.enterClassContext(Home())
        cls.server.register('ann')
        cls.ben = cls.server.register('ben')
        cls.web = cls.server.client().login('ann', 'ann')
        cls.rpc = cls.enterClassContext(Rpc(cls.home, 'ann', 'memory'))
        cls.account = cls.rpc.sign_in(cls.server, 'ann')
        cls.ann = cls.account['user_id']
        cls.room = cls.ben.create_room(preset='public_chat', name='Tea', topic='Leaves', room_alias_name='tea')
        cls.alias = f'#tea:{cls.server.server_name}'
        assert cls.rpc.call('room.join', alias=cls.alias) == {'room_id': cls.room}

    @classmethod
    def tearDownClass(cls):
        assert cls.rpc.close() == 0
        assert cls.rpc.stderr() == '', cls.rpc.stderr()

    def assert_refused(self, errcode, method, **params):
        error = self.rpc.refused(method, **params)
        self.assertEqual(error.errcode, errcode, f'{method} {params}: {error}')
        self.assertRegex(error.message, r'\A[^\x00-\x1f]+\.\Z')
        return error

    def assert_bad(self, method, **params):
        self.assertEqual(self.assert_refused('M_INVALID_PARAM', method, **params).code, BAD_PARAMS)

    def get(self, room, match, timeout_ms=30000):
        return self.rpc.call('timeline.wait', room=room, match=match, timeout_ms=timeout_ms)
