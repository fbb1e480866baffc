# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a mouse: find a room by typing, go from room to room, write, mention, command, compose letters, react, look
at a message's source; and what to do with a message that was not sent."""
import re

import community
import proxy
import steps
from app import BUTTONS, MENU_ITEMS

ROOMS = ('Apple Orchard', 'Berry Patch', 'Cherry Lane')
FIRST = ROOMS[0]


def written(client, room, person):
    """The contents of what somebody wrote, oldest first."""
    return [event['content'] for event in reversed(client.messages(room, limit=100)['chunk'])
            if event['sender'] == person.user_id and event['type'] == 'm.room.message' and event['content']]


def is_open(app, name):
    steps.composer(app, name)


def find_rooms(stage, app):
    app.key('ctrl+k')
    app.focused(('text', 'entry', 'search bar', 'password text'))
    app.type('cherr')
    app.gone('list item', re.compile('^Apple'))
    app.key('Return')
    is_open(app, 'Cherry Lane')
    app.find('list item', re.compile('^Apple'))
    stage.step('Ctrl+K, some letters, Enter: the room is open and the list whole again')
    app.key('Escape')
    rooms = app.find('list', 'Rooms')
    for _ in range(4):
        if any(row.has_state(app.FOCUSED) for row in app.all('list item', within=rooms)):
            break
        app.key('F6')
        app.wait(app.keyboard, 'another part of the window to have the keyboard')
    app.type('berr')
    app.gone('list item', re.compile('^Apple'))
    app.key('Return')
    is_open(app, 'Berry Patch')
    stage.step('letters that are typed in the list look for a room')


def go_around(stage, app):
    names = [re.sub(',.*', '', row.name) for row in app.all('list item', re.compile('|'.join(ROOMS)),
                                                            within=app.find('list', 'Rooms'))]
    app.key('alt+1')
    is_open(app, names[0])
    app.key('alt+Down')
    is_open(app, names[1])
    app.key('alt+3')
    is_open(app, names[2])
    app.key('alt+Up')
    is_open(app, names[1])
    stage.step('Alt with arrows and digits go from room to room')


def write(stage, app, ann, ben, room):
    app.click(app.find('list item', re.compile('^' + FIRST)))
    field = steps.composer(app, FIRST)
    app.key('Escape')
    app.wait(lambda: field.has_state(app.FOCUSED), 'the keyboard to be in the composer')
    app.type('one')
    app.key('shift+Return')
    app.type('two')
    app.wait(lambda: field.text == 'one\ntwo', 'two lines')
    app.key('Return')
    ben.wait_for(room, lambda event: event['content'].get('body') == 'one\ntwo')
    stage.step('Shift+Enter breaks the line, Enter sends')

    app.type('@be')
    app.says(re.compile('^@?ben'))
    app.key('Return')
    app.wait(lambda: field.text.strip() not in ('@be', ''), 'the name to be completed')
    app.type('hello')
    app.key('Return')
    event = ben.wait_for(room, lambda found: found['content'].get('body', '').endswith(' hello'))
    stage.check(event['content']['m.mentions'] == {'user_ids': [ben.user_id]}, '@ finds a person, who is mentioned')

    app.type('/me waves')
    app.key('Return')
    event = ben.wait_for(room, lambda found: found['content'].get('body') == 'waves')
    stage.check(event['content']['msgtype'] == 'm.emote', '/me says what one does')
    before = len(written(ben, room, ann))
    app.type('/jion #somewhere')
    app.key('Return')
    app.says(re.compile('There is no command'))
    app.key('Return')
    stage.check(field.text == '/jion #somewhere' and len(written(ben, room, ann)) == before,
                'a command that does not exist is never sent as text')
    app.write(field, '')


def compose(stage, app, ann, ben, room):
    """Letters by their number, the input method that every GTK has: Enter ends the number."""
    field = steps.composer(app, FIRST)
    before = len(written(ben, room, ann))
    app.type('tea ')
    app.key('ctrl+shift+u')
    app.type('2615')
    app.key('Return')
    app.wait(lambda: field.text == 'tea ☕', 'the letter to be there')
    app.key('dead_acute', 'Return')
    app.type('e')
    app.wait(lambda: field.text == 'tea ☕é', 'the letter with its accent')
    stage.check(len(written(ben, room, ann)) == before, 'Enter ends what an input method composes, and sends nothing')
    app.key('BackSpace', 'Return')
    ben.wait_for(room, lambda event: event['content'].get('body', '').startswith('tea ☕'))
    stage.step('the next one sends')


def reactions(client, room, person):
    return [event for event in client.messages(room, limit=100)['chunk']
            if event['type'] == 'm.reaction' and event['sender'] == person.user_id and event['content']]


def react(stage, app, ann, ben, room):
    event = ben.send(room, 'Who brings cups?')
    ben.react(room, event, '👍')
    row = steps.message_row(app, 'Who brings cups?')
    app.find('toggle button', re.compile('thumbs up|👍', re.I), within=row)
    steps.go_to(app, row)
    app.key('Tab')
    toggle = app.focused('toggle button')
    app.key('space')
    app.wait(lambda: reactions(ben, room, ann), 'the reaction to arrive')
    app.wait(lambda: '2' in toggle.name, 'two to be counted')
    stage.step('a reaction is joined with the keyboard')
    app.key('space')
    app.wait(lambda: not reactions(ben, room, ann), 'the reaction to be taken back')
    stage.step('and taken back')
    steps.choose(app, row, 'View source')
    app.says(re.compile('"body"|Who brings cups'))
    app.find(('dialog', 'alert'), re.compile('source', re.I))
    stage.step('a message shows its source')
    app.key('Escape')
    app.gone('dialog')


def not_sent(stage, network, app, ann, ben, room):
    """Written while offline; when it goes out, ann may not write there any more."""
    network.set_state(proxy.DOWN)
    for text in ('too late', 'much too late'):
        steps.send(app, FIRST, text)
    levels = ben.state(room, 'm.room.power_levels')
    ben.set_state(room, 'm.room.power_levels', levels | {'events_default': 50})
    network.set_state(proxy.UP)
    app.says('Not sent: you are not allowed to write this here.', timeout=120)
    app.wait(lambda: len(app.all(BUTTONS, 'Try again')) == 2, 'both to have failed', 60)
    stage.picture(app, 'not-sent')
    stage.step('a message that is refused says why')
    ben.set_state(room, 'm.room.power_levels', levels)
    steps.composer(app, FIRST)
    app.click(app.find(BUTTONS, 'Discard', within=steps.message_row(app, 'much too late')))
    app.gone('list item', re.compile('much too late'))
    app.click(app.find(BUTTONS, 'Try again', within=steps.message_row(app, 'too late')))
    ben.wait_for(room, lambda event: event['content'].get('body') == 'too late')
    bodies = [content.get('body') for content in written(ben, room, ann)]
    stage.check(bodies.count('too late') == 1 and 'much too late' not in bodies,
                'it can be tried again, or thrown away')


def join(stage, server, app, ann, ben):
    other = community.open_room(ben, 'teapots', 'Teapots')
    field = steps.composer(app, FIRST)
    app.key('Escape')
    app.wait(lambda: field.has_state(app.FOCUSED), 'the keyboard to be in the composer')
    app.type(f'/join #teapots:{server.server_name}')
    app.key('Return')
    app.says('Teapots')
    if app.all(BUTTONS, 'Join'):
        app.press('Join')
    steps.composer(app, 'Teapots')
    stage.check(ann.user_id in ben.joined_members(other), '/join leads into another room')


def play(stage):
    server, network = stage.homeserver_behind_proxy()
    ann, ben = server.register('ann'), server.register('ben')
    rooms = [community.open_room(ben, name.split()[0].lower(), name) for name in ROOMS]
    for room in rooms:
        ann.join(room)
        ben.send(room, 'hello')
    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    app.find('list item', re.compile('^Cherry'), timeout=40)
    find_rooms(stage, app)
    go_around(stage, app)
    write(stage, app, ann, ben, rooms[0])
    compose(stage, app, ann, ben, rooms[0])
    react(stage, app, ann, ben, rooms[0])
    not_sent(stage, network, app, ann, ben, rooms[0])
    join(stage, server, app, ann, ben)
