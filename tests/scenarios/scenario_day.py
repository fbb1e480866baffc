# SPDX-License-Identifier: GPL-3.0-or-later
"""A day of somebody with an account: sign in with a password, read, scroll back 500 messages, write Arabic, emoji and
five lines, report a message, lose the network, write on, restart, and see everything arrive once."""
import re
import time

import community
import proxy
import steps

LINES = 560
ROOM = 'Reading Room'
FIVE_LINES = 'one\ntwo\nthree\nfour\nfive'
ARABIC = 'مرحبًا بالجميع، كيف أضيف صورة؟'
EMOJI = '👩🏽‍🔬 and 🇹🇳 and ❤️'


def bodies(client, room, sender):
    """What sender wrote in the room, oldest first."""
    events = client.messages(room, limit=100)['chunk']
    return [event['content'].get('body') for event in reversed(events)
            if event['sender'] == sender and event['type'] == 'm.room.message']


def play(stage):
    server, network = stage.homeserver_behind_proxy(services=[community.SERVICE])
    ann, ben, cem = (server.register(name) for name in ('ann', 'ben', 'cem'))
    room = community.open_room(ben, 'reading', ROOM)
    ann.join(room)
    cem.join(room)
    start = int(time.time() * 1000) - LINES * 7 * 60 * 1000
    community.tell(server, [ben, cem], room, LINES, start)
    spam = cem.send(room, 'buy cheap tea at a place you do not know')
    ben.send(room, 'Let us go on reading.')
    stage.step(f'a room with {LINES} messages was made')

    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    steps.open_room(app, ROOM)
    app.says('Let us go on reading.')
    stage.step('signed in with a password, the room opens at its newest message')
    steps.scroll_back_to(app, f'line {LINES - 510:04} of {LINES:04}')
    stage.step('scrolled back over 500 messages')
    app.press(re.compile('newest', re.I))
    app.says('Let us go on reading.')
    stage.step('one button leads back to the newest message')

    for text, words in ((ARABIC, 'Arabic'), (EMOJI, 'emoji of several parts'), (FIVE_LINES, 'five lines')):
        steps.send(app, ROOM, text)
        ben.wait_for(room, lambda event, wanted=text: event['content'].get('body') == wanted)
        stage.step(f'{words}: arrived as written')
    stage.picture(app, 'written')

    check_report(stage, server, app, spam)
    check_offline(stage, server, network, app, ben, room, ann)


def check_report(stage, server, app, spam):
    reader = steps.report(app, steps.message_row(app, 'buy cheap tea'), 'Spam or advertising', 'twice today')
    stage.check(server.server_name.split(':')[0] in reader, 'the report says first who reads it')
    admin = server.admin()
    found = app.wait(lambda: [report for report in admin.event_reports() if report['event_id'] == spam],
                     'the report to reach the administrator')
    stage.check(len(found) == 1, 'the server\'s administrator sees the report, once')
    stage.check('twice today' in found[0]['reason'], 'with the words that were written')
    app.says(re.compile('Report sent', re.I))
    stage.step('the program says that it was sent')


def check_offline(stage, server, network, app, ben, room, ann):
    before = bodies(ben, room, ann.user_id)
    network.set_state(proxy.DOWN)
    app.says(re.compile('offline|does not answer', re.I), timeout=60)
    stage.step('without network: a quiet banner')
    stage.picture(app, 'offline')
    written = ['written without network, the first', 'written without network, the second']
    for text in written:
        steps.send(app, ROOM, text)
        app.says(text)
    stage.step('what is written is shown and waits')
    ben.send(room, 'said while ann was away')

    app.stop()
    app.start()
    steps.open_room(app, ROOM)
    for text in written:
        app.says(text)
    stage.step('started again without network: everything is there at once')
    stage.check(bodies(ben, room, ann.user_id) == before, 'nothing has left yet')
    network.set_state(proxy.UP)
    ben.wait_for(room, lambda event: event['content'].get('body') == written[1], timeout=90)
    app.says('said while ann was away', timeout=60)
    stage.step('the network is back: what was missed comes')
    app.stop()
    app.start()
    steps.open_room(app, ROOM)
    app.says(written[1])
    stage.check(bodies(ben, room, ann.user_id) == before + written, 'both arrived, once, in order')
    timeline = app.find('list', 'Messages')
    rows = [row.name for row in app.all('list item', re.compile('written without network'), within=timeline)]
    stage.check(len(rows) == 2, 'and are shown once')
    # The same key ring, the same store: nobody was asked to sign in again.
    stage.check(server.admin().get(f'/_synapse/admin/v2/users/{ann.user_id}/devices')['total'] == 2,
                'one sign-in was enough for all starts')
