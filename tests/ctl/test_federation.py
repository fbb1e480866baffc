#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms and people of another server by `teahousectl rpc`: two real homeservers that know each other.

Ann is on the near server, Ben on the far one.
"""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import federation, tap  # noqa: E402

from driver import Home, Rpc  # noqa: E402

# The server behind ours does not answer.
FAR_SERVER = -32034

KNOCK = [{'type': 'm.room.join_rules', 'state_key': '', 'content': {'join_rule': 'knock'}}]


class FederationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        (cls.near, _), (cls.far, cls.far_door) = cls.enterClassContext(federation())
        cls.home = cls.enterClassContext(Home())
        cls.near.register('ann')
        cls.ben = cls.far.register('ben')
        cls.rpc = cls.enterClassContext(Rpc(cls.home, 'ann', 'memory'))
        cls.ann = cls.rpc.sign_in(cls.near, 'ann')['user_id']

    @classmethod
    def tearDownClass(cls):
        assert cls.rpc.close() == 0
        assert cls.rpc.stderr() == '', cls.rpc.stderr()

    def make_room(self, name, **more):
        """A public room of Ben's, and its alias."""
        room = self.ben.create_room(preset='public_chat', name=name, room_alias_name=name.lower(), **more)
        return room, f'#{name.lower()}:{self.far.server_name}'

    def say_both_ways(self, room):
        sent = self.rpc.call('room.send', room=room, body='hello there')['event_id']
        seen = self.ben.wait_for(room, lambda event: event['event_id'] == sent)
        self.assertEqual((seen['sender'], seen['content']['body']), (self.ann, 'hello there'))
        answer = self.ben.send(room, 'hello here')
        item = self.rpc.call('timeline.wait', room=room, match={'event_id': answer}, timeout_ms=30000)
        self.assertEqual((item['sender'], item['text']), (self.ben.user_id, 'hello here'))

    def test_directory_of_another_server(self):
        rooms = {name: self.make_room(name, visibility='public')[0] for name in ('Oolong', 'Sencha', 'Matcha')}
        far = self.far.server_name
        found, after = {}, {}
        while not found or after:
            page = self.rpc.call('directory.search', server=far, limit=2, **after)
            found |= {room['name']: room['room'] for room in page['rooms']}
            after = {'next': page['next']} if 'next' in page else {}
        self.assertEqual(found, rooms)
        one = self.rpc.call('directory.search', server=far, term='sencha')['rooms']
        self.assertEqual([room['alias'] for room in one], [f'#sencha:{far}'])
        self.assertEqual(self.rpc.call('directory.search', term='')['rooms'], [])

    def test_join_by_alias_and_talk(self):
        room, alias = self.make_room('Assam', topic='Malty')
        found = self.rpc.call('room.preview', link=alias)
        self.assertEqual((found['state'], found['name'], found['topic'], found['members']),
                         ('join', 'Assam', 'Malty', 1))
        self.assertEqual(self.rpc.call('room.join', alias=alias), {'room_id': room})
        self.say_both_ways(room)

    def test_join_by_id_and_via(self):
        room = self.ben.create_room(preset='public_chat', name='By id')
        link = f'matrix:roomid/{room[1:]}?via={self.far.server_name}'
        self.assertEqual(self.rpc.call('room.preview', link=link)['state'], 'join')
        self.assertEqual(self.rpc.call('room.join', link=link), {'room_id': room})
        self.say_both_ways(room)

    def test_invited_from_another_server(self):
        room = self.ben.create_room(preset='private_chat', name='Quiet')
        self.ben.invite(room, self.ann)
        self.rpc.until(lambda found: any(one['room_id'] == room and one['membership'] == 'invite'
                                         for one in found['rooms']), 'room.list')
        found = self.rpc.call('room.preview', link=f'matrix:roomid/{room[1:]}?via={self.far.server_name}')
        self.assertEqual((found['state'], found['name']), ('invited', 'Quiet'))
        self.assertEqual(self.rpc.call('room.join', room=room), {'room_id': room})
        self.say_both_ways(room)

    def test_asking_to_be_let_in(self):
        room, alias = self.make_room('Gunpowder', initial_state=KNOCK)
        self.assertEqual(self.rpc.call('room.preview', link=alias)['state'], 'knock')
        self.assertEqual(self.rpc.call('room.knock', room=alias, reason='May I?'), {'room_id': room})
        self.assertEqual(self.ben.state(room, 'm.room.member', self.ann)['reason'], 'May I?')
        self.ben.invite(room, self.ann)
        self.rpc.until(lambda found: found['state'] == 'invited', 'room.preview', link=alias)

    def test_no_such_room_names_the_server_that_was_asked(self):
        self.make_room('Darjeeling', visibility='public')
        found = self.rpc.call('room.preview', link=f'#darjeelin:{self.far.server_name}')
        self.assertEqual((found['state'], found['server']), ('not-found', self.far.server_name))
        self.assertIn(f'#darjeeling:{self.far.server_name}', found['suggestions'])

    def test_somebody_of_another_server(self):
        person = self.rpc.call('user.search', term=self.ben.user_id)['users'][0]
        self.assertEqual((person['user_id'], person['displayname']), (self.ben.user_id, 'ben'))
        room = self.rpc.call('room.create', name='Two of us', invite=[self.ben.user_id])['room_id']
        self.assertEqual(self.ben.join(room), room)
        self.say_both_ways(room)

    def test_a_server_that_is_down_is_named(self):
        for method, params in (('room.join', {'alias': '#tea:localhost:1'}),
                               ('room.join', {'link': 'matrix:roomid/tea:localhost:1?via=localhost:1'}),
                               ('room.knock', {'room': '#tea:localhost:1', 'reason': 'x'}),
                               ('directory.search', {'server': 'localhost:1'})):
            with self.subTest(method=method):
                error = self.rpc.refused(method, **params)
                self.assertEqual(error.code, FAR_SERVER, error)
        found = self.rpc.call('room.preview', link='#tea:localhost:1')
        self.assertEqual((found['state'], found['server']), ('unreachable', 'localhost:1'))

    def test_a_server_comes_back(self):
        room, alias = self.make_room('Pu-Erh')
        self.far_door.__exit__()
        self.assertEqual(self.rpc.call('room.preview', link=alias)['state'], 'unreachable')
        self.far_door.__enter__()
        self.rpc.until(lambda found: found['state'] == 'join', 'room.preview', link=alias)
        self.assertEqual(self.rpc.call('room.join', alias=alias), {'room_id': room})


if __name__ == '__main__':
    tap.main()
