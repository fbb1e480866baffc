# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario plays on: a desktop, the program, homeservers, a folder for pictures, and a record of its steps."""
import re
import shutil
import tempfile
import time
import traceback
from contextlib import ExitStack
from pathlib import Path

from homeserver import Homeserver

from desktop import make_locale
from proxy import Proxy

# What a program that is well never writes.
WARNING = re.compile(r'-(WARNING|CRITICAL|ERROR) \*\*|\*\* \(|Sanitizer|runtime error|assertion .* failed')
# Of what a program said that is looked into because something failed.
SHOWN_LINES = 200


class Failed(AssertionError):
    """A step did not hold."""


class Record:
    """Counts steps and prints them as TAP."""

    def __init__(self):
        self.count = self.failed = 0

    def line(self, good, name, details=''):
        self.count += 1
        self.failed += not good
        print(f'{"ok" if good else "not ok"} - {name}', flush=True)
        for line in details.splitlines():
            print(f'# {line}', flush=True)


class Stage:
    """Given to each scenario; step() marks what has been reached.

    What the program said is kept in logs where a scenario failed: a crash that comes once in a hundred times is
    explained by that, or by nothing.
    """

    def __init__(self, name, record, desktop, program, folders):
        self.name = name
        self.record = record
        self.desktop = desktop
        self.program = program
        self.pictures, self.logs = map(Path, folders)
        self.folder = Path(tempfile.mkdtemp(prefix=f'teahouse-{name}-'))
        self._things = ExitStack()
        self._apps = []
        self._since = time.monotonic()

    # Things

    def enter(self, thing):
        """Any context manager; it is left at the end of the scenario."""
        return self._things.enter_context(thing)

    def homeserver(self, **options):
        return self._things.enter_context(Homeserver(**options))

    def homeserver_behind_proxy(self, **options):
        """A homeserver and the proxy through which the program reaches it."""
        proxy = Proxy()
        server = Homeserver(public_port=proxy.port, **options)
        self._things.enter_context(server)
        proxy.target_port = server.port
        self._things.enter_context(proxy)
        return server, proxy

    def locale(self, name):
        """Environment for a program in that language."""
        return make_locale(self.folder / 'locales', name)

    def looks(self):
        """(name, environment) of each look: programs that are started meanwhile have it. "narrow" is the caller's."""
        for name, environment in (('light', {}), ('dark', {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}), ('large', {}),
                                  ('arabic', self.locale('ar_EG.UTF-8')), ('narrow', {})):
            self.desktop.set_text_size(150 if name == 'large' else 100)
            yield name, environment
        self.desktop.set_text_size(100)

    def app(self, *arguments, profile='profile', environment=None):
        """Start the program; it is stopped at the end of the scenario."""
        from app import App
        app = App(self.desktop, self.program, self.folder / profile, environment)
        self._apps.append(app)
        self._things.callback(app.stop)
        return app.start(*arguments)

    def picture(self, app, name):
        return app.picture(self.pictures / f'{name}.png')

    # Steps

    def step(self, words):
        """What was just shown to hold."""
        now = time.monotonic()
        self.record.line(True, f'{self.name}: {words} ({now - self._since:.1f} s)')
        self._since = now

    def check(self, condition, words):
        """Mark a step, or fail it."""
        if not condition:
            raise Failed(words)
        self.step(words)

    def play(self, scenario):
        """Play it to its end, or to what fails."""
        try:
            with self._things:
                try:
                    scenario(self)
                    self._ends_well()
                except Exception:
                    self._show_failure()
                    raise
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self.record.line(False, f'{self.name}: {reason}', traceback.format_exc() + self._last_words())
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ends_well(self):
        """However often it was started: it never warned, and never ended but when it was asked to."""
        for app in reversed(self._apps):
            app.stop()
        wrong = sorted({line for app in self._apps for line in app.output().splitlines() if WARNING.search(line)})
        self.check(not wrong, 'no warning was written' if not wrong else 'a warning was written:\n' + '\n'.join(wrong))
        ends = ', '.join(end for app in self._apps for end in app.bad_ends)
        self.check(not ends, f'the program ended with {ends}' if ends else 'the program ended well each time')

    def _last_words(self):
        """Of each program: how it ended, and what it said, of which the end is shown and all is kept."""
        said = []
        for app in {app.profile: app for app in self._apps}.values():
            output = app.output()
            log = self.logs / f'scenario-{self.name}-{app.profile.name}.log'
            log.write_text(output, encoding='utf-8')
            ends = [end for other in self._apps if other.profile == app.profile for end in other.bad_ends]
            said.append(f'The program with {app.profile.name} '
                        + (f'ended with {", ".join(ends)}.' if ends else 'ended when it was asked to.')
                        + f' What it said, kept in {log}:')
            said += output.splitlines()[-SHOWN_LINES:]
        return '\n'.join(said)

    def _show_failure(self):
        """A picture and the accessible tree of what was on screen, for who looks for the reason."""
        running = [app for app in self._apps if app.is_running and app.root]
        for app in running[-1:]:
            try:
                self.picture(app, f'failed-{self.name}')
                outline = self.pictures / f'failed-{self.name}.txt'
                outline.write_text(app.root.outline() + '\n\n' + app.output(), encoding='utf-8')
            except Exception as error:
                print(f'# no picture of the failure: {error}')
