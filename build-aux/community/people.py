# SPDX-License-Identifier: GPL-3.0-or-later
"""The community goes on living while the demo runs: people talk, the bot reports, and whoever writes in the help desk is
answered within seconds, in the language they write in."""
import random
import re
import threading
import time

from homeserver import MatrixError

from . import texts

TALK_EVERY = (7, 18)
FEED_EVERY = (3, 8)


class Life:
    """Three threads: talk, feed, help desk; a context manager."""

    def __init__(self, community, seed=None):
        self._community = community
        self._dice = random.Random(seed)
        self._over = threading.Event()
        self._own = {community.user_id(name) for name in [*texts.PEOPLE, texts.BOT[0]]}
        self._greeted = set()
        self._threads = [threading.Thread(target=self._live, args=(part,), daemon=True)
                         for part in (self._talk, self._feed, self._help)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join(5)

    def _pause(self, shortest, longest):
        self._over.wait(self._dice.uniform(shortest, longest))

    def _live(self, part):
        """Run a part until the end; a server that hiccups does not end it."""
        while not self._over.is_set():
            try:
                part()
            except (MatrixError, OSError):
                self._over.wait(2)

    def _talk(self):
        said = []
        while not self._over.is_set():
            if not said:
                said = [(alias, *line) for alias, lines in texts.CHATTER.items() for line in lines]
                self._dice.shuffle(said)
            self._pause(*TALK_EVERY)
            if self._over.is_set():
                return
            alias, name, text = said.pop()
            self._say(self._community.rooms[alias], name, text)

    def _feed(self):
        bot = self._community.as_person(texts.BOT[0])
        while not self._over.is_set():
            self._pause(*FEED_EVERY)
            text, html = self._community.feed_line(self._dice)
            bot.send(self._community.rooms['feed'], text, 'm.notice', html)

    def _say(self, room, name, text, answered=None):
        """Type for a moment, then say it."""
        person = self._community.as_person(name)
        person.typing(room)
        self._over.wait(min(2.5, .5 + len(text) / 60))
        if answered:
            person.reply(room, answered, text)
        else:
            person.send(room, text)
        person.typing(room, False)

    def _help(self):
        room = self._community.rooms['help']
        # Application services may not sync: the person on duty signs in like everybody else.
        duty = self._community.server.client().login('ben', 'ben')
        only = {'room': {'rooms': [room], 'timeline': {'limit': 20}}, 'presence': {'types': []},
                'account_data': {'types': []}}
        since = duty.sync(sync_filter=only)['next_batch']
        while not self._over.is_set():
            answer = duty.sync(since, timeout_ms=2000, sync_filter=only)
            since = answer['next_batch']
            joined = answer.get('rooms', {}).get('join', {}).get(room, {})
            for event in joined.get('timeline', {}).get('events', []):
                if event['sender'] not in self._own:
                    self._meet(room, event)

    def _meet(self, room, event):
        content = event['content']
        if event['type'] == 'm.room.member' and content.get('membership') == 'join':
            if event['state_key'] not in self._greeted:
                self._greeted.add(event['state_key'])
                name = content.get('displayname') or event['state_key'].split(':')[0].lstrip('@')
                self._say(room, 'sofia', texts.WELCOME.format(name=name))
        elif event['type'] == 'm.room.message' and content.get('msgtype') in ('m.text', 'm.emote', 'm.notice'):
            name, _, answers = next(found for found in texts.HELPERS if re.search(found[1], content.get('body', '')))
            self._community.as_person('rado').react(room, event['event_id'], '👋')
            self._say(room, name, self._dice.choice(answers), event['event_id'])


def wait_for_answer(client, room, event_id, timeout=30):
    """The message that answers event_id."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        for event in client.messages(room)['chunk']:
            answered = event['content'].get('m.relates_to', {}).get('m.in_reply_to', {}).get('event_id')
            if answered == event_id:
                return event
        time.sleep(0.2)
    raise TimeoutError('nobody answered')
