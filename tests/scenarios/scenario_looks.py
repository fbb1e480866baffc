# SPDX-License-Identifier: GPL-3.0-or-later
"""How it looks: light, dark, right to left in Arabic, 360 pixels wide, with large text, in high contrast. The
pictures are kept; what can be said about them without eyes is checked."""
import re
import subprocess

import community
import steps
from app import TEXTS

ROOM = 'Wiki Help Desk'
WELCOME_WORDS = re.compile('Welcome to|مرحب')


def fill(server, ann, ben):
    room = community.open_room(ben, 'help', ROOM, topic='Ask anything about editing. All languages.')
    ann.join(room)
    ann.set_display_name('Ann')
    ben.set_display_name('Ben')
    ben.send(room, 'Good morning! There are no silly questions here.')
    asked = ann.send(room, 'How do I write a table?')
    ben.reply(room, asked, 'Like this, and the rest is on the help page.')
    ben.send(room, 'Language: pages', html='<table><tr><th>Language</th><th>Pages</th></tr>'
             '<tr><td>English</td><td>412</td></tr><tr><td>العربية</td><td>190</td></tr></table>')
    ben.send(room, 'print ("tea")', html='<pre><code class="language-python">print ("tea")\n</code></pre>')
    thanks = ann.send(room, 'Thank you! شكرًا جزيلًا 🎉')
    ben.react(room, thanks, '👍')
    ben.create_room(name='Photo Walks', invite=[ann.user_id])


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
    server = stage.homeserver()
    ann, ben = server.register('ann'), server.register('ben')
    fill(server, ann, ben)

    app = stage.app()
    app.find(('button', 'push button'), 'Sign in', timeout=40)
    stage.picture(app, 'welcome')
    steps.sign_in(app, ann.user_id, 'ann')
    steps.open_room(app, ROOM)
    app.says('Thank you!')
    light = stage.picture(app, 'light')
    stage.check(brightness(light) > .6, 'light: the picture is light')
    app.stop()

    again(stage, 'dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'})
    stage.check(brightness(stage.pictures / 'dark.png') < .4, 'dark: the picture is dark')
    again(stage, 'high-contrast', {'ADW_DEBUG_HIGH_CONTRAST': '1'})
    stage.step('high contrast: shown')
    large_text(stage)
    narrow(stage)
    arabic(stage)


def again(stage, name, environment):
    """Start it as the same person in other circumstances, take a picture, stop it."""
    app = stage.app(environment=environment)
    steps.open_room(app, ROOM)
    app.says('Thank you!')
    stage.picture(app, name)
    app.stop()


def large_text(stage):
    app = stage.app(environment={'GDK_DPI_SCALE': '1.5'})
    steps.open_room(app, ROOM)
    app.says('Thank you!')
    row = steps.message_row(app, 'Good morning!')
    stage.picture(app, 'large-text')
    stage.check(row.extents()[3] > 30, 'large text: rows grow with it')
    app.stop()


def narrow(stage):
    app = stage.app()
    app.resize(360, 640)
    app.wait(lambda: size(stage.picture(app, 'narrow-list')) == (360, 640), 'a window 360 pixels wide')
    steps.open_room(app, ROOM)
    app.says('Thank you!')
    picture = stage.picture(app, 'narrow')
    stage.check(size(picture) == (360, 640), '360 pixels: the window gets that narrow')
    field = steps.composer(app, ROOM)
    x, _, width, _ = app.place(field)
    stage.check(0 <= x and x + width <= 360, '360 pixels: the field to write in is inside')
    app.stop()


def arabic(stage):
    app = stage.app(environment=stage.locale('ar_EG.UTF-8'))
    row = app.find('list item', re.compile('^[\u2066-\u2069]*' + ROOM), timeout=40)
    app.click(row)
    app.says('Thank you!')
    field = app.find(TEXTS, re.compile(ROOM))
    stage.picture(app, 'arabic')
    stage.check(row.extents()[0] > field.extents()[0], 'ar: the list of rooms is on the right')
    stage.check(any(re.search('[\u0600-\u06ff]', button.name) for button in app.all(('button', 'push button'))),
                'ar: buttons speak Arabic')
    app.stop()
