# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a newcomer through the program, where there is no screen to see it on: link, preview, guest, room, message,
answer; a picture of each step. The program is driven through accessibility, as a screen reader does it."""
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / 'tests' / 'scenarios'))

QUESTION = 'Hello! How do I add a picture to an article?'
ANSWERS = 'Good question|Try it in the sandbox|Happy to help'


def travel(program, link, folder, say=print):
    """Go the way; pictures are left in folder. Returns their paths."""
    from desktop import Desktop
    profile = Path(tempfile.mkdtemp(prefix='teahouse-journey-'))
    pictures = []
    try:
        with Desktop('1000x760x24') as desktop:
            from app import BUTTONS, TEXTS, App
            app = App(desktop, program, profile)
            try:
                app.start(link)

                def show(name, words):
                    pictures.append(app.picture(Path(folder) / f'{len(pictures) + 1}-{name}.png'))
                    say(f'  {words}: {pictures[-1]}')

                join = app.find(BUTTONS, 'Join as guest', timeout=60)
                app.says('Wiki Help Desk')
                app.find(BUTTONS, 'Join as guest')
                show('preview', 'the link opens the preview of the room')
                app.click(join)
                composer = app.find(TEXTS, re.compile('^Message Wiki Help Desk'), timeout=60)
                # The community may be that of the last time, and have been asked then.
                app.says(re.compile(f'help desk is open|Bring tea|{re.escape(QUESTION)}|{ANSWERS}'))
                show('room', 'joined as a guest')
                app.write(composer, QUESTION)
                show('written', 'a question, written')
                app.press('Send')
                app.says(QUESTION)
                app.wait(lambda: composer.text == '', 'the composer to be empty')
                show('sent', 'sent')
                app.says(re.compile(ANSWERS), timeout=30)
                show('answer', 'answered')
            finally:
                app.stop()
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    return pictures
