# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody comes back to what was said meanwhile: a line tells where it begins and stays while it is read; then
somebody is reported and hidden with one answer; then they are removed from the room, and told by whom."""
import re

import community
import steps

ROOM = 'Reading Room'
OTHER = 'Photo Walks'
LINE = 'New messages'


def names(app):
    timeline = app.find('list', 'Messages')
    return [row.name for row in app.all('list item', within=timeline)]


def above(app, text):
    """What stands above the row that says text."""
    rows = names(app)
    found = next(number for number, name in enumerate(rows) if text in name)
    return rows[found - 1]


def play(stage):
    server = stage.homeserver()
    ann, ben, cem = (server.register(name) for name in ('ann', 'ben', 'cem'))
    room = community.open_room(ben, 'reading', ROOM)
    other = community.open_room(ben, 'walks', OTHER)
    for person in (ann, cem):
        person.join(room)
    ann.join(other)
    ben.send(room, 'read before')
    ann.post(f'/_matrix/client/v3/rooms/{room}/read_markers', {'m.fully_read': ben.send(room, 'the last one read')})
    ben.send(room, 'first news')
    cem.send(room, 'buy cheap tea')
    ben.send(room, 'last news')

    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    steps.open_room(app, ROOM)
    app.says('last news')
    app.focus()
    marker = f'/_matrix/client/v3/user/{ann.user_id}/rooms/{room}/account_data/m.fully_read'
    newest = ben.send(room, 'said while somebody looks')
    app.wait(lambda: ann.get(marker)['event_id'] == newest, 'everything to be marked as read')
    stage.check(above(app, 'first news') == LINE, 'the line stands above what is new, and stays while it is read')
    stage.check(above(app, 'said while somebody looks') != LINE, 'what comes while somebody looks has none')
    stage.picture(app, 'unread')
    steps.open_room(app, OTHER)
    steps.open_room(app, ROOM)
    app.says('last news')
    app.wait(lambda: LINE not in names(app), 'the line to be gone')
    stage.step('who comes back later finds no line above what was read')

    check_report(stage, server, app)
    ben.kick(room, ann.user_id, 'too loud')
    app.says(re.compile('removed you from this room'))
    app.says('last news')
    stage.step('who is removed from the open room is told by whom, and can still read it')


def check_report(stage, server, app):
    steps.report(app, steps.message_row(app, 'buy cheap tea'), 'Spam or advertising')
    admin = server.admin()
    app.wait(admin.event_reports, 'the report to reach the administrator')
    app.wait(lambda: not any('buy cheap tea' in name for name in names(app)), 'the message to be hidden')
    stage.step('somebody is reported and hidden in one go, and the report arrives')
