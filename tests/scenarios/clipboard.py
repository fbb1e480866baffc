#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds a file in the clipboard, as another program does, until it is ended.

usage: clipboard.py MEDIA-TYPE FILE

Prints "ready" once whoever pastes gets it.
"""
import sys
from pathlib import Path

import gi

gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main():
    media_type, path = sys.argv[1:]
    Gtk.init()
    content = GLib.Bytes.new(Path(path).read_bytes())
    Gdk.Display.get_default().get_clipboard().set_content(Gdk.ContentProvider.new_for_bytes(media_type, content))
    print('ready', flush=True)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
