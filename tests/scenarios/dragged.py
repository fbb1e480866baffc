#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with a text that can be dragged out of it, as a browser's address can.

usage: dragged.py TEXT

Prints "ready" once it is there, "begun" when it is being dragged, "accepted" when what it is over would take it; ends
when it was dropped somewhere.
"""
import sys

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, GObject, Gtk  # noqa: E402


def tell(word):
    print(word, flush=True)


def on_begin(_source, drag):
    tell('begun')
    drag.connect('notify::selected-action', lambda *_: drag.get_selected_action() and tell('accepted'))


def main():
    text = sys.argv[1]
    Gtk.init()
    loop = GLib.MainLoop()
    value = GObject.Value(GObject.TYPE_STRING, text)
    source = Gtk.DragSource(content=Gdk.ContentProvider.new_for_value(value), actions=Gdk.DragAction.COPY)
    source.connect('drag-begin', on_begin)
    source.connect('drag-end', lambda *_: loop.quit())
    label = Gtk.Label(label=text, hexpand=True, vexpand=True)
    label.add_controller(source)
    window = Gtk.Window(child=label, default_width=300, default_height=200, decorated=False)
    window.connect('map', lambda *_: tell('ready'))
    window.present()
    loop.run()


if __name__ == '__main__':
    main()
