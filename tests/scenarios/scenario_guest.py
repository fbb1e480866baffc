# SPDX-License-Identifier: GPL-3.0-or-later
"""A newcomer clicks a link, looks, steps in as a guest, asks, and is answered. No page comes before the room's. How
many clicks and seconds that takes is counted, and all of it is done once more with the keyboard alone."""
import re
import time

import community
import steps
from app import BUTTONS, TEXTS


CLICKS, SECONDS = 2, 5
NOTE = 'Who Sees What'


def play(stage):
    server, network = stage.homeserver_behind_proxy()
    helper = server.register('helper')
    helper.set_display_name('Helen')
    room = community.open_room(helper, 'help', 'Wiki Help Desk', topic='Ask anything about editing.')
    helper.send(room, 'Good morning, the desk is open.')

    app = stage.app(f'matrix:r/help:{server.server_name}')
    join = app.find(name='Join as guest', role=('button', 'push button'), timeout=40)
    app.says('Wiki Help Desk')
    app.says('Ask anything about editing.')
    stage.step('the link opens the preview first, with name and topic')
    app.says('anyone can read')
    stage.step('the preview says who can read the room')
    stage.picture(app, 'preview')

    app.click(join)
    steps.composer(app, 'Wiki Help Desk', timeout=60)
    app.says('Good morning, the desk is open.')
    stage.step('one click later: in the room, with what was said before')
    app.wait(lambda: any(re.fullmatch(r'Guest \d+', person.get('display_name') or '')
                         for person in helper.joined_members(room).values()), 'the guest to have a name')
    stage.check(len(helper.joined_members(room)) == 2, 'the others see a guest, with a number')
    app.find('grouping', NOTE)
    field = steps.composer(app, 'Wiki Help Desk')
    app.wait(lambda: field.has_state(app.FOCUSED), 'the keyboard to be where one writes')
    stage.picture(app, 'guest-note')
    stage.step('a note says who sees what, and the keyboard is where one writes')

    steps.send(app, 'Wiki Help Desk', 'How do I add a picture?')
    question = helper.wait_for(room, lambda event: event['content'].get('body') == 'How do I add a picture?')
    stage.check(question['sender'] != helper.user_id, 'the question has arrived')
    helper.reply(room, question['event_id'], 'With the button that shows a mountain.')
    app.says('With the button that shows a mountain.')
    stage.step('the answer is shown')
    stage.picture(app, 'guest-answered')

    app.stop()
    app.start()
    app.says('With the button that shows a mountain.')
    stage.step('started again, the guest is still in the room')
    note(stage, app)
    keep(stage, server, helper, room, app, question['sender'])
    counted(stage, server, network, helper, room)
    by_keyboard(stage, server, helper, room)
    carry_over(stage, server, helper, room)


def carry_over(stage, server, helper, room):
    """Another account takes the guest's rooms; one of them does not let it in at first."""
    other = community.open_room(helper, 'walks', 'Photo Walks')
    app = stage.app(f'matrix:r/walks:{server.server_name}', profile='carry')
    app.press('Join as guest', timeout=40)
    steps.composer(app, 'Photo Walks', timeout=60)
    app.key('ctrl+l')
    app.write(app.find(TEXTS, 'Link or address of a room', timeout=10), f'#help:{server.server_name}')
    app.press('Look at the room')
    app.press('Join', timeout=40)
    steps.composer(app, 'Wiki Help Desk', timeout=60)
    app.says('I stay.')
    app.write(steps.composer(app, 'Wiki Help Desk'), 'half a sen')
    before = len(helper.joined_members(room))
    helper.ban(other, f'@nora:{server.server_name}', 'not yet')

    app.press('Keep This Account')
    app.press('Use another account')
    app.says('Take Your Rooms Along')
    stage.picture(app, 'guest-carry')
    app.press('Sign in')
    steps.create_account(app)
    app.write(app.find(TEXTS, 'Account name'), 'nora')
    app.write(app.find(TEXTS, 'Password'), 'four green teapots')
    app.press('Create account')
    app.says('Some Rooms Stay Behind', timeout=60)
    app.says(re.compile('cannot join: .*Photo Walks'))
    stage.picture(app, 'guest-carry-stays')
    stage.step('a room that does not let the account in is named, and the guest stays')
    helper.post(f'/_matrix/client/v3/rooms/{other}/unban', {'user_id': f'@nora:{server.server_name}'})
    app.press('Try Again')
    app.says(re.compile('Your rooms came along'), timeout=60)
    field = steps.composer(app, 'Wiki Help Desk', timeout=40)
    app.wait(lambda: field.text == 'half a sen', 'the draft')
    stage.picture(app, 'guest-carried')
    people = helper.joined_members(room)
    stage.check(f'@nora:{server.server_name}' in people and len(people) == before,
                'the account is in the same room with the same draft, the guest has left')
    folder = app.profile / 'data' / 'teahouse' / 'default'
    app.wait(lambda: not (folder / 'account.json').exists() and not (folder / 'store').exists(),
             'nothing of the guest to be left')
    app.stop()
    app.start()
    steps.composer(app, 'Wiki Help Desk', timeout=40)
    stage.step('started again, it is the account that is there')
    app.stop()


def note(stage, app):
    """What was not put away is there again; what was comes back from the details alone."""
    app.press('Got it', timeout=40)
    app.gone(name=NOTE)
    app.stop()
    app.start()
    app.says('With the button that shows a mountain.')
    stage.check(not app.all(name=NOTE), 'the note was put away, and stays away')
    app.press('Details of the room', 'toggle button')
    app.click(app.find(None, 'Who can read this?'))
    app.find('grouping', NOTE)
    app.wait(lambda: app.find(BUTTONS, 'Got it').has_state(app.FOCUSED), 'the keyboard to be at its button')
    stage.picture(app, 'guest-note-details')
    app.key('Escape')
    app.gone(name=NOTE)
    app.press('Close details')
    app.gone(None, 'Report Room')
    stage.step('the details show it again, and Escape puts it away')


def keep(stage, server, helper, room, app, guest):
    """The guest keeps the account: the same one in the same room, named, with a password that works anywhere."""
    app.press('Keep This Account')
    app.says(re.compile(re.escape(guest)))
    stage.picture(app, 'guest-keep')
    dialog = app.find(('dialog', 'alert'), 'Keep This Account')
    app.write(app.find(TEXTS, 'Name that others see', within=dialog), 'Amina')
    app.write(app.find(TEXTS, 'New password', within=dialog), 'seven brown teapots')
    app.click(app.find(BUTTONS, 'Keep', within=dialog))
    app.gone(('dialog', 'alert'), 'Keep This Account', timeout=60)
    app.gone(BUTTONS, 'Keep This Account')
    stage.step('the guest keeps the account with one password')
    steps.send(app, 'Wiki Help Desk', 'I stay.')
    kept = helper.wait_for(room, lambda event: event['content'].get('body') == 'I stay.')
    stage.check(kept['sender'] == guest, 'it is the same person in the same room')
    app.wait(lambda: helper.joined_members(room)[guest]['display_name'] == 'Amina', 'the others to see the new name')
    again = server.client().login(guest.split(':')[0][1:], 'seven brown teapots')
    stage.check(again.user_id == guest, 'the password works elsewhere')
    app.stop()


def arrive(stage, server, network, helper, room, profile):
    """From the link to the first message at the server: clicks, seconds of ours, seconds of waiting for the server."""
    question = f'Where do I begin? ({profile})'
    began, waited = time.monotonic(), network.answering
    app = stage.app(f'matrix:r/help:{server.server_name}', profile=profile)
    app.press('Join as guest', timeout=40)
    field = steps.composer(app, 'Wiki Help Desk', timeout=60)
    app.wait(lambda: field.has_state(app.FOCUSED), 'the keyboard to be where one writes')
    app.write(field, question)
    app.press('Send')
    helper.wait_for(room, lambda event: event['content'].get('body') == question)
    waited = network.answering - waited
    seconds = time.monotonic() - began - waited
    app.stop()
    return app.clicks, seconds, waited


def counted(stage, server, network, helper, room):
    """On a machine that does other things as well only the quickest of a few tells what the program needs."""
    runs = []
    while not runs or (len(runs) < 3 and runs[0][1] > SECONDS):
        runs.append(arrive(stage, server, network, helper, room, f'quick-{len(runs)}'))
        runs.sort(key=lambda run: run[1])
    clicks, seconds, waited = runs[0]
    stage.check(clicks <= CLICKS, f'from the link to the first message: {clicks} clicks, at most {CLICKS}')
    stage.check(seconds <= SECONDS, f'from the link to the first message: {seconds:.1f} s, at most {SECONDS} s, and '
                                    f'{waited:.1f} s of waiting for the server')


def by_keyboard(stage, server, helper, room):
    """Link, preview, guest, message and account, without a pointer."""
    app = stage.app(f'matrix:r/help:{server.server_name}', profile='keyboard')
    steps.reach(app, app.find(BUTTONS, 'Join as guest', timeout=40))
    field = steps.composer(app, 'Wiki Help Desk', timeout=60)
    app.wait(lambda: field.has_state(app.FOCUSED), 'the keyboard to be where one writes')
    app.type('Only with keys')
    app.key('Return')
    asked = helper.wait_for(room, lambda event: event['content'].get('body') == 'Only with keys')
    steps.reach(app, app.find(BUTTONS, 'Keep This Account'))
    dialog = app.find(('dialog', 'alert'), 'Keep This Account')
    password = app.find(TEXTS, 'New password', within=dialog)
    app.wait(lambda: password.has_state(app.FOCUSED), 'the keyboard to be at the password')
    app.type('eight green teapots')
    app.key('Return')
    app.gone(('dialog', 'alert'), 'Keep This Account', timeout=60)
    app.gone(BUTTONS, 'Keep This Account')
    again = server.client().login(asked['sender'].split(':')[0][1:], 'eight green teapots')
    stage.check(again.user_id == asked['sender'] and app.clicks == 0,
                'the same with the keyboard alone: the room, a message, the account kept')
    stage.picture(app, 'guest-keyboard')
    app.stop()
