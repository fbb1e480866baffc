# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's notification service, as programs find it on the session bus (org.freedesktop.Notifications): it shows
nothing, but remembers what it was asked to show, and can be clicked."""
import threading

from gi.repository import Gio, GLib

NAME, PATH = 'org.freedesktop.Notifications', '/org/freedesktop/Notifications'
INTERFACE = """
<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation">
    <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/>
  </method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>
"""
CLICKED, CLOSED_BY_CALL = 2, 3


class Notice:
    """One notification: what it says."""

    def __init__(self, number, title, body, actions):
        self.number, self.title, self.body, self.actions = number, title, body, actions

    def __repr__(self):
        return f'“{self.title}: {self.body}”'


class Notices:
    """The service; a context manager. shown is what lies on the desktop now, asked all that ever came."""

    def __init__(self, desktop):
        self.shown = {}
        self.asked = []
        self._address = desktop.environment['DBUS_SESSION_BUS_ADDRESS']
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._bus = None

    def __enter__(self):
        self._thread.start()
        if not self._ready.wait(20):
            raise TimeoutError('the notification service did not start')
        return self

    def __exit__(self, *_):
        self._loop.quit()
        self._thread.join(10)
        self._bus.close_sync(None)

    def _run(self):
        self._context.push_thread_default()
        kind = Gio.DBusConnectionFlags
        self._bus = Gio.DBusConnection.new_for_address_sync(
            self._address, kind.AUTHENTICATION_CLIENT | kind.MESSAGE_BUS_CONNECTION, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        self._bus.register_object(PATH, interface, self._on_call, None, None)
        Gio.bus_own_name_on_connection(self._bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: self._ready.set(), None)
        self._loop.run()
        self._context.pop_thread_default()

    def _on_call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['actions', 'body', 'body-markup'],))
        elif method == 'GetServerInformation':
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        elif method == 'Notify':
            _, replaced, _, title, body, actions, _, _ = arguments.unpack()
            notice = Notice(replaced or len(self.asked) + 1, title, body, actions)
            self.asked.append(notice)
            self.shown[notice.number] = notice
            answer = GLib.Variant('(u)', (notice.number,))
        elif method == 'CloseNotification':
            self._forget(arguments.unpack()[0], CLOSED_BY_CALL)
        invocation.return_value(answer)

    def _emit(self, signal, variant):
        self._bus.emit_signal(None, PATH, NAME, signal, variant)

    def _forget(self, number, reason):
        if self.shown.pop(number, None):
            self._emit('NotificationClosed', GLib.Variant('(uu)', (number, reason)))

    def click(self, notice):
        """As who clicks it: the program hears of it, and it goes."""
        self._emit('ActionInvoked', GLib.Variant('(us)', (notice.number, 'default')))
        self._forget(notice.number, CLICKED)
