# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a program as a person with a screen reader would: through its accessible tree (AT-SPI).

Import this only on a Desktop: the accessibility library connects to the bus it finds when it is loaded. What is looked
for is what people hear: role and name. Everything waits for a condition with a deadline; nothing sleeps and hopes.
"""
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from homeserver.synapse import die_with_parent  # noqa: E402

TIMEOUT = 20
# On a busy machine a program may take seconds to answer; an act that timed out would be done twice.
Atspi.set_timeout(10000, 10000)
BUTTONS = ('button', 'push button', 'toggle button')
TEXTS = ('text', 'entry', 'password text')
MENU_ITEMS = ('menu item', 'radio menu item', 'check menu item', 'button', 'push button')


class NotThere(AssertionError):
    """What was waited for did not come."""


def quietly(call, *arguments, default=None):
    """What a call to the other program gives; default where the object has gone meanwhile."""
    try:
        return call(*arguments)
    except GLib.Error:
        return default


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    def __eq__(self, other):
        return isinstance(other, Node) and self.accessible == other.accessible

    def __hash__(self):
        return hash(self.accessible)

    @property
    def name(self):
        return quietly(self.accessible.get_name, default='') or ''

    @property
    def description(self):
        return quietly(self.accessible.get_description, default='') or ''

    @property
    def role(self):
        return quietly(self.accessible.get_role_name, default='') or ''

    @property
    def children(self):
        count = quietly(self.accessible.get_child_count, default=0)
        found = (quietly(self.accessible.get_child_at_index, number) for number in range(count))
        return [Node(child) for child in found if child]

    @property
    def text(self):
        """What a text field or label says."""
        if 'Text' not in (quietly(self.accessible.get_interfaces, default=[]) or []):
            return self.name
        length = quietly(Atspi.Text.get_character_count, self.accessible, default=0)
        return quietly(Atspi.Text.get_text, self.accessible, 0, length, default='')

    def has_state(self, state):
        self.accessible.clear_cache_single()
        states = quietly(self.accessible.get_state_set)
        return bool(states and states.contains(state))

    @property
    def is_showing(self):
        return self.has_state(Atspi.StateType.SHOWING)

    @property
    def is_sensitive(self):
        return self.has_state(Atspi.StateType.SENSITIVE)

    def walk(self):
        """This object and everything below it, in reading order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))

    def words(self):
        """Everything said below this object, in reading order."""
        said = []
        for node in self.walk():
            text = node.text if node.role in ('label', 'text', 'static') else node.name
            if text:
                said.append(text)
        return ' '.join(said)

    def outline(self):
        """The tree below this object, for people who look for what a test did not find."""
        lines = []

        def add(node, depth):
            text = node.text
            extra = f' = {text!r}' if text != node.name else ''
            lines.append(f'{"  " * depth}{node.role} {node.name!r}{extra}{"" if node.is_showing else " (hidden)"}')
            for child in node.children:
                add(child, depth + 1)

        add(self, 0)
        return '\n'.join(lines)

    def extents(self):
        box = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    def act(self, name):
        """Do one of the object's actions; whether it has it."""
        for number in range(quietly(Atspi.Action.get_n_actions, self.accessible, default=0)):
            if name == quietly(Atspi.Action.get_action_name, self.accessible, number):
                return bool(quietly(Atspi.Action.do_action, self.accessible, number))
        return False

    def actions(self):
        return [quietly(Atspi.Action.get_action_name, self.accessible, number)
                for number in range(quietly(Atspi.Action.get_n_actions, self.accessible, default=0))]


def plain(name):
    """A name as it is heard: without mnemonics, dots at the end and capitals."""
    return name.replace('_', '').rstrip('….').casefold()


def matches(wanted, value):
    """Whether a name is the one wanted. The marks that keep names apart from a sentence are not heard."""
    if wanted is None:
        return True
    heard = re.sub('[\u2066-\u2069]', '', value)
    if isinstance(wanted, re.Pattern):
        return bool(wanted.search(value) or wanted.search(heard))
    return plain(wanted) in (plain(value), plain(heard))


class App:
    """The program, running; a context manager.

    profile is the folder its data, settings and cache are kept in: started again with the same one it is the same
    person at the same computer.
    """

    FOCUSED = Atspi.StateType.FOCUSED
    CHECKED = Atspi.StateType.CHECKED

    def __init__(self, desktop, command, profile, environment=None):
        self.desktop = desktop
        self.command = list(map(str, command))
        self.profile = Path(profile)
        self.environment = environment or {}
        self.process = None
        self.root = None
        # How it ended where nobody had asked for that, or otherwise than it was asked to.
        self.bad_ends = []
        # How often somebody pressed or pointed at something without the keyboard.
        self.clicks = 0

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    # The process

    def _surroundings(self):
        """What the program is started with."""
        places = {name: str(self.profile / part) for name, part in (
            ('XDG_DATA_HOME', 'data'), ('XDG_CONFIG_HOME', 'config'), ('XDG_CACHE_HOME', 'cache'))}
        # Installed elsewhere than the system's own programs, it finds its settings' schema as they do.
        shared = {'XDG_DATA_DIRS': f'{Path(self.command[0]).parent.parent / "share"}:/usr/local/share:/usr/share'}
        for folder in places.values():
            os.makedirs(folder, exist_ok=True)
        return self.desktop.environment | places | shared | {'G_DEBUG': 'fatal-criticals'} | self.environment

    def start(self, *arguments):
        environment = self._surroundings()
        with open(self.profile / 'output.log', 'ab') as output:
            self.process = subprocess.Popen([*self.command, *arguments], env=environment, stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=output, start_new_session=True,
                                            preexec_fn=die_with_parent)
        self.root = self._wait_for_root()
        return self

    def hand_over(self, *arguments):
        """Start it once more: that start gives what it was told to the one that runs, and ends."""
        subprocess.run([*self.command, *arguments], env=self._surroundings(), stdin=subprocess.DEVNULL, check=True,
                       timeout=30)

    def _wait_for_root(self):
        def look():
            desktop = Atspi.get_desktop(0)
            desktop.clear_cache_single()
            for number in range(quietly(desktop.get_child_count, default=0)):
                child = quietly(desktop.get_child_at_index, number)
                if child and quietly(child.get_process_id) == self.process.pid and quietly(child.get_child_count):
                    return Node(child)
            return None
        return self.wait(look, 'the program in the accessible tree', 40)

    def output(self):
        """What it wrote to standard output and error since the profile was made."""
        return (self.profile / 'output.log').read_text(encoding='utf-8', errors='replace')

    @property
    def is_running(self):
        return bool(self.process) and self.process.poll() is None

    def _has_ended(self):
        """Whether it ended before anybody asked for it; that is not forgotten."""
        if not self.process or self.is_running:
            return False
        self._note_end()
        return True

    def _note_end(self):
        """It has ended by itself: how, and what it said, is for who looks for the reason."""
        status, self.process = self.process.returncode, None
        self.bad_ends.append(f'status {status}' if status >= 0 else f'signal {signal.Signals(-status).name}')

    def stop(self):
        """Close its window and wait until it is gone; end it if it stays."""
        if not self.process or self._has_ended():
            return
        try:
            close = self.all(BUTTONS, 'Close') if self.root else []
            if close:
                close[-1].act('click')
                if self.process.wait(15) != 0:
                    self._note_end()
                self.process = None
                return
        except (GLib.Error, subprocess.TimeoutExpired):
            pass
        self.process.terminate()
        try:
            self.process.wait(15)
            self.process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def restart(self, environment=None):
        """Kill it and start it again, with another environment if there is one."""
        self.kill()
        if environment is not None:
            self.environment = environment
        return self.start()

    def kill(self):
        """End it at once, as a power cut would."""
        if not self._has_ended():
            self.process.kill()
            self.process.wait()
            self.process = None

    # Looking

    def wait(self, condition, what, timeout=TIMEOUT):
        """What condition() gives as soon as it is something."""
        deadline = time.monotonic() + timeout
        while True:
            found = condition()
            if found:
                return found
            if self._has_ended():
                raise NotThere(f'the program ended with {self.bad_ends[-1]} while waiting for {what}')
            if time.monotonic() > deadline:
                raise NotThere(f'waited {timeout} s for {what}')
            time.sleep(0.05)

    def all(self, role=None, name=None, within=None, text=None, showing=True):
        """Every object of that role (or one of several), name and text; a compiled pattern is searched for."""
        roles = (role,) if isinstance(role, str) else role
        found = []
        for node in (within or self.root).walk():
            if roles and node.role not in roles:
                continue
            if matches(name, node.name) and (text is None or matches(text, node.text)):
                if not showing or node.is_showing:
                    found.append(node)
        return found

    def find(self, role=None, name=None, within=None, text=None, timeout=TIMEOUT, showing=True):
        """The first such object, once it is there."""
        what = f'{role or "anything"} named {getattr(name, "pattern", name)!r}' + (
            f' saying {getattr(text, "pattern", text)!r}' if text else '')
        return self.wait(lambda: (self.all(role, name, within, text, showing) or [None])[0], what, timeout)

    def gone(self, role=None, name=None, within=None, timeout=TIMEOUT):
        """Wait until no such object is shown."""
        self.wait(lambda: not self.all(role, name, within), f'no {role} named {name!r}', timeout)

    def says(self, text, timeout=TIMEOUT):
        """Wait until something shown says text."""
        pattern = text if isinstance(text, re.Pattern) else re.compile(re.escape(text))
        return self.wait(lambda: next((node for node in self.root.walk()
                                       if (pattern.search(node.name) or pattern.search(node.text))
                                       and node.is_showing), None), f'the words {pattern.pattern!r}', timeout)

    # Doing

    def click(self, node):
        """Press a button, choose a row: by its action where it has one, else with the mouse."""
        self.wait(lambda: node.is_sensitive, f'{node.role} {node.name!r} to be usable')
        self.clicks += 1
        if not any(node.act(name) for name in ('click', 'activate', 'press', 'toggle')):
            self.point(node)

    def activate(self, action, target=None):
        """One of the program's own actions ("app.quit", "win.find-rooms"), by the bus: it has no name in a language."""
        group, name = action.split('.', 1)
        path = '/org/teahouse/Teahouse' + ('/window/1' if group == 'win' else '')
        subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.teahouse.Teahouse', '--object-path', path,
                        '--method', 'org.gtk.Actions.Activate', name, f"[<'{target}'>]" if target else '[]', '{}'],
                       env=self.desktop.environment, check=True, timeout=30, stdout=subprocess.DEVNULL)

    def press(self, name, role=BUTTONS, timeout=TIMEOUT):
        """Press the button of that name."""
        button = self.find(role, name, timeout=timeout)
        self.click(button)
        return button

    def point(self, node, button='1'):
        """Click in the middle of an object with the mouse; what lies below the window's edge is scrolled to first."""
        def is_inside():
            _, y, _, height = self.place(node)
            return y + height < self.find('frame').extents()[3]
        if not is_inside():
            self.wheel(self.find('frame'), up=False, steps=10)
            self.wait(is_inside, f'{node.name!r} to be in sight')
        x, y, width, height = self.place(node)
        self._xdotool('mousemove', '--window', self.window(), str(x + width // 2), str(y + height // 2),
                      'click', button)

    def write(self, node, text):
        """Put text into a field."""
        if not quietly(Atspi.EditableText.set_text_contents, node.accessible, text):
            raise NotThere(f'{node.role} {node.name!r} cannot be written in')
        # A password's field tells how long it is, and no more.
        self.wait(lambda: node.text in (text, '•' * len(text)), f'{node.name!r} to hold {text!r}')

    def key(self, *keys, window=None):
        """Press keys by their X names: 'Return', 'ctrl+k'."""
        self.focus(window)
        self._xdotool('key', '--clearmodifiers', *keys)

    def type(self, text, window=None):
        """Press the keys of a text, one by one, wherever the keyboard is."""
        self.focus(window)
        self._xdotool('type', '--delay', '20', text)

    def focus(self, window=None):
        """Give the window, or another one of the program's, the keyboard: there is no window manager to do it."""
        self._xdotool('windowfocus', '--sync', window or self.window())

    def unfocus(self):
        """The person turns to another window."""
        self.desktop.unfocus()
        self.wait(lambda: not self.is_in_front(), 'the window to be left')

    def is_in_front(self):
        return any(child.has_state(Atspi.StateType.ACTIVE) for child in self.root.children)

    def keyboard(self):
        """What has the keyboard, or None."""
        return next((node for node in self.root.walk() if node.has_state(self.FOCUSED)), None)

    def focused(self, role):
        """The object of that role that has the keyboard, once one has it."""
        return self.wait(lambda: next((node for node in self.all(role) if node.has_state(self.FOCUSED)), None),
                         f'a {role} to have the keyboard')

    def place(self, node):
        """Where an object is in the window: x, y, width, height."""
        x, y, width, height = node.extents()
        left, top, _, _ = self.find('frame').extents()
        return x - left, y - top, width, height

    def border(self):
        """Without a window manager a window has a frame of its own, this wide, around what is its size elsewhere."""
        return -self.find('frame').extents()[0]

    def resize(self, width, height):
        """Give the window a size, step by step as who drags its edge."""
        more = 2 * self.border()
        _, _, now, _ = self.find('frame').extents()
        for step in [*range(now - 50, width + more, -50), width + more]:
            self._xdotool('windowsize', self.window(), str(step), str(height + more))
            self.wait(lambda wanted=step: self.find('frame').extents()[2] == wanted, f'a window {step} pixels wide')

    def wheel(self, node, up=True, steps=5):
        """Turn the mouse wheel over an object."""
        x, y, width, height = self.place(node)
        self._xdotool('mousemove', '--window', self.window(), str(x + width // 2), str(y + height // 2),
                      'click', '--repeat', str(steps), '--delay', '5', '4' if up else '5')

    def window(self):
        return self.wait(lambda: self.desktop.open_window_id(self.process.pid), 'a window')

    def picture(self, path):
        """A picture of the window, without what the pointer calls up: it goes into the corner first."""
        self._xdotool('mousemove', '99999', '99999')
        self.gone('tool tip')
        return self.desktop.picture(Path(path), self.window(), self.border())

    def _xdotool(self, *arguments):
        subprocess.run(['xdotool', *arguments], env=self.desktop.environment, check=True, timeout=30,
                       stdout=subprocess.DEVNULL)
