# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is bothered: an invitation is declined and its sender hidden; a room and a person are reported to the people who
run the server, who see it; a guest is told what guests cannot do, and whom to write to."""
import re
import sqlite3

import community
import steps
from app import BUTTONS, MENU_ITEMS, TEXTS
from scenario_private import picture

SIZE, NARROW = (1000, 700), (360, 640)
ROOM = 'Market Square'
ABUSE = 'abuse@tea.example'
DIALOGS = ('dialog', 'alert', 'panel', 'filler', 'group')
ROWS = ('list item', *BUTTONS)


def ignored(person):
    """Whom the server has as ignored by somebody."""
    found = person.get(f'/_matrix/client/v3/user/{person.user_id}/account_data/m.ignored_user_list')
    return set(found['ignored_users'])


def room_reports(server):
    """Reports of rooms as the server keeps them: its administrator's API shows those of messages and people alone."""
    with sqlite3.connect(f'file:{server.directory / "homeserver.db"}?mode=ro', uri=True) as database:
        return [*database.execute('SELECT room_id, user_id, reason FROM room_reports')]


def user_reports(server):
    found = server.admin().get('/_synapse/admin/v1/user_reports')['user_reports']
    return [(report['target_user_id'], report['user_id'], report['reason']) for report in found]


def decline_and_hide(stage, app, ann, cem, ben):
    unwanted = cem.create_room(name='Cheap Tea', invite=[ann.user_id])
    row = app.find('list item', re.compile('^Cheap Tea'), timeout=40)
    app.click(app.find(BUTTONS, 'More answers', within=row))
    app.click(app.find(MENU_ITEMS, re.compile('^_?Decline and _?Hide')))
    app.wait(lambda: cem.state(unwanted, 'm.room.member', ann.user_id)['membership'] == 'leave',
             'the invitation to be declined')
    app.gone('list item', re.compile('^Cheap Tea'))
    app.wait(lambda: cem.user_id in ignored(ann), 'the server to know who is hidden')
    stage.step('an invitation is declined and its sender hidden, also at the server')
    cem.create_room(name='Cheaper Tea', invite=[ann.user_id])
    wanted = ben.create_room(name='Good Tea', invite=[ann.user_id])
    app.find('list item', re.compile('^Good Tea'), timeout=40)
    stage.check(not app.all('list item', re.compile('^Cheaper Tea')), 'nothing is heard of that person\'s next one')
    app.click(app.find(BUTTONS, 'Decline', within=app.find('list item', re.compile('^Good Tea'))))
    app.wait(lambda: ben.state(wanted, 'm.room.member', ann.user_id)['membership'] == 'leave',
             'the other one to be declined')


def send_report(stage, server, app, title, words, picture=None):
    """Fill in the dialog that is open, and send it."""
    dialog = app.find(DIALOGS, title)
    reader = app.says(re.compile('Your report goes to')).text
    stage.check(server.server_name in reader, f'{title}: who reads it is said first')
    if picture:
        stage.picture(app, picture)
    choice = app.find('radio button', 'Harassment or hate', within=dialog)
    app.click(choice)
    app.wait(lambda: choice.has_state(app.CHECKED), 'the reason to be chosen')
    app.write(app.find(TEXTS, 'Anything they should know'), words)
    app.press('Send report')
    app.says(re.compile('Report sent to the people who run'))
    app.gone(DIALOGS, title)


def report_picture(stage, server, app, ann, shown):
    app.click(app.find('button', re.compile('^Picture: offer.png')))
    app.press('Report this picture')
    send_report(stage, server, app, 'Report This Message', 'not tea at all')
    found = app.wait(lambda: server.admin().event_reports(), 'the report to reach the server')
    stage.check([(report['event_id'], report['user_id']) for report in found] == [(shown, ann.user_id)],
                'a picture is reported from where it is looked at')


def report_room(stage, server, app, room, ann):
    app.press('Details of the room', 'toggle button')
    app.click(app.find(ROWS, 'Report Room'))
    send_report(stage, server, app, 'Report This Room', 'they shout', 'report-room')
    found = app.wait(lambda: room_reports(server), 'the report to reach the server')
    stage.check(found == [(room, ann.user_id, 'Harassment or hate: they shout')],
                'the report of a room has reached the server, once, in the words that were written')


def report_from_outside(stage, server, app, ann, ben):
    loud = community.open_room(ben, 'loud', 'Loud Room')
    app.hand_over(f'matrix:r/loud:{server.server_name}')
    app.press('Report this room', timeout=40)
    send_report(stage, server, app, 'Report This Room', 'only noise')
    app.wait(lambda: (loud, ann.user_id, 'Harassment or hate: only noise') in room_reports(server),
             'the report to reach the server')
    stage.step('a room is reported by somebody who never was in it')


def open_person(app, name):
    """From the details of the room, which are open, to somebody in it."""
    if not app.all(None, 'People in this room'):
        app.click(app.find(ROWS, re.compile('^People')))
    people = app.find('list', 'People in this room')
    app.click(app.find('list item', re.compile(f'^{name}'), within=people))
    return app.find(DIALOGS, name)


def report_person(stage, server, app, ann, cem):
    open_person(app, 'Cem')
    app.says(cem.user_id)
    stage.picture(app, 'person')
    app.click(app.find(ROWS, 'Report'))
    send_report(stage, server, app, 'Report This Person', 'follows me around', 'report-person')
    found = app.wait(lambda: user_reports(server), 'the report to reach the server')
    stage.check(found == [(cem.user_id, ann.user_id, 'Harassment or hate: follows me around')],
                'the report of a person is seen by the administrator, once')
    app.gone('list item', re.compile('buy cheap tea'))
    app.find('list item', re.compile(f'^{ROOM}, last from [\\u2066-\\u2069]*Ben'))
    stage.step('who was reported is hidden with it, in the room and in the list of rooms')


def looks(stage):
    """The page of a person, in every look."""
    for name, environment, area, text in (
            ('dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, SIZE, 100), ('narrow', {}, NARROW, 100),
            ('arabic', stage.locale('ar_EG.UTF-8'), SIZE, 100), ('large', {}, SIZE, 150)):
        stage.desktop.set_text_size(text)
        app = stage.app(f'matrix:u/cem:{stage.server.server_name}', environment=environment)
        app.resize(*area)
        app.find(DIALOGS, 'Cem', timeout=40)
        stage.picture(app, f'person-{name}')
        app.key('Escape')
        app.gone(DIALOGS, 'Cem')
        app.stop()
    stage.desktop.set_text_size(100)
    stage.step('the page of a person: dark, narrow, in Arabic, with large text')


def guest(stage, server, cem):
    app = stage.app(f'matrix:r/market:{server.server_name}', profile='guest')
    app.click(app.find(BUTTONS, 'Join as guest', timeout=40))
    steps.composer(app, ROOM, timeout=60)
    row = steps.message_row(app, 'buy cheap tea')
    steps.choose(app, row, 'Report')
    app.says(re.compile('takes no reports from guests'))
    app.says(ABUSE)
    stage.picture(app, 'report-guest')
    stage.step('a guest who wants to report is told that guests cannot')
    app.press('Hide This Person')
    app.gone('list item', re.compile('buy cheap tea'), timeout=30)
    stage.step('but can hide somebody, who then is hidden')
    cem.send(stage.room, 'buy cheaper tea')
    app.stop()
    app.start()
    app.says('We meet on Monday', timeout=40)
    stage.check(not app.all('list item', re.compile('cheap')), 'also after a restart')
    app.press('Details of the room', 'toggle button')
    app.click(app.find(ROWS, 'Report Room'))
    app.says(re.compile('takes no reports from guests'))
    app.press('Cancel')
    app.stop()


def play(stage):
    server = stage.server = stage.homeserver(
        support={'contacts': [{'role': 'm.role.admin', 'email_address': 'help@tea.example'},
                              {'role': 'm.role.moderator', 'email_address': ABUSE}]})
    ann, ben, cem, dan, eve = (server.register(name) for name in ('ann', 'ben', 'cem', 'dan', 'eve'))
    for person in (ben, cem, dan):
        person.set_display_name(person.user_id[1:4].capitalize())
    room = stage.room = community.open_room(ben, 'market', ROOM)
    for person in (ann, cem, eve):
        person.join(room)
    ben.send(room, 'We meet on Monday')
    shown = eve.send(room, 'offer.png', 'm.image', url=eve.upload(picture(), 'image/png', 'offer.png'))
    cem.send(room, 'buy cheap tea')
    app = stage.app()
    app.resize(*SIZE)
    steps.sign_in(app, ann.user_id, 'ann')
    app.find('list item', re.compile('^' + ROOM), timeout=40)
    decline_and_hide(stage, app, ann, dan, ben)
    steps.open_room(app, ROOM)
    report_picture(stage, server, app, ann, shown)
    report_room(stage, server, app, room, ann)
    report_person(stage, server, app, ann, cem)
    report_from_outside(stage, server, app, ann, ben)
    app.stop()
    looks(stage)
    guest(stage, server, cem)
