# SPDX-License-Identifier: GPL-3.0-or-later
"""A homeserver that knows one account and one answer: for measuring the program and not the server.

Its first sync is the bytes it was given; after that it long-polls for what say() is told. Loopback only.
"""
import http.server
import json
import re
import threading
import time
import urllib.parse

from homeserver.synapse import free_port


class Server:
    """A context manager; first_sync is the body of the first answer of /sync, given the server's name."""

    def __init__(self, make_first_sync):
        self.port = free_port()
        self.server_name = f'localhost:{self.port}'
        self.user_id = f'@reader:{self.server_name}'
        self.first_sync = make_first_sync(self.server_name)
        self.first_sync_sent = threading.Event()
        self._events = []
        self._changed = threading.Condition()
        self._httpd = http.server.ThreadingHTTPServer(('127.0.0.1', self.port), self._handler())
        self._httpd.daemon_threads = True
        self._thread = threading.Thread(target=self._httpd.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._httpd.shutdown()
        self._httpd.server_close()

    def say(self, room, body):
        """Let a message happen; returns the time it was accepted (monotonic, ns)."""
        now = time.monotonic_ns()
        with self._changed:
            number = len(self._events)
            self._events.append((room, {
                'type': 'm.room.message', 'event_id': f'$live{number}', 'sender': f'@writer:{self.server_name}',
                'origin_server_ts': int(time.time() * 1000), 'content': {'msgtype': 'm.text', 'body': body}}))
            self._changed.notify_all()
        return now

    def _sync(self, query):
        since = query.get('since', [None])[0]
        if since is None:
            return self.first_sync
        seen = int(since[1:])
        deadline = time.monotonic() + min(int(query.get('timeout', ['0'])[0]), 30000) / 1000
        with self._changed:
            while len(self._events) <= seen and time.monotonic() < deadline:
                self._changed.wait(deadline - time.monotonic())
            fresh = self._events[seen:]
            answer = {'next_batch': f's{len(self._events)}'}
        rooms = {}
        for room, event in fresh:
            timeline = rooms.setdefault(room, {'timeline': {'events': [], 'limited': False, 'prev_batch': 'p'}})
            timeline['timeline']['events'].append(event)
        if rooms:
            answer['rooms'] = {'join': rooms}
        return json.dumps(answer).encode()

    def _answer(self, method, path, query):
        login = {'user_id': self.user_id, 'device_id': 'BENCH', 'access_token': 'bench'}
        fixed = {
            '/_matrix/client/versions': {'versions': ['v1.11', 'v1.12'], 'unstable_features': {}},
            '/_matrix/client/v3/login': login if method == 'POST' else {'flows': [{'type': 'm.login.password'}]},
            '/_matrix/client/v3/capabilities': {'capabilities': {}},
            '/_matrix/client/v3/pushrules/': {'global': {}},
            '/_matrix/client/v3/account/whoami': {'user_id': self.user_id, 'device_id': 'BENCH'},
        }
        if path in fixed:
            return 200, json.dumps(fixed[path]).encode()
        if path == '/_matrix/client/v3/sync':
            return 200, self._sync(query)
        if path.endswith('/filter'):
            return 200, b'{"filter_id":"1"}'
        if path.endswith('/messages'):
            return 200, b'{"chunk":[],"start":"p"}'
        if path.endswith('/members'):
            return 200, b'{"chunk":[]}'
        if re.search(r'/(receipt|typing|read_markers|account_data|profile)\b', path):
            return 200, b'{}'
        return 404, b'{"errcode":"M_UNRECOGNIZED","error":"Not here"}'

    def _handler(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def _serve(self):
                self.rfile.read(int(self.headers.get('Content-Length') or 0))
                parts = urllib.parse.urlsplit(self.path)
                query = urllib.parse.parse_qs(parts.query)
                status, body = outer._answer(self.command, urllib.parse.unquote(parts.path), query)
                self.send_response(status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                if body is outer.first_sync:
                    outer.first_sync_sent.set()

            do_GET = do_POST = do_PUT = do_DELETE = _serve

            def log_message(self, *_):
                """Say nothing."""

            def handle(self):
                try:
                    super().handle()
                except OSError:
                    pass   # the program was stopped in the middle of an answer

        return Handler


def first_sync(rooms, events_per_room, text_length=180):
    """A function of the server's name that makes a first sync of that many rooms."""
    def make(server_name):
        now = int(time.time() * 1000)
        people = [f'@person{number}:{server_name}' for number in range(40)]
        words = ('tea house wiki page picture source night morning river harbour map table bridge letter garden '
                 'window question answer').split()
        joined = {}
        for number in range(rooms):
            room = f'!room{number:04}:{server_name}'
            name = f'Room number {number:04}'
            members = [people[(number + offset) % len(people)] for offset in range(3)]
            state = [
                event('m.room.create', members[0], now, f'{number}c', {'room_version': '11'}, ''),
                event('m.room.name', members[0], now, f'{number}n', {'name': name}, ''),
                event('m.room.join_rules', members[0], now, f'{number}j', {'join_rule': 'public'}, ''),
                event('m.room.power_levels', members[0], now, f'{number}p', {'users': {members[0]: 100}}, ''),
            ] + [event('m.room.member', member, now, f'{number}m{at}', {
                'membership': 'join', 'displayname': f'Person {member[7:member.index(":")]}'}, member)
                for at, member in enumerate([*members, f'@reader:{server_name}'])]
            timeline = []
            for at in range(events_per_room):
                start = (number * 7 + at * 3) % len(words)
                text = ' '.join((words[start:] + words[:start]) * 3)[:text_length - 30 + at % 60]
                timeline.append(event('m.room.message', members[at % 3],
                                      now - (events_per_room - at) * 60000 - number * 1000, f'{number}t{at}',
                                      {'msgtype': 'm.text', 'body': f'{number:04}/{at:02} {text}'}))
            joined[room] = {
                'state': {'events': state},
                'timeline': {'events': timeline, 'limited': True, 'prev_batch': f'p{number}'},
                'ephemeral': {'events': []}, 'account_data': {'events': []},
                'summary': {'m.joined_member_count': 4},
                'unread_notifications': {'notification_count': int(number % 5 == 0), 'highlight_count': 0}}
        return json.dumps({'next_batch': 's0', 'rooms': {'join': joined}}, separators=(',', ':')).encode()
    return make


def event(kind, sender, at, name, content, state_key=None):
    made = {'type': kind, 'sender': sender, 'origin_server_ts': at, 'event_id': f'${name}', 'content': content,
            'unsigned': {'age': 1000}}
    if state_key is not None:
        made['state_key'] = state_key
    return made
