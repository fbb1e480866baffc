# SPDX-License-Identifier: GPL-3.0-or-later
"""Homeservers that know each other: real federation, on loopback.

A server's name is the address that people and other servers ask alike, but people may come by plain http (a name on
loopback may answer so) and servers come by TLS. A Door stands at that address and shows each the right way in.
"""
import contextlib
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

from .authority import SignInServer
from .synapse import Homeserver, free_port, has_ipv6

TLS_HANDSHAKE = b'\x16'
PIECE = 64 * 1024


class Door:
    """Listens at a port; what begins a TLS handshake goes to one port behind it, all else to another.

    A context manager; closed, nobody gets through, as when a server is down.
    """

    def __init__(self, port, plain_port, tls_port):
        self.port = port
        self._plain_port, self._tls_port = plain_port, tls_port
        self._listening = []
        self._open = set()
        self._lock = threading.Lock()

    def __enter__(self):
        kinds = [(socket.AF_INET, '127.0.0.1')] + ([(socket.AF_INET6, '::1')] if has_ipv6() else [])
        for family, address in kinds:
            listening = socket.socket(family)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((address, self.port))
            listening.listen()
            self._listening.append(listening)
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
        return self

    def __exit__(self, *_):
        with self._lock:
            found, self._listening, self._open = self._listening + list(self._open), [], set()
        for one in found:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self, listening):
        with contextlib.suppress(OSError):
            while True:
                outside, _ = listening.accept()
                threading.Thread(target=self._serve, args=(outside,), daemon=True).start()

    def _serve(self, outside):
        with contextlib.suppress(OSError), outside:
            is_tls = outside.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE
            with socket.create_connection(('127.0.0.1', self._tls_port if is_tls else self._plain_port)) as inside:
                with self._lock:
                    self._open |= {outside, inside}
                back = threading.Thread(target=self._pump, args=(inside, outside), daemon=True)
                back.start()
                self._pump(outside, inside)
                back.join()
                with self._lock:
                    self._open -= {outside, inside}

    @staticmethod
    def _pump(source, target):
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                target.sendall(piece)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def make_certificate(folder):
    """A certificate for localhost that is its own authority; returns its file and its key's."""
    certificate, key = folder / 'localhost.crt', folder / 'localhost.key'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2',
                    '-keyout', key, '-out', certificate], check=True, capture_output=True)
    return certificate, key


def federation_settings(plain_port, tls_port, certificate, key):
    """What Synapse needs to speak with others on loopback."""
    listener = {'type': 'http', 'bind_addresses': ['127.0.0.1']}
    return {
        'listeners': [
            listener | {'port': plain_port, 'resources': [{'names': ['client'], 'compress': False}]},
            listener | {'port': tls_port, 'tls': True, 'resources': [{'names': ['federation'], 'compress': False}]},
        ],
        'tls_certificate_path': str(certificate),
        'tls_private_key_path': str(key),
        'federation_custom_ca_list': [str(certificate)],
        'federation_domain_whitelist': None,
        'ip_range_blacklist': [],
        'allow_public_rooms_over_federation': True,
        # A server that was down is asked again at once.
        'federation': {'destination_min_retry_interval': '1s', 'destination_max_retry_interval': '1s',
                       'client_timeout': '10s', 'max_short_retries': 0, 'max_long_retries': 0},
    }


@contextlib.contextmanager
def federation(count=2, last=None):
    """So many homeservers that trust each other's certificate: yields pairs of a Homeserver and its Door. last:
    the last is a SignInServer of this kind."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix='teahouse-federation-')))
        certificate, key = make_certificate(folder)
        found = []
        for number in range(count):
            public, plain, tls = free_port(), free_port(), free_port()
            settings = federation_settings(plain, tls, certificate, key)
            place = {'port': plain, 'public_port': public, 'settings': settings}
            is_last = last and number == count - 1
            server = stack.enter_context(SignInServer(last, **place) if is_last else Homeserver(**place))
            found.append((server, stack.enter_context(Door(public, plain, tls))))
        yield found
