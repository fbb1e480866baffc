#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages by `teahousectl rpc`, and its notifications, against the real homeserver."""
import sys
import tempfile
import unittest.mock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from homeserver import tap  # noqa: E402

from driver import Home, Rpc  # noqa: E402
from live import ITEM_MEMBERS, NOWHERE, OURS, ROOM_MEMBERS, Live  # noqa: E402


class TimelineTest(Live):
    def test_send(self):
        for params, content in (
                ({'body': 'plain'}, {'msgtype': 'm.text', 'body': 'plain'}),
                ({'body': 'b', 'html': '<b>b</b>'}, {'formatted_body': '<b>b</b>', 'format': 'org.matrix.custom.html'}),
                ({'body': 'bot', 'msgtype': 'm.notice'}, {'msgtype': 'm.notice'}),
                ({'body': 'waves', 'msgtype': 'm.emote'}, {'msgtype': 'm.emote'}),
                ({'body': 'مرحبا 🫖\nzweite\n"dritte"\\'}, {'body': 'مرحبا 🫖\nzweite\n"dritte"\\'}),
                ({'body': 'waited', 'wait': True}, {'body': 'waited'})):
            with self.subTest(params=params):
                answer = self.rpc.call('room.send', room=self.room, **params)
                self.assertEqual(set(answer), {'event_id'})
                event = self.ben.wait_for(self.room, lambda found: found['event_id'] == answer['event_id'])
                self.assertEqual(event['content'] | content, event['content'])
                item = self.get(self.room, {'event_id': answer['event_id']})
                self.assertEqual((set(item), item['sender'], item['mine']), (ITEM_MEMBERS, self.ann, True))
                self.assertEqual(item['content'], event['content'])

    def test_send_without_waiting(self):
        answer = self.rpc.call('room.send', room=self.room, body='later', wait=False)
        self.assertEqual(set(answer), {'txn_id'})
        event = self.ben.wait_for(self.room, lambda found: found['content'].get('body') == 'later')
        item = self.rpc.note('timeline.item', lambda params: params['item']['event_id'] == event['event_id'])['item']
        self.assertEqual(item['txn_id'], answer['txn_id'])

    def test_send_refused(self):
        quiet = self.ben.create_room(preset='public_chat', power_level_content_override={'events_default': 50})
        self.rpc.call('room.join', room=quiet)
        error = self.assert_refused('M_FORBIDDEN', 'room.send', room=quiet, body='hush')
        self.assertEqual(error.data['status'], 403)
        item = self.get(quiet, {'body': 'hush'})
        self.assertEqual((item['send_state'], item['event_id'], item['error']['data']['errcode'][:9]),
                         ('failed', None, OURS[:9]))
        self.assert_refused('M_TOO_LARGE', 'room.send', room=self.room, body='x' * 70000)
        self.assert_refused(OURS + 'NOT_FOUND', 'room.send', room=NOWHERE, body='x')
        for params in ({'body': 'x', 'msgtype': 'm.image'}, {'body': 7}, {'body': 'x', 'wait': 'no'}, {}):
            self.assert_bad('room.send', room=self.room, **params)

    def test_send_file(self):
        photo = b'\xff\xd8\xff\xe1\x00\x08secret\xff\xc0\x00\x0b\x08\x01\x40\x02\x80\x01\x01\x11\x00\xff\xd9'
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, 'holiday.jpg')
            path.write_bytes(photo)
            answer = self.rpc.call('room.send_file', room=self.room, path=str(path), caption='Look')
            event = self.ben.wait_for(self.room, lambda found: found['event_id'] == answer['event_id'])
            content = event['content']
            self.assertEqual((content['msgtype'], content['body'], content['filename']),
                             ('m.image', 'Look', 'holiday.jpg'))
            self.assertEqual(content['info'], {'mimetype': 'image/jpeg', 'size': len(photo) - 10, 'w': 640, 'h': 320})
            self.assertEqual(self.ben.download(content['url']), photo[:2] + photo[12:])
            path.write_bytes(b'')
            self.assert_refused(OURS + 'BAD_INPUT', 'room.send_file', room=self.room, path=str(path))
            self.assert_refused(OURS + 'BAD_INPUT', 'room.send_file', room=self.room, path=folder)
            self.assert_bad('room.send_file', room=self.room, path='holiday.jpg')
            with path.open('wb') as file:
                file.truncate(80_000_000)
            error = self.assert_refused(OURS + 'TOO_LARGE', 'room.send_file', room=self.room, path=str(path))
            self.assertRegex(str(error), r'The file has 80\.0.MB; \S+ takes up to')

    def test_get(self):
        room = self.ben.create_room(preset='public_chat')
        sent = [self.ben.send(room, f'line {number}') for number in range(70)]
        self.rpc.call('room.join', room=room)
        bodies = lambda result: [item['content'].get('body') for item in result['items']]  # noqa: E731
        newest = self.rpc.until(lambda result: 'line 69' in bodies(result), 'timeline.get', room=room, limit=10)
        self.assertEqual((set(newest), len(newest['items']), newest['at_start']), ({'items', 'at_start'}, 10, False))
        self.assertEqual(set(newest['items'][0]), ITEM_MEMBERS)
        older = self.rpc.call('timeline.get', room=room, limit=30, before=sent[50])
        self.assertEqual(bodies(older), [f'line {number}' for number in range(20, 50)])
        self.assertFalse(older['at_start'])
        rest = self.rpc.call('timeline.get', room=room, limit=1000, before=sent[20])
        self.assertEqual(bodies(rest)[-20:], [f'line {number}' for number in range(20)])
        self.assertTrue(rest['at_start'])
        self.assertEqual(rest['items'][0]['type'], 'm.room.create')
        for params in ({'limit': 0}, {'limit': 1001}, {'limit': -1}, {'limit': 1.5}, {}, {'limit': 1, 'before': 'x'}):
            self.assert_bad('timeline.get', room=room, **params)
        self.assert_refused(OURS + 'NOT_FOUND', 'timeline.get', room=room, limit=1, before='$no-such-event')
        self.assert_refused(OURS + 'NOT_FOUND', 'timeline.get', room=NOWHERE, limit=1)

    def test_wait_matches(self):
        event = self.ben.send(self.room, 'needle')
        notice = self.ben.send(self.room, 'bot line', msgtype='m.notice')
        for match, wanted in (({'body': 'needle'}, event), ({'event_id': event}, event),
                              ({'body': 'needle', 'sender': self.ben.user_id}, event),
                              ({'type': 'm.room.message', 'body': 'bot line'}, notice)):
            with self.subTest(match=match):
                item = self.get(self.room, match)
                self.assertEqual((item['event_id'], item['sender'], item['sender_name'], item['kind'], item['mine'],
                                  item['send_state']), (wanted, self.ben.user_id, 'ben', 'message', False, None))
        topic = self.ben.set_state(self.room, 'm.room.topic', {'topic': 'Leaves'})
        name = self.ben.set_state(self.room, 'm.room.name', {'name': 'Tea'})
        for event, kind, content in ((topic, 'm.room.topic', {'topic': 'Leaves'}),
                                     (name, 'm.room.name', {'name': 'Tea'})):
            item = self.get(self.room, {'type': kind, 'event_id': event, 'sender': self.ben.user_id})
            self.assertIn({'event_id': event, 'sender': self.ben.user_id, 'type': kind, 'state_key': '',
                           'ts': unittest.mock.ANY, 'content': content}, item['changes'])
        self.assertLessEqual(ITEM_MEMBERS, set(self.get(self.room, {})))

    def test_wait_for_what_comes(self):
        number = self.rpc.begin('timeline.wait', room=self.room, match={'body': 'not yet', 'sender': self.ben.user_id},
                                timeout_ms=60000)
        event = self.ben.send(self.room, 'not yet')
        self.assertEqual(self.rpc.end(number)['event_id'], event)

    def test_wait_in_vain(self):
        for match in ({'body': 'never'}, {'event_id': '$never'}, {'sender': '@never:here'}, {'type': 'org.never'}):
            for timeout in (0, 200):
                error = self.assert_refused(OURS + 'TIMED_OUT', 'timeline.wait', room=self.room, match=match,
                                            timeout_ms=timeout)
                self.assertEqual(error.message, 'It did not happen in time.')
        for params in ({}, {'match': 'x'}, {'match': {'text': 'x'}}, {'match': {'body': 1}}, {'match': []},
                       {'match': {}, 'timeout_ms': -1}, {'match': {}, 'timeout_ms': 'x'},
                       {'match': {}, 'timeout_ms': 1 << 40}):
            self.assert_bad('timeline.wait', room=self.room, **params)
        self.assert_refused(OURS + 'NOT_FOUND', 'timeline.wait', room=NOWHERE, match={}, timeout_ms=1)

    def test_wait_shows_what_became_of_it(self):
        """The event as the model shows it: after edits, with reactions, and redacted."""
        event = self.ben.send(self.room, 'frist')
        self.assertFalse(self.get(self.room, {'body': 'frist'})['edited'])
        number = self.rpc.begin('timeline.wait', room=self.room, match={'body': 'first'}, timeout_ms=30000)
        self.ben.edit(self.room, event, 'first')
        item = self.rpc.end(number)
        self.assertEqual((item['event_id'], item['edited'], item['content']['body']), (event, True, 'first'))
        self.assert_refused(OURS + 'TIMED_OUT', 'timeline.wait', room=self.room, match={'body': 'frist'}, timeout_ms=0)
        self.ben.react(self.room, event, '👍')
        self.web.react(self.room, event, '👍')
        self.web.react(self.room, event, '🫖')
        self.rpc.note('timeline.item', lambda params: params['item']['event_id'] == event and
                      {(row['key'], row['count'], row['mine']) for row in params['item']['reactions']} ==
                      {('👍', 2, True), ('🫖', 1, True)})
        self.assertEqual(len(self.get(self.room, {'event_id': event})['reactions']), 2)
        reply = self.ben.reply(self.room, event, 'indeed')
        self.assertEqual(self.get(self.room, {'event_id': reply})['reply_to'], event)
        self.ben.redact(self.room, event, 'oops')
        self.rpc.note('timeline.item', lambda params: params['item']['event_id'] == event and
                      params['item']['redacted'])
        item = self.get(self.room, {'event_id': event})
        self.assertEqual((item['kind'], item['redacted'], item['content'].get('body')), ('redacted', True, None))

    def test_unknown_events_are_items(self):
        event = self.ben.send_event(self.room, 'org.example.dance', {'steps': 3, 'body': 'a dance'})
        item = self.get(self.room, {'type': 'org.example.dance'})
        self.assertEqual((item['event_id'], item['kind'], item['content']['steps']), (event, 'unknown', 3))

    def test_read(self):
        room = self.ben.create_room(preset='public_chat')
        self.rpc.call('room.join', room=room)
        events = [self.ben.send(room, f'unread {number}') for number in range(3)]
        count = lambda result: next(found['notification_count'] for found in result['rooms']  # noqa: E731
                                    if found['room_id'] == room)
        self.rpc.until(lambda result: count(result) == 3, 'room.list')
        self.assertEqual(self.rpc.call('room.read', room=room, event=events[2]), {})
        self.rpc.until(lambda result: count(result) == 0, 'room.list')
        found = None
        since = self.ben.sync()
        while found != events[2]:
            joined = since['rooms'].get('join', {}).get(room, {})
            for receipt in joined.get('ephemeral', {}).get('events', []):
                for event, kinds in receipt['content'].items():
                    if receipt['type'] == 'm.receipt' and self.ann in kinds.get('m.read', {}):
                        found = event
            if found != events[2]:
                since = self.ben.sync(since['next_batch'], timeout_ms=10000)
        self.assert_bad('room.read', room=room, event='x')
        self.assert_refused(OURS + 'NOT_FOUND', 'room.read', room=NOWHERE, event='$x')
        self.assert_refused(OURS + 'NOT_FOUND', 'room.read', room=room, event='$no-such-event')

    def test_typing(self):
        token = self.ben.sync()['next_batch']
        for typing in (True, False):
            self.assertEqual(self.rpc.call('typing.set', room=self.room, typing=typing), {})
            told = None
            while told is None or (self.ann in told) != typing:
                answer = self.ben.sync(token, timeout_ms=10000)
                token = answer['next_batch']
                for event in answer.get('rooms', {}).get('join', {}).get(self.room, {}).get('ephemeral', {}).get(
                        'events', []):
                    told = event['content']['user_ids'] if event['type'] == 'm.typing' else told
        self.assert_bad('typing.set', room=self.room, typing='yes')
        self.assert_refused(OURS + 'NOT_FOUND', 'typing.set', room=NOWHERE, typing=True)


class NotificationTest(Live):
    def test_room_changed(self):
        room = self.ben.create_room(preset='public_chat', name='Before')
        self.rpc.call('room.join', room=room)
        self.ben.set_state(room, 'm.room.name', {'name': 'After'})
        changed = self.rpc.note('room.changed', lambda params: params['room'] == room and params['name'] == 'After')
        self.assertEqual(set(changed), ROOM_MEMBERS | {'room'})
        self.assertEqual(changed['room_id'], room)

    def test_timeline_item_of_every_kind(self):
        event = self.ben.send(self.room, 'news')
        item = self.rpc.note('timeline.item', lambda params: params['item']['event_id'] == event)
        self.assertEqual((set(item), item['room'], set(item['item'])), ({'room', 'item'}, self.room, ITEM_MEMBERS))
        event = self.ben.set_state(self.room, 'm.room.topic', {'topic': 'Leaves'})
        item = self.rpc.note('timeline.item', lambda params: event in [change['event_id'] for change in
                                                                       params['item']['changes']])['item']
        self.assertEqual((item['kind'], item['state_key']), ('state', ''))

    def test_what_was_sent_goes_through_its_states(self):
        txn = self.rpc.call('room.send', room=self.room, body='states', wait=False)['txn_id']
        self.rpc.note('timeline.item', lambda params: params['item']['txn_id'] == txn and params['item']['event_id']
                      and params['item']['send_state'] in (None, 'sent'))
        states = [note['params']['item']['send_state'] for note in self.rpc.notes
                  if note['method'] == 'timeline.item' and note['params']['item']['txn_id'] == txn]
        order = ['queued', 'sending', 'sent', None]
        self.assertEqual(states, sorted(states, key=order.index))

    def test_calls_that_are_under_way_are_finished_after_the_end_of_input(self):
        with Home() as home, Rpc(home, 'cem', 'memory') as rpc:
            self.server.register('cem')
            rpc.sign_in(self.server, 'cem')
            rpc.call('room.join', alias=self.alias)
            waiting = rpc.begin('timeline.wait', room=self.room, match={'body': 'the last'}, timeout_ms=60000)
            sending = rpc.begin('room.send', room=self.room, body='the last')
            self.assertEqual(rpc.close(), 0)
            self.assertIn('event_id', rpc.answers[sending]['result'])
            self.assertEqual(rpc.answers[waiting]['result']['content']['body'], 'the last')

    def test_calls_that_are_under_way_do_not_hold_up_a_signal(self):
        with Home() as home, Rpc(home, 'dina', 'memory') as rpc:
            self.server.register('dina')
            rpc.sign_in(self.server, 'dina')
            rpc.call('room.join', alias=self.alias)
            rpc.begin('timeline.wait', room=self.room, match={'body': 'never'}, timeout_ms=600000)
            rpc.call('status')
            rpc.process.terminate()
            self.assertEqual(rpc.process.wait(20), 130)
            self.assertEqual(rpc.stderr(), '')


if __name__ == '__main__':
    tap.main()
