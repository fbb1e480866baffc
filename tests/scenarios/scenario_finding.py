# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to rooms and people: a link to a room that lets people in itself (yes and no), one that is written wrong,
the directory, a group of rooms, somebody's name, a private group out of a room's people; the links one hands on."""
import re

import community
import steps
from app import BUTTONS, MENU_ITEMS, TEXTS


def closed_room(owner, alias, name, **more):
    """A room whose people let others in themselves."""
    return owner.create_room(preset='public_chat', room_alias_name=alias, name=name, initial_state=[
        {'type': 'm.room.join_rules', 'state_key': '', 'content': {'join_rule': 'knock'}}], **more)


def play(stage):
    server = stage.homeserver()
    owner, ann, ben = (server.register(name) for name in ('owner', 'ann', 'ben'))
    for person, name in ((owner, 'Olga'), (ann, 'Ann'), (ben, 'Ben')):
        person.set_display_name(name)
    helpdesk = community.open_room(owner, 'help', 'Wiki Help Desk', topic='Ask anything about editing.')
    photos = community.open_room(owner, 'photos', 'Photographs', topic='Pictures of tea.')
    club = closed_room(owner, 'club', 'Tea Club')
    board = closed_room(owner, 'board', 'Board')
    ben.join(helpdesk)
    drawings = community.open_room(owner, 'drawings', 'Drawings')
    group(owner, server, helpdesk, photos, drawings)

    app = stage.app()
    steps.sign_in(app, ann.user_id, 'ann')
    app.find(BUTTONS, 'Join or begin', timeout=60)
    moderator = stage.app('--profile', 'olga', profile='olga')
    steps.sign_in(moderator, owner.user_id, 'owner')
    moderator.find(BUTTONS, 'Join or begin', timeout=60)

    let_in(stage, app, moderator, server)
    refused(stage, app, moderator, server)
    misspelt(stage, app, server)
    directory(stage, app)
    people(stage, app, server, ben)
    group_of_rooms(stage, app, server)
    rail(stage, app)
    change_group(stage, app, moderator)
    closed_for_now(stage, moderator, owner, helpdesk)
    moderator.stop()
    app.stop()
    looks(stage, server)


def group(owner, server, *rooms):
    """A group of rooms, as a space."""
    space = owner.create_room(preset='public_chat', room_alias_name='commons', name='Commons',
                              topic='Rooms for everybody.', creation_content={'type': 'm.space'})
    for room in rooms:
        owner.set_state(space, 'm.space.child', {'via': [server.server_name]}, key=room)
    return space


def open_link(app, link):
    """By the menu, as somebody who was told a link."""
    app.key('ctrl+l')
    app.write(app.find(TEXTS, 'Link or address of a room'), link)
    app.press('Look at the room')


def heard(app, text):
    """Wait for words that may hold a name between its marks."""
    marks = '[\u2066-\u2069]*'
    return app.says(re.compile(f'{marks} {marks}'.join(re.escape(word) for word in text.split(' '))))


def go_to(app, name):
    """By its name: with two windows on the screen the mouse may meet the other one."""
    app.key('ctrl+k')
    app.write(app.find(TEXTS, 'Find a room'), name)
    app.find('list item', re.compile('^[\u2066-\u2069]*' + name), timeout=40)
    app.key('Return')


def begin(app, item):
    app.press('Join or begin', 'toggle button')
    app.click(app.find(MENU_ITEMS, item))


def let_in(stage, app, moderator, server):
    open_link(app, f'#club:{server.server_name}')
    app.says('People here let others in themselves.')
    app.write(app.find(TEXTS, 'What do you want to tell them?'), 'I bring biscuits.')
    stage.picture(app, 'ask')
    app.press('Send request')
    app.says('Request sent.')
    stage.picture(app, 'asked')
    stage.step('a request is sent, with a message')

    go_to(moderator, 'Tea Club')
    heard(moderator, 'Ann asks to be let in.')
    stage.picture(moderator, 'knock-banner')
    moderator.press('Answer')
    moderator.says('I bring biscuits.')
    stage.picture(moderator, 'knock-list')
    moderator.press('Let Ann in')
    app.says(re.compile(re.escape(f'@owner:{server.server_name}') + '.* invited you just now'))
    stage.picture(app, 'invited')
    app.press('Join')
    steps.composer(app, 'Tea Club')
    stage.step('who runs the room said yes, and they are in')


def refused(stage, app, moderator, server):
    open_link(app, f'#board:{server.server_name}')
    app.says('0/500')
    app.press('Send request')
    app.says('Request sent.')
    go_to(moderator, 'Board')
    heard(moderator, 'Ann asks to be let in.')
    moderator.press('Refuse Ann')
    moderator.write(moderator.find(TEXTS, 'Why not'), 'Only the board.')
    stage.picture(moderator, 'refuse')
    moderator.press('Refuse')
    heard(app, 'did not let you in')
    app.says('Only the board.')
    stage.picture(app, 'refused')
    stage.step('who runs the other room said no, and why is shown')


def misspelt(stage, app, server):
    open_link(app, f'#helpp:{server.server_name}')
    app.says('Did you mean')
    heard(app, f'{server.server_name} does not know the room')
    stage.picture(app, 'not-found')
    steps.reach(app, app.find('list item', 'Wiki Help Desk', within=app.find('list', 'Did you mean')))
    app.find(BUTTONS, 'Join')
    app.says('Ask anything about editing.')
    app.press('Copy link')
    app.find(None, re.compile('QR code with the link to'))
    app.says(f'matrix:r/help:{server.server_name}')
    stage.picture(app, 'share')
    app.press('Copy the link for the browser')
    app.says('Copied')
    app.key('Escape')
    app.gone('dialog', 'Copy Link')
    stage.step('a wrong link leads to the right room, whose link can be handed on')
    app.press('Join')
    steps.composer(app, 'Wiki Help Desk')
    stage.step('the suggested room was joined')


def directory(stage, app):
    begin(app, 'Find Rooms')
    app.write(app.find(TEXTS, 'What is the room about?'), 'tea')
    found = app.find('list', 'Rooms that were found')
    app.gone('list item', re.compile('^Wiki Help Desk'), within=found)
    row = app.find('list item', re.compile('^Photographs'), within=found)
    stage.picture(app, 'directory')
    steps.reach(app, row)
    app.says('Pictures of tea.')
    app.press('Join')
    steps.composer(app, 'Photographs')
    stage.step('a room was found by a word and joined')


def people(stage, app, server, ben):
    begin(app, 'New Conversation')
    app.write(app.find(TEXTS, 'Find a person'), ben.user_id)
    row = app.find('list item', re.compile('Ben|@ben'))
    stage.picture(app, 'conversation')
    steps.reach(app, row)
    steps.composer(app, 'Ben')
    stage.step('a conversation began with somebody who was found by name')

    go_to(app, 'Wiki Help Desk')
    steps.composer(app, 'Wiki Help Desk')
    app.press('Details of the room', 'toggle button')
    steps.reach(app, app.find('list item', re.compile('^People(?!,)')))
    app.press('Choose people', 'toggle button')
    box = app.find('check box', 'Ben')
    app.gone('check box', 'Ann')
    steps.reach(app, box, 'space')
    button = app.find(BUTTONS, 'Private group with 1 person')
    stage.picture(app, 'choose-people')
    app.click(button)
    app.says('Only the people in this room can read this, and those who run their servers.')
    dialog = app.find('dialog', 'New Private Group')
    app.find('list item', 'Ben', within=dialog)
    app.write(app.find(TEXTS, 'Name'), 'Two of us')
    stage.picture(app, 'new-group')
    app.press('Make the group')
    steps.composer(app, 'Two of us', timeout=60)
    stage.step('a private group out of the people of a room, in two clicks')


def group_of_rooms(stage, app, server):
    open_link(app, f'#commons:{server.server_name}')
    app.says('a group of rooms')
    app.press('Join')
    app.find('list item', re.compile('^Photographs, Joined'), timeout=60)
    stage.picture(app, 'space')
    stage.step('a group of rooms was joined and shows its rooms')
    steps.reach(app, app.find('check box', 'Drawings'), 'space')
    app.press('Join 1 room')
    app.find('list item', re.compile('^Drawings, Joined'), timeout=30)
    stage.picture(app, 'space-joined')
    stage.step('one of them was chosen and joined')


def rail(stage, app):
    """By the keyboard: from all rooms to those of the group, and to its home."""
    app.gone(None, re.compile('^You joined'))
    app.key('Escape')
    app.gone('dialog', 'Group of Rooms')
    groups = app.find('list', 'Groups of rooms')
    steps.reach(app, app.find('list item', re.compile('^All Rooms'), within=groups), 'Down')
    app.find(BUTTONS, 'About Commons')
    rooms = app.find('list', 'Rooms')
    app.gone('list item', re.compile('^Tea Club'), within=rooms)
    app.find('list item', re.compile('^Drawings'), within=rooms)
    stage.picture(app, 'rail')
    app.key('Return')
    app.find('list item', re.compile('^Drawings, Joined'), timeout=30)
    app.key('Escape')
    app.gone('dialog', 'Group of Rooms')
    stage.step('the rail shows the rooms of the group alone, and leads to its home')
    app.key('F8')
    app.find(BUTTONS, 'Close')
    app.stop()
    app.start()
    app.find(BUTTONS, 'About Commons', timeout=40)
    rooms = app.find('list', 'Rooms')
    app.find('list item', re.compile('^Drawings'), within=rooms)
    stage.check(not app.all('list item', re.compile('^Tea Club'), within=rooms),
                'started again, the rooms of the same group are shown')


def change_group(stage, app, moderator):
    """Who runs the group takes a room out, and puts it back."""
    groups = moderator.find('list', 'Groups of rooms')
    steps.reach(moderator, moderator.find('list item', re.compile('^All Rooms'), within=groups), 'Down')
    moderator.press('About Commons')
    moderator.find('list item', re.compile('^Photographs'), timeout=30)
    moderator.press('Take rooms out', 'toggle button')
    button = moderator.find(BUTTONS, 'Take Photographs out of the group')
    stage.picture(moderator, 'take-out')
    moderator.click(button)
    heard(moderator, 'Photographs was taken out.')
    rooms = app.find('list', 'Rooms')
    app.gone('list item', re.compile('^Photographs'), within=rooms)
    moderator.press('Put Back')
    app.find('list item', re.compile('^Photographs'), within=rooms)
    stage.check(not app.all(BUTTONS, 'Take rooms out'), 'a room was taken out of the group and put back')


def closed_for_now(stage, moderator, owner, room):
    """One switch stops a crowd of strangers, and one press lets people in again as before."""
    def who():
        return (owner.state(room, 'm.room.join_rules')['join_rule'],
                owner.state(room, 'm.room.guest_access')['guest_access'])
    before = who()
    moderator.stop()
    moderator.start('--profile', 'olga')
    moderator.find(BUTTONS, 'Join or begin', timeout=40)
    go_to(moderator, 'Wiki Help Desk')
    steps.composer(moderator, 'Wiki Help Desk')
    moderator.press('Details of the room', 'toggle button')
    steps.reach(moderator, moderator.find(None, 'Closed for now'), 'space')
    moderator.wait(lambda: who() == ('invite', 'forbidden'), 'the room to be closed')
    button = moderator.find(BUTTONS, 'Open Again', timeout=30)
    stage.picture(moderator, 'closed-for-now')
    steps.reach(moderator, moderator.find(BUTTONS, 'Close details'))
    stage.picture(moderator, 'closed-for-now-banner')
    steps.reach(moderator, button)
    moderator.wait(lambda: who() == before, 'the room to be as before')
    moderator.gone(BUTTONS, 'Open Again')
    stage.check(before == ('public', 'can_join'), 'a room was closed for now, and opened again as it was')


def looks(stage, server):
    """The page with most on it in other circumstances."""
    for name, environment, size in (('ask-dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, (1000, 700)),
                                    ('ask-narrow', {}, (360, 640)), ('ask-large', {}, (1000, 700)),
                                    ('ask-arabic', stage.locale('ar_EG.UTF-8'), (1000, 700))):
        stage.desktop.set_text_size(150 if name == 'ask-large' else 100)
        app = stage.app(f'matrix:r/board:{server.server_name}', environment=environment)
        app.resize(*size)
        app.says('Only the board.', timeout=40)
        stage.picture(app, name)
        app.stop()
    stage.desktop.set_text_size(100)
    stage.step('asking to be let in: dark, narrow, with large text, in Arabic')
