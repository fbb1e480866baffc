#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links, looking before joining, asking to be let in, and finding rooms and people by `teahousectl rpc`, against the
real homeserver."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import tap  # noqa: E402

from driver import Home, Rpc  # noqa: E402
from live import NOWHERE, Live  # noqa: E402

OPEN = [{'type': 'm.room.history_visibility', 'state_key': '', 'content': {'history_visibility': 'world_readable'}}]
KNOCK = [{'type': 'm.room.join_rules', 'state_key': '', 'content': {'join_rule': 'knock'}}]
GUESTS = [{'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}}]


class LinkTest(Live):
    def test_parse(self):
        for link, expected in (
                ('#tea:example.org', {'kind': 'room', 'id': '#tea:example.org'}),
                ('matrix:u/ann:example.org?action=chat', {'kind': 'user', 'id': '@ann:example.org', 'action': 'chat'}),
                ('https://riot.im/app/#/room/#tea:example.org', {'kind': 'room', 'id': '#tea:example.org'}),
                ('matrix:roomid/a:b.c/e/x?via=b.c&via=d.e&action=join',
                 {'kind': 'event', 'id': '!a:b.c', 'event': '$x', 'via': ['b.c', 'd.e'], 'action': 'join'}),
                ('https://example.org/', {'kind': 'none'}), ('irc://irc.example.net/tea', {'kind': 'none'}),
                ('javascript:alert(1)', {'kind': 'none'}), ('', {'kind': 'none'})):
            with self.subTest(link=link):
                self.assertEqual(self.rpc.call('link.parse', link=link), expected)

    def test_irc_where_a_community_says_so(self):
        with Home() as home:
            folder = home.path / 'data' / 'teahouse' / 'presets'
            folder.mkdir(parents=True)
            (folder / 'own.json').write_text(json.dumps({
                'id': 'own', 'name': 'Own', 'irc': [{'networks': ['irc.example.net'], 'webchats': ['web.example.net'],
                                                     'alias': '#irc_{channel}:example.org'}]}), encoding='utf-8')
            (folder / 'bad.json').write_text('{"id": "bad"}', encoding='utf-8')
            with Rpc(home, 'nobody', 'memory') as rpc:
                rpc.call('status')
                for link in ('ircs://irc.example.net/Tea', 'https://web.example.net/#tea'):
                    self.assertEqual(rpc.call('link.parse', link=link), {'kind': 'room', 'id': '#irc_#tea:example.org'})
                self.assertEqual(rpc.close(), 0)
                self.assertEqual(rpc.stderr(), '')


class PreviewTest(Live):
    STATES = ('join', 'guest', 'knock', 'knocked', 'invited', 'needs-invite', 'joined', 'banned', 'moved', 'not-found',
              'unreachable', 'unknown')
    TYPES = {'state': str, 'room': str, 'alias': str, 'name': str, 'topic': str, 'members': int, 'encrypted': bool,
             'world_readable': bool, 'by': str, 'reason': str, 'successor': str, 'suggestions': list, 'server': str,
             'language': str, 'join_rule': str, 'bridge_network': str, 'bridge_channel': str, 'service': str,
             'denied': bool}

    def check(self, found):
        self.assertIn(found['state'], self.STATES)
        for key, value in found.items():
            self.assertIs(type(value), self.TYPES[key], key)
        self.assertEqual('successor' in found, found['state'] == 'moved')
        return found

    def look(self, alias):
        return self.check(self.rpc.call('room.preview', link=f'#{alias}:{self.server.server_name}'))

    def wait_look(self, alias, state):
        """Looks until sync has brought what others did."""
        return self.rpc.until(lambda found: found['state'] == state, 'room.preview',
                              link=f'#{alias}:{self.server.server_name}')

    def test_states_of_a_member(self):
        found = self.look('tea')
        self.assertEqual((found['state'], found['room'], found['alias'], found['name'], found['topic'],
                          found['members'], found['encrypted']),
                         ('joined', self.room, self.alias, 'Tea', 'Leaves', 2, False))
        self.ben.create_room(preset='public_chat', name='Open', room_alias_name='open', initial_state=OPEN)
        found = self.look('open')
        self.assertEqual((found['state'], found['world_readable'], found['members']), ('join', True, 1))
        self.ben.create_room(preset='private_chat', room_alias_name='looking', initial_state=OPEN)
        self.assertEqual(self.look('looking')['state'], 'needs-invite')
        secret = self.ben.create_room(preset='private_chat', room_alias_name='secret')
        self.assertEqual(self.look('secret')['state'], 'unknown')
        self.ben.invite(secret, self.ann)
        self.assertEqual(self.wait_look('secret', 'invited')['by'], 'ben')

    def test_banned(self):
        room = self.ben.create_room(preset='public_chat', room_alias_name='banned')
        self.rpc.call('room.join', room=room)
        self.ben.ban(room, self.ann, 'spam')
        found = self.wait_look('banned', 'banned')
        self.assertEqual((found['by'], found['reason']), (self.ben.user_id, 'spam'))

    def test_moved(self):
        room = self.ben.create_room(preset='public_chat', initial_state=OPEN)
        path = f'/_matrix/client/v3/rooms/{room}/upgrade'
        new = self.ben.post(path, {'new_version': '12'})['replacement_room']
        found = self.rpc.call('room.preview', link=f'{room}?via={self.server.server_name}')
        self.assertEqual((self.check(found)['state'], found['successor']), ('moved', new))

    def test_not_found_and_suggestions(self):
        self.ben.create_room(preset='public_chat', visibility='public', room_alias_name='mediawiki')
        found = self.look('mediawiki-general')
        self.assertEqual((found['state'], found['server']), ('not-found', self.server.server_name))
        self.assertEqual(found['suggestions'][0], f'#mediawiki:{self.server.server_name}')
        self.assertNotIn('suggestions', self.look('nothing-like-it-anywhere'))

    def test_unreachable(self):
        with Home() as home, Rpc(home, 'nobody', 'memory') as rpc:
            found = rpc.call('room.preview', link='#tea:localhost:1')
            self.assertEqual((self.check(found)['state'], found['server']), ('unreachable', 'localhost:1'))
            self.assertEqual(rpc.close(), 0)

    def test_knock(self):
        room = self.ben.create_room(preset='private_chat', room_alias_name='asking', initial_state=KNOCK)
        self.assertEqual(self.look('asking')['state'], 'knock')
        knock = {'room': f'#asking:{self.server.server_name}', 'reason': 'May I?'}
        self.assertEqual(self.rpc.call('room.knock', **knock), {'room_id': room})
        self.assertEqual(self.look('asking')['state'], 'knocked')
        self.assertEqual(self.ben.state(room, 'm.room.member', self.ann)['reason'], 'May I?')
        self.ben.kick(room, self.ann, 'not today')
        found = self.wait_look('asking', 'knock')
        self.assertEqual((found['denied'], found['by'], found['reason']), (True, self.ben.user_id, 'not today'))
        self.rpc.call('room.knock', **knock)
        self.ben.invite(room, self.ann)
        found = self.wait_look('asking', 'invited')
        self.assertNotIn('denied', found)
        self.assert_refused('ORG.TEAHOUSE.BAD_INPUT', 'room.knock', room=room, reason='x' * 501)

    def test_without_an_account(self):
        for alias, rules, state in (('guests', GUESTS, 'guest'), ('members', [], 'join')):
            self.ben.create_room(preset='public_chat', room_alias_name=alias, initial_state=rules)
            with self.subTest(alias=alias), Home() as home, Rpc(home, 'nobody', 'memory') as rpc:
                found = rpc.call('room.preview', link=f'#{alias}:{self.server.server_name}')
                self.assertEqual(found['state'], state)
                self.assertEqual(rpc.refused('room.knock', room='#a:b', reason='x').errcode, 'ORG.TEAHOUSE.SIGNED_OUT')
                self.assertEqual(rpc.close(), 0)

    def test_no_link_to_a_room(self):
        self.assert_bad('room.preview', link='@ann:example.org')
        self.assert_refused('ORG.TEAHOUSE.BAD_INPUT', 'room.preview', link='https://example.org/')


class FindTest(Live):
    def test_directory(self):
        rooms = {name: self.ben.create_room(preset='public_chat', visibility='public', name=name)
                 for name in ('Green leaf', 'Black leaf', 'Coffee')}
        found = self.rpc.call('directory.search', term='leaf')
        self.assertEqual({room['name']: room['room'] for room in found['rooms']},
                         {name: rooms[name] for name in ('Green leaf', 'Black leaf')})
        self.assertNotIn('next', found)
        pages, after = [], {}
        while not pages or after:
            page = self.rpc.call('directory.search', server=self.server.server_name, limit=1, **after)
            self.assertEqual(len(page['rooms']), 1)
            pages += page['rooms']
            after = {'next': page['next']} if 'next' in page else {}
        self.assertEqual({room['room_id'] for room in pages}, set(rooms.values()))
        self.assert_bad('directory.search', server='no server')
        self.assert_bad('directory.search', limit=501)

    def test_children(self):
        space = self.ben.create_room(preset='public_chat', name='Space', creation_content={'type': 'm.space'})
        rooms = [self.ben.create_room(preset='public_chat', name=name) for name in ('First', 'Second', 'Third')]
        for number, room in enumerate(rooms):
            self.ben.set_state(space, 'm.space.child', {'via': [self.server.server_name], 'order': str(9 - number),
                                                        'suggested': number == 0}, room)
        found = self.rpc.call('space.children', room=space)
        self.assertEqual([(room['name'], room['suggested']) for room in found['rooms']],
                         [('Third', False), ('Second', False), ('First', True)])
        first = self.rpc.call('space.children', room=space, limit=2)
        second = self.rpc.call('space.children', room=space, next=first['next'])
        self.assertEqual([room['room'] for room in first['rooms'] + second['rooms']], rooms[::-1])
        self.assert_bad('space.children', room='#space:example.org')
        self.assert_refused('M_FORBIDDEN', 'space.children', room=NOWHERE)

    def test_users(self):
        found = self.rpc.call('user.search', term='ben')['users']
        self.assertEqual([(user['user_id'], user['displayname']) for user in found], [(self.ben.user_id, 'ben')])
        typed = self.rpc.call('user.search', term='@somebody:far.example')['users']
        self.assertEqual([user['user_id'] for user in typed], ['@somebody:far.example'])
        self.assertEqual(self.rpc.call('user.search', term=''), {'users': []})


if __name__ == '__main__':
    tap.main()
