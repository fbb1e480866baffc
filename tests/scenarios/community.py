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

    def write(number):
        writers[number // 4 % len(writers)].send(room, f'line {number:04} of {count:04}',
                                                 ts=start + number * minutes * 60 * 1000)

    # One at a time keeps the order; rooms are told at the same time by their callers.
    for number in range(1, count + 1):
        write(number)


def together(*jobs):
    """Run functions at the same time."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        for result in [pool.submit(job) for job in jobs]:
            result.result()
