# SPDX-License-Identifier: GPL-3.0-or-later
"""How it looks: light, dark, right to left in Arabic, 360 pixels wide, with large text, in high contrast; the pages
before a room, its details, the report, the preferences. The pictures are kept; what can be said about them without eyes
is checked. build-aux/pictures makes the README's from these."""
import re
import subprocess
import sys
from pathlib import Path

# The demo's community; the scenarios' own module of that name is not needed here.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'build-aux'))

import steps
from app import BUTTONS, TEXTS
from community import texts
from community.seed import SERVICE, Community
from scenario_accounts import inside

ROOM = 'Wiki Help Desk'
LAST = 'Bring tea'
SIZE = (1000, 700)
NARROW = (360, 640)
LOWEST = (360, 294)
DARK = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}
VISITOR = texts.VISITOR[0]


def fill(server):
    """The demo's community without its long room, and its visitor in the open rooms."""
    found = Community(server)
    found.seed(long_room=0, feed_lines=20)
    visitor = server.client().login(VISITOR, VISITOR)
    for alias in ('workshop', 'feed', 'schreibstube', 'bistro', 'maydan', 'help'):
        visitor.join(found.rooms[alias])
        read = visitor.messages(found.rooms[alias], limit=3)['chunk'][-1]['event_id']
        visitor.post(f'/_matrix/client/v3/rooms/{found.rooms[alias]}/read_markers',
                     {'m.fully_read': read, 'm.read': read})
    return visitor


def brightness(path):
    """Mean brightness of a picture, 0 to 1."""
    done = subprocess.run(['convert', str(path), '-colorspace', 'Gray', '-format', '%[fx:mean]', 'info:'],
                          capture_output=True, text=True, check=True)
    return float(done.stdout)


def size(path):
    done = subprocess.run(['convert', str(path), '-format', '%w %h', 'info:'], capture_output=True, text=True,
                          check=True)
    return tuple(map(int, done.stdout.split()))


def play(stage):
    server = stage.homeserver(services=[SERVICE])
    visitor = fill(server)
    stage.step('a community was made')
    before(stage, server)

    app = stage.app()
    app.resize(*SIZE)
    app.find(BUTTONS, 'Sign in', timeout=40)
    stage.picture(app, 'welcome')
    steps.sign_in(app, visitor.user_id, VISITOR)
    enter(app)
    light = stage.picture(app, 'light')
    stage.check(brightness(light) > .6, 'light: the picture is light')
    usual = steps.message_row(app, LAST).extents()[3]
    pages(stage, app, '')
    app.stop()

    app = again(stage, 'dark', DARK)
    stage.check(brightness(stage.pictures / 'dark.png') < .4, 'dark: the picture is dark')
    pages(stage, app, '-dark')
    app.stop()
    again(stage, 'high-contrast', {'ADW_DEBUG_HIGH_CONTRAST': '1'}).stop()
    stage.step('high contrast: shown')
    large_text(stage, usual)
    narrow(stage)
    arabic(stage)


def enter(app):
    """Open the help desk at its newest messages."""
    row = app.find('list item', re.compile('^[\u2066-\u2069]*' + ROOM), timeout=40)
    app.click(row)
    app.says(LAST)
    return row


def again(stage, name, environment):
    """Start it as the same person in other circumstances and take a picture."""
    app = stage.app(environment=environment)
    app.resize(*SIZE)
    enter(app)
    stage.picture(app, name)
    return app


def before(stage, server):
    """The pages of somebody who follows a link and has no account, in their usual looks and in narrow and large."""
    link = f'matrix:r/help:{server.server_name}'
    for name, environment, area in (('preview', {}, SIZE), ('preview-dark', DARK, SIZE), ('preview-narrow', {}, NARROW),
                                    ('preview-large', {}, SIZE)):
        stage.desktop.set_text_size(150 if name == 'preview-large' else 100)
        app = stage.app(link, profile='before', environment=environment)
        app.resize(*area)
        app.find(BUTTONS, 'Join as guest', timeout=40)
        stage.picture(app, name)
        app.stop()
    stage.desktop.set_text_size(100)
    stage.step('the page before a room: light, dark, narrow, with large text')


def pages(stage, app, suffix):
    """What opens over a room or beside it."""
    app.press('Details of the room', 'toggle button')
    app.find(None, 'Report Room')
    stage.picture(app, f'details{suffix}')
    app.click(app.find(None, 'Who can read this?'))
    # Where they lie over the room they make place by themselves.
    if suffix not in ('-narrow', '-large'):
        app.press('Close details')
    app.gone(None, 'Report Room')
    note(stage, app, f'note{suffix}', 'Got it')
    steps.choose(app, steps.message_row(app, 'See you there'), 'Report')
    app.find('dialog', 'Report This Message')
    stage.picture(app, f'report{suffix}')
    app.press('Cancel')
    app.gone('dialog')
    app.key('ctrl+comma')
    app.find('dialog', 'Preferences')
    stage.picture(app, f'preferences{suffix}')
    app.key('Escape')
    app.gone('dialog')
    stage.step(f'details, report and preferences{suffix}: shown')


def note(stage, app, name, button):
    """Who sees what, over the messages, of which the last are in sight."""
    got = app.find(BUTTONS, button)
    app.wait(lambda: got.has_state(app.FOCUSED), 'the note to have the keyboard')
    row = app.find('list item', re.compile(re.escape(LAST)))
    app.wait(lambda: app.place(row)[1] > app.place(got)[1] + app.place(got)[3], 'the last message to be below the note')
    stage.picture(app, name)
    app.click(got)
    app.gone(BUTTONS, button)


def large_text(stage, usual):
    stage.desktop.set_text_size(150)
    app = again(stage, 'large-text', {})
    stage.check(steps.message_row(app, LAST).extents()[3] > 1.2 * usual, 'large text: rows grow with it')
    pages(stage, app, '-large')
    app.stop()
    stage.desktop.set_text_size(100)


def narrow(stage):
    app = stage.app()
    app.resize(*NARROW)
    app.wait(lambda: size(stage.picture(app, 'narrow-list')) == NARROW, 'a window 360 pixels wide')
    enter(app)
    picture = stage.picture(app, 'narrow')
    stage.check(size(picture) == NARROW, '360 pixels: the window gets that narrow')
    x, _, width, _ = app.place(steps.composer(app, ROOM))
    stage.check(0 <= x and x + width <= 360, '360 pixels: the field to write in is inside')
    pages(stage, app, '-narrow')
    app.resize(*LOWEST)
    app.press('Details of the room', 'toggle button')
    app.click(app.find(None, 'Who can read this?'))
    note(stage, app, 'note-lowest', 'Got it')
    stage.step('the note has its place in the smallest window, and the messages theirs')
    app.stop()


def arabic(stage):
    app = stage.app(environment=stage.locale('ar_EG.UTF-8'))
    app.resize(*SIZE)
    row = enter(app)
    field = app.find(TEXTS, re.compile(ROOM))
    stage.picture(app, 'arabic')
    stage.check(row.extents()[0] > field.extents()[0], 'ar: the list of rooms is on the right')
    stage.check(any(re.search('[\u0600-\u06ff]', button.name) for button in app.all(BUTTONS)),
                'ar: buttons speak Arabic')
    app.activate('win.toggle-details')
    readers = app.find(None, 'من يستطيع قراءة هذا؟')
    inside(app, readers)
    stage.picture(app, 'details-arabic')
    app.click(readers)
    note(stage, app, 'note-arabic', 'فهمت')
    app.activate('app.preferences')
    app.find('dialog')
    stage.picture(app, 'preferences-arabic')
    app.stop()
