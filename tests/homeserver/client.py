# SPDX-License-Identifier: GPL-3.0-or-later
"""A small Matrix client for tests and the demo: plain requests, answers as dictionaries, no cleverness.

One Client is one account on one server. It keeps a connection per thread, so threads may share it.
"""
import hashlib
import hmac
import http.client
import itertools
import json
import threading
import time
import urllib.parse


class MatrixError(Exception):
    """What the server refused: status, errcode and its own words."""

    def __init__(self, status, body):
        self.status = status
        self.errcode = body.get('errcode', 'M_UNKNOWN') if isinstance(body, dict) else 'M_UNKNOWN'
        words = body.get('error', '') if isinstance(body, dict) else str(body)
        super().__init__(f'{status} {self.errcode}: {words}')


def quote(text):
    """Percent-encode one path segment."""
    return urllib.parse.quote(str(text), safe='')


class Client:
    """An account on a homeserver, or nobody yet. acting_as is for an application service's token."""

    _txn = itertools.count()

    def __init__(self, base_url, token=None, user_id=None, acting_as=None):
        self.base_url = base_url.rstrip('/')
        self.token = token
        self.user_id = user_id
        self.device_id = None
        self.acting_as = acting_as
        self._local = threading.local()

    # The wire

    def _connection(self):
        found = getattr(self._local, 'connection', None)
        if found is None:
            parts = urllib.parse.urlsplit(self.base_url)
            found = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
            self._local.connection = found
        return found

    def _exchange(self, method, target, body, headers):
        for last in (False, True):
            connection = self._connection()
            try:
                connection.request(method, target, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                # The server may have closed an idle connection: once more on a new one.
                connection.close()
                self._local.connection = None
                if last:
                    raise
        raise AssertionError('not reached')

    def request(self, method, path, body=None, query=None, content_type='application/json'):
        """One request; waits and repeats when told to (429); raises MatrixError on any other refusal."""
        query = dict(query or {})
        if self.acting_as:
            query['user_id'] = self.acting_as
        target = path + ('?' + urllib.parse.urlencode(query) if query else '')
        headers = {'Authorization': f'Bearer {self.token}'} if self.token else {}
        raw = body
        if not isinstance(body, bytes) and (body is not None or method in ('POST', 'PUT')):
            raw = json.dumps(body or {}).encode()
        if raw is not None:
            headers['Content-Type'] = content_type
        while True:
            status, data = self._exchange(method, target, raw, headers)
            try:
                answer = json.loads(data) if data else {}
            except ValueError:
                answer = {'error': data[:200].decode('utf-8', 'replace')}
            if status == 429:
                time.sleep(answer.get('retry_after_ms', 500) / 1000)
                continue
            if status >= 300:
                raise MatrixError(status, answer)
            return answer

    def get(self, path, **query):
        return self.request('GET', path, query=query)

    def post(self, path, body=None, **query):
        return self.request('POST', path, body, query)

    def put(self, path, body=None, **query):
        return self.request('PUT', path, body, query)

    # Accounts

    def _signed_in(self, answer):
        self.token = answer['access_token']
        self.user_id = answer['user_id']
        self.device_id = answer.get('device_id')
        return self

    def register(self, name, password):
        """Make an account by open registration and sign in to it."""
        return self._signed_in(self.post('/_matrix/client/v3/register', {
            'username': name, 'password': password, 'auth': {'type': 'm.login.dummy'}}))

    def register_guest(self):
        return self._signed_in(self.post('/_matrix/client/v3/register', kind='guest'))

    def register_with_secret(self, name, password, secret, admin=False):
        """Make an account through Synapse's admin API; admin accounts can be made in no other way."""
        path = '/_synapse/admin/v1/register'
        nonce = self.get(path)['nonce']
        parts = (nonce, name, password, 'admin' if admin else 'notadmin')
        mac = hmac.new(secret.encode(), b'\0'.join(part.encode() for part in parts), hashlib.sha1).hexdigest()
        return self._signed_in(self.post(path, {
            'nonce': nonce, 'username': name, 'password': password, 'admin': admin, 'mac': mac}))

    def login(self, name, password):
        return self._signed_in(self.post('/_matrix/client/v3/login', {
            'type': 'm.login.password', 'password': password,
            'identifier': {'type': 'm.id.user', 'user': name}}))

    def logout(self):
        self.post('/_matrix/client/v3/logout')
        self.token = None

    def set_display_name(self, name):
        self.put(f'/_matrix/client/v3/profile/{quote(self.user_id)}/displayname', {'displayname': name})

    def set_avatar(self, mxc):
        self.put(f'/_matrix/client/v3/profile/{quote(self.user_id)}/avatar_url', {'avatar_url': mxc})

    def upload(self, data, content_type, filename=None):
        """Upload bytes; returns the mxc address."""
        query = {'filename': filename} if filename else {}
        return self.request('POST', '/_matrix/media/v3/upload', data, query, content_type)['content_uri']

    def download(self, mxc):
        """The bytes at an mxc address."""
        server, media = mxc.removeprefix('mxc://').split('/')
        path = f'/_matrix/client/v1/media/download/{quote(server)}/{quote(media)}'
        status, data = self._exchange('GET', path, None, {'Authorization': f'Bearer {self.token}'})
        if status >= 300:
            raise MatrixError(status, json.loads(data))
        return data

    # Rooms

    def create_room(self, **options):
        """Create a room with the options of /createRoom; returns its id."""
        return self.post('/_matrix/client/v3/createRoom', options)['room_id']

    def resolve(self, alias):
        return self.get(f'/_matrix/client/v3/directory/room/{quote(alias)}')['room_id']

    def join(self, room):
        return self.post(f'/_matrix/client/v3/join/{quote(room)}')['room_id']

    def leave(self, room):
        self.post(f'/_matrix/client/v3/rooms/{quote(room)}/leave')

    def invite(self, room, user):
        self.post(f'/_matrix/client/v3/rooms/{quote(room)}/invite', {'user_id': user})

    def kick(self, room, user, reason=''):
        self.post(f'/_matrix/client/v3/rooms/{quote(room)}/kick', {'user_id': user, 'reason': reason})

    def ban(self, room, user, reason=''):
        self.post(f'/_matrix/client/v3/rooms/{quote(room)}/ban', {'user_id': user, 'reason': reason})

    def set_state(self, room, kind, content, key=''):
        path = f'/_matrix/client/v3/rooms/{quote(room)}/state/{quote(kind)}/{quote(key)}'
        return self.put(path, content)['event_id']

    def state(self, room, kind=None, key=''):
        """All state of a room, or the content of one piece of it."""
        path = f'/_matrix/client/v3/rooms/{quote(room)}/state'
        return self.get(f'{path}/{quote(kind)}/{quote(key)}' if kind else path)

    def joined_members(self, room):
        return self.get(f'/_matrix/client/v3/rooms/{quote(room)}/joined_members')['joined']

    def messages(self, room, limit=50, direction='b', start=None):
        query = {'dir': direction, 'limit': limit} | ({'from': start} if start else {})
        return self.get(f'/_matrix/client/v3/rooms/{quote(room)}/messages', **query)

    # Events

    def send_event(self, room, kind, content, ts=None):
        """Send any event; ts (milliseconds) is obeyed for application services only. Returns the event id."""
        path = f'/_matrix/client/v3/rooms/{quote(room)}/send/{quote(kind)}/t{time.time_ns()}-{next(self._txn)}'
        return self.put(path, content, **({'ts': ts} if ts else {}))['event_id']

    def send(self, room, body, msgtype='m.text', html=None, ts=None, **more):
        content = {'msgtype': msgtype, 'body': body} | more
        if html:
            content |= {'format': 'org.matrix.custom.html', 'formatted_body': html}
        return self.send_event(room, 'm.room.message', content, ts)

    def reply(self, room, event_id, body, ts=None):
        return self.send(room, body, ts=ts, **{'m.relates_to': {'m.in_reply_to': {'event_id': event_id}}})

    def react(self, room, event_id, key, ts=None):
        return self.send_event(room, 'm.reaction', {
            'm.relates_to': {'rel_type': 'm.annotation', 'event_id': event_id, 'key': key}}, ts)

    def edit(self, room, event_id, body, ts=None):
        return self.send(room, '* ' + body, ts=ts, **{
            'm.new_content': {'msgtype': 'm.text', 'body': body},
            'm.relates_to': {'rel_type': 'm.replace', 'event_id': event_id}})

    def redact(self, room, event_id, reason=''):
        path = f'/_matrix/client/v3/rooms/{quote(room)}/redact/{quote(event_id)}/t{time.time_ns()}-{next(self._txn)}'
        return self.put(path, {'reason': reason})['event_id']

    def typing(self, room, typing=True):
        self.put(f'/_matrix/client/v3/rooms/{quote(room)}/typing/{quote(self.user_id)}',
                 {'typing': typing, 'timeout': 20000})

    def sync(self, since=None, timeout_ms=0, sync_filter=None):
        query = {'timeout': timeout_ms}
        if since:
            query['since'] = since
        if sync_filter:
            query['filter'] = json.dumps(sync_filter)
        return self.get('/_matrix/client/v3/sync', **query)

    def wait_for(self, room, accept, timeout=30):
        """Wait until the room's timeline has an event accept() likes, old ones included; returns it."""
        deadline = time.monotonic() + timeout
        for event in self.messages(room)['chunk']:
            if accept(event):
                return event
        since = None
        while time.monotonic() < deadline:
            answer = self.sync(since, timeout_ms=2000 if since else 0)
            since = answer['next_batch']
            joined = answer.get('rooms', {}).get('join', {}).get(room, {})
            for event in joined.get('timeline', {}).get('events', []):
                if accept(event):
                    return event
        raise TimeoutError(f'nothing that fits came within {timeout} s')

    # The server's administrator

    def event_reports(self):
        """Reports about messages, newest first, each with the reported event and the reason."""
        found = self.get('/_synapse/admin/v1/event_reports', limit=100)['event_reports']
        return [self.get(f'/_synapse/admin/v1/event_reports/{report["id"]}') for report in found]
