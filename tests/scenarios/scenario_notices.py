# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications on the desktop: one for a message that calls somebody who looks elsewhere, with names and text; a click
opens its room, reading takes it away; none from rooms that are silent, people who are hidden, or when switched off."""
import html
import re

import steps
from notices import Notices

ROOM, OTHER = 'Tea Garden', 'Silent Library'
MARKUP = '<b>ann</b>: see <a href="http://127.0.0.1:9/">&amp; here</a>'


def call(writer, room, person, text):
    """A message that names somebody, as the specification asks."""
    return writer.send(room, text, **{'m.mentions': {'user_ids': [person.user_id]}})


def set_scene(stage):
    server = stage.homeserver()
    ann, ben, cem = (server.register(name) for name in ('ann', 'ben', 'cem'))
    ben.set_display_name('Ben')
    rooms = [ben.create_room(preset='public_chat', name=name) for name in (ROOM, OTHER)]
    for room in rooms:
        for person in (ann, cem):
            person.join(room)
        ben.send(room, 'hello everybody')
    return ann, ben, cem, rooms


def only(app, notices, text):
    """The one notification there is, once one says text."""
    notice = app.wait(lambda: next((it for it in notices.shown.values() if text in it.body), None),
                      f'a notification that says {text!r}, of {notices.asked}', 30)
    assert len(notices.shown) == 1, notices.shown
    return notice


def silent(app, notices, writer, room, marker, asked):
    """Whether nothing was announced until a message that comes later is shown in the room, which is open."""
    # By the usual rules notices are for nobody.
    writer.send(room, marker, 'm.notice')
    app.says(marker, timeout=30)
    return len(notices.asked) == asked


def announce(stage, app, notices, ann, ben, rooms):
    app.unfocus()
    call(ben, rooms[0], ann, 'ann, the kettle boils')
    notice = only(app, notices, 'the kettle boils')
    stage.check('Ben' in notice.title and ROOM in notice.title,
                'a message that names somebody who looks elsewhere is announced once, with who and where')
    notices.click(notice)
    steps.composer(app, ROOM)
    stage.step('a click on it opens the room')
    app.focus()
    app.wait(lambda: not notices.shown, 'the notification to be gone')

    app.unfocus()
    call(ben, rooms[0], ann, 'ann, are you there?')
    only(app, notices, 'are you there?')
    app.focus()
    app.wait(lambda: not notices.shown, 'the notification to be withdrawn')
    stage.step('coming back to the room takes its notification away')
    asked = len(notices.asked)
    call(ben, rooms[0], ann, 'ann, good that you are back')
    app.says('good that you are back')
    stage.check(len(notices.asked) == asked, 'who looks at the room is not told twice')


def read_elsewhere(stage, app, notices, ann, ben, rooms):
    """What another device of the same person has read is old here, too."""
    app.unfocus()
    event = call(ben, rooms[1], ann, 'ann, the book is back')
    only(app, notices, 'the book is back')
    ann.post(f'/_matrix/client/v3/rooms/{rooms[1]}/read_markers', {'m.fully_read': event, 'm.read': event})
    app.wait(lambda: not notices.shown, 'the notification to be withdrawn')
    stage.step('read on another device, it goes')


def literal(stage, app, notices, ann, ben, rooms):
    call(ben, rooms[1], ann, MARKUP)
    notice = only(app, notices, 'here')
    stage.check(notice.body == html.escape(MARKUP, quote=False).replace('"', '&quot;'),
                'H01: where notifications are markup, a message is shown as it was written')
    app.focus()
    steps.open_room(app, OTHER)
    app.wait(lambda: not notices.shown, 'the notification to be withdrawn')
    app.unfocus()


def keep_quiet(stage, app, notices, ann, ben, cem, rooms):
    ann.put(f'/_matrix/client/v3/pushrules/global/override/{rooms[1]}', {
        'actions': [], 'conditions': [{'kind': 'event_match', 'key': 'room_id', 'pattern': rooms[1]}]})
    app.wait(lambda: app.all('list item', re.compile(f'{OTHER}.*(muted|silent)', re.I)), 'the room to be muted')
    asked = len(notices.asked)
    call(ben, rooms[1], ann, 'ann, nobody hears this')
    stage.check(silent(app, notices, ben, rooms[1], 'nor this', asked), 'a room that is muted is silent')

    # The second in the list, now that the other was written to last.
    app.key('alt+2')
    steps.composer(app, ROOM)
    app.unfocus()
    ann.put(f'/_matrix/client/v3/user/{ann.user_id}/account_data/m.ignored_user_list',
            {'ignored_users': {cem.user_id: {}}})
    call(cem, rooms[0], ann, 'ann, buy cheap tea')
    stage.check(silent(app, notices, ben, rooms[0], 'the tea is ready', asked), 'a person who is hidden makes none')

    app.key('ctrl+comma')
    switch = app.find(('switch', 'check box', 'toggle button', 'list item'), 'Notify on the Desktop')
    app.click(switch)
    app.key('Escape')
    app.gone('dialog')
    app.unfocus()
    call(ben, rooms[0], ann, 'ann, one more cup?')
    stage.check(silent(app, notices, ben, rooms[0], 'nobody answers', asked), 'switched off, there are none')


def play(stage):
    ann, ben, cem, rooms = set_scene(stage)
    notices = stage.enter(Notices(stage.desktop))
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    app.find('list item', re.compile('^' + ROOM), timeout=40)
    app.find('list item', re.compile('^' + OTHER), timeout=40)
    announce(stage, app, notices, ann, ben, rooms)
    read_elsewhere(stage, app, notices, ann, ben, rooms)
    literal(stage, app, notices, ann, ben, rooms)
    keep_quiet(stage, app, notices, ann, ben, cem, rooms)
