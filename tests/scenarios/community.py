# SPDX-License-Identifier: GPL-3.0-or-later
"""People and rooms that several scenarios need."""
from concurrent.futures import ThreadPoolExecutor

SERVICE = {
    'id': 'history', 'url': None, 'as_token': 'history-as', 'hs_token': 'history-hs', 'sender_localpart': 'history',
    'rate_limited': False,
    'namespaces': {'users': [{'exclusive': False, 'regex': '@.*'}], 'aliases': [], 'rooms': []},
}


def open_room(owner, alias, name, **more):
    """A room anybody may find, read and join, guests too."""
    return owner.create_room(
        preset='public_chat', visibility='public', room_alias_name=alias, name=name, initial_state=[
            {'type': 'm.room.guest_access', 'state_key': '', 'content': {'guest_access': 'can_join'}},
            {'type': 'm.room.history_visibility', 'state_key': '', 'content': {'history_visibility': 'world_readable'}},
        ], **more)


def tell(server, people, room, count, start, minutes=7):
    """Old messages "line 0001 of 0700" …, by turns; start is the first one's time in milliseconds."""
    writers = [server.client(SERVICE['as_token'], person.user_id, acting_as=person.user_id) for person in people]

    def write(number, at):
        writers[number // 4 % len(writers)].send(room, f'line {number:04} of {count:04}', ts=at)

    # A few at a time: within one of these the order may differ by a place or two, and so the time hardly differs.
    at_once = 8
    with ThreadPoolExecutor(at_once) as pool:
        for first in range(1, count + 1, at_once):
            at = start + first * minutes * 60 * 1000
            list(pool.map(lambda number: write(number, at + number), range(first, min(first + at_once, count + 1))))


def together(*jobs):
    """Run functions at the same time."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        for result in [pool.submit(job) for job in jobs]:
            result.result()
