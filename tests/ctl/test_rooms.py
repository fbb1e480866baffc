#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The room methods of `teahousectl rpc`, reports and the list of hidden people, against the real homeserver."""
import json
import sys
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import MatrixError, tap  # noqa: E402

from driver import Home, Rpc  # noqa: E402
from live import NOWHERE, OURS, ROOM_MEMBERS, Live  # noqa: E402


class RoomTest(Live):
    def state(self, room, kind, key=''):
        return self.web.state(room, kind, key)

    def test_list(self):
        rooms = self.rpc.call('room.list')['rooms']
        tea = next(room for room in rooms if room['room_id'] == self.room)
        self.assertEqual(set(tea), ROOM_MEMBERS)
        self.assertEqual((tea['name'], tea['canonical_alias'], tea['topic'], tea['membership'], tea['public'],
                          tea['encrypted'], tea['space']), ('Tea', self.alias, 'Leaves', 'join', True, False, False))
        self.assertEqual(tea['joined_member_count'], 2)

    def test_resolve(self):
        room = quote(self.room)
        for link, event in ((self.alias, None), (f'https://matrix.to/#/{quote(self.alias)}', None),
                            (f'matrix:r/tea:{self.server.server_name}', None),
                            (f'https://matrix.to/#/{room}/$abc?via={self.server.server_name}', '$abc')):
            with self.subTest(link=link):
                found = self.rpc.call('room.resolve', link=link)
                self.assertEqual((found['kind'], found.get('event'), found['room_id'], found['name'], found['state']),
                                 ('event' if event else 'room', event, self.room, 'Tea', 'joined'))
        gone = self.rpc.call('room.resolve', link=f'#no-such:{self.server.server_name}')
        self.assertEqual((gone['state'], gone['error']['data']['errcode']), ('not_found', 'M_NOT_FOUND'))
        self.assertTrue(gone['error']['message'])
        secret = self.ben.create_room(preset='private_chat')
        found = self.rpc.call('room.resolve', link=f'{secret}')
        self.assertIn(found['state'], ('needs_invite', 'unknown', 'not_found'))

    def test_resolve_without_an_account(self):
        room = self.ben.create_room(preset='public_chat', name='Open', room_alias_name='open', initial_state=[
            {'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}},
            {'type': 'm.room.history_visibility', 'state_key': '',
             'content': {'history_visibility': 'world_readable'}}])
        with Home() as home, Rpc(home, 'nobody', 'memory') as rpc:
            found = rpc.call('room.resolve', link=f'#open:{self.server.server_name}')
            self.assertEqual((found['room_id'], found['name'], found['num_joined_members'], found['world_readable'],
                              found['encrypted'], found['state']), (room, 'Open', 1, True, False, 'guest'))
            self.assertEqual(rpc.close(), 0)

    def test_join_by_room_alias_and_link(self):
        name = self.server.server_name
        for number, how in enumerate((lambda room, alias: {'room': room},
                                      lambda room, alias: {'room': room, 'via': [name]},
                                      lambda room, alias: {'alias': alias},
                                      lambda room, alias: {'alias': alias, 'via': [name, 'localhost:1']},
                                      lambda room, alias: {'link': f'https://matrix.to/#/{alias}'},
                                      lambda room, alias: {'link': f'matrix:r/{alias[1:]}?action=join'},
                                      lambda room, alias: {'link': f'https://matrix.to/#/{room}?via={name}'},
                                      lambda room, alias: {'link': alias})):
            room = self.ben.create_room(preset='public_chat', room_alias_name=f'join{number}')
            params = how(room, f'#join{number}:{name}')
            with self.subTest(params=params):
                self.assertEqual(self.rpc.call('room.join', **params), {'room_id': room})
                # It is in the list when the answer comes, and joining again changes nothing.
                self.assertIn(room, [found['room_id'] for found in self.rpc.call('room.list')['rooms']])
                self.assertEqual(self.rpc.call('room.join', **params), {'room_id': room})
                self.assertIn(self.ann, self.ben.joined_members(room))

    def test_join_refused(self):
        secret = self.ben.create_room(preset='private_chat')
        banned = self.ben.create_room(preset='public_chat')
        self.ben.ban(banned, self.ann)
        self.assert_refused('M_NOT_FOUND', 'room.join', alias=f'#no-such:{self.server.server_name}')
        self.assert_refused('M_FORBIDDEN', 'room.join', room=secret)
        self.assertIn('banned', self.rpc.refused('room.join', room=banned).message)
        self.assert_refused(OURS + 'BAD_INPUT', 'room.join', link='https://example.org/')
        for params in ({}, {'room': self.room, 'alias': self.alias}, {'room': self.alias}, {'alias': self.room},
                       {'alias': 'tea'}, {'room': self.room, 'via': ['not a server']}, {'room': self.room, 'via': 'x'},
                       {'link': self.alias, 'room': self.room}):
            self.assert_bad('room.join', **params)

    def test_leave(self):
        room = self.ben.create_room(preset='public_chat')
        self.rpc.call('room.join', room=room)
        self.assertEqual(self.rpc.call('room.leave', room=room), {})
        self.assertNotIn(self.ann, self.ben.joined_members(room))
        gone = self.rpc.note('room.changed', lambda params: params['room'] == room and params['membership'] == 'leave')
        self.assertEqual(gone['room_id'], room)
        self.assertNotIn(room, [found['room_id'] for found in self.rpc.call('room.list')['rooms']])
        self.assert_refused(OURS + 'NOT_FOUND', 'room.leave', room=room)
        self.assert_refused(OURS + 'NOT_FOUND', 'room.leave', room=NOWHERE)

    def test_forget(self):
        room = self.ben.create_room(preset='public_chat')
        self.rpc.call('room.join', room=room)
        self.assert_bad('room.forget', room=room)
        self.ben.ban(room, self.ann, 'spam')
        self.rpc.note('room.changed', lambda params: params['room'] == room and params['membership'] == 'ban')
        self.assertEqual(self.rpc.call('room.preview', link=room)['state'], 'banned')
        self.assertEqual(self.rpc.call('room.forget', room=room), {})
        self.assert_refused(OURS + 'NOT_FOUND', 'room.forget', room=room)
        self.assert_refused(OURS + 'NOT_FOUND', 'room.forget', room=NOWHERE)
        # The account has no such room any more, on no device.
        rooms = self.web.get('/_matrix/client/v3/sync', filter='{"room":{"include_leave":true}}')['rooms']
        self.assertNotIn(room, rooms.get('leave', {}))

    def test_closed_for_now(self):
        room = self.rpc.call('room.create', name='Fair', public=True)['room_id']
        guests = {'guest_access': 'can_join', 'org.example.why': 'fair'}
        rule = {'join_rule': 'restricted', 'allow': [{'type': 'm.room_membership', 'room_id': self.room}]}

        def known(kind, accept):
            self.rpc.until(lambda answer: accept(answer['content']), 'room.state', room=room, type=kind)
        for before in ({'join_rule': 'public'}, rule):
            self.web.set_state(room, 'm.room.join_rules', before)
            self.web.set_state(room, 'm.room.guest_access', guests)
            known('m.room.join_rules', lambda content: content == before)
            known('m.room.guest_access', lambda content: content == guests)
            self.assertEqual(self.rpc.call('room.close', room=room), {})
            self.assertEqual((self.state(room, 'm.room.join_rules')['join_rule'],
                              self.state(room, 'm.room.guest_access')['guest_access']), ('invite', 'forbidden'))
            known('m.room.guest_access', lambda content: 'org.teahouse.before' in content)
            # Closed twice, it is still known what was before.
            self.assertEqual(self.rpc.call('room.close', room=room), {})
            self.assertEqual(self.rpc.call('room.reopen', room=room), {})
            self.assertEqual(self.state(room, 'm.room.join_rules'), before)
            self.assertEqual(self.state(room, 'm.room.guest_access'), guests)
        others = self.ben.create_room(preset='public_chat')
        self.rpc.call('room.join', room=others)
        self.assert_refused('M_FORBIDDEN', 'room.close', room=others)

    def test_decline(self):
        room = self.ben.create_room(preset='private_chat', name='Please', invite=[self.ann])
        invited = self.rpc.note('room.changed', lambda params: params['room'] == room)
        self.assertEqual((invited['membership'], invited['section'], invited['inviter']),
                         ('invite', 'invites', self.ben.user_id))
        self.assertEqual(self.rpc.call('room.leave', room=room), {})
        self.assertEqual(self.ben.state(room, 'm.room.member', self.ann)['membership'], 'leave')

    def bridged_room(self, bot):
        """A room with a bridge to IRC whose bot has not spoken for long: sync does not tell of it."""
        claim = {'bridgebot': bot.user_id, 'protocol': {'id': 'irc'},
                 'network': {'id': 'example', 'displayname': 'Example Net'}, 'channel': {'id': '#tea'}}
        room = bot.create_room(preset='public_chat', name='Bridged')
        bot.set_state(room, 'uk.half-shot.bridge', claim, 'irc://example/#tea')
        self.ben.join(room)
        for number in range(25):
            self.ben.send(room, f'message {number}')
        self.rpc.call('room.join', room=room)
        return room

    def test_control_chat(self):
        bot = self.server.register('ircbridge')
        bridged = self.bridged_room(bot)

        def told(room, section, membership='invite'):
            return self.rpc.note('room.changed', lambda params: (params['room'], params['section'],
                                                                 params['membership']) == (room, section, membership))
        # What the bridge to IRC makes: it has a name, and is not called direct.
        chat = bot.create_room(preset='trusted_private_chat', name='Example Net IRC Bridge status', invite=[self.ann])
        self.assertEqual(told(chat, 'services')['service'], 'irc')
        preview = self.rpc.call('room.preview', link=chat)
        self.assertEqual((preview['state'], preview['service']), ('invited', 'irc'))
        # Neither somebody whom others call a bot, nor the bot's invitation to a channel's room is hidden there.
        bot.set_state(bridged, 'm.bridge', {'bridgebot': self.ben.user_id, 'protocol': {'id': 'irc'}}, 'ben')
        direct = self.ben.create_room(is_direct=True, invite=[self.ann])
        self.assertIsNone(told(direct, 'invites')['service'])
        channel = bot.create_room(preset='public_chat', name='#tea', room_alias_name='irc_tea', invite=[self.ann])
        told(channel, 'invites')
        self.rpc.call('room.join', room=chat)
        told(chat, 'services', 'join')
        # Without the bot there is no bridge.
        bot.leave(bridged)
        self.assertIsNone(told(chat, 'rooms', 'join')['service'])

    def test_create_plain(self):
        room = self.rpc.call('room.create')
        self.assertEqual(set(room), {'room_id'})
        self.assertEqual(self.state(room['room_id'], 'm.room.join_rules')['join_rule'], 'invite')
        found = next(found for found in self.rpc.call('room.list')['rooms'] if found['room_id'] == room['room_id'])
        self.assertEqual((found['membership'], found['public'], found['encrypted']), ('join', False, False))

    def test_create_with_everything(self):
        for alias in ('made', f'#made-too:{self.server.server_name}'):
            room = self.rpc.call('room.create', name='Made', alias=alias, invite=[self.ben.user_id], public=True,
                                 encrypted=False, version='12')['room_id']
            whole = f'#{alias.strip("#").split(":")[0]}:{self.server.server_name}'
            self.assertEqual(self.ben.resolve(whole), room)
            self.assertEqual(self.state(room, 'm.room.name'), {'name': 'Made'})
            self.assertEqual(self.state(room, 'm.room.canonical_alias')['alias'], whole)
            self.assertEqual(self.state(room, 'm.room.create')['room_version'], '12')
            self.assertEqual(self.state(room, 'm.room.join_rules')['join_rule'], 'public')
            self.assertEqual(self.state(room, 'm.room.member', self.ben.user_id)['membership'], 'invite')
            # Its creator is above every number, and the id has no server's name.
            self.assertNotIn(':', room)
            self.ben.join(room)
            members = self.rpc.until(lambda result: len(result['members']) == 2, 'room.members', room=room)['members']
            self.assertEqual({member['user_id']: member['power_level'] for member in members},
                             {self.ann: None, self.ben.user_id: 0})
            event = self.rpc.call('room.send', room=room, body='in version 12')['event_id']
            self.assertEqual(self.get(room, {'event_id': event})['content']['body'], 'in version 12')

    def test_create_in_other_versions(self):
        for version in ('9', '11'):
            room = self.rpc.call('room.create', version=version)['room_id']
            self.assertEqual(self.state(room, 'm.room.create').get('room_version'), version)
        self.assert_refused('M_UNSUPPORTED_ROOM_VERSION', 'room.create', version='tea')

    def test_security_C07_create_encrypted(self):
        """The room is encrypted; what cannot be encrypted yet is refused in words, and never leaves in clear."""
        room = self.rpc.call('room.create', name='Secret', encrypted=True)['room_id']
        self.assertEqual(self.state(room, 'm.room.encryption'), {'algorithm': 'm.megolm.v1.aes-sha2'})
        self.rpc.until(lambda result: next(found['encrypted'] for found in result['rooms'] if found['room_id'] == room),
                       'room.list')
        error = self.assert_refused(OURS + 'REFUSED', 'room.send', room=room, body='psst')
        self.assertIn('encrypted', error.data['detail'])
        item = self.get(room, {'body': 'psst'})
        self.assertEqual((item['send_state'], item['error']['data']['errcode']), ('failed', OURS + 'REFUSED'))
        self.assertNotIn('psst', json.dumps(self.web.messages(room)))

    def test_create_refused(self):
        self.assert_refused('M_ROOM_IN_USE', 'room.create', alias='tea')
        for params in ({'alias': '#x:elsewhere.example'}, {'alias': 'a:b'}, {'alias': ''}, {'invite': ['ben']},
                       {'invite': 'x'}, {'public': 'yes'}, {'encrypted': 1}, {'version': 12}, {'topic': 'x'}):
            self.assert_bad('room.create', **params)

    def test_invite(self):
        room = self.rpc.call('room.create')['room_id']
        self.assertEqual(self.rpc.call('room.invite', room=room, user=self.ben.user_id), {})
        self.assertEqual(self.state(room, 'm.room.member', self.ben.user_id)['membership'], 'invite')
        self.assert_bad('room.invite', room=room, user='ben')
        self.assert_refused(OURS + 'NOT_FOUND', 'room.invite', room=NOWHERE, user=self.ben.user_id)
        self.ben.join(room)
        self.assert_refused('M_FORBIDDEN', 'room.invite', room=room, user=self.ben.user_id)

    def test_state(self):
        self.assertEqual(self.rpc.call('room.state', room=self.room, type='m.room.name'), {'content': {'name': 'Tea'}})
        self.ben.set_state(self.room, 'org.example.box', {'deep': [1, {'x': None}]}, 'key')
        self.rpc.note('timeline.item', lambda params: 'org.example.box' in [change['type'] for change in
                                                                            params['item']['changes']])
        self.assertEqual(self.rpc.call('room.state', room=self.room, type='org.example.box', state_key='key'),
                         {'content': {'deep': [1, {'x': None}]}})
        member = self.rpc.call('room.state', room=self.room, type='m.room.member', state_key=self.ben.user_id)
        self.assertEqual(member['content']['membership'], 'join')
        self.assert_refused('M_NOT_FOUND', 'room.state', room=self.room, type='org.example.none')
        self.assert_refused(OURS + 'NOT_FOUND', 'room.state', room=NOWHERE, type='m.room.name')

    def test_members(self):
        room = self.ben.create_room(preset='public_chat')
        others = [self.server.register(f'member{number}') for number in range(12)]
        for other in others:
            other.join(room)
        others[0].leave(room)
        self.rpc.call('room.join', room=room)
        members = self.rpc.call('room.members', room=room)['members']
        joined = {member['user_id'] for member in members if member['membership'] == 'join'}
        self.assertEqual(joined, {self.ann, self.ben.user_id} | {other.user_id for other in others[1:]})
        self.assertEqual(set(members[0]), {'user_id', 'displayname', 'avatar_url', 'membership', 'power_level'})
        self.assert_refused(OURS + 'NOT_FOUND', 'room.members', room=NOWHERE)


class PeopleTest(Live):
    def test_reports(self):
        event = self.ben.send(self.room, 'buy cheap tea')
        admin = self.server.admin()
        self.assertEqual(self.rpc.call('report.event', room=self.room, event=event, reason='spam'), {})
        found = [report for report in admin.event_reports() if report['event_id'] == event]
        self.assertEqual([(report['user_id'], report['reason']) for report in found], [(self.ann, 'spam')])
        self.assertEqual(self.rpc.call('report.user', user=self.ben.user_id, reason='rude'), {})
        found = admin.get('/_synapse/admin/v1/user_reports')['user_reports']
        self.assertEqual([(report['user_id'], report['target_user_id'], report['reason']) for report in found],
                         [(self.ann, self.ben.user_id, 'rude')])
        self.assertEqual(self.rpc.call('report.room', room=self.room, reason='all of it'), {})
        self.assertEqual(self.rpc.call('report.room', room=self.room, reason=''), {})

    def test_reports_refused(self):
        self.assert_refused('M_NOT_FOUND', 'report.event', room=self.room, event='$no-such-event', reason='')
        self.assert_refused('M_NOT_FOUND', 'report.room', room='!nowhere:' + self.server.server_name, reason='')
        for method, params in (('report.event', {'room': self.room, 'event': 'x', 'reason': ''}),
                               ('report.event', {'room': 'x', 'event': '$x', 'reason': ''}),
                               ('report.event', {'room': self.room, 'event': '$x'}),
                               ('report.room', {'room': self.alias, 'reason': ''}),
                               ('report.user', {'user': 'ben', 'reason': ''}),
                               ('report.user', {'user': self.ben.user_id, 'reason': 1})):
            self.assert_bad(method, **params)

    def ignored(self):
        path = f'/_matrix/client/v3/user/{quote(self.ann)}/account_data/m.ignored_user_list'
        try:
            return set(self.web.get(path)['ignored_users'])
        except MatrixError:
            return set()

    def test_ignore(self):
        others = [f'@other{number}:example.org' for number in range(8)]
        numbers = [self.rpc.begin('ignore.set', user=user, ignored=True) for user in others]
        self.assertEqual([self.rpc.end(number) for number in numbers], [{}] * 8)
        self.assertEqual(self.ignored(), set(others))
        numbers = [self.rpc.begin('ignore.set', user=user, ignored=False) for user in others[1:]]
        self.assertEqual([self.rpc.end(number) for number in numbers], [{}] * 7)
        self.assertEqual(self.ignored(), {others[0]})
        self.assert_bad('ignore.set', user='ben', ignored=True)
        self.assert_bad('ignore.set', user=self.ben.user_id, ignored='yes')


if __name__ == '__main__':
    tap.main()
