# SPDX-License-Identifier: GPL-3.0-or-later
"""A newcomer clicks a link, looks, steps in as a guest, asks, and is answered. No page comes before the room's."""
import re

import community
import steps
from app import BUTTONS, TEXTS


def play(stage):
    server = stage.homeserver()
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
    stage.check(len(helper.joined_members(room)) == 2, 'the server knows the guest as a member')

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
    keep(stage, server, helper, room, app, question['sender'])


def keep(stage, server, helper, room, app, guest):
    """The guest keeps the account: the same name and room here, and a password that works anywhere."""
    app.press('Keep This Account')
    app.says(re.compile(re.escape(guest)))
    stage.picture(app, 'guest-keep')
    dialog = app.find(('dialog', 'alert'), 'Keep This Account')
    app.write(app.find(TEXTS, 'New password', within=dialog), 'seven brown teapots')
    app.click(app.find(BUTTONS, 'Keep', within=dialog))
    app.gone(('dialog', 'alert'), 'Keep This Account', timeout=60)
    app.gone(BUTTONS, 'Keep This Account')
    stage.step('the guest keeps the account with one password')
    steps.send(app, 'Wiki Help Desk', 'I stay.')
    kept = helper.wait_for(room, lambda event: event['content'].get('body') == 'I stay.')
    stage.check(kept['sender'] == guest, 'it is the same person in the same room')
    again = server.client().login(guest.split(':')[0][1:], 'seven brown teapots')
    stage.check(again.user_id == guest, 'the password works elsewhere')
    app.stop()
