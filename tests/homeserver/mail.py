# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox for everybody: an SMTP server on loopback that keeps what it is given.

It speaks as much of RFC 5321 as a homeserver that delivers a mail needs.
"""
import email
import email.policy
import re
import socketserver
import threading
import time
import urllib.parse
import urllib.request


def confirm(url):
    """Follow the link of a mail about a forgotten password: its page asks whether to do it, and is told yes."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.read().decode()))
    with urllib.request.urlopen(url, urllib.parse.urlencode(fields).encode(), timeout=30) as answer:
        assert answer.status == 200


class _Conversation(socketserver.StreamRequestHandler):
    def _say(self, text):
        self.wfile.write(text.encode('ascii') + b'\r\n')

    def _read_mail(self):
        lines = []
        for line in self.rfile:
            if line == b'.\r\n':
                break
            lines.append(line[1:] if line.startswith(b'..') else line)
        return email.message_from_bytes(b''.join(lines), policy=email.policy.default)

    def handle(self):
        self._say('220 localhost')
        for line in self.rfile:
            word = line[:4].upper().decode('ascii', 'replace')
            if word == 'DATA':
                self._say('354 go on')
                self.server.mailbox.keep(self._read_mail())
                self._say('250 kept')
            elif word == 'QUIT':
                self._say('221 bye')
                return
            else:
                self._say('250 localhost' if word in ('EHLO', 'HELO', 'MAIL', 'RCPT', 'RSET', 'NOOP') else '502 no')


class Mailbox:
    """Takes mails on a port of 127.0.0.1; a context manager."""

    def __init__(self):
        self._news = threading.Condition()
        self._mails = []

    def __enter__(self):
        self._server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), _Conversation)
        self._server.daemon_threads = True
        self._server.mailbox = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self):
        """What Synapse needs to know."""
        return {'smtp_host': '127.0.0.1', 'smtp_port': self.port, 'force_tls': False, 'enable_tls': False,
                'notif_from': 'Tea <tea@localhost>'}

    def keep(self, mail):
        with self._news:
            self._mails.append(mail)
            self._news.notify_all()

    def wait(self, address, number=0, timeout=60):
        """The number-th mail to this address."""
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                found = [mail for mail in self._mails if address in mail['To']]
                if len(found) > number:
                    return found[number]
                if not self._news.wait(max(0, deadline - time.monotonic())):
                    raise TimeoutError(f'no mail came to {address}')

    def link(self, address, number=0):
        """The first address that this mail wants opened."""
        text = self.wait(address, number).get_body(('plain',)).get_content()
        return re.search(r'https?://[^\s<>"]+', text)[0]
