#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""teahousectl killed while it works: what was answered is not lost, nothing comes twice, and the store opens again.

MX_TEST_DEEP=1 in the environment: 200 kills instead of 20.
"""
import itertools
import os
import random
import sys
import threading
import time
import unittest
from pathlib import Path
from urllib.parse import quote

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / 'scenarios')]

from homeserver import Homeserver, MatrixError, tap  # noqa: E402
from proxy import DOWN, STUCK, UP, Proxy  # noqa: E402

from driver import Home, Rpc  # noqa: E402

KILLS = 200 if os.environ.get('MX_TEST_DEEP') else 20
MANY_A_LIFE = 12
OUTSTANDING = 4


def all_bodies(client, room, sender):
    """What somebody has written, oldest first, as the server has it."""
    found = []
    start = None
    while True:
        answer = client.messages(room, limit=500, start=start)
        found += [event['content'].get('body') for event in answer['chunk']
                  if event['sender'] == sender and event['type'] == 'm.room.message']
        start = answer.get('end')
        if not answer['chunk'] or not start:
            return found[::-1]


def all_shown(rpc, room):
    """Every item of a room as the program shows it, oldest first."""
    found = []
    before = {}
    while True:
        answer = rpc.call('timeline.get', room=room, limit=1000, **before)
        found[:0] = answer['items']
        if answer['at_start'] or not answer['items']:
            return found
        before = {'before': answer['items'][0]['event_id']}


class KillTest(unittest.TestCase):
    """Ann by teahousectl through a network that can be cut, Ben by plain requests."""

    def setUp(self):
        self.proxy = self.enterContext(Proxy())
        self.server = self.enterContext(Homeserver(public_port=self.proxy.port))
        self.proxy.target_port = self.server.port
        self.home = self.enterContext(Home())
        self.server.register('ann')
        self.ben = self.server.register('ben')
        self.rooms = [self.ben.create_room(preset='public_chat') for _ in range(2)]
        rpc = self.start()
        self.ann = rpc.sign_in(self.server, 'ann')['user_id']
        for room in self.rooms:
            rpc.call('room.join', room=room)
        self.rpc = rpc

    def start(self):
        return self.enterContext(Rpc(self.home, 'ann'))

    def assert_complete(self, rpc, room, wanted):
        """Both the server and the program have exactly these messages of Ann's, once and in order."""
        last = rpc.call('room.send', room=room, body='the end')['event_id']
        rpc.call('timeline.wait', room=room, match={'event_id': last}, timeout_ms=60000)
        self.assertEqual(all_bodies(self.ben, room, self.ann), wanted + ['the end'])
        mine = [item for item in all_shown(rpc, room) if item['mine'] and item['type'] == 'm.room.message']
        self.assertEqual([item['content']['body'] for item in mine], wanted + ['the end'])
        self.assertEqual({item['send_state'] for item in mine}, {None})

    def fifty(self, state):
        self.proxy.set_state(state)
        sent = {room: [] for room in self.rooms}
        numbers = []
        for number in range(50):
            room = self.rooms[number % 5 == 4]
            sent[room].append(f'written {number}')
            numbers.append(self.rpc.begin('room.send', room=room, body=sent[room][-1], wait=False))
        self.assertEqual(set(self.rpc.end(numbers[-1])), {'txn_id'})
        self.rpc.kill()
        self.assertTrue(all('result' in self.rpc.answers[number] for number in numbers))
        for room in self.rooms:
            self.assertEqual(all_bodies(self.ben, room, self.ann), [])
        rpc = self.start()
        rpc.call('status')
        self.proxy.set_state(UP)
        rpc.await_sync('live')
        for room in self.rooms:
            self.assert_complete(rpc, room, sent[room])
        self.assertEqual(rpc.close(), 0)
        self.assertEqual(rpc.stderr(), '')

    def test_security_N10_fifty_written_without_a_network(self):
        self.fifty(DOWN)

    def test_security_N10_fifty_written_while_nothing_answers(self):
        self.fifty(STUCK)

    def test_security_N10_reports_marks_and_hidden_people(self):
        room = self.rooms[0]
        event = self.ben.send(room, 'buy cheap tea')
        self.rpc.call('timeline.wait', room=room, match={'event_id': event}, timeout_ms=30000)
        self.proxy.set_state(DOWN)
        self.assertEqual(self.rpc.call('report.event', room=room, event=event, reason='spam'), {})
        self.assertEqual(self.rpc.call('report.user', user=self.ben.user_id, reason='rude'), {})
        self.assertEqual(self.rpc.call('room.read', room=room, event=event), {})
        self.assertEqual(self.rpc.call('ignore.set', user='@eva:example.org', ignored=True), {})
        self.rpc.kill()
        rpc = self.start()
        rpc.call('status')
        self.proxy.set_state(UP)
        rpc.await_sync('live')
        # Another one behind them in each queue: what comes before it has been sent.
        self.assertEqual(rpc.call('ignore.set', user='@fay:example.org', ignored=True), {})
        admin = self.server.admin()
        path = f'/_matrix/client/v3/user/{quote(self.ann)}/account_data/m.ignored_user_list'
        ann = self.server.client().login('ann', 'ann')
        self.wait(lambda: set(ann.get(path)['ignored_users']) == {'@eva:example.org', '@fay:example.org'})
        self.wait(lambda: len(admin.event_reports()) == 1)
        self.wait(lambda: len(admin.get('/_synapse/admin/v1/user_reports')['user_reports']) == 1)
        marker = f'/_matrix/client/v3/user/{quote(self.ann)}/rooms/{quote(room)}/account_data/m.fully_read'
        self.wait(lambda: ann.get(marker)['event_id'] == event)
        self.assertEqual(rpc.close(), 0)
        self.assertEqual(len(admin.event_reports()), 1)
        self.assertEqual(len(admin.get('/_synapse/admin/v1/user_reports')['user_reports']), 1)

    def wait(self, condition):
        """Until the server says so."""
        deadline = time.monotonic() + 60
        while True:
            try:
                if condition():
                    return
            except MatrixError:
                pass
            self.assertLess(time.monotonic(), deadline, 'it did not happen')
            time.sleep(0.1)

    def test_security_N09_killed_between_request_and_answer(self):
        """The server has it, the program does not know: the same transaction id, so nothing twice."""
        room = self.rooms[0]
        for number in range(5):
            rpc = self.rpc if number == 0 else self.start()
            rpc.await_sync('live')
            rpc.call('room.send', room=room, body=f'cut {number}', wait=False)
            seen = self.ben.wait_for(room, lambda event, body=f'cut {number}': event['content'].get('body') == body)
            rpc.kill()
            self.assertEqual(seen['sender'], self.ann)
        rpc = self.start()
        rpc.await_sync('live')
        self.assert_complete(rpc, room, [f'cut {number}' for number in range(5)])

    def life(self, rpc, numbers, answered):
        """Write until killed; notes what was answered."""
        begun = {}
        try:
            for _ in range(MANY_A_LIFE):
                body = f'm-{next(numbers)}'
                begun[rpc.begin('room.send', room=self.rooms[0], body=body, wait=False)] = body
                if len(begun) >= OUTSTANDING:
                    rpc.wait(lambda: sum(number in rpc.answers for number in begun) > len(begun) - OUTSTANDING, 10)
            rpc.wait(lambda: False, 10)
        except (BrokenPipeError, TimeoutError, ValueError):
            pass
        answered += [body for number, body in begun.items() if 'result' in rpc.answers.get(number, {})]

    def talk(self, told, stop):
        for number in itertools.count():
            told.append(self.ben.send(self.rooms[0], f'r-{number}'))
            if stop.wait(0.03):
                return

    def test_security_N12_killed_at_random_points(self):
        seed = random.SystemRandom().randrange(1 << 32)
        print(f'# seed {seed}', flush=True)
        chance = random.Random(seed)
        self.rpc.kill()
        numbers, answered, told, stop = itertools.count(), [], [], threading.Event()
        talker = threading.Thread(target=self.talk, args=(told, stop), daemon=True)
        talker.start()
        for _ in range(KILLS):
            rpc = self.start()
            if chance.random() < 0.8:
                rpc.call('status')
            life = threading.Thread(target=self.life, args=(rpc, numbers, answered), daemon=True)
            life.start()
            time.sleep(chance.uniform(0.0, 0.5))
            rpc.kill()
            life.join(30)
            self.assertFalse(life.is_alive())
            self.assertEqual(rpc.stderr(), '')
            rpc.__exit__()
        stop.set()
        talker.join()
        print(f'# {KILLS} kills, {next(numbers)} begun, {len(answered)} answered, {len(told)} told', flush=True)
        self.check(answered, told)

    def check(self, answered, told):
        rpc = self.start()
        rpc.await_sync('live')
        self.assertTrue(answered)
        room = self.rooms[0]
        last = rpc.call('room.send', room=room, body='the end', timeout=300)['event_id']
        rpc.call('timeline.wait', room=room, match={'event_id': last}, timeout_ms=60000)
        bodies = all_bodies(self.ben, room, self.ann)[:-1]
        self.assertEqual(len(bodies), len(set(bodies)), 'nothing twice')
        self.assertEqual(bodies, sorted(bodies, key=lambda body: int(body[2:])), 'in order')
        self.assertEqual(set(answered) - set(bodies), set(), 'nothing lost')
        shown = all_shown(rpc, room)
        mine = [item['content']['body'] for item in shown if item['mine'] and item['kind'] == 'message']
        self.assertEqual(mine, bodies + ['the end'])
        self.assertEqual([item['event_id'] for item in shown if item['sender'] == self.ben.user_id and
                          item['kind'] == 'message'], told)
        self.assertEqual(rpc.close(), 0)


if __name__ == '__main__':
    tap.main()
