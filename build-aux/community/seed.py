# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the community on a homeserver: accounts, rooms, what was said before anybody came.

Everything is written through an application service, because that may say when a thing was said: the talk looks as old as
it should. Rooms are filled at the same time, each in its own order.
"""
import random
import time
from concurrent.futures import ThreadPoolExecutor

from . import pictures, texts

MINUTE = 60 * 1000
DAY = 24 * 60 * MINUTE
LONG_ROOM = 2000
FEED_LINES = 150
# While history is written nobody is to be told of it: a third of the server's work.
QUICKLY = {'push': {'enabled': False}}

SERVICE = {
    'id': 'community', 'url': None, 'as_token': 'community-as', 'hs_token': 'community-hs',
    'sender_localpart': 'community', 'rate_limited': False,
    'namespaces': {'users': [{'exclusive': False, 'regex': '@.*'}], 'aliases': [{'exclusive': False, 'regex': '#.*'}],
                   'rooms': []},
}


class Community:
    """The people and rooms on one server. rooms: alias -> room id."""

    def __init__(self, server):
        self.server = server
        self.rooms = {}
        self._clients = {}

    def user_id(self, name):
        return f'@{name}:{self.server.server_name}'

    def alias(self, name):
        return f'#{name}:{self.server.server_name}'

    def as_person(self, name):
        """A client that writes as that person, and may say when."""
        if name not in self._clients:
            user = self.user_id(name)
            self._clients[name] = self.server.client(SERVICE['as_token'], user, acting_as=user)
        return self._clients[name]

    # Making it

    def seed(self, say=lambda words: None, long_room=LONG_ROOM, feed_lines=FEED_LINES):
        """Make it all; the workshop and the feed as long as told."""
        now = int(time.time() * 1000)
        say('making people')
        self._make_people()
        say('making rooms')
        self._make_rooms()
        say(f'filling rooms ({long_room} messages in one of them)')
        jobs = [(self._fill_talk, alias, now) for alias in texts.TALK]
        jobs += [(self._fill_feed, 'feed', now, feed_lines), (self._fill_workshop, 'workshop', now, long_room)]
        with ThreadPoolExecutor(len(jobs)) as pool:
            for result in [pool.submit(*job) for job in jobs]:
                result.result()

    def _make_people(self):
        def make(account):
            name, shown = account
            self.server.register(name)
            person = self.as_person(name)
            person.set_display_name(shown)
            if name != texts.VISITOR[0]:
                person.set_avatar(person.upload(pictures.portrait(name), 'image/png', f'{name}.png'))
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(make, [*texts.PEOPLE.items(), texts.BOT, texts.VISITOR]))

    def _initial_state(self, room, picture):
        state = [
            {'type': 'm.room.avatar', 'state_key': '', 'content': {'url': picture}},
            {'type': 'm.room.guest_access', 'state_key': '',
             'content': {'guest_access': 'can_join' if room.get('guests') else 'forbidden'}},
        ]
        if room.get('open'):
            state.append({'type': 'm.room.history_visibility', 'state_key': '',
                          'content': {'history_visibility': 'world_readable'}})
        return state

    def _make_room(self, room):
        owner = self.as_person(room['people'][0])
        picture = owner.upload(pictures.sign(room['alias']), 'image/png')
        options = {
            'name': room['name'], 'topic': room['topic'], 'initial_state': self._initial_state(room, picture),
            'preset': 'private_chat' if room.get('private') else 'public_chat',
            'visibility': 'private' if room.get('private') else 'public',
        }
        if not room.get('private'):
            options['room_alias_name'] = room['alias']
        if 'version' in room:
            options['room_version'] = room['version']
        room_id = owner.create_room(**options)
        people = room['people'][1:] + ([texts.BOT[0]] if room.get('feed') else [])
        for name in people:
            if room.get('private'):
                owner.invite(room_id, self.user_id(name))
            self.as_person(name).join(room_id)
        if room.get('private'):
            owner.invite(room_id, self.user_id(texts.VISITOR[0]))
        return room['alias'], room_id

    def _make_rooms(self):
        with ThreadPoolExecutor(4) as pool:
            self.rooms = dict(pool.map(self._make_room, texts.ROOMS))
        owner = self.as_person('claire')
        space = owner.create_room(
            name=texts.SPACE['name'], topic=texts.SPACE['topic'], room_alias_name=texts.SPACE['alias'],
            preset='public_chat', visibility='public', creation_content={'type': 'm.space'},
            initial_state=[{'type': 'm.room.history_visibility', 'state_key': '',
                            'content': {'history_visibility': 'world_readable'}}])
        for number, room in enumerate(texts.ROOMS):
            owner.set_state(space, 'm.space.child', {
                'via': [self.server.server_name], 'order': f'{number:02}', 'suggested': number < 4},
                self.rooms[room['alias']])
        for name in texts.PEOPLE:
            if name != 'claire':
                self.as_person(name).join(space)
        self.rooms[texts.SPACE['alias']] = space

    # What was said

    def _fill_talk(self, alias, now):
        room, talk = self.rooms[alias], texts.TALK[alias]
        at = now - len(talk) * 47 * MINUTE - 20 * MINUTE
        events = []
        for name, text, *marks in talk:
            at += 47 * MINUTE
            marks = {mark[0]: [found for found in marks if found[0] == mark[0]] for mark in marks}
            person = self.as_person(name)
            if 'reply' in marks:
                event = person.reply(room, events[marks['reply'][0][1]], text, ts=at)
            elif 'picture' in marks:
                event = self._send_picture(room, name, text, pictures.landscape(text, 320, 180), (320, 180), at)
            elif 'html' in marks:
                event = person.send(room, text, html=marks['html'][0][1], ts=at)
            else:
                event = person.send(room, text, ts=at)
            events.append(event)
            for _, other, key in marks.get('react', []):
                self.as_person(other).react(room, event, key, ts=at + 2 * MINUTE)
            for _, better in marks.get('edit', []):
                person.edit(room, event, better, ts=at + MINUTE)
        if alias == 'help':
            self.as_person('ben').set_state(room, 'm.room.pinned_events', {'pinned': [events[0]]})

    def feed_line(self, dice):
        """One line of the changes bot: (text, html)."""
        page, note = dice.choice(texts.FEED_PAGES), dice.choice(texts.FEED_NOTES)
        size = dice.choice([-1, 1, 1, 1]) * int(dice.expovariate(1 / 300) + 1)
        who = f'192.0.2.{dice.randrange(1, 255)}' if dice.random() < .4 else dice.choice(list(texts.PEOPLE)).title()
        link = f'https://example.org/diff/{dice.randrange(100000, 999999)}'
        colour = '#c01c28' if size < 0 else '#26a269'
        return (f'[[{page}]] {link} * {who} * ({size:+}) {note}',
                f'[[<strong>{page}</strong>]] <a href="{link}">{link}</a> * {who} * '
                f'(<font data-mx-color="{colour}">{size:+}</font>) <em>{note}</em>')

    def _fill_feed(self, alias, now, lines):
        dice = random.Random(alias)
        bot = self.as_person(texts.BOT[0])
        for number in range(lines):
            text, html = self.feed_line(dice)
            bot.send(self.rooms[alias], text, 'm.notice', html, ts=now - (lines - number) * MINUTE)

    def _send_picture(self, room, name, title, picture, size, at):
        person = self.as_person(name)
        uri = person.upload(picture, 'image/png', title)
        return person.send(room, title, 'm.image', ts=at, url=uri, filename=title,
                           info={'mimetype': 'image/png', 'w': size[0], 'h': size[1], 'size': len(picture)})

    def _fill_workshop(self, alias, now, length):
        dice = random.Random(alias)
        room = self.rooms[alias]
        people = next(found['people'] for found in texts.ROOMS if found['alias'] == alias)
        per_day = 50
        days = length // per_day
        # A few at a time: the order inside of a day may differ by a place or two, never between days.
        with ThreadPoolExecutor(3) as pool:
            for day in range(days):
                morning = now - (days - day) * DAY
                lines = [(morning + number * 9 * MINUTE, dice.choice(people), self._workshop_line(dice))
                         for number in range(per_day)]
                list(pool.map(lambda line: self._say_in_workshop(room, *line), lines))
                if day % 8 == 5:
                    self._send_picture(room, dice.choice(people), f'hills-{day}.png', pictures.landscape(f'{day}'),
                                       (480, 300), morning + 8 * 60 * MINUTE)
        self._send_picture(room, 'sofia', 'changes-by-month.png', pictures.chart([31, 42, 38, 57, 49, 64, 71, 69]),
                           (480, 260), now - 40 * MINUTE)
        for number, (text, html) in enumerate(texts.HTML):
            self.as_person(people[number % len(people)]).send(room, text, html=html, ts=now - (30 - number * 3) * MINUTE)

    def _workshop_line(self, dice):
        if dice.random() < .03:
            return dice.choice(texts.HTML)
        sentence = dice.choice(texts.QUESTIONS if dice.random() < .4 else texts.ANSWERS)
        text = sentence.format(thing=dice.choice(texts.THINGS), part=dice.choice(texts.PARTS))
        return text[0].upper() + text[1:], None

    def _say_in_workshop(self, room, at, name, line):
        self.as_person(name).send(room, line[0], html=line[1], ts=at)
