# SPDX-License-Identifier: GPL-3.0-or-later
"""A real homeserver for the tests and the demo.

Homeserver starts a pinned Synapse on loopback and stops it; Client speaks to it. Nothing here needs more than
Python's standard library: Synapse itself lives in a virtual environment of its own.
"""
from .authority import Authority, Browser, SignInServer
from .client import Client, MatrixError
from .environment import default_environment, make_environment
from .federation import Door, federation
from .mail import Mailbox
from .synapse import Homeserver

__all__ = ['Authority', 'Browser', 'Client', 'Door', 'Homeserver', 'Mailbox', 'MatrixError', 'SignInServer',
           'default_environment', 'federation', 'make_environment']
