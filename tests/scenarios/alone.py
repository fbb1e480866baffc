# SPDX-License-Identifier: GPL-3.0-or-later
"""A network with nobody on it: for what must not depend on, or speak to, anything outside this computer."""
import fcntl
import os
import socket
import struct
from pathlib import Path

SIOCSIFFLAGS = 0x8914
IFF_UP, IFF_RUNNING = 0x1, 0x40


def leave_network():
    """This process, and what it starts from now on, have loopback and nothing else. Before any thread is started."""
    user, group = os.getuid(), os.getgid()
    try:
        os.unshare(os.CLONE_NEWNET)
    except PermissionError:
        # Who is not root is the only person in a world of their own.
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
        Path('/proc/self/setgroups').write_text('deny', encoding='ascii')
        Path('/proc/self/uid_map').write_text(f'{user} {user} 1', encoding='ascii')
        Path('/proc/self/gid_map').write_text(f'{group} {group} 1', encoding='ascii')
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack('16sH14x', b'lo', IFF_UP | IFF_RUNNING))
